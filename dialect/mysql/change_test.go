package mysql

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"assay/internal/lab"
	"assay/schema"
)

// Names and texts that mean something else to whoever does not quote them.
const (
	hostileTable  = "a`b\"c'; DROP TABLE x; --"
	hostileColumn = "new\nline ; delimiter //\n\\g"
	hostileIndex  = "/* `` \\"
	hostileCheck  = "-- *\\/ #"
	hostileText   = "it's \\ \"x\"; -- \n`y` \\' /* # \x00\x1a ü日本"
	hostileRemark = "it's \"x\"; -- \n`y` /* # ü日本"
)

var base = []string{
	"CREATE TABLE p (id int NOT NULL PRIMARY KEY, k int)",
	"CREATE TABLE t (id int NOT NULL, a varchar(20) NOT NULL DEFAULT 'x' COMMENT 'c', b int, c text, d int, KEY kb (b), UNIQUE KEY ud (d))",
	"CREATE TABLE k (id int NOT NULL PRIMARY KEY)",
}

func varchar(n int) schema.Type { return schema.Type{Name: "varchar", Args: strconv.Itoa(n)} }

func intType() schema.Type { return schema.Type{Name: "int"} }

func hostile(f flavor) *schema.Table {
	t := &schema.Table{
		Name:    hostileTable,
		Options: schema.Options{Engine: "InnoDB", Charset: "utf8mb4", Collation: "utf8mb4_bin"},
		Columns: []schema.Column{
			{Name: hostileColumn, Type: intType(), Comment: hostileRemark},
			{Name: "`", Type: schema.Type{Name: "enum", Args: schema.QuoteLabels([]string{"it's", `b\s`, "a,b", `\'`})}, Default: quoteText(`b\s`), Nullable: true},
			{Name: "b\\", Type: varchar(60), Default: quoteText(hostileText[:30]), Nullable: true},
			{Name: "select", Type: varchar(9), Nullable: true},
		},
		Indexes: []schema.Index{
			{Name: "PRIMARY", Kind: schema.Primary, Parts: schema.Columns(hostileColumn)},
			{Name: hostileIndex, Parts: []schema.Part{{Column: "b\\", Prefix: 5}, {Column: "`"}}},
		},
		ForeignKeys: []schema.ForeignKey{{
			Name: "fk`;\n-- x", Columns: []string{hostileColumn}, RefTable: "p", RefColumns: []string{"id"}, OnDelete: "CASCADE",
		}},
	}
	if f.vendor == mySQL && !f.atLeastMySQL(8) { // InnoDB reads foreign keys from the text itself, and silently loses them over such names
		t.ForeignKeys = nil
	}
	if f.listsChecks {
		t.Checks = []schema.Check{{Name: hostileCheck, Expr: "`select` != 'it''s; \\\\ --'"}}
	}
	return t
}

// A step is one change, made to a database that the steps before it have made.
type step struct {
	name   string
	change schema.Change
	only   func(flavor) bool
}

