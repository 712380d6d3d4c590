package main

import (
	"bytes"
	"fmt"
	"maps"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/internal/lab"
	"assay/internal/lab/drifts"
	"assay/internal/lab/replay"
	"assay/result"
)

// drifted is a drift that is to be found and mended.
type drifted struct{ *drifts.Drift }

type found = drifts.Found

const newest = replay.Newest

// builtWithRows makes all trees of a release, empty: the newest, with some rows in them.
func builtWithRows(t *testing.T, s lab.Server, release string) *lab.Database {
	t.Helper()
	return replay.WithRows(t, s, release)
}

// TestDrift injects every kind of drift, each alone: it is found, named and located; the fix is run by the engine's own client, loses nothing
// unless it is allowed to, and leaves a clean database. The same for stamps. Without a campaign, each case is tried on one server, and of cases that the same
// rules find, the first of those for any server and the first of each engine's own.
func TestDrift(t *testing.T) {
	t.Parallel()
	all := maps.Clone(drifts.Of)
	all[""] = drifts.Anywhere
	for engine, drifts := range all {
		seen := map[string]bool{}
		for i := range drifts {
			d := drifted{&drifts[i]}
			kind := d.kind()
			if seen[kind] && !lab.Campaign() {
				continue
			}
			seen[kind] = true
			for _, s := range inTurn(t, i, engine, d.NotOn...) {
				t.Run(s.Name+"/"+d.Name, func(t *testing.T) {
					t.Parallel()
					d.test(t, builtWithRows(t, s, d.Release))
				})
			}
		}
	}
	for i, l := range lostStamps {
		for _, s := range inTurn(t, i, "") {
			t.Run(s.Name+"/stamp "+l.name, func(t *testing.T) {
				t.Parallel()
				l.test(t, builtWithRows(t, s, l.release))
			})
		}
	}
}

// kind is the rules that find a drift.
func (d drifted) kind() string {
	var names []string
	for _, w := range d.Want {
		names = append(names, w.Rule)
	}
	return strings.Join(names, " ")
}

func (d drifted) test(t *testing.T, db *lab.Database) {
	t.Helper()
	d.Inject(t, db)
	r, code := reported(t, "check", db.URL)
	d.checkFound(t, db, r, code)
	before := rows(t, db)
	script := fix(t, db)
	d.checkKept(t, script, before, rows(t, db), false)
	if d.Destroys {
		r, _ := reported(t, "check", db.URL)
		if r.Summary == (result.Summary{}) {
			t.Errorf("all is mended without leave to destroy:\n%s", script)
		}
		script = fix(t, db, "--allow-destructive")
		d.checkKept(t, script, before, rows(t, db), true)
	}
	d.checkMended(t, db, script)
}

func (d drifted) checkFound(t *testing.T, db *lab.Database, r result.Report, code int) {
	t.Helper()
	var got []found
	for _, tree := range r.Trees {
		if tree.Verdict != "agrees" {
			t.Errorf("the verdict on %s is %s, want agrees", tree.Tree, tree.Verdict)
		}
		for _, f := range tree.Findings {
			got = append(got, found{
				Rule: f.Rule, Severity: f.Severity.String(), Table: f.Table, Object: f.Object, Want: f.Want, Got: f.Got, Revision: f.Revision, Release: f.Release,
			})
			if len(f.Fix) == 0 && !d.Left {
				t.Errorf("there is no SQL against %q", f.Message)
			}
			t.Log(f.Message)
		}
	}
	if diff := cmp.Diff(spelled(t, db, d.Want), got); diff != "" {
		t.Errorf("the findings are other than expected (-want +got):\n%s", diff)
	}
	if d.Says != "" && !strings.Contains(r.Trees[0].Findings[0].Message, d.Says) {
		t.Errorf("the message is %q, want %q in it", r.Trees[0].Findings[0].Message, d.Says)
	}
	want := exitClean
	if r.Summary.Error > 0 {
		want = exitFindings
	}
	if code != want {
		t.Errorf("the exit status is %d, want %d", code, want)
	}
}

