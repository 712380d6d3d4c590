package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/dialect"
	"assay/expected"
	"assay/internal/lab"
	"assay/schema"
)

// roads are upgrades of all outcomes that the tables in testdata/ways.*.txt have: of none to four scripts and none to three runs of Alembic, that end equal to a
// fresh install, with what is harmless, and otherwise.
var roads = []pair{
	{"12.8.2", "13.38.3"},
	{"12.8.2", "20.20.1"},
	{"13.1.1", "16.30.1"},
	{"13.1.1", "22.10.1"},
	{"13.2.1", "14.7.8"},
	{"13.18.5", "16.30.1"},
	{"13.34.0", "19.8.1"},
	{"13.38.3", "22.10.1"},
	{"14.7.8", "15.7.4"},
	{"14.7.8", "20.20.1"},
	{"15.7.4", "21.12.3"},
	{"16.17.0", "18.26.4"},
	{"16.17.0", "19.8.1"},
	{"16.17.0", "22.10.1"},
	{"16.30.1", "18.26.4"},
	{"17.9.4", "18.26.4"},
	{"18.21.0", "22.10.1"},
	{"18.22.0", "20.20.1"},
	{"18.22.0", "22.10.1"},
	{"18.26.4", "23.4.1"},
	{"20.7.0", "22.10.1"},
	{"20.20.1", "22.10.1"},
	{"21.2.0", "23.4.1"},
	{"22.10.1", "23.4.1"},
}

// TestWaysWithAlembic goes ways with rows in every table of all trees, as the scripts print them: through the client program, and then the run of the real
// Alembic that it names last. As many runs are needed as was said before, no value is lost or changed without a word, and assay check is content at the end,
// unless it was said that it would not be.
func TestWaysWithAlembic(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for i, p := range roads {
		if !lab.Sampled(i, 0, 1, 8) {
			continue
		}
		for _, s := range inTurn(t, i/8, "") {
			t.Run(s.Name+"/"+p.from+" to "+p.to, func(t *testing.T) {
				t.Parallel()
				goWithAlembic(t, s, p)
			})
		}
	}
}

// saidRuns is what the head of a script says of a tree.
var saidRuns = regexp.MustCompile(`(?m)^-- tree \w+, way: .*?, (\d+) runs? of alembic, ends equal to a fresh \S+: (yes|no)`)

func goWithAlembic(t *testing.T, s lab.Server, p pair) {
	t.Helper()
	db := install(t, s, p.from)
	fillTables(t, s, db)
	before := rows(t, db)
	ask := []string{"preflight", "--sql", "--to", p.to, db.URL}
	said, runs, ends, scripts := 0, 0, true, ""
	for asks := 0; ; asks++ {
		o := assay(t, ask...)
		if o.code != exitClean || asks > 12 {
			t.Fatalf("ask %d: status %d, %s\nafter\n%s", asks, o.code, o.stderr, scripts)
		}
		if asks == 0 {
			for _, m := range saidRuns.FindAllStringSubmatch(o.stdout, -1) {
				n, _ := strconv.Atoi(m[1])
				said, ends = said+n, ends && m[2] == "yes"
			}
		}
		scripts += o.stdout
		out := printed(t, db, o.stdout)
		tree, revision := named(out)
		if revision == "" {
			if len(statements(o.stdout)) > 0 {
				continue
			}
			break
		}
		newAlembicOf(t, s, db, tree, p.to).run("upgrade", revision)
		runs++
	}
	if runs != said {
		t.Errorf("it took %d runs of Alembic, and was to take %d:\n%s", runs, said, scripts)
	}
	checkTold(t, before, rows(t, db), scripts)
	if o := assay(t, "check", "--fail-on", "warning", "--at", p.to, db.URL); (o.code == exitClean) != ends {
		t.Errorf("at the end of a way that was said to end equal to a fresh install: %t, assay check says:\n%s%s\nafter\n%s", ends, o.stdout, o.stderr, scripts)
	}
}

// printed is what the client program prints of a script.
func printed(t *testing.T, db *lab.Database, script string) string {
	t.Helper()
	cmd := db.Client(t)
	cmd.Stdin = strings.NewReader(script)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s\nin:\n%s", err, out, script)
	}
	return strings.TrimSpace(string(out))
}

// named is the run of Alembic that a client program names last; empty: none.
func named(out string) (tree, revision string) {
	lines := strings.Split(out, "\n")
	revision, ok := strings.CutPrefix(lines[len(lines)-1], "alembic upgrade ")
	if !ok || len(lines) < 2 {
		return "", ""
	}
	_, tree, _ = strings.Cut(strings.TrimSuffix(lines[len(lines)-2], ":"), "for the tree ")
	return tree, revision
}

