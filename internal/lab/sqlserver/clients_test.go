package sqlserver_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/internal/lab"
	"assay/internal/lab/sqlserver"
)

// served is a server that encrypts, which says what each answer of its clients' is to be.
func served(t *testing.T, s *sqlserver.Server) (host, port string) {
	t.Helper()
	authority, err := sqlserver.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	if s.TLS, err = authority.Server("127.0.0.1"); err != nil {
		t.Fatal(err)
	}
	address, err := s.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	if host, port, err = net.SplitHostPort(address); err != nil {
		t.Fatal(err)
	}
	return host, port
}

// client is a program, or none is needed.
func client(t *testing.T, path string) {
	t.Helper()
	if _, err := exec.LookPath(path); err != nil {
		lab.Skip(t, fmt.Errorf("%w; make deps installs it", err))
	}
}

// answers are to each kind of request.
func answers(r sqlserver.Request) sqlserver.Reply {
	switch {
	case strings.Contains(r.SQL, "rows"):
		return sqlserver.Reply{Told: []sqlserver.Error{{Number: 50000, State: 1, Text: "some news"}}, Results: []sqlserver.Result{
			{Columns: []string{"name", "n", "yes"}, Rows: [][]any{{"ä", 1, true}, {nil, -2, nil}}},
			sqlserver.Texts(strings.Repeat("long", 5000)),
		}}
	case strings.Contains(r.SQL, "broken"):
		return sqlserver.Reply{Failed: &sqlserver.Error{Number: 208, State: 1, Class: 16, Text: "Invalid object name 'broken'."}}
	case r.SQL == "dbo.mine":
		return sqlserver.Reply{Results: []sqlserver.Result{sqlserver.Texts(fmt.Sprint(r.Params))}}
	}
	return sqlserver.Reply{}
}

// TestTSQL: the client program of FreeTDS takes the server for one, with each kind of encryption that it knows and in each TDS from 7.2 on.
func TestTSQL(t *testing.T) {
	t.Parallel()
	client(t, "tsql")
	for _, c := range []struct {
		tds, encryption string
		login           sqlserver.Login
	}{
		{"7.2", "off", sqlserver.Login{}},
		{"7.3", "request", sqlserver.Login{Encrypted: true}},
		{"7.4", "require", sqlserver.Login{Encrypted: true, All: true}},
	} {
		t.Run(c.tds+" "+c.encryption, func(t *testing.T) {
			t.Parallel()
			var got sqlserver.Login
			host, port := served(t, &sqlserver.Server{Answer: answers, Login: func(l sqlserver.Login) *sqlserver.Error {
				got = l
				return nil
			}})
			config := filepath.Join(t.TempDir(), "freetds.conf")
			text := fmt.Sprintf("[global]\ntds version = %s\nencryption = %s\nclient charset = UTF-8\n", c.tds, c.encryption)
			if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), "tsql", "-H", host, "-p", port, "-U", "sa", "-P", "secret", "-D", "asterisk", "-o", "q")
			cmd.Env = append(os.Environ(), "FREETDSCONF="+config, "LC_ALL=C.UTF-8")
			cmd.Stdin = strings.NewReader("SELECT rows\nGO\nSELECT * FROM broken\nGO\nSELECT nothing\nGO\nexit\n")
			said, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, said)
			}
			for _, want := range []string{
				"name\tn\tyes\nä\t1\t1\nNULL\t-2\tNULL\n", strings.Repeat("long", 1000), "Msg 208 (severity 16, state 1) from sql01", "some news",
			} {
				if !strings.Contains(string(said), want) {
					t.Errorf("it does not say %.200s\n%.2000s", want, said)
				}
			}
			c.login.User, c.login.Password, c.login.Database = "sa", "secret", "asterisk"
			if got != c.login {
				t.Errorf("the login was %+v, want %+v", got, c.login)
			}
		})
	}
}

const pymssql = `
import sys, pymssql
c = pymssql.connect(server=sys.argv[1], port=sys.argv[2], user='sa', password='secret', database='asterisk', tds_version='7.3')
k = c.cursor()
k.execute('SELECT rows')
print(k.fetchall(), k.nextset(), len(k.fetchall()[0][0]))
try:
    k.execute('SELECT * FROM broken')
except pymssql.ProgrammingError as e:
    print(e.args[0], e.args[1].decode().split('DB-Lib')[0])
k.callproc('dbo.mine', (1, 'ä', None))
print([r for r in k])
c.close()
`

// TestPymssql: Python's module, by which SQLAlchemy reaches a server, takes it for one as well, and calls procedures.
func TestPymssql(t *testing.T) {
	t.Parallel()
	const python = "/usr/bin/python3"
	client(t, python)
	if err := exec.CommandContext(t.Context(), python, "-c", "import pymssql").Run(); err != nil {
		lab.Skip(t, fmt.Errorf("python3-pymssql: %w; make deps installs it", err))
	}
	host, port := served(t, &sqlserver.Server{Answer: answers})
	said, err := exec.CommandContext(t.Context(), python, "-c", pymssql, host, port).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	want := []string{"[('ä', 1, True), (None, -2, None)] 1 20000", "208 Invalid object name 'broken'.", "[('[{ 1} { ä} { <nil>}]',)]"}
	got := slices.Collect(strings.Lines(string(said)))
	for i := range got {
		got[i] = strings.TrimSpace(got[i])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
