package fixup_test

import (
	"slices"
	"testing"

	"assay/drift"
	"assay/fixup"
	"assay/schema"
	"assay/schema/schematest"
)

// TestMakeKeepsWhatFillsAColumn: a default or counter that somebody gave a column which must have a value is taken away by no plain statement, and what else
// is to be done to the column is not held with it.
func TestMakeKeepsWhatFillsAColumn(t *testing.T) {
	t.Parallel()
	number := schema.Type{Name: "integer"}
	for name, own := range map[string]schema.Column{
		"identity": {Name: "n", Type: number, Identity: "BY DEFAULT", Comment: "own"},
		"serial":   {Name: "n", Type: number, AutoIncrement: true, Comment: "own"},
		"default":  {Name: "n", Type: number, Default: "0", Comment: "own"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, got := schema.New(schematest.PostgreSQL), schema.New(schematest.PostgreSQL)
			want.Add(&schema.Table{Name: "t", Columns: []schema.Column{{Name: "n", Type: schema.Type{Name: "bigint"}}}})
			got.Add(&schema.Table{Name: "t", Columns: []schema.Column{own}})
			plan := fixup.Make(got, drift.Compare(want, got), words{}, false)
			c := plan.Result.Table("t").Columns[0]
			if c.Demands() || c.Type.Name != "bigint" {
				t.Errorf("the column is %+v in the end", c)
			}
			if !slices.ContainsFunc(plan.Steps, func(s fixup.Step) bool { return s.Blocked && s.Loses != "" }) {
				t.Errorf("no step is held: %+v", plan.Steps)
			}
			all := fixup.Make(got, drift.Compare(want, got), words{}, true)
			if rest := drift.Compare(want, all.Result); len(rest) > 0 {
				t.Errorf("with everything allowed, the plan leaves %+v", rest)
			}
		})
	}
}
