package dialect_test

import (
	"strings"
	"testing"

	"assay/dialect"
	"assay/expected"
	"assay/schema"
)

// TestRecognise: each chain of Asterisk's is known for the SQL that it is, and what any engine could have written is known for none.
func TestRecognise(t *testing.T) {
	for _, engine := range []string{"mysql", "postgresql"} {
		room, err := dialect.For(schema.Server{Engine: engine})
		if err != nil {
			t.Fatal(err)
		}
		for _, tree := range expected.Trees() {
			h, err := expected.Asterisk(tree, engine, room)
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			if err := expected.WriteOffline(&b, h.Newest(), "alembic_version", room); err != nil {
				t.Fatal(err)
			}
			if got := dialect.Recognise(b.String()); got != engine {
				t.Errorf("%s for %s is taken for %q", tree, engine, got)
			}
		}
	}
	for sql, want := range map[string]string{
		"":                                     "",
		"CREATE TABLE t (id INTEGER NOT NULL)": "",
		"CREATE TABLE t (id SERIAL NOT NULL);": "postgresql",
		"CREATE TABLE t (id INTEGER NOT NULL AUTO_INCREMENT);":                         "mysql",
		"BEGIN;\n\nCREATE TABLE t (id INTEGER);\n\nCOMMIT;":                            "postgresql",
		"ALTER TABLE t MODIFY name VARCHAR(80) NOT NULL;":                              "mysql",
		"ALTER TABLE t ALTER COLUMN name TYPE VARCHAR(80);":                            "postgresql",
		"INSERT INTO alembic_version (version_num) VALUES ('a') RETURNING version_num": "postgresql",
		"ALTER TABLE t DROP INDEX u;":                                                  "mysql",
		"DROP INDEX u;":                                                                "postgresql",
	} {
		if got := dialect.Recognise(sql); got != want {
			t.Errorf("%q is taken for %q, want %q", sql, got, want)
		}
	}
}

// TestForeign: a guess does not overrule what is known. Words that another engine has as well make no text foreign, statements do that the engine cannot read.
func TestForeign(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ sql, engine, want string }{
		{"CREATE TABLE t (id SERIAL PRIMARY KEY, b boolean)", "mysql", ""},
		{"CREATE TABLE t (id integer, d BLOB)", "postgresql", ""},
		{"ALTER TABLE t ALTER COLUMN a TYPE integer", "mysql", "postgresql"},
		{"ALTER TABLE t MODIFY a integer", "postgresql", "mysql"},
		{"ALTER TABLE t DROP INDEX u", "postgresql", "mysql"},
		{"ALTER TABLE t DROP INDEX u", "mysql", ""},
	} {
		if got := dialect.Foreign(test.sql, test.engine); got != test.want {
			t.Errorf("%q is taken for SQL of %q and not of %s, want %q", test.sql, got, test.engine, test.want)
		}
	}
}
