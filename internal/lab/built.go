package lab

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// Built makes a fresh database in which statements have run, part by part. What has run before, on the same server and in this process, is copied:
// a release's hundreds of statements take seconds, a copy of its thirty tables a fraction of one. A part's statements make tables, indexes, types and
// rows; MySQL's views, triggers and routines would not come along.
func (s Server) Built(t testing.TB, parts ...[]string) *Database {
	t.Helper()
	var from *template
	var key [sha256.Size]byte
	for _, part := range parts {
		key = sha256.Sum256(fmt.Appendf(key[:], "%s %q", s.url, part))
		x := templateOf(key)
		before := from
		x.once.Do(func() { x.err = x.build(s, before, part) })
		if x.err != nil {
			t.Fatal(x.err)
		}
		from = x
	}
	name := freshName()
	if err := from.copy(s, name); err != nil {
		t.Fatal(err)
	}
	return s.use(t, name)
}

// A template is a database that nobody is connected to, to be copied.
type template struct {
	once sync.Once
	err  error
	name string
	// create makes its tables and rows in another database; PostgreSQL copies by itself.
	create []string
}

var templates struct {
	sync.Mutex
	by   map[[sha256.Size]byte]*template
	drop []func() error
}

func templateOf(key [sha256.Size]byte) *template {
	templates.Lock()
	defer templates.Unlock()
	if templates.by == nil {
		templates.by = map[[sha256.Size]byte]*template{}
	}
	x := templates.by[key]
	if x == nil {
		x = &template{}
		templates.by[key] = x
	}
	return x
}

// dropTemplates is for servers that outlive this process.
func dropTemplates() error {
	templates.Lock()
	defer templates.Unlock()
	var errs []error
	for _, drop := range templates.drop {
		errs = append(errs, drop())
	}
	templates.by, templates.drop = nil, nil
	return errors.Join(errs...)
}

// build makes the template from the one that it goes on from; nil: from nothing.
func (x *template) build(s Server, from *template, statements []string) (err error) {
	x.name = freshName()
	if err := from.copy(s, x.name); err != nil {
		return err
	}
	templates.Lock()
	templates.drop = append(templates.drop, func() error { return s.drop(x.name) })
	templates.Unlock()
	db, err := open(s.url.String(), x.name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	if err := execute(db, statements); err != nil {
		return err
	}
	if s.Server.Engine != "postgresql" {
		x.create, err = recipe(db, x.name)
	}
	return err
}

// copy makes a database like the template; nil: an empty one.
func (x *template) copy(s Server, name string) (err error) {
	switch {
	case x == nil:
		return s.exec("CREATE DATABASE " + name + s.charset())
	case s.Server.Engine == "postgresql":
		return s.exec("CREATE DATABASE " + name + " TEMPLATE " + x.name + s.strategy())
	}
	if err := s.exec("CREATE DATABASE " + name + s.charset()); err != nil {
		return err
	}
	db, err := open(s.url.String(), name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	return execute(db, x.create)
}

// strategy is that of PostgreSQL up to 14, which 15 has as an option: it copies files, at half the processor's time of going through the log, where nothing
// waits for a disk.
func (s Server) strategy() string {
	if major, _, _ := strings.Cut(s.Server.Version, "."); len(major) < 2 || major < "15" {
		return ""
	}
	return " STRATEGY file_copy"
}

func execute(db *sql.DB, statements []string) error {
	for _, statement := range statements {
		if _, err := db.ExecContext(context.Background(), statement); err != nil {
			return fmt.Errorf("running %s: %w", statement, err)
		}
	}
	return nil
}

// recipe returns what makes a database's tables and rows again in another one of the server.
func recipe(db *sql.DB, name string) ([]string, error) {
	tables, err := tablesOf(context.Background(), db, "DATABASE()")
	all := []string{"SET foreign_key_checks = 0"} // the tables come in no particular order
	for _, table := range tables {
		var create string
		if err := db.QueryRowContext(context.Background(), "SHOW CREATE TABLE `"+table+"`").Scan(&table, &create); err != nil {
			return nil, err
		}
		all = append(all, create)
		var rows bool
		if err := db.QueryRowContext(context.Background(), "SELECT EXISTS (SELECT * FROM `"+table+"`)").Scan(&rows); err != nil {
			return nil, err
		}
		if rows {
			all = append(all, "INSERT INTO `"+table+"` SELECT * FROM "+name+".`"+table+"`")
		}
	}
	return all, err
}
