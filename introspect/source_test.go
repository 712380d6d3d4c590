package introspect

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/schema"
)

// target is a database of MySQL's at its default address, changed by the case.
func target(change func(*schema.Target)) schema.Target {
	t := schema.Target{Host: "localhost", User: "u", Password: "secret", Database: "asterisk"}
	if change != nil {
		change(&t)
	}
	return t
}

func my(change func(*schema.Target)) Source {
	return Source{Engine: "mysql", Target: target(change)}
}

func pg(change func(*schema.Target)) Source {
	return Source{Engine: "postgresql", Target: target(change)}
}

func on(host string, port int) func(*schema.Target) {
	return func(t *schema.Target) { t.Host, t.Port = host, port }
}

func at(socket string) func(*schema.Target) {
	return func(t *schema.Target) { t.Host, t.Socket = "", socket }
}

func password(p string) func(*schema.Target) {
	return func(t *schema.Target) { t.Password = p }
}

func params(kv ...string) func(*schema.Target) {
	return func(t *schema.Target) {
		t.Params = map[string]string{}
		for i := 0; i < len(kv); i += 2 {
			t.Params[kv[i]] = kv[i+1]
		}
	}
}

func TestParseURL(t *testing.T) {
	tests := []struct {
		url    string
		want   Source
		people string
	}{
		// SQLAlchemy's schemes.
		{"mysql://u:secret@localhost/asterisk", my(nil), "mysql://u@localhost/asterisk"},
		{"mysql+pymysql://u:secret@localhost/asterisk", my(nil), "mysql://u@localhost/asterisk"},
		{"mysql+mysqldb://u:secret@localhost/asterisk", my(nil), "mysql://u@localhost/asterisk"},
		{"mysql+mysqlconnector://u:secret@localhost/asterisk", my(nil), "mysql://u@localhost/asterisk"},
		{"mysql+asyncmy://u:secret@localhost/asterisk", my(nil), "mysql://u@localhost/asterisk"},
		{"mysql+aiomysql://u:secret@localhost/asterisk", my(nil), "mysql://u@localhost/asterisk"},
		{"mariadb://u:secret@localhost/asterisk", my(nil), "mysql://u@localhost/asterisk"},
		{"mariadb+mariadbconnector://u:secret@localhost/asterisk", my(nil), "mysql://u@localhost/asterisk"},
		{"mariadb+pymysql://u:secret@localhost/asterisk", my(nil), "mysql://u@localhost/asterisk"},
		{"postgresql://u:secret@localhost/asterisk", pg(nil), "postgresql://u@localhost/asterisk"},
		{"postgres://u:secret@localhost/asterisk", pg(nil), "postgresql://u@localhost/asterisk"},
		{"postgresql+psycopg2://u:secret@localhost/asterisk", pg(nil), "postgresql://u@localhost/asterisk"},
		{"postgresql+psycopg://u:secret@localhost/asterisk", pg(nil), "postgresql://u@localhost/asterisk"},
		{"postgresql+asyncpg://u:secret@localhost/asterisk", pg(nil), "postgresql://u@localhost/asterisk"},
		{"postgresql+pg8000://u:secret@localhost/asterisk", pg(nil), "postgresql://u@localhost/asterisk"},
		{"  MySQL+PyMySQL://u:secret@localhost/asterisk\n", my(nil), "mysql://u@localhost/asterisk"},

		// Hosts.
		{"mysql://u:secret@db.example.com:3307/asterisk", my(on("db.example.com", 3307)), "mysql://u@db.example.com:3307/asterisk"},
		{"mysql://u:secret@/asterisk", my(nil), "mysql://u@localhost/asterisk"},
		{"mysql://u:secret@:3307/asterisk", my(on("localhost", 3307)), "mysql://u@localhost:3307/asterisk"},
		{"mysql://localhost:/asterisk", my(func(t *schema.Target) { t.User, t.Password = "", "" }), "mysql://localhost/asterisk"},
		{"mysql:///asterisk", my(func(t *schema.Target) { t.User, t.Password = "", "" }), "mysql://localhost/asterisk"},
		{"postgresql:///asterisk", pg(func(t *schema.Target) { t.Host, t.User, t.Password = "", "", "" }), "postgresql:///asterisk"},
		{"mysql://u:secret@[::1]/asterisk", my(on("::1", 0)), "mysql://u@[::1]/asterisk"},
		{"postgresql://u:secret@[fe80::1%25eth0]:5433/asterisk", pg(on("fe80::1%eth0", 5433)), "postgresql://u@[fe80::1%25eth0]:5433/asterisk"},
		{"postgresql://u:secret@nowhere/asterisk?host=db&port=5433", pg(on("db", 5433)), "postgresql://u@db:5433/asterisk"},
		{"postgresql://u:secret@/asterisk?host=db:5433", pg(on("db", 5433)), "postgresql://u@db:5433/asterisk"},
		{"postgresql://u:secret@/asterisk?host=%3A%3A1", pg(on("::1", 0)), "postgresql://u@[::1]/asterisk"},

		// Sockets.
		{"mysql+pymysql://u:secret@localhost:3306/asterisk?unix_socket=/run/mysqld/mysqld.sock", my(at("/run/mysqld/mysqld.sock")), "mysql://u@/asterisk?unix_socket=/run/mysqld/mysqld.sock"},
		{"mysql://u:secret@%2Frun%2Fmysqld%2Fmysqld.sock/asterisk", my(at("/run/mysqld/mysqld.sock")), "mysql://u@/asterisk?unix_socket=/run/mysqld/mysqld.sock"},
		{"postgresql://u:secret@localhost/asterisk?host=/run/postgresql", pg(at("/run/postgresql")), "postgresql://u@/asterisk?host=/run/postgresql"},
		{"postgresql:///asterisk?host=/run/postgresql&user=u&password=secret", pg(at("/run/postgresql")), "postgresql://u@/asterisk?host=/run/postgresql"},
		{"postgresql://u:secret@%2Frun%2Fpostgresql:5433/asterisk", pg(func(t *schema.Target) { t.Host, t.Port, t.Socket = "", 5433, "/run/postgresql" }), "postgresql://u@:5433/asterisk?host=/run/postgresql"},
		{"postgresql+pg8000://u:secret@/asterisk?unix_sock=/run/postgresql/.s.PGSQL.5433", pg(func(t *schema.Target) { t.Host, t.Port, t.Socket = "", 5433, "/run/postgresql" }), "postgresql://u@:5433/asterisk?host=/run/postgresql"},

		// Users and passwords.
		{"mysql://root@localhost/asterisk", my(func(t *schema.Target) { t.User, t.Password = "root", "" }), "mysql://root@localhost/asterisk"},
		{"mysql://u%40corp:s%40%3A%2F%3F%23%25@localhost/asterisk", my(func(t *schema.Target) { t.User, t.Password = "u@corp", "s@:/?#%" }), "mysql://u%40corp@localhost/asterisk"},
		{"mysql://u@corp:secret@localhost/asterisk", my(func(t *schema.Target) { t.User = "u@corp" }), "mysql://u%40corp@localhost/asterisk"},
		{"mysql://u:s@cret@localhost/asterisk", my(password("s@cret")), "mysql://u@localhost/asterisk"},
		{"mysql://u:s:cret@localhost/asterisk", my(password("s:cret")), "mysql://u@localhost/asterisk"},
		{"mysql://u:s/cret@localhost/asterisk", my(password("s/cret")), "mysql://u@localhost/asterisk"},
		{"mysql://u:12/34@localhost/asterisk", my(password("12/34")), "mysql://u@localhost/asterisk"},
		{"mysql://u:s?cret@localhost/asterisk", my(password("s?cret")), "mysql://u@localhost/asterisk"},
		{"mysql://u:12?a=b@localhost/asterisk", my(password("12?a=b")), "mysql://u@localhost/asterisk"},
		{"mysql://u:s#cret@localhost/asterisk", my(password("s#cret")), "mysql://u@localhost/asterisk"},
		{"mysql://u:100%sure@localhost/asterisk", my(password("100%sure")), "mysql://u@localhost/asterisk"},
		{"mysql://u:s+cret@localhost/asterisk", my(password("s+cret")), "mysql://u@localhost/asterisk"},
		{"mysql://u:@:/?#%@localhost/asterisk", my(password("@:/?#%")), "mysql://u@localhost/asterisk"},
		{"mysql://u:se@cr/et@localhost/asterisk", my(password("se@cr/et")), "mysql://u@localhost/asterisk"},
		{"mysql://u:secret@localhost/asterisk?ssl_ca=/etc/a@b/ca.pem", my(params("ssl_ca", "/etc/a@b/ca.pem")), "mysql://u@localhost/asterisk"},
		{"mysql://localhost:3306/asterisk?user=u&password=a@b/c", my(func(t *schema.Target) { t.Port, t.Password = 3306, "a@b/c" }), "mysql://u@localhost:3306/asterisk"},
		{"mysql://localhost/asterisk?user=u&passwd=s%26cret", my(password("s&cret")), "mysql://u@localhost/asterisk"},
		{"postgresql://old:wrong@localhost/other?user=u&password=secret&dbname=asterisk", pg(nil), "postgresql://u@localhost/asterisk"},
		{"postgresql://u:secret@localhost?dbname=asterisk", pg(nil), "postgresql://u@localhost/asterisk"},
		{"postgresql://u:secret@localhost/asterisk?password=", pg(nil), "postgresql://u@localhost/asterisk"},
		{"postgresql://u:secret@localhost/my%20db%2F1", pg(func(t *schema.Target) { t.Database = "my db/1" }), "postgresql://u@localhost/my%20db%2F1"},

		// Parameters.
		{"mysql://u:secret@localhost/asterisk?charset=utf8mb4&tls=skip-verify", my(params("charset", "utf8mb4", "tls", "skip-verify")), "mysql://u@localhost/asterisk"},
		{"postgresql://u:secret@localhost/asterisk?sslmode=verify-full&sslrootcert=/ca.pem&sslpassword=other", pg(params("sslmode", "verify-full", "sslrootcert", "/ca.pem", "sslpassword", "other")), "postgresql://u@localhost/asterisk"},
		{"postgresql://u:secret@localhost/asterisk?options=-csearch_path=pbx", pg(func(t *schema.Target) { t.Schema = "pbx" }), "postgresql://u@localhost/asterisk"},
		{"postgresql://u:secret@localhost/asterisk?options=-c%20search_path%3Dpbx", pg(func(t *schema.Target) { t.Schema = "pbx" }), "postgresql://u@localhost/asterisk"},
		{"postgresql://u:secret@localhost/asterisk?options=-c+search_path=pbx", pg(func(t *schema.Target) { t.Schema = "pbx" }), "postgresql://u@localhost/asterisk"},
		{"postgresql://u:secret@localhost/asterisk?options=--search_path=pbx", pg(func(t *schema.Target) { t.Schema = "pbx" }), "postgresql://u@localhost/asterisk"},
		{"postgresql://u:secret@localhost/asterisk?options=--search-path%3Dpbx", pg(func(t *schema.Target) { t.Schema = "pbx" }), "postgresql://u@localhost/asterisk"},
		{"postgresql://u:secret@localhost/asterisk?options=-csearch_path=pbx,public", pg(params("options", "-csearch_path=pbx,public")), "postgresql://u@localhost/asterisk"},
		{`postgresql://u:secret@localhost/asterisk?options=-csearch_path="PBX"`, pg(params("options", `-csearch_path="PBX"`)), "postgresql://u@localhost/asterisk"},
		{"postgresql://u:secret@localhost/asterisk?options=-csearch_path=pbx%20-cgeqo=off", pg(func(t *schema.Target) {
			params("options", "-csearch_path=pbx -cgeqo=off")(t)
			t.Schema = "pbx"
		}), "postgresql://u@localhost/asterisk"},
		{"mysql://u:secret@localhost/asterisk?options=-csearch_path=pbx", my(params("options", "-csearch_path=pbx")), "mysql://u@localhost/asterisk"},

		// The DSN of Go's MySQL driver, and golang-migrate's URL of it.
		{"u:secret@tcp(db:3307)/asterisk?tls=true", my(func(t *schema.Target) { on("db", 3307)(t); params("tls", "true")(t) }), "mysql://u@db:3307/asterisk"},
		{"u:secret@tcp(db)/asterisk", my(on("db", 0)), "mysql://u@db/asterisk"},
		{"u:secret@tcp([::1]:3307)/asterisk", my(on("::1", 3307)), "mysql://u@[::1]:3307/asterisk"},
		{"u:secret@/asterisk", my(nil), "mysql://u@localhost/asterisk"},
		{"u:secret@tcp/asterisk", my(nil), "mysql://u@localhost/asterisk"},
		{"u:se@c/r%40et@tcp(localhost)/asterisk", my(password("se@c/r%40et")), "mysql://u@localhost/asterisk"},
		{"u@unix(/run/mysqld/mysqld.sock)/asterisk", my(func(t *schema.Target) { at("/run/mysqld/mysqld.sock")(t); t.Password = "" }), "mysql://u@/asterisk?unix_socket=/run/mysqld/mysqld.sock"},
		{"mysql://u:s%40cret@tcp(db:3307)/asterisk", my(func(t *schema.Target) { on("db", 3307)(t); t.Password = "s@cret" }), "mysql://u@db:3307/asterisk"},

		// libpq's pairs.
		{"host=/run/postgresql dbname=asterisk user=u password=secret", pg(at("/run/postgresql")), "postgresql://u@/asterisk?host=/run/postgresql"},
		{"host = localhost\tdbname = asterisk user=u password='s\\'e \\\\cret' ", pg(password(`s'e \cret`)), "postgresql://u@localhost/asterisk"},
		{"dbname=asterisk user=u password=secret hostaddr=::1 port=5433 sslmode=disable", pg(func(t *schema.Target) { on("::1", 5433)(t); params("sslmode", "disable")(t) }), "postgresql://u@[::1]:5433/asterisk"},
		{"dbname=asterisk host=localhost user=u password=secret options='-c search_path=pbx'", pg(func(t *schema.Target) { t.Schema = "pbx" }), "postgresql://u@localhost/asterisk"},
	}
	for _, test := range tests {
		t.Run(test.url, func(t *testing.T) {
			got, err := ParseURL(test.url)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			if got.String() != test.people {
				t.Errorf("for people: want %s, got %s", test.people, got)
			}
		})
	}
}

