package main

// A kind is a pending statement, or some, that rows decide. In braces stand what the engines spell in ways of their own: {NN u.a INTEGER} a column that takes
// no NULL any more, {TYPE u.a TEXT} another type, {ENUM u.s x,y} an enumeration, {COL u.a b INTEGER} a column's other name, {TABLE u v} a table's.
type kind struct {
	name string
	does string // statements, separated by ;
	// pass and fail are rows, as "u(1, 2, 'x') t(1)", that the statements take, and that they do not, unless those before see to it.
	pass, fail string
	// on is the one engine that has such a thing; empty: both.
	on string
}

// kindTables are what there is before. w has no key.
const kindTables = "CREATE TABLE t (id INTEGER NOT NULL, k VARCHAR(9), PRIMARY KEY (id));\n" +
	"CREATE TABLE u (id INTEGER NOT NULL, a INTEGER, s VARCHAR(20), PRIMARY KEY (id));\n" +
	"CREATE TABLE w (a INTEGER, b BIGINT, d NUMERIC(10,2), l TEXT)"

var kinds = []kind{
	{"not null", "{NN u.a INTEGER}", "u(1,1,'x')", "u(1,NULL,'x')", ""},
	{"not null on a text", "{NN u.s VARCHAR(20)}", "u(1,1,'x')", "u(1,1,NULL)", ""},
	{"new column that takes no NULL", "ALTER TABLE u ADD COLUMN x INTEGER NOT NULL", "t(1,'x')", "u(1,1,'x')", ""},
	{"new column that takes no NULL, with a default", "ALTER TABLE u ADD COLUMN x INTEGER DEFAULT 5 NOT NULL", "u(1,1,'x')", "u(1,NULL,NULL)", ""},
	{"new column, not null", "ALTER TABLE u ADD COLUMN x INTEGER; {NN u.x INTEGER}", "t(1,'x')", "u(1,1,'x')", ""},
	{"new column with a default, not null", "ALTER TABLE u ADD COLUMN x INTEGER DEFAULT 3; {NN u.x INTEGER}", "u(1,1,'x')", "u(1,NULL,NULL)", ""},
	{"new column, filled, not null", "ALTER TABLE u ADD COLUMN x INTEGER; UPDATE u SET x = a; {NN u.x INTEGER}", "u(1,1,'x')", "u(1,NULL,'x')", ""},
	{"deleted, not null", "DELETE FROM u WHERE a IS NULL; {NN u.a INTEGER}", "u(1,1,'x')", "u(1,NULL,'x')", ""},
	{"other rows deleted, not null", "DELETE FROM u WHERE a = 7; {NN u.a INTEGER}", "u(1,1,'x')", "u(1,NULL,'x')", ""},
	{"filled, not null", "UPDATE u SET a = 0 WHERE a IS NULL; {NN u.a INTEGER}", "u(1,1,'x')", "u(1,NULL,'x')", ""},
	{"another column filled, not null", "UPDATE u SET s = 'y' WHERE s IS NULL; {NN u.a INTEGER}", "u(1,1,'x')", "u(1,NULL,'x')", ""},
	{"another table filled, not null", "INSERT INTO t (id, k) VALUES (9, 'x'); {NN u.a INTEGER}", "u(1,1,'x')", "u(1,NULL,'x')", ""},
	{"renamed column, not null", "{COL u.a b INTEGER}; {NN u.b INTEGER}", "u(1,1,'x')", "u(1,NULL,'x')", ""},
	{"renamed table, not null", "{TABLE u v}; {NN v.a INTEGER}", "u(1,1,'x')", "u(1,NULL,'x')", ""},
	{"emptied, not null", "DELETE FROM u; {NN u.a INTEGER}", "u(1,1,'x')", "u(1,NULL,'x')", ""},
	{"default, not null", "ALTER TABLE u ALTER COLUMN a SET DEFAULT 5; {NN u.a INTEGER}", "u(1,1,'x')", "u(1,NULL,'x')", ""},
	{
		"check that is validated", "ALTER TABLE u ADD CONSTRAINT c CHECK (a > 5) NOT VALID; ALTER TABLE u VALIDATE CONSTRAINT c", "u(1,7,'x')", "u(1,2,'x')",
		"postgresql",
	},
	{
		"foreign key that is validated", "ALTER TABLE u ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES t (id) NOT VALID; ALTER TABLE u VALIDATE CONSTRAINT c",
		"t(1,'x') u(1,1,'x')", "u(1,2,'x')", "postgresql",
	},
	{"primary key", "ALTER TABLE w ADD PRIMARY KEY (a)", "w(1,1,1,'x')", "w(NULL,1,1,'x')", ""},
	{"primary key over doubles", "ALTER TABLE w ADD PRIMARY KEY (a)", "w(1,1,1,'x') w(2,1,1,'x')", "w(1,1,1,'x') w(1,1,1,'x')", ""},
	{"dropped column", "ALTER TABLE u DROP COLUMN s", "u(1,1,'x')", "u(1,1,NULL)", ""},

	{"shorter", "{TYPE u.s VARCHAR(5)}", "u(1,1,'x')", "u(1,1,'longer than 5')", ""},
	{"shorter text", "{TYPE w.l VARCHAR(5)}", "w(1,1,1,'x')", "w(1,1,1,'longer than 5')", ""},
	{"smaller", "{TYPE u.a SMALLINT}", "u(1,1,'x')", "u(1,70000,'x')", ""},
	{"smaller bigint", "{TYPE w.b INTEGER}", "w(1,1,1,'x')", "w(1,7000000000,1,'x')", ""},
	{"fewer digits", "{TYPE w.d NUMERIC(4,2)}", "w(1,1,1.5,'x')", "w(1,1,12345,'x')", ""},
	{"text to number", "{TYPE u.s INTEGER}", "u(1,1,'17')", "u(1,1,'x')", ""},
	{"number to short text", "{TYPE u.a VARCHAR(3)}", "u(1,1,'x')", "u(1,12345,'x')", ""},
	{"cut, shorter", "UPDATE u SET s = substr(s, 1, 5); {TYPE u.s VARCHAR(5)}", "u(1,1,'x')", "u(1,1,'longer than 5')", ""},
	{"deleted, shorter", "DELETE FROM u WHERE length(s) > 5; {TYPE u.s VARCHAR(5)}", "u(1,1,'x')", "u(1,1,'longer than 5')", ""},
	{"renamed column, shorter", "{COL u.s n VARCHAR(20)}; {TYPE u.n VARCHAR(5)}", "u(1,1,'x')", "u(1,1,'longer than 5')", ""},
	{"shorter, longer", "{TYPE u.s VARCHAR(5)}; {TYPE u.s VARCHAR(30)}", "u(1,1,'x')", "u(1,1,'longer than 5')", ""},
	{"wider, then smaller", "{TYPE u.a BIGINT}; {TYPE u.a SMALLINT}", "u(1,1,'x')", "u(1,70000,'x')", ""},
	{
		"new column's default, shorter", "ALTER TABLE u ADD COLUMN x VARCHAR(20) DEFAULT 'longer than 5'; {TYPE u.x VARCHAR(5)}", "t(1,'x')", "u(1,1,'x')",
		"postgresql",
	},

	{"enumeration", "{ENUM u.s x,y}", "u(1,1,'x')", "u(1,1,'z')", ""},
	{"smaller enumeration", "{ENUM u.s x,y,z}; {ENUM u.s x,y}", "u(1,1,'x')", "u(1,1,'z')", ""},
	{"mended, enumeration", "UPDATE u SET s = 'x' WHERE s = 'z'; {ENUM u.s x,y}", "u(1,1,'x')", "u(1,1,'z')", ""},
	{"enumeration with all labels", "{ENUM u.s x,y,z}", "u(1,1,'x')", "u(1,1,'z')", ""},

	{"unique", "ALTER TABLE u ADD CONSTRAINT q UNIQUE (a)", "u(1,1,'x') u(2,2,'x')", "u(1,1,'x') u(2,1,'x')", ""},
	{"unique with NULLs", "ALTER TABLE u ADD CONSTRAINT q UNIQUE (a)", "u(1,NULL,'x') u(2,NULL,'x')", "u(1,1,'x') u(2,1,'x')", ""},
	{"unique of two", "ALTER TABLE u ADD CONSTRAINT q UNIQUE (a, s)", "u(1,1,'x') u(2,1,'y')", "u(1,1,'x') u(2,1,'x')", ""},
	{"unique index", "CREATE UNIQUE INDEX q ON u (s)", "u(1,1,'x') u(2,1,'y')", "u(1,1,'x') u(2,2,'x')", ""},
	{"unique prefix", "CREATE UNIQUE INDEX q ON u (s(2))", "u(1,1,'xxy') u(2,1,'yyy')", "u(1,1,'xxy') u(2,2,'xxx')", "mysql"},
	{"unique of some rows", "CREATE UNIQUE INDEX q ON u (s) WHERE a > 0", "u(1,1,'x') u(2,-1,'x')", "u(1,1,'x') u(2,2,'x')", "postgresql"},
	{"unique expression", "CREATE UNIQUE INDEX q ON u (lower(s))", "u(1,1,'x') u(2,1,'Y')", "u(1,1,'x') u(2,2,'X')", "postgresql"},
	{"unique, NULLs too", "ALTER TABLE u ADD CONSTRAINT q UNIQUE NULLS NOT DISTINCT (a)", "u(1,NULL,'x')", "u(1,NULL,'x') u(2,NULL,'x')", "postgresql"},
	{"unique new column", "ALTER TABLE u ADD COLUMN x INTEGER; ALTER TABLE u ADD CONSTRAINT q UNIQUE (x)", "u(1,1,'x')", "u(1,1,'x') u(2,2,'y')", ""},
	{
		"unique new column with a default", "ALTER TABLE u ADD COLUMN x INTEGER DEFAULT 1; ALTER TABLE u ADD CONSTRAINT q UNIQUE (x)", "u(1,1,'x')",
		"u(1,1,'x') u(2,2,'y')", "",
	},
	{"deleted, unique", "DELETE FROM u WHERE id > 1; ALTER TABLE u ADD CONSTRAINT q UNIQUE (a)", "u(1,1,'x') u(2,2,'x')", "u(1,1,'x') u(2,1,'x')", ""},
	{"filled, unique", "UPDATE u SET a = id; ALTER TABLE u ADD CONSTRAINT q UNIQUE (a)", "u(1,1,'x') u(2,2,'x')", "u(1,1,'x') u(2,1,'x')", ""},
	{"renamed, unique", "{TABLE u v}; ALTER TABLE v ADD CONSTRAINT q UNIQUE (a)", "u(1,1,'x') u(2,2,'x')", "u(1,1,'x') u(2,1,'x')", ""},
	{"another primary key", "ALTER TABLE u DROP PRIMARY KEY; ALTER TABLE u ADD PRIMARY KEY (a)", "u(1,1,'x') u(2,2,'x')", "u(1,1,'x') u(2,1,'x')", "mysql"},
	{
		"another primary key", "ALTER TABLE u DROP CONSTRAINT u_pkey; ALTER TABLE u ADD PRIMARY KEY (a)", "u(1,1,'x') u(2,2,'x')", "u(1,1,'x') u(2,1,'x')",
		"postgresql",
	},

	{"check", "ALTER TABLE u ADD CONSTRAINT c CHECK (a > 10)", "u(1,11,'x')", "u(1,1,'x')", ""},
	{"check of NULL", "ALTER TABLE u ADD CONSTRAINT c CHECK (a > 10)", "u(1,NULL,'x')", "u(1,1,'x')", ""},
	{"check of texts", "ALTER TABLE u ADD CONSTRAINT c CHECK (s IN ('x', 'y'))", "u(1,1,'x')", "u(1,1,'z')", ""},
	{"check of two columns", "ALTER TABLE u ADD CONSTRAINT c CHECK (a > id AND s <> 'z')", "u(1,2,'x')", "u(1,1,'x')", ""},
	{"check of a range", "ALTER TABLE u ADD CONSTRAINT c CHECK (a BETWEEN 1 AND 5)", "u(1,1,'x')", "u(1,6,'x')", ""},
	{"check of a length", "ALTER TABLE u ADD CONSTRAINT c CHECK (char_length(s) < 5)", "u(1,1,'x')", "u(1,1,'longer')", ""},
	{"check of a pattern", "ALTER TABLE u ADD CONSTRAINT c CHECK (s LIKE 'x%')", "u(1,1,'x')", "u(1,1,'y')", ""},
	{"check of a new column", "ALTER TABLE u ADD COLUMN x INTEGER; ALTER TABLE u ADD CONSTRAINT c CHECK (x > 10)", "u(1,1,'x')", "u(1,NULL,'x')", ""},
	{"check of a new default", "ALTER TABLE u ADD COLUMN x INTEGER DEFAULT 5; ALTER TABLE u ADD CONSTRAINT c CHECK (x > a)", "u(1,1,'x')", "u(1,9,'x')", ""},
	{"filled, check", "UPDATE u SET a = 11; ALTER TABLE u ADD CONSTRAINT c CHECK (a > 10)", "u(1,11,'x')", "u(1,1,'x')", ""},
	{"deleted, check", "DELETE FROM u WHERE a <= 10; ALTER TABLE u ADD CONSTRAINT c CHECK (a > 10)", "u(1,11,'x')", "u(1,1,'x')", ""},
	{"renamed column, check", "{COL u.a b INTEGER}; ALTER TABLE u ADD CONSTRAINT c CHECK (b > 10)", "u(1,11,'x')", "u(1,1,'x')", ""},
	{"check that is not enforced", "ALTER TABLE u ADD CONSTRAINT c CHECK (a > 10) NOT VALID", "u(1,11,'x')", "u(1,1,'x')", "postgresql"},

	{"foreign key", "ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id)", "t(1,'x') u(1,1,'x')", "t(1,'x') u(1,2,'x')", ""},
	{
		"foreign key on a new column", "ALTER TABLE u ADD COLUMN x INTEGER; ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES t (id)", "u(1,1,'x')",
		"t(1,'x') u(1,NULL,'x')", "",
	},
	{
		"foreign key on a new default", "ALTER TABLE u ADD COLUMN x INTEGER DEFAULT 1; ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES t (id)",
		"t(1,'x') u(1,1,'x')", "u(1,1,'x')", "",
	},
	{"foreign key to itself", "ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id)", "u(1,1,'x')", "u(1,2,'x')", ""},
	{
		"filled, foreign key", "UPDATE u SET a = NULL; ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id)", "t(1,'x') u(1,1,'x')",
		"t(1,'x') u(1,2,'x')", "",
	},
	{
		"parents filled, foreign key", "INSERT INTO t (id) SELECT a FROM u; ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id)", "t(9,'x')",
		"u(1,2,'x')", "",
	},
	{
		"parents deleted, foreign key", "DELETE FROM t WHERE k = 'y'; ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id)", "t(1,'x') u(1,1,'x')",
		"t(1,'y') u(1,1,'x')", "",
	},
	{
		"foreign key to a new table", "CREATE TABLE n (id INTEGER NOT NULL, PRIMARY KEY (id)); ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES n (id)",
		"u(1,NULL,'x')", "u(1,1,'x')", "",
	},
	{"foreign key to a new table that is filled", "CREATE TABLE n (id INTEGER NOT NULL, PRIMARY KEY (id)); INSERT INTO n (id) SELECT DISTINCT a FROM u WHERE a " +
		"IS NOT NULL; ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES n (id)", "u(1,NULL,'x')", "u(1,1,'x')", ""},
	{
		"renamed child, foreign key", "{TABLE u v}; ALTER TABLE v ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id)", "t(1,'x') u(1,1,'x')", "t(1,'x') u(1,2,'x')",
		"",
	},
	{
		"renamed parent, foreign key", "{TABLE t p}; ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)", "t(1,'x') u(1,1,'x')",
		"t(1,'x') u(1,2,'x')", "",
	},
	{
		"foreign key that is not held", "ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id) NOT VALID", "t(1,'x') u(1,1,'x')", "t(1,'x') u(1,2,'x')",
		"postgresql",
	},

	{"exclusion", "ALTER TABLE u ADD CONSTRAINT e EXCLUDE USING btree (a WITH =)", "u(1,1,'x') u(2,2,'x')", "u(1,1,'x') u(2,1,'x')", "postgresql"},
	{
		"new table, filled, unique", "CREATE TABLE n (a INTEGER); INSERT INTO n SELECT a FROM u; ALTER TABLE n ADD CONSTRAINT q UNIQUE (a)",
		"u(1,1,'x') u(2,2,'x')", "u(1,1,'x') u(2,1,'x')", "",
	},
	{"new table, unique", "CREATE TABLE n (a INTEGER); ALTER TABLE n ADD CONSTRAINT q UNIQUE (a)", "u(1,1,'x') u(2,2,'x')", "u(1,1,'x') u(2,1,'x')", ""},

	{"row that may be there", "INSERT INTO t (id, k) VALUES (9, 'x')", "t(1,'x')", "t(9,'x')", ""},
	{"row that may be there, or not", insertOnce, "t(1,'x')", "t(9,'x')", ""},
	{"row without its key", "INSERT INTO u (s) VALUES ('x')", "t(1,'x')", "t(9,'x')", ""},
	{"rows made equal", "UPDATE u SET id = 5", "u(1,1,'x')", "u(1,1,'x') u(2,2,'x')", ""},
	{"rows made to refer to nothing", "ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id); UPDATE u SET a = 7", "t(7,'x') u(1,NULL,'x')", "u(1,NULL,'x')", ""},
	{"parents deleted behind a foreign key", "ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id); DELETE FROM t", "t(1,'x') u(1,NULL,'x')", "t(1,'x') u(1,1,'x')", ""},
	{"rows made to violate a check", "ALTER TABLE u ADD CONSTRAINT c CHECK (a > 10); UPDATE u SET a = id", "u(11,11,'x')", "u(1,11,'x')", ""},
	{"row that refers to nothing", "ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id); INSERT INTO u (id, a) VALUES (5, 7)", "t(7,'x')", "t(1,'x')", ""},
	{"row that violates a check", "ALTER TABLE u ADD CONSTRAINT c CHECK (a > 10); INSERT INTO u (id, a) VALUES (5, 7)", "t(1,'x')", "u(1,11,'x')", ""},
	{"row that fulfils a check", "ALTER TABLE u ADD CONSTRAINT c CHECK (a > 10); INSERT INTO u (id, a) VALUES (5, 11)", "t(1,'x')", "u(5,11,'x')", ""},
	{"row with a word for a number", "INSERT INTO u (id, a) VALUES (5, 'many')", "t(1,'x')", "u(1,1,'x')", ""},
	{"rows copied", "CREATE TABLE n (id INTEGER NOT NULL, s VARCHAR(20), PRIMARY KEY (id)); INSERT INTO n (id, s) SELECT id, s FROM u", "u(1,1,'x')", "u(1,1,NULL)", ""},
	{
		"rows copied to where less fits", "CREATE TABLE n (id INTEGER NOT NULL, s VARCHAR(3), PRIMARY KEY (id)); INSERT INTO n (id, s) SELECT id, s FROM u",
		"u(1,1,'x')", "u(1,1,'longer')", "",
	},
	{
		"rows copied to where no NULL is", "CREATE TABLE n (id INTEGER NOT NULL, a INTEGER NOT NULL, PRIMARY KEY (id)); INSERT INTO n (id, a) SELECT id, a FROM u",
		"u(1,1,'x')", "u(1,NULL,'x')", "",
	},
	{"column set to another one", "ALTER TABLE u ADD COLUMN v VARCHAR(3); UPDATE u SET v = s", "u(1,1,'x')", "u(1,1,'longer')", ""},
	{"rows put into a new table", seeds + "(1, 'a'); INSERT INTO n (id, k) VALUES (2, 'b')", "t(1,'x')", "u(1,1,'x')", ""},
	{"one row put twice into a new table", seeds + "(1, 'a'); INSERT INTO n (id, k) VALUES (1, 'b')", "t(1,'x')", "u(1,1,'x')", ""},
	{
		"rows copied in lower case, unique", "CREATE TABLE n (s VARCHAR(20), UNIQUE (s)); CREATE UNIQUE INDEX q ON u (s); INSERT INTO n (s) SELECT lower(s) FROM u",
		"u(1,1,'x')", "u(1,1,'x') u(2,1,'X')", "postgresql",
	},
	{"rows of two queries", seeds[:len(seeds)-len("VALUES ")] + "SELECT 1, 'a' UNION ALL SELECT 2, 'b'", "t(1,'x')", "u(1,1,'x')", ""},
	{"column set to that of another table", "UPDATE u SET s = w.l FROM w WHERE w.a = u.a", "u(1,1,'x') w(1,1,1,'x')", "u(1,1,'x') w(1,1,1,'" + long + "')", "postgresql"},
	{"number in lower case", "UPDATE u SET s = lower(a)", "t(1,'x')", "u(1,1,'x')", "postgresql"},
	{
		"row that is changed where it is there", "INSERT INTO t (id, k) VALUES (9, 'x') ON CONFLICT (id) DO UPDATE SET k = '" + long + "'", "t(1,'x')", "t(9,'x')",
		"postgresql",
	},
	{
		"row that is emptied where it is there", "{NN u.a INTEGER}; INSERT INTO u (id, a) VALUES (9, 1) ON CONFLICT (id) DO UPDATE SET a = NULL", "u(1,1,'x')", "u(9,1,'x')",
		"postgresql",
	},
	{"row that loses its key where it is there", "INSERT INTO t (id, k) VALUES (9, 'x') ON DUPLICATE KEY UPDATE id = 1", "t(1,'x')", "t(1,'x') t(9,'x')", "mysql"},
	{
		"parent in another case", "CREATE TABLE n (k VARCHAR(9) NOT NULL, PRIMARY KEY (k)); INSERT INTO n (k) VALUES ('A'); ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (s) " +
			"REFERENCES n (k); INSERT INTO u (id, s) VALUES (5, 'a')", "t(1,'x')", "t(2,'x')", "postgresql",
	},
	{
		"two accents", "CREATE TABLE n (k VARCHAR(9) NOT NULL, PRIMARY KEY (k)); INSERT INTO n (k) VALUES ('é'); INSERT INTO n (k) VALUES ('e')", "t(1,'x')", "u(1,1,'x')",
		"mysql",
	},
	{
		"NULL that is there", "CREATE TABLE n (a INTEGER, UNIQUE NULLS NOT DISTINCT (a)); INSERT INTO n (a) VALUES (NULL); INSERT INTO n (a) VALUES (NULL)", "t(1,'x')",
		"u(1,1,'x')", "postgresql",
	},
	{"filled in all rows, not null", "UPDATE u SET a = 0, s = 'y'; {NN u.a INTEGER}; {NN u.s VARCHAR(20)}", "u(1,1,'x')", "u(1,NULL,NULL)", ""},
	{"filled, and not, not null", "UPDATE u SET a = 0 WHERE s = 'x'; {NN u.a INTEGER}", "u(1,NULL,'x')", "u(1,NULL,'y')", ""},
	{
		"parents changed behind a foreign key", "ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id); UPDATE t SET id = 5", "t(1,'x')",
		"t(1,'x') u(1,1,'x')", "",
	},
	{"one row left out, unique", "UPDATE u SET a = 5 WHERE id > 1; ALTER TABLE u ADD CONSTRAINT q UNIQUE (a)", "u(1,1,'x') u(2,1,'x')", "u(1,1,'x') u(2,1,'x') u(3,2,'x')", ""},
	{
		"computed of what is set", "ALTER TABLE u ADD COLUMN g INTEGER GENERATED ALWAYS AS (a) STORED; CREATE UNIQUE INDEX q ON u (g); UPDATE u SET a = 5", "t(1,'x')",
		"u(1,1,'x') u(2,2,'x')", "",
	},
	{
		"computed of what is set, then unique", "ALTER TABLE u ADD COLUMN g INTEGER GENERATED ALWAYS AS (a) STORED; UPDATE u SET a = 5; CREATE UNIQUE INDEX q ON u (g)", "t(1,'x')",
		"u(1,1,'x') u(2,2,'x')", "",
	},
	{
		"time of change", "ALTER TABLE u ADD COLUMN m DATETIME NULL ON UPDATE CURRENT_TIMESTAMP; CREATE UNIQUE INDEX q ON u (m); UPDATE u SET s = 'y'", "t(1,'x')",
		"u(1,1,'x') u(2,2,'x')", "mysql",
	},
	{
		"row that is left out by another key", "CREATE UNIQUE INDEX q ON u (a); INSERT INTO u (id, a) VALUES (5, 7) ON CONFLICT (id) DO NOTHING", "u(5,7,'x')", "u(1,7,'x')",
		"postgresql",
	},
	{
		"row that is there by another key", "CREATE UNIQUE INDEX q ON u (a); INSERT INTO u (id, a) SELECT 5, 7 WHERE NOT EXISTS (SELECT 1 FROM u WHERE id = 5)",
		"u(5,7,'x')", "u(1,7,'x')", "",
	},
	{
		"row with a number for a text", "CREATE UNIQUE INDEX q ON u (s); INSERT INTO u (id, s) VALUES (5, 7)", "u(1,1,'7x')", "u(1,1,'7')", "",
	},
	{
		"row that is rounded", "CREATE TABLE n (d DECIMAL(5,2), CONSTRAINT c CHECK (d < 1.01)); INSERT INTO n (d) VALUES (1.006)", "t(1,'x')", "u(1,1,'x')", "",
	},
	{"rows that come under a key", "CREATE UNIQUE INDEX q ON u (s) WHERE a > 0; UPDATE u SET a = 1", "u(1,0,'x')", "u(1,0,'x') u(2,1,'x')", "postgresql"},
	{
		"reference that was not validated", "ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id) NOT VALID; UPDATE u SET a = 7", "t(7,'x') u(1,1,'x')",
		"t(1,'x') u(1,1,'x')", "postgresql",
	},
	{"check that was not validated", "ALTER TABLE u ADD CONSTRAINT c CHECK (a > 10) NOT VALID; UPDATE u SET s = 'y'", "t(1,'x')", "u(1,1,'x')", "postgresql"},
	{
		"parents of no rows truncated", "ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id); DELETE FROM u; TRUNCATE TABLE t", "t(1,'x')",
		"t(1,'x') u(1,1,'x')", "",
	},
	{"parents replaced", "ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id); REPLACE INTO t (id, k) VALUES (1, 'y')", "t(1,'x')", "t(1,'x') u(1,1,'x')", "mysql"},
	{"NULL for a number that counts", "CREATE TABLE n (id SERIAL PRIMARY KEY, k INTEGER); INSERT INTO n (id, k) VALUES (NULL, 1)", "t(1,'x')", "u(1,1,'x')", ""},
	{
		"counter in steps", "ALTER TABLE w ADD COLUMN n INTEGER NOT NULL; ALTER TABLE w ADD UNIQUE (n); ALTER TABLE w MODIFY n INTEGER NOT NULL AUTO_INCREMENT",
		"w(1,1,1,'x')", "w(1,1,1,'x') w(2,1,1,'x')", "mysql",
	},
	{"counter and its key", "ALTER TABLE w ADD COLUMN n INTEGER NOT NULL AUTO_INCREMENT, ADD UNIQUE (n)", "w(1,1,1,'x')", "w(1,1,1,'x') w(2,1,1,'x')", "mysql"},
	{"counter as primary key", "ALTER TABLE w ADD COLUMN id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY", "w(1,1,1,'x') w(1,1,1,'x')", "w(1,1,1,'x')", "mysql"},
	{"generated from a quotient", "ALTER TABLE u ADD COLUMN q INTEGER GENERATED ALWAYS AS (a / id) STORED", "u(1,1,'x')", "u(0,1,'x')", ""},
	{"index over a quotient", "CREATE INDEX q ON u ((a / id))", "u(1,1,'x')", "u(0,1,'x')", "postgresql"},
	{"new date that takes no NULL", "ALTER TABLE u ADD COLUMN d DATETIME NOT NULL", "t(1,'x')", "u(1,1,'x')", "mysql"},
	{"column of a unique key dropped", "ALTER TABLE u ADD CONSTRAINT q UNIQUE (a, s); ALTER TABLE u DROP COLUMN s", "u(1,1,'x') u(2,2,'y')", "u(1,1,'x') u(2,1,'y')", "mysql"},
	{"foreign key to another type", "ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (s) REFERENCES t (id)", "t(1,'x') u(1,1,'1')", "u(1,1,'1')", ""},
	{"foreign key to what no key keeps apart", "ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES w (a)", "w(1,1,1,'x') u(1,1,'1')", "u(1,1,'1')", ""},
}

// long is longer than any text of the tables.
const long = "longer than twenty letters"

// seeds makes a table, and begins to put rows into it.
const seeds = "CREATE TABLE n (id INTEGER NOT NULL, k VARCHAR(9), PRIMARY KEY (id)); INSERT INTO n (id, k) VALUES "

// insertOnce adds a row unless it is there.
const insertOnce = "INSERT INTO t (id, k) SELECT 9, 'x' WHERE NOT EXISTS (SELECT 1 FROM t WHERE id = 9)"
