package assay_test

import (
	"crypto/tls"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay"
	"assay/audit"
	"assay/internal/lab/sqlserver"
	"assay/introspect"
)

// certified makes an authority, and a server's certificate by it for these hosts. file is the authority's own.
func certified(t *testing.T, hosts ...string) (config *tls.Config, file string) {
	t.Helper()
	authority, err := sqlserver.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	if config, err = authority.Server(hosts...); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(file, authority.PEM, 0o600); err != nil {
		t.Fatal(err)
	}
	return config, file
}

// TestWireTLS: the password goes encrypted wherever the server can, all that follows unless the URL says no, and to nobody whose certificate is not known.
func TestWireTLS(t *testing.T) {
	t.Parallel()
	whole := sqlserver.Reply{Results: sqlserver.Results(sqlserver.Print(installed(t)))}
	host, file := certified(t, "127.0.0.1")
	other, otherFile := certified(t, "sql01.example.net")
	nobody, nobodyFile := certified(t)
	old := host.Clone()
	old.MaxVersion = tls.VersionTLS11
	const trust = "; trustservercertificate=yes lets any pass, if nobody can be on the way"
	for name, c := range map[string]struct {
		server *tls.Config
		forced bool
		query  string
		login  sqlserver.Login // how it came
		want   string          // empty: the database is read
	}{
		"by default":                       {server: host, query: "certificate=" + file, login: sqlserver.Login{Encrypted: true, All: true}},
		"forced":                           {server: host, forced: true, query: "certificate=" + file, login: sqlserver.Login{Encrypted: true, All: true}},
		"any certificate":                  {server: nobody, query: "trustservercertificate=yes", login: sqlserver.Login{Encrypted: true, All: true}},
		"as pyodbc spells it":              {server: nobody, query: "Encrypt=yes&TrustServerCertificate=Yes", login: sqlserver.Login{Encrypted: true, All: true}},
		"TDS 8.0":                          {server: host, query: "encrypt=strict&certificate=" + file, login: sqlserver.Login{Encrypted: true, All: true}},
		"the name in the certificate":      {server: other, query: "hostnameincertificate=sql01.example.net&certificate=" + otherFile, login: sqlserver.Login{Encrypted: true, All: true}},
		"the login alone":                  {server: nobody, query: "encrypt=no", login: sqlserver.Login{Encrypted: true}},
		"the login alone, by an old TLS":   {server: old, query: "encrypt=optional", login: sqlserver.Login{Encrypted: true}},
		"not wanted, and forced":           {server: nobody, forced: true, query: "encrypt=no", login: sqlserver.Login{Encrypted: true, All: true}},
		"nothing, on a server without":     {query: "encrypt=no"},
		"nothing, as Go's driver calls it": {server: host, query: "encrypt=disable"},

		"no certificate known": {
			server: host,
			want:   "the server's certificate is signed by nobody known here: certificate=FILE.pem names the authority that has signed it" + trust,
		},
		"another authority": {server: host, query: "certificate=" + otherFile, want: "is signed by nobody known here"},
		"another host": {
			server: other, query: "certificate=" + otherFile,
			want: "the server's certificate does not say what host it is for (tls: failed to verify certificate: x509: cannot validate certificate for 127.0.0.1",
		},
		"another name": {
			server: other, query: "hostnameincertificate=sql02.example.net&certificate=" + otherFile,
			want: "the server's certificate is for another host (tls: failed to verify certificate: x509: certificate is valid for sql01.example.net, " +
				"not sql02.example.net): write the host as it stands there, or in hostnameincertificate=" + trust,
		},
		"the certificate of a server that has none": {
			server: nobody, query: "certificate=" + nobodyFile, want: "does not say what host it is for",
		},
		"checked, though the login alone": {server: nobody, query: "encrypt=no&trustservercertificate=no", want: "does not say what host it is for"},
		"an old TLS":                      {server: old, query: "certificate=" + file, want: "or write tlsmin=1.0 if nobody can be on the way"},
		"no encryption": {
			want: "the server offers no encryption, which is asked of it unless the URL says otherwise: set it up there, or write encrypt=no if nobody can be on the way",
		},
		"none wanted, where it is forced": {server: host, forced: true, query: "encrypt=disable", want: "the server lets nobody in without encryption: leave encrypt= out of the URL"},
		"a file that is not there": {
			server: host, query: "certificate=missing.pem",
			want: `the parameters of the connection make no sense (failed to setup TLS: cannot read certificate "missing.pem": open missing.pem`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got sqlserver.Login
			s := &sqlserver.Server{TLS: c.server, ForceEncryption: c.forced, Reply: whole, Login: func(l sqlserver.Login) *sqlserver.Error {
				got = l
				return nil
			}}
			_, err := assay.Check(t.Context(), strings.Replace(wired(t, s), "encrypt=no", c.query, 1), assay.Options{Timeout: 20 * time.Second})
			if c.want != "" {
				if err == nil || !strings.Contains(err.Error(), c.want) || got.User != "" {
					t.Errorf("want %q, got %v; the login was %+v", c.want, err, got)
				}
				return
			}
			c.login.User, c.login.Password, c.login.Database = "sa", "secret", "asterisk"
			if err != nil || got != c.login {
				t.Errorf("%v; the login was %+v, want %+v", err, got, c.login)
			}
		})
	}
}

