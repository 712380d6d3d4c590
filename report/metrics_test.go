package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"assay/report"
	"assay/result"
	"assay/rules"
)

// TestMetrics: Prometheus's own parser reads them, whatever databases are called, and a query finds the one that drifted.
func TestMetrics(t *testing.T) {
	t.Parallel()
	f := hostileFleet()
	f.Made = result.Made{At: time.Unix(1796073164, 0), By: "1.2.3"}
	var b strings.Builder
	if err := report.FleetMetrics(&b, f); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(b.String(), "\n# EOF\n") {
		t.Errorf("it does not end as OpenMetrics does:\n%s", b.String())
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(b.String()))
	if err != nil {
		t.Fatalf("%v in:\n%s", err, b.String())
	}
	values := map[string]float64{}
	for name, family := range families {
		for _, m := range family.GetMetric() {
			key := name
			for _, l := range m.GetLabel() {
				if l.GetName() == "severity" || l.GetName() == "database" && len(l.GetValue()) == 1 || l.GetName() == "version" {
					key += " " + l.GetValue()
				}
			}
			values[key] = m.GetGauge().GetValue()
		}
	}
	for key, want := range map[string]float64{
		"assay_up a": 1, "assay_up d": 0, "assay_findings a error": 1, "assay_findings a warning": 0, "assay_findings_by_rule a error": 1,
		"assay_read_timestamp_seconds": 1796073164, "assay_version 1.2.3": 1,
	} {
		if got, ok := values[key]; !ok || got != want {
			t.Errorf("%s is %v, want %v in:\n%s", key, got, want, b.String())
		}
	}
}

// TestNagios: it is one line with its data, and the state follows from what was found.
func TestNagios(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]*result.Fleet{
		"ASSAY OK - clean; 2 databases in 0 groups | errors=0 warnings=0 infos=0 databases=2 unknown=0\n": {Databases: 2, FailOn: rules.Error},
		"ASSAY WARNING - 2 warnings; 2 databases in 0 groups | errors=0 warnings=2 infos=0 databases=2 unknown=0\n": {
			Databases: 2, FailOn: rules.Error, Summary: result.Summary{Warning: 2},
		},
		"ASSAY CRITICAL - 1 error; 2 databases in 0 groups; 1 database not known | errors=1 warnings=0 infos=0 databases=2 unknown=1\n": {
			Databases: 2, FailOn: rules.Error, Summary: result.Summary{Error: 1}, Unknown: []result.Unknown{{Databases: []string{"x"}}},
		},
		"ASSAY UNKNOWN - 0 databases in 0 groups; 1 database not known | errors=0 warnings=0 infos=0 databases=0 unknown=1\n": {
			FailOn: rules.Error, Unknown: []result.Unknown{{Databases: []string{"x"}}},
		},
	} {
		var b strings.Builder
		if err := report.FleetNagios(&b, f); err != nil || b.String() != want {
			t.Errorf("%v: got %swant %s", err, b.String(), want)
		}
	}
	if text := printed(t, "nagios", hostileReport()); strings.Count(text, "\n") != 1 || strings.Count(text, "|") != 1 || strings.ContainsRune(text, 0x1b) {
		t.Error(text)
	}
}
