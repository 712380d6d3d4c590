// Package lab gives tests a database server to work on.
//
// A test asks for the servers of an engine and, from each, for a fresh database:
//
//	for _, server := range lab.MySQL(t) {
//		t.Run(server.Name, func(t *testing.T) {
//			db := server.Database(t)
//			db.Exec(t, "CREATE TABLE t (id int)")
//
// The first server is a private MariaDB or PostgreSQL, started when the first test asks and gone with the process, however that ends.
// The program in the folder with starts them once for many packages and says so in ASSAY_LAB_MYSQL and ASSAY_LAB_POSTGRES.
// More servers, of any version, come from ASSAY_TEST_DSNS: URLs with blanks between them. SQL Server comes from there alone.
package lab

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"

	"assay/schema"
)

// The variables that say where servers are.
const (
	MySQLVariable    = "ASSAY_LAB_MYSQL"
	PostgresVariable = "ASSAY_LAB_POSTGRES"
	MoreVariable     = "ASSAY_TEST_DSNS"
)

// A Server is a database server for tests, its user free to do anything.
type Server struct {
	// Name is a short one for subtests: "mariadb-10.11", "postgresql-15".
	Name string
	// Server is what it is.
	Server schema.Server

	url *url.URL
	db  *sql.DB
}

// A Database is a fresh database of a test's own. It is dropped when the test ends.
type Database struct {
	Name   string
	URL    string
	Target schema.Target
	// DB has one connection only, so that a session's settings last.
	DB *sql.DB

	server Server
}

// MySQL returns the servers of the MySQL family to test on. Without any it skips the test, or fails it where CI=true.
func MySQL(t testing.TB) []Server {
	t.Helper()
	return servers(t, mariadb, "mysql")
}

// Postgres returns the PostgreSQL servers to test on. Without any it skips the test, or fails it where CI=true.
func Postgres(t testing.TB) []Server {
	t.Helper()
	return servers(t, postgres, "postgresql")
}

// SQLServer returns the SQL Servers to test on: those at URLs of the test's own, and those of ASSAY_TEST_DSNS.
func SQLServer(t testing.TB, own ...string) []Server {
	t.Helper()
	var all []Server
	for _, u := range own {
		s, err := connect(u)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.db.Close() })
		all = append(all, s)
	}
	return append(all, others(t, "mssql")...)
}

// Servers returns those of both engines.
func Servers(t testing.TB) []Server {
	t.Helper()
	return append(MySQL(t), Postgres(t)...)
}

func servers(t testing.TB, private func() (Server, error), engine string) []Server {
	t.Helper()
	var all []Server
	s, err := private()
	switch {
	case err == nil:
		all = append(all, s)
	case os.Getenv("CI") == "true":
		t.Fatal(err)
	default:
		t.Logf("NOT TESTED on a server of our own: %v", err)
	}
	all = append(all, others(t, engine)...)
	if len(all) == 0 {
		t.Skip("NOT TESTED: no server to be had")
	}
	return all
}

// others are the servers of an engine that [MoreVariable] names.
func others(t testing.TB, engine string) []Server {
	t.Helper()
	extra, err := more()
	if err != nil {
		t.Fatalf("reading %s: %v", MoreVariable, err)
	}
	return slices.DeleteFunc(slices.Clone(extra), func(s Server) bool { return s.Server.Engine != engine })
}

// Skip skips a test for want of something, or fails it where CI=true.
func Skip(t testing.TB, why error) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(why)
	}
	t.Skip("NOT TESTED:", why)
}

// The private servers of this process.
var (
	mariadb  = sync.OnceValues(func() (Server, error) { return private(MySQLVariable, StartMariaDB) })
	postgres = sync.OnceValues(func() (Server, error) { return private(PostgresVariable, StartPostgres) })

	more = sync.OnceValues(func() ([]Server, error) {
		var all []Server
		for u := range strings.FieldsSeq(os.Getenv(MoreVariable)) {
			s, err := connect(u)
			if err != nil {
				return nil, err
			}
			all = append(all, s)
		}
		return all, nil
	})
)

// started are the servers that this process has started.
var started struct {
	sync.Mutex
	instances []*Instance
}

func private(variable string, start func(context.Context, string) (*Instance, error)) (Server, error) {
	if u := os.Getenv(variable); u != "" {
		return connect(u)
	}
	x, err := start(context.Background(), "") // it outlives the test that asks first
	if err != nil {
		return Server{}, err
	}
	started.Lock()
	started.instances = append(started.instances, x)
	started.Unlock()
	return connect(x.URL)
}

