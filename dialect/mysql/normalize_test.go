package mysql

import (
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"assay/schema"
)

var (
	maria10    = schema.Server{Product: "MariaDB", Version: "10.11.19"}
	maria10old = schema.Server{Product: "MariaDB", Version: "10.2.0"}
	mysql56    = schema.Server{Product: "MySQL", Version: "5.6.24"}
	mysql80    = schema.Server{Product: "MySQL", Version: "8.0.36"}
)

func TestParseType(t *testing.T) {
	for _, test := range []struct{ declared, want string }{
		{"INTEGER", "int"},
		{"int(11)", "int"},
		{"BIGINT(20) UNSIGNED", "bigint unsigned"},
		{"int unsigned zerofill", "int(10) unsigned zerofill"},
		{"int(5) zerofill", "int(5) unsigned zerofill"},
		{"BOOL", "tinyint(1)"},
		{"tinyint(1)", "tinyint(1)"},
		{"tinyint(4)", "tinyint"},
		{"VARCHAR(40)", "varchar(40)"},
		{"character varying ( 40 )", "varchar(40)"},
		{"CHAR", "char(1)"},
		{"NUMERIC(5, 2)", "decimal(5,2)"},
		{"DECIMAL", "decimal(10,0)"},
		{"FLOAT", "float"},
		{"FLOAT(25)", "double"},
		{"FLOAT(7,3)", "float(7,3)"},
		{"DOUBLE PRECISION", "double"},
		{"REAL", "double"},
		{"BLOB(4294967295)", "longblob"},
		{"BLOB(300)", "blob"},
		{"BLOB(70000)", "mediumblob"},
		{"TEXT(63)", "tinytext"},
		{"TEXT(64)", "text"},
		{"DATETIME(0)", "datetime"},
		{"DATETIME(6)", "datetime(6)"},
		{"YEAR(4)", "year"},
		{"BIT", "bit(1)"},
		{"JSON", "json"},
		{"LONG VARCHAR", "mediumtext"},
		{"ENUM('yes', 'no')", "enum('yes','no')"},
		{`ENUM('it''s',"q",'b\\s','c ')`, `enum('it''s','q','b\s','c')`},
		{"SET('a','b')", "set('a','b')"},
		{"double /* mariadb-5.3 */", "double"},
		{"varchar(5) /*M!100301 COMPRESSED*/", "varchar(5) compressed"},
		{"UUID", "uuid"},
		{"SERIAL", "bigint unsigned"},
		{"timestamp", "timestamp"},
	} {
		got, err := parseType(New(schema.Server{}).flavor, test.declared)
		if err != nil || got.String() != test.want {
			t.Errorf("%s: got %s, %v, want %s", test.declared, got.String(), err, test.want)
		}
	}
	for _, bad := range []string{"", "varchar(", "'x'", "int; DROP TABLE x", "int DEFAULT 3"} {
		if got, err := parseType(New(schema.Server{}).flavor, bad); err == nil {
			t.Errorf("%q: got %s, want an error", bad, got.String())
		}
	}
}

func TestDefaults(t *testing.T) {
	for _, test := range []struct{ typ, declared, want string }{
		{"varchar(9)", "'x'", "'x'"},
		{"varchar(9)", "5", "'5'"},
		{"varchar(9)", `"it's"`, "'it''s'"},
		{"varchar(9)", `'a\\b'`, `'a\\b'`},
		{"varchar(9)", "NULL", ""},
		{"varchar(9)", "'NULL'", "'NULL'"},
		{"int", "'0'", "0"},
		{"int", "(0)", "0"},
		{"int", "-(1)", "-1"},
		{"int", "1.5", "2"},
		{"int", "TRUE", "1"},
		{"tinyint(1)", "false", "0"},
		{"decimal(5,2)", "0", "0"},
		{"decimal(5,2)", "1.50", "1.5"},
		{"decimal(5,2)", "'1.005'", "1.01"},
		{"double", "1e3", "1000"},
		{"bit(8)", "b'00000101'", "b'101'"},
		{"bit(8)", "5", "b'101'"},
		{"year", "07", "2007"},
		{"datetime", "NOW()", "CURRENT_TIMESTAMP"},
		{"datetime(3)", "current_timestamp(3)", "CURRENT_TIMESTAMP(3)"},
		{"datetime", "'2020-01-02'", "'2020-01-02 00:00:00'"},
		{"timestamp", "0", "'0000-00-00 00:00:00'"},
		{"time", "'1:02'", "'1:02:00'"},
		{"binary(4)", `'ab\0\0'`, "0x6162"},
		{"varbinary(4)", "x'6162'", "0x6162"},
		{"enum('yes','no')", "'NO'", "'no'"},
		{"varchar(40)", "uuid()", "(uuid())"},
		{"varchar(40)", "(UUID())", "(uuid())"},
		{"int", "(1+2)", "(1 + 2)"},
		{"text", "_utf8mb4'x'", "'x'"},
	} {
		r := New(maria10)
		d, err := parseType(r.flavor, test.typ)
		if err != nil {
			t.Fatal(err)
		}
		got := defaultOf(r.flavor, d.Type, test.declared)
		if got != test.want {
			t.Errorf("%s DEFAULT %s: got %s, want %s", test.typ, test.declared, got, test.want)
		}
		if again := defaultOf(r.flavor, d.Type, got); again != got {
			t.Errorf("%s DEFAULT %s: got %s from the canonical %s", test.typ, test.declared, again, got)
		}
	}
}

