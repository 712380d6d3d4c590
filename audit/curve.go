package audit

import (
	"slices"

	"assay/drift"
	"assay/expected"
	"assay/result"
)

// draw gives the report the curve of each tree.
func draw(trees []*Judged, r *result.Report) {
	for i, a := range trees {
		if r.Trees[i].Match != nil {
			r.Trees[i].Curve = curve(a.Inferred, nearby(a, r.Checked)[0])
		}
	}
}

// Draw gives the report the curve of each tree.
func (s *Answer) Draw(r *result.Report) {
	var trees []*Judged
	for _, a := range s.Trees {
		trees = append(trees, a.Judged)
	}
	draw(trees, r)
}

// Draw gives the report the curve of each tree.
func (i *Inference) Draw(r *result.Report) { draw(i.Trees, r) }

// Way are the revisions that the schema has run where it most probably is, in order, the last of which perhaps in part; none: it is nowhere.
func (a *Judged) Way() []*expected.Revision {
	if a.Reading.Verdict == drift.NotAlembic || len(a.Matches) == 0 {
		return nil
	}
	p, line := through(a.Inferred, nearby(a, false)[0])
	return a.Lines[line][:p.At+1]
}

// curve is the distance at each whole revision of the chain that a match is in, and at the match itself. A schema of one revision only draws none.
func curve(a *Inferred, here match) []result.Point {
	p, line := through(a, here)
	if len(a.Lines[line]) < 2 {
		return nil
	}
	points := make([]*result.Point, len(a.Lines[line]))
	for _, m := range a.Matches {
		for _, q := range m.Places {
			if q.Statement == 0 && slices.Contains(q.Lines, line) {
				points[q.At] = point(a, m, q)
			}
		}
	}
	var all []result.Point
	for at, whole := range points {
		if at == p.At && p.Statement > 0 {
			half := point(a, here, p)
			n, _ := p.Revision.Statement(p.Statement - 1)
			half.Statement, half.Best = &n, true
			all = append(all, *half)
		}
		if whole != nil { // otherwise a statement before it can not be run
			whole.Best = at == p.At && p.Statement == 0
			all = append(all, *whole)
		}
	}
	return all
}

// through returns the place of a match, and the newest chain through it that has the stamped revision too, otherwise the likeliest one.
func through(a *Inferred, m match) (Place, int) {
	first := m.Places[0]
	for _, p := range m.Places {
		for _, l := range slices.Backward(p.Lines) {
			stamped := func(r *expected.Revision) bool { return slices.Contains(a.Stamp.Revisions, r.ID) }
			if p.Revision == first.Revision && slices.ContainsFunc(a.Lines[l], stamped) {
				return p, l
			}
		}
	}
	return first, first.Lines[len(first.Lines)-1]
}

func point(a *Inferred, m match, p Place) *result.Point {
	p0 := &result.Point{Revision: p.Revision.ID, Distance: m.Distance.Sum(), Stamped: p.Statement == 0 && slices.Contains(a.Stamp.Revisions, p.Revision.ID)}
	heads := expected.Sorted(a.releasesOf(m, p.Revision.ID))
	for _, r := range heads {
		p0.Releases = append(p0.Releases, r.Name)
	}
	p0.Series = expected.Brief(heads)
	return p0
}
