package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"assay/drift"
	"assay/report"
	"assay/result"
	"assay/rules"
)

// flat are a listing's findings, a line each.
func flat(l *result.Listing) []string {
	var lines []string
	for _, f := range l.Findings {
		lines = append(lines, fmt.Sprintf("%s %s %s %s %s", f.Severity, f.Rule, f.Tree, f.Table, f.Message))
	}
	return lines
}

// TestListingOfForecast: what keeps an upgrade from running is among the findings, and so is what is left after one that runs.
func TestListingOfForecast(t *testing.T) {
	t.Parallel()
	rows, none := 3, 0
	u := &result.Upgrade{
		Target: "target", Refuses: "Can't locate", Stays: "the stamp stays old",
		Stops:   &result.Stop{Revision: "two", Statement: 3, Of: 5, SQL: "ALTER\n  stop", Error: "ERROR 1060"},
		Skipped: []result.Skipped{{Revision: "s1", Cause: "cause"}, {Revision: "s2", Cause: "cause"}},
		Data: []result.Probe{
			{Table: "t", Column: "bad", Problem: "is cut", Fatal: true, SQL: "SELECT 1", Rows: &rows},
			{Table: "t", Column: "calm", Problem: "is cut", SQL: "SELECT 2", Rows: &none},
			{Table: "t", Column: "mild", Problem: "is cut", SQL: "SELECT 2", Rows: &rows},
			{Table: "t", Column: "slow", Problem: "is cut", Fatal: true, SQL: "SELECT 3", Error: "too slow"},
			{Table: "t", Column: "open", Problem: "is cut", Fatal: true, SQL: "SELECT 4"},
			{Table: "t", Column: "silent", Problem: "becomes 0", Fatal: true, Silent: true, Undecided: true, SQL: "SELECT 5"},
		},
		After: []result.Finding{{Rule: "extra-column", Severity: rules.Info, Table: "a", Message: "after"}},
	}
	r := &result.Report{Version: 1, Command: "preflight", Trees: []result.Tree{{
		Tree: "config", Upgrade: u, Stamp: result.Stamp{Table: "v"},
		Findings: []result.Finding{
			{Rule: "stamp-ahead", Severity: rules.Error, Table: "v", Message: "stamp"},
			{Rule: "skipped-revision", Severity: rules.Error, Revision: "s2", Message: "s2 skipped"},
			{Rule: "extra-column", Severity: rules.Info, Table: "n", Message: "now"},
		},
	}}}
	want := []string{
		"error upgrade-refused config  Alembic does nothing: Can't locate",
		"error upgrade-stops config  the upgrade stops at two, statement 3 of 5 (ALTER stop): ERROR 1060; the stamp stays old",
		"error upgrade-data config t 3 rows: is cut",
		"warning upgrade-data config t 3 rows: is cut",
		"error upgrade-data config t not checked: too slow; is cut",
		"error upgrade-data config t not looked at: becomes 0",
		"error stamp-ahead config v stamp",
		"error skipped-revision config  s2 skipped",
		"info extra-column config n now",
		"error skipped-revision config  revision s1 was skipped: cause",
	}
	if got := flat(report.List(r)); !slices.Equal(got, want) {
		t.Errorf("it stops:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	u.Refuses, u.Stops, u.Skipped, u.Data = "", nil, nil, nil
	u.After = append(u.After, result.Finding{Rule: "skipped-revision", Severity: rules.Error, Revision: "s2", Message: "again"})
	want = []string{"error stamp-ahead config v stamp", "error skipped-revision config  s2 skipped", "info extra-column config a after"}
	if got := flat(report.List(r)); !slices.Equal(got, want) {
		t.Errorf("it ends:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if l := report.List(r); l.Summary != (result.Summary{Error: 2, Info: 1}) || !l.Reaches(rules.Error) {
		t.Errorf("the summary is %+v", l.Summary)
	}
}

// TestListingOfNoGo: an upgrade that may not be run is an error, whatever a configuration says of the findings behind that.
func TestListingOfNoGo(t *testing.T) {
	t.Parallel()
	u := &result.Upgrade{Target: "target", Unmade: 2}
	r := &result.Report{Trees: []result.Tree{{Tree: "config", Upgrade: u, Findings: []result.Finding{{Rule: "stamp-ahead", Severity: rules.Info, Message: "ahead"}}}}}
	want := []string{"error upgrade-unsafe config  the upgrade must not be run: the stamp is ahead: 2 revisions would never be made", "info stamp-ahead config  ahead"}
	if got := flat(report.List(r)); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	u.Go = true
	if got := flat(report.List(r)); !slices.Equal(got, want[1:]) {
		t.Errorf("%v, want %v", got, want[1:])
	}
}

// TestListingOfCheck: every finding of every tree is there, once.
func TestListingOfCheck(t *testing.T) {
	t.Parallel()
	r := hostileReport()
	r.Trees = append(r.Trees, result.Tree{Tree: "cdr", Verdict: drift.Agrees, Findings: []result.Finding{{Rule: "extra-column"}}})
	l := report.List(r)
	if n := len(rules.All) + 1; len(l.Findings) != n || l.Findings[n-1].Tree != "cdr" || l.Findings[0].Tree != "config" {
		t.Errorf("there are %d findings: %+v", len(l.Findings), l.Findings)
	}
	if r.Trees[0].Findings[0].Tree != "" {
		t.Error("the report itself has changed")
	}
}

// hostileListing has hostile names wherever they get to in findings of files.
func hostileListing() *result.Listing {
	l := &result.Listing{
		Version: 1, Command: "lint", Subject: "subject " + hostile, Next: "next " + hostile,
		Graph: &result.Graph{Folders: []string{"folder " + hostile}, Base: "base " + hostile, Revisions: 2, Heads: []string{"head " + hostile}},
		Findings: []result.Finding{
			{Rule: "several-heads", Severity: rules.Warning, Message: "whole " + hostile, File: "file " + hostile},
			{Rule: "revision-cycle", Severity: rules.Error, Message: "line " + hostile, File: "file " + hostile, Line: 7, Revision: "rev " + hostile},
			{Rule: "extra-index", Severity: rules.Info, Table: "table " + hostile, Object: hostile, Message: "table message", Fix: []string{"DROP " + hostile}},
			{Rule: "extra-index", Severity: rules.Error, Table: "inherited " + hostile, Message: "own", Inherited: true},
		},
	}
	l.Count()
	return l
}

// TestListingHTML: what the text says is on the page too, whatever names there are.
func TestListingHTML(t *testing.T) {
	t.Parallel()
	l := hostileListing()
	var b bytes.Buffer
	if err := report.HTML(&b, l); err != nil {
		t.Fatal(err)
	}
	counts := elements(t, strings.ReplaceAll(b.String(), "\x1b", ""))
	if counts["script"]+counts["img"] > 0 || counts["h3"] != 3 || counts["details"] != 1 || counts["main"] != 1 {
		t.Errorf("elements: %v", counts)
	}
	text := html.UnescapeString(b.String())
	for _, want := range []string{
		"subject <", "next <", "folder <", "base <", "head <", "file <", "line <", "whole <", `>:7</bdi>`, "DROP <", "1 error, 1 warning, 1 info", "1 finding inherited",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(text, "own</p>") {
		t.Error("an inherited finding is shown")
	}
}

// TestListingInherited: they are counted apart, and neither shown nor severe, unless they are asked for.
func TestListingInherited(t *testing.T) {
	t.Parallel()
	l := &result.Listing{Findings: []result.Finding{{Rule: "extra-index", Severity: rules.Error, Table: "t", Message: "their own", Inherited: true}}}
	l.Count()
	said := func() string {
		var b bytes.Buffer
		if err := report.Text(&b, l); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	if got := said(); strings.Contains(got, "their own") || !strings.Contains(got, "1 finding inherited from the expected revision") || l.Reaches(rules.Info) {
		t.Errorf("it says %q", got)
	}
	l.Inherited = true
	if got := said(); !strings.Contains(got, "their own (inherited)") || !strings.Contains(got, "no findings\n1 finding inherited") {
		t.Errorf("asked for, it says %q", got)
	}
	var b bytes.Buffer
	if err := report.JSON(&b, l); err != nil {
		t.Fatal(err)
	}
	var again result.Listing
	if err := json.Unmarshal(b.Bytes(), &again); err != nil || !again.Findings[0].Inherited || again.Summary.Inherited != 1 || again.Graph != nil {
		t.Errorf("the JSON is %s: %v", b.String(), err)
	}
}
