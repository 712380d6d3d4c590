package rules

import (
	"fmt"

	"assay/schema"
)

var charsetLoses = &Rule{
	Name: "charset-loses", Severity: Error, Of: OfMigration, Since: "0.1", Engines: []string{"mysql"},
	Title: "texts get a character set that lacks some of their characters",
	Why: "The server refuses the statement at the first such character (1366; MariaDB 1977), or stores a question mark if it is not strict. A " +
		"MODIFY without CHARACTER SET gives the column the table's own, whatever it had before.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40)) CHARACTER SET utf8mb4;\n-- then\nALTER TABLE t CONVERT TO CHARACTER SET latin1;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40)) CHARACTER SET latin1;\n-- then\nALTER TABLE t CONVERT TO CHARACTER SET utf8mb4;",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			if a, ok := c.(schema.AlterTable); ok {
				return convertedTable(w, s, a)
			}
			a, ok := w.altered(s, c, schema.PropCollation)
			if !ok || prepared(w, a.Table, a.Name) {
				return Finding{}, false
			}
			t := s.Table(a.Table)
			from, to, lost := otherCharset(w, s, t, a.From, domainOf(s, t, a.To))
			f := Finding{Table: t.Name, Object: a.Name, Severity: Error}
			f.Message = fmt.Sprintf("column %s.%s becomes %s (was %s): the upgrade fails at characters that %[3]s does not have, or turns them into question marks "+
				"if the server is not strict", t.Name, a.Name, to, from)
			return f, lost
		})
	},
}

// convertedTable judges the conversion of all texts of a table.
func convertedTable(w *Walk, s *schema.Schema, a schema.AlterTable) (Finding, bool) {
	t := s.Table(a.Table)
	if t == nil || w.New(a.Table) || !a.Converts() || a.To.Charset == "" {
		return Finding{}, false
	}
	for _, c := range t.Columns {
		if newColumn(w, t.Name, c.Name) || prepared(w, t.Name, c.Name) {
			continue
		}
		to := typeDomain(s, c.Type)
		to.Charset, to.Collation = a.To.Charset, a.To.Collation
		if from, to, lost := otherCharset(w, s, t, c, to); lost {
			f := Finding{Table: t.Name, Severity: Error}
			f.Message = fmt.Sprintf("the texts of table %s become %s (were %s): the upgrade fails at characters that %[2]s does not have, or turns them into "+
				"question marks if the server is not strict", t.Name, to, from)
			return f, true
		}
	}
	return Finding{}, false
}

// otherCharset reports whether a column's texts can hold characters that another character set does not have.
func otherCharset(w *Walk, s *schema.Schema, t *schema.Table, c schema.Column, to schema.Domain) (from, becomes string, lost bool) {
	d := domainOf(s, t, c)
	to.Type, to.Labels = d.Type, d.Labels // of the type others judge
	return d.Charset, to.Charset, d.Charset != "" && to.Charset != "" && len(w.Engine.Lossy(c.Name, d, to, false)) > 0
}
