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

// An Inquiry asks the data of a database which rows are in the way of what is planned for it.
type Inquiry struct {
	Source introspect.Source
	Room   dialect.Dialect
	Schema *schema.Schema
	Rows   int           // up to how many a question counts
	Limit  time.Duration // how long one may take
}

// A doubt is a question to the data on which a step of a plan depends.
type doubt struct {
	probe.Probe
	change schema.Change
}

// Ask asks the questions that plans depend on. What rows are in the way of is planned in more steps, of which some are asked in their turn: plans makes them
// with what is known. Of what is no live database, nothing is asked; what is not answered stays a question in the script.
func (q Inquiry) Ask(ctx context.Context, plans func(known []fixup.Rows) ([]*fixup.Plan, error)) (known []fixup.Rows, err error) {
	if q.Source.Path != "" || q.Source.Release != "" {
		return nil, nil
	}
	const rounds = 3
	for range rounds {
		all, err := plans(known)
		if err != nil {
			return nil, err
		}
		doubts := q.doubts(all, known)
		if len(doubts) == 0 {
			break
		}
		if known, err = q.ask(ctx, doubts, known); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(known, func(r fixup.Rows) bool { return r.N < 0 }), nil
}

// doubts are the questions of plans about steps of which nothing is known. A step of which one question cannot be asked is not asked about.
func (q Inquiry) doubts(plans []*fixup.Plan, known []fixup.Rows) []doubt {
	var all []doubt
	for _, plan := range plans {
		prober := probe.New(q.Schema, q.Room, q.Rows)
		for _, step := range plan.Steps {
			found := slices.DeleteFunc(prober.Next(step.Change), func(p probe.Probe) bool { return p.Loss })
			unasked := slices.ContainsFunc(found, func(p probe.Probe) bool { return !p.Asks() || p.Unsure != "" })
			if unasked || slices.ContainsFunc(known, func(r fixup.Rows) bool { return schema.HasChange([]schema.Change{r.Change}, step.Change) }) {
				continue
			}
			for _, p := range found {
				all = append(all, doubt{p, step.Change})
			}
		}
	}
	return all
}

// ask asks questions, and adds the answers to what is known.
func (q Inquiry) ask(ctx context.Context, doubts []doubt, known []fixup.Rows) ([]fixup.Rows, error) {
	counts := make([]schema.Question, len(doubts))
	examples := make([]schema.Question, len(doubts))
	for i, d := range doubts {
		counts[i], examples[i] = d.Count, d.Examples
	}
	numbers, err := introspect.Ask(ctx, q.Source, dialect.Ask, counts, q.Limit)
	if err != nil {
		return nil, err
	}
	shown, err := introspect.Ask(ctx, q.Source, dialect.Ask, examples, q.Limit)
	if err != nil {
		return nil, err
	}
	for i, d := range doubts {
		if n, why := probe.Counted(numbers[i]); why == "" {
			problem, stops := strings.CutPrefix(d.Problem, "the upgrade stops")
			problem = strings.TrimLeft(strings.TrimPrefix(problem, ", or cuts them where the server is not strict"), ":, ") // as scripts make it
			known = know(known, fixup.Rows{
				Change: d.change, N: n, Limit: q.Rows, Problem: problem, Stops: stops, Mild: !d.Fatal, Examples: probe.Shown(shown[i]),
			})
		} else {
			known = know(known, fixup.Rows{Change: d.change, N: -1})
		}
	}
	return known, nil
}

// know takes down what the data says of a change; of several answers the one that is in its way the most: what the server refuses, then what nobody
// answered, then what becomes another value.
func know(known []fixup.Rows, r fixup.Rows) []fixup.Rows {
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
	i := slices.IndexFunc(known, func(x fixup.Rows) bool { return schema.HasChange([]schema.Change{x.Change}, r.Change) })
	if i < 0 {
		return append(known, r)
	}
	w, n := weight(r)
	if was, of := weight(known[i]); w > was || w == was && n > of {
		known[i] = r
	}
	return known
}
