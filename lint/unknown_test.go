package lint

import (
	"fmt"
	"slices"
	"testing"

	"assay/expected"
	"assay/rules"
)

// TestNothingKnown: statements on tables of which nothing is known, as in a file without --on. What the script itself says of them is believed.
func TestNothingKnown(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		server, sql string
		want        []string
	}{
		"a reference of a new column": {
			"postgresql:15", "ALTER TABLE t ADD COLUMN o bigint CONSTRAINT k REFERENCES users;", nil,
		},
		"a reference of a new column with a default": {
			"postgresql:15", "ALTER TABLE t ADD COLUMN o bigint DEFAULT 1 CONSTRAINT k REFERENCES users;", []string{"1 constraint-scans"},
		},
		"a key that counts": {
			"postgresql:15", "ALTER TABLE t ADD COLUMN b serial PRIMARY KEY;", []string{"1 column-rewrites", "1 constraint-builds-index"},
		},
		"NOT NULL behind a valid check": {
			"postgresql:15", "ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID;\nALTER TABLE t VALIDATE CONSTRAINT c;\nALTER TABLE t ALTER COLUMN a SET NOT NULL;", nil,
		},
		"NOT NULL behind a check that is not validated": {
			"postgresql:15", "ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID;\nALTER TABLE t ALTER COLUMN a SET NOT NULL;",
			[]string{"2 set-not-null", "2 set-not-null-scans"},
		},
		"keys of a new column": {
			"mysql:8.4", "ALTER TABLE t ADD COLUMN a int;\nALTER TABLE t ADD UNIQUE KEY u (a);\nALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id);\n" +
				"ALTER TABLE t ADD CONSTRAINT c CHECK (a > 5);", nil,
		},
		"keys of an old column": {
			"mysql:8.4", "ALTER TABLE t ADD UNIQUE KEY u (a);\nALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id);",
			[]string{"1 unique-over-rows", "2 foreign-key-over-rows"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := Statements([]expected.Text{{Name: "x.sql", SQL: tt.sql}}, Options{Server: tt.server})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range r.Findings {
				if f.Severity > rules.Info {
					got = append(got, fmt.Sprintf("%d %s", f.Line, f.Rule))
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, wanted %q", got, tt.want)
			}
		})
	}
}
