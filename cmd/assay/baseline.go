package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"

	"assay/baseline"
	"assay/config"
	"assay/internal/files"
	"assay/internal/terminal"
	"assay/result"
)

// baselineFlag names the findings that are accepted.
type baselineFlag struct {
	Baseline string `placeholder:"FILE" help:"Findings that are accepted as they are (assay baseline): only others are listed and count."`
}

// accepted is the file of them; empty: nothing is accepted.
func (f *baselineFlag) accepted(settings *config.File, entry config.Database) string {
	return cmp.Or(f.Baseline, entry.Baseline, settings.Baseline)
}

// accept takes the accepted findings out of a result of a command, and returns how many there were, and which are gone of those that were looked for; nil
// where nothing is accepted.
func (f *baselineFlag) accept(
	p *process, command string, settings *config.File, entry config.Database, looked func(baseline.Entry) bool, lists ...*result.Tree,
) (*result.Baseline, error) {
	name := f.accepted(settings, entry)
	return baseline.Accept(name, command, func(file string) string { return files.Beside(p.dir, name, file) }, looked, lists...)
}

// settle takes out of a listing what is accepted, and sums the rest up.
func (f *baselineFlag) settle(
	p *process, command string, settings *config.File, entry config.Database, looked func(baseline.Entry) bool, l *result.Listing,
) (err error) {
	list := result.Tree{Findings: l.Findings}
	l.Baseline, err = f.accept(p, command, settings, entry, looked, &list)
	l.Findings = list.Findings
	l.Count()
	return err
}

type baselineCommand struct {
	databaseFlags
	asteriskFlag
	Models string `placeholder:"DB" predictor:"database" help:"What the models declare, as the database, dump or snapshot that create_all has made of them: it is compared with the end of --history (or --at), and nothing else is."`
	At     string `placeholder:"REVISION|RELEASE" predictor:"release" help:"Where the database should be, as in assay check."`
	Output string `short:"o" type:"path" default:"baseline.json" placeholder:"FILE" help:"The baseline (default: ${default}); one that exists is replaced. - is standard output."`
}

// Run writes the baseline.
func (c *baselineCommand) Run(p *process) error {
	b, left := baseline.Baseline{}, 0
	add := func(command, tree string, found []result.Finding) {
		left += b.AddAll(command, tree, func(file string) string { return files.Beside(p.dir, c.Output, file) }, found)
	}
	if c.Models != "" {
		l, err := c.models(p, c.asteriskFlag, c.Models, c.At)
		if err != nil {
			return err
		}
		add("check", "", l.Findings)
		return c.write(p, &b, left)
	}
	var input bytes.Buffer // read once, and looked at twice
	p.prompt, p.stdin = terminal.Once(p.prompt), io.TeeReader(p.stdin, &input)
	if c.DB != "" || c.INI != "" || c.History == "" {
		d := c.databaseFlags
		d.unstamped = true
		d.going("--at", c.At)
		i, err := look(p, &d, c.asteriskFlag)
		if err != nil {
			return err
		}
		s, err := i.Measure(c.At)
		if err != nil {
			return err
		}
		for _, t := range s.Report("check").Trees {
			add("check", t.Tree, t.Findings)
		}
		p.stdin = &input
	} else if c.At != "" || c.Asterisk != "" {
		return errors.New("--at and --asterisk are for a database: name one, or leave them out")
	}
	lint := lintCommand{databaseFlags: c.databaseFlags}
	l, err := lint.judged(p)
	if err != nil {
		return err
	}
	add("lint", "", l.Findings)
	return c.write(p, &b, left)
}

// write writes the file, and says what is in it.
func (c *baselineCommand) write(p *process, b *baseline.Baseline, left int) error {
	said, err := b.Save(p.stdout, c.Output, left)
	if err != nil || said == "" {
		return err
	}
	return c.emit(p, func(_ string, w io.Writer) error {
		_, err := fmt.Fprintln(w, p.seen(c.Output)+": "+said)
		return err
	})
}
