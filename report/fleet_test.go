package report_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"assay/report"
	"assay/result"
	"assay/rules"
)

// hostileFleet has others' words wherever they get to.
func hostileFleet() *result.Fleet {
	first, second := hostileReport(), stranger()
	return &result.Fleet{
		Version: 1, Command: "check", Checked: true, FailOn: rules.Error, Databases: 3, Summary: result.Summary{Error: 3}, Incomplete: true, Next: "assay check x",
		Groups: []result.Group{
			{Name: hostile, Databases: []string{hostile}, Servers: []string{hostile}, Report: first, Nearest: "1", Differences: []result.Difference{
				{Tree: hostile, What: "stamp", Here: hostile}, {Tree: "config", What: "finding", Here: hostile, Severity: rules.Warning}, {What: "finding", There: hostile},
			}},
			{Name: "1", Databases: []string{"a", "b"}, Servers: []string{"MariaDB 10.11.14"}, Report: second},
		},
		Unknown: []result.Unknown{{Databases: []string{hostile, "d"}, Error: hostile}}, Others: []string{hostile},
	}
}

// TestFleetFormats: what is found of many databases is valid in each format, whatever they and what is in them are called.
func TestFleetFormats(t *testing.T) {
	t.Parallel()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	ours, err := jsonschema.UnmarshalJSON(strings.NewReader(string(report.Schema)))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.AddResource("assay.json", ours); err != nil {
		t.Fatal(err)
	}
	gone := &result.Fleet{Version: 1, Command: "infer", Unknown: []result.Unknown{{Databases: []string{"x"}, Error: "gone"}}}
	for name, f := range map[string]*result.Fleet{"hostile": hostileFleet(), "gone": gone} {
		texts := map[string]string{}
		for format, write := range report.FleetFormats {
			var b strings.Builder
			if err := write(&b, f); err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			texts[format] = b.String()
		}
		valid(t, c.MustCompile("assay.json"), texts["json"])
		valid(t, c.MustCompile("testdata/sarif-schema-2.1.0.json"), texts["sarif"])
		if strings.ContainsRune(texts["text"], 0x1b) {
			t.Errorf("%s: a name is taken for more than that", name)
		}
		counts := elements(t, strings.ReplaceAll(texts["html"], "\x1b", "")) // a server's own words in SQL: no XML, but harmless
		if counts["script"]+counts["img"] > 0 || name == "hostile" && (counts["figure"] != 1 || counts["a"] != 2) {
			t.Errorf("%s: elements: %v", name, counts)
		}
		cmd := exec.CommandContext(t.Context(), "xmllint", "--noout", "--schema", "testdata/junit.xsd", "-")
		cmd.Stdin = strings.NewReader(texts["junit"])
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s in:\n%s", name, err, out, texts["junit"])
		}
	}
}
