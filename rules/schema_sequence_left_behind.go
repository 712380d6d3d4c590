package rules

import "fmt"

var sequenceLeftBehind = &Rule{
	Name: "sequence-left-behind", Severity: Info, Of: OfDesign, Engines: []string{"postgresql"}, Live: true, Since: "0.1",
	Title: "a column has a larger type than the sequence that counts it up",
	Why: "ALTER COLUMN … TYPE gives a serial column a larger type and leaves its sequence as it was. When the sequence has counted to its own end, " +
		"every INSERT fails (2200H), as if the column had never become larger. ALTER SEQUENCE … AS takes it along, at once.",
	Bad:  "CREATE TABLE t (id SMALLSERIAL PRIMARY KEY);\nALTER TABLE t ALTER COLUMN id TYPE INTEGER;",
	Good: "CREATE TABLE t (id SMALLSERIAL PRIMARY KEY);\nALTER TABLE t ALTER COLUMN id TYPE INTEGER;\nALTER SEQUENCE t_id_seq AS INTEGER;",
	Design: func(d *Design) []Finding {
		var found []Finding
		for _, c := range d.Measured.Counters {
			if c.Owned && c.LeftBehind != "" {
				found = append(found, Finding{Table: c.Table, Object: c.Column, Message: fmt.Sprintf(
					"column %s.%s is %s, and its sequence %s ends at %d: every INSERT fails then; ALTER SEQUENCE … AS %[3]s", c.Table, c.Column, c.LeftBehind, c.Sequence, c.Most)})
			}
		}
		return found
	},
}
