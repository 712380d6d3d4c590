package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"github.com/dustin/go-humanize/english"

	"assay/baseline"
	"assay/config"
	"assay/internal/files"
	"assay/internal/shell"
	"assay/record"
	"assay/result"
	"assay/rules"
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
	if name == "" {
		return nil, nil
	}
	text, err := files.Read(name, files.Data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("the baseline %s is not there: check its path, or write it with assay baseline -o %s", name, shell.Quote(name))
	case err != nil:
		return nil, fmt.Errorf("the baseline cannot be read: %w", err)
	}
	b, err := baseline.Read(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	said := &result.Baseline{File: name}
	for _, t := range lists {
		kept := t.Findings[:0]
		for _, found := range t.Findings {
			if acceptable(found) && b.Accepts(p.entryOf(name, command, t.Tree, found)) {
				said.Accepted++
				continue
			}
			kept = append(kept, found)
		}
		t.Findings = kept
	}
	said.Gone = b.Gone(func(e baseline.Entry) bool { return e.Command == command && looked(e) })
	return said, nil
}

// acceptable reports whether a finding can be accepted unseen: one about the stamp means that the next upgrade does something else than everybody thinks.
func acceptable(f result.Finding) bool { return !rules.OfStamp(f.Rule) && !f.Inherited }

// entryOf is a finding as the baseline in a file has it.
func (p *process) entryOf(file, command, tree string, f result.Finding) baseline.Entry {
	return baseline.Entry{
		Command: command, Rule: f.Rule, Tree: tree, Table: f.Table, Object: f.Object, Want: f.Want, Got: f.Got, Revision: f.Revision,
		File: p.besides(file, f.File),
	}
}

// besides is a file as seen from the folder of another one, so that it is the same wherever assay runs; empty and standard input stay what they are.
func (p *process) besides(other, file string) string {
	if file == "" || file == record.StandardInput {
		return file
	}
	to, err := filepath.Rel(filepath.Dir(p.absolute(other)), p.absolute(file))
	if err != nil {
		return filepath.ToSlash(file)
	}
	return filepath.ToSlash(to)
}

// absolute is the whole path of a file that is named as seen from the working directory.
func (p *process) absolute(file string) string {
	if filepath.IsAbs(file) {
		return filepath.Clean(file)
	}
	return filepath.Join(p.dir, file)
}

// seen is a file as seen from the working directory where it is in there, as those want it who show findings beside the files (GitLab leaves out what has
// an absolute path).
func (p *process) seen(file string) string {
	if to, err := filepath.Rel(p.dir, file); err == nil && filepath.IsAbs(file) && filepath.IsLocal(to) {
		return to
	}
	return filepath.Clean(file)
}

type baselineCommand struct {
	databaseFlags
	asteriskFlag
	At     string `placeholder:"REVISION|RELEASE" predictor:"release" help:"Where the database should be, as in assay check."`
	Output string `short:"o" type:"path" default:"baseline.json" placeholder:"FILE" help:"The baseline (default: ${default}); one that exists is replaced. - is standard output."`
}

// Help implements kong's HelpProvider.
func (*baselineCommand) Help() string {
	return `What assay check and assay lint find in the database today is accepted: with --baseline, or baseline in assay.yaml, they list and count only what is new, say
how many are accepted, and which of those are gone. What is wrong with the stamp is not accepted: repair it with assay fix, or ignore its rule in assay.yaml.
With --history and no database, what assay lint finds in the history is accepted.

  assay baseline mysql://asterisk@localhost/asterisk
  assay check --baseline baseline.json mysql://asterisk@localhost/asterisk
  assay baseline --history history.jsonl -o history-baseline.json

Exit status: 0 the baseline is written, 2 it could not be.`
}

// Run writes the baseline.
func (c *baselineCommand) Run(p *process) error {
	var b baseline.Baseline
	left := 0
	add := func(command, tree string, found []result.Finding) {
		for _, f := range found {
			if !acceptable(f) {
				left += map[bool]int{false: 1}[f.Inherited || f.Rule == "not-alembic"]
				continue
			}
			b.Add(p.entryOf(c.Output, command, tree, f), f.Message)
		}
	}
	var input bytes.Buffer // read once, and looked at twice
	p.prompt, p.stdin = once(p.prompt), io.TeeReader(p.stdin, &input)
	if c.DB != "" || c.INI != "" || c.History == "" {
		check := checkCommand{databaseFlags: c.databaseFlags, asteriskFlag: c.asteriskFlag, At: c.At}
		_, r, err := check.examine(p)
		if err != nil {
			return err
		}
		for _, t := range r.Trees {
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
	var text bytes.Buffer
	if err := b.Write(&text, time.Now().UTC().Format(time.DateOnly)); err != nil {
		return err
	}
	if c.Output == "-" {
		_, err := text.WriteTo(p.stdout)
		return err
	}
	if err := files.Replace(c.Output, text.Bytes()); err != nil {
		return err
	}
	also := ""
	if left > 0 {
		also = fmt.Sprintf("; %s about the stamp not: repair it with assay fix", english.Plural(left, "finding", ""))
	}
	return c.emit(p, func(_ string, w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s: %s accepted%s\n", p.seen(c.Output), english.Plural(b.Len(), "finding", ""), also)
		return err
	})
}

// once asks a question and keeps the answer.
func once(ask func(string) (string, error)) func(string) (string, error) {
	var answer string
	var err error
	var asked sync.Once
	return func(question string) (string, error) {
		asked.Do(func() { answer, err = ask(question) })
		return answer, err
	}
}
