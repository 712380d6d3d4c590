package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/internal/lab"
	"assay/internal/lab/drifts"
)

// TestSnapshots: whatever is asked of a database, its snapshot gives the same answer. The databases are clean ones and such as people edit them.
func TestSnapshots(t *testing.T) {
	t.Parallel()
	for nth, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			own := []string{
				"CREATE VIEW v_contacts AS SELECT id, uri FROM ps_contacts",
				"CREATE TABLE own (id INTEGER NOT NULL, n INTEGER, twice INTEGER GENERATED ALWAYS AS (n * 2) STORED, CONSTRAINT low CHECK (n < 10), UNIQUE (n))",
			}
			if s.Server.Engine == "mysql" {
				own = append(own, "CREATE TRIGGER trg BEFORE INSERT ON ps_contacts FOR EACH ROW SET NEW.uri = NEW.uri", "ALTER TABLE own ADD COLUMN e ENUM('it''s','<b>','é') CHARACTER SET latin1 DEFAULT 'é'")
			} else {
				own = append(own,
					"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
					"CREATE TRIGGER trg BEFORE INSERT ON ps_contacts FOR EACH ROW EXECUTE FUNCTION f()",
					"CREATE TYPE own_enum AS ENUM ('it''s','<b>','é')", "ALTER TABLE own ADD COLUMN e own_enum DEFAULT 'é'",
					"CREATE INDEX some_own ON own (abs(n) DESC) WHERE n > 3",
				)
			}
			databases := map[string]*lab.Database{"clean": builtWithRows(t, s, newest), "old": builtWithRows(t, s, "18.0.0"), "edited": builtWithRows(t, s, "20.6.0")}
			for _, sql := range own {
				databases["edited"].Exec(t, sql)
			}
			for i, d := range drifts.On(s) {
				if lab.Sampled(i, nth, 6, 4) && d.Can(s) {
					databases[d.Name] = builtWithRows(t, s, d.Release)
					d.Inject(t, databases[d.Name])
				}
			}
			for name, db := range databases {
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					sameAnswers(t, db)
				})
			}
		})
	}
}

// sameAnswers takes a snapshot and asks both, but for the data, which no snapshot has.
func sameAnswers(t *testing.T, db *lab.Database) {
	t.Helper()
	file := snapshot(t, db.URL)
	for _, command := range [][]string{
		{"check", "--format", "json"},
		{"check"},
		{"infer", "--format", "json"},
		{"fix", "--no-data"},
		{"fix", "--no-data", "--at", "18.0.0", "--allow-destructive"},
		{"preflight", "--no-data", "--to", "22", "--format", "json"},
		{"preflight", "--no-data", "--to", "22", "--sql"},
		{"preflight", "--no-data", "--to", "18.0.0"},
	} {
		live, filed := assay(t, append(command, db.URL)...), assay(t, append(command, file)...)
		hide := strings.NewReplacer(db.URL, "DB", file, "DB")
		for _, o := range []*outcome{&live, &filed} {
			o.stdout, o.stderr = hide.Replace(o.stdout), hide.Replace(o.stderr)
		}
		if diff := cmp.Diff(live, filed, cmp.AllowUnexported(outcome{})); diff != "" {
			t.Errorf("assay %s says another thing of the snapshot (-database +snapshot):\n%s", strings.Join(command, " "), diff)
		}
		if live.stdout+live.stderr == "" {
			t.Errorf("assay %s says nothing: %s", strings.Join(command, " "), live.stderr)
		}
	}
	if o := assay(t, "diff", file, db.URL); o.code != exitClean {
		t.Errorf("the snapshot differs from its database: %s%s", o.stdout, o.stderr)
	}
	text := read(t, file)
	if again := read(t, snapshot(t, db.URL)); again != text {
		t.Errorf("the next snapshot is another:\n%s", cmp.Diff(text, again))
	}
	if again := read(t, snapshot(t, file)); again != text {
		t.Errorf("the snapshot's snapshot is another:\n%s", cmp.Diff(text, again))
	}
}

