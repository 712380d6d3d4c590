package expected_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/expected"
	"assay/schema"
)

// versions begins what Alembic prints.
const versions = `CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

`

// printed is what Alembic 1.8.1 printed for a project of two branches that depend on each other, are merged, and part again. Revision a1 prints a line of
// its own.
const printed = versions + `-- Running upgrade  -> a1

Creating the first table, don't panic
CREATE TABLE t (
    id INTEGER NOT NULL, 
    name VARCHAR(40) DEFAULT 'x;y' NOT NULL, 
    PRIMARY KEY (id)
);

CREATE INDEX t_name ON t (name);

CREATE VIEW v AS SELECT * FROM t;

INSERT INTO alembic_version (version_num) VALUES ('a1');

-- Running upgrade a1 -> a2

INSERT INTO t (name) VALUES (%s);

UPDATE t SET name=%(name)s WHERE name = :q;

ALTER TABLE t ADD COLUMN c NUMERIC(10, 2) DEFAULT '0';

ALTER TABLE t RENAME TO tt;

UPDATE alembic_version SET version_num='a2' WHERE alembic_version.version_num = 'a1';

-- Running upgrade  -> b1

CREATE TABLE u (
    id INTEGER NOT NULL, 
    PRIMARY KEY (id)
);

INSERT INTO alembic_version (version_num) VALUES ('b1');

-- Running upgrade b1 -> b2

ALTER TABLE tt ALTER COLUMN c DROP DEFAULT;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'b1';

UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a2';

-- Running upgrade a2 -> a3

ALTER TABLE tt ADD CONSTRAINT uq UNIQUE (c);

INSERT INTO alembic_version (version_num) VALUES ('a3');

-- Running upgrade a3, b2 -> m1

DELETE FROM alembic_version WHERE alembic_version.version_num = 'a3';

UPDATE alembic_version SET version_num='m1' WHERE alembic_version.version_num = 'b2';

-- Running upgrade m1 -> e1

CREATE TABLE w (
    id INTEGER NOT NULL, 
    t INTEGER, 
    PRIMARY KEY (id), 
    FOREIGN KEY(t) REFERENCES tt (id)
);

UPDATE alembic_version SET version_num='e1' WHERE alembic_version.version_num = 'm1';

-- Running upgrade m1 -> d1

DROP TABLE u;

INSERT INTO alembic_version (version_num) VALUES ('d1');

`

// TestOfflineGraph: branches, a merge, what depends on what, and two heads.
func TestOfflineGraph(t *testing.T) {
	for _, engine := range []string{"mysql", "postgresql"} {
		p, h := readOffline(t, engine, printed)
		var got []string
		for _, s := range p.Steps {
			got = append(got, fmt.Sprint(s.ID, s.Down, s.DependsOn, s.Heads))
		}
		want := []string{
			"a1 [] [] [a1]", "a2 [a1] [] [a2]", "b1 [] [] [a2 b1]", "b2 [b1] [a2] [b2]", "a3 [a2] [] [a3 b2]", "m1 [a3 b2] [] [m1]", "e1 [m1] [] [e1]", "d1 [m1] [] [d1 e1]",
		}
		for i := range got {
			got[i] = strings.Replace(got[i], "[", " [", 1)
			got[i] = strings.Join(strings.Fields(strings.ReplaceAll(got[i], "[", " [")), " ")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", engine, diff)
		}
		if len(h.Remarks) > 0 || len(h.Opaque) != 1 || h.Opaque[0].String() != "view v" {
			t.Errorf("%s: remarks %q, not compared %v", engine, h.Remarks, h.Opaque)
		}
		chain := `a1; 1/3 CreateTable table t; 2/3 AddIndex index t.t_name
a2; 3/4 AddColumn column t.c; 4/4 RenameTable table t
a2+b1 by b1; 1/1 CreateTable table u
b2; 1/1 AlterColumn column tt.c
a3+b2 by a3; 1/1 AddIndex index tt.uq
m1
e1; 1/1 CreateTable table w
d1+e1 by d1; 1/1 DropTable table u
`
		if diff := cmp.Diff(chain, told(h.Newest())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", engine, diff)
		}
		if len(h.Chains) != 2 || !strings.Contains(told(h.Chains[0]), "d1; 1/1 DropTable table u\nd1+e1 by e1;") {
			t.Errorf("%s has no chain in which d1 runs before e1:\n%s", engine, told(h.Chains[0]))
		}
	}
}

