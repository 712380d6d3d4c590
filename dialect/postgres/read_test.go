package postgres

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"assay/internal/lab"
	"assay/schema"
)

func TestStamps(t *testing.T) {
	onServers(t, func(t *testing.T, db *lab.Database, _ *Room) {
		db.Exec(t,
			"CREATE TABLE alembic_version_config (version_num varchar(32) PRIMARY KEY)", "INSERT INTO alembic_version_config VALUES ('b'), ('a')",
			"CREATE TABLE alembic_version (version_num varchar(32))", "CREATE TABLE alembic_versions (version_num text)",
			"CREATE TABLE alembic_version_other (number integer)", "CREATE VIEW alembic_version_view AS SELECT 'x' AS version_num",
			`CREATE TABLE "my own's" (version_num text)`, `INSERT INTO "my own's" VALUES ('it''s')`,
			"CREATE TABLE alembic_version_orm (id serial PRIMARY KEY, version_num text, deleted boolean, created_on timestamp)",
			"INSERT INTO alembic_version_orm (version_num, deleted) VALUES ('c3', false), (NULL, true), ('C3 ', false)")
		target := db.Target
		target.VersionTable = "my own's"
		got, err := Read(t.Context(), target)
		if err != nil {
			t.Fatal(err)
		}
		want := []schema.Stamp{
			{Table: "alembic_version"},
			{Table: "alembic_version_config", Revisions: []string{"a", "b"}},
			{Table: "alembic_version_orm", Revisions: []string{"C3 ", "c3"}, Nulls: true},
			{Table: "my own's", Revisions: []string{"it's"}},
		}
		if diff := gocmp.Diff(want, got.Stamps); diff != "" {
			t.Error(diff)
		}
	})
}

// TestRights: a user without any right on a table sees all of it, but not the stamp, nor a schema that may not be looked into.
func TestRights(t *testing.T) {
	onServers(t, func(t *testing.T, db *lab.Database, _ *Room) {
		user := db.Name + "_user"
		db.Exec(t, "CREATE ROLE "+user+" LOGIN PASSWORD 'hunter2'", "CREATE TYPE mood AS ENUM ('a')",
			"CREATE TABLE t (id serial PRIMARY KEY, m mood DEFAULT 'a' CHECK (m <> 'a'), r integer REFERENCES t)", "CREATE SCHEMA closed", "GRANT USAGE ON SCHEMA public TO "+user)
		t.Cleanup(func() {
			if _, err := db.DB.ExecContext(context.WithoutCancel(t.Context()), "DROP OWNED BY "+user+"; DROP ROLE "+user); err != nil {
				t.Error(err)
			}
		})
		want := read(t, db)
		target := db.Target
		target.User, target.Password = user, "hunter2"
		got, err := Read(t.Context(), target)
		if err != nil {
			t.Fatal(err)
		}
		if diff := difference(want, got.Schema); diff != "" || got.Hidden != "" {
			t.Errorf("hidden %q: %s", got.Hidden, diff)
		}
		db.Exec(t, `CREATE TABLE alembic_version (version_num text)`)
		_ = refused(t, target, `GRANT SELECT ON "public"."alembic_version"`)
		target.Schema = "closed"
		_ = refused(t, target, `GRANT USAGE ON SCHEMA "closed"`)
		target.Schema = "now'here"
		_ = refused(t, target, `no schema "now'here"`)
		target.Schema, target.Params = "", map[string]string{"search_path": "closed"}
		_ = refused(t, target, "search path", "GRANT USAGE")
	})
}

// TestEnoughElsewhere: the rights that would be enough are those on the version table where it is.
func TestEnoughElsewhere(t *testing.T) {
	onServers(t, func(t *testing.T, db *lab.Database, _ *Room) {
		db.Exec(t, "CREATE TABLE t (id integer)", "CREATE SCHEMA al", "CREATE TABLE al.alembic_version (version_num text)")
		target, warned := db.Target, ""
		target.VersionSchema, target.Warn = "al", func(told string) { warned = told }
		if _, err := Read(t.Context(), target); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(warned, `: CREATE ROLE assay LOGIN; GRANT USAGE ON SCHEMA "public" TO assay; GRANT USAGE ON SCHEMA "al" TO assay; `+
			`GRANT SELECT ON "al"."alembic_version" TO assay`) {
			t.Error(warned)
		}
	})
}

// refused checks that a reading fails with an error of one line that says these things and not the password.
func refused(t *testing.T, target schema.Target, said ...string) error {
	t.Helper()
	_, err := Read(t.Context(), target)
	if err == nil {
		t.Fatal("it is read")
	}
	for _, s := range said {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("%q is not in: %v", s, err)
		}
	}
	for _, s := range []string{"hunter2", "\n"} {
		if strings.Contains(err.Error(), s) {
			t.Errorf("%q is in: %v", s, err)
		}
	}
	return err
}

func TestUnknownDatabase(t *testing.T) {
	onServers(t, func(t *testing.T, db *lab.Database, _ *Room) {
		target := db.Target
		target.Database, target.Password = `no'such\ database`, "hunter2"
		_ = refused(t, target, `no'such\ database`, "3D000")
	})
}

func TestUnreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	_ = l.Close()
	target := schema.Target{Host: "127.0.0.1", Port: port, User: "u", Password: "hunter2", Database: "d"}
	if err := refused(t, target); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("got %v", err)
	}
	target.Host, target.Socket = "", t.TempDir()
	if err := refused(t, target); !errors.Is(err, syscall.ENOENT) {
		t.Errorf("got %v", err)
	}
}

