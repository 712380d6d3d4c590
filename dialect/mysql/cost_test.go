package mysql

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	driver "github.com/go-sql-driver/mysql"

	"assay/internal/lab"
	"assay/schema"
)

// costBase are the tables that changes are tried on.
var costBase = []string{
	"CREATE TABLE p (id int NOT NULL PRIMARY KEY, code varchar(20) NOT NULL, UNIQUE KEY uc (code)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
	"CREATE TABLE t (id int NOT NULL AUTO_INCREMENT, a varchar(20) NOT NULL DEFAULT 'x', b int NULL, c text, d int NOT NULL DEFAULT 0, e enum('a','b') NULL, " +
		"n varchar(40) NULL, w varchar(31) NULL, v varchar(100) NULL, h char(10) NULL, s set('a','b','c') NULL, m decimal(8,2) NULL, y varbinary(50) NULL, " +
		"k datetime NULL, l varchar(40) CHARACTER SET latin1 NULL, u varchar(40) CHARACTER SET utf8 NULL, i varchar(40) CHARACTER SET utf8 NULL, j varchar(200) CHARACTER SET latin1 NULL, q int unsigned NULL, f float NULL, z varchar(40) NOT NULL COMMENT 'z', " +
		"PRIMARY KEY (id), KEY ib (b), UNIQUE KEY ud (d), KEY ia (a), KEY ii (i)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
}

// costRows are a row in each table, as far as it takes them: MySQL goes another way about empty ones (seen on 9.7).
var costRows = []string{
	"INSERT INTO p (id, code) VALUES (1, 'c')", "INSERT INTO t (b, d, q, n) VALUES (1, 2, 3, 'yes')",
	"INSERT IGNORE INTO g () VALUES ()", "UPDATE g SET id = 1", "UPDATE g SET b = 1", "UPDATE g SET a = 1",
}