// TestOfflineStamps: the rows of a version table lead to a chain in which a database of that stamp is.
func TestOfflineStamps(t *testing.T) {
	p, _ := readOffline(t, "mysql", printed)
	for _, c := range []struct {
		rows []string
		name string
	}{
		{[]string{"a2"}, "a2"},
		{[]string{"b1", "a2"}, "a2+b1"},
		{[]string{"b1"}, "b1"}, // it depends on a2, but only its child says so
		{[]string{"b1", "a1"}, "a1+b1"},
		{[]string{"b1", "a3"}, "a3+b1"},
		{[]string{"a2", "b2"}, "b2"}, // b2 implies a2
		{[]string{"e1", "d1", "m1"}, "d1+e1"},
	} {
		if got := p.Stamp(c.rows); got != c.name {
			t.Errorf("rows %v are called %s, want %s", c.rows, got, c.name)
		}
		h, err := p.History(room(t, "mysql").Semantics(), c.rows)
		if err != nil {
			t.Fatal(err)
		}
		if found := h.Find(c.name); len(found) == 0 || len(found[0].Chain.Revisions) != len(p.Steps) {
			t.Errorf("no chain passes %s and goes on to the end: %v", c.name, found)
		}
	}
	if got := p.Stamp([]string{"unknown", "a1"}); got != "a1+unknown" {
		t.Errorf("a row that is not known is called %s", got)
	}
}

// TestOfflineResolve: names of any shape.
func TestOfflineResolve(t *testing.T) {
	text := versions
	down := ""
	for _, id := range []string{"0001_initial", "0002_More", "1a", "1b"} {
		stamp := "UPDATE alembic_version SET version_num='" + id + "' WHERE alembic_version.version_num = '" + down + "';\n\n"
		if down == "" {
			stamp = "INSERT INTO alembic_version (version_num) VALUES ('" + id + "');\n\n"
		}
		text += "-- Running upgrade " + down + " -> " + id + "\n\n" + stamp
		down = id
	}
	_, h := readOffline(t, "mysql", text)
	for name, want := range map[string]string{
		"0001_initial": "0001_initial", "0001": "0001_initial", "0002_More": "0002_More", "0002_M": "0002_More", " 1b ": "1b",
		"1": "", "0": "", "": "", "000": "", "0003": "", "20": "",
	} {
		got := ""
		found, err := h.Resolve(name)
		if err == nil {
			got = found[0].Revision().ID
		}
		if got != want {
			t.Errorf("%q is %q (%v), want %q", name, got, err, want)
		}
	}
	_, h = readOffline(t, "mysql", printed)
	for name, want := range map[string]int{"d1+e1": 2, "e1+d1": 2, "b1": 2, "a3": 2, "e1": 1} { // places in two chains, which end alike
		if found, err := h.Resolve(name); err != nil || len(found) != want {
			t.Errorf("%s has %d places, want %d (%v)", name, len(found), want, err)
		}
	}
	if _, err := h.Resolve("d2"); err == nil || err.Error() != `no revision of history  is called "d2"; did you mean a2, b2 or d1?` {
		t.Error(err)
	}
	r := h.Newest().Revisions[0]
	if h.FirstRelease(r) != (expected.Release{}) || h.Heads(r) != nil || !h.Latest(h.Newest()) || h.Latest(h.Chains[0]) {
		t.Error("what is not released has releases")
	}
}

// one is the SQL of a history of one revision.
func one(statements string) string {
	return versions + "-- Running upgrade  -> a1\n\n" + statements + "\n\nINSERT INTO alembic_version (version_num) VALUES ('a1');\n\n"
}

