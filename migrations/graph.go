package migrations

import (
	"slices"
)

// A graph is a history with its names resolved.
type graph struct {
	byName   map[string]*Revision // by id, and by label
	of       map[string][]*Revision
	ids      []string // in order
	children map[string][]string
}

// newGraph takes the last of revisions with one id, as Alembic does, and lets an id win over a label.
func newGraph(all []*Revision) *graph {
	g := &graph{byName: map[string]*Revision{}, of: map[string][]*Revision{}, children: map[string][]string{}}
	for _, r := range all {
		if g.of[r.ID] == nil {
			g.ids = append(g.ids, r.ID)
		}
		g.of[r.ID] = append(g.of[r.ID], r)
		g.byName[r.ID] = r
	}
	for _, r := range all {
		for _, l := range r.Labels {
			if g.byName[l] == nil {
				g.byName[l] = r
			}
		}
	}
	slices.Sort(g.ids)
	for _, id := range g.ids {
		for _, p := range g.down(id) {
			g.children[p] = append(g.children[p], id)
		}
	}
	return g
}

// resolve gives the ids that names stand for, those that are there.
func (g *graph) resolve(names []string) []string {
	var ids []string
	for _, n := range names {
		if r := g.byName[n]; r != nil {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func (g *graph) down(id string) []string { return g.resolve(g.byName[id].Down) }

// before are the parents and what is depended on.
func (g *graph) before(id string) []string {
	return append(g.down(id), g.resolve(g.byName[id].DependsOn)...)
}

// heads are the revisions that none comes after, and bases those that come after none. A dependency makes no head less of one.
func (g *graph) heads() []string {
	return slices.DeleteFunc(slices.Clone(g.ids), func(id string) bool { return len(g.children[id]) > 0 })
}

func (g *graph) bases() []string {
	return slices.DeleteFunc(slices.Clone(g.ids), func(id string) bool { return len(g.byName[id].Down) > 0 || g.byName[id].vague })
}

// reach returns all that the steps lead to from some revisions, these included.
func reach(from []string, steps func(string) []string) map[string]bool {
	reached := map[string]bool{}
	for todo := slices.Clone(from); len(todo) > 0; {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !reached[id] {
			reached[id] = true
			todo = append(todo, steps(id)...)
		}
	}
	return reached
}

// circles are the revisions that come after themselves, one group per circle, each sorted.
func (g *graph) circles(steps func(string) []string) [][]string {
	left := map[string]bool{}
	for _, id := range g.ids {
		left[id] = true
	}
	g.peel(left, steps)
	back := map[string][]string{}
	for id := range left {
		for _, p := range steps(id) {
			back[p] = append(back[p], id)
		}
	}
	g.peel(left, func(id string) []string { return back[id] })
	var found [][]string
	for _, id := range g.ids {
		if !left[id] {
			continue
		}
		within := func(next func(string) []string) map[string]bool {
			return reach([]string{id}, func(id string) []string {
				return slices.DeleteFunc(slices.Clone(next(id)), func(p string) bool { return !left[p] })
			})
		}
		forth := within(func(id string) []string { return back[id] })
		var circle []string
		for other := range within(steps) {
			if forth[other] {
				circle = append(circle, other)
			}
		}
		for _, other := range circle {
			delete(left, other)
		}
		if slices.Sort(circle); len(circle) > 1 || slices.Contains(steps(id), id) {
			found = append(found, circle)
		}
	}
	return found
}

// peel takes away, again and again, what has no step left.
func (g *graph) peel(left map[string]bool, steps func(string) []string) {
	waits, frees := map[string]int{}, map[string][]string{}
	var free []string
	for _, id := range g.ids {
		if !left[id] {
			continue
		}
		for _, p := range steps(id) {
			if left[p] {
				waits[id]++
				frees[p] = append(frees[p], id)
			}
		}
		if waits[id] == 0 {
			free = append(free, id)
		}
	}
	for len(free) > 0 {
		id := free[len(free)-1]
		free = free[:len(free)-1]
		delete(left, id)
		for _, next := range frees[id] {
			if waits[next]--; waits[next] == 0 {
				free = append(free, next)
			}
		}
	}
}
