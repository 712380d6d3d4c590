package postgres_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"assay/dialect/postgres"
	"assay/internal/lab"
)

// TestExclusions: what no server takes together is refused by it in these words, whatever is there.
func TestExclusions(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Postgres(t) {
		db := s.Database(t)
		db.Exec(t, "CREATE TABLE t (a integer, b integer)", "CREATE INDEX i ON t (a)", `CREATE INDEX "i, CASCADE" ON t (b)`, "CREATE MATERIALIZED VIEW m AS SELECT 1 AS n",
			"CREATE UNIQUE INDEX m_n ON m (n)")
		for _, sql := range []string{
			`DROP INDEX CONCURRENTLY i, "i, CASCADE"`, "DROP INDEX CONCURRENTLY i CASCADE", "REINDEX SYSTEM CONCURRENTLY " + db.Name,
			"REFRESH MATERIALIZED VIEW CONCURRENTLY m WITH NO DATA", "REFRESH MATERIALIZED VIEW CONCURRENTLY m", "REFRESH MATERIALIZED VIEW m WITH NO DATA",
			`DROP INDEX CONCURRENTLY "i, CASCADE"`, "DROP INDEX CONCURRENTLY i",
		} {
			_, err := db.DB.ExecContext(t.Context(), sql)
			var server *pgconn.PgError
			errors.As(err, &server)
			switch said := postgres.New(s.Server).SyntaxRefusal(sql); {
			case (said == nil) != (server == nil):
				t.Errorf("%s: %s: %v, and the server %v", s.Name, sql, said, err)
			case said != nil && (said.Code != server.Code || said.Text != server.Message):
				t.Errorf("%s: %s: %+v, and the server %s %s", s.Name, sql, said, server.Code, server.Message)
			}
		}
	}
}
