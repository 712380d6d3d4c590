package main

import (
	"slices"
	"strings"
	"testing"
)

// mysqlTables is what there is before: tables that refer to each other and to themselves, some that nothing refers to, and views of each other.
const mysqlTables = `CREATE TABLE dept (id INTEGER NOT NULL AUTO_INCREMENT, name VARCHAR(40) NOT NULL, PRIMARY KEY (id), UNIQUE KEY name (name));
CREATE TABLE emp (id INTEGER NOT NULL AUTO_INCREMENT, dept_id INTEGER, email VARCHAR(100), age SMALLINT, note TEXT, born DATE,
full_name VARCHAR(150) GENERATED ALWAYS AS (CONCAT(email,'!')) VIRTUAL, PRIMARY KEY (id), KEY ix_dept (dept_id),
CONSTRAINT fk_dept FOREIGN KEY (dept_id) REFERENCES dept (id));
CREATE TABLE tree (id INTEGER NOT NULL, parent INTEGER, PRIMARY KEY (id), CONSTRAINT fk_tree FOREIGN KEY (parent) REFERENCES tree (id));
CREATE TABLE mi (id INTEGER NOT NULL, PRIMARY KEY (id)) ENGINE=MyISAM;
CREATE TABLE part (id INTEGER NOT NULL, d DATE NOT NULL, PRIMARY KEY (id, d)) PARTITION BY RANGE (YEAR(d)) (PARTITION p0 VALUES LESS THAN (2025));
CREATE TABLE log (id INTEGER NOT NULL, num INTEGER);
CREATE VIEW ve AS SELECT id, email FROM emp;
CREATE VIEW vv AS SELECT id, email FROM ve;
CREATE TRIGGER tr BEFORE INSERT ON log FOR EACH ROW SET NEW.num = COALESCE(NEW.num, 1);
CREATE FUNCTION fu(a INTEGER) RETURNS INTEGER DETERMINISTIC RETURN a + 1;
CREATE EVENT ev ON SCHEDULE EVERY 1 DAY DO DELETE FROM log`

// mysqlRuns are statements that MySQL and MariaDB run, a line each; what stands behind # is of that product alone.
const mysqlRuns = `ALTER TABLE emp DROP INDEX ix_dept, ADD INDEX ix2 (dept_id, age)
ALTER TABLE emp DROP INDEX ix_dept, ADD COLUMN zz INT, ADD INDEX ix2 (dept_id, zz)
CREATE INDEX i1 ON emp (age(2))
ALTER TABLE emp ADD COLUMN g2 VARCHAR(100) AS (email) STORED; CREATE FULLTEXT INDEX i1 ON emp (g2)
ALTER TABLE emp ADD COLUMN d2 DATE NOT NULL DEFAULT '2020-02-29'
ALTER TABLE emp ADD COLUMN d2 TIMESTAMP NOT NULL DEFAULT '2030-01-01 00:00:00'
ALTER TABLE emp DROP FOREIGN KEY fk_dept, ADD CONSTRAINT fk_dept2 FOREIGN KEY (dept_id) REFERENCES dept (id) ON DELETE CASCADE
ALTER TABLE tree MODIFY id INTEGER NOT NULL COMMENT 'x'
CREATE TABLE n (e INT, g INT AS (e) STORED, FOREIGN KEY (e) REFERENCES emp (id))
CREATE TABLE n (e INT, g INT AS (e) STORED, FOREIGN KEY (g) REFERENCES emp (id) ON DELETE CASCADE)
CREATE TABLE n (e INT, FOREIGN KEY (e) REFERENCES emp (id)) ENGINE=MyISAM
CREATE OR REPLACE VIEW ve AS SELECT email, id FROM emp WHERE id > 1
ALTER TABLE emp ADD COLUMN y INT AS (x + 1), ADD COLUMN x INT
ALTER TABLE emp ADD CONSTRAINT c CHECK (age < 1000 AND email <> '')
CREATE FULLTEXT INDEX i1 ON emp (note); SELECT id FROM emp WHERE MATCH (note) AGAINST ('x')
DELETE FROM emp WHERE id IN (SELECT x.id FROM (SELECT id FROM emp) AS x)
ALTER EVENT ev RENAME TO ev2
SET @x = (SELECT MAX(id) FROM emp)
CREATE TABLE n (a INT CHECK (a > 0)); INSERT INTO n VALUES (1)
ALTER TABLE log RENAME COLUMN num TO num2; DELETE FROM log
ALTER TABLE log DROP COLUMN num; DROP TRIGGER tr; INSERT INTO log (id) VALUES (1)
DELETE FROM part
INSERT INTO dept (id, name) VALUES (0, 'a'), (0, 'b')
CREATE TABLE n (a INT CHECK (a > 0)); INSERT INTO n VALUES (1), (NULL)
CREATE TABLE n (a VARCHAR(3) CHARACTER SET utf8mb3); INSERT INTO n VALUES ('é')
CREATE TABLE n (a VARCHAR(3) CHARACTER SET utf8mb4); INSERT INTO n VALUES ('😀')`

