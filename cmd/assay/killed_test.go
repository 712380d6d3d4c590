package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/compare"
	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/replay"
)

// killedOn are the releases whose scripts are on their way when they are killed.
var killedOn = []string{"22.10.1", "13.38.3", "16.30.1", "18.26.4", "20.20.1", "23.4.1"}

// TestKilledUpgrades kills the real Alembic at random moments while it runs revisions of many statements, where no server rolls them back. The verdict names
// the very statement, told from the server's own catalogue; fix, or the plan, leads on as printed; and then the real Alembic ends at the head, where the schema
// is that of a fresh install.
func TestKilledUpgrades(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	many := 3
	if lab.Campaign() {
		many = 40
	}
	var figures tally
	t.Cleanup(func() {
		for _, how := range sortedKeys(figures.by) {
			t.Logf("%-5s %v", how, figures.by[how])
		}
	})
	for _, s := range lab.MySQL(t) {
		for seed := range many {
			t.Run(fmt.Sprintf("%s/%d", s.Name, seed), func(t *testing.T) {
				t.Parallel()
				k := newKilled(t, s, seed)
				k.kill()
				k.told()
				how := []string{"fix", "plan"}[seed%2]
				map[string]func(){"fix": k.fix, "plan": k.plan}[how]()
				k.arrives()
				figures.count(how, k.where())
			})
		}
	}
}

// killed is an upgrade by the real Alembic, which is killed.
type killed struct {
	*rand.Rand
	*testing.T
	server  lab.Server
	room    dialect.Dialect
	release string
	chain   *expected.Chain
	db      *lab.Database
	alembic *alembic
	// at is the revision that is running when it is killed, and statement how many of its statements have run then; stamped is the one that the stamp names.
	at, statement, stamped int
}

// newKilled builds a database in front of a revision of many statements, chosen at random: one of many is the likelier.
func newKilled(t *testing.T, s lab.Server, seed int) *killed {
	t.Helper()
	room, err := dialect.For(s.Server)
	if err != nil {
		t.Fatal(err)
	}
	h, err := expected.Asterisk("config", s.Server.Engine, room)
	if err != nil {
		t.Fatal(err)
	}
	k := &killed{Rand: rand.New(rand.NewPCG(uint64(seed), 40)), T: t, server: s, room: room, release: killedOn[seed%len(killedOn)]}
	end, err := h.ResolveRelease(k.release)
	if err != nil {
		t.Fatal(err)
	}
	k.chain = end.Chain
	var all []int
	for at, r := range k.chain.Revisions {
		for range max(len(r.Changes)-1, 0) {
			all = append(all, at)
		}
	}
	k.at = all[k.IntN(len(all))]
	k.db = k.before(k.at)
	k.alembic = newAlembicOf(t, s, k.db, "config", k.release)
	return k
}

// before is a database that is in front of a revision: an empty one in front of the first.
func (k *killed) before(at int) *lab.Database {
	if at == 0 {
		return k.server.Database(k.T)
	}
	return buildAt(k.T, k.server, k.room, expected.Position{Chain: k.chain, At: at - 1})
}

// kill runs Alembic and kills it, sooner where it has come to its end before.
func (k *killed) kill() {
	k.Helper()
	wait := k.IntN(20)
	for range 20 {
		said := k.run(time.Duration(wait) * time.Millisecond)
		k.settle()
		stamps := stampsOf(k.T, k.db, "alembic_version_config")
		if len(stamps) == 0 || k.chain.Index(stamps[0]) < len(k.chain.Revisions)-1 {
			k.find(said)
			return
		}
		k.db = k.before(k.at)
		k.alembic = newAlembicOf(k.T, k.server, k.db, "config", k.release)
		wait /= 2
	}
	k.Fatal("alembic always ends before it is killed")
}

