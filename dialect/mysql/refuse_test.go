package mysql

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	driver "github.com/go-sql-driver/mysql"

	"assay/internal/lab"
	"assay/schema"
)

// A refusedCase is a schema and a statement that the server does not run there.
type refusedCase struct {
	name   string
	ddl    []string
	change schema.Change
	// free reports that what is in the way can be set aside, so that the statement runs, and be put back.
	free bool
	runs bool // the server does run it
	// either reports that some servers run it and others do not.
	either bool
}

func modify(column, typ string) schema.Change {
	return schema.AlterColumn{Table: "t", Name: column, To: schema.Column{Name: column, Type: schema.Type{Name: typ}, Nullable: true}, Set: schema.PropType}
}

func add(column, typ string) schema.Change {
	return schema.AddColumn{Table: "t", Column: schema.Column{Name: column, Type: schema.Type{Name: typ}, Nullable: true}}
}

func addDefault(expr string) schema.Change {
	return schema.AddColumn{Table: "t", Column: schema.Column{Name: "d", Type: schema.Type{Name: "VARCHAR(50)"}, Nullable: true, Default: expr}}
}

func addCheck(expr string) schema.Change {
	return schema.AddCheck{Table: "t", Check: schema.Check{Name: "c", Expr: expr}}
}

func addGenerated(expr string, stored bool) schema.Change {
	return schema.AddColumn{Table: "t", Column: schema.Column{Name: "g", Type: schema.Type{Name: "VARCHAR(50)"}, Nullable: true, Generated: expr, Stored: stored}}
}

const wide = "a varchar(4000), b varchar(4000), c varchar(4000)"

