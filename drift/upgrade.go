package drift

import (
	"fmt"
	"maps"
	"slices"

	"assay/schema"
)

// A Refuser says what a server answers a statement that it would not run on a database of that schema; nil: it runs it. A room's Refusal is one.
type Refuser func(*schema.Schema, schema.Change) *schema.Refusal

// A Doubter says why nobody can tell whether a server runs a statement on a database of that schema; refusal is what it would answer by what is known of it,
// nil: it would run it. Empty: that is what it does.
type Doubter func(s *schema.Schema, c schema.Change, refusal *schema.Refusal) string

// A Releaser says which objects the statements before one of a revision's changes have dropped, where no change says that; nil: there is none that knows.
type Releaser[R Revision] func(r R, change int) func(schema.Opaque) bool

// An Upgrade is what Alembic will do to a schema.
type Upgrade[R Revision] struct {
	// Pending are the revisions that Alembic runs, in its order.
	Pending []R
	// Stop is where the server stops it; nil: it runs to its end.
	Stop *Stop[R]
	// Doubts are statements before it of which nobody can tell whether the server runs them. Those that it might refuse are not made in Result.
	Doubts []Doubt[R]
	// Undone are the changes that somebody made by hand and that a statement undoes without a word, as far as the upgrade gets.
	Undone []Undone[R]
	// Dropped are the columns and tables that it drops, with all that is in them, as far as it gets; those that it has made itself are empty.
	Dropped []Dropped[R]
	// Result is the schema in the end: at the stop, or as it was where DDL is transactional.
	Result *schema.Schema
	// Stamped counts the pending revisions that are stamped as applied in the end.
	Stamped int
	// own are the tables and columns that it has made.
	own map[schema.Object]bool
	net bool
}

// A Stop is a statement that a server refuses.
type Stop[R Revision] struct {
	Revision  R
	Statement int // from 1
	Change    schema.Change
	Refusal   *schema.Refusal
}

// A Doubt is a statement of which nobody can tell whether a server runs it.
type Doubt[R Revision] struct {
	Revision R
	Change   schema.Change
	Why      string
}

// An Undone is a column that was changed by hand and that a revision states anew.
type Undone[R Revision] struct {
	Revision  R
	Statement int // from 1
	Table     string
	// Was is the column before the statement and Is after it. Set are the properties that differ from what the history made of it, and that
	// the statement sets back.
	Was, Is schema.Column
	Set     schema.Property
}

// A Dropped is a column, or a table where the column is empty, that a revision drops.
type Dropped[R Revision] struct {
	Revision      R
	Table, Column string
	// As is the table that the revision makes with all the columns of the dropped one, which is then the same one renamed, as far as a recording can tell
	// that knows no more than what was there before and after. Empty: it makes none.
	As string
}

// Predict runs revisions on a schema in memory, statement by statement, as Alembic runs them on a server. made is the schema as the history has
// it before them, to tell what was changed by hand; neither schema is changed. net: the revisions tell no more than what was there before and after, so that a
// table may be renamed where they drop one and make another like it.
func Predict[R Revision](pending []R, net bool, got, made *schema.Schema, refuse Refuser, doubt Doubter, release Releaser[R]) (*Upgrade[R], error) {
	u := &Upgrade[R]{Pending: pending, Result: got.Clone(), own: map[schema.Object]bool{}, net: net}
	made = made.Clone()
	for i, r := range pending {
		for j, c := range r.Steps() {
			if drop, ok := c.(schema.DropTable); ok {
				u.follow(drop.Table, u.renamed(drop.Table, r, made))
			}
			if release != nil {
				u.release(release(r, j))
			}
			refusal := refuse(u.Result, c)
			why := doubt(u.Result, c, refusal)
			if why != "" {
				u.Doubts = append(u.Doubts, Doubt[R]{r, c, why})
			}
			switch {
			case refusal != nil && why != "":
				_ = made.Apply(c)
				continue
			case refusal != nil:
				u.Stop = &Stop[R]{Revision: r, Statement: j + 1, Change: c, Refusal: refusal}
				if got.Semantics.TransactionalDDL {
					u.Result, u.Stamped, u.Undone, u.Dropped = got, 0, nil, nil
				}
				return u, nil
			}
			if err := u.run(r, j+1, c, made); err != nil {
				return nil, fmt.Errorf("playing statement %d of %s through: %w", j+1, r.Name(), err)
			}
		}
		u.Stamped = i + 1
	}
	return u, nil
}

// release forgets objects that are there no more.
func (u *Upgrade[R]) release(gone func(schema.Opaque) bool) {
	if slices.ContainsFunc(u.Result.Opaque, gone) {
		u.Result.Opaque = slices.DeleteFunc(slices.Clone(u.Result.Opaque), gone)
	}
}

