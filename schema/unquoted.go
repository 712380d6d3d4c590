package schema

import (
	"regexp"
	"strings"
)

// quotedText is what stands in quotes of any kind, or in a comment.
var quotedText = Pattern(`(?s)'(?:[^'\\]|\\.|'')*'|"(?:[^"]|"")*"|` + "`(?:[^`]|``)*`" + `|\$\w*\$.*?\$\w*\$|--[^\n]*|/\*.*?\*/`)

// Unquoted is a statement without what its quotes and comments hold: ” stands for a text, and "" for a name. Blanks are single.
func Unquoted(sql string) string {
	bare := quotedText().ReplaceAllStringFunc(sql, func(s string) string {
		switch s[0] {
		case '-', '/':
			return " "
		case '"', '`':
			return `""`
		}
		return `''`
	})
	return strings.Join(strings.Fields(bare), " ")
}

// Syntax is something of a language that not all servers know: a pattern of unquoted statements in which the word stands, and which servers know it.
type Syntax[Server any] struct {
	Word    string // in upper case
	Pattern func() *regexp.Regexp
	Knows   func(Server) bool
}

// UnknownSyntax returns what of a statement a server does not know; empty: all of it is known.
func UnknownSyntax[Server any](server Server, all []Syntax[Server], sql string) string {
	upper, bare := strings.ToUpper(sql), ""
	for _, s := range all {
		if !strings.Contains(upper, s.Word) || s.Knows(server) {
			continue
		}
		if bare == "" {
			bare = Unquoted(sql)
		}
		if s.Pattern().MatchString(bare) {
			return s.Word
		}
	}
	return ""
}
