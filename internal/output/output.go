// Package output puts answers where they are to go: in the formats and into the files that were asked for, coloured where people read, and each file as a
// whole or not at all. What a format is, report knows.
package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fatih/color"

	"assay/internal/files"
	"assay/internal/terminal"
	"assay/report"
)

// A Format is one in which an answer is wanted, and the file that is written in it: NAME or NAME=FILE.
type Format string

// Parts are the name and the file; "" and "-" are standard output.
func (o Format) Parts() (name, file string) {
	name, file, _ = strings.Cut(string(o), "=")
	return name, file
}

// String is what kong compares with the formats that there are: the name. Of what cannot be one it is all, so that nothing of a URL with a password is cut
// off, and with it the sign to keep quiet about it.
func (o Format) String() string {
	if name, _ := o.Parts(); !strings.ContainsAny(name, ":@/") {
		return name
	}
	return string(o)
}

// toFile reports whether it is written into a file.
func (o Format) toFile() bool {
	_, file := o.Parts()
	return file != "" && file != "-" && file != "/dev/stdout"
}

// Formats are all in which one answer is wanted.
type Formats []Format

// Have reports whether one of these formats is wanted.
func (all Formats) Have(names ...string) bool {
	return slices.ContainsFunc(all, func(o Format) bool { return slices.Contains(names, o.String()) })
}

// ToNagios reports whether the answer is for Nagios, which reads standard output and the exit status.
func (all Formats) ToNagios() bool {
	return slices.ContainsFunc(all, func(o Format) bool { return o.String() == "nagios" && !o.toFile() })
}

// Check finds out what would keep the answer from being written, before anybody works for it.
func (all Formats) Check() error {
	seen := map[string]string{}
	for _, o := range all {
		name, file := o.Parts()
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

// Write has an answer written in each format, and puts it where it is to go: on standard output, of which nil wants nothing, or into a file, which is written
// as a whole or not at all.
func (all Formats) Write(stdout io.Writer, write func(name string, w io.Writer) error) error {
	var failed error
	for _, o := range all {
		name, file := o.Parts()
		if !o.toFile() {
			if stdout != nil {
				failed = errors.Join(failed, write(name, stdout))
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

// Print prints a result in all formats. GitHub's has a summary as well, which GitHub takes from a file.
func (all Formats) Print(stdout io.Writer, env terminal.Env, r report.Result) error {
	err := all.Write(stdout, func(name string, w io.Writer) error {
		if name == "text" && terminal.Is(w) {
			return report.Wrapped(w, r, terminal.Width(w, env))
		}
		if name == "sql" && terminal.Is(w) {
			var script strings.Builder
			_ = report.SQL(&script, r) // a builder takes all
			return Script(w, script.String())
		}
		return report.Formats[name](w, r)
	})
	summary, _ := env("GITHUB_STEP_SUMMARY")
	if err != nil || summary == "" || !all.Have("github") {
		return err
	}
	return appendSummary(summary, r)
}

// Script prints one for an engine's own client, but not on a terminal where a name in it would play with that: the script needs the name as it is.
func Script(w io.Writer, script string) error {
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
