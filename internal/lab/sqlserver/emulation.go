package sqlserver

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"assay/dialect"
	"assay/introspect"
	"assay/schema"
)

// An Emulation is a server that keeps schemas and stamps: it takes T-SQL as far as assay's own room reads it, refuses what that says a SQL Server refuses, and
// says of itself what [Print] does. So it shows that what goes over the wire holds together, and nothing about SQL Server itself.
type Emulation struct {
	Server

	room      dialect.Dialect
	about     schema.Server
	mutex     sync.Mutex
	databases map[string]*schema.Database
}

// NewEmulation is a server of a version, with no databases of anybody's.
func NewEmulation(about schema.Server) (*Emulation, error) {
	room, err := dialect.For(about)
	if err != nil {
		return nil, err
	}
	e := &Emulation{room: room, about: about, databases: map[string]*schema.Database{}}
	e.create("master")
	e.Login = func(l Login) *Error {
		e.mutex.Lock()
		defer e.mutex.Unlock()
		if l.Database != "" && e.databases[l.Database] == nil {
			return &Error{Number: 4060, State: 1, Class: 11, Text: fmt.Sprintf("Cannot open database %q requested by the login. The login failed.", l.Database)}
		}
		return nil
	}
	e.Answer = e.answer
	return e, nil
}

func (e *Emulation) create(name string) {
	e.databases[name] = &schema.Database{Server: e.about, Name: name, Schema: schema.New(e.room.Semantics())}
}

// Database is what a database holds, which nobody may change; nil: there is none.
func (e *Emulation) Database(name string) *schema.Database {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return e.databases[name]
}

var (
	onDatabase = regexp.MustCompile(`^(CREATE|DROP) DATABASE \[?(\w+)\]?$`)
	aside      = regexp.MustCompile(`^(?i:SET |IF SCHEMA_NAME|BEGIN TRAN|COMMIT|PRINT |ALTER DATABASE )`)
	counts     = regexp.MustCompile(`COUNT\(\*\)`)
	inserted   = regexp.MustCompile(`^INSERT INTO \[?(\w+)\]? \(\[?version_num\]?\) VALUES \(N?'(\w+)'\)$`)
	updated    = regexp.MustCompile(`^UPDATE \[?(\w+)\]? SET \[?version_num\]? ?= ?N?'(\w+)'`)
	emptied    = regexp.MustCompile(`^DELETE FROM \[?(alembic_version\w*)\]?`)
)

func (e *Emulation) answer(r Request) Reply {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	db, asks := e.databases[r.Database], strings.Contains(r.SQL, "; BEGIN TRANSACTION; SELECT ")
	switch m := onDatabase.FindStringSubmatch(r.SQL); {
	case m != nil && m[1] == "CREATE":
		e.create(m[2])
		return Reply{}
	case m != nil:
		delete(e.databases, m[2])
		return Reply{}
	case db == nil:
		return Reply{Failed: &Error{Number: 911, State: 1, Class: 16, Text: "Database '" + r.Database + "' does not exist."}}
	case strings.Contains(r.SQL, "FOR JSON PATH"):
		return Reply{Results: Results(Print(db))}
	case strings.Contains(r.SQL, "ProductVersion"):
		return Reply{Results: []Result{Texts(e.about.Version)}}
	case asks && counts.MatchString(r.SQL): // there are no rows
		return Reply{Results: []Result{{Columns: []string{""}, Rows: [][]any{{0}}}}}
	case asks:
		return Reply{Results: []Result{{Columns: []string{""}}}}
	}
	after, err := e.copied(db, r.SQL)
	if err != nil {
		return Reply{Failed: &Error{Number: 50000, State: 1, Class: 16, Text: err.Error()}}
	}
	if failed := e.run(after, r.SQL); failed != nil { // as with XACT_ABORT
		return Reply{Failed: failed}
	}
	e.databases[r.Database] = after
	return Reply{}
}

// copied is a copy of a database, with the names that the server has made up where a script speaks of those.
func (e *Emulation) copied(db *schema.Database, script string) (*schema.Database, error) {
	after := *db
	after.Schema, after.Stamps = db.Schema.Clone(), slices.Clone(db.Stamps)
	if strings.Contains(script, "__") {
		named, err := introspect.ReadCatalogue(introspect.Source{Path: "catalogue.jsonl"}, []byte(Print(db)))
		if err != nil {
			return nil, err
		}
		after.Schema = named.Schema
	}
	return &after, nil
}

func (e *Emulation) run(db *schema.Database, script string) *Error {
	statements, err := e.room.Split(script)
	for _, s := range statements {
		if aside.MatchString(s.Text) || stamp(db, s.Text) {
			continue
		}
		var changes []schema.Change
		if changes, err = e.room.Parse(s.Text); err != nil {
			break
		}
		for _, c := range changes {
			if f := e.room.Refusal(db.Schema, c); f != nil {
				number, _ := strconv.Atoi(f.Code)
				return &Error{Number: int32(number), State: 1, Class: 16, Text: f.Text}
			}
			if err = db.Schema.Apply(c); err != nil {
				return &Error{Number: 50000, State: 1, Class: 16, Text: err.Error()}
			}
		}
	}
	if err != nil {
		return &Error{Number: 102, State: 1, Class: 15, Text: "Incorrect syntax: " + err.Error()}
	}
	return nil
}

// stamp carries out what sets a stamp, and reports whether a statement does.
func stamp(db *schema.Database, sql string) bool {
	if m := emptied.FindStringSubmatch(sql); m != nil {
		setStamp(db, m[1])
		return true
	}
	m := inserted.FindStringSubmatch(sql)
	if m == nil {
		m = updated.FindStringSubmatch(sql)
	}
	if m == nil {
		return false
	}
	setStamp(db, m[1], m[2])
	return true
}

func setStamp(db *schema.Database, table string, revisions ...string) {
	var others []schema.Stamp
	for _, s := range db.Stamps {
		if s.Table != table {
			others = append(others, s)
		}
	}
	db.Stamps = append(others, schema.Stamp{Table: table, Revisions: revisions})
}
