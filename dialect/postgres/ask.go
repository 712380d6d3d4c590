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
func Ask(ctx context.Context, t schema.Target, questions []schema.Question, limit time.Duration) (answers []schema.Answer, err error) {
	defer recovered(&err)
	conn, err := connect(ctx, t)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close(ctx) }() // nothing was written, and what could be read was
	s := session{conn}
	a := asker{session: s}
	which := `(SELECT u.name FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY AS u (name, place) WHERE u.name !~ '^pg_' ORDER BY u.place LIMIT 1)`
	if t.Schema != "" {
		which = literal(t.Schema)
	}
	// Each statement sees what was committed before it: what a question is about is looked at once it can be changed no more.
	queries := append(beginning(New(ServerOf(conn.ParameterStatus("server_version"))).version, "READ COMMITTED", limit, limit),
		query{"SELECT current_user, coalesce(" + which + ", ''), pg_catalog.current_setting('search_path'), " + another, func(r row) {
			a.elsewhere = r.flag(3)
			if a.user, a.namespace, a.path = r.text(0), r.text(1), r.text(2); t.Schema != "" {
				a.path = quote(t.Schema) + ", " + a.path
			}
		}},
		query{sql: "SET LOCAL search_path TO pg_catalog"},
		query{ownChecks, func(r row) { a.checks = r.text(0) }},
	)
	if err := s.run(ctx, queries...); err != nil {
		return nil, err
	}
	answers = make([]schema.Answer, len(questions))
	for i, q := range questions {
		answer, err := a.ask(ctx, q)
		if declined, ok := errors.AsType[*declinedError](err); ok {
			answer, err = schema.Answer{Unanswered: declined.why}, nil
		}
		if refused, ok := errors.AsType[*pgconn.PgError](err); ok && !conn.IsClosed() {
			answer, err = schema.Answer{Unanswered: unanswered(refused, q, limit, a.user, a.namespace)}, nil
		}
		if err != nil {
			return nil, fmt.Errorf("asking about %s: %w", strings.Join(q.Tables, ", "), err)
		}
		answers[i] = answer
	}
	return answers, nil
}

// another reports whether there is a schema that is not searched.
const another = `EXISTS (SELECT FROM pg_catalog.pg_namespace AS n
	WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.nspname <> ALL (pg_catalog.current_schemas(false)))`

// ownChecks is a domain whose check calls somebody's own function: where the server analyses a statement it makes values of the literals in it, and for an
// array of such a domain, or a row or range with one, it runs the check.
const ownChecks = `SELECT t.typname FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid
	JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objid = k.oid
		AND (d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass OR d.refclassid = 'pg_catalog.pg_operator'::pg_catalog.regclass)
	WHERE k.contype = 'c' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e
		WHERE e.classid = d.refclassid AND e.objid = d.refobjid AND e.deptype = 'e')
	ORDER BY t.typname LIMIT 1`

// An asker puts questions about the tables of one namespace.
type asker struct {
	session

	user, namespace string
	path            string // where names are looked up by those who do not say where
	checks          string // a domain whose check calls somebody's own function; empty: there is none
	elsewhere       bool   // there are schemas that are not searched: this user may not use them, or another role's path has them
}

// ask puts one question, between a savepoint and the way back to it: an error would end the whole transaction.
func (a asker) ask(ctx context.Context, q schema.Question) (schema.Answer, error) {
	if err := a.run(ctx, query{sql: "SAVEPOINT question"}); err != nil {
		return schema.Answer{}, err
	}
	put := a.put
	switch {
	case q.Prepared != nil:
		put = a.prepare
	case q.Catalogue:
		put = a.count
	}
	answer, err := put(ctx, q)
	if a.conn.IsClosed() {
		return answer, readError(err)
	}
	return answer, errors.Join(err, a.run(ctx, query{sql: "ROLLBACK TO SAVEPOINT question"}))
}

// put looks at the tables of a question and has it answered. A verdict rests on counts, so they come twice: nothing in the protocol tells a damaged one.
// The extended protocol takes no more than one statement.
func (a asker) put(ctx context.Context, q schema.Question) (schema.Answer, error) {
	var answer schema.Answer
	sql := q.SQL
	rest, counts := strings.CutPrefix(sql, "SELECT COUNT(*) ")
	if counts {
		sql = "SELECT COUNT(*), COUNT(*) " + rest
	}
	plain, err := a.qualified(sql, nil)
	if err != nil {
		return answer, err
	}
	enums, err := a.vet(ctx, plain)
	if err != nil {
		return answer, err
	}
	if plain, err = a.qualified(sql, enums); err != nil {
		return answer, err
	}
	result := a.conn.ExecParams(ctx, plain.sql, nil, nil, nil, nil)
	for _, f := range result.FieldDescriptions() {
		answer.Columns = append(answer.Columns, f.Name)
	}
	for result.NextRow() {
		answer.Rows = append(answer.Rows, shown(result.Values()))
	}
	tag, err := result.Close()
	if err == nil && (tag.String() == "" || tag.RowsAffected() != int64(len(answer.Rows))) {
		return answer, errDamaged
	}
	if counts && err == nil {
		return once(answer)
	}
	return answer, err
}

// once is the answer to a count that was asked for twice.
func once(a schema.Answer) (schema.Answer, error) {
	if len(a.Columns) != 2 || len(a.Rows) != 1 || len(a.Rows[0]) != 2 || a.Rows[0][0] != a.Rows[0][1] {
		return schema.Answer{}, errDamaged
	}
	return schema.Answer{Columns: a.Columns[:1], Rows: [][]string{a.Rows[0][:1]}}, nil
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
		if len(q.Tables) == 0 {
			return "this user may not look it up: " + err.Message
		}
		return "this user may not read " + strings.Join(q.Tables, ", ") + ": " + hint
	}
	return err.Message
}
