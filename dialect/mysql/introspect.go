package mysql

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	driver "github.com/go-sql-driver/mysql"

	"assay/schema"
)

// Read reads a live database: its schema and its stamps, in one read-only transaction. Where other sessions changed something of the server meanwhile, it reads
// again until two readings find the same, and where no two do, it says so in [schema.Database.Changing].
func Read(ctx context.Context, t schema.Target) (*schema.Database, error) {
	return settled(func() (*schema.Database, meanwhile, error) { return readOnce(ctx, t) })
}

// settled reads until two readings find the same, three times at the most.
func settled(read func() (*schema.Database, meanwhile, error)) (*schema.Database, error) {
	var before *schema.Database
	for again := 2; ; again-- {
		db, seen, err := read()
		switch {
		case err != nil || seen.waits && len(db.Changing) > 0:
			return db, err
		case len(db.Changing) > 0:
		case before != nil:
			db.Changing = differing(before, db)
		case seen.definitions:
			before = db
			continue
		}
		if len(db.Changing) == 0 || again == 0 {
			return db, nil
		}
		before = db
	}
}

// readOnce reads it, and says what others did meanwhile.
func readOnce(ctx context.Context, t schema.Target) (_ *schema.Database, seen meanwhile, err error) {
	s, err := connect(ctx, t, remaining(ctx))
	if err != nil {
		return nil, seen, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	rd := &reader{ctx: ctx, session: s, target: t}
	begun, err := definitionsBegun(rd) // before the transaction sees the stamps as they are
	if err != nil {
		return nil, seen, err
	}
	if err := s.begin(ctx); err != nil {
		return nil, seen, err
	}
	if err := rd.server(); err != nil {
		return nil, seen, err
	}
	if t.Met != nil {
		t.Met(rd.database.Server)
	}
	if seen.waits, err = rd.settle(); err != nil {
		return nil, seen, err
	}
	if err := rd.schema(); err != nil {
		return nil, seen, err
	}
	if t.Measure {
		if err := rd.measure(); err != nil {
			return nil, seen, err
		}
	}
	if err := rd.stamps(); err != nil {
		return nil, seen, err
	}
	if err := rd.changing(); err != nil {
		return nil, seen, err
	}
	ended, err := definitionsBegun(rd)
	if err != nil {
		return nil, seen, err
	}
	seen.definitions = ended != begun
	return &rd.database, seen, (rightsReader{rd}).read()
}

// A reader reads one database over one connection.
type reader struct {
	ctx     context.Context
	session *session
	target  schema.Target

	room     *Room
	database schema.Database
	user     string // as CURRENT_USER() says it: name@host

	tables  map[string]*readTable
	types   map[string]*columnType // by COLUMN_TYPE: there are few, and many columns
	strings map[string]string
	lost    map[string]bool // tables that information_schema shows in part only
	mode    string          // the session's sql_mode, as SQL, since questions are asked; empty: that of [essential]
	stored  []string        // the stored functions that this user sees, where it matters; nil: not asked yet
}

// A readTable is a table with what is needed until all of it is known.
type readTable struct {
	*schema.Table
	ordinals []int // ORDINAL_POSITION of each column
}

// query runs a query for these columns, with what follows them, and calls each for every row. The number of rows that the server counted is compared with what
// has come.
func (rd *reader) query(what string, columns []string, rest string, each func(row) error) error {
	_, n, err := rd.session.rows(rd.ctx, sealed(columns...)+rest, func(r row) error {
		r, err := unseal(r, len(columns))
		if err != nil {
			return err
		}
		return each(r)
	})
	if err == nil {
		err = rd.counted(n)
	}
	return rd.failed(what, err)
}

// counted asks how many rows the last query had, and whether it has left something out: where information_schema opens the tables, one that it cannot
// open in time is shown without its columns, with a warning.
func (rd *reader) counted(n int) error {
	columns, warned := []string{"FOUND_ROWS()", "@@warning_count"}, false
	_, answers, err := rd.session.rows(rd.ctx, sealed(columns...), func(r row) error {
		r, err := unseal(r, len(columns))
		if err == nil && string(r[0]) != strconv.Itoa(n) {
			err = errDamaged
		}
		warned = err == nil && string(r[1]) != "0"
		return err
	})
	if isRefused(err) { // MySQL means to take the function away
		return nil
	}
	if err == nil && answers != 1 {
		return errDamaged
	}
	if err != nil || !warned || rd.room != nil && rd.room.flavor.keepsDictionary {
		return err
	}
	return rd.warnings()
}

// warnings makes an error of those warnings that say that an answer is not whole.
func (rd *reader) warnings() error {
	return rd.say("the warnings", "SHOW WARNINGS", func(r row) error {
		number, err := strconv.ParseUint(string(r[1]), 10, 16)
		if err == nil && slices.Contains(cutShort, uint16(number)) {
			err = &driver.MySQLError{Number: uint16(number), Message: string(r[2])}
		}
		return err
	})
}

// cutShort are the numbers of errors that are not the fault of a table: a lock, a limit of time or memory, too many files.
var cutShort = []uint16{lockTimeout, 1969, 3024, 1317, 1037, 1038, 1041, 1135}

// say runs a statement that is no SELECT, and calls each for every row of its answer. There is no checksum, so it is asked until two answers in a row are the
// same: another session may change in between what it is about, and CREATE ROLE the rights of whoever makes the role (MariaDB).
func (rd *reader) say(what, statement string, each func(row) error) error {
	before, err := rd.answer(statement)
	for range mostAnswers - 1 {
		if err != nil {
			return rd.failed(what, err)
		}
		var now []row
		if now, err = rd.answer(statement); err == nil && slices.EqualFunc(before, now, sameRow) {
			for _, r := range now {
				if err := each(r); err != nil {
					return rd.failed(what, err)
				}
			}
			return nil
		}
		before = now
	}
	if err == nil {
		err = &schema.ReadError{
			Problem: "the server says something else of " + what + " each time it is asked",
			Hint:    "try again when no other session changes it; if none does, look at what stands between this machine and the server",
		}
	}
	return rd.failed(what, err)
}

// mostAnswers is how often a server is asked the same at the most.
const mostAnswers = 8

// answer is all that a statement says.
func (rd *reader) answer(statement string) (all []row, err error) {
	_, _, err = rd.session.rows(rd.ctx, statement, func(r row) error {
		kept := make(row, len(r))
		for i, v := range r {
			kept[i] = bytes.Clone(v)
		}
		all = append(all, kept)
		return nil
	})
	return all, err
}

func sameRow(a, b row) bool { return slices.EqualFunc(a, b, bytes.Equal) }

func (rd *reader) failed(what string, err error) error {
	if err == nil {
		return nil
	}
	if refused, ok := errors.AsType[*driver.MySQLError](err); ok && refused.Number == lockTimeout {
		return &schema.ReadError{Problem: "another session holds a lock, perhaps a migration that still runs", Hint: "try again when it is done", Cause: err}
	}
	return fmt.Errorf("reading %s: %w", what, err)
}

// lockTimeout is the number of the error "Lock wait timeout exceeded".
const lockTimeout = 1205

// intern returns one string for equal bytes: most values come many times.
func (rd *reader) intern(b []byte) string {
	if s, ok := rd.strings[string(b)]; ok {
		return s
	}
	s := string(b)
	rd.strings[s] = s
	return s
}

func (rd *reader) server() error {
	columns := []string{
		"VERSION()", "@@version_comment", "@@lower_case_table_names", "DATABASE()", "CURRENT_USER()", "@@default_storage_engine", "@@collation_database",
	}
	err := rd.query("the server's version", columns, "", func(row row) error {
		rd.database.Server = serverOf(string(row[0]), string(row[1]))
		rd.room = New(rd.database.Server)
		rd.user = string(row[4])
		m := semanticsOf(rd.room.flavor)
		m.FoldTables = string(row[2]) != "0"
		rd.database.Name = string(row[3])
		rd.database.Schema = schema.New(m)
		rd.database.Schema.Detail = schema.Whole
		collation := collationName(string(row[6]))
		rd.database.Schema.Defaults = schema.Options{Engine: engineName(string(row[5])), Charset: charsetOf(collation), Collation: collation}
		if row[3] == nil {
			return errors.New("no database is named")
		}
		return nil
	})
	if err == nil && rd.room == nil {
		return errDamaged
	}
	return err
}

// schema reads everything in the order in which one thing needs the other.
func (rd *reader) schema() error {
	rd.tables = map[string]*readTable{}
	rd.types = map[string]*columnType{}
	rd.strings = map[string]string{}
	rd.lost = map[string]bool{}
	tables, keys, beside := tableReader{rd}, keyReader{rd}, besideReader{rd}
	for _, read := range []func() error{
		tables.readTables, tables.readColumns, keys.indexes, keys.foreignKeys, keys.checks, beside.read, rd.readLost,
	} {
		if err := read(); err != nil {
			return err
		}
	}
	for _, t := range rd.tables {
		tables.finish(t)
		ownSequences(t.Table, rd.database.Name)
		rd.database.Schema.Add(t.Table)
	}
	slices.SortFunc(rd.database.Unread, func(a, b schema.Unread) int { return strings.Compare(a.Table, b.Table) })
	slices.SortFunc(rd.database.Schema.Opaque, func(a, b schema.Opaque) int {
		return strings.Compare(a.Table+"\x00"+a.Kind+"\x00"+a.Name, b.Table+"\x00"+b.Kind+"\x00"+b.Name)
	})
	return nil
}

// where is the predicate that names the database. It must be a constant: only then do the servers before MySQL 8
// read one folder and not all of them.
func (rd *reader) where(column string) string {
	return "WHERE " + column + " = " + quoteText(rd.database.Name)
}

func (rd *reader) opaque(kind, table, name string) {
	rd.database.Schema.Opaque = append(rd.database.Schema.Opaque, schema.Opaque{Kind: kind, Table: table, Name: name})
}
