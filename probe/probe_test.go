package probe_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"assay/dialect"
	"assay/internal/lab"
	"assay/probe"
	"assay/schema"
)

func TestMain(m *testing.M) { lab.Main(m) }

// A trial is a table with rows that a statement takes and rows that it does not.
type trial struct {
	name       string
	setup      []string
	statements []string // the pending ones, the last of which is looked at
	bad        string   // the condition of the rows that the probes are to find, to delete them by in the end
	// want are the probes: what each says, how many rows it counts, and its examples, sorted.
	want []want
	// becomes is a query and what it gives after the statement has run with the bad rows still there; empty: the server refuses it.
	becomes [2]string
}

type want struct {
	problem  string
	count    string
	examples string
}

const (
	bools = `'0','1','off','on','false','true','no','yes'`
)

var inMySQL = []trial{
	{
		"an enum of other labels: 74dc751dfe8e",
		[]string{
			"CREATE TABLE ps_endpoints (id varchar(40) NOT NULL UNIQUE, direct_media varchar(10))",
			"INSERT INTO ps_endpoints VALUES ('a', 'yes'), ('b', 'NO'), ('c', 'nonat'), ('d', ''), ('e', NULL), ('f', '1')",
		},
		[]string{"ALTER TABLE ps_endpoints MODIFY direct_media enum(" + bools + ") NULL"},
		"direct_media IN ('nonat', '')",
		[]want{{"no label of the new enum", "2", "c nonat; d "}, {"taken for the place", "0", ""}},
		[2]string{},
	},
	{
		"a text that is taken for a place",
		[]string{"CREATE TABLE t (a varchar(5))", "INSERT INTO t VALUES ('yes'), ('2')"},
		[]string{"ALTER TABLE t MODIFY a enum('yes','no')"},
		"a = '2'",
		[]want{{"no label", "0", ""}, {"2 becomes 'no'", "1", "2"}},
		[2]string{"SELECT GROUP_CONCAT(a ORDER BY a) FROM t", "yes,no"},
	},
	{
		"a number by way of a text: fe6592859b85",
		[]string{"CREATE TABLE t (a int)", "INSERT INTO t VALUES (0), (1), (9)"},
		[]string{"ALTER TABLE t MODIFY a varchar(5)", "ALTER TABLE t MODIFY a enum(" + bools + ")"},
		"a = '9'",
		[]want{{"no label", "1", "9"}, {"taken for the place", "0", ""}},
		[2]string{},
	},
	{
		"an enum without a label that is in use",
		[]string{"CREATE TABLE t (a enum('x','y','Z'))", "INSERT INTO t VALUES ('x'), ('y'), ('z')"},
		[]string{"ALTER TABLE t MODIFY a enum('z','x')"},
		"a = 'y'",
		[]want{{"no label", "1", "y"}},
		[2]string{},
	},
	{
		"a label that becomes a number",
		[]string{"CREATE TABLE t (a enum('no','yes'))", "INSERT INTO t VALUES ('yes')"},
		[]string{"ALTER TABLE t MODIFY a int"},
		"TRUE",
		[]want{{"'no' becomes 1", "1", "yes"}},
		[2]string{"SELECT a FROM t", "2"},
	},
	{
		"a narrower text of hostile names",
		[]string{"CREATE TABLE `o``d\"d 'ñ` (`o``d\"d 'ñ` varchar(20))", "INSERT INTO `o``d\"d 'ñ` VALUES ('abc'), ('ñañañ'), ('ab   ')"},
		[]string{"ALTER TABLE `o``d\"d 'ñ` MODIFY `o``d\"d 'ñ` varchar(3)"},
		"CHAR_LENGTH(`o``d\"d 'ñ`) > 3",
		[]want{{"longer than 3 characters", "2", "ab   ; ñañañ"}},
		[2]string{},
	},
	{
		"a narrower text with blanks at its end",
		[]string{"CREATE TABLE t (a text)", "INSERT INTO t VALUES ('abc'), ('abcd'), ('ab   ')"},
		[]string{"ALTER TABLE t MODIFY a varchar(3)"},
		"a = 'abcd'",
		[]want{{"longer than 3 characters", "1", "abcd"}},
		[2]string{},
	},
	{
		"a narrower number",
		[]string{"CREATE TABLE t (a int)", "INSERT INTO t VALUES (255), (256), (-1)"},
		[]string{"ALTER TABLE t MODIFY a tinyint unsigned"},
		"a NOT BETWEEN 0 AND 255",
		[]want{{"no number from 0 to 255", "2", "-1; 256"}},
		[2]string{},
	},
	{
		"a text that is to be a number: ef7efc2d3964",
		[]string{"CREATE TABLE t (a varchar(40))", "INSERT INTO t VALUES ('1700000000'), (' 5'), ('soon'), ('')"},
		[]string{"ALTER TABLE t MODIFY a bigint"},
		"a IN ('soon', '')",
		[]want{{"no number", "2", "; soon"}},
		[2]string{},
	},
	{
		"a number that is rounded",
		[]string{"CREATE TABLE t (a float)", "INSERT INTO t VALUES (1.5), (2)"},
		[]string{"ALTER TABLE t MODIFY a int"},
		"a = 1.5",
		[]want{{"no number from", "0", ""}, {"rounded", "1", "1.5"}},
		[2]string{"SELECT MIN(a) FROM t", "2"},
	},
	{
		"NULL under a renamed column",
		[]string{"CREATE TABLE t (id int PRIMARY KEY, a varchar(9))", "INSERT INTO t VALUES (1, 'x'), (2, NULL)"},
		[]string{"ALTER TABLE t CHANGE a b varchar(9) NULL", "ALTER TABLE t MODIFY b varchar(9) NOT NULL"},
		"b IS NULL",
		[]want{{"takes no NULL", "1", "2 NULL"}},
		[2]string{},
	},
	{
		"doubles in the table's collation",
		[]string{"CREATE TABLE t (a varchar(9), b int) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci", "INSERT INTO t VALUES ('a', 1), ('A', 1), ('a', 2), (NULL, 1), (NULL, 1)"},
		[]string{"ALTER TABLE t ADD UNIQUE (a, b)"},
		"BINARY a = 'A'",
		[]want{{"more than once", "1", "a 1 2"}},
		[2]string{},
	},
	{
		"NULL and doubles in a primary key: a2e9769475e",
		[]string{"CREATE TABLE voicemail_messages (dir varchar(255), msgnum int)", "INSERT INTO voicemail_messages VALUES ('a', 1), ('a', 1), ('b', NULL)"},
		[]string{"ALTER TABLE voicemail_messages ADD PRIMARY KEY (dir, msgnum)"},
		"msgnum IS NULL OR dir = 'a'",
		[]want{{"no NULL", "0", ""}, {"no NULL", "1", "NULL"}, {"more than once", "1", "a 1 2"}},
		[2]string{},
	},
	{
		"a new column that is the same everywhere: 5139253c0423",
		[]string{"CREATE TABLE queue_members (a int)", "INSERT INTO queue_members VALUES (1), (2)"},
		[]string{"ALTER TABLE queue_members ADD uniqueid int NOT NULL", "ALTER TABLE queue_members ADD UNIQUE (uniqueid)"},
		"a = 2",
		[]want{{"more than once", "1", "0 2"}},
		[2]string{},
	},
	{
		"rows that refer to nothing: fbb7766f17bc",
		[]string{
			"CREATE TABLE musiconhold (name varchar(80) NOT NULL PRIMARY KEY)",
			"CREATE TABLE musiconhold_entry (name varchar(80), position int)",
			"INSERT INTO musiconhold VALUES ('a')", "INSERT INTO musiconhold_entry VALUES ('a', 1), ('b', 2), ('b', 3), (NULL, 4)",
		},
		[]string{"ALTER TABLE musiconhold_entry ADD CONSTRAINT fk FOREIGN KEY (name) REFERENCES musiconhold (name)"},
		"name = 'b'",
		[]want{{"no row of musiconhold", "2", "b"}},
		[2]string{},
	},
	{
		"characters that a charset lacks",
		[]string{"CREATE TABLE t (a varchar(9)) CHARACTER SET utf8mb4", "INSERT INTO t VALUES ('ä'), ('猫')"},
		[]string{"ALTER TABLE t CONVERT TO CHARACTER SET latin1"},
		"a = '猫'",
		[]want{{"characters that latin1 does not have", "1", "猫"}},
		[2]string{},
	},
	{
		"a key that compares otherwise",
		[]string{"CREATE TABLE t (a varchar(9) UNIQUE) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", "INSERT INTO t VALUES ('a'), ('A')"},
		[]string{"ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"},
		"a = 'A'",
		[]want{{"more than once", "1", "A 2"}},
		[2]string{},
	},
	{"what cannot hurt", []string{"CREATE TABLE t (a varchar(9) NOT NULL UNIQUE, b enum('x'), c int)", "INSERT INTO t VALUES ('a', 'x', 1)"}, []string{
		"ALTER TABLE t MODIFY a varchar(20), MODIFY b enum('x','y'), MODIFY c bigint, ADD UNIQUE (a, c), ADD d int, ADD INDEX (c)",
		"CREATE TABLE u (a int UNIQUE)", "ALTER TABLE u MODIFY a tinyint NOT NULL", "ALTER TABLE t MODIFY b varchar(1)",
	}, "FALSE", nil, [2]string{"SELECT b FROM t", "x"}},
}

