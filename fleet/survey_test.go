package fleet_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	"assay/audit"
	"assay/fleet"
	"assay/introspect"
	"assay/result"
	"assay/rules"
)

// survey is one of releases, which need no server: each word is the name of one.
func survey() *fleet.Survey {
	return &fleet.Survey{
		Command: "infer", Limits: fleet.Limits{All: 2}, Reader: &audit.Reader{},
		Source: func(word string) (introspect.Source, string, error) {
			s, err := introspect.Parse("asterisk:" + word)
			s.Engine = "mysql"
			return s, map[string]string{"22.10.1": "newest"}[word], err
		},
		Options: func(s *fleet.Subject) (audit.Options, error) {
			if s.Word == "20.20.1" {
				return audit.Options{}, errors.New(s.Source.String() + ": it cannot be looked at")
			}
			return audit.Options{Source: s.Source, Trees: []string{"cdr"}, Unstamped: true}, nil
		},
		Depends: func(*fleet.Subject) string { return "" },
		Judge:   func(_ *fleet.Subject, i *audit.Inference) (*result.Report, error) { return i.Report() },
	}
}

// progress counts what it is told.
type progress struct{ begun, ended atomic.Int32 }

func (p *progress) Begin(string) { p.begun.Add(1) }
func (p *progress) End()         { p.ended.Add(1) }

// TestSurvey: each database is looked at once, however often it is named, and what cannot be found or read is told of by the name that the user has for it.
func TestSurvey(t *testing.T) {
	t.Parallel()
	s, p := survey(), &progress{}
	s.Find(t.Context(), "22.10.1", "nothing://me:s3cret@host", "22.10.1", "20.20.1", "22.9.0")
	s.Progress = p
	f := s.Look(t.Context())
	if f.Databases != 2 || p.begun.Load() != 3 || p.ended.Load() != 3 || f.Checked {
		t.Errorf("%d databases, told of %d and %d: %+v", f.Databases, p.begun.Load(), p.ended.Load(), f)
	}
	var names []string
	for _, g := range f.Groups {
		names = append(names, g.Databases...)
	}
	if slices.Sort(names); !slices.Equal(names, []string{"asterisk:22.9.0", "newest"}) {
		t.Errorf("%q", names)
	}
	unknown := map[string]string{}
	for _, u := range f.Unknown {
		unknown[u.Databases[0]] = u.Error
	}
	if unknown["asterisk:20.20.1"] != "it cannot be looked at" || unknown["nothing://me:…@host"] == "" || len(unknown) != 2 {
		t.Errorf("%q", unknown)
	}
	if m := s.Named("newest"); m.Word != "22.10.1" || m.Found {
		t.Errorf("%+v", m)
	}
}

// TestSurveyKeeps: what is kept is not judged, and what is interrupted is not taken for looked at.
func TestSurveyKeeps(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	s := survey()
	s.Limits = fleet.Limits{All: 1}
	s.Judge = func(*fleet.Subject, *audit.Inference) (*result.Report, error) { return nil, errors.New("judged") }
	s.Keep = func(m *fleet.Subject) error {
		if m.Word == "22.9.0" {
			stop()
			return ctx.Err()
		}
		return nil
	}
	s.Find(ctx, "22.10.1", "22.9.0", "20.20.1")
	f := s.Look(ctx)
	if s.Kept() != 1 || !f.Incomplete || len(f.Unknown) != 1 || len(f.Unknown[0].Databases) != 2 {
		t.Errorf("%d kept: %+v", s.Kept(), f)
	}
}

// TestOddest: what stands alone is looked at before what is many, and what is well is not looked at.
func TestOddest(t *testing.T) {
	t.Parallel()
	reports := map[string]*result.Report{"a": at("a", "r1"), "b": at("b", "r1"), "odd": at("odd", "r1", "x")}
	if got := fleet.Oddest(collect(t, reports, "a", "b"), rules.Error); got != "" {
		t.Errorf("%q", got)
	}
	if got := fleet.Oddest(collect(t, reports, "a", "odd", "b"), rules.Error); got != "odd" {
		t.Errorf("%q", got)
	}
	alike := map[string]*result.Report{"a": at("a", "r1", "x"), "b": at("b", "r1", "x")}
	if got := fleet.Oddest(collect(t, alike, "a", "b"), rules.Warning); got != "a" {
		t.Errorf("%q", got)
	}
}