func TestParseURLErrors(t *testing.T) {
	const (
		like   = `write one like mysql://user@host/asterisk or postgresql://user@host/asterisk`
		escape = ` (in a URL, @ : / ? # % in a password are written %40 %3A %2F %3F %23 %25)`
		reads  = `assay reads MySQL, MariaDB and PostgreSQL`
		write  = `: write mysql://, mariadb:// or postgresql://, with SQLAlchemy's driver or without (mysql+pymysql://, postgresql+psycopg2://)`
	)
	tests := []struct{ url, want string }{
		{"", "no database is named: " + like},
		{"asterisk", `"asterisk" is no database URL: ` + like},
		{"./dump.sql", `"./dump.sql" is no database URL: ` + like},
		{"u:secret@localhost/asterisk", "this is no database URL: " + like},
		{"mysql:/u:secret@localhost/asterisk", "this is no database URL: " + like},
		{"://u:secret@localhost/asterisk", "this is no database URL: " + like},

		{"mysq://u:secret@localhost/asterisk", "there is no scheme mysq://" + write},
		{"driver://user:pass@localhost/dbname", "there is no scheme driver://" + write},
		{"sqlite:////var/lib/asterisk/astdb.sqlite3", "SQLite databases are not supported, Asterisk's own astdb.sqlite3 among them: " + reads},
		{"sqlite+pysqlite:///x.db", "SQLite databases are not supported, Asterisk's own astdb.sqlite3 among them: " + reads},
		{"mysql+pyodbc://asterisk", "an ODBC data source cannot be read: write the server's own address, as in mysql://user@host/asterisk"},

		{"mysql://u:secret@localhost", "no database is named: write its name as in mysql://user@host/asterisk"},
		{"postgresql://u:secret@localhost/", "no database is named: write its name as in postgresql://user@host/asterisk"},
		{"postgresql://", "no database is named: write its name as in postgresql://user@host/asterisk"},
		{"u:secret@tcp(localhost)/", "no database is named: write its name as in user@tcp(host:3306)/asterisk"},
		{"host=localhost user=u", "no database is named: write its name as in host=localhost dbname=asterisk"},

		{"mysql://u:secret@localhost:port/asterisk", "the port is not a number from 1 to 65535" + escape},
		{"mysql://u:secret@localhost:65536/asterisk", "the port is not a number from 1 to 65535" + escape},
		{"mysql://u:secret@localhost:0/asterisk", "the port is not a number from 1 to 65535" + escape},
		{"mysql://u:secret/asterisk", "the port is not a number from 1 to 65535" + escape},
		{"mysql://u:secret@::1/asterisk", "the host has several colons: an IPv6 address is written in brackets, as in [::1]:3306" + escape},
		{"mysql://u:secret@[::1/asterisk", "the host is not a name or an address" + escape},
		{"mysql://u:secret@[x]/asterisk?host=a:b", "the host is not a name or an address" + escape},
		{"u:secret@tcp(a:b)/asterisk", "the host is not a name or an address" + escape},
		{"u:secret@unix(mysqld.sock)/asterisk", "the path of the socket must begin with /"},
		{"mysql://u:secret@localhost/asterisk/x", "the database's name holds a / or @: behind the host comes one name" + escape},
		{"mysql://u:sec%00ret@localhost/asterisk", "a value in it holds a NUL character"},
		{"mysql://u%1b:secret@localhost/asterisk", "a name in it holds a control character"},

		{"postgresql://u:secret@a,b/asterisk", "several hosts are named: name the one to read"},
		{"postgresql://u:secret@a:1,b:2/asterisk", "several hosts are named: name the one to read"},
		{"postgresql+psycopg://u:secret@/asterisk?host=a:1&host=b:2", "several hosts are named: name the one to read"},
		{"host=a,b dbname=asterisk password=secret", "several hosts are named: name the one to read"},
		{"host=localhost secret dbname=asterisk", "a word in it is no key=value: write host=localhost dbname=asterisk user=asterisk, a value with blanks in single quotes"},
		{"host=localhost password='secret dbname=asterisk", `a quote in it is not closed: write a value with blanks in single quotes, and ' in it as \'`},
	}
	for _, test := range tests {
		t.Run(test.url, func(t *testing.T) {
			_, err := ParseURL(test.url)
			if err == nil || err.Error() != test.want {
				t.Errorf("want %s\ngot  %v", test.want, err)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Error("the message holds the password")
			}
		})
	}
}

