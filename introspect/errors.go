package introspect

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"assay/schema"
)

// An Error says in one sentence why a database could not be read, and what to do.
type Error struct {
	Source  Source
	Problem string // "nothing listens there"
	Said    string // the server's or driver's own words, without the password; empty: they say no more
	Hint    string // what to do; empty: nobody knows

	cause error
}

// Error says it.
func (e *Error) Error() string {
	s := e.Source.String() + ": " + e.Problem
	if e.Said != "" {
		s += " (" + e.Said + ")"
	}
	if e.Hint != "" {
		s += ": " + e.Hint
	}
	return s
}

// Is reports whether the cause is target. There is no Unwrap: the cause's own text may hold the password.
func (e *Error) Is(target error) bool { return errors.Is(e.cause, target) }

// Crowded reports whether the server, or what it grants the user, had no connection left.
func (e *Error) Crowded() bool { return code(crowded...)(e.cause) }

// crowded are the codes of one connection too many.
var crowded = []string{"53300", "1040", "1203", "1226", "ORA-00018", "ORA-00020", "ORA-12516", "ORA-12519", "ORA-12520"}

// refusals are the codes of a user or password that is not let in.
var refusals = []string{"28000", "28P01", "1045", "1698", "18456", "18452", "18470", "18486", "ORA-01005", "ORA-01017", "ORA-28000", "ORA-28001"}

// A kind is one way in which a reading fails.
type kind struct {
	when          func(error) bool
	said          func(error) string // what to quote of it
	problem, hint string
}

// kinds are tried in order: what the system says, then what the server says, then what is known of a driver's words alone.
var kinds = []kind{
	{is(context.Canceled), nothing, "the reading was interrupted", ""},
	{is(context.DeadlineExceeded), nothing, "the server took too long to answer", "check the host and port, whether it is this kind of server, and whether a firewall or a lock is in the way; --timeout gives it longer"},
	{is(syscall.ECONNREFUSED), nothing, "nothing listens there", "check the host and port, and whether the server runs"},
	{is(syscall.ENOENT), nothing, "there is no such socket", "check its path, and whether the server runs"},
	{is(syscall.EACCES), whole, "the way to the server is barred", "check the rights on the socket and its folder"},
	{isUnknownHost, nothing, "there is no host of that name", "check its spelling"},
	{isTimeout, nothing, "the server does not answer", "check the host and port, whether it is this kind of server, and whether a firewall is in the way"},
	{isOther, nothing, "what listens there is another kind of server", "check the port, and how the URL begins (mysql://, postgresql:// or mssql://)"},
	{hasNoTLS, nothing, "the URL asks for TLS, which the server does not have", "set it up there, or leave the parameter out if the way to the server is safe"},
	{
		isTLS, whole, "the connection cannot be encrypted as asked", "check the URL's TLS parameters (tls= for MySQL, sslmode= and sslrootcert= for PostgreSQL, " +
			"encrypt=, trustservercertificate= and certificate= for SQL Server)",
	},

	{code("3D000", "1049", "4060", "911", "ORA-12505", "ORA-12514"), server, "there is no such database", "check its name"},
	{
		code("1044", "42501", "1142", "916", "229", "297", "300", "ORA-00942", "ORA-01031", "ORA-01045"), server,
		"this user may not read the database", "grant the right, or name another user",
	},
	{code(refusals...), server, "the server refuses this user or password", "check both"},
	{code(crowded...), server, "the server has no connection left", "try again when it is less busy"},
	{code("57P03", "ORA-01033", "ORA-01034", "ORA-12528"), server, "the server is not ready", "try again in a moment"},
	{code("57P01", "57P02", "1053", "1927", "ORA-00028", "ORA-01012", "ORA-01089"), server, "the server ended the connection", "look into its log, and try again"},
	{
		code("57014", "1317", "1969", "3024", "1222", "1205"), server, "the server stopped the reading",
		"check its statement timeout, or try again when it is less busy",
	},

	{isGone, nothing, "the server closed the connection", "try again, and look into the server's log if it happens again"},
	{func(error) bool { return true }, whole, "the database cannot be read", ""},
}

