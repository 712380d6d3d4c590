package introspect

import (
	"errors"
	"strings"

	"assay/schema"
)

var (
	// The password goes to the last @ that an address and a database follow, as in the driver.
	dsnForm     = schema.Pattern(`(?s)^(?:(.*)@)?(tcp[46]?|unix)?(?:\(([^()]*)\))?/([^/?]*)(?:\?(.*))?$`)
	addressForm = schema.Pattern(`(?:^|@)(?:tcp[46]?|unix)?\([^()]*\)/`)
)

// parseDSN reads the DSN of Go's MySQL driver: user:password@tcp(host:3306)/database?parameters, nothing but the parameters escaped.
func parseDSN(s string) (spelled, bool) {
	m := dsnForm().FindStringSubmatch(s)
	if m == nil || !strings.ContainsAny(s, "@(") {
		return spelled{}, false
	}
	p := spelled{database: unescape(m[4]), query: parseQuery(m[5]), example: "user@tcp(host:3306)/asterisk"}
	p.user, p.password, _ = strings.Cut(m[1], ":")
	network, address := m[2], m[3]
	if network == "unix" || strings.HasPrefix(address, "/") {
		p.socket = address
		return p, true
	}
	h := hostForm().FindStringSubmatch(address)
	if h == nil { // an address that is none is refused later, as a host
		p.host = address
		return p, true
	}
	p.host, p.port = h[1]+h[2], h[3]
	return p, true
}

// parsePairs reads libpq's connection strings: key = value, quoted where a value is empty or has blanks.
func parsePairs(s string) (Source, error) {
	p := spelled{example: "host=localhost dbname=asterisk"}
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		key, rest, ok := strings.Cut(s, "=")
		key = strings.TrimSpace(key)
		if !ok || key == "" || strings.ContainsAny(key, " \t\r\n") {
			return Source{}, errors.New("a word in it is no key=value: write host=localhost dbname=asterisk user=asterisk, a value with blanks in single quotes")
		}
		value, rest, ok := pairValue(strings.TrimSpace(rest))
		if !ok {
			return Source{}, errors.New("a quote in it is not closed: write a value with blanks in single quotes, and ' in it as \\'")
		}
		p.query = append(p.query, pair{key, value})
		s = rest
	}
	return p.source(spelling(func(a schema.Address) bool { return a.Pairs }))
}

// pairValue reads one value and returns what follows it. A backslash keeps the next character as it is, in quotes and outside.
func pairValue(s string) (value, rest string, ok bool) {
	var b strings.Builder
	quoted := strings.HasPrefix(s, "'")
	if quoted {
		s = s[1:]
	}
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
		case quoted && s[i] == '\'':
			return b.String(), s[i+1:], true
		case !quoted && strings.IndexByte(" \t\r\n", s[i]) >= 0:
			return b.String(), s[i:], true
		}
		b.WriteByte(s[i])
	}
	return b.String(), "", !quoted
}
