package postgres

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"assay/internal/lab"
	"assay/schema"
)

// answerBase is what the statements of TestRefusal meet.
var answerBase = []string{
	`CREATE TYPE yn AS ENUM ('yes', 'no')`, `CREATE TYPE bv AS ENUM ('yes', 'no', 'on')`,
	`CREATE TABLE t (id varchar(40) PRIMARY KEY, a varchar(40), b yn, n integer, d text)`,
	`CREATE TABLE u (x varchar(40) CONSTRAINT fk REFERENCES t, y integer)`,
}

// answers: what a server answers, and that what is in the way can be set aside and put back. Each begins with more of a schema.
var answers = []struct {
	name, more string
	change     schema.Change
	runs       bool
}{
	{"column twice", ``, schema.AddColumn{Table: "t", Column: schema.Column{Name: "a", Type: schema.Type{Name: "text"}, Nullable: true}}, false},
	{"no column", ``, schema.DropColumn{Table: "t", Column: "z"}, false},
	{"no column to rename", ``, schema.RenameColumn{Table: "t", From: "z", To: "y"}, false},
	{"name taken", ``, schema.RenameColumn{Table: "t", From: "a", To: "b"}, false},
	{"no table", ``, schema.AddColumn{Table: "z", Column: schema.Column{Name: "a", Type: schema.Type{Name: "text"}, Nullable: true}}, false},
	{"no table to drop", ``, schema.DropTable{Table: "z"}, false},
	{"table twice", ``, schema.CreateTable{Table: &schema.Table{Name: "t", Columns: []schema.Column{{Name: "a", Type: schema.Type{Name: "text"}}}}}, false},
	{"index twice", `CREATE INDEX i ON t (a)`, schema.AddIndex{Table: "u", Index: schema.Index{Name: "i", Parts: schema.Columns("x")}}, false},
	{"index over no column", ``, schema.AddIndex{Table: "u", Index: schema.Index{Name: "i", Parts: schema.Columns("z")}}, false},
	{"unique over no column", ``, schema.AddIndex{Table: "u", Index: schema.Index{Name: "i", Kind: schema.Constraint, Parts: schema.Columns("z")}}, false},
	{"second key", ``, schema.AddIndex{Table: "t", Index: schema.Index{Kind: schema.Primary, Parts: schema.Columns("a")}}, false},
	{"no index", ``, schema.DropIndex{Table: "t", Name: "z"}, false},
	{"no constraint", ``, schema.DropForeignKey{Table: "t", Name: "z"}, false},
	{"no check", ``, schema.DropCheck{Table: "t", Name: "z"}, false},
	{"check twice", `ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0)`, schema.AddCheck{Table: "t", Check: schema.Check{Name: "c", Expr: "n > 1"}}, false},
	{"type twice", ``, schema.CreateEnum{Enum: schema.Enum{Name: "yn", Labels: "'x'"}}, false},
	{"type in use", ``, schema.DropEnum{Name: "yn"}, false},
	{"no type", ``, schema.DropEnum{Name: "z"}, false},
	{"NULL in a key", ``, schema.AlterColumn{Table: "t", Name: "id", Set: schema.PropNullable, To: schema.Column{Nullable: true}}, false},
	{"table referred to", ``, schema.DropTable{Table: "t"}, false},
	{"column referred to", ``, schema.DropColumn{Table: "t", Column: "id"}, false},

	{"wider", `CREATE INDEX i ON t (a)`, otherType("a", "varchar", "80", ""), true},
	{"wider key", ``, otherType("id", "varchar", "80", ""), true},
	{"view on another column", `CREATE VIEW v AS SELECT id FROM t`, otherType("a", "varchar", "80", ""), true},
	{"number to text", ``, otherType("n", "varchar", "10", ""), true},
	{"cast that works", ``, otherType("b", "bv", "", "b::text::bv"), true},
	{"default that fits", `ALTER TABLE t ALTER n SET DEFAULT 5`, otherType("n", "bigint", "", ""), true},

	{"no cast", ``, otherType("d", "integer", "", ""), false},
	{"no cast to a type", ``, otherType("b", "bv", "", ""), false},
	{"default", `ALTER TABLE t ALTER b SET DEFAULT 'no'`, otherType("b", "bv", "", "b::text::bv"), false},
	{"view", `CREATE VIEW v AS SELECT id, a FROM t`, otherType("a", "varchar", "80", ""), false},
	{"view, same type", `CREATE VIEW v AS SELECT id, a FROM t`, otherType("a", "varchar", "40", ""), false},
	{"views on views", `CREATE VIEW z AS SELECT id, a FROM t; CREATE VIEW v AS SELECT id FROM z; CREATE VIEW w WITH (security_barrier=true) AS SELECT v.id, z.a FROM v, z`, otherType("a", "varchar", "80", ""), false},
	{"materialized view", `CREATE MATERIALIZED VIEW v AS SELECT id, a FROM t; CREATE INDEX vi ON v (a)`, otherType("a", "varchar", "80", ""), false},
	{"rule", `CREATE RULE r AS ON INSERT TO t WHERE new.a = 'x;y' DO INSTEAD NOTHING`, otherType("a", "varchar", "80", ""), false},
	{"trigger", `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
		CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f()`, otherType("a", "varchar", "80", ""), false},
	{"policy", `CREATE POLICY p ON t AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (a = 'x') WITH CHECK (a <> 'y')`, otherType("a", "varchar", "80", ""), false},
	{"generated column", `ALTER TABLE t ADD g text GENERATED ALWAYS AS (upper(a)) STORED`, otherType("a", "varchar", "80", ""), false},
	{"partial index", `CREATE INDEX i ON t (id) WHERE b = 'yes'`, otherType("b", "bv", "", "b::text::bv"), false},
	{"dropped under a view", `CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v`, schema.DropColumn{Table: "t", Column: "a"}, false},
	{"dropped table under a view", `CREATE VIEW v AS SELECT y FROM u`, schema.DropTable{Table: "u"}, false},
	{"dropped table with a trigger", `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
		CREATE TRIGGER g BEFORE UPDATE OF y ON u FOR EACH ROW EXECUTE FUNCTION f()`, schema.DropTable{Table: "u"}, true},
}