var refusedCases = []refusedCase{
	{name: "column there", change: add("v", "INTEGER")},
	{name: "no table", change: schema.AddColumn{Table: "u", Column: schema.Column{Name: "v", Type: schema.Type{Name: "INTEGER"}, Nullable: true}}},
	{name: "no column to modify", change: modify("x", "INTEGER")},
	{name: "no column to drop", change: schema.DropColumn{Table: "t", Column: "x"}},
	{name: "no column to rename", change: schema.RenameColumn{Table: "t", From: "x", To: "y"}},
	{name: "no table to rename", change: schema.RenameTable{From: "gone", To: "g"}},
	{name: "table renamed to one that is there", ddl: []string{"CREATE TABLE p (id int PRIMARY KEY)"}, change: schema.RenameTable{From: "t", To: "p"}},
	{name: "table there", change: schema.CreateTable{Table: &schema.Table{Name: "t", Columns: []schema.Column{{Name: "id", Type: schema.Type{Name: "INTEGER"}}}}}},
	{name: "index there", change: schema.AddIndex{Table: "t", Index: schema.Index{Name: "t_v", Parts: schema.Columns("v")}}},
	{name: "index of no column", change: schema.AddIndex{Table: "t", Index: schema.Index{Name: "t_x", Parts: schema.Columns("x")}}},
	{name: "second primary key", change: schema.AddIndex{Table: "t", Index: schema.Index{Name: "PRIMARY", Kind: schema.Primary, Parts: schema.Columns("v")}}},
	{name: "no index to drop", change: schema.DropIndex{Table: "t", Name: "gone"}},
	{name: "too many digits", change: add("d", "DECIMAL(66,2)")},
	{name: "too many digits behind the point", change: add("d", "DECIMAL(60,39)")},
	{name: "more digits behind the point", change: add("d", "DECIMAL(5,7)")},
	{name: "too short a moment", change: add("d", "DATETIME(7)")},
	{name: "too many characters", change: add("d", "CHAR(256)")},
	{name: "too many bits", change: add("d", "BIT(65)")},
	{name: "as many digits as can be", change: add("d", "DECIMAL(65,30)"), runs: true},
	{name: "full text of numbers", change: schema.AddIndex{Table: "t", Index: schema.Index{Name: "x", Method: "fulltext", Parts: schema.Columns("id")}}},
	{name: "full text", change: schema.AddIndex{Table: "t", Index: schema.Index{Name: "x", Method: "fulltext", Parts: schema.Columns("v")}}, runs: true},
	{name: "space of NULL", ddl: []string{"ALTER TABLE t ADD g GEOMETRY"}, change: schema.AddIndex{
		Table: "t", Index: schema.Index{Name: "x", Method: "spatial", Parts: schema.Columns("g")},
	}},
	{name: "default that replicas make otherwise", change: addDefault("(uuid())"), either: true},
	{name: "default that no default can be", change: addDefault("(sleep(0))"), either: true},
	{name: "default that is computed", change: addDefault("(concat('a', 'b'))"), either: true},
	{name: "key over a long text", ddl: []string{"ALTER TABLE t ADD l TEXT"}, change: schema.AddIndex{
		Table: "t", Index: schema.Index{Name: "t_l", Parts: schema.Columns("l")},
	}, either: true},
	{name: "counter without a key", change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "INTEGER"}, AutoIncrement: true}}},

	{name: "key from the column", ddl: []string{"CREATE TABLE p (id varchar(40) PRIMARY KEY)", "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (v) REFERENCES p (id)"}, change: modify("v", "VARCHAR(255)"), free: true},
	{name: "key to the column", ddl: []string{"ALTER TABLE t ADD UNIQUE u (v)", "CREATE TABLE f (v varchar(40), CONSTRAINT k FOREIGN KEY (v) REFERENCES t (v))"}, change: modify("v", "VARCHAR(255)"), free: true},
	{name: "key from a column to drop", ddl: []string{"CREATE TABLE p (id varchar(40) PRIMARY KEY)", "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (v) REFERENCES p (id)"}, change: schema.DropColumn{Table: "t", Column: "v"}},
	{name: "index of a key", ddl: []string{"CREATE TABLE p (id varchar(40) PRIMARY KEY)", "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (v) REFERENCES p (id)"}, change: schema.DropIndex{Table: "t", Name: "t_v"}, free: true},
	{name: "view", ddl: []string{"CREATE VIEW w AS SELECT v FROM t"}, change: modify("v", "VARCHAR(255)"), runs: true},
	{name: "point", ddl: []string{"ALTER TABLE t ADD p point"}, change: add("n", "INTEGER"), runs: true},
	{name: "check", ddl: []string{"ALTER TABLE t ADD CONSTRAINT c CHECK (v <> 'x')"}, change: modify("v", "VARCHAR(255)"), runs: true},
	{
		name: "check of a column to drop", ddl: []string{"ALTER TABLE t ADD CONSTRAINT c CHECK (v <> 'x')"}, change: schema.DropColumn{Table: "t", Column: "v"},
		runs: true,
	},
	{
		name: "check of two columns, one to drop", ddl: []string{"ALTER TABLE t ADD b varchar(40), ADD CONSTRAINT c CHECK (v <> b)"},
		change: schema.DropColumn{Table: "t", Column: "v"}, either: true,
	},
	{
		name: "unnamed check of a column to rename", ddl: []string{"ALTER TABLE t ADD CHECK (v <> 'x')"},
		change: schema.RenameColumn{Table: "t", From: "v", To: "y"}, either: true,
	},

	{name: "column that another is generated from", ddl: []string{"ALTER TABLE t ADD g varchar(80) AS (concat(v, 'x')) STORED"}, change: schema.DropColumn{Table: "t", Column: "v"}},
	{
		name: "column that another is generated from, renamed", ddl: []string{"ALTER TABLE t ADD g varchar(80) AS (concat(v, 'x')) STORED"},
		change: schema.RenameColumn{Table: "t", From: "v", To: "y"}, either: true,
	},
	{
		name: "column of a unique key of two", ddl: []string{"ALTER TABLE t ADD b int, ADD UNIQUE u (v, b)"}, change: schema.DropColumn{Table: "t", Column: "b"}, either: true,
	},
	{name: "column of an index of two", ddl: []string{"ALTER TABLE t ADD b int, ADD KEY u (v, b)"}, change: schema.DropColumn{Table: "t", Column: "b"}, runs: true},
	{
		name: "engine of a child", ddl: []string{"CREATE TABLE p (id int PRIMARY KEY)", "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES p (id)"},
		change: schema.AlterTable{Table: "t", To: schema.Options{Engine: "MyISAM"}},
	},
	{
		name: "engine of a parent", ddl: []string{"CREATE TABLE c (id int PRIMARY KEY, FOREIGN KEY (id) REFERENCES t (id))"},
		change: schema.AlterTable{Table: "t", To: schema.Options{Engine: "MyISAM"}},
	},
	{name: "engine of a table without keys", change: schema.AlterTable{Table: "t", To: schema.Options{Engine: "MyISAM"}}, runs: true},

	{name: "name of 65 characters", change: schema.AddIndex{Table: "t", Index: schema.Index{Name: strings.Repeat("n", 65), Parts: schema.Columns("v")}}},
	{name: "name of 64 characters", change: schema.AddIndex{Table: "t", Index: schema.Index{Name: strings.Repeat("ä", 64), Parts: schema.Columns("v")}}, runs: true},
	{name: "table with a name of 65 characters", change: schema.RenameTable{From: "t", To: strings.Repeat("n", 65)}},
	{
		name: "second counter", ddl: []string{"ALTER TABLE t MODIFY id int AUTO_INCREMENT"},
		change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "INTEGER"}, AutoIncrement: true}},
	},

	{name: "default that is no number", change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "INTEGER"}, Nullable: true, Default: "'abc'"}}},
	{name: "default that is a number", change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "INTEGER"}, Nullable: true, Default: "'12'"}}, runs: true},
	{name: "default that is no label", change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "ENUM('x','y')"}, Nullable: true, Default: "'z'"}}},

	{name: "check that asks", change: addCheck("v <> (select 1)"), either: true},
	{name: "check that changes", change: addCheck("v <> curdate()"), either: true},
	{name: "check on a column with the name of a function", ddl: []string{"ALTER TABLE t ADD `user` varchar(20)"}, change: addCheck("`user` <> 'x'"), runs: true},
	{name: "check of one user's number", change: addCheck("v <> connection_id()"), either: true},
	{name: "generated column that asks", change: addGenerated("(select 1)", true)},
	{name: "generated column that changes", change: addGenerated("rand()", true)},
	{name: "virtual generated column that changes", change: addGenerated("uuid()", false), either: true},
	{name: "virtual generated column that waits", change: addGenerated("sleep(1)", false)},

	{name: "key of 3072 bytes", change: modify("v", "VARCHAR(768)"), runs: true},
	{name: "longer primary key", ddl: []string{"ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (v)"}, change: schema.AlterColumn{
		Table: "t", Name: "v", To: schema.Column{Name: "v", Type: schema.Type{Name: "VARCHAR(769)"}}, Set: schema.PropType | schema.PropNullable,
	}},
	{name: "NULL in the primary key", change: schema.AlterColumn{
		Table: "t", Name: "id", To: schema.Column{Name: "id", Type: schema.Type{Name: "BIGINT"}, Nullable: true}, Set: schema.PropType | schema.PropNullable,
	}, either: true},
	{name: "longer key of two columns", ddl: []string{"ALTER TABLE t ADD w varchar(400), ADD KEY both_ (w, v)"}, change: modify("v", "VARCHAR(400)"), free: true},
	{name: "new table with a long key", change: schema.CreateTable{Table: &schema.Table{
		Name: "n", Columns: []schema.Column{{Name: "id", Type: schema.Type{Name: "VARCHAR(800)"}}}, Indexes: []schema.Index{{Name: "PRIMARY", Kind: schema.Primary, Parts: schema.Columns("id")}},
	}}},
	{name: "key of a prefix", ddl: []string{"ALTER TABLE t DROP KEY t_v, ADD KEY t_v (v(10))"}, change: modify("v", "VARCHAR(2000)"), runs: true},
	{name: "compact key", ddl: []string{"ALTER TABLE t ROW_FORMAT=COMPACT"}, change: modify("v", "VARCHAR(192)")},
	{name: "compact key that fits", ddl: []string{"ALTER TABLE t ROW_FORMAT=COMPACT"}, change: modify("v", "VARCHAR(191)"), runs: true},
	{name: "MyISAM's key", ddl: []string{"ALTER TABLE t ENGINE=MyISAM, DROP KEY t_v, ADD KEY t_v (v, id)"}, change: modify("v", "VARCHAR(251)")},
	{name: "row of the server", ddl: []string{"ALTER TABLE t ADD " + strings.ReplaceAll(wide, ", ", ", ADD ")}, change: add("d", "VARCHAR(4400)")},
	{name: "row that fits", ddl: []string{"ALTER TABLE t ADD " + strings.ReplaceAll(wide, ", ", ", ADD ")}, change: add("d", "VARCHAR(4000)"), runs: true},
	{name: "row of InnoDB that gets longer", ddl: compact(9, "ADD d varchar(20), ADD e varchar(120)"), change: modify("d", "VARCHAR(255)"), runs: true},
	{name: "row of InnoDB that is converted", ddl: compact(11, "CONVERT TO CHARACTER SET latin1"), change: toUTF8MB4},
	{name: "row of InnoDB that is converted and fits", ddl: compact(9, "CONVERT TO CHARACTER SET latin1"), change: toUTF8MB4, runs: true},
	{name: "dynamic row", ddl: []string{"ALTER TABLE t " + columns(40)}, change: add("d", "VARCHAR(255)"), runs: true},
}

