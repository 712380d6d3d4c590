package main

import (
	"fmt"

	"assay/expected"
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

// orphaned adopts the trees of which nothing is there but types, where that is all that there is of any: whoever dropped the tables, or went back to Alembic's
// base, left them behind, and Alembic stops where it makes them again.
func (s *survey) orphaned(all []*assessment) {
	if len(s.trees) > 0 {
		return
	}
	for _, a := range all {
		if len(a.got.Enums) > 0 {
			a.orphan = true
			s.trees = append(s.trees, a)
		}
	}
}

// orphans are the types that are there without any table.
func (a *assessment) orphans() []rules.Finding {
	if !a.orphan {
		return nil
	}
	var found []rules.Finding
	for _, e := range a.got.SortedEnums() {
		o := schema.Object{Kind: schema.EnumObject, Name: e.Name}
		made := a.history.Known(o)[0]
		f := rules.Finding{Rule: "extra-type", Severity: rules.Error, Object: e.Name, Got: e.Labels}
		f.Message = fmt.Sprintf("type %s is there, and no table of %s: an upgrade begins with the first revision and stops at %s, which creates the type: drop it before (DROP TYPE)",
			e.Name, a.tree, made.Own())
		found = append(found, f)
	}
	return found
}