const table = "CREATE TABLE t (\n    id INTEGER NOT NULL, \n    a INTEGER, \n    PRIMARY KEY (id)\n);\n\n"

// TestOfflineTolerates: whatever stands between the statements, what is understood is taken, at its place in the count, and what is not is said.
func TestOfflineTolerates(t *testing.T) {
	const tableOnly = "a1; 1/1 CreateTable table t\n"
	for name, c := range map[string]struct {
		engines, sql, chain, remark, opaque string
	}{
		"log lines":          {"mysql postgresql", "INFO  [alembic.env] can't say\n2024-01-01 12:00:00.1 12 INFO x [-] it's\n" + table, tableOnly, "", ""},
		"print":              {"mysql postgresql", "Update done\n" + table, tableOnly, "", ""},
		"print behind":       {"mysql postgresql", table + "(1, 'it''s')\nthat's all", tableOnly, "", ""},
		"print a quote":      {"mysql postgresql", "isn't\n" + table + "it's\nCREATE INDEX i ON t (a);\n\n", "a1; 1/2 CreateTable table t; 2/2 AddIndex index t.i\n", "", ""},
		"lower case":         {"mysql postgresql", "create table t (id integer not null primary key);\n\n", tableOnly, "", ""},
		"placeholders":       {"mysql postgresql", table + "INSERT INTO t VALUES (%s, %(x)s);\n\nUPDATE t SET a = :a;\n\nCREATE INDEX i ON t (a);\n\n", "a1; 1/4 CreateTable table t; 4/4 AddIndex index t.i\n", "", ""},
		"transactions":       {"mysql postgresql", "COMMIT;\n\n" + table + "BEGIN;\n\n", tableOnly, "", ""},
		"unclosed quote":     {"mysql postgresql", "ALTER TABLE t COMMENT 'a;\n\n" + table, "", "1.sql:8: statement 1 of revision a1 cannot be read", "table t"},
		"invalid":            {"mysql postgresql", table + "ALTER TABLE u ADD COLUMN IN VALID;\n\nCREATE INDEX i ON t (a);\n\n", "a1; 1/3 CreateTable table t; 3/3 AddIndex index t.i\n", "1.sql:14: statement 2 of revision a1 cannot be read", "table u"},
		"invalid index":      {"mysql postgresql", table + "CREATE INDEX i ON t (a b c d);\n\n", "a1; 1/2 CreateTable table t\n", "so index t.i is not compared", "index i"},
		"view and function":  {"postgresql", table + "CREATE OR REPLACE VIEW v AS SELECT 1;\n\nCREATE FUNCTION f() RETURNS trigger AS $$\nBEGIN\n  RETURN NEW;\n\n  x := 1;\nEND;\n$$ LANGUAGE plpgsql;\n\nCREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();\n\n", "a1; 1/4 CreateTable table t\n", "", "view v, function f, trigger g"},
		"trigger":            {"mysql", table + "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN\n  SET NEW.a = 1;\n\n  IF NEW.a THEN SET NEW.a = 2; END IF;\nEND;\n\nCREATE INDEX i ON t (a);\n\n", "a1; 1/3 CreateTable table t; 3/3 AddIndex index t.i\n", "", "trigger g"},
		"dropped trigger":    {"mysql postgresql", table + "CREATE VIEW v AS SELECT 1;\n\nDROP VIEW IF EXISTS v;\n\n", "a1; 1/3 CreateTable table t\n", "", ""},
		"delimiter":          {"mysql", table + "DELIMITER //\nCREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\n\n  SELECT 2;\nEND//\nDELIMITER ;\n\nCREATE INDEX i ON t (a);\n\n", "a1; 1/3 CreateTable table t; 3/3 AddIndex index t.i\n", "", "procedure p"},
		"anonymous block":    {"postgresql", table + "DO $$ BEGIN ALTER TABLE t ADD b int; END $$;\n\n", "a1; 1/2 CreateTable table t\n", "statement 2 of revision a1 may change the schema", ""},
		"if exists":          {"mysql postgresql", "DROP TABLE IF EXISTS t;\n\n" + table + "CREATE TABLE IF NOT EXISTS t (id INTEGER);\n\n", "a1; 1/3 DropTable table t; 2/3 CreateTable table t; 3/3 CreateTable table t\n", "", ""},
		"no semicolon":       {"mysql postgresql", table + "CREATE INDEX i ON t (a)", "a1; 1/2 CreateTable table t; 2/2 AddIndex index t.i\n", "", ""},
		"enum made twice":    {"postgresql", "CREATE TYPE e AS ENUM ('a');\n\nCREATE TYPE e AS ENUM ('a');\n\nCREATE TABLE t (a e);\n\n", "a1; 1/3 CreateEnum type e; 3/3 CreateTable table t\n", "", ""},
		"partition":          {"postgresql", table + "CREATE TABLE p PARTITION OF t FOR VALUES IN (1);\n\n", "a1; 1/2 CreateTable table t\n", "so table p is not compared", "table p"},
		"select into":        {"postgresql", table + "SELECT * INTO u FROM t;\n\n", "a1; 1/2 CreateTable table t\n", "so table u is not compared", "table u"},
		"two in a line":      {"mysql postgresql", "CREATE TABLE t (id INTEGER);\nCREATE INDEX i ON t (id);\n\n", "a1; 1/2 CreateTable table t; 2/2 AddIndex index t.i\n", "", ""},
		"an ALTER of two":    {"mysql postgresql", table + "ALTER TABLE t ADD COLUMN b INTEGER, ADD COLUMN c INTEGER;\n\nCREATE INDEX i ON t (b);\n\n", "a1; 1/3 CreateTable table t; 2/3 AddColumn column t.b; 2/3 AddColumn column t.c; 3/3 AddIndex index t.i\n", "", ""},
		"windows":            {"mysql postgresql", strings.ReplaceAll(table, "\n", "\r\n"), tableOnly, "", ""},
		"unknown table":      {"mysql postgresql", table + "ALTER TABLE nova ADD COLUMN b INTEGER;\n\n", "a1; 1/2 CreateTable table t\n", "table nova is not compared: revision a1 cannot be replayed there, for no revision before makes table nova", "table nova"},
		"unknown column":     {"mysql postgresql", table + "ALTER TABLE t DROP COLUMN b;\n\n", "a1; 1/2 CreateTable table t\n", "column t.b is not compared", "column b"},
		"unknown key":        {"mysql postgresql", table + "ALTER TABLE t DROP CONSTRAINT c;\n\n", "a1; 1/2 CreateTable table t\n", "is not compared", ""},
		"unknown type":       {"postgresql", "CREATE TABLE t (id INTEGER, k kinds);\n\n", "a1; 1/1 CreateTable table t\n", "", ""},
		"reference outside":  {"mysql postgresql", "CREATE TABLE t (id INTEGER, CONSTRAINT f FOREIGN KEY(id) REFERENCES nova (id));\n\n", "a1; 1/1 CreateTable table t\n", "foreign key t.f is not compared", "foreign key f"},
		"checks off":         {"mysql", table + "CREATE TABLE u (id INTEGER, CONSTRAINT f FOREIGN KEY(id) REFERENCES t (id));\n\nSET foreign_key_checks = 0;\n\nALTER TABLE u MODIFY id BIGINT;\n\n", "a1; 1/4 CreateTable table t; 2/4 CreateTable table u; 4/4 DropForeignKey foreign key u.f; 4/4 AlterColumn column u.id; 4/4 AddForeignKey foreign key u.f\n", "", ""},
		"unnamed in the way": {"mysql", table + "CREATE TABLE u (id INTEGER, FOREIGN KEY(id) REFERENCES t (id));\n\nSET foreign_key_checks = 0;\n\nALTER TABLE u MODIFY id BIGINT;\n\n", "a1; 1/4 CreateTable table t; 2/4 CreateTable table u; 4/4 AlterColumn column u.id\n", "foreign key u.(id) is not compared", "foreign key (id)"},
		"server's name":      {"postgresql", "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, UNIQUE (a), UNIQUE (a, b), FOREIGN KEY(b) REFERENCES t (id));\n\nALTER TABLE t DROP CONSTRAINT t_a_b_key;\n\nALTER TABLE t DROP CONSTRAINT t_b_fkey;\n\nALTER TABLE t DROP CONSTRAINT t_pkey;\n\n", "a1; 1/4 CreateTable table t; 2/4 DropIndex index t.t_a_b_key; 3/4 DropIndex index t.t_b_fkey; 4/4 DropIndex index t.t_pkey\n", "", ""},
		"MySQL's name":       {"mysql", table + "CREATE TABLE u (a INTEGER, b INTEGER, UNIQUE (a, b), UNIQUE (b), FOREIGN KEY(a) REFERENCES t (id), FOREIGN KEY(b) REFERENCES t (id));\n\nALTER TABLE u DROP FOREIGN KEY u_ibfk_2;\n\nALTER TABLE u DROP INDEX b;\n\n", "a1; 1/4 CreateTable table t; 2/4 CreateTable table u; 3/4 DropForeignKey foreign key u.u_ibfk_2; 4/4 DropIndex index u.b\n", "", ""},
		"nobody's name":      {"mysql", table + "CREATE TABLE u (a INTEGER, b INTEGER, FOREIGN KEY(a) REFERENCES t (id), FOREIGN KEY(b) REFERENCES t (id));\n\nALTER TABLE u DROP FOREIGN KEY odd;\n\n", "a1; 1/3 CreateTable table t; 2/3 CreateTable table u\n", "foreign key u.(b) is not compared", "foreign key (a), foreign key (b), foreign key odd"},
		"cascade":            {"postgresql", table + "CREATE TABLE u (id INTEGER, CONSTRAINT f FOREIGN KEY(id) REFERENCES t (id));\n\nDROP TABLE t CASCADE;\n\n", "a1; 1/3 CreateTable table t; 2/3 CreateTable table u; 3/3 DropTable table t\n", "", ""},
	} {
		for engine := range strings.FieldsSeq(c.engines) {
			t.Run(name+" "+engine, func(t *testing.T) {
				_, h := readOffline(t, engine, one(c.sql))
				want := c.chain
				if want == "" {
					want = "a1\n"
				}
				if diff := cmp.Diff(want, told(h.Newest())); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				if got := strings.Join(h.Remarks, "\n"); (got == "") != (c.remark == "") || !strings.Contains(got, c.remark) {
					t.Errorf("remarks %q, want %q", got, c.remark)
				}
				var names []string
				for _, o := range h.Opaque {
					names = append(names, o.String())
				}
				if got := strings.Join(names, ", "); c.opaque != "" && got != c.opaque || c.remark == "" && c.opaque == "" && got != "" {
					t.Errorf("%s is left out, want %s", got, c.opaque)
				}
			})
		}
	}
}