func otherType(column, name, args, how string) schema.Change {
	return schema.AlterColumn{
		Table: "t", Name: column, Set: schema.PropType, Using: how, To: schema.Column{Type: schema.Type{Name: name, Args: args, Named: name == "bv"}},
	}
}

func TestAnswers(t *testing.T) {
	onServers(t, func(t *testing.T, db *lab.Database, r *Room) {
		for _, tt := range answers {
			t.Run(tt.name, func(t *testing.T) {
				db.Exec(t, `DROP SCHEMA public CASCADE`, `CREATE SCHEMA public`)
				db.Exec(t, answerBase...)
				if tt.more != "" {
					db.Exec(t, tt.more)
				}
				before := read(t, db)
				refusal := r.Refusal(before, tt.change)
				checkRefusal(t, db, format(t, r, tt.change), refusal)
				if tt.runs != (refusal == nil) {
					t.Fatalf("Refusal = %v", refusal)
				}
				if refusal != nil && len(refusal.Blockers) > 0 {
					goAround(t, db, r, tt.change, refusal.Blockers, before)
				}
			})
		}
	})
}

// checkRefusal holds what is foretold against what the server says.
func checkRefusal(t *testing.T, db *lab.Database, statements []string, refusal *schema.Refusal) {
	t.Helper()
	_, err := db.DB.ExecContext(t.Context(), strings.Join(statements, ";\n"))
	var said *pgconn.PgError
	switch {
	case err == nil && refusal != nil:
		t.Fatalf("the server runs what was to be refused with %v", refusal)
	case err == nil:
	case !errors.As(err, &said):
		t.Fatal(err)
	case refusal == nil:
		t.Fatalf("the server refuses what it was to run: %v", err)
	case said.Code != refusal.Code || said.Message != refusal.Text:
		t.Fatalf("the server says %s %s, want %s %s", said.Code, said.Message, refusal.Code, refusal.Text)
	}
}

// goAround sets aside what is in the way, makes the change, and puts back what has a place.
func goAround(t *testing.T, db *lab.Database, r *Room, c schema.Change, blockers []schema.Blocker, before *schema.Schema) {
	t.Helper()
	var back []string
	for _, b := range blockers {
		drop, again := b.DropSQL, b.BackSQL
		if b.Drop != nil {
			drop = format(t, r, b.Drop)
		}
		if b.Back != nil {
			again = format(t, r, b.Back)
		}
		db.Exec(t, drop...)
		back = append(append([]string{}, again...), back...)
	}
	db.Exec(t, format(t, r, c)...)
	db.Exec(t, back...)
	if _, alters := c.(schema.AlterColumn); !alters {
		return
	}
	after := read(t, db)
	if len(after.Opaque) != len(before.Opaque) {
		t.Errorf("%v are left of %v", after.Opaque, before.Opaque)
	}
	for i, o := range before.Opaque {
		if i < len(after.Opaque) && (after.Opaque[i].Name != o.Name || o.Kind != "view" && !slices.Equal(after.Opaque[i].Definition, o.Definition)) {
			t.Errorf("%+v came back as %+v", o, after.Opaque[i])
		}
	}
}