func TestExpressions(t *testing.T) {
	for _, test := range []struct{ sql, want string }{
		{"((`a` > 0))", "`a` > 0"},
		{"((`a`) > (0))", "`a` > 0"},
		{"a>0 AND b<>'x' or not (c = 1)", "((`a` > 0) and (`b` != 'x')) or (`c` != 1)"},
		{"a = (b is null)", "`a` = (`b` is null)"},
		{"_utf8mb4'x' = `t`.`a`", "'x' = `a`"},
		{"CURRENT_TIMESTAMP() + interval 1 day", "date_add(now(), interval 1 day)"},
		{"a in (1,2) and b not between 1 and 2", "(`a` in (1,2)) and (`b` not between 1 and 2)"},
		{"(something the parser ( does not ) know)", "something the parser(does not)know"},
	} {
		got := expressionOf(New(mysql80).flavor, test.sql)
		if got != test.want {
			t.Errorf("%s: got %s, want %s", test.sql, got, test.want)
		}
		if again := expressionOf(New(mysql80).flavor, got); again != got {
			t.Errorf("%s: got %s from the canonical %s", test.sql, again, got)
		}
	}
}

func TestNormalize(t *testing.T) {
	declared := func(name, typ string) schema.Column {
		return schema.Column{Name: name, Type: schema.Type{Name: typ}}
	}
	id := schema.Column{Name: "id", Type: intType(), AutoIncrement: true}
	for _, test := range []struct {
		name       string
		on         schema.Server
		have, want schema.Change
	}{
		{"a table", maria10, schema.CreateTable{Table: &schema.Table{
			Name:    "t",
			Options: schema.Options{Engine: "innodb", Charset: "utf8"},
			Columns: []schema.Column{
				{Name: "id", Type: schema.Type{Name: "INTEGER"}, AutoIncrement: true, Nullable: true},
				{Name: "a", Type: schema.Type{Name: "ENUM('yes','no')"}, Default: "'no'"},
				{Name: "b", Type: schema.Type{Name: "VARCHAR(9) CHARACTER SET latin1"}, Nullable: true},
			},
			Indexes:     []schema.Index{{Kind: schema.Primary, Parts: schema.Columns("id")}, {Kind: schema.Constraint, Parts: []schema.Part{{Column: "b", Prefix: 9}}}},
			ForeignKeys: []schema.ForeignKey{{Columns: []string{"id"}, RefTable: "o", RefColumns: []string{"id"}, OnDelete: "RESTRICT", OnUpdate: "cascade"}},
		}}, schema.CreateTable{Table: &schema.Table{
			Name:    "t",
			Options: schema.Options{Engine: "InnoDB", Charset: "utf8mb3"},
			Columns: []schema.Column{
				id,
				{Name: "a", Type: schema.Type{Name: "enum", Args: "'yes','no'"}, Default: "'no'"},
				{Name: "b", Type: varchar(9), Nullable: true, Charset: "latin1", Collation: "latin1_swedish_ci"},
			},
			Indexes:     []schema.Index{{Name: "PRIMARY", Kind: schema.Primary, Parts: schema.Columns("id")}, {Kind: schema.Unique, Parts: schema.Columns("b")}},
			ForeignKeys: []schema.ForeignKey{{Columns: []string{"id"}, RefTable: "o", RefColumns: []string{"id"}, OnUpdate: "CASCADE"}},
		}}},
		{
			"MODIFY resets what it does not say", maria10,
			schema.AlterColumn{Table: "t", Name: "a", To: declared("", "VARCHAR(40)"), Set: schema.PropType},
			schema.AlterColumn{Table: "t", Name: "a", To: schema.Column{Name: "a", Type: varchar(40), Nullable: true}, Set: schema.PropAll},
		},
		{
			"CHANGE", maria10,
			schema.AlterColumn{Table: "t", Name: "a", To: declared("b", "INTEGER"), Set: schema.PropType | schema.PropName | schema.PropNullable},
			schema.AlterColumn{Table: "t", Name: "a", To: schema.Column{Name: "b", Type: intType()}, Set: schema.PropAll | schema.PropName},
		},
		{
			"the default alone", maria10,
			schema.AlterColumn{Table: "t", Name: "a", To: schema.Column{Default: "('x')"}, Set: schema.PropDefault},
			schema.AlterColumn{Table: "t", Name: "a", To: schema.Column{Name: "a", Default: "'x'"}, Set: schema.PropDefault},
		},
		{
			"one from a comparison stays", maria10,
			schema.AlterColumn{Table: "t", Name: "a", From: schema.Column{Name: "a", Type: intType()}, To: schema.Column{Name: "a", Type: intType(), Nullable: true, Comment: "c"}, Set: schema.PropNullable},
			schema.AlterColumn{Table: "t", Name: "a", From: schema.Column{Name: "a", Type: intType()}, To: schema.Column{Name: "a", Type: intType(), Nullable: true, Comment: "c"}, Set: schema.PropNullable},
		},
		{"a check", mysql80, schema.AddCheck{Table: "t", Check: schema.Check{Name: "c", Expr: "(a > 0)"}}, schema.AddCheck{Table: "t", Check: schema.Check{Name: "c", Expr: "`a` > 0"}}},
		{"a check that MySQL 5.6 forgets", mysql56, schema.AddCheck{Table: "t", Check: schema.Check{Name: "c", Expr: "a > 0"}}, nil},
		{"a check that MariaDB 10.2.0 forgets", maria10old, schema.AddCheck{Table: "t", Check: schema.Check{Name: "c", Expr: "a > 0"}}, nil},
		{"no check to drop", mysql56, schema.DropCheck{Table: "t", Name: "c"}, nil},
		{"json of an older MariaDB", maria10old, schema.AddColumn{Table: "t", Column: declared("j", "JSON")}, schema.AddColumn{Table: "t", Column: declared("j", "longtext")}},
		{"a primary key", maria10, schema.DropIndex{Table: "t", Name: "t_pkey", Kind: schema.Primary}, schema.DropIndex{Table: "t", Name: "PRIMARY", Kind: schema.Primary}},
		{"a unique constraint", maria10, schema.DropIndex{Table: "t", Name: "u", Kind: schema.Constraint}, schema.DropIndex{Table: "t", Name: "u", Kind: schema.Unique}},
		{
			"no order in old indexes", mysql56,
			schema.AddIndex{Table: "t", Index: schema.Index{Name: "x", Parts: []schema.Part{{Column: "a", Desc: true}}}},
			schema.AddIndex{Table: "t", Index: schema.Index{Name: "x", Parts: schema.Columns("a")}},
		},
	} {
		got, err := New(test.on).Normalize(test.have)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if d := diff.Diff(test.want, got, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s (-want +got)\n%s", test.name, d)
		}
		if got == nil {
			continue
		}
		again, err := New(test.on).Normalize(got)
		if d := diff.Diff(got, again, cmpopts.EquateEmpty()); err != nil || d != "" {
			t.Errorf("%s, once more: %v (-want +got)\n%s", test.name, err, d)
		}
	}
}

