package schema_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"assay/schema"
	"assay/schema/schematest"
)

// sample is a schema with one of everything.
func sample(t *testing.T, m schema.Semantics) *schema.Schema {
	t.Helper()
	s := schema.New(m)
	s.Told = schema.AllTypes
	text := schema.Type{Name: "varchar", Args: "40"}
	yesno := schema.Type{Name: "yesno", Named: true}
	for _, c := range []schema.Change{
		schema.CreateEnum{Enum: schema.Enum{Name: "yesno", Labels: "'no','yes'"}},
		schema.CreateTable{Table: &schema.Table{
			Name:    "music",
			Columns: []schema.Column{{Name: "id", Type: schema.Type{Name: "bigint"}, AutoIncrement: true}, {Name: "name", Type: text}, {Name: "loop", Type: yesno}},
			Indexes: []schema.Index{{Name: "music_pkey", Kind: schema.Primary, Parts: schema.Columns("id")}, {Name: "music_name", Kind: schema.Unique, Parts: schema.Columns("name")}},
			Checks:  []schema.Check{{Name: "named", Expr: "name <> ''"}},
		}},
		schema.CreateTable{Table: &schema.Table{
			Name:        "entry",
			Columns:     []schema.Column{{Name: "name", Type: text}, {Name: "position", Type: schema.Type{Name: "int"}, Nullable: true}},
			Indexes:     []schema.Index{{Name: "entry_key", Parts: schema.Columns("position", "name")}},
			ForeignKeys: []schema.ForeignKey{{Name: "fk", Columns: []string{"name"}, RefTable: "music", RefColumns: []string{"name"}}},
		}},
	} {
		if err := s.Apply(c); err != nil {
			t.Fatalf("building the sample: %v", err)
		}
	}
	return s
}

