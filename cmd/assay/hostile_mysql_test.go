package main

import (
	"fmt"
	"io"
	"maps"
	"net"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"assay/internal/lab"
)

// TestVersionView: Alembic reads a view in place of its table, whatever functions that calls; assay runs nobody's functions, and makes no second one.
func TestVersionView(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "queue_log")
			db.Exec(t, "RENAME TABLE alembic_version_queue_log TO kept", "CREATE TABLE called (x int) ENGINE=MyISAM",
				"CREATE FUNCTION canary() RETURNS varchar(32) MODIFIES SQL DATA SQL SECURITY INVOKER BEGIN INSERT INTO called VALUES (1); RETURN 'x'; END",
				"CREATE VIEW alembic_version_queue_log AS SELECT version_num, canary() AS c FROM kept",
				"CREATE VIEW alembic_version AS SELECT canary() AS version_num")
			for _, args := range [][]string{{"fix"}, {"preflight", "--to", "22.10.1"}} {
				assay(t, append(args, db.URL)...).refuses(t, db.URL+`: the version table "alembic_version" is not read: it is a view, and to read it could run code of the database's owner; make it a plain table, as Alembic does`)
			}
			snapshot := filepath.Join(t.TempDir(), "snap.json")
			if o := assay(t, "snapshot", "-o", snapshot, db.URL); o.code != exitClean {
				t.Errorf("snapshot: status %d, %s", o.code, o.stderr)
			}
			const schema, stamp = "4105ee839f58, exactly", "the stamp is not known: alembic_version was not read, since it is a view"
			for _, args := range [][]string{{"infer", db.URL}, {"check", db.URL}, {"check", snapshot}} {
				if o := assay(t, args...); o.code != exitClean || !strings.Contains(o.stdout, schema) || !strings.Contains(o.stdout, stamp) {
					t.Errorf("%s: status %d, want %q and %q: %s%s", args, o.code, schema, stamp, o.stderr, o.stdout)
				}
			}
			if o := assay(t, "lint", db.URL); o.code == exitUnknown {
				t.Errorf("lint: %s%s", o.stderr, o.stdout)
			}
			var n int
			if err := db.DB.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM called").Scan(&n); err != nil || n > 0 {
				t.Errorf("the function was called %d times, %v", n, err)
			}
		})
	}
}

// mysqlTexts has commands run through a proxy and keeps every SQL text that they send.
func mysqlTexts(t *testing.T, address string, run func(address string)) []string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var mutex sync.Mutex
	texts := map[string]bool{}
	serve := func(client net.Conn) {
		defer client.Close()
		server, err := net.Dial("tcp", hostOf(t, address))
		if err != nil {
			return
		}
		defer server.Close()
		go func() { _, _ = io.Copy(client, server); _ = client.Close() }()
		for {
			head := make([]byte, 4)
			if _, err := io.ReadFull(client, head); err != nil {
				return
			}
			body := make([]byte, int(head[0])|int(head[1])<<8|int(head[2])<<16)
			if _, err := io.ReadFull(client, body); err != nil {
				return
			}
			if head[3] == 0 && len(body) > 0 && body[0] == 3 { // a query, and not the answer to the greeting
				mutex.Lock()
				texts[string(body[1:])] = true
				mutex.Unlock()
			}
			if _, err := server.Write(append(head, body...)); err != nil {
				return
			}
		}
	}
	all.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { serve(client) })
		}
	})
	run(atHost(t, address, l.Addr().String()))
	_ = l.Close()
	all.Wait()
	return slices.Sorted(maps.Keys(texts))
}

// mysqlQuestions is a history of which most pending statements are decided by rows.
const mysqlQuestions = `CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY);
-- Running upgrade  -> r0
CREATE TABLE p (id integer NOT NULL PRIMARY KEY);
CREATE TABLE t (id integer NOT NULL PRIMARY KEY, n integer, v varchar(40), x varchar(40), z numeric(10,3), i bigint, l varchar(20), u integer, f integer, d datetime);
INSERT INTO alembic_version (version_num) VALUES ('r0');
-- Running upgrade r0 -> r1
ALTER TABLE t MODIFY n integer NOT NULL;
ALTER TABLE t MODIFY v varchar(3);
ALTER TABLE t MODIFY x integer;
ALTER TABLE t MODIFY z numeric(5,1);
ALTER TABLE t MODIFY i smallint;
ALTER TABLE t MODIFY l enum('a','b');
ALTER TABLE t MODIFY d date;
ALTER TABLE t ADD CONSTRAINT tu UNIQUE (u);
ALTER TABLE t ADD CONSTRAINT tf FOREIGN KEY (f) REFERENCES p (id);
ALTER TABLE t ADD CONSTRAINT tc CHECK (u > 10 AND v IN ('a', 'b') AND x LIKE 'x%');
ALTER TABLE t DROP COLUMN id;
UPDATE alembic_version SET version_num='r1' WHERE alembic_version.version_num = 'r0';
`

