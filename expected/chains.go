package expected

import (
	"errors"
	"fmt"
	"slices"

	"assay/schema"
)

// chains returns the orders in which the revisions can have run, that in which they did as the last.
func (b *builder) chains(stamps [][]string) []*Chain {
	main := b.chain(first(len(b.graph.steps)))
	chains := []*Chain{main}
	add := func(name string, path ...[]string) bool {
		revisions, ok := b.line(path)
		known := slices.ContainsFunc(chains, func(c *Chain) bool { return slices.Equal(c.Revisions, revisions) })
		if ok && !known {
			chains = append(chains, &Chain{Name: name, Revisions: revisions, Outline: b.project.Outline})
		}
		return ok
	}
	if heads := b.graph.heads(); len(heads) > 1 {
		for _, h := range heads {
			add(h+" first", []string{h})
		}
	}
	for i, rows := range stamps {
		if name := b.project.Stamp(rows); !add(name+" first", stamps[:i+1]...) {
			b.remarks = append(b.remarks, fmt.Sprintf("no order is known in which the revisions up to %s can have run without the others", name))
		}
	}
	slices.Reverse(chains) // the one that ran is the newest
	return chains
}

// heads returns the revisions that no other needs.
func (g *graph) heads() []string {
	needed := make([]bool, len(g.steps))
	for _, up := range g.up {
		for _, i := range up {
			needed[i] = true
		}
	}
	var heads []string
	for i, s := range g.steps {
		if !needed[i] {
			heads = append(heads, s.ID)
		}
	}
	return heads
}

// line returns the revisions in an order in which what the first rows of a path name runs first, with all that it needs, then what the next name; ok is false
// where none is known. SQL does not tell all that a revision depends on: whatever makes an object that it changes counts as well.
func (b *builder) line(path [][]string) (revisions []*Revision, ok bool) {
	sets := make([][]bool, len(path))
	for n, rows := range path {
		sets[n] = make([]bool, len(b.graph.steps))
		for _, row := range rows {
			if i, known := b.graph.at[row]; known {
				b.graph.close(sets[n], i)
			}
		}
	}
	for {
		order := first(len(b.graph.steps), sets...)
		at, err := b.replay(order)
		if err == nil {
			return b.chain(order).Revisions, true
		}
		maker := b.maker(at, err)
		in := slices.IndexFunc(sets, func(set []bool) bool { return set[at] })
		if in < 0 {
			in = len(sets) - 1
		}
		if maker < 0 || sets[in][maker] {
			return nil, false
		}
		b.graph.close(sets[in], maker)
	}
}

// replay makes the changes of revisions in an order, and returns which of them cannot be made.
func (b *builder) replay(order []int) (at int, err error) {
	s := b.empty()
	for _, i := range order {
		for _, c := range b.changes[i] {
			if err := s.Replay(c.Change); err != nil {
				return i, err
			}
		}
	}
	return 0, nil
}

// maker returns the last revision before one that made what that one misses; -1: none.
func (b *builder) maker(at int, err error) int {
	var conflict *schema.Conflict
	if !errors.As(err, &conflict) || conflict.Reason != schema.Missing {
		return -1
	}
	missing := b.mask.key(conflict.Object)
	for i := at - 1; i >= 0; i-- {
		for _, c := range b.changes[i] {
			if slices.ContainsFunc(made(c.Change), func(o schema.Object) bool { return b.mask.key(o) == missing }) {
				return i
			}
		}
	}
	return -1
}

// chain makes a chain of an order. A revision behind which the version table holds the same heads is the same one in each chain.
func (b *builder) chain(order []int) *Chain {
	c := &Chain{Name: b.project.Name, Revisions: make([]*Revision, len(order)), Outline: b.project.Outline}
	ran := slices.IsSorted(order)
	for n, heads := range b.graph.stored(order) {
		s := &b.graph.steps[order[n]]
		if ran && len(s.Heads) > 0 { // seen, not worked out
			heads = s.Heads
		}
		id := joined(heads)
		key := id + "\x00" + s.ID
		if b.revisions[key] == nil {
			b.revisions[key] = b.revision(id, order[n])
		}
		c.Revisions[n] = b.revisions[key]
	}
	return c
}

func (b *builder) revision(id string, i int) *Revision {
	s := &b.graph.steps[i]
	r := &Revision{ID: id, Slug: s.Message, statements: s.Statements, Beside: b.beside[i], Stamps: s.Stamps}
	if s.ID != id {
		r.Migration = s.ID
	}
	for _, c := range b.changes[i] {
		r.Changes, r.numbers = append(r.Changes, c.Change), append(r.numbers, c.number)
	}
	if r.statements == 0 {
		r.statements = len(s.Changes)
	}
	return r
}

// Statement returns the place among the revision's statements, from 1, of the one that makes the change at i, and how many statements there are. Those that
// only change data count where the history knows of them, and one statement can make several changes. Behind the last change is the statement that stores
// the id.
func (r *Revision) Statement(i int) (n, of int) {
	if i >= len(r.Changes) {
		of = max(r.statements, len(r.Changes)) + 1
		return of, of
	}
	if r.numbers == nil {
		return i + 1, len(r.Changes)
	}
	return r.numbers[i], r.statements
}
