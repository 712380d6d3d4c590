package introspect

import (
	"context"
	"crypto/x509"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"assay/schema"
)

// stateError is an error as PostgreSQL's driver has it.
type stateError struct{ state, message string }

func (e stateError) Error() string    { return e.message }
func (e stateError) SQLState() string { return e.state }

func failing(err error) Reader {
	return func(context.Context, string, schema.Target) (*schema.Database, error) { return nil, err }
}

func giving(db *schema.Database) Reader {
	return func(context.Context, string, schema.Target) (*schema.Database, error) { return db, nil }
}

func TestReadErrors(t *testing.T) {
	dial := func(err error) error {
		return fmt.Errorf("connecting: %w", &net.OpError{Op: "dial", Net: "tcp", Err: err})
	}
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"refused", dial(os.NewSyscallError("connect", syscall.ECONNREFUSED)), "nothing listens there: check the host and port, and whether the server runs"},
		{"no socket", dial(os.NewSyscallError("connect", syscall.ENOENT)), "there is no such socket: check its path, and whether the server runs"},
		{"unknown host", dial(&net.DNSError{Err: "no such host", Name: "db", IsNotFound: true}), "there is no host of that name: check its spelling"},
		{"timeout", dial(os.ErrDeadlineExceeded), "the server does not answer: check the host and port, whether it is this kind of server, and whether a firewall is in the way"},
		{"certificate", fmt.Errorf("connecting: %w", x509.UnknownAuthorityError{}), "the connection " +
			"cannot be encrypted as asked (connecting: x509: certificate signed by unknown authority): check the URL's TLS parameters (tls= for MySQL, sslmode= and " +
			"sslrootcert= for PostgreSQL, encrypt=, trustservercertificate= and certificate= for SQL Server)"},
		{"password, MySQL", errors.New("Error 1045 (28000): Access denied for user 'u'@'localhost' (using password: YES)"), "the server refuses this user or password (Error 1045 (28000): Access denied for user 'u'@'localhost' (using password: YES)): check both"},
		{"password, PostgreSQL", fmt.Errorf("failed to connect:\n\t%w", stateError{"28P01", "password authentication failed"}), "the server refuses this user or password (password authentication failed): check both"},
		{"database, MySQL", errors.New("Error 1049 (42000): Unknown database 'asterisk'"), "there is no such database (Error 1049 (42000): Unknown database 'asterisk'): check its name"},
		{"database, PostgreSQL", stateError{"3D000", `database "asterisk" does not exist`}, `there is no such database (database "asterisk" does not exist): check its name`},
		{"right", errors.New("Error 1044 (42000): Access denied for user 'u'@'%' to database 'asterisk'"), "this user may not read the database (Error 1044 (42000): Access denied for user 'u'@'%' to database 'asterisk'): grant the right, or name another user"},
		{"starting", stateError{"57P03", "the database system is starting up"}, "the server is not ready (the database system is starting up): try again in a moment"},
		{"killed", errors.New("reading columns: Error 1927 (70100): Connection was killed"), "the server ended the connection (Error 1927 (70100): Connection was killed): look into its log, and try again"},
		{"died", fmt.Errorf("reading columns: %w", driver.ErrBadConn), "the server closed the connection: try again, and look into the server's log if it happens again"},
		{"died, as MySQL's driver says it", errors.New("reading columns: invalid connection"), "the server closed the connection: try again, and look into the server's log if it happens again"},
		{"anything else", errors.New("reading columns:\n syntax error"), "the database cannot be read (reading columns: syntax error)"},
		{"quoted password", errors.New("parsing mysql://u:s%40cret/%27x@h and s@cret/'x and s%40cret%2f%27x and s%40cret%2F%27x and s@cret/''x"), "the database cannot be read (parsing mysql://u:***@h and *** and *** and *** and ***)"},
		{"quoted key's password", errors.New("key: hunter2 is wrong"), "the database cannot be read (key: *** is wrong)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := my(func(t *schema.Target) {
				on("db", 3307)(t)
				t.Password = "s@cret/'x"
				params("sslpassword", "hunter2")(t)
			})
			_, err := Read(t.Context(), s, failing(test.err))
			if want := "mysql://u@db:3307/asterisk: " + test.want; err == nil || err.Error() != want {
				t.Errorf("want %s\ngot  %v", want, err)
			}
			var e *Error
			if !errors.As(err, &e) || !errors.Is(err, test.err) {
				t.Errorf("want an *Error that is the cause, got %T", err)
			}
		})
	}
}

