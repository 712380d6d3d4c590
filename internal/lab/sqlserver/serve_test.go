package sqlserver

import (
	"database/sql"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	mssqldb "github.com/microsoft/go-mssqldb"
)

// opened is Go's driver at a server.
func opened(t *testing.T, s *Server) *sql.DB {
	t.Helper()
	address, err := s.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	connector, err := mssqldb.NewConnector("sqlserver://sa:secret@" + address + "?database=asterisk&encrypt=disable")
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// values are what a query gives, all of its results one behind the other.
func values(t *testing.T, db *sql.DB, query string, args ...any) (all [][]any, err error) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for more := true; more; more = rows.NextResultSet() {
		columns, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		all = append(all, []any{strings.Join(columns, ",")})
		for rows.Next() {
			row, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			if err := rows.Scan(into...); err != nil {
				return nil, err
			}
			all = append(all, row)
		}
	}
	return all, rows.Err()
}

// TestRows: what the server holds is what Go's driver reads, in rows with marks of what is NULL and in others, of one packet and of many.
func TestRows(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ä€𝄞", 5000)
	many := Result{Columns: slices.Repeat([]string{"c"}, 19), Rows: [][]any{make([]any, 19), slices.Repeat([]any{1}, 19), make([]any, 19)}}
	many.Rows[2][17] = -1
	db := opened(t, &Server{Reply: Reply{Results: []Result{
		{Columns: []string{"name", "n", "yes"}, Rows: [][]any{{"x", 1, true}, {nil, -2, false}, {"", nil, nil}, {long, 1 << 40, true}}},
		Texts(), Texts("a", "b"), many,
	}}})
	got, err := values(t, db, "SELECT 1")
	if err != nil {
		t.Fatal(err)
	}
	widest := strings.Repeat(",c", 19)[1:]
	nulls := make([]any, 19)
	last := make([]any, 19)
	last[17] = int64(-1)
	want := [][]any{
		{"name,n,yes"},
		{"x", int64(1), true},
		{nil, int64(-2), false},
		{"", nil, nil},
		{long, int64(1 << 40), true},
		{""},
		{""},
		{"a"},
		{"b"},
		{widest},
		nulls,
		slices.Repeat([]any{int64(1)}, 19),
		last,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestCall: a statement with parameters comes as sp_executesql, a procedure by its name.
func TestCall(t *testing.T) {
	t.Parallel()
	var asked []Request
	db := opened(t, &Server{Answer: func(r Request) Reply {
		asked = append(asked, r)
		return Reply{Results: []Result{Texts("x")}}
	}})
	long := strings.Repeat("ä", 5000)
	for query, args := range map[string][]any{
		"SELECT @p1, @p2, @p3, @p4, @p5, @p6, @p7": {"ä", 5, true, nil, 2.5, []byte("bytes"), long},
		"dbo.mine": {sql.Named("a", -7), sql.Named("b", mssqldb.VarChar("plain"))},
	} {
		asked = nil
		if got, err := values(t, db, query, args...); err != nil || len(got) != 2 || got[1][0] != "x" {
			t.Errorf("%v, %v", got, err)
		}
		want := []Request{{SQL: query, Database: "asterisk", Params: []Param{
			{"@p1", "ä"}, {"@p2", 5}, {"@p3", true}, {"@p4", nil}, {"@p5", 2.5}, {"@p6", "bytes"}, {"@p7", long},
		}}}
		if query == "dbo.mine" {
			want[0].Params = []Param{{"@a", -7}, {"@b", "plain"}}
		}
		if diff := cmp.Diff(want, asked); diff != "" {
			t.Error(diff)
		}
	}
}

// TestErrors: news are none, an error ends a batch as well as a procedure, and the session outlives it.
func TestErrors(t *testing.T) {
	t.Parallel()
	failed := &Error{Number: 208, State: 1, Class: 16, Text: "Invalid object name 'x'."}
	db := opened(t, &Server{Answer: func(r Request) Reply {
		reply := Reply{Told: []Error{{Number: 8153, State: 1, Class: 10, Text: "Warning"}}, Results: []Result{Texts("a")}}
		if strings.Contains(r.SQL, "x") {
			reply.Failed = failed
		}
		return reply
	}})
	for _, args := range [][]any{nil, {1}} {
		_, err := values(t, db, "SELECT * FROM x", args...)
		if told, ok := errors.AsType[mssqldb.Error](err); !ok || told.Number != 208 || told.Message != failed.Text || told.Class != 16 {
			t.Errorf("%v is told", err)
		}
		if got, err := values(t, db, "SELECT 1", args...); err != nil || len(got) != 2 {
			t.Errorf("%v, %v", got, err)
		}
	}
}

// TestTransaction: a session is in one from BEGIN TRANSACTION on, and whoever does not know that is refused.
func TestTransaction(t *testing.T) {
	t.Parallel()
	db := opened(t, &Server{Reply: Reply{Results: []Result{Texts("a")}}})
	db.SetMaxOpenConns(1)
	for _, query := range []string{
		"BEGIN TRANSACTION; SELECT 1; ROLLBACK TRANSACTION", "BEGIN TRANSACTION", "SELECT 1", "SELECT 1; ROLLBACK TRANSACTION", "SELECT 1",
	} {
		if got, err := values(t, db, query); err != nil || len(got) != 2 {
			t.Errorf("%s: %v, %v", query, got, err)
		}
	}
	c := &session{Server: &Server{}, transaction: 7}
	header := []byte{22, 0, 0, 0, 18, 0, 0, 0, 2, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 'x', 0}
	if rest, ok := c.headers(header); ok || string(rest) != "x\x00" {
		t.Errorf("%q, %t", rest, ok)
	}
}
