package oracle

import (
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

var (
	slashLine = schema.Pattern(`^[ \t]*/[ \t]*$`)
	// commands are lines for SQL*Plus.
	commands = schema.Pattern(`(?i)^\s*(?:WHENEVER|PROMPT|REM|REMARK|SPOOL|EXIT|QUIT|SHOW|CONN|CONNECT|COLUMN|DEFINE|UNDEFINE|VARIABLE|PRINT|PAUSE|EXEC|EXECUTE|` +
		`HOST|TIMING|@{1,2}\S+|SET\s+(?:DEF|SCAN|SERVEROUT|FEED|ECHO|LINES|PAGES|TERM|VER|HEAD|TRIM|SQLBL|SQLTERM|SQLP|AUTO|TIM|LONG|ESC|TAB|WRAP|ARRAY|` +
		`NULL|NUM|EXITC|BLO|CON|CMD)\w*)\b|^\s*(?:EXIT|QUIT)\s*$`)
	// bodied is what makes an object with statements inside, or runs some: it ends at a line of /.
	bodied = schema.Pattern(`(?is)^(?:DECLARE|BEGIN)\b|^CREATE(?:\s+OR\s+REPLACE)?(?:\s+(?:NON)?EDITIONABLE)?\s+(?:TRIGGER|PROCEDURE|FUNCTION|PACKAGE|TYPE)\b`)
)

// Split cuts a text into statements, as SQL*Plus does at its lines of / and at semicolons.
func (r *Room) Split(sql string) ([]schema.Statement, error) {
	batches, err := language.Batches(sql, func(line string, fresh bool) (narrow.Mark, error) {
		switch {
		case slashLine().MatchString(line):
			return narrow.Divides, nil
		case fresh && commands().MatchString(line):
			return narrow.Alone, nil
		}
		return narrow.Within, nil
	})
	if err != nil {
		return nil, err
	}
	var all []schema.Statement
	for _, b := range batches {
		if commands().MatchString(b.Text) && !strings.Contains(strings.TrimSpace(b.Text), "\n") { // which no server sees
			continue
		}
		each, err := language.Statements([]schema.Statement{b}, bodied().MatchString, func(_, _ narrow.Token, deep int) int { return deep })
		if err != nil {
			return nil, err
		}
		all = append(all, each...)
	}
	return all, nil
}
