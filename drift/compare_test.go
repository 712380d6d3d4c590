package drift_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"assay/drift"
	"assay/schema"
	"assay/schema/schematest"
)

var families = map[string]schema.Semantics{"mysql": schematest.MySQL, "mariadb": schematest.MariaDB, "postgresql": schematest.PostgreSQL}

// checkLaws holds two schemas to the laws of package drift: a schema does not differ from itself, and the changes that Compare finds,
// applied as a server would, leave nothing to be changed.
func checkLaws(t *testing.T, want, got *schema.Schema) {
	t.Helper()
	if d := drift.Compare(got, got); len(d) > 0 {
		t.Fatalf("Compare(s, s) = %#v", d)
	}
	mended := got.Clone()
	changes := drift.Compare(want, got)
	for _, c := range changes {
		if err := mended.Apply(c); err != nil {
			t.Fatalf("Apply(%#v) = %v\nof %#v", c, err, changes)
		}
	}
	if rest := drift.Compare(want, mended); len(rest) > 0 {
		t.Fatalf("after Apply, Compare = %#v\nof %#v", rest, changes)
	}
}

func TestLaws(t *testing.T) {
	t.Parallel()
	for name, m := range families {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(3000) {
				maker := schematest.New(seed, m)
				want := maker.Schema()
				got := want.Clone()
				if seed%3 == 0 {
					got = maker.Schema()
				}
				maker.Edit(got, 1+int(seed%12))
				checkLaws(t, want, got)
				if t.Failed() {
					t.Fatalf("seed %d", seed)
				}
			}
		})
	}
}

func FuzzLaws(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, byte(seed), seed%2 == 0)
	}
	f.Add(uint64(7), byte('H'), false) // a renamed column of a check
	f.Add(uint64(168), byte(17), true) // a column that counts and is a primary key, and shall be neither
	f.Fuzz(func(t *testing.T, seed uint64, edits byte, postgres bool) {
		m := schematest.MySQL
		if postgres {
			m = schematest.PostgreSQL
		}
		maker := schematest.New(seed, m)
		want := maker.Schema()
		got := want.Clone()
		maker.Edit(got, int(edits))
		checkLaws(t, want, got)
		checkLaws(t, got, want)
	})
}

// table returns a schema of one table with two columns, edited.
func table(m schema.Semantics, edit func(*schema.Table)) *schema.Schema {
	s := schema.New(m)
	t := &schema.Table{
		Name: "ps_aors",
		Columns: []schema.Column{
			{Name: "id", Type: schema.Type{Name: "varchar", Args: "40"}},
			{Name: "contact", Type: schema.Type{Name: "varchar", Args: "255"}, Nullable: true},
		},
		Indexes: []schema.Index{{Kind: schema.Unique, Parts: schema.Columns("id")}, {Name: "ps_aors_id", Parts: schema.Columns("id")}},
	}
	edit(t)
	s.Add(t)
	return s
}

