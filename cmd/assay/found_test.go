package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/internal/lab"
	"assay/internal/lab/replay"
	"assay/schema"
)

// More databases, or a single one again: go test ./cmd/assay -run TestEditsAreFound -found-from 37 -found 1.
var (
	foundFrom = flag.Int("found-from", 1, "the first seed of the databases in which edits are to be found")
	foundMany = flag.Int("found", 0, "in how many databases edits are to be found, on each server; 0: 2, and 170 in a campaign, which are 1,000 edits")
)

// A madeEdit is one to be found in a database, on a table of its own.
type madeEdit struct{ sql, table, name string }

// TestEditsAreFound makes edits of all kinds in databases, at random: the comparison with what was before finds each, or names what it does not compare, and
// reports nothing else; between live databases, their dumps and their snapshots alike, and each is its own dump.
func TestEditsAreFound(t *testing.T) {
	t.Parallel()
	many := *foundMany
	switch {
	case many == 0 && lab.Campaign():
		many = 170
	case many == 0:
		many = 2
	}
	for _, s := range servers(t) {
		kinds := kindsOfEdits(t, s.Server.Engine)
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for _, release := range []string{"22.10.1", "18.26.4"} {
				sql, err := replay.Release(s.Server, release, "config")
				if err != nil {
					t.Fatal(err)
				}
				base := s.Database(t)
				base.Exec(t, sql...)
				withRoutines(t, s, base)
				for seed := *foundFrom; seed < *foundFrom+(many+1)/2; seed++ {
					t.Run(fmt.Sprint(release, " ", seed), func(t *testing.T) {
						findEdits(t, s, base, kinds, rand.New(rand.NewPCG(uint64(seed), 1)))
					})
				}
			}
		})
	}
}

// kindsOfEdits are the kinds of edits that testdata has for an engine, each to be spelled out.
func kindsOfEdits(t *testing.T, engine string) []string {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(read(t, filepath.Join("..", "..", "testdata", "edits", engine+".txt"))), "\n")
	return slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "#") })
}

// spelledOut is the SQL of a kind of edit, for a table, a text in it, and the name of what the edit makes.
func spelledOut(kind, table, text, name string) string {
	return strings.NewReplacer("$t", table, "$v", text, "$n", name).Replace(kind)
}

// freeTexts are the columns of a table that an edit can have for a text: they may be NULL, and no index is over them.
func freeTexts(t *schema.Table) []schema.Column {
	return slices.DeleteFunc(slices.Clone(t.Columns), func(c schema.Column) bool {
		return !isVarchar(c) || !c.Nullable || slices.ContainsFunc(t.Indexes, func(x schema.Index) bool {
			return slices.ContainsFunc(x.Parts, func(p schema.Part) bool { return p.Column == c.Name })
		})
	})
}

// oneByOne are the statements of an edit that MySQL has to be sent one by one.
func oneByOne(sql string) []string {
	all := strings.Split(sql, "; ALTER")
	for i := range all[1:] {
		all[i+1] = "ALTER" + all[i+1]
	}
	return all
}

// withRoutines makes routines and an event in a database of MySQL: a dump in which there are none does not tell that it was to have them. A copy has none.
func withRoutines(t *testing.T, s lab.Server, db *lab.Database) *lab.Database {
	t.Helper()
	if s.Server.Engine == "mysql" {
		db.Exec(t, "CREATE FUNCTION was_f() RETURNS int DETERMINISTIC RETURN 1", "CREATE PROCEDURE was_p() SET @x = 1",
			"CREATE EVENT was_e ON SCHEDULE EVERY 1 DAY STARTS '2035-01-01 00:00:00' DISABLE DO SET @x = 1")
	}
	return db
}

