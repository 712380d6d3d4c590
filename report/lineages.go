package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dustin/go-humanize/english"

	"assay/expected"
	"assay/result"
)

// A Mapped is a history whose lineages are to be drawn as a map, and where on it a database is.
type Mapped struct {
	History *expected.History
	// Here are the revisions that a database's schema has run, in order, and Match says where that is; nil: there is no database, or it is nowhere.
	Here  []*expected.Revision
	Match *result.Match
}

// place says where the database is; empty: there is none.
func (m Mapped) place() string {
	if m.Match == nil || m.Here == nil {
		return ""
	}
	return clean(describe(*m.Match))
}

// A track is a line as it is drawn. Those that part from it are above it, the first to part highest: so nothing crosses a line but at its start.
type track struct {
	*expected.Line
	stops  []int // at which something ends: a release or the line, and each of a history that has no releases
	parent int   // the row of the line that it parts from; -1: of none
	here   int   // the stop at which the database is; -1: it is on another line
}

// tracks lays a map out from the top down.
func tracks(m Mapped) []track {
	var all []track
	var lay func(l *expected.Line) int
	lay = func(l *expected.Line) int {
		var rows []int
		for _, b := range slices.SortedStableFunc(slices.Values(l.Branches), func(a, b *expected.Line) int { return cmp.Compare(a.Start, b.Start) }) {
			rows = append(rows, lay(b))
		}
		for _, r := range rows {
			all[r].parent = len(all)
		}
		all = append(all, track{Line: l, parent: -1, here: -1})
		return len(all) - 1
	}
	first := expected.FirstLine(m.History)
	if first == nil {
		return nil
	}
	lay(first)
	released := slices.ContainsFunc(m.History.Chains, func(c *expected.Chain) bool { return len(c.Releases) > 0 })
	for i, t := range all {
		for k, s := range t.Stops {
			if len(s.Releases) > 0 || !released || k == len(t.Stops)-1 {
				all[i].stops = append(all[i].stops, k)
			}
		}
	}
	if on, at := first.At(m.Here); on != nil {
		i := slices.IndexFunc(all, func(t track) bool { return t.Line == on })
		all[i].here = at
	}
	return all
}

// furthest is how many revisions have run at the last stop of all.
func furthest(all []track) int {
	return slices.MaxFunc(all, func(a, b track) int { return cmp.Compare(a.End(), b.End()) }).End()
}

// named says which releases end with a line, and with which revision.
func (t track) named() string {
	last := t.Stops[len(t.Stops)-1]
	releases := expected.Sorted(last.Releases)
	name := expected.Brief(releases)
	if utf8.RuneCountInString(name) > longName {
		public := slices.DeleteFunc(slices.Clone(releases), func(r expected.Release) bool { return strings.HasPrefix(r.Name, "certified-") })
		if len(public) > 0 {
			name = fmt.Sprintf("%s and %d more", public[len(public)-1].Name, len(releases)-1)
		}
	}
	return strings.TrimSpace(name + "  " + clean(last.Revision.ID))
}

// counted says how much a map is of.
func counted(all []track) string {
	return english.Plural(len(all), "line", "") + " of up to " + english.Plural(furthest(all), "revision", "")
}

// signs are the characters of a map in the terminal.
type signs struct{ rule, parts, joins, passes, crosses, stop, end, here string }

var (
	railed = signs{"─", "╭", "┴", "│", "├", "○", "●", "◆"}
	typed  = signs{"-", ".", "+", "|", "+", "o", "O", "@"}
)

const (
	longName   = 48 // characters that the releases of a line may take
	leastMap   = 24 // columns
	widestStep = 6  // columns from one revision to the next
	axisStep   = 6  // columns at least from one number to the next
	mapGap     = 2  // columns before what a line is called
)

