package mysql

import "strings"

// A statement is one statement's tokens.
type statement []token

// String returns its beginning, for messages.
func (s statement) String() string {
	const enough = 80
	text := strings.Join(strings.Fields(join(s)), " ")
	if len(text) > enough {
		return text[:enough] + "…"
	}
	return text
}

// starts reports whether the statement begins with those words.
func (s statement) starts(words ...string) bool {
	if len(s) < len(words) {
		return false
	}
	for i, w := range words {
		if !s[i].is(w) {
			return false
		}
	}
	return true
}

// split cuts a script into statements, as the client program does: it knows DELIMITER.
func split(sql string) ([]statement, error) {
	s := scanner{sql: sql}
	delimiter := ";"
	var all []statement
	var now statement
	for s.at < len(sql) {
		if strings.HasPrefix(sql[s.at:], delimiter) {
			s.at += len(delimiter)
			all, now = append(all, now), nil
			continue
		}
		t, err := s.next()
		switch {
		case err != nil:
			return nil, err
		case t.kind == blank:
		case t.is("delimiter") && len(now) == 0:
			from := s.at
			s.skipTo("\n")
			if d := strings.TrimSpace(sql[from:s.at]); d != "" {
				delimiter = d
			}
		default:
			now = append(now, t)
		}
	}
	all = append(all, now)
	n := 0
	for _, st := range all {
		if len(st) > 0 {
			all[n] = st
			n++
		}
	}
	return all[:n], nil
}