func TestRefusals(t *testing.T) {
	r := New(mysql56)
	for _, c := range []schema.Change{
		schema.CreateEnum{},
		schema.DropEnum{},
		schema.RenameEnum{},
		schema.AlterEnum{},
		schema.AddColumn{Table: "t", Column: schema.Column{Name: "a", Type: schema.Type{Name: "yesno", Named: true}}},
	} {
		if _, err := r.Normalize(c); err == nil {
			t.Errorf("Normalize(%T): want an error", c)
		}
		if _, err := r.Format(c); err == nil {
			t.Errorf("Format(%T): want an error", c)
		}
	}
	for _, c := range []schema.Change{
		schema.RenameColumn{Table: "t", From: "a", To: "b"},
		schema.RenameIndex{Table: "t", From: "a", To: "b"},
		schema.AddCheck{Table: "t"},
		schema.DropCheck{Table: "t"},
		schema.AlterColumn{Table: "t", Name: "a", Set: schema.PropNullable},
		schema.AlterTable{Table: "t"},
		nil,
	} {
		if sql, err := r.Format(c); err == nil {
			t.Errorf("Format(%+v) on MySQL 5.6: got %s, want an error", c, sql)
		}
	}
}

func TestServers(t *testing.T) {
	for _, test := range []struct{ version, comment, want string }{
		{"10.11.19-MariaDB-0+deb12u1", "Debian 12", "MariaDB 10.11.19"},
		{"5.5.5-10.6.12-MariaDB", "", "MariaDB 10.6.12"},
		{"8.0.36", "MySQL Community Server - GPL", "MySQL 8.0.36"},
		{"8.0.36-28", "Percona Server (GPL)", "Percona Server 8.0.36"},
		{"8.0.mysql_aurora.3.05.2", "Source distribution", "Aurora MySQL 8.0.23"},
		{"8.0.11-TiDB-v7.5.1", "TiDB Server", "TiDB 7.5.1"},
		{"9.7.4-2", "(Debian)", "MySQL 9.7.4"},
	} {
		if got := serverOf(test.version, test.comment).String(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.version, got, test.want)
		}
	}
	if f := New(schema.Server{}).flavor; !f.isMariaDB() || !f.atLeastMariaDB(12) {
		t.Errorf("a server that says nothing is %+v, want the newest MariaDB", f)
	}
}

