package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"assay/schema"
)

// A session is one read-only transaction.
type session struct{ conn *pgconn.PgConn }

// traceKey is where a connection keeps whom to tell what was asked, as of [schema.Target].
const traceKey = "trace"

// A query is a statement and what takes its rows; nil: it has none.
type query struct {
	sql string
	row func(row)
}

// run sends statements together and hands out their rows as they come, so that one round trip does for all and the server works on while
// the rows are read. This needs the simple protocol, and with it no prepared statements, which a connection pool might not allow.
func (s session) run(ctx context.Context, queries ...query) error {
	texts := make([]string, len(queries))
	for i, q := range queries {
		texts[i] = operators(q.sql)
	}
	begun := time.Now()
	results := s.conn.Exec(ctx, strings.Join(texts, ";\n"))
	i := 0
	for ; results.NextResult(); i++ {
		result, rows := results.ResultReader(), int64(0)
		for ; result.NextRow(); rows++ {
			if i >= len(queries) || len(result.Values()) != len(result.FieldDescriptions()) {
				return errDamaged
			}
			if q := queries[i]; q.row != nil {
				q.row(result.Values())
			}
		}
		if tag, err := result.Close(); err == nil && tag.Select() && tag.RowsAffected() != rows { // one was lost on its way, or came twice
			return errDamaged
		}
		if trace, _ := s.conn.CustomData()[traceKey].(func(string, int, time.Duration)); trace != nil && i < len(queries) {
			trace(queries[i].sql, int(rows), time.Since(begun))
			begun = time.Now() // the next one was sent along
		}
	}
	if err := results.Close(); err != nil {
		return readError(err)
	}
	if i < len(queries) { // the end of an answer came twice, and was taken for this one's
		return errDamaged
	}
	return nil
}

// errDamaged: what came is not what a server answers.
var errDamaged = errors.New("the server's answer makes no sense: it came damaged, or is of another kind of server")

// recovered makes an error of a panic at the edge of a reading: the answer had less in it than a server's has.
func recovered(err *error) {
	if recover() != nil {
		*err = errDamaged
	}
}

// noEncoding is character_not_in_repertoire.
const noEncoding = "22021"

func readError(err error) error {
	var server *pgconn.PgError
	switch {
	case codeOf(err) == lockTimeout:
		return &schema.ReadError{Problem: "another session holds a lock, perhaps a migration that still runs", Hint: "try again when it is done", Cause: err}
	case codeOf(err) == noEncoding:
		return &schema.ReadError{
			Problem: "a name or a text in it is no UTF-8, though its encoding, SQL_ASCII, takes any bytes",
			Hint:    "rename it with a client in the encoding that it was written in", Cause: err,
		}
	case errors.As(err, &server):
		return server
	}
	return fmt.Errorf("the connection to the server was lost; try again: %w", err)
}

// A row is a row as the server sends it: text, valid until the next one is read. NULL is nil.
type row [][]byte

func (r row) text(i int) string { return string(r[i]) }

func (r row) flag(i int) bool { return len(r[i]) == 1 && r[i][0] == 't' }

func (r row) id(i int) uint32 {
	n, _ := strconv.ParseUint(string(r[i]), 10, 32) // an oid, by the query
	return uint32(n)
}

func (r row) number(i int) int {
	n, _ := strconv.Atoi(string(r[i])) // a smallint, by the query
	return n
}

// numbers reads a vector ("1 2") or an array ("{1,2}") of numbers.
func (r row) numbers(i int) []int {
	fields := strings.FieldsFunc(string(r[i]), func(c rune) bool { return (c < '0' || c > '9') && c != '-' })
	all := make([]int, len(fields))
	for j, f := range fields {
		all[j], _ = strconv.Atoi(f) // the separators left nothing else
	}
	return all
}
