package main

import (
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestAnyConstraint: DROP CONSTRAINT drops what has the name, be it a foreign key, a unique key, a check or the primary key, and no plain index; servers
// that do not know it, or a condition, say that it is no SQL. The server runs each to tell.
func TestAnyConstraint(t *testing.T) {
	t.Parallel()
	const made = "CREATE TABLE p (id INTEGER NOT NULL, PRIMARY KEY (id));\n" +
		"CREATE TABLE t (id INTEGER NOT NULL, a INTEGER, b INTEGER, CONSTRAINT uu UNIQUE (b), CONSTRAINT ff FOREIGN KEY (a) REFERENCES p (id), " +
		"CONSTRAINT cc CHECK (b > 0), CONSTRAINT t_pkey PRIMARY KEY (id));\nCREATE INDEX kk ON t (b)"
	for i, does := range []string{
		"ALTER TABLE t DROP CONSTRAINT ff", "ALTER TABLE t DROP CONSTRAINT uu", "ALTER TABLE t DROP CONSTRAINT cc", "ALTER TABLE t DROP CONSTRAINT kk",
		"ALTER TABLE t DROP CONSTRAINT nova", "ALTER TABLE t DROP CONSTRAINT `PRIMARY`", "ALTER TABLE t DROP CONSTRAINT IF EXISTS ff",
		"ALTER TABLE t DROP CONSTRAINT IF EXISTS nova", "ALTER TABLE t ADD COLUMN IF NOT EXISTS c INTEGER", "ALTER TABLE t DROP COLUMN IF EXISTS nova",
		"DROP TABLE IF EXISTS nova", "CREATE TABLE IF NOT EXISTS t (id INTEGER)",
	} {
		for _, s := range inTurn(t, i, map[bool]string{true: "mysql"}[strings.Contains(does, "`")]) {
			t.Run(s.Name+"/"+does, func(t *testing.T) {
				t.Parallel()
				anyConstraint(t, s, made, does)
			})
		}
	}
}

// anyConstraint holds what preflight and check say of a statement against the server that runs it, with the history as SQL and as a recording.
func anyConstraint(t *testing.T, s lab.Server, made, does string) {
	t.Helper()
	history, begin := twoSteps(made, does)
	db, file := built(t, s, begin), historyFile(t, history)
	histories := []string{file}
	recorded := filepath.Join(t.TempDir(), "own.jsonl")
	if o := assay(t, "history", "import", "--engine", s.Server.Engine, file, "-o", recorded); o.code == exitClean && !strings.HasPrefix(s.Server.Version, "5.") { // which forgets the check
		histories = append(histories, recorded)
	}
	var said []outcome
	for _, h := range histories {
		said = append(said, assay(t, "preflight", "--to", "heads", "--history", h, db.URL))
	}
	_, refused := db.DB.ExecContext(t.Context(), does)
	for _, o := range said {
		if says := word(o.stdout); says == "" || says == "GO" && refused != nil || says == "NO-GO" && refused == nil {
			t.Errorf("%s, and the server says %v\n%s%s", says, refused, o.stdout, o.stderr)
		}
	}
	if refused != nil {
		return
	}
	db.Exec(t, "UPDATE alembic_version SET version_num = 'p2'")
	for _, h := range histories {
		if o := assay(t, "check", "--history", h, db.URL); o.code != exitClean || !strings.Contains(o.stdout, "no findings") {
			t.Errorf("check with %s: %s%s", filepath.Ext(h), o.stdout, o.stderr)
		}
	}
}
