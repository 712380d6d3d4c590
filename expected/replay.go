package expected

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// History returns the project's history for a server of those semantics, which are the live database's where there is one.
//
// Its chains are orders in which the revisions can have run: that in which they did, the last; for each head of several, and for the rows of a version table,
// one that has those first. Of several rows, the later ones are where an upgrade goes from there: a chain has each behind those before. A chain's revision
// is named after what the version table holds behind it ([Revision.ID]). What cannot be replayed, because another history or a create_all made what it
// changes, is left out and named in [History.Opaque] and [History.Remarks].
func (p *Project) History(m schema.Semantics, stamps ...[]string) (*History, error) {
	if len(p.Steps) == 0 {
		return nil, fmt.Errorf("the history %s has no revision yet: assay history record goes on with a recording that was begun", p.Name)
	}
	for _, id := range slices.Concat(stamps...) {
		if slices.Contains(p.Older, id) {
			return nil, fmt.Errorf("the stamp %s comes before %s, at which the history %s begins: upgrade the database to %[2]s first, or record from an older base "+
				"(assay history record --from)", id, p.From, p.Name)
		}
	}
	order, ok := newGraph(p.Steps).sorted()
	if !ok {
		return nil, fmt.Errorf("the revisions of history %s come after each other in a circle", p.Name)
	}
	b := &builder{project: p, graph: newGraph(inOrder(p.Steps, order)), names: m, mask: newMask(m), revisions: map[string]*Revision{}}
	b.load()
	b.settle()
	chains := b.chains(stamps)
	h := newHistory(p.Name, chains, m)
	h.mask, h.Opaque, h.Remarks, h.Recorded = b.mask, b.opaque, slices.Concat(p.Remarks, b.remarks), p.Net
	h.Cut, h.Objects, h.Server = p.Cut, p.Objects, schema.Server{Engine: p.Engine, Product: p.Product, Version: p.Version}
	if p.Halved {
		h.percent = learnHalves(chains)
	}
	return h, nil
}

func inOrder(steps []Step, order []int) []Step {
	sorted := make([]Step, len(steps))
	for n, i := range order {
		sorted[n] = steps[i]
	}
	return sorted
}

// A builder makes chains of a graph.
type builder struct {
	project *Project
	graph   *graph
	names   schema.Semantics
	mask    *mask
	// changes are those of each revision that can be made, and numbers their statements.
	changes [][]numbered
	// beside are the statements of each that are none of those changes and bear on them.
	beside    [][]Beside
	at        int // the revision that is replayed
	revisions map[string]*Revision
	lent      []string // the types that no revision makes: an extension's, or what was there before
	opaque    []schema.Opaque
	remarks   []string
}

// A numbered is a change and the place of its statement in its revision.
type numbered struct {
	schema.Change
	number int
}

// load takes over the changes, and leaves out what the reader could not make out.
func (b *builder) load() {
	for _, s := range b.graph.steps {
		for _, c := range s.Changes {
			if rename, ok := c.(schema.RenameTable); ok {
				b.mask.renames(rename)
			}
		}
	}
	for i, s := range b.graph.steps {
		var changes []numbered
		if i == 0 {
			for _, c := range b.project.Before {
				changes = append(changes, numbered{c, 0})
			}
		}
		for j, c := range s.Changes {
			n := j + 1
			if s.Numbers != nil {
				n = s.Numbers[j]
			}
			changes = append(changes, numbered{c, n})
		}
		b.changes, b.beside = append(b.changes, changes), append(b.beside, b.unseen(s))
		for _, o := range s.Opaque {
			b.opaque = append(b.opaque, o)
			if object, ok := objectOf(o); ok {
				b.mask.add(object)
			}
		}
	}
}

// unseen are the statements of a step that are none of its changes: those that the SQL says, and of a recording, which has none of them, that there may be
// some.
func (b *builder) unseen(s Step) []Beside {
	switch {
	case b.project.Net:
		all := []Beside{{}}
		for _, o := range s.Opaque {
			if o.Kind == schema.Exclusion {
				all = append(all, Beside{Text: "exclusion constraint " + o.Name, Unread: true, OnRows: o.Table})
			}
		}
		for _, x := range s.Beside {
			x.Exact = b.project.Objects
			all = append(all, x)
		}
		return all
	case b.project.Data || s.Numbers == nil:
		return slices.Clone(s.Beside)
	}
	var all []Beside
	for n := 1; n <= s.Statements; n++ {
		if !slices.Contains(s.Numbers, n) {
			all = append(all, Beside{Statement: n})
		}
	}
	return all
}

