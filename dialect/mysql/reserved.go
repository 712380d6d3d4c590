package mysql

import (
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

// Reserved reports whether a name has to be quoted.
func (*Room) Reserved(name string) bool { return reserved()[strings.ToLower(name)] }
