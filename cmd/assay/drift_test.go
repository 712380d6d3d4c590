package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/internal/lab"
	"assay/internal/lab/replay"
	"assay/result"
)

// A drift is something that people do to a database by hand, with what assay is to say and do about it.
type drifted struct {
	name    string
	release string // that built the database; empty: newest
	sql     []string
	want    []found
	// says is a part of the first finding's message.
	says string
	// destroys reports that the fix has statements that it does not run unless allowed to; lost are the tables and columns that it then
	// drops, or gives values that they did not have.
	destroys bool
	lost     []string
	renamed  map[string]string // columns, by the names that they have after the fix
	left     bool              // the findings stay: it is the administrator's own business
	keeps    string            // a regular expression that the first finding's table answers to after the fix (SHOW CREATE TABLE)
	notOn    []string          // servers that cannot have it, by the beginnings of their names
}

// found is a finding, but for its prose and SQL.
type found struct{ Rule, Severity, Table, Object, Want, Got, Revision, Release string }

const newest = "22.10.1"

// TestDrift injects every kind of drift, each alone: it is found, named and located; the fix is run by the engine's own client, loses nothing
// unless it is allowed to, and leaves a clean database. The same for stamps. Without a campaign, each case is tried on one server, and of cases that the same
// rules find, the first of those for any server and the first of each engine's own.
func TestDrift(t *testing.T) {
	t.Parallel()
	driftsOf := maps.Clone(driftsOf)
	driftsOf[""] = driftsAnywhere
	for engine, drifts := range driftsOf {
		seen := map[string]bool{}
		for i, d := range drifts {
			kind := d.kind()
			if seen[kind] && !lab.Campaign() {
				continue
			}
			seen[kind] = true
			for _, s := range inTurn(t, i, engine, d.notOn...) {
				t.Run(s.Name+"/"+d.name, func(t *testing.T) {
					t.Parallel()
					d.test(t, builtWithRows(t, s, d.release))
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
func (d *drifted) kind() string {
	var names []string
	for _, w := range d.want {
		names = append(names, w.Rule)
	}
	return strings.Join(names, " ")
}

func (d *drifted) test(t *testing.T, db *lab.Database) {
	t.Helper()
	d.inject(t, db)
	r, code := reported(t, "check", db.URL)
	d.checkFound(t, db, r, code)
	before := rows(t, db)
	script := fix(t, db)
	d.checkKept(t, script, before, rows(t, db), false)
	if d.destroys {
		r, _ := reported(t, "check", db.URL)
		if r.Summary == (result.Summary{}) {
			t.Errorf("all is mended without leave to destroy:\n%s", script)
		}
		script = fix(t, db, "--allow-destructive")
		d.checkKept(t, script, before, rows(t, db), true)
	}
	d.checkMended(t, db, script)
}

// inject makes the edits. Few servers drop a foreign key alike.
func (d *drifted) inject(t *testing.T, db *lab.Database) {
	t.Helper()
	for _, sql := range d.sql {
		if !strings.HasPrefix(db.URL, "mysql") {
			sql = strings.ReplaceAll(sql, "DROP FOREIGN KEY", "DROP CONSTRAINT")
		}
		db.Exec(t, sql)
	}
}

func (d *drifted) checkFound(t *testing.T, db *lab.Database, r result.Report, code int) {
	t.Helper()
	var got []found
	for _, tree := range r.Trees {
		if tree.Verdict != "agrees" {
			t.Errorf("the verdict on %s is %s, want agrees", tree.Tree, tree.Verdict)
		}
		for _, f := range tree.Findings {
			got = append(got, found{f.Rule, f.Severity.String(), f.Table, f.Object, f.Want, f.Got, f.Revision, f.Release})
			if len(f.Fix) == 0 && !d.left {
				t.Errorf("there is no SQL against %q", f.Message)
			}
			t.Log(f.Message)
		}
	}
	if diff := cmp.Diff(spelled(t, db, d.want), got); diff != "" {
		t.Errorf("the findings are other than expected (-want +got):\n%s", diff)
	}
	if d.says != "" && !strings.Contains(r.Trees[0].Findings[0].Message, d.says) {
		t.Errorf("the message is %q, want %q in it", r.Trees[0].Findings[0].Message, d.says)
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

func (d *drifted) checkKept(t *testing.T, script string, before, after map[string][]string, destroyed bool) {
	t.Helper()
	for _, column := range slices.Sorted(maps.Keys(before)) {
		table, _, _ := strings.Cut(column, ".")
		if (destroyed || !d.destroys) && (slices.Contains(d.lost, column) || slices.Contains(d.lost, table)) {
			continue
		}
		name := column
		if to, ok := d.renamed[column]; ok {
			name = to
		}
		if diff := cmp.Diff(before[column], after[name]); diff != "" {
			t.Errorf("%s has lost something (-before +after):\n%s\nby\n%s", name, diff, script)
		}
	}
}

func (d *drifted) checkMended(t *testing.T, db *lab.Database, script string) {
	t.Helper()
	r, code := reported(t, "check", db.URL, "--fail-on", "info")
	switch {
	case d.left && (code != exitFindings || r.Summary.Info == 0):
		t.Errorf("it is not left alone: status %d, %+v, after\n%s", code, r.Summary, script)
	case !d.left && code != exitClean:
		t.Errorf("the database is not clean: status %d, %+v, after\n%s", code, r.Trees, script)
	}
	if d.keeps == "" {
		return
	}
	var table, create string
	if err := db.DB.QueryRowContext(t.Context(), "SHOW CREATE TABLE "+d.want[0].Table).Scan(&table, &create); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(d.keeps).MatchString(create) {
		t.Errorf("the table is not as %s any more, but\n%s", d.keeps, create)
	}
}

// fix has the script that assay prints, for infos too and whatever the rows are, run by the engine's own client, as a user would, and returns it.
func fix(t *testing.T, db *lab.Database, args ...string) string {
	t.Helper()
	o := assay(t, append([]string{"fix", "--all", "--no-data", db.URL}, args...)...)
	if o.code != exitClean || o.stderr != "" {
		t.Fatalf("assay fix gives status %d: %s", o.code, o.stderr)
	}
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
		skip(t, err)
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

// skip skips a test for want of something, or fails it in CI.
func skip(t *testing.T, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(err)
	}
	t.Skip("NOT TESTED:", err)
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

// builtWithRows makes all trees of a release, empty: the newest, with some rows in them.
func builtWithRows(t *testing.T, s lab.Server, release string) *lab.Database {
	t.Helper()
	if release == "" {
		release = newest
	}
	sql, err := replay.Release(s.Server, release)
	if err != nil {
		t.Fatal(err)
	}
	if s.Server.Engine == "postgresql" { // one journey for all
		sql = []string{strings.Join(sql, ";\n")}
	}
	if release < "18" {
		return s.Built(t, sql)
	}
	return s.Built(t, sql, people)
}

// people are rows that every release since 18 takes, on every engine.
var people = []string{
	`INSERT INTO ps_endpoints (id, transport, aors, context, allow, direct_media, dtmf_mode, mwi_from_user, callerid, accountcode, webrtc, timers, cos_audio)
		VALUES ('alice', 'udp', 'alice', 'internal', 'ulaw', 'yes', 'auto_info', 'Ada', 'Ålice <1>', 'acc', 'yes', 'forced', 5),
		       ('bob', 'udp', 'bob', 'internal', 'ulaw', 'no', 'rfc4733', NULL, 'Böb <2>', '', 'no', NULL, NULL)`,
	`INSERT INTO ps_aors (id, contact, max_contacts, qualify_timeout, remove_existing) VALUES ('alice', 'sip:alice@örtlich', 1, 3.5, 'yes'), ('bob', NULL, 2, NULL, NULL)`,
	`INSERT INTO ps_contacts (id, uri, expiration_time, qualify_timeout, path, reg_server, via_addr, via_port, endpoint, prune_on_boot)
		VALUES ('alice', 'sip:alice@10.0.0.7', 1893456000, 3, '<sip:a>', 'one', '10.0.0.7', 5060, 'alice', 'no'),
		       ('bob', 'sip:bob@10.0.0.8', 1893456001, NULL, NULL, 'one', NULL, NULL, 'bob', 'yes')`,
	`INSERT INTO queue_members (queue_name, interface, uniqueid, penalty) VALUES ('help', 'PJSIP/alice', 7, 1), ('help', 'PJSIP/bob', 8, NULL)`,
	`INSERT INTO queues (name, strategy, autofill, timeout) VALUES ('help', 'ringall', 'yes', 20), ('sales', 'linear', 'no', NULL)`,
	`INSERT INTO queue_rules VALUES ('rule', '10', '1', '5')`,
	`INSERT INTO musiconhold (name, mode, directory) VALUES ('default', 'files', '/moh')`,
	`INSERT INTO musiconhold_entry VALUES ('default', 1, 'https://a'), ('default', 2, 'https://b')`,
	`INSERT INTO extensions (context, exten, priority, app, appdata) VALUES ('internal', '100', 1, 'Dial', 'PJSIP/alice')`,
	`INSERT INTO voicemail_messages (dir, msgnum, callerid, recording) VALUES ('/vm/alice', 0, 'Böb <2>', 'RIFF')`,
	`INSERT INTO queue_log (callid, event) VALUES ('1', 'JOIN'), ('2', 'LEAVE')`,
	`INSERT INTO cdr (src, dst, accountcode, billsec) VALUES ('100', '200', 'acc', 9)`,
}
