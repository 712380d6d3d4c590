package fixup_test

import (
	"fmt"
	"testing"

	"assay/drift"
	"assay/fixup"
	"assay/schema"
	"assay/schema/schematest"
)

// many is a schema of tables that refer to one another, each with an index.
func many(m schema.Semantics, tables int, suffix, action string) *schema.Schema {
	s := schema.New(m)
	for i := range tables {
		name := fmt.Sprintf("t%04d", i)
		s.Add(&schema.Table{
			Name:        name,
			Columns:     []schema.Column{{Name: "id", Type: schema.Type{Name: "bigint"}}, {Name: "up", Type: schema.Type{Name: "bigint"}, Nullable: true}},
			Indexes:     []schema.Index{{Name: "pk" + name, Kind: schema.Primary, Parts: schema.Columns("id")}, {Name: "ix" + name + suffix, Parts: schema.Columns("up", "id")}},
			ForeignKeys: []schema.ForeignKey{{Name: "fk" + name + suffix, Columns: []string{"up"}, RefTable: fmt.Sprintf("t%04d", i/2), RefColumns: []string{"id"}, OnDelete: action}},
		})
	}
	return s
}

// BenchmarkMake plans large schemas in which much has another name: the time is to grow as the number of tables does.
func BenchmarkMake(b *testing.B) {
	for name, m := range map[string]schema.Semantics{"mysql": schematest.MySQL, "postgresql": schematest.PostgreSQL} {
		m.GlobalKeyNames, m.GlobalCheckNames = name == "mysql", name == "mysql"
		for _, n := range []int{750, 1500, 3000} {
			want := many(m, n, "", "")
			makes(b, fmt.Sprintf("%s/renamed/%d", name, n), want, many(m, n, "_old", "CASCADE"))
			makes(b, fmt.Sprintf("%s/swapped/%d", name, n), want, swapped(want))
			makes(b, fmt.Sprintf("%s/blocked/%d", name, n), schema.New(m), want)
			if m.GlobalIndexNames {
				makes(b, fmt.Sprintf("%s/enum/%d", name, n), typed(want, "'a','b'"), typed(want, "'a','b','c'"))
			}
		}
	}
}

// makes plans what makes one schema of another, and prints it.
func makes(b *testing.B, name string, want, got *schema.Schema) {
	b.Helper()
	changes := drift.Compare(want, got)
	b.Run(name, func(b *testing.B) {
		for b.Loop() {
			script := fixup.Script{Parts: []fixup.Part{{Plan: fixup.Make(got, changes, words{}, false), Why: func(fixup.Step) string { return "why" }}}}
			_ = script.String()
		}
	})
}

// swapped is the schema with the names of each two tables' indexes and foreign keys taken by the other.
func swapped(s *schema.Schema) *schema.Schema {
	all := schema.New(s.Semantics)
	tables := s.SortedTables()
	for i := 0; i+1 < len(tables); i += 2 {
		a, b := tables[i].Clone(), tables[i+1].Clone()
		a.Indexes[1].Name, b.Indexes[1].Name = b.Indexes[1].Name, a.Indexes[1].Name
		a.ForeignKeys[0].Name, b.ForeignKeys[0].Name = b.ForeignKeys[0].Name, a.ForeignKeys[0].Name
		a.ForeignKeys[0].OnDelete, b.ForeignKeys[0].OnDelete = "CASCADE", "CASCADE"
		all.Add(a)
		all.Add(b)
	}
	return all
}

// typed is the schema with a column of an enum type in each table.
func typed(s *schema.Schema, labels string) *schema.Schema {
	all := schema.New(s.Semantics)
	all.Enums["mood"] = schema.Enum{Name: "mood", Labels: labels}
	for _, t := range s.SortedTables() {
		t = t.Clone()
		t.Columns = append(t.Columns, schema.Column{Name: "mood", Type: schema.Type{Name: "mood", Named: true}})
		all.Add(t)
	}
	return all
}
