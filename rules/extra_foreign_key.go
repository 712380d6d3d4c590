package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var extraForeignKey = &Rule{
	Name:     "extra-foreign-key",
	Severity: Error,
	Since:    "0.1", Kind: schema.ForeignKeyObject,
	Title:    "a table has a foreign key that is not part of the revision",
	Why:      "The key refuses rows that the application may want to write. On MySQL a later revision that changes one of its columns fails.",
	Asterisk: "Asterisk writes contacts of endpoints that are defined in files, and columns that list several names: the key refuses both.",
	Bad:      "ALTER TABLE ps_contacts ADD CONSTRAINT of_endpoint FOREIGN KEY (endpoint) REFERENCES ps_endpoints (id) ON DELETE CASCADE;",
	Good:     "CREATE INDEX by_endpoint ON ps_contacts (endpoint);",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		drop, ok := c.(schema.DropForeignKey)
		if !ok {
			return Finding{}, false
		}
		t := p.Got.Table(drop.Table)
		i := slices.IndexFunc(t.ForeignKeys, func(k schema.ForeignKey) bool { return k.Name == drop.Name })
		f := Finding{Got: describeKey(t.ForeignKeys[i]), Severity: Warning}
		f.Message = fmt.Sprintf("table %s has the foreign key %s %s, which is not part of this revision", drop.Table, drop.Name, f.Got)
		next := fixedColumns(p, drop.Table, t.ForeignKeys[i])
		switch {
		case next.Revision != "":
			f.Severity = Error
			f.Message += ": " + stops(next, "changes a column that it uses")
		case p.Usage.writes(drop.Table):
			f.Message += ": where it refuses a row, " + p.Usage.strange() + p.Usage.breaksWrites(drop.Table, "the statement that writes it fails")
		default:
			f.Message += ": it refuses rows, such as those with several names in one column"
		}
		return f, true
	},
}

// fixedColumns returns the next revision that changes the type of a column that the key uses on either side, which MySQL refuses.
func fixedColumns(p *Pass, table string, k schema.ForeignKey) schema.Origin {
	m := p.Got.Semantics
	if !m.FixedKeyColumns {
		return schema.Origin{}
	}
	uses := func(t, column string) bool {
		is := func(c string) bool { return m.SameName(c, column) }
		return m.TableKey(t) == m.TableKey(table) && slices.ContainsFunc(k.Columns, is) ||
			m.TableKey(t) == m.TableKey(k.RefTable) && slices.ContainsFunc(k.RefColumns, is)
	}
	return p.pendingType(uses, func(schema.Type, schema.AlterColumn) bool { return true })
}