// checkTold: each value is there as it was, unless a script has said that its column is dropped.
func checkTold(t *testing.T, before, after map[string][]string, scripts string) {
	t.Helper()
	for column, values := range before {
		got, there := after[column]
		held := slices.ContainsFunc(values, func(v string) bool { return v != "<nil>" })
		switch {
		case strings.HasPrefix(column, "alembic_version"):
		case !there && held && !strings.Contains(scripts, column+" with "):
			t.Errorf("%s held %q, and is gone without a word", column, values)
		case there:
			checkRowsKept(t, map[string][]string{column: values}, map[string][]string{column: got})
		}
	}
}

// fillTables puts two rows into each table, with values in all their columns, the last of those that an enumeration has in the second.
func fillTables(t *testing.T, s lab.Server, db *lab.Database) {
	t.Helper()
	room, err := dialect.For(s.Server)
	if err != nil {
		t.Fatal(err)
	}
	now := inferenceOf(t, db).DB.Schema
	for _, table := range now.SortedTables() {
		if slices.ContainsFunc(expected.Trees(), func(tree string) bool { return table.Name == "alembic_version_"+tree }) {
			continue
		}
		for n := range 2 {
			var names, literals []string
			for _, c := range table.Columns {
				if !c.AutoIncrement && c.Generated == "" {
					names, literals = append(names, room.Quote(c.Name)), append(literals, nthValue(room, now, c, n))
				}
			}
			db.Exec(t, "INSERT INTO "+room.Quote(table.Name)+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(literals, ", ")+")")
		}
	}
}

// nthValue is a value for a column, another one in the second row.
func nthValue(room dialect.Dialect, s *schema.Schema, c schema.Column, n int) string {
	labels := c.Type.Labels()
	if c.Type.Named {
		labels = schema.SplitLabels(s.Enums[c.Type.Name].Labels)
	}
	switch {
	case len(labels) > 0:
		return room.Literal(labels[n*(len(labels)-1)])
	case isVarchar(c) || strings.Contains(c.Type.Name, "text") || c.Type.Name == "char":
		return room.Literal([]string{"1", "0"}[n])
	case strings.Contains(c.Type.Name, "time") || c.Type.Name == "date":
		return []string{"'2026-02-03 04:05:06'", "'1999-12-31 23:59:59'"}[n]
	}
	return []string{"'1'", "'0'"}[n]
}

// TestWaySaysWhatIsDropped: above the run of Alembic that the client program names stands what that drops, with how many values; where the stamp is lost too.
func TestWaySaysWhatIsDropped(t *testing.T) {
	t.Parallel()
	for i, lost := range []bool{false, true} {
		for _, s := range inTurn(t, i, "") {
			t.Run(s.Name, func(t *testing.T) {
				t.Parallel()
				db := install(t, s, "18.21.0", "voicemail")
				db.Exec(t, "INSERT INTO voicemail_messages (dir, msgnum, macrocontext) VALUES ('a', 1, 'x'), ('b', 2, 'y'), ('c', 3, NULL)")
				if lost {
					db.Exec(t, "DROP TABLE alembic_version_voicemail")
				}
				o := assay(t, "preflight", "--sql", "--tree", "voicemail", "--to", "22.10.1", db.URL)
				const want = "the next run of alembic drops:\nvoicemail_messages.macrocontext with 2 values\nnow run, for the tree voicemail:\nalembic upgrade 64fae6bbe7fb"
				if got := printed(t, db, o.stdout); got != want {
					t.Errorf("the client says %q, want %q; of\n%s%s", got, want, o.stdout, o.stderr)
				}
			})
		}
	}
}

// TestWayStoppedByRows: rows that stop one tree's way stop no other tree's; when those have arrived, the client program says last that the way ends, and it goes
// on once the rows are changed.
func TestWayStoppedByRows(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			const to = "20.20.1"
			db := install(t, s, "12.8.2")
			db.Exec(t, "INSERT INTO ps_contacts (id, expiration_time) VALUES ('a', 'soon')")
			says := func() string {
				o := assay(t, "preflight", "--sql", "--to", to, db.URL)
				if !strings.Contains(o.stdout, "\n-- tree config, way: ") {
					t.Fatalf("status %d, %s%s", o.code, o.stdout, o.stderr)
				}
				return printed(t, db, o.stdout)
			}
			for {
				tree, revision := named(says())
				if revision == "" {
					break
				}
				if tree == "config" {
					t.Fatal("alembic is to be run for the tree that rows stop")
				}
				newAlembicOf(t, s, db, tree, to).run("upgrade", revision)
			}
			if got := stampsOf(t, db, "alembic_version_cdr"); !slices.Equal(got, []string{"54cde9847798"}) {
				t.Errorf("another tree has not arrived: %q", got)
			}
			const want = "the way of the tree config ends here:\nchange the rows that the script names, then run assay preflight --sql again"
			if got := says(); got != want {
				t.Errorf("the client says %q", got)
			}
			db.Exec(t, "UPDATE ps_contacts SET expiration_time = '1'")
			if tree, revision := named(says()); tree != "config" || revision == "" {
				t.Errorf("with other rows the way does not go on: %q, %q", tree, revision)
			}
		})
	}
}
