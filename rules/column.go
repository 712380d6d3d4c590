package rules

import (
	"fmt"

	"assay/schema"
)

var missingColumn = &Rule{
	Name:     "missing-column",
	Severity: Error,
	Title:    "a column of the revision is missing",
	Why: "In a table that Asterisk writes (ps_contacts above all) every INSERT names all columns and fails: phones are told 200 OK and cannot be called. " +
		"In a table that it only reads, the option silently keeps its default, and UPDATEs lose the value without a word in the log.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		add, ok := c.(schema.AddColumn)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Want: describe(wanted(p, add)), Severity: Warning}
		f.Message = fmt.Sprintf("column %s.%s is missing", add.Table, add.Column.Name)
		next := p.Lore.PendingTouch(c.Object())
		switch {
		case p.Usage.writes(add.Table):
			f.Severity = Error
			f.Message += ": " + p.Usage.breaksWrites(add.Table)
		case isKeyColumn(p, add.Table, add.Column.Name):
			f.Severity = Error
			f.Message += ": Asterisk finds rows by it"
		case next.Revision != "":
			f.Severity = Error
			f.Message += fmt.Sprintf(": the next upgrade stops at %s (%s), which changes it", next.Revision, next.Release)
		default:
			f.Message += ": the option keeps its default, and nothing in Asterisk's log says so"
		}
		return f, true
	},
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

var extraColumn = &Rule{
	Name:     "extra-column",
	Severity: Error,
	Title:    "a column is not of the revision",
	Why: "Asterisk ignores columns that it does not know, so a nullable one is the administrator's own business. One that is NOT NULL without a default breaks " +
		"every INSERT into a table that Asterisk writes, and one that a later revision adds stops that upgrade half-way (on MySQL without a way back).",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		drop, ok := c.(schema.DropColumn)
		if !ok {
			return Finding{}, false
		}
		t := p.Got.Table(drop.Table)
		col := t.Columns[t.Column(p.Got.Semantics, drop.Column)]
		f := Finding{Got: describe(col), Severity: Info, Message: fmt.Sprintf("column %s.%s is not of this revision", drop.Table, drop.Column)}
		next, made := p.Lore.PendingMake(c.Object()), p.Lore.MadeBy(c.Object())
		switch {
		case next.Revision != "":
			f.Severity = Error
			f.Message += fmt.Sprintf(": the next upgrade stops at %s (%s), which adds it", next.Revision, next.Release)
		case demandsValue(col) && p.Usage.writes(drop.Table):
			f.Severity = Error
			f.Message += " and must be given a value: " + p.Usage.breaksWrites(drop.Table)
		case made.Revision != "":
			f.Message += fmt.Sprintf("; %s (%s) adds one", made.Revision, made.Release)
		default:
			f.Message += ": Asterisk ignores it"
		}
		return f, true
	},
}

// demandsValue reports whether an INSERT that does not name the column fails.
func demandsValue(c schema.Column) bool {
	return !c.Nullable && c.Default == "" && !c.AutoIncrement && c.Identity == "" && c.Generated == ""
}

var renamedColumn = &Rule{
	Name:     "renamed-column",
	Severity: Error,
	Title:    "a column has the name that it had before a revision renamed it",
	Why:      "Asterisk looks for the new name only: the value is ignored, and nothing in its log says so.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		r, ok := c.(schema.RenameColumn)
		if !ok {
			return Finding{}, false
		}
		by := p.Lore.SetBy(schema.Object{Kind: schema.ColumnObject, Table: r.Table, Name: r.To})
		f := Finding{Object: r.To, Want: r.To, Got: r.From, Severity: Warning, Revision: by.Revision, Release: by.Release}
		f.Message = fmt.Sprintf("column %s.%s still has its old name %s: Asterisk ignores its values", r.Table, r.To, r.From)
		if p.Usage.writes(r.Table) {
			f.Severity = Error
			f.Message = fmt.Sprintf("column %s.%s still has its old name %s: %s", r.Table, r.To, r.From, p.Usage.breaksWrites(r.Table))
		}
		return f, true
	},
}

var nullability = &Rule{
	Name:     "nullability",
	Severity: Warning,
	Title:    "a column takes NULL though the revision forbids it, or the other way round",
	Why:      "A column that must not be NULL and has no default breaks every INSERT that leaves it out. One that may be NULL lets rows in that Asterisk cannot find.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		a, ok := altered(c, schema.PropNullable)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Want: null(a.To), Got: null(a.From), Severity: Warning}
		f.Message = fmt.Sprintf("column %s.%s takes NULL, expected NOT NULL", a.Table, a.Name)
		if a.To.Nullable {
			f.Message = fmt.Sprintf("column %s.%s is NOT NULL, expected to take NULL", a.Table, a.Name)
			if !demandsValue(a.From) || !p.Usage.writes(a.Table) {
				f.Severity = Info
			}
		}
		return f, true
	},
}

