package drift

import (
	"slices"
	"strings"

	"assay/schema"
)

// A Verdict says how a stamp and the schema under it go together.
type Verdict string

// The verdicts of [Judge].
const (
	Agrees          Verdict = "agrees"           // the schema is at the stamped revision, drift aside
	Missing         Verdict = "missing"          // there is no stamp
	Ahead           Verdict = "ahead"            // the stamp is ahead of the schema
	Behind          Verdict = "behind"           // the stamp is behind the schema
	OneBehind       Verdict = "one-behind"       // the schema is that of the revision after the stamped one, additions aside
	OtherLineage    Verdict = "other-lineage"    // the schema is that of another lineage than the stamp is read in
	UnknownRevision Verdict = "unknown-revision" // no revision has the stamped id, of those lines at least in which it is to be read
	Abbreviated     Verdict = "abbreviated"      // the stamp is only the beginning of a revision's id
	Misspelled      Verdict = "misspelled"       // the stamp is a revision's id except for upper/lower case or spaces
	Several         Verdict = "several"          // more than one revision is stamped
	Partial         Verdict = "partial"          // the schema is inside a revision
	NotAlembic      Verdict = "not-alembic"      // the schema is none that the history knows
)

// The verdicts that take more than one tree's history and rows; they make one of [Judge]'s more precise.
const (
	Unseen     Verdict = "unseen"      // Missing, and nothing was to be seen of any row: a dump of the schema alone
	Empty      Verdict = "empty"       // Missing, and there is a version table: it has no row, or an empty one
	OtherTree  Verdict = "other-tree"  // UnknownRevision, and another tree has it
	Newer      Verdict = "newer"       // UnknownRevision, and the schema has all of the newest that the history knows
	Shadowed   Verdict = "shadowed"    // Agrees, but another version table hides this one
	AtBase     Verdict = "at-base"     // nothing of the tree is there, and whoever asks says so: its first revision is the next
	PlainTable Verdict = "plain-table" // Agrees, but in a version table that is not the tree's own
)

// A Reading is what the stamp and the schema of one tree say together.
type Reading[R Revision] struct {
	Verdict Verdict
	// Matches are the places where the schema may be, the nearest first; never empty where the history is not.
	Matches []Match[R]
	// Stamped is the nearest schema of the stamped revision, be it in the lines in which the stamp is to be read or not; nil if there is none.
	Stamped *Match[R]
	// Believed reports whether the stamp, however it is written, says best what the schema should be.
	Believed bool
}

// Where returns the match that the database should be measured by when nobody says otherwise: the stamped one where the stamp, or one of
// [Several], is believed, otherwise the nearest.
func (r *Reading[R]) Where() *Match[R] {
	if r.Believed {
		return r.Stamped
	}
	return &r.Matches[0]
}

// Judge holds the stamped revisions against what [Infer] found. only, if not nil, are the lines in which the stamp is to be read,
// provided that one of them has the stamped revision: those of the release that is to run on the database.
func Judge[R Revision](lines [][]R, matches []Match[R], stamped []string, only []int) Reading[R] {
	r := Reading[R]{Matches: matches}
	switch len(stamped) {
	case 0:
		r.Verdict = Missing
	case 1:
		r.judge(lines, stamped[0], only)
	default:
		r.Verdict = Several
		for _, id := range stamped {
			if m := nearest(matches, id, nil); m != nil && (r.Stamped == nil || m.Distance.Sum() < r.Stamped.Distance.Sum()) {
				r.Stamped = m
			}
		}
		r.Believed = r.Stamped != nil && trusts(r.Stamped.Distance, matches[0].Distance) // a match, and so there are some
	}
	return r
}

