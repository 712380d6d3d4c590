package upgrade

import (
	"fmt"
	"slices"

	"assay/drift"
	"assay/expected"
	"assay/probe"
	"assay/schema"
)

// doubter says of which pending statements nobody can tell whether the server runs them: those on a table that was not compared, and those that only what the
// history does not tell of would block. What such a statement leaves behind is not known either.
func doubter(h *expected.History, gone *leaving) drift.Doubter {
	var left []schema.Object
	return func(now *schema.Schema, c schema.Change, refusal *schema.Refusal) string {
		why := now.Doubt(c)
		modelled := func(b schema.Blocker) bool { return b.Drop != nil }
		if refusal != nil && gone.along != "" && len(refusal.Blockers) > 0 && !slices.ContainsFunc(refusal.Blockers, modelled) {
			return "whether " + gone.along + " takes along what needs it is not known"
		}
		if refusal == nil || refusal.Conflict == nil {
			return why
		}
		for _, o := range []schema.Object{refusal.Conflict.Object, refusal.Conflict.User} {
			switch {
			case why != "":
			case o != schema.Object{} && h.Untold(o):
				why = fmt.Sprintf("%s is not compared, since the history does not tell what it should be, and it may be in the way", o)
			case slices.Contains(left, o):
				why = fmt.Sprintf("whether a statement before changes %s is not known", o)
			}
		}
		if why != "" {
			left = append(left, c.Object())
		}
		return why
	}
}

// undecide counts the statements of which nobody can tell whether they run among what is undecided, once a revision, table and reason.
func (f *Forecast) undecide(all []drift.Doubt[*expected.Revision]) {
	for _, d := range all {
		q := &inquiry{revision: d.Revision.Own(), Probe: probe.Probe{
			Table: d.Change.Object().Table, Fatal: true, Unsure: "whether it runs is not known: " + d.Why, Problem: "whether it runs is not known: " + d.Why,
		}}
		same := func(o *inquiry) bool { return o.revision == q.revision && o.Table == q.Table && o.Unsure == q.Unsure }
		if !slices.ContainsFunc(f.data, same) {
			f.data = append(f.data, q)
		}
	}
}