// costCases are changes, and what is made before them beside the base.
var costCases = []struct {
	name, sql string
	before    []string
}{
	{name: "add column", sql: "ALTER TABLE t ADD COLUMN x int"},
	{name: "add column with default", sql: "ALTER TABLE t ADD COLUMN x varchar(40) NOT NULL DEFAULT 'y'"},
	{name: "add column not null", sql: "ALTER TABLE t ADD COLUMN x int NOT NULL"},
	{name: "add column first", sql: "ALTER TABLE t ADD COLUMN x int FIRST"},
	{name: "add column after", sql: "ALTER TABLE t ADD COLUMN x int AFTER a"},
	{name: "add column with now", sql: "ALTER TABLE t ADD COLUMN x datetime DEFAULT CURRENT_TIMESTAMP"},
	{name: "add column with expression", sql: "ALTER TABLE t ADD COLUMN x varchar(40) DEFAULT (uuid())"},
	{name: "add column with constant expression", sql: "ALTER TABLE t ADD COLUMN x int DEFAULT (1+2)"},
	{name: "add text", sql: "ALTER TABLE t ADD COLUMN x text"},
	{name: "add enum", sql: "ALTER TABLE t ADD COLUMN x enum('yes','no')"},
	{name: "add json", sql: "ALTER TABLE t ADD COLUMN x json"},
	{name: "add two columns", sql: "ALTER TABLE t ADD COLUMN x int, ADD COLUMN x2 int"},
	{name: "add counter", sql: "ALTER TABLE g ADD COLUMN x int NOT NULL AUTO_INCREMENT PRIMARY KEY", before: []string{"CREATE TABLE g (a int NOT NULL) ENGINE=InnoDB"}},
	{name: "add counter with key", sql: "ALTER TABLE g ADD COLUMN x int NOT NULL AUTO_INCREMENT UNIQUE", before: []string{"CREATE TABLE g (a int NOT NULL) ENGINE=InnoDB"}},
	{name: "add column with key", sql: "ALTER TABLE t ADD COLUMN x int UNIQUE"},
	{name: "add column and index", sql: "ALTER TABLE t ADD COLUMN x int, ADD KEY ix (x)"},
	{name: "add column and other index", sql: "ALTER TABLE t ADD COLUMN x int, ADD KEY ix (q)"},
	{name: "add column with check", sql: "ALTER TABLE t ADD COLUMN x int CHECK (x > 0)"},
	{name: "add column and check", sql: "ALTER TABLE t ADD COLUMN x int, ADD CONSTRAINT cx CHECK (x > 0)"},
	{name: "add stored", sql: "ALTER TABLE t ADD COLUMN x int AS (b + 1) STORED"},
	{name: "add virtual", sql: "ALTER TABLE t ADD COLUMN x int AS (b + 1) VIRTUAL"},
	{name: "add virtual and index", sql: "ALTER TABLE t ADD COLUMN x int AS (b + 1) VIRTUAL, ADD KEY ix (x)"},
	{name: "add column to compressed", sql: "ALTER TABLE g ADD COLUMN x int", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=InnoDB ROW_FORMAT=COMPRESSED"}},
	{name: "add column to redundant", sql: "ALTER TABLE g ADD COLUMN x int", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=InnoDB ROW_FORMAT=REDUNDANT"}},
	{name: "drop column of compressed", sql: "ALTER TABLE g DROP COLUMN a", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=InnoDB ROW_FORMAT=COMPRESSED"}},
	{name: "add column to fulltext", sql: "ALTER TABLE g ADD COLUMN x int", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a text, FULLTEXT KEY fa (a)) ENGINE=InnoDB"}},
	{name: "drop column of fulltext", sql: "ALTER TABLE g DROP COLUMN b", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a text, b int, FULLTEXT KEY fa (a)) ENGINE=InnoDB"}},
	{name: "add virtual to fulltext", sql: "ALTER TABLE g ADD COLUMN x int AS (id + 1) VIRTUAL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a text, FULLTEXT KEY fa (a)) ENGINE=InnoDB"}},
	{name: "not null in fulltext", sql: "ALTER TABLE g MODIFY b int NOT NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a text, b int, FULLTEXT KEY fa (a)) ENGINE=InnoDB"}},
	{name: "rebuild fulltext", sql: "ALTER TABLE g FORCE", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a text, b int, FULLTEXT KEY fa (a)) ENGINE=InnoDB"}},
	{name: "drop column", sql: "ALTER TABLE t DROP COLUMN q"},
	{name: "drop indexed column", sql: "ALTER TABLE t DROP COLUMN b"},
	{name: "drop unique column", sql: "ALTER TABLE t DROP COLUMN d"},
	{name: "drop and add column", sql: "ALTER TABLE t DROP COLUMN q, ADD COLUMN x int"},
	{name: "drop column and index", sql: "ALTER TABLE t DROP COLUMN b, DROP KEY ib"},
	{name: "drop key column", sql: "ALTER TABLE g DROP COLUMN id", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=InnoDB"}},
	{name: "drop virtual", sql: "ALTER TABLE g DROP COLUMN x", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, x int AS (b + 1) VIRTUAL) ENGINE=InnoDB"}},
	{name: "drop stored", sql: "ALTER TABLE g DROP COLUMN x", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, x int AS (b + 1) STORED) ENGINE=InnoDB"}},
	{name: "alter virtual", sql: "ALTER TABLE g MODIFY x int AS (b + 2) VIRTUAL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, x int AS (b + 1) VIRTUAL) ENGINE=InnoDB"}},
	{name: "alter stored", sql: "ALTER TABLE g MODIFY x int AS (b + 2) STORED", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, x int AS (b + 1) STORED) ENGINE=InnoDB"}},
	{name: "add column to table with virtual", sql: "ALTER TABLE g ADD COLUMN y int", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, x int AS (b + 1) VIRTUAL) ENGINE=InnoDB"}},
	{name: "drop column of table with virtual", sql: "ALTER TABLE g DROP COLUMN c", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, c int, x int AS (b + 1) VIRTUAL) ENGINE=InnoDB"}},
	{name: "drop column of table with indexed virtual", sql: "ALTER TABLE g DROP COLUMN c", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, c int, x int AS (b + 1) VIRTUAL, KEY ix (x)) ENGINE=InnoDB"}},
	{name: "rename column", sql: "ALTER TABLE t RENAME COLUMN q TO q2"},
	{name: "change name", sql: "ALTER TABLE t CHANGE q q2 int unsigned NULL"},
	{name: "change name of indexed", sql: "ALTER TABLE t CHANGE b b2 int NULL"},
	{name: "change name of referenced", sql: "ALTER TABLE p CHANGE code code2 varchar(20) NOT NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, code varchar(20), CONSTRAINT fg FOREIGN KEY (code) REFERENCES p (code)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"}},
	{name: "change name and type", sql: "ALTER TABLE t CHANGE q q2 bigint NULL"},
	{name: "drop column twice indexed", sql: "ALTER TABLE g DROP COLUMN a", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int, b int, KEY iab (a, b)) ENGINE=InnoDB"}},
	{name: "same again", sql: "ALTER TABLE t MODIFY q int unsigned NULL"},
	{name: "reorder", sql: "ALTER TABLE t MODIFY q int unsigned NULL FIRST"},
	{name: "set default", sql: "ALTER TABLE t ALTER COLUMN q SET DEFAULT 5"},
	{name: "drop default", sql: "ALTER TABLE t ALTER COLUMN d DROP DEFAULT"},
	{name: "modify default", sql: "ALTER TABLE t MODIFY d int NOT NULL DEFAULT 7"},
	{name: "comment", sql: "ALTER TABLE t MODIFY q int unsigned NULL COMMENT 'x'"},
	{name: "drop comment", sql: "ALTER TABLE t MODIFY z varchar(40) NOT NULL"},
	{name: "on update", sql: "ALTER TABLE t MODIFY k datetime NULL ON UPDATE CURRENT_TIMESTAMP"},
	{name: "int to bigint", sql: "ALTER TABLE t MODIFY b bigint NULL"},
	{name: "int to unsigned", sql: "ALTER TABLE t MODIFY b int unsigned NULL"},
	{name: "bigint key", sql: "ALTER TABLE t MODIFY id bigint NOT NULL AUTO_INCREMENT"},
	{name: "drop counter", sql: "ALTER TABLE t MODIFY id int NOT NULL"},
	{name: "set counter", sql: "ALTER TABLE p MODIFY id int NOT NULL AUTO_INCREMENT"},
	{name: "varchar 20 to 30", sql: "ALTER TABLE t MODIFY a varchar(30) NOT NULL DEFAULT 'x'"},
	{name: "varchar 40 to 63", sql: "ALTER TABLE t MODIFY n varchar(63) NULL"},
	{name: "varchar 40 to 64", sql: "ALTER TABLE t MODIFY n varchar(64) NULL"},
	{name: "varchar 31 to 255", sql: "ALTER TABLE t MODIFY w varchar(255) NULL"},
	{name: "varchar 100 to 200", sql: "ALTER TABLE t MODIFY v varchar(200) NULL"},
	{name: "varchar 100 to 20", sql: "ALTER TABLE t MODIFY v varchar(20) NULL"},
	{name: "varchar 40 to 30", sql: "ALTER TABLE t MODIFY n varchar(30) NULL"},
	{name: "varchar 200 to 255 latin1", sql: "ALTER TABLE t MODIFY j varchar(255) CHARACTER SET latin1 NULL"},
	{name: "varchar 200 to 256 latin1", sql: "ALTER TABLE t MODIFY j varchar(256) CHARACTER SET latin1 NULL"},
	{name: "varchar 40 to 256 latin1", sql: "ALTER TABLE t MODIFY l varchar(256) CHARACTER SET latin1 NULL"},
	{name: "indexed varchar 20 to 100", sql: "ALTER TABLE t MODIFY a varchar(100) NOT NULL DEFAULT 'x'"},
	{name: "varchar with default to null", sql: "ALTER TABLE t MODIFY a varchar(30) NULL"},
	{name: "varchar to text", sql: "ALTER TABLE t MODIFY v text"},
	{name: "varchar to char", sql: "ALTER TABLE t MODIFY n char(40)"},
	{name: "varchar to enum", sql: "ALTER TABLE t MODIFY n enum('yes','no')"},
	{name: "enum to varchar", sql: "ALTER TABLE t MODIFY e varchar(10)"},
	{name: "text to mediumtext", sql: "ALTER TABLE t MODIFY c mediumtext"},
	{name: "char longer", sql: "ALTER TABLE t MODIFY h char(12)"},
	{name: "decimal precision", sql: "ALTER TABLE t MODIFY m decimal(10,2)"},
	{name: "float to double", sql: "ALTER TABLE t MODIFY f double"},
	{name: "varbinary longer", sql: "ALTER TABLE t MODIFY y varbinary(100)"},
	{name: "varbinary over 255", sql: "ALTER TABLE t MODIFY y varbinary(300)"},
	{name: "datetime precision", sql: "ALTER TABLE t MODIFY k datetime(6)"},
	{name: "datetime to timestamp", sql: "ALTER TABLE t MODIFY k timestamp NULL"},
	{name: "enum append", sql: "ALTER TABLE t MODIFY e enum('a','b','c') NULL"},
	{name: "enum reorder", sql: "ALTER TABLE t MODIFY e enum('b','a') NULL"},
	{name: "enum remove", sql: "ALTER TABLE t MODIFY e enum('a') NULL"},
	{name: "enum insert", sql: "ALTER TABLE t MODIFY e enum('a','c','b') NULL"},
	{name: "enum rename", sql: "ALTER TABLE t MODIFY e enum('a','c') NULL"},
	{name: "enum to two bytes", sql: "ALTER TABLE g MODIFY e " + enumOf(256), before: []string{"CREATE TABLE g (id int PRIMARY KEY, e " + enumOf(255) + ") ENGINE=InnoDB"}},
	{name: "set append", sql: "ALTER TABLE t MODIFY s set('a','b','c','d') NULL"},
	{name: "set to two bytes", sql: "ALTER TABLE t MODIFY s set('a','b','c','d','e','f','g','h','i') NULL"},
	{name: "not null", sql: "ALTER TABLE t MODIFY q int unsigned NOT NULL"},
	{name: "not null with default", sql: "ALTER TABLE t MODIFY q int unsigned NOT NULL DEFAULT 0"},
	{name: "null", sql: "ALTER TABLE t MODIFY d int NULL DEFAULT 0"},
	{name: "null unindexed", sql: "ALTER TABLE t MODIFY z varchar(40) NULL COMMENT 'z'"},
	{name: "null in redundant", sql: "ALTER TABLE g MODIFY a int NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int NOT NULL) ENGINE=InnoDB ROW_FORMAT=REDUNDANT"}},
	{name: "null in compressed", sql: "ALTER TABLE g MODIFY a int NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int NOT NULL) ENGINE=InnoDB ROW_FORMAT=COMPRESSED"}},
	{name: "column charset up", sql: "ALTER TABLE t MODIFY u varchar(40) CHARACTER SET utf8mb4 NULL"},
	{name: "indexed column charset up", sql: "ALTER TABLE t MODIFY i varchar(40) CHARACTER SET utf8mb4 NULL"},
	{name: "column charset latin1 up", sql: "ALTER TABLE t MODIFY l varchar(40) CHARACTER SET utf8mb4 NULL"},
	{name: "column charset down", sql: "ALTER TABLE t MODIFY v varchar(100) CHARACTER SET latin1 NULL"},
	{name: "column charset up over 255", sql: "ALTER TABLE g MODIFY u varchar(80) CHARACTER SET utf8mb4 NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, u varchar(80) CHARACTER SET utf8 NULL) ENGINE=InnoDB"}},
	{name: "column collation", sql: "ALTER TABLE t MODIFY n varchar(40) COLLATE utf8mb4_bin NULL"},
	{name: "indexed column collation", sql: "ALTER TABLE t MODIFY a varchar(20) COLLATE utf8mb4_bin NOT NULL DEFAULT 'x'"},
	{name: "text charset up", sql: "ALTER TABLE g MODIFY u text CHARACTER SET utf8mb4 NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, u text CHARACTER SET utf8 NULL) ENGINE=InnoDB"}},
	{name: "enum charset up", sql: "ALTER TABLE g MODIFY u enum('a') CHARACTER SET utf8mb4 NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, u enum('a') CHARACTER SET utf8 NULL) ENGINE=InnoDB"}},
	{name: "text collation", sql: "ALTER TABLE t MODIFY c text COLLATE utf8mb4_bin"},
	{name: "enum collation", sql: "ALTER TABLE t MODIFY e enum('a','b') COLLATE utf8mb4_bin NULL"},
	{name: "add index", sql: "ALTER TABLE t ADD KEY iq (q)"},
	{name: "create index", sql: "CREATE INDEX iq ON t (q)"},
	{name: "create unique index", sql: "CREATE UNIQUE INDEX iq ON t (q)"},
	{name: "add fulltext", sql: "ALTER TABLE t ADD FULLTEXT KEY fc (c)"},
	{name: "create fulltext", sql: "CREATE FULLTEXT INDEX fc ON t (c)"},
	{name: "add second fulltext", sql: "ALTER TABLE g ADD FULLTEXT KEY fb (b)", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a text, b text, FULLTEXT KEY fa (a)) ENGINE=InnoDB"}},
	{name: "drop fulltext", sql: "ALTER TABLE g DROP KEY fa", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a text, b text, FULLTEXT KEY fa (a)) ENGINE=InnoDB"}},
	{name: "add spatial", sql: "ALTER TABLE g ADD SPATIAL KEY sa (a)", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a point NOT NULL) ENGINE=InnoDB"}},
	{name: "add index over expression", sql: "ALTER TABLE t ADD KEY iq ((q + 1))"},
	{name: "drop index", sql: "ALTER TABLE t DROP KEY ib"},
	{name: "drop index statement", sql: "DROP INDEX ib ON t"},
	{name: "drop and add index", sql: "ALTER TABLE t DROP KEY ib, ADD KEY ib (b, q)"},
	{name: "rename index", sql: "ALTER TABLE t RENAME INDEX ib TO ib2"},
	{name: "add primary key", sql: "ALTER TABLE g ADD PRIMARY KEY (id)", before: []string{"CREATE TABLE g (id int NOT NULL, a int) ENGINE=InnoDB"}},
	{name: "add primary key on nullable", sql: "ALTER TABLE g ADD PRIMARY KEY (id)", before: []string{"CREATE TABLE g (id int NULL, a int) ENGINE=InnoDB"}},
	{name: "drop primary key", sql: "ALTER TABLE p DROP PRIMARY KEY"},
	{name: "replace primary key", sql: "ALTER TABLE p DROP PRIMARY KEY, ADD PRIMARY KEY (code)"},
	{name: "drop primary key of counter", sql: "ALTER TABLE t DROP PRIMARY KEY, MODIFY id int NOT NULL"},
	{name: "add foreign key", sql: "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id)"},
	{name: "add foreign key unchecked", sql: "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id)", before: []string{"SET foreign_key_checks = 0"}},
	{name: "add foreign key without index", sql: "ALTER TABLE g ADD CONSTRAINT fk FOREIGN KEY (q) REFERENCES p (id)", before: []string{"CREATE TABLE g (id int PRIMARY KEY, q int) ENGINE=InnoDB", "SET foreign_key_checks = 0"}},
	{name: "add column with foreign key", sql: "ALTER TABLE t ADD COLUMN x int, ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (id)"},
	{name: "drop foreign key", sql: "ALTER TABLE g DROP FOREIGN KEY fk", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id)) ENGINE=InnoDB"}},
	{name: "drop foreign key and index", sql: "ALTER TABLE g DROP FOREIGN KEY fk, DROP KEY fk", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id)) ENGINE=InnoDB"}},
	{name: "add check", sql: "ALTER TABLE t ADD CONSTRAINT ck CHECK (b > 0)"},
	{name: "drop check", sql: "ALTER TABLE g DROP CONSTRAINT ck", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, CONSTRAINT ck CHECK (b > 0)) ENGINE=InnoDB"}},
	{name: "modify adds check", sql: "ALTER TABLE t MODIFY q int unsigned NULL CHECK (q > 1)"},
	{name: "convert up", sql: "ALTER TABLE g CONVERT TO CHARACTER SET utf8mb4", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a varchar(20)) ENGINE=InnoDB DEFAULT CHARSET=utf8"}},
	{name: "convert latin1", sql: "ALTER TABLE g CONVERT TO CHARACTER SET utf8mb4", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a varchar(20)) ENGINE=InnoDB DEFAULT CHARSET=latin1"}},
	{name: "convert collation", sql: "ALTER TABLE g CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a varchar(20)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"}},
	{name: "convert indexed collation", sql: "ALTER TABLE g CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a varchar(20), KEY ia (a)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"}},
	{name: "convert without texts", sql: "ALTER TABLE g CONVERT TO CHARACTER SET utf8mb4", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=InnoDB DEFAULT CHARSET=latin1"}},
	{name: "convert to same", sql: "ALTER TABLE g CONVERT TO CHARACTER SET latin1", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a varchar(20)) ENGINE=InnoDB DEFAULT CHARSET=latin1"}},
	{name: "engine same", sql: "ALTER TABLE t ENGINE=InnoDB"},
	{name: "engine other", sql: "ALTER TABLE p ENGINE=MyISAM"},
	{name: "engine from other", sql: "ALTER TABLE g ENGINE=InnoDB", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=MyISAM"}},
	{name: "force", sql: "ALTER TABLE t FORCE"},
	{name: "row format", sql: "ALTER TABLE t ROW_FORMAT=COMPACT"},
	{name: "key block size", sql: "ALTER TABLE t KEY_BLOCK_SIZE=4"},
	{name: "table comment", sql: "ALTER TABLE t COMMENT='x'"},
	{name: "drop only key", sql: "ALTER TABLE g DROP PRIMARY KEY", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=InnoDB"}},
	{name: "add column to table with indexed virtual", sql: "ALTER TABLE g ADD COLUMN y int", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, x int AS (b + 1) VIRTUAL, KEY ix (x)) ENGINE=InnoDB"}},
	{name: "add column into table with indexed virtual", sql: "ALTER TABLE g ADD COLUMN y int FIRST", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, x int AS (b + 1) VIRTUAL, KEY ix (x)) ENGINE=InnoDB"}},
	{name: "not null beside indexed virtual", sql: "ALTER TABLE g MODIFY b int NOT NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, x int AS (id + 1) VIRTUAL, KEY ix (x)) ENGINE=InnoDB"}},
	{name: "force beside indexed virtual", sql: "ALTER TABLE g FORCE", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, x int AS (id + 1) VIRTUAL, KEY ix (x)) ENGINE=InnoDB"}},
	{name: "add primary key beside indexed virtual", sql: "ALTER TABLE g ADD PRIMARY KEY (id)", before: []string{"CREATE TABLE g (id int NOT NULL, b int, x int AS (id + 1) VIRTUAL, KEY ix (x)) ENGINE=InnoDB"}},
	{name: "add virtual and drop column", sql: "ALTER TABLE t DROP COLUMN q, ADD COLUMN x2 int AS (b + 1) VIRTUAL"},
	{name: "add virtual and longer", sql: "ALTER TABLE t MODIFY n varchar(50) NULL, ADD COLUMN x2 int AS (b + 1) VIRTUAL"},
	{name: "add index on virtual", sql: "ALTER TABLE g ADD KEY ix (x)", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, x int AS (b + 1) VIRTUAL) ENGINE=InnoDB"}},
	{name: "drop indexed virtual", sql: "ALTER TABLE g DROP COLUMN x", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, x int AS (b + 1) VIRTUAL, KEY ix (x)) ENGINE=InnoDB"}},
	{name: "drop indexed stored", sql: "ALTER TABLE g DROP COLUMN x", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, x int AS (b + 1) STORED, KEY ix (x)) ENGINE=InnoDB"}},
	{name: "type of virtual", sql: "ALTER TABLE g MODIFY x bigint AS (b + 1) VIRTUAL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, x int AS (b + 1) VIRTUAL) ENGINE=InnoDB"}},
	{name: "virtual again", sql: "ALTER TABLE g MODIFY x int AS (b + 1) VIRTUAL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, x int AS (b + 1) VIRTUAL) ENGINE=InnoDB"}},
	{name: "add unique to keyless", sql: "ALTER TABLE g ADD UNIQUE KEY ua (a)", before: []string{"CREATE TABLE g (a int NOT NULL) ENGINE=InnoDB"}},
	{name: "add second unique to keyless", sql: "ALTER TABLE g ADD UNIQUE KEY ua (a)", before: []string{"CREATE TABLE g (a int NOT NULL, b int NOT NULL UNIQUE) ENGINE=InnoDB"}},
	{name: "drop unique of keyless", sql: "ALTER TABLE g DROP KEY ua", before: []string{"CREATE TABLE g (a int NOT NULL, b int NOT NULL, UNIQUE KEY ua (a)) ENGINE=InnoDB"}},
	{name: "drop first unique of keyless", sql: "ALTER TABLE g DROP KEY ua", before: []string{"CREATE TABLE g (a int NOT NULL, b int NOT NULL, UNIQUE KEY ua (a), UNIQUE KEY ub (b)) ENGINE=InnoDB"}},
	{name: "drop second unique of keyless", sql: "ALTER TABLE g DROP KEY ub", before: []string{"CREATE TABLE g (a int NOT NULL, b int NOT NULL, UNIQUE KEY ua (a), UNIQUE KEY ub (b)) ENGINE=InnoDB"}},
	{name: "two fulltext", sql: "ALTER TABLE g ADD FULLTEXT KEY fa (a), ADD FULLTEXT KEY fb (b)", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a text, b text) ENGINE=InnoDB"}},
	{name: "two more fulltext", sql: "ALTER TABLE g ADD FULLTEXT KEY fa (a), ADD FULLTEXT KEY fb (b)", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a text, b text, c text, FULLTEXT KEY fc (c)) ENGINE=InnoDB"}},
	{name: "key collation", sql: "ALTER TABLE g MODIFY a varchar(20) COLLATE utf8mb4_bin NOT NULL", before: []string{"CREATE TABLE g (a varchar(20) NOT NULL PRIMARY KEY) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"}},
	{name: "longer key", sql: "ALTER TABLE g MODIFY a varchar(30) NOT NULL", before: []string{"CREATE TABLE g (a varchar(20) NOT NULL PRIMARY KEY) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"}},
	{name: "longer in compressed", sql: "ALTER TABLE g MODIFY a varchar(30) NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a varchar(20)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 ROW_FORMAT=COMPRESSED"}},
	{name: "over 255 in redundant", sql: "ALTER TABLE g MODIFY a varchar(90) NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a varchar(40)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 ROW_FORMAT=REDUNDANT"}},
	{name: "longer in fulltext", sql: "ALTER TABLE g MODIFY b varchar(30) NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a text, b varchar(20), FULLTEXT KEY fa (a)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"}},
	{name: "longer and not null", sql: "ALTER TABLE t MODIFY n varchar(50) NOT NULL"},
	{name: "longer and other collation", sql: "ALTER TABLE t MODIFY n varchar(50) COLLATE utf8mb4_bin NULL"},
	{name: "bool to tinyint", sql: "ALTER TABLE g MODIFY a tinyint(4) NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a bool) ENGINE=InnoDB"}},
	{name: "zerofill", sql: "ALTER TABLE g MODIFY a int unsigned zerofill NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int unsigned) ENGINE=InnoDB"}},
	{name: "json to longtext", sql: "ALTER TABLE g MODIFY a longtext NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a json) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"}},
	{name: "longtext to json", sql: "ALTER TABLE g MODIFY a json NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a longtext) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"}},
	{name: "binary longer", sql: "ALTER TABLE g MODIFY a binary(20) NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a binary(16)) ENGINE=InnoDB"}},
	{name: "char collation", sql: "ALTER TABLE t MODIFY h char(10) COLLATE utf8mb4_bin NULL"},
	{name: "char charset up", sql: "ALTER TABLE g MODIFY a char(10) CHARACTER SET utf8mb4 NULL", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a char(10)) ENGINE=InnoDB DEFAULT CHARSET=utf8"}},
	{name: "convert text up", sql: "ALTER TABLE g CONVERT TO CHARACTER SET utf8mb4", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a text) ENGINE=InnoDB DEFAULT CHARSET=utf8"}},
	{name: "convert enum up", sql: "ALTER TABLE g CONVERT TO CHARACTER SET utf8mb4", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a enum('a')) ENGINE=InnoDB DEFAULT CHARSET=utf8"}},
	{name: "convert key up", sql: "ALTER TABLE g CONVERT TO CHARACTER SET utf8mb4", before: []string{"CREATE TABLE g (a varchar(20) PRIMARY KEY) ENGINE=InnoDB DEFAULT CHARSET=utf8"}},
	{name: "convert over 255", sql: "ALTER TABLE g CONVERT TO CHARACTER SET utf8mb4", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a varchar(80)) ENGINE=InnoDB DEFAULT CHARSET=utf8"}},
	{name: "add check not enforced", sql: "ALTER TABLE t ADD CONSTRAINT ck CHECK (b > 0) NOT ENFORCED"},
	{name: "add column and foreign key unchecked", sql: "ALTER TABLE t ADD COLUMN x int, ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (id)", before: []string{"SET foreign_key_checks = 0"}},
	{name: "add column and drop index", sql: "ALTER TABLE t ADD COLUMN x int, DROP KEY ib"},
	{name: "add column and drop foreign key", sql: "ALTER TABLE g ADD COLUMN x int, DROP FOREIGN KEY fk", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id)) ENGINE=InnoDB"}},
	{name: "add column and longer", sql: "ALTER TABLE t ADD COLUMN x int, MODIFY n varchar(50) NULL"},
	{name: "add column and rename index", sql: "ALTER TABLE t ADD COLUMN x int, RENAME INDEX ib TO ib2"},
	{name: "add column and primary key", sql: "ALTER TABLE g ADD COLUMN x int NOT NULL, ADD PRIMARY KEY (id)", before: []string{"CREATE TABLE g (id int NOT NULL) ENGINE=InnoDB"}},
	{name: "add virtual and column", sql: "ALTER TABLE t ADD COLUMN x int, ADD COLUMN x2 int AS (b + 1) VIRTUAL"},
	{name: "rename and index", sql: "ALTER TABLE t CHANGE q q2 int unsigned NULL, ADD KEY iq (q2)"},
	{name: "reorder in compressed", sql: "ALTER TABLE g MODIFY a int FIRST", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=InnoDB ROW_FORMAT=COMPRESSED"}},
	{name: "type in composite key", sql: "ALTER TABLE g MODIFY b bigint NOT NULL", before: []string{"CREATE TABLE g (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b)) ENGINE=InnoDB"}},
	{name: "key column null", sql: "ALTER TABLE g MODIFY a int", before: []string{"CREATE TABLE g (a int NOT NULL PRIMARY KEY, b int) ENGINE=InnoDB"}},
	{name: "unique over text", sql: "ALTER TABLE g ADD UNIQUE KEY ua (a)", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a text) ENGINE=InnoDB"}},
	{name: "prefix index", sql: "ALTER TABLE t ADD KEY ic (c(20))"},
	{name: "optimize", sql: "ALTER TABLE t ENGINE=InnoDB, FORCE"},
	{name: "order by", sql: "ALTER TABLE p ORDER BY code"},
	{name: "next number", sql: "ALTER TABLE t AUTO_INCREMENT=1000"},
	{name: "partition by", sql: "ALTER TABLE g PARTITION BY HASH (id) PARTITIONS 4", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=InnoDB"}},
	{name: "remove partitioning", sql: "ALTER TABLE g REMOVE PARTITIONING", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=InnoDB PARTITION BY HASH (id) PARTITIONS 4"}},
	{name: "add index to MyISAM", sql: "ALTER TABLE g ADD KEY ia (a)", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=MyISAM"}},
	{name: "add column to MyISAM", sql: "ALTER TABLE g ADD COLUMN x int", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=MyISAM"}},
	{name: "rename column of MyISAM", sql: "ALTER TABLE g CHANGE a a2 int", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=MyISAM"}},
	{name: "set default in MyISAM", sql: "ALTER TABLE g ALTER COLUMN a SET DEFAULT 5", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=MyISAM"}},
	{name: "drop index of MyISAM", sql: "ALTER TABLE g DROP KEY ia", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int, KEY ia (a)) ENGINE=MyISAM"}},
	{name: "drop column of MyISAM", sql: "ALTER TABLE g DROP COLUMN a", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=MyISAM"}},
	{name: "enum append in MyISAM", sql: "ALTER TABLE g MODIFY a enum('a','b')", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a enum('a')) ENGINE=MyISAM"}},
	{name: "type in MyISAM", sql: "ALTER TABLE g MODIFY a bigint", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=MyISAM"}},
	{name: "longer in MyISAM", sql: "ALTER TABLE g MODIFY a varchar(30)", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a varchar(20)) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4"}},
	{name: "rename in Aria", sql: "ALTER TABLE g CHANGE a a2 int", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=Aria"}},
	{name: "add column to Aria", sql: "ALTER TABLE g ADD COLUMN x int", before: []string{"CREATE TABLE g (id int PRIMARY KEY, a int) ENGINE=Aria"}},
	{name: "default and type", sql: "ALTER TABLE t ALTER COLUMN q SET DEFAULT 5, MODIFY b bigint NULL"},
	{name: "rename and add", sql: "ALTER TABLE t CHANGE q q2 int unsigned NULL, ADD COLUMN x int"},
	{name: "null and drop index", sql: "ALTER TABLE t MODIFY z varchar(40) NULL COMMENT 'z', DROP KEY ib"},
	{name: "invisible", sql: "ALTER TABLE t MODIFY q int unsigned NULL INVISIBLE"},
	{name: "add column to child", sql: "ALTER TABLE g ADD COLUMN x int", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id) ON DELETE CASCADE) ENGINE=InnoDB"}},
	{name: "type in child", sql: "ALTER TABLE g MODIFY c bigint", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, c int, CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id) ON DELETE CASCADE) ENGINE=InnoDB"}},
	{name: "type in child without cascade", sql: "ALTER TABLE g MODIFY c bigint", before: []string{"CREATE TABLE g (id int PRIMARY KEY, b int, c int, CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id)) ENGINE=InnoDB"}},
	{name: "type in parent", sql: "ALTER TABLE g MODIFY c bigint", before: []string{"CREATE TABLE g (id int PRIMARY KEY, c int) ENGINE=InnoDB", "CREATE TABLE g2 (id int PRIMARY KEY, b int, CONSTRAINT fk2 FOREIGN KEY (b) REFERENCES g (id) ON DELETE CASCADE) ENGINE=InnoDB"}},
	{name: "drop column of keyless", sql: "ALTER TABLE g DROP COLUMN a", before: []string{"CREATE TABLE g (id int NOT NULL, a int) ENGINE=InnoDB"}},
	{name: "type in keyless", sql: "ALTER TABLE g MODIFY a bigint", before: []string{"CREATE TABLE g (id int NOT NULL, a int) ENGINE=InnoDB"}},
}

func enumOf(n int) string {
	labels := make([]string, n)
	for i := range labels {
		labels[i] = fmt.Sprintf("l%d", i)
	}
	return "enum(" + schema.QuoteLabels(labels) + ")"
}

// A seen is how a server goes about a statement: what it refuses, and whether it writes all rows anew where it takes the quickest way.
type seen struct {
	refused map[string]bool // by what is demanded: "ALGORITHM=INSTANT"
	rebuilt bool
}

// An asker asks a server how it would go about a statement, by demanding ever less of it.
type asker struct {
	db     *lab.Database
	room   *Room
	before []string
	fresh  bool // the tables are as they were made
	strict bool // they can be made on every server
}

// ask returns how the server does it; ok is false where it does not do it at all.
func (a *asker) ask(t *testing.T, sql string) (s seen, ok bool) {
	t.Helper()
	a.fresh = false
	s.refused = map[string]bool{}
	for _, algorithm := range algorithms {
		demand := "ALGORITHM=" + algorithm
		rebuilt, err := a.try(t, demanding(sql, demand))
		if s.refused[demand] = err != nil; err == nil {
			s.rebuilt, ok = rebuilt, true
			break
		}
		if !isRefusal(err) {
			t.Logf("not on this server: %v", err)
			return s, false
		}
	}
	for _, lock := range locks {
		demand := "LOCK=" + lock
		_, err := a.try(t, demanding(sql, demand))
		if s.refused[demand] = err != nil; err == nil {
			break
		}
		if !isRefusal(err) {
			t.Fatal(err)
		}
	}
	return s, ok
}

func demanding(sql, demand string) string {
	if rest, ok := strings.CutPrefix(sql, "ALTER TABLE "); ok {
		table, parts, _ := strings.Cut(rest, " ")
		return "ALTER TABLE " + table + " " + demand + ", " + parts // ORDER BY and PARTITION BY come last
	}
	return sql + " " + demand
}

// isRefusal: 1845 and 1846 say that it is not done that way, 1800 that the server knows no such algorithm.
func isRefusal(err error) bool {
	var said *driver.MySQLError
	return errors.As(err, &said) && (said.Number == 1845 || said.Number == 1846 || said.Number == 1800)
}

// try runs a statement on fresh tables, and says whether the table's rows are kept elsewhere afterwards.
func (a *asker) try(t *testing.T, sql string) (rebuilt bool, err error) {
	t.Helper()
	if !a.fresh {
		a.clear(t)
		for _, s := range a.before {
			if _, err := a.db.DB.ExecContext(t.Context(), s); err != nil && a.strict {
				t.Fatalf("%s: %v", s, err)
			} else if err != nil {
				return false, err
			}
		}
		for _, s := range costRows {
			_, _ = a.db.DB.ExecContext(t.Context(), s)
		}
	}
	before := a.place(t, sql)
	_, err = a.db.DB.ExecContext(t.Context(), sql)
	a.fresh = err != nil
	return before != a.place(t, sql), err
}

// clear drops all tables.
func (a *asker) clear(t *testing.T) {
	t.Helper()
	rows, err := a.db.DB.QueryContext(t.Context(), "SHOW TABLES")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	drops := []string{"SET foreign_key_checks = 0"}
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			t.Fatal(err)
		}
		drops = append(drops, "DROP TABLE "+a.room.Quote(table))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	rows.Close()
	a.db.Exec(t, append(drops, "SET foreign_key_checks = 1")...)
}

// place is InnoDB's number for the table that a statement is about.
func (a *asker) place(t *testing.T, sql string) string {
	t.Helper()
	catalogue := "INNODB_SYS_TABLES"
	if a.room.flavor.atLeastMySQL(8) {
		catalogue = "INNODB_TABLES"
	}
	var id string
	_ = a.db.DB.QueryRowContext(t.Context(), "SELECT TABLE_ID FROM information_schema."+catalogue+" WHERE NAME = ?", a.db.Name+"/"+a.room.Manner(sql).Table).Scan(&id)
	return id
}

// TestCost holds what is reckoned against what a server itself says of every change.
func TestCost(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		for _, tt := range costCases {
			t.Run(tt.name, func(t *testing.T) {
				a := asker{db: db, room: r, before: slices.Concat(costBase, tt.before)}
				if s, ok := a.ask(t, tt.sql); ok {
					compareCost(t, r, a.before, tt.sql, s)
				}
			})
		}
	})
}

// knownAfter is the schema that statements make, as far as they say it, and the settings.
func knownAfter(t *testing.T, r *Room, before []string) (*schema.Schema, map[string]string) {
	t.Helper()
	known, session := schema.New(r.Semantics()), map[string]string{}
	for _, b := range before {
		if m := r.Manner(b); m.Setting != "" {
			session[m.Setting] = m.Value
		}
		apply(t, r, known, b)
	}
	return known, session
}

func compareCost(t *testing.T, r *Room, before []string, sql string, s seen) {
	t.Helper()
	known, session := knownAfter(t, r, before)
	changes, err := r.Parse(sql)
	if err != nil {
		t.Fatal(err)
	}
	rewrites := false
	for _, c := range costs(r, known, changes, sql, session, "") {
		rewrites = rewrites || c.Work == schema.Rewrites
	}
	if isInnoDB(known.Table(r.Manner(sql).Table)) && rewrites != s.rebuilt {
		t.Errorf("Cost says that rows are written anew: %t; the server: %t", rewrites, s.rebuilt)
	}
	for demand, refused := range s.refused {
		for _, c := range costs(r, known, changes, sql, session, demand) {
			if (c.Refused == demand) != refused || c.Refused != "" && c.Refused != demand {
				t.Errorf("%s: asked for %s, it is refused: %t; Cost says %s (%q), since %s", sql, demand, refused, c.Words, c.Refused, c.Why)
			}
		}
	}
}

// costs are those of a statement that makes a demand beside.
func costs(r *Room, known *schema.Schema, changes []schema.Change, sql string, session map[string]string, demand string) []schema.Cost {
	var all []schema.Cost
	for _, c := range append(changes, nil) {
		m := r.Manner(sql)
		if demand != "" {
			m = r.Manner(demanding(sql, demand))
		}
		m.Beside, m.Session = changes, session
		all = append(all, r.Cost(known, c, m)...)
	}
	return all
}

// ofCosts are the rules that speak of costs.
var ofCosts = []string{
	"alter-copies", "alter-rebuilds", "alter-repeated", "algorithm-refused", "foreign-key-copies", "implicit-zero", "index-blocks-writes", "modify-loses", "not-resumable",
	"data-with-ddl", "primary-key-lost",
}

// TestCostOfFixtures asks the server of every statement in the fixtures of those rules that alters a table.
func TestCostOfFixtures(t *testing.T) {
	var files []string
	for _, rule := range ofCosts {
		files = append(files, filepath.Join("../../testdata/lint/mysql", rule+".sql"))
	}
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		if !r.flavor.isMariaDB() || r.flavor.copiesOnline() { // what the fixtures are written for
			t.Skip("not on this server")
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(string(text), "-- MySQL") || !strings.Contains(string(text), "\n-- then\n") { // of another server, or of schemas, which it may refuse
				continue
			}
			t.Run(strings.TrimSuffix(filepath.Base(file), ".sql"), func(t *testing.T) { askFixture(t, r, db, string(text)) })
		}
	})
}

func askFixture(t *testing.T, r *Room, db *lab.Database, text string) {
	t.Helper()
	all, err := r.Split(text)
	if err != nil {
		t.Fatal(err)
	}
	then := strings.Count(text[:strings.Index(text, "-- then")+1], "\n") + 1
	a := asker{db: db, room: r, strict: true}
	for _, st := range all {
		m := r.Manner(st.Text)
		runs := true
		if st.Line > then && m.Table != "" {
			runs = askStatement(t, r, &a, st.Text, m)
		}
		if runs && m.Tables == nil {
			a.before = append(a.before, st.Text)
		}
	}
	a.fresh = false
	if _, err := a.try(t, "DO 1"); err != nil { // makes all that stands before it
		t.Fatal(err)
	}
	known, _ := knownAfter(t, r, a.before)
	compare(t, r, known, read(t, db).Schema) // what is lost is lost
}

// askStatement holds the cost of a statement against the server, and says whether it runs. One that makes demands of its own is run as it is.
func askStatement(t *testing.T, r *Room, a *asker, sql string, m schema.Manner) bool {
	t.Helper()
	if m.Algorithm == "" && m.Lock == "" {
		s, ok := a.ask(t, sql)
		if ok {
			compareCost(t, r, a.before, sql, s)
		}
		return ok
	}
	a.fresh = false
	_, err := a.try(t, sql)
	if err != nil && !isRefusal(err) {
		t.Fatalf("%s: %v", sql, err)
	}
	known, session := knownAfter(t, r, a.before)
	changes, parseErr := r.Parse(sql)
	if parseErr != nil {
		t.Fatal(parseErr)
	}
	for _, c := range costs(r, known, changes, sql, session, "") {
		if (c.Refused != "") != (err != nil) {
			t.Errorf("%s: Cost refuses %q; the server says: %v", sql, c.Refused, err)
		}
	}
	return err == nil
}

// TestCostByVersion holds what is reckoned for servers that are not at hand to what their manuals say.
func TestCostByVersion(t *testing.T) {
	t.Parallel()
	const (
		plain = "CREATE TABLE t (id int PRIMARY KEY, a varchar(20), b int NOT NULL, e enum('a')) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"
		bare  = "CREATE TABLE t (id int PRIMARY KEY, a varchar(40))"
		last  = "ALTER TABLE t ADD COLUMN x int"
		first = "ALTER TABLE t ADD COLUMN x int FIRST"
		drop  = "ALTER TABLE t DROP COLUMN a"
		name  = "ALTER TABLE t CHANGE b b2 int NOT NULL"
		wider = "ALTER TABLE t MODIFY a varchar(30)"
		twice = "ALTER TABLE t MODIFY a varchar(80)"
		grown = "ALTER TABLE t MODIFY b bigint NOT NULL"
		label = "ALTER TABLE t MODIFY e enum('a', 'b')"
		index = "CREATE INDEX i ON t (a)"
	)
	for _, tt := range []struct{ server, before, sql, want string }{
		{"MySQL 5.7.44", plain, last, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MySQL 8.0.11", plain, last, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MySQL 8.0.12", plain, last, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MySQL 8.0.28", plain, first, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MySQL 8.0.29", plain, first, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MySQL 8.0.28", plain, drop, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MySQL 8.0.29", plain, drop, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MySQL 8.4.3", plain, drop, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MySQL 8.0.27", plain, name, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MySQL 8.0.28", plain, name, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MySQL 5.6.51", plain, wider, "ALGORITHM=COPY, LOCK=SHARED"},
		{"MySQL 5.7.44", plain, wider, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MySQL 5.7.44", plain, twice, "ALGORITHM=COPY, LOCK=SHARED"},
		{"MySQL 5.7.44", bare, twice, "ALGORITHM=INPLACE, LOCK=NONE"}, // latin1, as it is installed, or utf8mb4: it is not known
		{"MySQL 8.0.36", bare, twice, "ALGORITHM=COPY, LOCK=SHARED"},
		{"MySQL 8.4.3", plain, grown, "ALGORITHM=COPY, LOCK=SHARED"},
		{"MySQL 5.7.44", plain, label, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MySQL 8.0.12", plain, label, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MySQL 5.7.44", plain, index, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MariaDB 10.2.44", plain, last, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MariaDB 10.3.39", plain, last, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MariaDB 10.3.39", plain, first, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MariaDB 10.4.34", plain, first, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MariaDB 10.3.39", plain, drop, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MariaDB 10.4.34", plain, drop, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MariaDB 10.1.48", plain, wider, "ALGORITHM=COPY, LOCK=SHARED"},
		{"MariaDB 10.2.44", plain, wider, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MariaDB 10.3.39", plain, twice, "ALGORITHM=COPY, LOCK=SHARED"},
		{"MariaDB 10.4.34", plain, twice, "ALGORITHM=INSTANT, LOCK=NONE"},
		{"MariaDB 10.2.44", plain, index, "ALGORITHM=INPLACE, LOCK=NONE"},
		{"MariaDB 10.3.39", plain, index, "ALGORITHM=NOCOPY, LOCK=NONE"},
		{"MariaDB 11.1.6", plain, grown, "ALGORITHM=COPY, LOCK=SHARED"},
		{"MariaDB 11.2.6", plain, grown, "ALGORITHM=COPY, LOCK=NONE"},
		{"TiDB 8.5.0", plain, grown, "online"},
	} {
		product, version, _ := strings.Cut(tt.server, " ")
		r := New(schema.Server{Engine: Engine, Product: product, Version: version})
		known, _ := knownAfter(t, r, []string{tt.before})
		changes, err := r.Parse(tt.sql)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range costs(r, known, changes, tt.sql, nil, "") {
			if c.Words != tt.want {
				t.Errorf("%s: %s: Cost says %s, since %s; want %s", tt.server, tt.sql, c.Words, c.Why, tt.want)
			}
		}
	}
}
