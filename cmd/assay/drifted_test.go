package main

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/dialect"
	"assay/internal/lab"
	"assay/schema"
)

// More databases, or a single one again: go test ./cmd/assay -run TestFixOfRandomDrift -drifted-from 37 -drifted 1.
var (
	driftedFrom = flag.Int("drifted-from", 1, "the first seed of the databases that drift at random and are repaired")
	driftedMany = flag.Int("drifted", 0, "how many databases drift at random and are repaired, on each server; 0: 4, and 500 in a campaign")
)

// TestFixOfRandomDrift edits databases with rows in every table as people do, at random, two to eight times. The plain script runs through the client, and
// changes no row; what it leaves is what it blocked. The destructive one then leaves nothing but what the server or the rows refuse. So does the script that
// makes one such database like another, either way.
func TestFixOfRandomDrift(t *testing.T) {
	t.Parallel()
	many := *driftedMany
	switch {
	case many == 0 && lab.Campaign():
		many = 500
	case many == 0:
		many = 4
	}
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			room, err := dialect.For(s.Server)
			if err != nil {
				t.Fatal(err)
			}
			target, base := chainEnd(t, s, room), builtWithRows(t, s, editedTo)
			fillEmpty(t, base, room)
			drifting := func(t *testing.T, seed int) *editor {
				e := newEditor(t, room, s.Server.Engine, base, target.Chain.Revisions[60:target.At+1], uint64(seed))
				e.widen(kindsOfEdits(t, s.Server.Engine))
				return e
			}
			for seed := *driftedFrom; seed < *driftedFrom+many; seed++ {
				t.Run(fmt.Sprint("fix ", seed), func(t *testing.T) { fixDrifted(t, drifting(t, seed)) })
				t.Run(fmt.Sprint("diff ", seed), func(t *testing.T) { diffDrifted(t, drifting(t, seed)) })
			}
		})
	}
}

// fillEmpty puts a row into each table of the tree that has none.
func fillEmpty(t *testing.T, db *lab.Database, room dialect.Dialect) {
	t.Helper()
	now := inferenceOf(t, db).DB.Schema
	for _, table := range now.SortedTables() {
		var n int
		if err := db.DB.QueryRow("SELECT COUNT(*) FROM " + room.Quote(table.Name)).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n > 0 || len(table.ForeignKeys) > 0 || strings.HasPrefix(table.Name, "alembic_") {
			continue
		}
		var names, literals []string
		for _, c := range table.Columns {
			if (!c.Nullable || c.Name == "id") && c.Default == "" && !c.AutoIncrement && c.Generated == "" {
				names, literals = append(names, room.Quote(c.Name)), append(literals, fillerOf(now, c))
			}
		}
		if len(names) > 0 {
			_, _ = db.DB.Exec("INSERT INTO " + room.Quote(table.Name) + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(literals, ", ") + ")")
		}
	}
}

// widen has half of the edits be of kinds that testdata has.
func (e *editor) widen(kinds []string) {
	told := func(e *editor) draft {
		table := e.table()
		texts := freeTexts(table)
		if len(texts) == 0 {
			return draft{}
		}
		name := e.name("own")
		return draft{sql: oneByOne(spelledOut(pick(e, kinds), table.Name, e.room.Quote(pick(e, texts).Name), name))}
	}
	for range len(e.kinds) {
		e.kinds = append(e.kinds, told)
	}
}

// drift edits a copy of the database, and puts rows into it.
func (e *editor) drift(t *testing.T) *lab.Database {
	t.Helper()
	db := e.from.Copy(t)
	e.sql = nil
	e.edit(t, db, 2+e.IntN(7))
	said := slices.Concat(e.sql, e.addRows(t, db))
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("%s was edited by:\n%s;", db.Name, strings.Join(said, ";\n"))
		}
	})
	return db
}

// fixDrifted repairs a database that drifted, the way a careful person does: first what fix proposes by itself, then all of it, then what can lose data.
func fixDrifted(t *testing.T, e *editor) {
	t.Helper()
	db := e.drift(t)
	ask := []string{"fix", db.URL}
	before := rows(t, db)
	arriveInClient(t, db, ask)
	arriveInClient(t, db, append(ask, "--all"))
	checkRowsKept(t, before, rows(t, db))
	again := arriveInClient(t, db, append(ask, "--all", "--allow-destructive"))
	if strings.Contains(again, "not run: ") {
		return
	}
	r, _ := reported(t, "check", db.URL)
	for _, tree := range r.Trees {
		for _, f := range tree.Findings {
			if len(f.Fix) > 0 { // what nothing is to be done about is the administrator's
				t.Errorf("nothing is blocked, and there is: %s", f.Message)
			}
		}
	}
}

