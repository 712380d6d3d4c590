package narrow

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"assay/schema"
)

// ErrUnasked is why something is not asked: a question is one SELECT that makes nothing.
var ErrUnasked = &schema.ReadError{Problem: "it is no question that changes nothing", Hint: "ask it by hand"}

// An Asker puts questions to a live database.
type Asker struct {
	// Asks reports whether a text is a question that changes nothing: [Lexer.Asks].
	Asks func(question string) bool
	// Query runs a query and calls each for every row, as [EachRow] does.
	Query func(ctx context.Context, query string, each func(columns []string, values []*string) error) error
	Trace func(query string, rows int, took time.Duration) // nil: nobody looks on
}

// Ask puts questions, each for no longer than limit. One that fails is an answer that says why; an error is that of ctx.
func (a Asker) Ask(ctx context.Context, questions []schema.Question, limit time.Duration) ([]schema.Answer, error) {
	answers := make([]schema.Answer, len(questions))
	for i, q := range questions {
		answer, err := a.one(ctx, q.SQL, limit)
		if err != nil && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			answer = schema.Answer{Unanswered: err.Error()}
		}
		answers[i] = answer
	}
	return answers, nil
}

func (a Asker) one(ctx context.Context, question string, limit time.Duration) (answer schema.Answer, err error) {
	if !a.Asks(question) {
		return answer, ErrUnasked
	}
	own, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	began := time.Now()
	err = a.Query(own, question, func(columns []string, values []*string) error {
		row := make([]string, len(values))
		for i, v := range values {
			row[i] = "NULL"
			if v != nil {
				row[i] = schema.ShortValue(*v)
			}
		}
		answer.Columns, answer.Rows = columns, append(answer.Rows, row)
		return nil
	})
	if err != nil && own.Err() != nil {
		err = fmt.Errorf("it took longer than %s", limit)
	}
	if a.Trace != nil {
		a.Trace(question, len(answer.Rows), time.Since(began))
	}
	return answer, err
}

// EachRow calls each for every row: its values are texts, nil for NULL. What ended the rows, their Err tells.
func EachRow(rows *sql.Rows, each func(columns []string, values []*string) error) error {
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() {
		values, into := make([]*string, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := each(columns, values); err != nil {
			return err
		}
	}
	return nil
}

// Asks reports whether a text is one SELECT that calls nothing but the server's own functions, and of which nothing is forbidden.
func (l Lexer) Asks(question string, forbidden func(tokens []Token) bool) bool {
	tokens, err := l.Scan(question)
	if err != nil || len(tokens) == 0 || !tokens[0].Is("SELECT") {
		return false
	}
	for i, t := range tokens {
		called := t.Is(".") && i+2 < len(tokens) && tokens[i+2].Is("(") // somebody's function
		if called || t.Is(";") || t.Is("INTO") || forbidden(tokens[i:]) {
			return false
		}
	}
	return true
}
