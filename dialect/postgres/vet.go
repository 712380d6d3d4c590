package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// A declinedError says why a question is not put.
type declinedError struct{ why string }

func (e *declinedError) Error() string { return e.why }

func declined(words ...string) error { return &declinedError{strings.Join(words, "")} }

const ownersCode = ", so that an answer could run code of the database's owner"

// vet looks at the tables that a question is about, once they are locked against changes. It returns the columns that are of an enum type, by name, with
// the name of that type.
func (a asker) vet(ctx context.Context, q qualifiedSQL) (enums map[string]string, err error) {
	enums = map[string]string{}
	names := make([]string, len(q.tables))
	for i, t := range q.tables {
		names[i] = literal(t)
	}
	if len(names) == 0 {
		return enums, nil
	}
	if err := a.lock(ctx, q.tables); err != nil {
		return nil, err
	}
	its := ` c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname = ` + literal(a.namespace) + `)
		AND c.relname = ANY (ARRAY[` + strings.Join(names, ", ") + `]::pg_catalog.name[])`
	var why error
	note := func(err error) {
		if why == nil {
			why = err
		}
	}
	err = a.run(ctx, query{`SELECT c.relname, c.relkind, EXISTS (SELECT FROM pg_catalog.pg_inherits AS i WHERE i.inhparent = c.oid), (` + computing + `)
		FROM pg_catalog.pg_class AS c WHERE` + its, func(r row) {
		switch name := r.text(0); {
		case r.text(1) != "r":
			note(declined(name, " is no ordinary table", ownersCode))
		case r.flag(2):
			note(declined("other tables inherit from ", name))
		case r[3] != nil:
			note(declined(r.text(3), " of table ", name, " computes with what is not PostgreSQL's own", ownersCode))
		}
	}}, query{`SELECT c.relname, a.attname, t.typtype, t.typname, t.oid
		FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
		WHERE a.attnum > 0 AND NOT a.attisdropped AND` + its, func(r row) {
		name := r.text(1)
		switch {
		case !slices.Contains(q.columns, name):
		case r.text(2) == "e":
			enums[name] = r.text(3)
		case r.id(4) >= firstNormal:
			note(declined("column ", name, " of ", r.text(0), " is of type ", r.text(3), ", which is not PostgreSQL's own", ownersCode))
		}
	}})
	if err == nil {
		err = why
	}
	return enums, err
}

// lock keeps tables from being changed until the transaction ends. A server that takes a query in locks what that is about and computes nothing yet;
// LOCK TABLE would need rights on whole tables.
func (a asker) lock(ctx context.Context, tables []string) error {
	from := make([]string, len(tables))
	for i, t := range tables {
		from[i] = fmt.Sprintf("ONLY %s.%s AS t%d", quote(a.namespace), quote(t), i)
	}
	_, err := a.conn.Prepare(ctx, "", "SELECT FROM "+strings.Join(from, ", "), nil)
	return err
}

// computing names an index or statistics of a table that are made of expressions which need a function, an operator or a domain that is not the server's
// own: a server computes what is constant in them as it plans a query, whatever that asks. What is the server's own has no entry in pg_depend.
const computing = `SELECT o.name FROM (
		SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, i.indexrelid, 'index ' || k.relname::pg_catalog.text
		FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS k ON k.oid = i.indexrelid
		WHERE i.indrelid = c.oid AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL)
		UNION ALL SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, x.oid, 'statistics ' || x.stxname::pg_catalog.text
		FROM pg_catalog.pg_statistic_ext AS x WHERE x.stxrelid = c.oid
	) AS o (class, id, name)
	JOIN pg_catalog.pg_depend AS d ON d.classid = o.class AND d.objid = o.id
	LEFT JOIN pg_catalog.pg_type AS y ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND y.oid = d.refobjid AND y.typtype = 'd'
	WHERE d.refclassid = ANY (ARRAY['pg_catalog.pg_proc', 'pg_catalog.pg_operator']::pg_catalog.regclass[]) OR y.oid IS NOT NULL
	LIMIT 1`