func (r *Reading[R]) judge(lines [][]R, stamp string, only []int) {
	id, how := meant(lines, stamp)
	r.Matches = plausible(lines, r.Matches, id)
	if len(r.Matches) == 0 {
		r.Verdict = UnknownRevision
		return
	}
	r.Stamped = nearest(r.Matches, id, nil)
	elsewhere := len(only) > 0 && !slices.ContainsFunc(only, func(l int) bool { return indexOf(lines[l], id) >= 0 })
	if r.Stamped == nil || elsewhere {
		r.Verdict = UnknownRevision
		return
	}
	r.compare(lines, id, only)
	r.Believed = r.Verdict == Agrees || r.Verdict == OtherLineage
	if how != Agrees && r.Stamped != nil {
		r.Verdict = how
	}
}

// compare holds the schema of a known revision against the nearest ones.
func (r *Reading[R]) compare(lines [][]R, id string, only []int) {
	best, anywhere := &r.Matches[0], r.Stamped
	if len(only) > 0 {
		r.Stamped = nearest(r.Matches, id, only)
	}
	switch {
	case r.Stamped == nil:
		r.Verdict = UnknownRevision
	case r.begun(lines, id, only):
		best = &r.Matches[0]
		r.Verdict = Partial
		if best.Places[0].Statement == 0 {
			r.Verdict = direction(lines, best, id)
		}
	case best.Places[0].Statement > 1 && best.Distance.Sum() < r.Stamped.Distance.Sum(): // nobody edits by hand what the first statements do
		r.Verdict = Partial
	case trusts(anywhere.Distance, best.Distance) && r.Stamped.Distance.Hard > anywhere.Distance.Hard,
		trusts(anywhere.Distance, best.Distance) && r.Stamped.Distance.Early > anywhere.Distance.Early:
		r.Verdict = OtherLineage
	case trusts(anywhere.Distance, best.Distance):
		r.Verdict = Agrees
	case best.Places[0].Statement > 0:
		r.Verdict = Partial
	default:
		r.Verdict = direction(lines, best, id)
		if r.Verdict != OtherLineage {
			promote(best, lines, id)
		}
	}
}

// begun reports whether the revision behind the stamped one was begun, or made and not stamped, and puts that place first. A stamp never runs ahead of the
// schema by itself, so an exact place before it may as well be a hand's work, of which the stamp tells what it should be; but behind it Alembic leaves such
// places whenever it is stopped, and the same made by hand stops it just so. So a place there wins where it is the very schema and the stamped one is not;
// or where nothing is nearer, and the server would refuse to run its statements again.
func (r *Reading[R]) begun(lines [][]R, id string, only []int) bool {
	for i, m := range r.Matches {
		if m.Distance.Sum() >= r.Stamped.Distance.Sum() || m.Distance.Sum() > r.Matches[0].Distance.Sum() {
			return false
		}
		at := slices.IndexFunc(m.Places, func(p Place[R]) bool { return follows(lines, p, id, only) })
		if at < 0 {
			continue
		}
		if m.Distance != (Distance{}) && repeatable(lines[m.Places[at].Lines[0]], m.Places[at], m.semantics) {
			return false
		}
		m.Places = slices.Concat(m.Places[at:at+1], m.Places[:at], m.Places[at+1:])
		r.Matches = slices.Concat([]Match[R]{m}, r.Matches[:i], r.Matches[i+1:])
		return true
	}
	return false
}

// follows reports whether a place is in, or right behind, the revision that comes after the stamped one in a line.
func follows[R Revision](lines [][]R, p Place[R], id string, only []int) bool {
	return p.At > 0 && slices.ContainsFunc(p.Lines, func(l int) bool {
		return lines[l][p.At-1].Name() == id && (only == nil || slices.Contains(only, l))
	})
}

// repeatable reports whether the statements up to a place run once more where they have run.
func repeatable[R Revision](line []R, p Place[R], m schema.Semantics) bool {
	steps := p.Revision.Steps()
	if p.Statement > 0 {
		steps = steps[:p.Statement]
	}
	s := schema.New(m)
	for _, r := range line[:p.At] {
		apply(s, r)
	}
	for range 2 {
		for _, c := range steps {
			if s.Replay(c) != nil {
				return false
			}
		}
	}
	return true
}

