package rules_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/drift"
	"assay/rules"
	"assay/schema"
	"assay/schema/schematest"
)

// TestCheckGathers: what only comes with another change is no finding of its own, but a part of the fix.
func TestCheckGathers(t *testing.T) {
	t.Parallel()
	number, count := schema.Column{Name: "n", Type: schema.Type{Name: "int"}}, schema.Column{Name: "n", Type: schema.Type{Name: "int"}, AutoIncrement: true}
	fk := schema.ForeignKey{Name: "fk", Columns: []string{"o"}, RefTable: "other", RefColumns: []string{"o"}}
	primary := func(columns ...string) schema.Index {
		return schema.Index{Name: "PRIMARY", Kind: schema.Primary, Parts: schema.Columns(columns...)}
	}
	build := func(tables ...schema.Table) *schema.Schema {
		s := schema.New(schematest.MySQL)
		s.Add(&schema.Table{Name: "other", Columns: []schema.Column{{Name: "o", Type: schema.Type{Name: "int"}}}})
		for _, table := range tables {
			table.Name = "t"
			table.Columns = append(table.Columns, schema.Column{Name: "o", Type: schema.Type{Name: "int"}})
			s.Add(&table)
		}
		return s
	}
	counter := schema.Table{Columns: []schema.Column{count}, Indexes: []schema.Index{primary("n")}}
	tests := []struct {
		name      string
		want, got *schema.Schema
		found     map[string]int // the rules, with the number of changes in their fix
	}{
		{"a missing table and its foreign key", build(schema.Table{ForeignKeys: []schema.ForeignKey{fk}}), build(), map[string]int{"missing-table": 2}},
		{"a table too many and its foreign key", build(), build(schema.Table{ForeignKeys: []schema.ForeignKey{fk}}), map[string]int{"extra-table": 2}},
		{"a foreign key too many and its index", build(schema.Table{}), build(schema.Table{
			ForeignKeys: []schema.ForeignKey{fk}, Indexes: []schema.Index{{Name: "fk", Parts: schema.Columns("o"), Implicit: true}},
		}), map[string]int{"extra-foreign-key": 2}},
		{"a missing column that counts", build(counter), build(schema.Table{}), map[string]int{"missing-column": 2, "missing-primary-key": 1}},
		{
			"a key of a counter that is replaced", build(counter), build(schema.Table{Columns: []schema.Column{count}, Indexes: []schema.Index{primary("n", "o")}}),
			map[string]int{"extra-primary-key": 2, "missing-primary-key": 2},
		},
		{
			"a primary key too many and its NOT NULL",
			build(schema.Table{Columns: []schema.Column{{Name: "n", Nullable: true}}}),
			build(schema.Table{Columns: []schema.Column{{Name: "n"}}, Indexes: []schema.Index{primary("n")}}),
			map[string]int{"extra-primary-key": 2},
		},
		{
			"a counter lost with its key", build(counter), build(schema.Table{Columns: []schema.Column{number}}),
			map[string]int{"auto-increment": 1, "missing-primary-key": 1},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pass := &rules.Pass{Want: tt.want, Got: tt.got, Origins: story{made: later}, Usage: rules.Asterisk}
			got := map[string]int{}
			for _, f := range rules.Check(pass, drift.Compare(tt.want, tt.got)) {
				got[f.Rule] = len(f.Fix)
			}
			if diff := cmp.Diff(tt.found, got); diff != "" {
				t.Errorf("Check (-want +got):\n%s", diff)
			}
		})
	}
}
