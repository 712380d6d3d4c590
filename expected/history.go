// Package expected knows what a database should look like: the histories of schema revisions, and the schema at each point of one.
//
// A history is not a list. Asterisk has released the same revision with different parents, and even with different contents, in different
// series; so a [History] is a set of chains that share their revisions, and a [Position] is a place in one of them.
package expected

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// A Normalizer brings a change, its types and defaults spelled as a revision declares them, to what a server makes of it.
type Normalizer interface {
	// Normalize returns nil for a change that the server ignores.
	Normalize(schema.Change) (schema.Change, error)
	// Semantics say, among other things, which names are the same.
	Semantics() schema.Semantics
}

// A Revision is one revision as it was released at least once.
type Revision struct {
	// ID is what a version table says when it was the last to run: its own id or, of a project with several heads then, all of them, sorted, joined by "+".
	ID string
	// Migration is its own id where ID names several; empty: it is ID.
	Migration string
	// Variant is the release that first shipped the revision with this content; empty: the newest tree has it so.
	Variant       string
	Slug, Created string
	// Changes are one per DDL statement, in the order in which they run, in canonical spelling.
	Changes []schema.Change

	// Beside are its statements that are none of the changes and bear on them, in their order.
	Beside []Beside
	// Stamps is what it makes of the version table's column, so that longer ids fit; the zero Type: it leaves it alone.
	Stamps schema.Type

	numbers    []int // see Statement; nil: each change is a statement
	statements int
}

// A Chain is the revisions of a tree as some releases ship them, the base first.
type Chain struct {
	Name      string
	Revisions []*Revision
	Releases  []Release // those that ship it, the oldest first
	// Outline reports that what the history was written in does not tell all that the statements said: see [schema.Outline].
	Outline bool
	// Cosmetic has what is cosmetic compared as well: see [schema.Everything].
	Cosmetic bool

	skips bool // see [schema.Semantics.SkipsRefused]
	names schema.Semantics
}

func (c *Chain) detail() schema.Detail {
	if c.Outline {
		return schema.Outline
	}
	if c.Cosmetic {
		return schema.Everything
	}
	return schema.Behaviour
}

// Index returns the place of the revision of that id in the chain; -1 if there is none.
func (c *Chain) Index(id string) int {
	return slices.IndexFunc(c.Revisions, func(r *Revision) bool { return r.ID == id })
}

// A History is all chains of a tree for one engine. A revision that several of them have is the same pointer in each.
type History struct {
	Tree string
	// VersionTable is the table that has its stamp, and SharedTable the one that has it with those of other trees where scripts of an older release ran,
	// or where Alembic wrote SQL; empty: there is none.
	VersionTable, SharedTable string
	// Rows are those of the version table where Alembic would not have written them, and Stops what it says of them instead of starting; empty: it starts.
	Rows  []string
	Stops string
	// Chains are in the order of the highest release that ships each, so the newest is the last. Those that only certified releases ship,
	// which are made from older series and go on for longer, are the first.
	Chains []*Chain
	// Names say which names are the same to the engine.
	Names schema.Semantics
	// Opaque are the objects of which the history does not tell what they should be, and Remarks say why, a sentence each. See [History.Compared].
	Opaque  []schema.Opaque
	Remarks []string
	// Cut is as in [Project].
	Cut string
	// Recorded reports that the revisions of a project ran one by one: what they depend on is known, and the statements are what each comes to.
	Recorded bool
	// Server is what the history was recorded on; the zero Server: on none. Objects reports that the recording tells what becomes of the objects beside tables.
	Server  schema.Server
	Objects bool

	mask *mask // nil: all is compared
	// percent are the texts in which a driver has made one percent sign of two, see [History.Compared].
	percent map[string]bool
	makers  map[schema.Object][]*Revision
}

func newHistory(tree string, chains []*Chain, names schema.Semantics) *History {
	h := &History{Tree: tree, Chains: chains, Names: names}
	highest := make(map[*Chain]string, len(chains))
	for _, c := range chains {
		sortReleases(c.Releases)
		highest[c] = c.highest()
		c.skips, c.names = names.SkipsRefused, names
	}
	slices.SortStableFunc(chains, func(a, b *Chain) int { return compareVersions(highest[a], highest[b]) })
	h.makers = makersIn(h)
	return h
}

// Newest returns the chain of the highest release.
func (h *History) Newest() *Chain { return h.Chains[len(h.Chains)-1] }

// highest returns the highest release that ships the chain and is not certified; empty if there is none.
func (c *Chain) highest() string {
	highest := ""
	for _, r := range c.Releases {
		if !certified(r.Name) && (highest == "" || compareVersions(r.Name, highest) > 0) {
			highest = r.Name
		}
	}
	return highest
}

// Owns reports whether any revision ever makes a table of that name.
func (h *History) Owns(table string) bool {
	return len(h.Known(schema.Object{Kind: schema.TableObject, Table: table})) > 0
}

// OwnsEnum reports whether any revision ever makes an enum type of that name.
func (h *History) OwnsEnum(name string) bool {
	return len(h.Known(schema.Object{Kind: schema.EnumObject, Name: name})) > 0
}