// TestWireSilence: wherever a server hangs up or falls silent, encrypted or not, the user is told so, and waits no longer than was asked for.
func TestWireSilence(t *testing.T) {
	t.Parallel()
	whole := sqlserver.Reply{Results: sqlserver.Results(sqlserver.Print(installed(t)))}
	host, file := certified(t, "127.0.0.1")
	const gone, slow = "the server closed the connection", "the server took too long to answer"
	for name, c := range map[string]struct {
		server *sqlserver.Server
		plain  bool // it can be had without encryption as well
		want   string
	}{
		"hangs up at the greeting":      {&sqlserver.Server{Hangup: sqlserver.Prelogin}, true, gone},
		"hangs up in the handshake":     {&sqlserver.Server{Hangup: sqlserver.Handshake}, false, gone},
		"hangs up at the login":         {&sqlserver.Server{Hangup: sqlserver.LoggingIn}, true, gone},
		"hangs up at the question":      {&sqlserver.Server{Hangup: sqlserver.Answering}, true, gone},
		"hangs up in the answer":        {&sqlserver.Server{Reply: whole, Cut: 9000}, true, gone},
		"says nothing at the greeting":  {&sqlserver.Server{Stall: sqlserver.Prelogin}, true, slow},
		"says nothing in the handshake": {&sqlserver.Server{Stall: sqlserver.Handshake}, false, slow},
		"says nothing at the login":     {&sqlserver.Server{Stall: sqlserver.LoggingIn}, true, slow},
		"says nothing more":             {&sqlserver.Server{Stall: sqlserver.Answering}, true, slow},
		"works on":                      {&sqlserver.Server{Busy: true}, true, slow},
	} {
		for _, query := range []string{"certificate=" + file, "encrypt=strict&certificate=" + file, "encrypt=no"} {
			if query == "encrypt=no" && !c.plain {
				continue
			}
			t.Run(name+", "+strings.TrimSuffix(query, file), func(t *testing.T) {
				t.Parallel()
				s := &sqlserver.Server{Hangup: c.server.Hangup, Stall: c.server.Stall, Reply: c.server.Reply, Cut: c.server.Cut, Busy: c.server.Busy}
				if query != "encrypt=no" {
					s.TLS = host
				}
				url := strings.Replace(wired(t, s), "encrypt=no", query, 1)
				o := assay.Options{Timeout: 20 * time.Second}
				if c.want == slow {
					o.Timeout = 300 * time.Millisecond
				}
				began := time.Now()
				_, err := assay.Check(t.Context(), url, o)
				if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
					t.Errorf("want %q, got %v", c.want, err)
				}
				if took := time.Since(began); took > 10*time.Second {
					t.Errorf("that took %s", took)
				}
			})
		}
	}
}

// TestWireRemarks: what a server remarks on the reading is told and is no error, and nothing is told of what it says to everybody at the login.
func TestWireRemarks(t *testing.T) {
	t.Parallel()
	whole := sqlserver.Reply{Results: sqlserver.Results(sqlserver.Print(installed(t)))}
	odd := whole
	odd.Told = []sqlserver.Error{
		{Number: 50000, State: 1, Class: 10, Text: "This server\nmoves tonight."}, {Number: 50000, State: 1, Class: 0, Text: "Use sql02."},
	}
	for want, reply := range map[string]sqlserver.Reply{"": whole, "the server remarks on the reading: This server moves tonight. Use sql02.": odd} {
		source, err := introspect.Parse(wired(t, &sqlserver.Server{Reply: reply}))
		if err != nil {
			t.Fatal(err)
		}
		told := ""
		i, err := audit.Look(t.Context(), &audit.Reader{Warn: func(text string) { told += text }}, audit.Options{Source: source})
		if err != nil || i.Database == nil || told != want {
			t.Errorf("%v; want %q, told %q", err, want, told)
		}
	}
}