// TestServerDies: the connection breaks in the middle of the reading.
func TestServerDies(t *testing.T) {
	onServers(t, func(t *testing.T, db *lab.Database, _ *Room) {
		db.Exec(t, "CREATE TABLE t (a integer)")
		for _, after := range []int64{1200, 2200} {
			target := db.Target
			target.Port = proxy(t, net.JoinHostPort(db.Target.Host, strconv.Itoa(db.Target.Port)), after)
			target.Password, target.Params = "hunter2", map[string]string{"sslmode": "disable"}
			_ = refused(t, target, "connection")
		}
	})
}

// proxy passes on so many bytes of what the server says and then hangs up.
func proxy(t *testing.T, server string, limit int64) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		client, err := l.Accept()
		if err != nil {
			return
		}
		defer client.Close()
		conn, err := net.Dial("tcp", server)
		if err != nil {
			return
		}
		defer conn.Close()
		go func() { _, _ = io.Copy(conn, client) }()
		_, _ = io.CopyN(client, conn, limit)
	}()
	return l.Addr().(*net.TCPAddr).Port
}

// TestLocked: a migration that still runs is not waited for long.
func TestLocked(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a lock")
	}
	server := lab.Postgres(t)[0]
	db := server.Database(t)
	db.Exec(t, "CREATE TABLE alembic_version (version_num text)", "BEGIN", "LOCK TABLE alembic_version")
	began := time.Now()
	_ = refused(t, db.Target, "lock")
	if d := time.Since(began); d > 20*time.Second {
		t.Errorf("it took %s", d)
	}
	db.Exec(t, "ROLLBACK")
}

func TestConfigure(t *testing.T) {
	for _, name := range []string{"PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGSSLMODE", "PGAPPNAME", "PGSERVICE"} {
		t.Setenv(name, "")
	}
	hard := `it's a \ "name" =`
	c, err := configure(schema.Target{Host: "db", Port: 5433, User: hard, Password: hard, Database: hard, Params: map[string]string{
		"sslmode": "require", "options": `-csearch_path=a\ b`, "connect_timeout": "7", "keepalives": "1", "prepared_statement_cache_size": "0",
	}})
	if err != nil {
		t.Fatal(err)
	}
	if c.Host != "db" || c.Port != 5433 || c.User != hard || c.Password != hard || c.Database != hard || c.TLSConfig == nil || len(c.Fallbacks) > 0 {
		t.Errorf("got %+v", c)
	}
	if c.ConnectTimeout != 7*time.Second {
		t.Errorf("the timeout is %s", c.ConnectTimeout)
	}
	if diff := gocmp.Diff(map[string]string{"options": `-csearch_path=a\ b`, "application_name": "assay", "client_encoding": "UTF8"},
		c.RuntimeParams); diff != "" {
		t.Error(diff)
	}
	if c, err := configure(schema.Target{Socket: "/run/pg", Params: map[string]string{"application_name": "me"}}); err != nil || c.Host != "/run/pg" || c.RuntimeParams["application_name"] != "me" {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestConfigureRefuses(t *testing.T) {
	for name, params := range map[string]map[string]string{
		"frobnicate":               {"frobnicate": "1"},
		"sslmode":                  {"sslmode": "perhaps"},
		"no-such":                  {"sslmode": "verify-full", "sslrootcert": "/no-such.pem"},
		"sslcrl":                   {"sslmode": "verify-full", "sslcrl": "/etc/crl.pem"},
		"sslcrldir":                {"sslcrldir": "/etc/crl"},
		"requirepeer":              {"requirepeer": "postgres"},
		"ssl_context":              {"ssl_context": "True"},
		"gssencmode":               {"gssencmode": "require"},
		"channel_binding":          {"channel_binding": "perhaps"},
		"ssl_min_protocol_version": {"ssl_min_protocol_version": "SSLv3"},
	} {
		_, err := configure(schema.Target{Host: "h", Password: "hunter2", Params: params})
		if err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// TestConfigureTLS: what a URL says of whom to trust holds for every address that is tried.
func TestConfigureTLS(t *testing.T) {
	c, err := configure(schema.Target{Host: "db", User: "u", Params: map[string]string{
		"channel_binding": "require", "require_auth": "scram-sha-256", "ssl_min_protocol_version": "TLSv1.3", "sslmode": "require", "gssencmode": "prefer",
	}})
	if err != nil || c.ChannelBinding != "require" || c.TLSConfig.MinVersion != tls.VersionTLS13 {
		t.Errorf("got %+v, %v", c, err)
	}
	c, err = configure(schema.Target{Host: "db", User: "u", Params: map[string]string{
		"ssl_max_protocol_version": "TLSv1.2", "sslmode": "prefer",
		"direct_tls": "",
	}})
	if err != nil || c.TLSConfig.MaxVersion != tls.VersionTLS12 {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestServerOf(t *testing.T) {
	for version, want := range map[string]string{"15.18 (Debian 15.18-0+deb12u1)": "15.18", "18beta1": "18", "9.6.24": "9.6.24"} {
		got := ServerOf(version)
		if got.Version != want || New(got).since(oldest) == (want == "9.6.24") {
			t.Errorf("%s is %+v", version, got)
		}
	}
	if !New(schema.Server{}).since(18) {
		t.Error("the zero server is not the newest")
	}
}
