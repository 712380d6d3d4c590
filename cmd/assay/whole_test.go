package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/internal/lab"
)

// oneKind is one thing in which two tables can differ: K stands for the table's name. before is there on both sides, after on one alone.
type oneKind struct{ before, after string }

// kindsOf are the kinds of differences of an engine, by the name of the server that begins so where only some have them.
var kindsOf = map[string][]oneKind{
	"mysql": {
		{"", "DROP TABLE K"},
		{"", "CREATE TABLE K_x (id int)"},
		{"", "ALTER TABLE K DROP COLUMN b"},
		{"", "ALTER TABLE K ADD COLUMN x int"},
		{"", "ALTER TABLE K MODIFY b varchar(80)"},
		{"", "ALTER TABLE K MODIFY b varchar(20)"},
		{"", "ALTER TABLE K MODIFY a bigint"},
		{"", "ALTER TABLE K MODIFY a int unsigned"},
		{"", "ALTER TABLE K MODIFY d decimal(12,4)"},
		{"", "ALTER TABLE K MODIFY a int NOT NULL"},
		{"", "ALTER TABLE K MODIFY a int DEFAULT 7"},
		{"ALTER TABLE K MODIFY a int DEFAULT 1", "ALTER TABLE K MODIFY a int DEFAULT 2"},
		{"", "ALTER TABLE K MODIFY b varchar(40) COLLATE utf8mb4_bin"},
		{"", "ALTER TABLE K MODIFY b varchar(40) CHARACTER SET latin1"},
		{"", "ALTER TABLE K MODIFY id int NOT NULL AUTO_INCREMENT"},
		{"", "ALTER TABLE K MODIFY e datetime DEFAULT CURRENT_TIMESTAMP"},
		{"", "ALTER TABLE K MODIFY e datetime ON UPDATE CURRENT_TIMESTAMP"},
		{"", "ALTER TABLE K MODIFY e datetime(6)"},
		{"", "ALTER TABLE K MODIFY a int COMMENT 'own'"},
		{"ALTER TABLE K MODIFY a int COMMENT 'one'", "ALTER TABLE K MODIFY a int COMMENT 'it''s \\\\ two'"},
		{"", "ALTER TABLE K MODIFY a int FIRST"},
		{"", "ALTER TABLE K MODIFY e datetime AFTER a"},
		{"", "ALTER TABLE K ADD COLUMN x int AFTER a"},
		{"ALTER TABLE K ADD s enum('a','b')", "ALTER TABLE K MODIFY s enum('a','b','c')"},
		{"ALTER TABLE K ADD s enum('a','b')", "ALTER TABLE K MODIFY s enum('b','a')"},
		{"ALTER TABLE K ADD s set('a','b')", "ALTER TABLE K MODIFY s set('a','b','c')"},
		{"ALTER TABLE K ADD g int AS (a + 1) STORED", "ALTER TABLE K DROP COLUMN g"},
		{"ALTER TABLE K ADD g int AS (a + 1) STORED", "ALTER TABLE K DROP COLUMN g, ADD g int AS (a + 2) STORED"},
		{"", "ALTER TABLE K DROP INDEX K_b"},
		{"", "ALTER TABLE K ADD INDEX own (a)"},
		{"", "ALTER TABLE K DROP INDEX K_b, ADD INDEX K_b (b, a)"},
		{"", "ALTER TABLE K DROP INDEX K_b, ADD INDEX K_b (b(10))"},
		{"", "ALTER TABLE K DROP INDEX K_b, ADD UNIQUE INDEX K_b (b)"},
		{"", "ALTER TABLE K DROP INDEX K_b, ADD INDEX K_b2 (b)"},
		{"", "ALTER TABLE K DROP INDEX K_b, ADD INDEX K_b (b) COMMENT 'own'"},
		{"", "ALTER TABLE K ADD FULLTEXT INDEX own (c)"},
		{"ALTER TABLE K ADD UNIQUE INDEX own (a)", "ALTER TABLE K DROP INDEX own"},
		{"ALTER TABLE K ADD UNIQUE INDEX own (a)", "ALTER TABLE K DROP INDEX own, ADD INDEX own (a)"},
		{"", "ALTER TABLE K DROP PRIMARY KEY"},
		{"", "ALTER TABLE K DROP PRIMARY KEY, ADD PRIMARY KEY (id, a)"},
		{"", "ALTER TABLE K DROP FOREIGN KEY K_fk"},
		{"", "ALTER TABLE K DROP FOREIGN KEY K_fk, ADD CONSTRAINT K_fk2 FOREIGN KEY (f) REFERENCES p (id)"},
		{"ALTER TABLE K DROP FOREIGN KEY K_fk", "ALTER TABLE K ADD CONSTRAINT K_fk FOREIGN KEY (f) REFERENCES p (id) ON DELETE CASCADE"},
		{"ALTER TABLE K DROP FOREIGN KEY K_fk", "ALTER TABLE K ADD CONSTRAINT K_fk FOREIGN KEY (f) REFERENCES p (id) ON UPDATE SET NULL"},
		{"", "ALTER TABLE K COMMENT='own'"},
		{"ALTER TABLE K COMMENT='one'", "ALTER TABLE K COMMENT=''"},
		{"", "ALTER TABLE K ROW_FORMAT=COMPACT"},
		{"ALTER TABLE K ROW_FORMAT=DYNAMIC", "ALTER TABLE K ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8"},
		{"", "ALTER TABLE K STATS_PERSISTENT=1"},
		{"", "ALTER TABLE K MAX_ROWS=1000"},
		{"ALTER TABLE K DROP FOREIGN KEY K_fk", "ALTER TABLE K ENGINE=MyISAM"},
		{"ALTER TABLE K DROP FOREIGN KEY K_fk", "ALTER TABLE K CONVERT TO CHARACTER SET latin1"},
		{"ALTER TABLE K DROP FOREIGN KEY K_fk", "ALTER TABLE K CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"},
		{"", "CREATE VIEW K_v AS SELECT id FROM K"},
		{"CREATE VIEW K_v AS SELECT id FROM K", "DROP VIEW K_v"},
		{"CREATE VIEW K_v AS SELECT id FROM K", "CREATE OR REPLACE VIEW K_v AS SELECT a FROM K"},
		{"", "CREATE TRIGGER K_t BEFORE INSERT ON K FOR EACH ROW SET NEW.a = 1"},
		{"CREATE TRIGGER K_t BEFORE INSERT ON K FOR EACH ROW SET NEW.a = 1", "DROP TRIGGER K_t"},
		{"", "CREATE TRIGGER K_t BEFORE INSERT ON K FOR EACH ROW SET NEW.b = concat('a\\\\b', 'it''s')"},
		{"CREATE VIEW K_v AS SELECT id FROM K", "CREATE OR REPLACE ALGORITHM=MERGE VIEW K_v AS SELECT id FROM K"},
		{"CREATE VIEW K_v AS SELECT _latin1'a' AS x FROM K", "CREATE OR REPLACE VIEW K_v AS SELECT _utf8mb4'a' AS x FROM K"},
		{"", "CREATE FUNCTION K_f(x int) RETURNS int DETERMINISTIC RETURN x + 1"},
		{"CREATE PROCEDURE K_p() SELECT 1", "DROP PROCEDURE K_p"},
		{"", "CREATE EVENT K_e ON SCHEDULE EVERY 1 DAY STARTS '2020-01-01 00:00:00' DO DELETE FROM K WHERE a = 0"},
		{"ALTER TABLE K ADD bi varbinary(16)", "ALTER TABLE K MODIFY bi varbinary(16) DEFAULT 0x001077"},
		{"", "ALTER TABLE K ADD j json"},
	},
	"postgresql": {
		{"", "DROP TABLE K"},
		{"", "CREATE TABLE K_x (id integer)"},
		{"", "ALTER TABLE K DROP COLUMN b"},
		{"", "ALTER TABLE K ADD COLUMN x integer"},
		{"", "ALTER TABLE K ALTER b TYPE varchar(80)"},
		{"", "ALTER TABLE K ALTER b TYPE varchar(20)"},
		{"", "ALTER TABLE K ALTER a TYPE bigint"},
		{"", "ALTER TABLE K ALTER d TYPE numeric(12,4)"},
		{"", "ALTER TABLE K ALTER e TYPE timestamptz"},
		{"", "ALTER TABLE K ALTER e TYPE timestamp(3)"},
		{"", "ALTER TABLE K ALTER a SET NOT NULL"},
		{"", "ALTER TABLE K ALTER a SET DEFAULT 7"},
		{"ALTER TABLE K ALTER a SET DEFAULT 1", "ALTER TABLE K ALTER a SET DEFAULT 2"},
		{"", `ALTER TABLE K ALTER b TYPE varchar(40) COLLATE "C"`},
		{"", "ALTER TABLE K ALTER id ADD GENERATED BY DEFAULT AS IDENTITY"},
		{"ALTER TABLE K ALTER id ADD GENERATED BY DEFAULT AS IDENTITY", "ALTER TABLE K ALTER id SET GENERATED ALWAYS"},
		{"ALTER TABLE K ALTER id ADD GENERATED BY DEFAULT AS IDENTITY", "ALTER TABLE K ALTER id SET START 1000 SET INCREMENT 10"},
		{"ALTER TABLE K ADD s serial", "ALTER SEQUENCE K_s_seq AS smallint"},
		{"ALTER TABLE K ADD s serial", "ALTER SEQUENCE K_s_seq INCREMENT 2"},
		{"ALTER TABLE K ADD s serial", "ALTER SEQUENCE K_s_seq MAXVALUE 1000"},
		{"ALTER TABLE K ADD s serial", "ALTER SEQUENCE K_s_seq MINVALUE -5"},
		{"ALTER TABLE K ADD s serial", "ALTER SEQUENCE K_s_seq CYCLE"},
		{"ALTER TABLE K ADD s serial", "ALTER SEQUENCE K_s_seq CACHE 20"},
		{"ALTER TABLE K ADD s serial", "ALTER SEQUENCE K_s_seq START 5"},
		{"ALTER TABLE K ADD s serial", "ALTER TABLE K ALTER s TYPE bigint"},
		{"ALTER TABLE K ADD s serial", "ALTER TABLE K ALTER s DROP DEFAULT"},
		{"ALTER TABLE K ADD g integer GENERATED ALWAYS AS (a + 1) STORED", "ALTER TABLE K DROP g"},
		{"", "ALTER TABLE K ADD g integer GENERATED ALWAYS AS (a + 1) STORED"},
		{"", "DROP INDEX K_b"},
		{"", "CREATE INDEX K_own ON K (a)"},
		{"", "DROP INDEX K_b; CREATE INDEX K_b ON K (b, a)"},
		{"", "DROP INDEX K_b; CREATE INDEX K_b ON K (b DESC)"},
		{"", "DROP INDEX K_b; CREATE INDEX K_b ON K (b NULLS FIRST)"},
		{"", "DROP INDEX K_b; CREATE INDEX K_b ON K (b varchar_pattern_ops)"},
		{"", "DROP INDEX K_b; CREATE INDEX K_b ON K (b) WHERE a > 0"},
		{"", "DROP INDEX K_b; CREATE INDEX K_b ON K (b) INCLUDE (a)"},
		{"", "DROP INDEX K_b; CREATE INDEX K_b ON K USING hash (b)"},
		{"", "ALTER INDEX K_b RENAME TO K_b2"},
		{"", "DROP INDEX K_b; CREATE UNIQUE INDEX K_b ON K (b)"},
		{"", `DROP INDEX K_b; CREATE INDEX K_b ON K (b COLLATE "C")`},
		{"", "CREATE INDEX K_low ON K (lower(b))"},
		{"", "ALTER INDEX K_b SET (fillfactor = 50)"},
		{"", "COMMENT ON INDEX K_b IS 'own'"},
		{"CREATE UNIQUE INDEX K_u ON K (a)", "ALTER TABLE K ADD CONSTRAINT K_u UNIQUE USING INDEX K_u"},
		{"ALTER TABLE K ADD CONSTRAINT K_u UNIQUE (a)", "ALTER TABLE K DROP CONSTRAINT K_u, ADD CONSTRAINT K_u UNIQUE (a) DEFERRABLE"},
		{"ALTER TABLE K ADD CONSTRAINT K_u UNIQUE (a) DEFERRABLE", "ALTER TABLE K DROP CONSTRAINT K_u, ADD CONSTRAINT K_u UNIQUE (a) DEFERRABLE INITIALLY DEFERRED"},
		{"ALTER TABLE K ADD CONSTRAINT K_u UNIQUE (a)", "ALTER TABLE K DROP CONSTRAINT K_u"},
		{"", "ALTER TABLE K DROP CONSTRAINT K_pkey"},
		{"", "ALTER TABLE K DROP CONSTRAINT K_pkey, ADD CONSTRAINT K_pkey PRIMARY KEY (id, a)"},
		{"", "ALTER TABLE K RENAME CONSTRAINT K_pkey TO K_key"},
		{"", "ALTER TABLE K DROP CONSTRAINT K_fk"},
		{"", "ALTER TABLE K RENAME CONSTRAINT K_fk TO K_fk2"},
		{"", "ALTER TABLE K ALTER CONSTRAINT K_fk DEFERRABLE"},
		{"", "ALTER TABLE K ALTER CONSTRAINT K_fk DEFERRABLE INITIALLY DEFERRED"},
		{"ALTER TABLE K DROP CONSTRAINT K_fk", "ALTER TABLE K ADD CONSTRAINT K_fk FOREIGN KEY (f) REFERENCES p (id) ON DELETE RESTRICT"},
		{"", "ALTER TABLE K DROP CONSTRAINT K_fk, ADD CONSTRAINT K_fk FOREIGN KEY (f) REFERENCES p (id) ON DELETE RESTRICT"},
		{"", "ALTER TABLE K DROP CONSTRAINT K_fk, ADD CONSTRAINT K_fk FOREIGN KEY (f) REFERENCES p (id) ON UPDATE CASCADE"},
		{"", "ALTER TABLE K DROP CONSTRAINT K_fk, ADD CONSTRAINT K_fk FOREIGN KEY (f) REFERENCES p (id) MATCH FULL"},
		{"", "ALTER TABLE K DROP CONSTRAINT K_fk, ADD CONSTRAINT K_fk FOREIGN KEY (f) REFERENCES p (id) NOT VALID"},
		{"ALTER TABLE K DROP CONSTRAINT K_fk, ADD CONSTRAINT K_fk FOREIGN KEY (f) REFERENCES p (id) NOT VALID", "ALTER TABLE K VALIDATE CONSTRAINT K_fk"},
		{"", "COMMENT ON CONSTRAINT K_fk ON K IS 'own'"},
		{"", "ALTER TABLE K DROP CONSTRAINT K_ck"},
		{"", "ALTER TABLE K DROP CONSTRAINT K_ck, ADD CONSTRAINT K_ck CHECK (a > 1)"},
		{"", "ALTER TABLE K RENAME CONSTRAINT K_ck TO K_ck2"},
		{"", "ALTER TABLE K DROP CONSTRAINT K_ck, ADD CONSTRAINT K_ck CHECK (a > 0) NO INHERIT"},
		{"", "ALTER TABLE K DROP CONSTRAINT K_ck, ADD CONSTRAINT K_ck CHECK (a > 0) NOT VALID"},
		{"", "COMMENT ON CONSTRAINT K_ck ON K IS 'own'"},
		{"", "COMMENT ON TABLE K IS 'own'"},
		{"COMMENT ON TABLE K IS 'one'", "COMMENT ON TABLE K IS NULL"},
		{"", "COMMENT ON COLUMN K.a IS 'it''s'"},
		{"ALTER TABLE K DROP CONSTRAINT K_fk", "ALTER TABLE K SET UNLOGGED"},
		{"", "ALTER TABLE K SET (fillfactor = 70)"},
		{"ALTER TABLE K SET (fillfactor = 70)", "ALTER TABLE K RESET (fillfactor)"},
		{"", "ALTER TABLE K SET (toast.autovacuum_enabled = off)"},
		{"", "ALTER TABLE K ENABLE ROW LEVEL SECURITY"},
		{"", "ALTER TABLE K FORCE ROW LEVEL SECURITY"},
		{"", "ALTER TABLE K REPLICA IDENTITY FULL"},
		{"", "CREATE POLICY K_p ON K FOR SELECT USING (a > 0)"},
		{"CREATE POLICY K_p ON K USING (a > 0)", "DROP POLICY K_p ON K; CREATE POLICY K_p ON K USING (a > 1)"},
		{"", "CREATE TRIGGER K_t BEFORE INSERT ON K FOR EACH ROW EXECUTE FUNCTION f()"},
		{"CREATE TRIGGER K_t BEFORE INSERT ON K FOR EACH ROW EXECUTE FUNCTION f()", "ALTER TABLE K DISABLE TRIGGER K_t"},
		{"CREATE TRIGGER K_t BEFORE INSERT ON K FOR EACH ROW EXECUTE FUNCTION f()", "DROP TRIGGER K_t ON K"},
		{"", "CREATE RULE K_r AS ON DELETE TO K DO INSTEAD NOTHING"},
		{"", "CREATE VIEW K_v AS SELECT id FROM K"},
		{"CREATE VIEW K_v AS SELECT id FROM K", "CREATE OR REPLACE VIEW K_v AS SELECT id FROM K WHERE a > 0"},
		{"CREATE VIEW K_v AS SELECT id FROM K", "DROP VIEW K_v"},
		{"", "CREATE MATERIALIZED VIEW K_m AS SELECT count(*) AS n FROM K"},
		{"", "CREATE FUNCTION K_f(x integer) RETURNS integer LANGUAGE sql AS 'SELECT x + 1'"},
		{"CREATE FUNCTION K_f(x integer) RETURNS integer LANGUAGE sql AS 'SELECT x + 1'", "CREATE OR REPLACE FUNCTION K_f(x integer) RETURNS integer LANGUAGE sql AS 'SELECT x + 2'"},
		{"", "CREATE PROCEDURE K_p() LANGUAGE sql AS 'SELECT 1'"},
		{"", "CREATE SEQUENCE K_q"},
		{"CREATE SEQUENCE K_q", "ALTER SEQUENCE K_q INCREMENT 5"},
		{"", "CREATE DOMAIN K_d AS integer CHECK (VALUE > 0)"},
		{"", "CREATE TYPE K_c AS (x integer, y text)"},
		{"", "CREATE TYPE K_g AS RANGE (subtype = integer)"},
		{"", "CREATE TYPE K_e AS ENUM ('a')"},
		{"CREATE TYPE K_e AS ENUM ('a')", "ALTER TYPE K_e ADD VALUE 'b'"},
		{"", "CREATE SCHEMA K_s"},
	},
}

