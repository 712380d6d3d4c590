package introspect

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/schema"
)

// TestParseODBC: a connection string of ODBC's is read as SQLAlchemy hands it on, escaped or not.
func TestParseODBC(t *testing.T) {
	plain := schema.Target{Host: "sql01", User: "sa", Password: "secret", Database: "asterisk"}
	with := func(change func(*schema.Target)) schema.Target {
		own := plain
		change(&own)
		return own
	}
	for s, want := range map[string]schema.Target{
		"DRIVER={ODBC Driver 18 for SQL Server};SERVER=sql01;DATABASE=asterisk;UID=sa;PWD=secret":                 plain,
		" Driver = FreeTDS ; Server = sql01 ; Database = asterisk ; Uid = sa ; Pwd = {secret} ; ":                 plain,
		"Driver=x;Server=sql01;Server=sql02;Database=asterisk;UID=sa;PWD=secret;PWD=other":                        plain,
		"Driver=x;Server=tcp:sql01,1434;Database=asterisk;UID=sa;PWD=secret":                                      with(func(t *schema.Target) { t.Port = 1434 }),
		"Driver=FreeTDS;Server=sql01;Port=1434;Database=asterisk;UID=sa;PWD=secret":                               with(func(t *schema.Target) { t.Port = 1434 }),
		"Driver=x;Address=sql01:1434;Database=asterisk;UID=sa;PWD=secret":                                         with(func(t *schema.Target) { t.Port = 1434 }),
		`Driver=x;Server=sql01\EXPRESS;Database=asterisk;UID=sa;PWD=secret`:                                       with(func(t *schema.Target) { t.Host = `sql01\EXPRESS` }),
		`Driver=x;Server=.\EXPRESS,1433;Database=asterisk;UID=sa;PWD=secret`:                                      with(func(t *schema.Target) { t.Host, t.Port = `localhost\EXPRESS`, 1433 }),
		"Driver=x;Server=(local);Database=asterisk;UID=sa;PWD=secret":                                             with(func(t *schema.Target) { t.Host = "localhost" }),
		"Driver=x;Server=tcp:[::1],1433;Database=asterisk;UID=sa;PWD=secret":                                      with(func(t *schema.Target) { t.Host, t.Port = "::1", 1433 }),
		"Driver=x;Server=sql01;Database=asterisk;UID=sa;PWD={a;b}}c=@/?#&+%41 }":                                  with(func(t *schema.Target) { t.Password = "a;b}c=@/?#&+%41 " }),
		"Driver=x;Server=sql01;Database={my db};UID={sa};PWD=p@ss:w/rd":                                           with(func(t *schema.Target) { t.Database, t.Password = "my db", "p@ss:w/rd" }),
		"Driver=x;Server=sql01;Database=asterisk;UID=sa;PWD=secret;Encrypt=yes;TrustServerCertificate=no;APP={a}": with(params("encrypt", "yes", "trustservercertificate", "no", "app", "a")),
		"Driver=x;Server=sql01;Database=asterisk;Trusted_Connection=yes":                                          with(func(t *schema.Target) { t.User, t.Password = "", ""; params("trusted_connection", "yes")(t) }),
	} {
		got, err := ParseURL("mssql+pyodbc:///?odbc_connect=" + url.QueryEscape(s))
		if err != nil {
			t.Errorf("%s: %v", s, err)
			continue
		}
		if diff := cmp.Diff(want, got.Target); diff != "" {
			t.Errorf("%s:\n%s", s, diff)
		}
		again, err := Parse(got.Again())
		again.Target.Password = want.Password
		if diff := cmp.Diff(want, again.Target); err != nil || diff != "" {
			t.Errorf("%s, as %s: %v\n%s", s, got.Again(), err, diff)
		}
		if strings.ContainsAny(s, "&+%") {
			continue
		}
		got, err = ParseURL("mssql+pyodbc://elsewhere/other?odbc_connect=" + s)
		if diff := cmp.Diff(want, got.Target); err != nil || diff != "" {
			t.Errorf("%s, not escaped: %v\n%s", s, err, diff)
		}
	}
	for s, want := range map[string]string{
		"DSN=asterisk;UID=sa;PWD=secret":                               "since only the machine where it is set up knows it: write Server=, Database=, UID= and PWD= in place of DSN=",
		"Driver=FreeTDS;ServerName=asterisk;UID=sa;PWD=secret":         "in place of ServerName=",
		"Driver=x;Database=asterisk;UID=sa;PWD=secret":                 "no server is named: write its name as in Server=host;Database=asterisk;UID=user",
		"Driver=x;Server=sql01;UID=sa;PWD=secret":                      "no database is named: write its name as in Server=host;Database=asterisk;UID=user",
		`Driver=x;Server=np:\\.\pipe\sql\query;Database=a;PWD=secret`:  "the server is not addressed by TCP",
		`Driver=x;Server=(localdb)\MSSQLLocalDB;Database=a;PWD=secret`: "LocalDB is no server that can be reached: run assay snapshot --queries in it",
		"Driver=x;Server=sql01;Database=asterisk;UID=sa;PWD={secret":   "a brace in the ODBC connection string is not closed: a value with ; in it is written in braces",
		"Driver=x;Server=sql01;Database=asterisk;UID=sa;PWD=a;secret":  "a part of the ODBC connection string is no key=value",
	} {
		_, err := ParseURL("mssql+pyodbc:///?odbc_connect=" + url.QueryEscape(s))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: want %q, got %v", s, want, err)
		}
	}
	if _, err := ParseURL("mssql+pyodbc://sa:secret@asterisk"); err == nil || !strings.HasPrefix(err.Error(), noODBC) {
		t.Errorf("a data source: %v", err)
	}
}
