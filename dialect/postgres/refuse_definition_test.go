package postgres

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"assay/internal/lab"
	"assay/schema"
)

func listOf(n int, format string) string {
	items := make([]string, n)
	for i := range items {
		items[i] = fmt.Sprintf(format, i)
	}
	return strings.Join(items, ", ")
}

// refusedDefinitions are statements at both sides of what a server makes, whatever rows there are, on t (id, a, b).
func refusedDefinitions() []string {
	all := []string{
		"CREATE TABLE z (" + listOf(mostColumns, "c%d int") + ")", "CREATE TABLE z (" + listOf(mostColumns+1, "c%d int") + ")",
		"CREATE TABLE z (" + listOf(32, "c%d int") + ", UNIQUE (" + listOf(32, "c%d") + "))", "CREATE TABLE z (" + listOf(33, "c%d int") + ", UNIQUE (" + listOf(33, "c%d") + "))",
		"ALTER TABLE t ADD ctid int", "CREATE TABLE z (xmin int)", "ALTER TABLE t RENAME a TO tableoid", "ALTER TABLE t ADD oid int", "ALTER TABLE t ADD \"CTID\" int",
		"CREATE TYPE z AS ENUM ('" + strings.Repeat("x", 63) + "')", "CREATE TYPE z AS ENUM ('" + strings.Repeat("x", 64) + "')", "CREATE TYPE z AS ENUM ('" + strings.Repeat("é", 32) + "')",
		"CREATE TYPE z AS ENUM ('a', 'a')", "CREATE TYPE z AS ENUM ('a', 'A')",
		"CREATE INDEX i ON t (a, a)", "CREATE UNIQUE INDEX i ON t (a, a)", "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a, a)", "CREATE TABLE z (a int, PRIMARY KEY (a, a))",
	}
	for _, typ := range []string{
		"varchar(10485760)", "varchar(10485761)", "varchar(0)", "char(0)", "char(10485761)", "bpchar(3)", "bit(0)", "bit(1)", "bit varying(0)", "varchar(10485761)[]",
		"numeric(1000)", "numeric(1001)", "numeric(0)", "numeric(5,5)", "numeric(5,6)", "numeric(5,-1)", "numeric(5,1001)", "decimal(1001)",
		"timestamp(6)", "timestamp(7)", "time(7)", "interval(7)", "float(53)",
	} {
		all = append(all, "ALTER TABLE t ADD e "+typ)
	}
	return all
}

// TestDefinitions holds what the room refuses whatever rows there are to the servers: they refuse it in the same words, and make the rest.
func TestDefinitions(t *testing.T) {
	onServers(t, func(t *testing.T, db *lab.Database, r *Room) {
		base := []string{"CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(20))"}
		db.Exec(t, base...)
		s := read(t, db)
		for _, sql := range refusedDefinitions() {
			f, meets := (*schema.Refusal)(nil), s.Trial()
			for _, c := range parse(t, r, sql) {
				if f == nil {
					f = r.Refusal(meets, c)
				}
				_ = meets.Apply(c)
			}
			_, err := db.DB.Exec(sql)
			var said *pgconn.PgError
			switch {
			case err == nil && f != nil:
				t.Errorf("%.90s: Refusal = %v, and the server makes it", sql, f)
			case errors.As(err, &said):
				if want := fmt.Sprintf("ERROR %s: %s", said.Code, said.Message); f == nil || f.Error() != want {
					t.Errorf("%.90s: Refusal = %v, want %s", sql, f, want)
				}
			}
			if err == nil {
				db.Exec(t, "DROP TABLE t")
				db.Exec(t, "DROP TABLE IF EXISTS z")
				db.Exec(t, "DROP TYPE IF EXISTS z")
				db.Exec(t, base...)
			}
		}
	})
}
