package rules

import "fmt"

var unloggedTable = &Rule{
	Name: "unlogged-table", Severity: Warning, Of: OfDesign, Engines: []string{"postgresql"}, Live: true, Since: "0.1",
	Title: "a table is unlogged",
	Why: "After a crash or a hard stop of the server the table is empty, and it cannot be read on a standby: after a failover the rows are " +
		"gone. A physical backup does not contain them either.",
	Bad:  "CREATE UNLOGGED TABLE t (id INTEGER PRIMARY KEY);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);",
	Design: func(d *Design) []Finding {
		var found []Finding
		for _, name := range d.Measured.Unlogged {
			if d.Schema.Table(name) != nil {
				found = append(found, Finding{
					Severity: Warning, Table: name,
					Message: fmt.Sprintf("table %s is unlogged: a crash empties it, and a standby does not have its rows; ALTER TABLE … SET LOGGED, unless the rows may be "+
						"lost", name),
				})
			}
		}
		return found
	},
}
