package lint

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/expected"
	"assay/rules"
	"assay/schema"
)

// TestOtherSchemas: a table of another schema is a table like any other, and is not taken for the one of its name in this schema.
func TestOtherSchemas(t *testing.T) {
	t.Parallel()
	both := []string{"mysql:8.4", "mariadb:10.11", "postgresql:15"}
	for name, tt := range map[string]struct {
		sql     string
		servers []string
		want    []string
	}{
		"two": {
			"CREATE TABLE users (id integer PRIMARY KEY, email text);\nCREATE TABLE app.users (id integer PRIMARY KEY);\nALTER TABLE app.users ADD COLUMN email text;\n" +
				"ALTER TABLE users ADD COLUMN email text;\nDROP TABLE app.users;\nALTER TABLE users ADD COLUMN name text;\nALTER TABLE app.users ADD COLUMN n integer;", both,
			[]string{"4 statement-refused users"},
		},
		"losses": {
			"CREATE TABLE t (id integer PRIMARY KEY);\nALTER TABLE app.users DROP COLUMN email;\nDELETE FROM app.users;\nTRUNCATE TABLE app.users;\nDROP TABLE app.users;", both,
			[]string{"2 drop-column app.users", "3 delete-all-rows app.users", "4 truncate app.users", "5 drop-table app.users"},
		},
		"one schema alone": {
			"CREATE TABLE app.users (id integer PRIMARY KEY);\nALTER TABLE app.users ADD COLUMN id integer;\nALTER TABLE app.users ADD COLUMN a integer;", both,
			[]string{"2 statement-refused users"},
		},
		"its own words": {
			"-- app.users\n/* app.users */ CREATE TABLE t (id integer PRIMARY KEY, v text DEFAULT 'app.users');\nALTER TABLE app.users DROP COLUMN \"a;b\";\nDROP TABLE \"app\".\"users\";",
			[]string{"postgresql:15"},
			[]string{"3 drop-column app.users", "4 drop-table app.users"},
		},
		"oddly written": {
			"CREATE TABLE t (id integer PRIMARY KEY);\nALTER TABLE -- people\n  app . users DROP COLUMN a;\nALTER TABLE \"Odd App\".\"The Users\" DROP COLUMN b;\n" +
				"ALTER TABLE /* them */ more.users DROP COLUMN c;\nALTER TABLE -- people\nmore.users DROP COLUMN d;",
			[]string{"postgresql:15"},
			[]string{"2 drop-column app.users", "4 drop-column Odd App.The Users", "5 drop-column more.users", "6 drop-column more.users"},
		},
		"indexes and types": {
			"CREATE TABLE t (id integer PRIMARY KEY);\nCREATE TABLE app.t (id integer PRIMARY KEY);\nCREATE INDEX i ON t (id);\nCREATE INDEX i ON app.t (id);\n" +
				"DROP INDEX app.i;\nCREATE TYPE mood AS ENUM ('a');\nCREATE TYPE app.mood AS ENUM ('a');\nALTER TABLE app.t ADD COLUMN m app.mood;\nALTER TABLE t ADD COLUMN m mood;\n" +
				"ALTER TABLE app.t RENAME TO u;\nALTER TABLE app.u ADD COLUMN id integer;\nALTER TABLE public.t ADD COLUMN id integer;",
			[]string{"postgresql:15"},
			[]string{"11 statement-refused app.u", "12 statement-refused t"},
		},
		"moved in MySQL": {
			"CREATE TABLE t (id integer PRIMARY KEY);\nCREATE TABLE app.t (id integer PRIMARY KEY);\nRENAME TABLE app.t TO app.u;\nALTER TABLE app.u ADD COLUMN id integer;",
			[]string{"mysql:8.4"},
			[]string{"4 statement-refused app.u"},
		},
	} {
		for _, server := range tt.servers {
			t.Run(name+" "+server, func(t *testing.T) {
				t.Parallel()
				r, err := Statements([]expected.Text{{Name: "x.sql", SQL: tt.sql}}, Options{Server: server})
				if err != nil {
					t.Fatal(err)
				}
				if got := serious(r); !slices.Equal(got, tt.want) {
					t.Errorf("got %q, wanted %q", got, tt.want)
				}
			})
		}
	}
}

// serious are the warnings and errors of a result that are about what is lost or refused.
func serious(r *Result) []string {
	var all []string
	for _, f := range r.Findings {
		if f.Severity > rules.Info && (strings.HasPrefix(f.Rule, "drop-") || slices.Contains([]string{"statement-refused", "truncate", "delete-all-rows"}, f.Rule)) {
			all = append(all, strings.Join([]string{strconv.Itoa(f.Line), f.Rule, f.Table}, " "))
		}
	}
	return all
}

// TestOtherSchemaOn: what is known of a database is one schema of it. Of tables in others nothing is certain, and what they lose is said nevertheless.
func TestOtherSchemaOn(t *testing.T) {
	t.Parallel()
	s := schema.New(schema.Semantics{TransactionalDDL: true, GlobalIndexNames: true})
	s.Add(&schema.Table{Name: "users", Columns: []schema.Column{{Name: "id", Type: schema.Type{Name: "integer"}}}})
	on := &schema.Database{Server: schema.Server{Engine: "postgresql", Product: "PostgreSQL", Version: "15"}, Name: "shop", Namespace: "app", Schema: s}
	r, err := Statements([]expected.Text{{Name: "x.sql", SQL: "ALTER TABLE app.users ADD COLUMN id text;\nALTER TABLE other.users ADD COLUMN id integer;\nDROP TABLE other.users;\nDROP TABLE nix;\n" +
		"ALTER TABLE other.users DROP COLUMN mail;"}},
		Options{Before: on})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"1 statement-refused users", "3 drop-table other.users", "4 statement-refused nix", "5 drop-column other.users"}
	if got := serious(r); !slices.Equal(got, want) {
		t.Errorf("got %q, wanted %q", got, want)
	}
	if !slices.ContainsFunc(r.Notes, func(n string) bool { return strings.Contains(n, "nothing is known of schema other") }) {
		t.Errorf("notes %q", r.Notes)
	}
}