// leave notes that a change is left out of a revision, or a part of it.
func (b *builder) leave(i int, c numbered) {
	left := Beside{Statement: c.number, Text: c.Object().String(), Unread: true}
	if !slices.ContainsFunc(b.beside[i], func(x Beside) bool { return x.Unread && x.Statement == left.Statement }) {
		b.beside[i] = noted(b.beside[i], left)
	}
}

// objectOf returns what an opaque object is to a schema; none: it is nothing that a schema has a definition of.
func objectOf(o schema.Opaque) (schema.Object, bool) {
	switch kind := schema.ObjectKind(o.Kind); kind {
	case schema.TableObject:
		return schema.Object{Kind: kind, Table: o.Name}, true
	case schema.ColumnObject, schema.IndexObject, schema.ForeignKeyObject, schema.CheckObject:
		return schema.Object{Kind: kind, Table: o.Table, Name: o.Name}, true
	case schema.EnumObject:
		return schema.Object{Kind: kind, Name: o.Name}, true
	}
	return schema.Object{}, false
}

// patience is after how many rounds [builder.settle] does nothing more about a change that cannot be made but leave it out.
const patience = 20

// settle replays the history as it ran until all of what is left can be made.
func (b *builder) settle() {
	again := true
	for round := 0; again; round++ {
		again = false
		s := b.empty()
		for i := range b.changes {
			again = b.settleStep(s, i, round < patience) || again
		}
	}
}

// empty is a schema that has nothing yet but the types that no revision makes.
func (b *builder) empty() *schema.Schema {
	s := schema.New(b.names)
	s.Types, s.Told = b.lent, schema.AllTypes
	return s
}

// lend takes a type that a column needs, and that no revision makes, for one that is there: the column is one of that type's name.
func (b *builder) lend(s *schema.Schema, c schema.Change, err error) bool {
	conflict, ok := errors.AsType[*schema.Conflict](err)
	if !ok || conflict.Reason != schema.Missing || conflict.Object.Kind != schema.EnumObject || c.Object().Kind == schema.EnumObject {
		return false
	}
	name := strings.TrimSuffix(conflict.Object.Name, "[]")
	for i := range b.changes {
		for _, other := range b.changes[i] {
			if slices.Contains(made(other.Change), schema.Object{Kind: schema.EnumObject, Name: name}) {
				return false
			}
		}
	}
	b.lent = append(b.lent, name)
	s.Types = b.lent
	return true
}

// ofLent makes a change of a type that no revision makes, and reports whether it has to be left out: it needs no telling where no column has the type.
func (b *builder) ofLent(s *schema.Schema, i int, c numbered) bool {
	name := c.Object().Name
	if c.Object().Kind != schema.EnumObject || !slices.Contains(s.Types, name) || len(s.UsersOf(name)) > 0 || s.Apply(c.Change) != nil {
		return false
	}
	b.beside[i] = append(b.beside[i], Beside{
		Statement: c.number, Text: c.Object().String(), Object: schema.Opaque{Kind: "type", Name: name}, Verb: "DROP", Either: schema.IfOf(c.Change) != 0,
	})
	slices.SortStableFunc(b.beside[i], func(x, y Beside) int { return x.Statement - y.Statement })
	return true
}

// settleStep makes the changes of one revision and reports whether some could not be made as they stand. If mend, what is only in their way is found.
func (b *builder) settleStep(s *schema.Schema, i int, mend bool) bool {
	all, mended := b.changes[i], false
	b.at = i
	b.changes[i] = make([]numbered, 0, len(all))
	for _, c := range all {
		was := c
		if c.Change = b.mask.change(c.Change); c.Change == nil {
			b.leave(i, was)
			continue
		}
		b.nameSpared(s, c.Change)
		if b.ofLent(s, i, c) {
			continue
		}
		err := s.Replay(c.Change)
		for err != nil && b.lend(s, c.Change, err) {
			err = s.Replay(c.Change)
		}
		if err == nil {
			b.changes[i] = append(b.changes[i], c)
			continue
		}
		mended = true
		instead := b.mend(s, i, c, err, mend)
		if len(instead) == 0 {
			b.leave(i, was)
		}
		b.changes[i] = append(b.changes[i], instead...)
	}
	return mended
}

