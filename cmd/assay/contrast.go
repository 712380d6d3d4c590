package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/fixup"
	"assay/report"
	"assay/rules"
	"assay/schema"
)

// A contrast is two schemas, and what would make the second of the first.
type contrast struct {
	a, b      *side
	server    schema.Server // as which both are understood
	room      dialect.Dialect
	histories []*expected.History // whose tables are compared; none: all tables are
	// want and got are the parts of B and A that are compared.
	want, got *schema.Schema
	changes   []schema.Change
	// all are the differences; the finding that each was made of stands at the same place of findings, if there is one.
	all      []difference
	findings []rules.Finding
}

// A difference is one thing in which two schemas differ.
type difference struct {
	Tree     string `json:"tree"` // empty: no tree has it
	Table    string `json:"table"`
	Object   string `json:"object"`
	A        string `json:"a"`
	B        string `json:"b"`
	Revision string `json:"revision"` // set it as it is in B; empty: B has it no more, or nobody knows
	Release  string `json:"release"`
}

// what names the thing.
func (d difference) what() string {
	if d.Object == "" || d.Object == d.Table {
		return d.Table
	}
	return strings.TrimPrefix(d.Table+"."+d.Object, ".")
}

// compare finds the places that are named, and the differences.
func (k *contrast) compare() error {
	semantics := k.room.Semantics()
	for _, s := range []*side{k.b, k.a} {
		if s.db != nil {
			semantics = s.db.Schema.Semantics
		}
	}
	if err := k.place(semantics); err != nil {
		return err
	}
	if err := k.ambiguous(); err != nil {
		return err
	}
	k.want, k.got = k.part(k.b.db.Schema), k.part(k.a.db.Schema)
	k.changes = drift.Compare(k.want, k.got)
	pass := &rules.Pass{Want: k.want, Got: k.got, Origins: k.origins()}
	for _, f := range rules.Check(pass, k.changes) {
		if len(f.Fix) == 0 { // elsewhere, what is the administrator's own is left alone
			f.Fix = k.of(f)
		}
		k.add(difference{k.owner(f.Table, f.Object), f.Table, f.Object, f.Got, f.Want, f.Revision, f.Release}, f)
	}
	k.views()
	return k.rest()
}

// of are the changes of the table or type that a finding is about.
func (k *contrast) of(f rules.Finding) []schema.Change {
	return slices.DeleteFunc(slices.Clone(k.changes), func(c schema.Change) bool {
		o := c.Object()
		return o.Table != f.Table || f.Table == "" && o.Name != f.Object
	})
}

// add adds a difference, once: labels too many and labels missing are one to people.
func (k *contrast) add(d difference, f rules.Finding) {
	if slices.Contains(k.all, d) {
		return
	}
	at, _ := slices.BinarySearchFunc(k.all, d, func(e, d difference) int {
		return cmp.Or(cmp.Compare(e.Table, d.Table), cmp.Compare(e.Object, d.Object), -1)
	})
	k.all, k.findings = slices.Insert(k.all, at, d), slices.Insert(k.findings, at, f)
}

// place finds the revisions and releases that are named, each in the trees that have it. What is compared are the trees that both have.
func (k *contrast) place(m schema.Semantics) error {
	var unknown error
	k.histories = slices.DeleteFunc(k.histories, func(h *expected.History) bool {
		for _, s := range []*side{k.a, k.b} {
			if err := s.find(h); err != nil {
				unknown = cmp.Or(unknown, s.unknown(err))
				return true
			}
		}
		return false
	})
	if len(k.histories) == 0 && unknown != nil {
		return unknown
	}
	for _, s := range []*side{k.a, k.b} {
		if !s.history() {
			continue
		}
		s.db = &schema.Database{Server: schema.Server{Engine: k.server.Engine}, Name: s.word, Schema: schema.New(m)}
		for _, h := range k.histories {
			at, err := s.at[h.Tree].Schema(m)
			if err != nil {
				return err
			}
			for _, t := range at.SortedTables() {
				s.db.Schema.Add(t)
			}
			maps.Copy(s.db.Schema.Enums, at.Enums)
			s.db.Stamps = append(s.db.Stamps, schema.Stamp{Table: h.VersionTable, Revisions: []string{s.at[h.Tree].Revision().ID}})
		}
	}
	return nil
}

