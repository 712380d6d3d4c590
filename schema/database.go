package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Target says which database to read and how to reach it.
type Target struct {
	// Host, with Port or 0 for the engine's own, or Socket: the path of a unix socket (MySQL) or of its folder (PostgreSQL).
	Host   string
	Port   int
	Socket string
	// User and Password; an empty User leaves it to the driver.
	User, Password string
	// Database is the database's name. On MySQL that is the schema as well.
	Database string
	// Schema is PostgreSQL's schema; empty: the first schema of the search path that exists.
	Schema string
	// Params are what else the URL asks for, as Go's driver of the engine or SQLAlchemy's drivers spell it.
	Params map[string]string
	// VersionTable is a version table's name besides those that begin with alembic_version; empty: none.
	VersionTable string
	// VersionSchema is the schema that the version tables are in, as Alembic's version_table_schema says; empty: the one that is read.
	VersionSchema string
	// Measure asks for [Database.Measures] as well, which takes the server a query more.
	Measure bool
	// Met, if not nil, is called when it is known what server it is, before its schema is read: what needs no more can begin. It must not wait.
	Met func(Server)
	// Trace, if not nil, is called with each statement that was sent, how many rows it had, and how long it took. It must not wait.
	Trace func(sql string, rows int, took time.Duration)
	// Warn, if not nil, is called with what whoever names this user should know. It must not wait.
	Warn func(string)
}

// IsVersionTable reports whether a table of that name is one in which Alembic keeps stamps: its own names begin so, and projects add what they are
// called.
func (t Target) IsVersionTable(m Semantics, name string) bool {
	const plain = "alembic_version"
	key := m.TableKey(name)
	return key == plain || strings.HasPrefix(key, plain+"_") || t.VersionTable != "" && key == m.TableKey(t.VersionTable)
}

// A Database is what assay reads of a database: its schema and stamps, never its data.
type Database struct {
	Server Server
	// Name is the database's name; on PostgreSQL with the schema's behind it where that is not public: "asterisk.pbx".
	Name string
	// Namespace is PostgreSQL's schema; empty on MySQL.
	Namespace string
	// Path are the namespaces that follow Namespace in the search path, whose objects go without their namespace's name in Schema as well.
	Path   []string
	Schema *Schema
	// Stamps are the version tables, by name.
	Stamps []Stamp
	// StampsIn is the schema in which those were looked for where it is another one than that of the tables; empty: it is not.
	StampsIn string
	// Secured are the tables of which row security hides rows, with a role that they are hidden from (PostgreSQL).
	Secured []Secured
	// Unread are what is called like a version table, and whose rows were not read.
	Unread []Unread
	// NoRows reports that no rows were to be seen at all, as in a dump of the schema alone: a version table without one says nothing.
	NoRows bool
	// Partial says what cannot be known of this database, though a live one would tell; empty: nothing.
	Partial string
	// Measures were read where [Target.Measure] asks for them.
	Measures Measures
	// Written reports that people wrote the text that it is read of, and not the server: what the server spells anew may be spelled otherwise there.
	Written bool
	// Hidden says which right the user lacks to see the whole schema; empty: all of it was seen.
	Hidden string
	// Changing is what other sessions changed of the schema or the stamps while this was read, as far as the user sees it: what is
	// read may then be half of an upgrade where a statement at a time takes effect (MySQL).
	Changing []Running
}

// A Running is a statement that another session is at, or was.
type Running struct {
	Session, User string // as the server calls them; empty: nobody was seen, but each reading found another table
	Does          string // "ALTER TABLE", "UPDATE"
	Table         string // that it is about
	Stamps        bool   // it is a version table
}

// String says who does what.
func (r Running) String() string {
	if r.Session == "" {
		return "another session changed table " + r.Table + " while it was read"
	}
	return fmt.Sprintf("session %s of user %s is running %s %s", r.Session, r.User, r.Does, r.Table)
}

// SearchPath are the namespaces in which the names of Schema are found; none on MySQL.
func (d *Database) SearchPath() []string {
	if d.Namespace == "" {
		return nil
	}
	return append([]string{d.Namespace}, d.Path...)
}

// A Server is what a database runs on.
type Server struct {
	Engine  string `json:"engine,omitzero"`  // the room that knows it: "mysql", "postgresql"
	Product string `json:"product,omitzero"` // "MySQL", "MariaDB", "PostgreSQL", "TiDB", …; empty: the engine's best known
	Version string `json:"version,omitzero"` // as numbers: "10.11.19"; empty: the newest that assay knows
}

