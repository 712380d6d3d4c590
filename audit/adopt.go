package audit

import (
	"fmt"
	"slices"

	"assay/drift"
	"assay/schema"
)

// adoptStamp gives a tree the enum types that it has under names of the administrator's own, and returns their names.
func adoptStamp(a *Judged) (*Judged, []string, error) {
	var strange []schema.Enum
	for _, e := range a.Database.DB.Schema.SortedEnums() {
		if _, known := a.Got.Enums[e.Name]; !known && len(a.Got.UsersOf(e.Name)) > 0 {
			strange = append(strange, e)
		}
	}
	if len(strange) == 0 || a.Target.Chain == nil {
		return a, nil, nil
	}
	want, err := a.Target.Schema(a.Got.Semantics)
	if err != nil {
		return nil, nil, fmt.Errorf("replaying %s: %w", a.Target.Revision().ID, err)
	}
	got := a.Got.Clone()
	all := a.Got.Clone()
	for _, e := range strange {
		all.Enums[e.Name] = e
	}
	var names []string
	for _, r := range drift.RenamedEnums(want, all) {
		got.Enums[r.From] = all.Enums[r.From]
		names = append(names, r.From)
	}
	own, adopted := *a.Inferred, *a
	own.Got, adopted.Inferred = got, &own
	return &adopted, names, nil
}

// Adopt gives all trees their enum types, and returns what is nobody's all the same.
func (i *Inference) Adopt(trees []*Judged) ([]*Judged, []schema.Change, error) {
	foreign := i.foreign
	adopted := make([]*Judged, len(trees))
	for n, a := range trees {
		var names []string
		var err error
		if adopted[n], names, err = adoptStamp(a); err != nil {
			return nil, nil, err
		}
		for _, name := range names {
			foreign = keep(foreign, func(c schema.Change) bool { return c != schema.Change(schema.DropEnum{Name: name}) })
		}
	}
	return adopted, foreign, nil
}

// keep are those of which that is so.
func keep[T any](all []T, which func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), func(x T) bool { return !which(x) })
}
