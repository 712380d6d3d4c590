package rules_test

import (
	"testing"

	"assay/dialect"
	"assay/internal/lab"
	"assay/rules"
)

// TestHiddenKey: a primary key that MySQL makes by itself and hides is known to be there, and is not missed.
func TestHiddenKey(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		db := s.Database(t)
		if _, err := db.DB.ExecContext(t.Context(), "CREATE TABLE h (my_row_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT INVISIBLE PRIMARY KEY, n INTEGER)"); err != nil {
			t.Logf("%s has no invisible columns: %v", s.Name, err)
			continue
		}
		got, err := dialect.Read(t.Context(), s.Server.Engine, db.Target)
		if err != nil {
			t.Fatal(err)
		}
		if h := got.Schema.Table("h"); !h.HiddenKey || len(h.Columns) != 1 {
			t.Errorf("%s: got %+v", s.Name, h)
		}
		room, err := dialect.For(s.Server)
		if err != nil {
			t.Fatal(err)
		}
		d := &rules.Design{Name: s.Server.Engine, Engine: room, Schema: got.Schema}
		if found := rules.Lint(d, nil); len(found) > 0 {
			t.Errorf("%s: got %v", s.Name, found)
		}
	}
}
