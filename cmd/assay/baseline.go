package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"time"

	"assay/baseline"
	"assay/config"
	"assay/report"
	"assay/rules"
)

// baselineFlag names the findings that are accepted.
type baselineFlag struct {
	Baseline string `placeholder:"FILE" help:"Findings that are accepted as they are (assay baseline): only others are listed and count."`
}

// accept takes the accepted findings out of a result of a command, and returns how many there were and which are gone; nil where nothing is accepted.
func (f *baselineFlag) accept(command string, settings *config.File, entry config.Database, lists ...*report.Tree) (*report.Baseline, error) {
	name := cmp.Or(f.Baseline, entry.Baseline, settings.Baseline)
	if name == "" {
		return nil, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("the baseline cannot be read: %w", err)
	}
	b, err := baseline.Read(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	said := &report.Baseline{File: name}
	for _, t := range lists {
		kept := t.Findings[:0]
		for _, found := range t.Findings {
			if acceptable(found) && b.Accepts(entryOf(command, t.Tree, found)) {
				said.Accepted++
				continue
			}
			kept = append(kept, found)
		}
		t.Findings = kept
	}
	said.Gone = b.Gone(command)
	return said, nil
}

// acceptable reports whether a finding can be accepted unseen: one about the stamp means that the next upgrade does something else than everybody thinks.
func acceptable(f report.Finding) bool { return !rules.OfStamp(f.Rule) && !f.Inherited }

func entryOf(command, tree string, f report.Finding) baseline.Entry {
	return baseline.Entry{Command: command, Rule: f.Rule, Tree: tree, Table: f.Table, Object: f.Object, Want: f.Want, Got: f.Got, Revision: f.Revision, File: f.File}
}

type baselineCommand struct {
	databaseFlags
	asteriskFlag
	At     string `placeholder:"REVISION|RELEASE" help:"Where the database should be, as of assay check."`
	Output string `short:"o" type:"path" default:"baseline.json" placeholder:"FILE" help:"The baseline (default: ${default}); one that is there is written anew. - is standard output."`
}

// Help implements kong's HelpProvider.
func (*baselineCommand) Help() string {
	return `What assay check and assay lint find in the database today is accepted: with --baseline, or baseline in assay.yaml, they list and count only what is new, say
how many are accepted, and which of those are gone. What is wrong with the stamp is not accepted: mend it with assay fix, or ignore its rule in assay.yaml.
With --history and no database, what assay lint finds in the history is accepted.

  assay baseline mysql://asterisk@localhost/asterisk
  assay check --baseline baseline.json mysql://asterisk@localhost/asterisk
  assay baseline --history history.jsonl -o history-baseline.json`
}

// Run writes the baseline.
func (c *baselineCommand) Run(p *process) error {
	var b baseline.Baseline
	left := 0
	add := func(command, tree string, found []report.Finding) {
		for _, f := range found {
			if !acceptable(f) {
				left += map[bool]int{false: 1}[f.Inherited]
				continue
			}
			b.Add(entryOf(command, tree, f), f.Message)
		}
	}
	if c.DB != "" || c.History == "" {
		check := checkCommand{databaseFlags: c.databaseFlags, asteriskFlag: c.asteriskFlag, At: c.At}
		_, r, err := check.examine(p)
		if err != nil {
			return err
		}
		for _, t := range r.Trees {
			add("check", t.Tree, t.Findings)
		}
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
	var text bytes.Buffer
	if err := b.Write(&text, time.Now().UTC().Format(time.DateOnly)); err != nil {
		return err
	}
	if c.Output == "-" {
		_, err := text.WriteTo(p.stdout)
		return err
	}
	if err := replaceFile(c.Output, text.Bytes()); err != nil {
		return err
	}
	if c.Quiet {
		return nil
	}
	also := ""
	if left > 0 {
		also = fmt.Sprintf("; %s about the stamp not: mend it with assay fix", plural(left, "finding"))
	}
	_, err := fmt.Fprintf(p.stdout, "%s: %s accepted%s\n", c.Output, plural(b.Len(), "finding"), also)
	return err
}
