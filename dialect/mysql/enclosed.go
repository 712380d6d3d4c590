package mysql

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// enclosed refuses what the client program would not hand on as the one statement that it is meant to be. A backslash outside of quotes begins one of its
// commands, the shell among them; so does the word DELIMITER, wherever it stands. No name gets there, since all are quoted; an expression that came out of a
// file might.
func enclosed(statements []string) error {
	for _, s := range statements {
		if strings.Contains(s, "\r\n") { // a name has no other spelling
			return errors.New("a name or an expression holds a CR LF, of which MySQL's client program makes LF: rename it first")
		}
		if strings.IndexByte(s, 0) >= 0 {
			return errors.New("it holds a NUL character, which the client program does not hand on")
		}
		if !utf8.ValidString(s) { // of a PostgreSQL database in SQL_ASCII
			return errors.New("a name or a text in it is no UTF-8, as which scripts are written: rename it first")
		}
		if err := closedText(s); err != nil {
			return err
		}
	}
	return nil
}

// closedText reads a text as the client program does, without NO_BACKSLASH_ESCAPES.
func closedText(s string) error {
	sc := scanner{sql: s}
	depth := 0
	for sc.at < len(s) {
		t, err := sc.next()
		if err != nil {
			return errors.New("a quote in it is not closed")
		}
		switch {
		case t.kind == blank && strings.TrimLeft(t.text, " \t\r\n\v\f") != "":
			return errors.New("a comment begins in it")
		case t.is("delimiter"):
			return errors.New("the word DELIMITER stands in it, which the client program takes for a command of its own")
		case t.kind != punct:
		case t.text < " ":
			return errors.New("a control character stands outside of quotes")
		case t.text == `\`:
			return errors.New("a backslash stands outside of quotes, which the client program takes for one of its commands")
		case t.text == ";":
			return errors.New("a semicolon stands outside of quotes, which ends the statement")
		case t.text == "(":
			depth++
		case t.text == ")":
			if depth--; depth < 0 {
				return errors.New("a parenthesis is closed that is not open")
			}
		}
	}
	if depth > 0 {
		return errors.New("a parenthesis in it is not closed")
	}
	return nil
}
