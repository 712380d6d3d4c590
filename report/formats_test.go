package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"assay/drift"
	"assay/report"
	"assay/result"
	"assay/rules"
)

// results are those that a format has to cope with, by name.
func results() map[string]report.Result {
	clean := &result.Report{Version: 1, Command: "check", Checked: true, Trees: []result.Tree{{Tree: "config", Verdict: drift.Agrees}, {Tree: "cdr", Verdict: drift.Agrees}}}
	return map[string]report.Result{
		"report": hostileReport(), "plot": plotted(), "forecast": hostileForecast(), "listing": hostileListing(), "clean": clean, "stranger": stranger(),
		"accepted": accepted(), "empty": &result.Listing{Version: 1, Command: "history verify"},
	}
}

// plotted is a report with curves.
func plotted() *result.Report {
	r := hostileReport()
	r.Canvas = &result.Canvas{}
	return r
}

// accepted is a listing that says what it does not list.
func accepted() *result.Listing {
	l := hostileListing()
	l.Notes = []string{"not judged: " + hostile}
	l.Settings, l.Ignored = hostile, []result.Ignored{{Rule: "extra-index", Object: hostile, Reason: hostile}}
	l.Baseline = &result.Baseline{File: hostile, Accepted: 2, Gone: []string{hostile}}
	return l
}

// stranger is a database of no tree, without a name.
func stranger() *result.Report {
	r := &result.Report{Version: 1, Command: "infer", Trees: []result.Tree{{Verdict: drift.NotAlembic, Findings: []result.Finding{{Rule: "not-alembic", Severity: rules.Error, Message: "of no tree"}}}}}
	r.Count()
	return r
}

func printed(t *testing.T, format string, r report.Result) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Formats[format](&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// valid holds JSON against a schema.
func valid(t *testing.T, schema *jsonschema.Schema, text string) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%v in:\n%s", err, text)
	}
}

// TestSARIF: it is valid by OASIS's schema, and every finding is there, with a rule that is explained.
func TestSARIF(t *testing.T) {
	t.Parallel()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema := c.MustCompile("testdata/sarif-schema-2.1.0.json")
	for name, r := range results() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := printed(t, "sarif", r)
			valid(t, schema, text)
			var log struct {
				Runs []struct {
					Tool struct {
						Driver struct {
							Rules []struct {
								ID               string
								ShortDescription struct{ Text string }
							}
						}
					}
					Results []struct {
						RuleID    string
						RuleIndex int
						Level     string
						Message   struct{ Text string }
						Locations []struct {
							PhysicalLocation struct{ ArtifactLocation struct{ URI string } }
						}
						PartialFingerprints map[string]string
					}
				}
			}
			if err := json.Unmarshal([]byte(text), &log); err != nil || len(log.Runs) != 1 {
				t.Fatalf("%v in:\n%s", err, text)
			}
			run := log.Runs[0]
			if want := visible(r); len(run.Results) != want {
				t.Errorf("there are %d results, want %d", len(run.Results), want)
			}
			seen := map[string]bool{}
			for _, result := range run.Results {
				rule := run.Tool.Driver.Rules[result.RuleIndex]
				if rule.ID != result.RuleID || rule.ShortDescription.Text != rules.Named(rule.ID).Title {
					t.Errorf("the rule of %s is %+v", result.RuleID, rule)
				}
				if len(result.Locations) != 1 || result.Locations[0].PhysicalLocation.ArtifactLocation.URI == "" || result.Message.Text == "" {
					t.Errorf("%+v has no place or nothing to say", result)
				}
				mark := result.PartialFingerprints["finding/v1"]
				if mark == "" || seen[mark] {
					t.Errorf("the fingerprint %q of %+v tells nothing apart", mark, result)
				}
				seen[mark] = true
			}
		})
	}
}

// visible counts the findings that are not inherited.
func visible(r report.Result) int {
	n := 0
	for _, f := range report.List(r).Findings {
		if !f.Inherited {
			n++
		}
	}
	return n
}

// TestFingerprints: they do not change as other findings come and go, as lines move, or as a message is put into better words.
func TestFingerprints(t *testing.T) {
	t.Parallel()
	prints := func(found ...result.Finding) []string {
		var all []struct{ Fingerprint string }
		if err := json.Unmarshal([]byte(printed(t, "gitlab", &result.Listing{Findings: found})), &all); err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, q := range all {
			list = append(list, q.Fingerprint)
		}
		return list
	}
	a := result.Finding{Rule: "extra-column", Tree: "config", Table: "t", Object: "a", Message: "a"}
	b := result.Finding{Rule: "revision-cycle", File: "x.py", Line: 3, Revision: "r", Message: "b"}
	moved := b
	moved.Line, moved.Message = 9, "better"
	if first, later := prints(a, b), prints(moved, result.Finding{Rule: "extra-column"}, a); first[0] != later[2] || first[1] != later[0] {
		t.Errorf("they are %v, and later %v", first, later)
	}
	others := []result.Finding{a, a, b, {Rule: "extra-column", Tree: "cdr", Table: "t", Object: "a"}, {Rule: "extra-index", Tree: "config", Table: "t", Object: "a"}}
	if all := prints(others...); len(slices.Compact(slices.Sorted(slices.Values(all)))) != len(others) {
		t.Errorf("two are alike: %v", all)
	}
}