// placeholder is what stands for a table's name in a kind.
var placeholder = regexp.MustCompile(`\bK(\b|_)`)

// numbered are the tables that a text names.
var numbered = regexp.MustCompile(`\bk(\d+)`)

// TestWhole: of many tables, each that differs in one thing alone is found, whatever that is, and no other; the script leaves no difference; a snapshot and a dump
// say the same as the database.
func TestWhole(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			a, b := s.Database(t), s.Database(t)
			differ := whole(t, s, a, b)
			o := assay(t, "diff", a.URL, b.URL)
			found := map[string]bool{}
			for line := range strings.Lines(o.stdout) {
				if m := numbered.FindStringSubmatch(line); m != nil && strings.Contains(line, "→") {
					found[m[1]] = true
				}
			}
			for n, k := range differ {
				if !found[strconv.Itoa(n)] {
					t.Errorf("nothing is said of k%d: %s", n, k.after)
				}
				delete(found, strconv.Itoa(n))
			}
			if len(found) > 0 {
				t.Errorf("these do not differ: %v", found)
			}
			if again := assay(t, "diff", snapshot(t, a.URL), snapshot(t, b.URL)); lines(again.stdout) != lines(o.stdout) {
				t.Errorf("of snapshots, it says\n%s\nand of the databases\n%s", again.stdout, o.stdout)
			}
			script := assay(t, "diff", a.URL, b.URL, "--format", "sql", "--allow-destructive")
			client(t, a, script.stdout)
			if o := assay(t, "diff", a.URL, b.URL); o.code != exitClean {
				t.Errorf("after the script, status %d\n%s%s\nit was\n%s", o.code, o.stdout, o.stderr, script.stdout)
			}
		})
	}
}

