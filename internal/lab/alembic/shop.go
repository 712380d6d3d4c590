package alembic

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
)

// ShopRevisions are those of the project in testdata in the order in which Alembic runs them, with the heads that it stores after each.
var ShopRevisions = []struct{ ID, Heads string }{
	{"base_0001", "base_0001"},
	{"orders_0002", "orders_0002"},
	{"2f6e0d9b41aa", "2f6e0d9b41aa"},
	{"ship_1", "ship_1"},
	{"ship_2", "ship_2"},
	{"bill_1", "bill_1+ship_2"},
	{"bill_2", "bill_2+ship_2"},
	{"merge_1", "merge_1"},
	{"data_1", "data_1"},
	{"trigger_on", "trigger_on"},
	{"trigger_off", "trigger_off"},
	{"audit_1", "audit_1+trigger_off"},
	{"audit_2", "audit_2"}, // stands for trigger_off as well, on which it depends
	{"view_1", "view_1"},
	{"enum_grow", "enum_grow"},
	{"batch_ops", "batch_ops"},
	{"search_8", "search_8"},
	{"audit_3", "audit_3+search_8"},
}

// Shop copies the project in a folder testdata, which has [ShopRevisions].
func Shop(t testing.TB, db *lab.Database, testdata string) *Project {
	t.Helper()
	return Copy(t, db, filepath.Join(testdata, "project"))
}

// Version is the file of one of the shop's revisions.
func (p *Project) Version(id string) string {
	return filepath.Join(filepath.Dir(p.INI), "migrations", "versions", id+".py")
}

// Keep takes all revisions but some out of the shop.
func (p *Project) Keep(t testing.TB, ids ...string) {
	t.Helper()
	files, err := filepath.Glob(p.Version("*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if slices.Contains(ids, strings.TrimSuffix(filepath.Base(f), ".py")) {
			continue
		}
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
}

// Add writes a revision of the shop that runs a statement.
func (p *Project) Add(t testing.TB, id, down, sql string) {
	t.Helper()
	write(t, p.Version(id), fmt.Sprintf("from alembic import op\n\nrevision = %q\ndown_revision = %q\n\n\ndef upgrade():\n    op.execute(%q)\n", id, down, sql))
}