// TestGitLab: it is as GitLab's documentation says.
func TestGitLab(t *testing.T) {
	t.Parallel()
	schema := jsonschema.NewCompiler().MustCompile("testdata/gitlab.schema.json")
	for _, r := range results() {
		text := printed(t, "gitlab", r)
		valid(t, schema, text)
		if n := strings.Count(text, `"check_name"`); n != visible(r) {
			t.Errorf("there are %d findings, want %d", n, visible(r))
		}
	}
	for table, want := range map[string]string{"..": "database/_..", "a/../../b": "database/a_.._.._b", "": "database"} {
		text := printed(t, "gitlab", &result.Listing{Findings: []result.Finding{{Rule: "no-primary-key", Table: table}}})
		if !strings.Contains(text, `"path": "`+want+`"`) {
			t.Errorf("of table %q: want the path %s in:\n%s", table, want, text)
		}
	}
}

// TestTextNoCommand: GitHub's runner reads the text of every step, and takes a line for a command that begins with :: behind blanks.
func TestTextNoCommand(t *testing.T) {
	t.Parallel()
	text := printed(t, "text", &result.Listing{Findings: []result.Finding{{Rule: "no-primary-key", Table: "::stop-commands::x", Message: "::error::"}}})
	if regexp.MustCompile(`(?m)^\s*::`).MatchString(text) || !strings.Contains(text, `  \x3a\x3astop-commands::x`) {
		t.Error(text)
	}
}

// TestJUnit: a schema that is stricter than those of Jenkins and Surefire accepts it, and it counts right.
func TestJUnit(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("xmllint"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("there is no xmllint: make deps installs libxml2-utils")
		}
		t.Skip("NOT TESTED: there is no xmllint (libxml2-utils) to hold JUnit to its schema with")
	}
	for name, r := range results() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := printed(t, "junit", r)
			lint := exec.CommandContext(t.Context(), "xmllint", "--noout", "--nonet", "--schema", "testdata/junit.xsd", "-")
			lint.Stdin = strings.NewReader(text)
			if out, err := lint.CombinedOutput(); err != nil {
				t.Errorf("%v: %s in:\n%s", err, out, text)
			}
		})
	}
}

