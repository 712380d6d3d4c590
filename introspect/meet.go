package introspect

import (
	"cmp"
	"context"

	"assay/schema"
)

// A Greeter connects to a live database of an engine, and says as whom and how. The rooms' dialect.Meet is one.
type Greeter func(ctx context.Context, engine string, t schema.Target) (schema.Meeting, error)

// Meet has a connection made to the database. Its error is an [*Error], which does not hold the password.
func Meet(ctx context.Context, s Source, greet Greeter) (schema.Meeting, error) {
	return within(ctx, cmp.Or(s.Timeout, limit), s, func(ctx context.Context) (schema.Meeting, error) { return greet(ctx, s.Engine, s.Target) })
}