// meant returns the id that a stamp stands for, and how: by itself ([Agrees]), [Abbreviated], which Alembic takes, or [Misspelled], which it
// does not. What begins the ids of several revisions stands for none.
func meant[R Revision](lines [][]R, stamp string) (string, Verdict) {
	spelled := strings.ToLower(strings.TrimSpace(stamp))
	var begun []string
	for _, line := range lines {
		if indexOf(line, stamp) >= 0 {
			return stamp, Agrees
		}
		for _, r := range line {
			if spelled != "" && strings.HasPrefix(r.Name(), spelled) && !slices.Contains(begun, r.Name()) {
				begun = append(begun, r.Name())
			}
		}
	}
	switch {
	case len(begun) != 1:
		return stamp, Agrees
	case spelled != stamp:
		return begun[0], Misspelled
	}
	return begun[0], Abbreviated
}

// A stamp is evidence, not truth. It is believed unless another schema explains more by more than one object: a single one may well have been
// dropped or altered by hand, and then the stamp tells what it should be. But what only other revisions have is seldom there by chance.
func trusts(stamped, best Distance) bool {
	return stamped.Sum()-best.Sum() <= columnWeight && stamped.Early <= best.Early
}

// plausible leaves out the places inside revisions that do not follow the stamped one: Alembic moves the stamp when a revision is done.
func plausible[R Revision](lines [][]R, matches []Match[R], id string) []Match[R] {
	var kept []Match[R]
	for _, m := range matches {
		m.Places = slices.DeleteFunc(slices.Clone(m.Places), func(p Place[R]) bool {
			return p.Statement > 0 && (p.At == 0 || lines[p.Lines[0]][p.At-1].Name() != id)
		})
		if len(m.Places) > 0 {
			kept = append(kept, m)
		}
	}
	return kept
}

// nearest returns the nearest match that has the whole revision of that id, in one of the lines only if those are given. It comes with
// that place first.
func nearest[R Revision](matches []Match[R], id string, only []int) *Match[R] {
	for _, m := range matches {
		i := slices.IndexFunc(m.Places, func(p Place[R]) bool {
			return p.Statement == 0 && p.Revision.Name() == id && (only == nil || slices.ContainsFunc(p.Lines, func(l int) bool { return slices.Contains(only, l) }))
		})
		if i >= 0 {
			m.Places = slices.Concat(m.Places[i:i+1], m.Places[:i], m.Places[i+1:])
			return &m
		}
	}
	return nil
}

// direction says whether the stamp is before or after the schema in a line that both are in.
func direction[R Revision](lines [][]R, best *Match[R], id string) Verdict {
	for _, p := range best.Places {
		for _, l := range slices.Backward(p.Lines) {
			switch at := indexOf(lines[l], id); {
			case at > p.At:
				return Ahead
			case at >= 0 && at == p.At-1 && best.Distance.Hard == 0:
				return OneBehind
			case at >= 0:
				return Behind
			}
		}
	}
	return OtherLineage
}

// promote puts a place first that is in a line with the stamped revision.
func promote[R Revision](m *Match[R], lines [][]R, id string) {
	i := slices.IndexFunc(m.Places, func(p Place[R]) bool {
		return slices.ContainsFunc(p.Lines, func(l int) bool { return indexOf(lines[l], id) >= 0 })
	})
	m.Places = slices.Concat(m.Places[i:i+1], m.Places[:i], m.Places[i+1:])
}

func indexOf[R Revision](line []R, id string) int {
	return slices.IndexFunc(line, func(r R) bool { return r.Name() == id })
}

// Explained is the share of the columns expected in the tables that are there which are there too and hold what they should.
// Low numbers mean that the tables only happen to have these names.
func Explained(want, got *schema.Schema) float64 {
	var all, good int
	for key, w := range want.Tables {
		g := got.Tables[key]
		if g == nil {
			continue
		}
		for _, c := range w.Columns {
			all++
			if i := g.Column(got.Semantics, c.Name); i >= 0 && got.Semantics.Compare(c.Type, g.Columns[i].Type) <= schema.Wider {
				good++
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(good) / float64(all)
}
