package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/drift"
	"assay/expected"
	"assay/fixup"
	"assay/result"
	"assay/rules"
	"assay/schema"
)

// runnersUp is how many other matches a report names.
const runnersUp = 2

// Report makes the answer printable, for the command of that name.
func (s *Answer) Report(command string) *result.Report {
	r := s.begin(command)
	r.Checked = true
	if s.settings.Path != "" {
		r.Settings, r.Ignored = s.settings.Path, append([]result.Ignored{}, s.settled.ignored...)
	}
	for _, a := range s.Trees {
		r.Trees = append(r.Trees, s.tree(a))
	}
	if command == "check" {
		r.Coverage = s.coverage()
	}
	return s.end(r)
}

// report makes the inference printable, with one more note for each tree.
func (i *Inference) report(command string, notes ...[]string) *result.Report {
	r := i.begin(command)
	for n, a := range i.Trees {
		r.Trees = append(r.Trees, a.present(false, slices.Concat(a.Notes, notes[n])))
	}
	return i.end(r)
}

// begin is a report of what was looked at.
func (d *Database) begin(command string) *result.Report {
	return &result.Report{
		Version: 1, Command: command,
		Database: presentDatabase(d.DB),
	}
}

// presentDatabase says what was looked at.
func presentDatabase(db *schema.Database) result.Database {
	return result.Database{Engine: db.Server.Engine, Server: db.Server.String(), Name: db.Name}
}

// end completes a report that has its trees.
func (d *Database) end(r *result.Report) *result.Report {
	r.Asterisk = d.Usage.Program != "" && len(r.Trees) > 0
	if len(r.Trees) == 0 {
		r.Trees = append(r.Trees, d.nothingKnown())
	}
	r.Count()
	return r
}

// nothingKnown is what is said of a database that holds nothing of any tree.
func (d *Database) nothingKnown() result.Tree {
	n := len(d.DB.Schema.Tables)
	what, tables := "an Alembic history that assay knows", fmt.Sprintf("none of the %d tables of %s is", n, d.DB.Name)
	if n == 1 {
		tables = "the only table of " + d.DB.Name + " is not"
	}
	switch {
	case d.Usage.Program == "" && len(d.only) == 1: // a project's own
		what = "the history " + d.only[0]
	case !d.EveryTree():
		what = "the tree " + strings.Join(d.only, " or ") + ", and no other was looked for"
	}
	if p := productOf(d.DB.Schema); p != nil && d.EveryTree() && d.Usage.Program != "" {
		return stranger(fmt.Sprintf("%s of %s: it is a database of %s; %s", tables, what, p.name, p.advice()))
	}
	message := tables + " of " + what + ": is it the right database"
	if d.DB.Namespace != "" {
		message += ", or is there another --schema"
	}
	if d.Usage.Program != "" {
		message += ", or is it another project's, whose --history is to be named"
	}
	return stranger(message + "?")
}

// stranger is what is said of a database that has no tree.
func stranger(message string) result.Tree {
	return result.Tree{Verdict: drift.NotAlembic, Findings: []result.Finding{{Rule: "not-alembic", Severity: rules.Error, Message: message}}}
}

// tree makes a tree printable.
func (s *Answer) tree(a *Tree) result.Tree {
	t := a.present(true, a.Notes)
	plan := s.plan(a)
	if a.Verdict() == drift.Newer && !a.Asked { // assay fix says why
		plan = &fixup.Plan{}
	}
	for _, f := range a.Findings {
		t.Findings = append(t.Findings, PresentFinding(plan, f))
	}
	return t
}

// present makes printable what is known of a tree without any finding. checked reports whether findings were looked for.
func (a *Judged) present(checked bool, notes []string) result.Tree {
	t := result.Tree{Tree: a.Name, Verdict: a.Verdict(), Notes: notes}
	t.Stamp = result.Stamp{Table: a.Stamp.Name(), Revisions: a.Stamp.Revisions, Given: a.Stamp.Given}
	if u, ok := unreadStamp(a); ok {
		t.Stamp = result.Stamp{Table: u.Table, Unread: u.Why}
	}
	presentMatches(a, &t, checked)
	if a.Asked && a.Target.Chain != nil {
		t.Against = a.Target.Revision().ID + in(expected.Brief(a.Target.Chain.Releases))
		if n := a.Ahead(); n > 0 {
			t.Against += ", " + english.Plural(n, "revision", "") + " ahead of the stamp"
		}
	}
	return t
}