// lines are those that tell a difference.
func lines(text string) string {
	_, rest, _ := strings.Cut(text, "\n\n")
	return rest
}

// whole makes two databases of tables that are alike but for one thing each, and as many that are alike in all; it returns the first by their numbers.
func whole(t *testing.T, s lab.Server, a, b *lab.Database) map[int]oneKind {
	t.Helper()
	base := "CREATE TABLE K (id int NOT NULL PRIMARY KEY, a int, b varchar(40), c text, d decimal(10,2), e datetime, f int, KEY K_b (b), CONSTRAINT K_fk FOREIGN KEY (f) REFERENCES p (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"
	first := []string{"CREATE TABLE p (id int NOT NULL PRIMARY KEY) ENGINE=InnoDB"}
	if s.Server.Engine == "postgresql" {
		base = "CREATE TABLE K (id integer NOT NULL, a integer, b varchar(40), c text, d numeric(10,2), e timestamp, f integer, CONSTRAINT K_pkey PRIMARY KEY (id), CONSTRAINT K_fk FOREIGN KEY (f) REFERENCES p (id), CONSTRAINT K_ck CHECK (a > 0)); CREATE INDEX K_b ON K (b)"
		first = []string{"CREATE TABLE p (id integer PRIMARY KEY)", "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"}
	}
	kinds := kindsOf[s.Server.Engine]
	alike := 100
	if os.Getenv("ASSAY_CAMPAIGN") != "" {
		alike = 2000 - len(kinds)
	}
	differ := map[int]oneKind{}
	left, right := slices.Clone(first), slices.Clone(first)
	for n := range len(kinds) + alike {
		name := fmt.Sprintf("k%d", n)
		call := func(sql string) []string {
			if sql == "" {
				return nil
			}
			return strings.Split(placeholder.ReplaceAllString(sql, name+"$1"), "; ")
		}
		both := call(base)
		if n < len(kinds) {
			differ[n] = kinds[n]
			both = append(both, call(kinds[n].before)...)
			right = append(right, slices.Concat(both, call(kinds[n].after))...)
		} else {
			right = append(right, both...)
		}
		left = append(left, both...)
	}
	client(t, a, strings.Join(left, ";\n")+";\n")
	client(t, b, strings.Join(right, ";\n")+";\n")
	return differ
}
