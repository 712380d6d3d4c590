package main

import (
	"fmt"
	"slices"

	"assay/drift"
	"assay/report"
	"assay/schema"
)

// explain says of each tree's match, where it is not exact, what the rest of the schema comes from: revisions that were skipped as a whole, and
// changes by hand. (A revision done in part is a place of its own.)
func (s *survey) explain(r *report.Report) error {
	for i, a := range s.trees {
		if r.Trees[i].Match == nil || r.Trees[i].Match.Exact {
			continue
		}
		note, err := s.residue(a, a.nearby(false)[0])
		if err != nil {
			return err
		}
		r.Trees[i].Notes = append(r.Trees[i].Notes, note...)
	}
	return nil
}

// residue splits what differs from a match.
func (s *survey) residue(a *assessment, m match) ([]string, error) {
	p := a.position(m.Places[0])
	half := m.Places[0].Statement
	before := p
	if half > 0 {
		before.At--
	}
	want := schema.New(a.got.Semantics)
	if before.At >= 0 {
		var err error
		if want, err = before.Schema(a.got.Semantics); err != nil {
			return nil, err
		}
	}
	if err := apply(want, p.Revision().Changes[:half]); err != nil {
		return nil, err
	}
	rest := drift.Compare(withOptions(want, s.siblings()), a.got)
	var notes []string
	for _, k := range a.skipped(p.Chain, before.At, a.got) {
		rest = slices.DeleteFunc(rest, k.Explains)
		if lost(k) && len(k.Changes) > 0 {
			notes = append(notes, fmt.Sprintf("of what differs there, revision %s was skipped as a whole (%s): %s", k.Revision.ID, parts(k.Changes), a.cause(k)))
		}
	}
	if len(rest) > 0 {
		notes = append(notes, fmt.Sprintf("of what differs there, %s by hand: %s", plural(len(rest), "change"), parts(rest)))
	}
	return notes, nil
}
