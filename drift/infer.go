package drift

import (
	"cmp"
	"slices"

	"assay/schema"
)

// A Revision is what [Infer] asks of one. Two are the same revision when they are equal.
type Revision interface {
	comparable
	// Steps are the changes that the revision makes, one per DDL statement, in their order.
	Steps() []schema.Change
	// Name is the id by which a stamp names it. Several revisions of a history may have the same.
	Name() string
}

// A Place is somewhere that a database can be on its way through a history.
type Place[R Revision] struct {
	Lines    []int // the lines that pass here, ascending
	At       int   // the place of Revision in each of these lines
	Revision R
	// Statement counts the statements of Revision that have run; 0: all of them, and so it always is where DDL is transactional.
	Statement int
}

// A Match is a schema that the history passes through, and how far it is from the one observed.
type Match[R Revision] struct {
	Distance Distance
	// Places are where the history has this very schema, the likeliest first: what no schema can tell apart.
	Places []Place[R]

	semantics schema.Semantics
}

// Infer finds where in a history an observed schema is: a match for every schema that the history passes through, the nearest first.
// A line is a chain of revisions from the base on; lines share beginnings, and later lines are newer. got must be restricted to
// the tables and types that the history knows.
//
// It walks the trie of all lines once and keeps the distance up to date with each statement, so the cost grows
// with the number of different statements, not with lines times schema size.
func Infer[R Revision](lines [][]R, got *schema.Schema) []Match[R] {
	w := walker[R]{
		scale:   newScale(got, learn(lines, got.Semantics)),
		lines:   lines,
		matches: map[fact]*Match[R]{},
	}
	all := make([]int, len(lines))
	for i := range all {
		all[i] = i
	}
	w.walk(all, 0, schema.New(got.Semantics), w.scale.nothing())
	return w.ranked()
}

// learn collects what any revision ever makes.
func learn[R Revision](lines [][]R, m schema.Semantics) *everything {
	seen := map[R]bool{}
	l := &everything{semantics: m, types: map[schema.Object][]schema.Type{}}
	for _, line := range lines {
		for _, r := range line {
			if !seen[r] {
				seen[r] = true
				for _, c := range r.Steps() {
					l.learn(c)
				}
			}
		}
	}
	return l
}

// makes calls add with all that a change brings into being.
func makes(c schema.Change, add func(kind schema.ObjectKind, table, name string)) {
	switch c := c.(type) {
	case schema.CreateTable:
		add(schema.TableObject, c.Table.Name, "")
		for _, col := range c.Table.Columns {
			add(schema.ColumnObject, c.Table.Name, col.Name)
		}
		for _, x := range c.Table.Indexes {
			add(schema.IndexObject, c.Table.Name, x.Name)
		}
	case schema.AlterColumn:
		if c.Set&schema.PropName != 0 {
			add(schema.ColumnObject, c.Table, c.To.Name)
		}
	case schema.RenameTable:
		add(schema.TableObject, c.To, "")
	case schema.RenameColumn:
		add(schema.ColumnObject, c.Table, c.To)
	case schema.RenameEnum:
		add(schema.EnumObject, "", c.To)
	case schema.AddColumn, schema.AddIndex, schema.CreateEnum:
		o := c.Object()
		add(o.Kind, o.Table, o.Name)
	}
}

type walker[R Revision] struct {
	scale   *scale
	lines   [][]R
	matches map[fact]*Match[R] // by fingerprint
}

// walk goes on from a schema along all given lines, which are the same before at.
func (w *walker[R]) walk(lines []int, at int, s *schema.Schema, f fact) {
	branches := w.branches(lines, at)
	for i, branch := range branches {
		on := func(s *schema.Schema) {
			if next, ok := w.revision(branch, at, s, f); ok {
				w.walk(branch, at+1, s, next)
			}
		}
		if i < len(branches)-1 {
			schema.Branch(s, on)
		} else {
			on(s)
		}
	}
}

// branches groups the lines by the revision that they go on with.
func (w *walker[R]) branches(lines []int, at int) [][]int {
	if len(lines) == 1 && at < len(w.lines[lines[0]]) { // as most often
		return [][]int{lines}
	}
	var order []R
	by := map[R][]int{}
	for _, l := range lines {
		if at >= len(w.lines[l]) {
			continue
		}
		r := w.lines[l][at]
		if by[r] == nil {
			order = append(order, r)
		}
		by[r] = append(by[r], l)
	}
	branches := make([][]int, len(order))
	for i, r := range order {
		branches[i] = by[r]
	}
	return branches
}

// revision runs one revision and notes every place on the way; false if a statement of it can not be run.
func (w *walker[R]) revision(lines []int, at int, s *schema.Schema, f fact) (fact, bool) {
	r := w.lines[lines[0]][at]
	steps := r.Steps()
	for i, c := range steps {
		next, err := w.step(s, c, f)
		if err != nil {
			return f, false
		}
		f = next
		if i+1 < len(steps) && !s.Semantics.TransactionalDDL {
			w.note(f, Place[R]{Lines: lines, At: at, Revision: r, Statement: i + 1})
		}
	}
	w.note(f, Place[R]{Lines: lines, At: at, Revision: r})
	return f, true
}

func (w *walker[R]) note(f fact, p Place[R]) {
	m := w.matches[f]
	if m == nil {
		m = &Match[R]{Distance: f.distance, semantics: w.scale.semantics}
		w.matches[f] = m
	}
	m.Places = append(m.Places, p)
}