func TestMatches(t *testing.T) {
	for _, test := range []struct {
		pattern, name string
		want          bool
	}{
		{"a_b", "a_b", true},
		{"a_b", "axb", true},
		{`a\_b`, "a_b", true},
		{`a\_b`, "axb", false},
		{"a%", "a", true},
		{"a%c", "abbc", true},
		{"a%c", "abb", false},
		{"%", "", true},
		{"a", "ab", false},
		{`a\%`, "a%", true},
		{"", "a", false},
	} {
		if got := matches(test.pattern, test.name); got != test.want {
			t.Errorf("matches(%s, %s) = %v, want %v", test.pattern, test.name, got, test.want)
		}
	}
}

func TestParseScripts(t *testing.T) {
	for _, test := range []struct {
		name, sql string
		changes   int
		fails     string
	}{
		{"nothing", " -- nothing\n# at all\n;;", 0, ""},
		{"data", "BEGIN; INSERT INTO t VALUES ('a;b', \"c;d\"); UPDATE t SET a=1; COMMIT; DELETE FROM t", 0, ""},
		{"a dump", "/*M!999999\\- enable the sandbox mode */\nDROP TABLE IF EXISTS `t`;\n/*!40101 SET x = 1 */;\nCREATE TABLE `t` (\n `a` int(11) DEFAULT NULL\n) ENGINE=InnoDB;\nLOCK TABLES `t` WRITE;\nINSERT INTO t VALUES (1);", 2, ""},
		{"several in one", "ALTER TABLE d.t ADD a int, DROP b, ADD KEY (a), ALGORITHM=INPLACE; DROP TABLE x, y", 5, ""},
		{"a trigger", "DELIMITER ;;\nCREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN SET a=1; SET b=2; END;;\nDELIMITER ;\nDROP TABLE t;", 1, "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN SET a=1"},
		{"another table's", "CREATE TABLE t AS SELECT 1; CREATE TABLE u LIKE t; DROP TABLE z", 1, "CREATE TABLE u LIKE t"},
		{"renames", "RENAME TABLE a TO b, `d`.`b` TO `c`; RENAME TABLES IF EXISTS a WAIT 5 TO b; ALTER TABLE a RENAME b, ADD c int; ALTER TABLE a RENAME AS " +
			"`key`; ALTER TABLE a RENAME = b", 7, ""},
		{"a rename of nothing", "RENAME TABLE a TO", 0, "RENAME TABLE a TO"},
		{"nonsense", "CREATE TABLE t (a int,,)", 0, "CREATE TABLE t"},
		{"no such thing", "FROBNICATE t; CREATE TABLE t (a int)", 1, "FROBNICATE t"},
		{"default charset", "ALTER TABLE t CHARACTER SET latin1", 1, ""},
		{"unclosed", "CREATE TABLE `t", 0, "unclosed quote"},
		{"cut off", "CREATE TABLE t (a int, b varch", 0, "not closed"},
		{"closed twice", "CREATE TABLE t (a int))", 0, "not closed"},
	} {
		got, err := New(maria10).Parse(test.sql)
		if len(got) != test.changes {
			t.Errorf("%s: got %d changes %+v, want %d", test.name, len(got), got, test.changes)
		}
		if (err != nil) != (test.fails != "") || err != nil && !strings.Contains(err.Error(), test.fails) {
			t.Errorf("%s: got the error %v, want %q", test.name, err, test.fails)
		}
	}
}
