package audit

import (
	"fmt"
	"slices"
	"strings"

	"assay/drift"
)

// Revisions are the ids that the schema of the only tree is to be stamped with, one for each head, whatever its stamp says; none: it is no Alembic schema. An
// error says why there is no such answer: a script is to go on with one that is sure, or not at all.
func (i *Inference) Revisions() ([]string, error) {
	if len(i.Trees) > 1 {
		var names []string
		for _, a := range i.Trees {
			names = append(names, a.Name)
		}
		return nil, fmt.Errorf("there are several trees, each with revisions of its own: name one of %s with --tree", strings.Join(names, ", "))
	}
	if len(i.Trees) == 0 || i.Trees[0].Reading.Verdict == drift.NotAlembic {
		return nil, nil
	}
	a := i.Trees[0]
	best := a.Matches[0]
	var ids []string
	for _, p := range best.Places {
		if p.Statement == 0 && !slices.Contains(ids, p.Revision.ID) {
			ids = append(ids, p.Revision.ID)
		}
	}
	const ask = "assay infer without --format says more"
	switch {
	case best.Places[0].Statement > 0 && len(ids) == 0:
		return nil, fmt.Errorf("the schema is inside revision %s, of which %d statements have run, and at none: %s",
			best.Places[0].Revision.ID, best.Places[0].Statement, ask)
	case best.Distance != drift.Distance{} && (a.tied() || explainedShare(a) < enoughToStamp):
		return nil, fmt.Errorf("the schema is near to %s, at distance %d, but not so much nearer than to others that it is sure: %s",
			ids[0], best.Distance.Sum(), ask)
	case len(ids) > 1:
		return nil, fmt.Errorf("the schema is that of %s, which no schema tells apart: %s", strings.Join(ids, " or "), ask)
	}
	return strings.Split(ids[0], "+"), nil
}

// enoughToStamp is how much of a schema a revision has to explain so that it may be stamped with that.
const enoughToStamp = 0.75

// tied reports whether another revision is as near as the nearest.
func (a *Judged) tied() bool {
	m := a.Reading.Matches
	return len(m) > 1 && m[0].Distance == m[1].Distance && m[1].Places[0].Statement == 0
}