// A Meeting is what is known of a server once one is connected.
type Meeting struct {
	Server     Server
	User       string // as the server knows him
	Encryption string // "TLSv1.3"; empty: none
}

// String names the server for people: "MariaDB 10.11.19"; where there is none, its engine.
func (s Server) String() string {
	if s.Product == "" {
		return s.Engine
	}
	return strings.TrimSpace(s.Product + " " + s.Version)
}

// A Stamp is a version table and the revisions that it says the database is at, in their order; none: the table is empty. A NULL, which only
// a table without Alembic's key can hold, is none, as Alembic takes it.
type Stamp struct {
	Schema    string   `json:"schema,omitzero"` // that the table is in; empty: that of the others
	Table     string   `json:"table,omitzero"`
	Revisions []string `json:"revisions,omitzero"`
	Nulls     bool     `json:"nulls,omitzero"` // there are rows that are NULL
	// Given says by what it is known where no table holds it: the flag that names it, or what it is taken from; empty: a table does.
	Given string `json:"-"`
}

// Name is the table's, with its schema's before it where that is another one.
func (s Stamp) Name() string {
	if s.Schema == "" || s.Table == "" {
		return s.Table
	}
	return s.Schema + "." + s.Table
}

// Overlong finds a revision that the column of its version table does not take, so that no server holds it; ok is false where all fit.
func (d *Database) Overlong() (table, revision string, column Column, ok bool) {
	for _, s := range d.Stamps {
		t := d.Schema.Table(s.Table)
		if t == nil || s.Schema != "" {
			continue
		}
		i := t.Column(d.Schema.Semantics, "version_num")
		for _, r := range s.Revisions {
			if i >= 0 && !t.Columns[i].Type.Takes(r) {
				return s.Table, r, t.Columns[i], true
			}
		}
	}
	return "", "", Column{}, false
}

// An Unread is something called like a version table, and why its rows were not read.
type Unread struct {
	Table string `json:"table"`
	Why   string `json:"why"`
	// Barred reports that nothing but a right is lacking; else to read it could have run code of the database's owner.
	Barred bool `json:"barred,omitzero"`
	// Hint is what to do about it where it was not looked for at all, or no right on it alone would do; empty: neither.
	Hint string `json:"hint,omitzero"`
}

// Reason is why it was not read, for people.
func (u Unread) Reason() string {
	if u.Barred || u.Hint != "" {
		return u.Why
	}
	return u.Why + ", and to read it could run code of the database's owner"
}

// Mend says what to do about it.
func (u Unread) Mend() string {
	switch {
	case u.Hint != "":
		return u.Hint
	case u.Barred:
		return "grant SELECT on it"
	}
	return "make it a plain table, as Alembic does"
}

// A Secured is a table whose rows are hidden from a role that may read it: all of them, or some; no Role: from all but its owner, and no other may read it.
type Secured struct {
	Table string `json:"table"`
	Role  string `json:"role,omitzero"`
	Some  bool   `json:"some,omitzero"`
}

// A ReadError says why a database cannot be read, and what to do, where a room knows that better than the server's or driver's own words.
type ReadError struct {
	Problem string // "user u may not look into schema pbx"
	Hint    string // "GRANT USAGE ON SCHEMA pbx TO u"
	Cause   error  // nil: none
}

// Error says it, without the cause.
func (e *ReadError) Error() string { return e.Problem + ": " + e.Hint }

// Unwrap returns the cause.
func (e *ReadError) Unwrap() error { return e.Cause }

// StampsHome is the schema in which version tables were looked for.
func (d *Database) StampsHome() string {
	if d.StampsIn == "" && len(d.Stamps) > 0 && d.Stamps[0].Schema != "" { // an older snapshot
		return d.Stamps[0].Schema
	}
	return cmp.Or(d.StampsIn, d.Namespace, d.Name)
}

// Stamp returns the version table of that name; false where there is none.
func (d *Database) Stamp(table string) (Stamp, bool) {
	i := slices.IndexFunc(d.Stamps, func(s Stamp) bool { return table != "" && s.Table == table })
	if i < 0 {
		return Stamp{}, false
	}
	return d.Stamps[i], true
}

// IsVersionTable reports whether a table is one of those whose stamps were read, or were to be.
func (d *Database) IsVersionTable(table string) bool {
	return slices.ContainsFunc(d.Unread, func(u Unread) bool { return u.Table == table }) ||
		slices.ContainsFunc(d.Stamps, func(s Stamp) bool { return s.Table == table })
}
