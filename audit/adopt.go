package audit

import (
	"fmt"
	"slices"

	"assay/drift"
	"assay/expected"
	"assay/schema"
)

// strangers are the enum types that no revision knows, and that columns of the tree have.
func (a *Inferred) strangers() []schema.Enum {
	var strange []schema.Enum
	for _, e := range a.Database.DB.Schema.SortedEnums() {
		if _, known := a.Got.Enums[e.Name]; !known && len(a.Got.UsersOf(e.Name)) > 0 {
			strange = append(strange, e)
		}
	}
	return strange
}

// adopting is the tree with those enum types of the administrator's that a revision has under other names, and these types' own.
func (a *Inferred) adopting(want *schema.Schema) (got *schema.Schema, names []string) {
	strange := a.strangers()
	if len(strange) == 0 {
		return a.Got, nil
	}
	got = a.Got.Clone()
	all := a.Got.Clone()
	for _, e := range strange {
		all.Enums[e.Name] = e
	}
	for _, r := range drift.RenamedEnums(want, all) {
		got.Enums[r.From] = all.Enums[r.From]
		names = append(names, r.From)
	}
	return got, names
}

// unrenamed is the tree with the names that revisions have for its enum types in place of the administrator's, and how many those are: who renames one type
// leaves a hundred columns as they are, and each would count as another one.
func (a *Inferred) unrenamed() (*schema.Schema, int) {
	strange := a.strangers()
	if len(strange) == 0 {
		return a.Got, 0
	}
	all := a.Got.Clone()
	for _, e := range strange {
		all.Enums[e.Name] = e
	}
	for _, p := range a.stampedThenEnds() {
		want, err := p.Schema(all.Semantics)
		if err != nil {
			continue
		}
		n := 0
		for _, r := range drift.RenamedEnums(want, all) {
			if all.Apply(r) == nil {
				n++
			}
		}
		if n > 0 {
			for _, e := range strange {
				delete(all.Enums, e.Name)
			}
			return all, n
		}
		if len(want.Enums) > 0 && hasAll(a.Got.Enums, want.Enums) { // nothing is missing that could have another name
			break
		}
	}
	return a.Got, 0
}

func hasAll(got, want map[string]schema.Enum) bool {
	for name := range want {
		if _, is := got[name]; !is {
			return false
		}
	}
	return true
}

// stampedThenEnds are where the stamp says that the tree is, and the ends of all lines, the newest first, each revision once.
func (a *Inferred) stampedThenEnds() []expected.Position {
	var stamped, ends []expected.Position
	seen := map[*expected.Revision]bool{}
	for _, c := range slices.Backward(a.History.Chains) {
		for at, r := range c.Revisions {
			end := at == len(c.Revisions)-1
			is := slices.Contains(a.Stamp.Revisions, r.ID)
			switch {
			case seen[r] || !end && !is:
				continue
			case is:
				stamped = append(stamped, expected.Position{Chain: c, At: at})
			default:
				ends = append(ends, expected.Position{Chain: c, At: at})
			}
			seen[r] = true
		}
	}
	return slices.Concat(stamped, ends)
}

// adoptStamp gives a tree the enum types that it has under names of the administrator's own, and returns their names.
func adoptStamp(a *Judged) (*Judged, []string, error) {
	if a.Target.Chain == nil || len(a.strangers()) == 0 {
		return a, nil, nil
	}
	want, err := a.Target.Schema(a.Got.Semantics)
	if err != nil {
		return nil, nil, fmt.Errorf("replaying %s: %w", a.Target.Revision().ID, err)
	}
	got, names := a.adopting(want)
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
