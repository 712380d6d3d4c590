package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"assay/drift"
	"assay/result"
	"assay/rules"
)

// FleetFormats are the ways to print what is found of many databases, by name.
var FleetFormats = map[string]func(io.Writer, *result.Fleet) error{
	"text":  FleetText,
	"json":  FleetJSON,
	"html":  FleetHTML,
	"sarif": FleetSARIF,
	"junit": FleetJUnit,

	"openmetrics": FleetMetrics,
	"nagios":      FleetNagios,
}

// FleetJSON prints it as one JSON object. Empty lists are [], never null.
func FleetJSON(w io.Writer, f *result.Fleet) error {
	c := *f
	c.Groups, c.Unknown, c.Others = list(slices.Clone(f.Groups)), list(f.Unknown), list(f.Others)
	for i := range c.Groups {
		g := &c.Groups[i]
		g.Report, g.Differences = reportListed(g.Report), list(g.Differences)
	}
	if f.Since != nil {
		s := result.Since{At: f.Since.At, Changed: list(slices.Clone(f.Since.Changed))}
		for i := range s.Changed {
			s.Changed[i].New, s.Changed[i].Gone = list(s.Changed[i].New), list(s.Changed[i].Gone)
		}
		c.Since = &s
	}
	return encodeJSON(w, c)
}

// FleetText prints it for people: what stands alone first, then the groups, each with what differs from the nearest.
func FleetText(w io.Writer, f *result.Fleet) error {
	t := text{bufio.NewWriter(w)}
	if f.Since != nil {
		t.since(f)
		return t.Flush()
	}
	many := slices.DeleteFunc(slices.Clone(f.Groups), func(g result.Group) bool { return len(g.Databases) == 1 })
	alone := f.Groups[:len(f.Groups)-len(many)]
	t.printf("%s\n", bold(fleetTitle(f)))
	if len(many) > 0 && len(alone) > 0 {
		t.printf("%s like no other: %s\n", count(len(alone), "database"), few(groupNames(alone)))
	}
	for _, g := range f.Groups {
		t.group(g, f)
	}
	for _, u := range f.Unknown {
		t.printf("\n%s  %s\n", coloured[rules.Error]("not known"), clean(u.Error))
		t.printf("    %s\n", few(u.Databases))
	}
	if len(f.Others) > 0 {
		t.printf("\nleft out, with nothing of a known history: %s\n", few(f.Others))
	}
	t.fleetEnd(f)
	return t.Flush()
}

func (t text) fleetEnd(f *result.Fleet) {
	var sums []string
	if f.Checked && f.Databases > 0 {
		sums = append(sums, summary(f.Summary))
	}
	if said := decided(f); said != "" {
		sums = append(sums, said)
	}
	if n := unknownIn(f); n > 0 {
		sums = append(sums, count(n, "database")+" not known")
	}
	if f.Incomplete {
		sums = append(sums, "incomplete: it was interrupted")
	}
	if len(sums) > 0 {
		t.printf("\n%s\n", strings.Join(sums, "; "))
	}
	if f.Next != "" {
		t.printf("next: %s\n", f.Next)
	}
}

// decided counts the databases by what was decided of their upgrades; empty: none was asked about.
func decided(f *result.Fleet) string {
	numbers := map[string]int{}
	for _, g := range f.Groups {
		if g.Report.Forecast {
			numbers[decide(g.Report).Word] += len(g.Databases)
		}
	}
	var all []string
	for _, word := range []string{goesNo, goIf, goes} {
		if n := numbers[word]; n > 0 {
			all = append(all, fmt.Sprintf("%d %s", n, word))
		}
	}
	return strings.Join(all, ", ")
}

// unknownIn is how many databases nothing could be told of.
func unknownIn(f *result.Fleet) int {
	n := 0
	for _, u := range f.Unknown {
		n += len(u.Databases)
	}
	return n
}

func groupNames(groups []result.Group) []string {
	var all []string
	for _, g := range groups {
		all = append(all, g.Name)
	}
	return all
}

// shared says of what an upgrade drops in one database of a group that the others hold something there as well, as many values as it may be.
func shared(g result.Group) string {
	holds := slices.ContainsFunc(g.Report.Trees, func(t result.Tree) bool { return t.Upgrade != nil && len(losses(t.Upgrade)) > 0 })
	if len(g.Databases) < 2 || !holds {
		return ""
	}
	return " in " + g.Databases[0] + ", and what the others have there"
}

