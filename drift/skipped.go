package drift

import (
	"fmt"
	"slices"

	"assay/schema"
)

// A Skip is a revision that a stamp says is applied and whose changes are not in the schema: Alembic believes a stamp for all revisions
// before it, and will never make them.
type Skip[R Revision] struct {
	Revision R
	// Instead is what was applied in its place: another content of the revision, or one of another id that does a part of it;
	// the zero R: nothing.
	Instead R
	// Lines are those that end at a revision of the line that comes later, without the revision or with Instead.
	// Whoever ran one of them to its end and went on with the line came out like this.
	Lines []int
	// Changes are those that make the schema what the revision would have made of it, in an order in which they can be made. None: it only
	// changes what an earlier revision that was skipped would have made, and comes with that one.
	Changes []schema.Change
}

// Explains reports whether a change of a comparison with the same schemas is one that the skipped revision would have made.
func (k *Skip[R]) Explains(c schema.Change) bool {
	return slices.ContainsFunc(k.Changes, func(d schema.Change) bool { return changeKey(c) == changeKey(d) })
}

// Skipped returns the revisions of a line, up to the one at the place at, that were skipped as a whole, in their order: those that other lines
// do without or ship with another content, and without which (or with which) the line leads to what was found where it would differ otherwise.
//
// A revision of which anything is there was not skipped: what is missing of it was taken away. Nor was one that only lines lack which
// lack as much else that is there: a column that somebody has dropped is no skipped revision for being the only one of its revision.
func Skipped[R Revision](lines [][]R, line, at int, got *schema.Schema) []Skip[R] {
	f := follower[R]{line: lines[line][:at+1], got: got}
	open := f.differences(schema.New(got.Semantics), 0)
	if len(open) == 0 {
		return nil
	}
	f.renamed, f.often = renamedIn(f.line, got.Semantics), saidOften(f.line, got.Semantics)
	ways := waysToSkip(lines, line, at)
	if f.follow(ways, open, true); len(f.found) == 0 { // as most often
		return nil
	}
	f.follow(ways, open, false)
	return f.together(slices.DeleteFunc(f.found, func(k Skip[R]) bool {
		return !slices.ContainsFunc(k.Lines, func(l int) bool { return f.absent[l] > f.present[l] })
	}))
}

// follow goes through the line. Hasty: it does not count what lines lack where that cannot be a skip, which is enough to see that there is none.
func (f *follower[R]) follow(ways [][]Skip[R], open []schema.Change, hasty bool) {
	f.hasty, f.found, f.explained, f.absent, f.present = hasty, nil, map[string]bool{}, map[int]int{}, map[int]int{}
	start := schema.New(f.got.Semantics)
	for i, r := range f.line {
		k, left := f.try(start, i, ways[i], open)
		var none R
		switch {
		case k == nil:
			apply(start, r)
		case k.Instead != none:
			apply(start, k.Instead)
		}
		open = left
	}
}

// together leaves only those lines that explain all skips and lack nothing else, where there are any: most likely the database comes from one place.
func (f *follower[R]) together(skips []Skip[R]) []Skip[R] {
	var common []int
	for i, k := range skips {
		if i == 0 {
			common = slices.Clone(k.Lines)
		}
		common = slices.DeleteFunc(common, func(l int) bool { return !slices.Contains(k.Lines, l) })
	}
	if exact := slices.DeleteFunc(slices.Clone(common), func(l int) bool { return f.present[l] > 0 }); len(exact) > 0 {
		common = exact
	}
	if len(common) > 0 {
		for i := range skips {
			skips[i].Lines = common
		}
	}
	return skips
}

// waysToSkip returns for each revision of a line up to a place how those who are there now can have skipped it.
func waysToSkip[R Revision](lines [][]R, line, at int) [][]Skip[R] {
	place := map[string]int{}
	for i, r := range lines[line] {
		place[r.Name()] = i
	}
	ways := make([][]Skip[R], at+1)
	for l, other := range lines {
		if l == line || len(other) == 0 {
			continue
		}
		end, ok := place[other[len(other)-1].Name()]
		if !ok || end > at {
			continue
		}
		has := make(map[string]R, len(other))
		var foreign []R
		for _, q := range other {
			has[q.Name()] = q
			if _, ok := place[q.Name()]; !ok {
				foreign = append(foreign, q)
			}
		}
		for i, r := range lines[line][:end+1] {
			instead, ok := has[r.Name()]
			if !ok {
				instead = akin(r, foreign)
			}
			if instead != r && len(r.Steps()) > 0 {
				ways[i] = addWay(ways[i], Skip[R]{Revision: r, Instead: instead}, l)
			}
		}
	}
	return ways
}