// TestOfflineEnds: a history that stops in the middle is used up to there.
func TestOfflineEnds(t *testing.T) {
	const traceback = "Traceback (most recent call last):\n  File \"env.py\", line 1\nValueError: no such thing\n"
	second := "-- Running upgrade a1 -> a2\n\nCREATE TABLE u (id INTEGER);\n\n"
	stamp := "UPDATE alembic_version SET version_num='a2' WHERE alembic_version.version_num = 'a1';\n\n"
	for name, c := range map[string]struct{ sql, last, remark string }{
		"traceback":                 {one(table) + second + traceback, "a1", "1.sql:18: the SQL stops inside revision a2 (ValueError: no such thing): the history is used up to the one before it"},
		"traceback behind revision": {one(table) + second + stamp + traceback, "a2", "1.sql:18: Alembic stopped behind revision a2 (ValueError: no such thing): the history is used up to there"},
		"refusal":                   {one(table) + second + "FAILED: Can't locate revision identified by 'x'\n", "a1", "the SQL stops inside revision a2 (FAILED: Can't locate revision identified by 'x')"},
		"cut":                       {one(table) + second[:len(second)-10], "a1", "1.sql:18: the SQL stops inside revision a2 (the text ends): the history is used up to the one before it"},
	} {
		_, h := readOffline(t, "mysql", c.sql)
		if last := h.Newest().Revisions[len(h.Newest().Revisions)-1].ID; last != c.last || len(h.Remarks) != 1 || !strings.Contains(h.Remarks[0], c.remark) {
			t.Errorf("%s: it ends with %s and %q", name, last, h.Remarks)
		}
		if h.Cut == "" {
			t.Errorf("%s: the history is taken for whole", name)
		}
	}
}

