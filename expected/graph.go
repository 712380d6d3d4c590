package expected

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A graph is what comes after what in a project.
type graph struct {
	steps []Step
	at    map[string]int // the place of each revision
	up    [][]int        // what each revision needs to have run: its parents and what it depends on, as far as they are known
}

func newGraph(steps []Step) *graph {
	g := &graph{steps: steps, at: make(map[string]int, len(steps)), up: make([][]int, len(steps))}
	for i, s := range steps {
		g.at[s.ID] = i
	}
	for i, s := range steps {
		for _, id := range slices.Concat(s.Down, s.DependsOn) {
			g.need(i, id)
		}
	}
	return g
}

// need notes that a revision needs another; one that is not known is let be.
func (g *graph) need(i int, id string) {
	if j, ok := g.at[id]; ok && !slices.Contains(g.up[i], j) {
		g.up[i] = append(g.up[i], j)
	}
}

// close adds to a set all that its members need.
func (g *graph) close(set []bool, members ...int) {
	for len(members) > 0 {
		i := members[len(members)-1]
		members = members[:len(members)-1]
		if !set[i] {
			set[i] = true
			members = append(members, g.up[i]...)
		}
	}
}

// sorted returns the revisions in an order in which each comes after what it needs, as near to the present one as that goes; ok is false where
// there is none, because revisions need each other.
func (g *graph) sorted() (order []int, ok bool) {
	done, open := make([]bool, len(g.steps)), make([]bool, len(g.steps))
	for i := range g.steps {
		todo := []int{i}
		for len(todo) > 0 {
			j := todo[len(todo)-1]
			rest := slices.DeleteFunc(slices.Clone(g.up[j]), func(k int) bool { return done[k] })
			switch {
			case done[j]:
				todo = todo[:len(todo)-1]
			case len(rest) == 0:
				done[j], order, todo = true, append(order, j), todo[:len(todo)-1]
			case open[j]:
				return nil, false
			default:
				open[j], todo = true, append(todo, rest...)
			}
		}
	}
	return order, true
}

// first returns the revisions of sets that are closed, set by set, and then all others, each in the order in which they ran.
func first(revisions int, sets ...[]bool) []int {
	order, done := make([]int, 0, revisions), make([]bool, revisions)
	add := func(in func(i int) bool) {
		for i := range done {
			if !done[i] && in(i) {
				order, done[i] = append(order, i), true
			}
		}
	}
	for _, set := range sets {
		add(func(i int) bool { return set[i] })
	}
	add(func(int) bool { return true })
	return order
}

// stored returns the heads that Alembic's version table holds after each revision of an order (alembic/runtime/migration.py, HeadMaintainer): a revision
// replaces those that it comes after or depends on, and one that depends on what is no longer a head is stored beside it.
func (g *graph) stored(order []int) [][]string {
	var heads []string
	all := make([][]string, len(order))
	for n, i := range order {
		s := &g.steps[i]
		heads = slices.DeleteFunc(slices.Clone(heads), func(h string) bool {
			return h == s.ID || slices.Contains(s.Down, h) || slices.Contains(s.DependsOn, h)
		})
		heads = append(heads, s.ID)
		slices.Sort(heads)
		all[n] = heads
	}
	return all
}

// joined names what a version table of several rows says, as [Revision.ID] has it.
func joined(heads []string) string { return strings.Join(heads, "+") }

// Heads returns the revisions that a name of one or several joined by "+" means, as [Project.Stamp] does; nil where one of them is no revision's id.
func (p *Project) Heads(name string) []string {
	ids := strings.Split(name, "+")
	for _, id := range ids {
		if !slices.ContainsFunc(p.Steps, func(s Step) bool { return s.ID == id }) {
			return nil
		}
	}
	return ids
}

// Stamp returns what a history calls the place that a version table of these rows means: the revisions that none of the others implies, sorted, joined by
// "+". A row that the project does not know is taken as it stands.
func (p *Project) Stamp(rows []string) string {
	g := newGraph(p.Steps)
	heads := slices.Clone(rows)
	for _, row := range rows {
		if i, ok := g.at[row]; ok {
			implied := make([]bool, len(p.Steps))
			g.close(implied, g.up[i]...)
			heads = slices.DeleteFunc(heads, func(h string) bool {
				j, ok := g.at[h]
				return ok && implied[j]
			})
		}
	}
	slices.Sort(heads)
	return joined(slices.Compact(heads))
}

// Unsound reports whether Alembic would not have written these rows, and what it says of them instead of starting; empty: it starts. meant are the ids of the
// revisions that it finds by them.
func (p *Project) Unsound(rows []string) (stops string, meant []string, unsound bool) {
	if len(rows) < 2 {
		return "", rows, false
	}
	g := newGraph(p.Steps)
	of := map[string]int{}
	for _, row := range rows {
		i, words := p.find(g, row)
		if words != "" {
			stops = cmp.Or(stops, words)
			continue
		}
		of[row], meant = i, append(meant, p.Steps[i].ID)
	}
	if slices.Contains(rows, "") {
		stops = "AssertionError"
	}
	if stops != "" {
		return stops, meant, true
	}
	for _, row := range rows {
		implied := make([]bool, len(p.Steps))
		g.close(implied, g.up[of[row]]...)
		for _, other := range rows {
			if implied[of[other]] {
				return fmt.Sprintf("Requested revision %s overlaps with other requested revisions %s", p.Steps[of[row]].ID, p.Steps[of[other]].ID), meant, true
			}
		}
	}
	seen := map[int]bool{}
	for _, row := range rows {
		unsound = unsound || seen[of[row]] || p.Steps[of[row]].ID != row
		seen[of[row]] = true
	}
	return "", meant, unsound
}

// find returns the revision that Alembic takes a row for, by its id or by its beginning; or its words where it takes it for none (alembic/script/revision.py).
func (p *Project) find(g *graph, row string) (int, string) {
	if i, ok := g.at[row]; ok {
		return i, ""
	}
	found := -1
	for i, s := range p.Steps {
		switch {
		case len(s.ID) <= 3 || !strings.HasPrefix(s.ID, row):
		case found >= 0:
			return -1, fmt.Sprintf("Multiple revision identifiers start with '%s'", row)
		default:
			found = i
		}
	}
	if found < 0 {
		return -1, fmt.Sprintf("Can't locate revision identified by '%s'", row)
	}
	return found, ""
}

// Included are the revisions that a database at this one has run: itself and all that it needs. A revision may be named by the beginning of its id.
func (p *Project) Included(revision string) (map[string]bool, error) {
	g := newGraph(p.Steps)
	found := -1
	for i, s := range p.Steps {
		switch {
		case s.ID == revision:
			found = i
		case !strings.HasPrefix(s.ID, revision):
			continue
		case found >= 0 && p.Steps[found].ID != revision:
			return nil, fmt.Errorf("several revisions begin with %s: %s and %s", revision, p.Steps[found].ID, s.ID)
		case found < 0:
			found = i
		}
	}
	if found < 0 {
		var all []string
		for _, s := range p.Steps {
			all = append(all, s.ID)
		}
		return nil, fmt.Errorf("the history has no revision %s: it ends with %s%s", revision, all[len(all)-1], DidYouMean(revision, all))
	}
	set := make([]bool, len(p.Steps))
	g.close(set, found)
	included := map[string]bool{}
	for i, s := range p.Steps {
		included[s.ID] = set[i]
	}
	return included, nil
}