// mysqlRefuses are those that they refuse.
const mysqlRefuses = `CREATE TABLE n (e INT, FOREIGN KEY (e) REFERENCES mi (id))
CREATE TABLE n (e INT, FOREIGN KEY (e) REFERENCES ve (id))
CREATE TABLE n (e INT, f INT, FOREIGN KEY (e) REFERENCES emp (id, dept_id))
CREATE TABLE n (e INT, g INT AS (e) STORED, FOREIGN KEY (g) REFERENCES emp (id) ON DELETE SET NULL)
CREATE TABLE n (e INT, g INT AS (e) STORED, FOREIGN KEY (g) REFERENCES emp (id) ON UPDATE CASCADE)
CREATE TABLE n (e INT, g INT AS (e) STORED, FOREIGN KEY (e) REFERENCES emp (id) ON UPDATE CASCADE)
CREATE TABLE n (e INT, g INT AS (e) STORED, FOREIGN KEY (e) REFERENCES emp (id) ON DELETE CASCADE) # MySQL
CREATE TABLE n (e INT, g INT AS (e) VIRTUAL, FOREIGN KEY (g) REFERENCES emp (id)) # MySQL
CREATE TABLE n (e INT, FOREIGN KEY (e) REFERENCES emp (id) ON DELETE SET NULL); ALTER TABLE n ADD COLUMN g INT AS (e) STORED
CREATE TABLE n (e TEXT, FOREIGN KEY (e) REFERENCES dept (name))
ALTER TABLE tree MODIFY id BIGINT NOT NULL
ALTER TABLE tree MODIFY id INT NOT NULL AUTO_INCREMENT # MySQL
ALTER TABLE emp DROP FOREIGN KEY fk_dept, ADD CONSTRAINT fk_dept FOREIGN KEY (dept_id) REFERENCES dept (id) ON DELETE CASCADE
ALTER TABLE emp DROP INDEX ix_dept, ADD INDEX ix2 (age, dept_id)
CREATE INDEX i1 ON emp (email(0))
CREATE INDEX i1 ON emp (age(1))
CREATE FULLTEXT INDEX i1 ON emp (full_name)
SELECT id FROM emp WHERE MATCH (note) AGAINST ('x')
ALTER TABLE emp ADD COLUMN d2 DATE NOT NULL DEFAULT '2020-02-30'
ALTER TABLE emp ADD COLUMN d2 TIMESTAMP NOT NULL DEFAULT '1960-01-01 00:00:00'
CREATE TABLE n (a INT AUTO_INCREMENT, b INT AUTO_INCREMENT, KEY (a), KEY (b))
CREATE OR REPLACE VIEW ve AS SELECT id FROM emp; SELECT email FROM vv
CREATE OR REPLACE VIEW ve AS SELECT id FROM vv
DROP VIEW ve; CREATE VIEW v3 AS SELECT * FROM vv
ALTER TABLE emp ADD COLUMN y INT AS (z + 1)
ALTER TABLE emp ADD COLUMN y INT AS (@a) STORED
ALTER TABLE emp ADD CONSTRAINT c CHECK (fu(age) > 1)
ALTER TABLE emp ADD CONSTRAINT c CHECK (id > 0)
ALTER TABLE emp ADD CONSTRAINT c CHECK (age) # MySQL
ALTER TABLE emp ADD CONSTRAINT fk_dept CHECK (age < 1000) # MariaDB
CREATE TABLE n (a INT CHECK (a > 0), CHECK (c > 1))
CREATE TABLE n (a INT, b INT CHECK (a > b)) # MySQL
CREATE TABLE n (id INT) PARTITION BY HASH (id) PARTITIONS 9000
DELETE FROM emp WHERE id IN (SELECT id FROM emp WHERE age > 5) # MySQL
ALTER EVENT ev RENAME TO ev
SELECT id FROM emp UNION SELECT id, email FROM emp
SET @x = gone
CREATE VIEW aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa AS SELECT 1 AS x
CREATE TRIGGER aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa BEFORE INSERT ON emp FOR EACH ROW SET NEW.age = 1
ALTER TABLE log RENAME COLUMN num TO num2; INSERT INTO log (id) VALUES (1)
INSERT INTO part VALUES (3, '2030-01-01')
CREATE TABLE n (a INT CHECK (a > 0)); INSERT INTO n VALUES (0)
CREATE TABLE n (a INT CHECK (a > 0)); INSERT INTO n VALUES (1); UPDATE n SET a = 0
CREATE TABLE n (e INT, FOREIGN KEY (e) REFERENCES part (id))
CREATE TABLE n (a VARCHAR(3) CHARACTER SET utf8mb3); INSERT INTO n VALUES ('😀')
CREATE VIEW v1 AS SELECT id AS aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa FROM emp`

// TestGateMySQL: what MySQL and MariaDB refuse is not let run, and what stands beside it is.
func TestGateMySQL(t *testing.T) {
	t.Parallel()
	for _, goes := range []bool{true, false} {
		list, verdicts := mysqlRefuses, []string{"GO IF", "NO-GO"}
		if goes {
			list, verdicts = mysqlRuns, []string{"GO", "GO IF"}
		}
		for i, line := range strings.Split(list, "\n") {
			does, only, _ := strings.Cut(line, " # ")
			for _, s := range inTurn(t, i, "mysql") {
				t.Run(s.Name+"/"+does, func(t *testing.T) {
					t.Parallel()
					if only != "" && !strings.Contains(s.Server.Product, only) {
						t.Skip("it is of " + only)
					}
					if got := gateOf(t, s, "sql", mysqlTables, strings.Split(does, "; "), ""); !slices.Contains(verdicts, got) {
						t.Errorf("%s, want %q", got, verdicts)
					}
				})
			}
		}
	}
}
