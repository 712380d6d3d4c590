package replay

import (
	"testing"

	"assay/dialect"
	"assay/expected"
	"assay/internal/lab"
)

// Built is a database that is at a position and has no stamp. The chains are prefixes of each other for most of their length, so they are built
// from copies of databases that are some revisions back.
func Built(t *testing.T, s lab.Server, room dialect.Dialect, p expected.Position) *lab.Database {
	t.Helper()
	const stride = 16
	var parts [][]string
	for i, r := range p.Chain.Revisions[:p.At+1] {
		if i%stride == 0 {
			parts = append(parts, nil)
		}
		sql, err := Revision(room, r)
		if err != nil {
			t.Fatal(err)
		}
		parts[i/stride] = append(parts[i/stride], sql...)
	}
	rest := len(parts) - 1 // which is not worth keeping
	if rest < 1 {
		db := s.Database(t)
		db.Exec(t, parts[rest]...)
		return db
	}
	db := s.Built(t, parts[:rest]...)
	db.Exec(t, parts[rest]...)
	return db
}

// SetStamp sets a tree's stamp, in a new version table if first.
func SetStamp(t *testing.T, db *lab.Database, room dialect.Dialect, tree, revision string, first bool) {
	t.Helper()
	table := "alembic_version_" + tree
	if !first {
		db.Exec(t, "UPDATE "+room.Quote(table)+" SET version_num = "+room.Literal(revision))
		return
	}
	sql, err := Stamp(room, table, revision)
	if err != nil {
		t.Fatal(err)
	}
	db.Exec(t, sql...)
}
