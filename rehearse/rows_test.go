package rehearse_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
	"assay/internal/lab/alembic"
)

// TestRows makes rows up of tables with keys, references and checks of many kinds; where that cannot be done, the table is named, and why.
func TestRows(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	counted := map[string]string{"mysql": "INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY", "postgresql": "SERIAL PRIMARY KEY"}
	want := []string{"a 30 ", "b 30 ", "c 30 ", "checked 30 ", "d 30 ", "hard 0 refused", "flags 2 the unique index", "roles 30 ", "tree 30 ", "last 0 its column hard refers to hard, which has no rows"}
	slices.Sort(want)
	for _, s := range []lab.Server{lab.MySQL(t)[0], lab.Postgres(t)[0]} {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			p := begin(t, s, "r1", revision{id: "r1", sql: []string{
				"CREATE TABLE a (id " + counted[s.Server.Engine] + ", name VARCHAR(3) NOT NULL UNIQUE, made DATE NOT NULL, price DECIMAL(5,2) NOT NULL UNIQUE)",
				"CREATE TABLE b (id INTEGER NOT NULL PRIMARY KEY, a INTEGER NOT NULL, CONSTRAINT b_a FOREIGN KEY (a) REFERENCES a (id))",
				"CREATE TABLE c (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b), CONSTRAINT c_a FOREIGN KEY (a) REFERENCES a (id), CONSTRAINT c_b FOREIGN KEY (b) REFERENCES b (id))",
				"CREATE TABLE d (b INTEGER NOT NULL UNIQUE, at TIMESTAMP NULL, CONSTRAINT d_b FOREIGN KEY (b) REFERENCES b (id))",
				"CREATE TABLE tree (id INTEGER NOT NULL PRIMARY KEY, up INTEGER, CONSTRAINT tree_up FOREIGN KEY (up) REFERENCES tree (id))",
				"CREATE TABLE checked (id INTEGER NOT NULL PRIMARY KEY, kind VARCHAR(9) NOT NULL, age INTEGER NOT NULL, " +
					"CONSTRAINT kinds CHECK (kind IN ('one', 'two')), CONSTRAINT ages CHECK (age >= 18))",
				"CREATE TABLE flags (flag BOOLEAN NOT NULL UNIQUE)",
				"CREATE TABLE roles (flag BOOLEAN NOT NULL, a INTEGER NOT NULL, PRIMARY KEY (flag, a), CONSTRAINT roles_a FOREIGN KEY (a) REFERENCES a (id))",
				"CREATE TABLE hard (id INTEGER NOT NULL PRIMARY KEY, CONSTRAINT never CHECK (id <> id))",
				"CREATE TABLE last (hard INTEGER NOT NULL, CONSTRAINT last_hard FOREIGN KEY (hard) REFERENCES hard (id))",
			}}, revision{id: "r2", sql: []string{"ALTER TABLE a ADD COLUMN more INTEGER", "INSERT INTO a (name, made, price) VALUES ('new', '2026-01-01', 999.99)"}})
			o := p.options(t, "r2")
			o.Rows = 30
			r := p.run(t, o)
			if !r.Agrees {
				t.Errorf("it disagrees: %+v", r.Predictions)
			}
			var got []string
			for _, f := range r.Filled {
				why := f.Why
				if f.Table == "hard" && why != "" {
					if !strings.Contains(why, "ERROR") || !strings.Contains(why, "never") {
						t.Errorf("of hard it says %q", why)
					}
					why = "refused"
				} else if f.Table == "flags" {
					why = why[:min(len(why), len("the unique index"))]
				}
				got = append(got, fmt.Sprintf("%s %d %s", f.Table, f.Rows, why))
				n := 0
				if err := p.scratch.DB.QueryRow("SELECT count(*) FROM " + f.Table).Scan(&n); err != nil || n != f.Rows && f.Table != "a" {
					t.Errorf("%s has %d rows, want %d: %v", f.Table, n, f.Rows, err)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("it makes\n%q, want\n%q; %+v", got, want, r.Filled)
			}
		})
	}
}
