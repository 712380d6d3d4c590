package expected

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"assay/expected/asterisk"
)

// A Release is a release that ships a chain.
type Release struct{ Name, Date string }

// SharesVersionTable reports whether the scripts of the release keep the stamps of all trees in one table, alembic_version. Since 13.12 and
// 14.1 each tree has its own, and that one is renamed (ASTERISK-24311).
func (r Release) SharesVersionTable() bool {
	v := version(r.Name)
	return v[1] < 13 || v[1] == 13 && v[2] < 12 || v[1] == 14 && v[2] == 0
}

// Latest reports whether the last release of some series ships the chain, so that a later one may go on from its head. Where nothing is released, that is
// the newest chain.
func (h *History) Latest(c *Chain) bool {
	if !h.released() {
		return c == h.Newest()
	}
	return slices.ContainsFunc(c.Releases, func(r Release) bool {
		p, ok := h.release(series(r.Name))
		return ok && p.Chain == c
	})
}

// released reports whether releases ship the history, as they do Asterisk's.
func (h *History) released() bool {
	return slices.ContainsFunc(h.Chains, func(c *Chain) bool { return len(c.Releases) > 0 })
}

// FirstRelease returns the earliest release that ships the revision with this content; none: the zero Release.
func (h *History) FirstRelease(r *Revision) Release {
	var first Release
	for _, c := range h.Chains {
		if len(c.Releases) > 0 && slices.Contains(c.Revisions, r) && (first.Name == "" || compareReleases(c.Releases[0], first) < 0) {
			first = c.Releases[0]
		}
	}
	return first
}

// Heads returns the releases whose last revision it is, the oldest first.
func (h *History) Heads(r *Revision) []Release {
	var all []Release
	for _, c := range h.Chains {
		if c.Revisions[len(c.Revisions)-1] == r {
			all = append(all, c.Releases...)
		}
	}
	sortReleases(all)
	return all
}

// FindRelease returns the release of that name, or the last one of a series ("20.12", "20", "certified-20.7"), whichever trees it ships.
func FindRelease(name string) (Release, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	all, err := asterisk.Releases()
	if err != nil {
		return Release{}, err
	}
	var found, newest Release
	for _, r := range all {
		if names(name, r.Name) && (found.Name == "" || compareVersions(r.Name, found.Name) > 0) {
			found = Release{r.Name, r.Date}
		}
		if !certified(r.Name) && (newest.Name == "" || compareVersions(r.Name, newest.Name) > 0) {
			newest = Release{r.Name, r.Date}
		}
	}
	if found.Name == "" {
		return found, fmt.Errorf("no release or series of Asterisk is called %q: name one up to %s, as 20.20.1, 20.12, 20 or certified-20.7-cert2", name, newest.Name)
	}
	return found, nil
}

// LastReleases returns the last release of each series that the built-in histories know, by version, and how many releases they know in all.
func LastReleases() (last []Release, all int, err error) {
	releases, err := asterisk.Releases()
	if err != nil {
		return nil, 0, err
	}
	bySeries := map[string]Release{}
	for _, r := range releases {
		if s := series(r.Name); bySeries[s].Name == "" || compareVersions(r.Name, bySeries[s].Name) > 0 {
			bySeries[s] = Release{r.Name, r.Date}
		}
	}
	byVersion := func(a, b Release) int { return compareVersions(a.Name, b.Name) }
	return slices.SortedFunc(maps.Values(bySeries), byVersion), len(releases), nil
}

// LastNames are what the last releases are called, of which somebody who upgrades goes to one.
func LastNames() []string {
	last, _, _ := LastReleases() // a test reads them
	names := make([]string, len(last))
	for i, r := range last {
		names[i] = r.Name
	}
	return names
}

// names reports whether a name is that of the release or of a series that it belongs to. The last one of all is called latest, or head as Alembic has it.
func names(name, release string) bool {
	if name == "latest" || name == "head" || name == "heads" {
		return !certified(release)
	}
	rest, ok := strings.CutPrefix(release, name)
	return ok && name != "" && name != "certified" && (rest == "" || rest[0] == '.' || rest[0] == '-')
}

// Since reports whether the release is one of those named or came after it in its series, or is of a later series than all of them.
// A certified release counts as the one that it was made from.
func (r Release) Since(releases ...string) bool {
	name := strings.TrimPrefix(series(r.Name), "certified-")
	if !certified(r.Name) {
		name = r.Name
	}
	later := true
	for _, s := range releases {
		after := compareVersions(name, s) >= 0
		if series(s) == series(name) {
			return after
		}
		later = later && after
	}
	return later
}