// run runs Alembic, kills it some time behind a statement of the revision, and returns what it said.
func (k *killed) run(wait time.Duration) string {
	k.Helper()
	r := k.chain.Revisions[k.at]
	line := fmt.Sprintf("-- %s: %d", r.ID, k.IntN(len(r.Changes)-1))
	cmd := k.alembic.command("upgrade", "head")
	out, err := cmd.StdoutPipe()
	if err != nil {
		k.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		k.Fatal(err)
	}
	var said strings.Builder
	lines, seen := bufio.NewScanner(out), false
	for lines.Scan() {
		said.WriteString(lines.Text() + "\n")
		if lines.Text() == line {
			seen = true
			time.Sleep(wait)
			_ = cmd.Process.Kill() // it is no matter if it has ended
			break
		}
	}
	for lines.Scan() { // until it is gone
		said.WriteString(lines.Text() + "\n")
	}
	_ = cmd.Wait() // it was killed
	if !seen {
		k.Fatalf("alembic never came to %q: %s", line, said.String())
	}
	return said.String()
}

// settle waits until the server has done what it was told before: it does not know yet that nobody waits for it, and may not have begun.
func (k *killed) settle() {
	idle := 0
	for range 200 {
		var n int
		query := "SELECT COUNT(*) FROM information_schema.processlist WHERE db = '" + k.db.Name + "' AND id <> CONNECTION_ID() AND command <> 'Sleep'"
		if err := k.db.DB.QueryRow(query).Scan(&n); err != nil {
			k.Fatal(err)
		}
		if idle++; n > 0 {
			idle = 0
		}
		if idle > 3 {
			return
		}
		time.Sleep(30 * time.Millisecond)
	}
	k.Fatal("the server still works on what Alembic has told it")
}

// find finds where the upgrade was killed: another database goes the same way until the server's catalogue says the same of both.
func (k *killed) find(said string) {
	k.Helper()
	stamps := stampsOf(k.T, k.db, "alembic_version_config")
	k.stamped = -1
	if len(stamps) > 0 {
		k.stamped = k.chain.Index(stamps[0])
	}
	other, want := k.before(k.stamped+1), k.catalogue(k.db)
	if k.catalogue(other) == want {
		k.at, k.statement = k.stamped+1, 0
		return
	}
	k.at = k.stamped + 1
	sql, err := replay.Revision(k.room, k.chain.Revisions[k.at])
	if err != nil {
		k.Fatal(err)
	}
	for i, s := range sql {
		other.Exec(k.T, s)
		if k.catalogue(other) == want {
			k.statement = i + 1
			return
		}
	}
	k.Fatalf("the schema is none of the revision behind %s: %s", stamps, said)
}

// catalogue is all that the server says of a database's tables.
func (k *killed) catalogue(db *lab.Database) string {
	k.Helper()
	var all []string
	for _, table := range db.Tables(k.T) {
		if strings.HasPrefix(table, "alembic_version") {
			continue
		}
		var name, create string
		if err := db.DB.QueryRow("SHOW CREATE TABLE "+k.room.Quote(table)).Scan(&name, &create); err != nil {
			k.Fatal(err)
		}
		all = append(all, create)
	}
	return strings.Join(all, "\n")
}

