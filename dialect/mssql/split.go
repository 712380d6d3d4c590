package mssql

import (
	"fmt"

	"assay/dialect/narrow"
	"assay/schema"
)

var (
	goLine = schema.Pattern(`(?i)^[ \t]*GO(?:[ \t]+(\d+))?[ \t]*(?:--.*)?$`)
	// bodied is what makes an object with statements inside: it ends with its batch.
	bodied = schema.Pattern(`(?is)^(?:CREATE(?:\s+OR\s+ALTER)?|ALTER)\s+(?:TRIGGER|PROC|PROCEDURE|FUNCTION|VIEW)\b`)
)

// Split cuts a text into statements, as sqlcmd cuts it into batches at its lines of GO, and the server those at semicolons.
func (r *Room) Split(sql string) ([]schema.Statement, error) {
	batches, err := language.Batches(sql, func(line string, _ bool) (narrow.Mark, error) {
		m := goLine().FindStringSubmatch(line)
		switch {
		case m == nil:
			return narrow.Within, nil
		case m[1] != "" && m[1] != "1":
			return narrow.Within, fmt.Errorf("GO %s runs what stands before it several times", m[1])
		}
		return narrow.Divides, nil
	})
	if err != nil {
		return nil, err
	}
	return language.Statements(batches, bodied().MatchString, depth)
}

// depth: what begins with BEGIN and is no transaction ends with its END.
func depth(t, next narrow.Token, depth int) int {
	switch {
	case t.Is("BEGIN") && !begins(next), t.Is("CASE"):
		return depth + 1
	case t.Is("END"):
		return depth - 1
	}
	return depth
}

// begins reports whether BEGIN before the token begins a transaction, or stands alone, as other engines have it.
func begins(t narrow.Token) bool {
	return t.Is("TRAN") || t.Is("TRANSACTION") || t.Is("DISTRIBUTED") || t.Is(";")
}
