package oracle

import (
	"context"
	"fmt"
	"time"

	"assay/schema"
)

// errQuestion is why something is not asked: a question is one SELECT that makes nothing.
var errQuestion = unread("it is no question that changes nothing", "ask it by hand")

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
	answers := make([]schema.Answer, len(questions))
	for i, q := range questions {
		a, err := s.answer(ctx, q, limit)
		if err != nil && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			a = schema.Answer{Unanswered: err.Error()}
		}
		answers[i] = a
	}
	return answers, nil
}

func (s *session) answer(ctx context.Context, q schema.Question, limit time.Duration) (a schema.Answer, err error) {
	if !asksOnly(q.SQL) {
		return a, errQuestion
	}
	own, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err = s.query(own, q.SQL, func(columns []string, values []*string) error {
		row := make([]string, len(values))
		for i, v := range values {
			row[i] = "NULL"
			if v != nil {
				row[i] = schema.ShortValue(*v)
			}
		}
		a.Columns, a.Rows = columns, append(a.Rows, row)
		return nil
	})
	if err != nil && own.Err() != nil {
		err = fmt.Errorf("it took longer than %s", limit)
	}
	return a, err
}

// asksOnly reports whether a text is one SELECT that locks nothing and calls nothing that is not the server's own.
func asksOnly(question string) bool {
	tokens, err := lexer.Scan(question)
	if err != nil || len(tokens) == 0 || !tokens[0].Is("SELECT") {
		return false
	}
	for i, t := range tokens {
		switch {
		case t.Is(";"), t.Is("INTO"), t.Is("@"), t.Is("FOR") && i+1 < len(tokens) && tokens[i+1].Is("UPDATE"), t.Is("FUNCTION"), t.Is("PROCEDURE"):
			return false
		case t.Is(".") && i+2 < len(tokens) && tokens[i+2].Is("("): // somebody's function
			return false
		}
	}
	return true
}