func addWay[R Revision](ways []Skip[R], way Skip[R], line int) []Skip[R] {
	i := slices.IndexFunc(ways, func(k Skip[R]) bool { return k.Instead == way.Instead })
	if i < 0 {
		i, ways = len(ways), append(ways, way)
	}
	ways[i].Lines = append(ways[i].Lines, line)
	return ways
}

// akin returns the revision that makes something that r makes too; the zero R if none does.
func akin[R Revision](r R, others []R) R {
	if len(others) > 0 {
		mine := map[schema.Object]bool{}
		for _, c := range r.Steps() {
			makes(c, func(kind schema.ObjectKind, table, name string) {
				mine[schema.Object{Kind: kind, Table: table, Name: name}] = true
			})
		}
		for _, q := range others {
			shared := false
			for _, c := range q.Steps() {
				makes(c, func(kind schema.ObjectKind, table, name string) {
					shared = shared || mine[schema.Object{Kind: kind, Table: table, Name: name}]
				})
			}
			if shared {
				return q
			}
		}
	}
	var none R
	return none
}

// follower follows a line, leaving revisions out.
type follower[R Revision] struct {
	line      []R
	got       *schema.Schema
	hasty     bool
	renamed   map[schema.Object]bool // the columns to which the line gives another name, under both, and the tables likewise
	often     map[schema.Object]bool // the columns of which it says something more than once: one revision of those may make no difference
	found     []Skip[R]
	explained map[string]bool // the objects of which the skips found so far say something
	// absent and present count, by line, what it lacks: revisions that are not there either, and revisions that are there.
	absent, present map[int]int
}

// try decides whether the revision at i was skipped and returns the skip, and the differences that are left; nil: it was not. before is the
// schema in front of it.
func (f *follower[R]) try(before *schema.Schema, i int, ways []Skip[R], open []schema.Change) (*Skip[R], []schema.Change) {
	var best *Skip[R]
	left := open
	for _, way := range ways {
		after, traces := f.tried(before, i, way, open)
		if !traces {
			continue
		}
		gone, contradicts := without(open, after), len(without(after, open)) > 0
		switch {
		case contradicts:
			f.count(f.present, way.Lines)
			continue
		case len(gone) == 0 && !f.follows(way): // it makes no difference
			continue
		}
		f.count(f.absent, way.Lines)
		if best == nil || len(after) < len(left) || len(after) == len(left) && slices.Max(way.Lines) > slices.Max(best.Lines) {
			way.Changes, left = gone, after
			best = &way
		}
	}
	if best != nil {
		for _, c := range best.Changes {
			f.explained[objectKey(c)] = true
		}
		f.found = append(f.found, *best)
	}
	return best, left
}

// tried returns the differences that a way of skipping leaves; false if that need not be asked, since nothing that the revision touches
// differs: then all of it is there.
func (f *follower[R]) tried(before *schema.Schema, i int, way Skip[R], open []schema.Change) ([]schema.Change, bool) {
	var none R
	steps, other := way.Revision.Steps(), []schema.Change(nil)
	if way.Instead != none {
		other = way.Instead.Steps()
	}
	if (way.Instead == none || f.hasty) && !f.concerns(steps, open) && !f.concerns(other, open) {
		if len(steps) > 0 {
			f.count(f.present, way.Lines)
		}
		return nil, false
	}
	s := before.Fork()
	if way.Instead != none {
		apply(s, way.Instead)
	}
	return f.differences(s, i+1), true
}

func (f *follower[R]) count(counts map[int]int, lines []int) {
	for _, l := range lines {
		counts[l]++
	}
}

