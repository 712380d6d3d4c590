package introspect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/schema"
)

// write puts text into a file called config.ini in a folder called project.
func write(t *testing.T, text string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "project")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "config.ini")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestReadINI(t *testing.T) {
	const asterisk = `# A generic, single database configuration.

[alembic]
# path to migration scripts
script_location = config

# revision_environment = false

#sqlalchemy.url = mysql://user:pass@localhost/asterisk
sqlalchemy.url = postgresql://u:secret@localhost/asterisk

# Logging configuration
[loggers]
keys = root,sqlalchemy,alembic

[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
datefmt = %H:%M:%S
`
	tree := func(s Source, tree string) Source {
		s.Tree = tree
		return s
	}
	tests := []struct {
		name, section, text string
		want                Source
	}{
		{"as Asterisk ships it", "", asterisk, tree(pg(nil), "config")},
		{"with another system's line ends", "", "\ufeff" + strings.ReplaceAll(asterisk, "\n", "\r\n"), tree(pg(nil), "config")},
		{"another section", "pbx", "[alembic]\nsqlalchemy.url=mysql://x/y\n[pbx]\nsqlalchemy.url=mysql://u:secret@/asterisk", my(nil)},
		{"upper case and a colon", "", "[alembic]\nSQLAlchemy.URL: mysql://u:secret@localhost/asterisk", my(nil)},
		{"escaped %", "", "[alembic]\nsqlalchemy.url = mysql://u:s%%40c%%25@localhost/asterisk", my(password("s@c%"))},
		{"no comment behind a value", "", "[alembic]\nsqlalchemy.url = mysql://u:s #;x@localhost/asterisk", my(password("s #;x"))},
		{"a quote in front is kept", "", "[alembic]\nnote = `\nother = \"\"\"\nsqlalchemy.url = mysql://u:'s\"@localhost/asterisk", my(password(`'s"`))},
		{"a backslash at the end is kept", "", "[alembic]\nnote = \\\nsqlalchemy.url = mysql://u:secret@localhost/asterisk", my(nil)},
		{"indented comment below", "", "[alembic]\nsqlalchemy.url = mysql://u:secret@localhost/asterisk\n  # more", my(nil)},
		{"indented keys", "", "[alembic]\n  script_location = config\n  sqlalchemy.url = mysql://u:secret@localhost/asterisk\n", tree(my(nil), "config")},
		{"value on the next line", "", "[alembic]\nsqlalchemy.url =\n\n  # which?\n  mysql://u:secret@localhost/asterisk\n", my(nil)},
		{"defaults", "", "[DEFAULT]\nhost = localhost\nPW = s%%xcret\n[alembic]\nsqlalchemy.url = mysql://u:%(pw)s@%(Host)s/%(db)s\ndb = asterisk", my(password("s%xcret"))},
		{"the section over the defaults", "", "[alembic]\nsqlalchemy.url = mysql://u:secret@%(host)s/asterisk\nhost = localhost\n[DEFAULT]\nhost = x", my(nil)},
		{"no inheritance from a section with a dot", "a.b", "[a]\nscript_location = x\n[a.b]\nsqlalchemy.url = mysql://u:secret@localhost/asterisk", my(nil)},
		{"the file's folder", "", "[alembic]\nscript_location = %(here)s\nsqlalchemy.url = mysql://u:secret@localhost/asterisk", tree(my(nil), "project")},
		{"the folder with a dot", "", "[alembic]\nscript_location = .\nsqlalchemy.url = mysql://u:secret@localhost/asterisk", tree(my(nil), "project")},
		{"a folder below", "", "[alembic]\nscript_location = %(here)s/db/voicemail/\nsqlalchemy.url = mysql://u:secret@localhost/asterisk", tree(my(nil), "voicemail")},
		{"in a package", "", "[alembic]\nscript_location = pbx:migrations\nsqlalchemy.url = mysql://u:secret@localhost/asterisk", tree(my(nil), "migrations")},
		{"version table", "", "[alembic]\nversion_table = revisions\nsqlalchemy.url = mysql://u:secret@localhost/asterisk", my(func(t *schema.Target) { t.VersionTable = "revisions" })},
		{"long values", "", "[alembic]\nnote = " + strings.Repeat("x", 70000) + "\n  y\nsqlalchemy.url = mysql://u:secret@localhost/asterisk", my(nil)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ReadINI(write(t, test.text), test.section)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func TestReadINIErrors(t *testing.T) {
	const broken = "FILE:%s: this is no ini file: neither a [section] nor a key = value in one"
	line := func(n string) string { return strings.Replace(broken, "%s", n, 1) }
	tests := []struct{ section, text, want string }{
		{"", "", "FILE: there is no section [alembic]: it has none"},
		{"pbx", "[alembic]\n[x]", "FILE: there is no section [pbx]: it has [alembic], [x]"},
		{"DEFAULT", "[alembic]", "FILE: there is no section [DEFAULT]: it has [alembic]"},
		{"", "[alembic]\nscript_location = x", "FILE: no sqlalchemy.url is set in [alembic]: if env.py takes it from elsewhere, such as an environment variable, give the URL itself"},
		{"", "[alembic]\n#sqlalchemy.url = mysql://u:secret@h/x\nsqlalchemy.url =", "FILE: no sqlalchemy.url is set in [alembic]: if env.py takes it from elsewhere, such as an environment variable, give the URL itself"},
		{"", "sqlalchemy.url = mysql://u:secret@h/x", line("1")},
		{"", "[alembic]\n\nsecret\n", line("3")},
		{"", "[alembic]\n= secret\n", line("2")},
		{"", "\x00\x01\xff", line("1")},
		{"", "[alembic]\n\"secret = x\n", "FILE: this is no ini file that can be read: a [section] or a quoted key is not closed"},
		{"", "[alembic]\na = 1\n[x]\n[alembic]", "FILE:4: the section [alembic] is there twice"},
		{"", "[alembic]\na = 1\nA = secret", "FILE:3: a is set twice in [alembic]"},
		{"", "[alembic]\n\nsqlalchemy.url = mysql://u:secret%40@h/x", "FILE:3: sqlalchemy.url holds a single %, which is written %% in this file"},
		{"", "[alembic]\nsqlalchemy.url = %(DATABASE_URL)s", "FILE:2: sqlalchemy.url refers to %(DATABASE_URL)s, which the file does not set: if env.py does, give the URL itself"},
		{"", "[alembic]\nsqlalchemy.url = %(sqlalchemy.url)s", "FILE:2: sqlalchemy.url refers to itself, or to more than is read"},
		{"", "[alembic]\nsqlalchemy.url = sqlite:///x", "FILE:2: sqlalchemy.url: SQLite databases are not supported, Asterisk's own astdb.sqlite3 among them: assay reads MySQL, MariaDB and PostgreSQL"},
		{"", "[alembic]\nscript_location = %x\nsqlalchemy.url = mysql://u:secret@h/x", "FILE:2: script_location holds a single %, which is written %% in this file"},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			file := write(t, test.text)
			_, err := ReadINI(file, test.section)
			if want := strings.Replace(test.want, "FILE", file, 1); err == nil || err.Error() != want {
				t.Errorf("want %s\ngot  %v", want, err)
			}
			if err != nil && strings.Contains(strings.ReplaceAll(err.Error(), file, ""), "secret") {
				t.Error("the message holds the password")
			}
		})
	}
}

func TestReadINIMissing(t *testing.T) {
	dir := t.TempDir()
	for file, want := range map[string]string{
		filepath.Join(dir, "config.ini"): filepath.Join(dir, "config.ini") + ": there is no such file: check its path",
		dir:                              dir + ": this is a folder: name the ini file in it",
	} {
		if _, err := ReadINI(file, ""); err == nil || err.Error() != want {
			t.Errorf("want %s, got %v", want, err)
		}
	}
}

// TestReadProject reads a project whose files say more than the ini file.
func TestReadProject(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"pyproject.toml": "[tool.alembic]\nscript_location = \"%(here)s/cdr\"\n\"sqlalchemy.url\" = \"postgresql+psycopg2://u:100%%@host/asterisk\"\n",
		"cdr/env.py":     "context.configure(c, version_table='stamps', version_table_schema='ops')\n",
		"broken.toml":    "[tool.alembic]\n\"sqlalchemy.url\" = \"x\"\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := ReadINI(filepath.Join(dir, "pyproject.toml"), "alembic")
	if err != nil {
		t.Fatal(err)
	}
	if s.Tree != "cdr" || s.Target.VersionTable != "stamps" || s.Target.VersionSchema != "ops" || s.Target.Password != "100%" {
		t.Errorf("the project is read as %+v", s)
	}
	for engine, want := range map[string]string{"postgresql": "", "mysql": "", "mssql": "the version table is in the schema ops"} {
		if s.Engine = engine; !strings.HasPrefix(s.Elsewhere(), want) || (s.Elsewhere() == "") != (want == "") {
			t.Errorf("of %s, it says %q", engine, s.Elsewhere())
		}
	}
	file := filepath.Join(dir, "broken.toml")
	if _, err := ReadINI(file, ""); err == nil || !strings.HasPrefix(err.Error(), file+":2: sqlalchemy.url: ") {
		t.Errorf("a URL that is none gives %v", err)
	}
}
