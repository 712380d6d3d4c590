package audit

import (
	"context"
	"time"

	"assay/fixup"
)

// Inquire asks the data which rows are in the way of the repair, up to how many rows a question counts, and how long one may take.
func (s *Answer) Inquire(ctx context.Context, rows int, limit time.Duration) error {
	q := Inquiry{Source: s.Source, Room: s.Room, Schema: s.DB.Schema, Rows: rows, Limit: limit}
	known, err := q.Ask(ctx, func(known []fixup.Rows) ([]*fixup.Plan, error) {
		s.Rows = known
		var plans []*fixup.Plan
		for _, t := range s.Trees {
			if t.Target.Chain != nil && t.proposes() {
				plans = append(plans, s.plan(t))
			}
		}
		return plans, nil
	})
	s.Rows = known
	return err
}