// mend returns what to make in place of a change that cannot be made, and makes it.
func (b *builder) mend(s *schema.Schema, i int, c numbered, err error, mend bool) []numbered {
	for err != nil {
		if mend {
			if b.nameImplicitly(s, c.Change, err) {
				err = s.Replay(c.Change)
				continue
			}
			var freed []numbered
			if freed, err = b.setAside(s, c, err); freed != nil {
				return freed
			}
		}
		if !b.leaveOut(i, s, c.Change, err) {
			return nil
		}
		if table := lacksTable(c.Change, err); table != "" {
			needs := schema.Needs{Relations: []string{table}}
			b.beside[i] = noted(b.beside[i], Beside{Statement: c.number, Text: c.Object().String(), Needs: needs})
		} else { // the server does not make it either, unless there is what the history does not tell of
			b.leave(i, c)
		}
		if c.Change = b.mask.change(c.Change); c.Change == nil {
			return nil
		}
		err = s.Replay(c.Change)
	}
	return []numbered{c}
}

// lacksTable is the table that a new table refers to, and that no revision makes; empty: it is something else that is missing.
func lacksTable(c schema.Change, err error) string {
	conflict, ok := errors.AsType[*schema.Conflict](err)
	_, makes := c.(schema.CreateTable)
	if !ok || !makes || conflict.Reason != schema.Missing || conflict.Object.Kind != schema.TableObject || conflict.Object.Table == c.Object().Table {
		return ""
	}
	return conflict.Object.Table
}

// leaveOut masks what is not known where a change cannot be made, and reports whether that is more than before.
func (b *builder) leaveOut(i int, s *schema.Schema, c schema.Change, err error) bool {
	var conflict *schema.Conflict
	if !errors.As(err, &conflict) {
		return false
	}
	more := false
	objects := unsure(c, conflict)
	if user := conflict.User; user.Kind == schema.ForeignKeyObject && user.Name == "" {
		objects = unnamed(s.Table(user.Table)) // without a name nothing can set it aside
		defer func() { s.Add(b.mask.bare(s.Table(user.Table))) }()
	}
	for _, o := range objects {
		if !b.mask.add(o) {
			continue
		}
		more = true
		b.opaque = append(b.opaque, opaqueOf(o))
		b.remarks = append(b.remarks, fmt.Sprintf("%s is not compared: revision %s cannot be replayed there, for %s", o, b.graph.steps[i].ID, reason(conflict)))
	}
	return more
}

// unnamed are the foreign keys of a table that have no name.
func unnamed(t *schema.Table) []schema.Object {
	var all []schema.Object
	for _, f := range t.ForeignKeys {
		if f.Name == "" {
			all = append(all, schema.Object{Kind: schema.ForeignKeyObject, Table: t.Name, Name: onColumns(f)})
		}
	}
	return all
}

func reason(c *schema.Conflict) string {
	if c.Reason == schema.Missing {
		return fmt.Sprintf("no revision before makes %s", c.Object)
	}
	return c.Error()
}

// setAside takes the foreign keys that block a change off before it: those of a dropped table or column go with it, as CASCADE has it; the
// others come back behind it, since whoever ran the revision on MySQL had foreign_key_checks off. Nil: something else is in the way, the error says what.
func (b *builder) setAside(s *schema.Schema, c numbered, err error) ([]numbered, error) {
	_, table := c.Change.(schema.DropTable)
	_, column := c.Change.(schema.DropColumn)
	before, back := []numbered{}, []numbered{}
	trial := s.Clone()
	for err != nil {
		var conflict *schema.Conflict
		if !errors.As(err, &conflict) || conflict.Reason != schema.InUse || conflict.User.Kind != schema.ForeignKeyObject {
			return nil, err
		}
		own := column && s.Semantics.TableKey(conflict.User.Table) == s.Semantics.TableKey(c.Change.Object().Table)
		if own && s.Semantics.AutoIncrementNeedsKey { // MySQL does not drop a foreign key with its own column, foreign_key_checks or not (1828)
			return nil, err
		}
		drop := schema.DropForeignKey{Table: conflict.User.Table, Name: conflict.User.Name}
		f, ok := foreignKey(trial, drop)
		if !ok || trial.Apply(drop) != nil {
			return nil, err
		}
		before = append(before, numbered{drop, c.number})
		if !table && !column {
			back = append(back, numbered{schema.AddForeignKey{Table: drop.Table, ForeignKey: f}, c.number})
		}
		err = trial.Replay(c.Change)
	}
	freed := slices.Concat(before, []numbered{c}, back)
	for _, c := range freed {
		if err := s.Replay(c.Change); err != nil {
			return nil, err
		}
	}
	return freed, nil
}

