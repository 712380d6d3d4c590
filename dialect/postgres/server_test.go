package postgres

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"assay/internal/lab"
	"assay/schema"
)

func TestMain(m *testing.M) { lab.Main(m) }

// onServers runs a test on a fresh database of every server.
func onServers(t *testing.T, test func(t *testing.T, db *lab.Database, r *Room)) {
	t.Helper()
	for _, server := range lab.Postgres(t) {
		t.Run(server.Name, func(t *testing.T) { test(t, server.Database(t), New(server.Server)) })
	}
}

func read(t *testing.T, db *lab.Database) *schema.Schema {
	t.Helper()
	got, err := Read(t.Context(), db.Target)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range got.Schema.SortedTables() { // what a server prints, a snapshot may hold
		if err := New(got.Server).Vet(table); err != nil {
			t.Errorf("table %s: %v", table.Name, err)
		}
	}
	return got.Schema
}

// parsed is the schema that DDL makes in memory.
func parsed(t *testing.T, r *Room, ddl ...string) *schema.Schema {
	t.Helper()
	s := schema.New(semantics())
	apply(t, s, parse(t, r, ddl...))
	return s
}

func parse(t *testing.T, r *Room, ddl ...string) []schema.Change {
	t.Helper()
	sql := strings.Join(ddl, ";\n")
	changes, err := r.Parse(sql)
	if err != nil {
		t.Fatalf("parsing %s: %v", sql, err)
	}
	return changes
}

func apply(t *testing.T, s *schema.Schema, changes []schema.Change) {
	t.Helper()
	for _, c := range changes {
		if err := s.Apply(c); err != nil {
			t.Fatalf("applying %#v: %v", c, err)
		}
	}
}

func format(t *testing.T, r *Room, c schema.Change) []string {
	t.Helper()
	s, err := r.Format(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// difference says in what two schemas differ. What want leaves unnamed takes got's name.
func difference(want, got *schema.Schema) string {
	type compared struct {
		Tables []*schema.Table
		Enums  []schema.Enum
	}
	view := func(s *schema.Schema) compared {
		var v compared
		for _, t := range s.SortedTables() {
			v.Tables = append(v.Tables, sorted(t))
		}
		v.Enums = s.SortedEnums()
		return v
	}
	w, g := view(want), view(got)
	for _, t := range w.Tables {
		if live := got.Table(t.Name); live != nil {
			nameAs(t, live)
		}
	}
	for _, t := range w.Tables {
		*t = *sorted(t)
	}
	return gocmp.Diff(w, g)
}

func sorted(t *schema.Table) *schema.Table {
	t = t.Clone()
	slices.SortFunc(t.Indexes, func(a, b schema.Index) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(t.ForeignKeys, func(a, b schema.ForeignKey) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(t.Checks, func(a, b schema.Check) int { return cmp.Compare(a.Name, b.Name) })
	t.Indexes, t.ForeignKeys, t.Checks = nilIfEmpty(t.Indexes), nilIfEmpty(t.ForeignKeys), nilIfEmpty(t.Checks)
	return t
}

func nilIfEmpty[T any](s []T) []T {
	if len(s) == 0 {
		return nil
	}
	return s
}

// nameAs names what has no name as its like in another table is called.
func nameAs(t, as *schema.Table) {
	var none schema.Semantics
	for i := range t.Indexes {
		x := &t.Indexes[i]
		if at := slices.IndexFunc(as.Indexes, func(y schema.Index) bool { return x.Same(none, &y) }); x.Name == "" && at >= 0 {
			x.Name = as.Indexes[at].Name
		}
	}
	for i := range t.ForeignKeys {
		f := &t.ForeignKeys[i]
		if at := slices.IndexFunc(as.ForeignKeys, func(g schema.ForeignKey) bool { return f.Same(none, g) }); f.Name == "" && at >= 0 {
			f.Name = as.ForeignKeys[at].Name
		}
	}
	for i := range t.Checks {
		k := &t.Checks[i]
		if at := slices.IndexFunc(as.Checks, func(l schema.Check) bool { return k.Expr == l.Expr }); k.Name == "" && at >= 0 {
			k.Name = as.Checks[at].Name
		}
	}
}