func steps(f flavor) []step {
	col := func(name string, t schema.Type) schema.Column {
		return schema.Column{Name: name, Type: t, Nullable: true}
	}
	full := schema.Column{
		Name: "a", Type: schema.Type{Name: "enum", Args: "'x','it''s'"}, Default: "'it''s'", Comment: hostileRemark, Charset: "latin1", Collation: "latin1_bin",
	}
	counting := schema.Column{Name: "id", Type: schema.Type{Name: "bigint", Attrs: "unsigned"}, AutoIncrement: true}
	keep := []schema.Column{col(hostileColumn+"2", schema.Type{Name: "longtext"})}
	if f.jsonIsChecked { // a conversion would take the collation that makes it one
		keep = append(keep, col("j", schema.Type{Name: "json"}))
	}
	return []step{
		{"create", schema.CreateTable{Table: hostile(f)}, nil},
		{"rename column", schema.RenameColumn{Table: "t", From: "b", To: "b`2"}, func(f flavor) bool { return f.renamesColumns }},
		{"rename column back", schema.RenameColumn{Table: "t", From: "b`2", To: "b"}, func(f flavor) bool { return f.renamesColumns }},
		{"add column", schema.AddColumn{Table: "t", Column: schema.Column{Name: hostileColumn, Type: varchar(30), Default: quoteText(hostileText[:20])}}, nil},
		{"add column with all", schema.AddColumn{Table: "t", Column: schema.Column{
			Name: "ts", Type: schema.Type{Name: "timestamp", Args: "3"}, Default: "CURRENT_TIMESTAMP(3)", OnUpdate: "CURRENT_TIMESTAMP(3)", Comment: "x",
		}}, nil},
		{"add bit", schema.AddColumn{Table: "t", Column: schema.Column{Name: "bits", Type: schema.Type{Name: "bit", Args: "3"}, Default: "b'101'", Nullable: true}}, nil},
		{"add bytes", schema.AddColumn{Table: "t", Column: schema.Column{Name: "bytes", Type: schema.Type{Name: "varbinary", Args: "9"}, Default: "0x615c", Nullable: true}}, nil},
		{"add generated", schema.AddColumn{Table: "t", Column: schema.Column{Name: "gen", Type: intType(), Nullable: true, Generated: "(`d` + 1) * 2", Stored: true}}, func(f flavor) bool { return f.listsGenerated }},
		{"add invisible", schema.AddColumn{Table: "t", Column: schema.Column{Name: "inv", Type: intType(), Nullable: true, Default: "3", Invisible: true}}, invisible},
		{"add checked", schema.AddColumn{Table: "t", Column: schema.Column{Name: "chk", Type: intType(), Nullable: true, Check: "`chk` > 3"}}, func(f flavor) bool { return f.levelsOfChecks }},
		{"modify checked", schema.AlterColumn{Table: "t", Name: "chk", Set: schema.PropType, From: schema.Column{Name: "chk", Type: intType(), Nullable: true, Check: "`chk` > 3"}, To: schema.Column{Name: "chk", Type: schema.Type{Name: "bigint"}, Nullable: true, Check: "`chk` > 3"}}, func(f flavor) bool { return f.levelsOfChecks }},
		{"add json", schema.AddColumn{Table: "t", Column: col("j", schema.Type{Name: "json"})}, atLeast([]int{5, 7, 8}, []int{10, 4, 3})},
		{"add text with default", schema.AddColumn{Table: "t", Column: schema.Column{Name: "td", Type: schema.Type{Name: "text"}, Default: quoteText(hostileText[:20]), Nullable: true}}, atLeast([]int{8, 0, 23}, []int{10, 2, 1})},
		{"add expression default", schema.AddColumn{Table: "t", Column: schema.Column{Name: "xd", Type: varchar(40), Default: "(lower('it''s \\\\'))", Nullable: true}}, expressions},
		{"modify", schema.AlterColumn{Table: "t", Name: "a", To: full, Set: schema.PropAll}, nil},
		{"modify type", schema.AlterColumn{Table: "t", Name: "a", From: full, To: full.With(schema.Column{Type: varchar(40), Nullable: true}, schema.PropType|schema.PropNullable), Set: schema.PropType | schema.PropNullable}, nil},
		{"change", schema.AlterColumn{Table: "t", Name: "c", To: col(hostileColumn+"2", schema.Type{Name: "longtext"}), Set: schema.PropAll | schema.PropName}, nil},
		{"set default", schema.AlterColumn{Table: "t", Name: "a", To: schema.Column{Default: "'q''s'"}, Set: schema.PropDefault}, nil},
		{"drop default", schema.AlterColumn{Table: "t", Name: "a", To: schema.Column{}, Set: schema.PropDefault}, nil},
		{"add index", schema.AddIndex{Table: "t", Index: schema.Index{Name: hostileIndex, Kind: schema.Unique, Parts: []schema.Part{{Column: "a", Prefix: 3}, {Column: "b"}}}}, nil},
		{"add descending index", schema.AddIndex{Table: "t", Index: schema.Index{Name: "dx", Parts: []schema.Part{{Column: "b", Desc: true}}}}, func(f flavor) bool { return f.ordersIndexes }},
		{"add functional index", schema.AddIndex{Table: "t", Index: schema.Index{Name: "fx", Parts: []schema.Part{{Expr: "`b` + 1"}, {Expr: "lower(`a`)", Desc: true}}}}, functional},
		{"add fulltext index", schema.AddIndex{Table: "k", Index: schema.Index{Name: "none", Parts: schema.Columns("id"), Invisible: true}}, func(f flavor) bool { return f.hasIgnoredIndexes || f.hasInvisibleIndexes }},
		{"add unnamed index", schema.AddIndex{Table: "t", Index: schema.Index{Parts: schema.Columns("d", "b")}}, nil},
		{"rename index", schema.RenameIndex{Table: "t", From: "kb", To: "k`b"}, func(f flavor) bool { return f.renamesIndexes }},
		{"drop index", schema.DropIndex{Table: "t", Name: hostileIndex}, nil},
		{"add primary key", schema.AddIndex{Table: "t", Index: schema.Index{Name: "PRIMARY", Kind: schema.Primary, Parts: schema.Columns("id")}}, nil},
		{"count", schema.AlterColumn{Table: "t", Name: "id", To: counting, Set: schema.PropAll}, nil},
		{"stop counting", schema.AlterColumn{Table: "t", Name: "id", To: schema.Column{Name: "id", Type: intType()}, Set: schema.PropAll}, nil},
		{"drop primary key", schema.DropIndex{Table: "t", Name: "PRIMARY", Kind: schema.Primary}, nil},
		{"add foreign key", schema.AddForeignKey{Table: "t", ForeignKey: schema.ForeignKey{Name: "f`k", Columns: []string{"b"}, RefTable: "p", RefColumns: []string{"id"}, OnDelete: "SET NULL", OnUpdate: "CASCADE"}}, nil},
		{"drop foreign key", schema.DropForeignKey{Table: "t", Name: "f`k"}, nil},
		{"add numbered key", schema.AddForeignKey{Table: "t", ForeignKey: schema.ForeignKey{
			Name: "t_ibfk_7", Columns: []string{"b"}, RefTable: "p",
			RefColumns: []string{"id"},
		}}, nil},
		{"add numbered check", schema.AddCheck{Table: "t", Check: schema.Check{Name: "t_chk_7", Expr: "`b` > 0"}}, func(f flavor) bool { return f.listsChecks }},
		{"rename table", schema.RenameTable{From: "t", To: "Renamed"}, nil},
		{"rename table that is referred to", schema.RenameTable{From: "p", To: "select"}, nil},
		{"rename table back", schema.RenameTable{From: "Renamed", To: "t"}, nil},
		{"rename the other back", schema.RenameTable{From: "select", To: "p"}, nil},
		{"drop numbered key", schema.DropForeignKey{Table: "t", Name: "t_ibfk_7"}, nil},
		{"drop numbered check", schema.DropCheck{Table: "t", Name: "t_chk_7"}, func(f flavor) bool { return f.listsChecks }},
		{"add check", schema.AddCheck{Table: "t", Check: schema.Check{Name: hostileCheck + "2", Expr: "(`b` > 0) and (`a` != 'it''s; --')"}}, func(f flavor) bool { return f.listsChecks }},
		{"drop check", schema.DropCheck{Table: "t", Name: hostileCheck + "2"}, func(f flavor) bool { return f.listsChecks }},
		{"drop column", schema.DropColumn{Table: "t", Column: hostileColumn}, nil},
		{"engine", schema.AlterTable{Table: "k", From: schema.Options{Engine: "InnoDB"}, To: schema.Options{Engine: "MyISAM"}}, nil},
		{"charset", schema.AlterTable{
			Table: "t", From: schema.Options{Engine: "InnoDB"}, To: schema.Options{Engine: "InnoDB", Charset: "utf8mb3", Collation: "utf8mb3_bin"},
			Keep: keep,
		}, nil},
		{"create of latin1", schema.CreateTable{Table: &schema.Table{
			Name: "l", Options: schema.Options{Engine: "InnoDB", Charset: "latin1", Collation: "latin1_swedish_ci"},
			Columns: []schema.Column{col("a", schema.Type{Name: "text"}), col("b", varchar(5)), {Name: "c", Type: varchar(5), Nullable: true, Charset: "utf8mb4", Collation: "utf8mb4_bin"}},
		}}, nil},
		{"charset of columns to come", schema.AlterTable{
			Table: "l", From: schema.Options{Charset: "latin1", Collation: "latin1_swedish_ci"},
			To: schema.Options{Charset: "utf8mb4", Collation: "utf8mb4_bin"}, Default: true,
		}, nil},
		{"charset of columns to come, back", schema.AlterTable{
			Table: "l", From: schema.Options{Charset: "utf8mb4", Collation: "utf8mb4_bin"},
			To: schema.Options{Charset: "latin1", Collation: "latin1_swedish_ci"}, Default: true,
		}, nil},
		{"charset of texts", schema.AlterTable{
			Table: "l", To: schema.Options{Charset: "utf8mb4", Collation: "utf8mb4_bin"}, Keep: []schema.Column{col("a", schema.Type{Name: "text"})},
		}, nil},
		{"drop table", schema.DropTable{Table: hostileTable}, nil},
	}
}

