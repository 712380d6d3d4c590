package main

import (
	"strings"

	"github.com/alecthomas/kong"

	"assay/internal/build"
	"assay/internal/commandline"
)

type manCommand struct{}

// Run prints the manual page.
func (*manCommand) Run(p *process, parser *kong.Kong) error {
	b, err := build.This(release)
	if err != nil {
		return err
	}
	day, _, _ := strings.Cut(b.Date, "T")
	return commandline.Manual(p.stdout, parser.Model, "tell which Alembic revision a database's schema really is, and where it drifted",
		strings.TrimSpace("assay "+b.Version), day, "alembic(1), mysqldump(1), pg_dump(1)")
}