// calledNames are what SQL calls: words before a parenthesis, outside of literals and quoted names.
func calledNames(texts []string) []string {
	names := map[string]bool{}
	for _, sql := range texts {
		sql = regexp.MustCompile("'(?:[^'\\\\]|\\\\.|'')*'|`(?:[^`]|``)*`").ReplaceAllString(sql, " x ")
		for _, m := range regexp.MustCompile(`([A-Za-z_]\w*)\s*\(`).FindAllStringSubmatch(sql, -1) {
			names[strings.ToLower(m[1])] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// TestOwnersCodeNeverRunsOnMySQL: a database has a function for every name that assay's queries call, the definer's rights behind it, and views and triggers
// that call one. None of them runs: a server that has no such function of its own would take the database's.
func TestOwnersCodeNeverRunsOnMySQL(t *testing.T) {
	t.Parallel()
	history := write(t, filepath.Join(t.TempDir(), "history.sql"), mysqlQuestions)
	made, _, _ := strings.Cut(mysqlQuestions, "-- Running upgrade r0")
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			for statement := range strings.SplitSeq(strings.ReplaceAll(made, "-- Running upgrade  -> r0", ""), ";\n") {
				if strings.TrimSpace(statement) != "" {
					db.Exec(t, statement)
				}
			}
			db.Exec(t, "INSERT INTO t VALUES (1, NULL, 'abcd', 'x', 1.234, 70000, 'z', 1, 1, '2020-01-01 10:00:00'), (2, NULL, 'abcd', 'x', 1.234, 70000, 'z', 1, 1, NULL)")
			commands := func(address string) (all []outcome) {
				for _, args := range [][]string{
					{"infer", "--history", history},
					{"check", "--fail-on", "info", "--history", history},
					{"lint"},
					{"snapshot"},
					{"fix", "--history", history},
					{"preflight", "--to", "r1", "--history", history},
					{"diff", address},
					{"check"},
				} {
					all = append(all, assay(t, append(args, address)...))
				}
				return all
			}
			texts := mysqlTexts(t, db.URL, func(address string) { commands(address) })
			laid := layTraps(t, db, calledNames(texts))
			before := commands(db.URL)
			if _, err := db.DB.ExecContext(t.Context(), "SELECT * FROM v"); err == nil || !strings.Contains(err.Error(), sprung) {
				t.Fatalf("the trap does not work: %v", err)
			}
			if len(texts) < 20 || laid < 5 {
				t.Errorf("only %d texts were sent, and %d traps laid", len(texts), laid)
			}
			for i, o := range before {
				said := strings.ReplaceAll(o.stdout, "MESSAGE_TEXT='"+sprung, "") // a snapshot has the functions' texts
				if strings.Contains(said+o.stderr, sprung) || o.code == exitUnknown {
					t.Errorf("command %d: status %d, %s%s", i, o.code, o.stdout, o.stderr)
				}
			}
		})
	}
}

// layTraps makes everything that could call the owner's code.
func layTraps(t *testing.T, db *lab.Database, names []string) (laid int) {
	t.Helper()
	const body = " RETURNS varchar(40) DETERMINISTIC SQL SECURITY DEFINER BEGIN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '" + sprung + "'; RETURN 'x'; END"
	for _, name := range names {
		for _, args := range []string{"a text", "", "a text, b text"} {
			if _, err := db.DB.ExecContext(t.Context(), fmt.Sprintf("CREATE FUNCTION `%s`(%s)%s", name, args, body)); err == nil {
				laid++
				break
			}
		}
	}
	db.Exec(t, "CREATE FUNCTION canary()"+body, "CREATE SQL SECURITY DEFINER VIEW v AS SELECT canary() AS a", "CREATE VIEW alembic_seen AS SELECT canary() AS version_num",
		"CREATE VIEW `columns` AS SELECT canary() AS table_name", "CREATE VIEW `tables` AS SELECT canary() AS table_name",
		"CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.v = canary()")
	return laid
}