// run makes a change that the server runs, and notes what it costs.
func (u *Upgrade[R]) run(r R, statement int, c schema.Change, made *schema.Schema) error {
	if u.Result.Idle(c) {
		_ = made.Apply(c)
		return nil
	}
	was, there := columnOf(u.Result, c)
	expected, known := columnOf(made, c)
	as := ""
	if drop, ok := c.(schema.DropTable); ok {
		as = u.renamed(drop.Table, r, made)
	}
	if err := u.Result.Apply(c); err != nil {
		return err
	}
	_ = made.Apply(c) // a history always can, but for what was released with a flaw
	switch c := c.(type) {
	case schema.RenameTable:
		u.rename(c)
	case schema.AlterColumn:
		if there && known {
			u.note(Undone[R]{Revision: r, Statement: statement, Table: c.Table, Was: was, Is: u.column(c)}, expected, c.Set)
		}
	case schema.AddColumn, schema.CreateTable:
		u.own[c.Object()] = true
	case schema.DropColumn:
		u.drop(c, Dropped[R]{Revision: r, Table: c.Table, Column: c.Column})
	case schema.DropTable:
		u.drop(c, Dropped[R]{Revision: r, Table: c.Table, As: as})
	}
	return nil
}

// renamed returns the table that a revision makes with all the columns of one that it drops; empty: it makes none.
func (u *Upgrade[R]) renamed(table string, r R, made *schema.Schema) string {
	t := made.Table(table)
	comesBack := slices.ContainsFunc(r.Steps(), func(c schema.Change) bool { rename, ok := c.(schema.RenameTable); return ok && rename.To == table })
	if t == nil || comesBack || !u.net {
		return ""
	}
	for _, c := range r.Steps() {
		create, ok := c.(schema.CreateTable)
		if ok && !slices.ContainsFunc(t.Columns, func(col schema.Column) bool {
			i := create.Table.Column(made.Semantics, col.Name)
			return i < 0 || col.Differ(&create.Table.Columns[i]) != 0
		}) {
			return create.Table.Name
		}
	}
	return ""
}

// follow has what refers to a renamed table refer to it by its new name, as servers do: it is not in the way. An empty name: it is not renamed.
func (u *Upgrade[R]) follow(from, to string) {
	if to == "" {
		return
	}
	s := u.Result
	for _, t := range s.SortedTables() {
		refers := func(f schema.ForeignKey) bool { return s.Semantics.TableKey(f.RefTable) == s.Semantics.TableKey(from) }
		if s.Semantics.TableKey(t.Name) == s.Semantics.TableKey(from) || !slices.ContainsFunc(t.ForeignKeys, refers) {
			continue
		}
		t = t.Clone()
		for i := range t.ForeignKeys {
			if refers(t.ForeignKeys[i]) {
				t.ForeignKeys[i].RefTable = to
			}
		}
		s.Add(t)
	}
	s.Opaque = slices.Clone(s.Opaque)
	for i := range s.Opaque {
		if s.Opaque[i].Table == from {
			s.Opaque[i].Table = to
		}
	}
}

// rename has what the upgrade has made in a table be its own under the table's new name.
func (u *Upgrade[R]) rename(c schema.RenameTable) {
	for o := range maps.Clone(u.own) {
		if o.Table == c.From {
			delete(u.own, o)
			o.Table = c.To
			u.own[o] = true
		}
	}
}

// drop notes what is dropped, unless the upgrade has made it.
func (u *Upgrade[R]) drop(c schema.Change, d Dropped[R]) {
	if !u.own[c.Object()] && !u.own[schema.Object{Kind: schema.TableObject, Table: d.Table}] {
		u.Dropped = append(u.Dropped, d)
	}
}

// note keeps an Undone if it is one.
func (u *Upgrade[R]) note(n Undone[R], expected schema.Column, set schema.Property) {
	n.Set = expected.Differ(&n.Was) & n.Was.Differ(&n.Is) & set
	if n.Set&schema.PropType != 0 && u.Result.Semantics.Compare(n.Was.Type, n.Is.Type) == schema.Wider { // it gets wider yet
		n.Set &^= schema.PropType
	}
	if n.Set != 0 {
		u.Undone = append(u.Undone, n)
	}
}

// column is an altered column as it is now, under the name that it has now.
func (u *Upgrade[R]) column(c schema.AlterColumn) schema.Column {
	name := c.Name
	if c.Set&schema.PropName != 0 {
		name = c.To.Name
	}
	t := u.Result.Table(c.Table)
	return t.Columns[t.Column(u.Result.Semantics, name)]
}

// columnOf returns the column that a change is about, and whether there is one.
func columnOf(s *schema.Schema, c schema.Change) (schema.Column, bool) {
	o := c.Object()
	t := s.Table(o.Table)
	if o.Kind != schema.ColumnObject || t == nil {
		return schema.Column{}, false
	}
	i := t.Column(s.Semantics, o.Name)
	if i < 0 {
		return schema.Column{}, false
	}
	return t.Columns[i], true
}
