package main

import (
	"fmt"

	"assay/audit"
	"assay/migrations"
	"assay/record"
	"assay/result"
)

type historyVerify struct {
	Path []string `arg:"" optional:"" name:"dir" default:"." help:"Folders of versions or projects, alembic.ini or pyproject.toml: one history (default: .)."`

	Base      string `placeholder:"DIR|FILE" help:"What was released: another such folder or file, or a recorded history. None of it may have changed."`
	Section   string `help:"The section of Alembic's configuration file." default:"alembic"`
	Recursive bool   `help:"Read the folders in the versions folder too, as Alembic does where recursive_version_locations is set."`
	formatFlag
	failFlag
	configFlags
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
		released, err := record.Graph(c.Base, c.Section, c.Recursive)
		if err != nil {
			return fmt.Errorf("--base %w", err)
		}
		flaws = append(flaws, h.VerifySince(released)...)
	}
	settings, err := c.file(p)
	if err != nil {
		return err
	}
	l := &result.Listing{
		Version: 1, Command: "history verify",
		FailOn: c.severity(),
		Graph:  &result.Graph{Folders: dirs, Base: c.Base, Revisions: len(h.All), Heads: h.Heads()},
	}
	audit.ListFlaws(l, settings, flaws)
	for i, dir := range dirs {
		dirs[i] = p.seen(dir)
	}
	for i, f := range l.Findings {
		l.Findings[i].File = p.seen(f.File)
	}
	l.Count()
	if err := c.print(p, l); err != nil {
		return err
	}
	return c.judge(l)
}