var inPostgres = []trial{
	{
		"an enum of other labels: 74dc751dfe8e",
		[]string{
			"CREATE TYPE ast_bool_values AS ENUM (" + bools + ")",
			"CREATE TABLE ps_endpoints (id varchar(40) NOT NULL UNIQUE, direct_media varchar(10))",
			"INSERT INTO ps_endpoints VALUES ('a', 'yes'), ('b', 'NO'), ('c', 'nonat'), ('d', ''), ('e', NULL), ('f', '1')",
		},
		[]string{"ALTER TABLE ps_endpoints ALTER direct_media TYPE ast_bool_values USING direct_media::text::ast_bool_values"},
		"direct_media IN ('nonat', '', 'NO')",
		[]want{{"no label of type ast_bool_values", "3", "b NO; c nonat; d "}},
		[2]string{},
	},
	{
		"a number as an enum",
		[]string{"CREATE TYPE b AS ENUM (" + bools + ")", "CREATE TABLE t (a smallint)", "INSERT INTO t VALUES (0), (1), (2)"},
		[]string{"ALTER TABLE t ALTER a TYPE b USING a::text::b"},
		"a = 2",
		[]want{{"no label", "1", "2"}},
		[2]string{},
	},
	{
		"a number by way of a text: fe6592859b85",
		[]string{"CREATE TYPE b AS ENUM (" + bools + ")", "CREATE TABLE t (a integer)", "INSERT INTO t VALUES (0), (1), (9)"},
		[]string{"ALTER TABLE t ALTER a TYPE varchar(5)", "ALTER TABLE t ALTER a TYPE b USING a::b"},
		"a = '9'",
		[]want{{"no label", "1", "9"}},
		[2]string{},
	},
	{
		"an enum by way of an old one: 52798ad97bdf",
		[]string{"CREATE TYPE old AS ENUM ('x', 'y')", "CREATE TABLE t (a varchar(9))", "INSERT INTO t VALUES ('x'), ('z')"},
		[]string{"ALTER TABLE t ALTER a TYPE varchar(80) USING a::text::old"},
		"a = 'z'",
		[]want{{"no label of type old", "1", "z"}},
		[2]string{},
	},
	{
		"a narrower text of hostile names",
		[]string{`CREATE TABLE "o` + "`" + `d""d 'ñ" ("o` + "`" + `d""d 'ñ" varchar(20))`, `INSERT INTO "o` + "`" + `d""d 'ñ" VALUES ('abc'), ('ñañañ'), ('ab     ')`},
		[]string{`ALTER TABLE "o` + "`" + `d""d 'ñ" ALTER "o` + "`" + `d""d 'ñ" TYPE varchar(3)`},
		`char_length(trim("o` + "`" + `d""d 'ñ")) > 3`,
		[]want{{"longer than 3 characters", "1", "ñañañ"}},
		[2]string{},
	},
	{
		"a text that is cut",
		[]string{"CREATE TABLE t (a text)", "INSERT INTO t VALUES ('abc'), ('abcd')"},
		[]string{"ALTER TABLE t ALTER a TYPE varchar(3) USING a::varchar(3)"},
		"a = 'abcd'",
		[]want{{"cut to 3 characters", "1", "abcd"}},
		[2]string{"SELECT count(*) FROM t WHERE a = 'abc'", "2"},
	},
	{
		"a narrower number",
		[]string{"CREATE TABLE t (a integer)", "INSERT INTO t VALUES (32767), (32768), (-40000)"},
		[]string{"ALTER TABLE t ALTER a TYPE smallint"},
		"abs(a) > 32767",
		[]want{{"no number from -32768 to 32767", "2", "-40000; 32768"}},
		[2]string{},
	},
	{
		"a text that is to be a number: ef7efc2d3964",
		[]string{"CREATE TABLE t (a varchar(40))", "INSERT INTO t VALUES ('1700000000'), (' 5'), ('soon'), (''), ('99999999999999999999'), (NULL)"},
		[]string{"ALTER TABLE t ALTER a TYPE bigint USING a::bigint"},
		"a IN ('soon', '', '99999999999999999999')",
		[]want{{"no number", "3", "; 99999999999999999999; soon"}},
		[2]string{},
	},
	{
		"a text that is to be a boolean",
		[]string{"CREATE TABLE t (a text)", "INSERT INTO t VALUES ('Yes'), (' t '), ('nonat')"},
		[]string{"ALTER TABLE t ALTER a TYPE boolean USING a::boolean"},
		"a = 'nonat'",
		[]want{{"neither true nor false", "1", "nonat"}},
		[2]string{},
	},
	{
		"a number that is rounded",
		[]string{"CREATE TABLE t (a double precision)", "INSERT INTO t VALUES (1.6), (2)"},
		[]string{"ALTER TABLE t ALTER a TYPE integer"},
		"a = 1.6",
		[]want{{"no number from", "0", ""}, {"rounded", "1", "1.6"}},
		[2]string{"SELECT min(a) FROM t", "2"},
	},
	{
		"NULL under a renamed column",
		[]string{"CREATE TABLE t (id integer PRIMARY KEY, a text)", "INSERT INTO t VALUES (1, 'x'), (2, NULL)"},
		[]string{"ALTER TABLE t RENAME a TO b", "ALTER TABLE t ALTER b SET NOT NULL"},
		"b IS NULL",
		[]want{{"takes no NULL", "1", "2 NULL"}},
		[2]string{},
	},
	{
		"NULL and doubles in a primary key: a2e9769475e",
		[]string{"CREATE TABLE voicemail_messages (dir text, msgnum integer)", "INSERT INTO voicemail_messages VALUES ('a', 1), ('a', 1), ('b', NULL)"},
		[]string{"ALTER TABLE voicemail_messages ADD PRIMARY KEY (dir, msgnum)"},
		"msgnum IS NULL OR dir = 'a'",
		[]want{{"no NULL", "0", ""}, {"no NULL", "1", "NULL"}, {"more than once", "1", "a 1 2"}},
		[2]string{},
	},
	{
		"a new column without anything to fill it: 5139253c0423",
		[]string{"CREATE TABLE queue_members (a integer)", "INSERT INTO queue_members VALUES (1)"},
		[]string{"ALTER TABLE queue_members ADD uniqueid integer NOT NULL"},
		"TRUE",
		[]want{{"no default for rows", "1", "1"}},
		[2]string{},
	},
	{
		"rows that refer to nothing: fbb7766f17bc",
		[]string{
			"CREATE TABLE musiconhold (name varchar(80) NOT NULL PRIMARY KEY)",
			"CREATE TABLE musiconhold_entry (name varchar(80), position integer)",
			"INSERT INTO musiconhold VALUES ('a')", "INSERT INTO musiconhold_entry VALUES ('a', 1), ('b', 2), ('b', 3), (NULL, 4)",
		},
		[]string{"ALTER TABLE musiconhold_entry ADD CONSTRAINT fk FOREIGN KEY (name) REFERENCES musiconhold (name)"},
		"name = 'b'",
		[]want{{"no row of musiconhold", "2", "b"}},
		[2]string{},
	},
	{
		"new values by more than a cast",
		[]string{"CREATE TABLE t (a text)", "INSERT INTO t VALUES ('x')"},
		[]string{"ALTER TABLE t ALTER a TYPE integer USING length(a)"},
		"FALSE",
		[]want{{"more than a cast", "", ""}},
		[2]string{"SELECT a FROM t", "1"},
	},
	{"what cannot hurt", []string{"CREATE TYPE e AS ENUM ('x')", "CREATE TABLE t (a varchar(9) NOT NULL UNIQUE, b e, c integer)", "INSERT INTO t VALUES ('a', 'x', 1)"}, []string{
		"ALTER TABLE t ALTER a TYPE varchar(20), ALTER c TYPE bigint, ADD UNIQUE (a, c), ADD d integer",
		"CREATE TABLE u (a integer UNIQUE)", "ALTER TABLE u ALTER a TYPE smallint, ALTER a SET NOT NULL", "CREATE TYPE f AS ENUM ('y', 'x')", "ALTER TABLE t ALTER b TYPE f USING b::text::f",
	}, "FALSE", nil, [2]string{"SELECT b FROM t", "x"}},
}