// find finds the side's place in a history; a database needs none.
func (s *side) find(h *expected.History) error {
	if !s.history() {
		return nil
	}
	find := position
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
func (s *side) unknown(err error) error {
	if !s.bare {
		return err
	}
	return fmt.Errorf("%q is no database URL and no file that is there, and %w", s.word, err)
}

// part is what is compared of a schema: no version table, and of a history only what that has.
func (k *contrast) part(s *schema.Schema) *schema.Schema {
	used := map[string]bool{}
	for _, t := range s.SortedTables() {
		for _, c := range t.Columns {
			used[strings.TrimSuffix(c.Type.Name, "[]")] = used[strings.TrimSuffix(c.Type.Name, "[]")] || c.Type.Named && k.compares(t.Name)
		}
	}
	return s.Only(k.compares, func(enum string) bool {
		return len(k.histories) == 0 || used[enum] || slices.ContainsFunc(k.histories, func(h *expected.History) bool { return h.OwnsEnum(enum) })
	})
}

// compares reports whether a table of that name is compared.
func (k *contrast) compares(table string) bool {
	if isVersionTable(k.a.db, table) || isVersionTable(k.b.db, table) {
		return false
	}
	return len(k.histories) == 0 || k.treeOf(table) != ""
}

// owner is the tree that has a table or, where there is none, an enum type; empty: none.
func (k *contrast) owner(table, enum string) string {
	i := slices.IndexFunc(k.histories, func(h *expected.History) bool { return table == "" && h.OwnsEnum(enum) })
	if i >= 0 {
		return k.histories[i].Tree
	}
	return k.treeOf(table)
}

func (k *contrast) treeOf(table string) string {
	for _, h := range k.histories {
		if h.Owns(table) {
			return h.Tree
		}
	}
	return ""
}

// origins are what is known of the origin of what B has.
func (k *contrast) origins() rules.Origins {
	var l setBy
	for _, h := range k.histories {
		if at, ok := k.b.at[h.Tree]; ok {
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

// views are what stands in A where B has a table, which no statement makes of it.
func (k *contrast) views() {
	for _, t := range k.want.SortedTables() {
		if v, ok := k.got.View(t.Name); ok && k.got.Table(t.Name) == nil {
			k.add(difference{Tree: k.treeOf(t.Name), Table: t.Name, A: v.Kind, B: "table"}, rules.Finding{})
		}
	}
}

// rest are changes that no rule has a word for.
func (k *contrast) rest() error {
	for _, c := range k.changes {
		if slices.ContainsFunc(k.findings, func(f rules.Finding) bool { return holds(f.Fix, c) }) {
			continue
		}
		sql, err := k.room.Format(c)
		if err != nil {
			return err
		}
		o := c.Object()
		k.add(difference{Tree: k.owner(o.Table, o.Name), Table: o.Table, Object: o.Name, B: strings.Join(sql, "; ")}, rules.Finding{Fix: []schema.Change{c}})
	}
	return nil
}

// plan plans the way from A to B in the whole of A, and proves it.
func (k *contrast) plan(destroy bool) (*fixup.Plan, error) {
	plan, err := fixup.Make(k.a.db.Schema, k.changes, k.room, destroy)
	if err != nil {
		return nil, fmt.Errorf("%w (--format text shows the differences all the same)", err)
	}
	held := slices.ContainsFunc(plan.Steps, func(s fixup.Step) bool { return s.Held })
	if rest := drift.Compare(k.want, k.part(plan.Result)); !held && len(rest) > 0 {
		return nil, fmt.Errorf("the statements would leave %s other than it is in B: please report this", rest[0].Object())
	}
	return plan, nil
}

// remarks say what was not compared, each a sentence.
func (k *contrast) remarks() []string {
	var remarks []string
	if trees := k.trees(); len(trees) > 0 {
		remarks = append(remarks, "compared: the tables that the history of "+strings.Join(trees, ", ")+" has")
	}
	for i, s := range []*side{k.a, k.b} {
		if left := k.left(s); len(left) > 0 {
			remarks = append(remarks, fmt.Sprintf("left out: of %s, %s", "AB"[i:i+1], few(left)))
		}
		if opaque := k.opaque(s); len(opaque) > 0 {
			remarks = append(remarks, fmt.Sprintf("not compared: of %s, %s", "AB"[i:i+1], strings.Join(opaque, ", ")))
		}
		if s.db.Hidden != "" {
			remarks = append(remarks, fmt.Sprintf("of %s, only what its user may see was compared: %s", "AB"[i:i+1], s.db.Hidden))
		}
	}
	return remarks
}

// few names some things, and how many more there are.
func few(names []string) string {
	const most = 8
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

func (k *contrast) trees() []string {
	var trees []string
	for _, h := range k.histories {
		trees = append(trees, h.Tree)
	}
	return trees
}

// left are the tables that the histories do not have.
func (k *contrast) left(s *side) []string {
	left := []string{}
	for _, t := range s.db.Schema.SortedTables() {
		if !k.compares(t.Name) && !isVersionTable(k.a.db, t.Name) && !isVersionTable(k.b.db, t.Name) {
			left = append(left, t.Name)
		}
	}
	return left
}

// opaque are the objects that are there, and that assay does not model.
func (k *contrast) opaque(s *side) []string {
	opaque := []string{}
	for _, o := range s.db.Schema.Opaque {
		if !k.compares(cmp.Or(o.Table, o.Name)) {
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

// stamps are the version tables of either side, and what each holds.
func (k *contrast) stamps() []difference {
	var all []difference
	held := func(s *side, table string) string {
		t, ok := stampIn(s.db, table)
		switch {
		case ok && s.db.NoRows:
			return "not known"
		case ok && len(t.Revisions) == 0:
			return "empty"
		}
		return strings.Join(t.Revisions, " ")
	}
	for _, s := range []*side{k.a, k.b} {
		for _, t := range s.db.Stamps {
			d := difference{Table: t.Table, A: held(k.a, t.Table), B: held(k.b, t.Table)}
			if !slices.Contains(all, d) {
				all = append(all, d)
			}
		}
	}
	return all
}

func (k *contrast) writeText(w io.Writer) error {
	_, _ = fmt.Fprintf(w, "A  %s\nB  %s\n\n", report.Clean(k.title(k.a)), report.Clean(k.title(k.b)))
	if err := writeDifferences(w, k.all); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(w)
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range k.stamps() {
		_, _ = fmt.Fprintf(out, "stamp  %s\t%s\t→ %s\n", report.Clean(s.Table), report.Clean(cmp.Or(s.A, "-")), report.Clean(cmp.Or(s.B, "-")))
	}
	if err := out.Flush(); err != nil {
		return err
	}
	for _, r := range k.remarks() {
		_, _ = fmt.Fprintln(w, report.Clean(r))
	}
	return nil
}

// writeDifferences writes one line for each.
func writeDifferences(w io.Writer, all []difference) error {
	var lines bytes.Buffer
	out := tabwriter.NewWriter(&lines, 0, 0, 2, ' ', 0)
	for _, d := range all {
		_, _ = fmt.Fprintf(out, "%s\t%s\t→ %s\t%s\t%s\n", report.Clean(d.what()), report.Clean(cmp.Or(d.A, "-")), report.Clean(cmp.Or(d.B, "-")), d.Revision,
			d.Release)
	}
	if len(all) == 0 {
		_, _ = fmt.Fprintln(out, "the schemas are the same")
	}
	_ = out.Flush() // a buffer takes all
	for l := range strings.Lines(lines.String()) {
		if _, err := fmt.Fprintln(w, strings.TrimRight(l, " \n")); err != nil {
			return err
		}
	}
	return nil
}

// sideJSON is a side for programs.
type sideJSON struct {
	Name   string      `json:"name"`
	Engine string      `json:"engine"`
	Server string      `json:"server"` // empty: a place in a history
	Stamps []stampJSON `json:"stamps"`
	// LeftOut are tables that are not compared, since the history does not have them; NotCompared are objects that assay does not model.
	LeftOut     []string `json:"left_out"`
	NotCompared []string `json:"not_compared"`
	Hidden      string   `json:"hidden"` // the right that the user lacks to see all of it; empty: none
}

type stampJSON struct {
	Table     string   `json:"table"`
	Revisions []string `json:"revisions"`
}

func (k *contrast) sideJSON(s *side) sideJSON {
	j := sideJSON{Name: s.db.Name, Engine: s.db.Server.Engine, Stamps: []stampJSON{}, LeftOut: k.left(s), NotCompared: k.opaque(s), Hidden: s.db.Hidden}
	if !s.history() {
		j.Server = s.db.Server.String()
	}
	for _, t := range s.db.Stamps {
		j.Stamps = append(j.Stamps, stampJSON{t.Table, append([]string{}, t.Revisions...)})
	}
	return j
}

func (k *contrast) writeJSON(w io.Writer) error {
	return encodeJSON(w, struct {
		Version     int          `json:"version"`
		A           sideJSON     `json:"a"`
		B           sideJSON     `json:"b"`
		Trees       []string     `json:"trees"` // whose tables alone were compared; empty: all were
		Differences []difference `json:"differences"`
	}{1, k.sideJSON(k.a), k.sideJSON(k.b), append([]string{}, k.trees()...), append([]difference{}, k.all...)})
}

func encodeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
