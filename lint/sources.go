package lint

import (
	"cmp"
	"fmt"
	"slices"

	"assay/expected"
	"assay/record"
	"assay/rules"
)

// Sources knows the files that the revisions of a history come from.
type Sources interface {
	// Lines returns a revision's file, and the line in it that each of its statements comes from; an empty file: it is not known.
	Lines(revision string, statements []string) (file string, lines []int)
}

// place has the findings of a script name the file of its revision, where that is known, with the statement, which does not stand there.
func (j *judging) place(s *rules.Script, found []rules.Finding) []rules.Finding {
	texts := make([]string, len(s.Statements))
	for i, st := range s.Statements {
		texts[i] = st.Text
	}
	file, lines := "", []int(nil)
	if j.Sources != nil && s.Revision != "" && len(found) > 0 {
		file, lines = j.Sources.Lines(s.Revision, texts)
	}
	for i := range found {
		f := &found[i]
		at := slices.IndexFunc(s.Statements, func(st *rules.Statement) bool {
			return st.File == f.File && st.Line == f.Line && (f.Statement == "" || st.Text == f.Statement)
		})
		if at >= 0 {
			f.Statement = texts[at]
		}
		switch {
		case file != "" && at >= 0:
			f.File, f.Line = file, lines[at]
		case file != "" && len(lines) > 0: // a comment stands before the statement that it is about
			next := slices.IndexFunc(s.Statements, func(st *rules.Statement) bool { return st.File == f.File && st.Line >= f.Line })
			f.File, f.Line = file, lines[max(next, 0)]
		case file != "":
			f.File, f.Line = file, 0
		case !j.piped(f.File):
			f.Statement = ""
		}
		if f.File != "" {
			j.placed[f.File] = true
		}
	}
	if file != "" {
		slices.SortStableFunc(found, func(a, b rules.Finding) int { return cmp.Compare(a.Line, b.Line) })
	}
	return found
}

// piped reports whether a text is in no file that people could open.
func (j *judging) piped(name string) bool {
	for _, t := range j.texts {
		if t.Name == name {
			return t.Piped || record.IsRecording(j.texts)
		}
	}
	return false
}

// passed are the revisions that are not judged: those that one of the history includes, or those that are now as a reference of git's has them.
func (j *judging) passed(project *expected.Project) (map[string]bool, error) {
	if j.Since == "" {
		return nil, nil
	}
	passed, err := project.Included(j.Since)
	exact := slices.ContainsFunc(project.Steps, func(s expected.Step) bool { return s.ID == j.Since })
	if exact || err == nil && j.AtReference == nil {
		return passed, nil
	}
	if j.AtReference == nil {
		return nil, fmt.Errorf("--since: %w; for a branch of git's, name the project with -c alembic.ini", err)
	}
	same, none := j.AtReference(j.Since)
	switch begins := err == nil; {
	case begins && none == nil:
		return nil, fmt.Errorf("--since %s: a revision begins so, and git knows it too: write the revision's whole id, or refs/heads/%[1]s", j.Since)
	case begins:
		return passed, nil
	case none != nil:
		return nil, fmt.Errorf("--since: %w", none)
	}
	return same, nil
}
