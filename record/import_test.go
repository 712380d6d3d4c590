package record_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/drift"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/alembic"
	"assay/record"
	"assay/schema"
)

// TestImport makes a recording of the project's offline SQL, and holds it against the one that was recorded.
func TestImport(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	for _, s := range lab.InTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			sql := newShop(t, s.Database(t)).Run(t, "upgrade", "heads", "--sql")
			p, room, err := record.Import([]expected.Text{{Name: "shop.sql", SQL: sql}}, "", "")
			if err != nil || len(p.Steps) != len(alembic.ShopRevisions) {
				t.Fatalf("%v: %+v", err, p)
			}
			file := filepath.Join(t.TempDir(), "history.jsonl")
			var text bytes.Buffer
			if err := errors.Join(expected.WriteRecording(&text, p, room), os.WriteFile(file, text.Bytes(), 0o600)); err != nil {
				t.Fatal(err)
			}
			p = readRecording(t, file)
			recorded := readRecording(t, "../testdata/project/history."+s.Server.Engine+".jsonl")
			if p.Name != "shop" || p.Net || p.Engine != recorded.Engine {
				t.Errorf("it is of %q, %s, net %t", p.Name, p.Engine, p.Net)
			}
			for i, step := range p.Steps {
				if want := alembic.ShopRevisions[i]; step.ID != want.ID || strings.Join(step.Heads, "+") != want.Heads {
					t.Errorf("revision %d is %s, its heads %v, want %+v", i, step.ID, step.Heads, want)
				}
			}
			if d := drift.Compare(endOf(t, p), endOf(t, recorded)); len(d) > 0 { // not the other way round: SQL leaves names to the server
				t.Errorf("it ends at another schema: %#v", d)
			}
		})
	}
}

// endOf is the schema that a project's history ends at.
func endOf(t *testing.T, p *expected.Project) *schema.Schema {
	t.Helper()
	s := schema.New(dialectOf(t, p).Semantics())
	for _, step := range p.Steps {
		for _, c := range step.Changes {
			if err := s.Apply(c); err != nil {
				t.Fatalf("%s: %v", step.ID, err)
			}
		}
	}
	return s
}
