package main

import (
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/term"

	"assay/expected"
	"assay/result"
)

// A plot is as wide as a terminal of old where nobody knows better.
const defaultWidth = 80

// draw gives the report the curve of each tree.
func (s *survey) draw(r *result.Report) {
	for i, a := range s.trees {
		if r.Trees[i].Match != nil {
			r.Trees[i].Curve = a.curve(a.nearby(r.Checked)[0])
		}
	}
}

// curve is the distance at each whole revision of the chain that a match is in, and at the match itself. A schema of one revision only draws none.
func (a *assessment) curve(here match) []result.Point {
	p, line := a.through(here)
	if len(a.lines[line]) < 2 {
		return nil
	}
	points := make([]*result.Point, len(a.lines[line]))
	for _, m := range a.matches {
		for _, q := range m.Places {
			if q.Statement == 0 && slices.Contains(q.Lines, line) {
				points[q.At] = a.point(m, q)
			}
		}
	}
	var curve []result.Point
	for at, point := range points {
		if at == p.At && p.Statement > 0 {
			half := a.point(here, p)
			n, _ := p.Revision.Statement(p.Statement - 1)
			half.Statement, half.Best = &n, true
			curve = append(curve, *half)
		}
		if point != nil { // otherwise a statement before it can not be run
			point.Best = at == p.At && p.Statement == 0
			curve = append(curve, *point)
		}
	}
	return curve
}

// through returns the place of a match, and the newest chain through it that has the stamped revision too, otherwise the likeliest one.
func (a *assessment) through(m match) (place, int) {
	first := m.Places[0]
	for _, p := range m.Places {
		for _, l := range slices.Backward(p.Lines) {
			stamped := func(r *expected.Revision) bool { return slices.Contains(a.stamp.Revisions, r.ID) }
			if p.Revision == first.Revision && slices.ContainsFunc(a.lines[l], stamped) {
				return p, l
			}
		}
	}
	return first, first.Lines[len(first.Lines)-1]
}

func (a *assessment) point(m match, p place) *result.Point {
	point := &result.Point{Revision: p.Revision.ID, Distance: m.Distance.Sum(), Stamped: p.Statement == 0 && slices.Contains(a.stamp.Revisions, p.Revision.ID)}
	heads := sorted(a.releasesOf(m, p.Revision.ID))
	for _, r := range heads {
		point.Releases = append(point.Releases, r.Name)
	}
	point.Series = expected.Brief(heads)
	return point
}

// canvas says how wide to draw, and with which characters.
func (p *process) canvas() *result.Canvas {
	return &result.Canvas{Width: p.width(), ASCII: !p.utf8()}
}

func (p *process) width() int {
	if f, ok := p.stdout.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return width
		}
	}
	columns, _ := p.env("COLUMNS")
	if width, err := strconv.Atoi(columns); err == nil && width > 0 {
		return width
	}
	return defaultWidth
}

// utf8 reports whether the terminal shows more than ASCII, by the variables that say so to C programs, the strongest first.
func (p *process) utf8() bool {
	if dumb, _ := p.env("TERM"); dumb == "dumb" {
		return false
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale, _ := p.env(name); locale != "" {
			locale = strings.ToLower(locale)
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return false
}
