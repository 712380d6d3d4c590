package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/drift"
	"assay/result"
	"assay/schema"
)

// explain says of each tree's match, where it is not exact, what the rest of the schema comes from: revisions that were skipped as a whole, and
// changes by hand. (A revision done in part is a place of its own.)
func (s *survey) explain(r *result.Report) error {
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

// leftOut are notes on skipped revisions, one for those of one cause: what is missing of many, a check tells.
func (a *assessment) leftOut(skips []gap) []string {
	var notes []string
	for len(skips) > 0 {
		cause := a.cause(skips[0])
		var ids []string
		first := skips[0]
		skips = slices.DeleteFunc(skips, func(k gap) bool {
			alike := a.cause(k) == cause
			if alike {
				ids = append(ids, k.Revision.ID)
			}
			return alike
		})
		if len(ids) == 1 {
			notes = append(notes, fmt.Sprintf("of what differs there, revision %s was skipped as a whole (%s): %s", ids[0], parts(first.Changes), cause))
			continue
		}
		notes = append(notes, fmt.Sprintf("of what differs there, %s were skipped as a whole (%s): %s", english.Plural(len(ids), "revision", ""),
			strings.Join(ids, ", "), cause))
	}
	return notes
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
	var skips []gap
	for _, k := range a.skipped(p.Chain, before.At, a.got) {
		rest = slices.DeleteFunc(rest, k.Explains)
		if lost(k) && len(k.Changes) > 0 {
			skips = append(skips, k)
		}
	}
	notes := a.leftOut(skips)
	if len(rest) > 0 {
		notes = append(notes, fmt.Sprintf("of what differs there, %s by hand: %s", english.Plural(len(rest), "change", ""), parts(rest)))
	}
	return notes, nil
}