func TestApplyRefusesWhatServersRefuse(t *testing.T) {
	t.Parallel()
	column := schema.Column{Name: "x", Type: schema.Type{Name: "int"}}
	tests := []struct {
		name   string
		mysql  bool // whether this is about MySQL's semantics
		change schema.Change
		reason schema.Reason
		object string
	}{
		{"a table that is there", false, schema.CreateTable{Table: &schema.Table{Name: "music"}}, schema.Exists, "table music"},
		{"a table named as an index", false, schema.CreateTable{Table: &schema.Table{Name: "music_name"}}, schema.Exists, "table music_name"},
		{"a table of an unknown type", false, schema.CreateTable{Table: &schema.Table{
			Name: "t", Columns: []schema.Column{{Name: "x", Type: schema.Type{Name: "mood", Named: true}}},
		}}, schema.Missing, "type mood"},
		{"a table whose key has no column", false, schema.CreateTable{Table: &schema.Table{
			Name: "t", Columns: []schema.Column{column}, Indexes: []schema.Index{{Parts: schema.Columns("y")}},
		}}, schema.Missing, "column t.y"},
		{"a table with a column twice", false, schema.CreateTable{Table: &schema.Table{Name: "t", Columns: []schema.Column{column, column}}}, schema.Exists, "column t.x"},
		{"no such table to rename", false, schema.RenameTable{From: "t", To: "u"}, schema.Missing, "table t"},
		{"a table renamed to one that is there", false, schema.RenameTable{From: "entry", To: "music"}, schema.Exists, "table music"},
		{"a table renamed to an index", false, schema.RenameTable{From: "entry", To: "music_pkey"}, schema.Exists, "table music_pkey"},
		{"a table renamed to itself", true, schema.RenameTable{From: "entry", To: "entry"}, schema.Exists, "table entry"},
		{"no such table to drop", false, schema.DropTable{Table: "t"}, schema.Missing, "table t"},
		{"a table that is referred to", false, schema.DropTable{Table: "music"}, schema.InUse, "table music"},
		{"a column that is there", false, schema.AddColumn{Table: "music", Column: schema.Column{Name: "name"}}, schema.Exists, "column music.name"},
		{"a column that is there, in capitals", true, schema.AddColumn{Table: "music", Column: schema.Column{Name: "NAME"}}, schema.Exists, "column music.NAME"},
		{"a column of no table", false, schema.AddColumn{Table: "t", Column: column}, schema.Missing, "table t"},
		{"no such column to drop", false, schema.DropColumn{Table: "music", Column: "x"}, schema.Missing, "column music.x"},
		{"a column that is referred to", false, schema.DropColumn{Table: "music", Column: "name"}, schema.InUse, "column music.name"},
		{"a column that refers", true, schema.DropColumn{Table: "entry", Column: "name"}, schema.InUse, "column entry.name"},
		{"no such column to alter", false, schema.AlterColumn{Table: "music", Name: "x"}, schema.Missing, "column music.x"},
		{"another type for a referring column", true, schema.AlterColumn{Table: "entry", Name: "name", Set: schema.PropType, To: column}, schema.InUse, "column entry.name"},
		{"another charset for a referring table", true, schema.AlterTable{Table: "entry", To: schema.Options{Charset: "latin1"}}, schema.InUse, "table entry"},
		{"another charset for a table that is referred to", true, schema.AlterTable{Table: "music", To: schema.Options{Charset: "latin1"}}, schema.InUse, "table music"},
		{"NULL in a primary key", false, schema.AlterColumn{Table: "music", Name: "id", Set: schema.PropNullable, To: schema.Column{Nullable: true}}, schema.InUse, "column music.id"},
		{"a counter without a key", true, schema.AlterColumn{
			Table: "entry", Name: "name", Set: schema.PropAutoIncrement, To: schema.Column{AutoIncrement: true},
		}, schema.NeedsKey, "column entry.name"},
		{"a statement that never ran", false, schema.AlterColumn{Table: "music", Name: "name", Fails: "no cast"}, schema.Impossible, "column music.name"},
		{"a new name that is taken", false, schema.RenameColumn{Table: "music", From: "name", To: "id"}, schema.Exists, "column music.id"},
		{"an index that is there", false, schema.AddIndex{Table: "music", Index: schema.Index{Name: "music_name", Parts: schema.Columns("id")}}, schema.Exists, "index music.music_name"},
		{"an index of another table's name", false, schema.AddIndex{Table: "entry", Index: schema.Index{Name: "music_name", Parts: schema.Columns("name")}}, schema.Exists, "index entry.music_name"},
		{"a second primary key", false, schema.AddIndex{Table: "music", Index: schema.Index{Kind: schema.Primary, Parts: schema.Columns("name")}}, schema.Exists, "index music.music_pkey"},
		{"an index over no column", false, schema.AddIndex{Table: "music", Index: schema.Index{Parts: schema.Columns("x")}}, schema.Missing, "column music.x"},
		{"no such index", false, schema.DropIndex{Table: "music", Name: "x"}, schema.Missing, "index music.x"},
		{"no such index anywhere", false, schema.DropIndex{Name: "x"}, schema.Missing, "index x"},
		{"the key of a counter", true, schema.DropIndex{Table: "music", Name: "music_pkey"}, schema.NeedsKey, "column music.id"},
		{"an index name that is taken", false, schema.RenameIndex{Table: "music", From: "music_name", To: "music_pkey"}, schema.Exists, "index music.music_pkey"},
		{
			"a constraint name that is taken", false,
			schema.RenameIndex{Table: "music", From: "named", To: "music_pkey", Kind: schema.Constraint},
			schema.Exists,
			"check music.music_pkey",
		},
		{"no such constraint to rename", false, schema.RenameIndex{Table: "music", From: "x", To: "y", Kind: schema.Constraint}, schema.Missing, "index music.x"},
		{"a foreign key that is there", false, schema.AddForeignKey{Table: "entry", ForeignKey: schema.ForeignKey{Name: "fk"}}, schema.Exists, "foreign key entry.fk"},
		{"a foreign key to no table", false, schema.AddForeignKey{Table: "entry", ForeignKey: schema.ForeignKey{RefTable: "x"}}, schema.Missing, "table x"},
		{"no such foreign key", false, schema.DropForeignKey{Table: "music", Name: "fk"}, schema.Missing, "foreign key music.fk"},
		{"a check that is there", false, schema.AddCheck{Table: "music", Check: schema.Check{Name: "named"}}, schema.Exists, "check music.named"},
		{"no such check", false, schema.DropCheck{Table: "entry", Name: "named"}, schema.Missing, "check entry.named"},
		{"a type that is there", false, schema.CreateEnum{Enum: schema.Enum{Name: "yesno"}}, schema.Exists, "type yesno"},
		{"a type in use", false, schema.DropEnum{Name: "yesno"}, schema.InUse, "type yesno"},
		{"no such type", false, schema.AlterEnum{From: schema.Enum{Name: "x"}}, schema.Missing, "type x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := schematest.PostgreSQL
			if tt.mysql {
				m = schematest.MySQL
			}
			s := sample(t, m)
			before := s.Clone()
			var conflict *schema.Conflict
			if err := s.Apply(tt.change); !errors.As(err, &conflict) {
				t.Fatalf("Apply = %v, want a conflict", err)
			}
			if conflict.Reason != tt.reason || conflict.Object.String() != tt.object {
				t.Errorf("Apply = %v (%s), want %s %s", conflict, conflict.Reason, tt.object, tt.reason)
			}
			if d := cmp.Diff(before, s, cmpopts.IgnoreUnexported(schema.Schema{})); d != "" {
				t.Errorf("a refused change changed the schema (-before +after):\n%s", d)
			}
		})
	}
}

