// Package compare compares two sources: databases, snapshots, or places in a history. It says what would make the second of the first, and plans that.
package compare

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/fixup"
	"assay/rules"
	"assay/schema"
)

// A Comparison is two sides, and what would make the second of the first.
type Comparison struct {
	A, B   *Side
	Server schema.Server // as which both are understood
	Room   dialect.Dialect
	// Histories are those whose tables alone are compared; none: all tables are. Of those given, the ones that a named place is not in are left out.
	Histories []*expected.History
	// All are the differences, sorted by table and object; empty: there are none.
	All []Difference

	// Rows are what A's data says to the changes, once somebody has asked it.
	Rows []fixup.Rows

	other     []beside       // the objects beside tables that differ
	want, got *schema.Schema // the parts of B and A that are compared
	changes   []schema.Change
	findings  []rules.Finding // from which each difference was made, at the same place; the zero Finding where no rule has a word for it
}

// A Difference is one thing in which two schemas differ.
type Difference struct {
	Tree     string `json:"tree"` // empty: no tree has it
	Table    string `json:"table"`
	Object   string `json:"object"`
	A        string `json:"a"`
	B        string `json:"b"`
	Revision string `json:"revision"` // set it as it is in B; empty: B has it no more, or nobody knows
	Release  string `json:"release"`
}

// What names the thing.
func (d Difference) What() string {
	if d.Object == "" || d.Object == d.Table {
		return d.Table
	}
	return strings.TrimPrefix(d.Table+"."+d.Object, ".")
}

// New compares A with B. An error says that a name means nothing, or two things.
func New(a, b *Side, server schema.Server, histories []*expected.History) (*Comparison, error) {
	room, err := dialect.For(server)
	if err != nil {
		return nil, err
	}
	k := &Comparison{A: a, B: b, Server: server, Room: room, Histories: histories}
	return k, k.compare()
}

// compare finds the places that are named, and the differences.
func (k *Comparison) compare() error {
	semantics := k.Room.Semantics()
	for _, s := range []*Side{k.B, k.A} {
		if s.DB != nil {
			semantics = s.DB.Schema.Semantics
		}
	}
	if err := k.place(semantics); err != nil {
		return err
	}
	for _, s := range []*Side{k.A, k.B} {
		if err := s.ambiguous(); err != nil {
			return err
		}
	}
	k.want, k.got = k.part(k.B.DB.Schema), k.part(k.A.DB.Schema)
	k.makeRoom()
	k.changes = drift.Compare(k.want, k.got)
	pass := &rules.Pass{Want: k.want, Got: k.got, Origins: originsOf(k.B, k.Histories)}
	for _, f := range rules.Check(pass, k.changes) {
		if len(f.Fix) == 0 { // elsewhere, what is the administrator's own is left alone
			f.Fix = changesOf(f, k.changes)
		}
		k.add(Difference{k.owner(f.Table, f.Object), f.Table, f.Object, f.Got, f.Want, f.Revision, f.Release}, f)
	}
	k.views()
	k.besides()
	return k.rest()
}

// changesOf are those of the changes that are made to the table or type that a finding is about.
func changesOf(f rules.Finding, all []schema.Change) []schema.Change {
	return slices.DeleteFunc(slices.Clone(all), func(c schema.Change) bool {
		o := c.Object()
		return o.Table != f.Table || f.Table == "" && o.Name != f.Object
	})
}

// add adds a difference, once: labels too many and labels missing are one to people.
func (k *Comparison) add(d Difference, f rules.Finding) {
	if slices.Contains(k.All, d) {
		return
	}
	at, _ := slices.BinarySearchFunc(k.All, d, func(e, d Difference) int {
		return cmp.Or(cmp.Compare(e.Table, d.Table), cmp.Compare(e.Object, d.Object), -1)
	})
	k.All, k.findings = slices.Insert(k.All, at, d), slices.Insert(k.findings, at, f)
}

