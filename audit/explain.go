package audit

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
func (i *Inference) explain(r *result.Report) error {
	for n, a := range i.Trees {
		if r.Trees[n].Match == nil || r.Trees[n].Match.Exact {
			continue
		}
		note, err := a.explain(nearby(a, false)[0], Siblings(i.Trees))
		if err != nil {
			return err
		}
		r.Trees[n].Notes = append(r.Trees[n].Notes, note...)
	}
	return nil
}

// leftOut are notes on skipped revisions, one for those of one cause: what is missing of many, a check tells.
func leftOut(a *Inferred, skips []Gap) []string {
	var notes []string
	for len(skips) > 0 {
		cause := a.Cause(skips[0])
		var ids []string
		first := skips[0]
		skips = slices.DeleteFunc(skips, func(k Gap) bool {
			alike := a.Cause(k) == cause
			if alike {
				ids = append(ids, k.Revision.ID)
			}
			return alike
		})
		if len(ids) == 1 {
			notes = append(notes, fmt.Sprintf("of what differs there, revision %s was skipped as a whole (%s): %s", ids[0], Parts(first.Changes), cause))
			continue
		}
		notes = append(notes, fmt.Sprintf("of what differs there, %s were skipped as a whole (%s): %s", english.Plural(len(ids), "revision", ""),
			strings.Join(ids, ", "), cause))
	}
	return notes
}

// explain splits what differs from a match.
func (a *Inferred) explain(m match, siblings schema.Options) ([]string, error) {
	p := a.position(m.Places[0])
	half := m.Places[0].Statement
	before := p
	if half > 0 {
		before.At--
	}
	want := schema.New(a.Got.Semantics)
	if before.At >= 0 {
		var err error
		if want, err = before.Schema(a.Got.Semantics); err != nil {
			return nil, err
		}
	}
	if err := apply(want, p.Revision().Changes[:half]); err != nil {
		return nil, err
	}
	got, _ := a.adopting(want)
	rest := drift.Compare(WithOptions(want, siblings), got)
	var skips []Gap
	for _, k := range a.Skipped(p.Chain, before.At, a.Got) {
		rest = slices.DeleteFunc(rest, k.Explains)
		if Lost(k) && len(k.Changes) > 0 {
			skips = append(skips, k)
		}
	}
	notes := leftOut(a, skips)
	if len(rest) > 0 {
		notes = append(notes, fmt.Sprintf("of what differs there, %s by hand: %s", english.Plural(len(rest), "change", ""), Parts(rest)))
	}
	return notes, nil
}
