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
	"assay/result"
	"assay/rules"
)

// hostile are names that an attacker may have given to what is in the database.
const hostile = "</pre><script>alert(1)</script>\x1b[31m\u202e\"'><img src=x onerror=alert(1)>"

// hostileReport has them wherever a database's own words get to.
func hostileReport() *result.Report {
	half := 1
	r := &result.Report{
		Version: 1, Checked: true,
		Database: result.Database{Engine: "mysql", Server: "MariaDB 10.11.14" + hostile, Name: hostile},
		Next:     "assay fix '" + hostile + "'",
		Script:   "-- " + hostile,
		Trees: []result.Tree{{
			Tree: "config", Verdict: drift.Partial, Against: "e89e30cee53f", Notes: []string{hostile},
			Stamp:     result.Stamp{Table: hostile, Revisions: []string{hostile}},
			Match:     &result.Match{Revision: "b", Statement: &half, Of: 2, Distance: 1},
			RunnersUp: []result.Match{{Revision: "a", Distance: 4, Series: "20.1.0"}},
			Curve: []result.Point{
				{Revision: "a", Distance: 4, Releases: []string{"20.1.0"}, Series: "20.1.0", Stamped: true},
				{Revision: "b", Statement: &half, Distance: 1, Best: true},
				{Revision: "b", Distance: 4},
			},
		}},
	}
	for i, rule := range rules.All {
		r.Trees[0].Findings = append(r.Trees[0].Findings, result.Finding{
			Rule: rule.Name, Severity: rule.Severity, Table: hostile, Object: hostile, Want: hostile, Got: fmt.Sprint("got ", i),
			Revision: "rev", Release: "20.1.0", Message: fmt.Sprint("message ", i, hostile), Fix: []string{fmt.Sprint("ALTER ", i, hostile)},
		})
	}
	r.Count()
	return r
}

