package introspect

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"assay/schema"
)

// odbcKey is the parameter of a URL of SQLAlchemy's that holds a connection string of ODBC's, in place of all that the URL says otherwise.
const odbcKey = "odbc_connect"

// fromODBC takes what a connection string says, as in Driver={ODBC Driver 18 for SQL Server};Server=tcp:host,1433;Database=asterisk;UID=user;PWD={a;b}.
func (p spelled) fromODBC() (spelled, error) {
	i := slices.IndexFunc(p.query, func(q pair) bool { return strings.EqualFold(q.key, odbcKey) })
	if i < 0 {
		return p, nil
	}
	pairs, err := odbcPairs(p.query[i].value)
	if err != nil {
		return p, err
	}
	own := spelled{example: "Server=host;Database=asterisk;UID=user"}
	server := ""
	for _, q := range pairs {
		switch strings.ToLower(q.key) {
		case "server", "address", "addr":
			server = cmp.Or(server, q.value)
		case "port":
			own.port = q.value
		case "database":
			own.database = q.value
		case "uid":
			own.user = q.value
		case "pwd":
			own.password = q.value
		case "dsn", "filedsn", "servername":
			return p, errors.New("an ODBC data source cannot be read, since only the machine where it is set up knows it: write Server=, Database=, UID= and PWD= in place of " +
				q.key + "=")
		case "driver":
		default:
			own.query = append(own.query, pair{strings.ToLower(q.key), q.value})
		}
	}
	if server == "" {
		return p, errors.New("no server is named: write its name as in " + own.example)
	}
	return own, own.atServer(server)
}

var odbcServer = schema.Pattern(`^(?i:tcp:)?\s*(\([a-zA-Z]+\)|[^,:\\()]+|\[[0-9a-fA-F:.]+\])(\\[^,:\\]+)?(?:[,:]\s*(\d+))?$`)

// atServer takes the host, perhaps with an instance, and the port.
func (p *spelled) atServer(server string) error {
	m := odbcServer().FindStringSubmatch(strings.TrimSpace(server))
	if m == nil {
		return errors.New("the server is not addressed by TCP, and no other way is read: write Server=host or Server=host,1433")
	}
	host := strings.Trim(m[1], "[]")
	switch strings.ToLower(host) {
	case ".", "(local)":
		host = "localhost"
	case "(localdb)":
		return errors.New("LocalDB is no server that can be reached: run assay snapshot --queries in it, and name what that prints")
	}
	p.host, p.port = host+m[2], cmp.Or(m[3], p.port)
	return nil
}

// odbcPairs cuts a connection string. What is in braces may hold semicolons, and a closing brace as two; of a key that is there twice, the first counts.
func odbcPairs(s string) (pairs []pair, err error) {
	const form = "a value with ; in it is written in braces, as in PWD={a;b}, and } in it as }}"
	for s = strings.TrimLeft(s, "; \t\r\n"); s != ""; s = strings.TrimLeft(s, "; \t\r\n") {
		key, rest, ok := strings.Cut(s, "=")
		key = strings.TrimSpace(key)
		if !ok || key == "" || strings.ContainsAny(key, ";{}") {
			return nil, errors.New("a part of the ODBC connection string is no key=value: " + form)
		}
		var value string
		if rest = strings.TrimLeft(rest, " \t"); strings.HasPrefix(rest, "{") {
			if value, s, ok = braced(rest[1:]); !ok {
				return nil, errors.New("a brace in the ODBC connection string is not closed: " + form)
			}
		} else {
			value, s, _ = strings.Cut(rest, ";")
			value = strings.TrimSpace(value)
		}
		if !slices.ContainsFunc(pairs, func(q pair) bool { return strings.EqualFold(q.key, key) }) {
			pairs = append(pairs, pair{key, value})
		}
	}
	return pairs, nil
}

// braced reads up to the brace that closes, and returns what follows that.
func braced(s string) (value, rest string, ok bool) {
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(s, "}")
		b.WriteString(before)
		if !ok {
			return "", "", false
		}
		if !strings.HasPrefix(after, "}") {
			return b.String(), after, true
		}
		b.WriteByte('}')
		s = after[1:]
	}
}
