package compare

import (
	"slices"

	"assay/dialect"
	"assay/schema"
)

// Coverage says how much of the two sides was compared.
func (k *Comparison) Coverage() schema.Coverage {
	c := schema.Coverage{Compared: map[string]int{}, NotCompared: []string{}, NeverRead: dialect.NeverRead(k.Room)}
	seen := map[string]bool{}
	note := func(kind, name string) {
		if !seen[kind+" "+name] {
			seen[kind+" "+name] = true
			c.Compared[kind]++
		}
	}
	for _, s := range []*schema.Schema{k.want, k.got} {
		for _, t := range s.SortedTables() {
			note("table", s.Semantics.TableKey(t.Name))
		}
		for _, e := range s.SortedEnums() {
			note("enum type", e.Name)
		}
	}
	for i, s := range []*Side{k.A, k.B} {
		for _, name := range k.NotCompared(s) {
			if !slices.Contains(c.NotCompared, name) {
				c.NotCompared = append(c.NotCompared, name)
			}
		}
		if !k.comparesBeside() {
			continue
		}
		for _, name := range schema.Untold(s.DB.Schema.Unasked, []string{"A", "B"}[i]) {
			if !slices.Contains(c.NotCompared, name) {
				c.NotCompared = append(c.NotCompared, name)
			}
		}
		for _, b := range s.DB.Schema.Beside {
			switch name := b.String(); {
			case b.SQL != "" && !k.respelled(b) && !slices.Contains(slices.Concat(k.A.DB.Schema.Unasked, k.B.DB.Schema.Unasked), b.Kind):
				note(b.Kind, name)
			case !slices.Contains(c.NotCompared, name):
				c.NotCompared = append(c.NotCompared, name)
			}
		}
	}
	slices.Sort(c.NotCompared)
	return c
}
