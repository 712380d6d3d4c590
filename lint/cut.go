package lint

import (
	"strings"

	"assay/schema"
)

// cut cuts a text into statements. Where one cannot be told from the next, since a quote in it is never closed, it ends with the first line that ends with a
// semicolon, and the text goes on behind that.
func cut(split func(string) ([]schema.Statement, error), sql string) []schema.Statement {
	all, err := split(sql)
	if err == nil {
		return all
	}
	all = nil
	const most = 64 // lines that end so, in one statement
	line := 1
	for len(sql) > 0 {
		whole, end := []schema.Statement(nil), 0
		for n := 0; n < most && end < len(sql); n++ {
			end = lineEnd(sql, end)
			if whole, err = split(sql[:end]); err == nil {
				break
			}
		}
		if err != nil {
			end = lineEnd(sql, 0)
			text := strings.TrimLeft(sql[:end], " \t\r\n")
			skipped := strings.Count(sql[:end-len(text)], "\n")
			whole = []schema.Statement{{Text: strings.TrimRight(text, "; \t\r\n"), Line: 1 + skipped}}
		}
		for _, s := range whole {
			if s.Line += line - 1; s.Text != "" {
				all = append(all, s)
			}
		}
		line += strings.Count(sql[:end], "\n")
		sql = sql[end:]
	}
	return all
}

// lineEnd is where the first line ends, from a place on, that ends with a semicolon or is a command of the client program.
func lineEnd(sql string, from int) int {
	for at := from; at < len(sql); {
		next := len(sql)
		if i := strings.IndexByte(sql[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		if line := strings.TrimSpace(sql[at:next]); strings.HasSuffix(line, ";") || strings.HasPrefix(line, `\`) {
			return next
		}
		at = next
	}
	return len(sql)
}
