package mssql

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"assay/dialect/narrow"
	"assay/schema"
)

// Ask puts questions to a live database, each in a transaction of its own that is rolled back, and for no longer than limit.
func Ask(ctx context.Context, t schema.Target, questions []schema.Question, limit time.Duration) ([]schema.Answer, error) {
	s, err := open(ctx, t)
	if err != nil {
		return nil, err
	}
	defer s.close()
	query := func(ctx context.Context, question string, each func([]string, []*string) error) error {
		rows, err := s.QueryContext(ctx,
			fmt.Sprintf("SET NOCOUNT ON; SET LOCK_TIMEOUT %d; BEGIN TRANSACTION; %s; ROLLBACK TRANSACTION", limit.Milliseconds(), question))
		if err != nil {
			return err
		}
		defer rows.Close()
		return cmp.Or(narrow.EachRow(rows, each), rows.Err())
	}
	return narrow.Asker{Asks: asksOnly, Query: query, Trace: t.Trace}.Ask(ctx, questions, limit)
}

// asksOnly reports whether a text is one SELECT that makes no table and calls nothing that is not the server's own.
func asksOnly(question string) bool {
	return lexer.Asks(question, func(tokens []narrow.Token) bool {
		t := tokens[0]
		return t.Is("EXEC") || t.Is("EXECUTE") || t.Is("OPENROWSET") || t.Is("OPENQUERY") || t.Is("OPENDATASOURCE")
	})
}
