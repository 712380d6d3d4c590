package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/drift"
	"assay/expected"
	"assay/schema"
)

// TestImport makes a recording of the project's offline SQL, and holds it against the one that was recorded.
func TestImport(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			sql, file := filepath.Join(dir, "shop.sql"), filepath.Join(dir, "history.jsonl")
			if err := os.WriteFile(sql, []byte(newShop(t, s.Database(t)).run("upgrade", "heads", "--sql")), 0o600); err != nil {
				t.Fatal(err)
			}
			if o := assay(t, "history", "import", sql, "-o", file); o.code != exitClean || !strings.HasPrefix(o.stdout, file+": 18 revisions imported") {
				t.Fatalf("exit status %d: %s%s", o.code, o.stderr, o.stdout)
			}
			p := readRecording(t, file)
			recorded := readRecording(t, "../../testdata/project/history."+s.Server.Engine+".jsonl")
			if p.Name != "shop" || p.Net || p.Engine != recorded.Engine {
				t.Errorf("it is of %q, %s, net %t", p.Name, p.Engine, p.Net)
			}
			for i, step := range p.Steps {
				if want := shopRevisions[i]; step.ID != want.id || strings.Join(step.Heads, "+") != want.heads {
					t.Errorf("revision %d is %s, its heads %v, want %+v", i, step.ID, step.Heads, want)
				}
			}
			if d := drift.Compare(endOf(t, p), endOf(t, recorded)); len(d) > 0 { // not the other way round: SQL leaves names to the server
				t.Errorf("it ends at another schema: %#v", d)
			}
			o := assay(t, "history", "import", sql, "-o", file)
			if want := file + " is there already: delete it, or name another file with -o\n"; o.code != exitUnknown || !strings.HasSuffix(o.stderr, want) {
				t.Errorf("exit status %d: %s", o.code, o.stderr)
			}
			text, err := os.ReadFile(file)
			if o := assay(t, "history", "import", sql, "-o", "-"); err != nil || o.stdout != string(text) {
				t.Errorf("on standard output it is another: %v", err)
			}
			if o := assay(t, "history", "import", file, "-o", "-"); o.code != exitUnknown || !strings.Contains(o.stderr, "is a recording already") {
				t.Errorf("exit status %d: %s", o.code, o.stderr)
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
