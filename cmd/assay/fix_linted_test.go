package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
	"assay/result"
)

// The words, any of them, with which a script says by itself what a rule finds in it, above the statement or at its head.
var (
	saidOfRows = []string{"he rows were asked", "refused ", "look ", "DESTROYS", "existing rows get", "rows are in the way", "row is in the way", "look for"}
	saidOfWork = []string{"all of "}
	saidOfWant = []string{" lacks ", " is missing", " → "} // the history has it so
	saidOfLoss = []string{"DESTROYS", "to restore it", "not part of this revision", " → "}
)

var saidOf = map[string][]string{
	"conversion-may-fail": saidOfRows, "conversion-loses": saidOfRows, "unique-over-rows": saidOfRows, "check-over-rows": saidOfRows, "charset-loses": saidOfRows,
	"foreign-key-over-rows": saidOfRows, "primary-key-over-rows": saidOfRows, "set-not-null": saidOfRows, "not-null-without-default": saidOfRows, "implicit-zero": saidOfRows,
	"type-rewrites": saidOfWork, "alter-copies": saidOfWork, "alter-rebuilds": saidOfWork, "alter-repeated": saidOfWork, "column-rewrites": saidOfWork,
	"constraint-scans": saidOfWork, "constraint-builds-index": saidOfWork, "foreign-key-copies": saidOfWork, "set-not-null-scans": saidOfWork, "index-blocks-writes": saidOfWork,
	"index-not-concurrent": saidOfWork, "work-under-lock": saidOfWork,
	"drop-column": saidOfLoss, "drop-table": saidOfLoss, "drop-unique": saidOfLoss, "drop-primary-key": saidOfLoss, "drop-column-key": saidOfLoss, "enum-value-removed": slices.Concat(saidOfRows, saidOfLoss),
	"primary-key-lost": saidOfLoss, "delete-all-rows": {"the stamp"}, "drop-index-not-concurrent": {"until the transaction ends"},
	"enum-reordered": {"in a different order", " → "}, "rename-column": {"still has its old name", " → "},
	"drop-object": {" is not in "}, "row-security-enabled": saidOfWant, "trigger-disabled": {" is missing", " differs in B"},
	"not-resumable": {"Each statement commits by itself"}, "modify-loses": {"expected", " → ", "not part of this revision"}, "unnamed-constraint": saidOfWant,
	"duplicate-index": saidOfWant, "no-primary-key": saidOfWant, "foreign-key-without-index": saidOfWant, "unsafe-engine": saidOfWant,
	"rename-object": {"under a different name", "still has its old name", " → "}, "drop-not-null": {"expected NULL", " → "},
}

// checkLinted: the linter finds nothing in a script that the script does not say by itself.
func checkLinted(t *testing.T, db *lab.Database, script string) {
	t.Helper()
	if len(statements(script)) == 0 {
		return
	}
	file := filepath.Join(t.TempDir(), "fix.sql")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	o := assay(t, "lint", "--on", db.URL, file, "--format", "json")
	var l result.Listing
	if err := json.Unmarshal([]byte(o.stdout), &l); err != nil {
		t.Fatalf("%v: %s%s", err, o.stdout, o.stderr)
	}
	lines := strings.Split(script, "\n")
	for _, f := range l.Findings {
		words, known := saidOf[f.Rule]
		said := headOf(lines) + aboveLine(lines, f.Line-1)
		if !known || !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(said, w) }) {
			t.Errorf("line %d, %s: %s [%s], and the script says no more than\n%s", f.Line, f.Severity, f.Message, f.Rule, aboveLine(lines, f.Line-1))
		}
	}
}

// headOf are the comments before the first blank line.
func headOf(lines []string) string {
	return strings.Join(lines[:max(0, slices.Index(lines, ""))], "\n")
}

// aboveLine is the paragraph of a script that a line stands in, as far as it.
func aboveLine(lines []string, at int) string {
	from := at
	for from > 0 && lines[from-1] != "" {
		from--
	}
	return strings.Join(lines[from:at+1], "\n")
}
