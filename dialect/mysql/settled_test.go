package mysql

import (
	"context"
	"sync"
	"testing"

	"assay/internal/lab"
)

// TestChangesMeanwhile: what another session changes between two answers is no damage. The rights change with every CREATE ROLE, which gives it to its maker
// (MariaDB), and a view's text with every CREATE OR REPLACE.
func TestChangesMeanwhile(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		if !r.flavor.atLeastMySQL(8) && !r.flavor.isMariaDB() {
			t.Skip("no roles on this server")
		}
		db.Exec(t, "CREATE TABLE t (a int, b int)", "CREATE VIEW v AS SELECT a FROM t")
		role := quote("m" + db.Name[max(0, len(db.Name)-12):])
		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			statements := []string{"CREATE ROLE " + role, "CREATE OR REPLACE VIEW v AS SELECT b FROM t", "DROP ROLE " + role, "CREATE OR REPLACE VIEW v AS SELECT a FROM t"}
			for ctx.Err() == nil {
				for _, s := range statements { // all of them, so that the role is gone in the end
					if _, err := db.DB.ExecContext(context.WithoutCancel(ctx), s); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
		for range 40 {
			if _, err := Read(t.Context(), db.Target); err != nil {
				t.Error(err)
				break
			}
		}
		stop()
		wg.Wait()
	})
}
