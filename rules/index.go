package rules

import (
	"fmt"

	"assay/schema"
)

var missingPrimaryKey = missingKey("missing-primary-key", schema.Primary, Error, "the primary key of the revision is missing",
	"Rows can be there twice, and Asterisk finds any of them.", "nothing forbids two rows with the same key")

var missingUnique = missingKey("missing-unique", schema.Unique, Error, "a unique constraint of the revision is missing",
	"Ids can be there twice: Asterisk then takes any of the rows, and which one changes from call to call.", "nothing forbids two rows with the same key")

var missingIndex = missingKey("missing-index", schema.Plain, Warning, "an index of the revision is missing",
	"Look-ups read the whole table, and a later revision that drops the index stops there.", "look-ups by it read the whole table")

// missingKey makes the rule for the indexes of a kind; a unique index and a UNIQUE constraint are one kind here.
func missingKey(name string, kind schema.IndexKind, severity Severity, title, why, effect string) *Rule {
	return &Rule{
		Name: name, Severity: Error, Title: title, Why: why,
		Check: func(p *Pass, c schema.Change) (Finding, bool) {
			add, ok := c.(schema.AddIndex)
			if !ok || !sameKind(add.Index.Kind, kind) {
				return Finding{}, false
			}
			f := Finding{Want: describeIndex(add.Index), Severity: severity}
			f.Message = fmt.Sprintf("table %s lacks %s: %s", add.Table, f.Want, effect)
			p.stopAtDrop(c.Object(), &f)
			return f, true
		},
	}
}

var extraPrimaryKey = extraKey("extra-primary-key", schema.Primary, "a table has a primary key that the revision does not give it",
	"Adding one is the usual way to please Galera and managed servers, and harmless.")

var extraUnique = extraKey("extra-unique", schema.Unique, "a table has a unique constraint that the revision does not give it",
	"It refuses rows that Asterisk or provisioning may want to write.")

var extraIndex = extraKey("extra-index", schema.Plain, "a table has an index that the revision does not give it",
	"The administrator's own business. On MySQL a long one can stop a later revision that widens its columns.")

func extraKey(name string, kind schema.IndexKind, title, why string) *Rule {
	return &Rule{
		Name: name, Severity: Error, Title: title, Why: why,
		Check: func(p *Pass, c schema.Change) (Finding, bool) {
			drop, ok := c.(schema.DropIndex)
			if !ok || !sameKind(drop.Kind, kind) {
				return Finding{}, false
			}
			t := p.Got.Table(drop.Table)
			x := t.Indexes[t.Index(p.Got.Semantics, drop.Name)]
			f := Finding{Got: describeIndex(x), Severity: Info}
			f.Message = fmt.Sprintf("table %s has %s, which is not of this revision", drop.Table, f.Got)
			if kind == schema.Unique && p.Usage.writes(drop.Table) && !coversKey(p, drop.Table, x) {
				f.Severity = Warning
				f.Message += ": it may refuse rows that Asterisk writes"
			}
			if next := p.Lore.PendingMake(c.Object()); next.Revision != "" {
				f.Severity = Error
				f.Message += ": " + stops(next, "creates it")
			} else if next := p.inTheWay(drop.Table, expressions(x), false); next.Revision != "" {
				f.Severity = Error
				f.Message += ": " + stops(next, "changes the type of a column in its expressions")
			}
			return f, true
		},
	}
}

// expressions are those of an index, put together.
func expressions(x schema.Index) string {
	all := x.Where
	for _, part := range x.Parts {
		all += " " + part.Expr
	}
	return all
}

// coversKey reports whether the wanted table is unique by a part of the index's columns already, so that it forbids nothing new.
func coversKey(p *Pass, table string, x schema.Index) bool {
	w := p.Want.Table(table)
	for _, k := range w.Indexes {
		if k.Kind.Unique() && contains(p.Want.Semantics, x.Parts, k.Parts) {
			return true
		}
	}
	return false
}

func contains(m schema.Semantics, all, some []schema.Part) bool {
	for _, s := range some {
		found := false
		for _, a := range all {
			found = found || m.SameName(a.Column, s.Column) && a.Expr == s.Expr && a.Prefix == s.Prefix
		}
		if !found {
			return false
		}
	}
	return true
}

var indexName = &Rule{
	Name:     "index-name",
	Severity: Warning,
	Title:    "an index has another name than the revision gives it",
	Why:      "It works as it should; a later revision that drops it by its name stops there.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		r, ok := c.(schema.RenameIndex)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Object: r.To, Want: r.To, Got: r.From, Severity: Info}
		f.Message = fmt.Sprintf("index %s.%s is called %s", r.Table, r.To, r.From)
		o := schema.Object{Kind: schema.IndexObject, Table: r.Table, Name: r.To}
		by, next := p.Lore.SetBy(o), p.Lore.PendingTouch(o)
		f.Revision, f.Release = by.Revision, by.Release
		if next.Revision != "" {
			f.Severity = Warning
			f.Message += ": " + stops(next, "needs it by its name")
		}
		return f, true
	},
}

func sameKind(a, b schema.IndexKind) bool {
	return a == b || a == schema.Constraint && b == schema.Unique
}

func describeIndex(x schema.Index) string {
	s := map[schema.IndexKind]string{
		schema.Plain: "index", schema.Unique: "unique index", schema.Constraint: "unique constraint", schema.Primary: "primary key",
	}[x.Kind]
	if x.Name != "" && x.Kind != schema.Primary {
		s += " " + x.Name
	}
	if x.Method != "" {
		s += " using " + x.Method
	}
	s += " " + x.On()
	if x.Where != "" {
		s += " where " + x.Where
	}
	if x.Invalid {
		s += " (invalid)"
	}
	return s
}
