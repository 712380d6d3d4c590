package expected

import (
	"slices"
	"testing"
)

// TestLines: every lineage is on the map as far as its last revision, whose stop names its releases, and nothing else is.
func TestLines(t *testing.T) {
	t.Parallel()
	for _, tree := range Trees() {
		h := load(t, tree, "mysql")
		first := FirstLine(h)
		stops, named := 0, 0
		var count func(l *Line)
		count = func(l *Line) {
			stops += len(l.Stops)
			for _, s := range l.Stops {
				named += len(s.Releases)
			}
			for _, b := range l.Branches {
				if b.Start < l.Start || b.Start >= l.End() {
					t.Errorf("%s: a line that parts after %d revisions is none of one that has %d to %d", tree, b.Start, l.Start, l.End())
				}
				count(b)
			}
		}
		count(first)
		places, releases := map[string]bool{}, 0
		for _, c := range h.Chains {
			way := ""
			for i, r := range c.Revisions {
				way += r.ID + " " + r.Slug + " " + r.Created + "\n"
				l, at := first.At(c.Revisions[:i+1])
				if l == nil || l.Stops[at].Revision != r {
					t.Fatalf("%s: %s is not on the map after %d revisions", tree, r.ID, i)
				}
				places[way+l.Stops[at].Revision.ID] = true
			}
			l, at := first.At(c.Revisions)
			for _, r := range c.Releases {
				releases++
				if !slices.Contains(l.Stops[at].Releases, r) {
					t.Errorf("%s: %s does not end at its stop", tree, r.Name)
				}
			}
		}
		if named != releases || stops < len(places) {
			t.Errorf("%s: %d releases of %d, %d stops of %d at least", tree, named, releases, stops, len(places))
		}
		if newest := h.Newest(); len(first.Stops) < len(newest.Revisions) || first.Stops[len(newest.Revisions)-1].Revision != newest.Revisions[len(newest.Revisions)-1] {
			t.Errorf("%s: the newest release is not on the first line", tree)
		}
	}
}
