package mysql

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	driver "github.com/go-sql-driver/mysql"

	"assay/internal/lab"
	"assay/schema"
)

func listOf(n int, format string) string {
	items := make([]string, n)
	for i := range items {
		items[i] = fmt.Sprintf(format, i)
	}
	return strings.Join(items, ", ")
}

// definitions are statements at both sides of what a server makes, whatever rows there are, on t (id, a int, b varchar(20), g text).
func definitions() []string {
	name := strings.Repeat("n", longestName-1) + "é"
	all := []string{
		"ALTER TABLE t ADD " + name + " int", "ALTER TABLE t ADD " + name + "x int", "CREATE TABLE " + name + "x (a int)", "ALTER TABLE t ADD INDEX " + name + "x (a)",
		"ALTER TABLE t ADD `c ` int", "ALTER TABLE t ADD ` c` int", "ALTER TABLE t ADD `` int", "ALTER TABLE t CHANGE a `c ` int", "CREATE TABLE `z ` (a int)", "ALTER TABLE t RENAME TO `z `",
		"CREATE TABLE z (" + listOf(17, "c%d int") + ", KEY k (" + listOf(17, "c%d") + "))", "CREATE TABLE z (" + listOf(16, "c%d int") + ", KEY k (" + listOf(16, "c%d") + "))",
		"CREATE TABLE z (" + listOf(33, "c%d int") + ", KEY k (" + listOf(33, "c%d") + "))",
		"CREATE TABLE z (a int, " + listOf(64, "KEY k%d (a)") + ")", "CREATE TABLE z (a int, " + listOf(65, "KEY k%d (a)") + ")",
		"CREATE TABLE z (" + listOf(mostColumns, "c%d tinyint") + ")", "CREATE TABLE z (" + listOf(mostColumns+1, "c%d tinyint") + ")",
		"CREATE TABLE z (a int PRIMARY KEY, b int, PRIMARY KEY (b))", "ALTER TABLE t ADD INDEX i (a, a)", "ALTER TABLE t ADD INDEX i (a, b, A)",
		"ALTER TABLE t ADD INDEX i (a(3))", "ALTER TABLE t ADD INDEX i (b(21))", "ALTER TABLE t ADD INDEX i (b(20))", "ALTER TABLE t ADD INDEX i (g(21))",
		"ALTER TABLE t ADD FULLTEXT INDEX i (b(30))",
		"ALTER TABLE t ADD e set(" + listOf(64, "'l%d'") + ")", "ALTER TABLE t ADD e set(" + listOf(65, "'l%d'") + ")", "ALTER TABLE t ADD e set('a,b')", "ALTER TABLE t ADD e enum('a,b')",
		"ALTER TABLE t ADD e enum('" + strings.Repeat("x", 255) + "')", "ALTER TABLE t ADD e enum('" + strings.Repeat("x", 256) + "')",
		"ALTER TABLE t ADD e varchar(256)", "ALTER TABLE t ADD e char(256)", "ALTER TABLE t ADD e decimal(66)",
		"ALTER TABLE t ADD e int ON UPDATE CURRENT_TIMESTAMP", "ALTER TABLE t ADD e datetime NULL ON UPDATE CURRENT_TIMESTAMP", "ALTER TABLE t ADD e timestamp NULL ON UPDATE CURRENT_TIMESTAMP",
		"CREATE TABLE z (e varchar(9) AUTO_INCREMENT PRIMARY KEY)", "CREATE TABLE z (e decimal(9) AUTO_INCREMENT PRIMARY KEY)", "CREATE TABLE z (e int AUTO_INCREMENT DEFAULT 3 PRIMARY KEY)",
		"CREATE TABLE z (e bigint AUTO_INCREMENT PRIMARY KEY)",
	}
	for _, column := range []string{
		"tinyint DEFAULT 127", "tinyint DEFAULT 128", "tinyint DEFAULT '128'", "tinyint DEFAULT -129", "tinyint unsigned DEFAULT 255", "tinyint unsigned DEFAULT 256", "tinyint unsigned DEFAULT -1",
		"int DEFAULT 1.5", "int DEFAULT '1.5'", "int DEFAULT 2147483648", "int DEFAULT 'abc'", "int DEFAULT ''", "int DEFAULT '12abc'", "int DEFAULT ' 12'", "int DEFAULT TRUE",
		"decimal(4,2) DEFAULT 99.99", "decimal(4,2) DEFAULT 100", "decimal(4,2) DEFAULT 123.4", "decimal(4,2) DEFAULT '123.4'", "decimal(4,2) DEFAULT 1.999", "decimal(4,2) unsigned DEFAULT -1",
		"varchar(2) DEFAULT 'ab'", "varchar(2) DEFAULT 'abc'", "varchar(2) DEFAULT 'ab  '", "varchar(2) DEFAULT 'éé'", "varchar(2) DEFAULT ''''''", "varchar(2) DEFAULT 12", "varchar(2) DEFAULT 123",
		"char(1) DEFAULT 'ab'", "varchar(1) DEFAULT '\\n'",
		"date DEFAULT '2020-02-28'", "date DEFAULT '2020-13-01'", "date DEFAULT '2020-01-32'", "date DEFAULT '2020-02-28 10:00:00'",
		"datetime DEFAULT '2020-12-31 23:59:59'", "datetime DEFAULT '2020-12-31 24:00:00'", "datetime DEFAULT '2020-12-31 23:60:00'", "datetime DEFAULT '2020-12-31 23:59:60'",
		"datetime(3) DEFAULT '2020-12-31 23:59:59.123'", "timestamp NULL DEFAULT '2020-13-01 00:00:00'", "timestamp NULL DEFAULT '2020-12-01 00:00:00'", "datetime DEFAULT '2020-12-31T23:59:59'",
		"enum('a','b') DEFAULT 'c'", "enum('a','b') DEFAULT 'B'", "bit(2) DEFAULT b'11'", "double DEFAULT 1e5", "float DEFAULT '1.5'", "year DEFAULT 2020", "time DEFAULT '10:00:00'",
	} {
		all = append(all, "ALTER TABLE t ADD e "+column)
	}
	return all
}