// wide is a history of bases only.
func wide() string {
	var b strings.Builder
	for i := range 1001 {
		fmt.Fprintf(&b, "-- Running upgrade  -> a%d\n", i)
	}
	return b.String()
}

// TestOfflineRefuses: what is no history is refused in a sentence.
func TestOfflineRefuses(t *testing.T) {
	other := strings.ReplaceAll(one(table), "alembic_version", "alembic_version_b")
	for name, c := range map[string]struct {
		sql  []string
		want string
	}{
		"nothing":       {nil, "there is no SQL of a history"},
		"empty":         {[]string{""}, "1.sql: there is no revision in it: alembic upgrade base:heads --sql writes"},
		"binary":        {[]string{"\xff\xfeC\x00R\x00"}, "1.sql: this is no SQL text in UTF-8"},
		"dump":          {[]string{table}, "1.sql: there is no revision in it"},
		"downgrade":     {[]string{"-- Running downgrade a1 -> \n\nDROP TABLE t;\n"}, "1.sql: line 1 begins a downgrade"},
		"traceback":     {[]string{"Traceback (most recent call last):\nValueError: no\n"}, "Alembic stopped before the first one (ValueError: no)"},
		"half":          {[]string{"-- Running upgrade  -> a1\n\nTraceback (most recent call last):\nValueError: no\n"}, "1.sql:1: the SQL stops inside its only revision a1 (ValueError: no)"},
		"middle":        {[]string{"-- Running upgrade a1 -> a2\n\n"}, "1.sql begins after revision a1"},
		"two histories": {[]string{one(table), strings.ReplaceAll(other, "a1", "b1")}, "2.sql:16: there are two histories, which keep their stamps in alembic_version and alembic_version_b"},
		"wide":          {[]string{wide()}, "more than 1000 heads at once"},
		"large":         {[]string{strings.Repeat("-", 65<<20)}, "1.sql: with more than 64 MB"},
		"circle":        {[]string{"-- Running upgrade  -> a1\n-- Running upgrade c -> b\n-- Running upgrade b -> c\n"}, "in a circle"},
	} {
		_, err := expected.ReadOffline(room(t, "mysql"), named(c.sql)...)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: want %q, got %v", name, c.want, err)
		}
	}
}

