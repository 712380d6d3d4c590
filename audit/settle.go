package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/config"
	"assay/result"
	"assay/rules"
	"assay/schema"
)

// Settled are the findings that the configuration file ignores, and which of its lines did that.
type Settled struct {
	ignored []result.Ignored
	hit     map[int]bool // places in Ignore
}

// Settle applies what the configuration file says to the findings of a tree: how bad they are, and which of them are ignored. What is ignored is not to be
// mended either. Before an upgrade, gate, what is wrong with the stamp stays as it is: the answer would be GO, and the upgrade stop.
func (s *Answer) Settle(t *Tree, gate bool) {
	var kept []rules.Finding
	var left []schema.Change
	for _, f := range t.Findings {
		if gate && rules.OfStamp(f.Rule) {
			kept = append(kept, f)
			continue
		}
		said, ok := s.settled.Take(s.settings, f)
		if !ok {
			left = append(left, f.Fix...)
			t.stampLeft = t.stampLeft || f.Statements != nil
			continue
		}
		kept = append(kept, said)
	}
	rules.Sort(kept)
	t.Findings = kept
	t.leave(left, t.Findings)
	t.ignored = t.left
}

// Take says how bad a finding is by the configuration file; ok is false where that ignores it.
func (s *Settled) Take(settings *config.File, f rules.Finding) (said rules.Finding, ok bool) {
	severity, some := settings.Severity(f)
	switch i := settings.Ignored(f); {
	case i >= 0:
		s.ignore(f, settings.Ignore[i].Reason)
		if s.hit == nil {
			s.hit = map[int]bool{}
		}
		s.hit[i] = true
		return f, false
	case some && severity.Off:
		s.ignore(f, "its severity is off")
		return f, false
	case some:
		f.Severity = severity.Severity
	}
	return f, true
}

// ignore notes that a finding is ignored, once: before an upgrade it is met as it is now and as it will be.
func (s *Settled) ignore(f rules.Finding, reason string) {
	object := f.Table
	if f.Object != "" {
		object = strings.TrimPrefix(f.Table+"."+f.Object, ".")
	}
	x := result.Ignored{Rule: f.Rule, Object: cmp.Or(object, f.Revision), Reason: reason}
	if !slices.Contains(s.ignored, x) {
		s.ignored = append(s.ignored, x)
	}
}

// leave takes changes out of those that are to be made, but for those that repair one of the findings that are kept.
func (t *Tree) leave(left []schema.Change, kept []rules.Finding) {
	needed := func(c schema.Change) bool {
		return slices.ContainsFunc(kept, func(f rules.Finding) bool { return schema.HasChange(f.Fix, c) })
	}
	t.left = keep(left, func(c schema.Change) bool { return !needed(c) })
	t.Open = keep(t.Open, func(c schema.Change) bool { return !schema.HasChange(t.left, c) })
}

// leaves reports whether a change is about an object that is left as it is: what is left looks otherwise once its neighbours were mended.
func (t *Tree) leaves(c schema.Change) bool {
	return slices.ContainsFunc(t.left, func(d schema.Change) bool { return d.Object() == c.Object() })
}

// idle tells of what the configuration file ignores in vain. It takes a look at all trees to say that.
func (s *Answer) idle() {
	if !s.EveryTree() || len(s.Trees) == 0 {
		return
	}
	notes := s.settled.idle(s.settings, func(r *rules.Rule) bool { return r == nil || r.Of == rules.OfDrift || r.Of == rules.OfStamps })
	s.Trees[0].Notes = append(s.Trees[0].Notes, notes...)
}

// idle are the entries that ignored nothing, of those about the rules that were judged by; nil stands for an entry about all.
func (s *Settled) idle(settings *config.File, judged func(*rules.Rule) bool) []string {
	var notes []string
	for i, x := range settings.Ignore {
		if !s.hit[i] && judged(rules.Named(x.Rule)) {
			notes = append(notes, fmt.Sprintf("%s ignores %s, and nothing of the kind was found: if it is gone for good, take the entry out", x.Where, x))
		}
	}
	return notes
}

// Report says in a listing what the configuration file ignored, and what of it ignored nothing, among the rules of these subjects.
func (s *Settled) Report(l *result.Listing, settings *config.File, of ...rules.Subject) {
	l.Notes = append(l.Notes, s.idle(settings, func(r *rules.Rule) bool { return r != nil && slices.Contains(of, r.Of) })...)
	if settings.Path != "" {
		l.Settings, l.Ignored = settings.Path, append([]result.Ignored{}, s.ignored...)
	}
}
