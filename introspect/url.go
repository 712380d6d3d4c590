package introspect

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"assay/dialect"
	"assay/schema"
)

// engineOf returns the engine of a URL's scheme; false: there is none.
func engineOf(scheme string) (string, bool) {
	e := dialect.Which(func(e *dialect.Engine) bool { return slices.Contains(e.Schemes, scheme) })
	if e == nil {
		return "", false
	}
	return e.Name, true
}

// examples are URLs, one for each of the engines that most people have.
func examples() string {
	const enough = 2
	var all []string
	for _, name := range dialect.Names()[:enough] {
		all = append(all, example(name))
	}
	return strings.Join(all, " or ")
}

const readable = "assay reads MySQL, MariaDB and PostgreSQL"

// unreadable are schemes that users of Asterisk or SQLAlchemy have, and what there is to say of them.
var unreadable = map[string]string{
	"sqlite": noSQLite, "sqlite3": noSQLite,
}

const noSQLite = "SQLite databases are not supported, Asterisk's own astdb.sqlite3 among them: " + readable

var (
	urlForm   = schema.Pattern(`(?s)^([A-Za-z][\w.-]*)(?:\+([\w.+-]*))?://(.*)$`)
	easyForm  = schema.Pattern(`^([^/@:\s]+)(?:/([^@]*))?@//([^@]+)$`)
	pairsForm = schema.Pattern(`^[A-Za-z_]+\s*=`)
	plainWord = schema.Pattern(`^[\w./-]+$`)

	releaseForm = schema.Pattern(`^[\w.-]+$`)
)

// ParseURL reads how a user names a database: a URL as Go's drivers, SQLAlchemy or libpq spell it, the DSN of Go's MySQL driver
// (user:password@tcp(host:3306)/asterisk), or libpq's pairs (host=localhost dbname=asterisk); or asterisk:20.20.1, for what a clean install
// of that release gives. No error quotes a password.
func ParseURL(s string) (Source, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return Source{}, errors.New("no database is named: write one like " + examples())
	}
	if release, ok := strings.CutPrefix(s, releasePrefix); ok && releaseForm().MatchString(release) {
		return Source{Release: release}, nil
	}
	if m := urlForm().FindStringSubmatch(s); m != nil {
		return parseURL(strings.ToLower(m[1]), strings.ToLower(m[2]), m[3])
	}
	if m := easyForm().FindStringSubmatch(s); m != nil {
		return parseEasy(m[1], m[2], m[3])
	}
	if pairsForm().MatchString(s) {
		return parsePairs(s)
	}
	if p, ok := parseDSN(s); ok {
		return p.source(spelling(func(a schema.Address) bool { return a.DSN }))
	}
	what := "this is no database URL"
	if plainWord().MatchString(s) {
		what = strconv.Quote(s) + " is no database URL"
	}
	return Source{}, fmt.Errorf("%s: write one like %s", what, examples())
}

// spelling is the engine whose databases have another spelling than a URL.
func spelling(is func(schema.Address) bool) string {
	return dialect.Which(func(e *dialect.Engine) bool { return is(e.Address) }).Name
}

// parseEasy reads what SQL*Plus is given, as scott/tiger@//host:1521/service.
func parseEasy(user, password, rest string) (Source, error) {
	p, err := cut(rest).decode()
	if err != nil {
		return Source{}, err
	}
	engine := spelling(func(a schema.Address) bool { return a.Easy })
	p.user, p.password, p.example = user, password, example(engine)
	return p.source(engine)
}

func parseURL(scheme, driver, rest string) (Source, error) {
	engine, ok := engineOf(scheme)
	switch {
	case unreadable[scheme] != "":
		return Source{}, errors.New(unreadable[scheme])
	case !ok:
		return Source{}, fmt.Errorf("there is no scheme %s://: write mysql://, mariadb:// or postgresql://, with SQLAlchemy's driver or without (mysql+pymysql://, postgresql+psycopg2://)", scheme)
	case driver == "pyodbc" && !address(engine).ODBC:
		return Source{}, errors.New(noODBC + example(engine))
	}
	if p, ok := parseDSN(rest); ok && address(engine).DSN && addressForm().MatchString(rest) { // golang-migrate's spelling
		p.user, p.password = unescape(p.user), unescape(p.password)
		return p.source(engine)
	}
	p, err := cut(rest).decode()
	if err != nil {
		return Source{}, err
	}
	p.example = example(engine)
	if address(engine).ODBC {
		if driver == "pyodbc" && p.database == "" && p.host != "" && len(p.query) == 0 {
			return Source{}, errors.New(noODBC + example(engine))
		}
		if p, err = p.fromODBC(); err != nil {
			return Source{}, err
		}
	}
	return p.source(engine)
}

