package lint

import (
	"cmp"
	"slices"
	"strings"

	"assay/expected"
	"assay/schema"
)

// A word is a piece of an SQL text: a name, a text, a comment or a sign.
type word struct {
	from, to int
	name     string // unquoted; empty: it is no name
}

// inOneSpace writes texts as if their tables were all in the one schema that they work in, which a schema.Schema has no more than: app.users becomes the name
// "app.users", wherever that is not the home. Tables, types and indexes of several schemas are told apart so, and are tables like any other. others are
// the schemas beside the home.
func inOneSpace(texts []expected.Text, home string, quote func(string) string) (written []expected.Text, others []string) {
	if !slices.ContainsFunc(texts, func(t expected.Text) bool { return mayQualify(t.SQL) }) {
		return texts, nil
	}
	all := make([][]word, len(texts))
	var found spaces
	for i, t := range texts {
		all[i] = words(t.SQL)
		found.look(t.SQL, all[i])
	}
	home = cmp.Or(home, found.home())
	others = slices.DeleteFunc(slices.Clone(found.named), func(s string) bool { return s == home })
	if len(found.named) == 0 || home == found.only() && len(others) == 0 {
		return texts, nil
	}
	written = slices.Clone(texts)
	for i, t := range texts {
		written[i].SQL = rewrite(t.SQL, all[i], home, found.named, quote)
	}
	return written, others
}

// spaces are the schemas that texts name.
type spaces struct {
	named []string // where they name tables, types or indexes
	bare  bool     // some have no schema's name, the version table aside
	made  []string // in which they make something
	path  string   // that they set as the first of the search path
}

// only is the schema that the texts make all their tables in, if there is one.
func (s spaces) only() string {
	if len(s.made) == 1 && !s.bare {
		return s.made[0]
	}
	return ""
}

// home is where names without a schema's belong.
func (s spaces) home() string { return cmp.Or(s.path, s.only(), "public") }

// verbs begin the statements that are looked at, and behind are the words that the names of tables, types, domains and indexes stand behind.
var (
	verbs  = strings.Fields("create alter drop truncate rename comment insert update delete refresh reindex vacuum replace")
	behind = strings.Fields("table type domain on references into update exists only from truncate view index")
)

// look gathers the schemas that one text names.
func (s *spaces) look(sql string, all []word) {
	for _, st := range statementsOf(sql, all) {
		first := strings.ToLower(st[0].name)
		if first == "set" && len(st) > 3 && strings.EqualFold(st[1].name, "search_path") && strings.Trim(st[3].name, `'`) != "" {
			s.path = cmp.Or(s.path, strings.Trim(st[3].name, `'`))
		}
		if !slices.Contains(verbs, first) || stamps(sql, st) {
			continue
		}
		for i := 1; i < len(st); i++ {
			if st[i].name == "" || !slices.Contains(behind, previous(sql, st, i)) || previous(sql, st, i) == "on" && !namesTable(st, i) {
				continue
			}
			switch {
			case i+2 < len(st) && sign(sql, st[i+1]) == "." && st[i+2].name != "":
				if space := st[i].name; !slices.Contains(systems, strings.ToLower(space)) {
					s.named = appendNew(s.named, space)
					if first == "create" && (strings.EqualFold(st[1].name, "table") || strings.EqualFold(st[1].name, "type")) && i < 6 {
						s.made = appendNew(s.made, space)
					}
				}
			case i == 2 && (first == "create" || first == "alter" || first == "drop") && strings.EqualFold(st[1].name, "table"):
				s.bare = true
			}
		}
	}
}

// namesTable reports whether the ON before a word stands before a table's name: it is the first of a statement about an index, a trigger and the like, and none
// of a join's.
func namesTable(st []word, i int) bool {
	const first = 5 // words, among which is what it is about
	about := func(w word) bool {
		return slices.Contains([]string{"index", "trigger", "policy", "rule"}, strings.ToLower(w.name))
	}
	return slices.ContainsFunc(st[:min(first, i)], about) && !slices.ContainsFunc(st[:i-1], func(w word) bool { return strings.EqualFold(w.name, "on") })
}

var systems = strings.Fields("pg_catalog information_schema mysql sys performance_schema pg_temp old new excluded")

func appendNew(all []string, s string) []string {
	if slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}

// stamps reports whether a statement is about a version table, which stands where Alembic is told to keep it.
func stamps(sql string, st []word) bool {
	return strings.Contains(sql[st[0].from:st[len(st)-1].to], "version_num")
}

// rewrite makes one name of each that has a schema's before it.
func rewrite(sql string, all []word, home string, named []string, quote func(string) string) string {
	var b strings.Builder
	done := 0
	for _, st := range statementsOf(sql, all) {
		if !slices.Contains(verbs, strings.ToLower(st[0].name)) || stamps(sql, st) {
			continue
		}
		moved := "" // the schema of a table that is given another name in it
		index, space := indexOf(sql, st, named)
		for i := 1; i < len(st); i++ {
			name, end := st[i].name, i
			switch {
			case i == index && space != home && quote("")[0] == '"': // MySQL's are no others than the table's
				name = space + "." + name
			case qualifies(sql, st, i, named):
				end = i + 2
				if name == home {
					name = st[end].name
					break
				}
				if quote("")[0] == '"' { // MySQL moves the table to the database that is in use
					moved = name
				}
				name += "." + st[end].name
			case moved == "" || name == "" || i+1 != len(st) || previous(sql, st, i) != "to" || previous(sql, st, i-1) != "rename":
				continue
			default:
				name = moved + "." + name
			}
			b.WriteString(sql[done:st[i].from] + quote(name))
			done, i = st[end].to, end
		}
	}
	b.WriteString(sql[done:])
	return b.String()
}

