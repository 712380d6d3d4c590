package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/lab"
)

// awkwardBeside are objects beside tables that dumps write in another way than the server tells of them.
var awkwardBeside = map[string]string{
	"mysql": "CREATE TABLE `DB` (id int PRIMARY KEY, x int); CREATE TABLE base (id int PRIMARY KEY, `DB` int);" +
		"CREATE VIEW alias AS SELECT z.x, DB.id FROM DB AS z, base AS DB; CREATE VIEW own AS SELECT `DB`.x FROM `DB`.`DB`;" +
		"CREATE VIEW other AS SELECT t.x, s.TABLE_NAME FROM `DB` AS t, information_schema.TABLES AS s;\n" +
		"DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT x FROM `DB`.`DB`; END//\n" +
		"CREATE TRIGGER tr BEFORE INSERT ON base FOR EACH ROW BEGIN INSERT INTO `DB`.`DB` (id) VALUES (NEW.id); END//\n" +
		"CREATE EVENT e ON SCHEDULE AT '2035-01-01 00:00:00' DO DELETE FROM `DB`.base//\n" +
		// each keeps the mode that it is made in, in which its quotes are
		"SET sql_mode = 'NO_BACKSLASH_ESCAPES'//\nCREATE PROCEDURE plain() BEGIN SELECT '\\'; SELECT 'a;b'; END//\nCREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN '\\' = \"x\"//\n" +
		"CREATE TRIGGER plain BEFORE UPDATE ON base FOR EACH ROW SET NEW.id = '\\' = 'x'//\nCREATE EVENT plain ON SCHEDULE AT '2035-01-01' DO DELETE FROM base WHERE '\\' = 'x'//\n" +
		"SET sql_mode = 'ANSI'//\nCREATE PROCEDURE named() SELECT \"id\" FROM \"base\"//\nCREATE VIEW named AS SELECT \"id\" AS \"a`b\", 'x\"y' AS c FROM \"base\"//\nDELIMITER ;\n",
	"postgresql": `CREATE SEQUENCE plain; CREATE SEQUENCE "Odd.one"; CREATE DOMAIN counted AS bigint DEFAULT nextval('plain');
		CREATE DOMAIN word AS varchar(20) COLLATE "C" DEFAULT 'x' CHECK (VALUE <> ''); ALTER DOMAIN word ADD CONSTRAINT late CHECK (length(VALUE) < 9) NOT VALID;
		CREATE TABLE t (id bigint DEFAULT nextval('"Odd.one"'), w word); CREATE TABLE heir (extra integer) INHERITS (t);
		ALTER TABLE heir ALTER id SET DEFAULT 3;
		CREATE VIEW v AS SELECT id FROM t WHERE id > 1 WITH CASCADED CHECK OPTION;
		CREATE VIEW b WITH (security_barrier) AS SELECT id FROM t WHERE id > 1 WITH LOCAL CHECK OPTION;
		CREATE MATERIALIZED VIEW m AS SELECT id, 'plain'::regclass AS s FROM t; CREATE UNIQUE INDEX mi ON m (id) WHERE id > 0;
		CREATE POLICY p ON t TO CURRENT_USER, pg_monitor, CURRENT_USER USING (id IN (SELECT h.id FROM heir AS h));
		CREATE FOREIGN DATA WRAPPER beside_DB; CREATE SERVER beside_DB FOREIGN DATA WRAPPER beside_DB; CREATE USER MAPPING FOR CURRENT_USER SERVER beside_DB;
		CREATE TYPE pair AS (a integer, b integer); CREATE CAST (pair AS text) WITH INOUT; CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
		CREATE OPERATOR FAMILY family USING btree; CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple);
		CREATE AGGREGATE total (integer) (sfunc = int4pl, stype = integer);
`,
}

// bodies are functions whose bodies are statements, which PostgreSQL has from 14 on.
const bodies = `CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN a > 1 THEN 2 END; SELECT a; END;
	CREATE FUNCTION g() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
`

// TestDumpTellsOfWhatIsBeside: what stands beside tables is the same in a dump as in the database, either way round.
func TestDumpTellsOfWhatIsBeside(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			sql := awkwardBeside[s.Server.Engine]
			if s.Server.Engine == "postgresql" && !strings.HasPrefix(s.Server.Version, "12") && !strings.HasPrefix(s.Server.Version, "13") {
				sql += bodies
			}
			client(t, db, strings.ReplaceAll(sql, "DB", db.Name))
			options := map[string][]string{"mysql": {"--no-data", "--routines", "--events"}, "postgresql": {"--schema-only"}}[s.Server.Engine]
			for _, program := range s.Dumpers(t) {
				file := db.Dump(t, program, options...)
				for _, sides := range [][]string{{db.URL, file}, {file, db.URL}} {
					if r := assay(t, "diff", sides[0], sides[1]); r.code != 0 {
						t.Errorf("%s: exit %d:\n%s%s", program, r.code, r.stdout, r.stderr)
					}
				}
				if s.Server.Engine != "mysql" {
					continue
				}
				file = db.Dump(t, program, "--no-data", "--routines")
				if r := assay(t, "diff", file, db.URL); r.code != 0 || !strings.Contains(r.stdout, "events, of which A does not tell") {
					t.Errorf("%s without --events: exit %d:\n%s%s", program, r.code, r.stdout, r.stderr)
				}
			}
		})
	}
}

