package mysql

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	driver "github.com/go-sql-driver/mysql"

	"assay/internal/lab"
	"assay/schema"
)

// referenceTypes are types of the two ends of a foreign key.
var referenceTypes = []string{
	"int", "int unsigned", "bigint", "bigint unsigned", "smallint", "mediumint", "tinyint", "boolean", "varchar(20)", "varchar(40)", "char(20)", "varchar(20) CHARACTER SET latin1",
	"varchar(20) COLLATE utf8mb4_bin", "varbinary(20)", "date", "datetime", "decimal(10,2)", "decimal(12,2)", "double", "enum('a','b')",
}

// referenceKeys are what keeps the rows apart, or in order, that a foreign key to column r refers to.
var referenceKeys = []string{
	"", "PRIMARY KEY (r)", "UNIQUE (r)", "KEY (r)", "KEY (r, x)", "KEY (x, r)", "UNIQUE (r, x)", "UNIQUE (x, r)", "PRIMARY KEY (r, x)", "PRIMARY KEY (x), KEY (r)",
	"KEY (s(4))", "UNIQUE (s(4))",
}

// TestReferences tries foreign keys between all types and to all keys on the servers: what the room refuses they refuse in the same words, and of what they
// refuse it lets pass only what it does not judge.
func TestReferences(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		const like = " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
		for i, typ := range referenceTypes {
			db.Exec(t, fmt.Sprintf("CREATE TABLE p%d (r %s, PRIMARY KEY (r))"+like, i, typ), fmt.Sprintf("CREATE TABLE c%d (id int PRIMARY KEY, v %s)"+like, i, typ))
		}
		for i, key := range referenceKeys {
			db.Exec(t, fmt.Sprintf("CREATE TABLE k%d (%s)"+like, i, strings.TrimSuffix("r int NOT NULL, x int NOT NULL, s varchar(20), "+key, ", ")))
		}
		s := read(t, db).Schema
		for i, child := range referenceTypes {
			for j, parent := range referenceTypes {
				tryReference(t, r, db, s, [2]string{child, parent}, fmt.Sprintf("c%d", i), fmt.Sprintf("p%d", j), "r")
			}
		}
		for i, key := range referenceKeys {
			column, child := "r", "int"
			if strings.Contains(key, "(s") {
				column, child = "s", "varchar(20)"
			}
			tryReference(t, r, db, s, [2]string{child, child}, fmt.Sprintf("c%d", slices.Index(referenceTypes, child)), fmt.Sprintf("k%d", i), column)
		}
	})
}

func tryReference(t *testing.T, r *Room, db *lab.Database, s *schema.Schema, types [2]string, child, parent, column string) {
	t.Helper()
	add := schema.AddForeignKey{Table: child, ForeignKey: schema.ForeignKey{Name: "f", Columns: []string{"v"}, RefTable: parent, RefColumns: []string{column}}}
	f := r.Refusal(s, add)
	sql, err := r.Format(add)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.DB.Exec(sql[0])
	var said *driver.MySQLError
	switch {
	case err == nil:
		if f != nil {
			t.Errorf("%s (%s) to %s.%s (%s): Refusal = %v, and the server makes it", child, types[0], parent, column, types[1], f)
		}
		db.Exec(t, "ALTER TABLE "+child+" DROP FOREIGN KEY f")
	case errors.As(err, &said) && f != nil:
		want := fmt.Sprintf("ERROR %d (%s): %s", said.Number, said.SQLState, strings.ReplaceAll(said.Message, "`"+db.Name+"`.", ""))
		if f.Error() != want {
			t.Errorf("%s (%s) to %s.%s (%s): Refusal = %v, want %s", child, types[0], parent, column, types[1], f, want)
		}
	case judged(types[0]) && judged(types[1]):
		t.Errorf("%s (%s) to %s.%s (%s): Refusal = nil, and the server says %v", child, types[0], parent, column, types[1], err)
	}
}

// judged: foreign keys of other types are none that anybody makes.
func judged(typ string) bool {
	word, _, _ := strings.Cut(typ, " ")
	return strings.HasSuffix(word, "int") || strings.Contains(word, "char")
}
