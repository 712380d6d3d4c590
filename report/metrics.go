package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"assay/result"
	"assay/rules"
)

// Metrics prints what is found as OpenMetrics, which Prometheus and node_exporter's textfile collector read: of one database as of a fleet of one.
func Metrics(w io.Writer, r Result) error {
	return either(r,
		func(r *result.Report) error { return FleetMetrics(w, alone(r)) },
		func(l *result.Listing) error { return fmt.Errorf("of assay %s there are no metrics", l.Command) })
}

// alone is a report as the fleet of one database.
func alone(r *result.Report) *result.Fleet {
	name := cmp.Or(r.Named, r.Database.Name)
	return &result.Fleet{
		Command: r.Command, Checked: r.Checked, FailOn: r.FailOn, Databases: 1, Summary: r.Summary, Made: r.Made,
		Groups: []result.Group{{Name: name, Databases: []string{name}, Servers: []string{r.Database.Server}, Report: r}},
	}
}

// A family is a metric, with a line for each of its values.
type family struct {
	name, unit, help string
	lines            []string
}

func (f *family) add(value int, labels ...string) {
	var pairs []string
	for i := 0; i < len(labels); i += 2 {
		pairs = append(pairs, labels[i]+`="`+labelText.Replace(clean(labels[i+1]))+`"`)
	}
	line := f.name
	if len(pairs) > 0 {
		line += "{" + strings.Join(pairs, ",") + "}"
	}
	f.lines = append(f.lines, fmt.Sprintf("%s %d", line, value))
}

// labelText spells out what a label's value cannot hold as it is.
var labelText = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// gauges are all metrics of a fleet.
type gauges struct{ up, time, made, place, distance, stamp, findings, byRule, left, undecided family }

// FleetMetrics prints what is found of many databases as OpenMetrics. All are gauges, and there is nothing in it that Prometheus's older format has not.
func FleetMetrics(w io.Writer, f *result.Fleet) error {
	g := gauges{
		up:        family{name: "assay_up", help: "Whether the database could be looked at."},
		time:      family{name: "assay_read_timestamp_seconds", unit: "seconds", help: "When the databases were read."},
		made:      family{name: "assay_version", help: "The version of assay, always 1."},
		place:     family{name: "assay_revision", help: "The revision that the schema is nearest to, always 1."},
		distance:  family{name: "assay_distance", help: "How far the schema is from that revision, 0 for the very schema."},
		stamp:     family{name: "assay_stamp", help: "How the stamp goes together with the schema, always 1."},
		findings:  family{name: "assay_findings", help: "How many findings there are of a severity."},
		byRule:    family{name: "assay_findings_by_rule", help: "How many findings there are of a rule, of those that have some."},
		left:      family{name: "assay_not_compared", help: "How many objects could not be compared."},
		undecided: family{name: "assay_undecided", help: "How many questions about the next upgrade are undecided."},
	}
	for _, group := range f.Groups {
		for _, name := range group.Databases {
			g.database(name, group.Report, f.Checked)
		}
	}
	for _, u := range f.Unknown {
		for _, name := range u.Databases {
			g.up.add(0, "database", name)
		}
	}
	if !f.Made.At.IsZero() {
		g.time.add(int(f.Made.At.Unix()))
	}
	g.made.add(1, "version", cmp.Or(f.Made.By, "devel"))
	return g.print(w)
}

// database adds what is known of one.
func (g *gauges) database(name string, r *result.Report, checked bool) {
	g.up.add(1, "database", name)
	if r.Coverage != nil {
		g.left.add(len(r.Coverage.NotCompared), "database", name)
	}
	for _, t := range r.Trees {
		g.stamp.add(1, "database", name, "tree", t.Tree, "state", string(t.Verdict))
		if t.Match != nil {
			g.place.add(1, "database", name, "tree", t.Tree, "revision", t.Match.Revision)
			g.distance.add(t.Match.Distance, "database", name, "tree", t.Tree)
		}
		if t.Upgrade != nil {
			g.undecided.add(undecided(t.Upgrade), "database", name, "tree", t.Tree)
		}
		if checked {
			g.found(t.Findings, "database", name, "tree", t.Tree)
		}
	}
}

