package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/internal/lab"
)

// A circumstance is what a command finds around it.
type circumstance struct {
	ctx    context.Context //nolint:containedctx // as process has it
	env    map[string]string
	answer string // to a question for the password
}

// run runs a command in this process.
func (c circumstance) run(t *testing.T, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := process{
		ctx: c.ctx, stdout: &stdout, stderr: &stderr,
		env: func(key string) (string, bool) { v, ok := c.env[key]; return v, ok },
		prompt: func(question string) (string, error) {
			if c.answer == "" {
				return "", errors.New(question)
			}
			return c.answer, nil
		},
	}
	if c.ctx == nil {
		p.ctx = t.Context()
	}
	code := p.run(args)
	return outcome{code, stdout.String(), withoutSuperuser(stderr.String())}
}

// refuses holds a command to having said one sentence and no more: no part of a report, and status 2.
func (o outcome) refuses(t *testing.T, want string) {
	t.Helper()
	if o.code != exitUnknown || o.stdout != "" || o.stderr != "assay: "+want+"\n" {
		t.Errorf("want  assay: %s\ngot   %sstatus %d, and on standard output %q", want, o.stderr, o.code, o.stdout)
	}
}

var everyCommand = []string{"check", "infer", "fix"}

// as is a URL with another user, or as it is.
func as(t *testing.T, address, user, password string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.User(user)
	if password != "" {
		u.User = url.UserPassword(user, password)
	}
	return u.String()
}

// atHost is a URL with another host.
func atHost(t *testing.T, address, host string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Host = host
	return u.String()
}

func hostOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}

// TestNoWayIn: no server, no such database, an empty one, another user.
func TestNoWayIn(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			closed := atHost(t, db.URL, unused(t))
			said := map[string][2]string{
				"mysql":      {"Error 1049 (42000): Unknown database 'assay_nowhere'", "there is no table: is this the right database?"},
				"postgresql": {`FATAL: database "assay_nowhere" does not exist (SQLSTATE 3D000)`, "there is no table: is this the right database, and would --schema name the right schema?"},
			}[s.Server.Engine]
			for _, command := range everyCommand {
				assay(t, command, closed).refuses(t, closed+": nothing listens there: check the host and port, and whether the server runs")
				nowhere := s.URL("assay_nowhere")
				assay(t, command, nowhere).refuses(t, nowhere+": there is no such database ("+said[0]+"): check its name")
				assay(t, command, db.URL).refuses(t, db.URL+": "+said[1])
			}
			lost := atHost(t, db.URL, "assay.invalid")
			assay(t, "check", lost).refuses(t, lost+": there is no host of that name: check its spelling")
		})
	}
}

// unused is a port that nobody listens on.
func unused(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestNotAlembic: a database of somebody else's is a finding, and nothing to mend.
func TestNotAlembic(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(t, "CREATE TABLE wp_posts (id int)", "CREATE TABLE wp_users (id int)")
			for _, command := range []string{"check", "infer"} {
				r, code := reported(t, command, db.URL)
				if code != exitFindings || len(r.Trees) != 1 || r.Trees[0].Verdict != "not-alembic" || r.Summary.Error != 1 {
					t.Errorf("%s: status %d, %+v", command, code, r)
				}
				o := assay(t, command, db.URL)
				want := s.Server.String() + ", database " + db.Name + `

not an Alembic schema that assay knows

    error    none of the 2 tables of ` + db.Name + ` is of an Alembic history that assay knows: is it the right database` +
					map[string]string{"mysql": "", "postgresql": ", or is there another --schema"}[s.Server.Engine] +
					", or is it another project's, whose --history is to be named?  [not-alembic]\n"
				if command == "check" {
					want += "\n1 error, 0 warnings, 0 info\n"
				}
				if o.stdout != want || o.stderr != "" || o.code != exitFindings {
					t.Errorf("want %s\ngot  %s%s", want, o.stdout, o.stderr)
				}
			}
			assay(t, "fix", db.URL).refuses(t, "there is nothing to repair: the database is no Alembic schema that assay knows (assay infer says more)")
		})
	}
}

// secret is a password of which every character is escaped somewhere.
const secret = `s3'c r%e"t@/?#`

// TestWrongPassword: neither the right nor a wrong password is ever said.
func TestWrongPassword(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "queue_log")
			user := newUser(t, db, secret)
			db.Exec(t, "GRANT SELECT ON "+db.Name+".* TO "+account(t, db, user))
			client := clientHost(t, db)
			testPasswords(t, db.URL, user, func(yes string) string {
				return fmt.Sprintf("Error 1045 (28000): Access denied for user '%s'@'%s' (using password: %s)", user, client, yes)
			})
		})
	}
	t.Run("postgresql", func(t *testing.T) {
		t.Parallel()
		db := guardedPostgres(t)
		testPasswords(t, db, "assay_guarded", func(string) string {
			return `FATAL: password authentication failed for user "assay_guarded" (SQLSTATE 28P01)`
		})
	})
}

