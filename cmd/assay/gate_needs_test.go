package main

import (
	"slices"
	"strings"
	"testing"
)

// needy are statements that run, or do not, for what they name beside the tables that are compared, and the verdict on them where there are no rows.
var needy = []struct {
	kind
	verdict string
}{
	{kind{name: "name that MySQL has reserved", does: "ALTER TABLE u ADD COLUMN rank INTEGER", on: "mysql"}, "GO on MariaDB, NO-GO on MySQL, GO on MySQL, GO IF of a recording"},
	{kind{name: "index of an expression", does: "CREATE INDEX i ON u ((lower(s)))", on: "mysql"}, "NO-GO on MariaDB, NO-GO on MySQL, GO on MySQL"},
	{kind{name: "query with a name", does: "WITH c AS (SELECT id FROM u) SELECT * FROM c", on: "mysql"}, "GO on MariaDB, GO on MySQL, NO-GO on MySQL, GO IF on MySQL"},
	{kind{name: "view", does: "CREATE VIEW v AS SELECT u.a AS x, count(*) AS n FROM u JOIN t ON t.id = u.a WHERE u.s IS NOT NULL GROUP BY u.a ORDER BY n"}, "GO"},
	{kind{name: "view of a view", does: "CREATE VIEW v AS SELECT a FROM u; CREATE VIEW x AS SELECT a FROM v"}, "GO"},
	{kind{name: "view of a query", does: "CREATE VIEW v AS SELECT x.id, y.c FROM u x JOIN (SELECT id AS c FROM t) y ON y.c = x.id"}, "GO"},
	{kind{name: "view with its own names", does: "CREATE VIEW v (p, q) AS SELECT id, s FROM u"}, "GO"},
	{kind{name: "view of a new column", does: "ALTER TABLE u ADD COLUMN z INTEGER; CREATE VIEW v AS SELECT z FROM u"}, "GO"},
	{kind{name: "view of WITH", does: "CREATE VIEW v AS WITH c AS (SELECT id FROM u) SELECT id FROM c"}, "GO"},
	{kind{name: "view of a catalogue", does: "CREATE VIEW v AS SELECT table_name FROM information_schema.tables"}, "GO"},
	{kind{name: "view of no table", does: "CREATE VIEW v AS SELECT a FROM gone"}, "NO-GO"},
	{kind{name: "view of no column", does: "CREATE VIEW v AS SELECT gone FROM u"}, "NO-GO"},
	{kind{name: "view of a dropped column", does: "ALTER TABLE u DROP COLUMN s; CREATE VIEW v AS SELECT s FROM u"}, "NO-GO, GO IF"},
	{
		kind{name: "materialized view of no table", does: "CREATE MATERIALIZED VIEW v AS SELECT a FROM gone", on: "postgresql"},
		"NO-GO",
	},
	{kind{name: "trigger", does: "CREATE TRIGGER r BEFORE INSERT ON u FOR EACH ROW SET NEW.s = upper(NEW.s)", on: "mysql"}, "GO"},
	{kind{name: "trigger on no table", does: "CREATE TRIGGER r BEFORE INSERT ON gone FOR EACH ROW SET NEW.s = 'x'", on: "mysql"}, "GO IF"},
	{kind{name: "trigger that sets no column", does: "CREATE TRIGGER r BEFORE INSERT ON u FOR EACH ROW SET NEW.gone = 'x'", on: "mysql"}, "GO IF"},
	{kind{name: "trigger of no function", does: "CREATE TRIGGER r BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION gone()", on: "postgresql"}, "GO IF"},
	{kind{name: "table in no schema", does: "CREATE TABLE gone.n (id INTEGER)"}, "GO IF"},
	{kind{name: "table in a new schema", does: "CREATE SCHEMA more; CREATE VIEW more.v AS SELECT id FROM u", on: "postgresql"}, "GO"},
	{kind{name: "rights of no role", does: "GRANT SELECT ON u TO gone", on: "postgresql"}, "NO-GO"},
	{kind{name: "rights of all", does: "GRANT SELECT ON u TO PUBLIC, CURRENT_USER", on: "postgresql"}, "GO"},
	{kind{name: "rights of no account", does: "GRANT SELECT ON u TO 'gone'@'localhost'", on: "mysql"}, "NO-GO, GO IF"},
	{kind{name: "owner that is no role", does: "ALTER TABLE u OWNER TO gone", on: "postgresql"}, "NO-GO"},
	{kind{name: "owner", does: "ALTER TABLE u OWNER TO pg_monitor", on: "postgresql"}, "GO"},
	{kind{name: "rights of a role that a block may make", does: "DO $$ BEGIN PERFORM 1;END $$; GRANT SELECT ON u TO gone", on: "postgresql"}, "GO IF"},
	{kind{name: "later rights of no role", does: "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO gone", on: "postgresql"}, "NO-GO"},
	{kind{name: "policy for no role", does: "CREATE POLICY p ON u FOR SELECT TO gone USING (true)", on: "postgresql"}, "NO-GO"},
	{kind{name: "policy for all", does: "CREATE POLICY p ON u FOR SELECT TO PUBLIC USING (a > 0)", on: "postgresql"}, "GO"},
	{kind{name: "function for a trigger", does: "CREATE FUNCTION f() RETURNS TRIGGER AS $$ BEGIN INSERT INTO u (id, a) VALUES (NEW.other, 1) ON CONFLICT DO NOTHING;" +
		"RETURN NEW;END $$ LANGUAGE plpgsql; CREATE TRIGGER r AFTER INSERT ON u FOR EACH ROW EXECUTE FUNCTION f()", on: "postgresql"}, "GO"},
	{kind{
		name: "trigger of the server's own function", does: "CREATE TRIGGER r BEFORE UPDATE ON u FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
		on: "postgresql",
	}, "GO"},
	{kind{name: "view of the server's catalogue", does: "CREATE VIEW v AS SELECT relname, query FROM pg_class, pg_stat_activity", on: "postgresql"}, "GO"},
	{kind{name: "view ordered by its own name", does: "CREATE VIEW v AS SELECT a AS Total FROM u ORDER BY total"}, "GO"},
	{kind{name: "count of no sequence", does: "ALTER TABLE u ALTER COLUMN id SET DEFAULT nextval('gone')", on: "postgresql"}, "GO IF"},
	{kind{name: "count of a new sequence", does: "CREATE SEQUENCE q; ALTER TABLE u ALTER COLUMN id SET DEFAULT nextval('q')", on: "postgresql"}, "GO"},
	{kind{
		name: "parent and child dropped at once", on: "mysql",
		does: "CREATE TABLE k (id INTEGER PRIMARY KEY); CREATE TABLE l (a INTEGER, FOREIGN KEY (a) REFERENCES k (id)); DROP TABLE k, l",
	}, "GO IF on MariaDB, NO-GO on MariaDB, GO on MySQL, NO-GO on MySQL"},
	{kind{
		name: "child and parent dropped at once", on: "mysql",
		does: "CREATE TABLE k (id INTEGER PRIMARY KEY); CREATE TABLE l (a INTEGER, FOREIGN KEY (a) REFERENCES k (id)); DROP TABLE l, k",
	}, "GO"},
	{kind{name: "conflict over no key", does: "INSERT INTO u (id, a) VALUES (1, 2) ON CONFLICT (a) DO NOTHING", on: "postgresql"}, "NO-GO"},
	{kind{name: "conflict over no constraint", does: "INSERT INTO u (id, a) VALUES (1, 2) ON CONFLICT ON CONSTRAINT gone DO NOTHING", on: "postgresql"}, "NO-GO"},
	{kind{name: "conflict over a key", does: "INSERT INTO u (id, a) VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET a = EXCLUDED.a", on: "postgresql"}, "GO"},
	{kind{name: "conflict over a key that is deferrable", does: "ALTER TABLE u ADD CONSTRAINT k UNIQUE (a) DEFERRABLE; INSERT INTO u (id, a) VALUES (1, 2) " +
		"ON CONFLICT (a) DO NOTHING", on: "postgresql"}, "GO IF"},
	{kind{
		name: "conflict over an index by its name", does: "CREATE UNIQUE INDEX k ON u (a); INSERT INTO u (id, a) VALUES (1, 2) ON CONFLICT ON CONSTRAINT k DO NOTHING",
		on: "postgresql",
	}, "GO IF"},
	{kind{
		name: "conflict over NULLs", does: "CREATE UNIQUE INDEX k ON u (a) NULLS NOT DISTINCT; INSERT INTO u (id, a) VALUES (1, 2) ON CONFLICT (a) DO NOTHING",
		on: "postgresql",
	}, "GO, NO-GO on postgresql-12"}, // NULLS NOT DISTINCT came with 15
	{kind{name: "row ignored into no column", does: "INSERT IGNORE INTO u (gone) VALUES (1)", on: "mysql"}, "GO IF"},
	{kind{name: "row ignored into no table", does: "INSERT IGNORE INTO gone VALUES (1)", on: "mysql"}, "GO IF"},
	{kind{name: "row ignored that is too long", does: "INSERT IGNORE INTO t VALUES (1, 'x', 3)", on: "mysql"}, "GO IF"},
	{kind{name: "row ignored", does: "INSERT IGNORE INTO t VALUES (1, 'x')", on: "mysql"}, "GO"},
	{kind{name: "one row twice", does: "INSERT INTO u (id, a) VALUES (1, 2), (1, 3) ON CONFLICT (id) DO UPDATE SET a = EXCLUDED.a", on: "postgresql"}, "NO-GO"},
	{kind{name: "long text with a default", does: "ALTER TABLE u ADD COLUMN z TEXT NOT NULL DEFAULT 'x'", on: "mysql"}, "GO on MariaDB, GO IF on MySQL"},
	{kind{name: "long text without a default", does: "ALTER TABLE u ADD COLUMN z TEXT, ADD COLUMN y VARCHAR(9) DEFAULT 'x'", on: "mysql"}, "GO"},
	{kind{name: "label with a blank", does: "ALTER TABLE u ADD COLUMN e ENUM('x','y'); INSERT INTO u (id, e) VALUES (1, 'x ')", on: "mysql"}, "GO"},
	{
		kind{
			name: "check of bytes", on: "mysql",
			does: "CREATE TABLE n (s VARCHAR(9) COLLATE utf8mb4_bin, CONSTRAINT c CHECK (s <> 'X')) CHARACTER SET utf8mb4; INSERT INTO n (s) VALUES ('x')",
		}, "GO IF",
	},
	{kind{name: "check that asks", does: "ALTER TABLE u ADD CONSTRAINT c CHECK (a > (SELECT 1))"}, "NO-GO"},
	{kind{name: "check that changes", does: "ALTER TABLE u ADD CONSTRAINT c CHECK (s <> current_date)", on: "mysql"}, "NO-GO"},
	{kind{name: "generated column that changes", does: "ALTER TABLE u ADD COLUMN g INTEGER GENERATED ALWAYS AS (rand()) STORED", on: "mysql"}, "NO-GO"},
	{kind{name: "view of no function", does: "CREATE VIEW v AS SELECT gone(a) AS x FROM u"}, "NO-GO"},
	{kind{name: "check of no function", does: "ALTER TABLE u ADD CONSTRAINT c CHECK (gone(a) > 0)"}, "NO-GO"},
	{kind{name: "default of no function", does: "ALTER TABLE u ADD COLUMN x INTEGER DEFAULT (gone())"}, "NO-GO"},
	{kind{name: "index of no function", does: "CREATE INDEX i ON u ((gone(a)))"}, "NO-GO"},
	{kind{name: "index of a number in lower case", does: "CREATE INDEX i ON u (lower(a))", on: "postgresql"}, "NO-GO"},
	{kind{name: "part of rows by another type", does: "CREATE INDEX i ON u (a) WHERE s = 1", on: "postgresql"}, "NO-GO"},
	{kind{name: "check of a number alone", does: "ALTER TABLE u ADD CONSTRAINT c CHECK (a)", on: "postgresql"}, "NO-GO"},
	{kind{name: "inverted index by no operators", does: "CREATE INDEX i ON u USING gin (a)", on: "postgresql"}, "NO-GO"},
	{kind{name: "index by no operators", does: "CREATE INDEX i ON u USING gist (a)", on: "postgresql"}, "NO-GO"},
	{kind{name: "index by operators that are not there", does: "CREATE INDEX i ON u (s gone_ops)", on: "postgresql"}, "NO-GO"},
	{kind{name: "index by operators", does: "CREATE INDEX i ON u (s varchar_pattern_ops)", on: "postgresql"}, "GO"},
	{kind{name: "index in no tablespace", does: "CREATE INDEX i ON u (s) TABLESPACE gone", on: "postgresql"}, "NO-GO"},
	{kind{name: "table in no tablespace", does: "CREATE TABLE n (id INTEGER) TABLESPACE gone", on: "postgresql"}, "NO-GO"},
	{kind{name: "column of no type", does: "ALTER TABLE u ADD COLUMN x gone", on: "postgresql"}, "NO-GO, GO IF"},
	{kind{name: "table of no type", does: "CREATE TABLE n (x gone)", on: "postgresql"}, "NO-GO, GO IF"},
	{kind{name: "column of no collation", does: "ALTER TABLE u ADD COLUMN x TEXT COLLATE gone", on: "postgresql"}, "NO-GO"},
	{kind{name: "column of no such collation", does: "ALTER TABLE u ADD COLUMN x VARCHAR(9) COLLATE utf8mb4_gone_ci", on: "mysql"}, "NO-GO"},
	{kind{name: "table of no engine", does: "CREATE TABLE n (id INTEGER) ENGINE=Gone", on: "mysql"}, "NO-GO, GO IF"},
	{kind{name: "default of another type", does: "ALTER TABLE u ADD COLUMN x BOOLEAN DEFAULT 0", on: "postgresql"}, "NO-GO"},
	{kind{name: "default that is a time", does: "ALTER TABLE u ADD COLUMN x INTEGER DEFAULT now()", on: "postgresql"}, "NO-GO"},
	{
		kind{
			name: "defaults that fit", on: "postgresql",
			does: "ALTER TABLE u ADD COLUMN x TEXT DEFAULT 5; ALTER TABLE u ADD COLUMN y SMALLINT DEFAULT 1 + 1; ALTER TABLE u ADD COLUMN z TIMESTAMP DEFAULT now()",
		},
		"GO",
	},
	{kind{name: "computed of another type", does: "ALTER TABLE u ADD COLUMN g INTEGER GENERATED ALWAYS AS (s) STORED", on: "postgresql"}, "NO-GO"},
	{kind{name: "view of one name twice", does: "CREATE VIEW v AS SELECT a, a FROM u"}, "NO-GO"},
	{kind{name: "view of a name that may be two", does: "CREATE VIEW v AS SELECT id FROM u JOIN t ON t.id = u.a"}, "NO-GO"},
	{
		kind{name: "view of rows that are not grouped", does: "CREATE VIEW v AS SELECT a, s, count(*) AS n FROM u GROUP BY a", on: "postgresql"},
		"NO-GO",
	},
	{kind{name: "view of groups by a key", does: "CREATE VIEW v AS SELECT id, s, count(*) AS n FROM u GROUP BY id", on: "postgresql"}, "GO"},
	{kind{name: "view of two types", does: "CREATE VIEW v AS SELECT a FROM u UNION SELECT s FROM u", on: "postgresql"}, "NO-GO"},
	{kind{name: "no rows set to no function", does: "UPDATE u SET a = gone(a)"}, "NO-GO"},
	{kind{name: "no rows set to no column", does: "UPDATE u SET a = gone"}, "NO-GO"},
	{kind{name: "no rows set where types differ", does: "UPDATE u SET a = 1 WHERE s = 5", on: "postgresql"}, "NO-GO"},
	{kind{name: "no rows deleted by no column", does: "DELETE FROM u WHERE gone = 5"}, "NO-GO"},
	{
		kind{name: "new column set to another", does: "ALTER TABLE u ADD COLUMN x VARCHAR(30); UPDATE u SET x = concat(s, '-', a) WHERE a IN (SELECT id FROM t)"},
		"GO",
	},
	{
		kind{
			name: "new label set", on: "postgresql",
			does: "CREATE TYPE mood AS ENUM ('x', 'y'); ALTER TABLE u ADD COLUMN m mood DEFAULT 'x' NOT NULL; UPDATE u SET m = 'y' WHERE m <> 'y'",
		},
		"GO",
	},
	{kind{name: "no such extension", does: "CREATE EXTENSION gone", on: "postgresql"}, "NO-GO"},
	{
		kind{name: "default that replicas make otherwise", does: "ALTER TABLE u ADD COLUMN x VARCHAR(36) DEFAULT (uuid())", on: "mysql"},
		"GO on MariaDB, NO-GO on MySQL",
	},
	{kind{name: "policy over no column", does: "CREATE POLICY p ON u USING (gone = 1)", on: "postgresql"}, "NO-GO"},
	{kind{name: "policy over a new column", does: "ALTER TABLE u ADD COLUMN z INTEGER; CREATE POLICY p ON u USING (z = 1)", on: "postgresql"}, "GO"},
	{kind{name: "number of no sequence", does: "SELECT setval('gone', 5)", on: "postgresql"}, "NO-GO"},
	{kind{name: "number of a new sequence", does: "CREATE SEQUENCE q; SELECT setval('q', 5)", on: "postgresql"}, "GO"},
	{kind{name: "number of a new table", does: "CREATE TABLE n (id SERIAL); SELECT setval('n_id_seq', coalesce(max(id), 1)) FROM n", on: "postgresql"}, "GO"},
	{kind{name: "rights to no table", does: "GRANT SELECT ON gone TO PUBLIC", on: "postgresql"}, "NO-GO"},
	{kind{name: "rights to a new view", does: "CREATE VIEW v AS SELECT id FROM u; GRANT SELECT ON v TO PUBLIC", on: "postgresql"}, "GO"},
	{kind{name: "function of no type", does: "CREATE FUNCTION f(x gone) RETURNS integer AS 'SELECT 1' LANGUAGE sql", on: "postgresql"}, "NO-GO"},
	{kind{name: "function in no language", does: "CREATE FUNCTION f() RETURNS integer AS 'SELECT 1' LANGUAGE gone", on: "postgresql"}, "NO-GO"},
	{kind{name: "function of a table's rows", does: "CREATE FUNCTION f(x u) RETURNS SETOF u AS 'SELECT x.*' LANGUAGE sql", on: "postgresql"}, "GO"},
	{kind{name: "domain checked by no function", does: "CREATE DOMAIN d AS integer CHECK (gone(VALUE))", on: "postgresql"}, "NO-GO"},
	{kind{name: "domain with a check", does: "CREATE DOMAIN d AS integer NOT NULL DEFAULT 1 CHECK (VALUE > 0)", on: "postgresql"}, "GO"},
	{kind{name: "digits that there are not", does: "ALTER TABLE u ADD COLUMN x DECIMAL(5,7)", on: "mysql"}, "NO-GO"},
	{kind{
		name: "two counters", does: "ALTER TABLE w ADD COLUMN x INTEGER AUTO_INCREMENT UNIQUE; ALTER TABLE w ADD COLUMN y INTEGER AUTO_INCREMENT UNIQUE",
		on: "mysql",
	}, "NO-GO"},
	{kind{name: "label twice", does: "ALTER TABLE u ADD COLUMN x ENUM('a', 'A')", on: "mysql"}, "NO-GO"},
	{kind{name: "default of a column", does: "ALTER TABLE u ADD COLUMN x INTEGER DEFAULT (a + 1)", on: "postgresql"}, "NO-GO"},
	{kind{name: "domain of no type", does: "CREATE DOMAIN d AS gone", on: "postgresql"}, "NO-GO"},
	{kind{
		name: "use of a function that is dropped", does: "CREATE FUNCTION f(x text) RETURNS text AS 'SELECT x' LANGUAGE sql; DROP FUNCTION f(text); UPDATE u SET s = f(s)",
		on: "postgresql",
	}, "GO IF"},
	{kind{name: "value of one before it", does: "INSERT INTO u (id, s) VALUES (1, concat(id, 'x'))", on: "mysql"}, "GO IF"},
	{kind{name: "index over no column", does: "CREATE INDEX i ON u ((lower(gone)))"}, "GO IF, NO-GO"},
	{kind{name: "computed of no column", does: "ALTER TABLE u ADD COLUMN g INTEGER GENERATED ALWAYS AS (abs(gone)) STORED"}, "GO IF, NO-GO"},
	{kind{name: "check of a new column", does: "ALTER TABLE u ADD COLUMN x VARCHAR(30) CHECK (length(x) > 2)"}, "GO"},
	{kind{name: "label that is renamed", does: "CREATE TYPE m AS ENUM ('a'); ALTER TABLE u ADD COLUMN m m; ALTER TYPE m RENAME VALUE 'a' TO 'b'; UPDATE u SET m = 'b'", on: "postgresql"}, "GO"},
}

// TestGateNeeds: what a statement names has to be there, or the verdict says that it may not be.
func TestGateNeeds(t *testing.T) {
	t.Parallel()
	for i, k := range needy {
		for j, form := range []string{"sql", "recording"} {
			for _, s := range inTurn(t, i+j, k.on) {
				t.Run(s.Name+"/"+k.name+"/"+form, func(t *testing.T) {
					t.Parallel()
					got, want := k.gate(t, s, form, ""), k.verdict
					all := strings.Split(want, ", ")
					if on := got + " on " + s.Server.Product; !slices.Contains(all, got) && !slices.Contains(all, on) && !slices.Contains(all, got+" on "+s.Name) && !slices.Contains(all, got+" of a "+form) {
						t.Errorf("%s, want %s", on, want)
					}
				})
			}
		}
	}
}
