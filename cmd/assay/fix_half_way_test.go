package main

import (
	"fmt"
	"testing"

	"assay/dialect"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/replay"
)

// TestFixMakesARevisionWhole: what an interrupted revision has not come to is made, be it harmless that it is missing, since the stamp is to say that all of it
// has run. What is the administrator's own stays.
func TestFixMakesARevisionWhole(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		room, err := dialect.For(s.Server)
		if err != nil {
			t.Fatal(err)
		}
		h, err := expected.Asterisk("config", s.Server.Engine, room)
		if err != nil {
			t.Fatal(err)
		}
		chain := h.Newest()
		for _, at := range []struct {
			id         string
			statements int
		}{{"4da0c5f79a9c", 1}, {"4da0c5f79a9c", 12}, {"4da0c5f79a9c", 18}, {"43956d550a44", 5}, {"74dc751dfe8e", 3}} {
			t.Run(fmt.Sprintf("%s/%s after %d", s.Name, at.id, at.statements), func(t *testing.T) {
				t.Parallel()
				i := chain.Index(at.id)
				sql, err := replay.Revision(room, chain.Revisions[i])
				if err != nil {
					t.Fatal(err)
				}
				var db *lab.Database
				if i > 0 {
					db = buildAt(t, s, room, expected.Position{Chain: chain, At: i - 1})
				} else {
					db = s.Database(t)
					db.Exec(t, "CREATE TABLE alembic_version_config (version_num VARCHAR(32) NOT NULL, PRIMARY KEY (version_num))")
				}
				db.Exec(t, sql[:at.statements]...)
				db.Exec(t, "CREATE INDEX own ON sippeers (port)")
				client(t, db, assay(t, "fix", db.URL).stdout)
				checkStamp(t, db, "alembic_version_config", at.id)
				checkRules(t, db, []string{"extra-index"})
			})
		}
	}
}
