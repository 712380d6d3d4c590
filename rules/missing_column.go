package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var missingColumn = &Rule{
	Name:     "missing-column",
	Severity: Error,
	Since:    "0.1",
	Title:    "a column of the revision is missing",
	Why:      "Statements that name the column fail, and an ORM names all columns. A later revision that changes the column fails as well.",
	Asterisk: "In a table that Asterisk writes (ps_contacts above all) every INSERT names all columns and fails: phones are told 200 OK and cannot " +
		"be called. In a table that it only reads, the option silently keeps its default, and an UPDATE loses the value without a line in " +
		"the log.",
	Bad:  "ALTER TABLE ps_contacts DROP COLUMN via_addr;",
	Good: "ALTER TABLE ps_contacts ADD COLUMN site VARCHAR(10);",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		add, ok := c.(schema.AddColumn)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Want: describe(wanted(p, add)), Severity: Warning}
		f.Message = fmt.Sprintf("column %s.%s is missing", add.Table, add.Column.Name)
		next, n := p.Origins.PendingTouch(c.Object()), p.need(add.Table, add.Column.Name)
		switch {
		case next.Revision == "" && p.unneeded(add.Table, add.Column.Name):
			f.Message += fmt.Sprintf(": %s does without it, but %s: %s", p.Runs.Name, n.others(), effectOf(p, n))
		case p.Usage.writes(add.Table):
			f.Severity = Error
			f.Message += ": " + p.Usage.breaksWrites(add.Table, "statements that name it fail")
		case n != nil && !n.mild:
			f.Severity = Error
			f.Message += ": " + effectOf(p, n)
		case isKeyColumn(p, add.Table, add.Column.Name):
			f.Severity = Error
			f.Message += ": " + p.Usage.Name() + " finds rows by it"
		case next.Revision != "":
			f.Severity = Error
			f.Message += ": " + stops(next, "changes it")
		case n != nil:
			f.Message += ": " + effectOf(p, n)
		default:
			f.Message += ": " + p.Usage.without(add.Table)
		}
		f.Message += perhapsRenamed(p, add)
		return f, true
	},
}

// perhapsRenamed names the only column of that type that no revision makes: a rename by hand looks like one missing and one too many,
// and dropping the latter would lose the values.
func perhapsRenamed(p *Pass, add schema.AddColumn) string {
	got, want := p.Got.Table(add.Table), p.Want.Table(add.Table)
	if got == nil || want == nil {
		return ""
	}
	own := slices.DeleteFunc(slices.Clone(got.Columns), func(c schema.Column) bool {
		o := schema.Object{Kind: schema.ColumnObject, Table: add.Table, Name: c.Name}
		return c.Type != add.Column.Type || want.Column(p.Want.Semantics, c.Name) >= 0 || p.Origins.MadeBy(o).Revision != ""
	})
	if len(own) != 1 {
		return ""
	}
	return fmt.Sprintf("; %s has its type: if that is this column renamed, rename it back instead of adding one", own[0].Name)
}

// isKeyColumn reports whether the wanted table finds rows by that column alone.
func isKeyColumn(p *Pass, table, column string) bool {
	t := p.Want.Table(table)
	if t == nil {
		return false
	}
	for _, x := range t.Indexes {
		if x.Kind.Unique() && len(x.Parts) == 1 && p.Want.Semantics.SameName(x.Parts[0].Column, column) {
			return true
		}
	}
	return false
}

// wanted is the column as it will be in the end: one that counts up is added before it does.
func wanted(p *Pass, add schema.AddColumn) schema.Column {
	if t := p.Want.Table(add.Table); t != nil {
		if i := t.Column(p.Want.Semantics, add.Column.Name); i >= 0 {
			return t.Columns[i]
		}
	}
	return add.Column
}
