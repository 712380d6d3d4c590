package assay_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"assay"
	"assay/dialect"
	"assay/expected"
	"assay/internal/lab/sqlserver"
	"assay/introspect"
	"assay/schema"
)

var sqlServer = schema.Server{Engine: "mssql", Product: "SQL Server", Version: "16.0.4175"}

// speaking speaks as a server does.
func speaking(t *testing.T, s schema.Server) dialect.Dialect {
	t.Helper()
	room, err := dialect.For(s)
	if err != nil {
		t.Fatal(err)
	}
	return room
}

// installed is a database of all trees of Asterisk's, each at the newest head, with its stamp.
func installed(t *testing.T) *schema.Database {
	t.Helper()
	return installedBy(t, sqlServer, "")
}

// installedBy is one at the heads that a release ships.
func installedBy(t *testing.T, server schema.Server, release string) *schema.Database {
	t.Helper()
	room := speaking(t, server)
	db := &schema.Database{Server: server, Name: "asterisk", Schema: schema.New(room.Semantics())}
	text := map[string]schema.Type{"mssql": {Name: "varchar", Args: "32"}, "oracle": {Name: "varchar2", Args: "32 char"}}[server.Engine]
	for _, tree := range expected.Trees() {
		h, err := expected.Asterisk(tree, server.Engine, room)
		if err != nil {
			t.Fatal(err)
		}
		c := h.Newest()
		for _, other := range h.Chains {
			if slices.ContainsFunc(other.Releases, func(r expected.Release) bool { return r.Name == release }) {
				c = other
			}
		}
		at := expected.Position{Chain: c, At: len(c.Revisions) - 1}
		s, err := at.Schema(room.Semantics())
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range s.SortedTables() {
			db.Schema.Add(table)
		}
		stamp := expected.VersionTableOf(tree)
		db.Schema.Add(&schema.Table{
			Name: stamp, Columns: []schema.Column{{Name: "version_num", Type: text}},
			Indexes: []schema.Index{{Name: stamp + "_pkc", Kind: schema.Primary, Parts: schema.Columns("version_num")}},
		})
		db.Stamps = append(db.Stamps, schema.Stamp{Table: stamp, Revisions: []string{at.Revision().ID}})
	}
	return db
}

// catalogueFile writes what the server of a database would print of it.
func catalogueFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "catalogue.jsonl")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// findings are the rules that have something to say of a catalogue, sorted.
func findings(t *testing.T, path string) []string {
	t.Helper()
	r, err := assay.Check(t.Context(), path, assay.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, tree := range r.Trees {
		if tree.Verdict != "agrees" {
			all = append(all, string(tree.Verdict))
		}
		for _, f := range tree.Findings {
			all = append(all, f.Rule)
		}
	}
	slices.Sort(all)
	return all
}

func column(name, typ, args string) schema.Column {
	return schema.Column{Name: name, Type: schema.Type{Name: typ, Args: args}, Nullable: true}
}

// TestCatalogueDrift: what differs is found in the rows of a catalogue, and the SQL that fix prints, read again and carried out, ends it.
func TestCatalogueDrift(t *testing.T) {
	t.Parallel()
	for _, c := range sqlServerDrifts() {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			checkDrift(t, installed(t), sqlserver.Print, c)
		})
	}
}

// checkDrift holds to what differs that it is found in the rows of a catalogue, and that the SQL that fix prints, read again and carried out, ends it.
func checkDrift(t *testing.T, db *schema.Database, printed func(*schema.Database) string, c catalogueDrift) {
	t.Helper()
	edits := c.edit(db.Schema)
	for _, edit := range edits {
		if err := db.Schema.Apply(edit); err != nil {
			t.Fatal(err)
		}
	}
	text := printed(db)
	path := catalogueFile(t, text)
	if got := findings(t, path); !slices.Contains(got, c.rule) || len(got) > 2 {
		t.Errorf("%#v is found as %v, want %s", edits, got, c.rule)
	}
	if c.left() {
		return
	}
	script, err := assay.Fix(t.Context(), path, assay.Options{Severity: "info", Destroy: true})
	if err != nil {
		t.Fatal(err)
	}
	room := speaking(t, db.Server)
	if db.Server.Engine == sqlServer.Engine { // somebody else's parser reads it too
		if err := sqlserver.Reads(t.Context(), script.String()); err != nil {
			t.Errorf("%v\n%s", err, script)
		}
	}
	if db, err = introspect.ReadCatalogue(introspect.Source{Path: path}, []byte(text)); err != nil { // with the names that the server has made up
		t.Fatal(err)
	}
	changes, err := room.Parse(script.String())
	if err != nil {
		t.Fatalf("%v\n%s", err, script)
	}
	for _, change := range changes {
		if f := room.Refusal(db.Schema, change); f != nil {
			t.Errorf("the server refuses a statement: %s %s\n%s", f.Code, f.Text, script)
		}
		if err := db.Schema.Apply(change); err != nil {
			t.Fatalf("%v\n%s", err, script)
		}
	}
	if got := findings(t, catalogueFile(t, printed(db))); len(got) > 0 {
		t.Errorf("fixed, there is still %v\n%s", got, script)
	}
}

