package assay_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"assay"
	"assay/internal/lab/sqlserver"
)

// wired returns the URL of a database on a server that speaks TDS and answers as it is told.
func wired(t *testing.T, s *sqlserver.Server) string {
	t.Helper()
	address, err := s.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return "mssql+pymssql://sa:secret@" + address + "/asterisk?encrypt=no"
}

// TestWire: what the driver reads over the wire is what a file of the catalogue says.
func TestWire(t *testing.T) {
	t.Parallel()
	db := installed(t)
	results := sqlserver.Results(sqlserver.Print(db))
	asked := ""
	url := wired(t, &sqlserver.Server{Answer: func(r sqlserver.Request) sqlserver.Reply {
		asked = r.SQL
		return sqlserver.Reply{Results: results}
	}})
	r, err := assay.Check(t.Context(), url, assay.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tree := range r.Trees {
		if tree.Verdict != "agrees" || len(tree.Findings) > 0 {
			t.Errorf("%s: %s %v", tree.Tree, tree.Verdict, tree.Findings)
		}
	}
	if r.Database.Server != "SQL Server 16.0.4175" || !strings.Contains(asked, "FOR JSON PATH") {
		t.Errorf("%+v was asked %q", r.Database, asked)
	}
}

// TestWireODBC: a connection string of ODBC's leads to the server, as pyodbc's users spell it.
func TestWireODBC(t *testing.T) {
	t.Parallel()
	var got sqlserver.Login
	host, _ := certified(t, "127.0.0.1")
	s := &sqlserver.Server{TLS: host, Reply: sqlserver.Reply{Results: sqlserver.Results(sqlserver.Print(installed(t)))}, Login: func(l sqlserver.Login) *sqlserver.Error {
		got = l
		return nil
	}}
	_, address, _ := strings.Cut(wired(t, s), "@")
	address, _, _ = strings.Cut(address, "/")
	for _, server := range []string{strings.ReplaceAll(address, ":", ","), "tcp:" + strings.ReplaceAll(address, ":", `\SQLEXPRESS,`)} {
		dsn := "Driver={ODBC Driver 18 for SQL Server};Server=" + server + ";Database=asterisk;UID=sa;PWD={a;b}}c};Encrypt=yes;TrustServerCertificate=yes;" +
			"Authentication=SqlPassword;MARS_Connection=yes;LoginTimeout=30;Trusted_Connection=no"
		r, err := assay.Check(t.Context(), "mssql+pyodbc:///?odbc_connect="+url.QueryEscape(dsn), assay.Options{})
		want := sqlserver.Login{User: "sa", Password: "a;b}c", Database: "asterisk", Encrypted: true, All: true}
		if err != nil || r.Trees[0].Verdict != "agrees" || got != want {
			t.Errorf("%s: %v; the login was %+v", dsn, err, got)
		}
	}
	dsn := "Driver={ODBC Driver 18 for SQL Server};Server=127.0.0.1;Database=asterisk;Trusted_Connection=yes"
	_, err := assay.Check(t.Context(), "mssql+pyodbc:///?odbc_connect="+url.QueryEscape(dsn), assay.Options{})
	if err == nil || !strings.Contains(err.Error(), "only logins of SQL Server's own are supported: name one with its password: no Windows or Entra login") {
		t.Errorf("a Windows login: %v", err)
	}
}

// TestWirePreflight: what an upgrade comes to is asked over the wire, in transactions that are rolled back.
func TestWirePreflight(t *testing.T) {
	t.Parallel()
	results := sqlserver.Results(sqlserver.Print(installedBy(t, sqlServer, "20.0.0")))
	var asked []string
	url := wired(t, &sqlserver.Server{Answer: func(r sqlserver.Request) sqlserver.Reply {
		if strings.Contains(r.SQL, "FOR JSON PATH") {
			return sqlserver.Reply{Results: results}
		}
		asked = append(asked, r.SQL)
		return sqlserver.Reply{Results: []sqlserver.Result{{Columns: []string{""}, Rows: [][]any{{0}}}}}
	}})
	r, err := assay.Preflight(t.Context(), url, "22", assay.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if stops := r.Trees[0].Upgrade.Stops; stops == nil || stops.Revision != "6c475a93f48a" {
		t.Errorf("the upgrade is foretold as %+v", r.Trees[0].Upgrade)
	}
	if len(asked) == 0 {
		t.Error("nothing was asked")
	}
	for _, q := range asked {
		if !strings.Contains(q, "BEGIN TRANSACTION; SELECT COUNT(*) FROM (SELECT TOP (") || !strings.HasSuffix(q, "; ROLLBACK TRANSACTION") {
			t.Errorf("asked %s", q)
		}
	}
}

// TestWireTrouble: what goes wrong on the way is said in a sentence, without the password.
func TestWireTrouble(t *testing.T) {
	t.Parallel()
	answer := sqlserver.Results(sqlserver.Print(installed(t)))
	whole := sqlserver.Reply{Results: answer}
	for name, c := range map[string]struct {
		server *sqlserver.Server
		edit   [2]string // of the URL: what stands there, and instead
		want   string
	}{
		"a login that fails": {
			server: &sqlserver.Server{Login: func(l sqlserver.Login) *sqlserver.Error {
				return &sqlserver.Error{Number: 18456, State: 1, Class: 14, Text: "Login failed for user '" + l.User + "'."}
			}},
			want: "the server refuses this user or password (mssql: login error: Login failed for user 'sa'.)",
		},
		"another database": {
			server: &sqlserver.Server{Login: func(sqlserver.Login) *sqlserver.Error {
				return &sqlserver.Error{Number: 4060, State: 1, Class: 11, Text: `Cannot open database "asterisk" requested by the login.`}
			}},
			want: "there is no such database",
		},
		"an older server": {
			server: &sqlserver.Server{Reply: sqlserver.Reply{
				Failed: &sqlserver.Error{Number: 102, State: 1, Class: 15, Text: "Incorrect syntax near 'JSON'."},
			}},
			want: "Incorrect syntax near 'JSON'",
		},
		"a query that fails at the end": {
			server: &sqlserver.Server{Reply: sqlserver.Reply{
				Results: answer[:3], Failed: &sqlserver.Error{Number: 1222, State: 1, Class: 16, Text: "Lock request time out period exceeded."},
			}},
			want: "the server stopped the reading (mssql: Lock request time out period exceeded.)",
		},
		"an answer without its end": {
			server: &sqlserver.Server{Reply: sqlserver.Reply{Results: answer[:3]}},
			want:   "the server's answer is not whole",
		},
		"a cut": {server: &sqlserver.Server{Reply: whole, Cut: 9000}, want: "the server closed the connection"},

		"a Windows login":   {edit: [2]string{"encrypt=no", "trusted_connection=yes"}, want: "only logins of SQL Server's own are supported"},
		"no user":           {edit: [2]string{"sa:secret@", ""}, want: "no user is named"},
		"an Entra login":    {edit: [2]string{"encrypt=no", "Authentication=ActiveDirectoryDefault"}, want: "no Windows or Entra login"},
		"what nobody knows": {edit: [2]string{"encrypt=no", "colour=red"}, want: `parameter "colour" is not known`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.server == nil {
				c.server = &sqlserver.Server{Reply: whole}
			}
			url := strings.Replace(wired(t, c.server), c.edit[0], c.edit[1], 1)
			_, err := assay.Check(t.Context(), url, assay.Options{Timeout: 10 * time.Second})
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("want %q, got %v", c.want, err)
			}
		})
	}
}