func explain(s Source, err error) error {
	if told, ok := errors.AsType[*schema.ReadError](err); ok {
		return &Error{Source: s, Problem: oneLine(redact(told.Problem, s.Target)), Hint: oneLine(redact(told.Hint, s.Target)), cause: err}
	}
	for _, k := range kinds {
		if !k.when(err) {
			continue
		}
		e := &Error{Source: s, Problem: k.problem, Hint: k.hint, cause: err}
		e.Said = oneLine(redact(k.said(err), s.Target))
		if s.Target.Password == "" && code(refusals...)(err) {
			e.Hint += "; ASSAY_PASSWORD can hold the password, or -W asks for it"
		}
		if h := socketHint(s, address(s.Engine).Sockets); h != "" && !errors.Is(err, context.Canceled) {
			e.Hint = strings.TrimPrefix(e.Hint+"; "+h, "; ")
		}
		return e
	}
	return nil
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func isUnknownHost(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

// isOther: a driver has words of its own for each way of not understanding a server.
func isOther(err error) bool {
	text := err.Error()
	return slices.ContainsFunc([]string{
		"received unexpected message", "unknown message type", "invalid body length", // PostgreSQL's
		"malformed packet", "commands out of sync", "unsupported protocol version", "busy buffer", // MySQL's
	}, func(words string) bool { return strings.Contains(text, words) })
}

func isTLS(err error) bool {
	var verify *tls.CertificateVerificationError
	var header tls.RecordHeaderError
	var alert tls.AlertError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	return errors.As(err, &verify) || errors.As(err, &header) || errors.As(err, &alert) ||
		errors.As(err, &authority) || errors.As(err, &host)
}

func hasNoTLS(err error) bool {
	return strings.Contains(err.Error(), "server refused TLS connection") || strings.Contains(err.Error(), "server does not support TLS")
}

// isGone: drivers have errors of their own for a connection that broke, which only their words tell.
func isGone(err error) bool {
	for _, target := range []error{driver.ErrBadConn, io.EOF, io.ErrUnexpectedEOF, syscall.ECONNRESET, syscall.EPIPE} {
		if errors.Is(err, target) {
			return true
		}
	}
	return slices.ContainsFunc([]string{"invalid connection", "bad connection", "conn closed", "unexpected EOF"}, func(words string) bool {
		return strings.Contains(err.Error(), words)
	})
}

func nothing(error) string { return "" }

func whole(err error) string { return err.Error() }

// server is the server's part of an error: PostgreSQL's driver puts all that it knows of the connection around it.
func server(err error) string {
	said, _ := fromServer(err)
	return said
}

func code(codes ...string) func(error) bool {
	return func(err error) bool {
		_, got := fromServer(err)
		return slices.Contains(codes, got)
	}
}

var mysqlError = schema.Pattern(`\bError (\d{4})(?: \(\w{5}\))?: `)

// fromServer returns what a server said, and its code. PostgreSQL's driver has the SQLSTATE; MySQL's has a number,
// which can be had without importing it from its text alone.
func fromServer(err error) (said, code string) {
	if state, ok := errors.AsType[interface {
		SQLState() string
		error
	}](err); ok {
		return state.Error(), state.SQLState()
	}
	if numbered, ok := errors.AsType[interface {
		SQLErrorNumber() int32
		error
	}](err); ok {
		return numbered.Error(), strconv.Itoa(int(numbered.SQLErrorNumber()))
	}
	text := err.Error()
	m := mysqlError().FindStringSubmatchIndex(text)
	if m == nil {
		return text, ""
	}
	return text[m[0]:], text[m[2]:m[3]]
}

// socketHint: MySQL's own clients take localhost for the socket, Go's driver for TCP, where root may have no password to give
// or nothing listens at all.
func socketHint(s Source, sockets []string) string {
	if s.Target.Socket != "" || s.Target.Port != 0 || s.Target.Host != "" && s.Target.Host != "localhost" {
		return ""
	}
	for _, path := range sockets {
		if _, err := os.Stat(path); err == nil {
			return "the mysql client would take the server's socket here, which ?unix_socket=" + path + " at the end of the URL does as well"
		}
	}
	return ""
}

// oneLine makes one line of a driver's words, some of which list every address tried in a line of its own.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
