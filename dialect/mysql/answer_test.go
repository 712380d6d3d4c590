package mysql

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	driver "github.com/go-sql-driver/mysql"

	"assay/internal/lab"
	"assay/schema"
)

var answerBase = []string{
	"CREATE TABLE t (id varchar(40) NOT NULL, a varchar(40), b int, UNIQUE KEY uid (id), KEY ia (a)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
	"CREATE TABLE p (x varchar(40), y varchar(40), CONSTRAINT fk FOREIGN KEY (x) REFERENCES t (id), CONSTRAINT c CHECK (y > 'a')) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
	"CREATE TABLE k (id varchar(40), a varchar(40), KEY i (id, a)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
	"CREATE TABLE m (a varchar(240), b varchar(40)) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4",
	"CREATE TABLE l (a varchar(400), b varchar(500), KEY i (a, b)) ENGINE=InnoDB DEFAULT CHARSET=latin1",
	"CREATE VIEW v AS SELECT 1 AS x",
}

// answers: what a server answers, and that what is in the way can be set aside and put back.
var answers = []struct {
	name   string
	change schema.Change
	runs   bool
}{
	{"column twice", schema.AddColumn{Table: "t", Column: whole("A")}, false},
	{"no column to drop", schema.DropColumn{Table: "t", Column: "z"}, false},
	{"no column to alter", schema.AlterColumn{Table: "t", Name: "z", Set: schema.PropAll, To: whole("z")}, false},
	{"no column to rename", schema.AlterColumn{Table: "t", Name: "z", Set: schema.PropAll | schema.PropName, To: whole("y")}, false},
	{"name taken", schema.AlterColumn{Table: "t", Name: "a", Set: schema.PropAll | schema.PropName, To: whole("b")}, false},
	{"no table", schema.AddColumn{Table: "z", Column: whole("a")}, false},
	{"no table to drop", schema.DropTable{Table: "z"}, false},
	{"view for a table", schema.AddColumn{Table: "v", Column: whole("a")}, false},
	{"view to drop", schema.DropTable{Table: "v"}, false},
	{"table twice", schema.CreateTable{Table: &schema.Table{Name: "t", Columns: []schema.Column{whole("a")}}}, false},
	{"table named as a view", schema.CreateTable{Table: &schema.Table{Name: "v", Columns: []schema.Column{whole("a")}}}, false},
	{"table of no key column", schema.CreateTable{Table: &schema.Table{
		Name: "w", Columns: []schema.Column{whole("a")}, Indexes: []schema.Index{{Name: "i", Parts: schema.Columns("b")}},
	}}, false},
	{"index twice", schema.AddIndex{Table: "t", Index: schema.Index{Name: "ia", Parts: schema.Columns("b")}}, false},
	{"index over no column", schema.AddIndex{Table: "t", Index: schema.Index{Name: "i", Parts: schema.Columns("z")}}, false},
	{"no index", schema.DropIndex{Table: "t", Name: "z"}, false},
	{"no primary key", schema.DropIndex{Table: "t", Name: "PRIMARY", Kind: schema.Primary}, false},
	{"no foreign key", schema.DropForeignKey{Table: "p", Name: "z"}, false},
	{"no check", schema.DropCheck{Table: "p", Name: "z"}, false},
	{"check twice", schema.AddCheck{Table: "p", Check: schema.Check{Name: "c", Expr: "`y` > 'b'"}}, false},
	{"foreign key to no table", schema.AddForeignKey{Table: "p", ForeignKey: schema.ForeignKey{Name: "f", Columns: []string{"x"}, RefTable: "z", RefColumns: []string{"id"}}}, false},
	{"foreign key to no column", schema.AddForeignKey{Table: "p", ForeignKey: schema.ForeignKey{Name: "f", Columns: []string{"x"}, RefTable: "t", RefColumns: []string{"z"}}}, false},
	{"foreign key of no column", schema.AddForeignKey{Table: "p", ForeignKey: schema.ForeignKey{Name: "f", Columns: []string{"z"}, RefTable: "t", RefColumns: []string{"id"}}}, false},
	{"counter without a key", schema.AddColumn{Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "int"}, AutoIncrement: true}}, false},
	{"table referred to", schema.DropTable{Table: "t"}, false},
	{"column referred to", schema.DropColumn{Table: "t", Column: "id"}, false},
	{"column that refers", schema.DropColumn{Table: "p", Column: "x"}, false},
	{"wider column that is referred to", widened("t", "id", 255, false), false},
	{"wider column that refers", widened("p", "x", 255, true), false},
	{"other charset of what is referred to", schema.AlterTable{Table: "t", To: schema.Options{Charset: "latin1", Collation: "latin1_swedish_ci"}}, false},
	{"other charset of what refers", schema.AlterTable{Table: "p", To: schema.Options{Charset: "latin1", Collation: "latin1_swedish_ci"}}, false},
	{"key as long as can be", keyed(728), true},
	{"key too long", keyed(729), false},
	{"key too long for MyISAM", schema.AddIndex{Table: "m", Index: schema.Index{Name: "i", Parts: schema.Columns("a", "b")}}, false},
	{"conversion that makes a key too long", schema.AlterTable{Table: "l", To: schema.Options{Charset: "utf8mb4", Collation: "utf8mb4_general_ci"}}, false},
	{"same type in a foreign key", widened("t", "id", 40, false), true},
	{"wider column under an index", widened("t", "a", 255, true), true},
	{"wider column under a check", widened("p", "y", 255, true), true},
}