func testPasswords(t *testing.T, address, user string, said func(yes string) string) {
	t.Helper()
	open := as(t, address, user, "")
	o := assay(t, "check", as(t, address, user, secret))
	if o.code == exitUnknown || o.stderr != "" {
		t.Errorf("the right password: status %d, %s", o.code, o.stderr)
	}
	for _, command := range everyCommand {
		for _, format := range []string{"text", "json"} {
			wrong := `wr0ng"% ` + secret
			o := assay(t, command, "--format", format, as(t, address, user, wrong))
			o.refuses(t, open+": the server refuses this user or password ("+said("YES")+"): check both")
		}
	}
	assay(t, "check", open).refuses(t, open+": the server refuses this user or password ("+said("NO")+
		"): check both; ASSAY_PASSWORD can hold the password, or -W asks for it")
	o = assay(t, "fix", as(t, address, user, secret), "--at", "20.7.0")
	if strings.Contains(o.stdout+o.stderr, "s3") {
		t.Errorf("the password is told in\n%s%s", o.stdout, o.stderr)
	}
}

// newUser makes a user, gone after the test, and returns the name.
func newUser(t *testing.T, db *lab.Database, password string) string {
	t.Helper()
	user := strings.Replace(db.Name, "assay_", "u_", 1)
	if strings.HasPrefix(db.URL, "mysql") {
		who := account(t, db, user)
		db.Exec(t, "CREATE USER "+who+" IDENTIFIED BY '"+strings.ReplaceAll(password, "'", "''")+"'")
		t.Cleanup(func() { dropped(t, db, "DROP USER "+who) })
		return user
	}
	db.Exec(t, "CREATE ROLE "+user+" LOGIN")
	t.Cleanup(func() { dropped(t, db, "DROP OWNED BY "+user, "DROP ROLE "+user) })
	return user
}

// account is a MySQL user as GRANT wants it. It names the client's host, or old servers would take anybody there for their anonymous user.
func account(t *testing.T, db *lab.Database, user string) string {
	t.Helper()
	return "'" + user + "'@'" + clientHost(t, db) + "'"
}

// clientHost is where we are, as a MySQL server sees it.
func clientHost(t *testing.T, db *lab.Database) string {
	t.Helper()
	var host string
	if err := db.DB.QueryRowContext(t.Context(), "SELECT SUBSTRING_INDEX(USER(), '@', -1)").Scan(&host); err != nil {
		t.Fatal(err)
	}
	return host
}

// dropped runs what tidies up, when the context of the test has ended.
func dropped(t *testing.T, db *lab.Database, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.DB.ExecContext(context.WithoutCancel(t.Context()), s); err != nil {
			t.Error(err)
		}
	}
}

// guardedPostgres starts a server of which a user has the password secret: those of the lab let everybody in.
func guardedPostgres(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "assay-guarded-") //nolint:usetesting // the server's user must be able to enter it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // said above
		t.Fatal(err)
	}
	x, err := lab.StartPostgres(t.Context(), dir)
	if err != nil {
		lab.Skip(t, err)
	}
	t.Cleanup(func() { _ = x.Stop() })
	rules, err := filepath.Glob(dir + "/*/data/pg_hba.conf")
	if err != nil || len(rules) != 1 {
		t.Fatal(rules, err)
	}
	o, err := os.ReadFile(rules[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(rules[0], append([]byte("host all assay_guarded all scram-sha-256\n"), o...), 0o600); err != nil {
		t.Fatal(err)
	}
	psql := exec.CommandContext(t.Context(), "psql", "-Xqt", x.URL+"postgres")
	psql.Stdin = strings.NewReader("SELECT pg_reload_conf(); CREATE ROLE assay_guarded LOGIN PASSWORD '" + strings.ReplaceAll(secret, "'", "''") +
		"'; CREATE TABLE alembic_version_queue_log (version_num varchar(32) NOT NULL PRIMARY KEY); GRANT SELECT ON alembic_version_queue_log TO assay_guarded")
	if out, err := psql.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return x.URL + "postgres"
}

// TestServerDies: wherever the connection breaks, there is a sentence and no report, or the whole report.
func TestServerDies(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "20.7.0")
			whole := newProxy(t, db.URL, -1, nil)
			want := assay(t, "check", "--at", "22.10.1", whole.url(t, db.URL))
			if want.code != exitFindings || want.stderr != "" {
				t.Fatalf("status %d, %s", want.code, want.stderr)
			}
			for how, then := range map[string]func(net.Conn){"hung up": hangUp, "reset": reset} {
				said := map[string]int{}
				for _, n := range breaks(whole.said.Load()) {
					p := newProxy(t, db.URL, n, then)
					address := p.url(t, db.URL)
					o := assay(t, "check", "--at", "22.10.1", address)
					if o.code == want.code && strings.ReplaceAll(o.stdout, address, whole.url(t, db.URL)) == want.stdout && o.stderr == "" {
						continue // only the good-bye was lost
					}
					said[strings.TrimPrefix(o.stderr, "assay: "+address+": ")]++
					if o.code != exitUnknown || o.stdout != "" {
						t.Errorf("%s after %d of %d bytes: status %d, %s", how, n, whole.said.Load(), o.code, o.stdout)
					}
				}
				if len(said) != 1 || said["the server closed the connection: try again, and look into the server's log if it happens again\n"] == 0 {
					t.Errorf("%s: want one sentence, got %v", how, said)
				}
			}
		})
	}
}

