package introspect

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// What a text does to version tables is played through, statement by statement: what people keep as a file is often the output of alembic upgrade --sql, which
// inserts the first revision and updates the row from then on.

// A ledger is the rows of version tables, as a server would have them after the statements so far.
type ledger struct {
	mysql bool
	rows  []row
}

// A row is one of a version table, whose name is written with those of what it is in.
type row struct {
	table    []string
	revision string
}

// null is the revision of a row that has none, which only a table without Alembic's key can hold. No text of SQL is so.
const null = "\x00"

// longestData is how much of a statement about a version table is read, in bytes.
const longestData = 1 << 20

// data plays a statement on the rows of version tables through and reports whether it is one; version says which tables those are. An error says that what it
// does to one cannot be told.
func (l *ledger) data(text string, version func(table string) bool) (done bool, err error) {
	r := &dataReader{lexer: dataLexer{sql: text[:min(len(text), longestData)], mysql: l.mysql}}
	r.advance()
	verb := strings.ToUpper(r.now.text)
	if r.now.kind != aWord || !dataVerbs[verb] {
		return false, nil
	}
	r.advance()
	for r.words("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "QUICK", "INTO", "FROM", "TABLE", "ONLY") || r.now.is("IGNORE") {
		r.ignore = r.ignore || r.now.is("IGNORE")
		r.advance()
	}
	path := r.path()
	if verb == "TRUNCATE" {
		return l.truncate(r, path, version), nil
	}
	if path == nil || !version(path[len(path)-1]) {
		return verb == "INSERT" || verb == "REPLACE", nil
	}
	switch verb {
	case "INSERT", "REPLACE":
		r.ignore = r.ignore || verb == "REPLACE"
		err = l.insert(r, path)
	case "UPDATE":
		err = l.update(r, path)
	case "DELETE":
		err = l.remove(r, path)
	}
	return true, err
}

// truncate empties tables and reports whether the first is a version table.
func (l *ledger) truncate(r *dataReader, path []string, version func(string) bool) bool {
	first := path != nil && version(path[len(path)-1])
	for l.clear(path); r.now.is(","); l.clear(r.path()) {
		if r.advance(); r.now.is("ONLY") {
			r.advance()
		}
	}
	return first
}

var dataVerbs = map[string]bool{"INSERT": true, "REPLACE": true, "UPDATE": true, "DELETE": true, "TRUNCATE": true}

// structure plays through what making, dropping and renaming tables does to their rows.
func (l *ledger) structure(text string) {
	if from, to, ok := schema.TableRename(text); ok {
		for i, r := range l.rows {
			if last := len(r.table) - 1; l.same(r.table[last], from) {
				l.rows[i].table = append(slices.Clone(r.table[:last]), to)
			}
		}
		return
	}
	r := &dataReader{lexer: dataLexer{sql: text[:min(len(text), 1<<16)], mysql: l.mysql}}
	r.advance()
	if !r.words("DROP", "CREATE") {
		return
	}
	drops := r.now.is("DROP")
	if r.advance(); r.now.is("UNLOGGED") {
		r.advance()
	}
	if !r.now.is("TABLE") {
		return
	}
	r.advance()
	if r.now.is("IF") {
		if r.advance(); r.now.is("NOT") { // a table that is there stays as it is
			return
		}
		r.advance()
	}
	for path := r.path(); path != nil; path = r.path() {
		l.clear(path)
		if !drops || !r.now.is(",") {
			return
		}
		r.advance()
	}
}

// same reports whether two names or two revisions are the same to the server: MySQL's usual collations care neither for case nor for blanks at the end. A
// NULL is like nothing, not even another one.
func (l *ledger) same(a, b string) bool {
	if a == null || b == null {
		return false
	}
	return a == b || l.mysql && strings.EqualFold(strings.TrimRight(a, " "), strings.TrimRight(b, " "))
}

// of reports whether a row is one of the table: a name without a schema is that of any.
func (l *ledger) of(r row, path []string) bool {
	n := min(len(r.table), len(path))
	return n > 0 && slices.EqualFunc(r.table[len(r.table)-n:], path[len(path)-n:], l.same)
}

func (l *ledger) clear(path []string) {
	l.rows = slices.DeleteFunc(l.rows, func(r row) bool { return l.of(r, path) })
}

// put adds a row; ignore: unless it is there already.
func (l *ledger) put(path []string, revision string, ignore bool) {
	if ignore && slices.ContainsFunc(l.rows, func(r row) bool { return l.of(r, path) && l.same(r.revision, revision) }) {
		return
	}
	l.rows = append(l.rows, row{path, revision})
}

