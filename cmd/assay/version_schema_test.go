package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/dialect"
	"assay/internal/lab"
)

// TestVersionTableElsewhere: a version table may be in another schema than the tables, which the history says, or the user; several tenants may have it in common.
func TestVersionTableElsewhere(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			checkElsewhere(t, s)
		})
	}
}

func checkElsewhere(t *testing.T, s lab.Server) {
	t.Helper()
	db, home, in := s.Database(t), "home of stamps", []string{"--schema", "tenant_a"}
	room, err := dialect.For(s.Server)
	if err != nil {
		t.Fatal(err)
	}
	quoted := room.Quote(home)
	if s.Server.Engine == "mysql" {
		home, in = s.Database(t).Name, nil
		quoted = room.Quote(home)
		db.Exec(t, "CREATE TABLE t (id integer PRIMARY KEY, n integer)")
	} else {
		db.Exec(t, "CREATE SCHEMA "+quoted, "CREATE SCHEMA tenant_a CREATE TABLE t (id integer PRIMARY KEY, n integer)",
			"CREATE SCHEMA tenant_b CREATE TABLE t (id integer PRIMARY KEY, n integer)")
	}
	table := quoted + "." + room.Quote("alembic_version")
	db.Exec(t, "CREATE TABLE "+table+" (version_num varchar(32) NOT NULL, PRIMARY KEY (version_num))", "INSERT INTO "+table+" VALUES ('b2')")
	steps := "-- Running upgrade  -> a1\n\nCREATE TABLE t (\n    id INTEGER NOT NULL, \n    PRIMARY KEY (id)\n);\n\nINSERT INTO %[1]s (version_num) VALUES ('a1');\n\n" +
		"-- Running upgrade a1 -> b2\n\nALTER TABLE t ADD COLUMN n INTEGER;\n\nUPDATE %[1]s SET version_num='b2' WHERE %[1]s.version_num = 'a1';\n"
	written := func(name, table string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, fmt.Appendf(nil, steps, table), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	history := []string{"--history", written("told.sql", table)}
	told := append([]string{"--version-table-schema", home, history[0], history[1], db.URL}, in...)
	untold := append([]string{"--history", written("untold.sql", "alembic_version"), db.URL}, in...)
	says := func(code int, want string, args ...string) outcome {
		t.Helper()
		o := assay(t, args...)
		if o.code != code || !strings.Contains(o.stdout+o.stderr, want) {
			t.Errorf("%q: exit status %d, want %d and %q\n%s%s", args, o.code, code, want, o.stdout, o.stderr)
		}
		return o
	}
	agrees := "stamp b2 (" + home + ".alembic_version) agrees with the schema"
	says(0, agrees, append([]string{"check"}, told...)...)
	says(1, "no version stamp", append([]string{"check"}, untold...)...)
	says(0, agrees, append([]string{"check", "--version-table-schema", home}, untold...)...)
	for code, commands := range map[int][]string{exitUnknown: {"fix", "preflight --to heads"}, exitFindings: {"check"}, 0: {"infer"}} { // it may name another tenant's
		for _, command := range commands {
			o := says(code, "keeps it in the schema "+home, slices.Concat(strings.Fields(command), history, []string{db.URL}, in)...)
			if strings.Contains(o.stdout, "no version stamp") || strings.Contains(o.stdout, "agrees with") {
				t.Error(o.stdout)
			}
		}
	}
	own := []string{"check", "--version-table-schema", "tenant_a", history[0], history[1], db.URL, "--schema", "tenant_a"}
	if s.Server.Engine == "mysql" {
		own = []string{"check", "--version-table-schema", db.Name, history[0], history[1], db.URL}
	}
	says(1, "no version stamp", own...)
	if s.Server.Engine != "mysql" {
		says(1, "--version-table-schema, "+home+" or that of the tables  [", "check", "--schema", "tenant_*", history[0], history[1], db.URL) // it is a group's
		says(0, "2 databases, all alike\n", "check", "--schema", "tenant_*", "--version-table-schema", home, history[0], history[1], db.URL)
		says(0, agrees, "check", "--schema", "tenant_a", "--version-table-schema", home, history[0], history[1], db.Dump(t, "pg_dump"))
	}
	snapshot := filepath.Join(t.TempDir(), "s.json")
	says(0, "", append([]string{"snapshot", "--version-table-schema", home, "-o", snapshot, db.URL}, in...)...)
	says(0, agrees, "check", history[0], history[1], snapshot)
	says(0, agrees, "check", "--version-table-schema", home, history[0], history[1], snapshot)
	says(0, "", append([]string{"snapshot", "-o", snapshot, db.URL}, in...)...)
	says(1, "keeps it in the schema "+home, "check", history[0], history[1], snapshot)
	says(exitUnknown, "take it again with --version-table-schema "+home, "check", "--version-table-schema", home, history[0], history[1], snapshot)

	db.Exec(t, "UPDATE "+table+" SET version_num = 'a1'")
	says(1, "stamp-", append([]string{"check"}, told...)...)
	carryOut(t, db, says(0, "UPDATE "+table, append([]string{"fix", "--only", "stamp"}, told...)...).stdout)
	says(0, agrees, append([]string{"check"}, told...)...)
	db.Exec(t, "DROP TABLE "+table)
	says(1, "no version stamp", append([]string{"check"}, told...)...)
	says(0, "", append([]string{"snapshot", "--version-table-schema", home, "-o", snapshot, db.URL}, in...)...)
	says(1, "no version stamp", "check", "--version-table-schema", home, history[0], history[1], snapshot)
	says(1, "no version stamp", "check", history[0], history[1], snapshot)
	says(0, "CREATE TABLE "+table, "fix", "--only", "stamp", history[0], history[1], snapshot)
	says(exitUnknown, "take it again with --version-table-schema other", "check", "--version-table-schema", "other", history[0], history[1], snapshot)
	carryOut(t, db, says(0, "CREATE TABLE "+table, append([]string{"fix", "--only", "stamp"}, told...)...).stdout)
	says(0, agrees, append([]string{"check"}, told...)...)

	user := newUser(t, db, "")
	if s.Server.Engine == "mysql" {
		db.Exec(t, "GRANT SELECT ON "+db.Name+".* TO "+account(t, db, user))
	} else {
		db.Exec(t, "GRANT USAGE ON SCHEMA tenant_a TO "+user)
	}
	says(exitUnknown, "may not read the version table", append([]string{"check", "--version-table-schema", home, history[0], history[1], as(t, db.URL, user, "")}, in...)...)
	tenant := quoted + "." + room.Quote("alembic_version_a")
	db.Exec(t, "CREATE TABLE "+tenant+" (version_num varchar(32) NOT NULL, PRIMARY KEY (version_num))", "INSERT INTO "+tenant+" VALUES ('b2')")
	if s.Server.Engine == "mysql" {
		db.Exec(t, "GRANT SELECT ON "+tenant+" TO "+account(t, db, user), "GRANT INSERT ON "+table+" TO "+account(t, db, user))
	} else {
		db.Exec(t, "GRANT USAGE ON SCHEMA "+quoted+" TO "+user, "GRANT SELECT ON "+tenant+" TO "+user)
	}
	says(0, "alembic_version_a) agrees with the schema", append([]string{"check", "--version-table-schema", home, "--history", written("tenant.sql", tenant), as(t, db.URL, user, "")}, in...)...)
}

// carryOut has the server's own client run a script.
func carryOut(t *testing.T, db *lab.Database, script string) {
	t.Helper()
	cmd := db.Client(t)
	cmd.Stdin = strings.NewReader(script)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s\n%s", err, out, script)
	}
}
