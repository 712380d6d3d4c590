package audit

import (
	"fmt"

	"assay/config"
	"assay/migrations"
	"assay/record"
	"assay/result"
	"assay/rules"
)

// Files are a project's own, in which its history is.
type Files struct {
	Paths     []string // folders of versions or projects, or Alembic's configuration files
	Section   string   // of those
	Recursive bool     // the folders in the versions folders are read too
	Base      string   // what was released: another such folder or file, or a recording; empty: it is not known
}

// Verify judges the history in the files, none of which is run.
func (f Files) Verify(settings *config.File) (*result.Listing, error) {
	var dirs []string
	recursive := f.Recursive
	for _, path := range f.Paths {
		found, deep, err := migrations.FindFolders(path, f.Section)
		if err != nil {
			return nil, err
		}
		dirs, recursive = append(dirs, found...), recursive || deep
	}
	h, err := migrations.ReadRevisions(dirs, recursive)
	if err != nil {
		return nil, err
	}
	flaws := h.Verify()
	if f.Base != "" {
		released, err := record.Graph(f.Base, f.Section, f.Recursive)
		if err != nil {
			return nil, fmt.Errorf("--base %w", err)
		}
		flaws = append(flaws, h.VerifySince(released)...)
	}
	l := &result.Listing{
		Version: 1, Command: "history verify",
		Graph: &result.Graph{Folders: dirs, Base: f.Base, Revisions: len(h.All), Heads: h.Heads()},
	}
	listFlaws(l, settings, flaws)
	l.Count()
	return l, nil
}

// listFlaws takes what is wrong with the files into a listing, as the configuration file has it.
func listFlaws(l *result.Listing, settings *config.File, flaws []migrations.Flaw) {
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
