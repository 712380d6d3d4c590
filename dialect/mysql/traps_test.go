package mysql

import (
	"fmt"
	"strings"
)

// eachByte makes a table that has a column for each byte, which that byte fills.
func eachByte(kind, format string) string {
	var columns []string
	for i := range 256 {
		columns = append(columns, fmt.Sprintf("c%d %s DEFAULT "+format, i, kind, i))
	}
	return fmt.Sprintf("CREATE TABLE %s (%s)", strings.NewReplacer("(", "", ")", "").Replace(kind)+fmt.Sprint(len(format)), strings.Join(columns, ", "))
}

func atLeast(mysql, maria []int) func(flavor) bool {
	return func(f flavor) bool {
		return mysql != nil && f.atLeastMySQL(mysql...) || maria != nil && f.atLeastMariaDB(maria...)
	}
}

var (
	functional  = func(f flavor) bool { return f.hasFunctionalIndexes }
	checks      = func(f flavor) bool { return f.listsChecks }
	generated   = func(f flavor) bool { return f.listsGenerated }
	expressions = atLeast([]int{8, 0, 13}, []int{10, 2, 1})
	invisible   = atLeast([]int{8, 0, 23}, []int{10, 3, 3})
)

// traps are numbered as in the project's list of them, where they are in it.
var traps = []trap{
	{"binary defaults", []string{"CREATE TABLE t (id int NOT NULL PRIMARY KEY, k varbinary(16) NOT NULL DEFAULT 0x001077, l binary(4) NOT NULL DEFAULT " +
		"0x00ff0001, " +
		"m varbinary(4) DEFAULT 0xff3f00, n varbinary(4) DEFAULT '?', o binary(2) DEFAULT 0x2700, p varbinary(3) DEFAULT '', q varbinary(2) DEFAULT 0x00, r " +
		"binary(2) DEFAULT 0x5c27) DEFAULT CHARSET=utf8"}, nil},
	{name: "every byte as a default", ddl: []string{eachByte("varbinary(3)", "x'%02x'"), eachByte("binary(3)", "x'%02x'"), eachByte("varbinary(3)", "x'%02xff'"), eachByte("bit(8)", "b'%08b'")}},
	{"letters in expressions", []string{"CREATE TABLE t (`ä` varchar(20), g varchar(60) GENERATED ALWAYS AS (concat(`ä`, 'ü''\\\\x€')) STORED, " +
		"d varchar(20) DEFAULT (concat('ü', 'x')), CONSTRAINT c CHECK (`ä` <> 'ß')) DEFAULT CHARSET=utf8mb4"}, func(f flavor) bool { return f.listsChecks }},
	{
		"letters beyond three bytes",
		[]string{"CREATE TABLE t (a varchar(20) DEFAULT 'x😀', g varchar(60) GENERATED ALWAYS AS (concat(a, '😀')) STORED, KEY k " +
			"((concat(a, 'é😀')))) DEFAULT CHARSET=utf8mb4"},
		func(f flavor) bool { return f.hasFunctionalIndexes },
	},
	{name: "M1 display widths", ddl: []string{
		"CREATE TABLE t (a int(7), b bigint(3) unsigned, c smallint, d tinyint, e tinyint(4), f mediumint(8), z int(5) zerofill, y int zerofill, x tinyint(3) unsigned zerofill)",
	}},
	{name: "M3 bool", ddl: []string{"CREATE TABLE t (a bool, b boolean NOT NULL DEFAULT true, c tinyint(1) DEFAULT 0, d tinyint(1) unsigned)"}},
	{name: "M4 other names of types", ddl: []string{
		"CREATE TABLE t (a integer, b numeric, c numeric(7), d decimal(7,2), e dec(4), f real, g double precision, h float(20), i float(30), j float(7,3), k double(8,2), l character(3), m character varying(9), n year(4), o int8, p bit, q char, r binary, s time(0), u datetime(0), v datetime(6), w fixed(3,1))",
	}},
	{name: "M4 sized blobs and texts", ddl: []string{
		"CREATE TABLE t (a blob(200), b blob(70000), c blob(4294967295), d text(60), e text(1000), f text(20000), g blob, h long varbinary) CHARACTER SET utf8mb4",
	}},
	{name: "M5 national and utf8", ddl: []string{
		"CREATE TABLE t (a national varchar(5), b nchar(3), c varchar(9) CHARACTER SET utf8, d varchar(9) CHARACTER SET utf8 COLLATE utf8_bin) CHARACTER SET latin1",
	}},
	{name: "M5 table of utf8", ddl: []string{"CREATE TABLE t (a varchar(5), b varchar(5) CHARACTER SET utf8, c varchar(5) CHARACTER SET utf8mb4) CHARACTER SET utf8 COLLATE utf8_general_ci"}},
	{name: "M6 default collations", ddl: []string{
		"CREATE TABLE t (a varchar(5) CHARACTER SET latin1, b varchar(5) CHARACTER SET utf8mb4, c varchar(5) CHARACTER SET ascii, d text CHARACTER SET ucs2, e varchar(5) CHARACTER SET gbk) CHARACTER SET cp1251",
	}},
	{name: "M8 charset of the table said again", ddl: []string{"CREATE TABLE t (a varchar(5) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, b varchar(5) COLLATE utf8mb4_unicode_ci) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"}},
	{name: "M9 binary charset", ddl: []string{"CREATE TABLE t (a varchar(5) CHARACTER SET binary, b text CHARACTER SET binary, c char(3) binary) CHARACTER SET utf8mb4"}},
	{name: "M10 text defaults", ddl: []string{
		`CREATE TABLE t (a varchar(20) NOT NULL DEFAULT 'a''b\\c"d', b varchar(20) DEFAULT 'NULL', c varchar(30) DEFAULT 'current_timestamp()', d char(3) DEFAULT '', e varchar(5) DEFAULT "x", f varchar(9) DEFAULT 'a' 'b', g varchar(9) DEFAULT _latin1'q', h varchar(5) DEFAULT 5)`,
	}},
	{name: "M10 enum defaults", ddl: []string{`CREATE TABLE t (a enum('yes','no') NOT NULL DEFAULT 'no', b set('a','b') DEFAULT 'a,b', c enum('A','b') DEFAULT 'a')`}},
	{name: "M11 no default", ddl: []string{"CREATE TABLE t (a int DEFAULT NULL, b int NOT NULL, c text, d blob DEFAULT NULL, e varchar(3) NULL)"}},
	{name: "M12 expressions as defaults", only: expressions, ddl: []string{
		`CREATE TABLE t (a int DEFAULT (1+2), b varchar(40) DEFAULT (uuid()), c varchar(30) DEFAULT (concat('a''b','c\\d')), d double DEFAULT (rand()*3), e varchar(9) DEFAULT (lower('X')), f int DEFAULT (5), g date DEFAULT (curdate()), h datetime DEFAULT (now() + interval 1 day))`,
	}},
	{name: "M13 texts with a default", only: atLeast([]int{8, 0, 23}, []int{10, 2, 1}), ddl: []string{`CREATE TABLE t (a text DEFAULT ('x''y\\z'), b blob DEFAULT ('q'), c text DEFAULT (concat('a','b')))`}},
	{name: "M14 binary defaults", ddl: []string{`CREATE TABLE t (a binary(4) DEFAULT 'ab', b varbinary(4) DEFAULT 'cd', c varbinary(9) DEFAULT '', d varbinary(9) DEFAULT 0x6162, e varbinary(9) DEFAULT x'6364')`}},
	{name: "M15 numeric defaults", ddl: []string{
		`CREATE TABLE t (a int DEFAULT '7', b int DEFAULT -3, c decimal(5,2) DEFAULT 1, d decimal(5,2) DEFAULT '0.50', e float DEFAULT 1.5, f double DEFAULT '0', g bigint unsigned DEFAULT 18446744073709551615, h decimal(5,1) DEFAULT 1.25, i int DEFAULT +4, j int DEFAULT 0, k double DEFAULT 1e10, l year DEFAULT 2020, m year DEFAULT '07', n bigint NOT NULL DEFAULT 00012, o double DEFAULT -1.5e-7)`,
	}},
	{name: "M15 bit defaults", ddl: []string{`CREATE TABLE t (a bit DEFAULT b'0', b bit(8) DEFAULT 5, c bit(3) DEFAULT b'101', d bit(16) DEFAULT 0x0102, e bit NOT NULL DEFAULT 1)`}},
	{name: "M16 current timestamps", ddl: []string{
		"CREATE TABLE t (a datetime DEFAULT now(), b datetime DEFAULT current_timestamp, c datetime(3) DEFAULT CURRENT_TIMESTAMP(3), d timestamp NULL DEFAULT localtimestamp(), e timestamp(6) NOT NULL DEFAULT LOCALTIMESTAMP(6), f datetime DEFAULT current_timestamp())",
	}},
	{name: "M16 precision of the column", only: atLeast(nil, []int{10, 2, 1}), ddl: []string{"CREATE TABLE t (a datetime(3) DEFAULT now(), b datetime DEFAULT now(3), c datetime DEFAULT localtime, d datetime(6) DEFAULT now(2), e varchar(30) DEFAULT now(3))"}},
	{name: "M17 on update", ddl: []string{
		"CREATE TABLE t (a datetime(3) DEFAULT now(3) ON UPDATE now(3), b timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, c datetime NULL ON UPDATE current_timestamp(), d timestamp(6) NULL DEFAULT '2020-01-01' ON UPDATE now(6))",
	}},
	{name: "M18 implicit timestamps", only: func(f flavor) bool { return f.vendor == mySQL && f.implicitTimestamps }, ddl: []string{"CREATE TABLE t (a timestamp, b timestamp, c timestamp NULL, d timestamp NOT NULL DEFAULT '2020-02-02')"}},
	{name: "M19 nullable timestamps", ddl: []string{"CREATE TABLE t (a timestamp NULL, b timestamp NULL DEFAULT NULL, c datetime)"}},
	{name: "M20 dates as defaults", ddl: []string{"CREATE TABLE t (a date DEFAULT '2020-01-01', b datetime DEFAULT '2020-01-01', c datetime(2) DEFAULT '2020-01-01 10:11:12', d time DEFAULT '10:11', e timestamp NULL DEFAULT '2020-01-01 00:00:00', f time(3) DEFAULT '01:02:03.5')"}},
	{name: "M20 zero dates", ddl: []string{"SET sql_mode=''", "CREATE TABLE t (a date NOT NULL DEFAULT '0000-00-00', b datetime NOT NULL DEFAULT 0)"}},
	{name: "M21 restrict and no action", ddl: []string{
		"CREATE TABLE p (id int PRIMARY KEY, k int UNIQUE)",
		"CREATE TABLE t (a int, b int, c int, d int, CONSTRAINT f1 FOREIGN KEY (a) REFERENCES p (id) ON DELETE RESTRICT ON UPDATE NO ACTION, CONSTRAINT f2 FOREIGN KEY (b) REFERENCES p (id), CONSTRAINT f3 FOREIGN KEY (c) REFERENCES p (id) ON DELETE CASCADE ON UPDATE SET NULL, CONSTRAINT f4 FOREIGN KEY (d) REFERENCES p (k) ON UPDATE CASCADE)",
	}},
	{name: "M22 indexes of foreign keys", ddl: []string{
		"CREATE TABLE p (id int PRIMARY KEY, k int, UNIQUE (id, k))",
		"CREATE TABLE t (a int, b int, c int, FOREIGN KEY (a) REFERENCES p (id), CONSTRAINT f FOREIGN KEY (b, c) REFERENCES p (id, k), KEY mine (b, c, a))",
		"CREATE TABLE u (a int, b int, CONSTRAINT fu FOREIGN KEY (a) REFERENCES p (id))",
	}},
	{name: "M23 names that servers give", ddl: []string{
		"CREATE TABLE p (id int UNIQUE, k int, UNIQUE (id), UNIQUE (id, k), KEY (k), PRIMARY KEY (k))",
		"CREATE TABLE t (id int, FOREIGN KEY (id) REFERENCES p (k))",
	}},
	{name: "M26 prefixes", ddl: []string{"CREATE TABLE t (a varchar(20), b text, c varbinary(9), KEY x (a(5), b(7)), KEY y (a(20)), UNIQUE KEY z (b(12), c(9)), KEY w (c(4))) CHARACTER SET latin1"}},
	{name: "M27 descending", ddl: []string{"CREATE TABLE t (a int, b int, KEY x (a DESC, b), KEY y (a ASC))"}},
	{name: "M28 functional indexes", only: functional, ddl: []string{`CREATE TABLE t (a int, b varchar(20), KEY x ((a + 1)), KEY y ((concat(b, 'it''s', '\\')) DESC, a), UNIQUE KEY z ((lower(b))))`}},
	{name: "M29 generated columns", only: generated, ddl: []string{
		`CREATE TABLE t (a int, b varchar(9), c int AS (a + 1) STORED, d varchar(30) GENERATED ALWAYS AS (concat(b, 'x''y', 'q\\r')) VIRTUAL, e int AS (if(a > 3 and b is not null or a in (1,2), 1, -1)) VIRTUAL, f int AS ((a + 1) * 2) STORED COMMENT 'c', g int AS (case when a between 1 and 3 then 1 else 2 end))`,
	}},
	{name: "M30 checks", only: checks, ddl: []string{
		`CREATE TABLE t (a int CHECK (a > 0), b varchar(20), c int, CONSTRAINT one CHECK (b <> 'it''s' and b <> 'x\\y'), CHECK (c >= 1 or c is null), CONSTRAINT two CHECK (c in (1,2,3) and b like 'a%'), CONSTRAINT three CHECK (not (a = 7)), CONSTRAINT four CHECK (char_length(b) between 1 and 5))`,
	}},
	{name: "M31 checks that are forgotten", only: func(f flavor) bool { return !f.keepsChecks }, ddl: []string{"CREATE TABLE t (a int CHECK (a > 0), CONSTRAINT x CHECK (a < 9))", "ALTER TABLE t ADD CONSTRAINT y CHECK (a <> 5)"}},
	{name: "M32 not enforced", only: atLeast([]int{8, 0, 16}, nil), ddl: []string{"CREATE TABLE t (a int, CONSTRAINT x CHECK (a > 0) NOT ENFORCED)"}},
	{name: "M33 json", only: atLeast([]int{5, 7, 8}, []int{10, 4, 3}), ddl: []string{"CREATE TABLE t (a json, b json NOT NULL, c longtext, d longtext COLLATE utf8mb4_bin) CHARACTER SET utf8mb4"}},
	{name: "M33 json by hand", only: atLeast(nil, []int{10, 4, 3}), ddl: []string{"CREATE TABLE t (a longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin CHECK (json_valid(a)), b text CHECK (json_valid(b)), c longtext COLLATE utf8mb4_bin, CONSTRAINT x CHECK (json_valid(c))) CHARACTER SET utf8mb4"}},
	{name: "M35 types of MariaDB", only: atLeast(nil, []int{10, 10}), ddl: []string{"CREATE TABLE t (a uuid, b inet6, c inet4, d uuid NOT NULL DEFAULT uuid(), uuid int, KEY uuid (uuid))"}},
	{name: "M36 invisible columns", only: invisible, ddl: []string{"CREATE TABLE t (a int, b int INVISIBLE, c int NOT NULL DEFAULT 4 INVISIBLE COMMENT 'x', d varchar(5) DEFAULT 'q' INVISIBLE)"}},
	{name: "M37 invisible indexes", only: func(f flavor) bool { return f.hasInvisibleIndexes }, ddl: []string{"CREATE TABLE t (a int, b int, KEY x (a) INVISIBLE, UNIQUE KEY y (b) VISIBLE)"}},
	{name: "M37 ignored indexes", only: func(f flavor) bool { return f.hasIgnoredIndexes }, ddl: []string{"CREATE TABLE t (a int, b int, KEY x (a) IGNORED, UNIQUE KEY y (b) NOT IGNORED)"}},
	{name: "M38 auto increment", ddl: []string{"CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, a int) AUTO_INCREMENT=77", "CREATE TABLE u (id bigint unsigned NOT NULL AUTO_INCREMENT, a int, KEY (id))", "CREATE TABLE v (id serial, a int)"}},
	{name: "M42 labels", ddl: []string{`CREATE TABLE t (a enum('yes','no'), b enum('it''s','b\\s','c,d','(x)','  y ',''), c set('b','a'), d enum("x",'y'), e enum(0x5c,'z'), f enum('ä','日本'))`}},
	{name: "M43 table options", ddl: []string{"CREATE TABLE t (a int) ENGINE=myisam ROW_FORMAT=DYNAMIC COMMENT='engine=x charset=y' MAX_ROWS=5", "CREATE TABLE u (a int, KEY (a)) ENGINE=MEMORY", "CREATE TABLE v (a int, KEY x (a) USING HASH, KEY y (a) USING BTREE) engine = INNODB"}},
	{name: "M44 partitions", ddl: []string{"CREATE TABLE t (a int, b varchar(5), PRIMARY KEY (a)) PARTITION BY HASH (a) PARTITIONS 4"}},
	{name: "M45 spatial and fulltext", ddl: []string{"CREATE TABLE t (p point NOT NULL, g geometry, a varchar(20), b text, SPATIAL KEY s (p), FULLTEXT KEY f (a, b)) ENGINE=MyISAM"}},
	{name: "M47 unique over a long text", only: atLeast(nil, []int{10, 4, 3}), ddl: []string{"CREATE TABLE t (a text, UNIQUE KEY u (a))"}},
	{name: "M49 comments", ddl: []string{`CREATE TABLE t (a int COMMENT 'it''s a \\ "comment"; -- x', b int COMMENT 'ü日本') COMMENT='of the table'`}},
	{name: "M50 system versioning", only: atLeast(nil, []int{10, 3, 4}), ddl: []string{"CREATE TABLE t (a int, b varchar(5)) WITH SYSTEM VERSIONING"}},
	{name: "P24 unique over the primary key", ddl: []string{"CREATE TABLE t (a int, PRIMARY KEY (a), UNIQUE (a))"}},
	{name: "primary key makes NOT NULL", ddl: []string{"CREATE TABLE t (a int, b varchar(5), PRIMARY KEY (a, b))", "CREATE TABLE u (a int NOT NULL)", "ALTER TABLE u ADD PRIMARY KEY (a)"}},
	{name: "alter table", ddl: []string{
		"CREATE TABLE t (a int, b varchar(5) NOT NULL DEFAULT 'x', c int, KEY k (a, b), UNIQUE KEY u (c))",
		"ALTER TABLE t ADD COLUMN d int NOT NULL DEFAULT 3, ADD (e text, f enum('a','b') DEFAULT 'b'), DROP COLUMN c",
		"ALTER TABLE t MODIFY a bigint NOT NULL, CHANGE COLUMN b bb varchar(9) COMMENT 'x', ADD UNIQUE (d), ADD KEY (d, bb)",
		"ALTER TABLE t ALTER COLUMN a SET DEFAULT 5, ALTER bb SET DEFAULT 'q', ALTER d DROP DEFAULT",
		"CREATE UNIQUE INDEX ux ON t (bb(3))", "DROP INDEX k ON t", "ALTER TABLE t ENGINE=MyISAM", "CREATE INDEX x2 ON t (a) COMMENT 'c'",
		"ALTER TABLE t CONVERT TO CHARACTER SET latin1 COLLATE latin1_bin, ADD PRIMARY KEY (a)", "ALTER TABLE t DROP PRIMARY KEY",
	}},
	{name: "renames", only: atLeast([]int{8, 0, 3}, []int{10, 5, 2}), ddl: []string{"CREATE TABLE t (a int, KEY k (a))", "ALTER TABLE t RENAME COLUMN a TO b, RENAME INDEX k TO l"}},
	{
		name: "constraints come and go", only: checks, ddl: []string{
			"CREATE TABLE p (id int PRIMARY KEY)", "CREATE TABLE t (a int, b int)",
			"ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE, ADD CONSTRAINT k CHECK (b > 3)",
			"ALTER TABLE t DROP CONSTRAINT k", "ALTER TABLE t MODIFY b int CHECK (b < 4)",
		},
	},
}