var toUTF8MB4 = schema.AlterTable{Table: "t", From: schema.Options{Charset: "latin1"}, To: schema.Options{Charset: "utf8mb4", Collation: "utf8mb4_general_ci"}}

// compact makes the table one of ROW_FORMAT=COMPACT with so many columns more.
func compact(n int, alter string) []string {
	return []string{"ALTER TABLE t CONVERT TO CHARACTER SET latin1, ROW_FORMAT=COMPACT", "ALTER TABLE t " + columns(n), "ALTER TABLE t " + alter}
}

// columns adds columns that leave 788 bytes each in a compact row.
func columns(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("ADD c%d varchar(255)", i)
	}
	return strings.Join(all, ", ")
}

// TestRefusalsInItsWords holds what the room says to what the server says, to the word.
func TestRefusalsInItsWords(t *testing.T) {
	for _, c := range refusedCases {
		t.Run(c.name, func(t *testing.T) {
			onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
				db.Exec(t, "CREATE TABLE t (id int PRIMARY KEY, v varchar(40), KEY t_v (v)) CHARACTER SET utf8mb4")
				if strings.Contains(c.name, "generated") && !r.flavor.hasGenerated {
					t.Skip("the server has no generated columns")
				}
				db.Exec(t, c.ddl...)
				change, err := r.Normalize(c.change)
				if err != nil {
					t.Fatal(err)
				}
				if change == nil { // the server reads it and forgets it
					db.Exec(t, "ALTER TABLE t ADD CHECK ("+c.change.(schema.AddCheck).Check.Expr+")")
					if n := len(read(t, db).Schema.Table("t").Checks); n > 0 {
						t.Fatalf("the server keeps %d checks", n)
					}
					return
				}
				f := r.Refusal(read(t, db).Schema, change)
				sql, err := r.Format(change)
				if err != nil {
					t.Fatal(err)
				}
				_, err = db.DB.Exec(sql[0])
				var said *driver.MySQLError
				switch {
				case c.runs && (f != nil || err != nil):
					t.Fatalf("Refusal = %v, and the server says %v; want it to run", f, err)
				case c.runs, c.either && f == nil && err == nil:
					return
				case !errors.As(err, &said):
					t.Fatalf("the server says %v, and Refusal = %v", err, f)
				}
				want := fmt.Sprintf("ERROR %d (%s): %s", said.Number, said.SQLState, strings.ReplaceAll(said.Message, db.Name+".", ""))
				if f == nil || f.Error() != want {
					t.Fatalf("Refusal = %v, want %s", f, want)
				}
				if c.free {
					setAside(t, r, db, f.Blockers, sql)
				}
			})
		})
	}
}

// setAside drops what is in the way, runs the statement and puts everything back.
func setAside(t *testing.T, r *Room, db *lab.Database, blockers []schema.Blocker, sql []string) {
	t.Helper()
	if len(blockers) == 0 {
		t.Fatal("nothing is named that is in the way")
	}
	for _, b := range blockers {
		drop, err := r.Format(b.Drop)
		if err != nil {
			t.Fatal(err)
		}
		db.Exec(t, drop...)
	}
	db.Exec(t, sql...)
	for _, b := range blockers {
		if b.Gone != "" {
			continue
		}
		if _, err := r.Format(b.Back); err != nil {
			t.Errorf("nothing brings %s back: %v", b.What, err)
		}
	}
}