// foreignKey returns the foreign key that is dropped.
func foreignKey(s *schema.Schema, c schema.DropForeignKey) (schema.ForeignKey, bool) {
	t := s.Table(c.Table)
	if t == nil {
		return schema.ForeignKey{}, false
	}
	i := slices.IndexFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return s.Semantics.SameName(f.Name, c.Name) })
	if i < 0 {
		return schema.ForeignKey{}, false
	}
	return t.ForeignKeys[i], true
}

// unsure are the objects that are not known any more where a change cannot be made.
func unsure(c schema.Change, conflict *schema.Conflict) []schema.Object {
	o := c.Object()
	if conflict.Object.Kind == schema.TableObject && conflict.Object.Table == o.Table && o.Table != "" {
		return []schema.Object{{Kind: schema.TableObject, Table: o.Table}}
	}
	switch c := c.(type) {
	case schema.CreateTable:
		return unsureOfTable(c.Table, conflict)
	case schema.RenameTable:
		return []schema.Object{o, {Kind: schema.TableObject, Table: c.To}}
	case schema.RenameColumn:
		return []schema.Object{o, {Kind: schema.ColumnObject, Table: c.Table, Name: c.To}}
	case schema.AlterColumn:
		if c.Set&schema.PropName != 0 {
			return []schema.Object{o, {Kind: schema.ColumnObject, Table: c.Table, Name: c.To.Name}}
		}
	case schema.AddIndex:
		if o.Name == "" {
			o.Name = c.Index.On()
		}
	case schema.DropIndex:
		if c.Kind == schema.Constraint {
			return []schema.Object{o, {Kind: schema.ForeignKeyObject, Table: c.Table, Name: c.Name}, {Kind: schema.CheckObject, Table: c.Table, Name: c.Name}}
		}
	case schema.RenameIndex:
		return []schema.Object{o, {Kind: schema.IndexObject, Table: c.Table, Name: c.To}}
	case schema.RenameEnum:
		return []schema.Object{o, {Kind: schema.EnumObject, Name: c.To}}
	case schema.DropTable, schema.AlterTable, schema.AddColumn, schema.DropColumn, schema.AddForeignKey, schema.DropForeignKey, schema.AddCheck,
		schema.DropCheck, schema.CreateEnum, schema.DropEnum, schema.AlterEnum, schema.SetTrait:
	}
	return []schema.Object{o}
}

// unsureOfTable are the parts of a new table that need what is not there; where it is none of them, the table as a whole.
func unsureOfTable(t *schema.Table, conflict *schema.Conflict) []schema.Object {
	var all []schema.Object
	switch conflict.Object.Kind {
	case schema.EnumObject:
		for _, c := range t.Columns {
			if c.Type.Named && c.Type.Name == conflict.Object.Name {
				all = append(all, schema.Object{Kind: schema.ColumnObject, Table: t.Name, Name: c.Name})
			}
		}
	case schema.TableObject, schema.ColumnObject:
		for _, f := range t.ForeignKeys {
			if f.Name != "" && f.RefTable == conflict.Object.Table {
				all = append(all, schema.Object{Kind: schema.ForeignKeyObject, Table: t.Name, Name: f.Name})
			}
		}
		if all == nil && conflict.Object.Kind == schema.TableObject && conflict.Object.Table != t.Name {
			return []schema.Object{conflict.Object} // what refers to it goes by [mask.foreignKey]
		}
	case schema.IndexObject:
		return []schema.Object{conflict.Object}
	case schema.ForeignKeyObject, schema.CheckObject:
	}
	if all == nil {
		return []schema.Object{{Kind: schema.TableObject, Table: t.Name}}
	}
	return all
}

func opaqueOf(o schema.Object) schema.Opaque {
	if o.Kind == schema.TableObject {
		return schema.Opaque{Kind: string(o.Kind), Name: o.Table}
	}
	return schema.Opaque{Kind: string(o.Kind), Name: o.Name, Table: o.Table}
}
