package oracle

import (
	"context"
	"time"

	"assay/dialect/narrow"
	"assay/schema"
)

// Ask puts questions to a live database, in a transaction that only reads, each for no longer than limit.
func Ask(ctx context.Context, t schema.Target, questions []schema.Question, limit time.Duration) ([]schema.Answer, error) {
	s, err := open(ctx, t)
	if err != nil {
		return nil, err
	}
	defer s.close()
	return s.ask(ctx, questions, limit)
}

func (s *session) ask(ctx context.Context, questions []schema.Question, limit time.Duration) ([]schema.Answer, error) {
	return narrow.Asker{Asks: asksOnly, Query: s.query}.Ask(ctx, questions, limit)
}

// asksOnly reports whether a text is one SELECT that locks nothing and calls nothing that is not the server's own.
func asksOnly(question string) bool {
	return lexer.Asks(question, func(tokens []narrow.Token) bool {
		t := tokens[0]
		return t.Is("@") || t.Is("FOR") && len(tokens) > 1 && tokens[1].Is("UPDATE") || t.Is("FUNCTION") || t.Is("PROCEDURE")
	})
}
