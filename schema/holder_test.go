package schema_test

import (
	"fmt"
	"slices"
	"testing"

	"assay/schema"
	"assay/schema/schematest"
)

// TestHolderOf: whatever is made, renamed and dropped, in a schema and in its clones, the table that has a name is found, and no other.
func TestHolderOf(t *testing.T) {
	t.Parallel()
	names := []string{"a", "A", "k", "\u212a", "K", "s", "ſ", "b", "c"} // that fold into each other
	everywhere := schema.Semantics{GlobalIndexNames: true, GlobalKeyNames: true, GlobalCheckNames: true, KeyNamesFollow: true, CheckNamesFollow: true}
	folded := everywhere
	folded.FoldColumns, folded.FoldTables = true, true
	for _, m := range []schema.Semantics{everywhere, folded} {
		for seed := range uint64(60) {
			maker := schematest.New(seed, m)
			all := []*schema.Schema{schema.New(m)}
			for step := range 60 {
				s := all[maker.IntN(len(all))]
				for range 3 {
					_ = s.Apply(named(maker, names))
				}
				if len(all) < 6 && maker.IntN(4) == 0 {
					all = append(all, s.Clone())
				}
				for _, s := range all {
					checkHolders(t, s, names, fmt.Sprintf("fold %t, seed %d, step %d", m.FoldColumns, seed, step))
				}
			}
		}
	}
}

// named is a change that gives or takes a name.
func named(m *schematest.Maker, names []string) schema.Change {
	name := names[m.IntN(len(names))]
	table := fmt.Sprintf("t%d", m.IntN(5))
	create := schema.CreateTable{Table: &schema.Table{
		Name: table, Columns: []schema.Column{{Name: "x", Type: schema.Type{Name: "bigint"}}},
		Indexes:     []schema.Index{{Name: name, Parts: schema.Columns("x")}},
		ForeignKeys: []schema.ForeignKey{{Name: table + "_ibfk_1", Columns: []string{"x"}, RefTable: table, RefColumns: []string{"x"}}},
	}}
	kind := []schema.IndexKind{schema.Plain, schema.Constraint}[m.IntN(2)]
	return []schema.Change{
		create, create,
		schema.DropTable{Table: table},
		schema.RenameTable{From: table, To: fmt.Sprintf("t%d", m.IntN(5))},
		schema.AddIndex{Table: table, Index: schema.Index{Name: name, Kind: kind, Parts: schema.Columns("x")}},
		schema.AddForeignKey{Table: table, ForeignKey: schema.ForeignKey{Name: name, Columns: []string{"x"}, RefTable: table, RefColumns: []string{"x"}}},
		schema.AddCheck{Table: table, Check: schema.Check{Name: name, Expr: "x > 0"}},
		schema.DropIndex{Table: table, Name: name, Kind: kind},
		schema.DropForeignKey{Table: table, Name: name},
		schema.DropCheck{Table: table, Name: name},
		schema.RenameIndex{Table: table, From: name, To: names[m.IntN(len(names))], Kind: kind},
		schema.RenameIndex{From: name, To: names[m.IntN(len(names))]},
	}[m.IntN(12)]
}

// checkHolders compares the answers with a walk through all tables.
func checkHolders(t *testing.T, s *schema.Schema, names []string, where string) {
	t.Helper()
	m := s.Semantics
	for _, name := range append(names, "t0_ibfk_1", "t1_ibfk_1") {
		for _, kind := range []schema.ObjectKind{schema.IndexObject, schema.ForeignKeyObject, schema.CheckObject} {
			var want []string
			for key, x := range s.Tables {
				same := func(n string) bool { return m.SameName(n, name) }
				has := map[schema.ObjectKind]bool{
					schema.IndexObject:      slices.ContainsFunc(x.Indexes, func(i schema.Index) bool { return same(i.Name) }),
					schema.ForeignKeyObject: slices.ContainsFunc(x.ForeignKeys, func(f schema.ForeignKey) bool { return same(f.Name) }),
					schema.CheckObject:      slices.ContainsFunc(x.Checks, func(k schema.Check) bool { return same(k.Name) }),
				}
				if has[kind] && key != m.TableKey("t0") {
					want = append(want, x.Name)
				}
			}
			got := s.HolderOf("t0", schema.Object{Kind: kind, Table: "t0", Name: name})
			if got == nil && len(want) > 0 || got != nil && !slices.Contains(want, got.Name) {
				t.Fatalf("%s: %s %s is found in %v, want it in one of %v", where, kind, name, got, want)
			}
		}
	}
}
