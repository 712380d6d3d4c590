package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestRightsMySQL: what a user's rights hide is not called missing, and the sentence says which right is lacking.
func TestRightsMySQL(t *testing.T) {
	t.Parallel()
	const (
		single   = ": user ACCOUNT has rights on single tables or columns only; GRANT SELECT ON `DATABASE`.* TO ACCOUNT shows all of it"
		denied   = "this user may not read the database (Error 1044 (42000): Access denied for user ACCOUNT to database 'DATABASE'): grant the right, or name another user"
		hidden   = "part of the schema cannot be seen, so what seems missing may be there" + single
		stranger = "no table of a known history can be seen" + single
	)
	tests := []struct {
		name   string
		grants func(db *lab.Database, user string) []string
		want   string // the sentence; empty: a clean report
	}{
		{"everything", func(db *lab.Database, user string) []string {
			return []string{"GRANT SELECT ON " + db.Name + ".* TO " + user}
		}, ""},
		{"nothing", func(*lab.Database, string) []string { return nil }, denied},
		{"half the tables", func(db *lab.Database, user string) []string {
			return []string{"GRANT SELECT ON " + db.Name + ".ps_endpoints TO " + user, "GRANT SELECT ON " + db.Name + ".alembic_version_config TO " + user}
		}, hidden},
		{"every table by itself", func(db *lab.Database, user string) []string {
			return each(t, db, func(table string) string { return "GRANT SELECT ON " + db.Name + "." + table + " TO " + user })
		}, ""},
		{"not the version table", func(db *lab.Database, user string) []string {
			return each(t, db, func(table string) string {
				if strings.HasPrefix(table, "alembic") {
					return ""
				}
				return "GRANT SELECT ON " + db.Name + "." + table + " TO " + user
			})
		}, hidden},
		{"single columns", func(db *lab.Database, user string) []string {
			return each(t, db, func(table string) string {
				if table == "ps_endpoints" {
					return "GRANT SELECT (id, context) ON " + db.Name + "." + table + " TO " + user
				}
				return "GRANT SELECT ON " + db.Name + "." + table + " TO " + user
			})
		}, hidden},
		{"a stranger's table", func(db *lab.Database, user string) []string {
			return []string{"GRANT SELECT ON " + db.Name + ".x TO " + user}
		}, stranger},
		{"writing alone", func(db *lab.Database, user string) []string {
			return []string{"GRANT INSERT ON " + db.Name + ".* TO " + user}
		}, "user ACCOUNT may not read the version table: GRANT SELECT ON `DATABASE`.* TO ACCOUNT"},
	}
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "config")
			db.Exec(t, "CREATE TABLE x (id int)")
			for _, test := range tests {
				t.Run(test.name, func(t *testing.T) {
					user := newUser(t, db, "")
					for _, grant := range test.grants(db, account(t, db, user)) {
						if grant != "" {
							db.Exec(t, grant)
						}
					}
					address := as(t, db.URL, user, "")
					want := strings.NewReplacer("ACCOUNT", account(t, db, user), "DATABASE", db.Name).Replace(test.want)
					for _, command := range everyCommand {
						o := assay(t, command, address)
						if want != "" {
							o.refuses(t, address+": "+want)
						} else if o.code != exitClean || o.stderr != "" {
							t.Errorf("%s: status %d, %s%s", command, o.code, o.stderr, o.stdout)
						}
					}
				})
			}
		})
	}
}

// each makes a statement for every table.
func each(t *testing.T, db *lab.Database, statement func(table string) string) []string {
	t.Helper()
	rows, err := db.DB.QueryContext(t.Context(), "SHOW TABLES")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			t.Fatal(err)
		}
		all = append(all, statement(table))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestRightsPostgres: catalogues are open to everybody; databases, schemas and version tables are not.
func TestRightsPostgres(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Postgres(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "config")
			user := newUser(t, db, "")
			address := as(t, db.URL, user, "")
			refused := func(want string, args ...string) {
				t.Helper()
				for _, command := range everyCommand {
					assay(t, append([]string{command, address}, args...)...).refuses(t, address+": "+want)
				}
			}
			db.Exec(t, "REVOKE CONNECT, TEMPORARY ON DATABASE "+db.Name+" FROM PUBLIC", "REVOKE ALL ON SCHEMA public FROM PUBLIC")
			refused(fmt.Sprintf(`this user may not read the database (FATAL: permission denied for database "%s" (SQLSTATE 42501)): grant the right, or name another user`, db.Name))
			db.Exec(t, "GRANT CONNECT ON DATABASE "+db.Name+" TO "+user)
			refused(fmt.Sprintf(`the search path of user "%s" leads to no schema that is there and that the user may look into: name one with --schema, or GRANT USAGE ON SCHEMA public TO "%[1]s"`, user))
			refused(fmt.Sprintf(`user "%s" may not look into schema "public": GRANT USAGE ON SCHEMA "public" TO "%[1]s"`, user), "--schema", "public")
			refused(`there is no schema "Public": check its name, in which case matters`, "--schema", "Public")
			db.Exec(t, "GRANT USAGE ON SCHEMA public TO "+user)
			refused(fmt.Sprintf(`user "%s" may not read the version table "alembic_version_config": GRANT SELECT ON "public"."alembic_version_config" TO "%[1]s"`, user))
			db.Exec(t, "GRANT SELECT ON alembic_version_config TO "+user)

			// This is all that it takes, on a standby or where nothing may be written as well.
			readOnly := address + "?options=" + url.QueryEscape("-cdefault_transaction_read_only=on")
			for _, u := range []string{address, readOnly} {
				if o := assay(t, "check", u, "--fail-on", "info"); o.code != exitClean || o.stderr != "" {
					t.Errorf("status %d, %s%s", o.code, o.stderr, o.stdout)
				}
			}
		})
	}
}

// TestNothingIsWritten: assay does nothing but read, in a transaction that says so.
func TestNothingIsWritten(t *testing.T) {
	t.Parallel()
	s := lab.MySQL(t)[0]
	db := install(t, s, "20.7.0")
	user := newUser(t, db, "")
	db.Exec(t, "GRANT SELECT ON "+db.Name+".* TO "+account(t, db, user), "SET GLOBAL log_output = 'TABLE'", "SET GLOBAL general_log = 1")
	t.Cleanup(func() { dropped(t, db, "SET GLOBAL general_log = 0", "SET GLOBAL log_output = DEFAULT") })
	for _, command := range everyCommand {
		assay(t, command, as(t, db.URL, user, ""))
	}
	rows, err := db.DB.QueryContext(t.Context(), "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE command_type = 'Query' AND user_host LIKE '%"+user+"%'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	said := map[string]int{}
	for rows.Next() {
		var statement string
		if err := rows.Scan(&statement); err != nil {
			t.Fatal(err)
		}
		words := strings.Fields(statement)
		said[strings.ToUpper(words[0])]++
		if words[0] == "SET" || words[0] == "START" {
			said[statement]++
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for word := range said {
		switch {
		case slices.Contains([]string{"SELECT", "SHOW", "SET", "START", "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"}, word):
		case strings.HasPrefix(word, "SET ") && !strings.Contains(strings.ToUpper(word), "GLOBAL") && !strings.Contains(strings.ToUpper(word), "PERSIST"): // its own session
		default:
			t.Errorf("assay said %s", word)
		}
	}
	if said["START"] < len(everyCommand) || said["SELECT"] == 0 {
		t.Errorf("the log has %v", said)
	}
}
