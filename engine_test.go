package assay_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"assay"
	"assay/dialect"
	"assay/schema"
)

// A stub is the language of an engine that nothing outside this file has heard of: the least that one gives. It speaks as another one does, and its server is
// in memory.
type stub struct{ dialect.Syntax }

// stubDB is the one database of the engine's server.
const stubDB = "CREATE TABLE users (id integer NOT NULL, name varchar(20), CONSTRAINT users_pkey PRIMARY KEY (id));\n" +
	"CREATE TABLE alembic_version (version_num varchar(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));\n"

func stubEngine() *dialect.Engine {
	like := schema.Server{Engine: dialect.Names()[1]}
	room, err := dialect.For(like)
	if err != nil {
		panic(err)
	}
	language := stub{room}
	version := regexp.MustCompile(`(?m)^-- STUB dump of version (\S+)$`)
	header := func(head string) (schema.DumpHeader, bool) {
		m := version.FindStringSubmatch(head)
		if m == nil {
			return schema.DumpHeader{}, false
		}
		return schema.DumpHeader{Version: m[1], Database: "shop", End: "-- STUB dump ends"}, true
	}
	server := func(version string) schema.Server {
		return schema.Server{Engine: "stub", Product: "Stub", Version: version}
	}
	return &dialect.Engine{
		Facts: schema.Facts{
			Name: "stub", Schemes: []string{"stub"}, Products: []schema.Server{{Engine: "stub", Product: "Stub"}},
			Address: schema.Address{Host: "localhost", SocketParam: "socket"},
			Dumps:   schema.Dumps{Header: header, Signs: func(sql string) int { return 100 * strings.Count(sql, "STUB") }},
		},
		New:      func(schema.Server) dialect.Syntax { return language },
		ServerOf: server,
		Read: func(_ context.Context, t schema.Target) (*schema.Database, error) {
			db := &schema.Database{Server: server("1.0"), Name: t.Database, Schema: schema.New(room.Semantics())}
			changes, err := language.Parse(stubDB)
			for _, c := range changes {
				if err == nil {
					err = db.Schema.Apply(c)
				}
			}
			db.Stamps = []schema.Stamp{{Table: "alembic_version", Revisions: []string{"b2"}}}
			return db, err
		},
	}
}

// TestThirdEngine: an engine with an entry in the table is found by its dumps and URLs, named, read, compared, fixed and linted, without an edit elsewhere.
func TestThirdEngine(t *testing.T) {
	dialect.Engines = append(dialect.Engines, stubEngine())
	t.Cleanup(func() { dialect.Engines = dialect.Engines[:len(dialect.Engines)-1] })
	dir := t.TempDir()
	file := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	dump := file("dump.sql", "-- STUB dump of version 1.0\n"+stubDB+"INSERT INTO alembic_version (version_num) VALUES ('b2');\n-- STUB dump ends\n")
	history := file("up.sql", "-- STUB SQL\nCREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));\n\n"+
		"-- Running upgrade  -> a1\n\nCREATE TABLE users (id INTEGER NOT NULL, PRIMARY KEY (id));\n\nINSERT INTO alembic_version (version_num) VALUES ('a1');\n\n"+
		"-- Running upgrade a1 -> b2\n\nALTER TABLE users ADD COLUMN name VARCHAR(40);\n\nUPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';\n")
	o := assay.Options{History: history, NoData: true}
	for _, db := range []string{dump, "stub://me@localhost/shop"} {
		r, err := assay.Check(t.Context(), db, o)
		if err != nil {
			t.Fatal(err)
		}
		if r.Database.Engine != "stub" || r.Database.Server != "Stub 1.0" || r.Database.Name != "shop" {
			t.Errorf("%s is %+v", db, r.Database)
		}
		if tree := r.Trees[0]; tree.Verdict != "agrees" || len(tree.Findings) != 1 || tree.Findings[0].Rule != "type-narrower" {
			t.Errorf("%s: %s %+v", db, tree.Verdict, tree.Findings)
		}
	}
	script, err := assay.Fix(t.Context(), dump, o)
	if err != nil || strings.Contains(script.String(), "BEGIN") || !strings.Contains(script.String(), `ALTER TABLE "users" ALTER COLUMN "name" TYPE varchar(40)`) {
		t.Errorf("%v\n%s", err, script)
	}
	k, err := assay.Diff(t.Context(), dump, "stub://me@localhost/shop", assay.Options{})
	if err != nil || len(k.All) > 0 {
		t.Errorf("%v, %+v", err, k)
	}
	if l, err := assay.Lint(t.Context(), "", o); err != nil || l.Subject == "" {
		t.Errorf("%v, %+v", err, l)
	}
	if l, err := assay.Lint(t.Context(), dump, o); err != nil || l.Database.Engine != "stub" {
		t.Errorf("%v, %+v", err, l)
	}
	if _, err := dialect.Find("none"); err == nil || !strings.Contains(err.Error(), "stub") {
		t.Errorf("of the engines is said %v", err)
	}
}
