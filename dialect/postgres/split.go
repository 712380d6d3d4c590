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
	texts = withBodies(sql, texts)
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

var atomic = schema.Pattern(`(?i)\bBEGIN\s+ATOMIC\b`)

// withBodies puts functions together again whose bodies are statements: the scanner cuts at each semicolon of theirs.
func withBodies(sql string, texts []string) []string {
	if !atomic().MatchString(sql) {
		return texts
	}
	var whole []string
	from, end, open := 0, 0, 0
	for _, text := range texts {
		at := end + strings.Index(sql[end:], text)
		if end = at + len(text); open == 0 {
			from = at
		}
		if atomic().MatchString(sql[from:end]) {
			open = depth(sql[from:end])
		}
		if open == 0 {
			whole = append(whole, sql[from:end])
		}
	}
	if open > 0 {
		whole = append(whole, sql[from:end])
	}
	return whole
}

// depth is how many blocks a text begins with BEGIN ATOMIC or CASE and does not end.
func depth(sql string) int {
	scan, err := pg.Scan(sql)
	if err != nil {
		return 0
	}
	open := 0
	all := scan.GetTokens()
	for i, t := range all {
		switch {
		case t.GetToken() == pg.Token_BEGIN_P && i+1 < len(all) && all[i+1].GetToken() == pg.Token_ATOMIC, t.GetToken() == pg.Token_CASE && open > 0:
			open++
		case t.GetToken() == pg.Token_END_P && open > 0:
			open--
		}
	}
	return open
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