// findEdits makes six edits. One that the server refuses is another instead.
func findEdits(t *testing.T, s lab.Server, base *lab.Database, kinds []string, r *rand.Rand) {
	t.Helper()
	db, now := withRoutines(t, s, base.Copy(t)), inferenceOf(t, base).DB.Schema
	tables := slices.DeleteFunc(now.SortedTables(), func(t *schema.Table) bool { return strings.HasPrefix(t.Name, "alembic_") || t.Name == "musiconhold" })
	r.Shuffle(len(tables), func(i, j int) { tables[i], tables[j] = tables[j], tables[i] })
	var edits []madeEdit
	for i := 0; len(edits) < 6 && len(tables) > 0; i++ {
		e := madeEdit{table: tables[0].Name, name: fmt.Sprintf("own_%d", i)}
		texts := freeTexts(tables[0])
		if len(texts) == 0 {
			tables = tables[1:]
			continue
		}
		kind := kinds[r.IntN(len(kinds))]
		e.sql = spelledOut(kind, e.table, texts[r.IntN(len(texts))].Name, e.name)
		if runsAll(db, e.sql) {
			tables = tables[1:]
			edits = append(edits, e)
		} else { // what it has made before it was refused
			db = withRoutines(t, s, again(t, base, edits))
		}
	}
	defer func() {
		for _, e := range edits {
			if t.Failed() {
				t.Log(e.sql)
			}
		}
	}()
	live := differing(t, base.URL, db.URL)
	checkEditsFound(t, edits, live)
	options := []string{"--schema-only"}
	if s.Server.Engine == "mysql" {
		options = []string{"--no-data", "--routines", "--events"}
	}
	for _, program := range s.Dumpers(t)[:1] {
		before, after := base.Dump(t, program, options...), db.Dump(t, program, options...)
		for _, other := range [][2]string{{before, after}, {snapshotOf(t, base), snapshotOf(t, db)}} {
			if d := cmp.Diff(live.Items, differing(t, other[0], other[1]).Items); d != "" {
				t.Errorf("-live +%s:\n%s", filepath.Base(other[0]), d)
			}
		}
		if d := differing(t, db.URL, after); len(d.Items) > 0 {
			t.Errorf("a database and its dump differ: %v", d.Items)
		}
	}
}

// again is a copy of a database with the edits that were made.
func again(t *testing.T, base *lab.Database, edits []madeEdit) *lab.Database {
	t.Helper()
	db := base.Copy(t)
	for _, e := range edits {
		if !runsAll(db, e.sql) {
			t.Fatalf("the server ran it before: %s", e.sql)
		}
	}
	return db
}

func runsAll(db *lab.Database, sql string) bool {
	for _, s := range oneByOne(sql) {
		if _, err := db.DB.Exec(s); err != nil {
			return false
		}
	}
	return true
}

func snapshotOf(t *testing.T, db *lab.Database) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "snapshot.json")
	o := assay(t, "snapshot", db.URL)
	if err := os.WriteFile(file, []byte(o.stdout), 0o600); err != nil || o.code != exitClean {
		t.Fatalf("status %d, %v: %s", o.code, err, o.stderr)
	}
	return file
}

// comparedEdits are what a comparison prints.
type comparedEdits struct {
	Items    []struct{ Table, Object, A, B string } `json:"differences"`
	Coverage schema.Coverage                        `json:"coverage"`
}

func differing(t *testing.T, a, b string) (d comparedEdits) {
	t.Helper()
	o := assay(t, "diff", a, b, "--format", "json")
	if err := json.Unmarshal([]byte(o.stdout), &d); err != nil || o.code > exitFindings {
		t.Fatalf("status %d, %v: %s%s", o.code, err, o.stderr, o.stdout)
	}
	return d
}

func checkEditsFound(t *testing.T, edits []madeEdit, d comparedEdits) {
	t.Helper()
	named := strings.Join(d.Coverage.NotCompared, " ")
	for _, e := range edits {
		is := func(x struct{ Table, Object, A, B string }) bool { return e.is(x.Table, x.Object, x.A, x.B) }
		if !slices.ContainsFunc(d.Items, is) && !strings.Contains(named, e.name) {
			t.Errorf("nothing is said of %s", e.sql)
		}
	}
	for _, x := range d.Items {
		if !slices.ContainsFunc(edits, func(e madeEdit) bool { return e.is(x.Table, x.Object, x.A, x.B) }) {
			t.Errorf("nobody has edited %s.%s: %s, %s", x.Table, x.Object, x.A, x.B)
		}
	}
}

// is reports whether a difference is about what was edited.
func (e madeEdit) is(table, object, a, b string) bool {
	return table == e.table || strings.Contains(strings.Join([]string{table, object, a, b}, " ")+" ", e.name)
}
