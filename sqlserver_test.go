package assay_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	mssqldb "github.com/microsoft/go-mssqldb"

	"assay"
	"assay/dialect"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/replay"
	"assay/internal/lab/sqlserver"
	"assay/introspect"
	"assay/schema"
)

// sqlServers are the SQL Servers that ASSAY_TEST_DSNS names, and one that is none: it keeps what assay itself takes from a statement, so that on it alone the
// suite shows that what is sent, read and printed holds together.
func sqlServers(t *testing.T) []lab.Server {
	t.Helper()
	e, err := sqlserver.NewEmulation(sqlServer)
	if err != nil {
		t.Fatal(err)
	}
	address, err := e.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return lab.SQLServer(t, "sqlserver://sa:secret@"+address+"/?encrypt=disable")
}

// TestSQLServer: on a server, Asterisk's statements are taken or refused as assay says, what it then says of itself is what the tests' own one says, assay finds
// the heads and what differs from them, and the SQL that it prints ends that. Of a server of somebody's, the rows are kept as a recording,
// and those that are kept are clean.
func TestSQLServer(t *testing.T) {
	t.Parallel()
	keptClean(t)
	for i, s := range sqlServers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			want := upgraded(t, db)
			if got := findings(t, db.URL); len(got) > 0 {
				t.Errorf("installed, it has %v", got)
			}
			told := catalogueOf(t, db)
			if diff := cmp.Diff(unmade(sqlserver.Print(want)), unmade(told)); diff != "" {
				t.Errorf("it says of itself other things than the tests' own server:\n%s", diff)
			}
			folder := t.TempDir()
			if i > 0 {
				folder = recordings
			}
			recording := filepath.Join(folder, s.Name+".jsonl")
			if err := errors.Join(os.MkdirAll(folder, 0o755), os.WriteFile(recording, []byte(told), 0o644)); err != nil {
				t.Fatal(err)
			}
			if got := findings(t, recording); len(got) > 0 {
				t.Errorf("recorded, it has %v", got)
			}
			if i == 0 {
				byHand(t, db)
			}
			for n, c := range sqlServerDrifts() {
				if i > 0 || n%5 == 0 || lab.Campaign() { // they are all held to files of the catalogue as well
					mended(t, db, c)
				}
			}
		})
	}
}

// recordings is where the rows of servers of somebody's are kept: each file there is read as one. There is none yet.
const recordings = "testdata/sqlserver"

// keptClean holds what servers have said of Asterisk's newest heads to those.
func keptClean(t *testing.T) {
	t.Helper()
	files, err := filepath.Glob(recordings + "/*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if got := findings(t, f); len(got) > 0 {
			t.Errorf("%s: %v", f, got)
		}
	}
}

// upgraded runs all trees up to the newest release as a client program does that goes on behind a refusal, and returns what should be there.
func upgraded(t *testing.T, db *lab.Database) *schema.Database {
	t.Helper()
	room := speaking(t, sqlServer)
	want := &schema.Database{Server: sqlServer, Name: "asterisk", Schema: schema.New(room.Semantics())}
	refused := map[string]int{}
	for _, tree := range expected.Trees() {
		h, err := expected.Asterisk(tree, sqlServer.Engine, room)
		if err != nil {
			t.Fatal(err)
		}
		chain := h.Newest()
		for _, r := range chain.Revisions {
			for _, c := range r.Changes {
				if code := try(t, db, room, want.Schema, c); code != "" {
					refused[code]++
				}
			}
		}
		table, head := expected.VersionTableOf(tree), chain.Revisions[len(chain.Revisions)-1].ID
		stamp, err := replay.Stamp(room, table, head)
		if err != nil {
			t.Fatal(err)
		}
		db.Exec(t, stamp...)
		created, err := expected.VersionTable(table, 0, room)
		if err != nil {
			t.Fatal(err)
		}
		if err := want.Schema.Apply(created); err != nil {
			t.Fatal(err)
		}
		want.Stamps = append(want.Stamps, schema.Stamp{Table: table, Revisions: []string{head}})
	}
	if diff := cmp.Diff(map[string]int{"3728": 4, "5074": 8, "4927": 1}, refused); diff != "" {
		t.Errorf("the server refuses others than these statements:\n%s", diff)
	}
	return want
}

