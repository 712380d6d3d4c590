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
			f.Message += ": " + stops(next, "changes it")
		default:
			f.Message += ": " + p.Usage.without(add.Table)
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
		stop := p.inTheWay(drop.Table, col.Generated, true)
		switch {
		case next.Revision != "":
			f.Severity = Error
			f.Message += ": " + stops(next, "adds it")
		case stop.Revision != "":
			f.Severity = Error
			f.Message += ": " + stops(stop, "changes the type of a column that it is generated from")
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
		o := columnOf(r.Table, r.To)
		by, next := p.Lore.SetBy(o), p.Lore.PendingTouch(o)
		f := Finding{Object: r.To, Want: r.To, Got: r.From, Severity: Warning, Revision: by.Revision, Release: by.Release}
		f.Message = fmt.Sprintf("column %s.%s still has its old name %s", r.Table, r.To, r.From)
		switch {
		case p.Usage.writes(r.Table):
			f.Severity = Error
			f.Message += ": " + p.Usage.breaksWrites(r.Table)
		case next.Revision != "":
			f.Severity = Error
			f.Message += ": " + stops(next, "changes it")
		default:
			f.Message += ": Asterisk ignores its values"
		}
		return f, true
	},
}

var nullability = &Rule{
	Name:     "nullability",
	Severity: Warning,
	Title:    "a column takes NULL though the revision forbids it, or the other way round",
	Why:      "A column that must not be NULL and has no default breaks every INSERT that leaves it out. One that may be NULL lets rows in that Asterisk cannot find.",
	Check: ofProperty(schema.PropNullable, "is declared", null, func(p *Pass, a schema.AlterColumn, f *Finding) {
		f.Severity = Warning
		if !a.To.Nullable {
			return
		}
		if !demandsValue(a.From) || !p.Usage.writes(a.Table) {
			f.Severity = Info
		}
		if next := p.pendingSet(a.Object(), schema.PropNullable); next.Revision != "" {
			f.Message += "; " + restates(next)
		}
	}),
}

func null(c schema.Column) string {
	if c.Nullable {
		return "NULL"
	}
	return "NOT NULL"
}

func restates(next Origin) string {
	return fmt.Sprintf("%s (%s) restates the column, which undoes it", next.Revision, next.Release)
}

var defaultDiffers = &Rule{
	Name:     "default",
	Severity: Error,
	Title:    "a column's default differs",
	Why: "Asterisk takes NULL and the empty string alike, so a default of one's own hurts nobody until a later revision changes the column: " +
		"on MySQL that drops it; on PostgreSQL the upgrade stops where it cannot be cast to the new type.",
	Check: ofProperty(schema.PropDefault, "has", defaultOf, func(p *Pass, a schema.AlterColumn, f *Finding) {
		stop, next := p.uncastDefault(a), p.pendingSet(a.Object(), schema.PropDefault)
		switch {
		case stop.Revision != "":
			f.Severity = Error
			f.Message += ": " + stops(stop, "gives the column a type to which its default cannot be cast")
		case next.Revision != "":
			f.Severity = Warning
			f.Message += "; " + restates(next)
		}
	}),
}

// uncastDefault returns the next revision that gives a column a type to which the default found cannot be cast (PostgreSQL casts values as
// the revision says, but defaults by itself).
func (p *Pass) uncastDefault(a schema.AlterColumn) Origin {
	if !p.Got.Semantics.TypedExpressions || a.From.Default == "" {
		return Origin{}
	}
	uses := func(table, column string) bool { return p.same(columnOf(table, column), a.Object()) }
	return p.pendingType(uses, func(from schema.Type, to schema.AlterColumn) bool {
		return !castable(from, to.To.Type)
	})
}

func columnOf(table, column string) schema.Object {
	return schema.Object{Kind: schema.ColumnObject, Table: table, Name: column}
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
	Check: ofProperty(schema.PropAutoIncrement|schema.PropIdentity, "is", counter, func(_ *Pass, a schema.AlterColumn, f *Finding) {
		f.Severity = Warning
		if a.To.AutoIncrement || a.To.Identity != "" {
			f.Severity = Error
		}
	}),
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
	Check: ofProperty(schema.PropGenerated, "is", generation, func(_ *Pass, _ schema.AlterColumn, f *Finding) {
		f.Severity = Error
	}),
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
	Check: ofProperty(schema.PropCollation, "has", collation, func(p *Pass, a schema.AlterColumn, f *Finding) {
		if next := p.pendingSet(a.Object(), schema.PropCollation); next.Revision != "" {
			f.Message += "; " + restates(next)
		}
	}),
}

func collation(c schema.Column) string {
	if c.Collation == "" && c.Charset == "" {
		return "its table's collation"
	}
	return "collation " + c.Collation
}

var columnInvisible = &Rule{
	Name:     "column-invisible",
	Severity: Warning,
	Title:    "a column is invisible",
	Why:      "Asterisk reads rows by SELECT *, which leaves invisible columns out (MySQL, MariaDB): their values are there, but never reach it.",
	Check: ofProperty(schema.PropInvisible, "is", visibility, func(p *Pass, a schema.AlterColumn, f *Finding) {
		if !a.From.Invisible {
			return
		}
		f.Severity = Warning
		f.Message += ": Asterisk's SELECT * does not return it: " + p.Usage.without(a.Table)
	}),
}

func visibility(c schema.Column) string {
	if c.Invisible {
		return "invisible"
	}
	return "visible"
}

// ofProperty makes the check of a rule about a property of columns: "column t.c has …, expected …", in the words of say. judge adds what that means.
func ofProperty(set schema.Property, verb string, say func(schema.Column) string, judge func(*Pass, schema.AlterColumn, *Finding)) func(*Pass, schema.Change) (Finding, bool) {
	return func(p *Pass, c schema.Change) (Finding, bool) {
		a, ok := altered(c, set)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Want: say(a.To), Got: say(a.From), Severity: Info}
		f.Message = fmt.Sprintf("column %s.%s %s %s, expected %s", a.Table, a.Name, verb, f.Got, f.Want)
		judge(p, a, &f)
		return f, true
	}
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
