package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"assay/schema"
)

// prepare has the server analyse a statement without running it, nor any function in it: Parse and Describe of the extended protocol end before the planner
// begins. Only literals become values, by the input functions of their types, so that nothing is prepared where these call somebody's own. Names are looked
// up as the migration's own session does.
func (a asker) prepare(ctx context.Context, q schema.Question) (schema.Answer, error) {
	if q.Prepared.Spelled {
		return a.spelled(ctx, q.SQL)
	}
	if a.checks != "" {
		return schema.Answer{Unanswered: "domain " + a.checks + " calls a function of the database's own, which the server may run to look at a statement"}, nil
	}
	if err := a.run(ctx, query{sql: "SELECT pg_catalog.set_config('search_path', " + literal(a.path) + ", true)"}); err != nil {
		return schema.Answer{}, err
	}
	if q.Prepared.Immutable != "" {
		return a.constant(ctx, q)
	}
	said, err := a.conn.Prepare(ctx, "", q.SQL, nil)
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok && a.elsewhere && slices.Contains(notFound, refused.Code) {
		return schema.Answer{Unanswered: refused.Message + ", unless a schema has it that is not searched here"}, nil
	}
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok && decides(refused.Code, q.Prepared.StandIns) {
		return schema.Answer{Refused: refused.Message, Absent: slices.Contains(notFound, refused.Code)}, nil
	}
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok && q.Prepared.StandIns && strings.HasPrefix(refused.Code, "42") {
		return schema.Answer{Unanswered: refused.Message + ", as far as that can be told before the upgrade changes the tables"}, nil
	}
	if err != nil {
		return schema.Answer{}, err
	}
	if q.Prepared.Named {
		for i, f := range said.Fields {
			if slices.ContainsFunc(said.Fields[:i], func(before pgconn.FieldDescription) bool { return before.Name == f.Name }) {
				return schema.Answer{Refused: `column "` + f.Name + `" specified more than once`}, nil
			}
		}
	}
	if q.Prepared.Method != "" && len(said.Fields) == 1 {
		why, err := a.sorts(ctx, said.Fields[0].DataTypeOID, q.Prepared.Method, q.Prepared.Class)
		return schema.Answer{Refused: why}, err
	}
	why, err := a.misfits(ctx, said.Fields, q.Prepared.Stored)
	if err == nil && why == "" && q.Prepared.Replaces != "" {
		why, err = a.replaces(ctx, said.Fields, q.Prepared.Replaces)
	}
	return schema.Answer{Refused: why}, err
}

// constant has the server look for what an expression calls. What it names that is not there, another question is about.
func (a asker) constant(ctx context.Context, q schema.Question) (answer schema.Answer, err error) {
	surely, maybe, err := a.mutable(ctx, q)
	switch {
	case surely != "":
		answer.Refused = q.Prepared.Immutable + ": " + surely
	case maybe != "":
		answer.Unanswered = "function " + maybe + " is not declared IMMUTABLE, and what the server makes of its body is not looked at"
	}
	return answer, err
}

// spelled has the server read a statement: Parse of the extended protocol looks no further into one that is no query.
func (a asker) spelled(ctx context.Context, sql string) (schema.Answer, error) {
	_, err := a.conn.Prepare(ctx, "", sql, nil)
	refused, ok := errors.AsType[*pgconn.PgError](err)
	switch {
	case ok && refused.Code == syntaxError, ok && refused.Code == "0A000":
		return schema.Answer{Refused: refused.Message}, nil
	case ok && !a.conn.IsClosed(): // it has read it
		return schema.Answer{}, nil
	}
	return schema.Answer{}, err
}

const syntaxError = "42601"

// notFound are the errors of what is not found: functions and operators, types and collations, relations, schemas.
var notFound = []string{"42883", "42704", "42P01", "3F000"}

