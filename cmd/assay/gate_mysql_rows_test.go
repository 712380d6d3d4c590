package main

import (
	"strings"
	"testing"
)

// mysqlDecided are statements that the catalogue or the rows decide on MySQL and MariaDB, and the word for them.
const mysqlDecided = `GO: UPDATE emp SET age = age + 1
NO-GO: UPDATE emp SET age = age + 32760
GO: UPDATE emp SET email = CONCAT('u', id); CREATE UNIQUE INDEX i1 ON emp (email)
NO-GO: UPDATE emp SET email = LEFT(email, 1); CREATE UNIQUE INDEX i1 ON emp (email)
GO: DELETE FROM dept WHERE id = 2
NO-GO: DELETE FROM dept WHERE id = 1
GO: INSERT INTO dept (name) SELECT CONCAT(email, id) FROM emp
GO: INSERT INTO tree VALUES (6, NULL), (5, 6), (7, 7)
GO: INSERT INTO log SET id = 8
GO: ALTER TABLE emp ADD COLUMN y SMALLINT AS (age * 2) STORED
NO-GO: ALTER TABLE emp ADD COLUMN y TINYINT AS (age * 100) STORED
GO: ALTER TABLE part ADD PARTITION (PARTITION p1 VALUES LESS THAN (2030))
NO-GO: ALTER TABLE part ADD PARTITION (PARTITION p1 VALUES LESS THAN (2020))
NO-GO: ALTER TABLE log PARTITION BY RANGE (num) (PARTITION a VALUES LESS THAN (2))
GO: ALTER TABLE log PARTITION BY RANGE (num) (PARTITION a VALUES LESS THAN (9))
GO: ALTER TABLE emp MODIFY born TIMESTAMP NULL
GO: SET foreign_key_checks = 0; INSERT INTO emp (dept_id) VALUES (77)
GO IF: SET foreign_key_checks = 0; ALTER TABLE emp DROP COLUMN dept_id
GO IF: SET foreign_key_checks = 0; DROP TABLE dept; SET foreign_key_checks = 1; INSERT INTO emp (dept_id) VALUES (1)
GO IF: UPDATE emp SET note = 'x' WHERE email = 1
NO-GO: DROP TABLE IF EXISTS mi, mi`

// TestGateMySQLDecided: what the rows and the catalogue tell is not left open, nor what they do not tell said to run.
func TestGateMySQLDecided(t *testing.T) {
	t.Parallel()
	const rows = "dept(1,'A') dept(2,'B') emp(1,1,'ax',30,'n','1990-01-01') emp(2,NULL,'ay',40,NULL,NULL) tree(1,NULL) log(1,5)"
	tables := strings.Replace(mysqlTables, "full_name VARCHAR(150) GENERATED ALWAYS AS (CONCAT(email,'!')) VIRTUAL, ", "", 1)
	for i, line := range strings.Split(mysqlDecided, "\n") {
		want, does, _ := strings.Cut(line, ": ")
		var notOn []string
		if strings.Contains(does, " AS (") {
			notOn = []string{"mysql-5.6"} // which has no generated columns
		}
		for _, s := range inTurn(t, i, "mysql", notOn...) {
			t.Run(s.Name+"/"+does, func(t *testing.T) {
				t.Parallel()
				if got := gateOf(t, s, "sql", tables, strings.Split(does, "; "), rows); got != want {
					t.Errorf("%s, want %s", got, want)
				}
			})
		}
	}
}
