package mysql

import (
	"encoding/hex"
	"strings"
)

// quoteText writes a text as SQL literal for the default sql_mode. It is the canonical spelling of text literals.
func quoteText(s string) string {
	if strings.ContainsAny(s, `'\`) {
		s = strings.NewReplacer(`'`, `''`, `\`, `\\`).Replace(s)
	}
	return "'" + s + "'"
}

// needsHex reports whether a text has characters that mean different things to different sessions and clients.
func needsHex(s string) bool { return strings.ContainsAny(s, "\\\x00\x1a\r") }

// hexLiteral writes bytes as SQL.
func hexLiteral(s string) string {
	if s == "" {
		return "''"
	}
	return "0x" + hex.EncodeToString([]byte(s))
}

// safeLabel writes a value of an enum. No charset may be named there, so hexadecimal is right for ASCII alone.
func safeLabel(s string) string {
	if needsHex(s) && !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7f }) {
		return hexLiteral(s)
	}
	return quoteText(s)
}

// escapes are what a backslash and a letter stand for; any other character stands for itself.
var escapes = map[byte]string{'0': "\x00", 'b': "\b", 'n': "\n", 'r': "\r", 't': "\t", 'Z': "\x1a", '%': `\%`, '_': `\_`}

// unquoteText reads a literal in single or double quotes as the default sql_mode has it.
func unquoteText(s string) string {
	if len(s) < 2 {
		return s
	}
	quote := s[0]
	s = s[1 : len(s)-1]
	if strings.IndexByte(s, quote) < 0 && strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			if e, ok := escapes[s[i]]; ok {
				b.WriteString(e)
			} else {
				b.WriteByte(s[i])
			}
		case s[i] == quote:
			i++ // its twin
			b.WriteByte(quote)
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// unquoteName reads a name, quoted or not.
func unquoteName(s string) string {
	if len(s) > 1 && (s[0] == '`' || s[0] == '"') {
		q := s[:1]
		return strings.ReplaceAll(s[1:len(s)-1], q+q, q)
	}
	return s
}

// unescape takes away the escaping that MySQL 8 adds to expressions in information_schema.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
			if s[i] == 'n' {
				b.WriteByte('\n')
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
