package audit_test

import (
	"slices"
	"testing"

	"assay"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/replay"
	"assay/result"
	"assay/schema"
)

// A handEdit is something that an administrator has done to a table which no revision with many statements touches, and how it is undone.
type handEdit struct{ do, undo string }

var handEdits = []handEdit{
	{"ALTER TABLE sippeers ADD COLUMN tenant INT", "ALTER TABLE sippeers DROP COLUMN tenant"},
	{"ALTER TABLE voicemail DROP COLUMN imapserver", "ALTER TABLE voicemail ADD COLUMN imapserver VARCHAR(80)"},
	{"ALTER TABLE sippeers MODIFY mailbox VARCHAR(255)", "ALTER TABLE sippeers MODIFY mailbox VARCHAR(40)"},
	{"RENAME TABLE iaxfriends TO iaxfriends_gone", "RENAME TABLE iaxfriends_gone TO iaxfriends"},
	{"CREATE INDEX own ON voicemail (fullname)", "DROP INDEX own ON voicemail"},
	{"ALTER TABLE meetme MODIFY pin VARCHAR(5)", "ALTER TABLE meetme MODIFY pin VARCHAR(20)"},
	{"ALTER TABLE voicemail MODIFY email VARCHAR(80) NOT NULL DEFAULT ''", "ALTER TABLE voicemail MODIFY email VARCHAR(80)"},
}

// TestEveryStatement stops a real upgrade after every statement of revisions with many, an edit by hand elsewhere each time. The schema alone
// gives that very place back, and with the stamp of the revision before, which is what Alembic leaves, the upgrade is seen to have stopped. Without a
// campaign it stops after the first two, the last and an eighth of the others, by which every edit gets its turn.
func TestEveryStatement(t *testing.T) {
	t.Parallel()
	for nth, s := range lab.MySQL(t) {
		room, err := dialect.For(s.Server)
		if err != nil {
			t.Fatal(err)
		}
		h, err := expected.Asterisk("config", s.Server.Engine, room)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{"74dc751dfe8e", "dac2b4c328b8", "2fc7930b41b3"} {
			t.Run(s.Name+"/"+id, func(t *testing.T) {
				t.Parallel()
				found := h.Find(id)
				u := newStopping(t, s, room, found[len(found)-1])
				for i, sql := range u.sql {
					u.db.Exec(t, sql)
					if i != 1 && !sampled(nth, i, len(u.sql)) {
						continue
					}
					edit := handEdits[i%len(handEdits)]
					u.db.Exec(t, edit.do)
					u.check(t, i+1, edit)
					u.db.Exec(t, edit.undo)
				}
			})
		}
	}
}

// A stopping is one revision that is run on a database, statement by statement.
type stopping struct {
	db             *lab.Database
	previous, this string   // the ids of the revision before and of the one that is run
	sql            []string // its statements
	alters         bool     // whether the first alters a column, and does not add any
	// untold is, for each statement, the one that nothing in the schema tells it from: the first after which the schema was as it is now.
	untold []int
}

// newStopping builds a database that is stamped with the revision before p, and is there.
func newStopping(t *testing.T, s lab.Server, room dialect.Dialect, p expected.Position) *stopping {
	t.Helper()
	before := expected.Position{Chain: p.Chain, At: p.At - 1}
	u := &stopping{db: replay.Built(t, s, room, before), previous: before.Revision().ID, this: p.Revision().ID}
	replay.SetStamp(t, u.db, room, "config", u.previous, true)
	var err error
	if u.sql, err = replay.Revision(room, p.Revision()); err != nil {
		t.Fatal(err)
	}
	if len(u.sql) != len(p.Revision().Changes) {
		t.Fatalf("%s makes %d changes by %d statements", u.this, len(p.Revision().Changes), len(u.sql))
	}
	_, u.alters = p.Revision().Changes[0].(schema.AlterColumn)
	state, err := before.Schema(room.Semantics())
	if err != nil {
		t.Fatal(err)
	}
	u.untold = []int{0}
	for i, c := range p.Revision().Changes {
		was := state.Clone()
		if err := state.Apply(schema.Mended(c)); err != nil {
			t.Fatal(err)
		}
		first := i + 1
		if len(drift.Compare(was, state)) == 0 {
			first = u.untold[i]
		}
		u.untold = append(u.untold, first)
	}
	return u
}

// check holds the database to being after n statements. Before the first that leaves a trace it is at the revision before, and from the last
// one on at this one. A first that alters a column may as well have been an edit by hand, and then the stamp is believed.
func (u *stopping) check(t *testing.T, n int, edit handEdit) {
	t.Helper()
	id, statement, verdict := u.this, u.untold[n], drift.Partial
	switch {
	case statement == 0:
		id, verdict = u.previous, drift.Agrees
	case statement == u.untold[len(u.sql)]:
		statement, verdict = 0, drift.Behind
	case statement == 1 && u.alters:
		verdict = drift.Agrees
	}
	r, err := assay.Infer(t.Context(), u.db.URL, assay.Options{})
	if err != nil {
		t.Fatal(err)
	}
	inferred := r.Trees[0].Match
	if !isAt(inferred, id, statement) {
		t.Errorf("after statement %d and %q: infer = %+v, want %s/%d", n, edit.do, *inferred, id, statement)
	}
	if r, err = assay.Check(t.Context(), u.db.URL, assay.Options{}); err != nil {
		t.Fatal(err)
	}
	checked := r.Trees[0]
	if checked.Verdict == drift.OneBehind { // what it is called where nothing was taken away
		checked.Verdict = drift.Behind
	}
	if checked.Verdict != verdict || verdict == drift.Partial && !isAt(checked.Match, id, statement) {
		t.Errorf("after statement %d and %q: check = %s at %+v, want %s at %s/%d", n, edit.do, checked.Verdict, *checked.Match, verdict, id, statement)
	}
}

// isAt reports whether a match is the place after a statement of a revision, 0 for all of them, or one that nothing tells from it.
func isAt(m *result.Match, id string, statement int) bool {
	got := 0
	if m.Statement != nil {
		got = *m.Statement
	}
	return got == statement && (m.Revision == id || slices.Contains(m.Equivalent, id))
}
