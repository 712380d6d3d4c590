package report

import (
	_ "embed" // the page
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strings"
	"sync"

	"assay/drift"
	"assay/result"
	"assay/rules"
)

//go:embed page.html
var pageText string

// page is made of one template per part of a tree: a further part is a further template, and a line in "tree".
var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Funcs(functions).Funcs(fleetFunctions).Funcs(mapFunctions).Parse(pageText))
})

// paged executes one of the templates of a page, which says what Asterisk does with what is found where that is asked for.
func paged(w io.Writer, name string, data any, asterisk bool) error {
	p, err := page().Clone()
	if err != nil {
		return err
	}
	return p.Funcs(template.FuncMap{"why": func(rule string) string { return why(rule, asterisk) }}).ExecuteTemplate(w, name, data)
}

var functions = template.FuncMap{
	"clean":       clean,
	"sentence":    sentence,
	"worst":       worst,
	"describe":    describe,
	"mood":        mood,
	"summary":     summary,
	"orNothing":   orNothing,
	"origin":      origin,
	"tables":      byTable,
	"why":         func(string) string { return "" }, // see paged
	"join":        func(sql []string) string { return strings.Join(sql, "\n") },
	"statement":   statement,
	"draw":        draw,
	"decide":      decide,
	"word":        word,
	"shade":       shade,
	"count":       count,
	"dotted":      dotted,
	"contents":    contents,
	"examples":    examples,
	"causes":      causes,
	"sift":        sift,
	"oneLine":     oneLine,
	"parts":       parts,
	"marked":      marked,
	"said":        said,
	"statementOf": statementOf,
	"about":       about,
	"shown":       shown,
	"inherited":   inherited,
	"title":       title,
	"ignored":     ignored,
	"accepted":    baselineLines,
}

// HTML prints the report as one page that needs nothing else: no script, no font, no picture from elsewhere.
func HTML(w io.Writer, r Result) error {
	return either(r, func(r *result.Report) error { return htmlReport(r, w) }, func(l *result.Listing) error { return htmlListing(l, w) })
}

func htmlReport(r *result.Report, w io.Writer) error { return paged(w, "report", r, r.Asterisk) }

func htmlListing(l *result.Listing, w io.Writer) error { return paged(w, "listing", l, l.Asterisk) }

// title says what a page is about: in a row of tabs, the decision comes first.
func title(r *result.Report) string {
	name := "database " + clean(r.Database.Name)
	if r.Forecast {
		return decide(r).Word + ", " + name
	}
	return name
}

// mood is how bad the verdict on a tree is, as a class of the page.
func mood(t result.Tree) string {
	if t.Nearer {
		return "unsure"
	}
	switch t.Verdict {
	case drift.Agrees, drift.Unseen, drift.AtBase:
		return "good"
	case drift.Missing, drift.UnknownRevision:
		return "unsure"
	case drift.Ahead, drift.Behind, drift.OneBehind, drift.OtherLineage, drift.OtherTree, drift.Newer, drift.Several, drift.Partial, drift.NotAlembic,
		drift.Abbreviated, drift.Misspelled, drift.Empty, drift.Shadowed, drift.PlainTable:
	}
	return "bad"
}

// worst is how bad the worst of a tree's findings is, as a class of the page.
func worst(t result.Tree) string {
	if result.Tally(t.Findings).Error > 0 {
		return "bad"
	}
	return "unsure"
}

// marked counts what was found beside the verdict; empty: nothing that matters.
func marked(t result.Tree) string {
	if n := result.Tally(t.Findings); n.Error+n.Warning > 0 {
		return summary(n)
	}
	return ""
}

func shade(goes bool) string { return map[bool]string{true: "good", false: "bad"}[goes] }

// A cause is why revisions were skipped.
type cause struct {
	Text    string
	Skipped []result.Skipped
}

// causes groups skipped revisions: mostly one cause has many.
func causes(all []result.Skipped) []cause {
	var found []cause
	for _, s := range all {
		i := slices.IndexFunc(found, func(c cause) bool { return c.Text == s.Cause })
		if i < 0 {
			i = len(found)
			found = append(found, cause{Text: s.Cause})
		}
		found[i].Skipped = append(found[i].Skipped, s)
	}
	return found
}

// A part is findings that belong to one time.
type part struct {
	Title    string
	Findings []result.Finding
	Open     bool // to be read without being asked for
}

