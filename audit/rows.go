package audit

import (
	"context"
	"slices"
	"strings"
	"time"

	"assay/dialect"
	"assay/fixup"
	"assay/introspect"
	"assay/probe"
	"assay/schema"
)

// A doubt is a question to the data on which a step of the repair depends.
type doubt struct {
	probe.Probe
	change schema.Change
}

// Inquire asks the data which rows are in the way of the repair, up to how many rows a question counts, and how long one may take. Of what is no live
// database, nothing is asked; what is not answered stays a question in the script.
func (s *Answer) Inquire(ctx context.Context, rows int, limit time.Duration) error {
	if s.Source.Path != "" || s.Source.Release != "" {
		return nil
	}
	const rounds = 3 // what rows are in the way of is planned in more steps, of which some are asked in their turn
	for range rounds {
		doubts := slices.DeleteFunc(doubtsOf(s, rows), func(d doubt) bool {
			return slices.ContainsFunc(s.Rows, func(r fixup.Rows) bool { return schema.HasChange([]schema.Change{r.Change}, d.change) })
		})
		if len(doubts) == 0 {
			break
		}
		if err := s.ask(ctx, doubts, rows, limit); err != nil {
			return err
		}
	}
	s.Rows = slices.DeleteFunc(s.Rows, func(r fixup.Rows) bool { return r.N < 0 })
	return nil
}

// ask asks questions, and takes down the answers.
func (s *Answer) ask(ctx context.Context, doubts []doubt, rows int, limit time.Duration) error {
	counts := make([]schema.Question, len(doubts))
	examples := make([]schema.Question, len(doubts))
	for i, d := range doubts {
		counts[i], examples[i] = d.Count, d.Examples
	}
	numbers, err := introspect.Ask(ctx, s.Source, dialect.Ask, counts, limit)
	if err != nil {
		return err
	}
	shown, err := introspect.Ask(ctx, s.Source, dialect.Ask, examples, limit)
	if err != nil {
		return err
	}
	for i, d := range doubts {
		if n, why := probe.Counted(numbers[i]); why == "" {
			problem, stops := strings.CutPrefix(d.Problem, "the upgrade stops")
			problem = strings.TrimLeft(strings.TrimPrefix(problem, ", or cuts them where the server is not strict"), ":, ") // as scripts make it
			know(s, fixup.Rows{Change: d.change, N: n, Limit: rows, Problem: problem, Stops: stops, Mild: !d.Fatal, Examples: probe.Shown(shown[i])})
		} else {
			know(s, fixup.Rows{Change: d.change, N: -1})
		}
	}
	return nil
}

// doubtsOf are the questions of all trees. A step of which one question cannot be asked is not asked about.
func doubtsOf(s *Answer, rows int) []doubt {
	var all []doubt
	for _, t := range s.Trees {
		if t.Target.Chain == nil || !t.proposes() {
			continue
		}
		prober := probe.New(s.DB.Schema, s.Room, rows)
		for _, step := range s.plan(t).Steps {
			found := slices.DeleteFunc(prober.Next(step.Change), func(q probe.Probe) bool { return q.Loss })
			if slices.ContainsFunc(found, func(q probe.Probe) bool { return !q.Asks() || q.Unsure != "" }) {
				continue
			}
			for _, q := range found {
				all = append(all, doubt{q, step.Change})
			}
		}
	}
	return all
}

// know takes down what the data says of a change; of several answers the one that is in its way the most: what the server refuses, then what nobody
// answered, then what becomes another value.
func know(s *Answer, r fixup.Rows) {
	i := slices.IndexFunc(s.Rows, func(x fixup.Rows) bool { return schema.HasChange([]schema.Change{x.Change}, r.Change) })
	weight := func(r fixup.Rows) (w, n int) {
		switch {
		case r.N > 0 && r.Stops:
			w = 3
		case r.N < 0:
			w = 2
		case r.N > 0:
			w = 1
		}
		return w, r.N
	}
	if i < 0 {
		s.Rows = append(s.Rows, r)
		return
	}
	w, n := weight(r)
	if was, of := weight(s.Rows[i]); w > was || w == was && n > of {
		s.Rows[i] = r
	}
}