func null(c schema.Column) string {
	if c.Nullable {
		return "NULL"
	}
	return "NOT NULL"
}

var defaultDiffers = &Rule{
	Name:     "default",
	Severity: Info,
	Title:    "a column's default differs",
	Why:      "Asterisk takes NULL and the empty string alike, so a default of one's own hurts nobody until a later revision restates the column: on MySQL that drops it, on PostgreSQL it can stop the upgrade.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		a, ok := altered(c, schema.PropDefault)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Want: defaultOf(a.To), Got: defaultOf(a.From), Severity: Info}
		f.Message = fmt.Sprintf("column %s.%s has %s, expected %s", a.Table, a.Name, f.Got, f.Want)
		if next := p.Lore.PendingTouch(c.Object()); next.Revision != "" {
			f.Severity = Warning
			f.Message += fmt.Sprintf("; %s (%s) restates the column, which loses it or stops there", next.Revision, next.Release)
		}
		return f, true
	},
}

func defaultOf(c schema.Column) string {
	s := "no default"
	if c.Default != "" {
		s = "DEFAULT " + c.Default
	}
	if c.OnUpdate != "" {
		s += " ON UPDATE " + c.OnUpdate
	}
	return s
}

var autoIncrement = &Rule{
	Name:     "auto-increment",
	Severity: Error,
	Title:    "a column counts up by itself though it should not, or the other way round",
	Why:      "Nobody gives these columns a value: without the counter every INSERT fails or repeats one.",
	Check: func(_ *Pass, c schema.Change) (Finding, bool) {
		a, ok := altered(c, schema.PropAutoIncrement|schema.PropIdentity)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Want: counter(a.To), Got: counter(a.From), Severity: Warning}
		if a.To.AutoIncrement || a.To.Identity != "" {
			f.Severity = Error
		}
		f.Message = fmt.Sprintf("column %s.%s is %s, expected %s", a.Table, a.Name, f.Got, f.Want)
		return f, true
	},
}

func counter(c schema.Column) string {
	switch {
	case c.Identity != "":
		return "GENERATED " + c.Identity + " AS IDENTITY"
	case c.AutoIncrement:
		return "auto-increment"
	}
	return "not auto-increment"
}

var generated = &Rule{
	Name:     "generated",
	Severity: Error,
	Title:    "a column is generated though it should not be, or otherwise than it should",
	Why:      "A generated column refuses every value that is written to it.",
	Check: func(_ *Pass, c schema.Change) (Finding, bool) {
		a, ok := altered(c, schema.PropGenerated)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Want: generation(a.To), Got: generation(a.From), Severity: Error}
		f.Message = fmt.Sprintf("column %s.%s is %s, expected %s", a.Table, a.Name, f.Got, f.Want)
		return f, true
	},
}

func generation(c schema.Column) string {
	if c.Generated == "" {
		return "an ordinary column"
	}
	return "generated as (" + c.Generated + ")"
}

var columnCollation = &Rule{
	Name:     "column-collation",
	Severity: Info,
	Title:    "a column's character set or collation is not its table's",
	Why:      "It compares and sorts otherwise than its neighbours (a binary collation tells 'Bob' from 'bob'), and on MySQL the next revision that restates the column resets it.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		a, ok := altered(c, schema.PropCollation)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Want: collation(a.To), Got: collation(a.From), Severity: Info}
		f.Message = fmt.Sprintf("column %s.%s has %s, expected %s", a.Table, a.Name, f.Got, f.Want)
		if next := p.Lore.PendingTouch(c.Object()); next.Revision != "" {
			f.Message += fmt.Sprintf("; %s (%s) will reset it", next.Revision, next.Release)
		}
		return f, true
	},
}

func collation(c schema.Column) string {
	if c.Collation == "" && c.Charset == "" {
		return "its table's collation"
	}
	return "collation " + c.Collation
}

// altered returns the change if it is one of a column that sets any of these properties.
func altered(c schema.Change, p schema.Property) (schema.AlterColumn, bool) {
	a, ok := c.(schema.AlterColumn)
	return a, ok && a.Set&p != 0
}

// describe says what a column is.
func describe(c schema.Column) string {
	s := c.Type.String() + " " + null(c)
	if c.Default != "" {
		s += " DEFAULT " + c.Default
	}
	if c.AutoIncrement || c.Identity != "" {
		s += " " + counter(c)
	}
	return s
}
