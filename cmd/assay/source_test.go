package main

import (
	"context"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/internal/lab"
)

// TestSpellings: however a database is named, it is the same one.
func TestSpellings(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "config", "queue_log")
			u, err := url.Parse(db.URL)
			if err != nil {
				t.Fatal(err)
			}
			want := withoutNext(assay(t, "infer", db.URL))
			if want.code != exitClean || want.stderr != "" {
				t.Fatalf("status %d, %s", want.code, want.stderr)
			}
			same := func(c circumstance, args ...string) {
				t.Helper()
				if got := withoutNext(c.run(t, append([]string{"infer"}, args...)...)); got != want {
					t.Errorf("%q: status %d, %s%s", args, got.code, got.stderr, got.stdout)
				}
			}
			spellings := spellingsOf(t, s, db, u)
			for _, spelling := range spellings {
				same(circumstance{}, spelling)
			}
			same(circumstance{env: map[string]string{"ASSAY_DATABASE_URL": db.URL}})
			same(circumstance{env: map[string]string{"ASSAY_DATABASE_URL": "mysql://nobody@assay.invalid/x"}}, db.URL)

			ini := asteriskINI(t, db, "config")
			r, code := reported(t, "infer", "-c", ini)
			if code != exitClean || len(r.Trees) != 1 || r.Trees[0].Tree != "config" {
				t.Errorf("-c %s: status %d, %+v", ini, code, r)
			}
			// An explicit file wins over the environment.
			o := circumstance{env: map[string]string{"ASSAY_DATABASE_URL": "mysql://nobody@assay.invalid/x"}}.run(t, "infer", "-c", ini)
			if o.code != exitClean {
				t.Errorf("-c and ASSAY_DATABASE_URL: %s", o.stderr)
			}
			assay(t, "infer", "-c", ini, db.URL).refuses(t, "two databases are named, by -c "+ini+" and by a URL: name one")
		})
	}
}

// withoutNext leaves out the line that names the database as the user did.
func withoutNext(o outcome) outcome {
	o.stdout, _, _ = strings.Cut(o.stdout, "\nnext: ")
	return o
}

func spellingsOf(t *testing.T, s lab.Server, db *lab.Database, u *url.URL) []string {
	t.Helper()
	rest := strings.TrimPrefix(db.URL, u.Scheme+"://")
	host, port, err := net.SplitHostPort(u.Host)
	if err != nil {
		t.Fatal(err)
	}
	user := u.User.Username()
	if s.Server.Engine == "mysql" {
		socket := socketTo(t, u.Host, "mysqld.sock")
		return []string{
			"mysql+pymysql://" + rest, "mysql+mysqldb://" + rest + "?charset=utf8mb4", "mariadb://" + rest, "mariadb+mariadbconnector://" + rest,
			user + "@tcp(" + u.Host + ")/" + db.Name + "?parseTime=true",
			"mysql://" + user + "@tcp(" + u.Host + ")/" + db.Name,
			user + "@unix(" + socket + ")/" + db.Name,
			"mysql+pymysql://" + user + "@localhost/" + db.Name + "?unix_socket=" + socket,
			"mysql://" + user + "@" + url.QueryEscape(socket) + "/" + db.Name,
			"mysql://" + rest + "?ssl_mode=PREFERRED", "mysql://" + rest + "?tls=preferred", "mysql://" + rest + "?ssl-mode=disabled",
		}
	}
	folder := filepath.Dir(socketTo(t, u.Host, ".s.PGSQL.5432"))
	return []string{
		"postgres://" + rest, "postgresql+psycopg2://" + rest, "postgresql+asyncpg://" + rest, "postgresql+psycopg://" + rest + "?application_name=x",
		"host=" + host + " port=" + port + " user=" + user + " dbname=" + db.Name,
		"host='" + host + "' port=" + port + " user='" + user + "' dbname='" + db.Name + "' sslmode=disable connect_timeout=5",
		"postgresql:///" + db.Name + "?host=" + host + "&port=" + port + "&user=" + user,
		"postgresql://" + user + "@/" + db.Name + "?host=" + folder,
		"postgresql+psycopg2://" + user + "@" + url.QueryEscape(folder) + "/" + db.Name,
		"postgresql://" + rest + "?options=-csearch_path=public", "postgresql://" + rest + "?options=-csearch_path=nowhere,public",
		"postgresql://" + rest + "?sslmode=prefer", "postgresql://" + rest + "?sslmode=allow",
	}
}

