package probe_test

import (
	"slices"
	"strings"
	"testing"

	"assay/dialect"
	"assay/internal/lab"
	"assay/probe"
	"assay/schema"
)

func TestMain(m *testing.M) { lab.Main(m) }

func TestProbes(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		numbers := numbersInMySQL
		if s.Server.Product == "MariaDB" {
			numbers = numbersInMariaDB
		}
		for _, c := range slices.Concat(inMySQL, numbers) {
			t.Run(s.Name+"/"+c.name, func(t *testing.T) { t.Parallel(); c.run(t, s) })
		}
	}
	for _, s := range lab.Postgres(t) {
		for _, c := range inPostgres {
			t.Run(s.Name+"/"+c.name, func(t *testing.T) { t.Parallel(); c.run(t, s) })
		}
	}
}

// TestLimit: no count goes beyond the limit, however many rows there are.
func TestLimit(t *testing.T) {
	t.Parallel()
	for _, s := range append(lab.MySQL(t), lab.Postgres(t)...) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(t, "CREATE TABLE t (a varchar(9), b varchar(9))", "INSERT INTO t VALUES ('x','x'),('x','y'),('y','x'),('y','y'),(NULL,'z'),(NULL,'z')")
			room, err := dialect.For(s.Server)
			if err != nil {
				t.Fatal(err)
			}
			read, err := dialect.Read(t.Context(), s.Server.Engine, db.Target)
			if err != nil {
				t.Fatal(err)
			}
			narrow := schema.AlterColumn{Table: "t", Name: "b", To: schema.Column{Name: "b", Type: schema.Type{Name: "varchar", Args: "0"}, Nullable: true}, Set: schema.PropType}
			probes := append(probe.New(read.Schema, room, 3).Next(narrow), probe.New(read.Schema, room, 3).Next(schema.AddIndex{Table: "t", Index: schema.Index{Kind: schema.Unique, Parts: schema.Columns("b")}})...)
			got := answersTo(t, s, db, probes)
			if len(got) != 2 || got[0].count != "3" || len(strings.Split(got[0].examples, "; ")) != 3 || got[1].count != "3" {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// TestNext looks at what depends on the changes before, without a server.
func TestNext(t *testing.T) {
	t.Parallel()
	room, err := dialect.For(schema.Server{Engine: "mysql"})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, sql string
		want      []string // what the last statement's probes say
	}{
		{"a column that is made by the upgrade and is NULL", "ALTER TABLE t ADD x int; ALTER TABLE t MODIFY x int NOT NULL", []string{"no longer allows NULL"}},
		{"a column that is not there", "ALTER TABLE t MODIFY gone int NOT NULL", nil},
		{"a table that is not there", "ALTER TABLE gone MODIFY a int NOT NULL", nil},
		{"a table that is made anew", "DROP TABLE t; CREATE TABLE t (a int); ALTER TABLE t MODIFY a int NOT NULL", nil},
		{"a column that is made anew", "ALTER TABLE t DROP a; ALTER TABLE t ADD a varchar(9) NOT NULL DEFAULT 'x'; ALTER TABLE t MODIFY a varchar(9) NOT NULL", nil},
		{"values that nobody knows", "ALTER TABLE t MODIFY a datetime; ALTER TABLE t ADD UNIQUE (a)", []string{"duplicates cannot be seen yet"}},
		{"values that nobody knows, of another type", "ALTER TABLE t MODIFY a datetime; ALTER TABLE t MODIFY a enum('x')", []string{"cannot be known beforehand"}},
		{"two names changed about", "ALTER TABLE t CHANGE a c varchar(9); ALTER TABLE t CHANGE b a int; ALTER TABLE t MODIFY a int NOT NULL", []string{"no longer allows NULL"}},
	}
	for _, tt := range tests {
		s := schema.New(room.Semantics())
		s.Add(&schema.Table{Name: "t", Columns: []schema.Column{
			{Name: "a", Type: schema.Type{Name: "varchar", Args: "9"}, Nullable: true},
			{Name: "b", Type: schema.Type{Name: "int"}, Nullable: true},
		}})
		p := probe.New(s, room, 10)
		var got []probe.Probe
		changes, err := room.Parse(tt.sql)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			got = p.Next(c)
		}
		for i, g := range got {
			if i >= len(tt.want) || !strings.Contains(g.Problem, tt.want[i]) {
				t.Errorf("%s: got %q", tt.name, g.Problem)
			}
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: want %d probes, got %d", tt.name, len(tt.want), len(got))
		}
		if tt.name == "two names changed about" && !strings.Contains(got[0].Count.SQL, "`b` IS NULL") {
			t.Errorf("%s: asks %s", tt.name, got[0].Count.SQL)
		}
	}
}
