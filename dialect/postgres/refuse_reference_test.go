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

// referenceKeys are what keeps the rows apart that a foreign key to column r refers to, or does not.
var referenceKeys = []string{
	"", "PRIMARY KEY (r)", "UNIQUE (r)", "UNIQUE (r, x)", "UNIQUE (x, r)", "PRIMARY KEY (r, x)", "PRIMARY KEY (x), UNIQUE (r)", "UNIQUE (r) DEFERRABLE",
	"EXCLUDE USING btree (r WITH =)",
}

// TestReferences tries foreign keys between all types and to all keys on the servers: what the room refuses they refuse in the same words, and the other way round.
func TestReferences(t *testing.T) {
	onServers(t, func(t *testing.T, db *lab.Database, r *Room) {
		db.Exec(t, twoMoods...)
		keyed := map[int]bool{}
		for i, typ := range acceptedTypes {
			db.Exec(t, fmt.Sprintf("CREATE TABLE c%d (v %s, w integer)", i, typ.name))
			_, err := db.DB.ExecContext(t.Context(), fmt.Sprintf("CREATE TABLE p%d (r %s PRIMARY KEY)", i, typ.name))
			keyed[i] = err == nil // of some types there is no order
		}
		for i, key := range referenceKeys {
			db.Exec(t, fmt.Sprintf("CREATE TABLE k%d (%s)", i, strings.TrimSuffix("r integer NOT NULL, x integer NOT NULL, "+key, ", ")))
		}
		db.Exec(t, "CREATE TABLE k100 (r integer)", "CREATE UNIQUE INDEX k100_r ON k100 (r)", "CREATE TABLE k101 (r integer)", "CREATE UNIQUE INDEX k101_r ON k101 (r) WHERE r > 0")
		s := read(t, db)
		for i, child := range acceptedTypes {
			for j, parent := range acceptedTypes {
				if keyed[j] && (child.name != `"char"` || i == j) { // 18 has no collation for it, and says so of an error of its own
					tryReference(t, r, db, s, child.name+" to "+parent.name, fmt.Sprintf("c%d", i), "v", fmt.Sprintf("p%d", j))
				}
			}
		}
		for i := range 102 {
			if table := fmt.Sprintf("k%d", i); s.Table(table) != nil {
				tryReference(t, r, db, s, "to "+table, "c1", "w", table)
			}
		}
	})
}

func tryReference(t *testing.T, r *Room, db *lab.Database, s *schema.Schema, what, child, column, parent string) {
	t.Helper()
	add := schema.AddForeignKey{Table: child, ForeignKey: schema.ForeignKey{Name: "f", Columns: []string{column}, RefTable: parent, RefColumns: []string{"r"}}}
	f := r.Refusal(s, add)
	sql, err := r.Format(add)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.DB.ExecContext(t.Context(), sql[0])
	var said *pgconn.PgError
	switch {
	case err == nil:
		db.Exec(t, "ALTER TABLE "+child+" DROP CONSTRAINT f")
		if f != nil {
			t.Errorf("%s: Refusal = %v, and the server makes it", what, f)
		}
	case !errors.As(err, &said):
		t.Fatal(err)
	case f == nil || f.Error() != "ERROR "+said.Code+": "+said.Message:
		t.Errorf("%s: Refusal = %v, and the server says %v", what, f, said)
	}
}
