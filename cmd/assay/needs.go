package main

import (
	"fmt"
	"slices"

	"assay/config"
	"assay/drift"
	"assay/expected"
	"assay/rules"
)

// asteriskFlag says which Asterisk uses the database.
type asteriskFlag struct {
	Asterisk string `placeholder:"RELEASE" predictor:"release" help:"The Asterisk that uses the database, as 20.20.1 or 20 (default: the release that the schema points to): the schema must have room for all that it writes. Not with --history."`
}

// release returns the release that the user names, else the one that the configuration file names for the database; the zero Release if none is named.
func (f asteriskFlag) release(entry config.Database) (expected.Release, error) {
	name, where := f.Asterisk, "--asterisk"
	if name == "" {
		name, where = entry.Asterisk, entry.Where
	}
	if name == "" {
		return expected.Release{}, nil
	}
	r, err := expected.FindRelease(name)
	if err != nil {
		return r, fmt.Errorf("%s: %w", where, err)
	}
	return r, nil
}

// again spells the flag as another command takes it.
func (f *asteriskFlag) again() string {
	if f.Asterisk == "" {
		return ""
	}
	return "--asterisk " + shellQuote(f.Asterisk) + " "
}

// needs finds what the Asterisk in use lacks in a tree where the tree is as its revision has it.
//
// These are findings to who names the release. By default the release is the one that the schema points to: what that lacks, it lacks as it was
// released (18.24: ps_subscription_persistence.generator_data), whatever its administrator does. A gate that never opens is of no use, so then
// it is a note, and only if rows are lost for sure. It is a finding again where the trees of one database point to different releases.
func (s *survey) needs(a *assessment, p *rules.Pass) []rules.Finding {
	found := rules.Needs(p)
	switch {
	case s.asterisk.Name != "":
		if p.Usage.Demands(a.tree) {
			a.notes = append(a.notes, "judged for "+p.Runs.Name)
		}
		return found
	case p.Runs.Ceiling < rules.Error:
		if len(found) > 0 {
			a.notes = append(a.notes, fmt.Sprintf("judged for %s, to which the tree config points: --asterisk names another", p.Runs.Name))
		}
		return found
	}
	for _, f := range found {
		if f.Severity == rules.Error && a.reading.Verdict == drift.Agrees { // otherwise there are worse things to be told
			a.notes = append(a.notes, f.Message)
		}
	}
	return nil
}

// runs returns what uses a tree of the database: the release that the user names, else those to which the schema points.
func (s *survey) runs(a *assessment) rules.Runs {
	if s.asterisk.Name != "" {
		return rules.Runs{Name: "Asterisk " + s.asterisk.Name, Releases: []rules.Running{s.asterisk}, Ceiling: rules.Error}
	}
	releases, ceiling := s.pointsTo(a)
	if len(releases) == 0 {
		return rules.Runs{}
	}
	r := rules.Runs{Name: "Asterisk " + expected.Brief(releases), Ceiling: ceiling}
	for _, x := range releases {
		r.Releases = append(r.Releases, x)
	}
	return r
}

// pointsTo are the releases to which a tree's schema points, or those of them to which the tree config points too: a database has one
// Asterisk. If there are none of these, config is believed, which changes more often; but it may be another tree that was left behind.
func (s *survey) pointsTo(a *assessment) ([]expected.Release, rules.Severity) {
	own := a.pointsTo()
	i := slices.IndexFunc(s.trees, func(b *assessment) bool { return b.tree == "config" })
	if i < 0 {
		return own, rules.Error
	}
	config := s.trees[i].pointsTo()
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
func (a *assessment) pointsTo() []expected.Release {
	switch {
	case a.target.Chain == nil, a.asked && !a.target.Head():
		return nil
	case a.asked:
		return a.target.Chain.Releases
	}
	if here := a.reading.Where(); len(here.Places) > 0 {
		return a.releases(*here)
	}
	return nil
}
