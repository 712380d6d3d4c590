package report

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"html/template"
	"io"
	"slices"

	"assay/result"
)

// fleetFunctions are what the page of a fleet needs besides [functions].
var fleetFunctions = template.FuncMap{
	"anchor":     anchor,
	"brief":      brief,
	"findingsOf": findingsOf,
	"fleetTitle": fleetTitle,
	"maps":       maps,
	"moodOf":     moodOf,
	"placesOf":   placesOf,
	"titleOf":    titleOf,
	"unknownIn":  unknownIn,
	"unsettled":  unsettled,
}

// FleetHTML prints what is found of many databases as one page that needs nothing else, with a map of the groups along each lineage.
func FleetHTML(w io.Writer, f *result.Fleet) error {
	asterisk := slices.ContainsFunc(f.Groups, func(g result.Group) bool { return g.Report.Asterisk })
	return paged(w, "fleet", f, asterisk)
}

// A lineage is where the databases are on the lineage of a tree.
type lineage struct {
	Tree string
	Rows []row
}

// A row is the databases at one place.
type row struct {
	Place, Series string
	Parts         []portion
	Rest          int // as long as it takes to the end of the longest
	at, count     int
}

// A portion is those of one group.
type portion struct {
	Count               int
	Mood, Title, Anchor string
}

// maps are those of all trees.
func maps(f *result.Fleet) []lineage {
	var all []lineage
	for _, g := range f.Groups {
		for _, t := range g.Report.Trees {
			if t.Match == nil {
				continue
			}
			i := slices.IndexFunc(all, func(l lineage) bool { return l.Tree == t.Tree })
			if i < 0 {
				i = len(all)
				all = append(all, lineage{Tree: t.Tree})
			}
			all[i].add(t, g)
		}
	}
	for i := range all {
		all[i].settle()
	}
	return all
}

// add puts a group where it is.
func (l *lineage) add(t result.Tree, g result.Group) {
	m := *t.Match
	m.Equivalent, m.Series, m.Exact = nil, "", true
	r := row{Place: clean(describe(m)), Series: clean(t.Match.Series), at: t.Match.At}
	i := slices.IndexFunc(l.Rows, func(o row) bool { return o.Place == r.Place })
	if i < 0 {
		i = len(l.Rows)
		l.Rows = append(l.Rows, r)
	}
	n := len(g.Databases)
	l.Rows[i].count += n
	l.Rows[i].Parts = append(l.Rows[i].Parts, portion{n, moodOf(g), clean(titleOf(g)) + ", " + brief(g.Report.Summary), anchor(g.Name)})
}

// settle has the newest place first, and all bars of one measure.
func (l *lineage) settle() {
	slices.SortStableFunc(l.Rows, func(a, b row) int { return cmp.Compare(b.at, a.at) })
	longest := slices.MaxFunc(l.Rows, func(a, b row) int { return cmp.Compare(a.count, b.count) }).count
	for i := range l.Rows {
		l.Rows[i].Rest = longest - l.Rows[i].count
	}
}

// moodOf is how well a group is.
func moodOf(g result.Group) string {
	switch s := g.Report.Summary; {
	case s.Error > 0:
		return "bad"
	case s.Warning > 0:
		return "unsure"
	}
	return "good"
}

// anchor is where on the page a group is.
func anchor(name string) string {
	h := fnv.New64a()
	_, _ = io.WriteString(h, name) // a hash takes all
	return fmt.Sprintf("g%x", h.Sum64())
}

// findingsOf are those of all trees.
func findingsOf(r *result.Report) []result.Finding {
	var all []result.Finding
	for _, t := range r.Trees {
		all = append(all, t.Findings...)
	}
	return all
}
