package report_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"

	"assay/drift"
	"assay/report"
	"assay/rules"
)

// hostile are names that an attacker may have given to what is in the database.
const hostile = "</pre><script>alert(1)</script>\x1b[31m\u202e\"'><img src=x onerror=alert(1)>"

// hostileReport has them wherever a database's own words get to.
func hostileReport() *report.Report {
	half := 1
	r := &report.Report{
		Version: 1, Checked: true,
		Database: report.Database{Engine: "mysql", Server: "MariaDB 10.11.14" + hostile, Name: hostile},
		Next:     "assay fix '" + hostile + "'",
		Script:   "-- " + hostile,
		Trees: []report.Tree{{
			Tree: "config", Verdict: drift.Partial, Against: "e89e30cee53f", Notes: []string{hostile},
			Stamp:     report.Stamp{Table: hostile, Revisions: []string{hostile}},
			Match:     &report.Match{Revision: "b", Statement: &half, Of: 2, Distance: 1},
			RunnersUp: []report.Match{{Revision: "a", Distance: 4, Series: "20.1.0"}},
			Curve: []report.Point{
				{Revision: "a", Distance: 4, Releases: []string{"20.1.0"}, Series: "20.1.0", Stamped: true},
				{Revision: "b", Statement: &half, Distance: 1, Best: true},
				{Revision: "b", Distance: 4},
			},
		}},
	}
	for i, rule := range rules.All {
		r.Trees[0].Findings = append(r.Trees[0].Findings, report.Finding{
			Rule: rule.Name, Severity: rule.Severity, Table: hostile, Object: hostile, Want: hostile, Got: fmt.Sprint("got ", i),
			Revision: "rev", Release: "20.1.0", Message: fmt.Sprint("message ", i, hostile), Fix: []string{fmt.Sprint("ALTER ", i, hostile)},
		})
	}
	r.Count()
	return r
}

func page(t *testing.T, r *report.Report) string {
	t.Helper()
	var b strings.Builder
	if err := report.HTML(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// elements counts what a page is made of; what opens must close.
func elements(t *testing.T, text string) map[string]int {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(text))
	dec.Entity = xml.HTMLEntity
	counts := map[string]int{}
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return counts
		}
		if err != nil {
			t.Fatalf("the page is not well-formed: %v", err)
		}
		if e, ok := token.(xml.StartElement); ok {
			counts[e.Name.Local]++
			for _, a := range e.Attr {
				if name := strings.ToLower(a.Name.Local); strings.HasPrefix(name, "on") || name == "src" || name == "href" || name == "style" {
					t.Errorf("<%s> has the attribute %s=%q", e.Name.Local, name, a.Value)
				}
			}
		}
	}
}

// TestHTMLHostile: whatever names are in the database, the page has the same elements as with tame ones, and nothing that runs or loads.
func TestHTMLHostile(t *testing.T) {
	t.Parallel()
	got := page(t, hostileReport())
	tame := strings.NewReplacer(html.EscapeString(hostile), "tame")
	counts := elements(t, strings.Map(func(r rune) rune {
		if r == '\x1b' { // a server's own words in SQL: no XML, but harmless
			return -1
		}
		return r
	}, tame.Replace(got)))
	for _, name := range []string{"script", "img", "link", "iframe", "a", "form", "base", "object"} {
		if counts[name] > 0 {
			t.Errorf("the page has %d <%s>", counts[name], name)
		}
	}
	n := len(rules.All)
	if counts["svg"] != 1 || counts["circle"] != 3 || counts["details"] != n+2 || counts["h2"] != 2 || counts["main"] != 1 || counts["li"] != n+1 {
		t.Errorf("elements: %v", counts)
	}
	if m := regexp.MustCompile(`(?i)https?://|url\(|@import|ZgotmplZ`).FindString(got); m != "" {
		t.Errorf("the page has %q", m)
	}
}

// TestHTMLWhole: every finding, its reason and its SQL are on the page, and the same report gives the same page.
func TestHTMLWhole(t *testing.T) {
	t.Parallel()
	r := hostileReport()
	got := page(t, r)
	if again := page(t, r); again != got {
		t.Error("two pages of one report differ")
	}
	text := html.UnescapeString(got)
	for i, rule := range rules.All {
		for _, want := range []string{fmt.Sprint("got ", i, "<"), fmt.Sprint("message ", i, "<"), fmt.Sprint("ALTER ", i, "<"), rule.Name + "</code>: " + rule.Why} {
			if !strings.Contains(text, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
	}
	for _, want := range []string{
		"inside b, after statement 1 of 2, at distance 1", "a, at distance 4 (Asterisk 20.1.0)", "next: <code>assay fix ", `class="verdict bad"`,
		"<title>a, at distance 4 (Asterisk 20.1.0)</title>", `class="dot best"`, `class="dot stamped"`, "inside b at distance 1: the schema", "a at distance 4: the stamp, runner-up",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
