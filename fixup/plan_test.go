package fixup_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/drift"
	"assay/fixup"
	"assay/schema"
	"assay/schema/schematest"
)

// words writes changes in words: what a plan does is what matters here, how it is spelled is a room's business.
type words struct{}

func (words) Format(c schema.Change) ([]string, error) {
	return []string{fmt.Sprintf("%T %s", c, c.Object())}, nil
}
func (words) Quote(name string) string   { return "«" + name + "»" }
func (words) Literal(text string) string { return "'" + text + "'" }

func (words) Becomes(string, schema.Domain, schema.Domain) (string, bool) { return "", false }

func (words) Refusal(*schema.Schema, schema.Change) *schema.Refusal { return nil }

// TestMakeEndsAtWhatIsWanted: with everything allowed, every plan leads to the wanted schema; with nothing allowed, to one that differs only
// in what was held.
func TestMakeEndsAtWhatIsWanted(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]schema.Semantics{"mysql": schematest.MySQL, "postgresql": schematest.PostgreSQL} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(2000) {
				maker := schematest.New(seed, m)
				want := maker.Schema()
				got := want.Clone()
				maker.Edit(got, 1+int(seed%10))
				changes := drift.Compare(want, got)
				plan := fixup.Make(got, changes, words{}, true)
				for _, s := range plan.Steps {
					if s.Refused != "" {
						t.Fatalf("seed %d: %s is held: %s", seed, s.SQL, s.Refused)
					}
				}
				if rest := drift.Compare(want, plan.Result); len(rest) > 0 {
					t.Fatalf("seed %d: the plan leaves %#v", seed, rest)
				}
				safe := fixup.Make(got, changes, words{}, false)
				checkBlocked(t, got, safe)
			}
		})
	}
}

// checkBlocked: nothing that was there may be gone.
func checkBlocked(t *testing.T, got *schema.Schema, plan *fixup.Plan) {
	t.Helper()
	for _, table := range got.SortedTables() {
		after := plan.Result.Table(table.Name)
		if after == nil {
			t.Fatalf("table %s is gone", table.Name)
		}
		for _, c := range table.Columns {
			if after.Column(got.Semantics, c.Name) < 0 {
				t.Fatalf("column %s.%s is gone", table.Name, c.Name)
			}
		}
	}
}

func TestMakeHoldsWhatNeedsAHeldStep(t *testing.T) {
	t.Parallel()
	want := schema.New(schematest.PostgreSQL)
	want.Add(&schema.Table{Name: "t", Columns: []schema.Column{{Name: "id", Type: schema.Type{Name: "integer"}}}})
	got := want.Clone()
	for _, c := range []schema.Change{
		schema.CreateEnum{Enum: schema.Enum{Name: "mood", Labels: "'good'"}},
		schema.AddColumn{Table: "t", Column: schema.Column{Name: "own", Type: schema.Type{Name: "mood", Named: true}, Nullable: true}},
	} {
		if err := got.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	plan := fixup.Make(got, drift.Compare(want, got), words{}, false)
	for _, s := range plan.Steps {
		if !s.Blocked {
			t.Errorf("%s is run, want it held: the column of that type stays", s.SQL)
		}
	}
}

func TestMakeRemakesAnEnum(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, got, want string
		steps           []string
		blocked         bool
	}{
		{"a label more is added", "'a','c'", "'a','b','c'", []string{"schema.AlterEnum type mood"}, false},
		{"another order is made anew", "'a','b'", "'b','a'", []string{
			"schema.RenameEnum type mood", "schema.CreateEnum type mood", "schema.AlterColumn column t.mood", "schema.DropEnum type mood_old",
		}, false},
		{"a label less may lose values", "'a','b'", "'a'", []string{
			"schema.RenameEnum type mood", "schema.CreateEnum type mood", "schema.AlterColumn column t.mood", "schema.DropEnum type mood_old",
		}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			build := func(labels string) *schema.Schema {
				s := schema.New(schematest.PostgreSQL)
				s.Enums["mood"] = schema.Enum{Name: "mood", Labels: labels}
				s.Add(&schema.Table{Name: "t", Columns: []schema.Column{{Name: "mood", Type: schema.Type{Name: "mood", Named: true}}}})
				return s
			}
			want, got := build(tt.want), build(tt.got)
			plan := fixup.Make(got, drift.Compare(want, got), words{}, false)
			var steps []string
			for _, s := range plan.Steps {
				steps = append(steps, s.SQL...)
				if s.Blocked != tt.blocked {
					t.Errorf("%s: held = %t, want %t", s.SQL, s.Blocked, tt.blocked)
				}
			}
			if !slices.Equal(steps, tt.steps) {
				t.Errorf("steps = %q, want %q", steps, tt.steps)
			}
		})
	}
}

