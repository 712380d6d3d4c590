package assay_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay"
	"assay/expected"
	"assay/internal/lab/oracle"
	"assay/schema"
)

var oracle19 = schema.Server{Engine: "oracle", Product: "Oracle", Version: "19.0.0.0.0"}

// oracleRows are what that server says of a database.
func oracleRows(t *testing.T) func(*schema.Database) string {
	t.Helper()
	room := speaking(t, oracle19)
	return func(db *schema.Database) string { return oracle.Print(db, room.Quote) }
}

func oracleDrifts() []catalogueDrift {
	index := func(x schema.Index) schema.Change { return schema.AddIndex{Table: "ps_endpoints", Index: x} }
	typed := func(name, args string) func(*schema.Schema) []schema.Change {
		return alter(schema.PropType, func(c *schema.Column) { c.Type = schema.Type{Name: name, Args: args} })
	}
	add := func(c schema.Column) func(*schema.Schema) []schema.Change {
		return just(schema.AddColumn{Table: "ps_endpoints", Column: c})
	}
	identity := column("mine", "number", "*,0")
	identity.Identity, identity.Nullable = "BY DEFAULT ON NULL", false
	return []catalogueDrift{
		{"missing-column", just(schema.DropColumn{Table: "ps_endpoints", Column: "mailboxes"})},
		{"missing-column", just(schema.DropColumn{Table: "ps_endpoints", Column: "100rel"})},
		{"missing-column", just(schema.DropColumn{Table: "cdr", Column: "start"})},
		{"extra-column", add(column("mine", "number", "*,0"))},
		{"extra-column", add(column("Mine too", "timestamp", "3"))},
		{"extra-column", add(column("START", "date", ""))},
		{"extra-column", add(identity)},
		{"extra-column", add(schema.Column{Name: "mine", Type: schema.Type{Name: "number"}, Nullable: true, Generated: "length(context)"})},
		{"missing-column", just(schema.RenameColumn{Table: "ps_endpoints", From: "context", To: `"context"`})},
		{"type-narrower", typed("varchar2", "20 char")},
		{"type-wider", typed("varchar2", "80 char")},
		{"type-narrower", typed("varchar2", "40 byte")},
		{"type-wider", typed("nvarchar2", "40")},
		{"type-changed", typed("number", "*,0")},
		{"type-wider", typed("clob", "")},
		{"type-changed", retyped("queue_log", "id", schema.Type{Name: "varchar2", Args: "20 char"})},
		{"type-wider", retyped("queue_log", "id", schema.Type{Name: "number"})},
		{"type-changed", retyped("cdr", "start", schema.Type{Name: "timestamp"})},
		{"nullability", alter(schema.PropNullable, func(c *schema.Column) { c.Nullable = false })},
		{"default", alter(schema.PropDefault, func(c *schema.Column) { c.Default = "'x'" })},
		{"default", alter(schema.PropDefault, func(c *schema.Column) { c.Default = "ON NULL 'ä'" })},
		{"default", alter(schema.PropDefault, func(c *schema.Column) { c.Default = "sysdate" })},
		{"column-collation", alter(schema.PropCollation, func(c *schema.Column) { c.Collation = "BINARY_CI" })},
		{"missing-unique", dropUnique("ps_endpoints")},
		{"missing-primary-key", dropPrimary("queue_log")},
		{"extra-index", just(index(schema.Index{Name: "mine", Parts: schema.Columns("context")}))},
		{"extra-index", just(index(schema.Index{Name: "mine", Parts: []schema.Part{{Column: "context", Desc: true}, {Expr: "upper(aors)"}}}))},
		{"extra-unique", just(index(schema.Index{Name: "mine", Kind: schema.Unique, Parts: schema.Columns("context")}))},
		{"extra-unique", just(index(schema.Index{Name: "mine", Kind: schema.Constraint, Parts: schema.Columns("context")}))},
		{"extra-primary-key", just(index(schema.Index{Name: "mine", Kind: schema.Primary, Parts: schema.Columns("context")}))},
		{"extra-check", just(schema.AddCheck{Table: "ps_endpoints", Check: schema.Check{Name: "mine", Expr: "context <> 'x'"}})},
		{"extra-check", just(schema.AddCheck{Table: "ps_endpoints", Check: schema.Check{Name: "mine", Expr: "context IN ('x', 'y')", NotEnforced: true}})},
		{"extra-foreign-key", just(schema.AddForeignKey{Table: "ps_endpoints", ForeignKey: schema.ForeignKey{
			Name: "mine", Columns: []string{"aors"}, RefTable: "ps_aors", RefColumns: []string{"id"}, OnDelete: "SET NULL",
		}})},
		{"missing-foreign-key", just(schema.DropForeignKey{Table: "musiconhold_entry", Name: "fk_musiconhold_entry_name_musiconhold"})},
		{"missing-table", just(schema.DropTable{Table: "ps_systems"})},
		{"missing-table", just(schema.DropTable{Table: "extensions"})},
	}
}

