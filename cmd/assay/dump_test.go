package main

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"assay/dialect"
	"assay/internal/lab"
	"assay/introspect"
	"assay/schema"
)

// dumpers are the programs on the PATH that dump databases of a server, each once: of PostgreSQL, those of its version or a newer one; MySQL's own
// only of MySQL. None that is still to be had asks MySQL 5.6 in words that it knows.
func dumpers(t *testing.T, s lab.Server) (programs []string) {
	t.Helper()
	names := map[string][]string{"mysql": {"mariadb-dump", "mysqldump"}, "postgresql": {"pg_dump"}}[s.Server.Engine]
	seen := map[string]bool{}
	for _, folder := range filepath.SplitList(os.Getenv("PATH")) {
		for _, name := range names {
			program := filepath.Join(folder, name) // as it is called: Debian's pg_dump is a link to a program that asks for its own name
			same, err := filepath.EvalSymlinks(program)
			if err != nil || seen[same] {
				continue
			}
			seen[same] = true
			version, err := exec.CommandContext(t.Context(), program, "--version").Output()
			if err == nil && !seen[string(version)] && dumps(string(version), s) {
				seen[string(version)] = true // what it is, or what a program in Perl calls
				programs = append(programs, program)
			}
		}
	}
	if len(programs) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatalf("there is no program to dump %s with: make deps installs one", s.Server)
		}
		t.Skipf("NOT TESTED: no program to dump %s with", s.Server)
	}
	return programs
}

func isMySQL56(s lab.Server) bool {
	return s.Server.Product == "MySQL" && strings.HasPrefix(s.Server.Version, "5.6")
}

// dumps reports whether the program that says that version of itself can dump databases of a server.
func dumps(version string, s lab.Server) bool {
	if s.Server.Engine == "mysql" {
		return !isMySQL56(s) && (strings.Contains(version, "MariaDB") || s.Server.Product == "MySQL")
	}
	has, _ := strconv.Atoi(regexp.MustCompile(`\d+`).FindString(version))
	wants, _ := strconv.Atoi(regexp.MustCompile(`\d+`).FindString(s.Server.Version))
	return has >= wants
}

// dumpOf writes what a program dumps of a database.
func dumpOf(t *testing.T, program string, db *lab.Database, options ...string) (file string) {
	t.Helper()
	u, err := url.Parse(db.URL)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, slices.Concat(options, []string{db.URL})...)
	if u.Scheme == "mysql" {
		cmd = exec.CommandContext(t.Context(), program, slices.Concat(options, []string{"-h", u.Hostname(), "-P", u.Port(), "-u", u.User.Username(), db.Name})...)
	}
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", cmd, err)
	}
	file = filepath.Join(t.TempDir(), "dump.sql")
	if err := os.WriteFile(file, out, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func readDump(t *testing.T, file string) *schema.Database {
	t.Helper()
	p := &process{ctx: t.Context()}
	db, err := p.read(introspect.Source{Path: file})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// TestDumps: a dump gives the schema that the database has, with rows or without, and its stamps where there are rows.
func TestDumps(t *testing.T) {
	t.Parallel()
	for nth, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			databases := map[string]*lab.Database{"clean": builtWithRows(t, s, newest), "old": builtWithRows(t, s, "13.38.3"), "edited": builtWithRows(t, s, "20.6.0")}
			databases["edited"].Exec(t, ownObjects(s)...)
			for i, d := range slices.Concat(driftsAnywhere, driftsOf[s.Server.Engine]) {
				if sampled(i, nth, 3, 6) && !slices.ContainsFunc(d.notOn, func(name string) bool { return strings.HasPrefix(s.Name, name) }) {
					databases[d.name] = builtWithRows(t, s, d.release)
					d.inject(t, databases[d.name])
				}
			}
			for name, db := range databases {
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					sameAsDumped(t, s, db)
				})
			}
		})
	}
}

