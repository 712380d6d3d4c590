package lint

import (
	"fmt"
	"slices"
	"testing"

	"assay/expected"
)

// TestLasting: what a migration makes is judged as it is left behind, and what was there before is not.
func TestLasting(t *testing.T) {
	t.Parallel()
	const up = `-- Running upgrade  -> a1

CREATE TABLE old (id INTEGER, n INTEGER);

CREATE INDEX old_n ON old (n);

-- Running upgrade a1 -> b2

CREATE TABLE keyed (id INTEGER);

ALTER TABLE keyed ADD PRIMARY KEY (id);

CREATE INDEX again ON old (n);

ALTER TABLE old ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES keyed (id);

CREATE TABLE bare (id INTEGER);
`
	r, err := Statements([]expected.Text{{Name: "up.sql", SQL: up}}, Options{Server: "postgresql:15", Since: "a1"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range r.Findings {
		if slices.Contains([]string{"no-primary-key", "duplicate-index", "foreign-key-without-index", "redundant-index"}, f.Rule) {
			got = append(got, fmt.Sprintf("%d %s %s", f.Line, f.Rule, f.Table))
		}
	}
	want := []string{"15 duplicate-index old", "15 foreign-key-without-index old", "17 no-primary-key bare"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, wanted %q", got, want)
	}
}

// TestLastingEngine: the storage engine that a table is left with is judged though nothing else of the table is known.
func TestLastingEngine(t *testing.T) {
	t.Parallel()
	const sql = "ALTER TABLE t ENGINE=MyISAM;\nALTER TABLE u ENGINE=InnoDB;\nALTER TABLE v ENGINE=MyISAM;\nALTER TABLE v ENGINE=InnoDB;\n"
	r, err := Statements([]expected.Text{{Name: "x.sql", SQL: sql}}, Options{Server: "mysql:8.4"})
	if err != nil || len(r.Findings) != 1 || r.Findings[0].Rule != "unsafe-engine" || r.Findings[0].Table != "t" || r.Findings[0].Line != 1 {
		t.Errorf("%+v, %v", r, err)
	}
}
