package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	mssqldb "github.com/microsoft/go-mssqldb"

	"assay/internal/lab/replay"
	"assay/internal/lab/sqlserver"
	"assay/schema"
)

// wired is a database on a server that speaks TDS, at a release and with some drift; file is what that server says of it.
func wired(t *testing.T, release string) (url, file string) {
	t.Helper()
	about := schema.Server{Engine: "mssql", Product: "SQL Server", Version: "16.0.4175"}
	e, err := sqlserver.NewEmulation(about)
	if err != nil {
		t.Fatal(err)
	}
	authority, err := sqlserver.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	if e.TLS, err = authority.Server("127.0.0.1"); err != nil {
		t.Fatal(err)
	}
	address, err := e.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	connector, err := mssqldb.NewConnector("sqlserver://sa:secret@" + address + "?encrypt=true&trustservercertificate=true")
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	statements, err := replay.Release(about, release)
	if err != nil {
		t.Fatal(err)
	}
	statements = append(statements, "DROP INDEX [ps_endpoints_id] ON [ps_endpoints]", "ALTER TABLE [ps_contacts] ADD [mine] int NULL")
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	file = filepath.Join(t.TempDir(), "catalogue.jsonl")
	if err := os.WriteFile(file, []byte(sqlserver.Print(e.Database("master"))), 0o600); err != nil {
		t.Fatal(err)
	}
	return "mssql://sa:secret@" + address + "/master?trustservercertificate=yes", file
}

// TestWire: over the wire, each command says what it says of the catalogue in a file.
func TestWire(t *testing.T) {
	t.Parallel()
	url, file := wired(t, "20.0.0")
	trusted, _, _ := strings.Cut(url, "?")
	shown := strings.Replace(trusted, ":secret", "", 1)
	for _, args := range [][]string{
		{"check"},
		{"infer"},
		{"check", "--format", "json"},
		{"fix", "--no-data"},
		{"preflight", "--to", "22", "--no-data"},
		{"preflight", "--to", "22", "--no-data", "--sql"},
		{"lint"},
		{"snapshot"},
		{"history", "plot"},
		{"diff", "asterisk:20.0.0"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			live, written := assay(t, append(args, url)...), assay(t, append(args, file)...)
			same := func(said, name string) string { // but for what names it in turn
				next := regexp.MustCompile(`(?m)^next: .*$|"next": .*`)
				return next.ReplaceAllString(strings.ReplaceAll(said, name, "DB"), "")
			}
			if got, want := same(live.stdout, shown), same(written.stdout, file); live.code == exitUnknown || live.code != written.code || got != want || got == "" {
				t.Errorf("over the wire, status %d, %s\n%s\nof the file, status %d, %s\n%s", live.code, live.stderr, got, written.code, written.stderr, want)
			}
		})
	}
	if o := assay(t, "diff", url, file); o.code != exitClean {
		t.Errorf("they differ: %s%s", o.stdout, o.stderr)
	}
	if o := assay(t, "preflight", "--to", "22", url); o.code != exitFindings || !strings.Contains(o.stdout, "6c475a93f48a") {
		t.Errorf("status %d: %s%s", o.code, o.stdout, o.stderr)
	}
	for _, command := range everyCommand {
		assay(t, command, trusted).refuses(t, shown+": the server's certificate is signed by nobody known here: "+
			"certificate=FILE.pem names the authority that has signed it; trustservercertificate=yes lets any pass, if nobody can be on the way")
	}
}
