package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"assay/result"
)

const (
	plotRows   = 10
	plotGutter = 10 // for the distances and the axis
	plotMargin = 2
	narrowest  = 40
	widestBar  = 8
)

// strokes are the characters of a plot. full are the heights of a bar that ends within a row, the lowest first.
type strokes struct {
	full                     []rune
	axis, corner, rule, tick rune
	best, other              rune
}

var (
	blocks = strokes{[]rune("▁▂▃▄▅▆▇█"), '┤', '└', '─', '┬', '▲', '△'}
	ascii  = strokes{[]rune("#"), '|', '+', '-', '+', '^', '^'}
)

// plot draws the distance along the lineage as bars, with what is worth knowing below. Distances span from thousands at the base to nothing, and the last
// few say most, so the heights are logarithmic.
func plot(c *result.Canvas, t result.Tree) string {
	s := blocks
	if c.ASCII {
		s = ascii
	}
	width := max(c.Width, narrowest) - plotGutter - plotMargin
	p := plotting{strokes: s, width: width, curve: t.Curve}
	p.bars()
	p.labels()
	for _, m := range marks(t) {
		p.mark(m)
	}
	return strings.Join(p.lines, "\n")
}

type plotting struct {
	strokes
	width int
	curve []result.Point
	lines []string
}

// column is where the middle of a point's bar is.
func (p *plotting) column(i int) int {
	if n := len(p.curve); n < p.width {
		return (2*i + 1) * p.used() / (2 * n)
	}
	return i * p.width / len(p.curve)
}

// used is the width of all bars: every bar is as wide as the others where there is room for all.
func (p *plotting) used() int {
	if n := len(p.curve); n < p.width {
		return n * min(p.width/n, widestBar)
	}
	return p.width
}

// nearest is the distance that a column shows: the least, so that no minimum is lost where several points share a column.
func (p *plotting) nearest(column int) int {
	n := len(p.curve)
	if n < p.width {
		return p.curve[column*n/p.used()].Distance
	}
	least := math.MaxInt
	for i, point := range p.curve {
		if p.column(i) == column {
			least = min(least, point.Distance)
		}
	}
	return least
}

// rise is the height of a distance, 1 at the highest of the curve.
func rise(curve []result.Point, distance int) float64 {
	return math.Log1p(float64(distance)) / math.Log1p(float64(max(highest(curve), 1)))
}

func highest(curve []result.Point) int {
	return slices.MaxFunc(curve, func(a, b result.Point) int { return cmp.Compare(a.Distance, b.Distance) }).Distance
}

func (p *plotting) bars() {
	top := max(highest(p.curve), 1)
	last := 0
	for row := plotRows - 1; row >= 0; row-- {
		label := ""
		value := int(math.Round(math.Expm1(float64(row+1) / plotRows * math.Log1p(float64(top)))))
		if row%3 == 0 && value > 0 && value != last {
			label, last = strconv.Itoa(value), value
		}
		var b strings.Builder
		fmt.Fprintf(&b, "%*s%6s %c", plotMargin, "", label, p.axis)
		for column := range p.used() {
			b.WriteRune(p.stroke(rise(p.curve, p.nearest(column))*plotRows - float64(row)))
		}
		p.lines = append(p.lines, strings.TrimRight(b.String(), " "))
	}
}

// stroke fills a part of a row.
func (p *plotting) stroke(part float64) rune {
	n := len(p.full)
	i := int(math.Round(part * float64(n)))
	if i <= 0 {
		return ' '
	}
	return p.full[min(i, n)-1]
}

// labels draws the axis with the releases that end along it, as many as there is room for.
func (p *plotting) labels() {
	axis := []rune(strings.Repeat(string(p.rule), p.used()))
	names := []rune(strings.Repeat(" ", p.width))
	for _, l := range spaced(p.curve, func(i int, name string) (int, int) {
		from := max(0, min(p.column(i)-len(name)/2, p.width-len(name)))
		return from, from + len(name)
	}, 2) {
		copy(names[l.from:], []rune(l.Name))
		axis[p.column(l.at)] = p.tick
	}
	head := fmt.Sprintf("%*s%6s %c", plotMargin, "", "0", p.corner)
	p.lines = append(p.lines, head+string(axis), strings.TrimRight(strings.Repeat(" ", plotGutter-1)+string(names), " "))
}

// A label names a release where it ends.
type label struct {
	at, from, to int
	Name         string
	X, Middle    float64 // where it points and where its text is, in a drawing
}

// spaced chooses which releases to name so that no two names are nearer than gap: the match's first, then the last, then from the base on.
func spaced(curve []result.Point, room func(i int, name string) (from, to int), gap int) []label {
	var heads []int
	for i, p := range curve {
		if len(p.Releases) > 0 {
			heads = append(heads, i)
		}
	}
	last := slices.Max(append(heads, 0))
	rank := func(i int) int {
		switch {
		case curve[i].Best:
			return 0
		case i == last:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(heads, func(i, j int) int { return cmp.Compare(rank(i), rank(j)) })
	var chosen []label
	for _, i := range heads {
		name := curve[i].Releases[0]
		from, to := room(i, name)
		if !slices.ContainsFunc(chosen, func(l label) bool { return from < l.to+gap && l.from < to+gap }) {
			chosen = append(chosen, label{at: i, from: from, to: to, Name: name})
		}
	}
	slices.SortFunc(chosen, func(a, b label) int { return cmp.Compare(a.at, b.at) })
	return chosen
}

// A mark says what is at a point.
type mark struct {
	at   int
	best bool
	text string
}

// marks are the match, the stamp's place and the nearest runner-up, as far as they are on the curve.
func marks(t result.Tree) []mark {
	var all []mark
	add := func(what string, is func(result.Point) bool) {
		i := slices.IndexFunc(t.Curve, is)
		if i < 0 {
			return
		}
		p := t.Curve[i]
		if j := slices.IndexFunc(all, func(m mark) bool { return m.at == i }); j >= 0 {
			all[j].text += ", " + what
			return
		}
		text := fmt.Sprintf("%s at distance %d: %s", p.Revision, p.Distance, what)
		if p.Statement != nil {
			text = "inside " + text
		}
		all = append(all, mark{i, p.Best, text})
	}
	add("the schema", func(p result.Point) bool { return p.Best })
	add("the stamp", func(p result.Point) bool { return p.Stamped })
	for _, m := range t.RunnersUp {
		if i := len(all); m.Statement == nil {
			add("runner-up", func(p result.Point) bool {
				return p.Revision == m.Revision && p.Distance == m.Distance && p.Statement == nil
			})
			if len(all) > i {
				break
			}
		}
	}
	return all
}

// mark draws a mark on a line of its own, its text on a side where there is room.
func (p *plotting) mark(m mark) {
	sign, column := p.other, p.column(m.at)
	if m.best {
		sign = p.best
	}
	gutter := strings.Repeat(" ", plotGutter-1)
	switch n := len([]rune(m.text)); {
	case column+2+n <= p.width:
		p.lines = append(p.lines, gutter+strings.Repeat(" ", column)+string(sign)+" "+m.text)
	case column >= n+1:
		p.lines = append(p.lines, gutter+strings.Repeat(" ", column-n-1)+m.text+" "+string(sign))
	default: // there is no room beside it
		p.lines = append(p.lines, gutter+strings.Repeat(" ", column)+string(sign), "  "+m.text)
	}
}
