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
func (s *Script) joined(now *schema.Schema, steps []Step) []Step {
	var all, held []Step
	var open []statement
	flush := func() {
		for _, x := range open {
			all = append(all, s.written(now, x)...)
		}
		open = nil
	}
	for _, step := range steps {
		head, clause := "", ""
		if step.Change != nil && len(step.SQL) == 1 {
			head, clause = s.client.Clause(step.Change)
		}
		switch {
		case step.Blocked:
			held = append(held, step)
		case head == "":
			flush()
			all = append(all, s.written(now, statement{steps: []Step{step}})...)
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
	return append(all, held...)
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

// written are the steps of a statement, of which the last has its SQL. It is done in the schema as it is now.
func (s *Script) written(now *schema.Schema, x statement) []Step {
	last := len(x.steps) - 1
	if last > 0 {
		for i := range x.steps {
			x.steps[i].SQL, x.steps[i].more = nil, i < last
		}
		x.steps[last].SQL = []string{x.head + "\n  " + strings.Join(x.clauses, ",\n  ")}
	}
	x.steps[last].work = s.work(now, x.steps)
	for _, step := range x.steps {
		if !step.Blocked && step.Change != nil {
			_ = now.Apply(step.Change) // the plan has seen that it can be done
		}
	}
	return x.steps
}

// work says what a statement does to those who use a table that was there before, where it takes the longer the more rows there are; empty: nothing.
func (s *Script) work(now *schema.Schema, steps []Step) string {
	last := steps[len(steps)-1]
	if last.Blocked || last.Change == nil || len(last.SQL) == 0 {
		return ""
	}
	m := s.client.Execution(last.SQL[len(last.SQL)-1])
	for _, step := range steps {
		m.Beside = append(m.Beside, step.Change)
	}
	var worst schema.Cost
	for _, c := range m.Beside {
		for _, cost := range s.client.Cost(now, c, m) {
			if s.before.Table(cost.Table) != nil && (worst.Table == "" || cost.Work > worst.Work || cost.Work == worst.Work && cost.Lock > worst.Lock) {
				worst = cost
			}
		}
	}
	if _, drops := last.Change.(schema.DropIndex); drops && worst.Work == schema.Instant && worst.Lock == schema.LocksAll && len(s.last) > 0 {
		return fmt.Sprintf("%s is locked until the transaction ends: who reads it waits", worst.Table)
	}
	if worst.Work < schema.Scans || worst.Work < schema.Rewrites && worst.Lock == schema.LocksNothing {
		return ""
	}
	done := map[schema.Work]string{schema.Scans: "is read", schema.Builds: "is read for an index", schema.Rewrites: "is rewritten"}[worst.Work]
	waits := [...]string{"nobody waits for that", "who writes to it waits", "who reads it waits as well"}[worst.Lock]
	return fmt.Sprintf("all of %s %s (%s): %s", worst.Table, done, worst.Words, waits)
}
