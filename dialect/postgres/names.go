package postgres

import (
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"

	"assay/schema"
)

// common are the databases that a server has from the beginning, which one can connect to so as to ask for the others.
var common = []string{"postgres", "template1"}

// noDatabase is the SQLSTATE of a database that is not there.
const noDatabase = "3D000"

// Names are the names of the databases on the server to which one can connect, sorted, without templates; or of the schemas in the database, namespaces,
// without the server's own.
func Names(ctx context.Context, t schema.Target, namespaces bool) (names []string, err error) {
	defer recovered(&err)
	if namespaces {
		return namesIn(ctx, t, `SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1`)
	}
	for _, t.Database = range common {
		names, err = namesIn(ctx, t, `SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1`)
		if refused, ok := errors.AsType[*pgconn.PgError](err); !ok || refused.Code != noDatabase {
			break
		}
	}
	return names, err
}

func namesIn(ctx context.Context, t schema.Target, sql string) (names []string, err error) {
	conn, err := connect(ctx, t)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close(ctx) }() // nothing was written, and what could be read was
	err = session{conn}.run(ctx, query{sql, func(r row) { names = append(names, r.text(0)) }})
	slices.Sort(names)
	return names, err
}