// TestMakeHoldsWhatIsRefused: what would stop the script is not in it, and the rest is.
func TestMakeHoldsWhatIsRefused(t *testing.T) {
	t.Parallel()
	build := func(length string) *schema.Schema {
		s := schema.New(schematest.PostgreSQL)
		typ := schema.Type{Name: "varchar", Args: length}
		s.Add(&schema.Table{Name: "t", Columns: []schema.Column{{Name: "a", Type: typ}, {Name: "b", Type: typ}}})
		return s
	}
	got := build("20")
	got.Opaque = []schema.Opaque{{Kind: "view", Name: "v", Table: "t", Columns: []string{"a"}}}
	plan := fixup.Make(got, drift.Compare(build("40"), got), words{}, true)
	blocked := map[string]string{}
	for _, s := range plan.Steps {
		if s.Blocked != (s.Refused != "") {
			t.Errorf("%s: held is %t, refused for %q", s.SQL, s.Blocked, s.Refused)
		}
		blocked[s.Change.Object().Name] = s.Refused
	}
	if !strings.Contains(blocked["a"], "view v") || blocked["b"] != "" {
		t.Errorf("refused are %q, want a alone, for view v", blocked)
	}
}

func TestLosing(t *testing.T) {
	t.Parallel()
	alter := func(from, to schema.Type) schema.Change {
		return schema.AlterColumn{Table: "t", Name: "c", From: schema.Column{Name: "c", Type: from}, To: schema.Column{Name: "c", Type: to}, Set: schema.PropType}
	}
	varchar := func(n string) schema.Type { return schema.Type{Name: "varchar", Args: n} }
	enum := func(args string) schema.Type { return schema.Type{Name: "enum", Args: args} }
	tests := []struct {
		change schema.Change
		loses  bool
	}{
		{alter(varchar("20"), varchar("40")), false},
		{alter(varchar("40"), varchar("20")), true},
		{alter(enum("'a'"), enum("'a','b'")), false},
		{alter(enum("'a','b'"), enum("'b','a'")), false},
		{alter(enum("'a','b'"), enum("'a'")), true},
		{alter(varchar("40"), enum("'a'")), true},
		{alter(enum("'a','b'"), varchar("40")), false},
		{alter(schema.Type{Name: "tinyint", Args: "1"}, enum("'0','1'")), true},
		{alter(schema.Type{Name: "int"}, varchar("40")), false},
		{alter(schema.Type{Name: "int"}, varchar("5")), true},
		{alter(schema.Type{Name: "integer"}, schema.Type{Name: "double precision"}), false},
		{alter(schema.Type{Name: "bigint"}, schema.Type{Name: "double precision"}), true},
		{recode("utf8mb4", "latin1"), true},
		{recode("latin1", "utf8mb4"), false},
		{recode("latin1", "latin1"), false},
		{schema.AlterTable{Table: "t", From: schema.Options{Charset: "latin1"}, To: schema.Options{Charset: "utf8mb4"}}, false},
		{schema.AlterTable{Table: "t", From: schema.Options{Charset: "utf8mb4"}, To: schema.Options{Charset: "latin1"}}, true},
		{schema.AlterTable{Table: "t", From: schema.Options{Engine: "MyISAM"}, To: schema.Options{Engine: "InnoDB"}}, false},
		{schema.AlterTable{Table: "t", From: schema.Options{Engine: "InnoDB"}, To: schema.Options{Engine: "MyISAM"}}, true},
	}
	for _, tt := range tests {
		s := schema.New(schematest.MySQL)
		col := schema.Column{Name: "c"}
		if a, ok := tt.change.(schema.AlterColumn); ok {
			col = a.From
		}
		s.Add(&schema.Table{Name: "t", Columns: []schema.Column{col}})
		plan := fixup.Make(s, []schema.Change{tt.change}, words{}, false)
		if got := plan.Steps[0].Loses != ""; got != tt.loses || plan.Steps[0].Blocked != tt.loses {
			t.Errorf("%#v: loses %q, want any: %t", tt.change, plan.Steps[0].Loses, tt.loses)
		}
	}
}

// recode gives a text another character set, and a collation.
func recode(from, to string) schema.AlterColumn {
	col := schema.Column{Name: "c", Type: schema.Type{Name: "varchar", Args: "20"}, Charset: from, Collation: from + "_general_ci"}
	now := col
	now.Charset, now.Collation = to, to+"_bin"
	return schema.AlterColumn{Table: "t", Name: "c", From: col, To: now, Set: schema.PropCollation}
}

// TestWriteKeepsComments: whatever a name holds, nothing of a comment becomes a statement.
func TestWriteKeepsComments(t *testing.T) {
	t.Parallel()
	evil := "x\nDROP TABLE y; -- \r\u2028"
	s := schema.New(schematest.MySQL)
	s.Add(&schema.Table{Name: evil, Columns: []schema.Column{{Name: "id"}, {Name: evil, Nullable: true}}})
	plan := fixup.Make(s, []schema.Change{schema.DropColumn{Table: evil, Column: evil}}, words{}, false)
	script := fixup.Script{Title: []string{evil}, Parts: []fixup.Part{{Title: evil, Plan: plan, Why: func(fixup.Step) string { return evil }}}, End: []string{evil}}
	var b strings.Builder
	if err := script.Write(&b); err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(b.String()) {
		if l = strings.TrimRight(l, "\n"); l != "" && !strings.HasPrefix(l, "--") || strings.Contains(l, "\r") {
			t.Errorf("line %q is no plain comment in:\n%s", l, b.String())
		}
	}
}
