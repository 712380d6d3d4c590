package main

import (
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
)

// An arrival is a schema that a script is to make of another one, where something is in its way.
type arrival struct {
	name, engine string // the engine by its name, or a server by the beginning of its own
	from, to     []string
	// rest are the lines that the comparison still has when the script has run, of what it held; none: it ends at the schema.
	rest []string
	// here are statements that the server refuses for what has stayed in its place.
	here []string
	// destroy has the script lose what it may not by itself.
	destroy bool
}

var arrivals = []arrival{
	{
		name: "a text gets another character set, and its table would first", engine: "mariadb",
		from: []string{"CREATE TABLE t (id int PRIMARY KEY, name varchar(20), gone int) DEFAULT CHARACTER SET utf8mb4", "INSERT INTO t VALUES (1, '日', 1)"},
		to: []string{
			"CREATE TABLE t (id int PRIMARY KEY, name varchar(20) CHARACTER SET latin1 COLLATE latin1_bin, more int) DEFAULT CHARACTER SET latin1",
		},
		rest: []string{"t", "t.gone", "t.name"},
	},
	{
		name: "two indexes swap their names", engine: "mysql",
		from: []string{"CREATE TABLE t (a int, b int, gone int, KEY i1 (a), KEY i2 (a, b))"},
		to:   []string{"CREATE TABLE t (a int, b int, KEY i2 (a), KEY i1 (a, b))"},
		rest: []string{"t.gone"},
	},
	{
		name: "three indexes go round", engine: "postgresql",
		from: []string{"CREATE TABLE t (a int, b int, c int)", "CREATE INDEX i1 ON t (a)", "CREATE INDEX i2 ON t (b)", "CREATE INDEX i3 ON t (c)"},
		to:   []string{"CREATE TABLE t (a int, b int, c int)", "CREATE INDEX i2 ON t (a)", "CREATE INDEX i3 ON t (b)", "CREATE INDEX i1 ON t (c)"},
	},
	{
		name: "an index goes to another table", engine: "postgresql",
		from: []string{"CREATE TABLE a (x int)", "CREATE TABLE b (x int)", "CREATE INDEX i ON b (x)"},
		to:   []string{"CREATE TABLE a (x int)", "CREATE TABLE b (x int)", "CREATE INDEX i ON a (x)"},
	},
	{
		name: "a table that was renamed has the names of the indexes", engine: "postgresql",
		from: []string{"CREATE TABLE orders (id int CONSTRAINT orders_pkey PRIMARY KEY, c int)", "CREATE INDEX ix_orders_c ON orders (c)", "CREATE TABLE x (id int)"},
		to:   []string{"CREATE TABLE purchases (id int CONSTRAINT orders_pkey PRIMARY KEY, c int)", "CREATE INDEX ix_orders_c ON purchases (c)", "CREATE TABLE x (id int, added int)"},
		rest: []string{"orders"},
	},
	{
		name: "a table that was renamed has the name of the foreign key", engine: "mysql",
		from: []string{"CREATE TABLE p (id int PRIMARY KEY)", "CREATE TABLE c_old (x int, CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (id))", "CREATE TABLE z (id int)"},
		to:   []string{"CREATE TABLE p (id int PRIMARY KEY)", "CREATE TABLE c (x int, CONSTRAINT FK FOREIGN KEY (x) REFERENCES p (id))", "CREATE TABLE z (id int, added int)"},
		rest: []string{"c_old"},
	},
	{
		name: "a foreign key needs a key that is held", engine: "postgresql",
		from: []string{"CREATE TABLE usr (id int PRIMARY KEY)", "CREATE TABLE post (author int CONSTRAINT post_author REFERENCES usr)"},
		to: []string{
			"CREATE TABLE usr (tenant int NOT NULL, id int, PRIMARY KEY (tenant, id))",
			"CREATE TABLE post (author int, tenant int, CONSTRAINT post_author FOREIGN KEY (tenant, author) REFERENCES usr (tenant, id))",
		},
		rest: []string{"post.post_author", "usr.usr_pkey"},
	},
	{
		name: "a sequence that a column counts by is to be nobody's", engine: "postgresql",
		from: []string{"CREATE TABLE t (id serial, n serial)"},
		to: []string{
			"CREATE TABLE t (id serial, n serial)", "ALTER SEQUENCE t_id_seq OWNED BY NONE", "ALTER SEQUENCE t_n_seq OWNED BY NONE", "ALTER SEQUENCE t_n_seq CYCLE",
		},
	},
	{
		name: "a sequence is to be a column's", engine: "postgresql",
		from: []string{"CREATE TABLE t (id serial)", "ALTER SEQUENCE t_id_seq OWNED BY NONE"},
		to:   []string{"CREATE TABLE t (id serial)"},
	},
	{
		name: "a schema is missing, with what is needed of it", engine: "postgresql",
		from: []string{"CREATE TABLE t (id int)"},
		to: []string{
			"CREATE SCHEMA x", "CREATE TYPE x.mood AS ENUM ('a')", "CREATE TABLE x.p (id int PRIMARY KEY)", "CREATE SEQUENCE x.s",
			"CREATE TABLE t (id int, m x.mood, p int CONSTRAINT fk REFERENCES x.p, s int DEFAULT nextval('x.s'), plain int)", "CREATE VIEW v AS SELECT m FROM t",
			"CREATE VIEW y AS SELECT id FROM x.p",
		},
		rest: []string{"schema", "t.m", "t.fk", "t.s", "view"}, // v and y
	},
	{
		name: "a trigger stands on a table with a column that is held", engine: "postgresql",
		from: []string{"CREATE TABLE t (a int, b int)"},
		to: []string{
			"CREATE TABLE t (a int)", "CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
			"CREATE POLICY p ON t USING (a > 0)", "CREATE VIEW v AS SELECT a FROM t",
		},
		rest: []string{"t.b"},
	},
	{
		name: "views are other ones over columns of other types", engine: "postgresql",
		from: []string{
			"CREATE TABLE t (a varchar(10), b int, c int)", "CREATE VIEW v AS SELECT a FROM t", "CREATE VIEW w AS SELECT b, c FROM t", "CREATE VIEW x AS SELECT a AS n FROM t",
		},
		to: []string{
			"CREATE TABLE t (a varchar(20), b int, c int)", "CREATE VIEW v AS SELECT a, b FROM t", "CREATE VIEW w AS SELECT c FROM t WHERE c > 0", "CREATE VIEW x AS SELECT 1 AS n",
		},
	},
	{
		name: "views are other ones, and more is made of them", engine: "postgresql",
		from: []string{
			"CREATE TABLE t (a int, b int, c int)", "CREATE VIEW v AS SELECT a FROM t", "CREATE VIEW w AS SELECT a AS x FROM v", "CREATE MATERIALIZED VIEW m AS SELECT b FROM t",
			"CREATE VIEW y AS SELECT c FROM t",
		},
		to: []string{
			"CREATE TABLE t (a int, b bigint, c bigint)", "CREATE VIEW v AS SELECT b AS a FROM t", "CREATE VIEW w AS SELECT a AS x FROM v", "CREATE VIEW y AS SELECT c, a FROM t",
		},
		rest: []string{"view", "materialized", "t.b"}, // v stays as long as w does
	},
	{
		name: "rows are in the way of what takes another one's name", engine: "postgresql",
		from: []string{
			"CREATE TABLE t (a int CONSTRAINT ck CHECK (a > 0), b int, CONSTRAINT u UNIQUE (a))", "INSERT INTO t VALUES (1, 1), (2, 1)",
			"CREATE TABLE p (id int PRIMARY KEY, n int UNIQUE)", "CREATE TABLE c (x int CONSTRAINT fk REFERENCES p (id))", "INSERT INTO p VALUES (1, 2)", "INSERT INTO c VALUES (1)",
		},
		to: []string{
			"CREATE TABLE t (a int CONSTRAINT ck CHECK (a > 1), b int, c int, CONSTRAINT u UNIQUE (b))", "CREATE TABLE p (id int PRIMARY KEY, n int UNIQUE)",
			"CREATE TABLE c (x int CONSTRAINT fk REFERENCES p (n))",
		},
		rest: []string{"t.ck", "t.u", "c.fk"},
		here: []string{"UPDATE t SET a = 1 - a WHERE a = 1", "INSERT INTO t VALUES (2, 5)", "INSERT INTO c VALUES (7)"},
	},
	{
		name: "columns are inherited", engine: "postgresql",
		from: []string{"CREATE TABLE t (a int, b int DEFAULT 1, c int)", "CREATE TABLE s (own int) INHERITS (t)", "CREATE TABLE u (own int) INHERITS (t)"},
		to:   []string{"CREATE TABLE t (a bigint, b int DEFAULT 2, d int)", "CREATE TABLE s (own bigint) INHERITS (t)", "CREATE TABLE u (own int) INHERITS (t)"},
		rest: []string{"t.c", "s.c", "u.c"},
	},
	{
		name: "a default is that of a type that is held", engine: "mysql",
		from: []string{"CREATE TABLE t (a tinyint(1) DEFAULT 1, b int)", "INSERT INTO t VALUES (7, 1)"},
		to:   []string{"CREATE TABLE t (a enum('0','1','no','yes') DEFAULT '1', b int, c int)"},
		rest: []string{"t.a"},
	},
	{
		name: "columns keep the character set that their table had", engine: "mysql",
		from: []string{"CREATE TABLE t (a varchar(20), b varchar(20)) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"},
		to: []string{
			"CREATE TABLE t (a varchar(20), b varchar(20), c int) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci", "ALTER TABLE t DEFAULT CHARACTER SET latin1",
		},
	},
	{
		name: "columns have another character set than their table", engine: "mysql",
		from: []string{"CREATE TABLE t (a varchar(20) CHARACTER SET utf8mb4, b enum('x') CHARACTER SET utf8mb4, c json) DEFAULT CHARACTER SET latin1", "INSERT INTO t VALUES ('€', 'x', '1')"},
		to:   []string{"CREATE TABLE t (a varchar(20) CHARACTER SET utf8mb3, b enum('x') CHARACTER SET utf8mb4, c json) DEFAULT CHARACTER SET latin2"},
	},
	{
		name: "an index is cut to a prefix for an engine that is held", engine: "mariadb",
		from: []string{"CREATE TABLE t (id varchar(255), p text, KEY k (id(250))) ENGINE=MyISAM DEFAULT CHARACTER SET utf8mb4"},
		to:   []string{"CREATE TABLE t (id varchar(255), p text, b int, KEY k (id)) ENGINE=InnoDB DEFAULT CHARACTER SET latin1"},
		rest: []string{"t", "t.k"},
	},
	{
		name: "a view is left of which the table is gone", engine: "mysql",
		from: []string{"CREATE TABLE t (a int)"},
		to: []string{
			"CREATE TABLE gone (a int)", "CREATE TABLE t (a int, b int)", "CREATE VIEW v AS SELECT g.a FROM t JOIN gone g", "CREATE VIEW w AS SELECT a FROM v",
			"CREATE VIEW gone2 AS SELECT a FROM t", "CREATE VIEW x AS SELECT a AS gone FROM gone2", "DROP TABLE gone",
		},
		rest: []string{"view"}, // v and w
	},
	{
		name: "a table keeps its history", engine: "mariadb",
		from: []string{"CREATE TABLE t (a int, b int, c int) WITH SYSTEM VERSIONING", "CREATE TABLE u (a int)"},
		to:   []string{"CREATE TABLE t (a bigint, b int, d int, KEY k (b)) WITH SYSTEM VERSIONING", "CREATE TABLE u (a int, b int)"},
		rest: []string{"t.a", "t.c", "t.d"},
	},
	{
		name: "columns with keys become computed", engine: "postgresql", destroy: true,
		from: []string{
			"CREATE TABLE t (id int PRIMARY KEY, a int, g int, h int UNIQUE)", "CREATE INDEX ig ON t (g, a)", "CREATE INDEX ie ON t ((g + 1)) WHERE g > 0",
			"ALTER TABLE t ADD CONSTRAINT ck CHECK (g > 0)", "CREATE TABLE c (h int CONSTRAINT c_h REFERENCES t (h))",
		},
		to: []string{
			"CREATE TABLE t (id int PRIMARY KEY, a int, g int GENERATED ALWAYS AS (a + 1) STORED, h int GENERATED ALWAYS AS (a + 2) STORED UNIQUE)",
			"CREATE INDEX ig ON t (g, a)", "CREATE INDEX ie ON t ((g + 1)) WHERE g > 0", "ALTER TABLE t ADD CONSTRAINT ck CHECK (g > 0)",
			"CREATE TABLE c (h int CONSTRAINT c_h REFERENCES t (h))",
		},
	},
	{
		name: "columns with keys become computed or are so otherwise", engine: "mysql", destroy: true,
		from: []string{
			"CREATE TABLE t (id int PRIMARY KEY, a int, g int, h int, v int AS (a + 4) VIRTUAL, KEY ig (g, a), UNIQUE KEY uh (h), KEY iv (v), CONSTRAINT ck CHECK (g > 0))",
		},
		to: []string{
			"CREATE TABLE t (id int PRIMARY KEY, a int, g int AS (a + 1) STORED, h int AS (a + 2) VIRTUAL, v int AS (a + 4) STORED, KEY ig (g, a), UNIQUE KEY uh (h), " +
				"KEY iv (v), CONSTRAINT ck CHECK (g > 0))",
		},
	},
	{
		name: "a foreign key needs the constraint that is to be an index", engine: "postgresql",
		from: []string{"CREATE TABLE t (id int PRIMARY KEY, a int CONSTRAINT ua UNIQUE)", "CREATE TABLE c (a int CONSTRAINT c_a REFERENCES t (a))"},
		to: []string{
			"CREATE TABLE t (id int PRIMARY KEY, a int, b int)", "CREATE UNIQUE INDEX ua ON t (a)", "CREATE TABLE c (a int CONSTRAINT c_a REFERENCES t (a))",
		},
		rest: []string{"t.ua"},
	},
	{
		name: "tables that keep their history, converted and with keys", engine: "mariadb",
		from: []string{
			"CREATE TABLE t (a int, b text) CHARACTER SET utf8mb3 WITH SYSTEM VERSIONING", "CREATE TABLE u (a int, b varchar(5)) CHARACTER SET utf8mb3 WITH SYSTEM VERSIONING",
			"CREATE TABLE k (a int NOT NULL, b int, c int) WITH SYSTEM VERSIONING", "CREATE TABLE e (a int) WITH SYSTEM VERSIONING",
		},
		to: []string{
			"CREATE TABLE t (a int, b text) CHARACTER SET utf8mb4 WITH SYSTEM VERSIONING", "CREATE TABLE u (a int, b varchar(5)) CHARACTER SET utf8mb4 WITH SYSTEM VERSIONING",
			"CREATE TABLE k (a int NOT NULL, b int, c int, PRIMARY KEY (a), UNIQUE KEY (b), KEY (c)) WITH SYSTEM VERSIONING",
			"CREATE TABLE e (a int) ENGINE=Aria WITH SYSTEM VERSIONING",
		},
		rest: []string{"t", "k.PRIMARY", "k.b", "e"},
	},
	{
		name: "a table in another engine, with an option of that", engine: "mariadb",
		from: []string{"CREATE TABLE t (a int)", "CREATE TABLE u (a int) PAGE_COMPRESSED=1"},
		to:   []string{"CREATE TABLE t (a int) ENGINE=Aria", "CREATE TABLE u (a int)"},
		rest: []string{"t"},
	},
}