func (t text) group(g result.Group, f *result.Fleet) {
	title := titleOf(g)
	switch {
	case g.Report.Forecast:
		title += ", " + verdict(g.Report) + shared(g)
	case f.Checked:
		title += ", " + brief(g.Report.Summary)
	}
	t.printf("\n%s\n", bold(clean(title)))
	t.printf("  %s\n", clean(strings.Join(g.Servers, ", ")))
	if places := placesOf(g.Report); places != "" {
		t.printf("  %s\n", places)
	}
	for _, line := range unsettled(g.Report) {
		t.printf("  %s\n", line)
	}
	if len(g.Databases) > 1 {
		t.printf("  %s\n", faint(few(g.Databases)))
	}
	if g.Nearest == "" {
		for _, tree := range g.Report.Trees {
			t.findings(tree.Findings)
		}
		return
	}
	t.printf("  unlike group %s\n", clean(g.Nearest))
	for i, d := range g.Differences {
		if d.What == "stamp" && i > 0 && d == (result.Difference{Tree: d.Tree, What: d.What, Here: g.Differences[i-1].Here, There: g.Differences[i-1].There}) {
			continue // it went along with the schema
		}
		t.difference(d)
	}
}

// placesOf is where the trees are.
func placesOf(r *result.Report) string {
	var all []string
	for _, tree := range r.Trees {
		if tree.Match == nil {
			continue
		}
		m := *tree.Match
		m.Equivalent, m.Series = nil, ""
		all = append(all, strings.TrimPrefix(tree.Tree+" "+strings.TrimSuffix(describe(m), ", exactly"), " "))
	}
	return clean(strings.Join(all, "; "))
}

// unsettled says of the trees whose stamp does not agree with the schema what is so.
func unsettled(r *result.Report) []string {
	var all []string
	for _, tree := range r.Trees {
		if tree.Verdict == drift.NotAlembic || tree.Tree != "" && tree.Verdict != drift.Agrees {
			all = append(all, strings.TrimPrefix(clean(tree.Tree)+": "+sentence(tree), ": "))
		}
	}
	return all
}

// fleetSize says how much it is.
func fleetSize(f *result.Fleet) string {
	return fmt.Sprintf("%s in %s", count(f.Databases, "database"), count(len(f.Groups), "group"))
}

// fleetTitle says how much it is, what a group is, and how many databases are missing there.
func fleetTitle(f *result.Fleet) string {
	var title string
	switch groups := len(f.Groups); {
	case f.Databases == 0:
		title = "no database was judged"
	case f.Databases == 1:
		title = "1 database"
	case groups == 1:
		title = count(f.Databases, "database") + ", all alike"
	case groups == f.Databases:
		title = count(f.Databases, "database") + ", no two alike"
	default:
		title = fleetSize(f) + " of those that are alike"
	}
	unknown := 0
	for _, u := range f.Unknown {
		unknown += len(u.Databases)
	}
	if unknown > 0 {
		title += fmt.Sprintf("; %d not known, see below", unknown)
	}
	return title
}

// titleOf is what a group is called.
func titleOf(g result.Group) string {
	if len(g.Databases) == 1 {
		return g.Databases[0]
	}
	return fmt.Sprintf("group %s: %s", g.Name, count(len(g.Databases), "database"))
}

// brief is a summary in few words.
func brief(s result.Summary) string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{s.Error, "error"}, {s.Warning, "warning"}, {s.Info, "info"}} {
		if p.n > 0 {
			parts = append(parts, count(p.n, p.what))
		}
	}
	if len(parts) == 0 {
		return "clean"
	}
	return strings.Join(parts, ", ")
}

func (t text) difference(d result.Difference) {
	tree := ""
	if d.Tree != "" {
		tree = clean(d.Tree) + " "
	}
	switch {
	case d.What != "finding":
		t.printf("    %s%s: %s instead of %s\n", tree, d.What, orNothing(d.Here), orNothing(d.There))
	case d.Here != "":
		t.printf("    %s  %s%s\n", coloured[d.Severity](fmt.Sprintf("%-7s", d.Severity)), tree, clean(d.Here))
	default:
		t.printf("    %-7s  %s%s\n", "without", tree, clean(d.There))
	}
}

// few names the first of many, those that begin alike by how they end.
func few(names []string) string {
	const most = 8
	rest := ""
	if len(names) > most+1 {
		rest = fmt.Sprintf(" and %d more", len(names)-most)
		names = names[:most]
	}
	var all []string
	before := ""
	for _, name := range names {
		folder := name[:strings.LastIndexByte(name, '/')+1]
		if folder != "" && folder == before {
			name = name[len(folder):]
		}
		before = folder
		all = append(all, name)
	}
	return clean(strings.Join(all, ", ")) + rest
}
