package main

import (
	"context"
	"database/sql"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"

	"assay/internal/lab"
)

// starving are variables that can leave a server without memory for anybody's statement, before any of ours: it may say so.
var starving = []string{"connection_memory_limit", "query_prealloc_size", "query_alloc_block_size", "range_alloc_block_size"}

// known are variables that make another answer, or none, of the same queries, or once did.
var known = map[string][]string{
	"sql_select_limit": {"0", "5"}, "max_join_size": {"1"}, "sql_big_selects": {"0"}, "sql_mode": {"'ANSI,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT'"},
	"character_set_results": {"ucs2", "latin1"}, "character_set_connection": {"ucs2"}, "group_concat_max_len": {"4"}, "max_sort_length": {"4"},
	"old_mode": {"''"}, "sql_quote_show_create": {"0"}, "lock_wait_timeout": {"1"}, "max_statement_time": {"0.000001"}, "wait_timeout": {"1"},
	"show_create_table_verbosity": {"1"}, "show_gipk_in_create_table_and_information_schema": {"0"}, "tmp_disk_table_size": {"1024"},
	"tx_isolation": {"'SERIALIZABLE'"}, "transaction_isolation": {"'SERIALIZABLE'"}, "optimizer_switch": {"0"}, "lc_time_names": {"'de_DE'"},
	"div_precision_increment": {"0"}, "max_error_count": {"0"}, "system_versioning_asof": {"'2000-01-01 00:00:00'"}, "time_zone": {"'-12:00'"},
	"show_old_temporals": {"1"}, "collation_connection": {"'latin1_bin'"}, "information_schema_stats_expiry": {"31536000"}, "sql_safe_updates": {"1"},
}

// peculiar is a schema of what servers print in several ways.
var peculiar = []string{
	"CREATE TABLE `café` (`größe` varchar(20) NOT NULL DEFAULT 'é', n decimal(12,3) DEFAULT '0.500', f double DEFAULT '1.5', b varbinary(4) DEFAULT 0x00ff, e " +
		"enum('é','ü') DEFAULT 'ü', t timestamp NULL DEFAULT NULL COMMENT 'Größe', d datetime DEFAULT '2020-01-01 00:00:00', PRIMARY KEY (`größe`, n), KEY " +
		"`schlüssel` (n, f))",
	"CREATE TABLE kind (a varchar(20), z decimal(12,3), y int, CONSTRAINT `zweitens` FOREIGN KEY (a, z) REFERENCES `café` (`größe`, n) ON DELETE CASCADE) " +
		"COMMENT 'ü'",
	"CREATE VIEW sicht AS SELECT n FROM `café`",
	"CREATE TRIGGER trig BEFORE INSERT ON kind FOR EACH ROW SET @x = 1",
}

// TestSessionVariables: whatever a server says about sessions in general, ours reads the same. Each variable that a session can set is set for all of
// them, to the least, the most and all else that the server takes.
func TestSessionVariables(t *testing.T) {
	address := os.Getenv("ASSAY_TEST_OWN_DSN") // another server, which the test may spoil
	if address == "" {
		x, err := lab.StartMariaDB(t.Context(), "")
		if err != nil {
			lab.Skip(t, err)
		}
		t.Cleanup(func() { _ = x.Stop() })
		address = x.URL
	}
	v := newVariables(t, address)
	v.try(t, "init_connect = 'SET NAMES gbk'", [][2]string{{"init_connect", "'SET NAMES gbk'"}})
	all := known
	if lab.Campaign() {
		all = v.settable(t)
	}
	n := 0
	for name, values := range all {
		for _, value := range values {
			v.try(t, name+" = "+value, [][2]string{{name, value}})
			n++
		}
	}
	t.Logf("%d values of %d variables", n, len(all))
}

type variables struct {
	db        *sql.DB
	url, want string
}

