package fixup_test

import (
	"strings"
	"testing"

	"assay/fixup"
	"assay/schema"
	"assay/schema/schematest"
)

// TestMakeSaysWhyAStepIsRefused: a step that the server refuses for a reason of its own is not said to need another that is refused too, and the other way round.
func TestMakeSaysWhyAStepIsRefused(t *testing.T) {
	t.Parallel()
	mood := schema.Column{Name: "mood", Type: schema.Type{Name: "mood", Named: true}}
	number, text := schema.Column{Name: "a", Type: schema.Type{Name: "integer"}}, schema.Column{Name: "a", Type: schema.Type{Name: "bigint"}}
	got := schema.New(schematest.PostgreSQL)
	got.Opaque = []schema.Opaque{{Kind: "view", Name: "v", Table: "t", Columns: []string{"a"}}, {Kind: "view", Name: "w"}}
	got.Enums["mood"] = schema.Enum{Name: "mood", Labels: "'a'"}
	got.Add(&schema.Table{Name: "t", Columns: []schema.Column{number, mood}, Indexes: []schema.Index{{Name: "late", Parts: schema.Columns("a")}}})
	table := func(name string) schema.Change {
		return schema.CreateTable{Table: &schema.Table{
			Name: name, Columns: []schema.Column{number}, Indexes: []schema.Index{{Name: name + "_pkey", Kind: schema.Primary, Parts: schema.Columns("a")}},
		}}
	}
	plan := fixup.Make(got, []schema.Change{
		schema.AlterColumn{Table: "t", Name: "a", From: number, To: text, Set: schema.PropType},
		table("late"), table("w"),
		schema.AddForeignKey{Table: "t", ForeignKey: schema.ForeignKey{Name: "f", Columns: []string{"a"}, RefTable: "w", RefColumns: []string{"a"}}},
		schema.DropColumn{Table: "t", Column: "mood"},
		schema.DropEnum{Name: "mood"},
		schema.DropIndex{Table: "t", Name: "late"},
	}, words{}, false)
	want := map[string]string{
		"schema.AlterColumn column t.a":        "not run: the server refuses it while view v uses the column: drop that first, and create it again afterwards",
		"schema.CreateTable table w":           "not run: the server refuses it: table w exists already",
		"schema.AddForeignKey foreign key t.f": "not run: it cannot be done without a step above it that is not run: table w does not exist",
		"schema.DropColumn column t.mood":      "not run, since it would lose the column's values (--allow-destructive runs it):",
		"schema.DropEnum type mood": "not run, since it would lose what the step above it loses, without which it cannot be done " +
			"(type mood is in use by column t.mood) (--allow-destructive runs it):",
		"schema.DropIndex index t.late": "", "schema.CreateTable table late": "", // which is in the way of the table
		"schema.AlterColumn column t.mood": "",
	}
	printed := fixup.Script{Parts: []fixup.Part{{Plan: plan, Why: func(s fixup.Step) string { return s.SQL[0] }}}}
	said := printed.String()
	for _, s := range plan.Steps {
		reason, known := want[s.SQL[0]]
		if !known || s.Blocked != (reason != "") || !strings.Contains(said, "\n--   "+reason) && reason != "" {
			t.Errorf("%s: blocked %t, refused for %q, loses %q; want %q", s.SQL[0], s.Blocked, s.Refused, s.Loses, reason)
		}
		delete(want, s.SQL[0])
	}
	if len(want) > 0 {
		t.Errorf("no step for %v", want)
	}
	if plan.Result.Table("late") == nil {
		t.Error("the table is not made whose name an index had that is dropped")
	}
}

// TestMakeWaitsForAKey: a foreign key whose key rows keep from being made is not tried again for what comes behind it.
func TestMakeWaitsForAKey(t *testing.T) {
	t.Parallel()
	number := schema.Column{Name: "a", Type: schema.Type{Name: "integer"}, Nullable: true}
	got := schema.New(schematest.PostgreSQL)
	got.Add(&schema.Table{Name: "p", Columns: []schema.Column{number}})
	got.Add(&schema.Table{Name: "c", Columns: []schema.Column{number}})
	key := schema.AddIndex{Table: "p", Index: schema.Index{Name: "u", Kind: schema.Constraint, Parts: schema.Columns("a")}}
	more := number
	more.Name = "b"
	plan := fixup.MakeKnowing([]fixup.Rows{{Change: key, N: 1, Limit: 9, Stops: true, Problem: "twice"}}, got, []schema.Change{
		key,
		schema.AddForeignKey{Table: "c", ForeignKey: schema.ForeignKey{Name: "f", Columns: []string{"a"}, RefTable: "p", RefColumns: []string{"a"}}},
		schema.AddColumn{Table: "c", Column: more},
	}, words{}, true)
	for i, blocked := range []bool{true, true, false} {
		if s := plan.Steps[i]; s.Blocked != blocked {
			t.Errorf("%s: blocked %t, refused for %q", s.SQL, s.Blocked, s.Refused)
		}
	}
	if why := plan.Steps[1].Refused; why != "it cannot be done without a step above it that is not run: there is no key over p (a) to refer to" {
		t.Errorf("the foreign key is refused for %q", why)
	}
}