// TestCatalogueForms: headings, counts and encodings of client programs do not matter, and what is cut is refused.
func TestCatalogueForms(t *testing.T) {
	t.Parallel()
	text := sqlserver.Print(installed(t))
	noisy := "k\r\n----\r\n" + strings.ReplaceAll(text, "\n", "   \r\n\r\n(1 rows affected)\r\n")
	units := utf16.Encode([]rune(noisy))
	little, big := []byte{0xff, 0xfe}, []byte{0xfe, 0xff}
	for _, u := range units {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	for name, form := range map[string]string{
		"plain": text, "noisy": noisy, "with a mark": "\ufeff" + text, "UTF-16": string(little), "big-endian": string(big),
		"UTF-16 without a mark": string(little[2:]),
	} {
		if got := findings(t, catalogueFile(t, form)); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
	lines := strings.SplitAfter(text, "\n")
	shorter := ""
	for _, l := range lines {
		shorter += l[:min(len(l), 256)] + "\n"
	}
	for want, form := range map[string]string{
		"which ends a catalogue, is not there":        strings.Join(lines[:20], ""),
		"the row is cut":                              text[:5000],
		"line 5: the row is cut":                      shorter,
		"rows, and the last one says":                 lines[0] + strings.Join(lines[2:], ""),
		"these are two catalogues":                    text + text,
		"no row in it says what server it is of":      strings.Join(lines[1:2], "") + `{"k":"end","rows":1}`,
		`no engine is called "sybase"`:                `{"k":"server","engine":"sybase"}` + "\n" + `{"k":"end","rows":1}`,
		`of kind "widget", which this assay does not`: `{"k":"server","engine":"mssql"}` + "\n" + `{"k":"widget"}` + "\n" + `{"k":"end","rows":2}`,
		"line 1: its letters are in a code page":      strings.Replace(text, `"db":"asterisk"`, "\"db\":\"telef\xf3nica\"", 1),
		"is no collation":                             strings.Replace(text, `"collation_name":"SQL_Latin1_General_CP1_CI_AS"`, `"collation_name":"x; DROP"`, 1),
	} {
		if _, err := assay.Check(t.Context(), catalogueFile(t, form), assay.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

// TestCatalogueOldChecks: the checks that SQLAlchemy made before 1.4 for columns of labels, which no revision names, are nobody's mistake.
func TestCatalogueOldChecks(t *testing.T) {
	t.Parallel()
	db := installed(t)
	for _, table := range []string{"ps_endpoints", "ps_aors"} {
		for _, c := range slices.Clone(db.Schema.Table(table).Columns) {
			if c.Type.Args != "3" && c.Type.Args != "5" {
				continue
			}
			name := fmt.Sprintf("ck_%s_%s_yesno_values", table, c.Name)
			if c.Type.Args == "5" {
				name = "" // the server makes one up
			}
			k := schema.Check{Name: name, Expr: c.Name + " IN ('no', 'yes')"}
			if err := db.Schema.Apply(schema.AddCheck{Table: table, Check: k}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := findings(t, catalogueFile(t, sqlserver.Print(db))); len(got) > 0 {
		t.Errorf("found %v", got)
	}
}

// TestCatalogueRights: who may not see all is told so, and a version table that may not be read is no missing stamp.
func TestCatalogueRights(t *testing.T) {
	t.Parallel()
	db := installed(t)
	db.Hidden = "some"
	r, err := assay.Check(t.Context(), catalogueFile(t, sqlserver.Print(db)), assay.Options{})
	if err != nil || !slices.ContainsFunc(r.Trees[0].Notes, func(n string) bool { return strings.Contains(n, "GRANT VIEW DEFINITION ON SCHEMA::[dbo]") }) {
		t.Errorf("%+v, %v", r, err)
	}
	var kept []string
	for line := range strings.Lines(sqlserver.Print(installed(t))) {
		switch {
		case strings.Contains(line, `"k":"stamp","table":"alembic_version_config"`), strings.Contains(line, `"k":"end"`):
		case strings.Contains(line, `"k":"table","name":"alembic_version_config"`):
			kept = append(kept, strings.Replace(line, `"stamps":1`, `"stamps":0`, 1))
		default:
			kept = append(kept, line)
		}
	}
	path := catalogueFile(t, strings.Join(kept, "")+fmt.Sprintf(`{"k":"end","rows":%d}`, len(kept)))
	if got := findings(t, path); !slices.Equal(got, []string{"not-compared", "unseen"}) {
		t.Errorf("a stamp that may not be read: %v", got)
	}
	if _, err := assay.Preflight(t.Context(), path, "22", assay.Options{}); err == nil || !strings.HasSuffix(err.Error(), "may not read it; grant SELECT on it") {
		t.Errorf("%v", err)
	}
}

// TestCatalogueFirstInstall: before anything has run, it is said where each tree stops, and by which statement, as Alembic writes it.
func TestCatalogueFirstInstall(t *testing.T) {
	t.Parallel()
	room := speaking(t, sqlServer)
	path := catalogueFile(t, sqlserver.Print(&schema.Database{Server: sqlServer, Name: "asterisk", Schema: schema.New(room.Semantics())}))
	r, err := assay.Preflight(t.Context(), path, "22.10.1", assay.Options{From: "base"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"config":    "3728 ALTER TABLE [ps_endpoints] DROP CONSTRAINT [ck_ps_endpoints_identify_by_pjsip_identify_by_values]",
		"voicemail": "4927 ALTER TABLE [voicemail_messages] ALTER COLUMN [recording] image NULL",
		"cdr":       "", "queue_log": "",
	}
	for _, tree := range r.Trees {
		got := ""
		if at := tree.Upgrade.Stops; at != nil {
			got = strings.TrimPrefix(at.Error, "ERROR ")[:5] + at.SQL
			got = strings.Replace(got, ":", " ", 1)
		}
		if got != want[tree.Tree] {
			t.Errorf("%s stops at %q, want %q", tree.Tree, got, want[tree.Tree])
		}
	}
}

// TestCatalogueClustered: which index of a table its rows are kept in the order of is its owner's business, and told where two databases are compared.
func TestCatalogueClustered(t *testing.T) {
	t.Parallel()
	plain := catalogueFile(t, sqlserver.Print(installed(t)))
	db := installed(t)
	for table, method := range map[string]string{"queue_log": "nonclustered", "ps_contacts": "clustered"} {
		for i, x := range db.Schema.Table(table).Indexes {
			if x.Kind == schema.Primary || x.Name == "ps_contacts_qualifyfreq_exp" {
				db.Schema.Table(table).Indexes[i].Method = method
			}
		}
	}
	path := catalogueFile(t, sqlserver.Print(db))
	if got := findings(t, path); len(got) > 0 {
		t.Errorf("found %v", got)
	}
	k, err := assay.Diff(t.Context(), plain, path, assay.Options{})
	if err != nil || len(k.All) != 4 {
		t.Errorf("between the two, %d changes: %+v, %v", len(k.All), k, err)
	}
}

// TestCatalogueSentences: what is said of a database is true there.
func TestCatalogueSentences(t *testing.T) {
	t.Parallel()
	mine := func(edits ...string) string {
		db := installed(t)
		if err := db.Schema.Apply(schema.AddColumn{Table: "ps_contacts", Column: column("mine", "varchar", "20")}); err != nil {
			t.Fatal(err)
		}
		before, row, _ := strings.Cut(sqlserver.Print(db), `"name":"mine"`)
		row, after, _ := strings.Cut(row, "\n")
		return before + `"name":"mine"` + strings.NewReplacer(edits...).Replace(row) + "\n" + after
	}
	rows := sqlserver.Print(installed(t))
	key := `"table":"musiconhold_entry","name":"PK__`
	before, row, _ := strings.Cut(rows, key)
	for name, c := range map[string]struct{ text, want string }{
		"a type of a newer server": {
			mine(`"type":"varchar","alias":false,"type_name":"varchar"`, `"type":"json","alias":false,"type_name":"json"`),
			"ps_contacts.mine is not part of this revision: Asterisk ignores it",
		},
		"a column that versioning fills": {
			mine(`"is_nullable":true`, `"is_nullable":false`, `"generated_always_type":0`, `"generated_always_type":1`),
			"ps_contacts.mine is not part of this revision: Asterisk ignores it",
		},
		"a primary key the other way round": {
			before + key + strings.Replace(row, `"is_descending_key":false`, `"is_descending_key":true`, 1), "primary key (name DESC, position) forbids the same rows",
		},
	} {
		r, err := assay.Check(t.Context(), catalogueFile(t, c.text), assay.Options{})
		if err != nil || len(r.Trees[0].Findings) == 0 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, f := range r.Trees[0].Findings {
			if f.Severity.String() != "info" {
				t.Errorf("%s: %s, %s", name, f.Severity, f.Message)
			}
		}
		if all := fmt.Sprint(r.Trees[0].Findings); !strings.Contains(all, c.want) {
			t.Errorf("%s: %s", name, all)
		}
	}
	away := strings.Replace(rows, `"ref_schema":"dbo"`, `"ref_schema":"other"`, 1)
	script, err := assay.Fix(t.Context(), catalogueFile(t, away), assay.Options{Severity: "info", Destroy: true})
	if err != nil || !strings.Contains(script.String(), "REFERENCES [other].[musiconhold]") {
		t.Errorf("a foreign key to another schema, %v:\n%s", err, script)
	}
}

// TestCatalogueNational: a database that somebody has made by hand, with NVARCHAR throughout, is known for what it is.
func TestCatalogueNational(t *testing.T) {
	t.Parallel()
	db := installed(t)
	for _, table := range db.Schema.SortedTables() {
		for i, c := range table.Columns {
			if c.Type.Name == "varchar" {
				table.Columns[i].Type.Name = "nvarchar"
			}
		}
	}
	r, err := assay.Check(t.Context(), catalogueFile(t, sqlserver.Print(db)), assay.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tree := range r.Trees {
		if tree.Verdict != "agrees" || slices.ContainsFunc(tree.Findings, func(f assay.Finding) bool { return f.Rule != "type-wider" }) {
			t.Errorf("%s: %s %v", tree.Tree, tree.Verdict, tree.Findings)
		}
	}
}

// TestCatalogueNulls: two NULLs are the same in a unique key of SQL Server's, and on Oracle where another column of it has a value.
func TestCatalogueNulls(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		server      schema.Server
		rows        func(*schema.Database) string
		batch, text string
		unique      string
		want        string
	}{
		{
			sqlServer, sqlserver.Print, "GO", "VARCHAR(32)", "ADD k INTEGER NULL;\n\nGO\n\nALTER TABLE users ADD CONSTRAINT u UNIQUE (k)",
			"(SELECT CONVERT(int, NULL) AS assay_1 FROM [users]) keyed GROUP BY",
		},
		{sqlServer, sqlserver.Print, "GO", "VARCHAR(32)", "ADD CONSTRAINT u UNIQUE (a)", "(SELECT [a] AS assay_1 FROM [users]) keyed GROUP BY"},
		{oracle19, oracleRows(t), "/", "VARCHAR2(32 CHAR)", "ADD CONSTRAINT u UNIQUE (a)", "keyed WHERE assay_1 IS NOT NULL GROUP BY"},
		{
			oracle19, oracleRows(t), "/", "VARCHAR2(32 CHAR)", "ADD CONSTRAINT u UNIQUE (a, b)",
			"keyed WHERE (assay_1 IS NOT NULL OR assay_2 IS NOT NULL) GROUP BY",
		},
	} {
		end := "\n\n" + c.batch + "\n\n"
		if c.batch == "GO" {
			end = ";" + end
		}
		version := "CREATE TABLE alembic_version (version_num " + c.text + " NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))" + end
		made := "CREATE TABLE users (id INTEGER NOT NULL, a INTEGER, b INTEGER, PRIMARY KEY (id))" + end
		history := filepath.Join(t.TempDir(), "up.sql")
		if err := os.WriteFile(history, []byte(version+"-- Running upgrade  -> a1\n\n"+made+"INSERT INTO alembic_version (version_num) VALUES ('a1')"+end+
			"-- Running upgrade a1 -> b2\n\nALTER TABLE users "+c.unique+end+
			"UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1'"+end), 0o600); err != nil {
			t.Fatal(err)
		}
		room := speaking(t, c.server)
		db := &schema.Database{Server: c.server, Name: "shop", Schema: schema.New(room.Semantics())}
		db.Stamps = []schema.Stamp{{Table: "alembic_version", Revisions: []string{"a1"}}}
		changes, err := room.Parse(version + made)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range changes {
			if err := db.Schema.Apply(change); err != nil {
				t.Fatal(err)
			}
		}
		r, err := assay.Preflight(t.Context(), catalogueFile(t, c.rows(db)), "b2", assay.Options{History: history})
		if err != nil {
			t.Fatal(err)
		}
		if asked := fmt.Sprintf("%+v", r.Trees[0].Upgrade.Data); !strings.Contains(asked, c.want) {
			t.Errorf("%s: asked is %s", c.unique, asked)
		}
	}
}
