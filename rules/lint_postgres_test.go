package rules_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"

	"assay/internal/lab"
	"assay/rules"
	"assay/schema"
)

// TestPostgresFixtures runs fixtures on a server and holds what happens against what the room says that each statement costs: the strongest lock of each
// table, whether its rows were read, its indexes built, or all of it written anew; and what is marked "-- fails SQLSTATE" has to fail so. Those in the folder
// costs are of no rule.
func TestPostgresFixtures(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("..", "testdata", "lint", "postgresql")
	files, _ := filepath.Glob(filepath.Join(folder, "*.sql"))
	costs, _ := filepath.Glob(filepath.Join(folder, "costs", "*.sql"))
	if len(files) == 0 || len(costs) == 0 {
		t.Fatal("no fixtures")
	}
	for _, s := range lab.Postgres(t) {
		for _, file := range append(files, costs...) {
			if r := rules.Named(strings.TrimSuffix(filepath.Base(file), ".sql")); r != nil && r.Of == rules.OfDesign {
				continue // what it makes is judged when it is there
			}
			t.Run(s.Name+"/"+strings.TrimSuffix(filepath.Base(file), ".sql"), func(t *testing.T) {
				t.Parallel()
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				major, _, _ := strings.Cut(s.Server.Version, ".")
				if other := fixtureServer.FindStringSubmatch(string(text)); other != nil && other[2] != major {
					t.Skipf("it is about PostgreSQL %s", other[2])
				}
				tryFixture(t, s, readFixture(t, "postgresql", string(text)))
			})
		}
	}
}

var (
	fixtureServer = regexp.MustCompile(`^-- (PostgreSQL) (\d+)`)
	fails         = regexp.MustCompile(`-- fails ([0-9A-Z]{5})`)
)

// A trial is a fixture on a server.
type trial struct {
	db      *lab.Database
	fixture *lintFixture
	walk    *rules.Walk
	begun   bool            // the text opened a transaction
	made    map[string]bool // tables that the transaction made
	locked  map[string]string
	refused map[int]string // SQLSTATEs by the statement's line
}

func tryFixture(t *testing.T, s lab.Server, f *lintFixture) {
	t.Helper()
	x := &trial{
		db: s.Database(t), fixture: f, walk: rules.NewWalk("postgresql", f.room, schema.New(f.room.Semantics())),
		made: map[string]bool{}, locked: map[string]string{}, refused: map[int]string{},
	}
	for i, line := range strings.Split(f.text, "\n") {
		if m := fails.FindStringSubmatch(line); m != nil {
			x.refused[follows(slices.Concat(f.before, f.then), i+1)] = m[1]
		}
	}
	all := f.script(slices.Concat(f.before, f.then)).Statements
	for i, st := range all {
		if i < len(f.before) {
			x.db.Exec(t, st.Text)
		} else {
			x.try(t, st)
		}
		if x.refused[st.Line] == "" {
			x.walk.Pass(&rules.Script{Statements: []*rules.Statement{st}})
		}
	}
}

// try runs a statement.
func (x *trial) try(t *testing.T, st *rules.Statement) {
	t.Helper()
	switch st.Verb {
	case "BEGIN":
		x.begun = true
		x.db.Exec(t, st.Text)
		return
	case "COMMIT", "ROLLBACK":
		x.db.Exec(t, st.Text)
		x.end()
		return
	}
	if code := x.refused[st.Line]; code != "" {
		x.refuse(t, st, code)
		return
	}
	if st.Alone {
		before := x.look(t)
		locks := x.runAlone(t, st)
		x.compare(t, st, before, x.look(t), locks)
		x.end()
		return
	}
	if !x.begun {
		x.db.Exec(t, "BEGIN")
	}
	before := x.look(t)
	if _, err := x.db.DB.ExecContext(t.Context(), st.Text); err != nil {
		t.Fatalf("line %d: %v; if it is to fail, mark it so: -- fails SQLSTATE", st.Line, err)
	}
	after := x.look(t)
	x.compare(t, st, before, after, x.locks(t, before))
	for name := range after {
		if _, ok := before[name]; !ok {
			x.made[name] = true
		}
	}
	if !x.begun {
		x.db.Exec(t, "COMMIT")
		x.end()
	}
}

