package lint_test

import (
	"slices"
	"strings"
	"testing"

	"assay/audit"
	"assay/expected"
	"assay/internal/lab"
	"assay/introspect"
	"assay/lint"
	"assay/rules"
	"assay/schema"
)

// spaced are statements about two schemas, what the first lines make of them, and whether a server refuses them there.
var spaced = map[string]struct {
	made    []string
	refused map[string]bool
}{
	"postgresql": {[]string{
		"CREATE SCHEMA app", "CREATE TABLE app.users (id int PRIMARY KEY, name text, mail text)", "CREATE INDEX ix ON app.users (name)",
		"CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES app.users (id), n text)",
		"CREATE TYPE app.mood AS ENUM ('a', 'b')", "CREATE TABLE app.o (id int PRIMARY KEY REFERENCES orders (id), k text, m app.mood)",
		"CREATE VIEW app.v AS SELECT name FROM app.users",
	}, map[string]bool{
		"DROP TABLE app.users": true, "DROP TABLE app.o": false, "DROP TABLE app.users CASCADE": false, "ALTER TABLE app.users ADD COLUMN mail text": true,
		"ALTER TABLE app.users ADD COLUMN n text": false, "ALTER TABLE app.nosuch ADD COLUMN n text": true, "DROP INDEX app.ix": false, "DROP INDEX ix": true,
		"ALTER INDEX app.o_pkey RENAME TO users_pkey": true, "ALTER INDEX app.o_pkey RENAME TO orders_pkey": false, "ALTER INDEX app.ix RENAME TO users": true,
		"ALTER TABLE app.o DROP CONSTRAINT o_pkey": false, "ALTER TABLE app.o DROP CONSTRAINT orders_pkey": true,
		"ALTER TABLE app.o ADD CONSTRAINT orders_pkey UNIQUE (k)": false, "ALTER TABLE app.o ADD CONSTRAINT ix UNIQUE (k)": true,
		"ALTER TABLE orders ADD CONSTRAINT ix UNIQUE (n)": false, "ALTER TABLE orders ADD CONSTRAINT users_pkey UNIQUE (n)": false,
		"CREATE TABLE ix (id int)": false, "CREATE TABLE app.ix (id int)": true, "CREATE TABLE app.users_pkey (id int)": true, "CREATE TABLE users (id int)": false,
		"CREATE INDEX o_pkey ON app.users (name)": true, "CREATE INDEX o_pkey ON orders (n)": false, "DROP TYPE app.mood": true,
		"ALTER TABLE app.o DROP COLUMN m; DROP TYPE app.mood": false, "ALTER TABLE app.users RENAME COLUMN name TO mail": true,
		"ALTER TABLE app.users ALTER name TYPE varchar(3)": true, "ALTER TABLE orders ADD FOREIGN KEY (n) REFERENCES app.o (id)": true,
		"ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES app.o (id)": false, "ALTER TABLE app.o DROP CONSTRAINT o_id_fkey; DROP TABLE orders": false,
		"ALTER INDEX app.o_pkey RENAME TO opk; ALTER TABLE app.o DROP CONSTRAINT opk":                                      false,
		"CREATE SCHEMA more; CREATE TABLE more.t (id int CONSTRAINT users_pkey PRIMARY KEY); ALTER TABLE more.t ADD x int": false,
	}},
	"mysql": {[]string{
		"CREATE TABLE t (id int PRIMARY KEY, b int, CONSTRAINT fk FOREIGN KEY (b) REFERENCES t (id))",
		"CREATE TABLE app.u (id int PRIMARY KEY, c int, CONSTRAINT k FOREIGN KEY (c) REFERENCES app.u (id))",
		"ALTER TABLE t ADD CONSTRAINT away FOREIGN KEY (b) REFERENCES app.u (id)",
	}, map[string]bool{
		"DROP TABLE app.u": true, "ALTER TABLE t DROP FOREIGN KEY away; DROP TABLE app.u": false, "ALTER TABLE app.u ADD COLUMN c int": true,
		"ALTER TABLE app.u ADD COLUMN d int": false, "ALTER TABLE app.nosuch ADD COLUMN d int": true, "ALTER TABLE app.u DROP COLUMN nosuch": true,
		"CREATE TABLE app.t (id int PRIMARY KEY, CONSTRAINT fk FOREIGN KEY (id) REFERENCES app.u (id))": false,
		"CREATE TABLE app.t (id int PRIMARY KEY, CONSTRAINT k FOREIGN KEY (id) REFERENCES app.u (id))":  true,
		"ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES t (id)":                              false,
		"ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES app.u (nosuch)":                     true,
	}},
}