// ownObjects are what administrators add, some of it without a definition in a schema.
func ownObjects(s lab.Server) []string {
	own := []string{"CREATE VIEW v_contacts AS SELECT id, uri FROM ps_contacts"}
	if isMySQL56(s) { // it computes no columns
		own = append(own, "CREATE TABLE own (id INTEGER NOT NULL, n INTEGER, UNIQUE (n))")
	} else {
		own = append(own, "CREATE TABLE own (id INTEGER NOT NULL, n INTEGER, twice INTEGER GENERATED ALWAYS AS (n * 2) STORED, CONSTRAINT low CHECK (n < 10), UNIQUE (n))")
	}
	if s.Server.Engine == "mysql" {
		return append(own,
			"CREATE TABLE first_of_two (id INT NOT NULL PRIMARY KEY, other INT)", "CREATE TABLE second_of_two (id INT NOT NULL PRIMARY KEY) CHARACTER SET latin1",
			"ALTER TABLE first_of_two ADD FOREIGN KEY (other) REFERENCES second_of_two (id)",
			"CREATE TRIGGER trg BEFORE INSERT ON ps_contacts FOR EACH ROW SET NEW.uri = NEW.uri",
			"ALTER TABLE own ADD COLUMN e ENUM('it''s','<b>','é') CHARACTER SET latin1 DEFAULT 'é', ADD t TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
			"CREATE TABLE parted (id INT NOT NULL PRIMARY KEY, s VARCHAR(20) COLLATE utf8mb4_bin COMMENT 'a; b') PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
			"CREATE PROCEDURE proc() SELECT 1; ")
	}
	return append(own,
		"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
		"CREATE TRIGGER trg BEFORE INSERT ON ps_contacts FOR EACH ROW EXECUTE FUNCTION f()",
		"CREATE TYPE own_enum AS ENUM ('it''s','<b>','é')", "ALTER TABLE own ADD COLUMN e own_enum DEFAULT 'é', ADD i INTEGER GENERATED BY DEFAULT AS IDENTITY, ADD s SERIAL",
		"CREATE INDEX some_own ON own (abs(n) DESC) WHERE n > 3",
		"CREATE MATERIALIZED VIEW m AS SELECT id FROM ps_contacts",
		"CREATE TABLE spans (r int4range, CONSTRAINT apart EXCLUDE USING gist (r WITH &&))",
		"CREATE TABLE parted (id INT NOT NULL PRIMARY KEY) PARTITION BY RANGE (id)", "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10)",
		"CREATE SCHEMA elsewhere", "CREATE TABLE elsewhere.ps_contacts (id INTEGER)",
		"COMMENT ON COLUMN elsewhere.ps_contacts.id IS 'not ours'", "CREATE TYPE elsewhere.mood AS ENUM ('sad')",
		"CREATE TABLE elsewhere.alembic_version_config AS SELECT 'of another' AS version_num",
	)
}

// inAnyOrder: the lists of a table are in no particular order, but for its columns.
var inAnyOrder = []cmp.Option{
	cmpopts.SortSlices(func(a, b schema.Index) bool { return a.Name < b.Name }),
	cmpopts.SortSlices(func(a, b schema.ForeignKey) bool { return a.Name < b.Name }),
	cmpopts.SortSlices(func(a, b schema.Check) bool { return a.Name < b.Name }),
	cmpopts.EquateEmpty(),
	cmpopts.IgnoreFields(schema.Table{}, "RowFormat"), // that of the server's own choice, a dump does not say
}

