package drift

import (
	"slices"

	"assay/schema"
)

// places says where each wanted column has to go: behind the one before it, where it is new or stands elsewhere. As few as can be are moved. What the wanted
// table has not, stays where it is.
func (c *comparison) places(w, g *schema.Table) []schema.Place {
	places := make([]schema.Place, len(w.Columns))
	if !c.got.Semantics.PlacesColumns || c.equality.detail < schema.Everything {
		return places
	}
	at := make([]int, len(w.Columns)) // where each is; below 0: it is new
	for i, col := range w.Columns {
		at[i] = g.Column(c.got.Semantics, col.Name)
	}
	stays := rising(at)
	now := make([]string, len(g.Columns)) // the order while it is changed
	for i, col := range g.Columns {
		now[i] = col.Name
	}
	for i, col := range w.Columns {
		switch {
		case stays[i]:
			continue
		case at[i] >= 0:
			now = slices.DeleteFunc(now, func(name string) bool { return name == g.Columns[at[i]].Name })
		case c.last(w, now, i): // where it comes by itself
			now = append(now, col.Name)
			continue
		}
		if i == 0 {
			places[i].First = true
			now = slices.Insert(now, 0, col.Name)
			continue
		}
		places[i].After = w.Columns[i-1].Name
		now = slices.Insert(now, c.placeOf(now, places[i].After)+1, col.Name)
	}
	return places
}

func (c *comparison) placeOf(names []string, name string) int {
	return slices.IndexFunc(names, func(n string) bool { return c.got.Semantics.SameName(n, name) })
}

// last reports whether none of the wanted columns stands behind the one that the i-th has to follow.
func (c *comparison) last(w *schema.Table, now []string, i int) bool {
	from := 0
	if i > 0 {
		from = c.placeOf(now, w.Columns[i-1].Name) + 1
	}
	return !slices.ContainsFunc(now[from:], func(n string) bool { return w.Column(c.got.Semantics, n) >= 0 })
}

// rising marks a longest selection of places that rise: columns that need not move. Places below 0 are none.
func rising(at []int) []bool {
	length, before := make([]int, len(at)), make([]int, len(at))
	best := -1
	for i := range at {
		if at[i] < 0 {
			continue
		}
		length[i], before[i] = 1, -1
		for j := range i {
			if at[j] >= 0 && at[j] < at[i] && length[j] >= length[i] {
				length[i], before[i] = length[j]+1, j
			}
		}
		if best < 0 || length[i] > length[best] {
			best = i
		}
	}
	marks := make([]bool, len(at))
	for i := best; i >= 0; i = before[i] {
		marks[i] = true
	}
	return marks
}