func stampsOf(t *testing.T, db *lab.Database, table string) []string {
	t.Helper()
	rows, err := db.DB.QueryContext(t.Context(), "SELECT version_num FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		all = append(all, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// where says in a word where the upgrade was killed.
func (k *killed) where() string {
	switch k.statement {
	case 0:
		return "before a revision"
	case len(k.chain.Revisions[k.at].Changes):
		return "before its stamp"
	}
	return "inside a revision"
}

// told holds what check and infer say of the place to where it is.
func (k *killed) told() {
	k.Helper()
	r, _ := reported(k.T, "check", "--tree", "config", k.db.URL)
	if k.stamped < 0 && k.statement == 0 {
		return // nothing is there yet
	}
	got := tree(k.T, r, "config")
	revision, verdicts := k.chain.Revisions[k.at], []drift.Verdict{drift.Partial}
	switch {
	case k.stamped < 0:
		verdicts = []drift.Verdict{drift.Empty}
	case k.statement == 0:
		revision, verdicts = k.chain.Revisions[k.stamped], []drift.Verdict{drift.Agrees}
	case k.statement == len(revision.Changes):
		verdicts = []drift.Verdict{drift.OneBehind, drift.Behind}
	}
	statement := 0
	if got.Match != nil && got.Match.Statement != nil {
		statement = *got.Match.Statement
	}
	m := got.Match
	if !slices.Contains(verdicts, got.Verdict) || m == nil || !m.Exact || m.Revision != revision.ID && !slices.Contains(m.Equivalent, revision.ID) ||
		statement != k.statement%len(revision.Changes) {
		k.Errorf("killed behind statement %d of %d of %s, stamped %d; check says %s, %+v", k.statement, len(revision.Changes), revision.ID, k.stamped, got.Verdict, m)
	}
}

// fix runs what fix prints.
func (k *killed) fix() {
	k.Helper()
	o := assay(k.T, "fix", "--tree", "config", k.db.URL)
	if k.stamped < 0 && k.statement == 0 {
		return
	}
	if o.code != exitClean {
		k.Fatal(o.stderr)
	}
	client(k.T, k.db, o.stdout)
}

// plan does as preflight's script says, again and again, and has Alembic do its share.
func (k *killed) plan() {
	k.Helper()
	if k.stamped < 0 && k.statement == 0 {
		return
	}
	for range 12 {
		o := assay(k.T, "preflight", "--tree", "config", "--sql", "--to", k.release, k.db.URL)
		if o.code != exitClean {
			k.Fatalf("there is no plan: %s", o.stderr)
		}
		if strings.Contains(o.stdout, "nothing is to be done") {
			return
		}
		client(k.T, k.db, o.stdout)
		if m := alembicLine.FindStringSubmatch(o.stdout); m != nil {
			k.alembic.run("upgrade", m[1])
		}
	}
	k.Fatal("the plan has no end")
}

// arrives has Alembic go to the head, where all is as after a fresh install.
func (k *killed) arrives() {
	k.Helper()
	if said, status := k.alembic.try("upgrade", "head"); status != 0 {
		k.Fatalf("killed behind statement %d of %s; now Alembic says: %s", k.statement, k.chain.Revisions[k.at].ID, said)
	}
	k.alembic.current(k.chain.Revisions[len(k.chain.Revisions)-1].ID + " (head)")
	if o := assay(k.T, "check", "--tree", "config", "--at", k.release, "--fail-on", "info", k.db.URL); o.code != exitClean {
		k.Errorf("killed behind statement %d of %s; at the head, check says:\n%s%s", k.statement, k.chain.Revisions[k.at].ID, o.stdout, o.stderr)
	}
	fresh := install(k.T, k.server, k.release, "config")
	for _, d := range differences(k.T, k.db.URL, fresh.URL) {
		// The order of columns is that in which they were repaired.
		if !strings.HasPrefix(d.A, "after ") || !strings.HasPrefix(d.B, "after ") {
			k.Errorf("killed behind statement %d of %s; at the head, diff says %+v", k.statement, k.chain.Revisions[k.at].ID, d)
		}
	}
}

// differences are all that diff tells of two databases.
func differences(t *testing.T, a, b string) []compare.Difference {
	t.Helper()
	o := assay(t, "diff", "--format", "json", a, b)
	var r struct{ Differences []compare.Difference }
	if err := json.Unmarshal([]byte(o.stdout), &r); err != nil || (o.code == exitClean) != (len(r.Differences) == 0) {
		t.Fatalf("diff: status %d, %v: %s%s", o.code, err, o.stdout, o.stderr)
	}
	return r.Differences
}
