package mysql

import (
	"slices"
	"strings"
	"sync"

	"github.com/pingcap/tidb/pkg/parser"
)

var reserved = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for _, k := range parser.Keywords {
		if k.Reserved {
			words[strings.ToLower(k.Word)] = true
		}
	}
	return words
})

// reservedLater are words that MySQL has reserved since 8.0, as the parser has them, and that older ones and MariaDB take for names.
var reservedLater = []string{
	"array", "cume_dist", "dense_rank", "empty", "first_value", "grouping", "groups", "lag", "last_value", "lateral", "lead", "member", "nth_value", "ntile", "of",
	"percent_rank", "rank", "row_number", "window",
}

// unreserved quotes the names in a statement that are none to the parser alone.
func (p ddlParser) unreserved(s statement) statement {
	if p.flavor.vendor != mariaDB && (p.flavor.vendor != mySQL || p.flavor.atLeastMySQL(8)) {
		return s
	}
	var quoted statement
	for i, t := range s {
		if t.kind != word || !t.isAny(reservedLater...) || i+1 < len(s) && s[i+1].is("(") {
			continue
		}
		if quoted == nil {
			quoted = slices.Clone(s)
		}
		quoted[i] = token{name, quote(t.text)}
	}
	if quoted == nil {
		return s
	}
	return quoted
}

// Reserved reports whether a name has to be quoted.
func (*Room) Reserved(name string) bool { return reserved()[strings.ToLower(name)] }