// numbersInMariaDB and numbersInMySQL: the two differ in what becomes of numbers.
var numbersInMariaDB = []trial{
	{
		"a number that is taken for a place",
		[]string{
			"CREATE TABLE ps_endpoints (id varchar(40) NOT NULL PRIMARY KEY, direct_media tinyint(1))",
			"INSERT INTO ps_endpoints VALUES ('a', 1), ('b', NULL)",
		},
		[]string{"ALTER TABLE ps_endpoints MODIFY direct_media enum(" + bools + ") NULL"},
		"direct_media = 1",
		[]want{{"1 becomes '0'", "1", "a 1"}, {"those from 1 to 8", "0", ""}},
		[2]string{"SELECT direct_media FROM ps_endpoints WHERE id = 'a'", "0"},
	},
	{
		"a zero, which is no place",
		[]string{"CREATE TABLE t (a int)", "INSERT INTO t VALUES (0), (9), (NULL)"},
		[]string{"ALTER TABLE t MODIFY a enum(" + bools + ")"},
		"a IN (0, 9)",
		[]want{{"1 becomes '0'", "0", ""}, {"those from 1 to 8", "2", "0; 9"}},
		[2]string{},
	},
}

var numbersInMySQL = []trial{
	{
		"a number that is a label",
		[]string{"CREATE TABLE t (a tinyint(1))", "INSERT INTO t VALUES (1), (0), (NULL)"},
		[]string{"ALTER TABLE t MODIFY a enum(" + bools + ") NULL"},
		"FALSE",
		[]want{{"8 becomes 'yes'", "0", ""}, {"0, which is no label", "0", ""}, {"those from 1 to 8", "0", ""}},
		[2]string{"SELECT GROUP_CONCAT(a ORDER BY a) FROM t", "0,1"},
	},
	{
		"a number that is taken for a place",
		[]string{"CREATE TABLE t (a int)", "INSERT INTO t VALUES (1), (0), (3)"},
		[]string{"ALTER TABLE t MODIFY a enum('no','yes','3')"},
		"a < 2",
		[]want{{"3 becomes '3'", "1", "1"}, {"0, which is no label", "1", "0"}, {"those from 1 to 3", "0", ""}},
		[2]string{"SELECT GROUP_CONCAT(a ORDER BY a) FROM t", ",no,3"},
	},
	{
		"a number that is no place",
		[]string{"CREATE TABLE t (a int)", "INSERT INTO t VALUES (9), (-1), (1)"},
		[]string{"ALTER TABLE t MODIFY a enum(" + bools + ")"},
		"a IN (9, -1)",
		[]want{{"8 becomes 'yes'", "0", ""}, {"0, which is no label", "0", ""}, {"those from 1 to 8", "2", "-1; 9"}},
		[2]string{},
	},
}