func sameAsDumped(t *testing.T, s lab.Server, db *lab.Database) {
	t.Helper()
	live, err := introspect.Read(t.Context(), introspect.Source{Engine: s.Server.Engine, Target: db.Target}, dialect.Read)
	if err != nil {
		t.Fatal(err)
	}
	without := map[string]string{"mysql": "--no-data", "postgresql": "--schema-only"}[s.Server.Engine]
	ways := map[string][][]string{
		"mysql":      {nil, {without}, {"--skip-comments"}, {"--compact", "--complete-insert"}},
		"postgresql": {nil, {without}, {"--clean", "--if-exists", "--inserts"}, {"--quote-all-identifiers", "--clean"}},
	}
	programs := dumpers(t, s)
	for i, options := range ways[s.Server.Engine] {
		file := dumpOf(t, programs[i%len(programs)], db, options...)
		dumped := readDump(t, file)
		if d := cmp.Diff(live.Schema.SortedTables(), dumped.Schema.SortedTables(), inAnyOrder...); d != "" {
			t.Errorf("%v: tables (-live +dumped):\n%s", options, d)
		}
		if d := cmp.Diff(live.Schema.Enums, dumped.Schema.Enums); d != "" {
			t.Errorf("%v: types (-live +dumped):\n%s", options, d)
		}
		if d := cmp.Diff(opaqueNames(live), opaqueNames(dumped)); d != "" {
			t.Errorf("%v: what is not modelled (-live +dumped):\n%s", options, d)
		}
		if dumped.Namespace != live.Namespace {
			t.Errorf("%v: the schema %q is read, and the database has %q", options, dumped.Namespace, live.Namespace)
		}
		said := i < 2 || s.Server.Product != "MySQL" // without comments, that of MySQL is a guess
		if said && live.Server.Product != dumped.Server.Product || !strings.HasPrefix(live.Server.Version, dumped.Server.Version) {
			t.Errorf("the server is %s, and %s in the dump", live.Server, dumped.Server)
		}
		if !slices.Contains(options, without) {
			if d := cmp.Diff(live.Stamps, dumped.Stamps); d != "" {
				t.Errorf("stamps (-live +dumped):\n%s", d)
			}
		} else if !dumped.NoRows {
			t.Error("a dump without rows is taken for one of empty tables")
		}
	}
}

// opaqueNames are the kinds and names of what has no definition, each once.
func opaqueNames(db *schema.Database) []string {
	var names []string
	for _, o := range db.Schema.Opaque {
		if o.Kind == "partitioning" { // by what, only a live one says
			o.Name = ""
		}
		names = append(names, o.String())
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// TestDumpRefused: a file that is no whole dump is refused in one sentence that names it, and the line where one is to blame.
func TestDumpRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, text, says string }{
		{"empty", " \n", "it is empty"},
		{"binary", "PGDMP\x01\x0e\x00\x04", "plain format"},
		{"no SQL", "this is a letter\nto nobody\n", "--engine"},
		{"no table", "SET NAMES utf8mb4;\nINSERT INTO `a` VALUES (1);\n", "no table is created"},
		{"cut off", "-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB\n--\n-- Host: h    Database: asterisk\nCREATE TABLE `a` (`id` int);\n", "cut off"},
		{"cut off, without comments", "/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;\nCREATE TABLE `a` (`id` int);\n", "cut off"},
		{"cut off in a table", "CREATE TABLE `a` (`id` int);\nCREATE TABLE `b` (`id` int, `c` varch", "dump.sql:2: the file ends inside"},
		{"cut off in PostgreSQL's table", "SELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.a (e text);\nCREATE TABLE b (id int, c var", "dump.sql:3: the file ends inside"},
		{"all databases", "--\n-- PostgreSQL database cluster dump\n--\nCREATE TABLE public.a (id text);\n", "all databases"},
		{"several databases", "USE `x`;\nCREATE TABLE `a` (`id` int);\nUSE `y`;\nCREATE TABLE `b` (`id` int);\n", "dump.sql:3: "},
		{"too wide", "SET NAMES utf8mb4;\nCREATE TABLE `a` (`id` int" + strings.Repeat(", `id` int", 4096) + ");\n", "dump.sql:2: no server takes"},
		{"compressed", "\x1f\x8b\x08\x00\x00\x00\x00\x00", "gunzip"},
		{"cut off in a text", "-- PostgreSQL database dump\n\nSET search_path = '';\nCREATE TABLE public.a (id text DEFAULT 'x", "cut off"},
		{"twice", "CREATE TABLE `a` (`id` int);\n\nCREATE TABLE `a` (`id` int);\n", "dump.sql:3: "},
		{"gibberish", "CREATE TABLE `a` (`id` int);\nMAKE IT SO;\n", "dump.sql:2: "},
		{"without options", "-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB\n--\n-- Host: h    Database: x\n-- Server version\t10.11.6-MariaDB\nCREATE TABLE `a` (\n  `id` int(11) NOT NULL,\n  PRIMARY KEY (`id`)\n);\n-- Dump completed\n", "--skip-opt"},
		{"without options and comments", "/*M!999999\\- enable the sandbox mode */ \nCREATE TABLE `a` (\n  `id` int(11) NOT NULL,\n  PRIMARY KEY (`id`)\n);\n", "--skip-create-options"},
		{"before the data", "-- PostgreSQL database dump\nSELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.a (\n    id integer NOT NULL\n);\n" +
			"CREATE TABLE public.alembic_version (\n    version_num character varying(32) NOT NULL\n);\n-- PostgreSQL database dump complete\n", "--section=pre-data"},
		{"behind the data", "-- PostgreSQL database dump\nSELECT pg_catalog.set_config('search_path', '', false);\nALTER TABLE ONLY public.a\n    ADD CONSTRAINT a_pkey PRIMARY KEY (id);\n-- PostgreSQL database dump complete\n", "is it one dump, and whole?"},
		{"open quote", "CREATE TABLE `a` (`id` int DEFAULT 'x);\n", "cannot be cut into statements"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "dump.sql")
			if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			o := assay(t, "check", file)
			if o.code != exitUnknown || o.stdout != "" || !strings.Contains(o.stderr, test.says) || strings.Count(o.stderr, "\n") != 1 {
				t.Errorf("exit status %d: %s%s", o.code, o.stdout, o.stderr)
			}
		})
	}
}

