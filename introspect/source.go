// Package introspect knows which database a user means and how it is reached, and has it read.
//
// The reading itself is a room's work: [Read] is handed a [Reader], gives it a deadline, and turns what can go wrong into one sentence.
package introspect

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"assay/dialect"
	"assay/schema"
)

// A Source is a database that a user has named.
type Source struct {
	Engine string // as [dialect.Engines] names it
	Target schema.Target
	// Tree is the tree of revisions that an ini file names: the last element of script_location. Empty: none is named.
	Tree string
	// Release is a release of Asterisk of which a clean install stands for a database, as asterisk:20.20.1 asks for; Target is empty then, and
	// Engine to be chosen. Empty: it is a live database.
	Release string
	// Timeout is how long a reading of the live database may take; 0: a minute.
	Timeout time.Duration
	// Path is a file that stands for a database, a snapshot of one; "-" is standard input. Everything else is empty then. Empty: there is none.
	Path string
	// Like is the server whose SQL the file's text is taken for where nothing in it tells of another; zero: the newest of its engine.
	Like schema.Server
}

// releasePrefix begins a release that stands for a database.
const releasePrefix = "asterisk:"

// SetPassword sets the password, in place of one that the user's spelling holds.
func (s *Source) SetPassword(password string) { s.Target.Password = password }

// String names the source for people: "mysql://user@host:3306/asterisk". It holds neither the password nor any parameter,
// since some of those are secrets as well.
func (s Source) String() string { return s.spelling(nil) }

// Again spells the source as another command takes it: with the parameters that are no secrets, since without them it may be another database, or none
// that can be reached.
func (s Source) Again() string {
	var params []string
	for _, k := range slices.Sorted(maps.Keys(s.Target.Params)) {
		if !isSecret(k) {
			params = append(params, url.QueryEscape(k)+"="+strings.ReplaceAll(strings.ReplaceAll(url.QueryEscape(s.Target.Params[k]), "+", "%20"), "%2F", "/"))
		}
	}
	return s.spelling(params)
}

// IsURL reports whether a word names a database, and no file.
func IsURL(word string) bool {
	s, err := Parse(word)
	return err == nil && s.Path == ""
}

// Local reports whether the server is on this machine, so that nobody is on the way.
func (s Source) Local() bool {
	ip, err := netip.ParseAddr(s.Target.Host)
	return s.Target.Socket != "" || s.Target.Host == "" || s.Target.Host == "localhost" || err == nil && ip.IsLoopback()
}

// Host is the server that the source is on; empty: a file or a release stands for it.
func (s Source) Host() string {
	if s.Path != "" || s.Release != "" {
		return ""
	}
	return fmt.Sprintf("%s %s:%d %s", s.Engine, s.Target.Host, s.Target.Port, s.Target.Socket)
}

func (s Source) spelling(params []string) string {
	switch {
	case s.Release != "":
		return releasePrefix + s.Release
	case s.Path != "":
		return s.Path
	}
	t := s.Target
	u := url.URL{Scheme: s.Engine, Host: t.Host, Path: "/" + t.Database, RawPath: "/" + strings.ReplaceAll(url.QueryEscape(t.Database), "+", "%20")}
	if strings.Contains(t.Host, ":") {
		u.Host = "[" + t.Host + "]"
	}
	if t.Port != 0 {
		u.Host = net.JoinHostPort(t.Host, strconv.Itoa(t.Port))
	}
	if t.User != "" {
		u.User = url.User(t.User)
	}
	key := address(s.Engine).SocketParam + "="
	if t.Socket != "" {
		params = append([]string{key + strings.ReplaceAll(url.QueryEscape(t.Socket), "%2F", "/")}, params...)
	}
	u.RawQuery = strings.Join(params, "&")
	return u.String()
}

// spelled is what a spelling says, each value decoded, before it is judged.
type spelled struct {
	user, password, host, port, socket, database string

	query   []pair
	example string // a name of a database, spelled likewise
}

type pair struct{ key, value string }

// source judges what was spelled. No message quotes a value: a misspelled URL may have its password anywhere.
func (p spelled) source(engine string) (Source, error) {
	params, err := p.takeQuery()
	if err != nil {
		return Source{}, err
	}
	s := Source{Engine: engine, Target: schema.Target{User: p.user, Password: p.password, Database: p.database}}
	if len(params) > 0 {
		s.Target.Params = params
	}
	if err := p.address(&s); err != nil {
		return Source{}, err
	}
	if address(engine).Namespaces {
		takeSearchPath(&s.Target)
	}
	if err := checkNames(s.Target); err != nil {
		return Source{}, err
	}
	if s.Target.Database == "" && !address(engine).Easy {
		return Source{}, errors.New("no database is named: write its name as in " + p.example)
	}
	return s, nil
}

// address says how databases of an engine are addressed.
func address(engine string) schema.Address { return dialect.Facts(engine).Address }

