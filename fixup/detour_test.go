package fixup_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/drift"
	"assay/fixup"
	"assay/schema"
	"assay/schema/schematest"
)

// old is a server without statements to rename with.
type old struct{ words }

func (o old) Format(c schema.Change) ([]string, error) {
	switch c.(type) {
	case schema.RenameColumn, schema.RenameIndex:
		return nil, errors.New("no such statement")
	}
	return o.words.Format(c)
}

// TestMakeTakesDetours: some changes are several statements, in an order that keeps the rows.
func TestMakeTakesDetours(t *testing.T) {
	t.Parallel()
	col := func(c schema.Column, name, typ, args string) schema.Column {
		c.Name, c.Type = name, schema.Type{Name: typ, Args: args}
		return c
	}
	number := col(schema.Column{}, "n", "int", "")
	counter := col(schema.Column{AutoIncrement: true}, "n", "int", "")
	text := col(schema.Column{}, "n", "varchar", "40")
	generated := func(stored bool) schema.Column {
		return col(schema.Column{Generated: "1", Stored: stored}, "n", "int", "")
	}
	key := schema.Index{Name: "u", Kind: schema.Unique, Parts: schema.Columns("n")}
	add, drop := schema.AddIndex{Table: "t", Index: key}, "schema.DropIndex index t.assay_counter"
	start := schema.AlterColumn{Table: "t", Name: "n", From: number, To: counter, Set: schema.PropAutoIncrement}
	temporary := "schema.AddIndex index t.assay_counter"
	alter := func(from, to schema.Column, set schema.Property) schema.AlterColumn {
		return schema.AlterColumn{Table: "t", Name: "n", From: from, To: to, Set: set}
	}
	tests := []struct {
		name    string
		format  fixup.Formatter
		got     schema.Column
		indexes []schema.Index
		changes []schema.Change
		steps   []string
		blocked bool
	}{
		{
			"a number becomes an enumeration by way of a text",
			words{},
			col(schema.Column{}, "n", "tinyint", "1"), nil,
			[]schema.Change{alter(col(schema.Column{}, "n", "tinyint", "1"), col(schema.Column{}, "n", "enum", "'0','1'"), schema.PropType)},
			[]string{"varchar(255)", "enum('0','1')"},
			true,
		},
		{
			"a counter counts before its key is there",
			words{},
			number, nil,
			[]schema.Change{add, start},
			[]string{temporary, "int", "schema.AddIndex index t.u", drop},
			false,
		},
		{
			"a counter counts before its other key is there",
			words{},
			number,
			[]schema.Index{{Name: "i", Parts: schema.Columns("n")}},
			[]schema.Change{add, start},
			[]string{"int", "schema.AddIndex index t.u"},
			false,
		},
		{
			"a new counter counts before its key is there",
			words{},
			col(schema.Column{}, "o", "int", ""), nil,
			[]schema.Change{schema.AddColumn{Table: "t", Column: number}, add, start},
			[]string{"schema.AddColumn column t.n", temporary, "int", "schema.AddIndex index t.u", drop},
			false,
		},
		{"a stored column becomes an ordinary one", words{}, generated(true), nil, []schema.Change{alter(generated(true), number, schema.PropGenerated)}, []string{"int"}, false},
		{
			"a virtual one is made anew",
			words{},
			generated(false), nil,
			[]schema.Change{alter(generated(false), number, schema.PropGenerated)},
			[]string{"schema.DropColumn column t.n", "schema.AddColumn column t.n"},
			true,
		},
		{"an old server restates a column to rename it", old{}, text, nil, []schema.Change{schema.RenameColumn{Table: "t", From: "n", To: "m"}}, []string{"varchar(40)"}, false},
		{
			"an old server makes an index anew to rename it",
			old{},
			text,
			[]schema.Index{key},
			[]schema.Change{schema.RenameIndex{Table: "t", From: "u", To: "v", Kind: schema.Unique}},
			[]string{"schema.DropIndex index t.u", "schema.AddIndex index t.v"},
			false,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := schema.New(schematest.MySQL)
			s.Add(&schema.Table{Name: "t", Columns: []schema.Column{tt.got}, Indexes: tt.indexes})
			plan := fixup.Make(s, tt.changes, tt.format, false)
			var steps []string
			for _, step := range plan.Steps {
				said := fmt.Sprintf("%T %s", step.Change, step.Change.Object())
				if a, ok := step.Change.(schema.AlterColumn); ok {
					said = a.To.Type.String()
				}
				steps = append(steps, said)
				if step.Blocked != tt.blocked {
					t.Errorf("%s: held is %t, want %t", said, step.Blocked, tt.blocked)
				}
			}
			if diff := cmp.Diff(tt.steps, steps); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMakeSetsForeignKeysAside: MySQL converts no table whose texts a foreign key uses.
func TestMakeSetsForeignKeysAside(t *testing.T) {
	t.Parallel()
	build := func(charset string) *schema.Schema {
		s := schema.New(schematest.MySQL)
		for _, name := range []string{"a", "b"} {
			s.Add(&schema.Table{
				Name: name, Columns: []schema.Column{{Name: "n", Type: schema.Type{Name: "varchar", Args: "9"}}},
				Options: schema.Options{Charset: charset, Collation: charset + "_bin"},
			})
		}
		b := s.Table("b").Clone()
		b.ForeignKeys = []schema.ForeignKey{{Name: "fk", Columns: []string{"n"}, RefTable: "a", RefColumns: []string{"n"}}}
		s.Add(b)
		return s
	}
	want, got := build("utf8mb4"), build("latin1")
	plan := fixup.Make(got, drift.Compare(want, got), words{}, false)
	var steps []string
	for _, step := range plan.Steps {
		steps = append(steps, step.SQL...)
	}
	if diff := cmp.Diff([]string{
		"schema.DropForeignKey foreign key b.fk", "schema.AlterTable table a", "schema.AlterTable table b", "schema.AddForeignKey foreign key b.fk",
	}, steps); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	if rest := drift.Compare(want, plan.Result); len(rest) > 0 {
		t.Errorf("the plan leaves %v", rest)
	}
}