// TestDumpWithoutKeys: a whole dump may well be of tables without keys, and what people write names no engine.
func TestDumpWithoutKeys(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"-- PostgreSQL database dump\nSELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.a (id integer);\nCREATE TABLE public.b (id integer);\n-- PostgreSQL database dump complete\n",
		"-- PostgreSQL database dump\nSELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.alembic_version (version_num text);\n-- PostgreSQL database dump complete\n",
		"CREATE TABLE `a` (`id` int(11) NOT NULL);\n",
		"-- MariaDB dump 10.19\n-- Server version\t10.11.6-MariaDB\nCREATE TABLE `a` (`id` int(11));\nCREATE TABLE `b` (`id` int(11)) ENGINE=InnoDB;\n-- Dump completed\n",
	} {
		if db := dumpText(t, text); len(db.Schema.Tables) == 0 {
			t.Errorf("nothing is read of %q", text)
		}
	}
}

// TestDumpOfREADME: the dump that README shows first is found out, and repaired, as a whole.
func TestDumpOfREADME(t *testing.T) {
	t.Parallel()
	o := assay(t, "check", "../../testdata/asterisk.sql")
	if o.code != exitFindings || !strings.Contains(o.stdout, "MariaDB 10.11.14, database asterisk") || !strings.Contains(o.stdout, "4 errors, 0 warnings, 3 info") {
		t.Errorf("exit status %d: %s%s", o.code, o.stdout, o.stderr)
	}
	o = assay(t, "fix", "../../testdata/asterisk.sql")
	if o.code != exitClean || !strings.Contains(o.stdout, "ADD COLUMN `qualify_2xx_only`") || !strings.Contains(o.stdout, "SET `version_num` = 'e89e30cee53f'") {
		t.Errorf("exit status %d: %s%s", o.code, o.stdout, o.stderr)
	}
}

