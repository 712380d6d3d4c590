package main

import (
	"io"

	"github.com/alecthomas/kong"
	"github.com/fatih/color"

	"assay/internal/files"
	"assay/internal/output"
	"assay/internal/terminal"
	"assay/report"
)

// formatFlag says how an answer is printed, and where.
type formatFlag struct {
	Format output.Formats `enum:"${formats}" default:"text" sep:"none" placeholder:"NAME[=FILE]" help:"How to print: ${enum}.${again}"`
	Quiet  bool           `short:"q" help:"Print nothing on standard output: only the exit status tells, and files named with --format."`
	Color  string         `enum:"auto,always,never" default:"auto" help:"Whether text is coloured: ${enum}; auto is on a terminal only, and not where NO_COLOR is set."`
}

// ready finds out what would keep the answer from being printed, before anybody works for it.
func (f *formatFlag) ready() error {
	switch f.Color {
	case "always":
		color.NoColor = false
	case "never":
		color.NoColor = true
	}
	return f.Format.Check()
}

// print prints a result in all formats that are asked for.
func (f *formatFlag) print(p *process, r report.Result) error {
	return terminal.Paged(f.stdout(p), p.env, func(w io.Writer) error { return f.Format.Print(w, p.env, r) })
}

// emit has an answer that is no result written in all formats that are asked for.
func (f *formatFlag) emit(p *process, write func(name string, w io.Writer) error) error {
	return terminal.Paged(f.stdout(p), p.env, func(w io.Writer) error { return f.Format.Write(w, write) })
}

// stdout is where answers go that go into no file; nil: nowhere.
func (f *formatFlag) stdout(p *process) io.Writer {
	if f.Quiet {
		return nil
	}
	return p.stdout
}

// seen is a file as the answer names it.
func (p *process) seen(file string) string { return files.Seen(p.dir, file) }

// schemaFlag prints the schema, as kong's flag for the version does the version.
type schemaFlag bool

// BeforeReset implements kong's hook.
func (schemaFlag) BeforeReset(app *kong.Kong) error {
	if _, err := app.Stdout.Write(report.Schema); err != nil {
		return err
	}
	app.Exit(exitClean)
	return nil
}