// Known returns the revisions that make the object: that create or add it, or rename something to its name.
// Those of the newest chain come first, in its order.
func (h *History) Known(o schema.Object) []*Revision { return h.makers[h.key(o)] }

// key is the same for names that the engine takes for the same.
func (h *History) key(o schema.Object) schema.Object {
	o.Table = h.Names.TableKey(o.Table)
	if h.Names.FoldColumns {
		o.Name = strings.ToLower(o.Name)
	}
	return o
}

func makersIn(h *History) map[schema.Object][]*Revision {
	makers := map[schema.Object][]*Revision{}
	seen := map[*Revision]bool{}
	for _, c := range append([]*Chain{h.Newest()}, h.Chains...) {
		for _, r := range c.Revisions {
			if seen[r] {
				continue
			}
			seen[r] = true
			for _, change := range r.Changes {
				for _, o := range slices.Concat(made(change), renamedObjects(h, makers, change)) {
					o = h.key(o)
					if n := len(makers[o]); n == 0 || makers[o][n-1] != r {
						makers[o] = append(makers[o], r)
					}
				}
			}
		}
	}
	return makers
}

// renamedObjects returns what a renamed table has by its new name: all that was ever made in it.
func renamedObjects(h *History, makers map[schema.Object][]*Revision, c schema.Change) []schema.Object {
	r, ok := c.(schema.RenameTable)
	if !ok {
		return nil
	}
	var all []schema.Object
	for o := range makers {
		if o.Kind != schema.EnumObject && o.Table == h.Names.TableKey(r.From) {
			o.Table = r.To
			all = append(all, o)
		}
	}
	return all
}

// made returns what exists after the change under a name that it did not have before.
func made(c schema.Change) []schema.Object {
	switch c := c.(type) {
	case schema.CreateTable:
		return madeWith(c.Table)
	case schema.AddColumn, schema.AddIndex, schema.AddForeignKey, schema.AddCheck, schema.CreateEnum:
		return []schema.Object{c.Object()}
	case schema.RenameTable:
		return []schema.Object{{Kind: schema.TableObject, Table: c.To}}
	case schema.RenameColumn:
		return []schema.Object{{Kind: schema.ColumnObject, Table: c.Table, Name: c.To}}
	case schema.AlterColumn:
		if c.Set&schema.PropName != 0 {
			return []schema.Object{{Kind: schema.ColumnObject, Table: c.Table, Name: c.To.Name}}
		}
	case schema.RenameIndex:
		return []schema.Object{{Kind: schema.IndexObject, Table: c.Table, Name: c.To}}
	case schema.RenameEnum:
		return []schema.Object{{Kind: schema.EnumObject, Name: c.To}}
	}
	return nil
}

func madeWith(t *schema.Table) []schema.Object {
	all := []schema.Object{{Kind: schema.TableObject, Table: t.Name}}
	for _, c := range t.Columns {
		all = append(all, schema.Object{Kind: schema.ColumnObject, Table: t.Name, Name: c.Name})
	}
	for _, x := range t.Indexes {
		all = append(all, schema.Object{Kind: schema.IndexObject, Table: t.Name, Name: x.Name})
	}
	for _, f := range t.ForeignKeys {
		all = append(all, schema.Object{Kind: schema.ForeignKeyObject, Table: t.Name, Name: f.Name})
	}
	for _, k := range t.Checks {
		all = append(all, schema.Object{Kind: schema.CheckObject, Table: t.Name, Name: k.Name})
	}
	return all
}

// A Position is a place in a history: Chain with its revisions up to the one at At applied.
type Position struct {
	Chain *Chain
	At    int
}

// Revision returns the last revision applied.
func (p Position) Revision() *Revision { return p.Chain.Revisions[p.At] }

// Head reports whether nothing of the chain is left to apply.
func (p Position) Head() bool { return p.At == len(p.Chain.Revisions)-1 }

// Schema returns the schema that a database at this position has, by making all changes up to it. A statement that was released with a
// flaw counts as what becomes of it, see [schema.Schema.Replay].
func (p Position) Schema(m schema.Semantics) (*schema.Schema, error) {
	s := schema.New(m)
	s.Detail = p.Chain.detail()
	for _, r := range p.Chain.Revisions[:p.At+1] {
		for i, c := range r.Changes {
			if err := s.Replay(c); err != nil {
				return nil, fmt.Errorf("statement %d of %d of revision %s in %s: %w", i+1, len(r.Changes), r.ID, p.Chain.Name, err)
			}
		}
	}
	return s, nil
}

// Find returns every place whose last revision has that id or, if there is none, is that migration.
func (h *History) Find(id string) []Position {
	if all := h.find(func(r *Revision) bool { return r.ID == id }); all != nil {
		return all
	}
	return h.find(func(r *Revision) bool { return r.Migration != "" && r.Migration == id })
}

// Ran returns the positions right behind the run of a revision, whatever other branches have run by then.
func (h *History) Ran(id string) []Position {
	return h.find(func(r *Revision) bool { return r.Own() == id })
}

func (h *History) find(which func(*Revision) bool) []Position {
	var all []Position
	for _, c := range h.Chains {
		for i, r := range c.Revisions {
			if which(r) {
				all = append(all, Position{c, i})
			}
		}
	}
	return all
}
