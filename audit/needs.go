package audit

import (
	"fmt"
	"slices"

	"assay/drift"
	"assay/expected"
	"assay/rules"
)

// Needs finds what the Asterisk in use lacks in a tree where the tree is as its revision has it.
//
// These are findings to who names the release. By default the release is the one that the schema points to: what that lacks, it lacks as it was
// released (18.24: ps_subscription_persistence.generator_data), whatever its administrator does. A gate that never opens is of no use, so then
// it is a note, and only if rows are lost for sure. It is a finding again where the trees of one database point to different releases.
func (a *Judged) Needs(p *rules.Pass) (found []rules.Finding, notes []string) {
	found = rules.Needs(p)
	switch {
	case a.Database.asterisk.Name != "":
		if p.Usage.Demands(a.Name) {
			notes = append(notes, "judged for "+p.Runs.Name)
		}
		return found, notes
	case p.Runs.Ceiling < rules.Error:
		if len(found) > 0 {
			notes = append(notes, fmt.Sprintf("judged for %s, to which the tree config points: --asterisk names another", p.Runs.Name))
		}
		return found, notes
	}
	for _, f := range found {
		if f.Severity == rules.Error && a.Reading.Verdict == drift.Agrees { // otherwise there are worse things to be told
			notes = append(notes, f.Message)
		}
	}
	return nil, notes
}

// Runs returns what uses a tree of the database: the release that the user names, else those to which the schema points.
func (a *Judged) Runs(all []*Judged) rules.Runs {
	if a.Database.asterisk.Name != "" {
		return rules.Runs{Name: "Asterisk " + a.Database.asterisk.Name, Releases: []rules.Running{a.Database.asterisk}, Ceiling: rules.Error}
	}
	releases, ceiling := agreedRelease(a, all)
	if len(releases) == 0 {
		return rules.Runs{}
	}
	r := rules.Runs{Name: "Asterisk " + expected.Brief(releases), Ceiling: ceiling}
	for _, x := range releases {
		r.Releases = append(r.Releases, x)
	}
	return r
}

// agreedRelease are the releases to which a tree's schema points, or those of them to which the tree config points too: a database has one
// Asterisk. If there are none of these, config is believed, which changes more often; but it may be another tree that was left behind.
func agreedRelease(a *Judged, all []*Judged) ([]expected.Release, rules.Severity) {
	own := pointsTo(a)
	i := slices.IndexFunc(all, func(b *Judged) bool { return b.Name == "config" })
	if i < 0 {
		return own, rules.Error
	}
	config := pointsTo(all[i])
	both := slices.DeleteFunc(slices.Clone(own), func(r expected.Release) bool { return !slices.Contains(config, r) })
	switch {
	case len(both) > 0:
		return both, rules.Error
	case len(config) > 0:
		return config, rules.Warning
	}
	return own, rules.Error
}

// pointsTo are the releases whose schema this is meant to be: those that end at the target that the user names, or at the place that the
// reading says.
func pointsTo(a *Judged) []expected.Release {
	switch {
	case a.Target.Chain == nil, a.Asked && !a.Target.Head():
		return nil
	case a.Asked:
		return a.Target.Chain.Releases
	}
	if here := a.Reading.Where(); len(here.Places) > 0 {
		return a.releases(*here)
	}
	return nil
}
