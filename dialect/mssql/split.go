package mssql

import (
	"fmt"
	"strings"

	"assay/schema"
)

var (
	goLine = schema.Pattern(`(?i)^[ \t]*GO(?:[ \t]+(\d+))?[ \t]*(?:--.*)?\r?$`)
	// bodied is what makes an object with statements inside: it ends with its batch.
	bodied = schema.Pattern(`(?is)^(?:CREATE(?:\s+OR\s+ALTER)?|ALTER)\s+(?:TRIGGER|PROC|PROCEDURE|FUNCTION|VIEW)\b`)
)

// Split cuts a text into statements, as sqlcmd cuts it into batches at its lines of GO, and the server those at semicolons.
func (r *Room) Split(sql string) ([]schema.Statement, error) {
	var all []schema.Statement
	batches, err := batchesOf(sql)
	if err != nil {
		return nil, err
	}
	for _, b := range batches {
		statements, err := splitBatch(b)
		if err != nil {
			return nil, fmt.Errorf("reading %q: %w", schema.Excerpt(b.Text), err)
		}
		all = append(all, statements...)
	}
	return all, nil
}

// batchesOf cuts a text at its lines of GO. One in a text constant or a comment is none.
func batchesOf(sql string) ([]schema.Statement, error) {
	var all []schema.Statement
	from, line, begun := 0, 1, 1
	skip := 0 // where what was scanned ends
	for at := 0; at < len(sql); line++ {
		next := len(sql)
		if i := strings.IndexByte(sql[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		if m := goLine().FindStringSubmatch(strings.TrimRight(sql[at:next], "\n")); m != nil && at >= skip {
			if m[1] != "" && m[1] != "1" {
				return nil, fmt.Errorf("line %d: GO %s runs what stands before it several times", line, m[1])
			}
			all = append(all, schema.Statement{Text: sql[from:at], Line: begun})
			from, begun = next, line+1
		} else {
			skip = scannedTo(sql, max(at, skip), next)
		}
		at = next
	}
	return append(all, schema.Statement{Text: sql[from:], Line: begun}), nil
}

// scannedTo scans on to the end of a line, and further where a text or comment goes on.
func scannedTo(sql string, at, end int) int {
	for at < end {
		next, _, err := scanOne(sql, at)
		if err != nil {
			return len(sql)
		}
		at = next
	}
	return at
}

// splitBatch cuts a batch at its semicolons; what begins with BEGIN and is no transaction ends with its END.
func splitBatch(b schema.Statement) ([]schema.Statement, error) {
	tokens, err := scan(b.Text)
	if err != nil {
		return nil, err
	}
	var all []schema.Statement
	from, depth := 0, 0
	add := func(to int) {
		if from < to {
			at, end := tokens[from].from, tokens[to-1].to
			all = append(all, schema.Statement{Text: b.Text[at:end], Line: b.Line + strings.Count(b.Text[:at], "\n")})
		}
	}
	if len(tokens) > 0 && bodied().MatchString(b.Text[tokens[0].from:]) {
		last := len(tokens)
		for tokens[last-1].is(";") && last > 1 {
			last--
		}
		add(last)
		return all, nil
	}
	for i, t := range tokens {
		switch {
		case t.is("BEGIN") && (i+1 == len(tokens) || !begins(tokens[i+1])), t.is("CASE"):
			depth++
		case t.is("END") && depth > 0:
			depth--
		case t.is(";") && depth == 0:
			add(i)
			from = i + 1
		}
	}
	add(len(tokens))
	return all, nil
}

// begins reports whether BEGIN before the token begins a transaction, or stands alone, as other engines have it.
func begins(t token) bool {
	return t.is("TRAN") || t.is("TRANSACTION") || t.is("DISTRIBUTED") || t.is(";")
}
