package assay_test

import (
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
	url := wired(t, &sqlserver.Server{Answer: func(batch string) ([][]string, *sqlserver.Error) {
		asked = batch
		return results, nil
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

// TestWirePreflight: what an upgrade comes to is asked over the wire, in transactions that are rolled back.
func TestWirePreflight(t *testing.T) {
	t.Parallel()
	results := sqlserver.Results(sqlserver.Print(installedBy(t, sqlServer, "20.0.0")))
	var asked []string
	url := wired(t, &sqlserver.Server{Answer: func(batch string) ([][]string, *sqlserver.Error) {
		if strings.Contains(batch, "FOR JSON PATH") {
			return results, nil
		}
		asked = append(asked, batch)
		return [][]string{{"0"}}, nil
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
	for name, c := range map[string]struct {
		server *sqlserver.Server
		edit   [2]string // of the URL: what stands there, and instead
		want   string
	}{
		"a login that fails": {
			server: &sqlserver.Server{Login: func(user string) *sqlserver.Error {
				return &sqlserver.Error{Number: 18456, State: 1, Class: 14, Text: "Login failed for user '" + user + "'."}
			}},
			want: "the server refuses this user or password (mssql: login error: Login failed for user 'sa'.)",
		},
		"another database": {
			server: &sqlserver.Server{Login: func(string) *sqlserver.Error {
				return &sqlserver.Error{Number: 4060, State: 1, Class: 11, Text: `Cannot open database "asterisk" requested by the login.`}
			}},
			want: "there is no such database",
		},
		"an older server": {
			server: &sqlserver.Server{Answer: func(string) ([][]string, *sqlserver.Error) {
				return nil, &sqlserver.Error{Number: 102, State: 1, Class: 15, Text: "Incorrect syntax near 'JSON'."}
			}},
			want: "Incorrect syntax near 'JSON'",
		},
		"a query that fails at the end": {
			server: &sqlserver.Server{Answer: func(string) ([][]string, *sqlserver.Error) {
				return answer[:3], &sqlserver.Error{Number: 1222, State: 1, Class: 16, Text: "Lock request time out period exceeded."}
			}},
			want: "the server stopped the reading (mssql: Lock request time out period exceeded.)",
		},
		"an answer without its end": {
			server: &sqlserver.Server{Results: answer[:3]},
			want:   "the server's answer is not whole",
		},
		"a cut":   {server: &sqlserver.Server{Results: answer, Cut: 9000}, want: "the server closed the connection"},
		"a stall": {server: &sqlserver.Server{Results: answer, Stall: true}, want: "the server took too long to answer"},

		"encryption":        {edit: [2]string{"encrypt=no", "encrypt=yes"}, want: "encrypt"},
		"a Windows login":   {edit: [2]string{"encrypt=no", "trusted_connection=yes"}, want: "only logins of SQL Server's own are supported"},
		"no user":           {edit: [2]string{"sa:secret@", ""}, want: "no user is named"},
		"odbc_connect":      {edit: [2]string{"encrypt=no", "odbc_connect=x"}, want: "an ODBC connection string is not read"},
		"what nobody knows": {edit: [2]string{"encrypt=no", "colour=red"}, want: `parameter "colour" is not known`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.server == nil {
				c.server = &sqlserver.Server{Results: answer}
			}
			url := strings.Replace(wired(t, c.server), c.edit[0], c.edit[1], 1)
			o := assay.Options{Timeout: 10 * time.Second}
			if c.server.Stall {
				o.Timeout = time.Second
			}
			_, err := assay.Check(t.Context(), url, o)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("want %q, got %v", c.want, err)
			}
		})
	}
}