// TestOfflineFiles: files of one revision each come in any order, and say what they are called.
func TestOfflineFiles(t *testing.T) {
	second := "INFO  [alembic.runtime.migration] Running upgrade a1 -> a2, the second, with a comma\n-- Running upgrade a1 -> a2\n\nALTER TABLE t ADD COLUMN b INTEGER;\n\nALTER TABLE nova ADD x;\n\n" +
		"UPDATE alembic_version SET version_num='a2' WHERE alembic_version.version_num = 'a1';\n\n"
	p, h := readOffline(t, "mysql", second, one(table), one(table))
	if got := told(h.Newest()); got != "a1; 1/1 CreateTable table t\na2; 1/2 AddColumn column t.b\n" || p.Steps[1].Message != "the second, with a comma" {
		t.Errorf("%s%q", got, p.Steps[1].Message)
	}
	if len(p.Remarks) != 2 || p.Remarks[0] != "3.sql:6: revision a1 is there a second time: only the first counts" || !strings.HasPrefix(p.Remarks[1], "1.sql:6: ") {
		t.Errorf("%q", p.Remarks)
	}
}

// TestOfflineVersionTable: its name and its schema's, and no other's.
func TestOfflineVersionTable(t *testing.T) {
	for name, c := range map[string][2]string{
		"alembic_version":        {"", ""},
		"keystone_version":       {"keystone_version", ""},
		`pbx.alembic_version`:    {"", "pbx"},
		`"pbx"."My Stamps"`:      {"My Stamps", "pbx"},
		`"alembic_version_a.b"`:  {"alembic_version_a.b", ""},
		"shadow_alembic_version": {"shadow_alembic_version", ""},
	} {
		text := strings.ReplaceAll(one(table+"INSERT INTO decoy (version_num) VALUES ('x');\n\n"), "alembic_version (", name+" (")
		p, h := readOffline(t, "postgresql", text)
		if p.VersionTable != c[0] || p.VersionSchema != c[1] {
			t.Errorf("%s is read as table %q of schema %q", name, p.VersionTable, p.VersionSchema)
		}
		if len(head(t, h).Tables) != 1 {
			t.Errorf("%s is a table of the history", name)
		}
	}
}

