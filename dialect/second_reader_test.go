package dialect_test

import (
	"testing"

	"assay/dialect"
	"assay/expected"
	"assay/internal/lab/sqlserver"
	"assay/schema"
)

// TestSecondReader has somebody else's parser of T-SQL read each statement that assay writes of Asterisk's revisions, and the queries of the catalogue.
func TestSecondReader(t *testing.T) {
	t.Parallel()
	server := tellers(t)[0]
	room := speaking(t, server.Server)
	read := func(sql string) {
		t.Helper()
		if err := sqlserver.Reads(t.Context(), sql); err != nil {
			t.Errorf("%v: %s", err, sql)
		}
	}
	queries, err := dialect.Queries(server.Engine, schema.Target{Schema: "pbx"})
	if err != nil {
		t.Fatal(err)
	}
	read(queries)
	seen := map[*expected.Revision]bool{}
	statements := 0
	for _, tree := range expected.Trees() {
		h, err := expected.Asterisk(tree, server.Engine, room)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range h.Chains {
			for _, r := range c.Revisions {
				if seen[r] {
					continue
				}
				seen[r] = true
				for _, change := range r.Changes {
					sql, err := room.Format(change)
					if err != nil {
						t.Fatal(err)
					}
					for _, s := range sql {
						read(s)
						statements++
					}
				}
			}
		}
	}
	if statements < 400 {
		t.Errorf("there are %d statements", statements)
	}
}