// place finds the revisions and releases that are named, each in the trees that have it. What is compared are the trees that both have.
func (k *Comparison) place(m schema.Semantics) error {
	var unknown error
	k.Histories = slices.DeleteFunc(k.Histories, func(h *expected.History) bool {
		for _, s := range []*Side{k.A, k.B} {
			if err := s.find(h); err != nil {
				unknown = cmp.Or(unknown, s.unknown(err))
				return true
			}
		}
		return false
	})
	if len(k.Histories) == 0 && unknown != nil {
		return unknown
	}
	for _, s := range []*Side{k.A, k.B} {
		if !s.InHistory() {
			continue
		}
		s.DB = &schema.Database{Server: schema.Server{Engine: k.Server.Engine}, Name: s.word, Schema: schema.New(m)}
		for _, h := range k.Histories {
			at, err := s.at[h.Tree].Schema(m)
			if err != nil {
				return err
			}
			s.DB.Schema.Detail = at.Detail
			for _, t := range at.SortedTables() {
				s.DB.Schema.Add(t)
			}
			maps.Copy(s.DB.Schema.Enums, at.Enums)
			s.DB.Stamps = append(s.DB.Stamps, schema.Stamp{Table: h.VersionTable, Revisions: []string{s.at[h.Tree].Revision().ID}})
		}
	}
	return nil
}

// find finds the side's place in a history; a database needs none.
func (s *Side) find(h *expected.History) error {
	if !s.InHistory() {
		return nil
	}
	if s.name == "" { // a script's variable that is not set: the newest place would be none that anybody has named
		return fmt.Errorf("%q names no revision or release", s.word)
	}
	find := (*expected.History).Place
	if s.release {
		find = func(h *expected.History, name string) (expected.Position, error) { return h.ResolveRelease(name) }
	}
	at, err := find(h, s.name)
	if err != nil {
		return err
	}
	if s.at == nil {
		s.at = map[string]expected.Position{}
	}
	s.at[h.Tree] = at
	return nil
}

// unknown says that a word means nothing.
func (s *Side) unknown(err error) error {
	if !s.bare {
		return err
	}
	return fmt.Errorf("%q is no database URL and no file that is there, and %w", s.word, err)
}

// part is what is compared of a schema: no version table, and of a history only what that has.
func (k *Comparison) part(s *schema.Schema) *schema.Schema {
	for _, h := range k.Histories {
		s = h.Spelled(s)
	}
	used := map[string]bool{}
	for _, t := range s.SortedTables() {
		for _, c := range t.Columns {
			used[strings.TrimSuffix(c.Type.Name, "[]")] = used[strings.TrimSuffix(c.Type.Name, "[]")] || c.Type.Named && k.compares(t.Name)
		}
	}
	return s.Only(func(table string) bool { return k.compares(table) && !k.A.unread(table) && !k.B.unread(table) }, func(enum string) bool {
		return len(k.Histories) == 0 || used[enum] || slices.ContainsFunc(k.Histories, func(h *expected.History) bool { return h.OwnsEnum(enum) })
	})
}

// unread reports whether a side's dump makes a table in a way that says only a part of it.
func (s *Side) unread(table string) bool {
	o, ok := s.DB.Schema.View(table)
	return ok && o.Kind == "table" && s.DB.Schema.Table(table) == nil
}

// compares reports whether a table of that name is compared.
func (k *Comparison) compares(table string) bool {
	if k.A.DB.IsVersionTable(table) || k.B.DB.IsVersionTable(table) {
		return false
	}
	return len(k.Histories) == 0 || k.treeOf(table) != ""
}

// owner is the tree that has a table or, where there is none, an enum type; empty: none.
func (k *Comparison) owner(table, enum string) string {
	i := slices.IndexFunc(k.Histories, func(h *expected.History) bool { return table == "" && h.OwnsEnum(enum) })
	if i >= 0 {
		return k.Histories[i].Tree
	}
	return k.treeOf(table)
}

func (k *Comparison) treeOf(table string) string {
	for _, h := range k.Histories {
		if h.Owns(table) {
			return h.Tree
		}
	}
	return ""
}

// originsOf are the origins of what a side has, as far as it is a place in the histories.
func originsOf(s *Side, histories []*expected.History) rules.Origins {
	var l setBy
	for _, h := range histories {
		if at, ok := s.at[h.Tree]; ok {
			l.trees = append(l.trees, expected.NewOrigins(h, at, h.Pending(at)))
		}
	}
	return l
}

// setBy knows who set what in several trees, and nothing else.
type setBy struct {
	rules.NoOrigins
	trees []*expected.Origins
}

// SetBy implements [rules.Origins].
func (l setBy) SetBy(o schema.Object) schema.Origin {
	for _, t := range l.trees {
		if by := t.SetBy(o); by != (schema.Origin{}) {
			return by
		}
	}
	return schema.Origin{}
}

