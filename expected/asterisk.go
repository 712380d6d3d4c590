package expected

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"assay/expected/asterisk"
	"assay/schema"
)

// Trees returns the trees that Asterisk's Realtime schemas are divided into.
func Trees() []string { return slices.Clone(asterisk.Trees) }

// KnowTrees refuses names of trees that are none of these.
func KnowTrees(names []string) error {
	for _, tree := range names {
		if !slices.Contains(asterisk.Trees, tree) {
			return fmt.Errorf("there is no tree %q; the trees are %s", tree, strings.Join(asterisk.Trees, ", "))
		}
	}
	return nil
}

// TreeOf returns the tree of Asterisk's that has a revision of that id in some release; empty: none has.
func TreeOf(id string) string { return asteriskTrees()[id] }

// asteriskTrees is the tree of each revision, by id.
var asteriskTrees = sync.OnceValue(func() map[string]string {
	trees := map[string]string{}
	for _, tree := range asterisk.Trees {
		chains, _ := asterisk.Chains(tree) // a test reads them
		for _, c := range chains {
			for _, key := range c.Revisions {
				id, _, _ := strings.Cut(key, "~")
				trees[id] = tree
			}
		}
	}
	return trees
})

// Asterisk returns the history of one of Asterisk's trees on an engine, for the server that n stands for.
func Asterisk(tree, engine string, n Normalizer) (*History, error) {
	revisions, err := asteriskRevisions(tree, engine, n)
	if err != nil {
		return nil, fmt.Errorf("reading the history of %s for %s: %w", tree, engine, err)
	}
	data, err := asterisk.Chains(tree)
	if err != nil {
		return nil, err
	}
	releases, err := asterisk.Releases()
	if err != nil {
		return nil, err
	}
	chains := make([]*Chain, 0, len(data))
	byName := make(map[string]*Chain, len(data))
	for _, d := range data {
		c := &Chain{Name: d.Name, Revisions: make([]*Revision, len(d.Revisions))}
		for i, key := range d.Revisions {
			if c.Revisions[i] = revisions[key]; c.Revisions[i] == nil {
				return nil, fmt.Errorf("chain %s has a revision %s that is not there", d.Name, key)
			}
		}
		chains, byName[d.Name] = append(chains, c), c
	}
	at := slices.Index(asterisk.Trees, tree)
	for _, r := range releases {
		if c := byName[r.Chains[at]]; c != nil {
			c.Releases = append(c.Releases, Release{r.Name, r.Date})
		}
	}
	h := newHistory(tree, chains, n.Semantics())
	h.VersionTable, h.SharedTable = VersionTableOf(tree), PlainTable
	return h, nil
}

// BuiltIn returns the histories of those of Asterisk's trees on an engine, in their order. See [Asterisk].
func BuiltIn(trees []string, engine string, n Normalizer) ([]*History, error) {
	histories := make([]*History, 0, len(trees))
	for _, tree := range trees {
		h, err := Asterisk(tree, engine, n)
		if err != nil {
			return nil, fmt.Errorf("loading the history of %s: %w", tree, err)
		}
		histories = append(histories, h)
	}
	return histories, nil
}

// PlainTable is the version table where nothing else is said (alembic/runtime/migration.py).
const PlainTable = "alembic_version"

// VersionTableOf returns the version table that a tree of Asterisk's has for itself.
func VersionTableOf(tree string) string { return PlainTable + "_" + tree }

// asteriskRevisions returns a tree's revisions by [asterisk.Revision.Key].
func asteriskRevisions(tree, engine string, n Normalizer) (map[string]*Revision, error) {
	data, err := asterisk.Revisions(tree, engine)
	if err != nil {
		return nil, err
	}
	revisions := make(map[string]*Revision, len(data))
	for _, d := range data {
		r := &Revision{ID: d.ID, Variant: d.Variant, Slug: d.Slug, Created: d.Created}
		for _, op := range d.Operations {
			c, err := asteriskChange(op)
			if err == nil && c != nil {
				c, err = n.Normalize(c)
			}
			if err != nil {
				return nil, fmt.Errorf("%s of revision %s: %w", op.Verb, d.Key(), err)
			}
			if c != nil {
				r.Changes = append(r.Changes, c)
			}
		}
		revisions[d.Key()] = r
	}
	return revisions, nil
}

// fields are how many an operation has at least.
var fields = map[string]int{
	"create_table": 1, "drop_column": 2, "add_column": 3, "alter_column": 3, "create_index": 3, "drop_index": 2, "add_unique": 3,
	"add_primary_key": 3, "add_foreign_key": 5, "create_type": 2, "drop_type": 1, "rename_type": 2, "drop_constraint": 2, "drop_column_constraint": 3,
}