// TestOracleDrift is [TestCatalogueDrift] for Oracle.
func TestOracleDrift(t *testing.T) {
	t.Parallel()
	for _, c := range oracleDrifts() {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			checkDrift(t, installedBy(t, oracle19, ""), oracleRows(t), c)
		})
	}
}

// retyped gives a column another type.
func retyped(table, column string, to schema.Type) func(*schema.Schema) []schema.Change {
	return alterOf(table, column, schema.PropType, func(c *schema.Column) { c.Type = to })
}

// dropUnique drops a table's first UNIQUE constraint.
func dropUnique(table string) func(*schema.Schema) []schema.Change {
	return dropFirst(table, schema.Constraint)
}

func dropPrimary(table string) func(*schema.Schema) []schema.Change {
	return dropFirst(table, schema.Primary)
}

func dropFirst(table string, kind schema.IndexKind) func(*schema.Schema) []schema.Change {
	return func(s *schema.Schema) []schema.Change {
		for _, x := range s.Table(table).Indexes {
			if x.Kind == kind {
				return []schema.Change{schema.DropIndex{Table: table, Name: x.Name, Kind: kind}}
			}
		}
		return nil
	}
}

// TestOracleRights: who may not see all is told so, and a version table that may not be read is no missing stamp.
func TestOracleRights(t *testing.T) {
	t.Parallel()
	db := installedBy(t, oracle19, "")
	db.Hidden = "some"
	r, err := assay.Check(t.Context(), catalogueFile(t, oracleRows(t)(db)), assay.Options{})
	if err != nil || !slices.ContainsFunc(r.Trees[0].Notes, func(n string) bool { return strings.Contains(n, "run the queries as ASTERISK") }) {
		t.Errorf("%+v, %v", r, err)
	}
	db.Hidden = ""
	var kept []string
	for line := range strings.Lines(oracleRows(t)(db)) {
		switch {
		case strings.Contains(line, `"k":"stamp","table":"ALEMBIC_VERSION_CONFIG"`), strings.Contains(line, `"k":"end"`):
		case strings.Contains(line, `"k":"version","table":"ALEMBIC_VERSION_CONFIG"`):
			kept = append(kept, strings.Replace(line, `"may":1`, `"may":0`, 1))
		default:
			kept = append(kept, line)
		}
	}
	path := catalogueFile(t, strings.Join(kept, "")+fmt.Sprintf(`{"k":"end","rows":%d}`, len(kept)))
	if got := findings(t, path); !slices.Equal(got, []string{"not-compared", "unseen"}) {
		t.Errorf("a stamp that may not be read: %v", got)
	}
}

