package audit

import (
	"fmt"
	"slices"
	"strings"

	"assay/drift"
	"assay/expected"
	"assay/rules"
	"assay/schema"
)

// presume completes a stamp that names some of the heads at which the schema is, where the history is SQL: that does not tell what a revision depends on,
// and Alembic stores no head on which another one depends.
func (a *Inferred) presume() []string {
	if a.Newest() != "" || a.History.Recorded || len(a.Stamp.Revisions) != 1 {
		return nil
	}
	rows := strings.Split(a.Stamp.Revisions[0], "+")
	known := func(c *expected.Chain) bool { return c.Index(a.Stamp.Revisions[0]) >= 0 }
	unknown := func(id string) bool { return len(a.History.Ran(id)) == 0 }
	if slices.ContainsFunc(a.History.Chains, known) || slices.ContainsFunc(rows, unknown) {
		return nil
	}
	for _, m := range a.Matches {
		id := m.Places[0].Revision.ID
		implied := slices.DeleteFunc(strings.Split(id, "+"), func(head string) bool { return slices.Contains(rows, head) })
		if m.Places[0].Statement == 0 && len(implied)+len(rows) == strings.Count(id, "+")+1 {
			note := fmt.Sprintf("the version table has no row for %s, taken for what %s depends on: SQL does not tell that, and a recording does (assay history record)",
				strings.Join(implied, " and "), a.Stamp.Revisions[0])
			a.Stamp.Revisions = []string{id}
			return []string{note}
		}
	}
	return nil
}

// Read compares the stamp with the matches, in the lines of those numbers only; nil: in all. A table that trees share stops Alembic as several rows of one
// tree do.
func (a *Inferred) Read(only []int) Reading {
	if len(a.Matches) == 0 { // nothing of the history can be replayed, and so it has no place
		return Reading{Verdict: drift.NotAlembic}
	}
	r := drift.Judge(a.Lines, a.Matches, a.Stamp.Revisions, only)
	if a.Stamp.Shared && r.Verdict == drift.Agrees {
		r.Verdict = drift.Several
	}
	switch {
	case a.Orphan:
		r.Verdict = drift.NotAlembic
	case a.AtBase:
		r.Verdict = drift.AtBase
	}
	return r
}

// plausible: without a stamp, tables of these names are Alembic's only if most of their columns are as one of its revisions has them. That has to be
// more where everybody has such a table: FreePBX's cdr, with its calldate, is 60% Alembic's.
func (a *Judged) plausible() bool {
	enough := 0.5
	if a.Usage.Ceiling(a.Name) == rules.Info {
		enough = 0.75
	}
	return len(a.Reading.Matches) > 0 && explainedShare(a) >= enough
}

// proposes reports whether SQL is to be proposed: the user says where the schema should be, or stamp and schema do.
func (a *Judged) proposes() bool { return a.Asked || a.Reading.Verdict == drift.Agrees || a.sure() }

// sure reports whether the schema may be stamped with the revision that was found: nothing else is as near, and most of it is explained.
// A stamp that no release knows may be of a release newer than assay: only the very schema of an older one proves it wrong.
func (a *Judged) sure() bool {
	m := a.Reading.Matches
	switch v := a.Verdict(); {
	case v == drift.Newer:
		return false
	case v == drift.UnknownRevision:
		return m[0].Distance == (drift.Distance{})
	case a.Reading.Believed && (v == drift.Abbreviated || v == drift.Misspelled):
		return true
	}
	return !a.tied() && explainedShare(a) >= enoughToStamp
}

// explainedShare is how much of the schema the nearest match explains, 0 to 1.
func explainedShare(a *Judged) float64 {
	best := a.Reading.Matches[0]
	if best.Distance == (drift.Distance{}) && len(a.Got.Tables) > 0 {
		return 1
	}
	at := explanation{a.position(best.Places[0]), a.Got}
	share, known := a.explained[at]
	if known {
		return share
	}
	if want, err := at.Schema(a.Got.Semantics); err == nil {
		share = drift.Explained(want, a.Got)
	}
	if a.explained == nil {
		a.explained = map[explanation]float64{}
	}
	a.explained[at] = share
	return share
}

