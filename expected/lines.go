package expected

// A Line is what one lineage of a history goes on with where it parts from another, up to the last revision of it. Lineages that have run the same revisions in
// the same order are on one line; those that parted stay apart, since what one has run before stays before. The first line is that of the newest release, from
// the first revision on.
type Line struct {
	// Start is how many revisions a database has run that comes to the line's first stop.
	Start int
	Stops []Stop
	// Branches are the lines that part from this one, in no order.
	Branches []*Line
}

// A Stop is a revision on a line, and the releases that end with it.
type Stop struct {
	Revision *Revision
	Releases []Release
}

// End is how many revisions a database has run at the line's last stop.
func (l *Line) End() int { return l.Start + len(l.Stops) }

// FirstLine returns the line of the newest release of a history, from which all others part; nil: there is no revision.
func FirstLine(h *History) *Line {
	var first *Line
	for i := range h.Chains {
		c := h.Chains[len(h.Chains)-1-i]
		if len(c.Revisions) == 0 {
			continue
		}
		if first == nil {
			first = &Line{}
		}
		l, n := first.follow(c.Revisions)
		switch {
		case n == len(c.Revisions):
		case n == l.End():
			l.extend(c.Revisions[n:])
		default:
			branch := &Line{Start: n}
			branch.extend(c.Revisions[n:])
			l.Branches = append(l.Branches, branch)
			l = branch
		}
		last := &l.Stops[len(c.Revisions)-1-l.Start]
		last.Releases = append(last.Releases, c.Releases...)
	}
	return first
}

// follow goes along the revisions as far as the lines do, and returns the line that it comes to and how many revisions that is.
func (l *Line) follow(revisions []*Revision) (*Line, int) {
	for n, r := range revisions {
		if n < l.End() && l.Stops[n-l.Start].Revision == r {
			continue
		}
		next := l.branch(n, r)
		if next == nil {
			return l, n
		}
		l = next
	}
	return l, len(revisions)
}

// branch is the line that parts from another after n revisions with this one; nil: there is none.
func (l *Line) branch(n int, r *Revision) *Line {
	for _, b := range l.Branches {
		if b.Start == n && b.Stops[0].Revision == r {
			return b
		}
	}
	return nil
}

func (l *Line) extend(revisions []*Revision) {
	for _, r := range revisions {
		l.Stops = append(l.Stops, Stop{Revision: r})
	}
}

// At returns the line on which a database is that has run these revisions, and at which of its stops; nil: the history has no such lineage.
func (l *Line) At(revisions []*Revision) (*Line, int) {
	on, n := l.follow(revisions)
	if n < len(revisions) || n == 0 {
		return nil, 0
	}
	return on, n - 1 - on.Start
}
