package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/dialect"
	"assay/internal/lab"
	"assay/rules"
	"assay/schema"
)

// TestBrokenForeignKeys: what the rules say of keys that foreign_key_checks=0 let in, the server does.
func TestBrokenForeignKeys(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(t, "SET foreign_key_checks = 0",
				"CREATE TABLE lone (id INTEGER PRIMARY KEY, p INTEGER, KEY (p), CONSTRAINT gone FOREIGN KEY (p) REFERENCES nothing (id))",
				"CREATE TABLE typed (id INTEGER PRIMARY KEY, p INTEGER, KEY (p), CONSTRAINT typed_p FOREIGN KEY (p) REFERENCES bigs (id))",
				"CREATE TABLE spelled (id INTEGER PRIMARY KEY, p VARCHAR(40) CHARACTER SET latin1, KEY (p), CONSTRAINT spelled_p FOREIGN KEY (p) REFERENCES words (id))")
			for _, table := range []string{"CREATE TABLE bigs (id BIGINT PRIMARY KEY)", "CREATE TABLE words (id VARCHAR(40) CHARACTER SET utf8mb4 PRIMARY KEY)"} {
				if _, err := db.DB.ExecContext(t.Context(), table); err != nil {
					if s.Server.Product == "MariaDB" {
						t.Fatal(err)
					}
					t.Skipf("NOT TESTED: %s does not let such keys in: %v", s.Server, err)
				}
			}
			db.Exec(t, "SET foreign_key_checks = 1", "INSERT INTO bigs VALUES (1)", "INSERT INTO words VALUES ('a')")
			d := designOf(t, s, db) // before MariaDB forgets a key whose table it failed to copy
			want := []string{"foreign-key-collation spelled.p", "foreign-key-target lone.gone", "foreign-key-type typed.p"}
			if got := listed(rules.Lint(d, nil), rules.Error); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
			for _, fails := range []string{
				"INSERT INTO lone VALUES (1, 1)", "INSERT INTO typed VALUES (1, 1)", "INSERT INTO spelled VALUES (1, 'a')",
				"ALTER TABLE typed ADD x INTEGER, ALGORITHM=COPY", "ALTER TABLE words ADD x INTEGER, ALGORITHM=COPY",
			} {
				if _, err := db.DB.ExecContext(t.Context(), fails); err == nil {
					t.Errorf("the server runs %s", fails)
				}
			}
			d.Partial = true
			if got := listed(rules.Lint(d, nil), rules.Error); slices.Contains(got, want[1]) {
				t.Errorf("a table that may be there is said to be missing: %q", got)
			}
		})
	}
}

func designOf(t *testing.T, s lab.Server, db *lab.Database) *rules.Design {
	t.Helper()
	read, err := dialect.Read(t.Context(), s.Server.Engine, db.Target)
	if err != nil {
		t.Fatal(err)
	}
	room, err := dialect.For(s.Server)
	if err != nil {
		t.Fatal(err)
	}
	return &rules.Design{Name: s.Server.Engine, Engine: room, Schema: read.Schema}
}

// listed are the findings that are as bad, in order.
func listed(found []rules.Finding, least rules.Severity) []string {
	var all []string
	for _, f := range found {
		if f.Severity >= least {
			all = append(all, fmt.Sprintf("%s %s.%s", f.Rule, f.Table, f.Object))
		}
	}
	slices.Sort(all)
	return all
}

// TestInherited: what the expected schema has too is inherited, though its index is called otherwise; one more of the kind is not.
func TestInherited(t *testing.T) {
	t.Parallel()
	design := func(indexes ...schema.Index) *rules.Design {
		room, err := dialect.For(schema.Server{Engine: "postgresql"})
		if err != nil {
			t.Fatal(err)
		}
		s := schema.New(room.Semantics())
		s.Add(&schema.Table{Name: "t", Columns: []schema.Column{{Name: "id", Type: schema.Type{Name: "integer"}}}, Indexes: append(indexes, schema.Index{
			Name: "t_pkey", Kind: schema.Primary, Parts: schema.Columns("id"),
		})})
		return &rules.Design{Name: "postgresql", Engine: room, Schema: s}
	}
	on := func(name string) schema.Index { return schema.Index{Name: name, Parts: schema.Columns("id")} }
	for _, c := range []struct {
		name            string
		expected, found []schema.Index
		own             []string // those that are not inherited
	}{
		{"by its name", []schema.Index{on("ix")}, []schema.Index{on("ix")}, nil},
		{"unnamed in the history", []schema.Index{on("")}, []schema.Index{on("t_id_idx")}, nil},
		{"renamed", []schema.Index{on("ix")}, []schema.Index{on("other")}, nil},
		{"one more", []schema.Index{on("ix")}, []schema.Index{on("again"), on("ix")}, []string{"again"}},
		{"only here", nil, []schema.Index{on("ix")}, []string{"ix"}},
	} {
		var own []string
		for _, f := range rules.Lint(design(c.found...), design(c.expected...)) {
			if !f.Inherited {
				own = append(own, f.Object)
			}
		}
		if !slices.Equal(own, c.own) {
			t.Errorf("%s: not inherited are %q, want %q", c.name, own, c.own)
		}
	}
}

// TestSizes: the server refuses what the rules say that it would refuse.
func TestSizes(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			columns := ""
			for i := range 32 {
				columns += fmt.Sprintf(", c%d BINARY(255)", i)
			}
			db.Exec(t, "SET SESSION innodb_strict_mode = OFF",
				"CREATE TABLE wide (id INTEGER PRIMARY KEY"+columns+") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
				"CREATE TABLE paths (path VARCHAR(250), rest VARCHAR(800), PRIMARY KEY (path), UNIQUE KEY rest (rest(500))) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
				"CREATE TABLE files (path VARCHAR(600), rest VARCHAR(300), PRIMARY KEY (path, rest)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3",
				"CREATE TABLE pages (id INTEGER PRIMARY KEY, head VARCHAR(9000), body VARCHAR(9000)) ENGINE=InnoDB DEFAULT CHARSET=latin1",
				"CREATE TABLE short (path VARCHAR(255), rest VARCHAR(300), PRIMARY KEY (path, rest)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3")
			var got []string
			for _, name := range listed(rules.Lint(designOf(t, s, db), nil), rules.Info) {
				if strings.Contains(name, "too-l") {
					got = append(got, name)
				}
			}
			want := []string{"table-too-large wide.", "too-long-for-utf8mb4 files.", "too-long-for-utf8mb4 pages."}
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
			db.Exec(t, "SET SESSION innodb_strict_mode = ON", "SET SESSION sql_mode = 'STRICT_ALL_TABLES'",
				"ALTER TABLE paths FORCE", "ALTER TABLE short CONVERT TO CHARACTER SET utf8mb4")
			for _, fails := range []string{
				"ALTER TABLE wide FORCE, ALGORITHM=COPY", "ALTER TABLE files CONVERT TO CHARACTER SET utf8mb4", "ALTER TABLE pages CONVERT TO CHARACTER SET utf8mb4",
			} {
				if _, err := db.DB.ExecContext(t.Context(), fails); err == nil {
					t.Errorf("the server runs %s", fails)
				}
			}
		})
	}
}