const noODBC = "an ODBC data source cannot be read: write the server's own address, as in "

// pieces is a URL behind its scheme, cut but not decoded.
type pieces struct{ user, host, database, query string }

// cut finds the @ that ends the password. The URL standard wants @ / ? # in it escaped, SQLAlchemy's users often do not:
// if what the standard makes of the URL cannot be meant, the last @ behind which a host and a database follow is taken.
func cut(rest string) pieces {
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	standard := cutAt(rest, strings.LastIndexByte(rest[:end], '@'))
	if standard.plausible() {
		return standard
	}
	for at := strings.LastIndexByte(rest, '@'); at >= 0; at = strings.LastIndexByte(rest[:at], '@') {
		if p := cutAt(rest, at); p.plausible() {
			return p
		}
	}
	return standard
}

func cutAt(rest string, at int) pieces {
	var p pieces
	if at >= 0 {
		p.user = rest[:at]
	}
	p.host, p.query, _ = strings.Cut(rest[at+1:], "?")
	p.host, p.database, _ = strings.Cut(p.host, "/")
	return p
}

var (
	hostForm  = schema.Pattern(`^(?:\[([^\[\]@]*)\]|([^\[\]:@]*))(?::(\d*))?$`)
	namesForm = schema.Pattern(`(?:^|&)(?:dbname|database|db|service)=`)
)

// plausible reports whether someone can have meant this: part of a password looks like none of it.
func (p pieces) plausible() bool {
	name, _, _ := strings.Cut(p.user, ":")
	if strings.ContainsAny(name, "/?") || strings.ContainsAny(p.database, "/@") {
		return false
	}
	for h := range strings.SplitSeq(p.host, ",") {
		if !hostForm().MatchString(h) {
			return false
		}
	}
	for kv := range strings.SplitSeq(p.query, "&") {
		if kv != "" && !strings.Contains(kv, "=") {
			return false
		}
	}
	return p.database != "" || namesForm().MatchString(p.query)
}

func (p pieces) decode() (spelled, error) {
	s := spelled{query: parseQuery(p.query), database: unescape(p.database)}
	user, password, _ := strings.Cut(p.user, ":")
	s.user, s.password = unescape(user), unescape(password)
	if strings.Contains(p.host, ",") {
		s.host = p.host
		return s, nil
	}
	m := hostForm().FindStringSubmatch(p.host)
	switch {
	case m != nil:
		s.host, s.port = unescape(m[1]+m[2]), m[3]
	case strings.Count(p.host, ":") > 1 && !strings.ContainsAny(p.host, "[]"):
		return s, errors.New("the host has several colons: an IPv6 address is written in brackets, as in [::1]:3306" + escapes)
	default:
		s.host, s.port, _ = strings.Cut(p.host, ":")
		if s.port == "" || strings.ContainsAny(p.host, "[]") {
			return s, errors.New("the host is not a name or an address" + escapes)
		}
	}
	if strings.ContainsAny(p.database, "/@") {
		return s, errors.New("the database's name holds a / or @: behind the host comes one name" + escapes)
	}
	return s, nil
}

func parseQuery(query string) []pair {
	var pairs []pair
	for kv := range strings.SplitSeq(query, "&") {
		key, value, ok := strings.Cut(kv, "=")
		if ok && key != "" {
			pairs = append(pairs, pair{unescape(key), unescape(strings.ReplaceAll(value, "+", " "))})
		}
	}
	return pairs
}

var escaped = schema.Pattern(`%[0-9A-Fa-f]{2}`)

// unescape leaves alone a % that no two digits follow, as Python does and SQLAlchemy's users rely on.
func unescape(s string) string {
	return escaped().ReplaceAllStringFunc(s, func(x string) string {
		n, _ := strconv.ParseUint(x[1:], 16, 8)
		return string([]byte{byte(n)})
	})
}