// count answers a question about the catalogue, in which types are looked up as the migration's own session does.
func (a asker) count(ctx context.Context, q schema.Question) (answer schema.Answer, err error) {
	err = a.run(ctx, query{sql: "SELECT pg_catalog.set_config('search_path', " + literal(a.path) + ", true)"}, query{q.SQL, func(r row) {
		answer = schema.Answer{Columns: []string{"count"}, Rows: [][]string{{r.text(0)}}}
		if q.Tells {
			answer = schema.Answer{Refused: r.text(0)}
		}
	}})
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok && q.Names && decides(refused.Code, false) {
		if a.elsewhere && slices.Contains(notFound, refused.Code) {
			return schema.Answer{Unanswered: refused.Message + ", unless a schema has it that is not searched here"}, nil
		}
		return schema.Answer{Refused: refused.Message, Absent: slices.Contains(notFound, refused.Code)}, nil
	}
	return answer, err
}

// decides reports whether an error is about the statement itself, and not about rights, time or the connection. Where others stand for tables that are not
// there yet, keys and system columns are missing, and only some errors can be nothing else's fault.
func decides(code string, standIns bool) bool {
	if standIns {
		return slices.Contains([]string{"42883", "42702", "42704", "42725", "42804", "22P02", "42601"}, code)
	}
	return code != noPrivilege && (strings.HasPrefix(code, "42") || strings.HasPrefix(code, "22") || code == "0A000" || code == "3F000")
}

// misfits says which result no column of its type takes: the server assigns by casts that are made for it, and makes a text of anything.
func (a asker) misfits(ctx context.Context, fields []pgconn.FieldDescription, types []string) (why string, err error) {
	for i, t := range types {
		if t == "" || i >= len(fields) {
			continue
		}
		err := a.run(ctx, query{misfit(fields[i].DataTypeOID, t), func(r row) {
			why = fmt.Sprintf("column is of type %s but expression is of type %s", r.text(1), r.text(0))
		}})
		if err != nil || why != "" {
			return why, err
		}
	}
	return "", nil
}

// misfit finds two types of which the one is not assigned to the other. Of two arrays it is their elements that count. What else is one, a range or a domain
// is let pass.
func misfit(from uint32, to string) string {
	return `SELECT pg_catalog.format_type(a.oid, NULL), pg_catalog.format_type(b.oid, NULL)
		FROM pg_catalog.pg_type AS a, pg_catalog.pg_type AS b, pg_catalog.pg_type AS s, pg_catalog.pg_type AS t
		WHERE a.oid = ` + strconv.FormatUint(uint64(from), 10) + ` AND b.oid = ` + literal(to) + `::pg_catalog.regtype
		AND s.oid = CASE WHEN a.typcategory = 'A' AND b.typcategory = 'A' THEN a.typelem ELSE a.oid END
		AND t.oid = CASE WHEN a.typcategory = 'A' AND b.typcategory = 'A' THEN b.typelem ELSE b.oid END AND s.oid <> t.oid
		AND s.typtype = ANY (ARRAY['b', 'e']::pg_catalog."char"[]) AND t.typtype = ANY (ARRAY['b', 'e']::pg_catalog."char"[])
		AND s.typcategory <> ALL (ARRAY['A', 'X']::pg_catalog."char"[]) AND t.typcategory <> ALL (ARRAY['A', 'X', 'S']::pg_catalog."char"[])
		AND NOT EXISTS (SELECT FROM pg_catalog.pg_cast AS c WHERE c.castsource = s.oid AND c.casttarget = t.oid
			AND c.castcontext = ANY (ARRAY['a', 'i']::pg_catalog."char"[]))`
}

// replaces says which column of a view CREATE OR REPLACE cannot keep: those that are there stay, each with its name and type.
func (a asker) replaces(ctx context.Context, fields []pgconn.FieldDescription, view string) (why string, err error) {
	n := 0
	err = a.run(ctx, query{`SELECT a.attname, a.atttypid, a.atttypmod::pg_catalog.text FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
		WHERE c.oid = pg_catalog.to_regclass(` + literal(view) + `) AND c.relkind = 'v' AND a.attnum > 0 ORDER BY a.attnum`, func(r row) {
		switch {
		case why != "":
		case n >= len(fields):
			why = "cannot drop columns from view"
		case fields[n].Name != r.text(0):
			why = fmt.Sprintf(`cannot change name of view column "%s" to "%s"`, r.text(0), fields[n].Name)
		case fields[n].DataTypeOID != r.id(1), strconv.Itoa(int(fields[n].TypeModifier)) != r.text(2):
			why = fmt.Sprintf(`cannot change data type of view column "%s"`, r.text(0))
		}
		n++
	}})
	return why, err
}