// asteriskChange returns what an operation does, its types as they are declared; nil: nothing, where nobody has made more by hand.
func asteriskChange(op asterisk.Line) (schema.Change, error) {
	f := op.Fields
	if n := fields[op.Verb]; n == 0 || len(f) < n {
		return nil, fmt.Errorf("unsupported operation with %d fields", len(f))
	}
	switch op.Verb {
	case "create_table":
		return asteriskTable(op)
	case "drop_column":
		return schema.DropColumn{Table: f[0], Column: f[1]}, nil
	case "add_column":
		c, err := asteriskColumn(f[1:])
		return schema.AddColumn{Table: f[0], Column: c}, err
	case "alter_column":
		return asteriskAlter(f)
	case "create_index":
		x := asteriskIndex(schema.Plain, f[1:])
		if slices.Contains(f[3:], "unique") {
			x.Kind = schema.Unique
		}
		return schema.AddIndex{Table: f[0], Index: x, Fails: fails(f)}, nil
	case "drop_index":
		return schema.DropIndex{Table: unDash(f[0]), Name: f[1]}, nil
	case "add_unique":
		return schema.AddIndex{Table: f[0], Index: asteriskIndex(schema.Constraint, f[1:])}, nil
	case "add_primary_key":
		return schema.AddIndex{Table: f[0], Index: asteriskIndex(schema.Primary, f[1:])}, nil
	case "add_foreign_key":
		return schema.AddForeignKey{Table: f[0], ForeignKey: schema.ForeignKey{
			Name: unDash(f[1]), Columns: strings.Split(f[2], ","), RefTable: f[3], RefColumns: strings.Split(f[4], ","),
		}}, nil
	case "drop_constraint":
		return schema.DropIndex{Table: f[0], Name: f[1], Kind: schema.Constraint, Fails: fails(f)}, nil
	case "drop_column_constraint": // of which there is none: its statement looks for one first
		return nil, nil
	case "create_type":
		return schema.CreateEnum{Enum: schema.Enum{Name: f[0], Labels: f[1]}}, nil
	case "drop_type":
		return schema.DropEnum{Name: f[0]}, nil
	default: // "rename_type", the only one of fields that is left
		return schema.RenameEnum{From: f[0], To: f[1]}, nil
	}
}

// fails is the server's refusal of an operation; empty: it takes it.
func fails(f []string) string {
	said, ok := strings.CutPrefix(f[len(f)-1], "fails=")
	if !ok {
		return ""
	}
	return said
}

func asteriskTable(op asterisk.Line) (schema.Change, error) {
	t := &schema.Table{Name: op.Fields[0]}
	for _, l := range op.Below {
		if len(l.Fields) < 2 {
			return nil, fmt.Errorf("%s of table %s has %d fields", l.Verb, t.Name, len(l.Fields))
		}
		switch l.Verb {
		case "column":
			c, err := asteriskColumn(l.Fields)
			if err != nil {
				return nil, err
			}
			t.Columns = append(t.Columns, c)
		case "primary_key":
			t.Indexes = append(t.Indexes, asteriskIndex(schema.Primary, l.Fields))
		case "unique":
			t.Indexes = append(t.Indexes, asteriskIndex(schema.Constraint, l.Fields))
		default:
			return nil, fmt.Errorf("table %s has an unsupported %s", t.Name, l.Verb)
		}
	}
	return schema.CreateTable{Table: t, Fails: fails(op.Fields)}, nil
}

// asteriskColumn reads a name, a type and the properties that are not the usual ones.
func asteriskColumn(f []string) (schema.Column, error) {
	c := schema.Column{Name: f[0], Type: schema.Type{Name: f[1]}, Nullable: true}
	for _, property := range f[2:] {
		switch property {
		case "not null":
			c.Nullable = false
		case "auto":
			c.AutoIncrement = true
		default:
			return c, fmt.Errorf("column %s has an unsupported %q", c.Name, property)
		}
	}
	return c, nil
}

// asteriskIndex reads a name and the columns.
func asteriskIndex(kind schema.IndexKind, f []string) schema.Index {
	return schema.Index{Name: unDash(f[0]), Kind: kind, Parts: schema.Columns(strings.Split(f[1], ",")...)}
}

// asteriskAlter reads an alter_column: what it sets, and nothing else, stands in the result.
func asteriskAlter(f []string) (schema.Change, error) {
	a := schema.AlterColumn{Table: f[0], Name: f[1]}
	for _, property := range f[2:] {
		name, value, _ := strings.Cut(property, "=")
		switch name {
		case "name":
			a.To.Name = value
			a.Set |= schema.PropName
		case "type":
			a.To.Type.Name = value
			a.Set |= schema.PropType
		case "null", "not null":
			a.To.Nullable = name == "null"
			a.Set |= schema.PropNullable
		case "auto":
			a.To.AutoIncrement = true
			a.Set |= schema.PropAutoIncrement
		case "using":
			a.Using = value
		case "fails":
			a.Fails = value
		default:
			return nil, fmt.Errorf("column %s.%s has an unsupported %q", a.Table, a.Name, property)
		}
	}
	if a.Set == schema.PropName {
		return schema.RenameColumn{Table: a.Table, From: a.Name, To: a.To.Name}, nil
	}
	return a, nil
}

func unDash(s string) string {
	if s == "-" {
		return ""
	}
	return s
}