// Maps draws the lineages of histories for the terminal: a line for each, a stop where releases end, and where a database is.
func Maps(out io.Writer, c result.Canvas, all []Mapped) error {
	w := text{bufio.NewWriter(out)}
	for i, m := range all {
		if i > 0 {
			w.printf("\n")
		}
		if t := tracks(m); len(t) > 0 {
			w.chart(c, m, t)
		}
	}
	return w.Flush()
}

// A chart is a map in lines of characters.
type chart struct {
	signs
	tracks []track
	cells  [][]string
	width  int
}

func (w text) chart(c result.Canvas, m Mapped, all []track) {
	p := chart{signs: railed, tracks: all}
	if c.ASCII {
		p.signs = typed
	}
	p.fit(c.Width)
	p.draw()
	w.printf("%s\n", strings.TrimSpace(bold(clean(m.History.Tree))+"  "+counted(all)))
	for i, t := range all {
		ends := p.column(t, len(t.Stops)-1)
		w.printf("%s%*s%s\n", strings.Join(p.cells[i][:ends+1], ""), mapGap, "", t.named())
	}
	w.printf("%s\n", faint(p.axis()))
	if here := m.place(); here != "" {
		w.printf("%s %s\n", bold(p.here), here)
	}
}

// fit takes as much of the terminal as leaves every line room for what it is called.
func (p *chart) fit(columns int) {
	over := func(t track) bool {
		return p.column(t, len(t.Stops)-1)+1+mapGap+utf8.RuneCountInString(t.named()) > columns
	}
	p.width = min(columns, (furthest(p.tracks)-1)*widestStep+1)
	for p.width > leastMap && slices.ContainsFunc(p.tracks, over) {
		p.width--
	}
}

// at is the column of a database that has run so many revisions.
func (p *chart) at(n int) int {
	last := furthest(p.tracks)
	return max(n-1, 0) * (p.width - 1) / max(last-1, 1)
}

// column is that of a stop: a line has one at least beside where it parts.
func (p *chart) column(t track, stop int) int {
	if t.parent < 0 {
		return p.at(stop + 1)
	}
	return max(p.at(t.Start+stop+1), p.at(t.Start)+1)
}

// draw fills the cells: the lines first, then what leads up to those that part from them, and the stops over all.
func (p *chart) draw() {
	p.cells = make([][]string, len(p.tracks))
	for i, t := range p.tracks {
		p.cells[i] = slices.Repeat([]string{" "}, p.width+1)
		begins := 0
		if t.parent >= 0 {
			begins = p.at(t.Start)
		}
		for c := begins; c <= p.column(t, len(t.Stops)-1); c++ {
			p.cells[i][c] = p.rule
		}
	}
	for i, t := range p.tracks {
		if t.parent >= 0 {
			p.lead(i, t.parent, p.at(t.Start))
		}
	}
	for i, t := range p.tracks {
		for _, k := range t.stops {
			p.cells[i][p.column(t, k)] = p.stop
		}
		p.cells[i][p.column(t, len(t.Stops)-1)] = p.end
		if t.here >= 0 {
			p.cells[i][p.column(t, t.here)] = bold(p.here)
		}
	}
}

// lead draws what leads from one row down to another in a column.
func (p *chart) lead(from, to, column int) {
	if p.cells[from][column] != p.crosses {
		p.cells[from][column] = p.parts
	}
	for _, row := range p.cells[from+1 : to] {
		row[column] = map[string]string{p.parts: p.crosses, p.rule: p.crosses}[row[column]]
		row[column] = cmp.Or(row[column], p.passes)
	}
	p.cells[to][column] = p.joins
}

// axis says below the map how many revisions have run.
func (p *chart) axis() string {
	line := []rune(strings.Repeat(" ", p.width+axisStep))
	last := furthest(p.tracks)
	step := tickStep(last, p.width/axisStep+1)
	for n := step; n <= last; n += step {
		copy(line[p.at(n):], []rune(strconv.Itoa(n)))
	}
	if step > 1 || last == 1 {
		copy(line, []rune("1"))
	}
	return strings.TrimRight(string(line), " ")
}
