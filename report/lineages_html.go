package report

import (
	"fmt"
	"html/template"
	"io"

	"github.com/dustin/go-humanize/english"

	"assay/expected"
)

// mapFunctions are what the page of maps needs besides [functions].
var mapFunctions = template.FuncMap{"survey": survey}

// MapsHTML prints the maps of histories as one page that needs nothing else.
func MapsHTML(w io.Writer, all []Mapped) error { return paged(w, "maps", all, false) }

// The sizes of a map, in the units of its view box.
const (
	mapWidth  = 900.0
	mapLeft   = 12.0
	mapNames  = 330.0 // for what the longest line is called
	mapRow    = 22.0
	mapTop    = 30.0
	mapCorner = 8.0 // how far a line that parts bends
	mapColors = 6
)

// A plan is a map ready for SVG.
type plan struct {
	ID            int
	Tree, Title   string
	Place         string
	Width, Height float64
	Rails         []rail
	Ticks         []tick
	Here          *station // where the database is; nil: on no line
}

// A rail is a line, from where it parts from another one.
type rail struct {
	Path               string
	Color              int
	Stations           []station
	X, Y               float64 // where its name is
	Name, From, Reason string  // what it is called, and where and from what it parts
	Revisions          int
}

// A station is a stop where releases end.
type station struct {
	X, Y    float64
	Last    bool
	Tooltip string
}

type tick struct {
	X    float64
	Name int
}

// survey lays a map out as the terminal's, see [tracks].
func survey(id int, m Mapped) *plan {
	all := tracks(m)
	if len(all) == 0 {
		return nil
	}
	last := furthest(all)
	p := &plan{ID: id, Tree: clean(m.History.Tree), Title: counted(all), Place: m.place(), Width: mapWidth, Height: mapTop + float64(len(all))*mapRow - mapRow/2}
	x := func(n int) float64 {
		return tenth(mapLeft + float64(max(n-1, 0))*(mapWidth-mapLeft-mapNames)/float64(max(last-1, 1)))
	}
	y := func(row int) float64 { return mapTop + float64(row)*mapRow }
	for i, t := range all {
		r := rail{Color: (len(all) - 1 - i) % mapColors, Name: t.named(), X: x(t.End()) + 12, Y: y(i) + 4, Revisions: t.End()}
		begins, ends := x(t.Start), x(t.End())
		r.Path = fmt.Sprintf("M%g %gH%g", x(1), y(i), ends)
		if t.parent >= 0 {
			bend := min(mapCorner, max(ends-begins, 1))
			r.Path = fmt.Sprintf("M%g %gV%gQ%g %g %g %gH%g", begins, y(t.parent), y(i)+mapCorner, begins, y(i), tenth(begins+bend), y(i), ends)
			r.From = all[t.parent].named()
			r.Reason = english.Plural(t.Start, "revision", "")
		}
		at := func(k int) station {
			return station{X: x(t.Start + k + 1), Y: y(i), Last: k == len(t.Stops)-1, Tooltip: stopName(t.Start+k+1, t.Stops[k])}
		}
		for _, k := range t.stops {
			r.Stations = append(r.Stations, at(k))
		}
		if t.here >= 0 {
			here := at(t.here)
			p.Here = &here
		}
		p.Rails = append(p.Rails, r)
	}
	for n := range last {
		if n == 0 || (n+1)%tickStep(last, 8) == 0 {
			p.Ticks = append(p.Ticks, tick{x(n + 1), n + 1})
		}
	}
	return p
}

// tickStep is from how many revisions to how many more the axis has a number, where there is room for so many numbers.
func tickStep(last, room int) int {
	for _, step := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500} {
		if last/step <= room {
			return step
		}
	}
	return 1000
}

// stopName says what a stop is.
func stopName(n int, s expected.Stop) string {
	name := fmt.Sprintf("%s %s, revision %d", s.Revision.ID, s.Revision.Slug, n)
	if len(s.Releases) > 0 {
		name += ": " + expected.Brief(expected.Sorted(s.Releases))
	}
	return clean(name)
}
