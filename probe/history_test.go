package probe_test

import (
	"slices"
	"strings"
	"testing"

	"assay/dialect"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/replay"
	"assay/probe"
	"assay/schema"
)

// TestHistories goes along the newest chain of each tree with a harmless row in every table, stops here and there, and asks all that is still
// to come: the server understands every question and finds nothing, and then takes every statement.
func TestHistories(t *testing.T) {
	t.Parallel()
	for _, s := range append(lab.MySQL(t), lab.Postgres(t)...) {
		room, err := dialect.For(s.Server)
		if err != nil {
			t.Fatal(err)
		}
		for _, tree := range expected.Trees() {
			t.Run(s.Name+"/"+tree, func(t *testing.T) {
				t.Parallel()
				h, err := expected.Asterisk(tree, s.Server.Engine, room)
				if err != nil {
					t.Fatal(err)
				}
				db := s.Database(t)
				all := h.Newest().Revisions
				step := max(1, len(all)/10)
				asked := 0
				for i, r := range all {
					sql, err := replay.Revision(room, r)
					if err != nil {
						t.Fatal(err)
					}
					db.Exec(t, sql...)
					if i%step == 0 {
						refill(t, room, db)
						asked += askAll(t, s, room, db, all[i+1:])
					}
				}
				if tree == "config" && asked == 0 {
					t.Error("nothing was asked")
				}
			})
		}
	}
}

// refill puts one row into every table, in place of those that there are.
func refill(t *testing.T, room dialect.Dialect, db *lab.Database) {
	t.Helper()
	read, err := dialect.Read(t.Context(), serverOf(room), db.Target)
	if err != nil {
		t.Fatal(err)
	}
	tables := read.Schema.SortedTables() // a table stands behind the one that it refers to
	for _, table := range slices.Backward(tables) {
		db.Exec(t, "DELETE FROM "+room.Quote(table.Name))
	}
	for _, table := range tables {
		// A column is added there that takes no NULL, which PostgreSQL refuses where there is a row.
		if table.Name == "queue_members" && table.Column(read.Schema.Semantics, "uniqueid") < 0 {
			continue
		}
		var names, values []string
		for _, c := range table.Columns {
			if v := harmless(room, read.Schema, c); v != "" {
				names, values = append(names, room.Quote(c.Name)), append(values, v)
			}
		}
		db.Exec(t, "INSERT INTO "+room.Quote(table.Name)+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(values, ", ")+")")
	}
}

// harmless is a value that every later type takes; empty: the column is left to itself.
func harmless(room dialect.Dialect, s *schema.Schema, c schema.Column) string {
	if e, ok := s.Enums[c.Type.Name]; ok {
		return room.Literal(schema.SplitLabels(e.Labels)[0])
	}
	if labels := c.Type.Labels(); labels != nil {
		return room.Literal(labels[0])
	}
	if strings.Contains(c.Type.Name, "time") || strings.HasSuffix(c.Type.Name, "blob") || c.Type.Name == "bytea" {
		return ""
	}
	return "'1'"
}

func askAll(t *testing.T, s lab.Server, room dialect.Dialect, db *lab.Database, pending []*expected.Revision) (asked int) {
	t.Helper()
	var changes []schema.Change
	for _, r := range pending {
		changes = append(changes, r.Changes...)
	}
	probes := slices.DeleteFunc(flat(probesOf(t, room, db, changes)), func(p probe.Probe) bool { return p.Loss })
	for i, a := range answersTo(t, s, db, probes) {
		p := probes[i]
		if p.Asks() {
			asked++
		}
		if p.Asks() && a.count != "0" || !p.Asks() {
			t.Errorf("%s.%s: %s: %s (%s)\n%s", p.Table, p.Column, p.Problem, a.count, a.examples, p.Count.SQL)
		}
	}
	return asked
}
