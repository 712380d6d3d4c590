package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRulesPage: RULES.md is what assay rules --format markdown prints below its first paragraph. -update writes it.
func TestRulesPage(t *testing.T) {
	t.Parallel()
	page := filepath.Join("..", "..", "RULES.md")
	o := assay(t, "rules", "--format", "markdown")
	const head = "# The rules\n\nWhat assay looks for. `assay rules NAME` says the same; `assay.yaml` makes a rule milder, stricter or silent, per table too.\n" +
		"Where a severity says *at most*, it depends on the case; [README](README.md#three-commands) says what error, warning and info mean.\n\n"
	want := head + o.stdout
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("RULES.md is out of date: go test ./cmd/assay -run RulesPage -update\n%s", diff)
	}
}

// TestRules explains one rule, and refuses one that there is not.
func TestRules(t *testing.T) {
	t.Parallel()
	o := assay(t, "rules", "drop-table")
	if o.code != exitClean || !strings.Contains(o.stdout, "finds something:\n\n    CREATE TABLE") {
		t.Errorf("assay rules drop-table: status %d:\n%s", o.code, o.stdout)
	}
	o = assay(t, "rules", "missing-column")
	if o.code != exitClean || !strings.Contains(o.stdout, "\nWith Asterisk: In a table that Asterisk writes") {
		t.Errorf("assay rules missing-column: status %d:\n%s", o.code, o.stdout)
	}
	o = assay(t, "rules", "--judges", "migration", "--engine", "mysql", "--severity", "error")
	if o.code != exitClean || !strings.Contains(o.stdout, "\nmodify-loses ") || strings.Contains(o.stdout, "\nalter-copies ") || strings.Contains(o.stdout, "\nmissing-column ") ||
		strings.Contains(o.stdout, " postgresql ") {
		t.Errorf("assay rules --judges migration --engine mysql --severity error: status %d:\n%s", o.code, o.stdout)
	}
	for _, wrong := range [][]string{{"--engine", "sqlite"}, {"--engine", "mysql", "drop-table"}} {
		if o := assay(t, append([]string{"rules"}, wrong...)...); o.code != exitUnknown || o.stdout != "" {
			t.Errorf("assay rules %q: status %d: %s", wrong, o.code, o.stdout)
		}
	}
	o = assay(t, "rules", "drop-tables")
	if o.code != exitUnknown || !strings.Contains(o.stderr, `there is no rule "drop-tables", did you mean "drop-table"? (assay rules lists them)`) {
		t.Errorf("assay rules drop-tables: status %d: %s", o.code, o.stderr)
	}
}
