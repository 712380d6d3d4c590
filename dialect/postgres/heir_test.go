package postgres

import (
	"strings"
	"testing"

	"assay/schema"
)

// TestInheritances: a table has the columns and checks of those that it inherits from, and of its type, and gets what is done to them.
func TestInheritances(t *testing.T) {
	t.Parallel()
	all := []schema.Statement{}
	for _, sql := range []string{
		"CREATE TABLE p (id int NOT NULL DEFAULT 7, name text, PRIMARY KEY (id), CONSTRAINT ck CHECK (id > 0), CONSTRAINT own CHECK (id > 1) NO INHERIT)",
		"CREATE TABLE c (id int DEFAULT 8, more date) INHERITS (p)",
		"CREATE TABLE g () INHERITS (c)",
		"ALTER TABLE p ADD added int, ALTER name SET NOT NULL",
		"ALTER TABLE ONLY p ADD apart int",
		"ALTER TABLE p RENAME added TO named",
		"CREATE TYPE ty AS (a int, b text)",
		"CREATE TABLE o OF ty (a WITH OPTIONS NOT NULL, UNIQUE (b))",
		"CREATE TABLE unknown () INHERITS (elsewhere)",
	} {
		all = append(all, schema.Statement{Text: sql})
	}
	room := New(schema.Server{Engine: Engine})
	s := schema.New(room.Semantics())
	changes, errs := room.ParseEach(all)
	for i, each := range changes {
		for _, c := range each {
			if err := s.Apply(c); err != nil {
				t.Errorf("%s: %v", all[i].Text, err)
			}
		}
		if unread := i == len(all)-1; unread != (errs[i] != nil && schema.PartsOf(errs[i]) == nil && len(each) == 0 && strings.Contains(all[i].Text, "unknown")) {
			t.Errorf("%s: %v", all[i].Text, errs[i])
		}
	}
	for table, want := range map[string]string{
		"p": "id integer 7, name text, named integer NULL, apart integer NULL, checks ck own",
		"c": "id integer 8, name text, more date NULL, named integer NULL, checks ck",
		"g": "id integer 8, name text, more date NULL, named integer NULL, checks ck",
		"o": "a integer, b text NULL, checks",
	} {
		made := s.Table(table)
		if made == nil {
			t.Errorf("there is no table %s", table)
			continue
		}
		var said []string
		for _, c := range made.Columns {
			words := []string{c.Name, c.Type.Name}
			if c.Default != "" {
				words = append(words, c.Default)
			}
			if c.Nullable {
				words = append(words, "NULL")
			}
			said = append(said, strings.Join(words, " "))
		}
		names := "checks"
		for _, k := range made.Checks {
			names += " " + k.Name
		}
		if got := strings.Join(append(said, names), ", "); got != want {
			t.Errorf("%s: got %s, want %s", table, got, want)
		}
	}
}
