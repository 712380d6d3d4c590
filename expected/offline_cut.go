package expected

import (
	"strings"

	"assay/schema"
)

// verbs are the words that a statement can begin with. What else a line says that no semicolon ends is chatter of a revision that prints.
var verbs = words(`alter analyze begin call cluster comment commit copy create deallocate declare delete delimiter discard do drop end exec execute
	explain flush grant import insert load lock merge notify optimize prepare reassign refresh reindex release rename replace reset revoke rollback
	savepoint security select set show start truncate unlock update use vacuum values with`)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

var (
	begins = schema.Pattern(`^\(*\s*([A-Za-z]+)\b`)
	// delimiter is a command of MySQL's client program, and routine the beginning of what can hold statements.
	delimiter = schema.Pattern(`(?im)^\s*DELIMITER[ \t]+(\S+)`)
	routine   = schema.Pattern(`(?is)^\s*CREATE\s.{0,200}?\b(?:TRIGGER|PROCEDURE|FUNCTION|EVENT)\b`)
	dollars   = schema.Pattern(`\$\w*\$`)
	// nesting are the words that begin and end blocks, and what can hold such words and means none: texts, comments, names in quotes.
	nesting = schema.Pattern(`(?is)'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|` + "`[^`]*`" + `|--[^\n]*|/\*.*?\*/|` +
		`\bBEGIN\s+TRAN(?:SACTION)?\b|\bEND\s+(?:IF|LOOP|REPEAT|WHILE|FOR|CASE)\b|\b(?:BEGIN|CASE|END)\b`)
)

// cut finds the statements of a revision. Alembic writes each with a semicolon and a blank line behind it, so that what is broken in one, a quote that
// does not end, does not reach the next.
func (r *offlineReader) cut(s *segment) {
	pieces := pieces(s.piece)
	for len(pieces) > 0 {
		p := withoutChatter(pieces[0])
		if p.text == "" {
			pieces = pieces[1:]
			continue
		}
		pieces[0] = p
		n, statements := r.whole(pieces)
		s.statements = append(s.statements, statements...)
		pieces = pieces[n:]
	}
	s.piece.text = ""
}

// pieces cuts a text behind each semicolon that ends a line which a blank one follows, or a routine, and before each stamp: a comment at the end of a
// statement can hold its semicolon.
func pieces(p piece) []piece {
	var all []piece
	now, line := piece{line: p.line}, p.line
	ended, blank := false, false
	from := 0
	for at := 0; at < len(p.text); line++ {
		next := len(p.text)
		if i := strings.IndexByte(p.text[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		this := strings.TrimSpace(p.text[at:next])
		if ended && (this == "" || routine().MatchString(this)) || blank && stampLine().MatchString(this) {
			now.text = p.text[from:at]
			all = append(all, now)
			now, from = piece{line: line}, at
		}
		ended, blank, at = strings.HasSuffix(this, ";"), this == "", next
	}
	now.text = p.text[from:]
	return append(all, now)
}

// withoutChatter drops lines, from the first on, that begin no statement.
func withoutChatter(p piece) piece {
	for p.text != "" {
		this, rest, _ := strings.Cut(p.text, "\n")
		if trimmed := strings.TrimSpace(this); strings.HasPrefix(trimmed, "/*") || isStatement(trimmed, rest) {
			return p
		}
		p = piece{rest, p.line + 1}
	}
	return p
}

// isStatement reports whether a line begins a statement. "Update done" does not, before a line that does.
func isStatement(line, rest string) bool {
	m := begins().FindStringSubmatch(line)
	if m == nil || strings.HasSuffix(line, ";") {
		return m != nil
	}
	if !verbs[strings.ToLower(m[1])] {
		return false
	}
	if m[1] == strings.ToUpper(m[1]) || m[1] == strings.ToLower(m[1]) {
		return true
	}
	next, _, _ := strings.Cut(rest, "\n")
	n := begins().FindStringSubmatch(next)
	return n == nil || n[1] != strings.ToUpper(n[1]) || !verbs[strings.ToLower(n[1])]
}

// whole cuts the first piece into statements, with as many of those behind it as make it whole, and returns how many that are. What never becomes whole is
// one statement, which the parser will refuse.
func (r *offlineReader) whole(pieces []piece) (int, []schema.Statement) {
	const most = 64
	text := pieces[0].text
	for n := 1; ; n++ {
		if statements, ok := r.split(text, pieces[0].line); ok {
			return n, statements
		}
		r.budget -= len(text)
		if n == len(pieces) || n == most || r.budget < 0 {
			break
		}
		text += "\n" + pieces[n].text
	}
	return 1, []schema.Statement{{Text: strings.TrimRight(strings.TrimSpace(pieces[0].text), ";"), Line: pieces[0].line}}
}

// split cuts a text into statements; ok is false where it stops inside one.
func (r *offlineReader) split(text string, line int) (all []schema.Statement, ok bool) {
	if marks := delimiter().FindAllStringSubmatch(text, -1); len(marks) > 0 && marks[len(marks)-1][1] != ";" {
		return nil, false
	}
	end, compound := compoundEnd(text)
	switch {
	case compound && end == 0:
		return nil, false
	case compound:
		rest, ok := r.split(text[end:], line+strings.Count(text[:end], "\n"))
		return append(placed([]schema.Statement{{Text: strings.TrimRight(text[:end], "; \t\r\n"), Line: 1}}, line, true), rest...), ok
	}
	all, err := r.language.Split(text)
	return placed(all, line, strings.HasSuffix(strings.TrimSpace(text), ";")), err == nil
}

// compoundEnd returns where a trigger or routine ends that holds statements between BEGIN and END, as Alembic writes it: without another DELIMITER, so that its
// semicolons are those of statements as well. 0: it does not end. Bodies in dollar quotes or in a text are a matter of the language.
func compoundEnd(text string) (end int, compound bool) {
	if !routine().MatchString(text) || dollars().MatchString(text) {
		return 0, false
	}
	depth := 0
	for _, at := range nesting().FindAllStringIndex(text, -1) {
		switch words := strings.ToUpper(strings.Join(strings.Fields(text[at[0]:at[1]]), " ")); words {
		case "BEGIN", "CASE":
			if !compound && (words == "CASE" || strings.Contains(text[:at[0]], ";")) {
				return 0, false // its body is no block
			}
			depth, compound = depth+1, true
		case "END", "END CASE":
			depth--
		default:
			continue
		}
		if compound && depth <= 0 {
			if semicolon := strings.IndexByte(text[at[1]:], ';'); semicolon >= 0 {
				return at[1] + semicolon + 1, true
			}
			return len(text), true
		}
	}
	return 0, compound
}

// placed gives statements their lines in the whole text. ended: a semicolon ends the last one too.
func placed(all []schema.Statement, line int, ended bool) []schema.Statement {
	var kept []schema.Statement
	for i, s := range all {
		end := ";"
		if i == len(all)-1 && !ended {
			end = ""
		}
		p := withoutChatter(piece{s.Text + end, s.Line + line - 1})
		if p.text != "" {
			kept = append(kept, schema.Statement{Text: strings.TrimSuffix(p.text, end), Line: p.line})
		}
	}
	return kept
}
