package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/fatih/color"

	"assay/internal/files"
	"assay/internal/terminal"
	"assay/report"
)

// An output is a format, and the file that is written in it: NAME or NAME=FILE.
type output string

// parts are the format and the file; "" and "-" are standard output.
func (o output) parts() (name, file string) {
	name, file, _ = strings.Cut(string(o), "=")
	return name, file
}

// String is what kong compares with the formats that there are: the name. Of what cannot be one it is all, so that nothing of a URL with a password is cut
// off, and with it the sign to keep quiet about it.
func (o output) String() string {
	if name, _ := o.parts(); !strings.ContainsAny(name, ":@/") {
		return name
	}
	return string(o)
}

// toFile reports whether it is written into a file.
func (o output) toFile() bool {
	_, file := o.parts()
	return file != "" && file != "-" && file != "/dev/stdout"
}

// formatFlag says how an answer is printed, and where.
type formatFlag struct {
	Format []output `enum:"${formats}" default:"text" sep:"none" placeholder:"NAME[=FILE]" help:"How to print: ${enum}.${again}"`
	Quiet  bool     `short:"q" help:"Print nothing on standard output: only the exit status tells, and files named with --format."`
	Color  string   `enum:"auto,always,never" default:"auto" help:"Whether text is coloured: ${enum}; auto is on a terminal only, and not where NO_COLOR is set."`
}

// in reports whether the answer is printed in one of the formats.
func (f *formatFlag) in(names ...string) bool {
	return slices.ContainsFunc(f.Format, func(o output) bool { return slices.Contains(names, o.String()) })
}

// toNagios reports whether the answer is for Nagios, which reads standard output and the exit status.
func (f *formatFlag) toNagios() bool {
	return slices.ContainsFunc(f.Format, func(o output) bool { return o.String() == "nagios" && !o.toFile() })
}

// ready finds out what would keep the answer from being printed, before anybody works for it.
func (f *formatFlag) ready() error {
	switch f.Color {
	case "always":
		color.NoColor = false
	case "never":
		color.NoColor = true
	}
	seen := map[string]string{}
	for _, o := range f.Format {
		name, file := o.parts()
		if strings.HasSuffix(string(o), "=") {
			return fmt.Errorf("--format %s: the file after the equals sign is missing", o)
		}
		where := "-"
		if o.toFile() {
			where = files.Resolve(file)
		}
		switch other, taken := seen[where]; {
		case taken && where == "-":
			return fmt.Errorf("--format %s and --format %s would both go to standard output: write one of them into a file, as in --format %[2]s=FILE", other, name)
		case taken:
			return fmt.Errorf("--format %s and --format %s would both be written into %s: name another file", other, name, file)
		}
		seen[where] = name
		if !o.toFile() {
			continue
		}
		if err := files.MayWrite(file); err != nil {
			return fmt.Errorf("--format %s: %w", o, err)
		}
	}
	return nil
}

// print prints a result in all formats that are asked for. GitHub's has a summary besides, which GitHub takes from a file.
func (f *formatFlag) print(p *process, r report.Result) error {
	err := f.emit(p, func(name string, w io.Writer) error {
		if name == "text" && terminal.Is(w) {
			return report.Wrapped(w, r, terminal.Width(w, p.env))
		}
		if name == "sql" && terminal.Is(w) {
			var script strings.Builder
			_ = report.SQL(&script, r) // a builder takes all
			return toClient(w, script.String())
		}
		return report.Formats[name](w, r)
	})
	summary, _ := p.env("GITHUB_STEP_SUMMARY")
	if err != nil || summary == "" || !f.in("github") {
		return err
	}
	return appendSummary(summary, r)
}

// emit has an answer written in each format that is asked for, and puts it where it is to go. A file is written as a whole or not at all.
func (f *formatFlag) emit(p *process, write func(name string, w io.Writer) error) error {
	var failed error
	for _, o := range f.Format {
		name, file := o.parts()
		if !o.toFile() {
			if !f.Quiet {
				failed = errors.Join(failed, write(name, p.stdout))
			}
			continue
		}
		var text bytes.Buffer
		if err := uncoloured(func() error { return write(name, &text) }); err != nil {
			return errors.Join(failed, err)
		}
		failed = errors.Join(failed, files.Replace(file, text.Bytes()))
	}
	return failed
}

// toClient prints a script, but not on a terminal where a name in it would play with that: the script needs the name as it is.
func toClient(w io.Writer, script string) error {
	if terminal.Is(w) && terminal.Plays(script) {
		return errors.New("the script holds a name with control characters, which would play with the terminal: write it into a file (> script.sql)")
	}
	_, err := io.WriteString(w, script)
	return err
}

// uncoloured has something written as for a file.
func uncoloured(write func() error) error {
	if color.NoColor {
		return write()
	}
	color.NoColor = true
	defer func() { color.NoColor = false }()
	return write()
}

// appendSummary adds a result to the summary of a step of GitHub's, which other programs write to as well.
func appendSummary(file string, r report.Result) error {
	var text bytes.Buffer
	if err := report.JobSummary(&text, r); err != nil {
		return err
	}
	if err := files.Append(file, text.Bytes()); err != nil {
		return fmt.Errorf("writing the summary that GITHUB_STEP_SUMMARY names: %w", err)
	}
	return nil
}

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