// makeRoom leaves out of A the views that stand where B has a table, and are dropped before the tables are made.
func (k *Comparison) makeRoom() {
	if !k.comparesBeside() {
		return
	}
	k.got = k.got.Clone()
	k.got.Opaque = slices.DeleteFunc(slices.Clone(k.got.Opaque), func(o schema.Opaque) bool {
		return k.want.Table(o.Name) != nil && slices.ContainsFunc(k.A.DB.Schema.Beside, func(b schema.Beside) bool { return b.Kind == o.Kind && b.Name == o.Name })
	})
}

// views are what stands in A where B has a table, which no statement makes of it.
func (k *Comparison) views() {
	for _, t := range k.want.SortedTables() {
		if v, ok := k.got.View(t.Name); ok && k.got.Table(t.Name) == nil {
			k.add(Difference{Tree: k.treeOf(t.Name), Table: t.Name, A: v.Kind, B: "table"}, rules.Finding{})
		}
	}
}

// rest are changes that no rule has a word for.
func (k *Comparison) rest() error {
	for _, c := range k.changes {
		if slices.ContainsFunc(k.findings, func(f rules.Finding) bool { return schema.HasChange(f.Fix, c) }) {
			continue
		}
		sql, err := k.Room.Format(c)
		if err != nil {
			return err
		}
		o := c.Object()
		k.add(Difference{Tree: k.owner(o.Table, o.Name), Table: o.Table, Object: o.Name, B: strings.Join(sql, "; ")}, rules.Finding{Fix: []schema.Change{c}})
	}
	return nil
}

// Plan plans the way from A to B in the whole of A, and proves it.
func (k *Comparison) Plan(destroy bool) (*fixup.Plan, error) {
	plan, _, _, err := k.pass(destroy)
	return plan, err
}

// Remarks say what was not compared, each a sentence.
func (k *Comparison) Remarks() []string {
	var remarks []string
	if trees := k.Trees(); len(trees) > 0 {
		remarks = append(remarks, "compared: the tables that the history of "+strings.Join(trees, ", ")+" has")
	}
	for i, s := range []*Side{k.A, k.B} {
		if left := k.LeftOut(s); len(left) > 0 {
			remarks = append(remarks, fmt.Sprintf("left out: of %s, %s", "AB"[i:i+1], schema.Few(left)))
		}
		if opaque := k.NotCompared(s); len(opaque) > 0 {
			remarks = append(remarks, fmt.Sprintf("not compared: of %s, %s", "AB"[i:i+1], strings.Join(opaque, ", ")))
		}
		if s.DB.Hidden != "" {
			remarks = append(remarks, fmt.Sprintf("of %s, only what its user may see was compared: %s", "AB"[i:i+1], s.DB.Hidden))
		}
	}
	return remarks
}

// Trees are the trees whose histories the sides were compared with.
func (k *Comparison) Trees() []string {
	var trees []string
	for _, h := range k.Histories {
		trees = append(trees, h.Tree)
	}
	return trees
}

// LeftOut are the tables that the histories do not have.
func (k *Comparison) LeftOut(s *Side) []string {
	left := []string{}
	for _, t := range s.DB.Schema.SortedTables() {
		if !k.compares(t.Name) && !k.A.DB.IsVersionTable(t.Name) && !k.B.DB.IsVersionTable(t.Name) {
			left = append(left, t.Name)
		}
	}
	return left
}

// NotCompared are the objects that are there, and that assay does not model.
func (k *Comparison) NotCompared(s *Side) []string {
	opaque := []string{}
	for _, o := range s.DB.Schema.Opaque {
		if !k.compares(cmp.Or(o.Table, o.Name)) || k.compared(o, s) {
			continue
		}
		name := o.String()
		if o.Table != "" {
			name += " on " + o.Table
		}
		opaque = append(opaque, name)
	}
	slices.Sort(opaque)
	return slices.Compact(opaque)
}

// Stamps are the version tables of either side, and what each holds.
func (k *Comparison) Stamps() []Difference {
	var all []Difference
	blocked := func(s *Side, table string) string {
		t, ok := s.DB.Stamp(table)
		switch {
		case ok && s.DB.NoRows:
			return "not known"
		case ok && len(t.Revisions) == 0:
			return "empty"
		}
		return strings.Join(t.Revisions, " ")
	}
	for _, s := range []*Side{k.A, k.B} {
		for _, t := range s.DB.Stamps {
			d := Difference{Table: t.Table, A: blocked(k.A, t.Table), B: blocked(k.B, t.Table)}
			if !slices.Contains(all, d) {
				all = append(all, d)
			}
		}
	}
	return all
}