// step makes a change of the history and brings the distance up to date, looking only at what the change touches.
func (w *walker[R]) step(s *schema.Schema, c schema.Change, f fact) (fact, error) {
	before := w.touched(s, c)
	if err := s.Replay(c); err != nil {
		return f, err
	}
	return f.minus(before).plus(w.touched(s, c)), nil
}

func (w *walker[R]) touched(s *schema.Schema, c schema.Change) fact {
	o := c.Object()
	switch c := c.(type) {
	case schema.AddColumn, schema.DropColumn, schema.AlterColumn, schema.RenameColumn:
		return w.touchedColumn(s, o, c)
	case schema.RenameTable:
		return w.touchedTables(s, c)
	case schema.CreateEnum, schema.DropEnum, schema.AlterEnum:
		return w.enum(s, o.Name)
	case schema.RenameEnum:
		f := w.enum(s, c.From).plus(w.enum(s, c.To))
		for _, user := range slices.Concat(s.UsersOf(c.From), s.UsersOf(c.To)) {
			f = f.plus(w.column(s, s.Table(user.Table), user.Name))
		}
		return f
	}
	if o.Table == "" { // an index without its table's name
		var f fact
		for key, t := range s.Tables {
			f = f.plus(w.scale.table(key, t))
		}
		return f
	}
	key := s.Semantics.TableKey(o.Table)
	return w.scale.table(key, s.Tables[key])
}

// touchedTables measures a table under both of its names, and those whose foreign keys follow.
func (w *walker[R]) touchedTables(s *schema.Schema, c schema.RenameTable) fact {
	from, to := s.Semantics.TableKey(c.From), s.Semantics.TableKey(c.To)
	f := w.scale.table(from, s.Tables[from])
	if to != from {
		f = f.plus(w.scale.table(to, s.Tables[to]))
	}
	for key, t := range s.Tables {
		refers := slices.ContainsFunc(t.ForeignKeys, func(k schema.ForeignKey) bool {
			ref := s.Semantics.TableKey(k.RefTable)
			return ref == from || ref == to
		})
		if key != from && key != to && refers {
			f = f.plus(w.scale.table(key, t))
		}
	}
	return f
}

func (w *walker[R]) enum(s *schema.Schema, name string) fact {
	if e, ok := s.Enums[name]; ok {
		return w.scale.enum(name, &e)
	}
	return w.scale.enum(name, nil)
}

// touchedColumn measures a column and, where it goes or gets another name, that name's column and the table's indexes, which follow it.
func (w *walker[R]) touchedColumn(s *schema.Schema, o schema.Object, c schema.Change) fact {
	key := s.Semantics.TableKey(o.Table)
	t := s.Tables[key]
	if t == nil {
		return fact{}
	}
	f := w.column(s, t, o.Name)
	switch c := c.(type) {
	case schema.DropColumn:
		return f.plus(w.scale.lists(w.scale.tables[key], t))
	case schema.RenameColumn:
		return f.plus(w.column(s, t, c.To)).plus(w.scale.lists(w.scale.tables[key], t))
	case schema.AlterColumn:
		if c.Set&schema.PropName != 0 {
			return f.plus(w.column(s, t, c.To.Name)).plus(w.scale.lists(w.scale.tables[key], t))
		}
	}
	return f
}

// column measures the column of that name, be it there or not.
func (w *walker[R]) column(s *schema.Schema, t *schema.Table, name string) fact {
	var col *schema.Column
	if i := t.Column(s.Semantics, name); i >= 0 {
		col = &t.Columns[i]
	}
	key := s.Semantics.TableKey(t.Name)
	return w.scale.column(key, w.scale.tables[key], name, col)
}

// ranked returns the matches, the nearest first. Of two equally near ones, whole revisions come before half ones, and what stands later in
// a newer line before what is older.
func (w *walker[R]) ranked() []Match[R] {
	all := make([]*Match[R], 0, len(w.matches))
	for _, m := range w.matches {
		slices.SortFunc(m.Places, w.likelier)
		m.Places = wholeOnly(m.Places)
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b *Match[R]) int {
		if c := cmp.Or(cmp.Compare(a.Distance.Sum(), b.Distance.Sum()), cmp.Compare(a.Distance.Hard, b.Distance.Hard)); c != 0 {
			return c
		}
		return w.likelier(a.Places[0], b.Places[0])
	})
	ranked := make([]Match[R], len(all))
	for i, m := range all {
		ranked[i] = *m
	}
	return ranked
}

// wholeOnly leaves half-done revisions out where the same schema is that of a whole one.
func wholeOnly[R Revision](places []Place[R]) []Place[R] {
	if places[0].Statement > 0 {
		return places
	}
	return slices.DeleteFunc(places, func(p Place[R]) bool { return p.Statement > 0 })
}

// likelier orders places: whole revisions first, then the newest line, then the later in it.
func (w *walker[R]) likelier(a, b Place[R]) int {
	return cmp.Or(
		cmp.Compare(min(a.Statement, 1), min(b.Statement, 1)),
		cmp.Compare(w.newestHead(b), w.newestHead(a)),
		cmp.Compare(b.Lines[len(b.Lines)-1], a.Lines[len(a.Lines)-1]),
		cmp.Compare(b.At, a.At),
		cmp.Compare(a.Statement, b.Statement), // a statement that leaves no trace may be the one that failed
	)
}

// newestHead returns the newest line that ends at the place, -1 if none does: a head that was released is likelier than what leads to it.
func (w *walker[R]) newestHead(p Place[R]) int {
	if p.Statement > 0 {
		return -1
	}
	for _, l := range slices.Backward(p.Lines) {
		if p.At == len(w.lines[l])-1 {
			return l
		}
	}
	return -1
}