// try has the server make a change, and holds what it says to what assay foretells: the code of a refusal; empty: there is none.
func try(t *testing.T, db *lab.Database, room dialect.Dialect, s *schema.Schema, c schema.Change) (code string) {
	t.Helper()
	if f := room.Refusal(s, c); f != nil {
		code = f.Code
	}
	statements, err := room.Format(c)
	if err != nil {
		t.Fatal(err)
	}
	met := false
	for _, statement := range statements {
		_, err := db.DB.ExecContext(t.Context(), statement)
		told, refused := errors.AsType[mssqldb.Error](err)
		switch {
		case err == nil:
		case refused && slices.ContainsFunc(told.All, func(e mssqldb.Error) bool { return strconv.Itoa(int(e.Number)) == code }):
			met = true
		default:
			t.Errorf("%s: %v, want a refusal %q", statement, err, code)
		}
	}
	if code != "" && !met {
		t.Errorf("%s: the server takes it, though assay says that it refuses it by %s", statements, code)
	}
	if err := s.Replay(c); err != nil {
		t.Fatal(err)
	}
	return code
}

// catalogueOf are the rows that the queries give which assay prints for people.
func catalogueOf(t *testing.T, db *lab.Database) string {
	t.Helper()
	queries, err := dialect.Queries(sqlServer.Engine, schema.Target{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := db.DB.QueryContext(t.Context(), queries)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all strings.Builder
	for more := true; more; more = rows.NextResultSet() {
		for rows.Next() {
			var line sql.NullString
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			all.WriteString(line.String + "\n")
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// byHand has a client program run the queries, and holds assay to reading what it prints.
func byHand(t *testing.T, db *lab.Database) {
	t.Helper()
	if _, err := exec.LookPath("tsql"); err != nil {
		lab.Skip(t, fmt.Errorf("%w; make deps installs it", err))
	}
	queries, err := dialect.Queries(sqlServer.Engine, schema.Target{})
	if err != nil {
		t.Fatal(err)
	}
	at := db.Target
	tsql := exec.CommandContext(t.Context(), "tsql", "-H", at.Host, "-p", strconv.Itoa(at.Port), "-U", at.User, "-P", at.Password, "-D", db.Name, "-o", "q")
	tsql.Stdin = strings.NewReader(queries + "\nGO\n")
	said, err := tsql.Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := findings(t, catalogueFile(t, string(said))); len(got) > 0 {
		t.Errorf("by tsql, it has %v", got)
	}
}

var (
	madeUp = regexp.MustCompile(`"((?:PK|UQ|FK|CK|DF)__\w*?)_*[0-9A-F]{8,16}"`)
	itself = regexp.MustCompile(`"(version|db|edition|default_object_id)":(?:"[^"]*"|\d+)`)
)

// unmade are the lines of a catalogue, sorted, without what differs from server to server: versions, names of the server's making, and numbers of objects.
func unmade(catalogue string) []string {
	all := strings.Split(itself.ReplaceAllString(madeUp.ReplaceAllString(catalogue, `"made"`), `"$1":0`), "\n")
	slices.Sort(all)
	return all
}

// mended makes a change on the server, and holds assay to finding it, and its fix to ending it there.
func mended(t *testing.T, db *lab.Database, c catalogueDrift) {
	t.Helper()
	if c.left() {
		return
	}
	room := speaking(t, sqlServer)
	source, err := introspect.Parse(db.URL)
	if err != nil {
		t.Fatal(err)
	}
	before, err := introspect.Read(t.Context(), source, dialect.Read)
	if err != nil {
		t.Fatal(err)
	}
	if c.unsaid(before.Schema) {
		return
	}
	edits := c.edit(before.Schema)
	for _, edit := range edits {
		statements, err := room.Format(edit)
		if err != nil {
			t.Fatal(err)
		}
		db.Exec(t, statements...)
	}
	if got := findings(t, db.URL); !slices.Contains(got, c.rule) {
		t.Errorf("%#v is found as %v, want %s", edits, got, c.rule)
	}
	script, err := assay.Fix(t.Context(), db.URL, assay.Options{Severity: "info", Destroy: true})
	if err != nil {
		t.Fatal(err)
	}
	db.Exec(t, script.String())
	if got := findings(t, db.URL); len(got) > 0 {
		t.Fatalf("%#v: fixed, there is still %v\n%s", edits, got, script)
	}
}