// TestArrives: the script runs through the engine's own client whatever has the names that it needs, and what it cannot mend does not keep it from the rest.
func TestArrives(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		for _, a := range slices.Concat(arrivals, mysqlArrivals) {
			if a.engine != s.Server.Engine && !strings.HasPrefix(s.Name, a.engine) {
				continue
			}
			t.Run(s.Name+"/"+a.name, func(t *testing.T) {
				t.Parallel()
				arrive(t, s, a)
			})
		}
	}
}

func arrive(t *testing.T, s lab.Server, a arrival) {
	t.Helper()
	from, to := s.Database(t), s.Database(t)
	from.Exec(t, a.from...)
	to.Exec(t, a.to...)
	args := []string{"diff", from.URL, to.URL, "--format", "sql"}
	if a.destroy {
		args = append(args, "--allow-destructive")
	}
	script := assay(t, args...)
	if script.code != exitFindings || script.stderr != "" {
		t.Fatalf("status %d, %s", script.code, script.stderr)
	}
	checkLinted(t, from, script.stdout)
	client(t, from, script.stdout)
	for _, sql := range a.here {
		if _, err := from.DB.Exec(sql); err == nil {
			t.Errorf("nothing is in the way of %s any more, after\n%s", sql, script.stdout)
		}
	}
	if again := assay(t, "diff", from.URL, to.URL, "--format", "sql").stdout; len(statements(again)) > 0 {
		t.Errorf("asked again, it is not content with\n%s\nbut prints\n%s", script.stdout, again)
	}
	after := assay(t, "diff", from.URL, to.URL)
	for _, rest := range a.rest {
		if !strings.Contains(after.stdout, "\n"+rest+" ") {
			t.Errorf("%s is repaired, and was to be blocked:\n%s", rest, after.stdout)
		}
	}
	lines := 0
	for line := range strings.Lines(after.stdout) {
		if strings.Contains(line, "→") {
			lines++
			if object, _, _ := strings.Cut(line, " "); !slices.Contains(a.rest, object) {
				t.Errorf("left: %s", line)
			}
		}
	}
	if len(a.rest) == 0 && lines > 0 {
		t.Errorf("the script does not end at what is wanted:\n%s", after.stdout)
	}
}