// parts are what is so after an upgrade, where it gets there, and what is so now. What is so now can be the reason of a NO-GO: then it is open.
func parts(t result.Tree) []part {
	after, now := unsaid(t.Upgrade, t.Upgrade.After), unsaid(t.Upgrade, t.Findings)
	all := []part{
		{"After the upgrade, against a fresh install", after, true},
		{"Now, before the upgrade", now, !ends(t.Upgrade) || result.Tally(now).Error > 0},
	}
	return slices.DeleteFunc(all, func(p part) bool { return len(p.Findings) == 0 })
}

// A group is the findings of one table.
type group struct {
	Name     string
	Findings []result.Finding
}

// byTable groups findings that are in order already.
func byTable(found []result.Finding) []group {
	var groups []group
	for _, f := range found {
		if n := len(groups); n == 0 || groups[n-1].Name != nameOf(f) {
			groups = append(groups, group{Name: nameOf(f)})
		}
		last := &groups[len(groups)-1]
		last.Findings = append(last.Findings, f)
	}
	return groups
}

// why says what a rule is for.
func why(rule string, asterisk bool) string {
	if r := rules.Named(rule); r != nil {
		return r.Reason(asterisk)
	}
	return ""
}

func statement(p result.Point) string {
	s := p.Revision
	if p.Statement != nil {
		s = fmt.Sprintf("inside %s, after statement %d", s, *p.Statement)
	}
	s += fmt.Sprintf(", at distance %d", p.Distance)
	if p.Series != "" {
		s += " (Asterisk " + p.Series + ")"
	}
	return s
}

// The size of a drawing, and of what surrounds the curve, in the units of its view box.
const (
	drawingWidth, drawingFloor = 760, 230
	left, right, top           = 46, 14, 14
)

// A drawing is a curve, ready for SVG.
type drawing struct {
	Width, Height      int
	Left, Right, Floor float64
	Foot               float64 // where ticks end
	Line               string  // the points of the curve
	Dots               []dot
	Levels             []level
	Names              []label
	Marks              []pointer
}

type dot struct {
	X, Y    float64
	Class   string
	Tooltip string
}

type level struct {
	Y     float64
	Value int
}

type pointer struct {
	X, Y                float64
	Anchor, Class, Text string
}

// draw lays the curve of a tree out. Heights are logarithmic, as in the terminal's plot.
func draw(t result.Tree) drawing {
	d := drawing{
		Width: drawingWidth, Left: left, Right: drawingWidth - right, Floor: drawingFloor, Foot: drawingFloor + 4,
	}
	x := func(i int) float64 {
		return tenth(left + 8 + float64(i)*(d.Right-left-16)/float64(max(len(t.Curve)-1, 1)))
	}
	y := func(distance int) float64 { return tenth(d.Floor - rise(t.Curve, distance)*(d.Floor-top)) }
	var line strings.Builder
	for i, p := range t.Curve {
		fmt.Fprintf(&line, "%g,%g ", x(i), y(p.Distance))
		d.Dots = append(d.Dots, dot{x(i), y(p.Distance), class(p), statement(p)})
	}
	d.Line = strings.TrimSpace(line.String())
	for _, value := range []int{0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000} {
		if value <= highest(t.Curve) {
			d.Levels = append(d.Levels, level{y(value), value})
		}
	}
	d.Names = spaced(t.Curve, func(i int, name string) (int, int) {
		half := len(name) * 5 // so that they fit in a phone's larger letters
		middle := min(max(int(x(i)), half), drawingWidth-half)
		return middle - half, middle + half
	}, 4)
	for i := range d.Names {
		d.Names[i].X = x(d.Names[i].at)
		d.Names[i].Middle = float64(d.Names[i].from+d.Names[i].to) / 2
	}
	for i, m := range marks(t) {
		d.Marks = append(d.Marks, pointed(m, x(m.at), d.Floor+float64(42+20*i)))
	}
	d.Height = drawingFloor + 30 + 20*len(d.Marks)
	return d
}

// pointed puts a mark's text on the side where there is more room.
func pointed(m mark, x, y float64) pointer {
	p := pointer{X: x, Y: y, Anchor: "start", Class: "other", Text: "▲ " + m.text}
	if x > drawingWidth/2 {
		p.Anchor, p.Text = "end", m.text+" ▲"
		p.X += 5
	} else {
		p.X -= 5
	}
	if m.best {
		p.Class = "best"
	}
	return p
}

func class(p result.Point) string {
	var all []string
	if p.Best {
		all = append(all, "best")
	}
	if p.Stamped {
		all = append(all, "stamped")
	}
	return strings.Join(all, " ")
}

// tenth keeps the page short.
func tenth(f float64) float64 { return math.Round(f*10) / 10 }