func TestProbes(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		numbers := numbersInMySQL
		if s.Server.Product == "MariaDB" {
			numbers = numbersInMariaDB
		}
		for _, c := range slices.Concat(inMySQL, numbers) {
			t.Run(s.Name+"/"+c.name, func(t *testing.T) { t.Parallel(); c.run(t, s) })
		}
	}
	for _, s := range lab.Postgres(t) {
		for _, c := range inPostgres {
			t.Run(s.Name+"/"+c.name, func(t *testing.T) { t.Parallel(); c.run(t, s) })
		}
	}
}

// run holds the probes to what is there, and then to what the server does: it refuses the statement or makes other values, and takes it once the
// rows are gone that the probes have found.
func (c trial) run(t *testing.T, s lab.Server) {
	t.Helper()
	db := s.Database(t)
	db.Exec(t, c.setup...)
	room, err := dialect.For(s.Server)
	if err != nil {
		t.Fatal(err)
	}
	changes, sql := c.pending(t, room)
	last := len(changes) - 1
	if len(c.want) == 0 {
		last = 0 // all are looked at
	}
	probes := probesOf(t, room, db, changes)[last:]
	all := flat(probes)
	if len(all) != len(c.want) {
		t.Fatalf("want %d probes, got %+v", len(c.want), all)
	}
	for i, a := range answersTo(t, s, db, all) {
		p, w := all[i], c.want[i]
		if got := (want{w.problem, a.count, a.examples}); got != w || !strings.Contains(p.Problem, w.problem) {
			t.Errorf("want %q\ngot  %q %q\n%s\n%s", w, p.Problem, got, p.Count.SQL, p.Examples.SQL)
		}
		if p.Asks() && p.Fatal == (p.Problem == "rounded") {
			t.Errorf("%s: Fatal = %t", p.Problem, p.Fatal)
		}
	}
	for _, statement := range sql[:len(sql)-1] {
		db.Exec(t, statement)
	}
	_, err = db.DB.ExecContext(t.Context(), sql[len(sql)-1])
	if c.becomes[0] != "" {
		var got string
		if err != nil {
			t.Fatal(err)
		}
		if err := db.DB.QueryRowContext(t.Context(), c.becomes[0]).Scan(&got); err != nil || got != c.becomes[1] {
			t.Errorf("%s gives %s, %v; want %s", c.becomes[0], got, err, c.becomes[1])
		}
		return
	}
	if err == nil {
		t.Fatalf("the server took %s", sql[len(sql)-1])
	}
	db.Exec(t, "DELETE FROM "+room.Quote(changes[last].Object().Table)+" WHERE "+c.bad, sql[len(sql)-1])
}