// snapshot takes a snapshot and returns its file.
func snapshot(t *testing.T, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "snap.json")
	if o := assay(t, append([]string{"snapshot", "-o", file}, args...)...); o.code != exitClean || o.stdout+o.stderr != "" {
		t.Fatalf("assay snapshot: status %d, %s%s", o.code, o.stdout, o.stderr)
	}
	return file
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestSnapshotHoldsNoSecrets: neither the password nor where the server is.
func TestSnapshotHoldsNoSecrets(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 0, "") {
		db := builtWithRows(t, s, newest)
		url := strings.Replace(db.URL, "@", ":s3cr3t-w0rd@", 1)
		o := assay(t, "snapshot", db.URL)
		if strings.Contains(o.stdout, "127.0.0.1") || o.code != exitClean {
			t.Errorf("%s: status %d, and the server's address in:\n%s", s.Name, o.code, o.stdout)
		}
		if o := assay(t, "snapshot", url); strings.Contains(o.stdout+o.stderr, "s3cr3t") {
			t.Errorf("%s: the password is in:\n%s%s", s.Name, o.stdout, o.stderr)
		}
	}
}

// TestBadSnapshots: a file that is none is refused in one sentence, with its name and, where one is to blame, the line.
func TestBadSnapshots(t *testing.T) {
	t.Parallel()
	whole := read(t, snapshot(t, "asterisk:22.10.1"))
	once := func(old, text string) string { return strings.Replace(whole, old, text, 1) }
	tests := map[string]struct{ text, want string }{
		"empty":            {" \n", "FILE: it is empty: was the command that wrote it stopped?"},
		"cut off":          {whole[:1000], "FILE, line 56: it ends in the middle: take the snapshot again"},
		"cut off early":    {"{\n", "FILE, line 2: it ends in the middle: take the snapshot again"},
		"foreign":          {`{"version": 1}`, `FILE: this is JSON, but no snapshot, which would begin with "assay_snapshot": take one with assay snapshot`},
		"newer":            {once(`"assay_snapshot": 1`, `"assay_snapshot": 3, "more": []`), "FILE: a newer assay took this snapshot (format 3, and this one knows 2): look for a newer assay, or take it again with this one"},
		"of no version":    {once(`"assay_snapshot": 1`, `"assay_snapshot": 0`), "FILE, line 2: 0 is no version of a snapshot: take it again with assay snapshot"},
		"no JSON":          {once(`"server"`, `server`), "FILE, line 3: this is no JSON (invalid character 's' looking for beginning of object key string): take the snapshot again"},
		"unknown field":    {once(`"server"`, `"sarver"`), `FILE, line 3: what "sarver" is, this assay does not know: look for a newer one, or take the snapshot again with this one`},
		"a number":         {once(`"varchar"`, `80`), "FILE, line 40: a number stands where something else should (tables.columns.type.name): take the snapshot again"},
		"no kind":          {once(`"kind": "unique index"`, `"kind": "special"`), `FILE: no kind of index is called "special": take the snapshot again`},
		"no engine":        {once(`"engine": "mysql"`, `"engine": "sybase"`), `FILE: no engine is called "sybase"; there are mysql, postgresql, mssql and oracle`},
		"a table twice":    {once(`"name": "cdr"`, `"name": "queue_log"`), `FILE: table "queue_log" is in it twice: take the snapshot again`},
		"a column twice":   {once(`"name": "accountcode"`, `"name": "src"`), `FILE: table "cdr" has a column without a name, or two of one name: take the snapshot again`},
		"something behind": {whole + "{", "FILE, line LAST: something stands behind the snapshot's end: take it again"},
	}
	last := strconv.Itoa(strings.Count(whole, "\n") + 1)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := write(t, filepath.Join(t.TempDir(), "snap.json"), test.text)
			want := "assay: " + strings.NewReplacer("FILE", file, "LAST", last).Replace(test.want) + "\n"
			if o := assay(t, "check", file); o.code != exitUnknown || o.stdout != "" || o.stderr != want {
				t.Errorf("status %d, on standard output %q\nwant %sgot  %s", o.code, o.stdout, want, o.stderr)
			}
		})
	}
}