// TestDefinitions holds what the room refuses whatever rows there are to the servers: they refuse it in the same words, and make the rest.
func TestDefinitions(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		db.Exec(t, "CREATE TABLE t (id int NOT NULL PRIMARY KEY, a int, b varchar(20), g text) CHARACTER SET utf8mb4")
		s := read(t, db).Schema
		for _, sql := range definitions() {
			changes, err := r.Parse(sql)
			if err != nil {
				t.Fatalf("parsing %s: %v", sql, err)
			}
			f, meets := (*schema.Refusal)(nil), s.Trial()
			for _, c := range changes {
				if f == nil {
					f = r.Refusal(meets, c)
				}
				_ = meets.Apply(c)
			}
			_, err = db.DB.Exec(sql)
			var said *driver.MySQLError
			switch {
			case err == nil && f != nil:
				t.Errorf("%.90s: Refusal = %v, and the server makes it", sql, f)
			case errors.As(err, &said):
				if want := fmt.Sprintf("ERROR %d (%s): %s", said.Number, said.SQLState, strings.ReplaceAll(said.Message, "`"+db.Name+"`.", "")); f == nil || f.Error() != want {
					t.Errorf("%.90s: Refusal = %v, want %s", sql, f, want)
				}
			}
			if err == nil {
				db.Exec(t, "DROP TABLE IF EXISTS t, z, `"+strings.Repeat("n", longestName-1)+"é`",
					"CREATE TABLE t (id int NOT NULL PRIMARY KEY, a int, b varchar(20), g text) CHARACTER SET utf8mb4")
			}
		}
	})
}
