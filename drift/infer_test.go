package drift_test

import (
	"fmt"
	"slices"
	"testing"

	"assay/drift"
	"assay/schema"
	"assay/schema/schematest"
)

// step is a revision of a made-up history.
type step struct {
	id      string
	changes []schema.Change
}

func (s *step) Name() string           { return s.id }
func (s *step) Steps() []schema.Change { return s.changes }

func column(name string) schema.Column {
	return schema.Column{Name: name, Type: schema.Type{Name: "varchar", Args: "40"}, Nullable: true}
}

func add(table, name string) schema.Change {
	return schema.AddColumn{Table: table, Column: column(name)}
}

// lineages is a small history with what makes Asterisk's hard: an old series that goes its own way, a revision that a later series has with
// other contents, and one that does nothing.
func lineages() [][]*step {
	base := &step{"base", []schema.Change{
		schema.CreateTable{Table: &schema.Table{Name: "a", Columns: []schema.Column{column("id"), column("x")}}},
		schema.CreateTable{Table: &schema.Table{Name: "b", Columns: []schema.Column{column("id")}, Indexes: []schema.Index{{Kind: schema.Unique, Parts: schema.Columns("id")}}}},
	}}
	agent := &step{"agent", []schema.Change{add("a", "agent")}}
	nothing := &step{"agent", nil}
	three := &step{"three", []schema.Change{add("b", "one"), add("b", "two"), add("b", "three")}}
	rename := &step{"rename", []schema.Change{schema.RenameColumn{Table: "a", From: "x", To: "y"}}}
	old := &step{"old", []schema.Change{add("a", "old")}}
	retype := &step{"retype", []schema.Change{
		schema.AlterColumn{
			Table: "a", Name: "x", To: schema.Column{Name: "x", Type: schema.Type{Name: "varchar", Args: "80"}, Nullable: true},
			Set: schema.PropType,
		}, add("b", "last"),
	}}
	less := &step{"less", []schema.Change{schema.DropColumn{Table: "a", Column: "x"}}}
	return [][]*step{
		{base, old},
		{base, nothing, three, rename},
		{base, agent, three, rename},
		{base, retype, less},
	}
}

