package schema_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/schema"
	"assay/schema/schematest"
)

// TestBranch: whatever branches do to a table, the schema that they go out from stays as it is, and so do those between.
func TestBranch(t *testing.T) {
	column := func(name string) schema.Column {
		return schema.Column{Name: name, Type: schema.Type{Name: "int"}, Nullable: true}
	}
	s := schema.New(schematest.MySQL)
	for _, name := range []string{"a", "b"} {
		if err := s.Apply(schema.CreateTable{Table: &schema.Table{Name: name, Columns: []schema.Column{column("id"), column("n")}}}); err != nil {
			t.Fatal(err)
		}
	}
	names := func(s *schema.Schema) (all []string) {
		for _, table := range s.SortedTables() {
			for _, c := range table.Columns {
				all = append(all, table.Name+"."+c.Name+" "+c.Type.Name)
			}
		}
		return all
	}
	edit := func(s *schema.Schema, table string) {
		t.Helper()
		wide := column("n")
		wide.Type.Name = "bigint"
		for _, c := range []schema.Change{
			schema.AlterColumn{Table: table, Name: "n", To: wide, Set: schema.PropType},
			schema.AddColumn{Table: table, Column: column("more")},
			schema.DropColumn{Table: table, Column: "id"},
		} {
			if err := s.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
	}
	before := names(s)
	for range 3 {
		schema.Branch(s, func(outer *schema.Schema) {
			edit(outer, "a")
			between := names(outer)
			for _, table := range []string{"b", "b"} {
				schema.Branch(outer, func(inner *schema.Schema) {
					edit(inner, table)
					if err := inner.Apply(schema.DropTable{Table: "a"}); err != nil {
						t.Fatal(err)
					}
				})
				if d := cmp.Diff(between, names(outer)); d != "" {
					t.Errorf("an inner branch changed the outer (-want +got):\n%s", d)
				}
			}
		})
		if d := cmp.Diff(before, names(s)); d != "" {
			t.Errorf("a branch changed the schema (-want +got):\n%s", d)
		}
	}
}