// concerns reports whether statements touch a table, a column or a type of which anything differs or is explained already.
func (f *follower[R]) concerns(steps []schema.Change, open []schema.Change) bool {
	return slices.ContainsFunc(steps, func(c schema.Change) bool {
		return f.explained[objectKey(c)] || slices.ContainsFunc(open, func(d schema.Change) bool { return f.concern(c.Object(), d.Object()) })
	})
}

// concern reports whether it can be by a statement about one object that another differs: two columns have nothing to do with each other, unless one is
// called as the other was. Where the line says more of a column, it is tried whether the statement makes a difference.
func (f *follower[R]) concern(o, e schema.Object) bool {
	if o.Table != e.Table || o.Table == "" && o.Name != e.Name {
		return false
	}
	columns := o.Kind == schema.ColumnObject && e.Kind == schema.ColumnObject
	if !columns || f.renamed[schema.Object{Kind: schema.TableObject, Table: o.Table}] {
		return true
	}
	m := f.got.Semantics
	o.Name, e.Name = foldName(m, o.Name), foldName(m, e.Name)
	return o.Name == e.Name || f.often[o] || f.renamed[o] && f.renamed[e]
}

// saidOften are the columns of which more than one statement of the revisions says something.
func saidOften[R Revision](line []R, m schema.Semantics) map[schema.Object]bool {
	said, often := map[schema.Object]bool{}, map[schema.Object]bool{}
	say := func(table, column string) {
		o := schema.Object{Kind: schema.ColumnObject, Table: table, Name: foldName(m, column)}
		often[o], said[o] = said[o], true
	}
	for _, r := range line {
		for _, c := range r.Steps() {
			if create, ok := c.(schema.CreateTable); ok {
				for _, col := range create.Table.Columns {
					say(create.Table.Name, col.Name)
				}
			}
			if o := c.Object(); o.Kind == schema.ColumnObject {
				say(o.Table, o.Name)
			}
		}
	}
	return often
}

// renamedIn are the columns and tables that revisions give another name.
func renamedIn[R Revision](line []R, m schema.Semantics) map[schema.Object]bool {
	renamed := map[schema.Object]bool{}
	column := func(table string, names ...string) {
		for _, name := range names {
			renamed[schema.Object{Kind: schema.ColumnObject, Table: table, Name: foldName(m, name)}] = true
		}
	}
	for _, r := range line {
		for _, c := range r.Steps() {
			switch c := c.(type) {
			case schema.RenameColumn:
				column(c.Table, c.From, c.To)
			case schema.RenameTable:
				renamed[schema.Object{Kind: schema.TableObject, Table: c.From}] = true
				renamed[schema.Object{Kind: schema.TableObject, Table: c.To}] = true
			case schema.AlterColumn:
				if c.Set&schema.PropName != 0 {
					column(c.Table, c.Object().Name, c.To.Name)
				}
			}
		}
	}
	return renamed
}

// follows reports whether a revision leaves no trace only because it changes what an earlier one that was skipped would have made.
func (f *follower[R]) follows(way Skip[R]) bool {
	return slices.ContainsFunc(way.Revision.Steps(), func(c schema.Change) bool { return f.explained[objectKey(c)] })
}

// differences are what differs from what was found once the rest of the line has run from a schema on. s is used up.
func (f *follower[R]) differences(s *schema.Schema, from int) []schema.Change {
	for _, r := range f.line[from:] {
		apply(s, r)
	}
	return Compare(s, f.got)
}

// apply makes a revision's changes as far as they can be made: what was skipped before can block some.
func apply[R Revision](s *schema.Schema, r R) {
	for _, c := range r.Steps() {
		_ = s.Replay(c)
	}
}

// without returns the changes of one list that are not in another.
func without(a, b []schema.Change) []schema.Change {
	in := make(map[string]bool, len(b))
	for _, c := range b {
		in[changeKey(c)] = true
	}
	return slices.DeleteFunc(slices.Clone(a), func(c schema.Change) bool { return in[changeKey(c)] })
}

// changeKey is the same for changes that are alike for this purpose: of one kind and of one object.
func changeKey(c schema.Change) string { return fmt.Sprintf("%T %s", c, objectKey(c)) }

func objectKey(c schema.Change) string {
	o := c.Object()
	if add, ok := c.(schema.AddIndex); ok && o.Name == "" {
		o.Name = add.Index.On()
	}
	return o.String()
}
