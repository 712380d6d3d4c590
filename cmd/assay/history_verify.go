package main

import (
	"fmt"

	"assay/audit"
	"assay/expected"
	"assay/internal/files"
	"assay/migrations"
	"assay/record"
	"assay/result"
	"assay/rules"
)

type historyVerify struct {
	Path []string `arg:"" name:"dir" help:"A versions folder, a project's folder, its alembic.ini or its pyproject.toml. Several folders are one history."`

	Base      string `placeholder:"DIR|FILE" help:"What was released: another such folder or file, or a recorded history. None of it may have changed."`
	Section   string `help:"The section of Alembic's configuration file." default:"alembic"`
	Recursive bool   `help:"Read the folders in the versions folder too, as Alembic does where recursive_version_locations is set."`
	formatFlag
	failFlag
	configFlags
}

// Help implements kong's HelpProvider.
func (*historyVerify) Help() string {
	return `The files are read, and nothing is run: neither Python nor Alembic nor a database is needed.

  assay history verify migrations/versions
  assay history verify alembic.ini --base ../released/alembic.ini
  assay history verify . --base history.jsonl --fail-on warning
  assay history verify . --base ../released --format github

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 could not tell.`
}

// Run judges the history.
func (c *historyVerify) Run(p *process) error {
	if err := c.ready(); err != nil {
		return err
	}
	var dirs []string
	recursive := c.Recursive
	for _, path := range c.Path {
		found, deep, err := migrations.FindFolders(path, c.Section)
		if err != nil {
			return err
		}
		dirs, recursive = append(dirs, found...), recursive || deep
	}
	h, err := migrations.ReadRevisions(dirs, recursive)
	if err != nil {
		return err
	}
	flaws := h.Verify()
	if c.Base != "" {
		released, err := c.released()
		if err != nil {
			return fmt.Errorf("--base %w", err)
		}
		flaws = append(flaws, h.VerifySince(released)...)
	}
	settings, err := c.file(p)
	if err != nil {
		return err
	}
	x := audit.Settled{}
	l := &result.Listing{
		Version: 1, Command: "history verify",
		FailOn: c.severity(),
		Graph:  &result.Graph{Folders: dirs, Base: c.Base, Revisions: len(h.All), Heads: h.Heads()},
	}
	for i, dir := range dirs {
		dirs[i] = p.seen(dir)
	}
	for _, f := range flaws {
		found := rules.Finding{Rule: f.Rule, Severity: rules.Named(f.Rule).Severity, File: p.seen(f.File), Line: f.Line, Revision: f.Revision, Message: f.Message}
		if f.Mild {
			found.Severity--
		}
		if found, ok := x.Take(settings, found); ok {
			l.Findings = append(l.Findings, audit.Listed(found))
		}
	}
	x.Report(l, settings, rules.OfGraph)
	l.Count()
	if err := c.print(p, l); err != nil {
		return err
	}
	return c.judge(l)
}

// released reads what is compared with: a recorded history is a file that is no configuration.
func (c *historyVerify) released() (*migrations.Revisions, error) {
	if migrations.IsConfig(c.Base) {
		dirs, recursive, err := migrations.FindFolders(c.Base, c.Section)
		if err != nil {
			return nil, err
		}
		return migrations.ReadRevisions(dirs, recursive || c.Recursive)
	}
	f, err := files.Open(c.Base, files.Data)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	p, err := expected.ReadRecording(f, c.Base, record.Speak)
	switch {
	case err != nil:
		return nil, err
	case len(p.Steps) == 0:
		return nil, fmt.Errorf("%s: there is no revision in it: record the history again", c.Base)
	}
	return recordedGraph(p, c.Base), nil
}

// recordedGraph is the graph of a recording, which has a line for what it is and one for each revision.
func recordedGraph(p *expected.Project, file string) *migrations.Revisions {
	h := &migrations.Revisions{}
	for i, s := range p.Steps {
		h.All = append(h.All, &migrations.Revision{ID: s.ID, Message: s.Message, Down: s.Down, DependsOn: s.DependsOn, Labels: s.Labels, File: file, Line: i + 2})
	}
	return h
}
