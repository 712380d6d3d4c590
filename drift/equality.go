package drift

import (
	"slices"
	"strings"

	"assay/schema"
)

// An equality says what counts as the same on both sides.
type equality struct {
	semantics schema.Semantics
	detail    schema.Detail // how much both sides tell
	bare      bool          // a side does not tell how tables are kept and what indexes have besides their columns
}

// asBare is an index with what a bare source leaves out as another one has it.
func asBare(g schema.Index, w *schema.Index) schema.Index {
	if usual := []string{"", "btree", "hash"}; slices.Contains(usual, g.Method) && slices.Contains(usual, w.Method) {
		g.Method = w.Method
	}
	g.Invisible, g.Traits = w.Invisible, w.Traits
	return g
}

// settable reports whether a statement changes a trait of an index or a constraint; one with another value of others is another constraint.
func (e *equality) settable(name schema.Trait) bool {
	return name == schema.Visibility || e.semantics.AltersKeys && name.Cosmetic()
}

func (e *equality) compares(name schema.Trait) bool {
	switch {
	case name == schema.Visibility, name == schema.Validity:
		return true
	case name.Untold():
		return e.detail == schema.Whole
	case name.Cosmetic():
		return e.detail >= schema.Everything
	}
	return e.detail >= schema.Behaviour
}

// tolerated are the traits in which constraints may differ and be one: those that a statement sets, and those that are not compared.
func (e *equality) tolerated(w, g schema.Traits) []schema.Trait {
	var traits []schema.Trait
	for _, name := range w.Differ(g) {
		if e.settable(name) || !e.compares(name) || name == schema.Timing && e.semantics.AltersKeys || name == schema.Validity && e.validates(w, g) {
			traits = append(traits, name)
		}
	}
	return traits
}

// validates reports whether a statement makes one validity of the other: MySQL goes both ways, PostgreSQL checks the rows that were not.
func (e *equality) validates(w, g schema.Traits) bool {
	return !e.semantics.AltersKeys || w[schema.Validity] == "" && g[schema.Validity] == schema.NotValid
}

// renamed reports whether a constraint has another name than it is wanted to have. Names that servers number by themselves depend on what came first.
func (e *equality) renamed(want, got, numbered string) bool {
	auto := func(name string) bool {
		number, ok := strings.CutPrefix(name, numbered)
		return ok && strings.Trim(number, "0123456789") == "" || strings.HasPrefix(name, "CONSTRAINT_") || madeUp(name)
	}
	return e.detail >= schema.Everything && want != "" && got != "" && !e.semantics.SameName(want, got) && (!auto(want) || !auto(got))
}

// sameIndex reports whether an index does what a wanted one does, as far as both sides tell. A unique index and a UNIQUE constraint differ for people only.
func (e *equality) sameIndex(w, g *schema.Index) bool {
	if e.bare {
		same := asBare(*g, w)
		g = &same
	}
	if e.detail >= schema.Everything && (w.Kind != g.Kind || !w.SameMethod(g)) || !sameIndex(e.semantics, w, g) {
		return false
	}
	g = unordered(w, g)
	y := *g
	y.Kind = w.Kind
	traits := slices.DeleteFunc(e.tolerated(w.AllTraits(), g.AllTraits()), func(t schema.Trait) bool { return t == schema.Timing && e.compares(t) })
	return w.SameBut(e.semantics, &y, traits...)
}

// unordered is an index without what a history leaves open that names no way of keeping it: whether the rows are kept in its order, which somebody may have
// given to another one (SQL Server).
func unordered(w, g *schema.Index) *schema.Index {
	if w.Method != "" || g.Method != "clustered" && g.Method != "nonclustered" {
		return g
	}
	y := *g
	y.Method = ""
	return &y
}

var madeUpName = schema.Pattern(`^(?:PK|UQ|FK|CK|DF)__\w+__[0-9A-F]{8}(?:[0-9A-F]{8})?$`)

// madeUp reports whether a server has made up a name of a constraint, another one each time (SQL Server).
func madeUp(name string) bool { return strings.Contains(name, "__") && madeUpName().MatchString(name) }