// TestOracleStates: a database where a client program went on behind each refusal lacks the tables that the server would not make, and nothing else; one where
// it stopped is at the statement where it did.
func TestOracleStates(t *testing.T) {
	t.Parallel()
	db := installedBy(t, oracle19, "")
	clean := catalogueFile(t, oracleRows(t)(db))
	if got := findings(t, clean); len(got) > 0 {
		t.Errorf("made without what is refused: %v", got)
	}
	if r, err := assay.Check(t.Context(), clean, assay.Options{}); err != nil || strings.Contains(fmt.Sprint(r.Trees), "64 KB") {
		t.Errorf("a BLOB, which has no such bound here, is said to be too short: %v", err)
	}
	for _, table := range []string{"extensions", "queue_log"} {
		if err := db.Schema.Apply(schema.DropTable{Table: table}); err != nil {
			t.Fatal(err)
		}
	}
	if got := findings(t, catalogueFile(t, oracleRows(t)(db))); !slices.Equal(got, []string{"missing-table", "missing-table"}) {
		t.Errorf("gone on: %v", got)
	}
	script, err := assay.Fix(t.Context(), catalogueFile(t, oracleRows(t)(db)), assay.Options{Severity: "info"})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"WHENEVER SQLERROR EXIT FAILURE ROLLBACK\n", "Each statement commits by itself", `CURRENT_SCHEMA = "ASTERISK";`, `CREATE TABLE "EXTENSIONS" (`,
		`CREATE TABLE "QUEUE_LOG" (`, "COMMIT;\n",
	} {
		if !strings.Contains(script.String(), want) {
			t.Errorf("the fix lacks %s\n%s", want, script)
		}
	}
	room := speaking(t, oracle19)
	h, err := expected.Asterisk("config", oracle19.Engine, room)
	if err != nil {
		t.Fatal(err)
	}
	stopped := schema.New(room.Semantics())
	stopped.Add(db.Schema.Table("alembic_version_config").Clone())
	if err := stopped.Replay(h.Newest().Revisions[0].Changes[0]); err != nil {
		t.Fatal(err)
	}
	db.Schema, db.Stamps = stopped, []schema.Stamp{{Table: "alembic_version_config"}}
	r, err := assay.Check(t.Context(), catalogueFile(t, oracleRows(t)(db)), assay.Options{Trees: []string{"config"}})
	if err != nil {
		t.Fatal(err)
	}
	if m := r.Trees[0].Match; m == nil || !m.Exact || m.Revision != "4da0c5f79a9c" || *m.Statement != 1 {
		t.Errorf("stopped at the second statement: %+v", r.Trees[0])
	}
}

// TestOracleFirstInstall: before anything has run, it is said what the server will refuse of each tree, and the script leads to the end all the same.
func TestOracleFirstInstall(t *testing.T) {
	t.Parallel()
	room := speaking(t, oracle19)
	path := catalogueFile(t, oracleRows(t)(&schema.Database{Server: oracle19, Name: "asterisk", Schema: schema.New(room.Semantics())}))
	r, err := assay.Preflight(t.Context(), path, "22.10.1", assay.Options{From: "base"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"config": "4da0c5f79a9c, statement 2: ORA-01408", "voicemail": "39428242f7f5, statement 1: ORA-22859",
		"cdr": "", "queue_log": "4105ee839f58, statement 1: ORA-02261",
	}
	for _, tree := range r.Trees {
		got := ""
		if at := tree.Upgrade.Stops; at != nil {
			got = fmt.Sprintf("%s, statement %d: %.9s", at.Revision, at.Statement, strings.TrimPrefix(at.Error, "ERROR "))
		}
		if got != want[tree.Tree] || tree.Verdict != "at-base" {
			t.Errorf("%s, %s: it stops at %q, want %q", tree.Tree, tree.Verdict, got, want[tree.Tree])
		}
		if at := tree.Upgrade.Stops; tree.Tree == "queue_log" && !strings.Contains(at.SQL, `UNIQUE ("ID")`) {
			t.Errorf("the statement that is refused is told without what it is refused for: %s", at.SQL)
		}
	}
}

// TestOracleBytes: a database that somebody has made by hand, in which each length counts bytes, is known for what it is.
func TestOracleBytes(t *testing.T) {
	t.Parallel()
	db := installedBy(t, oracle19, "")
	for _, table := range db.Schema.SortedTables() {
		for i, c := range table.Columns {
			table.Columns[i].Type.Args = strings.Replace(c.Type.Args, " char", " byte", 1)
		}
	}
	r, err := assay.Check(t.Context(), catalogueFile(t, oracleRows(t)(db)), assay.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tree := range r.Trees {
		if tree.Verdict != "agrees" {
			t.Errorf("%s: %s", tree.Tree, tree.Verdict)
		}
		for _, f := range tree.Findings {
			if f.Rule != "type-narrower" {
				t.Errorf("%s: %s %s", tree.Tree, f.Rule, f.Message)
			}
		}
	}
}
