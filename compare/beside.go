package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/dialect"
	"assay/fixup"
	"assay/rules"
	"assay/schema"
)

// A beside is one that differs: missing where A has none, extra where B has none.
type beside struct{ a, b schema.Beside }

func (x beside) name() schema.Beside {
	if x.a.Kind == "" {
		return x.b
	}
	return x.a
}

// why says what differs.
func (x beside) why() string {
	switch {
	case x.a.Kind == "":
		return x.b.String() + " is missing"
	case x.b.Kind == "":
		return x.a.String() + " is not in B"
	}
	return x.a.String() + " differs in B"
}

// comparesBeside reports whether both sides know what there is beside tables.
func (k *Comparison) comparesBeside() bool {
	return len(k.Histories) == 0 && !k.A.InHistory() && !k.B.InHistory() && min(k.A.DB.Schema.Detail, k.B.DB.Schema.Detail) > schema.Outline
}

// besides compares the objects beside tables, by their texts. A history has none.
func (k *Comparison) besides() {
	if !k.comparesBeside() {
		return
	}
	a, b := k.A.DB.Schema, k.B.DB.Schema
	unasked := slices.Concat(a.Unasked, b.Unasked)
	for _, y := range b.Beside {
		if i := slices.IndexFunc(a.Beside, y.Same); i < 0 && !slices.Contains(unasked, y.Kind) {
			k.other = append(k.other, beside{b: y})
		} else if i >= 0 && a.Beside[i].SQL != y.SQL && a.Beside[i].SQL != "" && y.SQL != "" && !k.respelled(y) {
			k.other = append(k.other, beside{a.Beside[i], y})
		}
	}
	for _, x := range a.Beside {
		if !slices.ContainsFunc(b.Beside, x.Same) && !slices.Contains(unasked, x.Kind) && disown(k, k.B, x) == nil {
			k.other = append(k.other, beside{a: x})
		}
	}
	for _, x := range k.other {
		d := Difference{Table: x.name().Table, Object: x.name().Kind + " " + x.name().Name, A: textOf(x.a, x.b), B: textOf(x.b, x.a)}
		k.add(d, rules.Finding{})
	}
}

// A respeller is a room of an engine that spells some kinds of objects beside tables anew.
type respeller interface {
	Rewrites(kind string) bool
}

// respelled reports whether the two texts of an object cannot be compared, since they are not the same and one of them alone is as the server spells it.
func (k *Comparison) respelled(b schema.Beside) bool {
	room, ok := k.Room.(respeller)
	if !ok || !room.Rewrites(b.Kind) || k.A.DB.Written == k.B.DB.Written {
		return false
	}
	text := func(s *Side) string {
		if i := slices.IndexFunc(s.DB.Schema.Beside, b.Same); i >= 0 {
			return s.DB.Schema.Beside[i].SQL
		}
		return ""
	}
	a, c := text(k.A), text(k.B)
	return a != "" && c != "" && a != c
}

// textOf shows an object's text to people: where both sides have it, from where they differ.
func textOf(x, other schema.Beside) string {
	if x.Kind == "" {
		return ""
	}
	if other.Kind == "" {
		return schema.Excerpt(x.SQL)
	}
	return schema.Apart(x.SQL, other.SQL)
}

// compared reports whether an object that is not modelled is compared all the same, by its text.
func (k *Comparison) compared(o schema.Opaque, s *Side) bool {
	if !k.comparesBeside() {
		return false
	}
	if t := s.DB.Schema.Table(o.Table); t != nil {
		switch o.Kind {
		case schema.Partitioning:
			return t.Traits[schema.Parts]+t.Traits[schema.Partitions] != ""
		case schema.Versioning:
			return t.Traits[schema.History] != ""
		}
	}
	return slices.ContainsFunc(s.DB.Schema.Beside, func(b schema.Beside) bool {
		return b.Name == o.Name && b.SQL != "" && (b.Kind == o.Kind || o.Kind == "type") &&
			(b.Table == o.Table || b.Table == "" || o.Kind == "rule" || o.Kind == "policy")
	})
}

// goneWith makes again what goes with an object that is dropped for another one, and is the same on both sides.
func goneWith(x beside, room dialect.Besides, here, there []schema.Beside) (parts []fixup.Part) {
	for _, y := range there {
		if y.Table != x.b.Name || y.SQL == "" || !slices.Contains(here, y) {
			continue
		}
		p := makePart(beside{b: y}, room, false)
		p.Why = func(fixup.Step) string { return y.String() + " goes with " + x.b.String() + ", and is made again" }
		parts = append(parts, p)
	}
	return parts
}