// TestAgain: the spelling for the next command keeps what leads to the same database, and no password.
func TestAgain(t *testing.T) {
	for spelled, want := range map[string]string{
		"postgresql://u:hunter2@h/d?options=-csearch_path%3Dpbx,public&sslmode=require": "postgresql://u@h/d?options=-csearch_path%3Dpbx%2Cpublic&sslmode=require",
		"postgresql://u@/d?host=/run/pg&sslpassword=hunter2&sslkey=/k.pem":              "postgresql://u@/d?host=/run/pg&sslkey=/k.pem",
		"mysql://u:hunter2@h/d?tls=true":                                                "mysql://u@h/d?tls=true",
		"postgresql://u:hunter2@h/d":                                                    "postgresql://u@h/d",
	} {
		s, err := ParseURL(spelled)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Again(); got != want {
			t.Errorf("%s: got %s, want %s", spelled, got, want)
		}
		if again, err := ParseURL(s.Again()); err != nil || again.Again() != s.Again() {
			t.Errorf("%s is read as %s, %v", s.Again(), again.Again(), err)
		}
	}
}

var alphanumeric = regexp.MustCompile(`^[0-9A-Za-z]{4,}$`)

func FuzzParseURL(f *testing.F) {
	for _, s := range []string{
		"mysql+pymysql://u:p@ss/w?rd@localhost:3306/asterisk?charset=utf8mb4", "postgresql://u:secret@[::1]:5433/asterisk?host=/run/postgresql",
		"u:secret@tcp(localhost:3306)/asterisk?tls=true", "mysql://u:secret@unix(/run/mysqld/mysqld.sock)/asterisk",
		"host=/run/postgresql dbname=asterisk password='a b' options='-c search_path=pbx'", "postgresql:///asterisk?password=secret&options=-csearch_path=a,b",
		"mysql://%41%zz@,/?host=a:1&host=b:2", "sqlite://", "asterisk",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, spelling string) {
		s, err := ParseURL(spelling)
		if err != nil {
			return
		}
		if s.Target.Database == "" || s.Engine != "mysql" && s.Engine != "postgresql" {
			t.Errorf("incomplete: %q", s)
		}
		other := s
		other.SetPassword("another")
		if s.String() != other.String() {
			t.Errorf("%s depends on the password", s)
		}
		if again, err := ParseURL(s.String()); err != nil || again.String() != s.String() {
			t.Errorf("%s does not name itself: %s, %v", s, again, err)
		}
		if secret := s.Target.Password; alphanumeric.MatchString(secret) && strings.Contains(s.String(), secret) && !elsewhere(s, secret) {
			t.Errorf("%s holds the password", s)
		}
	})
}

// elsewhere reports whether a password is part of something that is shown.
func elsewhere(s Source, password string) bool {
	shown := []string{s.Engine, s.Target.User, s.Target.Host, s.Target.Socket, s.Target.Database, strconv.Itoa(s.Target.Port), "unix_socket"}
	return slices.ContainsFunc(shown, func(x string) bool {
		return strings.Contains(x, password) || strings.Contains(url.PathEscape(x), password) || strings.Contains(url.QueryEscape(x), password)
	})
}

// TestWithoutPassword: what may be a password is not said, however many URLs there are, and the rest is.
func TestWithoutPassword(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"--history mysql://me:s3cret@host/db: no such file": "--history mysql://me:…@host/db: no such file",
		"two: a://u:p@h and b://:p@h":                       "two: a://u:…@h and b://:…@h",
		"postgresql://me@host:5432/db":                      "postgresql://me@host:5432/db",
		"me:secret is no URL":                               "me:secret is no URL",
		"mysql://me:with@sign@host":                         "mysql://me:…@host",
	} {
		if got := WithoutPassword(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
