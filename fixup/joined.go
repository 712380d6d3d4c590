package fixup

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// A statement is the steps that one statement makes of.
type statement struct {
	head    string // that its clauses follow; empty: it is joined with no other
	clauses []string
	steps   []Step
}

// joined puts what is done to a table into one statement, where the engine has one for it: the table is gone through once then, and changed as a whole or not
// at all. What is not joined stays in its place, and what is not run comes behind that which is.
func (s *Script) joined(steps []Step) []Step {
	var all, held []Step
	var open []statement
	flush := func() {
		for _, x := range open {
			all = append(all, s.written(x)...)
		}
		all = append(all, held...)
		open, held = nil, nil
	}
	for _, step := range steps {
		head, clause := "", ""
		if step.Change != nil && len(step.SQL) == 1 && s.client != nil {
			head, clause = s.client.Clause(step.Change)
		}
		switch {
		case step.Blocked && len(open) > 0:
			held = append(held, step)
		case head == "":
			flush()
			all = append(all, s.written(statement{steps: []Step{step}})...)
		default:
			i := len(open) - 1
			for i >= 0 && open[i].head != head {
				i--
			}
			if i < 0 || open[i].touches(step) {
				i, open = len(open), append(open, statement{head: head})
			}
			open[i].clauses, open[i].steps = append(open[i].clauses, clause), append(open[i].steps, step)
		}
	}
	flush()
	return all
}

// touches reports whether a statement has a clause about a column or an index that a step is about: the server would look for it as it was before.
func (x statement) touches(step Step) bool {
	about := func(c schema.Change) string {
		o := c.Object()
		if o.Name == "" {
			return ""
		}
		return fmt.Sprint(o.Kind, strings.ToLower(o.Name))
	}
	return slices.ContainsFunc(x.steps, func(other Step) bool {
		name := about(step.Change)
		return name != "" && name == about(other.Change)
	})
}

// written are the steps of a statement, of which the last has its SQL.
func (s *Script) written(x statement) []Step {
	last := len(x.steps) - 1
	if last > 0 {
		for i := range x.steps {
			x.steps[i].SQL, x.steps[i].more = nil, i < last
		}
		x.steps[last].SQL = []string{x.head + "\n  " + strings.Join(x.clauses, ",\n  ")}
	}
	x.steps[last].work = s.work(x.steps)
	return x.steps
}

// work says what a statement does to those who use a table that was there before, where it takes the longer the more rows there are; empty: nothing.
func (s *Script) work(steps []Step) string {
	last := steps[len(steps)-1]
	if s.client == nil || last.Blocked || last.Change == nil || len(last.SQL) == 0 {
		return ""
	}
	m := s.client.Execution(last.SQL[len(last.SQL)-1])
	for _, step := range steps {
		m.Beside = append(m.Beside, step.Change)
	}
	var worst schema.Cost
	for _, c := range m.Beside {
		for _, cost := range s.client.Cost(s.before, c, m) {
			if s.before.Table(cost.Table) != nil && (cost.Work > worst.Work || cost.Work == worst.Work && cost.Lock > worst.Lock) {
				worst = cost
			}
		}
	}
	if worst.Work < schema.Scans || worst.Work < schema.Rewrites && worst.Lock == schema.LocksNothing {
		return ""
	}
	done := map[schema.Work]string{schema.Scans: "is read", schema.Builds: "is read for an index", schema.Rewrites: "is rewritten"}[worst.Work]
	waits := [...]string{"nobody waits for that", "who writes to it waits", "who reads it waits as well"}[worst.Lock]
	return fmt.Sprintf("all of %s %s (%s): %s", worst.Table, done, worst.Words, waits)
}
