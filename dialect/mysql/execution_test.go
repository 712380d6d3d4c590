package mysql

import (
	"testing"

	diff "github.com/google/go-cmp/cmp"

	"assay/schema"
)

func TestExecution(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]schema.Execution{
		"ALTER TABLE `a`.t ADD COLUMN x int FIRST, MODIFY COLUMN y int AFTER `x`, CHANGE z z2 int AFTER y, ADD KEY i (x), ALGORITHM = inplace, LOCK none": {
			Verb: "ALTER TABLE", Table: "t", Placed: []string{"x", "y", "z2"}, Algorithm: "INPLACE", Lock: "NONE",
		},
		"ALTER TABLE t ADD COLUMN IF NOT EXISTS x int AFTER y":                           {Verb: "ALTER TABLE", Table: "t", Placed: []string{"x"}, Lenient: true},
		"alter table if exists t wait 5 force, ROW_FORMAT=DYNAMIC":                       {Verb: "ALTER TABLE", Table: "t", Rest: []string{"FORCE", "ROW_FORMAT"}, Lenient: true},
		"ALTER TABLE t ALGORITHM=DEFAULT, LOCK=DEFAULT, ADD x int":                       {Verb: "ALTER TABLE", Table: "t"},
		"ALTER TABLE t ADD COLUMN x int DEFAULT 1 COMMENT 'LOCK=NONE, FORCE'":            {Verb: "ALTER TABLE", Table: "t"},
		"ALTER TABLE t ADD COLUMN x int PARTITION BY HASH (x) PARTITIONS 2":              {Verb: "ALTER TABLE", Table: "t", Rest: []string{"PARTITION BY"}},
		"CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a, b(10)) ALGORITHM=COPY LOCK SHARED": {Verb: "CREATE INDEX", Table: "t", Algorithm: "COPY", Lock: "SHARED", Lenient: true},
		"DROP INDEX i ON t LOCK=NONE":                                                    {Verb: "DROP INDEX", Table: "t", Lock: "NONE"},
		"CREATE TABLE IF NOT EXISTS t (a int)":                                           {Verb: "CREATE TABLE", Lenient: true},
		"DROP TABLES a, b":                                                               {Verb: "DROP TABLE"},
		"RENAME TABLE a TO b":                                                            {Verb: "RENAME"},
		"OPTIMIZE TABLE t":                                                               {Verb: "OPTIMIZE TABLE", Table: "t"},
		"INSERT IGNORE INTO d.t (a) SELECT x FROM y":                                     {Verb: "INSERT", Tables: []string{"t"}},
		"INSERT t VALUES (1)":                                                            {Verb: "INSERT", Tables: []string{"t"}},
		"REPLACE LOW_PRIORITY t SET a = 1":                                               {Verb: "REPLACE", Tables: []string{"t"}},
		"LOAD DATA INFILE 'x' IGNORE INTO TABLE t (a)":                                   {Verb: "LOAD DATA", Tables: []string{"t"}},
		"TRUNCATE TABLE d.t":                                                             {Verb: "TRUNCATE", Tables: []string{"t"}},
		"TRUNCATE t":                                                                     {Verb: "TRUNCATE", Tables: []string{"t"}},
		"UPDATE t SET a = 1":                                                             {Verb: "UPDATE", Tables: []string{"t"}},
		"UPDATE LOW_PRIORITY t AS x SET x.a = (SELECT 1 FROM y WHERE 2) WHERE b":         {Verb: "UPDATE", Tables: []string{"t"}, Where: true},
		"UPDATE t SET a = (SELECT max(b) FROM y WHERE c = 1)":                            {Verb: "UPDATE", Tables: []string{"t"}},
		"UPDATE a JOIN b AS c ON a.id = c.id SET c.x = a.x WHERE a.y":                    {Verb: "UPDATE", Tables: []string{"b"}, Where: true},
		"UPDATE a, b SET x = 1 WHERE a.id = b.id":                                        {Verb: "UPDATE", Tables: []string{"a", "b"}, Where: true},
		"WITH n AS (SELECT 1 AS i) UPDATE t, n SET t.a = n.i WHERE t.id = n.i":           {Verb: "UPDATE", Tables: []string{"t"}, Where: true},
		"DELETE FROM t":                                           {Verb: "DELETE", Tables: []string{"t"}},
		"DELETE QUICK FROM d.t WHERE a = 1":                       {Verb: "DELETE", Tables: []string{"t"}, Where: true},
		"DELETE x FROM t AS x JOIN y ON x.a = y.a":                {Verb: "DELETE", Tables: []string{"t"}, Where: true},
		"DELETE x FROM t AS x LEFT JOIN y ON x.a = y.a":           {Verb: "DELETE", Tables: []string{"t"}},
		"DELETE FROM t LIMIT 5":                                   {Verb: "DELETE", Tables: []string{"t"}, Where: true},
		"DELETE FROM t WHERE (1 = 1);":                            {Verb: "DELETE", Tables: []string{"t"}},
		"DELETE FROM t WHERE a IN (SELECT 1 FROM y WHERE 1)":      {Verb: "DELETE", Tables: []string{"t"}, Where: true},
		"UPDATE t SET a = 1 WHERE TRUE":                           {Verb: "UPDATE", Tables: []string{"t"}},
		"UPDATE t SET a = 1 ORDER BY a LIMIT 5":                   {Verb: "UPDATE", Tables: []string{"t"}, Where: true},
		"DELETE FROM x USING t x, y WHERE x.a = y.a":              {Verb: "DELETE", Tables: []string{"t"}, Where: true},
		"SET foreign_key_checks = 0":                              {Verb: "SET", Setting: "foreign_key_checks", Value: "0"},
		"SET @old = @@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=OFF": {Verb: "SET", Setting: "foreign_key_checks", Value: "OFF"},
		"SET SESSION sql_mode = 'STRICT_ALL_TABLES'":              {Verb: "SET", Setting: "sql_mode", Value: "STRICT_ALL_TABLES"},
		"SET @@session.lock_wait_timeout := 5":                    {Verb: "SET", Setting: "lock_wait_timeout", Value: "5"},
		"SET GLOBAL max_connections = 9":                          {Verb: "SET", Setting: "global.max_connections", Value: "9"},
		"SET NAMES utf8mb4":                                       {Verb: "SET", Setting: "names", Value: "utf8mb4"},
		"SET @x = 1":                                              {Verb: "SET"},
		"START TRANSACTION":                                       {Verb: "BEGIN"},
		"ROLLBACK":                                                {Verb: "ROLLBACK"},
		"ROLLBACK TO SAVEPOINT a":                                 {Verb: "ROLLBACK TO"},
		"gibberish":                                               {},
	} {
		if d := diff.Diff(want, New(schema.Server{}).Execution(sql)); d != "" {
			t.Errorf("Execution(%s) (-want +got)\n%s", sql, d)
		}
	}
}

// TestDemandsAreNoChanges: how a statement is to be run hides nothing of what it does.
func TestDemandsAreNoChanges(t *testing.T) {
	t.Parallel()
	for sql, plain := range map[string]string{
		"CREATE INDEX i ON t (a) ALGORITHM=NOCOPY LOCK=NONE": "CREATE INDEX i ON t (a)",
		"DROP INDEX i ON t LOCK NONE ALGORITHM=INSTANT":      "DROP INDEX i ON t",
		"ALTER TABLE t WAIT 5 ADD COLUMN a int":              "ALTER TABLE t ADD COLUMN a int",
		"ALTER TABLE t NOWAIT ADD COLUMN a int, LOCK=NONE":   "ALTER TABLE t ADD COLUMN a int",
	} {
		r := New(schema.Server{})
		got, err := r.Parse(sql)
		if err != nil {
			t.Fatal(err)
		}
		want, err := r.Parse(plain)
		if err != nil {
			t.Fatal(err)
		}
		if d := diff.Diff(want, got); d != "" || len(want) == 0 {
			t.Errorf("Parse(%s) (-want +got)\n%s", sql, d)
		}
	}
}