func (x *trial) end() {
	x.begun = false
	clear(x.made)
	clear(x.locked)
}

// refuse sees a statement fail. In a transaction of the text's own, what follows runs on.
func (x *trial) refuse(t *testing.T, st *rules.Statement, code string) {
	t.Helper()
	if x.begun {
		x.db.Exec(t, "SAVEPOINT before")
		defer x.db.Exec(t, "ROLLBACK TO SAVEPOINT before")
	}
	_, err := x.db.DB.ExecContext(t.Context(), st.Text)
	var refusal *pgconn.PgError
	if !errors.As(err, &refusal) || refusal.Code != code {
		t.Errorf("line %d is to fail with %s: %v", st.Line, code, err)
	}
}

// A seen is what can be seen of a table: its number, the file that it is in and those of its indexes, and how often the transaction has read all of it.
type seen struct {
	kind    string // as pg_class has it
	oid     uint32
	file    string
	indexes []string
	scans   int
}

func (x *trial) look(t *testing.T) map[string]seen {
	t.Helper()
	rows, err := x.db.DB.QueryContext(t.Context(), `SELECT c.relname, c.relkind, c.oid, coalesce(pg_relation_filenode(c.oid)::text, ''), coalesce(pg_stat_get_xact_numscans(c.oid), 0),
		coalesce((SELECT string_agg(pg_relation_filenode(i.indexrelid)::text, ' ') FROM pg_index i WHERE i.indrelid = c.oid), '')
		FROM pg_class c WHERE c.relkind IN ('r', 'p', 'm') AND c.relnamespace = 'public'::regnamespace`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[string]seen{}
	for rows.Next() {
		var name, indexes string
		var s seen
		if err := rows.Scan(&name, &s.kind, &s.oid, &s.file, &s.scans, &indexes); err != nil {
			t.Fatal(err)
		}
		s.indexes = strings.Fields(indexes)
		all[name] = s
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// modes are the locks that keep anybody out, by pg_locks' names for them, and how strong they are.
var modes = []string{"ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"}

var wordsOf = map[string]string{
	"ShareUpdateExclusiveLock": "SHARE UPDATE EXCLUSIVE", "ShareLock": "SHARE", "ShareRowExclusiveLock": "SHARE ROW EXCLUSIVE",
	"ExclusiveLock": "EXCLUSIVE", "AccessExclusiveLock": "ACCESS EXCLUSIVE",
}

// locks are the strongest locks that the transaction has on tables.
func (x *trial) locks(t *testing.T, tables map[string]seen) map[string]string {
	t.Helper()
	return locksOf(t, x.db, "pg_backend_pid()", tables)
}

func locksOf(t *testing.T, db *lab.Database, pid string, tables map[string]seen) map[string]string {
	t.Helper()
	rows, err := db.DB.QueryContext(t.Context(), "SELECT relation, mode FROM pg_locks WHERE locktype = 'relation' AND pid = "+pid)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	strongest := map[uint32]int{}
	for rows.Next() {
		var oid uint32
		var mode string
		if err := rows.Scan(&oid, &mode); err != nil {
			t.Fatal(err)
		}
		strongest[oid] = max(strongest[oid], slices.Index(modes, mode)+1)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for name, table := range tables {
		if n := strongest[table.oid]; n > 0 {
			got[name] = wordsOf[modes[n-1]]
		}
	}
	return got
}

// runAlone runs a statement that no transaction may have around it. Somebody who writes to all tables holds it up, so that its locks can be seen, be they
// granted or waited for; nil: it ran through.
func (x *trial) runAlone(t *testing.T, st *rules.Statement) map[string]string {
	t.Helper()
	tables := x.look(t)
	var pid string
	if err := x.db.DB.QueryRowContext(t.Context(), "SELECT pg_backend_pid()::text").Scan(&pid); err != nil {
		t.Fatal(err)
	}
	writer, watcher := x.db.Again(t), x.db.Again(t)
	writer.Exec(t, "BEGIN")
	for name, table := range tables {
		if table.kind == "m" {
			continue // LOCK is for tables
		}
		writer.Exec(t, "LOCK TABLE "+name+" IN ROW EXCLUSIVE MODE")
	}
	done := make(chan error, 1)
	go func(ctx context.Context) {
		_, err := x.db.DB.ExecContext(ctx, st.Text)
		done <- err
	}(t.Context())
	locks := waiting(t, watcher, pid, tables, done)
	writer.Exec(t, "ROLLBACK")
	if err := <-done; err != nil {
		t.Fatalf("line %d: %v; if it is to fail, mark it so: -- fails SQLSTATE", st.Line, err)
	}
	return locks
}

// waiting returns the locks of a session once it waits for one; nil: it is done before.
func waiting(t *testing.T, db *lab.Database, pid string, tables map[string]seen, done chan error) map[string]string {
	t.Helper()
	for {
		var waits bool
		if err := db.DB.QueryRowContext(t.Context(), "SELECT coalesce(wait_event_type, '') = 'Lock' FROM pg_stat_activity WHERE pid = "+pid).Scan(&waits); err != nil {
			t.Fatal(err)
		}
		if waits {
			return locksOf(t, db, pid, tables)
		}
		select {
		case err := <-done:
			done <- err
			return nil
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// compare holds what was seen against what the room says. Tables that the transaction made itself nobody else can use.
func (x *trial) compare(t *testing.T, st *rules.Statement, before, after map[string]seen, locks map[string]string) {
	t.Helper()
	work := map[string]string{}
	for _, c := range x.costs(st) {
		if _, ok := before[c.Table]; !ok || x.made[c.Table] {
			continue
		}
		if strength(c.Words) > strength(x.locked[c.Table]) {
			x.locked[c.Table] = c.Words
		}
		if name := works[c.Work]; name > work[c.Table] {
			work[c.Table] = name
		}
	}
	maps.DeleteFunc(locks, func(table, _ string) bool { return x.made[table] })
	if locks != nil {
		if diff := cmp.Diff(x.locked, locks); diff != "" {
			t.Errorf("line %d: locks (-said +seen):\n%s", st.Line, diff)
		}
	}
	if len(st.Changes) == 0 && len(st.Acts) == 0 || st.Verb == "TRUNCATE" { // it changes data, or has new files for none
		return
	}
	done := map[string]string{}
	for name, old := range before {
		if now, ok := after[name]; ok && !x.made[name] {
			done[name] = works[old.became(now, st.Alone, work[name])]
		}
	}
	maps.DeleteFunc(done, func(table, w string) bool {
		beside := w == works[schema.Scans] && locks[table] == "" && work[table] == "" // it was read as by any query, as what a view is made of
		return w == works[schema.Instant] || beside
	})
	reads := slices.Contains(slices.Collect(maps.Values(done)), works[schema.Scans])
	maps.DeleteFunc(work, func(table, w string) bool {
		byIndex := w == works[schema.Scans] && done[table] == "" && (reads || slices.Contains(slices.Collect(maps.Values(done)), works[schema.Rewrites]))
		return w == works[schema.Instant] || after[table].oid == 0 || byIndex // of the two tables of a foreign key, one may be read by its index
	})
	if diff := cmp.Diff(work, done); diff != "" {
		t.Errorf("line %d: work (-said +seen):\n%s", st.Line, diff)
	}
}

// works are names of the work that a table takes, in order.
var works = map[schema.Work]string{schema.Instant: "0 instant", schema.Scans: "1 scans", schema.Builds: "2 builds", schema.Rewrites: "3 rewrites"}

func strength(words string) int {
	return slices.IndexFunc(modes, func(mode string) bool { return wordsOf[mode] == words }) + 1
}

// became is the work that was done. How often a table was read can be seen in a transaction alone; without one it is as was said.
func (s seen) became(now seen, alone bool, said string) schema.Work {
	switch {
	case s.file != now.file:
		return schema.Rewrites
	case slices.ContainsFunc(now.indexes, func(file string) bool { return !slices.Contains(s.indexes, file) }):
		return schema.Builds
	case now.scans > s.scans, alone && said == works[schema.Scans]:
		return schema.Scans
	}
	return schema.Instant
}

// costs are those of all that a statement does.
func (x *trial) costs(st *rules.Statement) []schema.Cost {
	m := st.Execution
	m.Beside = st.Changes
	all := x.fixture.room.Cost(x.walk.Before, nil, m)
	for _, c := range st.Changes {
		all = append(all, x.fixture.room.Cost(x.walk.Before, c, m)...)
	}
	return all
}