// insert reads INSERT and REPLACE behind the table's name.
func (l *ledger) insert(r *dataReader, path []string) error {
	place := 0
	if r.now.is("(") {
		columns := r.columns()
		if place = slices.IndexFunc(columns, isVersionColumn); place < 0 {
			return r.strange()
		}
	}
	if r.now.is("OVERRIDING") {
		r.skip(3)
	}
	var revisions []string
	switch {
	case r.words("VALUES", "VALUE"):
		r.advance()
		for r.now.is("(") {
			values, ok := r.tuple()
			if !ok || place >= len(values) {
				return r.strange()
			}
			revisions = append(revisions, values[place])
			if !r.now.is(",") {
				break
			}
			r.advance()
		}
		if r.now.is("AS") { // MySQL's name for the new row
			r.skip(2)
		}
	case r.now.is("SET"):
		r.advance()
		v, ok := r.assignment()
		if !ok {
			return r.strange()
		}
		revisions = []string{v}
	case r.now.is("SELECT"):
		all, err := l.selected(r, place)
		if err != nil {
			return err
		}
		revisions = all
	default:
		return r.strange()
	}
	return l.store(r, path, revisions)
}

// store adds what an INSERT brings, as what stands behind it says.
func (l *ledger) store(r *dataReader, path, revisions []string) error {
	becomes := ""
	switch {
	case r.now.is("ON"):
		text := strings.ToUpper(strings.Join(r.rest(), " "))
		r.ignore = true
		switch {
		case strings.Contains(text, " DO NOTHING"):
		case strings.Contains(text, " SET ") || strings.Contains(text, " KEY UPDATE "):
			literals := r.literals
			if len(literals) > 1 || len(literals) == 1 && strings.Contains(text, "WHERE") {
				return r.strange()
			}
			if len(literals) == 1 {
				becomes = literals[0]
			}
		default:
			return r.strange()
		}
	case r.now.kind == 0 || r.words("RETURNING", ";"):
	default:
		return r.strange()
	}
	for _, revision := range revisions {
		at := slices.IndexFunc(l.rows, func(x row) bool { return l.of(x, path) && l.same(x.revision, revision) })
		if becomes != "" && at >= 0 {
			l.rows[at].revision = becomes
			continue
		}
		l.put(path, revision, r.ignore)
	}
	return nil
}

// selected are the revisions that a SELECT gives, which has them as literals or takes those of another version table.
func (l *ledger) selected(r *dataReader, place int) ([]string, error) {
	r.advance()
	if r.now.is("DISTINCT") {
		r.advance()
	}
	var literal *string
	for i := 0; ; i++ {
		value, known := r.value()
		for !r.now.is(",") && !r.words("FROM", "WHERE", "ON", ";", "UNION", "LIMIT") && r.now.kind != 0 { // a cast, a name for it
			known = known && (r.now.kind == aWord || r.now.kind == aName || r.words(":", "(", ")") || r.now.kind == aNumber)
			r.advance()
		}
		if i == place && known {
			literal = &value
		}
		if !r.now.is(",") {
			break
		}
		r.advance()
	}
	if r.now.is("FROM") {
		if r.advance(); r.now.is("DUAL") {
			r.advance()
		} else if literal == nil {
			return l.copiedFrom(r)
		}
	}
	if literal == nil || r.words("UNION", "LIMIT") {
		return nil, r.strange()
	}
	if r.now.is("WHERE") { // WHERE NOT EXISTS (SELECT …): a second one of it is not wanted
		text := strings.ToUpper(strings.Join(r.rest(), " "))
		if !strings.HasPrefix(text, "WHERE NOT EXISTS ") {
			return nil, r.strange()
		}
		r.ignore = true
	}
	return []string{*literal}, nil
}

// copiedFrom are the rows of the table that a SELECT reads as a whole.
func (l *ledger) copiedFrom(r *dataReader) ([]string, error) {
	from := r.path()
	if from == nil || r.now.kind != 0 && !r.words(";", "ON") {
		return nil, r.strange()
	}
	var all []string
	for _, x := range l.rows {
		if l.of(x, from) {
			all = append(all, x.revision)
		}
	}
	return all, nil
}

// update reads UPDATE behind the table's name.
func (l *ledger) update(r *dataReader, path []string) error {
	if !r.now.is("SET") { // another name for the table
		if r.now.is("AS") {
			r.advance()
		}
		r.advance()
	}
	if !r.now.is("SET") {
		return r.strange()
	}
	r.advance()
	to, ok := r.assignment()
	if !ok {
		return r.strange()
	}
	which, err := r.condition(l)
	if err != nil {
		return err
	}
	for i, x := range l.rows {
		if l.of(x, path) && which(x.revision) {
			l.rows[i].revision = to
		}
	}
	return nil
}

// remove reads DELETE behind the table's name.
func (l *ledger) remove(r *dataReader, path []string) error {
	if !r.words("WHERE", ";") && r.now.kind != 0 {
		if r.now.is("AS") {
			r.advance()
		}
		r.advance()
	}
	which, err := r.condition(l)
	if err != nil {
		return err
	}
	l.rows = slices.DeleteFunc(l.rows, func(x row) bool { return l.of(x, path) && which(x.revision) })
	return nil
}

func isVersionColumn(name string) bool { return strings.EqualFold(name, "version_num") }

// strange is the error about a statement that is not understood.
func (r *dataReader) strange() error {
	return fmt.Errorf("what this leaves in a version table cannot be told: %s", schema.Excerpt(r.lexer.sql))
}
