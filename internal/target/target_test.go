package target_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/config"
	"assay/internal/target"
	"assay/introspect"
	"assay/schema"
)

// in is an environment that holds these variables, NAME=VALUE.
func in(all ...string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for _, v := range all {
			if value, ok := strings.CutPrefix(v, name+"="); ok {
				return value, true
			}
		}
		return "", false
	}
}

// settings are a configuration file that says this.
func settings(t *testing.T, text string) *config.File {
	t.Helper()
	f, err := config.Parse("assay.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

const (
	one = "databases:\n  pbx:\n    url: mysql://assay:${PBX}@db1/asterisk\n    version_table: v\n"
	two = one + "  cdr:\n    url: postgresql://assay@db2/cdr_*\n    schema: calls\n"
)

// TestFind: the command line wins over the environment, and that over the file.
func TestFind(t *testing.T) {
	t.Parallel()
	ini := filepath.Join(t.TempDir(), "alembic.ini")
	if err := os.WriteFile(ini, []byte("[alembic]\nscript_location = x\nsqlalchemy.url = postgresql://me@ini/db\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	none, url := &config.File{}, "ASSAY_DATABASE_URL=mysql://me@env/db"
	for _, test := range []struct {
		words       target.Words
		source, err string
	}{
		{words: target.Words{DB: "mysql://me@host/db", Settings: none, Env: in(url)}, source: "mysql://me@host/db"},
		{words: target.Words{INI: ini, Section: "alembic", Settings: none, Env: in(url)}, source: "postgresql://me@ini/db"},
		{words: target.Words{Settings: settings(t, one), Env: in(url, "PBX=x")}, source: "mysql://me@env/db"},
		{words: target.Words{Settings: settings(t, one), Env: in("PBX=x")}, source: "mysql://assay@db1/asterisk"},
		{words: target.Words{DB: "cdr", Settings: settings(t, two), Env: in()}, source: "postgresql://assay@db2/cdr_%2A"},
		{words: target.Words{Settings: none, Env: in("ASSAY_DATABASE_URL=s3cret")}, err: "ASSAY_DATABASE_URL: what it holds is no database's URL"},
		{words: target.Words{DB: "mysql://me@host/db", INI: ini, Settings: none, Env: in()}, err: "two databases are named"},
		{words: target.Words{DB: "pbxx", Settings: settings(t, two), Env: in()}, err: `there is no file "pbxx", and no database of that name in assay.yaml: there are pbx, cdr`},
		{words: target.Words{Settings: settings(t, two), Env: in()}, err: "name one of pbx, cdr"},
		{words: target.Words{Settings: settings(t, one), Env: in()}, err: "PBX"},
		{words: target.Words{Settings: none, Env: in()}, err: "no database is named"},
	} {
		s, entry, err := test.words.Find()
		switch {
		case test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)), test.err == "" && (err != nil || s.String() != test.source):
			t.Errorf("%+v: %s, %v; want %s%s", test.words, s, err, test.source, test.err)
		case err == nil && strings.HasPrefix(s.String(), "mysql://assay") && (entry.Name != "pbx" || s.Target.VersionTable != "v" || s.Target.Password != "x"):
			t.Errorf("%+v of %+v", s, entry)
		}
		if err != nil && strings.Contains(err.Error(), "s3cret") {
			t.Errorf("it gives a password away: %v", err)
		}
	}
}

// TestMany: only a database's name can be a pattern, and a file is called what it is called.
func TestMany(t *testing.T) {
	t.Parallel()
	for db, want := range map[string]bool{"mysql://me@host/*": true, "mysql://me@host/db": false, "cdr": true, "pbx": false, "*.sql": false, "": false} {
		if got := (target.Words{DB: db, Settings: settings(t, two), Env: in()}).Many(); got != want {
			t.Errorf("%q: %v", db, got)
		}
	}
	if !(target.Words{Settings: &config.File{}, Env: in("ASSAY_DATABASE_URL=mysql://me@host/a*")}).Many() {
		t.Error("the environment's is none")
	}
}

// TestAccess: what is said of a database is taken over, and what has no meaning for it is refused.
func TestAccess(t *testing.T) {
	t.Parallel()
	all := target.Access{Schema: "s", VersionTable: "v", Timeout: time.Second}
	url := introspect.Source{Engine: "postgresql", Target: schema.Target{Database: "db"}}
	if err := all.Complete(&url); err != nil || url.Target.Schema != "s" || url.Target.VersionTable != "v" || url.Timeout != time.Second || url.Target.Database != "db" {
		t.Errorf("%+v, %v", url, err)
	}
	dump := introspect.Source{Path: "dump.sql"}
	if err := (target.Access{Engine: "mysql", Database: "one"}).Complete(&dump); err != nil || dump.Engine != "mysql" || dump.Target.Database != "one" {
		t.Errorf("%+v, %v", dump, err)
	}
	release := introspect.Source{Release: "22.10.1"}
	if err := (target.Access{}).Complete(&release); err != nil || release.Engine == "" {
		t.Errorf("%+v, %v", release, err)
	}
	for said, a := range map[string]target.Access{"--database": {Database: "d"}, "--engine": {Engine: "mysql"}, "--timeout 1µs": {Timeout: time.Microsecond}} {
		other := url
		if err := a.Complete(&other); err == nil || !strings.HasPrefix(err.Error(), said) {
			t.Errorf("%+v: %v", a, err)
		}
	}
}

// TestFillPassword: assay's own variable comes first, and a password in the URL before both.
func TestFillPassword(t *testing.T) {
	t.Parallel()
	for want, env := range map[string]func(string) (string, bool){
		"own": in("ASSAY_PASSWORD=own", "MYSQL_PWD=engine"), "engine": in("MYSQL_PWD=engine"), "": in("PGPASSWORD=other"),
	} {
		s := introspect.Source{Engine: "mysql"}
		if target.FillPassword(&s, env); s.Target.Password != want {
			t.Errorf("%q, want %q", s.Target.Password, want)
		}
		s.SetPassword("url")
		if target.FillPassword(&s, env); s.Target.Password != "url" {
			t.Errorf("%q", s.Target.Password)
		}
	}
}
