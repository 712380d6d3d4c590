package rules

import (
	"fmt"

	"assay/schema"
)

var typeWider = &Rule{
	Name:     "type-wider",
	Severity: Info,
	Since:    "0.1",
	Title:    "a column's type holds all that the revision's does, or more",
	Why: "Nothing is lost. If a later revision sets the type again, the column shrinks to that type, and the upgrade fails if a longer value " +
		"exists by then.",
	Bad:  "-- on MySQL\nALTER TABLE ps_endpoints MODIFY context VARCHAR(80);",
	Good: "-- on MySQL\nALTER TABLE ps_endpoints MODIFY context VARCHAR(40);",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		a, ok := retypedColumn(p, c, schema.Wider, schema.Alike)
		if !ok {
			return Finding{}, false
		}
		f := typeFinding(a)
		if p.Got.Semantics.Compare(a.To.Type, a.From.Type) == schema.Alike {
			f.Message += ", which holds the same values as the expected " + f.Want
			return f, true
		}
		f.Message += ", which holds more than the expected " + f.Want
		if a.From.Type.Labels() == nil && closedSet(p, a.To.Type) {
			f.Message += ": " + p.Usage.unknownWords()
		}
		if next, to := shrinksAgain(p, a); next.Revision != "" {
			f.Message += fmt.Sprintf("; %s sets the type again: the column will then shrink to %s, and the upgrade fails if a value does not fit", next, to)
		}
		return f, true
	},
}

// shrinksAgain returns the next revision that sets the type of a column which is wider now, and the type that it gives it; the zero Origin if none does, or
// what was found is no wider than that.
func shrinksAgain(p *Pass, a schema.AlterColumn) (next schema.Origin, to schema.Type) {
	next = p.Origins.Pending(func(c schema.Change) bool {
		set, ok := altered(c, schema.PropType)
		if ok && p.same(c.Object(), a.Object()) {
			to = set.To.Type
			return true
		}
		return false
	})
	if p.Got.Semantics.Compare(to, a.From.Type) != schema.Wider {
		return schema.Origin{}, to
	}
	return next, to
}

// closedSet reports whether Asterisk takes the words of an enumeration only. Any word is a boolean to it.
func closedSet(p *Pass, t schema.Type) bool {
	labels, ok := labelsOf(t, p.Want)
	return ok && len(without(labels, booleans)) > 0
}
