package upgrade

import (
	"fmt"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/drift"
	"assay/expected"
	"assay/schema"
)

// aheadOf is the forecast of the revisions that Alembic runs on the way, where that begins elsewhere than Alembic would by itself; nil: it does not.
func aheadOf(f *Forecast) *Forecast {
	if f.unreachable() != "" || f.Upgrade != nil && f.Start.At == f.From {
		return nil
	}
	run := f.To.Chain.Revisions[min(f.Start.At, f.To.At)+1 : f.To.At+1]
	if len(run) == 0 {
		return nil
	}
	ahead := *f
	ahead.Upgrade, ahead.data, ahead.dropped = &Upgrade{Pending: run}, nil, nil
	return &ahead
}

// walked is the forecast whose questions are those of the way.
func (f *Forecast) walked() *Forecast {
	if f.ahead != nil {
		return f.ahead
	}
	return f
}

// losses names what a run of Alembic drops, unless it is known to be empty; empty: nothing.
func (r *planner) losses(state *schema.Schema, run []*expected.Revision) (string, error) {
	left := newLeaving(run, r.of.DB)
	u, err := drift.Predict(run, r.History.Recorded, withTypes(state, r.History, run), state, r.of.Room.Refusal, doubter(r.History, left), left.before)
	if err != nil {
		return "", err
	}
	var all []string
	for _, d := range u.Dropped {
		values := r.walked().values(d)
		if d.As != "" || values != nil && *values == 0 || !has(r.of.DB.Schema, d.Table, d.Column) {
			continue
		}
		all = append(all, strings.TrimSuffix(d.Table+"."+d.Column, ".")+" with "+r.of.contents(d.Column, values))
	}
	return strings.Join(all, ", "), nil
}

// contents says what is in something that is dropped.
func (p *Prediction) contents(column string, values *int) string {
	what := "value"
	if column == "" {
		what = "row"
	}
	switch {
	case values == nil:
		return "all that is in it"
	case *values == p.asked.Rows:
		return fmt.Sprintf("%d %ss or more", *values, what)
	}
	return english.Plural(*values, what, "")
}

// has reports whether a column is there; no column: whether the table is.
func has(s *schema.Schema, table, column string) bool {
	t := s.Table(table)
	return t != nil && (column == "" || t.Column(s.Semantics, column) >= 0)
}
