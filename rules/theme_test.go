package rules_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/rules"
	"assay/schema"
)

// TestThemes: each rule is read under one heading.
func TestThemes(t *testing.T) {
	t.Parallel()
	under := map[*rules.Rule]string{}
	for _, theme := range rules.Themes() {
		for _, r := range theme.Rules {
			if before, ok := under[r]; ok {
				t.Errorf("%s is under %q and under %q", r.Name, before, theme.Title)
			}
			under[r] = theme.Title
		}
	}
	for _, r := range rules.All {
		if under[r] == "" {
			t.Errorf("%s is under no heading", r.Name)
		}
	}
	if len(under) != len(rules.All) {
		t.Errorf("%d rules are under headings, and there are %d", len(under), len(rules.All))
	}
}

// TestWorst: a rule of schemas and statements that says "at most" is milder somewhere in its fixtures, and one that does not never is.
func TestWorst(t *testing.T) {
	t.Parallel()
	for _, r := range judged() {
		if r.Live {
			continue
		}
		milder := false
		for engine := range fixtures {
			text, err := os.ReadFile(filepath.Join("..", "testdata", "lint", engine, r.Name+".sql"))
			if err != nil {
				continue
			}
			f := readFixture(t, engine, string(text))
			part := rules.NewWalk(engine, f.room, schema.New(f.room.Semantics())) // of a history whose beginning is not known
			part.Partial = true
			for _, f := range append(f.findings(engine, r), ofRule(r, part.Judge(f.script(f.then)))...) {
				milder = milder || f.Severity < r.Severity
			}
		}
		if said := strings.HasSuffix(r.Worst(), " at most"); said != milder {
			t.Errorf("%s is said to be %q; milder in its fixtures: %t", r.Name, r.Worst(), milder)
		}
	}
}
