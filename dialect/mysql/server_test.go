package mysql

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"assay/internal/lab"
	"assay/schema"
)

func TestMain(m *testing.M) { lab.Main(m) }

// onServers runs a test on every server, each with a fresh database.
func onServers(t *testing.T, test func(t *testing.T, r *Room, db *lab.Database)) {
	t.Helper()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) { test(t, New(s.Server), s.Database(t)) })
	}
}

func read(t *testing.T, db *lab.Database) *schema.Database {
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
	return got
}

// apply makes the changes that an SQL text says.
func apply(t *testing.T, r *Room, s *schema.Schema, sql ...string) {
	t.Helper()
	for _, q := range sql {
		changes, err := r.Parse(q)
		if err != nil {
			t.Fatalf("Parse(%s): %v", q, err)
		}
		applyChanges(t, s, changes...)
	}
}

func applyChanges(t *testing.T, s *schema.Schema, changes ...schema.Change) {
	t.Helper()
	for _, c := range changes {
		if err := s.Apply(c); err != nil {
			t.Fatalf("Apply(%+v): %v", c, err)
		}
	}
}

// compare compares what is modelled of two schemas, where want may leave things unspecified.
func compare(t *testing.T, r *Room, want, got *schema.Schema) {
	t.Helper()
	if d := difference(r, want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func difference(r *Room, want, got *schema.Schema) string {
	w, g := resolved(r, want, got), resolved(r, got, want)
	return diff.Diff(w, g, cmpopts.EquateEmpty())
}

// resolved returns the tables of s with what is unspecified filled in as in other, and in an order that says nothing.
func resolved(r *Room, s, other *schema.Schema) []*schema.Table {
	var tables []*schema.Table
	for _, t := range s.SortedTables() {
		t = t.Clone()
		t.RowFormat = "" // DDL seldom says it
		o := other.Table(t.Name)
		if o != nil {
			resolve(r, other.Semantics, t, o)
		}
		slices.SortFunc(t.Indexes, func(x, y schema.Index) int { return cmp.Compare(x.Name+x.On(), y.Name+y.On()) })
		slices.SortFunc(t.ForeignKeys, func(x, y schema.ForeignKey) int {
			return cmp.Compare(strings.Join(x.Columns, ",")+x.Name, strings.Join(y.Columns, ",")+y.Name)
		})
		slices.SortFunc(t.Checks, func(x, y schema.Check) int { return cmp.Compare(x.Expr, y.Expr) })
		tables = append(tables, t)
	}
	return tables
}

func resolve(r *Room, m schema.Semantics, t, o *schema.Table) {
	t.Options.Engine = cmp.Or(t.Options.Engine, o.Options.Engine)
	t.Options.Charset = cmp.Or(t.Options.Charset, o.Options.Charset)
	if t.Options.Collation == "" {
		t.Options.Collation = cmp.Or(o.Options.Collation, defaultCollation(r.flavor, t.Options.Charset))
	}
	for i := range t.Columns {
		normalizer{r.flavor}.charset(&t.Columns[i], t.Options)
	}
	t.Indexes = slices.DeleteFunc(t.Indexes, func(x schema.Index) bool { return x.Implicit })
	named := map[string]bool{}
	for i := range t.Indexes {
		x := &t.Indexes[i]
		for j := range x.Parts {
			wholeColumn(m, t, &x.Parts[j])
		}
		for j := range o.Indexes {
			if y := &o.Indexes[j]; x.Name == "" && x.Same(m, y) && !named[y.Name] {
				x.Name = y.Name
			}
		}
		named[x.Name] = true
	}
	for i := range t.ForeignKeys {
		f := &t.ForeignKeys[i]
		for _, g := range o.ForeignKeys {
			if f.Name == "" && f.Same(m, g) {
				f.Name = g.Name
			}
		}
	}
	for i := range t.Checks {
		for _, k := range o.Checks {
			if t.Checks[i].Name == "" && t.Checks[i].Expr == k.Expr {
				t.Checks[i].Name = k.Name
			}
		}
	}
}

// A trap is a way in which servers report another thing than was declared.
type trap struct {
	name string
	ddl  []string
	// only says which servers can be in it; nil: all.
	only func(flavor) bool
}

func TestTraps(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		for _, trap := range traps {
			t.Run(trap.name, func(t *testing.T) {
				if trap.only != nil && !trap.only(r.flavor) {
					t.Skip("not on this server")
				}
				dropAll(t, db)
				db.Exec(t, trap.ddl...)
				want := schema.New(semanticsOf(r.flavor))
				apply(t, r, want, trap.ddl...)
				got := read(t, db).Schema
				compare(t, r, want, got)
				roundTrip(t, r, db, got)
			})
		}
	})
}

// roundTrip holds a schema to the law: what Format writes, Parse reads, and the server makes the same of it again.
func roundTrip(t *testing.T, r *Room, db *lab.Database, s *schema.Schema) {
	t.Helper()
	var ddl []string
	again := schema.New(s.Semantics)
	for _, table := range inOrder(s) {
		sql, err := r.Format(schema.CreateTable{Table: table})
		if err != nil {
			t.Fatal(err)
		}
		apply(t, r, again, sql...)
		ddl = append(ddl, sql...)
	}
	if d := difference(r, s, again); d != "" {
		t.Errorf("Parse(Format()) of what was read (-want +got)\n%s\n%s", d, strings.Join(ddl, "\n"))
	}
	dropAll(t, db)
	db.Exec(t, ddl...)
	if d := difference(r, s, read(t, db).Schema); d != "" {
		t.Errorf("the server, given Format() of what was read (-want +got)\n%s\n%s", d, strings.Join(ddl, "\n"))
	}
}

// inOrder returns the tables so that none refers to a later one.
func inOrder(s *schema.Schema) []*schema.Table {
	var done []*schema.Table
	seen := map[string]bool{}
	var visit func(t *schema.Table)
	visit = func(t *schema.Table) {
		if t == nil || seen[t.Name] {
			return
		}
		seen[t.Name] = true
		for _, f := range t.ForeignKeys {
			visit(s.Table(f.RefTable))
		}
		done = append(done, t)
	}
	for _, t := range s.SortedTables() {
		visit(t)
	}
	return done
}

func dropAll(t *testing.T, db *lab.Database) {
	t.Helper()
	s := read(t, db).Schema
	db.Exec(t, "SET FOREIGN_KEY_CHECKS=0")
	for _, o := range s.Opaque {
		if o.Table == "" {
			db.Exec(t, "DROP "+strings.ToUpper(o.Kind)+" "+quote(o.Name))
		}
	}
	for _, table := range s.SortedTables() {
		db.Exec(t, "DROP TABLE "+quote(table.Name))
	}
	db.Exec(t, "SET FOREIGN_KEY_CHECKS=1")
}
