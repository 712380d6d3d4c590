package rules

import "fmt"

var counterNearLimit = &Rule{
	Name: "counter-near-limit", Severity: Error, Milder: true, Of: OfDesign, Live: true, Since: "0.1",
	Title: "a column's counter is close to its limit",
	Why: "When the numbers are used up every INSERT fails (MySQL and MariaDB: ER 1062 or 1467; PostgreSQL: 22003 or 2200H), at any hour. A " +
		"larger type rebuilds the table, which takes long for a large table and has to be planned. Deleted rows and failed INSERTs have used " +
		"up numbers as well.",
	Bad:  "CREATE TABLE t (id SERIAL PRIMARY KEY);\n-- PostgreSQL\nSELECT setval('t_id_seq', 2000000000);\n-- MySQL, MariaDB\nALTER TABLE t AUTO_INCREMENT = 18000000000000000000;",
	Good: "CREATE TABLE t (id SERIAL PRIMARY KEY);",
	Design: func(d *Design) []Finding {
		var found []Finding
		for _, c := range d.Measured.Counters {
			if c.Next == 0 || c.Most == 0 {
				continue
			}
			used := float64(c.Next-1) / float64(c.Most)
			if used < nearLimit {
				continue
			}
			f := Finding{Severity: Warning, Table: c.Table, Object: c.Column}
			what, fails, mend := "column "+c.Table+"."+c.Column, "every INSERT fails", "give it a larger type before that"
			if c.LeftBehind != "" {
				mend = "its sequence is what ends, so ALTER SEQUENCE … AS " + c.LeftBehind + " before that"
			}
			if c.Column == "" {
				f.Object, what, fails, mend = c.Sequence, "sequence "+c.Sequence, "nextval fails", "give it a larger MAXVALUE before that"
			}
			if used >= atLimit {
				f.Severity = Error
			}
			f.Message = fmt.Sprintf("%s has counted to %d of %d (%.0f %%): when no number is left, %s; %s", what, c.Next-1, c.Most, 100*used, fails, mend)
			found = append(found, f)
		}
		return found
	},
}

// The parts of its numbers that a counter has used when it is time to plan a larger type, and when it is late.
const (
	nearLimit = 0.80
	atLimit   = 0.95
)