// TestOtherSpaces: with --on, a table of another schema is a table like any other. What is held to be refused is what the server refuses, each
// statement by itself; nothing is read of a schema that no statement names.
func TestOtherSpaces(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Servers(t) {
		for sql, refused := range spaced[s.Server.Engine].refused {
			t.Run(s.Name+"/"+sql, func(t *testing.T) {
				t.Parallel()
				app := "app"
				if s.Server.Engine == "mysql" { // where a schema is a database
					app = s.Database(t).Name
				}
				db := s.Database(t)
				for _, made := range spaced[s.Server.Engine].made {
					db.Exec(t, strings.ReplaceAll(made, "app.", app+"."))
				}
				sql := strings.ReplaceAll(sql, "app.", app+".")
				source, err := introspect.ParseURL(db.URL)
				if err != nil {
					t.Fatal(err)
				}
				var reader audit.Reader
				on, err := reader.Read(t.Context(), source)
				if err != nil {
					t.Fatal(err)
				}
				space := func(name string) (*schema.Database, error) { return reader.Read(t.Context(), source.Beside(name)) }
				r, err := lint.Statements([]expected.Text{{Name: "x.sql", SQL: sql}}, lint.Options{Before: on, Space: space})
				if err != nil {
					t.Fatal(err)
				}
				said := slices.ContainsFunc(r.Findings, func(f rules.Finding) bool { return f.Rule == "statement-refused" })
				err = nil
				for st := range strings.SplitSeq(sql, "; ") {
					if _, err = db.DB.ExecContext(t.Context(), st); err != nil {
						break
					}
				}
				if said != refused || (err != nil) != refused {
					t.Errorf("said to be refused: %v, and the server says %v: %v", said, err, r.Findings)
				}
			})
		}
	}
}

// TestDomainOfOtherSpace: the columns of a domain are found in the schema of both, where the tables call it without that.
func TestDomainOfOtherSpace(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Postgres(t) {
		db := s.Database(t)
		db.Exec(t, "CREATE SCHEMA app", "CREATE DOMAIN app.d AS int", "CREATE DOMAIN app.unused AS int", "CREATE TABLE app.t (id int PRIMARY KEY, n app.d)",
			"CREATE TABLE t (id int PRIMARY KEY)")
		source, err := introspect.ParseURL(db.URL)
		if err != nil {
			t.Fatal(err)
		}
		var reader audit.Reader
		on, err := reader.Read(t.Context(), source)
		if err != nil {
			t.Fatal(err)
		}
		space := func(name string) (*schema.Database, error) { return reader.Read(t.Context(), source.Beside(name)) }
		const sql = "ALTER DOMAIN app.d ADD CHECK (VALUE > 0);\nALTER DOMAIN app.unused ADD CHECK (VALUE > 0);"
		r, err := lint.Statements([]expected.Text{{Name: "x.sql", SQL: sql}}, lint.Options{Before: on, Space: space})
		if err != nil || len(r.Findings) != 1 || r.Findings[0].Rule != "domain-scans" || r.Findings[0].Line != 1 {
			t.Errorf("%s: %+v, %v", s.Name, r, err)
		}
	}
}
