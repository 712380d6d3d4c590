package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"assay/internal/lab"
)

// TestStatementThatWaits: where another session is at a change, what was read may be half of an upgrade, and nothing is concluded of what differs.
func TestStatementThatWaits(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			history, begin := twoSteps("CREATE TABLE t (id INTEGER NOT NULL, PRIMARY KEY (id))", "ALTER TABLE t ADD COLUMN a INTEGER;\nALTER TABLE t ADD COLUMN b INTEGER")
			db, file := built(t, s, begin, "ALTER TABLE t ADD COLUMN a INTEGER"), historyFile(t, history)
			db.DB.SetMaxOpenConns(3)
			reads, err := db.DB.BeginTx(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			var n int
			if err := reads.QueryRow("SELECT count(*) FROM t").Scan(&n); err != nil { // the change has to wait for its end
				t.Fatal(err)
			}
			done := make(chan error)
			go func() {
				_, err := db.DB.ExecContext(t.Context(), "ALTER TABLE t ADD COLUMN b INTEGER")
				done <- err
			}()
			waitFor(t, db, "ALTER TABLE t ADD%")
			for _, command := range []string{"check --history", "infer --history", "lint --history", "fix --history", "preflight --to heads --history", "baseline -o x.toml --history", "snapshot"} {
				args := strings.Fields(command)
				if strings.HasSuffix(command, "--history") {
					args = append(args, file)
				}
				if o := assay(t, append(args, db.URL)...); o.code != exitUnknown || !strings.Contains(o.stderr, " is running ALTER TABLE t") {
					t.Errorf("%s: exit status %d\n%s%s", args[0], o.code, o.stdout, o.stderr)
				}
			}
			_ = reads.Rollback()
			if err := <-done; err != nil {
				t.Fatal(err)
			}
			if o := assay(t, "check", "--history", file, db.URL); o.code != exitFindings || strings.Contains(o.stdout, "is running") {
				t.Errorf("afterwards: exit status %d\n%s%s", o.code, o.stdout, o.stderr)
			}
		})
	}
}

// TestStampOfNoTree: a statement about a version table that waits is told also where no history is known.
func TestStampOfNoTree(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(t, "CREATE TABLE foo (id INTEGER PRIMARY KEY)", "CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)", "INSERT INTO alembic_version VALUES ('a1')")
			db.DB.SetMaxOpenConns(3)
			locks, err := db.DB.BeginTx(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := locks.Exec("UPDATE alembic_version SET version_num = 'b2'"); err != nil {
				t.Fatal(err)
			}
			done := make(chan error)
			go func() {
				_, err := db.DB.ExecContext(t.Context(), "UPDATE alembic_version SET version_num = 'c3'")
				done <- err
			}()
			waitFor(t, db, "UPDATE alembic_version%")
			for _, command := range []string{"check", "fix", "infer"} {
				if o := assay(t, command, db.URL); o.code != exitUnknown || !strings.Contains(o.stderr, " is running UPDATE alembic_version, so what was read") {
					t.Errorf("%s: exit status %d\n%s%s", command, o.code, o.stdout, o.stderr)
				}
			}
			_ = locks.Rollback()
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		})
	}
}

// waitFor waits until a session is at a statement like that.
func waitFor(t *testing.T, db *lab.Database, like string) {
	t.Helper()
	for t.Context().Err() == nil {
		var n int
		err := db.DB.QueryRow("SELECT count(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE ? AND DB = DATABASE()", like).Scan(&n)
		if err == nil && n > 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// TestBusyServer: what other databases of the server get and lose, and rows that come meanwhile, are no change of this one.
func TestBusyServer(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			history, begin := twoSteps("CREATE TABLE t (id INTEGER NOT NULL AUTO_INCREMENT, PRIMARY KEY (id))", "DROP TABLE t")
			db, other, file := built(t, s, begin), s.Database(t), historyFile(t, history)
			done := make(chan bool)
			go func() {
				defer close(done)
				for range 40 {
					if err := errors.Join(
						executed(t.Context(), db, "INSERT INTO t VALUES ()", "CREATE TEMPORARY TABLE n (id INTEGER)", "DROP TEMPORARY TABLE n"),
						executed(t.Context(), other, "CREATE TABLE n (id INTEGER)", "DROP TABLE n"),
					); err != nil {
						t.Error(err)
						return
					}
				}
			}()
			for range 5 {
				for _, args := range [][]string{{"check", "--history", file, db.URL}, {"snapshot", db.URL}} {
					if o := assay(t, args...); o.code != 0 {
						t.Errorf("%s: exit status %d\n%s%s", args[0], o.code, o.stdout, o.stderr)
					}
				}
			}
			<-done
		})
	}
}

// executed runs statements in one session, and is for other goroutines than the test's own.
func executed(ctx context.Context, db *lab.Database, statements ...string) error {
	session, err := db.DB.Conn(ctx)
	if err != nil {
		return err
	}
	for _, s := range statements {
		if err == nil {
			_, err = session.ExecContext(ctx, s)
		}
	}
	return errors.Join(err, session.Close())
}

// TestRunningUpgrade: what is half done while Alembic still runs is told as that, and not as drift. Between two statements nothing tells it: it is then where
// Alembic is. On a busy machine every check may come between two statements; that a statement is told of is what TestStatementThatWaits shows.
func TestRunningUpgrade(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			k := newKilled(t, s, 0)
			cmd := k.alembic.command("upgrade", "head")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			done := make(chan error)
			go func() { done <- cmd.Wait() }()
			var whole, between, told, untold int
			for {
				select {
				case err := <-done:
					if err != nil || untold > 0 {
						t.Errorf("%v; %d found the schema of a revision, %d one between two statements, %d told of the upgrade, and %d took it for something else",
							err, whole, between, told, untold)
					}
					return
				default:
				}
				switch o := assay(t, "check", "--tree", "config", k.db.URL); {
				case o.code == exitUnknown && strings.Contains(o.stderr, " is running ") || strings.Contains(o.stderr, "another session changed "):
					told++
				case strings.Contains(o.stdout, "agrees with the schema"):
					whole++
				case strings.Contains(o.stdout, ", exactly") &&
					(strings.Contains(o.stdout, " is one revision behind the schema") || strings.Contains(o.stdout, ", and a revision that was applied only in part")):
					between++
				default:
					untold++
					t.Log(o.stdout, o.stderr)
				}
			}
		})
	}
}
