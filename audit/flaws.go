package audit

import (
	"assay/config"
	"assay/migrations"
	"assay/result"
	"assay/rules"
)

// ListFlaws takes what is wrong with a project's files into a listing, as the configuration file has it.
func ListFlaws(l *result.Listing, settings *config.File, flaws []migrations.Flaw) {
	var x Settled
	for _, f := range flaws {
		found := rules.Finding{Rule: f.Rule, Severity: rules.Named(f.Rule).Severity, File: f.File, Line: f.Line, Revision: f.Revision, Message: f.Message}
		if f.Mild {
			found.Severity--
		}
		if found, ok := x.Take(settings, found); ok {
			l.Findings = append(l.Findings, Listed(found))
		}
	}
	x.Report(l, settings, rules.OfGraph)
}
