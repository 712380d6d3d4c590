package report

import (
	"encoding/json"
	"io"
	"net/url"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"assay/rules"
)

// levels are SARIF's words for severities.
var levels = map[rules.Severity]string{rules.Error: "error", rules.Warning: "warning", rules.Info: "note"}

// SARIF prints the findings as SARIF 2.1.0, for code scanning. The SQL that ends a finding is among its properties: a fix of SARIF's changes files, and what
// is in a database is in none.
func SARIF(w io.Writer, r Result) error {
	l := r.Listing()
	run := sarif.NewRun()
	run.Tool = sarif.NewTool().WithDriver(sarif.NewToolComponent().WithName("assay"))
	run.AutomationDetails = sarif.NewRunAutomationDetails().WithID("assay/" + strings.ReplaceAll(l.Command, " ", "-") + "/")
	found := l.shown()
	prints := fingerprints(found)
	for i, f := range found {
		describeRule(run, f.Rule, l.Asterisk)
		result := run.CreateResultForRule(f.Rule).WithLevel(levels[f.Severity]).WithMessage(sarif.NewTextMessage(sentences(f))).AddLocation(l.location(f))
		result.PartialFingerprints = map[string]string{"finding/v1": prints[i]}
		result.Properties = facts(f)
	}
	all := sarif.NewReport().AddRun(run)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(all)
}

// sentences are what is to be read of a finding where there is room for a few lines.
func sentences(f Finding) string {
	s := f.said()
	if more := f.compared(); more != "" {
		s += "\n" + more
	}
	return s
}

// describeRule adds what is known of a rule, once.
func describeRule(run *sarif.Run, name string, asterisk bool) {
	d := run.AddRule(name)
	r := rules.Named(name)
	if r == nil || d.ShortDescription != nil {
		return
	}
	d.WithDescription(r.Title)
	d.FullDescription = sarif.NewMultiformatMessageString().WithText(r.Reason(asterisk))
	d.WithMarkdownHelp(r.Reason(asterisk))
	d.DefaultConfiguration = sarif.NewReportingConfiguration().WithLevel(levels[r.Severity])
}

// location says where a finding is: by file, and in a database by name too.
func (l *Listing) location(f Finding) *sarif.Location {
	uri := url.URL{Path: l.path(f)}
	place := sarif.NewPhysicalLocation().WithArtifactLocation(sarif.NewArtifactLocation().WithURI(uri.String()))
	if f.File == "" || f.Line > 0 {
		place.WithRegion(sarif.NewRegion().WithStartLine(max(f.Line, 1)))
	}
	at := sarif.NewLocation().WithPhysicalLocation(place)
	if name := f.qualified(); name != "" {
		logical := sarif.NewLogicalLocation().WithFullyQualifiedName(name).WithKind("table")
		if f.Object != "" {
			logical.WithName(f.Object).WithKind("object")
		}
		at.LogicalLocations = append(at.LogicalLocations, logical)
	}
	return at
}

// qualified is what a finding is about: TREE.TABLE.OBJECT, as far as there are such; empty: no object.
func (f Finding) qualified() string {
	var parts []string
	for _, p := range []string{f.Tree, f.Table, f.Object} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if f.Table == "" && f.Object == "" {
		return ""
	}
	return strings.Join(parts, ".")
}

// facts are what a program may want of a finding; nil: there is nothing more.
func facts(f Finding) *sarif.PropertyBag {
	bag := sarif.NewPropertyBag()
	for _, p := range []struct{ name, value string }{
		{"tree", f.Tree}, {"expected", f.Want}, {"found", f.Got}, {"revision", f.Revision}, {"release", f.Release}, {"fix", strings.Join(f.Fix, "\n")},
	} {
		if p.value != "" {
			bag.Add(p.name, p.value)
		}
	}
	if len(bag.Properties) == 0 {
		return nil
	}
	return bag
}
