package schema

import (
	"regexp"
	"strings"
	"sync"
)

// Pattern is a regular expression that is compiled when it is first asked for: a run needs few of all that there are, and to compile them takes
// longer than to check a database. It panics then if the expression is none.
func Pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// A Statement is one statement of an SQL text, as it stands there.
type Statement struct {
	Text string // from its first word to its last, without the semicolon
	Line int    // the line of the text that it begins on; the first is 1
}

// Excerpt is the beginning of an SQL text, in one line.
func Excerpt(sql string) string {
	const enough = 80 // characters
	short := strings.Join(strings.Fields(sql[:min(len(sql), 16*enough)]), " ")
	if all := []rune(strings.ToValidUTF8(short, "\uFFFD")); len(all) > enough {
		return string(all[:enough]) + "…"
	}
	return short
}

// NameSQL is the pattern of a name as SQL has it, with those of what it is in.
const NameSQL = "(?:\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|[\\w$]+)(?:\\.(?:\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|[\\w$]+))*"

var aName = Pattern("\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|\\[[^\\]]*\\]|[\\w$\\x{80}-\\x{10ffff}]+")

// NamePath takes a name apart at its dots, without quotes; nil: it is none.
func NamePath(name string) []string {
	var path []string
	for _, m := range aName().FindAllString(name, -1) {
		path = append(path, unquoted(m))
	}
	return path
}

func unquoted(name string) string {
	switch name[0] {
	case '"', '`':
		q := name[:1]
		return strings.ReplaceAll(name[1:len(name)-1], q+q, q)
	case '[':
		return name[1 : len(name)-1]
	}
	return name
}

var (
	// aim is how a statement about an object begins: its verb, whatever stands before the kind, the kind, and the name behind.
	aim = Pattern(`(?is)^(CREATE|ALTER|DROP|REFRESH)(?:\*/)?\s+(?:[\w=@.'` + "`" + `"%()/*!]+\s+){0,12}?(MATERIALIZED\s+VIEW|FOREIGN\s+TABLE|EVENT\s+TRIGGER|TEXT\s+SEARCH\s+\w+|VIEW|TABLE|INDEX|TRIGGER|FUNCTION|PROCEDURE|SEQUENCE|TYPE|DOMAIN|EXTENSION|RULE|POLICY|EVENT|SCHEMA|AGGREGATE|COLLATION|STATISTICS|SERVER|CAST|OPERATOR)\s+` +
		`(?:CONCURRENTLY\s+)?(?:IF\s+(?:NOT\s+)?EXISTS\s+)?(?:ONLY\s+)?(` + NameSQL + `)`)
	onTable     = Pattern(`(?is)\b(?:ON|TO)\s+(?:ONLY\s+)?(` + NameSQL + `)`)
	renameTable = Pattern(`(?is)^RENAME\s+TABLES?\s+(` + NameSQL + `)\s+TO\s+(` + NameSQL + `)\s*$`)
	alterRename = Pattern(`(?is)^ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?(` + NameSQL + `)\s+RENAME\s+(?:TO\s+|AS\s+)?(` + NameSQL + `)\s*$`)
)

// Touched names the objects that a statement is about, as far as its first words say. A table, type or index among them is one that a schema has a
// definition of.
func Touched(sql string) []Opaque {
	if from, to, ok := TableRename(sql); ok {
		return []Opaque{{Kind: "table", Name: from}, {Kind: "table", Name: to}}
	}
	m := aim().FindStringSubmatchIndex(sql)
	if m == nil {
		return nil
	}
	o := Opaque{Kind: strings.ToLower(strings.Join(strings.Fields(sql[m[4]:m[5]]), " ")), Name: lastName(sql[m[6]:m[7]])}
	if ofTable[o.Kind] {
		if on := onTable().FindStringSubmatch(sql[m[7]:]); on != nil {
			o.Table = lastName(on[1])
		}
	}
	return []Opaque{o}
}

// Spaces are the schemas, or databases, that a statement's first words name the object and its table in; none: they name none.
func Spaces(sql string) (all []string) {
	m := aim().FindStringSubmatchIndex(sql)
	if m == nil {
		return nil
	}
	names := []string{sql[m[6]:m[7]]}
	if on := onTable().FindStringSubmatch(sql[m[7]:]); on != nil && ofTable[strings.ToLower(sql[m[4]:m[5]])] {
		names = append(names, on[1])
	}
	for _, name := range names {
		if path := NamePath(name); len(path) > 1 {
			all = append(all, strings.Join(path[:len(path)-1], "."))
		}
	}
	return all
}

// ofTable are the kinds of objects that are named with their table.
var ofTable = map[string]bool{"index": true, "trigger": true, "rule": true, "policy": true}

// TableRename reads a statement that does nothing but rename a table, for which there is no change.
func TableRename(sql string) (from, to string, ok bool) {
	m := alterRename().FindStringSubmatch(sql)
	if m == nil {
		m = renameTable().FindStringSubmatch(sql)
	}
	if m == nil {
		return "", "", false
	}
	return lastName(m[1]), lastName(m[2]), true
}

func lastName(name string) string {
	path := NamePath(name)
	return path[len(path)-1]
}

const alwaysTrue = `(?:TRUE|1|1\s*=\s*1|TRUE\s*=\s*TRUE)`

var everyRow = Pattern(`(?is)\bWHERE\b\s*(?:` + alwaysTrue + `|\(\s*` + alwaysTrue + `\s*\))\s*;?\s*$`)

// EveryRow reports whether an UPDATE or DELETE ends with a condition that every row fulfils.
func EveryRow(sql string) bool { return everyRow().MatchString(sql) }

var readOnly = Pattern(`(?i)\bREAD\s+ONLY\b`)

// ReadOnly reports whether a statement that begins a transaction says that nothing is written in it.
func ReadOnly(sql string) bool { return readOnly().MatchString(sql) }
