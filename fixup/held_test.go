package fixup_test

import (
	"slices"
	"strings"
	"testing"

	"assay/fixup"
	"assay/schema"
	"assay/schema/schematest"
)

// TestScriptRunsFirst: a script begins with what is run, in its order, and ends with what is not, counted and with a reason each, under the heading of its part.
func TestScriptRunsFirst(t *testing.T) {
	t.Parallel()
	number, text := schema.Type{Name: "integer"}, schema.Type{Name: "text"}
	got := schema.New(schematest.PostgreSQL)
	got.Add(&schema.Table{Name: "t", Columns: []schema.Column{{Name: "a", Type: number}, {Name: "b", Type: text, Nullable: true}, {Name: "c", Type: text, Nullable: true}}})
	plan := fixup.Make(got, []schema.Change{
		schema.DropColumn{Table: "t", Column: "b"},
		schema.AddColumn{Table: "t", Column: schema.Column{Name: "d", Type: number, Nullable: true}},
		schema.DropColumn{Table: "t", Column: "c"},
		schema.AddColumn{Table: "t", Column: schema.Column{Name: "e", Type: number, Nullable: true}},
	}, words{}, false)
	kept := fixup.Make(got, []schema.Change{schema.DropColumn{Table: "t", Column: "a"}}, words{}, false)
	why := func(fixup.Step) string { return "revision 1" }
	script := fixup.Script{Parts: []fixup.Part{
		{Title: "tree one", Plan: plan, Why: why, Stamp: []string{"stamp it"}, StampWhy: "the stamp", StampBlocked: "not now"}, {Title: "tree two", Plan: kept, Why: why},
	}}
	var lines []string
	for l := range strings.Lines(script.String()) {
		if l = strings.TrimRight(l, "\n"); l != "" {
			lines = append(lines, l)
		}
	}
	want := []string{
		"-- tree one", "-- revision 1", "schema.AddColumn column t.d;", "schema.AddColumn column t.e;",
		"-- tree two", "-- revision 1", "schema.AlterColumn column t.a;",
		"-- NOT RUN, each for its reason: 4 statements",
		"-- tree one", "-- revision 1",
		"--   not run, since it would lose the column's values (--allow-destructive runs it):", "--   schema.DropColumn column t.b;",
		"--   not run, since it would lose the column's values (--allow-destructive runs it):", "--   schema.DropColumn column t.c;",
		"-- the stamp", "--   not run: not now", "--   stamp it;",
		"-- tree two", "-- revision 1", "--   not run, since it would lose the column's values (--allow-destructive runs it):", "--   schema.DropColumn column t.a;",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("the script is\n%s", strings.Join(lines, "\n"))
	}
}