// PeculiarMariaDB starts a MariaDB server for one test alone, which says the statements to it before anybody else comes.
func PeculiarMariaDB(t testing.TB, statements ...string) (Server, error) {
	t.Helper()
	x, err := StartMariaDB(t.Context(), "")
	if err != nil {
		return Server{}, err
	}
	t.Cleanup(func() { _ = x.Stop() })
	db, err := open(x.URL, "")
	if err != nil {
		return Server{}, err
	}
	for _, statement := range statements {
		if _, err = db.ExecContext(t.Context(), statement); err != nil {
			return Server{}, errors.Join(err, db.Close())
		}
	}
	if err := db.Close(); err != nil { // a session keeps what was true when it began
		return Server{}, err
	}
	return connect(x.URL)
}

// connect makes ready to use the server at a URL.
func connect(text string) (Server, error) {
	u, err := url.Parse(text)
	if err != nil {
		return Server{}, err
	}
	if isSQLServer(u) { // each database of the server's is to be named by the path
		query := u.Query()
		query.Del("database")
		u.RawQuery = query.Encode()
	}
	db, err := open(text, "")
	if err != nil {
		return Server{}, err
	}
	about, err := ask(context.Background(), db, u)
	return Server{Name: label(about), Server: about, url: u, db: db}, err
}

// Main runs a package's tests and then stops the servers that they started:
//
//	func TestMain(m *testing.M) { lab.Main(m) }
//
// Without it they end as well, a moment after the process.
func Main(m *testing.M) {
	if initdb, err := find("initdb"); err == nil { // Debian's psql on the PATH is a program in Perl that looks for this one, which takes ten times as long
		_ = os.Setenv("PATH", filepath.Dir(initdb)+string(filepath.ListSeparator)+os.Getenv("PATH"))
	}
	debug.SetGCPercent(400) // a tenth of the tests' time went into collecting
	m.Run()
	if err := errors.Join(dropTemplates(), stopAll()); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

func stopAll() error {
	started.Lock()
	defer started.Unlock()
	var errs []error
	for _, x := range started.instances {
		errs = append(errs, x.Stop())
	}
	started.instances = nil
	return errors.Join(errs...)
}

// URL returns the URL of a database on the server.
func (s Server) URL(database string) string {
	u := *s.url
	u.Path = "/" + database
	return u.String()
}

// Target returns where a database on the server is.
func (s Server) Target(database string) schema.Target { return target(s.url, database) }

// charset: MySQL before 5.7 has keys of 767 bytes at the most, too few for Asterisk's 255 characters of four bytes.
func (s Server) charset() string {
	if s.Server.Product == "MySQL" && strings.HasPrefix(s.Server.Version, "5.") && s.Server.Version < "5.7" {
		return " CHARACTER SET utf8"
	}
	return ""
}

// Database makes a fresh database, dropped at the end of the test.
func (s Server) Database(t testing.TB) *Database {
	t.Helper()
	name := freshName()
	if err := s.exec("CREATE DATABASE " + name + s.charset()); err != nil {
		t.Fatal(err)
	}
	return s.use(t, name)
}

func freshName() string { return "assay_" + strings.ToLower(rand.Text()[:12]) }

// use opens a database that is there, and drops it at the end of the test.
func (s Server) use(t testing.TB, name string) *Database {
	t.Helper()
	db, err := open(s.url.String(), name)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() {
		if err := errors.Join(db.Close(), s.drop(name)); err != nil {
			t.Error(err)
		}
	})
	return &Database{Name: name, URL: s.URL(name), Target: s.Target(name), DB: db, server: s}
}

// Again opens another connection to the database, for a session beside the first.
func (d *Database) Again(t testing.TB) *Database {
	t.Helper()
	db, err := open(d.server.url.String(), d.Name)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	other := *d
	other.DB = db
	return &other
}

// drop: PostgreSQL and SQL Server drop no database that somebody is connected to, as a test that failed may still be.
func (s Server) drop(name string) error {
	switch s.Server.Engine {
	case "mssql":
		if err := s.exec("ALTER DATABASE " + name + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE"); err != nil {
			return err
		}
	case "postgresql":
		err := s.exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'")
		if err != nil {
			return err
		}
	}
	return s.exec("DROP DATABASE " + name)
}

func (s Server) exec(statement string) error {
	if _, err := s.db.ExecContext(context.Background(), statement); err != nil {
		return fmt.Errorf("running %s: %w", statement, err)
	}
	return nil
}

// Exec runs statements one by one and fails the test at the first that the server refuses.
func (d *Database) Exec(t testing.TB, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := d.DB.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("running %s: %v", statement, err)
		}
	}
}
