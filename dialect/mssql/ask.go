package mssql

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"assay/schema"
)

// errQuestion is why something is not asked: a question is one SELECT that makes nothing.
var errQuestion = unread("it is no question that changes nothing", "ask it by hand")

// Ask puts questions to a live database, each in a transaction of its own that is rolled back, and for no longer than limit.
func Ask(ctx context.Context, t schema.Target, questions []schema.Question, limit time.Duration) ([]schema.Answer, error) {
	s, err := open(ctx, t)
	if err != nil {
		return nil, err
	}
	defer s.close()
	answers := make([]schema.Answer, len(questions))
	for i, q := range questions {
		if answers[i], err = s.ask(ctx, q, limit); err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			answers[i] = schema.Answer{Unanswered: err.Error()}
		}
	}
	return answers, nil
}

func (s *session) ask(ctx context.Context, q schema.Question, limit time.Duration) (a schema.Answer, err error) {
	if !asksOnly(q.SQL) {
		return a, errQuestion
	}
	own, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	began := time.Now()
	rows, err := s.QueryContext(own, fmt.Sprintf("SET NOCOUNT ON; SET LOCK_TIMEOUT %d; BEGIN TRANSACTION; %s; ROLLBACK TRANSACTION", limit.Milliseconds(), q.SQL))
	if err != nil {
		return a, late(own, err, limit)
	}
	defer rows.Close()
	if a.Columns, err = rows.Columns(); err != nil {
		return a, err
	}
	for rows.Next() {
		values, into := make([]sql.NullString, len(a.Columns)), make([]any, len(a.Columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return a, err
		}
		row := make([]string, len(values))
		for i, v := range values {
			row[i] = "NULL"
			if v.Valid {
				row[i] = schema.ShortValue(v.String)
			}
		}
		a.Rows = append(a.Rows, row)
	}
	if s.target.Trace != nil {
		s.target.Trace(q.SQL, len(a.Rows), time.Since(began))
	}
	return a, late(own, rows.Err(), limit)
}

// late says of an error that the question took too long.
func late(ctx context.Context, err error, limit time.Duration) error {
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("it took longer than %s", limit)
	}
	return err
}

// asksOnly reports whether a text is one SELECT that makes no table and calls nothing that is not the server's own.
func asksOnly(question string) bool {
	tokens, err := lexer.Scan(question)
	if err != nil || len(tokens) == 0 || !tokens[0].Is("SELECT") {
		return false
	}
	for i, t := range tokens {
		switch {
		case t.Is(";"), t.Is("INTO"), t.Is("EXEC"), t.Is("EXECUTE"), t.Is("OPENROWSET"), t.Is("OPENQUERY"), t.Is("OPENDATASOURCE"):
			return false
		case t.Is(".") && i+2 < len(tokens) && tokens[i+2].Is("("): // somebody's function
			return false
		}
	}
	return true
}