func TestReadInTime(t *testing.T) {
	slow := func(ctx context.Context, _ string, _ schema.Target) (*schema.Database, error) {
		<-ctx.Done()
		return nil, errors.New("invalid connection") // as MySQL's driver may say it
	}
	s := my(on("db", 3307))
	_, err := readWithin(t.Context(), time.Millisecond, s, slow)
	const late = "mysql://u@db:3307/asterisk: the server took too long to answer: check the host and port, whether it is this kind of server, and whether a firewall or a lock is in the way; --timeout gives it longer"
	if err == nil || err.Error() != late || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("want %s\ngot  %v", late, err)
	}
	s.Timeout = time.Millisecond
	if _, err := Read(t.Context(), s, slow); err == nil || err.Error() != late {
		t.Errorf("with a timeout of its own: want %s\ngot  %v", late, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Read(ctx, s, slow)
	const stopped = "mysql://u@db:3307/asterisk: the reading was interrupted"
	if err == nil || err.Error() != stopped || !errors.Is(err, context.Canceled) {
		t.Errorf("want %s\ngot  %v", stopped, err)
	}
}

func TestRead(t *testing.T) {
	full := &schema.Database{Schema: schema.New(schema.Semantics{})}
	full.Schema.Add(&schema.Table{Name: "ps_aors"})
	stamped := &schema.Database{Schema: schema.New(schema.Semantics{}), Stamps: []schema.Stamp{{Table: "alembic_version"}}}
	for _, want := range []*schema.Database{full, stamped} {
		if got, err := Read(t.Context(), my(nil), giving(want)); got != want || err != nil {
			t.Errorf("want %v, got %v, %v", want, got, err)
		}
	}
}

func TestReadEmpty(t *testing.T) {
	tests := []struct {
		source Source
		hidden string
		want   string
	}{
		{my(nil), "", "mysql://u@localhost/asterisk: there is no table: is this the right database?"},
		{my(nil), "SELECT on any table", "mysql://u@localhost/asterisk: there is no table that this user may see (SELECT on any table): name a user who may"},
		{pg(nil), "", "postgresql://u@localhost/asterisk: there is no table: is this the right database, and would --schema name the right schema?"},
		{pg(func(t *schema.Target) { t.Schema = "pbx" }), "", "postgresql://u@localhost/asterisk: there is no table in schema pbx: is this the right database, and would --schema name the right schema?"},
	}
	for _, test := range tests {
		_, err := Read(t.Context(), test.source, giving(&schema.Database{Schema: schema.New(schema.Semantics{}), Hidden: test.hidden}))
		var e *EmptyError
		if !errors.As(err, &e) || err.Error() != test.want {
			t.Errorf("want %s\ngot  %v", test.want, err)
		}
	}
}

func TestSocketHint(t *testing.T) {
	there := filepath.Join(t.TempDir(), "mysqld.sock")
	if err := os.WriteFile(there, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	paths := []string{"/nowhere/mysqld.sock", there}
	for _, s := range []Source{my(nil), my(on("", 0))} {
		if got := socketHint(s, paths); !strings.Contains(got, "?unix_socket="+there) {
			t.Errorf("%s: want the hint, got %q", s, got)
		}
	}
	for _, s := range []Source{my(on("localhost", 3306)), my(on("db", 0)), my(at("/x"))} {
		if got := socketHint(s, paths); got != "" {
			t.Errorf("%s: want no hint, got %q", s, got)
		}
	}
	if s := pg(nil); socketHint(s, address(s.Engine).Sockets) != "" {
		t.Errorf("%s: its driver looks for the socket itself", s)
	}
}

// FuzzRedact: a password is gone from a text, as it is and as a URL escapes it.
func FuzzRedact(f *testing.F) {
	f.Add("s@cr et", "connecting to ", " failed")
	f.Add("p\xe4'ss\\", "", "")
	f.Add(strings.Repeat(`\`, 500)+"x", strings.Repeat(`\`, 500), "")
	f.Fuzz(func(t *testing.T, password, before, after string) {
		if len(password) < 4 || strings.Contains(hidden+hidden, password) {
			return
		}
		target := schema.Target{Password: password}
		for _, form := range []string{password, url.QueryEscape(password), url.PathEscape(password), strconv.Quote(password)} {
			got := redact(before+form+after, target)
			if !strings.Contains(got, hidden) || strings.Contains(got, password) && !strings.Contains(password, "*") {
				t.Errorf("%q in %q: got %q", password, before+form+after, got)
			}
		}
	})
}

func TestRedact(t *testing.T) {
	tests := []struct{ password, text, want string }{
		{"", "nothing to hide", "nothing to hide"},
		{"secret", "secret and secrets", "*** and ***s"},
		{"a b c d", "a b c d, a+b+c+d, a%20b%20c%20d", "***, ***, ***"},
		{"x", "x x exact 'x'", "*** *** exact '***'"},
		{`s"cret\`, `"s\"cret\\"`, `"***"`},
		{"$1$1", "$1$1", "***"},
		{"pässword", "pässword p%C3%A4ssword p%c3%a4ssword", "*** *** ***"},
		{"p\xe4ssword", "p\xe4ssword p%e4ssword p\ufffdssword pässword", "*** *** *** ***"},
		{"a'b", "a'b a''b a%27b, aa'b", "*** *** ***, aa'b"},
		{`\\\\`, `\\\\ x`, "*** x"},
	}
	for _, test := range tests {
		if got := redact(test.text, schema.Target{Password: test.password}); got != test.want {
			t.Errorf("%q: want %s, got %s", test.password, test.want, got)
		}
	}
}

func TestAsk(t *testing.T) {
	s := my(func(t *schema.Target) { t.Password = "hunter2" })
	ask := func(answers []schema.Answer, err error) Asker {
		return func(context.Context, string, schema.Target, []schema.Question, time.Duration) ([]schema.Answer, error) {
			return answers, err
		}
	}
	got, err := Ask(t.Context(), s, ask([]schema.Answer{{Unanswered: "near\n'hunter2'"}, {Rows: [][]string{{"1"}}}}, nil), nil, time.Second)
	if err != nil || len(got) != 2 || got[0].Unanswered != "near '***'" || got[1].Unanswered != "" || got[1].Rows[0][0] != "1" {
		t.Errorf("got %+v, %v", got, err)
	}
	_, err = Ask(t.Context(), s, ask(nil, errors.New("connecting: Error 1045 (28000): Access denied, hunter2")), nil, time.Second)
	const refused = "mysql://u@localhost/asterisk: the server refuses this user or password (Error 1045 (28000): Access denied, ***): check both"
	if _, ok := errors.AsType[*Error](err); !ok || !strings.HasPrefix(err.Error(), refused) {
		t.Errorf("want %s\ngot  %v", refused, err)
	}
}
