package mssql

import (
	"testing"

	"assay/schema"
)

// TestDroppedDefault: a column is not dropped while it has a default; Alembic drops that first where mssql_drop_default says so.
func TestDroppedDefault(t *testing.T) {
	t.Parallel()
	r := New(schema.Server{Engine: "mssql", Version: "16"})
	s := schema.New(r.Semantics())
	all, errs := r.ParseEach([]schema.Statement{{Text: "CREATE TABLE t (id INTEGER NOT NULL, a VARCHAR(10) NULL DEFAULT 'x')"}})
	if errs[0] != nil {
		t.Fatal(errs[0])
	}
	if err := s.Apply(all[0][0]); err != nil {
		t.Fatal(err)
	}
	drop := schema.DropColumn{Table: "t", Column: "a"}
	f := r.Refusal(s, drop)
	if f == nil || f.Code != "5074" || len(f.Blockers) != 1 {
		t.Fatalf("Refusal = %v", f)
	}
	if err := s.Apply(f.Blockers[0].Drop); err != nil {
		t.Fatal(err)
	}
	if f := r.Refusal(s, drop); f != nil {
		t.Errorf("without its default, Refusal = %v", f)
	}
}