// breaks are numbers of bytes to break a connection after: many at the beginning, where the two come to an understanding, and at the end.
func breaks(all int64) []int64 {
	var at []int64
	for n := int64(0); n < min(all, 400); n += 13 {
		at = append(at, n)
	}
	for i := range int64(16) {
		at = append(at, all*i/16)
	}
	for n := all - 40; n < all; n += 5 {
		at = append(at, n)
	}
	return at
}

// TestServerSaysNothing: a command ends by itself, and with Ctrl-C.
func TestServerSaysNothing(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "queue_log")
			for _, n := range []int64{0, 1, 100, 1000} {
				p := newProxy(t, db.URL, n, stall)
				ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
				defer cancel()
				address := p.url(t, db.URL)
				circumstance{ctx: ctx}.run(t, "check", address).refuses(t, address+": the server took too long to answer: "+
					"check the host and port, whether it is this kind of server, and whether a firewall or a lock is in the way; --timeout gives it longer")
				ctx, stop := context.WithCancel(t.Context())
				time.AfterFunc(200*time.Millisecond, stop)
				circumstance{ctx: ctx}.run(t, "check", address).refuses(t, address+": the reading was interrupted")
			}
		})
	}
}

// TestFileSaysNothing: a file whose end does not come is left alone when the process is told to end.
func TestFileSaysNothing(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	defer writer.Close()
	pipe := fmt.Sprint("/dev/fd/", reader.Fd()) // as a shell names <(a command)
	for says, args := range map[string][]string{
		pipe:                {"check", pipe},
		"--history " + pipe: {"check", "--history", pipe, "../../testdata/asterisk.sql"},
	} {
		ctx, stop := context.WithCancel(t.Context())
		time.AfterFunc(50*time.Millisecond, stop)
		circumstance{ctx: ctx}.run(t, args...).refuses(t, says+": the reading was interrupted")
	}
}

// TestOtherServer: what listens there is another kind of server.
func TestOtherServer(t *testing.T) {
	t.Parallel()
	my, pg := lab.MySQL(t)[0].URL("asterisk"), lab.Postgres(t)[0].URL("asterisk")
	const other = ": what listens there is another kind of server: check the port, and how the URL begins (mysql://, postgresql:// or mssql://)"
	t.Run("MySQL asked as PostgreSQL", func(t *testing.T) {
		t.Parallel()
		wrong := atHost(t, pg, hostOf(t, my))
		assay(t, "check", wrong).refuses(t, wrong+other)
	})
	t.Run("PostgreSQL asked as MySQL", func(t *testing.T) {
		t.Parallel()
		wrong := atHost(t, my, hostOf(t, pg))
		assay(t, "check", wrong).refuses(t, wrong+": what listens there is a PostgreSQL: begin the URL with postgresql://")
	})
	said := []string{
		other,
		": the server closed the connection: try again, and look into the server's log if it happens again",
		": the server took too long to answer: check the host and port, whether it is this kind of server, and whether a firewall or a lock is in the way; --timeout gives it longer",
	}
	for _, words := range []string{"SSH-2.0-OpenSSH_9.2p1\r\n", "220 mail.example.com ESMTP Postfix\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "Asterisk Call Manager/9.0.0\r\n"} {
		for _, address := range []string{my, pg} {
			t.Run(words[:3]+" asked as "+address[:5], func(t *testing.T) {
				t.Parallel()
				wrong := atHost(t, address, speaking(t, words))
				o := assay(t, "check", wrong)
				sentence := strings.TrimSuffix(strings.TrimPrefix(o.stderr, "assay: "+wrong), "\n")
				if o.code != exitUnknown || o.stdout != "" || !slices.Contains(said, sentence) {
					t.Errorf("status %d, %s%s", o.code, o.stderr, o.stdout)
				}
			})
		}
	}
}

// speaking is a server that says something to everybody and hangs up when it is answered.
func speaking(t *testing.T, words string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(c, words)
			_, _ = c.Read(make([]byte, 1<<10))
			_ = c.Close()
		}
	}()
	return l.Addr().String()
}