// TestDumpOfSeveralSchemas: of each, --schema reads the tables, types and stamps; without it, public is meant, as the server takes it.
func TestDumpOfSeveralSchemas(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "dump.sql")
	var text strings.Builder
	for _, s := range []string{"pbx", "public"} {
		text.WriteString("CREATE TYPE " + s + ".e AS ENUM ('" + s + "');\nCREATE TABLE " + s + ".of_" + s + " (e " + s + ".e);\n" +
			"CREATE TABLE " + s + ".alembic_version (version_num character varying(32) NOT NULL);\n" +
			"COPY " + s + ".alembic_version (version_num) FROM stdin;\nat_" + s + "\n\\.\n")
	}
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for of, want := range map[string]string{"": "public", "public": "public", "pbx": "pbx"} {
		source := introspect.Source{Path: file, Engine: "postgresql"}
		source.Target.Schema = of
		p := &process{ctx: t.Context()}
		db, err := p.read(source)
		if err != nil {
			t.Fatal(err)
		}
		e := db.Schema.Enums["e"]
		if db.Namespace != want || len(db.Schema.Tables) != 2 || db.Schema.Table("of_"+want) == nil || len(db.Schema.Enums) != 1 || e.Labels != "'"+want+"'" ||
			len(db.Stamps) != 1 || !slices.Equal(db.Stamps[0].Revisions, []string{"at_" + want}) {
			t.Errorf("--schema %q gives %s: %v, %v, %v", of, db.Namespace, db.Schema.SortedTables(), db.Schema.Enums, db.Stamps)
		}
	}
}

// dumpText writes a dump and reads it.
func dumpText(t *testing.T, text string) *schema.Database {
	t.Helper()
	file := filepath.Join(t.TempDir(), "dump.sql")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return readDump(t, file)
}

// TestDumpsOfOtherVersions: pieces of what versions wrote that tests do not start read as those servers read their own.
func TestDumpsOfOtherVersions(t *testing.T) {
	t.Parallel()
	const a = "CREATE TABLE `a` (\n  `id` int NOT NULL,\n  `z_id` int DEFAULT NULL,\n  `l` varchar(9) CHARACTER SET latin1 DEFAULT NULL,\n  PRIMARY KEY (`id`),\n  KEY `z_id` (`z_id`),\n" +
		"  CONSTRAINT `a_ibfk_1` FOREIGN KEY (`z_id`) REFERENCES `z` (`id`)%s\n) ENGINE=InnoDB DEFAULT CHARSET=%s;\n"
	const z = "CREATE TABLE `z` (\n  `id` int NOT NULL,\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB DEFAULT CHARSET=latin1;\n"
	const head = "-- MySQL dump 10.13  Distrib %s\n--\n-- Host: localhost    Database: x\n-- Server version\t%[1]s\n"
	const end = "-- Dump completed\n"
	const unenforced = ",\n  CONSTRAINT `ck` CHECK ((`id` < 4)) /*!80016 NOT ENFORCED */"
	for _, test := range []struct {
		name, text, product string
		table, column       string // collations
		unenforced          bool
	}{
		{"5.6", fmt.Sprintf(head, "5.6.24") + fmt.Sprintf(a, "", "utf8mb4") + z + end, "MySQL", "utf8mb4_general_ci", "latin1_swedish_ci", false},
		{"5.6, columns of the table's charset", fmt.Sprintf(head, "5.6.24") + fmt.Sprintf(a, "", "latin1") + z + end, "MySQL", "latin1_swedish_ci", "", false},
		{"9.7", fmt.Sprintf(head, "9.7.4") + fmt.Sprintf(a, unenforced, "utf8mb4 COLLATE=utf8mb4_0900_ai_ci") + z + end, "MySQL", "utf8mb4_0900_ai_ci", "latin1_swedish_ci", true},
		{"9.7 without comments", fmt.Sprintf(a, unenforced, "utf8mb4 COLLATE=utf8mb4_bin") + z, "MySQL", "utf8mb4_bin", "latin1_swedish_ci", true},
		{"9.7 by MariaDB's program", "/*M!999999\\- enable the sandbox mode */ \n" + fmt.Sprintf(a, unenforced, "utf8mb3") + z, "MySQL", "", "latin1_swedish_ci", true},
		{"a version that is not known", fmt.Sprintf(a, "", "utf8mb4") + z, "", "", "latin1_swedish_ci", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			db := dumpText(t, test.text)
			table := db.Schema.Table("a")
			if db.Server.Product != test.product || table.Options.Collation != test.table || table.Columns[2].Collation != test.column {
				t.Errorf("of %s the table has %s, its column %s", db.Server, table.Options.Collation, table.Columns[2].Collation)
			}
			if x := table.Indexes[1]; x.Name != "z_id" || !x.Implicit {
				t.Errorf("the foreign key's index is %+v", x)
			}
			if f := table.ForeignKeys; len(f) != 1 || f[0].RefTable != "z" {
				t.Errorf("the foreign keys are %+v", f)
			}
			if test.unenforced != (len(table.Checks) == 1 && table.Checks[0].NotEnforced) {
				t.Errorf("the checks are %+v", table.Checks)
			}
		})
	}
}

