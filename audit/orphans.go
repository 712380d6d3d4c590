package audit

import (
	"fmt"

	"assay/expected"
	"assay/fixup"
	"assay/rules"
	"assay/schema"
)

// typesOf are the enum types of a database that a history makes.
func typesOf(h *expected.History, db *schema.Database) []schema.Enum {
	var all []schema.Enum
	for _, e := range db.Schema.SortedEnums() {
		if h.OwnsEnum(e.Name) {
			all = append(all, e)
		}
	}
	return all
}

// orphaned are the trees of which nothing is there but types: whoever dropped the tables, or went back to Alembic's base, left them behind, and Alembic stops
// where it makes them again. They matter where there is nothing else of any tree.
func orphaned(trees []*Inferred) []*Inferred {
	for _, a := range trees {
		a.Orphan = true
	}
	return trees
}

// orphans are the types that are there without any table.
func orphans(a *Inferred) []rules.Finding {
	if !a.Orphan {
		return nil
	}
	var found []rules.Finding
	for _, e := range a.Got.SortedEnums() {
		o := schema.Object{Kind: schema.EnumObject, Name: e.Name}
		made := a.History.Known(o)[0]
		f := rules.Finding{Rule: "extra-type", Severity: rules.Error, Object: e.Name, Got: e.Labels, Fix: []schema.Change{schema.DropEnum{Name: e.Name}}}
		f.Message = fmt.Sprintf("type %s is there, and no table of %s: an upgrade begins with the first revision and stops at %s, which creates the type: drop it before (DROP TYPE)",
			e.Name, a.Name, made.Own())
		found = append(found, f)
	}
	return found
}

// dropOrphans are the changes that take the types away that are there without any table, so that an upgrade can begin. Somebody who asks for a place in the
// history wants what is there to become that instead.
func dropOrphans(a *Measured) []schema.Change {
	var drops []schema.Change
	if a.Target.Chain == nil {
		for _, f := range orphans(a.Inferred) {
			drops = append(drops, f.Fix...)
		}
	}
	return drops
}

// orphanPart is what of a script takes those types away.
func (s *Answer) orphanPart(a *Tree) *fixup.Part {
	return &fixup.Part{Title: fmt.Sprintf("tree %s, of which nothing is left but types", a.Name), Why: a.Why, Plan: s.plan(a)}
}
