package lint

import (
	"strings"
	"testing"

	"assay/expected"
	"assay/rules"
)

// TestAlterIgnore: what MariaDB deletes and cuts because of IGNORE is lost, and MySQL does not know the word any more.
func TestAlterIgnore(t *testing.T) {
	t.Parallel()
	const before = "CREATE TABLE t (id integer PRIMARY KEY, name varchar(40), a integer);\n-- then\n"
	for _, tt := range []struct{ server, sql, rule, says string }{
		{"mariadb:10.11", "ALTER IGNORE TABLE t ADD CONSTRAINT u UNIQUE (name);", "unique-over-rows", "of rows with the same values all but one are deleted"},
		{"mariadb:10.11", "ALTER IGNORE TABLE t MODIFY a tinyint;", "conversion-may-fail", "values that do not fit are changed silently"},
		{"mysql:5.6", "ALTER IGNORE TABLE t ADD CONSTRAINT u UNIQUE (name);", "unique-over-rows", "of rows with the same values all but one are deleted"},
		{"mysql:8.4", "ALTER IGNORE TABLE t ADD CONSTRAINT u UNIQUE (name);", "statement-refused", "does not know IGNORE"},
	} {
		texts := []expected.Text{{Name: "a.sql", SQL: before}, {Name: "b.sql", SQL: tt.sql}}
		r, err := Statements(texts, Options{Server: tt.server})
		if err != nil {
			t.Fatal(err)
		}
		said := false
		for _, f := range r.Findings {
			said = said || f.Rule == tt.rule && f.Severity >= rules.Warning && strings.Contains(f.Message, tt.says)
		}
		if !said {
			t.Errorf("%s, %s: %v", tt.server, tt.sql, r.Findings)
		}
	}
}
