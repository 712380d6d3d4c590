package mysql

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"net"
	"runtime"
	"strconv"
	"strings"
	"time"

	sqldriver "github.com/go-sql-driver/mysql"

	"assay/schema"
)

// A session is one connection whose settings are ours, whatever the server's are. It uses the driver without package sql, which would copy and convert
// every value, taking as long as the server's work when there are many tables, and would try a connection again that gives no sense.
type session struct {
	conn   driver.Conn
	socket net.Conn                                       // the driver leaves it open where it panics
	heed   func() bool                                    // ends the watch over the reading's context
	trace  func(sql string, rows int, took time.Duration) // as of [schema.Target]
}

// connect makes a connection and settles it. The driver's own timeout ends when the socket is open, before the server has greeted: another kind of
// server may wait for ever for our greeting.
func connect(ctx context.Context, t schema.Target, limit time.Duration) (*session, error) {
	cfg, err := config(t)
	if err != nil {
		return nil, err
	}
	s := &session{trace: t.Trace}
	cfg.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		s.socket = c
		return greeted(ctx, c)
	}
	connector, err := sqldriver.NewConnector(cfg)
	if err != nil {
		return nil, fmt.Errorf("configuring the connection: %w", err)
	}
	dial, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	err = unpanicked(func() (err error) {
		s.conn, err = connector.Connect(dial)
		return err
	})
	if err != nil {
		s.hangUp()
		if errors.Is(err, errDamaged) { // nobody has said yet that it speaks this protocol
			err = sqldriver.ErrMalformPkt
		}
		return nil, fmt.Errorf("connecting: %w", err)
	}
	// The driver (1.10) heeds no context where it reads the rest of an answer that was left: closing what is left of a damaged one may wait for ever.
	s.heed = context.AfterFunc(ctx, s.hangUp)
	if err := s.settle(ctx, limit); err != nil {
		return nil, errors.Join(fmt.Errorf("setting up the session: %w", err), s.close())
	}
	return s, nil
}

func (s *session) close() error {
	defer s.hangUp()
	defer s.heed()
	return unpanicked(s.conn.Close)
}

// hangUp closes the socket, if the driver has not. What closing it twice says is of no interest.
func (s *session) hangUp() {
	if s.socket != nil {
		_ = s.socket.Close()
	}
}

// essential are settings that every server has. The encoding comes after what init_connect may have set.
var essential = []string{
	"NAMES utf8mb4 COLLATE utf8mb4_general_ci",
	"sql_mode = ''", // names in backticks, backslashes escape, zero dates are let be
	"sql_select_limit = 18446744073709551615",
	"group_concat_max_len = 1048576, max_sort_length = 1024, sql_quote_show_create = 1",
	"sql_auto_is_null = 0, autocommit = 1, completion_type = 0, sql_buffer_result = 0, sql_safe_updates = 0",
	"sql_big_selects = 1, max_join_size = 18446744073709551615",
}

// patience is how long the session waits for a lock, and idle for our next question, in seconds.
const (
	patience = 10
	idle     = 3600
)

// An adjustment is one on which an answer, or whether there is one, may hang, since the version of those executable comments which the server obeys; what a
// server does not know, or does not let us set, it does without. MariaDB passes over MySQL's comments from 5.7 on.
type adjustment struct{ text, since string }

// adjustments: the time zone is left alone, being part of what a TIMESTAMP's literal default means to whoever migrates.
func adjustments(limit time.Duration) []adjustment {
	all := []adjustment{
		{"lock_wait_timeout = " + strconv.Itoa(patience), ""},
		{"wait_timeout = " + strconv.Itoa(idle), ""},
		{"net_read_timeout = 600", ""},
		{"net_write_timeout = 600", ""},
		{"max_error_count = 1024", ""},
		{"div_precision_increment = 4", ""},
		{"lc_time_names = 'en_US'", ""},
		{"lc_messages = 'en_US'", ""}, // what a server says is quoted
		{"sort_buffer_size = 2097152", ""},
		{"tmp_table_size = 16777216", ""},
		{"max_heap_table_size = 16777216", ""},
		{"range_optimizer_max_mem_size = 8388608", "!50709"},
		{"show_create_table_verbosity = 0", "!50722"},
		{"show_create_table_skip_secondary_engine = 0", "!80018"},
		{"show_gipk_in_create_table_and_information_schema = 1", "!80030"},
		{"max_session_mem_used = 9223372036854775807", "M!100101"},
		{"tmp_disk_table_size = 18446744073709551615", "M!100202"},
		{"idle_transaction_timeout = 0", "M!100309"},
		{"idle_readonly_transaction_timeout = 0", "M!100309"},
		{"system_versioning_asof = DEFAULT", "M!100309"},
		{"old_mode = 'UTF8_IS_UTF8MB3'", "M!100601"},
		{"max_tmp_session_space_usage = 0", "M!110500"},
	}
	if limit > 0 { // a query is ended also when we are no more
		all = append(all, adjustment{"max_statement_time = " + strconv.FormatFloat(limit.Seconds(), 'f', 3, 64), "M!100101"},
			adjustment{"max_execution_time = " + strconv.FormatInt(int64(math.Ceil(float64(limit)/float64(time.Millisecond))), 10), "!50708"})
	}
	return all
}

