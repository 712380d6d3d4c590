package main

import (
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestFixBuildsIndexesApart: on PostgreSQL, an index of a table that is there is built outside of the transaction, beside those who write; where that fails, what
// it leaves behind is made anew the next time.
func TestFixBuildsIndexesApart(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Postgres(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, newest, "config")
			db.Exec(t, "DROP INDEX ps_contacts_qualifyfreq_exp", "ALTER TABLE ps_aors DROP CONSTRAINT ps_aors_id_key", "ALTER TABLE ps_endpoints DROP COLUMN context",
				"CREATE INDEX own ON ps_aors (id, contact)", "INSERT INTO ps_aors (id) VALUES ('a'), ('a')", "DROP TABLE ps_globals")
			script := assay(t, "fix", "--all", "--no-data", db.URL).stdout
			within, apart, ok := strings.Cut(script, "\nCOMMIT;\n")
			for _, sql := range []string{
				`DROP INDEX CONCURRENTLY "own";`, `CREATE INDEX CONCURRENTLY "ps_contacts_qualifyfreq_exp" ON `, `CREATE UNIQUE INDEX CONCURRENTLY "ps_aors_id_key" ON `,
				`ALTER TABLE "ps_aors" ADD CONSTRAINT "ps_aors_id_key" UNIQUE USING INDEX "ps_aors_id_key";`,
			} {
				if !strings.Contains(apart, "\n"+sql) {
					t.Errorf("it does not say %q behind the transaction:\n%s", sql, script)
				}
			}
			if !ok || strings.Contains(within, "CONCURRENTLY") || !strings.Contains(within, `CREATE INDEX "ps_globals_id" ON `) || !strings.Contains(within, "lock_timeout") {
				t.Errorf("the transaction is not as wanted:\n%s", script)
			}
			cmd := db.Client(t)
			cmd.Stdin = strings.NewReader(script)
			if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "could not create unique index") {
				t.Fatalf("%v: %s", err, out)
			}
			db.Exec(t, "DELETE FROM ps_aors WHERE ctid = (SELECT MAX(ctid) FROM ps_aors)")
			client(t, db, assay(t, "fix", "--all", db.URL).stdout)
			checkRules(t, db, nil)
		})
	}
}
