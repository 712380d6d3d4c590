// Package report prints what assay found: as text for people and as JSON for programs. It prints what it is given and decides nothing.
package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"assay/result"
	"assay/rules"
)

// A Result is what a command found: a [*result.Report] or a [*result.Listing], and nothing else.
type Result interface {
	// Reaches reports whether a finding is at least that severe.
	Reaches(rules.Severity) bool
}

// either does the one for a report and the other for a listing.
func either[T any](r Result, report func(*result.Report) T, listing func(*result.Listing) T) T {
	if l, ok := r.(*result.Listing); ok {
		return listing(l)
	}
	return report(r.(*result.Report))
}

// List returns all that was found, one finding after the other.
func List(r Result) *result.Listing {
	return either(r, listed, func(l *result.Listing) *result.Listing { return l })
}

// namedIn are the revisions as a sentence names them.
func namedIn(s result.Stamp) []string {
	named := slices.Clone(s.Revisions)
	for i, id := range named {
		if strings.TrimSpace(id) == "" {
			named[i] = "an empty row"
		}
	}
	return named
}

func baselineListed(b *result.Baseline) *result.Baseline {
	if b == nil {
		return nil
	}
	c := *b
	c.Gone = list(c.Gone)
	return &c
}

// baselineLines say it for people; none: there is no baseline.
func baselineLines(b *result.Baseline) []string {
	if b == nil {
		return nil
	}
	lines := []string{count(b.Accepted, "finding") + " accepted by " + clean(b.File)}
	for _, gone := range b.Gone {
		lines = append(lines, "gone, take it out of the baseline: "+clean(gone))
	}
	return lines
}

// ignored says how many findings are accepted, for people; empty: none.
func ignored(all []result.Ignored, settings string) string {
	if len(all) == 0 {
		return ""
	}
	return count(len(all), "finding") + " ignored by " + clean(settings)
}

// Formats are the ways to print a result, by name.
var Formats = map[string]func(io.Writer, Result) error{
	"text": Text,
	"json": JSON,
	"html": HTML,
	// For those who show findings beside code.
	"sarif":  SARIF,
	"junit":  JUnit,
	"github": GitHub,
	"gitlab": GitLab,
	// For people who talk about them.
	"markdown":       Markdown,
	"github-comment": GitHubComment,
	"sql":            SQL,
	// For scripts.
	"revision": Stamps,
	// For those who watch.
	"openmetrics": Metrics,
	"nagios":      Nagios,
}

// SQL prints the script that ends all of it; nothing where there is none.
func SQL(w io.Writer, r Result) error {
	if report, ok := r.(*result.Report); ok {
		_, err := io.WriteString(w, report.Script)
		return err
	}
	return nil
}

// Stamps prints the ids of revisions alone, one a line.
func Stamps(w io.Writer, r Result) error {
	report, ok := r.(*result.Report)
	if !ok {
		return nil
	}
	for _, id := range report.Revisions {
		if _, err := fmt.Fprintln(w, clean(id)); err != nil {
			return err
		}
	}
	return nil
}

// JSON prints the result as one JSON object. Empty lists are [], never null.
func JSON(w io.Writer, r Result) error {
	return either(r, func(r *result.Report) error { return jsonReport(r, w) }, func(l *result.Listing) error { return jsonListing(l, w) })
}

func jsonReport(r *result.Report, w io.Writer) error { return encodeJSON(w, reportListed(r)) }

func reportListed(r *result.Report) *result.Report {
	c := *r
	c.Trees = make([]result.Tree, len(r.Trees))
	c.Baseline = baselineListed(r.Baseline)
	for i, t := range r.Trees {
		t.Stamp.Revisions = list(t.Stamp.Revisions)
		t.Notes, t.RunnersUp, t.Findings = list(t.Notes), list(t.RunnersUp), listedFindings(t.Findings)
		for j := range t.RunnersUp {
			t.RunnersUp[j] = matchListed(t.RunnersUp[j])
		}
		if t.Match != nil {
			m := matchListed(*t.Match)
			t.Match = &m
		}
		t.Upgrade = upgradeListed(t.Upgrade)
		if r.Canvas == nil {
			t.Curve = nil
		}
		for j := range t.Curve {
			t.Curve[j].Releases = list(t.Curve[j].Releases)
		}
		c.Trees[i] = t
	}
	return &c
}

func listedFindings(found []result.Finding) []result.Finding {
	found = append([]result.Finding{}, found...)
	for i := range found {
		found[i].Fix = list(found[i].Fix)
	}
	return found
}

func matchListed(m result.Match) result.Match {
	m.Releases, m.Equivalent = list(m.Releases), list(m.Equivalent)
	return m
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// nameOf is where a finding is, for people: in a file, or in which table.
func nameOf(f result.Finding) string {
	switch {
	case f.File == "":
		return cmp.Or(f.Table, f.Object)
	case f.Line == 0:
		return f.File
	}
	return fmt.Sprintf("%s:%d", f.File, f.Line)
}