// Spaceless says that databases of an engine have no schemas to choose of, so that nothing can be meant by the name of one; nil: they have.
func Spaceless(engine string) error {
	if address(engine).Namespaces {
		return nil
	}
	return errors.New("--schema is for PostgreSQL, SQL Server and Oracle: on this server a schema is a database, and the URL names it (of a dump of several, --database)")
}

func example(engine string) string { return engine + "://user@host/asterisk" }

// takeQuery moves parameters that every driver understands to where they belong and returns the others.
// They win over the rest of the URL, as they do in libpq and SQLAlchemy; an empty one says nothing.
func (p *spelled) takeQuery() (map[string]string, error) {
	params := map[string]string{}
	var hosts []string
	for _, q := range p.query {
		field := p.field(q.key)
		switch {
		case field == nil:
			params[q.key] = q.value
		case field == &p.host && q.value != "":
			hosts = append(hosts, q.value)
		case q.value != "":
			*field = q.value
		}
	}
	if len(hosts) > 0 {
		p.host = hosts[0]
	}
	if a := params["hostaddr"]; a != "" && p.host == "" {
		p.host = a
	}
	delete(params, "hostaddr")
	if len(hosts) > 1 || strings.Contains(p.host+p.port, ",") {
		return nil, errors.New("several hosts are named: name the one to read")
	}
	return params, nil
}

// field returns where a parameter belongs, nil if it is one for the room to judge.
func (p *spelled) field(key string) *string {
	switch key {
	case "user":
		return &p.user
	case "password", "passwd": // mysqlclient says passwd
		return &p.password
	case "host":
		return &p.host
	case "port":
		return &p.port
	case "dbname", "database", "db":
		return &p.database
	case "unix_socket", "unix_sock": // pg8000 says unix_sock
		return &p.socket
	}
	return nil
}

// address sets the host and port, or the socket.
func (p spelled) address(s *Source) error {
	host, port, known := p.host, p.port, address(s.Engine)
	if m := hostAndPort().FindStringSubmatch(host); m != nil { // SQLAlchemy lets ?host= hold the port
		host, port = m[1], m[2]
	}
	if p.socket != "" {
		host = p.socket
	}
	if known.SocketFile != nil {
		if m := known.SocketFile().FindStringSubmatch(path.Base(host)); m != nil {
			host, port = path.Dir(host), m[1]
		}
	}
	t := &s.Target
	if port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return errors.New("the port is not a number from 1 to 65535" + escapes)
		}
		t.Port = int(n)
	}
	switch {
	case strings.HasPrefix(host, "/"):
		t.Socket = host
		if !known.SocketPort {
			t.Port = 0
		}
	case p.socket != "":
		return errors.New("the path of the socket must begin with /")
	default:
		t.Host = cmp.Or(host, known.Host)
	}
	return nil
}

var hostAndPort = schema.Pattern(`^([^/:]+):(\d+)$`)

const escapes = " (in a URL, @ : / ? # % in a password are written %40 %3A %2F %3F %23 %25)"

// checkNames refuses what would not survive a driver or a terminal.
func checkNames(t schema.Target) error {
	for _, s := range []string{t.Host, t.Socket, t.User, t.Database} {
		if strings.ContainsFunc(s, unicode.IsControl) {
			return errors.New("a name in it holds a control character")
		}
	}
	for _, s := range append(slices.Collect(maps.Values(t.Params)), t.Password) {
		if strings.ContainsRune(s, 0) {
			return errors.New("a value in it holds a NUL character")
		}
	}
	_, err := netip.ParseAddr(t.Host)
	if strings.ContainsAny(t.Host, "/@?# \"<>[]") || strings.Contains(t.Host, ":") && err != nil {
		return errors.New("the host is not a name or an address" + escapes)
	}
	return nil
}

var plainName = schema.Pattern(`^[a-z_][a-z0-9_$]*$`)

// takeSearchPath sets the schema from ?options=-csearch_path=pbx. A longer path is left to the server:
// only that knows which of its schemas exist.
func takeSearchPath(t *schema.Target) {
	name, others := searchPath(t.Params["options"])
	if !plainName().MatchString(name) {
		return
	}
	t.Schema = name
	if !others {
		delete(t.Params, "options")
	}
	if len(t.Params) == 0 {
		t.Params = nil
	}
}

// searchPath reads a server's command line: the search path it sets, and whether it sets anything else.
func searchPath(options string) (value string, others bool) {
	words := strings.Fields(options)
	for i := 0; i < len(words); i++ {
		w := words[i]
		if w == "-c" && i+1 < len(words) {
			i++
			w = "-c" + words[i]
		}
		key, v, _ := strings.Cut(w, "=")
		switch strings.ToLower(strings.ReplaceAll(key, "-", "_")) {
		case "_csearch_path", "__search_path":
			value = v
		default:
			others = true
		}
	}
	return value, others
}
