package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/audit"
	"assay/config"
	"assay/expected"
	"assay/internal/lab"
	"assay/introspect"
	"assay/lint"
)

func TestMain(m *testing.M) { lab.Main(m) }

// history is what Alembic prints of a project, but for the type of a counted key.
const history = `-- Running upgrade  -> a1

CREATE TABLE parents (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL UNIQUE);

CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);

INSERT INTO alembic_version (version_num) VALUES ('a1');

-- Running upgrade a1 -> b2

CREATE TABLE children (id INTEGER NOT NULL PRIMARY KEY, parent INTEGER, age INTEGER NOT NULL, FOREIGN KEY (parent) REFERENCES parents (id));

CREATE INDEX by_age ON children (age);

UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';
`

// made are the statements that create_all makes of models that are as the history is.
var made = []string{
	"CREATE TABLE parents (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL UNIQUE)",
	"CREATE TABLE children (id INTEGER NOT NULL PRIMARY KEY, parent INTEGER, age INTEGER NOT NULL, FOREIGN KEY (parent) REFERENCES parents (id))",
	"CREATE INDEX by_age ON children (age)",
}

// TestNoModels: a database without a table is no project's, and what is not compared is said.
func TestNoModels(t *testing.T) {
	t.Parallel()
	for _, s := range lab.InTurn(t, 1, "") {
		db := s.Database(t)
		source, err := introspect.ParseURL(db.URL)
		if err != nil {
			t.Fatal(err)
		}
		o := audit.Options{Source: source, History: []expected.Text{{Name: "up.sql", SQL: history}}, Settings: &config.File{}}
		if _, err := lint.Models(t.Context(), &audit.Reader{}, o, "heads"); err == nil || !strings.HasSuffix(err.Error(), "are all of them imported where create_all is called?") {
			t.Errorf("%s: %v", s.Name, err)
		}
		db.Exec(t, append(made, "CREATE VIEW seen AS SELECT id FROM children")...)
		l, err := lint.Models(t.Context(), &audit.Reader{}, o, "heads")
		if err != nil || len(l.Notes) != 1 || l.Notes[0] != "not compared: view seen" {
			t.Errorf("%s: %v, %+v", s.Name, err, l)
		}
	}
}

// TestModels: models that are as the history's head are clean on each engine, and each difference is found once, with its side.
func TestModels(t *testing.T) {
	t.Parallel()
	cases := []struct {
		edits []string
		want  []string
	}{
		{nil, nil},
		{[]string{"ALTER TABLE children ADD COLUMN note VARCHAR(7)"}, []string{"models-ahead error children.note, of : the models have column children.note, and no revision makes it"}},
		{[]string{"CREATE TABLE toys (id INTEGER NOT NULL PRIMARY KEY)"}, []string{"models-ahead error toys., of : the models have table toys, and no revision makes it"}},
		{[]string{"CREATE INDEX by_name ON children (parent, age)"}, []string{"models-ahead warning children.by_name, of : the models have index by_name (parent, age) of table children, and no revision makes it"}},
		{[]string{"ALTER TABLE children DROP COLUMN age"}, []string{
			"models-behind error children.age, of b2: revision b2 makes column children.age, and no model has it",
			"models-behind info children.by_age, of b2: revision b2 makes index by_age (age) of table children, and no model has it",
		}},
		{[]string{"DROP TABLE children"}, []string{"models-behind warning children., of b2: revision b2 makes table children, and no model has it"}},
		{[]string{"ALTER TABLE children ADD COLUMN unused INTEGER", "ALTER TABLE children DROP COLUMN unused"}, nil},
	}
	for i, c := range cases {
		for _, s := range lab.InTurn(t, i, "") {
			t.Run(s.Name+"/"+strings.Join(c.edits, "; "), func(t *testing.T) {
				t.Parallel()
				db := s.Database(t)
				db.Exec(t, made...)
				db.Exec(t, c.edits...)
				if got := found(t, db, ""); !slices.Equal(got, c.want) {
					t.Errorf("it finds %q, want %q", got, c.want)
				}
			})
		}
	}
}

// TestModelsAt holds the models against a revision before the head, and a type that differs.
func TestModelsAt(t *testing.T) {
	t.Parallel()
	for _, s := range lab.InTurn(t, 0, "") {
		db := s.Database(t)
		db.Exec(t, "CREATE TABLE parents (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(80) NOT NULL UNIQUE)")
		want := []string{"models-differ warning parents.name, of a1: column parents.name is varchar(40) by the revisions, and varchar(80) by the models"}
		if got := found(t, db, "a1"); !slices.Equal(got, want) {
			t.Errorf("%s: it finds %q, want %q", s.Name, got, want)
		}
	}
}

// found are the findings, in a line each.
func found(t *testing.T, db *lab.Database, at string) []string {
	t.Helper()
	source, err := introspect.ParseURL(db.URL)
	if err != nil {
		t.Fatal(err)
	}
	o := audit.Options{Source: source, History: []expected.Text{{Name: "up.sql", SQL: history}}, Settings: &config.File{}}
	l, err := lint.Models(t.Context(), &audit.Reader{}, o, at)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range l.Findings {
		all = append(all, fmt.Sprintf("%s %s %s.%s, of %s: %s", f.Rule, f.Severity, f.Table, f.Object, f.Revision, f.Message))
	}
	return all
}