// alterPart changes an object in place.
func alterPart(x beside, room dialect.Besides) fixup.Part {
	sql := room.AlterBeside(x.b)
	p := besidePart(x, sql, nil)
	if sql == nil {
		p.Plan.Steps[0].Blocked, p.Plan.Steps[0].Refused = true, "the server drops nothing that columns use: alter it by hand"
	}
	return p
}

// makePart makes an object of B, where B has one.
func makePart(x beside, room dialect.Besides, replaces bool) fixup.Part {
	if x.b.Kind == "" {
		return besidePart(x, nil, nil)
	}
	sql, err := room.BesideSQL(x.b, replaces)
	p := besidePart(x, sql, err)
	if x.a.Kind == "" {
		return p
	}
	if forgets := room.BesideForgets(x.a, replaces); forgets != "" {
		p.Why = func(fixup.Step) string { return x.why() + "; " + forgets }
	}
	return p
}

// dropPart drops an object of A. If it is not dropped, its replacement is not made; if the replacement cannot be made, it is not dropped.
func dropPart(x beside, room dialect.Besides, made *fixup.Part, destroy bool) fixup.Part {
	sql, err := room.DropBeside(x.a)
	p := besidePart(x, sql, err)
	step, next := &p.Plan.Steps[0], &made.Plan.Steps[0]
	block(step, room.BesideLoses(x.a), destroy)
	switch {
	case x.b.Kind == "":
	case next.Blocked:
		step.Blocked, step.Refused = true, "its replacement cannot be made here: it stays"
	case step.Blocked:
		next.Blocked, next.Refused = true, behindBlocked
	}
	return p
}

// calls reports whether a table calls a function in a default, a check, an index or a generated column.
func calls(s *schema.Schema, f schema.Beside) bool {
	name, _, _ := strings.Cut(f.Name, "(")
	return slices.ContainsFunc(s.SortedTables(), func(t *schema.Table) bool {
		return slices.ContainsFunc(t.Columns, func(c schema.Column) bool {
			return schema.Mentions(c.Default, name) || schema.Mentions(c.Generated, name)
		}) ||
			slices.ContainsFunc(t.Checks, func(c schema.Check) bool { return schema.Mentions(c.Expr, name) }) ||
			slices.ContainsFunc(t.Indexes, func(x schema.Index) bool { return schema.Mentions(x.Where, name) || schema.Mentions(x.On(), name) })
	})
}

// kindOrder is the order in which kinds are made; what is not in it comes last.
var kindOrder = []string{"schema", "extension", "sequence", "domain", "domain constraint", "composite type", "range type", "function"}

// inOrder puts objects into an order in which each comes behind those that its text names.
func inOrder(all []beside) []beside {
	rank := func(x beside) int {
		if i := slices.Index(kindOrder, x.name().Kind); i >= 0 {
			return i
		}
		return len(kindOrder)
	}
	open := slices.Clone(all)
	slices.SortStableFunc(open, func(x, y beside) int { return cmp.Compare(rank(x), rank(y)) })
	var sorted []beside
	for len(open) > 0 {
		at := slices.IndexFunc(open, func(x beside) bool {
			return !slices.ContainsFunc(open, func(y beside) bool {
				name, _, _ := strings.Cut(y.name().Name, "(")
				return y != x && rank(y) == rank(x) && (schema.Mentions(x.b.SQL, name) || x.b.SQL == "" && schema.Mentions(x.a.SQL, name))
			})
		})
		at = max(at, 0) // some name each other
		sorted, open = append(sorted, open[at]), slices.Delete(open, at, at+1)
	}
	return sorted
}

func besidePart(x beside, sql []string, err error) fixup.Part {
	part := fixup.Part{Plan: &fixup.Plan{}, Why: func(fixup.Step) string { return x.why() }}
	step := fixup.Step{SQL: sql}
	if err != nil {
		step = fixup.Step{Blocked: true, Refused: fmt.Sprintf("there is no SQL for %s: %s", x.name(), err)}
	}
	part.Plan.Steps = []fixup.Step{step}
	return part
}

// block blocks a step that loses something, unless that is allowed.
func block(s *fixup.Step, loses string, destroy bool) {
	if loses != "" && !s.Blocked {
		s.Loses, s.Blocked = loses, !destroy
	}
}
