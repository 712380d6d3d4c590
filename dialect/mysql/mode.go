package mysql

import "strings"

// A sqlMode is what a session's sql_mode makes of quotes. The zero one is the default, in which double quotes hold texts and backslashes escape.
type sqlMode struct {
	names bool // double quotes hold names: ANSI_QUOTES, and the modes that have it, in which mysqldump --compatible=ansi writes
	plain bool // backslashes are characters like others: NO_BACKSLASH_ESCAPES
}

// with adds the modes that a text lists.
func (m sqlMode) with(list string) sqlMode {
	for name := range strings.SplitSeq(strings.ToLower(list), ",") {
		switch strings.TrimSpace(name) {
		case "ansi", "ansi_quotes", "db2", "maxdb", "mssql", "oracle", "postgresql":
			m.names = true
		case "no_backslash_escapes":
			m.plain = true
		}
	}
	return m
}

// usual spells a text or name in quotes as the default mode has it.
func (m sqlMode) usual(k tokenKind, s string) token {
	switch {
	case k == name && s[0] == '"':
		return token{name, quote(strings.ReplaceAll(s[1:len(s)-1], `""`, `"`))}
	case k == text && m.plain:
		s = strings.ReplaceAll(s, `\`, `\\`)
	}
	return token{k, s}
}

// sqlModes follow the sql_mode through a text. Dump programs keep it in a variable and set it back, around each routine as well, which keeps the one that
// it was made in.
type sqlModes struct {
	now  sqlMode
	kept map[string]sqlMode // in variables
}

// after takes in a statement.
func (m *sqlModes) after(s statement) {
	if !s.starts("set") {
		return
	}
	for from, depth, i := 1, 0, 1; i <= len(s); i++ {
		switch {
		case i == len(s) || s[i].is(",") && depth == 0:
			m.assign(s[from:i])
			from = i + 1
		case s[i].is("("):
			depth++
		case s[i].is(")"):
			depth--
		}
	}
}

// assign takes in one assignment, as in @OLD_SQL_MODE = @@SQL_MODE or sql_mode = 'ANSI'.
func (m *sqlModes) assign(s statement) {
	equals := 0
	for equals < len(s) && !s[equals].is("=") {
		equals++
	}
	if equals == 0 || equals == len(s) {
		return
	}
	target, value := strings.ToLower(strings.TrimSuffix(join(s[:equals]), ":")), s[equals+1:]
	switch {
	case strings.HasSuffix(target, "sql_mode") && !strings.HasPrefix(target, "global") && !strings.HasPrefix(target, "@@global") && target[0] != '@' ||
		target == "@@sql_mode" || target == "@@session.sql_mode" || target == "@@local.sql_mode":
		m.now = m.of(value)
	case target[0] == '@' && len(value) > 0 && strings.HasSuffix(strings.ToLower(join(value)), "sql_mode"):
		if m.kept == nil {
			m.kept = map[string]sqlMode{}
		}
		m.kept[target] = m.of(value)
	}
}

// of is the mode that a value sets.
func (m *sqlModes) of(value statement) sqlMode {
	var is sqlMode
	if kept, ok := m.kept[strings.ToLower(join(value))]; ok {
		return kept
	}
	for _, t := range value {
		switch {
		case t.kind == text:
			is = is.with(strings.Trim(t.text, `'"`))
		case t.is("sql_mode"): // the one that there is, to which more may be added
			is = sqlMode{is.names || m.now.names, is.plain || m.now.plain}
		}
	}
	return is
}