// spelled puts the engine's words in place of UNIQUE, and the database's own character set and collation in place of CHARSET.
func spelled(t *testing.T, db *lab.Database, want []found) []found {
	t.Helper()
	words := []string{"UNIQUE", "unique constraint"}
	if strings.HasPrefix(db.URL, "mysql") {
		var charset, collation string
		if err := db.DB.QueryRowContext(t.Context(), "SELECT @@character_set_database, @@collation_database").Scan(&charset, &collation); err != nil {
			t.Fatal(err)
		}
		words = []string{"UNIQUE", "unique index", "CHARSET", charset + " (" + collation + ")"}
		if charset == "utf8" { // the name that it had before utf8mb4
			words[3] = "utf8mb3 (" + strings.Replace(collation, "utf8", "utf8mb3", 1) + ")"
		}
	}
	want = slices.Clone(want)
	for i, spell := 0, strings.NewReplacer(words...); i < len(want); i++ {
		want[i].Want, want[i].Got = spell.Replace(want[i].Want), spell.Replace(want[i].Got)
	}
	return want
}

func (d drifted) checkKept(t *testing.T, script string, before, after map[string][]string, destroyed bool) {
	t.Helper()
	for _, column := range slices.Sorted(maps.Keys(before)) {
		table, _, _ := strings.Cut(column, ".")
		if (destroyed || !d.Destroys) && (slices.Contains(d.Lost, column) || slices.Contains(d.Lost, table)) {
			continue
		}
		name := column
		if to, ok := d.Renamed[column]; ok {
			name = to
		}
		if diff := cmp.Diff(before[column], after[name]); diff != "" {
			t.Errorf("%s has lost something (-before +after):\n%s\nby\n%s", name, diff, script)
		}
	}
}

func (d drifted) checkMended(t *testing.T, db *lab.Database, script string) {
	t.Helper()
	r, code := reported(t, "check", db.URL, "--fail-on", "info")
	switch {
	case d.Left && (code != exitFindings || r.Summary.Info == 0):
		t.Errorf("it is not left alone: status %d, %+v, after\n%s", code, r.Summary, script)
	case !d.Left && code != exitClean:
		t.Errorf("the database is not clean: status %d, %+v, after\n%s", code, r.Trees, script)
	}
	if d.Keeps == "" {
		return
	}
	var table, create string
	if err := db.DB.QueryRowContext(t.Context(), "SHOW CREATE TABLE "+d.Want[0].Table).Scan(&table, &create); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(d.Keeps).MatchString(create) {
		t.Errorf("the table is not as %s any more, but\n%s", d.Keeps, create)
	}
}

// fix has the script that assay prints, for infos too and whatever the rows are, run by the engine's own client, as a user would, and returns it.
func fix(t *testing.T, db *lab.Database, args ...string) string {
	t.Helper()
	o := assay(t, append([]string{"fix", "--all", "--no-data", db.URL}, args...)...)
	if o.code != exitClean || o.stderr != "" {
		t.Fatalf("assay fix gives status %d: %s", o.code, o.stderr)
	}
	checkLinted(t, db, o.stdout)
	client(t, db, o.stdout)
	return o.stdout
}

// client runs SQL as the engine's own client runs a script.
func client(t *testing.T, db *lab.Database, script string) {
	t.Helper()
	args := []string{"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", db.URL}
	if strings.HasPrefix(db.URL, "mysql") {
		at := db.Target
		args = []string{"mariadb", "--no-defaults", "--default-character-set=utf8mb4", "-h", at.Host, "-P", fmt.Sprint(at.Port), "-u", at.User, at.Database}
		if at.Password != "" {
			args = append(args, "-p"+at.Password)
		}
	}
	if _, err := exec.LookPath(args[0]); err != nil {
		lab.Skip(t, err)
	}
	run(t, script, exec.CommandContext(t.Context(), args[0], args[1:]...))
}

// run runs a command, which must end well.
func run(t *testing.T, stdin string, cmd *exec.Cmd) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v: %s%s\n%s", cmd.Args, err, stderr.String(), stdout.String(), stdin)
	}
}

// rows returns all values of all columns, by "table.column", in the order of each table's first column.
func rows(t *testing.T, db *lab.Database) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, table := range db.Tables(t) {
		columns(t, db, table, all)
	}
	return all
}

func columns(t *testing.T, db *lab.Database, table string, into map[string][]string) {
	t.Helper()
	rows, err := db.DB.QueryContext(t.Context(), "SELECT * FROM "+table+" ORDER BY 1, 2")
	if err != nil {
		rows, err = db.DB.QueryContext(t.Context(), "SELECT * FROM "+table+" ORDER BY 1") // it has one column only
	}
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values := make([]any, len(names))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			t.Fatal(err)
		}
		for i, name := range names {
			v := *values[i].(*any)
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			into[table+"."+name] = append(into[table+"."+name], fmt.Sprint(v))
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
