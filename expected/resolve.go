package expected

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// shortest is how long the beginning of a revision's id must be to stand for it, as in Alembic.
const shortest = 4

// Resolve returns the positions that a name means: for a revision id, an unambiguous beginning of four letters or more, or several heads joined by "+", all
// its positions; for a release ("20.20.1"), or a series for its last release ("20.20", "20", "certified-20.7"), the head of its chain. "head" or "heads" is
// the end of a history without releases, in each of its chains.
func (h *History) Resolve(name string) ([]Position, error) {
	name = strings.TrimSpace(name)
	if p, ok := h.release(strings.ToLower(name)); ok {
		return []Position{p}, nil
	}
	if !h.released() && IsEnd(name) {
		return h.ends(), nil
	}
	heads := strings.Split(name, "+")
	slices.Sort(heads)
	for _, spelled := range []string{joined(heads), strings.ToLower(name)} {
		if found := h.Find(spelled); found != nil {
			return found, nil
		}
	}
	if h.released() {
		name = strings.ToLower(name)
	}
	if len(name) < shortest {
		return nil, h.unknown(name)
	}
	switch ids := h.ids(name); {
	case len(ids) == 0:
		return nil, h.unknown(name)
	case len(ids) > 1:
		return nil, fmt.Errorf("%q can mean %s", name, list(ids))
	default:
		return h.Find(ids[0]), nil
	}
}

// IsEnd reports whether a name means the end of a history, whatever that is.
func IsEnd(name string) bool { return name == "head" || name == "heads" || name == "latest" }

// ends are the last revisions of all chains.
func (h *History) ends() []Position {
	var ends []Position
	for _, c := range h.Chains {
		ends = append(ends, Position{c, len(c.Revisions) - 1})
	}
	return ends
}

// ResolveRelease returns the head of the chain of a release, or of the last release of a series, as [History.Resolve] does. A revision's id is
// no release.
func (h *History) ResolveRelease(name string) (Position, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	if p, ok := h.release(name); ok {
		return p, nil
	}
	return Position{}, h.unknown(name)
}

// release returns the head of a release's chain, or of the last release's that has the name as its series.
func (h *History) release(name string) (Position, bool) {
	var found Position
	var last string
	for _, c := range h.Chains {
		for _, r := range c.Releases {
			if names(name, r.Name) && (last == "" || compareVersions(r.Name, last) > 0) {
				found, last = Position{c, len(c.Revisions) - 1}, r.Name
			}
		}
	}
	return found, last != ""
}

// ids returns the revision ids that begin so.
func (h *History) ids(prefix string) []string {
	var ids []string
	for _, c := range h.Chains {
		for _, r := range c.Revisions {
			if id := cmp.Or(r.Migration, r.ID); strings.HasPrefix(id, prefix) {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// unknown says that nothing has that name, and what has one much like it.
func (h *History) unknown(name string) error {
	releases := h.releases()
	err := fmt.Errorf("no revision or release of the %s tree is called %q", h.Tree, name)
	if len(releases) == 0 {
		err = fmt.Errorf("no revision of history %s is called %q", h.Tree, name)
	}
	names := h.ids("")
	for _, r := range releases {
		names = append(names, r.Name)
	}
	if len(releases) == 0 {
		names = append(names, "heads")
	}
	near := near(name, names)
	last := lastOfSeries(releases, name)
	alike := slices.ContainsFunc(near, func(s string) bool { return series(s) == series(name) })
	if last != "" && !alike && compareVersions(name, last) > 0 {
		return fmt.Errorf("%w: this assay knows Asterisk %s up to %s, and a newer assay may know it", err, series(name), last)
	}
	if len(near) > 0 {
		return fmt.Errorf("%w%s", err, DidYouMean(name, near))
	}
	releases = slices.DeleteFunc(releases, func(r Release) bool { return strings.HasPrefix(r.Name, "certified-") })
	if len(releases) == 0 {
		return err
	}
	return fmt.Errorf("%w; it is in Asterisk %s to %s", err, releases[0].Name, releases[len(releases)-1].Name)
}

// near are the names that are nearly another one, the nearest first: a letter of four may be wrong, or two be in each other's place.
func near(name string, known []string) []string {
	far := func(s string) int { return levenshtein.ComputeDistance(s, name) }
	near := slices.DeleteFunc(slices.Clone(known), func(s string) bool { return far(s) > max(1, len(name)/4) && !swapped(s, name) })
	slices.SortStableFunc(near, func(a, b string) int { return far(a) - far(b) })
	return near
}

// swapped reports whether two neighbouring letters are all that differs.
func swapped(a, b string) bool {
	for i := range len(a) - 1 {
		if len(a) == len(b) && a[i] != b[i] {
			return a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
		}
	}
	return false
}

// DidYouMean asks after the names that are nearly another one, behind a sentence that says that there is none of that name; empty: none is near.
func DidYouMean(name string, known []string) string {
	near := near(name, known)
	if len(near) == 0 {
		return ""
	}
	return "; did you mean " + list(near[:min(3, len(near))]) + "?"
}

// lastOfSeries is the last of the releases that are of the series of one, by its name; empty: there are none.
func lastOfSeries(releases []Release, name string) (last string) {
	for _, r := range releases {
		if strings.Contains(name, ".") && series(r.Name) == series(name) && (last == "" || compareVersions(r.Name, last) > 0) {
			last = r.Name
		}
	}
	return last
}

// releases returns all that ship the tree, by version.
func (h *History) releases() []Release {
	var all []Release
	for _, c := range h.Chains {
		all = append(all, c.Releases...)
	}
	slices.SortFunc(all, func(a, b Release) int { return compareVersions(a.Name, b.Name) })
	return all
}

// list names some things of which one is meant: "a, b or c".
func list(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// Place resolves a name to one position, the last of those that it means; an empty name is the end of the newest chain. See [History.Resolve].
func (h *History) Place(name string) (Position, error) {
	if name == "" {
		return Position{Chain: h.Newest(), At: len(h.Newest().Revisions) - 1}, nil
	}
	at, err := h.Resolve(name)
	if err != nil {
		return Position{}, err
	}
	return at[len(at)-1], nil
}
