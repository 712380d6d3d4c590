package mysql

import (
	"testing"

	"assay/internal/lab"
)

// TestUnshownDefault: MySQL 8.0.13 to 8.0.22 say of a TEXT column's default that there is one, and not what it is: SHOW CREATE TABLE has it there too. No such
// server is to be had, so others are read as if they said no more.
func TestUnshownDefault(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		if !r.flavor.atLeastMySQL(8, 0, 13) && !r.flavor.isMariaDB() {
			t.Skipf("NOT TESTED on %v: it takes no default of a TEXT column", r.flavor)
		}
		db.Exec(t, "CREATE TABLE t (a text DEFAULT (concat('x', 'y')), b blob DEFAULT ('é'), n int DEFAULT 5)")
		want := read(t, db).Schema
		s, err := connect(t.Context(), db.Target, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.close() }()
		rd := &reader{ctx: t.Context(), session: s, target: db.Target, tables: map[string]*readTable{}, types: map[string]*columnType{}, strings: map[string]string{}, lost: map[string]bool{}}
		for _, step := range []func() error{rd.server, tableReader{rd}.readTables, tableReader{rd}.readColumns} {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
		table := rd.tables["t"]
		for i := range table.Columns[:2] {
			if table.Columns[i].Default = (tableReader{rd}).defaultOf(table, nil, nil, "DEFAULT_GENERATED"); table.Columns[i].Default != "" {
				t.Errorf("%q was guessed", table.Columns[i].Default)
			}
		}
		if err := rd.readLost(); err != nil {
			t.Fatal(err)
		}
		for i, c := range table.Columns {
			if c.Default == "" || c.Default != want.Table("t").Columns[i].Default {
				t.Errorf("column %s: default %q, want %q", c.Name, c.Default, want.Table("t").Columns[i].Default)
			}
		}
		if len(rd.database.Schema.Opaque) > 0 {
			t.Errorf("%v is called unread, which was read", rd.database.Schema.Opaque)
		}
	})
}
