package mysql

import (
	"context"
	"sync"
	"testing"
	"time"

	"assay/internal/lab"
)

// TestChangesMeanwhile: what another session changes between two answers is no damage. The rights change with every CREATE ROLE, which gives it to its maker
// (MariaDB), and a view's text with every CREATE OR REPLACE.
func TestChangesMeanwhile(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		db.Exec(t, "CREATE TABLE t (a int, b int)", "CREATE VIEW v AS SELECT a FROM t")
		statements := []string{"CREATE OR REPLACE VIEW v AS SELECT b FROM t", "CREATE OR REPLACE VIEW v AS SELECT a FROM t"}
		if r.flavor.atLeastMySQL(8) || r.flavor.isMariaDB() { // which have roles
			role := quote("m" + db.Name[max(0, len(db.Name)-12):])
			statements = append(statements, "CREATE ROLE "+role, "DROP ROLE "+role)
		}
		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			for ctx.Err() == nil {
				for _, s := range statements { // all of them, so that the role is gone in the end
					if _, err := db.DB.ExecContext(context.WithoutCancel(ctx), s); err != nil {
						t.Error(err)
						return
					}
					time.Sleep(2 * time.Millisecond) // as nobody does without: of two answers in a row some are to be the same
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