// found adds the findings of a tree.
func (g *gauges) found(found []result.Finding, labels ...string) {
	type kind struct{ rule, severity string }
	numbers := map[kind]int{}
	var order []kind
	for _, f := range found {
		key := kind{f.Rule, f.Severity.String()}
		if numbers[key]++; numbers[key] == 1 {
			order = append(order, key)
		}
	}
	for _, key := range order {
		g.byRule.add(numbers[key], slices.Concat(labels, []string{"rule", key.rule, "severity", key.severity})...)
	}
	n := result.Tally(found)
	for severity, number := range map[rules.Severity]int{rules.Error: n.Error, rules.Warning: n.Warning, rules.Info: n.Info} {
		g.findings.add(number, slices.Concat(labels, []string{"severity", severity.String()})...)
	}
	slices.Sort(g.findings.lines[len(g.findings.lines)-3:])
}

func undecided(u *result.Upgrade) int {
	n := 0
	for _, p := range u.Data {
		if p.Undecided {
			n++
		}
	}
	return n
}

func (g *gauges) print(out io.Writer) error {
	w := bufio.NewWriter(out)
	for _, f := range []family{g.up, g.time, g.made, g.place, g.distance, g.stamp, g.findings, g.byRule, g.left, g.undecided} {
		if len(f.lines) == 0 {
			continue
		}
		_, _ = fmt.Fprintf(w, "# TYPE %s gauge\n", f.name) // bufio keeps the first error
		if f.unit != "" {
			_, _ = fmt.Fprintf(w, "# UNIT %s %s\n", f.name, f.unit)
		}
		_, _ = fmt.Fprintf(w, "# HELP %s %s\n", f.name, f.help)
		for _, line := range f.lines {
			_, _ = fmt.Fprintln(w, line)
		}
	}
	_, _ = fmt.Fprintln(w, "# EOF")
	return w.Flush()
}

// Nagios prints what is found as the one line of a plugin of Nagios, with its performance data.
func Nagios(w io.Writer, r Result) error {
	return either(r,
		func(r *result.Report) error { return FleetNagios(w, alone(r)) },
		func(l *result.Listing) error {
			return fmt.Errorf("of assay %s there is no state for Nagios", l.Command)
		})
}

// The states of Nagios, which are a plugin's exit statuses.
const (
	NagiosOK = iota
	NagiosWarning
	NagiosCritical
	NagiosUnknown
)

// NagiosState is the state of what is found: critical is what reaches --fail-on.
func NagiosState(r interface{ Reaches(rules.Severity) bool }, failOn rules.Severity, unknown int) int {
	switch {
	case r.Reaches(failOn):
		return NagiosCritical
	case unknown > 0:
		return NagiosUnknown
	case r.Reaches(rules.Warning):
		return NagiosWarning
	}
	return NagiosOK
}

// NagiosUnknownLine says why nothing is known.
func NagiosUnknownLine(w io.Writer, why string) error {
	_, err := fmt.Fprintf(w, "ASSAY UNKNOWN - %s\n", strings.ReplaceAll(clean(why), "|", "/"))
	return err
}

// FleetNagios prints what is found of many databases as [Nagios] does.
func FleetNagios(w io.Writer, f *result.Fleet) error {
	unknown := unknownIn(f)
	state := []string{"OK", "WARNING", "CRITICAL", "UNKNOWN"}[NagiosState(f, f.FailOn, unknown)]
	said := []string{brief(f.Summary)}
	if f.Databases == 0 {
		said = nil
	}
	if len(f.Groups) == 1 && f.Databases == 1 {
		said = append(said, placesOf(f.Groups[0].Report))
		said = append(said, unsettled(f.Groups[0].Report)...)
	} else {
		said = append(said, fleetSize(f))
	}
	if unknown > 0 {
		said = append(said, count(unknown, "database")+" not known")
	}
	said = slices.DeleteFunc(said, func(s string) bool { return s == "" })
	s := f.Summary
	data := fmt.Sprintf("errors=%d warnings=%d infos=%d databases=%d unknown=%d", s.Error, s.Warning, s.Info, f.Databases, unknown)
	_, err := fmt.Fprintf(w, "ASSAY %s - %s | %s\n", state, strings.ReplaceAll(strings.Join(said, "; "), "|", "/"), data)
	return err
}
