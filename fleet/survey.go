package fleet

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"

	"assay/audit"
	"assay/dialect"
	"assay/introspect"
	"assay/result"
	"assay/rules"
)

// A Survey is one look at many databases: [Survey.Find] finds out which they are, and [Survey.Look] looks at them.
type Survey struct {
	// Command is what the answer is of, as check.
	Command string
	Limits  Limits
	Reader  *audit.Reader
	// Source says what a word stands for, and what the user calls that; empty: what it is.
	Source func(word string) (source introspect.Source, name string, err error)
	// Options say how one of them is looked at.
	Options func(*Subject) (audit.Options, error)
	// Depends says on what else than what is read of a database its answer depends: two that are the same in both are judged once.
	Depends func(*Subject) string
	// Judge says what is found of one of them.
	Judge func(*Subject, *audit.Inference) (*result.Report, error)
	// Keep, if not nil, does with one all that is to be done, and nothing is judged.
	Keep func(*Subject) error
	// Progress, if not nil, is told of each.
	Progress Progress

	Subjects  []*Subject
	shelf     audit.Shelf
	collector Collector
	count     int // of those that were named, subjects or not
	kept      atomic.Int32
}

// Progress is who watches a survey.
type Progress interface {
	Begin(name string)
	End()
}

// A Subject is a database to be looked at.
type Subject struct {
	Member
	Word   string // that named it
	Source introspect.Source
}

// Find finds out which databases words name, each once. What cannot be found is among those of which nothing can be told.
func (s *Survey) Find(ctx context.Context, words ...string) {
	seen := map[string]bool{}
	for _, word := range words {
		if !seen[word] {
			seen[word] = true
			s.find(ctx, word)
		}
	}
}

// find finds out which databases a word names.
func (s *Survey) find(ctx context.Context, word string) {
	var sources []introspect.Source
	source, name, err := s.Source(word)
	if err == nil {
		sources, err = introspect.Matching(ctx, source, dialect.NamesOn)
	}
	if err != nil {
		why, _ := strings.CutPrefix(err.Error(), source.String()+": ")
		s.collector.Fail(Member{At: s.count, Name: introspect.WithoutPassword(word)}, introspect.WithoutPassword(why))
		s.count++
		return
	}
	found := introspect.IsPattern(source.Target.Database) || introspect.IsPattern(source.Target.Schema)
	for _, one := range sources {
		m := Member{At: s.count, Name: name, Found: found}
		if name == "" || found {
			m.Name = strings.TrimSpace(one.String() + " " + one.Target.Schema)
		}
		s.count++
		s.Subjects = append(s.Subjects, &Subject{Member: m, Word: word, Source: one})
	}
}

// Look looks at all of them.
func (s *Survey) Look(ctx context.Context) *result.Fleet {
	hosts := make([]string, len(s.Subjects))
	for i, m := range s.Subjects {
		hosts[i] = m.Source.Host()
	}
	told := make([]bool, len(s.Subjects))
	Run(ctx, s.Limits, hosts, func(at int) {
		if s.Progress != nil {
			s.Progress.Begin(s.Subjects[at].Name)
			defer s.Progress.End()
		}
		told[at] = s.look(ctx, s.Subjects[at])
	})
	for at, m := range s.Subjects {
		if !told[at] {
			s.collector.Interrupt(m.Member)
		}
	}
	f := s.collector.Fleet(s.Command)
	f.Checked = s.Command == "check" || s.Command == "lint"
	return f
}

// look looks at one database; false: it was interrupted before it was done.
func (s *Survey) look(ctx context.Context, m *Subject) bool {
	var seen *audit.Seen
	var err error
	if s.Keep != nil {
		err = s.Keep(m)
	} else {
		seen, err = s.read(ctx, m)
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return false
	case errors.Is(m.unnamed(err), errNothing):
		s.collector.passOver(m.Member)
		if s.Keep != nil && s.Reader.Warn != nil {
			s.Reader.Warn(m.Name + ": " + errNothing.Error())
		}
	case err != nil:
		why, _ := strings.CutPrefix(err.Error(), m.Source.String()+": ")
		s.collector.Fail(m.Member, why)
	case seen == nil:
		s.kept.Add(1)
	default:
		s.judge(m, seen)
	}
	return true
}

// unnamed is the error as it is for a database that was found: that there is nothing in it is of no interest.
func (m *Subject) unnamed(err error) error {
	if empty, ok := errors.AsType[*introspect.EmptyError](err); ok && m.Found && empty.Nothing() != nil {
		return errNothing
	}
	return err
}

// read reads one.
func (s *Survey) read(ctx context.Context, m *Subject) (*audit.Seen, error) {
	o, err := s.Options(m)
	if err != nil {
		return nil, err
	}
	return s.shelf.Read(ctx, s.Reader, o)
}

// judge has a database judged, unless one that is the same was.
func (s *Survey) judge(m *Subject, seen *audit.Seen) {
	m.Database = seen.Database()
	s.collector.Judge(m.Member, seen.Fingerprint(s.Depends(m)), func() (*result.Report, error) {
		i, err := seen.Infer()
		if err != nil {
			return nil, m.unnamed(err)
		}
		return s.Judge(m, i)
	})
}

// Kept is how many were kept.
func (s *Survey) Kept() int { return int(s.kept.Load()) }

// Named is the database that an answer calls by a name.
func (s *Survey) Named(name string) *Subject {
	return s.Subjects[slices.IndexFunc(s.Subjects, func(m *Subject) bool { return m.Name == name })]
}

// Oddest is the database to look at next: the first that stands alone beside others, or of which something severe was found; empty: there is none.
func Oddest(f *result.Fleet, mildest rules.Severity) string {
	for _, g := range f.Groups {
		if len(g.Databases) == 1 && g.Nearest != "" || g.Report.Reaches(mildest) {
			return g.Databases[0]
		}
	}
	return ""
}
