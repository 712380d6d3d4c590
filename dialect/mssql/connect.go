package mssql

import (
	"cmp"
	"context"
	"database/sql"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	mssqldb "github.com/microsoft/go-mssqldb"
	"github.com/microsoft/go-mssqldb/msdsn"

	"assay/schema"
)

// parameters are what a URL may say, as Microsoft's drivers, pyodbc and pymssql spell it, without blanks and in lower case, and what Go's driver calls it. An
// empty one is accepted and left alone: it is about how those drivers talk.
var parameters = map[string]string{
	"encrypt": "encrypt", "encryption": "encrypt", "trustservercertificate": "trustservercertificate", "certificate": "certificate",
	"servercertificate": "certificate", "hostnameincertificate": "hostnameincertificate", "tlsmin": "tlsmin",
	"applicationintent": "applicationintent", "appname": "app name", "app": "app name",

	"driver": "", "charset": "", "autocommit": "", "timeout": "", "logintimeout": "", "login_timeout": "", "connectiontimeout": "", "connect_timeout": "",
	"dialtimeout": "", "tds_version": "", "tdsversion": "", "multisubnetfailover": "", "mars_connection": "", "longasmax": "", "ansi": "", "unicode_results": "",
	"use_setinputsizes": "", "fast_executemany": "", "schema_name": "", "ignore_no_transaction_on_rollback": "",

	"connectretrycount": "", "connectretryinterval": "", "quotedid": "", "ansinpw": "", "wsid": "", "description": "", "language": "", "columnencryption": "",
	"keepalive": "", "keepaliveinterval": "", "regional": "", "usefmtonly": "", "packetsize": "", "serverspn": "", "transparentnetworkipresolution": "",
	"ipaddresspreference": "", "failover_partner": "", "clientcharset": "", "persistsecurityinfo": "", "network": "",
}

// switches are the words for yes and no that pyodbc's users have.
var switches = map[string]string{
	"yes": "true", "mandatory": "true", "1": "true", "true": "true", "no": "false", "optional": "false", "0": "false", "false": "false",
}

