package main

import (
	"strings"
	"testing"
)

// TestOrphanedTypes: types that are left of a history and no table, as alembic downgrade base leaves them, stop Alembic where it makes them again: check and
// infer name them, and preflight says in the server's words where.
func TestOrphanedTypes(t *testing.T) {
	t.Parallel()
	history, begin := twoSteps("CREATE TYPE x AS ENUM ('a', 'b');\nCREATE TABLE t (id INTEGER NOT NULL, c x, PRIMARY KEY (id))", "ALTER TABLE t ADD COLUMN y INTEGER")
	const says = "type x is there, and no table of own: an upgrade begins with the first revision and stops at p1, which creates the type"
	for _, s := range servers(t) {
		if s.Server.Engine != "postgresql" {
			continue
		}
		for name, hand := range map[string]string{
			"alone": "DROP TABLE alembic_version", "at the base": "DELETE FROM alembic_version", "beside another program's": "DROP TABLE alembic_version; CREATE TABLE posts (id integer)",
		} {
			t.Run(s.Name+"/"+name, func(t *testing.T) {
				t.Parallel()
				db, file := built(t, s, begin, "DROP TABLE t", hand), historyFile(t, history)
				for _, command := range []string{"check", "infer"} {
					if o := assay(t, command, "--history", file, db.URL); o.code != exitFindings || !strings.Contains(o.stdout, says) {
						t.Errorf("%s: status %d, %s%s", command, o.code, o.stdout, o.stderr)
					}
				}
				_, refused := db.DB.ExecContext(t.Context(), "CREATE TYPE x AS ENUM ('a', 'b')")
				o := assay(t, "preflight", "--to", "heads", "--history", file, db.URL)
				if word(o.stdout) != "NO-GO" || refused == nil || !strings.Contains(o.stdout, `ERROR 42710: type "x" already exists`) {
					t.Errorf("preflight, and the server says %v: %s%s", refused, o.stdout, o.stderr)
				}
				script := assay(t, "fix", "--history", file, db.URL)
				if script.code != exitClean || !strings.Contains(script.stdout, "\nDROP TYPE \"x\";\n") {
					t.Errorf("fix: status %d, %s%s", script.code, script.stdout, script.stderr)
				}
				run(t, script.stdout, db.Client(t))
				if o := assay(t, "check", "--history", file, db.URL); strings.Contains(o.stdout, "type x") {
					t.Errorf("after the script: %s%s", o.stdout, o.stderr)
				}
				db.Exec(t, "CREATE TYPE x AS ENUM ('a', 'b')", "CREATE TABLE mine (c x)")
				if o := assay(t, "fix", "--history", file, db.URL); !strings.Contains(o.stdout, "the server refuses it: type x is in use by column mine.c") {
					t.Errorf("fix of a type that is in use: %s%s", o.stdout, o.stderr)
				}
				db.Exec(t, "ALTER TYPE x RENAME TO another")
				if o := assay(t, "check", "--history", file, db.URL); strings.Contains(o.stdout, "type another") && name != "beside another program's" {
					t.Errorf("another type: %s%s", o.stdout, o.stderr)
				}
			})
		}
	}
}
