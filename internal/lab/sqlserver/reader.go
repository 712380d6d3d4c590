package sqlserver

import (
	"context"
	"errors"
	"strings"

	"github.com/sqlc-dev/teesql/parser"
)

// named gives constraints a name that have none: teesql does not know such.
var named = strings.NewReplacer(" ADD UNIQUE (", " ADD CONSTRAINT [c] UNIQUE (", " ADD PRIMARY KEY (", " ADD CONSTRAINT [c] PRIMARY KEY (")

// Reads has somebody else's parser of T-SQL, teesql, read a script, as a second reader: it takes much that no server does, and little else is to be had.
func Reads(ctx context.Context, sql string) error {
	script, err := parser.Parse(ctx, strings.NewReader(named.Replace(sql)))
	if err == nil && (len(script.Batches) == 0 || len(script.Batches[0].Statements) == 0) {
		return errors.New("it is read as no statement")
	}
	return err
}
