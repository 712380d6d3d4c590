package mysql

import (
	"context"
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
	s, err := connect(ctx, t, limit)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.try(ctx, "SET SESSION lock_wait_timeout = "+strconv.Itoa(max(1, int(math.Ceil(limit.Seconds()))))); err != nil {
		return nil, fmt.Errorf("limiting the time of a query: %w", err)
	}
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	rd := &reader{ctx: ctx, session: s, target: t}
	var user string
	if err := rd.query("the user's name", []string{"CURRENT_USER()"}, "", func(r row) error { user = string(r[0]); return nil }); err != nil {
		return nil, err
	}
	answers := make([]schema.Answer, len(questions))
	for i, q := range questions {
		if q.Prepared != nil {
			answers[i], err = rd.prepare(q)
		} else if err = rd.speak(plainMode); err == nil {
			answers[i], err = rd.ask(q.SQL)
		}
		if refused, ok := errors.AsType[*driver.MySQLError](err); ok {
			answers[i].Unanswered, err = unanswered(refused, q, limit, user, t.Database), nil
		}
		if err != nil {
			return nil, fmt.Errorf("asking about %s: %w", strings.Join(q.Tables, ", "), err)
		}
	}
	return answers, nil
}

// ask puts one question. How many rows it had is not asked: FOUND_ROWS() is 0 where the server sees without looking that there can be none to count
// (MariaDB 10.11), and a count is one row. A verdict rests on counts, so they have a checksum; examples have none, being values in any encoding.
func (rd *reader) ask(query string) (a schema.Answer, err error) {
	rest, counts := strings.CutPrefix(query, "SELECT COUNT(*) ")
	if counts {
		query = sealed("COUNT(*)") + " " + rest
	}
	columns, n, err := rd.session.rows(rd.ctx, query, func(r row) (err error) {
		if counts {
			r, err = unseal(r, 1)
		}
		a.Rows = append(a.Rows, shown(r))
		return err
	})
	if a.Columns = columns; !counts || err != nil {
		return a, err
	}
	if a.Columns = columns[:1]; n != 1 {
		err = errDamaged
	}
	return a, err
}

func shown(values row) []string {
	row := make([]string, len(values))
	for i, v := range values {
		row[i] = "NULL"
		if v != nil {
			row[i] = schema.ShortValue(string(v))
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
		if len(q.Tables) == 0 {
			return "this user may not look it up: " + err.Message
		}
		grants := make([]string, len(q.Tables))
		for i, t := range q.Tables {
			grants[i] = fmt.Sprintf("GRANT SELECT ON %s.%s TO %s", quote(database), quote(t), account(user))
		}
		return "this user may not read " + strings.Join(q.Tables, ", ") + ": " + strings.Join(grants, "; ")
	}
	return err.Message
}
