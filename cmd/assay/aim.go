package main

import (
	"fmt"
	"slices"
	"strings"

	"assay/drift"
	"assay/expected"
	"assay/rules"
)

// presume completes a stamp that names some of the heads at which the schema is, where the history is SQL: that does not tell what a revision depends on,
// and Alembic stores no head on which another one depends.
func (a *assessment) presume() {
	if a.newest() != "" || a.history.Recorded || len(a.stamp.Revisions) != 1 {
		return
	}
	rows := strings.Split(a.stamp.Revisions[0], "+")
	known := func(c *expected.Chain) bool { return indexOf(c, a.stamp.Revisions[0]) >= 0 }
	unknown := func(id string) bool { return len(a.history.Ran(id)) == 0 }
	if slices.ContainsFunc(a.history.Chains, known) || slices.ContainsFunc(rows, unknown) {
		return
	}
	for _, m := range a.matches {
		id := m.Places[0].Revision.ID
		implied := slices.DeleteFunc(strings.Split(id, "+"), func(head string) bool { return slices.Contains(rows, head) })
		if m.Places[0].Statement == 0 && len(implied)+len(rows) == strings.Count(id, "+")+1 {
			a.notes = append(a.notes, fmt.Sprintf("the version table has no row for %s, taken for what %s depends on: SQL does not tell that, and a recording does (assay history record)",
				strings.Join(implied, " and "), a.stamp.Revisions[0]))
			a.stamp.Revisions = []string{id}
			return
		}
	}
}

// judge holds the stamp against the matches. A table that trees share stops Alembic as several rows of one tree do.
func (a *assessment) judge(only []int) {
	if len(a.matches) == 0 { // nothing of the history can be replayed, and so it has no place
		a.reading = reading{Verdict: drift.NotAlembic}
		return
	}
	a.reading = drift.Judge(a.lines, a.matches, a.stamp.Revisions, only)
	if a.orphan {
		a.reading.Verdict = drift.NotAlembic
	}
	if a.stamp.shared && a.reading.Verdict == drift.Agrees {
		a.reading.Verdict = drift.Several
	}
}

// plausible: without a stamp, tables of these names are Alembic's only if most of their columns are as one of its revisions has them. That has to be
// more where everybody has such a table: FreePBX's cdr, with its calldate, is 60% Alembic's.
func (a *assessment) plausible() bool {
	enough := 0.5
	if a.usage.Ceiling(a.tree) == rules.Info {
		enough = 0.75
	}
	return len(a.reading.Matches) > 0 && a.explained() >= enough
}

// proposes reports whether SQL is to be proposed: the user says where the schema should be, or stamp and schema do.
func (a *assessment) proposes() bool { return a.asked || a.reading.Verdict == drift.Agrees || a.sure() }

// sure reports whether the schema may be stamped with the revision that was found: nothing else is as near, and most of it is explained.
// A stamp that no release knows may be of a release newer than assay: only the very schema of an older one proves it wrong.
func (a *assessment) sure() bool {
	m := a.reading.Matches
	switch v := a.verdict(); {
	case v == drift.Newer:
		return false
	case v == drift.UnknownRevision:
		return m[0].Distance == (drift.Distance{})
	case a.reading.Believed && (v == drift.Abbreviated || v == drift.Misspelled):
		return true
	}
	tie := len(m) > 1 && m[0].Distance == m[1].Distance && m[1].Places[0].Statement == 0
	return !tie && a.explained() >= 0.75
}

func (a *assessment) explained() float64 {
	want, err := a.position(a.reading.Matches[0].Places[0]).Schema(a.got.Semantics)
	if err != nil {
		return 0
	}
	return drift.Explained(want, a.got)
}

func (a *assessment) position(p place) expected.Position {
	return expected.Position{Chain: a.history.Chains[p.Lines[len(p.Lines)-1]], At: p.At}
}

// resolve returns the places that a name means. Of a project's own history, one revision of a branch is where it has run from the stamp on, other branches as
// they are: an upgrade to it ends there.
func (a *assessment) resolve(name string) ([]expected.Position, error) {
	found, err := a.history.Resolve(name)
	if err != nil || a.newest() != "" || strings.Contains(name, "+") || len(keep(found, a.stampKnown)) > 0 {
		return found, err
	}
	if ran := keep(a.history.Ran(found[0].Revision().Own()), a.stampKnown); len(ran) > 0 {
		return ran, nil
	}
	return found, nil
}

// aim chooses where the schema is to be measured: at the revision or release that the user names, or where the reading says.
func (a *assessment) aim(at string) error {
	if at == "" {
		a.settle()
		return nil
	}
	found, err := a.resolve(at)
	if err != nil {
		return err
	}
	var only []int
	for i, c := range a.history.Chains {
		if slices.ContainsFunc(found, func(p expected.Position) bool { return p.Chain == c }) {
			only = append(only, i)
		}
	}
	if len(a.stamp.Revisions) > 0 {
		a.judge(only)
	}
	a.asked, a.target = true, a.nearest(found)
	return nil
}

// ahead counts the revisions that an upgrade to the place that the user names would run; 0 where the stamp says of none.
func (a *assessment) ahead() int {
	if !a.asked || a.target.Chain == nil || !a.reading.Believed || len(a.stamp.Revisions) != 1 {
		return 0
	}
	stamped := indexOf(a.target.Chain, a.stamp.Revisions[0])
	if stamped < 0 {
		return 0
	}
	return max(a.target.At-stamped, 0)
}

// settle measures the schema where the reading says, but never at a revision as it was released by mistake.
func (a *assessment) settle() {
	if a.reading.Verdict != drift.NotAlembic {
		a.target, _ = a.history.Unflawed(a.position(a.reading.Where().Places[0]))
	}
}

// nearest returns the position whose schema is the most like the one found: one revision can mean several schemas.
func (a *assessment) nearest(found []expected.Position) expected.Position {
	if known := keep(found, a.stampKnown); a.newest() == "" && len(known) > 0 {
		found = known
	}
	for _, m := range a.reading.Matches {
		for _, p := range m.Places {
			for _, l := range p.Lines {
				here := expected.Position{Chain: a.history.Chains[l], At: p.At}
				if p.Statement == 0 && slices.Contains(found, here) {
					return here
				}
			}
		}
	}
	return found[len(found)-1]
}