// socketTo is a unix socket that leads to a server's port.
func socketTo(t *testing.T, address, name string) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "assay-socket-") //nolint:usetesting // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, name)
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	(&proxy{Listener: l, limit: -1}).start(t, address)
	return socket
}

// asteriskINI is Asterisk's own sample file, filled in.
func asteriskINI(t *testing.T, db *lab.Database, tree string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, tree), 0o750); err != nil {
		t.Fatal(err)
	}
	return write(t, filepath.Join(dir, tree+".ini"), `# A generic, single database configuration.

[alembic]
# path to migration scripts
script_location = `+tree+`

# template used to generate migration files
# file_template = %%(rev)s_%%(slug)s

# set to 'true' to run the environment during
# the 'revision' command, regardless of autogenerate
# revision_environment = false

#sqlalchemy.url = postgresql://user:pass@localhost/asterisk
sqlalchemy.url = `+strings.ReplaceAll(db.URL, "%", "%%")+`

# Logging configuration
[loggers]
keys = root,sqlalchemy,alembic

[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
datefmt = %H:%M:%S
`)
}

func write(t *testing.T, file, text string) string {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestBadINI: what is wrong with the file is said with its name and line, and never with the password.
func TestBadINI(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	tests := []struct{ name, text, want string }{
		{"empty", "", "FILE: there is no section [alembic]: it has none"},
		{"no-section", "sqlalchemy.url = mysql://u:s3cret@h/d\n", "FILE:1: this is no ini file: neither a [section] nor a key = value in one"},
		{"binary", "\x7fELF\x02\x01\x01\x00\x00s3cret", "FILE:1: this is no ini file: neither a [section] nor a key = value in one"},
		{"other-section", "[loggers]\nkeys = root\n", "FILE: there is no section [alembic]: it has [loggers]"},
		{"no-url", "[alembic]\nscript_location = config\n", "FILE: no sqlalchemy.url is set in [alembic]: if env.py takes it from elsewhere, such as an environment variable, give the URL itself"},
		{"sample", "[alembic]\nsqlalchemy.url = driver://user:s3cret@localhost/dbname\n", "FILE:2: sqlalchemy.url: there is no scheme driver://: write mysql://, mariadb:// or postgresql://, with SQLAlchemy's driver or without (mysql+pymysql://, postgresql+psycopg2://)"},
		{"percent", "[alembic]\nsqlalchemy.url = mysql://u:s3cret%40@h/d\n", "FILE:2: sqlalchemy.url holds a single %, which is written %% in this file"},
		{"variable", "[alembic]\nsqlalchemy.url = mysql://u:%(DB_PASSWORD)s@h/d\n", "FILE:2: sqlalchemy.url refers to %(DB_PASSWORD)s, which the file does not set: if env.py does, give the URL itself"},
		{"twice", "[alembic]\nsqlalchemy.url = mysql://u:s3cret@h/d\nsqlalchemy.url = mysql://u:s3cret@h/e\n", "FILE:3: sqlalchemy.url is set twice in [alembic]"},
		{"no-database", "[alembic]\nsqlalchemy.url = mysql://u:s3cret@h/\n", "FILE:2: sqlalchemy.url: no database is named: write its name as in mysql://user@host/asterisk"},
	}
	for _, test := range tests {
		file := write(t, filepath.Join(dir, test.name+".ini"), test.text)
		for _, command := range everyCommand {
			assay(t, command, "-c", file).refuses(t, strings.ReplaceAll(test.want, "FILE", file))
		}
	}
	nowhere := filepath.Join(dir, "nowhere.ini")
	assay(t, "check", "-c", nowhere).refuses(t, nowhere+": there is no such file: check its path")
	assay(t, "check", "-c", dir).refuses(t, dir+": this is a folder: name the ini file in it")
}

// TestPasswords: each way to give one, and which wins.
func TestPasswords(t *testing.T) {
	t.Parallel()
	s := lab.MySQL(t)[0]
	db := install(t, s, "22.10.1", "queue_log")
	user := newUser(t, db, secret)
	db.Exec(t, "GRANT SELECT ON "+db.Name+".* TO "+account(t, db, user))
	without, wrong := as(t, db.URL, user, ""), as(t, db.URL, user, "wr0ng")
	tests := []struct {
		name string
		c    circumstance
		args []string
		code int
	}{
		{"URL", circumstance{}, []string{as(t, db.URL, user, secret)}, exitClean},
		{"parameter", circumstance{}, []string{without + "?password=" + url.QueryEscape(secret)}, exitClean},
		{"ASSAY_PASSWORD", circumstance{env: map[string]string{"ASSAY_PASSWORD": secret}}, []string{without}, exitClean},
		{"MYSQL_PWD", circumstance{env: map[string]string{"MYSQL_PWD": secret}}, []string{without}, exitClean},
		{"ASSAY_PASSWORD wins", circumstance{env: map[string]string{"ASSAY_PASSWORD": secret, "MYSQL_PWD": "wr0ng"}}, []string{without}, exitClean},
		{"the URL wins", circumstance{env: map[string]string{"ASSAY_PASSWORD": secret}}, []string{wrong}, exitUnknown},
		{"-W", circumstance{answer: secret}, []string{"-W", without}, exitClean},
		{"-W wins", circumstance{answer: secret}, []string{"-W", wrong}, exitClean},
		{"wrong answer", circumstance{answer: "wr0ng"}, []string{"-W", without}, exitUnknown},
	}
	for _, test := range tests {
		for _, command := range everyCommand {
			o := test.c.run(t, append([]string{command}, test.args...)...)
			if o.code != test.code || strings.Contains(o.stdout+o.stderr, "s3") || strings.Contains(o.stdout+o.stderr, "wr0ng") {
				t.Errorf("%s, %s: status %d, %s%s", test.name, command, o.code, o.stderr, o.stdout)
			}
		}
	}
	circumstance{}.run(t, "check", "-W", without).refuses(t, "asking for the password: Password for "+without+": ")
}

// TestPGPASSWORD: what libpq takes from the environment is taken as well.
func TestPGPASSWORD(t *testing.T) {
	t.Parallel()
	address := as(t, guardedPostgres(t), "assay_guarded", "")
	for variable, want := range map[string]int{"PGPASSWORD": exitFindings, "ASSAY_PASSWORD": exitFindings, "MYSQL_PWD": exitUnknown} {
		cmd := command(t, "check", address)
		cmd.Env = append(cmd.Environ(), variable+"="+secret)
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil {
			t.Fatal(err)
		}
		if cmd.ProcessState.ExitCode() != want || strings.Contains(string(out), "s3") {
			t.Errorf("%s: status %d, %s", variable, cmd.ProcessState.ExitCode(), out)
		}
	}
}

// command is the program itself, with nothing in its environment that could lead it astray.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = []string{itself + "=1", "PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "TERM=xterm"}
	return cmd
}

