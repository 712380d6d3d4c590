package report

import (
	"encoding/json"
	"io"

	"assay/rules"
)

// urgencies are GitLab's words for severities.
var urgencies = map[rules.Severity]string{rules.Error: "critical", rules.Warning: "minor", rules.Info: "info"}

// A quality is what GitLab's report on code quality says of a finding. GitLab leaves out all of a report in which one lacks a part.
type quality struct {
	Description string          `json:"description"`
	Check       string          `json:"check_name"`
	Fingerprint string          `json:"fingerprint"`
	Severity    string          `json:"severity"`
	Location    qualityLocation `json:"location"`
}

type qualityLocation struct {
	Path  string       `json:"path"`
	Lines qualityLines `json:"lines"`
}

type qualityLines struct {
	Begin int `json:"begin"`
}

// GitLab prints the findings as a report on code quality, which GitLab shows in merge requests.
func GitLab(w io.Writer, r Result) error {
	l := List(r)
	found := shown(l)
	prints := fingerprints(found)
	all := []quality{}
	for i, f := range found {
		about := ""
		if sql := statementOf(f); sql != "" {
			about = " (" + sql + ")"
		}
		all = append(all, quality{
			Description: said(f) + about, Check: f.Rule, Fingerprint: prints[i], Severity: urgencies[f.Severity],
			Location: qualityLocation{Path: pathOf(l, f), Lines: qualityLines{Begin: max(f.Line, 1)}},
		})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(all)
}
