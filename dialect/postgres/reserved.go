package postgres

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
)

// Reserved reports whether a name has to be quoted as a table's or column's.
func (*Room) Reserved(name string) bool {
	scanned, err := pg.Scan(strings.ToLower(name))
	if err != nil || len(scanned.GetTokens()) != 1 {
		return false
	}
	switch scanned.GetTokens()[0].GetKeywordKind() {
	case pg.KeywordKind_RESERVED_KEYWORD, pg.KeywordKind_TYPE_FUNC_NAME_KEYWORD:
		return true
	}
	return false
}
