package drift_test

import (
	"slices"
	"testing"

	"assay/drift"
	"assay/expected"
	"assay/internal/lab"
	"assay/schema"
)

// A halfway is where a killed upgrade leaves a database: so many statements of a revision have run, and the stamp is that of the one before.
type halfway struct {
	line, at, statement int
}

// halfways are all of them, each beginning of a chain once.
func (c *course) halfways() []halfway {
	type node struct {
		parent int
		r      *expected.Revision
	}
	nodes := map[node]int{}
	var all []halfway
	for l, line := range c.lines {
		parent := 0
		for at, r := range line {
			n := node{parent, r}
			id, seen := nodes[n]
			if !seen {
				id = len(nodes) + 1
				nodes[n] = id
				for k := range r.Changes {
					if at > 0 && (!c.semantics.TransactionalDDL || k == len(r.Changes)-1) {
						all = append(all, halfway{l, at, k + 1})
					}
				}
			}
			parent = id
		}
	}
	return all
}

// TestHalfway: after each statement of each revision of each chain, with the stamp of the revision before, as a kill leaves it, the reading is that very
// place, or the stamped revision where no statement has left a trace. With an edit elsewhere it is so too, but that a first statement which can run again is
// taken for one more edit. Where DDL is transactional only whole revisions are such places.
func TestHalfway(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"mysql", "postgresql"} {
		for _, c := range courses(t, engine, expected.Trees()...) {
			t.Run(engine+"/"+c.tree, func(t *testing.T) {
				t.Parallel()
				all := c.halfways()
				step := 1
				if !lab.Campaign() {
					step = max(len(all)/60, 1)
				}
				tried := 0
				for i := 0; i < len(all); i += step {
					c.checkHalfway(t, all[i], false)
					c.checkHalfway(t, all[i], true)
					tried++
				}
				t.Logf("%d of %d places", tried, len(all))
			})
		}
	}
}

func (c *course) checkHalfway(t *testing.T, h halfway, edited bool) {
	t.Helper()
	line := c.lines[h.line]
	r := line[h.at]
	p := place{Lines: []int{h.line}, At: h.at, Revision: r, Statement: h.statement % len(r.Changes)}
	before := c.at(t, place{Lines: p.Lines, At: h.at - 1, Revision: line[h.at-1]})
	got := c.at(t, p)
	traces := len(drift.Compare(before, got)) > 0
	if edited {
		elsewhere(t, got, r)
	}
	reading := drift.Judge(c.lines, drift.Infer(c.lines, got), []string{line[h.at-1].ID}, nil)
	where := reading.Where()
	switch {
	case !traces && reading.Verdict == drift.Agrees:
	case p.Statement > 0 && reading.Verdict == drift.Partial && holds(*where, p):
	case p.Statement == 0 && (reading.Verdict == drift.OneBehind || edited && reading.Verdict == drift.Behind) && holds(*where, p):
	case edited && (h.statement == 1 || p.Statement == 0) && reading.Verdict == drift.Agrees && c.runsAgain(before, r, h.statement):
	default:
		t.Errorf("line %d, stamp %s, after %d of %d of %s, edited %t: %s at %s/%d, distance %d, the stamp's %d", h.line, line[h.at-1].ID, h.statement,
			len(r.Changes), r.ID,
			edited, reading.Verdict, where.Places[0].Revision.ID, where.Places[0].Statement, where.Distance.Sum(), reading.Stamped.Distance.Sum())
	}
}

// elsewhere makes an edit by hand in a table that the revision does not touch.
func elsewhere(t *testing.T, s *schema.Schema, r *expected.Revision) {
	t.Helper()
	for _, table := range s.SortedTables() {
		touched := slices.ContainsFunc(r.Changes, func(c schema.Change) bool { return c.Object().Table == table.Name })
		if !touched {
			own := schema.Column{Name: "own_tenant", Type: schema.Type{Name: "text"}, Nullable: true}
			apply(t, s, []schema.Change{schema.AddColumn{Table: table.Name, Column: own}})
			return
		}
	}
}

// runsAgain reports whether the first statements of a revision run once more behind themselves.
func (c *course) runsAgain(before *schema.Schema, r *expected.Revision, n int) bool {
	s := before.Clone()
	for range 2 {
		for _, change := range r.Changes[:n] {
			if s.Apply(schema.Mended(change)) != nil {
				return false
			}
		}
	}
	return true
}
