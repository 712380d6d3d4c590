package mysql

import (
	"fmt"
	"strings"

	"assay/schema"
)

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

// closed reports whether each of the statement's parentheses is: that of a text that was cut off is not.
func (s statement) closed() bool {
	depth := 0
	for _, t := range s {
		switch {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0
}

// skipLine goes to where the line ends, or the statement.
func (s *scanner) skipLine(from int, delimiter string) {
	s.at = from
	s.skipTo("\n")
	if i := strings.Index(s.sql[from:s.at], delimiter); i >= 0 {
		s.at = from + i
	}
}

// Split cuts a text into statements, as the client program does: it knows DELIMITER, and gives it to no one. Where the text sets another sql_mode, its quotes
// are put as the default one has them.
func (r *Room) Split(sql string) ([]schema.Statement, error) {
	var all []schema.Statement
	line, counted := 1, 0
	err := eachStatement(sql, false, func(_ statement, text string, from int) {
		line += strings.Count(sql[counted:from], "\n")
		counted = from
		all = append(all, schema.Statement{Text: text, Line: line})
	})
	return all, err
}

func split(sql string) ([]statement, error) {
	var all []statement
	err := eachStatement(sql, true, func(s statement, _ string, _ int) { all = append(all, s) })
	if err != nil {
		return nil, err
	}
	return all, nil
}

// eachStatement finds the statements of a text, each with where it stands and, if they are to be kept, its tokens: those of a long text take
// many times its room.
func eachStatement(sql string, keep bool, found func(s statement, text string, from int)) error {
	s := scanner{sql: sql}
	delimiter := ";"
	var now statement
	var from, to int
	var modes sqlModes
	var usual strings.Builder // the statement, where the mode is another than the default; size: up to its last token
	size := 0
	begun, sets := false, false
	done := func() {
		if begun {
			text := sql[from:to]
			if s.mode != (sqlMode{}) {
				text = usual.String()[:size]
			}
			found(now, text, from)
			modes.after(now)
			s.mode = modes.now
		}
		now, begun = nil, false
		usual.Reset()
	}
	for s.at < len(sql) {
		if strings.HasPrefix(sql[s.at:], delimiter) {
			s.at += len(delimiter)
			done()
			continue
		}
		begin := s.at
		t, err := s.next()
		if err != nil {
			return fmt.Errorf("line %d: %w", 1+strings.Count(sql[:begin], "\n"), err)
		}
		if begun && s.mode != (sqlMode{}) {
			usual.WriteString(t.text)
		}
		switch {
		case t.kind == blank:
		case t.is("delimiter") && !begun:
			from := s.at
			s.skipTo("\n")
			if d := strings.TrimSpace(sql[from:s.at]); d != "" {
				delimiter = d
			}
		case !begun && (t.is("\\") || t.is("source") || t.is("use")): // of the client program: it ends with its line
			s.skipLine(begin, delimiter)
			from, to, begun = begin, begin+len(strings.TrimRight(sql[begin:s.at], " \t\r\n")), true
			usual.WriteString(sql[from:to])
			size = usual.Len()
			now = append(now, t)
			if named, err := scan(sql[begin+len(t.text) : to]); keep && t.is("use") && err == nil {
				now = append(now, named...)
			}
			done()
		case t.is("\\") && strings.HasPrefix(strings.ToLower(sql[s.at:]), "g"):
			s.at++
			done()
		default:
			if !begun {
				from, begun, sets = begin, true, t.is("set")
				usual.WriteString(t.text)
			}
			size = usual.Len()
			if to = s.at; keep || sets {
				now = append(now, t)
			}
		}
	}
	done()
	return nil
}