// indexOf is the place of an index's name in a statement that makes it, and the schema that its table is in; 0: there is none.
func indexOf(sql string, st []word, named []string) (at int, space string) {
	const most = 7 // words before ON: CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i
	isIndex := false
	for i := 1; i < min(len(st), most+2); i++ {
		if strings.EqualFold(st[i].name, "on") && isIndex {
			table := i + 1
			if table < len(st) && strings.EqualFold(st[table].name, "only") {
				table++
			}
			if qualifies(sql, st, table, named) && !slices.Contains([]string{"index", "concurrently"}, previous(sql, st, i)) {
				return i - 1, st[table].name
			}
			return 0, ""
		}
		isIndex = isIndex || strings.EqualFold(st[i].name, "index")
	}
	return 0, ""
}

// qualifies reports whether a word is a schema's name before that of something in it.
func qualifies(sql string, st []word, i int, named []string) bool {
	return i+2 < len(st) && sign(sql, st[i+1]) == "." && st[i+2].name != "" && sign(sql, st[i-1]) != "." && slices.Contains(named, st[i].name)
}

// previous is the word before another, in lower case.
func previous(sql string, st []word, i int) string {
	if i == 0 {
		return ""
	}
	return strings.ToLower(cmp.Or(st[i-1].name, sign(sql, st[i-1])))
}

func sign(sql string, w word) string {
	if w.name != "" {
		return ""
	}
	return sql[w.from:w.to]
}

// statementsOf cuts words into those of statements.
func statementsOf(sql string, all []word) [][]word {
	var found [][]word
	from := 0
	for i, w := range all {
		if w.name != "" || sql[w.from:w.to] != ";" {
			continue
		}
		if i > from {
			found = append(found, all[from:i])
		}
		from = i + 1
	}
	if from < len(all) {
		found = append(found, all[from:])
	}
	return found
}

// words are those of a text, without its comments.
func words(sql string) []word {
	var all []word
	for _, at := range piece().FindAllStringIndex(sql, -1) {
		w := word{from: at[0], to: at[1]}
		switch text := sql[at[0]:at[1]]; text[0] {
		case '-', '/', '\n', '$':
			if len(text) > 1 {
				continue
			}
		case '"', '`':
			w.name = schema.NamePath(text)[0]
		case '\'':
			w.name = text
		case '.', ',', ';', '(', ')':
		default:
			if path := schema.NamePath(text); len(path) == 1 {
				w.name = path[0]
			}
		}
		all = append(all, w)
	}
	return all
}

var piece = schema.Pattern("(?s)--[^\n]*|/\\*.*?\\*/|\n[ \t]*#[^\n]*|\\$\\w*\\$.*?\\$\\w*\\$|`(?:[^`]|``)*`" + `|"(?:[^"]|"")*"|'(?:[^'\\]|''|\\.)*'|[\p{L}_][\p{L}\p{N}_$]*|\S`)

// mayQualify reports whether a text may name a schema: a name with a point stands behind one of the words that names of tables stand behind. It takes a small
// part of the time that the words of a long history take.
func mayQualify(sql string) bool {
	for at := strings.IndexByte(sql, '.'); at >= 0; {
		if oddly(sql, at) {
			return true
		}
		name := strings.TrimRightFunc(sql[max(0, at-longest):at], func(r rune) bool { return r > ' ' && r != ',' && r != '(' })
		before := strings.TrimRight(name, " \t\r\n")
		word := before[strings.LastIndexAny(before, " \t\r\n(,;")+1:]
		if slices.Contains(behind, strings.ToLower(word)) {
			return true
		}
		next := strings.IndexByte(sql[at+1:], '.')
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}

// oddly reports whether the point stands behind a blank, a quoted name or a comment: then its words are to be looked at.
func oddly(sql string, at int) bool {
	if at == 0 || at+1 == len(sql) {
		return false
	}
	before, behind := sql[at-1], strings.TrimLeft(sql[at+1:], " \t\r\n")
	if behind == "" || behind[0] < '@' && behind[0] != '"' && behind[0] != '/' && behind[0] != '-' {
		return false
	}
	if strings.IndexByte(" \t\r\n\"`/", before) >= 0 {
		return true
	}
	from := max(0, at-longest)
	line := sql[from+1+strings.LastIndexByte(sql[from:at], '\n') : at]
	name := strings.TrimRightFunc(line, func(r rune) bool { return r > ' ' })
	name = strings.TrimRight(name, " \t")
	above := strings.TrimRight(sql[from:at-len(line)], "\n")
	commented := name == "" && strings.Contains(above[strings.LastIndexByte(above, '\n')+1:], "--")
	return commented || strings.HasSuffix(name, "*/")
}

// longest is how far back the words before a name are looked for: two names of 64 characters in quotes, and blanks.
const longest = 256
