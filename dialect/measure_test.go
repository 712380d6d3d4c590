package dialect_test

import (
	"slices"
	"strings"
	"testing"

	"assay/dialect"
	"assay/internal/lab"
	"assay/schema"
)

// TestMeasure: counters are read where that is asked for, and those that the user may not read are left out.
func TestMeasure(t *testing.T) {
	t.Parallel()
	for _, s := range append(lab.MySQL(t), lab.Postgres(t)...) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(t, "CREATE TABLE t (id SERIAL PRIMARY KEY, n INTEGER)", "INSERT INTO t (n) VALUES (1)", "INSERT INTO t (n) VALUES (2)")
			target := db.Target
			read := func(measure bool) []schema.Counter {
				target.Measure = measure
				got, err := dialect.Read(t.Context(), s.Server.Engine, target)
				if err != nil {
					t.Fatal(err)
				}
				return got.Measures.Counters
			}
			if got := read(false); got != nil {
				t.Errorf("counters were read though nobody asked: %v", got)
			}
			want := []schema.Counter{{Table: "t", Column: "id", Owned: true, Next: 3, Most: 1<<64 - 1}}
			if s.Server.Engine == "postgresql" {
				want[0].Sequence, want[0].Most = "t_id_seq", 1<<31-1
			}
			if got := read(true); !slices.Equal(got, want) {
				t.Errorf("got %+v, want %+v", got, want)
			}
			if s.Server.Engine != "postgresql" {
				return
			}
			user := "u" + strings.TrimPrefix(db.Name, "assay")
			db.Exec(t, "CREATE ROLE "+user+" LOGIN", "GRANT SELECT ON t TO "+user)
			defer db.Exec(t, "DROP OWNED BY "+user, "DROP ROLE "+user)
			target.User = user
			if got := read(true); got != nil {
				t.Errorf("counters were read that the user may not read: %v", got)
			}
		})
	}
}
