package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/drift"
	"assay/expected"
	"assay/fixup"
	"assay/result"
	"assay/rules"
)

// runnersUp is how many other matches a report names.
const runnersUp = 2

// report makes the survey printable, for the command of that name. found says whether findings are part of it.
func (s *survey) report(command string, found bool) *result.Report {
	r := &result.Report{
		Version:  1,
		Command:  command,
		Database: result.Database{Engine: s.db.Server.Engine, Server: s.db.Server.String(), Name: s.db.Name},
		Checked:  found,
		Asterisk: s.usage.Program != "" && len(s.trees) > 0,
	}
	if found && s.settings.Path != "" {
		r.Settings, r.Ignored = s.settings.Path, append([]result.Ignored{}, s.settled.ignored...)
	}
	for _, a := range s.trees {
		r.Trees = append(r.Trees, s.tree(a, found))
	}
	if len(r.Trees) == 0 {
		r.Trees = append(r.Trees, s.stranger())
	}
	r.Count()
	return r
}

// stranger is what is said of a database that holds nothing of any tree.
func (s *survey) stranger() result.Tree {
	n := len(s.db.Schema.Tables)
	what, tables := "an Alembic history that assay knows", fmt.Sprintf("none of the %d tables of %s is", n, s.db.Name)
	if n == 1 {
		tables = "the only table of " + s.db.Name + " is not"
	}
	switch {
	case s.usage.Program == "" && len(s.only) == 1: // a project's own
		what = "the history " + s.only[0]
	case !s.everyTree():
		what = "the tree " + strings.Join(s.only, " or ") + ", and no other was looked for"
	}
	message := tables + " of " + what + ": is it the right database"
	if s.db.Namespace != "" {
		message += ", or is there another --schema"
	}
	if s.usage.Program != "" {
		message += ", or is it another project's, whose --history is to be named"
	}
	return result.Tree{
		Verdict:  drift.NotAlembic,
		Findings: []result.Finding{{Rule: "not-alembic", Severity: rules.Error, Message: message + "?"}},
	}
}

func (s *survey) tree(a *assessment, found bool) result.Tree {
	t := result.Tree{Tree: a.tree, Verdict: a.verdict(), Notes: a.notes}
	t.Stamp = result.Stamp{Table: a.stamp.Table, Revisions: a.stamp.Revisions}
	if u, ok := s.unreadStamp(a); ok {
		t.Stamp = result.Stamp{Table: u.Table, Unread: u.Why}
	}
	a.presentMatches(&t, found)
	if a.asked && a.target.Chain != nil {
		t.Against = a.target.Revision().ID + in(expected.Brief(a.target.Chain.Releases))
		if n := a.ahead(); n > 0 {
			t.Against += ", " + english.Plural(n, "revision", "") + " ahead of the stamp"
		}
	}
	if !found {
		return t
	}
	plan, err := s.plan(a)
	if err != nil || a.verdict() == drift.Newer && !a.asked { // assay fix says why
		plan = &fixup.Plan{}
	}
	for _, f := range a.findings {
		t.Findings = append(t.Findings, s.finding(plan, f))
	}
	t.Upgrade = s.presentForecast(a)
	if u := t.Upgrade; u != nil && u.Stops != nil && a.history.Recorded && !slices.Contains(t.Notes, approximate) {
		t.Notes = append(t.Notes, approximate)
	}
	return t
}

// presentMatches: the nearest comes first; but a check believes a stamp that agrees, though an edit by hand makes another place as near.
func (a *assessment) presentMatches(t *result.Tree, checked bool) {
	if a.reading.Verdict == drift.NotAlembic || len(a.reading.Matches) == 0 {
		return
	}
	nearby := a.nearby(checked)
	m := a.match(nearby[0])
	t.Match = &m
	for _, other := range nearby[1:] {
		t.RunnersUp = append(t.RunnersUp, a.match(other))
	}
	if m.Statement != nil && a.history.Recorded {
		t.Notes = append(t.Notes, approximate)
	}
}

// approximate is said where a recording gives a place inside a revision.
const approximate = "the place inside the revision is approximate: a recording has what each revision comes to, not the statements that it runs"

// nearby are the match that a report names, and its runners-up.
func (a *assessment) nearby(checked bool) []match {
	matches := a.reading.Matches
	here := matches[0]
	switch {
	case !checked:
		matches = a.matches
		here = matches[0]
	case a.reading.Verdict == drift.Agrees:
		here = *a.reading.Where()
	}
	nearby := []match{here}
	for _, other := range matches {
		if len(nearby) <= runnersUp && !has(&here, other.Places[0]) {
			nearby = append(nearby, other)
		}
	}
	return nearby
}

func (a *assessment) match(m match) result.Match {
	p := m.Places[0]
	r := result.Match{
		Revision:  p.Revision.ID,
		Migration: p.Revision.Migration,
		Distance:  m.Distance.Sum(),
		Exact:     m.Distance == drift.Distance{},
		Of:        len(p.Revision.Changes),
		Series:    a.series(m),
	}
	if p.Statement > 0 {
		var n int
		n, r.Of = p.Revision.Statement(p.Statement - 1)
		r.Statement = &n
	}
	for _, release := range sorted(a.releases(m)) {
		r.Releases = append(r.Releases, release.Name)
	}
	for _, q := range m.Places {
		if id := q.Revision.ID; id != r.Revision && q.Statement == p.Statement && !slices.Contains(r.Equivalent, id) {
			r.Equivalent = append(r.Equivalent, id)
		}
	}
	slices.Sort(r.Equivalent)
	return r
}

// sorted orders releases by date and name and leaves doubles out.
func sorted(releases []expected.Release) []expected.Release {
	slices.SortFunc(releases, func(x, y expected.Release) int {
		return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Name, y.Name))
	})
	return slices.Compact(releases)
}

// finding makes a finding printable, with the steps of the plan that mend it.
func (s *survey) finding(plan *fixup.Plan, f rules.Finding) result.Finding {
	r := result.Finding{
		Rule: f.Rule, Severity: f.Severity, Table: f.Table, Object: f.Object, Want: f.Want, Got: f.Got,
		Revision: f.Revision, Release: f.Release, Message: f.Message,
	}
	for _, step := range plan.Steps {
		if !step.IsFor(f.Fix) {
			continue
		}
		if len(step.SQL) == 0 {
			r.Fix = append(r.Fix, fixup.Comment(step.Refused))
		}
		for _, sql := range step.SQL {
			switch {
			case step.Refused != "":
				sql = fixup.Comment(step.Refused) + "\n" + fixup.CommentSQL(sql)
			case step.Held:
				sql = fixup.Comment("loses "+step.Loses) + "\n" + fixup.CommentSQL(sql)
			}
			r.Fix = append(r.Fix, sql)
		}
	}
	r.Fix = append(r.Fix, f.Statements...) // a stamp is true only then
	return r
}

// why says what a step of a plan mends: what was found of the object that it changes.
func (a *assessment) why(step fixup.Step) string {
	var texts []string
	for _, f := range a.findings {
		switch {
		case !step.IsFor(f.Fix):
		case f.Rule == "skipped-revision": // its finding is long, and the same for many steps
			texts = append(texts, "revision "+f.Revision+", which was skipped ["+f.Rule+"]")
		default:
			texts = append(texts, f.Message+" ["+f.Rule+"]")
		}
	}
	return strings.Join(texts, "; ")
}
