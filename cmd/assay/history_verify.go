package main

import "assay/audit"

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
	settings, err := c.file(p)
	if err != nil {
		return err
	}
	l, err := audit.Files{Paths: c.Path, Section: c.Section, Recursive: c.Recursive, Base: c.Base}.Verify(settings)
	if err != nil {
		return err
	}
	l.FailOn = c.severity()
	l.Spell(p.seen)
	if err := c.print(p, l); err != nil {
		return err
	}
	return c.judge(l)
}
