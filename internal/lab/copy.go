package lab

import (
	"strings"
	"testing"
)

// Copy makes a database with the same tables and rows, dropped at the end of the test. Nobody else may be connected to the original.
func (d *Database) Copy(t testing.TB) *Database {
	t.Helper()
	if d.server.Server.Engine == "postgresql" {
		name := freshName()
		d.Exec(t, "CREATE DATABASE "+name+" TEMPLATE "+d.Name)
		return d.server.use(t, name)
	}
	c := d.server.Database(t)
	c.Exec(t, "SET foreign_key_checks = 0") // the tables come in no particular order
	for _, table := range d.Tables(t) {
		var create string
		if err := d.DB.QueryRowContext(t.Context(), "SHOW CREATE TABLE `"+table+"`").Scan(&table, &create); err != nil {
			t.Fatal(err)
		}
		c.Exec(t, create, "INSERT INTO `"+table+"` SELECT * FROM "+d.Name+".`"+table+"`")
	}
	c.Exec(t, "SET foreign_key_checks = 1")
	return c
}

// Tables returns the names of the database's tables, those of PostgreSQL's schema public.
func (d *Database) Tables(t testing.TB) []string {
	t.Helper()
	query := "SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema = DATABASE() ORDER BY 1"
	if d.server.Server.Engine == "postgresql" {
		query = strings.Replace(query, "DATABASE()", "'public'", 1)
	}
	rows, err := d.DB.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		all = append(all, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
