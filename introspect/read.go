package introspect

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"assay/schema"
)

// A Reader reads a live database of an engine: its schema and its stamps. The rooms' dialect.Read is one.
type Reader func(ctx context.Context, engine string, t schema.Target) (*schema.Database, error)

// limit is how long a reading may take where the user does not say. The largest schemas known need seconds; a server that does not answer at all
// would otherwise keep the user waiting until the system gives up.
const limit = time.Minute

// Read has the database read. Its error is an [*Error] or an [*EmptyError], neither of which holds the password.
func Read(ctx context.Context, s Source, read Reader) (*schema.Database, error) {
	return readWithin(ctx, cmp.Or(s.Timeout, limit), s, read)
}

// ReadAny is [Read] of a database that may be empty.
func ReadAny(ctx context.Context, s Source, read Reader) (*schema.Database, error) {
	return readAnyWithin(ctx, cmp.Or(s.Timeout, limit), s, read)
}

func readWithin(ctx context.Context, limit time.Duration, s Source, read Reader) (*schema.Database, error) {
	db, err := readAnyWithin(ctx, limit, s, read)
	if err == nil && len(db.Schema.Tables) == 0 && len(db.Stamps) == 0 {
		return nil, &EmptyError{Source: s, Hidden: db.Hidden, Database: db}
	}
	return db, err
}

func readAnyWithin(ctx context.Context, limit time.Duration, s Source, read Reader) (*schema.Database, error) {
	return within(ctx, limit, s, func(ctx context.Context) (*schema.Database, error) { return read(ctx, s.Engine, s.Target) })
}

// within has a server asked for no longer than limit. What it says then is one sentence.
func within[T any](ctx context.Context, limit time.Duration, s Source, ask func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	answer, err := ask(ctx)
	var none T
	switch ended := ended(ctx); {
	case err != nil && ended != nil:
		// A driver that is interrupted says so in words of its own.
		return none, explain(s, ended)
	case err != nil:
		return none, explain(s, err)
	}
	return answer, nil
}

// ended is why a context has ended, or is about to: where the deadline is set on the connection too, its end there can come a moment earlier.
func ended(ctx context.Context) error {
	if end, ok := ctx.Deadline(); ok && ctx.Err() == nil && !time.Now().Before(end) {
		return context.DeadlineExceeded
	}
	return ctx.Err()
}

// An Asker puts questions to a live database of an engine. The rooms' dialect.Ask is one.
type Asker func(ctx context.Context, engine string, t schema.Target, questions []schema.Question, limit time.Duration) ([]schema.Answer, error)

// Ask has questions put to the database, each for no longer than limit on the server. Its error is an [*Error], and neither that nor an answer's
// reason why it is none holds the password.
func Ask(ctx context.Context, s Source, ask Asker, questions []schema.Question, limit time.Duration) ([]schema.Answer, error) {
	all := time.Minute + time.Duration(len(questions))*(limit+time.Second)
	answers, err := within(ctx, all, s, func(ctx context.Context) ([]schema.Answer, error) {
		return ask(ctx, s.Engine, s.Target, questions, limit)
	})
	if err != nil {
		return nil, err
	}
	for i := range answers {
		answers[i].Unanswered = oneLine(redact(answers[i].Unanswered, s.Target))
	}
	return answers, nil
}

// An EmptyError says that a database holds no table that its user may see.
type EmptyError struct {
	Source Source
	// Hidden is the right that the user lacks; empty: none.
	Hidden string
	// Database is what was read of it: types stay behind where tables go.
	Database *schema.Database

	said string // the error's words; empty: the usual ones
	odd  bool   // perhaps it is no database at all
}

// Nothing returns the database where it is known to hold nothing, as the side of a comparison may; nil: perhaps that was not all.
func (e *EmptyError) Nothing() *schema.Database {
	if e.odd || e.Hidden != "" {
		return nil
	}
	return e.Database
}

// Error says it, and what to look at.
func (e *EmptyError) Error() string {
	if e.said != "" {
		return e.said
	}
	s := e.Source.String() + ": there is no table"
	if e.Source.Target.Schema != "" {
		s += " in schema " + e.Source.Target.Schema
	}
	if e.Hidden != "" {
		return fmt.Sprintf("%s that this user may see (%s): name a user who may", s, e.Hidden)
	}
	if address(e.Source.Engine).Namespaces {
		return s + ": is this the right database, and would --schema name the right schema?"
	}
	return s + ": is this the right database?"
}