// TestDumpReferences: a foreign key to a table that cannot be read, or is not in the dump, hides no table.
func TestDumpReferences(t *testing.T) {
	t.Parallel()
	db := dumpText(t, "SET NAMES utf8mb4;\nCREATE TABLE `a` (`id` int, `b` int, CONSTRAINT `x` FOREIGN KEY (`id`) REFERENCES `odd` (`id`), CONSTRAINT `y` FOREIGN KEY (`b`) REFERENCES `none` (`id`));\n"+
		"CREATE TABLE `odd` (`id` int, `s` date, `e` date, PERIOD FOR `app` (`s`, `e`), UNIQUE KEY `u` (`id`,`app` WITHOUT OVERLAPS));\n")
	if a := db.Schema.Table("a"); a == nil || len(a.ForeignKeys) != 2 {
		t.Errorf("the table is %+v", a)
	}
	if o := db.Schema.Opaque; len(o) != 1 || o[0].String() != "table odd" {
		t.Errorf("not modelled are %v", o)
	}
}

// TestDumpOpaque: what a reading of the server names as not compared, its dump names too.
func TestDumpOpaque(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, names string }{
		{"SET NAMES utf8mb4;\nCREATE SEQUENCE `sq` start with 5 cache 1000 nocycle ENGINE=InnoDB;\nCREATE TABLE `a` (`id` int) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 WITH SYSTEM VERSIONING;\n", "sequence sq, system versioning "},
		{"SET search_path = '';\nCREATE TABLE public.a (id integer NOT NULL, n integer);\nCREATE SEQUENCE public.a_id_seq START WITH 1;\nALTER SEQUENCE public.a_id_seq OWNED BY public.a.id;\n" +
			"CREATE SEQUENCE public.own\n    START WITH 1;\nCREATE SEQUENCE elsewhere.own_2;\nCREATE TABLE public.child (\n    z integer\n)\nINHERITS (public.a);\n" +
			"CREATE TABLE public.spans (r int4range);\nALTER TABLE ONLY public.spans\n    ADD CONSTRAINT tk PRIMARY KEY (r WITHOUT OVERLAPS);\n", "inheritance a, sequence own, table child, temporal key tk"},
	} {
		if got := strings.Join(opaqueNames(dumpText(t, test.text)), ", "); got != test.names {
			t.Errorf("named are %q, not %q", got, test.names)
		}
	}
}

// TestDumpOfExtension: pg_dump writes the schema before what an extension has, and nothing says which types those are.
func TestDumpOfExtension(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Postgres(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(t, "CREATE EXTENSION citext", "CREATE EXTENSION hstore", "CREATE FUNCTION next_no() RETURNS int LANGUAGE sql AS 'SELECT 7'",
				`CREATE TABLE u (id int PRIMARY KEY, mail citext NOT NULL CHECK (mail <> ''), names citext[], h hstore DEFAULT '', no int DEFAULT next_no(),
					a date, b date, CHECK ((a, b) OVERLAPS (date '2020-01-01', b)), CHECK (next_no() > no))`,
				"CREATE INDEX u_no ON u ((next_no() + no)) WHERE next_no() > 1")
			sameAsDumped(t, s, db)
		})
	}
}
