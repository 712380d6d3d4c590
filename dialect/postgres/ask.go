package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"assay/schema"
)

// queryCanceled is the SQLSTATE of a query that was ended.
const queryCanceled = "57014"

// Ask puts questions to a live database, in one read-only transaction, each for no longer than limit. What becomes of one does not spoil the others.
func Ask(ctx context.Context, t schema.Target, questions []schema.Question, limit time.Duration) ([]schema.Answer, error) {
	conn, err := connect(ctx, t)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close(ctx) }() // nothing was written, and what could be read was
	s := session{conn}
	var user, namespace string
	queries := make([]query, 0, len(settings)+4)
	for _, sql := range settings {
		queries = append(queries, query{sql: sql})
	}
	milliseconds := max(1, limit.Milliseconds())
	which := "pg_catalog.current_schema()"
	if t.Schema != "" {
		which = literal(t.Schema)
	}
	queries = append(queries,
		query{sql: fmt.Sprintf("SET LOCAL statement_timeout = %d", milliseconds)},
		query{sql: fmt.Sprintf("SET LOCAL lock_timeout = %d", milliseconds)},
		query{sql: "SELECT pg_catalog.set_config('search_path', pg_catalog.quote_ident(" + which + "), true)"},
		query{"SELECT current_user, COALESCE(pg_catalog.current_schema(), '')", func(r row) { user, namespace = r.text(0), r.text(1) }},
	)
	if err := s.run(ctx, queries...); err != nil {
		return nil, err
	}
	answers := make([]schema.Answer, len(questions))
	for i, q := range questions {
		answer, err := s.ask(ctx, q.SQL)
		if refused, ok := errors.AsType[*pgconn.PgError](err); ok && !conn.IsClosed() {
			answer, err = schema.Answer{Unanswered: unanswered(refused, q, limit, user, namespace)}, nil
		}
		if err != nil {
			return nil, fmt.Errorf("asking about %s: %w", strings.Join(q.Tables, ", "), err)
		}
		answers[i] = answer
	}
	return answers, nil
}

// ask puts one question, between a savepoint and the way back to it: an error would end the whole transaction. The extended protocol takes no
// more than one statement.
func (s session) ask(ctx context.Context, sql string) (schema.Answer, error) {
	var a schema.Answer
	if err := s.run(ctx, query{sql: "SAVEPOINT question"}); err != nil {
		return a, err
	}
	result := s.conn.ExecParams(ctx, sql, nil, nil, nil, nil)
	for _, f := range result.FieldDescriptions() {
		a.Columns = append(a.Columns, f.Name)
	}
	for result.NextRow() {
		a.Rows = append(a.Rows, shown(result.Values()))
	}
	_, err := result.Close()
	if s.conn.IsClosed() {
		return a, readError(err)
	}
	return a, errors.Join(err, s.run(ctx, query{sql: "ROLLBACK TO SAVEPOINT question"}))
}

func shown(values [][]byte) []string {
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
func unanswered(err *pgconn.PgError, q schema.Question, limit time.Duration, user, namespace string) string {
	switch err.Code {
	case queryCanceled:
		return "it took longer than " + limit.String()
	case lockTimeout:
		return "another session holds a lock, perhaps a migration that still runs"
	case noPrivilege:
		names := make([]string, len(q.Tables))
		for i, t := range q.Tables {
			names[i] = quote(namespace) + "." + quote(t)
		}
		hint := "GRANT SELECT ON " + strings.Join(names, ", ") + " TO " + quote(user)
		if strings.Contains(err.Message, "row-level security") {
			hint = "ask as the tables' owner, or as a user with BYPASSRLS"
		}
		return "this user may not read " + strings.Join(q.Tables, ", ") + ": " + hint
	}
	return err.Message
}