// presentMatches: the nearest comes first; but a check believes a stamp that agrees, though an edit by hand makes another place as near.
func presentMatches(a *Judged, t *result.Tree, checked bool) {
	if a.Reading.Verdict == drift.NotAlembic || a.AtBase || len(a.Reading.Matches) == 0 {
		return
	}
	nearby := nearby(a, checked)
	m := a.match(nearby[0])
	t.Match = &m
	for _, other := range nearby[1:] {
		t.RunnersUp = append(t.RunnersUp, a.match(other))
	}
	if r := a.Reading; !checked && r.Believed && nearby[0].Distance.Sum() < r.Stamped.Distance.Sum() {
		t.Nearer = true
		t.Notes = append(t.Notes, fmt.Sprintf("check and fix believe the stamp, at distance %d: what is nearer by so little may be an edit by hand", r.Stamped.Distance.Sum()))
	}
	if m.Statement != nil && a.History.Recorded {
		t.Notes = append(t.Notes, Approximate)
	}
}

// Approximate is said where a recording gives a place inside a revision.
const Approximate = "the place inside the revision is approximate: a recording has what each revision comes to, not the statements that it runs"

// nearby are the match that a report names, and its runners-up.
func nearby(a *Judged, checked bool) []match {
	matches := a.Reading.Matches
	here := matches[0]
	switch {
	case !checked:
		matches = a.Matches
		here = matches[0]
	case a.Reading.Verdict == drift.Agrees:
		here = *a.Reading.Where()
	}
	nearby := []match{here}
	for _, other := range matches {
		if len(nearby) <= runnersUp && !has(&here, other.Places[0]) {
			nearby = append(nearby, other)
		}
	}
	return nearby
}

func (a *Inferred) match(m match) result.Match {
	p := m.Places[0]
	r := result.Match{
		Revision:  p.Revision.ID,
		Migration: p.Revision.Migration,
		Distance:  m.Distance.Sum(),
		Exact:     m.Distance == drift.Distance{},
		Of:        len(p.Revision.Changes),
		At:        p.At,
		Series:    a.series(m),
	}
	if p.Statement > 0 {
		var n int
		n, r.Of = p.Revision.Statement(p.Statement - 1)
		r.Statement = &n
	}
	for _, release := range expected.Sorted(a.releases(m)) {
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

// PresentFinding makes a finding printable, with the steps of the plan that mend it.
func PresentFinding(plan *fixup.Plan, f rules.Finding) result.Finding {
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
			case step.Blocked:
				sql = fixup.Comment("loses "+step.Loses) + "\n" + fixup.CommentSQL(sql)
			}
			r.Fix = append(r.Fix, sql)
		}
	}
	r.Fix = append(r.Fix, f.Statements...) // a stamp is true only then
	return r
}

// Why says what a step of a plan mends: what was found of the object that it changes.
func (a *Tree) Why(step fixup.Step) string {
	var texts []string
	for _, f := range a.Findings {
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

// Report is the inference as a report, with all that is to be said of it.
func (i *Inference) Report() (*result.Report, error) {
	hidden, err := i.hidden(i.Trees, false)
	if err != nil {
		return nil, err
	}
	notes := make([][]string, len(i.Trees))
	for n, a := range i.Trees {
		if n == 0 {
			notes[n] = append(notes[n], hidden...)
		}
		notes[n] = append(notes[n], untoldNotes(a.Inferred, func(schema.Opaque) bool { return false })...)
		for _, f := range orphans(a.Inferred) {
			notes[n] = append(notes[n], f.Message)
		}
	}
	r := i.report("infer", notes...)
	return r, i.explain(r)
}