// TestCompared: what a history cannot tell is out of its schemas, and out of a database's that is compared with them.
func TestCompared(t *testing.T) {
	const sql = `CREATE TABLE t (id INTEGER NOT NULL, k INTEGER, PRIMARY KEY (id));

CREATE INDEX t_k ON t (k);

CREATE TABLE u (id INTEGER);

ALTER TABLE u ADD COLUMN odd NO SUCH TYPE;

ALTER TABLE t DROP COLUMN gone;

`
	_, h := readOffline(t, "mysql", one(sql))
	got := schema.New(h.Names)
	number := func(name string) schema.Column { return schema.Column{Name: name, Type: schema.Type{Name: "int"}} }
	got.Add(&schema.Table{
		Name: "t", Columns: []schema.Column{number("id"), number("gone")},
		Indexes: []schema.Index{{Name: "i", Parts: schema.Columns("gone")}, {Name: "j", Parts: schema.Columns("id")}},
	})
	got.Add(&schema.Table{Name: "u"})
	got.Add(&schema.Table{Name: "mine"})
	left := h.Compared(got)
	if left.Table("u") != nil || left.Table("mine") == nil || len(left.Table("t").Columns) != 1 || len(left.Table("t").Indexes) != 1 {
		t.Errorf("%v is left", left.Tables)
	}
	if got.Table("u") == nil || len(got.Table("t").Columns) != 2 {
		t.Error("the schema itself was changed")
	}
	if h.Owns("u") || !h.Owns("t") || len(h.Opaque) != 2 {
		t.Error("u is the history's")
	}
}

// TestPercent: in SQL that a driver is to take, two percent signs are one. A single one anywhere tells that it is not for a driver.
func TestPercent(t *testing.T) {
	const doubled = "CREATE TABLE t (n INTEGER, s VARCHAR(9) DEFAULT '5%%', CONSTRAINT k CHECK (n %% 2 = 0));\n\n"
	for sql, want := range map[string]string{
		doubled: "'5%'",
		doubled + "INSERT INTO t (s) VALUES ('5%');\n\n":                                           "'5%'",
		strings.Replace(doubled, "%% 2", "* 2", 1) + "UPDATE t SET s = 'a' WHERE s LIKE 'a%';\n\n": "'5%%'",
	} {
		for _, engine := range []string{"mysql", "postgresql"} {
			_, h := readOffline(t, engine, one(sql))
			if got := head(t, h).Tables["t"].Columns[1].Default; !strings.HasPrefix(got, want) {
				t.Errorf("%s: %s has the default %s", engine, sql, got)
			}
			if len(h.Remarks) > 0 {
				t.Errorf("%s: %q", engine, h.Remarks)
			}
		}
	}
}
