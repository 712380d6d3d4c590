package drift_test

import (
	"testing"

	"assay/drift"
	"assay/schema"
)

// TestPredict: what runs, what stops it, what it undoes and drops, and what is left then.
func TestPredict(t *testing.T) {
	t.Parallel()
	wide := schema.Column{Name: "x", Type: schema.Type{Name: "varchar", Args: "80"}, Nullable: true}
	pending := []*step{
		{"widen", []schema.Change{schema.AlterColumn{Table: "a", Name: "x", To: wide, Set: schema.PropAll}}},
		{"drop", []schema.Change{schema.DropColumn{Table: "a", Column: "id"}, add("a", "new")}},
	}
	made := schema.New(schema.Semantics{})
	made.Add(&schema.Table{Name: "a", Columns: []schema.Column{column("id"), column("x")}})
	refuse := func(s *schema.Schema, c schema.Change) *schema.Refusal {
		if err := s.Clone().Apply(c); err != nil {
			return &schema.Refusal{Text: err.Error()}
		}
		return nil
	}
	byHand := made.Clone()
	mine := column("x")
	mine.Default, mine.Type.Args = "'me'", "255"
	if err := byHand.Apply(schema.AlterColumn{Table: "a", Name: "x", To: mine, Set: schema.PropType | schema.PropDefault}); err != nil {
		t.Fatal(err)
	}

	u, err := drift.Predict(pending, false, byHand, made, refuse, sure, nil)
	if err != nil || u.Stop != nil || u.Stamped != 2 {
		t.Fatalf("Predict = %+v, %v; want it to run to its end", u, err)
	}
	if len(u.Undone) != 1 || u.Undone[0].Set != schema.PropType|schema.PropDefault || u.Undone[0].Was != mine || u.Undone[0].Is != wide {
		t.Errorf("undone: %+v, want the type and the default of x", u.Undone)
	}
	if len(u.Dropped) != 1 || u.Dropped[0].Column != "id" {
		t.Errorf("dropped: %+v, want id", u.Dropped)
	}

	if err := byHand.Apply(add("a", "new")); err != nil {
		t.Fatal(err)
	}
	if u, err = drift.Predict(pending, false, byHand, made, refuse, sure, nil); err != nil || u.Stop == nil || u.Stop.Revision.id != "drop" || u.Stop.Statement != 2 || u.Stamped != 1 {
		t.Fatalf("Predict = %+v, %v; want it to stop at the second statement of drop", u, err)
	}
	if u.Result.Table("a").Column(schema.Semantics{}, "id") >= 0 {
		t.Error("what ran before the stop is not in the result")
	}

	byHand.Semantics.TransactionalDDL = true
	if u, err = drift.Predict(pending, false, byHand, made, refuse, sure, nil); err != nil || u.Stop == nil || u.Stamped != 0 || u.Undone != nil || u.Dropped != nil {
		t.Fatalf("Predict = %+v, %v; want nothing to be left of it", u, err)
	}
	if u.Result.Table("a").Column(schema.Semantics{}, "id") < 0 {
		t.Error("a transaction was not rolled back")
	}
}

// TestPredictRenamed: what refers to a table that a revision drops and makes again under another name, as a renamed one is read, goes with it.
func TestPredictRenamed(t *testing.T) {
	t.Parallel()
	made := schema.New(schema.Semantics{})
	made.Add(&schema.Table{Name: "a", Columns: []schema.Column{column("id"), column("x")}})
	got := made.Clone()
	refers := schema.ForeignKey{Name: "fk", Columns: []string{"a"}, RefTable: "a", RefColumns: []string{"id"}}
	got.Add(&schema.Table{Name: "mine", Columns: []schema.Column{column("a")}, ForeignKeys: []schema.ForeignKey{refers}})
	refuse := func(s *schema.Schema, c schema.Change) *schema.Refusal {
		if err := s.Clone().Apply(c); err != nil {
			return &schema.Refusal{Text: err.Error()}
		}
		return nil
	}
	drop := schema.DropTable{Table: "a"}
	create := func(columns ...string) schema.Change {
		b := &schema.Table{Name: "b"}
		for _, c := range columns {
			b.Columns = append(b.Columns, column(c))
		}
		return schema.CreateTable{Table: b}
	}
	for name, c := range map[string]struct {
		changes []schema.Change
		as      string
	}{
		"as SQL is read":     {[]schema.Change{drop, create("id", "x")}, "b"},
		"as it comes to":     {[]schema.Change{create("id", "x", "new"), drop}, "b"},
		"a column is gone":   {[]schema.Change{drop, create("id")}, ""},
		"nothing is made":    {[]schema.Change{drop}, ""},
		"it is made as well": {[]schema.Change{create("y"), drop}, ""},
	} {
		u, err := drift.Predict([]*step{{"r", c.changes}}, true, got, made, refuse, sure, nil)
		if err != nil || (u.Stop == nil) != (c.as != "") {
			t.Errorf("%s: %v, stop %+v", name, err, u.Stop)
			continue
		}
		if c.as == "" {
			continue
		}
		if len(u.Dropped) != 1 || u.Dropped[0].As != c.as || u.Result.Table("mine").ForeignKeys[0].RefTable != c.as {
			t.Errorf("%s: dropped %+v, the foreign key of mine %+v", name, u.Dropped, u.Result.Table("mine").ForeignKeys)
		}
		if got.Table("mine").ForeignKeys[0].RefTable != "a" {
			t.Fatalf("%s: the schema that was given is changed", name)
		}
	}
}

// sure is for schemas that are known as a whole.
func sure(*schema.Schema, schema.Change, *schema.Refusal) string { return "" }
