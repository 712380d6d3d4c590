package postgres

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"

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

	"channel_binding": "channel_binding", "require_auth": "require_auth", "sslcertmode": "sslcertmode",
	"min_protocol_version": "min_protocol_version", "max_protocol_version": "max_protocol_version",

	"client_encoding": "", "gssencmode": "", "gsslib": "", "keepalives": "", "keepalives_count": "",
	"keepalives_idle": "", "keepalives_interval": "", "load_balance_hosts": "", "sslcompression": "",
	"ssl_min_protocol_version": "", "ssl_max_protocol_version": "", "tcp_keepalive": "", "tcp_user_timeout": "", "timezone": "",
	"async_fallback": "", "direct_tls": "", "gssdelegation": "", "command_timeout": "", "executemany_mode": "", "pool_size": "", "prepare_threshold": "",
	"prepared_statement_cache_size": "", "prepared_statement_name_func": "", "statement_cache_size": "", "use_native_hstore": "",
}

// unhonoured are parameters about whom to trust that the driver cannot do, so that they are refused, and what to do instead.
var unhonoured = map[string]string{
	"sslcrl":        "assay does not look into lists of revoked certificates; leave it out, and take a certificate that was revoked out of sslrootcert",
	"sslcrldir":     "assay does not look into lists of revoked certificates; leave it out, and take a certificate that was revoked out of sslrootcert",
	"requirepeer":   "assay does not ask whose socket it is; leave it out, or use sslmode=verify-full over TCP",
	"ssl_context":   "a URL cannot hold Python's object; write sslmode and sslrootcert",
	"sslkeylogfile": "assay writes no keys to files; leave it out",
}

// tlsVersions are those of ssl_min_protocol_version and its like.
var tlsVersions = map[string]uint16{"tlsv1": tls.VersionTLS10, "tlsv1.1": tls.VersionTLS11, "tlsv1.2": tls.VersionTLS12, "tlsv1.3": tls.VersionTLS13}

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
		return nil, connectError(err)
	}
	conn.CustomData()[traceKey] = t.Trace
	return conn, nil
}

// configure lets the driver make sense of the parameters, since it works out TLS from all of them together. The password is set behind
// its back: it stands in no text that an error could quote.
func configure(t schema.Target) (*pgconn.Config, error) {
	settings, err := settingsOf(t)
	if err != nil {
		return nil, err
	}
	if err := readable(settings); err != nil {
		return nil, err
	}
	var pairs []string
	for _, k := range slices.Sorted(maps.Keys(settings)) {
		pairs = append(pairs, k+"='"+escaper.Replace(settings[k])+"'")
	}
	config, err := pgconn.ParseConfig(strings.Join(pairs, " "))
	if err != nil {
		err = parameterError(err)
		return nil, &schema.ReadError{Problem: "the parameters of the connection make no sense", Hint: err.Error(), Cause: err}
	}
	if t.Password != "" {
		config.Password = t.Password
	}
	if err := limitTLS(config, t.Params); err != nil {
		return nil, err
	}
	config.ConnectTimeout = cmp.Or(config.ConnectTimeout, dialTimeout)
	// The encoding is set with the connection, before anything of the database's is read or printed: in others, a byte of a letter may be a backslash.
	config.RuntimeParams["client_encoding"] = "UTF8"
	config.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: cancelLimit}
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "assay"
	}
	return config, nil
}

// limitTLS sets which versions of TLS will do, for every address that is tried. Without any, Go's own limit holds: 1.2 or newer.
func limitTLS(config *pgconn.Config, params map[string]string) error {
	all := []*tls.Config{config.TLSConfig}
	for _, f := range config.Fallbacks {
		all = append(all, f.TLSConfig)
	}
	for _, k := range []string{"ssl_min_protocol_version", "ssl_max_protocol_version"} {
		text := params[k]
		version, known := tlsVersions[strings.ToLower(text)]
		if text != "" && !known {
			return &schema.ReadError{Problem: "the URL's " + k + " is none", Hint: "TLSv1.2 and TLSv1.3 are, and TLSv1 and TLSv1.1"}
		}
		for _, c := range all {
			switch {
			case c == nil || version == 0:
			case k == "ssl_min_protocol_version":
				c.MinVersion = version
			default:
				c.MaxVersion = version
			}
		}
	}
	return nil
}

// dialTimeout is for each address, with encryption and without: longer does no server need to greet.
const dialTimeout = 10 * time.Second

// cancelLimit is how long a server may take to stop what it does for assay, which must not go on when assay has given up.
const cancelLimit = time.Second

var escaper = strings.NewReplacer(`\`, `\\`, `'`, `\'`)

func settingsOf(t schema.Target) (map[string]string, error) {
	settings := map[string]string{}
	for _, k := range slices.Sorted(maps.Keys(t.Params)) {
		if hint := unhonoured[strings.ToLower(k)]; hint != "" && t.Params[k] != "" {
			return nil, &schema.ReadError{Problem: "the URL's parameter " + k + " cannot be honoured", Hint: hint}
		}
		name, known := parameters[strings.ToLower(k)]
		if !known {
			return nil, &schema.ReadError{
				Problem: "the URL has an unknown parameter " + k,
				Hint:    "leave it out; those of libpq and of Python's drivers are known, such as sslmode, sslrootcert, options",
			}
		}
		if name != "" {
			settings[name] = t.Params[k]
		}
	}
	switch {
	case strings.EqualFold(t.Params["gssencmode"], "require"):
		return nil, &schema.ReadError{Problem: "the URL's gssencmode=require cannot be honoured", Hint: "assay encrypts by TLS alone: write sslmode=verify-full"}
	case sslModes[strings.ToLower(t.Params["direct_tls"])] == "require": // asyncpg's
		settings["sslnegotiation"] = "direct"
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
	noPrivilege = "42501"
	lockTimeout = "55P03"
)

func codeOf(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}

// connectError is what the driver's last attempt came to: it tries every address of a host, first with encryption and then without,
// and lists them all. What the server itself says goes before.
func connectError(err error) error {
	if server, ok := errors.AsType[*pgconn.PgError](err); ok {
		return fmt.Errorf("connecting: %w", server)
	}
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) {
		all := several.Unwrap()
		err = all[len(all)-1]
	}
	if cause := errors.Unwrap(err); cause != nil { // without the address, which the user knows
		err = cause
	}
	return fmt.Errorf("connecting: %w", err)
}
