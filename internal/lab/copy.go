package lab

import (
	"context"
	"database/sql"
	"testing"
)

// Copy makes a database with the same tables and rows, dropped at the end of the test. Nobody else may be connected to the original.
func (d *Database) Copy(t testing.TB) *Database {
	t.Helper()
	name := freshName()
	if d.server.Server.Engine == "postgresql" {
		d.Exec(t, "CREATE DATABASE "+name+" TEMPLATE "+d.Name+d.server.strategy())
		return d.server.use(t, name)
	}
	create, err := recipe(d.DB, d.Name)
	if err == nil {
		err = (&template{create: create}).copy(d.server, name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d.server.use(t, name)
}

// Tables returns the names of the database's tables, those of PostgreSQL's schema public.
func (d *Database) Tables(t testing.TB) []string {
	t.Helper()
	schema := "DATABASE()"
	if d.server.Server.Engine == "postgresql" {
		schema = "'public'"
	}
	all, err := tablesOf(t.Context(), d.DB, schema)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func tablesOf(ctx context.Context, db *sql.DB, schema string) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema = "+schema+" ORDER BY 1")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		all = append(all, name)
	}
	return all, rows.Err()
}
