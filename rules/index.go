package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

// missingKey judges that an index of a kind is missing; a unique index and a UNIQUE constraint are one kind here.
func missingKey(kind schema.IndexKind, severity Severity, effect string) func(*Pass, schema.Change) (Finding, bool) {
	return func(p *Pass, c schema.Change) (Finding, bool) {
		add, ok := c.(schema.AddIndex)
		if !ok || !sameKind(add.Index.Kind, kind) {
			return Finding{}, false
		}
		f := Finding{Want: describeIndex(add.Index), Severity: severity}
		f.Message = fmt.Sprintf("table %s lacks %s: %s", add.Table, f.Want, effect)
		if other, ok := servedBy(p, add); ok && kind == schema.Plain {
			f.Severity = Info
			f.Message = fmt.Sprintf("table %s lacks %s: %s serves the same look-ups", add.Table, f.Want, other)
		}
		if other, ok := forbids(p, add, kind); ok {
			f.Severity = Info
			f.Message = fmt.Sprintf("table %s lacks %s: %s forbids the same rows", add.Table, f.Want, other)
		}
		p.stopAtDrop(c.Object(), &f)
		return f, true
	}
}

// servedBy describes an index that is there and finds all that a missing one would: it is over the same columns first, in the same way.
func servedBy(p *Pass, c schema.AddIndex) (string, bool) {
	t := p.Got.Table(c.Table)
	if t == nil || c.Index.Method != "" {
		return "", false
	}
	n := len(c.Index.Parts)
	for _, x := range t.Indexes {
		if len(x.Parts) < n || x.Where != "" || x.Method != "" || x.Invalid || x.Invisible {
			continue
		}
		front := x
		front.Parts = x.Parts[:n]
		if front.SameParts(p.Got.Semantics, &c.Index) {
			return describeIndex(x), true
		}
	}
	return "", false
}

// forbids describes a key of the same kind that is there and forbids what a missing one would: it is over the same columns in another order.
func forbids(p *Pass, c schema.AddIndex, kind schema.IndexKind) (string, bool) {
	t := p.Got.Table(c.Table)
	if t == nil || kind == schema.Plain || c.Index.Where != "" {
		return "", false
	}
	for _, x := range t.Indexes {
		if sameKind(x.Kind, kind) && x.Where == "" && !x.Invalid && !x.Deferrable && len(x.Parts) == len(c.Index.Parts) &&
			!x.SameParts(p.Got.Semantics, &c.Index) && contains(p.Got.Semantics, x.Parts, c.Index.Parts) {
			return describeIndex(x), true
		}
	}
	return "", false
}

// extraKey judges that there is an index of a kind that the revision does not have.
func extraKey(kind schema.IndexKind) func(*Pass, schema.Change) (Finding, bool) {
	return func(p *Pass, c schema.Change) (Finding, bool) {
		drop, ok := c.(schema.DropIndex)
		if !ok || !sameKind(drop.Kind, kind) {
			return Finding{}, false
		}
		t := p.Got.Table(drop.Table)
		x := t.Indexes[t.Index(p.Got.Semantics, drop.Name)]
		f := Finding{Got: describeIndex(x), Severity: Info}
		f.Message = fmt.Sprintf("table %s has %s, which is not part of this revision", drop.Table, f.Got)
		if kind == schema.Unique && p.Usage.writes(drop.Table) && !coversKey(p, drop.Table, x) {
			f.Severity = Warning
			f.Message += ": it may refuse rows that " + p.Usage.Name() + " writes"
		}
		if next := p.Origins.PendingMake(c.Object()); next.Revision != "" {
			f.Severity = Error
			f.Message += ": " + stops(next, "creates it")
		} else if next := p.inTheWay(drop.Table, x.Binds); next.Revision != "" {
			f.Severity = Error
			f.Message += ": " + stops(next, "changes the type of a column in its expressions")
		}
		return f, true
	}
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
	if len(x.Include) > 0 {
		s += " include (" + strings.Join(x.Include, ", ") + ")"
	}
	if x.NullsNotDistinct {
		s += " nulls not distinct"
	}
	if x.Where != "" {
		s += " where " + x.Where
	}
	switch {
	case x.Traits[schema.Timing] != "":
		s += " " + strings.ToLower(x.Traits[schema.Timing])
	case x.Deferrable:
		s += " deferrable"
	}
	if parser := x.Traits[schema.ParsedBy]; parser != "" {
		s += " with parser " + parser
	}
	options := []string{s}
	for _, t := range x.Traits.Names() {
		if name, ok := t.Option(); ok {
			options = append(options, name+"="+x.Traits[t])
		}
	}
	s = strings.Join(options, " ")
	if x.Invisible {
		s += " (invisible)"
	}
	if x.Invalid {
		s += " (invalid)"
	}
	return s
}