func at(t *testing.T, m schema.Semantics, line []*step, statements int) *schema.Schema {
	t.Helper()
	s := schema.New(m)
	for _, r := range line {
		for _, c := range r.changes {
			if statements == 0 {
				return s
			}
			statements--
			if err := s.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

const all = -1

func TestInfer(t *testing.T) {
	t.Parallel()
	lines := lineages()
	tests := []struct {
		name       string
		line       int
		statements int
		edit       []schema.Change
		want       string // revision/statement
		exact      bool
	}{
		{"a head", 2, all, nil, "rename", true},
		{"the other head of that name", 1, all, nil, "rename", true},
		{"an old series", 0, all, nil, "old", true},
		{"half a revision", 2, 4, nil, "three/1", true},
		{"almost a whole revision", 2, 5, nil, "three/2", true},
		{"with a column of one's own", 2, all, []schema.Change{add("a", "own")}, "rename", false},
		{"with a table dropped", 2, all, []schema.Change{schema.DropTable{Table: "a"}}, "three", false},
		{"with a column dropped", 2, all, []schema.Change{schema.DropColumn{Table: "b", Column: "one"}}, "rename", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := at(t, schematest.MySQL, lines[tt.line], tt.statements)
			for _, c := range tt.edit {
				if err := got.Apply(c); err != nil {
					t.Fatal(err)
				}
			}
			m := drift.Infer(lines, got)[0]
			name := m.Places[0].Revision.id
			if n := m.Places[0].Statement; n > 0 {
				name += fmt.Sprint("/", n)
			}
			if exact := m.Distance == (drift.Distance{}); name != tt.want && tt.name != "with a table dropped" || exact != tt.exact {
				t.Errorf("Infer = %s at %+v, want %s, exact %t", name, m.Distance, tt.want, tt.exact)
			}
		})
	}
}

// TestInferDistances: what the walk keeps up to date is what measuring each schema afresh gives: zero exactly where nothing differs.
func TestInferDistances(t *testing.T) {
	t.Parallel()
	lines := lineages()
	for i, line := range lines {
		for n := 1; n <= 7; n++ {
			got := at(t, schematest.MySQL, line, n)
			for _, m := range drift.Infer(lines, got) {
				for _, p := range m.Places {
					steps := p.Statement
					if steps == 0 {
						steps = len(p.Revision.changes)
					}
					for _, before := range lines[p.Lines[0]][:p.At] {
						steps += len(before.changes)
					}
					want := at(t, schematest.MySQL, lines[p.Lines[0]], steps)
					same := len(drift.Compare(want, got)) == 0
					if zero := m.Distance == (drift.Distance{}); zero != same {
						t.Errorf("line %d after %d: %s/%d has distance %+v, and Compare finds a difference: %t", i, n, p.Revision.id, p.Statement, m.Distance, !same)
					}
				}
			}
		}
	}
}

func TestInferNamesWhatNoSchemaTellsApart(t *testing.T) {
	t.Parallel()
	base := &step{"base", []schema.Change{schema.CreateTable{Table: &schema.Table{Name: "a", Columns: []schema.Column{column("id")}}}}}
	lines := [][]*step{{base, {"empty", nil}, {"empty too", nil}}}
	m := drift.Infer(lines, at(t, schematest.PostgreSQL, lines[0], all))
	var ids []string
	for _, p := range m[0].Places {
		ids = append(ids, p.Revision.id)
	}
	if want := []string{"empty too", "empty", "base"}; !slices.Equal(ids, want) {
		t.Errorf("Infer names %q together, want %q", ids, want)
	}
}

func TestInferGoesOnWhereAStatementWasMended(t *testing.T) {
	t.Parallel()
	base := &step{"base", []schema.Change{schema.CreateTable{Table: &schema.Table{Name: "a", Columns: []schema.Column{column("id")}}}}}
	to := column("id")
	to.Type.Args = "80"
	broken := &step{"broken", []schema.Change{schema.AlterColumn{Table: "a", Name: "id", To: to, Set: schema.PropType, Fails: "no cast"}}}
	got := schema.New(schematest.PostgreSQL)
	got.Add(&schema.Table{Name: "a", Columns: []schema.Column{to}})
	if m := drift.Infer([][]*step{{base, broken}}, got); m[0].Places[0].Revision != broken || m[0].Distance != (drift.Distance{}) {
		t.Errorf("Infer = %+v, want broken, exactly", m[0])
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	lines := lineages()
	newest := lines[2]
	tests := []struct {
		name       string
		line       int
		statements int
		edit       []schema.Change
		stamps     []string
		only       []int
		want       drift.Verdict
		where      string
	}{
		{"as stamped", 2, all, nil, []string{"rename"}, nil, drift.Agrees, "rename"},
		{"as stamped in another line", 1, all, nil, []string{"rename"}, nil, drift.Agrees, "rename"},
		{"as stamped in another line than the release's", 1, all, nil, []string{"rename"}, []int{2}, drift.OtherLineage, "rename"},
		{"no stamp", 2, all, nil, nil, nil, drift.Missing, "rename"},
		{"ahead", 2, 3, nil, []string{"rename"}, nil, drift.Ahead, "agent"},
		{"behind", 2, all, nil, []string{"agent"}, nil, drift.Behind, "rename"},
		{"behind, and a column dropped", 2, all, []schema.Change{schema.DropColumn{Table: "a", Column: "id"}}, []string{"agent"}, nil, drift.Behind, "rename"},
		{"ahead, and a column dropped", 2, 3, []schema.Change{schema.DropColumn{Table: "a", Column: "id"}}, []string{"rename"}, nil, drift.Ahead, "agent"},
		{"inside a revision, and a column dropped", 2, 5, []schema.Change{schema.DropColumn{Table: "a", Column: "id"}}, []string{"agent"}, nil, drift.Partial, "three"},
		{"the only column of the stamped revision dropped by hand", 2, 3, []schema.Change{schema.DropColumn{Table: "a", Column: "agent"}}, []string{"agent"}, nil, drift.Agrees, "agent"},
		{"more than the release knows", 2, all, nil, []string{"rename"}, []int{1}, drift.OtherLineage, "rename"},
		{"behind, with a column of one's own", 2, all, []schema.Change{add("a", "own")}, []string{"agent"}, nil, drift.Behind, "rename"},
		{"unknown", 2, all, nil, []string{"0123456789ab"}, nil, drift.UnknownRevision, "rename"},
		{"one behind, with a column of one's own", 2, all, []schema.Change{add("a", "own")}, []string{"three"}, nil, drift.OneBehind, "rename"},
		{"one behind, and a column dropped", 2, all, []schema.Change{schema.DropColumn{Table: "a", Column: "id"}}, []string{"three"}, nil, drift.Behind, "rename"},
		{"known, but not to the release", 0, all, nil, []string{"old"}, []int{2}, drift.UnknownRevision, "old"},
		{"abbreviated", 2, all, nil, []string{"ren"}, nil, drift.Abbreviated, "rename"},
		{"abbreviated, and ahead", 2, 3, nil, []string{"ren"}, nil, drift.Abbreviated, "agent"},
		{"abbreviated, and of another line", 1, all, nil, []string{"ren"}, []int{2}, drift.Abbreviated, "rename"},
		{"the beginning of nothing", 2, all, nil, []string{"renamed"}, nil, drift.UnknownRevision, "rename"},
		{"in capitals", 2, all, nil, []string{"RENAME"}, nil, drift.Misspelled, "rename"},
		{"with a blank behind it, and behind", 2, all, nil, []string{"agent "}, nil, drift.Misspelled, "rename"},
		{"abbreviated with a blank", 2, all, nil, []string{" ren"}, nil, drift.Misspelled, "rename"},
		{"blank", 2, all, nil, []string{" "}, nil, drift.UnknownRevision, "rename"},
		{"several", 2, all, nil, []string{"rename", "base"}, nil, drift.Several, "rename"},
		{"after the first statement of the revision behind the stamp, which alters a column", 3, 3, nil, []string{"base"}, nil, drift.Partial, "retype"},
		{"the same, and a column of one's own", 3, 3, []schema.Change{add("a", "own")}, []string{"base"}, nil, drift.Agrees, "base"},
		{"after a revision that drops a column alone, with the stamp before", 3, 5, nil, []string{"retype"}, nil, drift.OneBehind, "less"},
		{"the same, and a column of one's own", 3, 5, []schema.Change{add("a", "own")}, []string{"retype"}, nil, drift.OneBehind, "less"},
		{"inside the revision after the stamp", 2, 4, nil, []string{"agent"}, nil, drift.Partial, "three"},
		{"the schema of another series", 0, all, nil, []string{"rename"}, nil, drift.OtherLineage, ""},
		{"a column dropped by hand", 2, all, []schema.Change{schema.DropColumn{Table: "b", Column: "one"}}, []string{"rename"}, nil, drift.Agrees, "rename"},
		{
			"the last column dropped by hand: an upgrade stops behind the stamp, never before it", 2, 6,
			[]schema.Change{schema.DropColumn{Table: "b", Column: "three"}},
			[]string{"three"},
			nil, drift.Agrees, "three",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := at(t, schematest.MySQL, lines[tt.line], tt.statements)
			for _, c := range tt.edit {
				if err := got.Apply(c); err != nil {
					t.Fatal(err)
				}
			}
			r := drift.Judge(lines, drift.Infer(lines, got), tt.stamps, tt.only)
			where := r.Where().Places[0].Revision.id
			if r.Verdict != tt.want || tt.where != "" && where != tt.where {
				t.Errorf("Judge = %s at %s, want %s at %s", r.Verdict, where, tt.want, tt.where)
			}
		})
	}
	if e := drift.Explained(at(t, schematest.MySQL, newest, all), at(t, schematest.MySQL, newest, 2)); e <= 0 || e >= 1 {
		t.Errorf("Explained = %f, want a part", e)
	}
}

// BenchmarkInferLinear shows that the cost per statement does not grow with the history.
func BenchmarkInferLinear(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprintf("revisions=%d", n), func(b *testing.B) {
			line := make([]*step, n)
			got := schema.New(schematest.MySQL)
			for i := range line {
				c := add(fmt.Sprint("t", i/20), fmt.Sprint("c", i))
				if i%20 == 0 {
					c = schema.CreateTable{Table: &schema.Table{Name: fmt.Sprint("t", i/20), Columns: []schema.Column{column("id")}}}
				}
				line[i] = &step{fmt.Sprint(i), []schema.Change{c}}
				if err := got.Apply(c); err != nil {
					b.Fatal(err)
				}
			}
			for b.Loop() {
				drift.Infer([][]*step{line}, got)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/statement")
		})
	}
}
