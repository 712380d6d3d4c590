// Command demo shows assay at work on a private, throw-away MariaDB: a database as Asterisk 20.20.1 makes it, edited by hand, its stamp lost.
package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	_ "github.com/go-sql-driver/mysql" // the driver

	"assay/internal/lab"
	"assay/internal/lab/replay"
	"assay/schema"
)

const release = "20.20.1"

// edits are what happens to a database in years of good intentions.
var edits = []string{
	"ALTER TABLE ps_endpoints MODIFY callerid VARCHAR(80) NULL", // wider: harmless
	"ALTER TABLE ps_endpoints ADD COLUMN tenant INT NULL",       // own column: harmless
	"DROP TABLE sippeers", // as guides suggest: harmless
	"ALTER TABLE ps_contacts DROP COLUMN qualify_2xx_only", // phones cannot be called any more
	"ALTER TABLE queue_members DROP INDEX uniqueid, MODIFY uniqueid INT NOT NULL",
	"DROP TABLE alembic_version_config", // the stamp is lost
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := demo(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func demo(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp("", "assay-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	say("Building assay (the first time it compiles two SQL parsers, which takes minutes) and starting a private MariaDB, all in a temporary folder.")
	assay := filepath.Join(dir, "assay")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", assay, "./cmd/assay").CombinedOutput(); err != nil {
		return fmt.Errorf("building assay: %w\n%s", err, out)
	}
	server, err := lab.StartMariaDB(ctx, "")
	if err != nil {
		return err
	}
	defer server.Stop() //nolint:errcheck // its data is thrown away
	u, err := url.Parse(server.URL)
	if err != nil {
		return err
	}
	if err := build(ctx, u); err != nil {
		return err
	}
	return show(ctx, dir, u)
}

// build makes the database and edits it by hand.
func build(ctx context.Context, server *url.URL) error {
	statements, err := replay.Release(schema.Server{Engine: "mysql", Product: "MariaDB", Version: "10.11.0"}, release)
	if err != nil {
		return err
	}
	db, err := sql.Open("mysql", server.User.Username()+"@tcp("+server.Host+")/")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, s := range append([]string{"CREATE DATABASE asterisk", "USE asterisk"}, statements...) {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("building the database: %s: %w", s, err)
		}
	}
	say("Here is a database as Asterisk " + release + " makes it. Years pass, and somebody edits it by hand:")
	for _, s := range edits {
		fmt.Println("  mysql> " + s + ";")
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("editing the database: %s: %w", s, err)
		}
	}
	return nil
}

// show runs the commands as a user would.
func show(ctx context.Context, dir string, server *url.URL) error {
	db := server.JoinPath("asterisk").String()
	client, err := clientProgram()
	if err != nil {
		return err
	}
	r := runner{ctx: ctx, dir: dir}
	r.run("Which revision is it? There is no stamp to ask.", "./assay", "infer", "--tree", "config", db)
	r.run("What is wrong with it?", "./assay", "check", db)
	script := r.run("The SQL that puts it right:", "./assay", "fix", db)
	r.stdin = script
	r.run("It is run with the database's own client …", client, "-h", server.Hostname(), "-P", server.Port(), "-u", server.User.Username(), "asterisk")
	r.run("… and that was it.", "./assay", "check", db)
	r.run("May Asterisk 22's scripts upgrade it? Alembic would do nothing and exit 0.", "./assay", "preflight", "--tree", "config", "--to", "22.10.1", db)
	r.run("And a database of 16.17, to 18? No database is needed to see that.", "./assay", "preflight", "--tree", "config", "--to", "18.26.4", "asterisk:16.17.0")
	return r.err
}

func clientProgram() (string, error) {
	for _, name := range []string{"mysql", "mariadb"} {
		if _, err := exec.LookPath(name); err == nil {
			return name, nil
		}
	}
	return "", errors.New("there is no mysql client: install mariadb-client-core (make deps does)")
}

// runner runs commands until one can not be run.
type runner struct {
	ctx   context.Context //nolint:containedctx // one demonstration
	dir   string
	stdin []byte
	err   error
}

func (r *runner) run(why string, args ...string) []byte {
	if r.err != nil {
		return nil
	}
	say(why)
	line := strings.Join(args, " ")
	if r.stdin != nil {
		line += " < fix.sql"
	}
	fmt.Println("$ " + line)
	cmd := exec.CommandContext(r.ctx, args[0], args[1:]...) //nolint:gosec // our own words
	cmd.Dir, cmd.Stdin, cmd.Stderr = r.dir, bytes.NewReader(r.stdin), os.Stderr
	r.stdin = nil
	out, err := cmd.Output()
	fmt.Print(string(out))
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		fmt.Println("(exit status 1: findings)")
	} else if err != nil {
		r.err = fmt.Errorf("%s: %w", line, err)
	}
	return out
}

func say(s string) { fmt.Printf("\n=== %s\n", s) }
