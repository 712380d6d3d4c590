package compare

import (
	"context"
	"time"

	"assay/audit"
	"assay/fixup"
)

// Inquire asks the data of the first side, a database, which rows are in the way of what makes the second of it: up to so many of each question, within the
// limit. destroy has statements that can destroy data in the plan that is asked about.
func Inquire(ctx context.Context, k *Comparison, rows int, limit time.Duration, destroy bool) (err error) {
	q := audit.Inquiry{Source: k.A.Source, Room: k.Room, Schema: k.A.DB.Schema, Rows: rows, Limit: limit}
	k.Rows, err = q.Ask(ctx, func(known []fixup.Rows) ([]*fixup.Plan, error) {
		k.Rows = known
		plan, err := k.Plan(destroy)
		return []*fixup.Plan{plan}, err
	})
	return err
}
