package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"

	"assay/schema"
)

// parameters are what a URL may say, as libpq, psycopg2, psycopg, asyncpg and pg8000 spell it, and what libpq calls it.
// An empty one is accepted and left alone: it is about how those drivers talk, or about what this one does anyway.
var parameters = map[string]string{
	"sslmode": "sslmode", "ssl": "sslmode", "sslrootcert": "sslrootcert", "sslcert": "sslcert", "sslkey": "sslkey",
	"sslpassword": "sslpassword", "sslsni": "sslsni", "sslnegotiation": "sslnegotiation",
	"connect_timeout": "connect_timeout", "timeout": "connect_timeout",
	"application_name": "application_name", "fallback_application_name": "", "options": "options", "search_path": "search_path",
	"passfile": "passfile", "service": "service", "servicefile": "servicefile", "krbspn": "krbspn", "krbsrvname": "krbsrvname",
	"target_session_attrs": "target_session_attrs",
	"lock_timeout":         "lock_timeout", "statement_timeout": "statement_timeout",

	"channel_binding": "", "client_encoding": "", "gssencmode": "", "gsslib": "", "keepalives": "", "keepalives_count": "",
	"keepalives_idle": "", "keepalives_interval": "", "load_balance_hosts": "", "sslcompression": "", "sslcrl": "",
	"ssl_min_protocol_version": "", "tcp_keepalive": "", "tcp_user_timeout": "", "timezone": "",
	"async_fallback": "", "command_timeout": "", "executemany_mode": "", "pool_size": "", "prepare_threshold": "",
	"prepared_statement_cache_size": "", "prepared_statement_name_func": "", "statement_cache_size": "", "use_native_hstore": "",
}

// sslModes are asyncpg's other spellings.
var sslModes = map[string]string{"true": "require", "1": "require", "false": "disable", "0": "disable"}

// connect opens one connection.
func connect(ctx context.Context, t schema.Target) (*pgconn.PgConn, error) {
	config, err := configure(t)
	if err != nil {
		return nil, err
	}
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return nil, connectError(config, err)
	}
	return conn, nil
}

// configure lets the driver make sense of the parameters, since it works out TLS from all of them together. The password is set behind
// its back: it stands in no text that an error could quote.
func configure(t schema.Target) (*pgconn.Config, error) {
	settings, err := settingsOf(t)
	if err != nil {
		return nil, err
	}
	var pairs []string
	for _, k := range slices.Sorted(maps.Keys(settings)) {
		pairs = append(pairs, k+"='"+escaper.Replace(settings[k])+"'")
	}
	config, err := pgconn.ParseConfig(strings.Join(pairs, " "))
	if err != nil {
		return nil, fmt.Errorf("understanding how to connect: %w", parameterError(err))
	}
	if t.Password != "" {
		config.Password = t.Password
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "assay"
	}
	return config, nil
}

var escaper = strings.NewReplacer(`\`, `\\`, `'`, `\'`)

func settingsOf(t schema.Target) (map[string]string, error) {
	settings := map[string]string{}
	for _, k := range slices.Sorted(maps.Keys(t.Params)) {
		name, known := parameters[strings.ToLower(k)]
		if !known {
			return nil, fmt.Errorf("PostgreSQL connections have no parameter %q: correct or remove it", k)
		}
		if name != "" {
			settings[name] = t.Params[k]
		}
	}
	if mode, ok := sslModes[strings.ToLower(settings["sslmode"])]; ok {
		settings["sslmode"] = mode
	}
	set := func(name, value string) {
		if value != "" {
			settings[name] = value
		}
	}
	set("host", t.Host)
	set("host", t.Socket)
	set("user", t.User)
	set("database", t.Database)
	if t.Port != 0 {
		settings["port"] = strconv.Itoa(t.Port)
	}
	return settings, nil
}

// parameterError keeps the driver's reason and leaves out its copy of the whole connection string.
func parameterError(err error) error {
	var p *pgconn.ParseConfigError
	if errors.As(err, &p) && p.Unwrap() != nil {
		return p.Unwrap()
	}
	return err
}

// SQLSTATEs on which there is something to advise.
const (
	invalidAuthorization = "28000"
	invalidPassword      = "28P01"
	unknownDatabase      = "3D000"
	noPrivilege          = "42501"
	lockTimeout          = "55P03"
	tooManyConnections   = "53300"
	starting             = "57P03"
)

func codeOf(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// connectError says what is wrong and what to do.
func connectError(c *pgconn.Config, err error) error {
	where := net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port)))
	if strings.HasPrefix(c.Host, "/") {
		where = "the socket in " + c.Host
	}
	cause := reason(err)
	switch codeOf(err) {
	case invalidPassword, invalidAuthorization:
		return fmt.Errorf("PostgreSQL at %s does not let user %q in; check the name, the password and pg_hba.conf: %w", where, c.User, cause)
	case unknownDatabase:
		return fmt.Errorf("PostgreSQL at %s has no database %q; check its name: %w", where, c.Database, cause)
	case tooManyConnections, starting:
		return fmt.Errorf("PostgreSQL at %s takes no connection now; try again later: %w", where, cause)
	}
	if errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ENOENT) {
		return fmt.Errorf("no PostgreSQL listens at %s; check the address and that the server runs: %w", where, cause)
	}
	return fmt.Errorf("connecting to PostgreSQL at %s; check the address and the TLS parameters: %w", where, cause)
}

// reason is the error without what the driver puts around it: a list of every address tried, line by line.
func reason(err error) error {
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return server
	}
	var dial *net.OpError
	if errors.As(err, &dial) {
		return dial
	}
	var c *pgconn.ConnectError
	if errors.As(err, &c) && c.Unwrap() != nil {
		return c.Unwrap()
	}
	return err
}