// pending parses the statements, and writes them as a script would.
func (c trial) pending(t *testing.T, room dialect.Dialect) (changes []schema.Change, sql []string) {
	t.Helper()
	for _, s := range c.statements {
		parsed, err := room.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range parsed {
			text, err := room.Format(change)
			if err != nil {
				t.Fatal(err)
			}
			changes, sql = append(changes, change), append(sql, text...)
		}
	}
	return changes, sql
}

// probesOf returns the probes of each change to a database.
func probesOf(t *testing.T, room dialect.Dialect, db *lab.Database, changes []schema.Change) [][]probe.Probe {
	t.Helper()
	read, err := dialect.Read(t.Context(), serverOf(room), db.Target)
	if err != nil {
		t.Fatal(err)
	}
	p := probe.New(read.Schema, room, 1000)
	all := make([][]probe.Probe, len(changes))
	for i, c := range changes {
		all[i] = p.Next(c)
	}
	return all
}

func serverOf(room dialect.Dialect) string {
	if room.Semantics().TransactionalDDL {
		return "postgresql"
	}
	return "mysql"
}

func flat(all [][]probe.Probe) []probe.Probe {
	var flat []probe.Probe
	for _, some := range all {
		flat = append(flat, some...)
	}
	return flat
}

type answer struct{ count, examples string }