// TestEncryption: what the server cannot do, or should not be trusted in, is a sentence.
func TestEncryption(t *testing.T) {
	t.Parallel()
	const noTLS = "the URL asks for TLS, which the server does not have: set it up there, or leave the parameter out if the way to the server is safe"
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "queue_log")
			bad := write(t, filepath.Join(t.TempDir(), "ca.pem"), "no certificate")
			tests := map[string]map[string]string{
				"mysql": {
					"ssl_mode=REQUIRED":  noTLS,
					"tls=true":           noTLS,
					"ssl_mode=sometimes": "the URL's parameter ssl_mode has an unknown value: use DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY",
					"ssl_ca=" + bad:      "what the URL's parameter ssl_ca names cannot be used: there is no certificate in " + bad,
					"ssl_ca=/nowhere":    "what the URL's parameter ssl_ca names cannot be used: stat /nowhere: no such file or directory",
					"sslmod=require":     "the URL has an unknown parameter sslmod: leave it out; those of Go's driver and of Python's are known, such as tls, ssl_ca, ssl_cert, ssl_key, ssl_mode",
				},
				"postgresql": {
					"sslmode=require":           noTLS,
					"sslmode=verify-full":       noTLS,
					"sslmode=sometimes":         "the parameters of the connection make no sense: sslmode is invalid",
					"sslrootcert=/nowhere":      "the parameters of the connection make no sense: unable to read CA file: open /nowhere: no such file or directory",
					"sslmod=require":            "the URL has an unknown parameter sslmod: leave it out; those of libpq and of Python's drivers are known, such as sslmode, sslrootcert, options",
					"options=-cno_such_thing=1": `the database cannot be read (connecting: FATAL: unrecognized configuration parameter "no_such_thing" (SQLSTATE 42704))`,
				},
			}[s.Server.Engine]
			for parameter, want := range tests {
				if s.Server.Engine == "mysql" && want == noTLS && encrypts(t, db) {
					continue
				}
				assay(t, "check", db.URL+"?"+parameter).refuses(t, db.URL+": "+want)
			}
		})
	}
}

// encrypts reports whether a MySQL server has TLS.
func encrypts(t *testing.T, db *lab.Database) bool {
	t.Helper()
	return assay(t, "check", db.URL+"?ssl_mode=REQUIRED").code == exitClean
}