// configure says how to reach a server, as the driver spells it: encrypted, and with a certificate that is checked, unless the URL says otherwise.
func configure(t schema.Target) (string, error) {
	query := url.Values{
		"database": {t.Database}, "encrypt": {"true"}, "app name": {"assay"},
		"disableretry": {"true"}, "log": {strconv.Itoa(int(msdsn.LogMessages))},
	}
	for key, value := range t.Params {
		plain := strings.ToLower(strings.NewReplacer(" ", "", "+", "").Replace(key))
		name, known := parameters[plain]
		switch {
		case plain == "authentication" && strings.EqualFold(value, "SqlPassword"):
		case plain == "trusted_connection" && switches[strings.ToLower(value)] == "true", plain == "authentication", plain == "fedauth", plain == "authenticator":
			return "", unread("only logins of SQL Server's own are supported", "name one with its password: no Windows or Entra login")
		case plain == "trusted_connection":
		case !known:
			return "", unread("parameter "+strconv.Quote(key)+" is not known", "leave it out")
		case name != "":
			query.Set(name, cmp.Or(switches[strings.ToLower(value)], value))
		}
	}
	relax(query)
	if t.User == "" {
		return "", unread("no user is named", "name a login of SQL Server's own: no Windows or Entra login is supported")
	}
	host, instance, _ := strings.Cut(t.Host, `\`)
	u := url.URL{Scheme: "sqlserver", Host: host, User: url.UserPassword(t.User, t.Password), RawQuery: query.Encode()}
	if strings.Contains(host, ":") {
		u.Host = "[" + host + "]"
	}
	if t.Port != 0 { // which tells more than an instance
		u.Host, instance = net.JoinHostPort(host, strconv.Itoa(t.Port)), ""
	}
	if instance != "" {
		u.Path = "/" + instance
	}
	return u.String(), nil
}

// relax asks for a certificate that is checked. Where only the login is to be encrypted, as Microsoft's drivers have it without encryption and if the server
// can, any certificate is better than nothing, and however old a TLS.
func relax(query url.Values) {
	lax := query.Get("encrypt") == "false"
	if !query.Has("trustservercertificate") {
		query.Set("trustservercertificate", strconv.FormatBool(lax))
	}
	if lax && !query.Has("tlsmin") {
		query.Set("tlsmin", "1.0")
	}
}

func unread(problem, hint string) error { return &schema.ReadError{Problem: problem, Hint: hint} }

// A session is one connection. Nothing that it sends writes.
type session struct {
	*sql.Conn
	db     *sql.DB
	target schema.Target
	told   *notices
}

func open(ctx context.Context, t schema.Target) (*session, error) {
	dsn, err := configure(t)
	if err != nil {
		return nil, err
	}
	told := &notices{}
	driver := &mssqldb.Driver{}
	driver.SetContextLogger(told)
	connector, err := driver.OpenConnector(dsn)
	if err != nil {
		const check = "check encrypt, trustservercertificate, certificate and tlsmin"
		return nil, &schema.ReadError{Problem: "the parameters of the connection make no sense (" + err.Error() + ")", Hint: check, Cause: err}
	}
	connector.Dialer = within(ctx)
	db := sql.OpenDB(connector)
	conn, err := db.Conn(ctx)
	if err != nil {
		_ = db.Close()
		return nil, explain(err, strings.Contains(dsn, "&encrypt=disable&"))
	}
	told.listen()
	return &session{conn, db, t, told}, nil
}

func (s *session) close() {
	_ = s.Close()
	_ = s.db.Close()
}

// lines are the texts that a batch gives, of all its results, each of one column.
func (s *session) lines(ctx context.Context, batch string) (lines []string, err error) {
	began := time.Now()
	rows, err := s.QueryContext(ctx, batch)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for {
		for rows.Next() {
			var line sql.NullString
			if err := rows.Scan(&line); err != nil {
				return nil, err
			}
			lines = append(lines, line.String)
		}
		if !rows.NextResultSet() {
			break
		}
	}
	if s.target.Trace != nil {
		s.target.Trace(batch, len(lines), time.Since(began))
	}
	return lines, rows.Err()
}

// Read reads a live database: it runs what [Queries] prints.
func Read(ctx context.Context, t schema.Target) (*schema.Database, error) {
	s, err := open(ctx, t)
	if err != nil {
		return nil, err
	}
	defer s.close()
	lines, err := s.lines(ctx, Queries(t))
	if err != nil {
		return nil, err
	}
	rows := make([]schema.Row, 0, len(lines))
	for _, l := range lines {
		r, err := schema.ParseRow(l)
		if err != nil {
			return nil, unread("the server's answer is not understood ("+err.Error()+")", "SQL Server 2016 or newer is needed")
		}
		rows = append(rows, r)
	}
	if n := len(rows) - 1; n < 0 || rows[n].Kind() != "end" || rows[n].Number("rows") != n {
		return nil, unread("the server's answer is not whole", "try again")
	}
	db, err := FromCatalogue(rows[:len(rows)-1], t)
	if err != nil {
		return nil, err
	}
	if told := s.told.sentence(); told != "" && t.Warn != nil {
		t.Warn(told)
	}
	if t.Met != nil {
		t.Met(db.Server)
	}
	return db, nil
}

// Names are the names of the databases on the server, without its own; or of the schemas in the database, namespaces. Sorted.
func Names(ctx context.Context, t schema.Target, namespaces bool) ([]string, error) {
	s, err := open(ctx, t)
	if err != nil {
		return nil, err
	}
	defer s.close()
	query := "SELECT name FROM sys.databases WHERE database_id > 4"
	if namespaces {
		query = "SELECT name FROM sys.schemas WHERE schema_id < 16384 AND name NOT IN (N'guest', N'INFORMATION_SCHEMA', N'sys')"
	}
	names, err := s.lines(ctx, query)
	slices.Sort(names)
	return names, err
}