func TestCompare(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		got    func(*schema.Table)
		expect []schema.Change
	}{
		{"a server has named the unnamed", func(t *schema.Table) { t.Indexes[0].Name = "id" }, nil},
		{"a constraint for a unique index", func(t *schema.Table) { t.Indexes[0].Kind = schema.Constraint }, nil},
		{"indexes in another order", func(t *schema.Table) { t.Indexes[0], t.Indexes[1] = t.Indexes[1], t.Indexes[0] }, nil},
		{"columns in another order", func(t *schema.Table) { t.Columns[0], t.Columns[1] = t.Columns[1], t.Columns[0] }, nil},
		{"a comment", func(t *schema.Table) { t.Columns[0].Comment = "the id" }, nil},
		{"an index that the server made for a foreign key", func(t *schema.Table) {
			t.Indexes = append(t.Indexes, schema.Index{Name: "fk", Parts: schema.Columns("contact"), Implicit: true})
		}, nil},
		{
			"an index that the server made for a foreign key too many", func(t *schema.Table) {
				t.ForeignKeys = []schema.ForeignKey{{Name: "fk", Columns: []string{"contact"}, RefTable: "ps_contacts", RefColumns: []string{"id"}}}
				t.Indexes = append(t.Indexes, schema.Index{Name: "fk", Parts: schema.Columns("contact"), Implicit: true})
			},
			[]schema.Change{schema.DropForeignKey{Table: "ps_aors", Name: "fk"}, schema.DropIndex{Table: "ps_aors", Name: "fk"}},
		},
		{
			"an index under another name", func(t *schema.Table) { t.Indexes[1].Name = "own" },
			[]schema.Change{schema.RenameIndex{Table: "ps_aors", From: "own", To: "ps_aors_id"}},
		},
		{
			"a lost unique index", func(t *schema.Table) { t.Indexes = t.Indexes[1:] },
			[]schema.Change{schema.AddIndex{Table: "ps_aors", Index: schema.Index{Kind: schema.Unique, Parts: schema.Columns("id")}}},
		},
		{
			"another index of that name", func(t *schema.Table) { t.Indexes[1].Parts = schema.Columns("contact") },
			[]schema.Change{
				schema.DropIndex{Table: "ps_aors", Name: "ps_aors_id"},
				schema.AddIndex{Table: "ps_aors", Index: schema.Index{Name: "ps_aors_id", Parts: schema.Columns("id")}},
			},
		},
		{
			"a comment is kept when a column is altered", func(t *schema.Table) {
				t.Columns[1].Comment, t.Columns[1].Nullable = "kept", false
			},
			[]schema.Change{schema.AlterColumn{
				Table: "ps_aors", Name: "contact", Set: schema.PropNullable,
				From: schema.Column{Name: "contact", Type: schema.Type{Name: "varchar", Args: "255"}, Comment: "kept"},
				To:   schema.Column{Name: "contact", Type: schema.Type{Name: "varchar", Args: "255"}, Comment: "kept", Nullable: true},
			}},
		},
		{
			"a column too many", func(t *schema.Table) { t.Columns = append(t.Columns, schema.Column{Name: "own"}) },
			[]schema.Change{schema.DropColumn{Table: "ps_aors", Column: "own"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := table(schematest.MySQL, func(*schema.Table) {})
			got := table(schematest.MySQL, tt.got)
			if d := cmp.Diff(tt.expect, drift.Compare(want, got), cmpopts.EquateEmpty()); d != "" {
				t.Errorf("Compare (-want +got):\n%s", d)
			}
			checkLaws(t, want, got)
		})
	}
}

func TestCompareFoldsNames(t *testing.T) {
	t.Parallel()
	upper := func(t *schema.Table) { t.Columns[0].Name = "ID" }
	if d := drift.Compare(table(schematest.MySQL, func(*schema.Table) {}), table(schematest.MySQL, upper)); len(d) > 0 {
		t.Errorf("MySQL: Compare = %v, want nothing: names of columns have no case there", d)
	}
	pg := schematest.PostgreSQL
	if d := drift.Compare(table(pg, func(*schema.Table) {}), table(pg, upper)); len(d) == 0 {
		t.Errorf("PostgreSQL: Compare = nothing, want %q and %q to be two columns", "id", "ID")
	}
}

func TestRenamedEnums(t *testing.T) {
	t.Parallel()
	build := func(labels string, types ...string) *schema.Schema {
		s := schema.New(schematest.PostgreSQL)
		x := &schema.Table{Name: "t"}
		for i, name := range types {
			s.Enums[name] = schema.Enum{Name: name, Labels: labels}
			x.Columns = append(x.Columns, schema.Column{Name: fmt.Sprint("c", i), Type: schema.Type{Name: name, Named: true}})
		}
		s.Add(x)
		return s
	}
	tests := []struct {
		name      string
		want, got *schema.Schema
		expect    []schema.RenameEnum
	}{
		{"another name", build("'a'", "mood", "mood"), build("'a'", "own", "own"), []schema.RenameEnum{{From: "own", To: "mood"}}},
		{"other labels", build("'a'", "mood"), build("'b'", "own"), nil},
		{"two that are alike", build("'a'", "one", "two"), build("'a'", "two", "three"), nil},
		{"some of the columns only", build("'a'", "mood", "mood"), build("'a'", "own", "other"), nil},
		{"fewer columns", build("'a'", "mood", "mood"), build("'a'", "own"), []schema.RenameEnum{{From: "own", To: "mood"}}},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.expect, drift.RenamedEnums(tt.want, tt.got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
		checkLaws(t, tt.want, tt.got)
	}
}

func ExampleCompare() {
	want := table(schematest.MySQL, func(*schema.Table) {})
	got := table(schematest.MySQL, func(t *schema.Table) { t.Columns = t.Columns[:1] })
	fmt.Println(drift.Compare(want, got)[0].Object())
	// Output: column ps_aors.contact
}