func newVariables(t *testing.T, address string) *variables {
	t.Helper()
	c := mysql.NewConfig()
	c.Net, c.Addr, c.User = "tcp", hostOf(t, address), "root"
	connector, err := mysql.NewConnector(c)
	if err != nil {
		t.Fatal(err)
	}
	v := &variables{db: sql.OpenDB(connector)}
	v.db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = v.db.Close() })
	v.exec(t, "DROP DATABASE IF EXISTS peculiar", "CREATE DATABASE peculiar CHARACTER SET utf8", "SET NAMES utf8", "USE peculiar")
	v.exec(t, peculiar...)
	text, err := os.ReadFile("../../testdata/asterisk.sql")
	if err != nil {
		t.Fatal(err)
	}
	for s := range strings.SplitSeq(string(text), ";\n") {
		if strings.Contains(s, "CREATE TABLE") || strings.Contains(s, "INSERT INTO") {
			_, _ = v.db.ExecContext(t.Context(), strings.ReplaceAll(s, "utf8mb4", "utf8")) // as far as the server goes along
		}
	}
	_, _ = v.db.ExecContext(t.Context(), "CREATE USER 'nobody_special'@'127.0.0.1'")
	v.exec(t, "GRANT SELECT, TRIGGER ON peculiar.* TO 'nobody_special'@'127.0.0.1'")
	v.url = "mysql://nobody_special@" + hostOf(t, address) + "/peculiar"
	v.want = v.reads(t)
	if !strings.Contains(v.want, "größe") || !strings.Contains(v.want, "zweitens") {
		t.Fatal(v.want)
	}
	return v
}

func (v *variables) exec(t *testing.T, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := v.db.ExecContext(context.WithoutCancel(t.Context()), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// reads is what assay makes of the database.
func (v *variables) reads(t *testing.T) string {
	t.Helper()
	said := ""
	for _, args := range [][]string{{"snapshot"}, {"check", "--at", "22.10.1"}} {
		o := assay(t, append(args, v.url)...)
		said += o.stdout + o.stderr
	}
	return said
}

// try reads the database with variables set, and sets them back.
func (v *variables) try(t *testing.T, name string, set [][2]string) {
	t.Helper()
	var back []string
	for _, x := range set {
		if was, ok := v.set(t, x[0], x[1]); ok {
			back = append(back, "SET GLOBAL "+x[0]+" = "+was)
		}
	}
	got := v.reads(t)
	v.exec(t, back...)
	if len(set) == 1 && slices.Contains(starving, set[0][0]) && strings.HasPrefix(got, "assay: ") {
		return
	}
	if got != v.want {
		t.Errorf("%s:\n%s", name, firstDifference(v.want, got))
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range g {
		if i >= len(w) || w[i] != g[i] {
			return "line " + g[i] + "\nwant " + strings.Join(w[min(i, len(w)):min(i+1, len(w))], "")
		}
	}
	return "it ends early"
}

// set sets a variable for sessions to come, and returns how it is set back.
func (v *variables) set(t *testing.T, name, value string) (back string, ok bool) {
	t.Helper()
	var was, is sql.NullString
	if v.db.QueryRowContext(t.Context(), "SELECT @@GLOBAL."+name).Scan(&was) != nil {
		return "", false
	}
	if _, err := v.db.ExecContext(t.Context(), "SET GLOBAL "+name+" = "+value); err != nil {
		return "", false
	}
	_ = v.db.QueryRowContext(t.Context(), "SELECT @@GLOBAL."+name).Scan(&is)
	for _, back := range []string{was.String, "'" + strings.ReplaceAll(was.String, "'", "''") + "'", "DEFAULT", "NULL"} {
		if back == "" || !was.Valid && back != "NULL" {
			continue
		}
		if _, err := v.db.ExecContext(t.Context(), "SET GLOBAL "+name+" = "+back); err == nil {
			_, err = v.db.ExecContext(t.Context(), "SET GLOBAL "+name+" = "+value)
			return back, err == nil && is != was
		}
	}
	t.Fatalf("%s = %s cannot be set back to %q", name, value, was.String)
	return "", false
}

// names are the variables of a session.
func (v *variables) names(t *testing.T) []string {
	t.Helper()
	rows, err := v.db.QueryContext(t.Context(), "SHOW SESSION VARIABLES")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		var value sql.NullString
		if err := rows.Scan(&name, &value); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return names
}

// settable are the variables that a session can set, and values that change each, from the least on.
func (v *variables) settable(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, name := range v.names(t) {
		if _, err := v.db.ExecContext(t.Context(), "SET SESSION "+name+" = DEFAULT"); err != nil {
			continue // not a session's
		}
		seen := map[string]bool{}
		for _, value := range []string{
			"0", "1", "2", "3", "4", "18446744073709551615", "'on'", "'off'", "''", "'x'", "'latin1'", "'gbk'", "'ucs2'",
			"'2000-01-01 00:00:00'", "'-12:00'", "'de_DE'", "'german'",
		} {
			back, ok := v.set(t, name, value)
			if !ok {
				continue
			}
			var is sql.NullString
			_ = v.db.QueryRowContext(t.Context(), "SELECT @@GLOBAL."+name).Scan(&is)
			if !seen[is.String] {
				seen[is.String] = true
				all[name] = append(all[name], value)
			}
			v.exec(t, "SET GLOBAL "+name+" = "+back)
		}
	}
	return all
}
