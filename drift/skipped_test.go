package drift_test

import (
	"slices"
	"testing"

	"assay/drift"
	"assay/schema"
)

// crossroads are series that part and meet: an old one ends at "meet" without "left" and "out", another has but a part of "left", under an id of its
// own, and a third has "put" with other contents.
func crossroads() [][]*step {
	base := &step{"base", []schema.Change{schema.CreateTable{Table: &schema.Table{Name: "a", Columns: []schema.Column{column("id")}}}}}
	left := &step{"left", []schema.Change{add("a", "l1"), add("a", "l2")}}
	part := &step{"part", []schema.Change{add("a", "l1")}}
	out := &step{"out", []schema.Change{add("a", "o")}}
	put := &step{"put", []schema.Change{add("a", "p")}}
	otherwise := &step{"put", []schema.Change{schema.AddColumn{Table: "a", Column: schema.Column{Name: "p", Type: schema.Type{Name: "int"}, Nullable: true}}}}
	meet := &step{"meet", []schema.Change{add("a", "m")}}
	later := &step{"later", []schema.Change{schema.AlterColumn{Table: "a", Name: "l2", To: schema.Column{Name: "l2", Type: schema.Type{Name: "varchar", Args: "80"}, Nullable: true}, Set: schema.PropType}}}
	return [][]*step{
		{base, put, meet},                  // lacks left and out
		{base, part, out, put, meet},       // has a part of left
		{base, left, out, otherwise, meet}, // has put otherwise
		{base, left, later, out, put, meet, {"more", []schema.Change{add("a", "more")}}},
	}
}

func TestSkipped(t *testing.T) {
	t.Parallel()
	drop := func(names ...string) []schema.Change {
		var all []schema.Change
		for _, n := range names {
			all = append(all, schema.DropColumn{Table: "a", Column: n})
		}
		return all
	}
	tests := []struct {
		name  string
		line  int // that made the schema
		edit  []schema.Change
		want  []string // the revisions that were skipped
		from  []int    // the lines that lead to that
		rest  int      // the changes that they do not explain
		until int      // the place of the stamp in the newest line
	}{
		{"nothing", 3, drop("more"), nil, nil, 0, 5},
		{"all that another line lacks", 0, nil, []string{"left", "later", "out"}, []int{0}, 0, 5},
		{"with something added by hand", 0, []schema.Change{add("a", "mine")}, []string{"left", "later", "out"}, []int{0}, 1, 5},
		{"a part under another id", 1, nil, []string{"left", "later"}, []int{1}, 0, 5},
		{"other contents", 2, nil, []string{"later", "put"}, []int{2}, 0, 5},
		{"one of three, which somebody has dropped", 3, drop("more", "o"), nil, nil, 1, 5},
		{"some of a revision", 3, drop("more", "l1"), nil, nil, 1, 5},
		{"what comes behind the stamp", 0, nil, nil, nil, 1, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			lines := crossroads()
			got := at(t, schema.Semantics{}, lines[test.line], all)
			for _, c := range test.edit {
				if err := got.Apply(c); err != nil {
					t.Fatal(err)
				}
			}
			var names []string
			skips := drift.Skipped(lines, 3, test.until, got)
			for _, k := range skips {
				names = append(names, k.Revision.Name())
				if !slices.Equal(k.Lines, test.from) {
					t.Errorf("%s was skipped on the way from lines %v, want %v", k.Revision.Name(), k.Lines, test.from)
				}
			}
			if !slices.Equal(names, test.want) {
				t.Errorf("skipped %v, want %v", names, test.want)
			}
			rest := drift.Compare(at(t, schema.Semantics{}, lines[3][:test.until+1], all), got)
			for _, k := range skips {
				rest = slices.DeleteFunc(rest, k.Explains)
			}
			if len(rest) != test.rest && test.until > 0 {
				t.Errorf("%d changes are left unexplained, want %d: %v", len(rest), test.rest, rest)
			}
		})
	}
}

// TestSkippedBesideWhatGoesAgain: a column that the line adds and drops again is no trace of anything, whatever else differs in its table.
func TestSkippedBesideWhatGoesAgain(t *testing.T) {
	t.Parallel()
	base := &step{"base", []schema.Change{schema.CreateTable{Table: &schema.Table{Name: "a", Columns: []schema.Column{column("id")}}}}}
	adds := func(name string) *step { return &step{name, []schema.Change{add("a", name)}} }
	meet, dropped := adds("meet"), &step{"dropped", []schema.Change{schema.DropColumn{Table: "a", Column: "x"}}}
	lines := [][]*step{{base, meet}, {base, adds("x"), dropped, adds("y"), adds("z"), meet, adds("more")}}
	var skipped []string
	for _, k := range drift.Skipped(lines, 1, 5, at(t, schema.Semantics{}, lines[0], all)) {
		skipped = append(skipped, k.Revision.Name())
	}
	if !slices.Equal(skipped, []string{"y", "z"}) {
		t.Errorf("skipped are %v, want y and z", skipped)
	}
}
