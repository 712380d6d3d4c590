package main

// mysqlArrivals are those of which MySQL and MariaDB alone have the statements.
var mysqlArrivals = []arrival{
	{
		name: "generated columns keep their places", engine: "mysql", destroy: true,
		from: []string{"CREATE TABLE t (id int PRIMARY KEY, g int AS (id + 1) VIRTUAL, h int AS (id + 1) STORED, z int)"},
		to:   []string{"CREATE TABLE t (id int PRIMARY KEY, g int AS (id + 2) VIRTUAL, h int AS (id + 1) VIRTUAL, z int)"},
	},
	{
		name: "a time is set by changes as well", engine: "mysql",
		from: []string{"CREATE TABLE t (id int PRIMARY KEY, at datetime DEFAULT CURRENT_TIMESTAMP)"},
		to:   []string{"CREATE TABLE t (id int PRIMARY KEY, at datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP)"},
	},
	{
		name: "a label is written otherwise", engine: "mysql", destroy: true,
		from: []string{"CREATE TABLE t (e enum('a','b'))"},
		to:   []string{"CREATE TABLE t (e enum('a','B'), c int)"},
	},
	{
		name: "a column goes with what is generated from it", engine: "mysql", destroy: true,
		from: []string{"CREATE TABLE t (id int PRIMARY KEY, a int, g int AS (a + 1) VIRTUAL, h int AS (g + 1) VIRTUAL)"},
		to:   []string{"CREATE TABLE t (id int PRIMARY KEY)"},
	},
	{
		name: "a foreign key has other indexes", engine: "mysql", destroy: true,
		from: []string{
			"CREATE TABLE p (id int NOT NULL, u int NOT NULL, PRIMARY KEY (id), UNIQUE KEY u (u))",
			"CREATE TABLE t (a int, b int, KEY k (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id))",
			"CREATE TABLE s (a int, b int, KEY ab (a, b), CONSTRAINT g FOREIGN KEY (a) REFERENCES p (id))",
		},
		to: []string{
			"CREATE TABLE p (id int NOT NULL, u int NOT NULL, PRIMARY KEY (u), UNIQUE KEY i (id))",
			"CREATE TABLE t (a int, b int, KEY k (a, b), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id))",
			"CREATE TABLE s (a int, b int, KEY b (b), CONSTRAINT g FOREIGN KEY (a) REFERENCES p (id))",
		},
	},
	{
		name: "the columns of a foreign key get another character set", engine: "mysql",
		from: []string{
			"CREATE TABLE p (id varchar(20) CHARACTER SET latin1 NOT NULL PRIMARY KEY) CHARACTER SET utf8mb4",
			"CREATE TABLE t (a varchar(20) CHARACTER SET latin1, KEY a (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)) CHARACTER SET utf8mb4",
		},
		to: []string{
			"CREATE TABLE p (id varchar(20) NOT NULL PRIMARY KEY) CHARACTER SET utf8mb4",
			"CREATE TABLE t (a varchar(20), KEY a (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)) CHARACTER SET utf8mb4",
		},
	},
	{
		name: "a table stands where a view was", engine: "mysql",
		from: []string{"CREATE TABLE t (a int)", "CREATE VIEW v AS SELECT a FROM t"},
		to:   []string{"CREATE TABLE t (a int)", "CREATE TABLE v (a int)"},
	},
	{
		name: "a table goes by another name, with a foreign key that the server named", engine: "mysql", destroy: true,
		from: []string{"CREATE TABLE p (id int PRIMARY KEY)", "CREATE TABLE t_old (a int, KEY a (a), FOREIGN KEY (a) REFERENCES p (id))"},
		to:   []string{"CREATE TABLE p (id int PRIMARY KEY)", "CREATE TABLE t (a int, KEY a (a), FOREIGN KEY (a) REFERENCES p (id))"},
	},
	{
		name: "tables are partitioned otherwise", engine: "mysql", destroy: true,
		from: []string{
			"CREATE TABLE made (id int NOT NULL, b int)", "CREATE TABLE kept (id int NOT NULL) PARTITION BY HASH (id) PARTITIONS 2",
			"CREATE TABLE gone (id int NOT NULL) PARTITION BY HASH (id) PARTITIONS 2", "CREATE TABLE keyed (id int NOT NULL, b int NOT NULL, PRIMARY KEY (id))",
			"CREATE TABLE named (d date) PARTITION BY RANGE COLUMNS (d) (PARTITION p0 VALUES LESS THAN ('2020-01-01'))",
			"CREATE TABLE less (id int NOT NULL, b int NOT NULL) PARTITION BY HASH (id) PARTITIONS 2",
		},
		to: []string{
			"CREATE TABLE made (id int NOT NULL, b int) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
			"CREATE TABLE kept (id int NOT NULL) PARTITION BY HASH (id) PARTITIONS 3", "CREATE TABLE gone (id int NOT NULL)",
			"CREATE TABLE keyed (id int NOT NULL, b int NOT NULL, PRIMARY KEY (id, b)) PARTITION BY LIST (b) (PARTITION p0 VALUES IN (1, 2))",
			"CREATE TABLE named (d date) PARTITION BY RANGE COLUMNS (d) (PARTITION q0 VALUES LESS THAN ('2020-01-01') COMMENT = 'it''s')",
			"CREATE TABLE less (b int NOT NULL) PARTITION BY HASH (b) PARTITIONS 2",
		},
	},
	{
		name: "sequences are other ones, and columns ask them", engine: "mariadb", destroy: true,
		from: []string{"CREATE SEQUENCE s", "CREATE SEQUENCE gone", "CREATE TABLE t (id int NOT NULL PRIMARY KEY, g int DEFAULT nextval(gone))"},
		to: []string{
			"CREATE SEQUENCE s START WITH 5 INCREMENT BY 5 MAXVALUE 500 NOCACHE CYCLE", "CREATE SEQUENCE made",
			"CREATE TABLE t (id int NOT NULL DEFAULT nextval(made) PRIMARY KEY, g int)",
		},
	},
	{
		name: "tables begin and end to keep what their rows were", engine: "mariadb", destroy: true,
		from: []string{"CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE u (id int PRIMARY KEY) WITH SYSTEM VERSIONING", "CREATE TABLE x (id int)"},
		to: []string{
			"CREATE TABLE t (id int PRIMARY KEY) WITH SYSTEM VERSIONING", "CREATE TABLE u (id int PRIMARY KEY)", "CREATE TABLE x (id int)",
			"CREATE TABLE n (id int PRIMARY KEY, s timestamp(6) GENERATED ALWAYS AS ROW START, " +
				"e timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING",
		},
	},
	{
		name: "columns are compressed, and are not any more", engine: "mariadb",
		from: []string{"CREATE TABLE t (a text, b varchar(1000) COMPRESSED, c text CHARACTER SET latin1 NOT NULL)"},
		to:   []string{"CREATE TABLE t (a text COMPRESSED, b varchar(1000), c text COMPRESSED CHARACTER SET latin1 NOT NULL)"},
	},
}