// TestDumpThatSaysLess: what a dump leaves out is named, and all else is compared.
func TestDumpThatSaysLess(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(t, "CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY, b int COMMENT 'b', KEY k (b) COMMENT 'k') COMMENT 'a' ROW_FORMAT DYNAMIC",
				"CREATE TABLE m (id int PRIMARY KEY, b int, KEY h (b) USING HASH, KEY t (b) USING BTREE) ENGINE MEMORY",
				"CREATE TABLE f (id int PRIMARY KEY, a int, CONSTRAINT fk FOREIGN KEY (a) REFERENCES a (id)) DEFAULT CHARSET latin1")
			program := s.Dumpers(t)[0]
			file := db.Dump(t, program, "--no-data", "--compatible=ansi")
			r := assay(t, "diff", db.URL, file)
			if strings.Contains(r.stderr, "leaves out AUTO_INCREMENT") { // MariaDB 11
				return
			}
			if r.code != 0 || !strings.Contains(r.stdout, "index methods, of which B does not tell") {
				t.Errorf("exit %d:\n%s%s", r.code, r.stdout, r.stderr)
			}
			db.Exec(t, "ALTER TABLE a ADD z int FIRST, MODIFY b int COMMENT 'other' AFTER id", "ALTER TABLE f DROP FOREIGN KEY fk",
				"ALTER TABLE f ADD CONSTRAINT other FOREIGN KEY (a) REFERENCES a (id)")
			r = assay(t, "diff", file, db.URL)
			for _, found := range []string{"a.z ", "the comment 'other'", "f.other"} {
				if !strings.Contains(r.stdout, found) {
					t.Errorf("nothing is said of %s:\n%s%s", found, r.stdout, r.stderr)
				}
			}
		})
	}
}

// TestIndexesOfMaterializedViews: they are compared, and made and dropped, as those of tables are.
func TestIndexesOfMaterializedViews(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		if s.Server.Engine != "postgresql" {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			a, b := s.Database(t), s.Database(t)
			const view = "CREATE TABLE t (a integer); CREATE MATERIALIZED VIEW m AS SELECT 1 AS x, 2 AS y;\n"
			client(t, a, view+"CREATE INDEX changed ON m (x); CREATE INDEX extra ON m (y);\n")
			client(t, b, view+"CREATE UNIQUE INDEX changed ON m (x); CREATE INDEX missing ON m ((x + y));\n")
			said := assay(t, "diff", a.URL, b.URL)
			for _, name := range []string{"index changed", "index extra", "index missing"} {
				if !strings.Contains(said.stdout, name) {
					t.Errorf("nothing is said of %s:\n%s", name, said.stdout)
				}
			}
			script := assay(t, "diff", a.URL, b.URL, "--format", "sql").stdout
			client(t, a, script)
			if r := assay(t, "diff", a.URL, b.URL); r.code != 0 {
				t.Errorf("exit %d:\n%s%s\nafter\n%s", r.code, r.stdout, r.stderr, script)
			}
		})
	}
}

// TestScriptRunsBesideWhatItHolds: a step that cannot be run holds back what is made of it, and nothing else, since one statement that fails undoes all.
func TestScriptRunsBesideWhatItHolds(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		if s.Server.Engine != "postgresql" {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			a, b := s.Database(t), s.Database(t)
			client(t, a, "CREATE TABLE there (a integer);\n")
			client(t, b, `CREATE TABLE there (a integer); CREATE SEQUENCE counter; CREATE DOMAIN counted AS bigint DEFAULT nextval('counter');
				CREATE TYPE mood AS ENUM ('sad'); CREATE TYPE pair AS (a integer, m mood); CREATE TABLE held (a integer, p pair);
				CREATE TABLE made (c counted); CREATE EXTENSION citext; CREATE TABLE cited (c citext);
				CREATE VIEW v AS SELECT a FROM held; CREATE VIEW w AS SELECT a FROM v; CREATE VIEW free AS SELECT a FROM there;
`)
			for range 2 { // what the first run made is there in the second
				script := assay(t, "diff", a.URL, b.URL, "--format", "sql").stdout
				client(t, a, script)
				if _, err := a.DB.ExecContext(t.Context(), "SELECT a FROM free, made, cited"); err != nil {
					t.Fatalf("%v:\n%s", err, script)
				}
			}
			if r := assay(t, "diff", a.URL, b.URL); r.code != 0 {
				t.Errorf("exit %d:\n%s%s", r.code, r.stdout, r.stderr)
			}
		})
	}
}

// TestViewsOfAnyVersion: from 16 on, PostgreSQL writes a view on one table without the table's name before columns. What ORDER BY names is told apart still.
func TestViewsOfAnyVersion(t *testing.T) {
	t.Parallel()
	const head = "-- PostgreSQL database dump\n-- Dumped from database version %s\nSET search_path = '';\nCREATE TABLE public.t (a integer, b integer);\n"
	tests := map[string]struct {
		old, young string
		code       int
	}{
		"alone":       {"SELECT t.a, t.b FROM public.t WHERE t.a > 1 ORDER BY t.b", "SELECT a, b FROM public.t WHERE a > 1 ORDER BY b", 0},
		"alias":       {"SELECT x.a FROM public.t x", "SELECT a FROM public.t x", 0},
		"other":       {"SELECT t.a FROM public.t WHERE t.a > 1", "SELECT a FROM public.t WHERE b > 1", 1},
		"of ORDER BY": {"SELECT -t.a AS a FROM public.t ORDER BY t.a", "SELECT -t.a AS a FROM public.t ORDER BY a", 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var files []string
			for version, query := range map[string]string{"15.4": tt.old, "18.0": tt.young} {
				file := filepath.Join(t.TempDir(), version+".sql")
				text := fmt.Sprintf(head, version) + "CREATE VIEW public.v AS\n " + query + ";\n-- PostgreSQL database dump complete\n"
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				files = append(files, file)
			}
			if r := assay(t, "diff", files[0], files[1]); r.code != tt.code {
				t.Errorf("exit %d, want %d:\n%s%s", r.code, tt.code, r.stdout, r.stderr)
			}
		})
	}
}