func TestApplyFollowsNames(t *testing.T) {
	t.Parallel()
	s := sample(t, schematest.PostgreSQL)
	clone := s.Clone()
	for _, c := range []schema.Change{
		schema.RenameColumn{Table: "music", From: "name", To: "title"},
		schema.RenameEnum{From: "yesno", To: "boolish"},
	} {
		if err := s.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Table("music").Indexes[1].On(); got != "(title)" {
		t.Errorf("index is on %s, want (title)", got)
	}
	if got := s.Table("entry").ForeignKeys[0].RefColumns[0]; got != "title" {
		t.Errorf("foreign key refers to %s, want title", got)
	}
	if got := s.UsersOf("boolish"); len(got) != 1 {
		t.Errorf("UsersOf(boolish) = %v, want music.loop", got)
	}
	if d := cmp.Diff(sample(t, schematest.PostgreSQL), clone, cmpopts.IgnoreUnexported(schema.Schema{})); d != "" {
		t.Errorf("the clone changed as well:\n%s", d)
	}
}

// TestRenameTable: keys, triggers and children follow a table's name, and so does what InnoDB has named by it.
func TestRenameTable(t *testing.T) {
	t.Parallel()
	for key, m := range map[string]schema.Semantics{"tune_ibfk_2": schematest.MySQL, "song_ibfk_2": schematest.PostgreSQL} {
		s := sample(t, m)
		s.Opaque = []schema.Opaque{{Kind: "trigger", Name: "g", Table: "music"}, {Kind: schema.Inheritance, Name: "music", Table: "entry"}}
		clone := s.Clone()
		for _, c := range []schema.Change{
			schema.AddForeignKey{Table: "music", ForeignKey: schema.ForeignKey{
				Name: "song_ibfk_2", Columns: []string{"id"}, RefTable: "music",
				RefColumns: []string{"id"},
			}},
			schema.RenameTable{From: "music", To: "song"},
			schema.RenameTable{From: "song", To: "music"},
			schema.RenameTable{From: "music", To: "tune"},
		} {
			if err := s.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
		tune := s.Table("tune")
		if s.Table("music") != nil || tune == nil || tune.Name != "tune" || s.Table("entry").ForeignKeys[0].RefTable != "tune" || s.Opaque[0].Table != "tune" ||
			s.Opaque[1].Name != "tune" {
			t.Errorf("there are %v, %v", s.Tables, s.Opaque)
		} else if k := tune.ForeignKeys[len(tune.ForeignKeys)-1]; k.Name != key || k.RefTable != "tune" {
			t.Errorf("its own key is %v, want %s", k, key)
		}
		if clone.Table("music") == nil || clone.Table("entry").ForeignKeys[0].RefTable != "music" || clone.Opaque[0].Table != "music" {
			t.Errorf("the clone changed as well")
		}
	}
}

// TestRenameConstraint: SQL's RENAME CONSTRAINT names a key, a check or a foreign key.
func TestRenameConstraint(t *testing.T) {
	t.Parallel()
	s := sample(t, schematest.PostgreSQL)
	for _, c := range []schema.RenameIndex{
		{Table: "music", From: "named", To: "checked", Kind: schema.Constraint},
		{Table: "entry", From: "fk", To: "referred", Kind: schema.Constraint},
		{Table: "music", From: "music_pkey", To: "keyed", Kind: schema.Constraint},
	} {
		if err := s.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Table("music").Checks[0].Name + s.Table("entry").ForeignKeys[0].Name + s.Table("music").Indexes[0].Name; got != "checkedreferredkeyed" {
		t.Errorf("they are called %s", got)
	}
}

// TestApplyReadsExpressions: PostgreSQL keeps expressions parsed, so that they follow a column's name, and go with it.
func TestApplyReadsExpressions(t *testing.T) {
	t.Parallel()
	s := sample(t, schematest.PostgreSQL)
	for _, c := range []schema.Change{
		schema.AddIndex{Table: "music", Index: schema.Index{Name: "part", Parts: schema.Columns("id"), Where: "name <> 'name'"}},
		schema.AddIndex{Table: "music", Index: schema.Index{Name: "lower", Parts: []schema.Part{{Expr: "lower(name)"}}}},
		schema.AddIndex{Table: "music", Index: schema.Index{Name: "other", Parts: schema.Columns("id"), Where: "loop = 'name'"}},
		schema.DropForeignKey{Table: "entry", Name: "fk"},
		schema.RenameColumn{Table: "music", From: "name", To: "title"},
	} {
		if err := s.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	m := s.Table("music")
	if got := m.Indexes[2].Where + "; " + m.Indexes[3].Parts[0].Expr + "; " + m.Indexes[4].Where + "; " + m.Checks[0].Expr; got != "title <> 'name'; lower(title); loop = 'name'; title <> ''" {
		t.Errorf("after the renaming there is %s", got)
	}
	if err := s.Apply(schema.DropColumn{Table: "music", Column: "title"}); err != nil {
		t.Fatal(err)
	}
	if m := s.Table("music"); len(m.Checks) != 0 || len(m.Indexes) != 2 || m.Indexes[1].Name != "other" {
		t.Errorf("after the dropping there are the checks %v and indexes %v", m.Checks, m.Indexes)
	}
}

func TestApplyDropsColumnFromIndexes(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		m    schema.Semantics
		want int
	}{"mysql shrinks the index": {schematest.MySQL, 1}, "postgresql drops it": {schematest.PostgreSQL, 0}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sample(t, tt.m)
			if err := s.Apply(schema.DropColumn{Table: "entry", Column: "position"}); err != nil {
				t.Fatal(err)
			}
			if got := len(s.Table("entry").Indexes); got != tt.want {
				t.Errorf("%d indexes are left, want %d", got, tt.want)
			}
		})
	}
}

// TestChecksOfAColumn: MariaDB and MySQL drop the checks of a dropped column that are about no other, and let none go that others have a check in common with;
// PostgreSQL drops all that mention it. MySQL renames no column of a check; elsewhere the check follows.
func TestChecksOfAColumn(t *testing.T) {
	drop, rename := schema.DropColumn{Table: "t", Column: "a"}, schema.RenameColumn{Table: "t", From: "a", To: "order by"}
	mysql := schema.Semantics{FoldColumns: true, ShrinkIndexes: true}
	mariadb := schema.Semantics{FoldColumns: true, ShrinkIndexes: true, RenamesInChecks: true}
	postgres := schema.Semantics{TypedExpressions: true, RenamesInChecks: true}
	for _, c := range []struct {
		semantics schema.Semantics
		change    schema.Change
		checks    []string
		left      string // empty: refused
	}{
		{mysql, drop, []string{"a in (0,1)", "b > 0"}, "b > 0;"},
		{mysql, drop, []string{"a in (0,1)", "a < b"}, ""},
		{postgres, drop, []string{"a in (0,1)", "a < b", "b > 0"}, "b > 0;"},
		{mysql, rename, []string{"a in (0,1)"}, ""},
		{mysql, rename, []string{"b > 0"}, "b > 0;"},
		{mariadb, rename, []string{"a in (0,1)", "`a` < b"}, "`order by` in (0,1);`order by` < b;"},
		{postgres, rename, []string{`a < b AND "a" > 'a'`}, `"order by" < b AND "order by" > 'a';`},
	} {
		s := schema.New(c.semantics)
		x := &schema.Table{Name: "t", Columns: []schema.Column{{Name: "a"}, {Name: "b"}}}
		for i, expr := range c.checks {
			x.Checks = append(x.Checks, schema.Check{Name: fmt.Sprint("k", i), Expr: expr})
		}
		s.Add(x)
		err := s.Apply(c.change)
		if conflict := (*schema.Conflict)(nil); c.left == "" {
			if !errors.As(err, &conflict) || conflict.Reason != schema.InUse || conflict.User.Kind != schema.CheckObject {
				t.Errorf("Apply(%v) with the checks %q = %v, want a check in the way", c.change, c.checks, err)
			}
			continue
		}
		left := ""
		for _, k := range s.Table("t").Checks {
			left += k.Expr + ";"
		}
		if err != nil || left != c.left {
			t.Errorf("Apply(%v) with the checks %q = %v, leaves %q, want %q", c.change, c.checks, err, left, c.left)
		}
	}
}