// diffDrifted makes a database that drifted like another one, and that as it was.
func diffDrifted(t *testing.T, e *editor) {
	t.Helper()
	a, b := e.drift(t), e.drift(t)
	for _, way := range [][2]*lab.Database{{a, b}, {b, e.from}} {
		db, want := way[0], way[1].URL
		ask := []string{"diff", db.URL, want, "--format", "sql"}
		before := rows(t, db)
		arriveInClient(t, db, ask)
		checkRowsKept(t, before, rows(t, db))
		again := arriveInClient(t, db, append(ask, "--allow-destructive"))
		if strings.Contains(again, "not run: ") {
			continue
		}
		if left := assay(t, "diff", db.URL, want); left.code != exitClean {
			t.Errorf("nothing is blocked, and the databases differ:\n%s", left.stdout)
		}
	}
}

// arriveInClient runs the script that a command prints, in the engine's own client, and returns what it prints then: nothing else is to be run.
func arriveInClient(t *testing.T, db *lab.Database, args []string) (again string) {
	t.Helper()
	o := assay(t, args...)
	if o.code > exitFindings || o.stderr != "" {
		t.Fatalf("%q: status %d, %s", args[2:], o.code, o.stderr)
	}
	checkLinted(t, db, o.stdout)
	client(t, db, o.stdout)
	again = assay(t, args...).stdout
	if len(statements(again)) > 0 {
		t.Errorf("%q leaves what it did not block:\n%s\nafter\n%s", args, again, o.stdout)
	}
	return again
}

// addRows puts rows into the tables that were edited, and into some others, of values that are hard to keep: whatever the server takes.
func (e *editor) addRows(t *testing.T, db *lab.Database) (added []string) {
	t.Helper()
	now := inferenceOf(t, db).DB.Schema
	for _, table := range now.SortedTables() {
		edited := slices.ContainsFunc(e.sql, func(sql string) bool { return strings.Contains(sql, table.Name) })
		if strings.HasPrefix(table.Name, "alembic_") || !edited && e.IntN(5) > 0 {
			continue
		}
		for range 1 + e.IntN(3) {
			var names, literals []string
			for _, c := range table.Columns {
				if literal := e.hard(now, c); literal != "" {
					names, literals = append(names, e.room.Quote(c.Name)), append(literals, literal)
				}
			}
			insert := "INSERT INTO " + e.room.Quote(table.Name) + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(literals, ", ") + ")"
			if len(names) > 0 && e.runs(t, db, []string{insert}) {
				added = append(added, insert)
			}
		}
	}
	return added
}

// hard is a value for a column, as SQL; empty: none.
func (e *editor) hard(s *schema.Schema, c schema.Column) string {
	must := !c.Nullable || c.Name == "id"
	labels := c.Type.Labels()
	if c.Type.Named {
		labels = schema.SplitLabels(s.Enums[c.Type.Name].Labels)
	}
	size := sizeOf(c)
	switch {
	case c.Generated != "", (c.AutoIncrement || c.Default != "") && e.IntN(3) > 0, !must && e.IntN(5) > 0:
		return ""
	case !must && e.IntN(4) == 0:
		return "NULL"
	case len(labels) > 0:
		return e.room.Literal(pick(e, labels))
	case isVarchar(c) && size > 0 && e.IntN(3) == 0:
		return e.room.Literal(strings.Repeat("x", size))
	case isVarchar(c) || strings.Contains(c.Type.Name, "text") || c.Type.Name == "char":
		return e.room.Literal(pick(e, []string{"", "0", "1", "7", "yes", "YES", "no", "on", " 5", "007", "1.5", "-1", "9999999999", "é", "x ", "udp", "null"}))
	case c.Type.Name == "boolean":
		return pick(e, []string{"true", "false"})
	}
	return pick(e, []string{"0", "1", "-1", "7", "2147483647", "2.5", "'2026-02-03 04:05:06'"})
}

// checkRowsKept: each value is there as it was, of every column that was there. A word for yes or no may have become the boolean of that meaning.
func checkRowsKept(t *testing.T, before, after map[string][]string) {
	t.Helper()
	for column, values := range before {
		got := after[column]
		slices.Sort(values)
		slices.Sort(got)
		if !slices.Equal(values, got) && !slices.Equal(booleans(values), got) {
			t.Errorf("%s held %q, and holds %q", column, values, got)
		}
	}
}

// booleans are values as booleans, as far as they are words for them.
func booleans(words []string) []string {
	all := slices.Clone(words)
	for i, w := range all {
		switch w {
		case "on", "yes", "1":
			all[i] = "true"
		case "off", "no", "0":
			all[i] = "false"
		}
	}
	slices.Sort(all)
	return all
}
