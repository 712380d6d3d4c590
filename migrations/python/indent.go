package python

import "strings"

// A margin is how far a line is indented, as Python's tokenizer counts it: with tabs of eight columns, and of one. Lines whose order depends on
// which of the two is meant are refused.
type margin struct{ wide, narrow int }

// measure returns the margin of what stands before a line's first word.
func measure(blanks string) margin {
	var m margin
	for _, c := range []byte(blanks) {
		switch c {
		case ' ':
			m.wide++
			m.narrow++
		case '\t':
			m.wide += 8 - m.wide%8
			m.narrow++
		case '\f':
			m = margin{}
		}
	}
	return m
}

// indented checks the margins of logical lines against each other and against the colons before them.
func indented(tokens []token) error {
	margins := []margin{{}}
	opens := false // the line before ends with a colon
	last := 1
	for line := range lines(tokens) {
		m, top := line[0].margin, margins[len(margins)-1]
		last = line[0].line
		switch {
		case m.wide == top.wide && m.narrow != top.narrow, m.wide > top.wide && m.narrow <= top.narrow:
			return &SyntaxError{last, "the indentation mixes tabs and spaces, and depends on how wide a tab is"}
		case m.wide > top.wide && !opens:
			return &SyntaxError{last, "this line is indented more than the one before, which begins no block"}
		case m.wide <= top.wide && opens:
			return &SyntaxError{last, "an indented block is missing here"}
		case m.wide > top.wide:
			margins = append(margins, m)
		}
		for m.wide < margins[len(margins)-1].wide {
			margins = margins[:len(margins)-1]
		}
		switch now := margins[len(margins)-1]; {
		case now.wide != m.wide:
			return &SyntaxError{last, "the indentation of this line is that of no block around it"}
		case now.narrow != m.narrow:
			return &SyntaxError{last, "the indentation mixes tabs and spaces, and depends on how wide a tab is"}
		}
		opens = len(line) > 1 && sign(line[len(line)-2], ":")
	}
	if opens {
		return &SyntaxError{last, "an indented block is missing after this line"}
	}
	return nil
}

// blanksBefore returns the white space at the beginning of a text.
func blanksBefore(s string) string { return s[:len(s)-len(strings.TrimLeft(s, " \t\f"))] }
