package migrations

import (
	"cmp"
	"slices"
)

// VerifySince holds the history against what was released of it, which databases have run: none of that may change.
func (h *Revisions) VerifySince(released *Revisions) []Flaw {
	s := &since{verifier{Revisions: h, g: newGraph(h.All)}, newGraph(released.All)}
	if len(h.All) == 0 {
		return nil
	}
	for _, id := range s.was.ids {
		was, is := s.was.byName[id], s.g.byName[id]
		switch {
		case is == nil || is.ID != id:
			s.removed(was)
		default:
			s.parentage(was, is)
			s.contents(was, is)
		}
	}
	s.inserted()
	slices.SortStableFunc(s.found, func(a, b Flaw) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	return s.found
}

type since struct {
	verifier
	was *graph
}

func (s *since) removed(was *Revision) {
	r := &Revision{ID: was.ID, File: was.File, Line: was.Line}
	if s.Vague {
		s.mild("released-removed", r, r.Line, "the released revision %s is none of those that could be read: if it is gone, databases with that stamp cannot be upgraded any more (Can't locate revision identified by '%s')", was.ID, was.ID)
		return
	}
	s.add("released-removed", r, r.Line, "the released revision %s is gone: databases with that stamp cannot be upgraded any more (Can't locate revision identified by '%s'); bring its file back, with nothing to do if need be", was.ID, was.ID)
}

// parentage: a revision below which new ones were put has other parents too, and that is said of the new ones.
func (s *since) parentage(was, is *Revision) {
	if is.vague {
		return
	}
	down, depends := same(was.Down, is.Down), same(was.DependsOn, is.DependsOn)
	if !down && !s.onlyInserted(was, is) {
		s.add("released-reparented", is, is.downLine, "the released revision %s came after %s and now comes after %s: databases that have run it in the old order will not run what now stands below it, and the order of a fresh install is another; put it back, and add new revisions at the head", is.ID, named(was.Down), named(is.Down))
	}
	if !depends {
		s.add("released-reparented", is, cmp.Or(is.dependsLine, is.Line), "the released revision %s depended on %s and now depends on %s: databases that have run it keep a history that this one does not know, and their stamps can mean something else; put it back", is.ID, named(was.DependsOn), named(is.DependsOn))
	}
}

func same(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// onlyInserted reports whether the way down leads through new revisions to just the old parents.
func (s *since) onlyInserted(was, is *Revision) bool {
	var ends []string
	reach([]string{is.ID}, func(id string) []string {
		if id != is.ID && s.was.of[id] != nil {
			ends = append(ends, id)
			return nil
		}
		return s.g.down(id)
	})
	slices.Sort(ends)
	return same(slices.Compact(ends), was.Down)
}

func (s *since) contents(was, is *Revision) {
	if was.upgrade != "" && is.upgrade != was.upgrade {
		s.add("released-edited", is, is.Line, "upgrade() of the released revision %s does something else now (%s): databases that have run it keep what it did, fresh ones get the new, and one stamp means two schemas; put it back, and change the schema in a new revision", is.ID, place(was))
	}
}

// inserted finds new revisions below released ones. That is how Asterisk's chains went wrong: 24c12d8e9014 and others stand in one series before
// revisions that another released without them, and no upgrade from there ever runs them.
func (s *since) inserted() {
	after := map[string][]string{}
	var kept []string
	for _, id := range s.g.ids {
		for _, p := range s.g.before(id) {
			after[p] = append(after[p], id)
		}
		if s.was.of[id] != nil {
			kept = append(kept, id)
		}
	}
	below := reach(kept, s.g.before)
	heads := s.was.heads()
	for _, id := range s.g.ids {
		if s.was.of[id] != nil || !below[id] {
			continue
		}
		above := reach([]string{id}, func(id string) []string { return after[id] })
		stamped := slices.DeleteFunc(slices.Clone(heads), func(id string) bool { return !above[id] })
		if len(stamped) == 0 { // the heads themselves are gone
			stamped = slices.DeleteFunc(slices.Clone(kept), func(id string) bool { return !above[id] })
		}
		r := s.g.byName[id]
		s.add("inserted-below-release", r, r.downLine, "%s is new and stands below revisions that were released (%s): databases stamped there count it as applied and never run it, and no error tells; let it come after the head", id, named(stamped))
	}
}