// An explanation is what is held against what: a replay of a history takes longer than all that is asked about it.
type explanation struct {
	expected.Position
	got *schema.Schema
}

func (a *Inferred) position(p Place) expected.Position {
	return expected.Position{Chain: a.History.Chains[p.Lines[len(p.Lines)-1]], At: p.At}
}

// Resolve returns the places that a name means. Of a project's own history, one revision of a branch is where it has run from the stamp on, other branches as
// they are: an upgrade to it ends there.
func (a *Inferred) Resolve(name string) ([]expected.Position, error) {
	found, err := a.History.Resolve(name)
	if err != nil || a.Newest() != "" || strings.Contains(name, "+") || len(keep(found, a.StampKnown)) > 0 {
		return found, err
	}
	if ran := keep(a.History.Ran(found[0].Revision().Own()), a.StampKnown); len(ran) > 0 {
		return ran, nil
	}
	return found, nil
}

// aimAt chooses where the schema is to be measured: at the revision or release that the user names, or where the reading says.
func aimAt(a *Judged, at string) (*Judged, error) {
	if at == "" {
		return a.settle(), nil
	}
	found, err := a.Resolve(at)
	if err != nil {
		return nil, err
	}
	var only []int
	for i, c := range a.History.Chains {
		if slices.ContainsFunc(found, func(p expected.Position) bool { return p.Chain == c }) {
			only = append(only, i)
		}
	}
	aimed := *a
	if len(a.Stamp.Revisions) > 0 {
		aimed.Reading = a.Read(only)
	}
	aimed.Asked, aimed.Target = true, nearestOf(&aimed, found)
	return &aimed, nil
}

// Ahead counts the revisions that an upgrade to the place that the user names would run; 0 where the stamp says of none.
func (a *Judged) Ahead() int {
	if !a.Asked || a.Target.Chain == nil || !a.Reading.Believed || len(a.Stamp.Revisions) != 1 {
		return 0
	}
	stamped := a.Target.Chain.Index(a.Stamp.Revisions[0])
	if stamped < 0 {
		return 0
	}
	return max(a.Target.At-stamped, 0)
}

// settle measures the schema where the reading says, but never at a revision as it was released by mistake.
func (a *Judged) settle() *Judged {
	aimed := *a
	if a.Reading.Verdict != drift.NotAlembic && !a.AtBase {
		aimed.Target, _ = a.History.Unflawed(a.position(a.Reading.Where().Places[0]))
	}
	return &aimed
}

// nearestOf returns the position whose schema is the most like the one found: one revision can mean several schemas.
func nearestOf(a *Judged, found []expected.Position) expected.Position {
	if known := keep(found, a.StampKnown); a.Newest() == "" && len(known) > 0 {
		found = known
	}
	for _, m := range a.Reading.Matches {
		for _, p := range m.Places {
			for _, l := range p.Lines {
				here := expected.Position{Chain: a.History.Chains[l], At: p.At}
				if p.Statement == 0 && slices.Contains(found, here) {
					return here
				}
			}
		}
	}
	return found[len(found)-1]
}

// StampKnown reports whether the stamp is a revision of the position's chain.
func (a *Inferred) StampKnown(p expected.Position) bool {
	return len(a.Stamp.Revisions) == 1 && p.Chain.Index(a.Stamp.Revisions[0]) >= 0
}

// Standing is the place in a chain to which the schema is nearest; -1 where it is near none of its revisions.
func (a *Inferred) Standing(line int) int {
	for _, m := range a.Matches {
		for _, p := range m.Places {
			if p.Statement == 0 && slices.Contains(p.Lines, line) {
				return p.At
			}
		}
	}
	return -1
}