func whole(name string) schema.Column {
	return schema.Column{Name: name, Type: schema.Type{Name: "int"}, Nullable: true}
}

func widened(table, column string, size int, nullable bool) schema.Change {
	to := schema.Column{Name: column, Type: schema.Type{Name: "varchar", Args: strconv.Itoa(size)}, Nullable: nullable}
	return schema.AlterColumn{Table: table, Name: column, Set: schema.PropAll, To: to}
}

func keyed(size int) schema.Change { return widened("k", "a", size, true) }

func TestAnswers(t *testing.T) {
	onServers(t, func(t *testing.T, r *Room, db *lab.Database) {
		for _, tt := range answers {
			t.Run(tt.name, func(t *testing.T) {
				dropAll(t, db)
				db.Exec(t, answerBase...)
				refusal := r.Refusal(read(t, db).Schema, tt.change)
				if tt.runs != (refusal == nil) {
					t.Fatalf("Refusal = %v", refusal)
				}
				checkRefusal(t, r, db, tt.change, refusal)
				if refusal != nil {
					goAround(t, r, db, tt.change, refusal.Blockers)
				}
			})
		}
	})
}

// checkRefusal holds what is foretold against what the server says.
func checkRefusal(t *testing.T, r *Room, db *lab.Database, c schema.Change, refusal *schema.Refusal) {
	t.Helper()
	for _, sql := range formatted(t, r, c) {
		_, err := db.DB.ExecContext(t.Context(), sql)
		var said *driver.MySQLError
		switch {
		case err == nil && refusal != nil:
			t.Fatalf("the server runs what was to be refused with %v", refusal)
		case err == nil:
		case !errors.As(err, &said):
			t.Fatal(err)
		case refusal == nil:
			t.Fatalf("the server refuses what it was to run: %v", err)
		case strconv.Itoa(int(said.Number)) != refusal.Code || string(said.SQLState[:]) != refusal.State || strings.NewReplacer(db.Name+".", "", "`"+db.Name+"`.`p`", map[bool]string{true: "'p'", false: "`p`"}[said.Number == 1829]).Replace(said.Message) != refusal.Text:
			t.Fatalf("the server says %v, want %v", err, refusal)
		}
	}
}

// goAround sets aside what is in the way, makes the change, and puts back what has a place.
func goAround(t *testing.T, r *Room, db *lab.Database, c schema.Change, blockers []schema.Blocker) {
	t.Helper()
	if len(blockers) == 0 {
		return
	}
	for _, b := range blockers {
		db.Exec(t, formatted(t, r, b.Drop)...)
	}
	db.Exec(t, formatted(t, r, c)...)
	if _, alters := c.(schema.AlterColumn); !alters { // the other side of the key has its old charset yet
		return
	}
	for _, b := range blockers {
		if b.Back != nil {
			db.Exec(t, formatted(t, r, b.Back)...)
		}
	}
}

func formatted(t *testing.T, r *Room, c schema.Change) []string {
	t.Helper()
	sql, err := r.Format(c)
	if err != nil {
		t.Fatal(err)
	}
	return sql
}
