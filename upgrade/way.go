package upgrade

import (
	"fmt"
	"slices"

	"github.com/dustin/go-humanize/english"

	"assay/audit"
	"assay/drift"
	"assay/expected"
	"assay/fixup"
	"assay/rules"
	"assay/schema"
)

// A Way is what a plan comes to, as whoever is to go it wants to know before.
type Way struct {
	// Scripts are those that are to be run, and Runs how often Alembic is, between them.
	Scripts, Runs int
	// Why says why the way does not end at a fresh install's schema; empty: it does.
	Why string
	// But says what differs at its end that is harmless; empty: nothing.
	But string
	// Then is the schema after the first script and the first run, and At the revision that is stamped there: where the next question begins.
	Then *schema.Schema
	At   string
}

// wayOf says what a plan of the tree comes to.
func wayOf(f *Forecast, r *plan) *Way {
	w := &Way{Why: r.end, Then: r.state, At: f.To.Chain.Revisions[r.at].ID}
	begun := false // whether a script is: what comes before Alembic's turn is run at once
	for _, s := range r.stages {
		switch {
		case s.upgrade != "":
			if w.Runs++; w.Runs == 1 {
				w.Then, w.At = s.state, f.To.Chain.Revisions[s.at].ID
			}
			begun = false
		case s.runs() && !begun:
			w.Scripts++
			begun = true
		}
	}
	differs := "it differs in "
	if audit.OnlyDrops(r.rest) {
		differs = "it keeps "
	}
	switch {
	case len(rowsInTheWay(f)) > 0:
		w.Why = "rows are in the way, and what they should hold only people know: change them first"
	case w.Why != "":
		w.Why += unless(f)
	case len(r.rest) == 0:
	case r.mild:
		w.But = differs + audit.Parts(r.rest) + ", which is harmless"
	default:
		w.Why = differs + audit.Parts(r.rest) + unless(f)
	}
	return w
}

// unless says that the way ends otherwise where statements that can destroy data are run.
func unless(f *Forecast) string {
	if f.of.Destroy {
		return ""
	}
	of := *f.of
	answer := *f.of.Answer
	database := *answer.Database
	database.Destroy, answer.Database = true, &database
	of.Answer = &answer
	bold := *f
	bold.of = &of
	if r, err := bold.plan(); err == nil && r.end == "" && len(r.rest) == 0 {
		return "; with --allow-destructive: yes"
	}
	return ""
}

// line says it in a line.
func (w *Way) line(target string) string {
	end := "yes"
	if w.Why != "" {
		end = "no, " + w.Why
	} else if w.But != "" {
		end += ", but " + w.But
	}
	return fmt.Sprintf("way: %s, %s of alembic, ends equal to a fresh %s: %s", english.Plural(w.Scripts, "script", ""), english.Plural(w.Runs, "run", ""), target, end)
}

// runs reports whether a stage of SQL has anything to run.
func (s stage) runs() bool {
	done := func(step fixup.Step) bool { return !step.Blocked }
	return len(s.drops)+len(s.backs) > 0 || len(s.part.Stamp) > 0 && s.part.StampBlocked == "" || slices.ContainsFunc(s.part.Plan.Steps, done)
}

// remains finds what differs from a fresh install of the target where a plan has come to.
func remains(r *planner) error {
	end, err := r.end(r.state)
	if err != nil {
		return err
	}
	r.made.rest = slices.DeleteFunc(drift.Compare(end.Want, end.Got), func(c schema.Change) bool { return ownChange(r, c) })
	r.made.mild = !slices.ContainsFunc(end.Findings, func(f rules.Finding) bool {
		return f.Severity > rules.Info && slices.ContainsFunc(r.made.rest, func(c schema.Change) bool { return schema.HasChange(f.Fix, c) })
	})
	return nil
}

// ownChange reports whether a difference is the administrator's: an object that no revision ever made, or an option that he chose.
func ownChange(r *planner, c schema.Change) bool {
	return audit.OnlyDrops([]schema.Change{c}) && len(r.History.Known(c.Object())) == 0
}

// olden are the changes that drop what the history made and a fresh install of the target does not have: types that nothing uses (PostgreSQL) and, where
// that is allowed, what holds data.
func olden(r *planner, end *audit.Tree) []schema.Change {
	return slices.DeleteFunc(drift.Compare(end.Want, end.Got), func(c schema.Change) bool {
		if _, enum := c.(schema.DropEnum); enum && len(r.state.UsersOf(c.Object().Name)) == 0 {
			return false
		}
		return !r.of.Destroy || !audit.OnlyDrops([]schema.Change{c}) || ownChange(r, c)
	})
}

// freshOf is how people call an install of the target: the release that to names, where that is one of its releases, or else the last of them.
func freshOf(f *Forecast, to string) string {
	releases := f.To.Chain.Releases
	if len(releases) == 0 || f.To.At < len(f.To.Chain.Revisions)-1 {
		return f.To.Revision().ID
	}
	if r, err := expected.FindRelease(to); err == nil && slices.Contains(releases, r) {
		return r.Name
	}
	return releases[len(releases)-1].Name
}
