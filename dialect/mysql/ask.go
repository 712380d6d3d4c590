package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	driver "github.com/go-sql-driver/mysql"

	"assay/schema"
)

// Ask puts questions to a live database, in one read-only transaction, each for no longer than limit. What becomes of one does not spoil the others.
func Ask(ctx context.Context, t schema.Target, questions []schema.Question, limit time.Duration) (_ []schema.Answer, err error) {
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
	if err := bound(ctx, conn, limit); err != nil {
		return nil, fmt.Errorf("limiting the time of a query: %w", err)
	}
	if err := begin(ctx, conn); err != nil {
		return nil, fmt.Errorf("opening a read-only transaction: %w", err)
	}
	var user string
	if err := conn.QueryRowContext(ctx, "SELECT CURRENT_USER()").Scan(&user); err != nil {
		return nil, fmt.Errorf("reading the user's name: %w", err)
	}
	answers := make([]schema.Answer, len(questions))
	for i, q := range questions {
		answers[i], err = ask(ctx, conn, q.SQL)
		if refused, ok := errors.AsType[*driver.MySQLError](err); ok {
			answers[i].Unanswered, err = unanswered(refused, q, limit, user, t.Database), nil
		}
		if err != nil {
			return nil, fmt.Errorf("asking about %s: %w", strings.Join(q.Tables, ", "), err)
		}
	}
	return answers, nil
}

// bound has the server end a query that takes too long: MariaDB since 10.1 by one variable, MySQL since 5.7.8 and TiDB by another. An older
// server has none. What waits for a lock is another clock's, which stands at a day or more.
func bound(ctx context.Context, conn *sql.Conn, limit time.Duration) error {
	seconds := strconv.Itoa(max(1, int(math.Ceil(limit.Seconds()))))
	var refused *driver.MySQLError
	for _, set := range []string{
		"SET SESSION max_statement_time = " + strconv.FormatFloat(limit.Seconds(), 'f', 3, 64),
		"SET SESSION max_execution_time = " + strconv.FormatInt(limit.Milliseconds(), 10),
		"SET SESSION lock_wait_timeout = " + seconds,
	} {
		if _, err := conn.ExecContext(ctx, set); err != nil && !errors.As(err, &refused) {
			return err
		}
	}
	return nil
}

func ask(ctx context.Context, conn *sql.Conn, query string) (a schema.Answer, err error) {
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return a, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if a.Columns, err = rows.Columns(); err != nil {
		return a, err
	}
	values := make([]sql.NullString, len(a.Columns))
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return a, err
		}
		a.Rows = append(a.Rows, shown(values))
	}
	return a, rows.Err()
}

func shown(values []sql.NullString) []string {
	row := make([]string, len(values))
	for i, v := range values {
		row[i] = "NULL"
		if v.Valid {
			row[i] = schema.ShortValue(v.String)
		}
	}
	return row
}

// unanswered says why a server did not answer.
func unanswered(err *driver.MySQLError, q schema.Question, limit time.Duration, user, database string) string {
	switch err.Number {
	case 1969, 3024, 1317:
		return "it took longer than " + limit.String()
	case 1205:
		return "another session holds a lock, perhaps a migration that still runs"
	case 1142, 1143, 1370:
		r := &Room{}
		grants := make([]string, len(q.Tables))
		for i, t := range q.Tables {
			grants[i] = fmt.Sprintf("GRANT SELECT ON %s.%s TO %s", r.Quote(database), r.Quote(t), account(user))
		}
		return "this user may not read " + strings.Join(q.Tables, ", ") + ": " + strings.Join(grants, "; ")
	}
	return err.Message
}
