package postgres

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// Split cuts a text into statements. What pg_dump writes for psql alone, its commands and rows, is none.
func (r *Room) Split(sql string) ([]schema.Statement, error) {
	sql = psqlLines().ReplaceAllStringFunc(sql, func(s string) string { return strings.Repeat("\n", strings.Count(s, "\n")) })
	sql = withoutPsql(sql)
	texts, err := pg.SplitWithScanner(sql, true)
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", schema.Excerpt(sql), err)
	}
	all := make([]schema.Statement, 0, len(texts)+1)
	line, at, end := 1, 0, 0
	for _, text := range texts {
		end += strings.Index(sql[end:], text) + len(text)
	}
	// The scanner lets go what stands behind a parenthesis that is not closed.
	for _, text := range append(texts, strings.TrimLeft(sql[end:], "; \t\r\n")) {
		whole := strings.TrimSpace(text)
		if text = bare(whole); text == "" {
			continue
		}
		from := at + strings.Index(sql[at:], whole) + len(whole) - len(text) // a comment before it may have the same words
		line += strings.Count(sql[at:from], "\n")
		all = append(all, schema.Statement{Text: text, Line: line})
		line += strings.Count(text, "\n")
		at = from + len(text) // the next one can be the same again
	}
	return all, nil
}

// bare is a statement without the comments before it.
func bare(text string) string {
	for {
		text = strings.TrimSpace(text)
		switch {
		case strings.HasPrefix(text, "--"):
			_, text, _ = strings.Cut(text, "\n")
		case strings.HasPrefix(text, "/*"):
			_, after, ok := strings.Cut(text, "*/")
			if !ok {
				return text
			}
			text = after
		default:
			return text
		}
	}
}