// answersTo asks all probes and fails the test where one is not answered.
func answersTo(t *testing.T, s lab.Server, db *lab.Database, probes []probe.Probe) []answer {
	t.Helper()
	var questions []schema.Question
	for _, p := range probes {
		if p.Asks() {
			questions = append(questions, p.Count, p.Examples)
		}
	}
	got, err := dialect.Ask(t.Context(), s.Server.Engine, db.Target, questions, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	answers := make([]answer, len(probes))
	for i, p := range probes {
		if !p.Asks() {
			continue
		}
		for _, a := range got[:2] {
			if a.Unanswered != "" {
				t.Fatalf("%s: %s", p.Count.SQL, a.Unanswered)
			}
		}
		var rows []string
		for _, r := range got[1].Rows {
			rows = append(rows, strings.Join(r, " "))
		}
		answers[i] = answer{got[0].Rows[0][0], strings.Join(slices.Sorted(slices.Values(rows)), "; ")}
		got = got[2:]
	}
	return answers
}

// TestLimit: no count goes beyond the limit, however many rows there are.
func TestLimit(t *testing.T) {
	t.Parallel()
	for _, s := range append(lab.MySQL(t), lab.Postgres(t)...) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(t, "CREATE TABLE t (a varchar(9), b varchar(9))", "INSERT INTO t VALUES ('x','x'),('x','y'),('y','x'),('y','y'),(NULL,'z'),(NULL,'z')")
			room, err := dialect.For(s.Server)
			if err != nil {
				t.Fatal(err)
			}
			read, err := dialect.Read(t.Context(), s.Server.Engine, db.Target)
			if err != nil {
				t.Fatal(err)
			}
			narrow := schema.AlterColumn{Table: "t", Name: "b", To: schema.Column{Name: "b", Type: schema.Type{Name: "varchar", Args: "0"}, Nullable: true}, Set: schema.PropType}
			probes := append(probe.New(read.Schema, room, 3).Next(narrow), probe.New(read.Schema, room, 3).Next(schema.AddIndex{Table: "t", Index: schema.Index{Kind: schema.Unique, Parts: schema.Columns("b")}})...)
			got := answersTo(t, s, db, probes)
			if len(got) != 2 || got[0].count != "3" || len(strings.Split(got[0].examples, "; ")) != 3 || got[1].count != "3" {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// TestNext looks at what depends on the changes before, without a server.
func TestNext(t *testing.T) {
	t.Parallel()
	room, err := dialect.For(schema.Server{Engine: "mysql"})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, sql string
		want      []string // what the last statement's probes say
	}{
		{"a column that is made by the upgrade and is NULL", "ALTER TABLE t ADD x int; ALTER TABLE t MODIFY x int NOT NULL", []string{"takes no NULL"}},
		{"a column that is not there", "ALTER TABLE t MODIFY gone int NOT NULL", nil},
		{"a table that is not there", "ALTER TABLE gone MODIFY a int NOT NULL", nil},
		{"a table that is made anew", "DROP TABLE t; CREATE TABLE t (a int); ALTER TABLE t MODIFY a int NOT NULL", nil},
		{"a column that is made anew", "ALTER TABLE t DROP a; ALTER TABLE t ADD a varchar(9) NOT NULL DEFAULT 'x'; ALTER TABLE t MODIFY a varchar(9) NOT NULL", nil},
		{"values that nobody knows", "ALTER TABLE t MODIFY a datetime; ALTER TABLE t ADD UNIQUE (a)", []string{"no doubles can be seen yet"}},
		{"values that nobody knows, of another type", "ALTER TABLE t MODIFY a datetime; ALTER TABLE t MODIFY a enum('x')", []string{"cannot be told yet"}},
		{"two names changed about", "ALTER TABLE t CHANGE a c varchar(9); ALTER TABLE t CHANGE b a int; ALTER TABLE t MODIFY a int NOT NULL", []string{"takes no NULL"}},
	}
	for _, tt := range tests {
		s := schema.New(room.Semantics())
		s.Add(&schema.Table{Name: "t", Columns: []schema.Column{
			{Name: "a", Type: schema.Type{Name: "varchar", Args: "9"}, Nullable: true},
			{Name: "b", Type: schema.Type{Name: "int"}, Nullable: true},
		}})
		p := probe.New(s, room, 10)
		var got []probe.Probe
		changes, err := room.Parse(tt.sql)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			got = p.Next(c)
		}
		for i, g := range got {
			if i >= len(tt.want) || !strings.Contains(g.Problem, tt.want[i]) {
				t.Errorf("%s: got %q", tt.name, g.Problem)
			}
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: want %d probes, got %d", tt.name, len(tt.want), len(got))
		}
		if tt.name == "two names changed about" && !strings.Contains(got[0].Count.SQL, "`b` IS NULL") {
			t.Errorf("%s: asks %s", tt.name, got[0].Count.SQL)
		}
	}
}