// settle makes the settings: together, or one by one where the server refuses one.
func (s *session) settle(ctx context.Context, limit time.Duration) error {
	if err := s.exec(ctx, "SET "+strings.Join(essential, ", ")); err != nil {
		return err
	}
	// A snapshot, and no lock on what is read.
	if err := s.try(ctx, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ"); err != nil {
		return err
	}
	all := adjustments(limit)
	together := []string{"SET ", all[0].text}
	for _, x := range all[1:] {
		part := ", " + x.text
		if x.since != "" {
			part = " /*" + x.since + part + " */"
		}
		together = append(together, part)
	}
	err := s.exec(ctx, strings.Join(together, ""))
	if !isRefused(err) {
		return err
	}
	for _, x := range all {
		if err := s.try(ctx, "SET "+x.text); err != nil {
			return err
		}
	}
	return nil
}

// try runs a statement that the server may refuse.
func (s *session) try(ctx context.Context, statement string) error {
	if err := s.exec(ctx, statement); err != nil && !isRefused(err) {
		return err
	}
	return nil
}

func isRefused(err error) bool {
	_, refused := errors.AsType[*sqldriver.MySQLError](err)
	return refused
}

// remaining is how long the context lasts; 0: for ever.
func remaining(ctx context.Context) time.Duration {
	end, ok := ctx.Deadline()
	if !ok {
		return 0
	}
	return max(time.Until(end), time.Millisecond)
}

// traced says what a statement, which was begun at that time, came to.
func (s *session) traced(statement string, rows int, begun time.Time) {
	if s.trace != nil {
		s.trace(statement, rows, time.Since(begun))
	}
}

func (s *session) exec(ctx context.Context, statement string) error {
	defer s.traced(statement, 0, time.Now())
	return unpanicked(func() error {
		x, ok := s.conn.(driver.ExecerContext)
		if !ok {
			return errors.New("the driver cannot execute")
		}
		_, err := x.ExecContext(ctx, statement, nil)
		return damaged(err)
	})
}

// A row is a row's values, nil for NULL. They are only valid until the next one is read.
type row [][]byte

// rows runs a query and calls each for every row. It returns the names of the columns and the number of rows.
func (s *session) rows(ctx context.Context, query string, each func(row) error) (columns []string, n int, err error) {
	begun := time.Now()
	defer func() { s.traced(query, n, begun) }()
	err = unpanicked(func() error {
		q, ok := s.conn.(driver.QueryerContext)
		if !ok {
			return errors.New("the driver cannot query")
		}
		rows, err := q.QueryContext(ctx, query, nil)
		if err != nil {
			return damaged(err)
		}
		columns = rows.Columns()
		err = readRows(rows, func(r row) error { n++; return each(r) })
		return damaged(errors.Join(err, rows.Close()))
	})
	return columns, n, err
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

// sealed is a query for these columns, each row of which ends with a checksum: without TLS nothing else tells a row of which part was lost, or changed
// on its way, from a whole one. The driver takes what is missing for NULL.
func sealed(columns ...string) string {
	all := strings.Join(columns, ",\n\t\t       ")
	return "\n\t\tSELECT " + all + ",\n\t\t       CRC32(CONCAT_WS('|', " + strings.Join(columns, ", ") + "))"
}

// unseal takes the checksum off a row.
func unseal(r row, columns int) (row, error) {
	if len(r) != columns+1 {
		return nil, errDamaged
	}
	r, seal := r[:columns], string(r[columns])
	sum, first := crc32.NewIEEE(), true
	for _, v := range r {
		if v == nil {
			continue
		}
		if !first {
			_, _ = sum.Write([]byte("|"))
		}
		first = false
		_, _ = sum.Write(v)
	}
	if seal != strconv.FormatUint(uint64(sum.Sum32()), 10) {
		return nil, errDamaged
	}
	return r, nil
}

// errDamaged is what a reading comes to whose answer cannot be what the server said.
var errDamaged = &schema.ReadError{
	Problem: "the server's answer came damaged",
	Hint:    "try again; if it happens again, look at what stands between this machine and the server, or have the connection encrypted",
}

// damaged tells the driver's words for an answer without sense, once the server was understood, from the server's own and those for a connection that ended.
func damaged(err error) error {
	if err == nil || isRefused(err) {
		return err
	}
	for _, senseless := range []error{
		sqldriver.ErrMalformPkt, sqldriver.ErrPktSync, sqldriver.ErrPktSyncMul, sqldriver.ErrBusyBuffer, sqldriver.ErrPktTooLarge, strconv.ErrSyntax,
		strconv.ErrRange,
	} {
		if errors.Is(err, senseless) {
			return errDamaged
		}
	}
	return err
}

// unpanicked calls what uses the driver, which runs over the end of a packet that is shorter than it says.
func unpanicked(f func() error) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case runtime.Error:
			err = errDamaged
		default:
			panic(p)
		}
	}()
	return f()
}