func page(t *testing.T, r *result.Report) string {
	t.Helper()
	var b strings.Builder
	if err := report.HTML(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// inside are the values of attributes that lead nowhere else.
var inside = regexp.MustCompile(`^(#g[0-9a-f]+|flex-grow: \d+)$`)

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
				if inside.MatchString(a.Value) {
					continue
				}
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

// TestWhose: a project's own database is not told what Asterisk does with a finding, in no format; Asterisk's is.
func TestWhose(t *testing.T) {
	t.Parallel()
	rule := rules.Named("missing-column")
	for _, format := range []string{"html", "sarif"} {
		for _, asterisk := range []bool{false, true} {
			r := &result.Report{Asterisk: asterisk, Trees: []result.Tree{{Findings: []result.Finding{{Rule: rule.Name, Table: "t", Message: "m"}}}}}
			for _, result := range []report.Result{r, report.List(r)} {
				text := html.UnescapeString(printed(t, format, result))
				if !strings.Contains(text, rule.Why) || strings.Contains(text, rule.Asterisk) != asterisk {
					t.Errorf("%s of %T, Asterisk's %t:\n%s", format, result, asterisk, text)
				}
			}
		}
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

// hostileForecast has hostile names wherever they get to in what is said of an upgrade.
func hostileForecast() *result.Report {
	rows := 3
	none := 0
	u := &result.Upgrade{
		Target: "target", Releases: "22.0.0", Statements: 7, Refuses: "refused " + hostile, Stays: "the stamp stays",
		Impasse: "no script leads there " + hostile,
		Pending: []string{"one", "two"},
		Stops:   &result.Stop{Revision: "two", Statement: 3, Of: 5, SQL: "ALTER stop " + hostile, Error: "ERROR 1060 " + hostile},
		Skipped: []result.Skipped{{Revision: "s1", Missing: "missing " + hostile, Cause: "cause " + hostile}, {Revision: "s2", Cause: "cause " + hostile}, {Revision: "s3", Cause: "another cause"}},
		Undone:  []result.Undone{{Revision: "one", Table: hostile, Column: hostile, Was: "was " + hostile, Is: "is " + hostile}},
		Dropped: []result.Dropped{{Revision: "two", Table: "dropped " + hostile}},
		Data: []result.Probe{
			{Revision: "one", Table: hostile, Column: "c", Problem: "cut " + hostile, Fatal: true, SQL: "SELECT 1", Rows: &rows, Examples: []string{"key " + hostile}},
			{Revision: "one", Table: "t", Column: "calm", Problem: "calm problem", SQL: "SELECT 2", Rows: &none},
			{Revision: "one", Table: "t", Column: "slow", Problem: "slow problem", SQL: "SELECT 3", Error: "too slow " + hostile},
			{Revision: "one", Table: "t", Column: "foggy", Error: "foggy " + hostile},
			{Revision: "two", Table: "t", Column: "open", Problem: "open problem " + hostile, SQL: "SELECT open " + hostile},
		},
		After: []result.Finding{{Rule: "missing-index", Severity: rules.Warning, Table: hostile, Message: "after " + hostile}},
	}
	r := &result.Report{
		Version: 1, Checked: true, Forecast: true, Database: result.Database{Engine: "mysql", Server: "MariaDB", Name: hostile},
		Trees: []result.Tree{{
			Tree: "config", Verdict: drift.Agrees, Stamp: result.Stamp{Table: "v", Revisions: []string{"zero"}}, Upgrade: u,
			Findings: []result.Finding{{Rule: "extra-column", Severity: rules.Error, Table: hostile, Message: "now " + hostile}},
		}},
	}
	r.Count()
	return r
}

// TestHTMLForecast: all that is known of an upgrade is on the page, whatever names are in the database, and GO and NO-GO are there in words.
func TestHTMLForecast(t *testing.T) {
	t.Parallel()
	r := hostileForecast()
	got := page(t, r)
	counts := elements(t, strings.ReplaceAll(got, "\x1b", ""))
	if counts["script"]+counts["img"] > 0 || counts["details"] != 4 || counts["ol"] != 1 || counts["pre"] != 2 {
		t.Errorf("elements: %v", counts)
	}
	text := html.UnescapeString(got)
	for _, want := range []string{
		"<title>assay: NO-GO, database ", `<p class="word">NO-GO</p>`, "<li>config: Alembic does nothing, 3 revisions skipped for good, 1 question to the data answered badly</li>",
		`<b class="word bad">NO-GO</b>`, `agrees with the schema</span> <span class="bad">1 error, 0 warnings, 0 info</span>`,
		"to <code>target</code> (Asterisk 22.0.0): 2 revisions, 7 statements",
		"Alembic does nothing: refused <", "at <code>two</code>, statement 3 of 5", "ALTER stop <", "ERROR 1060 <", "the stamp stays",
		"<code>s1</code> (missing <", "<code>s2</code>: cause <", "no script leads there <", "<code>s3</code>: another cause", "was <", "is <", "<code>dropped <", "<li><code>two</code></li>",
		"<b>3 rows</b>: cut <", "such as key <", "not checked: too slow <", "slow problem", "foggy <", "2 questions asked", "open problem <", "SELECT open <", "after <", "now <",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(text, "calm problem") {
		t.Error("the page tells of a problem that no row has")
	}
	r.Trees[0].Upgrade = &result.Upgrade{Target: "target", Go: true}
	text = page(t, r)
	for _, want := range []string{`<div class="gate good">`, `<p class="word">GO</p>`, "<li>config to target</li>", `<b class="word good">GO</b>`} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// TestHTMLMood: a verdict has its own colour, and what was found beside it another: no stamp agrees in red.
func TestHTMLMood(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		verdict drift.Verdict
		worst   rules.Severity
		want    string
	}{
		{drift.Agrees, rules.Info, "verdict good"},
		{drift.Agrees, rules.Warning, `verdict good">stamp  agrees with the schema</span> <span class="unsure`},
		{drift.Agrees, rules.Error, `verdict good">stamp  agrees with the schema</span> <span class="bad`},
		{drift.Missing, rules.Info, "verdict unsure"},
		{drift.Missing, rules.Error, "verdict unsure"},
		{drift.Ahead, rules.Info, "verdict bad"},
	} {
		found := []result.Finding{{Rule: "extra-column", Severity: rules.Info}, {Rule: "extra-column", Severity: c.worst}}
		got := page(t, &result.Report{Checked: true, Trees: []result.Tree{{Tree: "config", Verdict: c.verdict, Findings: found}}})
		if !strings.Contains(got, `class="`+c.want+`"`) {
			t.Errorf("%s with findings up to %s is not %q", c.verdict, c.worst, c.want)
		}
	}
}
