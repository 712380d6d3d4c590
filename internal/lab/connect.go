package lab

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	mssqldb "github.com/microsoft/go-mssqldb"

	"assay/schema"
)

// open returns connections to a database of a server; to none in particular where its name is empty.
func open(server, database string) (*sql.DB, error) {
	u, err := url.Parse(server)
	if err != nil {
		return nil, err
	}
	if isSQLServer(u) {
		query := u.Query()
		query.Set("database", cmp.Or(database, "master"))
		u.Scheme, u.Path, u.RawQuery = "sqlserver", "", query.Encode()
		connector, err := mssqldb.NewConnector(u.String())
		if err != nil {
			return nil, err
		}
		return sql.OpenDB(connector), nil
	}
	if !isPostgres(u) {
		c := mysql.NewConfig()
		c.Net, c.Addr, c.DBName = "tcp", u.Host, database
		c.User = u.User.Username()
		c.Passwd, _ = u.User.Password()
		connector, err := mysql.NewConnector(c)
		if err != nil {
			return nil, err
		}
		return sql.OpenDB(connector), nil
	}
	u.Path = "/" + cmp.Or(database, "postgres")
	c, err := pgx.ParseConfig(u.String())
	if err != nil {
		return nil, err
	}
	c.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol // as psql does it: what Exec is given is what the server sees
	return sql.OpenDB(lasting{stdlib.GetConnector(*c)}), nil
}

// lasting makes connections that a test can leave in a transaction between two statements: the driver would give them up.
type lasting struct{ driver.Connector }

// Connect implements [driver.Connector].
func (l lasting) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := l.Connector.Connect(ctx)
	if own, ok := c.(*stdlib.Conn); ok {
		return unreset{own}, err
	}
	return c, err
}

type unreset struct{ *stdlib.Conn }

// ResetSession implements [driver.SessionResetter].
func (unreset) ResetSession(context.Context) error { return nil }

func isPostgres(u *url.URL) bool { return strings.HasPrefix(u.Scheme, "postgres") }

func isSQLServer(u *url.URL) bool {
	return u.Scheme == "sqlserver" || strings.HasPrefix(u.Scheme, "mssql")
}

// Client is the engine's own client program, connected to the database.
func (d *Database) Client(t testing.TB) *exec.Cmd {
	t.Helper()
	if d.server.Server.Engine == "postgresql" {
		return exec.CommandContext(t.Context(), "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", d.URL)
	}
	return exec.CommandContext(t.Context(), "mariadb", "-h", d.Target.Host, "-P", strconv.Itoa(d.Target.Port), "-u", d.Target.User, d.Name)
}

// target returns where the URL of a server leads, as the rooms want it.
func target(u *url.URL, database string) schema.Target {
	port, _ := strconv.Atoi(u.Port())
	password, _ := u.User.Password()
	t := schema.Target{Host: u.Hostname(), Port: port, User: u.User.Username(), Password: password, Database: database}
	for key, values := range u.Query() {
		if t.Params == nil {
			t.Params = map[string]string{}
		}
		t.Params[key] = values[0]
	}
	return t
}

var version = regexp.MustCompile(`^[0-9]+(\.[0-9]+)*`)

// ask learns what a server is.
func ask(ctx context.Context, db *sql.DB, u *url.URL) (schema.Server, error) {
	s := schema.Server{Engine: "mysql", Product: "MySQL"}
	query := "SELECT VERSION()"
	switch {
	case isSQLServer(u):
		s = schema.Server{Engine: "mssql", Product: "SQL Server"}
		query = "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(60))"
	case isPostgres(u):
		s = schema.Server{Engine: "postgresql", Product: "PostgreSQL"}
		query = "SHOW server_version"
	}
	var text string
	if err := db.QueryRowContext(ctx, query).Scan(&text); err != nil {
		return s, fmt.Errorf("asking %s for its version: %w", u.Redacted(), err)
	}
	s.Version = version.FindString(text)
	for _, product := range []string{"MariaDB", "TiDB"} {
		if strings.Contains(text, product) {
			s.Product = product
		}
	}
	return s, nil
}

// label names a server in the names of tests: "mariadb-10.11", "postgresql-15", "sqlserver-16.0".
func label(s schema.Server) string {
	parts := strings.SplitN(s.Version, ".", 3)
	if s.Engine != "postgresql" && len(parts) > 1 {
		parts = []string{parts[0] + "." + parts[1]}
	}
	return strings.ToLower(strings.ReplaceAll(s.Product, " ", "")) + "-" + parts[0]
}