// TestChanges makes every kind of change on a server and in memory: in memory as it is, and as Parse reads what Format wrote.
func TestChanges(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		db.Exec(t, base...)
		for _, s := range steps(r.flavor) {
			if s.only != nil && !s.only(r.flavor) {
				continue
			}
			before := read(t, db).Schema
			sql, err := r.Format(s.change)
			if err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
			lawful(t, r, before, s.change)
			db.Exec(t, sql...)
			want := before.Clone()
			applyChanges(t, want, s.change)
			if d := difference(r, want, read(t, db).Schema); d != "" {
				t.Errorf("%s: %s (-want +got)\n%s", s.name, sql, d)
			}
		}
	})
}

// lawful holds a change to the law: Parse(Format(c)) does what c does.
func lawful(t *testing.T, r *Room, before *schema.Schema, c schema.Change) {
	t.Helper()
	sql, err := r.Format(c)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := r.Parse(strings.Join(sql, ";\n") + ";")
	if err != nil {
		t.Fatal(err)
	}
	want, got := before.Clone(), before.Clone()
	applyChanges(t, want, c)
	applyChanges(t, got, parsed...)
	if d := diff.Diff(want.Tables, got.Tables, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("Parse(%s) (-want +got)\n%s", sql, d)
	}
}

// TestClient gives all statements to the program that administrators pipe them into.
func TestClient(t *testing.T) {
	client := ""
	for _, name := range []string{"mariadb", "mysql"} {
		if path, err := exec.LookPath(name); err == nil {
			client = path
			break
		}
	}
	if client == "" && os.Getenv("CI") == "true" {
		t.Fatal("there is no mariadb or mysql client: make deps installs one")
	}
	if client == "" {
		t.Skip("NOT TESTED: there is no mariadb or mysql client")
	}
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		db.Exec(t, base...)
		var script strings.Builder
		want := read(t, db).Schema
		for _, s := range steps(r.flavor) {
			if s.only != nil && !s.only(r.flavor) || s.name == "drop table" {
				continue
			}
			sql, err := r.Format(s.change)
			if err != nil {
				t.Fatal(err)
			}
			applyChanges(t, want, s.change)
			script.WriteString(strings.Join(sql, ";\n") + ";\n")
		}
		script.WriteString("CREATE TABLE texts (a longtext) CHARACTER SET utf8mb4;\nINSERT INTO texts VALUES (" + textLiteral(hostileText) + ");\n")
		pipe(t, client, db.Target, script.String())
		var got string
		if err := db.DB.QueryRowContext(t.Context(), "SELECT a FROM texts").Scan(&got); err != nil || got != hostileText {
			t.Errorf("Literal came back as %q, %v, want %q", got, err, hostileText)
		}
		db.Exec(t, "DROP TABLE texts")
		compare(t, r, want, read(t, db).Schema)
	})
}

func pipe(t *testing.T, client string, at schema.Target, script string) {
	t.Helper()
	args := []string{"--no-defaults", "--default-character-set=utf8mb4", "-h", at.Host, "-P", strconv.Itoa(at.Port), "-u", at.User, at.Database}
	if at.Password != "" {
		args = append(args, "-p"+at.Password)
	}
	cmd := exec.CommandContext(t.Context(), client, args...)
	cmd.Stdin = strings.NewReader(script)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s\n%s", err, out.String(), script)
	}
}
