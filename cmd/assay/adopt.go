package main

import (
	"fmt"
	"slices"

	"assay/drift"
	"assay/schema"
)

// adopt gives a tree the enum types that it has under names of the administrator's own.
func (s *survey) adopt(a *assessment) error {
	var strange []schema.Enum
	for _, e := range s.db.Schema.SortedEnums() {
		if _, known := a.got.Enums[e.Name]; !known && len(a.got.UsersOf(e.Name)) > 0 {
			strange = append(strange, e)
		}
	}
	if len(strange) == 0 || a.target.Chain == nil {
		return nil
	}
	want, err := a.target.Schema(a.got.Semantics)
	if err != nil {
		return fmt.Errorf("replaying %s: %w", a.target.Revision().ID, err)
	}
	all := a.got.Clone()
	for _, e := range strange {
		all.Enums[e.Name] = e
	}
	for _, r := range drift.RenamedEnums(want, all) {
		a.got.Enums[r.From] = all.Enums[r.From]
		s.foreign = slices.DeleteFunc(s.foreign, func(c schema.Change) bool { return c == schema.Change(schema.DropEnum{Name: r.From}) })
	}
	return nil
}
