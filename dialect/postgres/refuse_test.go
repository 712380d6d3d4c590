package postgres

import (
	"errors"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

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
	// since is the first version that knows what stands in ddl; empty: all do.
	since string
}

func identify(column string) schema.Change {
	return schema.AlterColumn{Table: "t", Name: column, To: schema.Column{Name: column, Identity: "ALWAYS"}, Set: schema.PropIdentity}
}

func retype(column, typ, using string) schema.Change {
	return schema.AlterColumn{Table: "t", Name: column, To: schema.Column{Name: column, Type: schema.Type{Name: typ}}, Set: schema.PropType, Using: using}
}

var refusals = []refusedCase{
	{name: "column there", change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "v", Type: schema.Type{Name: "INTEGER"}, Nullable: true}}},
	{name: "no table", change: schema.AddColumn{Table: "u", Column: schema.Column{Name: "v", Type: schema.Type{Name: "INTEGER"}, Nullable: true}}},
	{name: "no type", change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "x", Type: schema.Type{Name: "gone"}, Nullable: true}}},
	{name: "no column to alter", change: retype("x", "INTEGER", "")},
	{name: "no column to cast", change: retype("x", "mood", "x::text::mood")},
	{name: "no column to drop", change: schema.DropColumn{Table: "t", Column: "x"}},
	{name: "no column to rename", change: schema.RenameColumn{Table: "t", From: "x", To: "y"}},
	{name: "renamed to one that is there", change: schema.RenameColumn{Table: "t", From: "v", To: "id"}},
	{name: "table there", change: schema.CreateTable{Table: &schema.Table{Name: "t", Columns: []schema.Column{{Name: "id", Type: schema.Type{Name: "INTEGER"}}}}}},
	{name: "no table to drop", change: schema.DropTable{Table: "u"}},
	{name: "type there", change: schema.CreateEnum{Enum: schema.Enum{Name: "mood", Labels: "'a'"}}},
	{name: "no type to drop", change: schema.DropEnum{Name: "gone"}},
	{name: "type in use", change: schema.DropEnum{Name: "mood"}},
	{name: "no table to rename", change: schema.RenameTable{From: "gone", To: "g"}},
	{name: "table renamed to an index that is there", change: schema.RenameTable{From: "t", To: "t_v"}},
	{name: "no constraint to rename", change: schema.RenameIndex{Table: "t", From: "gone", To: "g", Kind: schema.Constraint}},
	{
		name: "check renamed to a key that is there", ddl: []string{"ALTER TABLE t ADD CONSTRAINT c CHECK (id > 0)"},
		change: schema.RenameIndex{Table: "t", From: "c", To: "t_pkey", Kind: schema.Constraint},
	},
	{name: "no type to rename", change: schema.RenameEnum{From: "gone", To: "g"}},
	{name: "type renamed to one that is there", change: schema.RenameEnum{From: "mood", To: "temper"}},
	{name: "index there", change: schema.AddIndex{Table: "t", Index: schema.Index{Name: "t_v", Parts: schema.Columns("v")}}},
	{name: "index of no column", change: schema.AddIndex{Table: "t", Index: schema.Index{Name: "t_x", Parts: schema.Columns("x")}}},
	{name: "key of no column", change: schema.AddIndex{Table: "t", Index: schema.Index{Name: "t_x", Kind: schema.Constraint, Parts: schema.Columns("x")}}},
	{name: "second primary key", change: schema.AddIndex{Table: "t", Index: schema.Index{Name: "t_x", Kind: schema.Primary, Parts: schema.Columns("v")}}},
	{name: "no index to drop", change: schema.DropIndex{Name: "gone"}},
	{name: "no constraint to drop", change: schema.DropIndex{Table: "t", Name: "gone", Kind: schema.Constraint}},
	{name: "key to no table", change: schema.AddForeignKey{Table: "t", ForeignKey: schema.ForeignKey{Name: "k", Columns: []string{"id"}, RefTable: "u", RefColumns: []string{"id"}}}},

	{name: "no cast", change: retype("v", "INTEGER", "")},
	{name: "cast of an enum", change: retype("m", "temper", "")},
	{name: "cast that is no use", change: retype("v", "INTEGER", "v::text")},
	{name: "column as it is", change: retype("v", "INTEGER", "v")},
	{name: "column of a generated one", ddl: []string{"ALTER TABLE t ADD g text GENERATED ALWAYS AS (v || 'x') STORED"}, change: schema.DropColumn{Table: "t", Column: "v"}, either: true},
	{name: "index to which NULLs are equal", change: schema.AddIndex{Table: "t", Index: schema.Index{Name: "q", Kind: schema.Unique, Parts: schema.Columns("v"), NullsNotDistinct: true}}, either: true},
	{name: "column that is computed when it is read", change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "integer"}, Nullable: true, Generated: "id * 2"}}, either: true},
	{name: "column that is computed and stored", change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "integer"}, Nullable: true, Generated: "id * 2", Stored: true}}, runs: true},
	{name: "check that is not enforced", change: schema.AddCheck{Table: "t", Check: schema.Check{Name: "k", Expr: "id > 0", Traits: schema.Traits{schema.Validity: schema.NotEnforced}}}, either: true},
	{name: "key that is not enforced", change: schema.AddForeignKey{Table: "t", ForeignKey: schema.ForeignKey{
		Name: "f", Columns: []string{"id"}, RefTable: "t", RefColumns: []string{"id"}, Traits: schema.Traits{schema.Validity: schema.NotEnforced},
	}}, either: true},
	{name: "index of two columns that are hashed", change: schema.AddIndex{
		Table: "t", Index: schema.Index{Name: "h", Method: "hash", Parts: schema.Columns("id", "v")},
	}},
	{name: "column computed of one that is computed", ddl: []string{"ALTER TABLE t ADD g int GENERATED ALWAYS AS (id + 1) STORED"}, change: schema.AddColumn{
		Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "integer"}, Nullable: true, Generated: "g + 1", Stored: true},
	}},
	{name: "default that is no number", change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "integer"}, Nullable: true, Default: "'abc'"}}},
	{name: "default that is a number", change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "integer"}, Nullable: true, Default: "'12'"}}, runs: true},
	{name: "default that is no label", change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "mood", Named: true}, Nullable: true, Default: "'zzz'"}}},
	{name: "default that is too long", change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "varchar", Args: "3"}, Nullable: true, Default: "'abcdef'"}}},
	{name: "default that fits", change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "varchar", Args: "6"}, Nullable: true, Default: "'abcdef'"}}, runs: true},
	{name: "default that is asked for", change: schema.AddColumn{Table: "t", Column: schema.Column{Name: "n", Type: schema.Type{Name: "integer"}, Nullable: true, Default: "(SELECT 1)"}}},
	{name: "check that asks", change: schema.AddCheck{Table: "t", Check: schema.Check{Name: "k", Expr: "id > (SELECT 1)"}}},
	{name: "check of the hour", change: schema.AddCheck{Table: "t", Check: schema.Check{Name: "k", Expr: "now() > '2001-01-01'"}}, runs: true},
	{name: "index that changes", change: schema.AddIndex{Table: "t", Index: schema.Index{Name: "i", Parts: []schema.Part{{Expr: "random()"}}}}},
	{
		name: "generated from the hour", since: "12", change: schema.AddColumn{Table: "t", Column: schema.Column{
			Name: "n", Type: schema.Type{Name: "timestamp with time zone"}, Nullable: true, Generated: "now()", Stored: true,
		}},
	},
	{
		name: "index of columns named like values", ddl: []string{`ALTER TABLE t ADD "localtime" text, ADD "current_date" date`},
		change: schema.AddIndex{Table: "t", Index: schema.Index{
			Name: "i", Parts: []schema.Part{{Expr: `lower("localtime")`}}, Where: `"current_date" IS NOT NULL`,
		}}, runs: true,
	},
	{
		name: "index of functions named like others", ddl: []string{
			"CREATE SCHEMA own", "CREATE FUNCTION own.now() RETURNS text LANGUAGE sql IMMUTABLE AS $$SELECT text 'a'$$",
			"CREATE FUNCTION random(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
		},
		change: schema.AddIndex{Table: "t", Index: schema.Index{Name: "i", Parts: []schema.Part{{Expr: "(own.now() || random(v))"}}}}, runs: true,
	},
	{
		name: "check of a column named like a query", ddl: []string{`ALTER TABLE t ADD "(select" integer`},
		change: schema.AddCheck{Table: "t", Check: schema.Check{Name: "k", Expr: `"(select" > 0`}}, runs: true,
	},
	{name: "check that asks for many", change: schema.AddCheck{Table: "t", Check: schema.Check{Name: "k", Expr: "id = ANY (ARRAY(SELECT 1))"}}},
	{name: "identity of a column that may be NULL", ddl: []string{"ALTER TABLE t ADD n integer"}, change: identify("n")},
	{name: "identity of a column with a default", ddl: []string{"ALTER TABLE t ADD n integer DEFAULT 1 NOT NULL"}, change: identify("n")},
	{name: "identity", ddl: []string{"ALTER TABLE t ADD n integer NOT NULL"}, change: identify("n"), runs: true},
	{name: "index of a document", ddl: []string{"ALTER TABLE t ADD d json"}, change: schema.AddIndex{Table: "t", Index: schema.Index{Name: "i", Parts: schema.Columns("d")}}},
	{
		name: "inverted index of an array", ddl: []string{"ALTER TABLE t ADD d integer[]"},
		change: schema.AddIndex{Table: "t", Index: schema.Index{Name: "i", Method: "gin", Parts: schema.Columns("d")}}, runs: true,
	},
	{name: "check of another operator", ddl: []string{"ALTER TABLE t ADD CONSTRAINT c CHECK (m <> 'a')"}, change: retype("m", "temper", "m::text::temper"), free: true},
	{name: "cast that is said", change: retype("m", "temper", "m::text::temper"), runs: true},
	{name: "wider", change: retype("v", "VARCHAR(255)", ""), runs: true},
	{name: "view", ddl: []string{"CREATE VIEW w AS SELECT id, v FROM t WHERE m = 'a'"}, change: retype("v", "VARCHAR(255)", ""), free: true},
	{name: "view of another column", ddl: []string{"CREATE VIEW w AS SELECT id FROM t"}, change: retype("v", "VARCHAR(255)", ""), runs: true},
	{name: "materialized view", ddl: []string{"CREATE MATERIALIZED VIEW w AS SELECT v FROM t"}, change: retype("v", "VARCHAR(255)", ""), free: true},
	{name: "rule", ddl: []string{"CREATE TABLE log (v text)", "CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (NEW.v)"}, change: retype("v", "VARCHAR(255)", ""), free: true},
	{
		name: "trigger of the column", change: retype("v", "VARCHAR(255)", ""), free: true,
		ddl: []string{`CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`, "CREATE TRIGGER trig BEFORE UPDATE OF v ON t FOR EACH ROW EXECUTE FUNCTION f()"},
	},
	{name: "policy", ddl: []string{"CREATE POLICY pol ON t FOR SELECT TO PUBLIC USING (v <> 'x')"}, change: retype("v", "VARCHAR(255)", ""), free: true},
	{name: "generated column", ddl: []string{"ALTER TABLE t ADD g text GENERATED ALWAYS AS (v || 'x') STORED"}, change: retype("v", "VARCHAR(255)", "")},
	{name: "default of an enum", ddl: []string{"ALTER TABLE t ALTER m SET DEFAULT 'a'"}, change: retype("m", "temper", "m::text::temper"), free: true},
	{name: "default of a text", ddl: []string{"ALTER TABLE t ALTER v SET DEFAULT 'a'"}, change: retype("v", "mood", "v::mood"), free: true},
	{name: "default that is cast", ddl: []string{"ALTER TABLE t ALTER v SET DEFAULT 'a'"}, change: retype("v", "VARCHAR(255)", ""), runs: true},
	{name: "check", ddl: []string{"ALTER TABLE t ADD CONSTRAINT c CHECK (m = 'a')"}, change: retype("m", "temper", "m::text::temper"), free: true},
	{name: "partial index", ddl: []string{"CREATE INDEX p ON t (id) WHERE m = 'a'"}, change: retype("m", "temper", "m::text::temper"), free: true},
	{name: "check for NULL", ddl: []string{"ALTER TABLE t ADD CONSTRAINT c CHECK (m IS NOT NULL OR id > 0)"}, change: retype("m", "temper", "m::text::temper"), runs: true},
	{name: "index where it is NULL", ddl: []string{"CREATE INDEX p ON t (id) WHERE m IS NULL"}, change: retype("m", "temper", "m::text::temper"), runs: true},
	{name: "check that names it in a text", ddl: []string{"ALTER TABLE t ADD CONSTRAINT c CHECK (v <> 'm = x')"}, change: retype("m", "temper", "m::text::temper"), runs: true},
	{name: "check of a varchar", ddl: []string{"ALTER TABLE t ADD CONSTRAINT c CHECK (v <> 'x')"}, change: retype("v", "mood", "v::mood"), runs: true},
	{name: "list of a varchar", ddl: []string{"ALTER TABLE t ADD CONSTRAINT c CHECK (v IN ('a', 'b'))"}, change: retype("v", "mood", "v::mood"), runs: true},
	{name: "index of a varchar", ddl: []string{"CREATE INDEX p ON t (lower(v)) WHERE v = 'a'"}, change: retype("v", "mood", "v::mood")},
	{name: "index of a varchar's text", ddl: []string{"CREATE INDEX p ON t (lower(v))"}, change: retype("v", "mood", "v::mood")},
	{name: "index where a varchar is a label", ddl: []string{"CREATE INDEX p ON t (id) WHERE v = 'a'"}, change: retype("v", "mood", "v::mood"), free: true},
	{name: "check that counts NULLs", ddl: []string{`ALTER TABLE t ADD "a b" boolean`, `ALTER TABLE t ADD CONSTRAINT c CHECK (num_nulls(m, id, "a b") = 0 OR num_nonnulls("a b") > 0)`}, change: retype("m", "temper", "m::text::temper"), runs: true},
	{name: "check that counts NULLs of a boolean", ddl: []string{"ALTER TABLE t ADD n boolean", "ALTER TABLE t ADD CONSTRAINT c CHECK (num_nonnulls(n, id) = 1)"}, change: retype("n", "VARCHAR(20)", ""), runs: true},
	{name: "check that counts NULLs of an expression", ddl: []string{"ALTER TABLE t ADD n integer", "ALTER TABLE t ADD CONSTRAINT c CHECK (num_nonnulls(n > 0, id) = 1)"}, change: retype("n", "VARCHAR(20)", "")},
	{name: "index that counts NULLs", ddl: []string{"CREATE INDEX p ON t (id) WHERE num_nulls(m, id) = 0"}, change: retype("m", "temper", "m::text::temper"), runs: true},
	{name: "index where a varchar is there", ddl: []string{"CREATE INDEX p ON t (id) WHERE v IS NOT NULL"}, change: retype("v", "mood", "v::mood"), runs: true},
	{name: "length of a varchar", ddl: []string{"ALTER TABLE t ADD CONSTRAINT c CHECK (length(v) > 0)"}, change: retype("v", "mood", "v::mood"), runs: true},
	{name: "check of a text", ddl: []string{"ALTER TABLE t ADD w text", "ALTER TABLE t ADD CONSTRAINT c CHECK (w <> 'a')"}, change: retype("w", "mood", "w::mood"), free: true},
	{name: "check of a text that is no label", ddl: []string{"ALTER TABLE t ADD w text", "ALTER TABLE t ADD CONSTRAINT c CHECK (w <> 'x')"}, change: retype("w", "mood", "w::mood")},
	{name: "check of a number", ddl: []string{"ALTER TABLE t ADD n integer", "ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0 AND n IS NOT NULL)"}, change: retype("n", "VARCHAR(20)", "")},
	{name: "check for NULL and more", ddl: []string{"ALTER TABLE t ADD CONSTRAINT c CHECK (m IS NULL OR m = 'a')"}, change: retype("m", "temper", "m::text::temper"), free: true},
	{name: "generated column that names it in a text", ddl: []string{"ALTER TABLE t ADD w text", "ALTER TABLE t ADD g text GENERATED ALWAYS AS (w || 'v') STORED"}, change: retype("v", "VARCHAR(255)", ""), runs: true},
	{name: "publication of some columns", ddl: []string{"CREATE PUBLICATION pub FOR TABLE t (id, v)"}, change: retype("v", "VARCHAR(255)", ""), free: true, since: "15"},
	{name: "row type", ddl: []string{"CREATE TABLE u (r t)"}, change: retype("v", "VARCHAR(255)", "")},
	{name: "row type under a view", ddl: []string{"CREATE VIEW w AS SELECT v FROM t", "CREATE TABLE u (r t)"}, change: retype("v", "VARCHAR(255)", "")},
	{name: "row type in an array", ddl: []string{"CREATE TABLE u (r t[])"}, change: retype("v", "VARCHAR(255)", "")},
	{name: "column where rows are kept", ddl: []string{"CREATE TABLE u (r t)"}, change: schema.DropColumn{Table: "t", Column: "v"}, runs: true},
	{name: "view of a view's rows", ddl: []string{"CREATE VIEW w AS SELECT v FROM t", "CREATE VIEW x AS SELECT w FROM w"}, change: retype("v", "VARCHAR(255)", ""), free: true},
	{name: "heir", ddl: []string{"CREATE TABLE heir () INHERITS (t)"}, change: retype("m", "temper", "m::text::temper"), runs: true},
	{name: "column of a view", ddl: []string{"CREATE VIEW w AS SELECT v FROM t"}, change: schema.DropColumn{Table: "t", Column: "v"}, free: false},
}