func sortReleases(releases []Release) { slices.SortFunc(releases, compareReleases) }

// compareReleases orders releases by date. Several series have releases on one day; then the higher number is the newer one.
func compareReleases(a, b Release) int {
	if c := cmp.Compare(a.Date, b.Date); c != 0 {
		return c
	}
	return compareVersions(a.Name, b.Name)
}

// compareVersions orders names by their numbers, certified releases behind the others and a preview before what it previews.
func compareVersions(a, b string) int {
	va, vb := version(a), version(b)
	return slices.Compare(va[:], vb[:])
}

// sortVersions sorts names as [compareVersions] does, taking each apart only once: there can be hundreds.
func sortVersions(names []string) {
	type key struct {
		version [5]int
		name    string
	}
	keys := make([]key, len(names))
	for i, n := range names {
		keys[i] = key{version(n), n}
	}
	slices.SortFunc(keys, func(a, b key) int { return slices.Compare(a.version[:], b.version[:]) })
	for i, k := range keys {
		names[i] = k.name
	}
}

func version(name string) [5]int {
	v := [5]int{4: math.MaxInt}
	if certified(name) {
		v[0] = 1
	}
	i, inside := 0, false
	for _, c := range []byte(name) {
		digit := '0' <= c && c <= '9'
		if digit && !inside {
			i++
		}
		if digit && i < len(v) {
			if !inside {
				v[i] = 0
			}
			v[i] = 10*v[i] + int(c-'0')
		}
		inside = digit
	}
	return v
}

func certified(name string) bool { return strings.HasPrefix(name, "certified-") }

// series returns the line of releases that one belongs to: "20" for 20.20.1, "certified-20.7" for certified-20.7-cert1.
func series(name string) string {
	if i := strings.LastIndex(name, "-cert"); i > 0 {
		return name[:i]
	}
	major, _, _ := strings.Cut(name, ".")
	return major
}

// asteriskOrder is the place of each release among all that there have been, by version.
var asteriskOrder = sync.OnceValue(func() map[string]int {
	releases, _ := asterisk.Releases() // a test reads it
	names := make([]string, len(releases))
	for i, r := range releases {
		names[i] = r.Name
	}
	sortVersions(names)
	order := make(map[string]int, len(names))
	for i, n := range names {
		order[n] = i
	}
	return order
})

// Ranges names releases for people, by version: "20.18.0–20.20.1, 22.5.0". A range has every release of its series from the one to the
// other.
func Ranges(releases []Release) string {
	names := make([]string, len(releases))
	for i, r := range releases {
		names[i] = r.Name
	}
	sortVersions(names)
	names = slices.Compact(names)
	var text []string
	for len(names) > 0 {
		n := run(names)
		s := names[0]
		if n > 1 {
			s += "–" + names[n-1]
		}
		text = append(text, s)
		names = names[n:]
	}
	return strings.Join(text, ", ")
}

// run returns how many of the first names follow each other within a series.
func run(names []string) int {
	order := asteriskOrder()
	n := 1
	for n < len(names) && series(names[n]) == series(names[0]) {
		a, ok := order[names[n-1]]
		b, ok2 := order[names[n]]
		if !ok || !ok2 || b != a+1 {
			break
		}
		n++
	}
	return n
}

// Brief names releases for people: where there are many series, only the first and the last, and certified ones only where there are few.
func Brief(releases []Release) string {
	const few = 4
	ranges := strings.Split(Ranges(releases), ", ")
	if len(ranges) <= few {
		return strings.Join(ranges, ", ")
	}
	public := slices.DeleteFunc(slices.Clone(ranges), func(r string) bool { return strings.HasPrefix(r, "certified-") })
	switch {
	case len(public) == 0:
		public = ranges
	case len(public) <= few:
		return strings.Join(public, ", ") + " and certified ones"
	}
	return fmt.Sprintf("%s … %s, %d series in all", public[0], public[len(public)-1], len(public))
}

// Sorted orders releases by date and name and leaves doubles out.
func Sorted(releases []Release) []Release {
	slices.SortFunc(releases, func(x, y Release) int {
		return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Name, y.Name))
	})
	return slices.Compact(releases)
}