// TestJUnitCounts: what makes the command fail fails a test, and what does not is a test's output.
func TestJUnitCounts(t *testing.T) {
	t.Parallel()
	l := &result.Listing{Command: "check", FailOn: rules.Warning, Trees: []string{"config", "cdr"}, Findings: []result.Finding{
		{Rule: "extra-column", Severity: rules.Info, Tree: "config", Table: "mild", Message: "mild"},
		{Rule: "extra-column", Severity: rules.Info, Tree: "config", Table: "bad", Message: "mild too"},
		{Rule: "missing-column", Severity: rules.Warning, Tree: "config", Table: "bad", Message: "worse"},
		{Rule: "missing-column", Severity: rules.Error, Tree: "config", Table: "bad", Message: "worst", Fix: []string{"ALTER\n]]>TABLE"}},
	}}
	var all struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Name  string `xml:"name,attr"`
			Cases []struct {
				Name    string `xml:"name,attr"`
				Failure *struct {
					Message string `xml:"message,attr"`
					Text    string `xml:",chardata"`
				} `xml:"failure"`
				Output string `xml:"system-out"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(printed(t, "junit", l)), &all); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%d %d", all.Tests, all.Failures)
	for _, s := range all.Suites {
		for _, c := range s.Cases {
			got += fmt.Sprintf("\n%s %s", s.Name, c.Name)
			if c.Failure != nil {
				got += fmt.Sprintf(": %s: %q", c.Failure.Message, c.Failure.Text)
			}
			got += fmt.Sprintf(" %q", c.Output)
		}
	}
	want := "3 1\nassay.check.config mild \"info: mild [extra-column]\\n\"\n" +
		"assay.check.config bad: worst (and 1 more): \"warning: worse [missing-column]\\nerror: worst [missing-column]\\nALTER\\n]]>TABLE\\n\" \"info: mild too [extra-column]\\n\"\n" +
		"assay.check.cdr no findings \"\""
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// workflowCommand is what GitHub's runner reads of a line.
var workflowCommand = regexp.MustCompile(`^::(\w+) ([^:]*)::(.*)$`)

// TestGitHub: whatever names there are, GitHub's runner reads one command per finding, and of it what was meant.
func TestGitHub(t *testing.T) {
	t.Parallel()
	for name, r := range results() {
		got := printed(t, "github", r)
		lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
		commands := slices.DeleteFunc(lines[:len(lines)-1], func(line string) bool { return strings.HasPrefix(line, "note: ") })
		if notes := len(lines) - 1 - len(commands); len(commands) != visible(r) || notes != len(report.List(r).Notes) || strings.ContainsAny(got, "\r\x1b") {
			t.Errorf("%s: there are %d commands and %d notes, want %d and %d:\n%s", name, len(commands), notes, visible(r), len(report.List(r).Notes), got)
		}
		if last := lines[len(lines)-1]; strings.Contains(last, ": NO-GO, ") != (name == "forecast") {
			t.Errorf("%s: the last line is %q", name, last)
		}
		for _, line := range commands {
			if !workflowCommand.MatchString(line) {
				t.Errorf("%s: no command: %q", name, line)
			}
		}
	}
	got := printed(t, "github", &result.Listing{Command: "lint", Findings: []result.Finding{
		{Rule: "not-static", Severity: rules.Info, Message: "100% ::error::\xff"},
		{Rule: "revision-cycle", Severity: rules.Error, File: "a,b:c%/x.py", Line: 7, Message: "cycle", Want: "w", Got: "g"},
	}})
	want := "::error file=a%2Cb%3Ac%25/x.py,line=7,title=revision-cycle::cycle%0Aexpected w, found g\n::notice title=not-static::100%25 ::error::\\xff\nassay lint: no findings\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestMarkdown: whatever names there are, it has the same tables and no HTML but line breaks.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	bar := regexp.MustCompile(`(^|[^\\])\|`)
	for name, r := range results() {
		got := printed(t, "markdown", r)
		rows := 0
		for line := range strings.Lines(got) {
			if strings.HasPrefix(line, "|") && !strings.HasPrefix(line, "| | where") && !strings.HasPrefix(line, "| ---") {
				rows++
				if n := len(bar.FindAllString(line, -1)); n != 5 {
					t.Errorf("%s: %d bars in %q", name, n, line)
				}
			}
		}
		if rows != visible(r) {
			t.Errorf("%s: there are %d rows, want %d", name, rows, visible(r))
		}
		if rest := strings.ReplaceAll(got, "<br>", ""); strings.ContainsAny(rest, "<>\x1b") {
			t.Errorf("%s: there is HTML in it:\n%s", name, got)
		}
	}
	got := printed(t, "markdown", &result.Listing{Command: "lint", Findings: []result.Finding{{Rule: "extra-column", Table: "a|b`c`\\|d", Message: "<b>*x*</b> [y](z) @team"}}})
	if want := "| info | a\\|b\\`c\\`\\\\\\|d | &lt;b&gt;\\*x\\*&lt;/b&gt; \\[y\\](z) &#64;team | extra-column |"; !strings.Contains(got, want) {
		t.Errorf("no %s in:\n%s", want, got)
	}
}

// TestSchema: the JSON is as its schema says, and has no field that the schema does not know.
func TestSchema(t *testing.T) {
	t.Parallel()
	schema := strictSchema(t)
	for _, r := range results() {
		valid(t, schema, printed(t, "json", r))
	}
	for _, wrong := range []string{`{}`, `{"version":1,"command":"lint","findings":[{}],"summary":{"error":0,"warning":0,"info":0}}`} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(wrong))
		if err != nil || schema.Validate(value) == nil {
			t.Errorf("%s is valid: %v", wrong, err)
		}
	}
}

// strictSchema is the published schema, but without the leave to add fields.
func strictSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(report.Schema))
	if err != nil {
		t.Fatal(err)
	}
	forbid(doc)
	c := jsonschema.NewCompiler()
	if err := c.AddResource("assay.json", doc); err != nil {
		t.Fatal(err)
	}
	return c.MustCompile("assay.json")
}

// forbid forbids fields that a schema does not know.
func forbid(node any) {
	switch node := node.(type) {
	case map[string]any:
		if node["type"] == "object" && node["properties"] != nil {
			node["additionalProperties"] = false
		}
		for _, child := range node {
			forbid(child)
		}
	case []any:
		for _, child := range node {
			forbid(child)
		}
	}
}

// failing takes a few bytes and then no more.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// TestFormatsFail: no format loses an error of who writes.
func TestFormatsFail(t *testing.T) {
	t.Parallel()
	for name, write := range report.Formats {
		r := hostileReport()
		r.Revisions = []string{"a"}
		if err := write(failing{}, r); err == nil {
			t.Errorf("%s says that it was written", name)
		}
	}
}

// TestJobSummary: it is cut where it would be too long, at the end of a line.
func TestJobSummary(t *testing.T) {
	t.Parallel()
	l := &result.Listing{Command: "lint"}
	for range 20000 {
		l.Findings = append(l.Findings, result.Finding{Rule: "extra-column", Table: "t", Message: strings.Repeat("long ", 20)})
	}
	var text strings.Builder
	if err := report.JobSummary(&text, l); err != nil {
		t.Fatal(err)
	}
	if got := text.String(); len(got) > 1<<20 || len(got) < 1<<19 || !strings.HasSuffix(got, "have it.\n\n") {
		t.Errorf("the summary of %d bytes ends %q", len(got), got[len(got)-100:])
	}
}