// TestRefusals holds what the room says to what the server says, to the word.
func TestRefusals(t *testing.T) {
	for _, c := range refusals {
		t.Run(c.name, func(t *testing.T) {
			onServers(t, func(t *testing.T, db *lab.Database, r *Room) {
				if c.since != "" && !r.since(int(majorVersion(c.since))) {
					return
				}
				db.Exec(t, "CREATE TYPE mood AS ENUM ('a', 'b')", "CREATE TYPE temper AS ENUM ('a', 'b', 'c')",
					"CREATE TABLE t (id integer PRIMARY KEY, v varchar(40), m mood)", "CREATE INDEX t_v ON t (v)")
				db.Exec(t, c.ddl...)
				change, err := r.Normalize(c.change)
				if err != nil {
					t.Fatal(err)
				}
				s := read(t, db)
				f := r.Refusal(s, change)
				sql, err := r.Format(change)
				if err != nil && f != nil && f.Code == "42601" { // it writes nothing that the server does not read
					sql, err = New(schema.Server{Version: "18"}).Format(change)
				}
				if err != nil {
					t.Fatal(err)
				}
				_, err = db.DB.Exec(sql[0])
				var said *pgconn.PgError
				switch {
				case c.runs && (f != nil || err != nil):
					t.Fatalf("Refusal = %v, and the server says %v; want it to run", f, err)
				case c.runs, c.either && f == nil && err == nil:
					return
				case !errors.As(err, &said):
					t.Fatalf("the server says %v", err)
				case f == nil || f.Code+f.Text != said.Code+said.Message:
					t.Fatalf("Refusal = %v, want ERROR %s: %s", f, said.Code, said.Message)
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
	format := func(c schema.Change) []string {
		if c == nil {
			return nil
		}
		s, err := r.Format(c)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for _, b := range blockers {
		db.Exec(t, append(format(b.Drop), b.DropSQL...)...)
	}
	db.Exec(t, sql...)
	for _, b := range slices.Backward(blockers) {
		back := append(format(b.Back), b.BackSQL...)
		if len(back) == 0 {
			t.Errorf("nothing brings %s back", b.What)
		}
		db.Exec(t, back...)
	}
}
