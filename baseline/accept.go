package baseline

import (
	"errors"
	"fmt"
	"io/fs"

	"assay/internal/files"
	"assay/internal/shell"
	"assay/result"
	"assay/rules"
)

// Accept takes what a file accepts out of lists, as [Baseline.Take] does; nil where no file is named.
func Accept(name, command string, beside func(string) string, looked func(Entry) bool, lists ...*result.Tree) (*result.Baseline, error) {
	if name == "" {
		return nil, nil
	}
	b, err := Open(name)
	if err != nil {
		return nil, err
	}
	return b.Take(command, beside, looked, lists...), nil
}

// Open reads the file of that name.
func Open(name string) (*Baseline, error) {
	text, err := files.Read(name, files.Data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("the baseline %s is not there: check its path, or write it with assay baseline -o %s", name, shell.Quote(name))
	case err != nil:
		return nil, fmt.Errorf("the baseline cannot be read: %w", err)
	}
	b, err := Read(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	b.name = name
	return b, nil
}

// Take takes the accepted findings out of what a command found, and says how many there were, and which are gone of those that were looked for. beside
// spells a finding's file as entries do.
func (b *Baseline) Take(command string, beside func(file string) string, looked func(Entry) bool, lists ...*result.Tree) *result.Baseline {
	said := &result.Baseline{File: b.name}
	for _, t := range lists {
		kept := t.Findings[:0]
		for _, f := range t.Findings {
			if Acceptable(f) && b.Accepts(EntryOf(command, t.Tree, beside(f.File), f)) {
				said.Accepted++
				continue
			}
			kept = append(kept, f)
		}
		t.Findings = kept
	}
	said.Gone = b.Gone(func(e Entry) bool { return e.Command == command && looked(e) })
	return said
}

// AddAll accepts what a command found in a tree, and returns how many of the findings about the stamp cannot be accepted. beside spells a finding's file as
// entries do.
func (b *Baseline) AddAll(command, tree string, beside func(file string) string, found []result.Finding) (left int) {
	for _, f := range found {
		switch {
		case Acceptable(f):
			b.Add(EntryOf(command, tree, beside(f.File), f), f.Message)
		case !f.Inherited && f.Rule != notAlembic: // which has no stamp to be repaired
			left++
		}
	}
	return left
}

const notAlembic = "not-alembic"

// Acceptable reports whether a finding can be accepted unseen: one about the stamp means that the next upgrade does something else than everybody thinks.
func Acceptable(f result.Finding) bool { return !rules.OfStamp(f.Rule) && !f.Inherited }

// EntryOf is a finding as a baseline has it; file is its file as seen from the baseline's folder.
func EntryOf(command, tree, file string, f result.Finding) Entry {
	return Entry{
		Command: command, Rule: f.Rule, Tree: tree, Table: f.Table, Object: f.Object, Want: f.Want, Got: f.Got, Revision: f.Revision, File: file,
	}
}
