package mysql

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// Read reads a live database: its schema and its stamps, in one read-only transaction.
func Read(ctx context.Context, t schema.Target) (_ *schema.Database, err error) {
	db, err := open(t)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := connect(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("connecting: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := begin(ctx, conn); err != nil {
		return nil, fmt.Errorf("opening a read-only transaction: %w", err)
	}
	rd := &reader{ctx: ctx, conn: conn, target: t}
	if err := rd.server(); err != nil {
		return nil, err
	}
	if t.Met != nil {
		t.Met(rd.database.Server)
	}
	if err := rd.schema(); err != nil {
		return nil, err
	}
	if t.Measure {
		if err := rd.measure(); err != nil {
			return nil, err
		}
	}
	if err := rd.stamps(); err != nil {
		return nil, err
	}
	if err := rd.rights(); err != nil {
		return nil, err
	}
	return &rd.database, nil
}

// A reader reads one database over one connection.
type reader struct {
	ctx    context.Context
	conn   *sql.Conn
	target schema.Target

	room     *Room
	database schema.Database
	user     string // as CURRENT_USER() says it: name@host

	tables  map[string]*readTable
	types   map[string]*columnType // by COLUMN_TYPE: there are few, and many columns
	strings map[string]string
}

// A readTable is a table with what is needed until all of it is known.
type readTable struct {
	*schema.Table
	ordinals []int // ORDINAL_POSITION of each column
}

// A row is a row's values, nil for NULL. They are only valid until the next one is read.
type row [][]byte

// query runs a query and calls each for every row. It asks the driver itself: package sql would copy and convert every value,
// which takes as long as the server's work when there are many tables.
func (rd *reader) query(what, query string, each func(row) error) error {
	err := rd.conn.Raw(func(c any) error {
		q, ok := c.(driver.QueryerContext)
		if !ok {
			return errors.New("the driver cannot query")
		}
		rows, err := q.QueryContext(rd.ctx, query, nil)
		if err != nil {
			return err
		}
		return errors.Join(readRows(rows, each), rows.Close())
	})
	if err != nil {
		return fmt.Errorf("reading %s: %w", what, err)
	}
	return nil
}

func readRows(rows driver.Rows, each func(row) error) error {
	values := make([]driver.Value, len(rows.Columns()))
	r := make(row, len(values))
	for {
		err := rows.Next(values)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for i, v := range values {
			r[i] = bytesOf(v)
		}
		if err := each(r); err != nil {
			return err
		}
	}
}

// bytesOf returns a value as the server has sent it; the driver has made numbers of numbers.
func bytesOf(v driver.Value) []byte {
	switch v := v.(type) {
	case nil:
		return nil
	case []byte:
		return v
	case string:
		return []byte(v)
	case int64:
		return strconv.AppendInt(nil, v, 10)
	case uint64:
		return strconv.AppendUint(nil, v, 10)
	}
	return fmt.Append(nil, v)
}

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
	const query = `
		SELECT VERSION(),
		       @@version_comment,
		       @@lower_case_table_names,
		       DATABASE(),
		       CURRENT_USER(),
		       @@default_storage_engine,
		       @@collation_database`
	return rd.query("the server's version", query, func(row row) error {
		rd.database.Server = serverOf(string(row[0]), string(row[1]))
		rd.room = New(rd.database.Server)
		rd.user = string(row[4])
		m := rd.room.Semantics()
		m.FoldTables = string(row[2]) != "0"
		rd.database.Name = string(row[3])
		rd.database.Schema = schema.New(m)
		collation := collationName(string(row[6]))
		rd.database.Schema.Defaults = schema.Options{Engine: engineName(string(row[5])), Charset: charsetOf(collation), Collation: collation}
		if row[3] == nil {
			return errors.New("no database is named")
		}
		return nil
	})
}

// schema reads everything in the order in which one thing needs the other.
func (rd *reader) schema() error {
	rd.tables = map[string]*readTable{}
	rd.types = map[string]*columnType{}
	rd.strings = map[string]string{}
	for _, read := range []func() error{
		rd.readTables, rd.readColumns, rd.readIndexes, rd.readForeignKeys, rd.readChecks, rd.readTriggers,
	} {
		if err := read(); err != nil {
			return err
		}
	}
	for _, t := range rd.tables {
		rd.finish(t)
		rd.database.Schema.Add(t.Table)
	}
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
