package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/drift"
	"assay/expected"
	"assay/rules"
	"assay/schema"
)

// measure compares every tree with where it should be, and judges what differs.
func (s *survey) measure(at string) error {
	if err := s.aim(at); err != nil {
		return err
	}
	siblings := s.siblings()
	for i, a := range s.trees {
		if err := s.adopt(a); err != nil {
			return err
		}
		if err := a.compare(siblings); err != nil {
			return err
		}
		if err := s.judge(a); err != nil {
			return err
		}
		if i == 0 {
			a.findings = append(a.findings, s.strangers()...)
		}
		s.settle(a, false)
		a.notes = append(a.notes, s.remarks(a)...)
	}
	s.idle()
	return s.hidden()
}

// aim aims every tree; it fails if none has what the user asked for.
func (s *survey) aim(at string) error {
	var found bool
	var why error
	for _, a := range s.trees {
		err := a.aim(at)
		if err == nil {
			found = true
			continue
		}
		why = cmp.Or(why, err)
		a.notes = append(a.notes, fmt.Sprintf("not measured at %s: %s has no such revision or release", at, a.tree))
		a.settle()
	}
	if !found && why != nil {
		return fmt.Errorf("--at: %w", why)
	}
	return nil
}

// judge finds what is wrong with a tree.
func (s *survey) judge(a *assessment) error {
	var skips []rules.Finding
	var unrun []schema.Change
	if a.target.Chain != nil {
		pass := a.pass()
		pass.Runs = s.runs(a)
		rest := a.changes
		if len(rest) > 0 {
			a.gaps = a.skipped(a.target.Chain, a.believed(), a.got)
			skips, rest = a.skips(pass, a.gaps, rest)
		}
		unrun, rest = a.unrun(rest)
		a.findings = append(a.findings, skips...)
		a.findings = append(a.findings, a.unused(rules.Check(pass, rest))...)
		a.findings = append(a.findings, a.views(pass)...)
		a.findings = append(a.findings, rowsHidden(a, s.db.Secured)...)
		a.findings = append(a.findings, s.needs(a, pass)...)
	}
	if u, ok := s.unreadStamp(a); ok {
		a.findings = append(a.findings, rules.Finding{
			Rule: "not-compared", Severity: min(rules.Warning, a.usage.Ceiling(a.tree)), Table: u.Table, Want: "table", Got: strings.TrimPrefix(u.Why, "it is a "),
			Message: fmt.Sprintf("the stamp is not known: the version table %s was not read, since %s, and to read it could run code of the database's owner", u.Table, u.Why),
		})
	}
	if err := s.judgeStamp(a, len(skips) > 0); err != nil || len(unrun) == 0 {
		return err
	}
	i := slices.IndexFunc(a.findings, func(f rules.Finding) bool { return f.Rule == "stamp-partial" })
	f := &a.findings[i]
	f.Fix = unrun
	f.Message += fmt.Sprintf("; what the rest of it would change is as it was (%s)", parts(unrun))
	return nil
}

// unrun takes what the statements behind the one at which an upgrade stopped would change out of what is left to be judged by itself, where that is
// much: it is one thing that happened, not a hundred.
func (a *assessment) unrun(changes []schema.Change) (unrun, rest []schema.Change) {
	if a.verdict() != drift.Partial {
		return nil, changes
	}
	const few = 4
	stop := a.reading.Matches[0].Places[0]
	open := &expected.Revision{Changes: stop.Revision.Changes[stop.Statement:]}
	for _, c := range changes {
		if altersItself(open, c) {
			unrun = append(unrun, c)
		} else {
			rest = append(rest, c)
		}
	}
	if len(unrun) <= few {
		return nil, changes
	}
	return unrun, rest
}

// judgeStamp finds what is wrong with a stamp. That it means another schema elsewhere needs no word where the revisions that make the
// difference are named.
func (s *survey) judgeStamp(a *assessment, skips bool) error {
	found, err := s.stampFindings(a)
	if err != nil {
		return err
	}
	for _, f := range found {
		if !skips || f.Rule != "stamp-other-lineage" {
			a.findings = append(a.findings, f)
		}
	}
	return nil
}

// stampFix completes a finding about a stamp with where the stamp should be and the SQL that puts it there.
func (s *survey) stampFix(a *assessment, f *rules.Finding) error {
	switch f.Rule {
	case "stamp-other-lineage", "not-alembic", "stamp-newer":
		return nil
	}
	if a.target.Chain == nil {
		return nil
	}
	at := a.target.Revision()
	if at.ID == f.Got { // the stamp is where it is wanted, and the schema further on
		at = a.reading.Matches[0].Places[0].Revision
	}
	f.Revision, f.Want = at.ID, at.ID
	f.Release = a.history.FirstRelease(at).Name
	if !a.proposes() {
		return nil
	}
	var err error
	f.Statements, err = s.stampSQL(a)
	return err
}

// unused makes what is missing of a tree that was dropped as a whole milder: Asterisk hardly uses it.
func (a *assessment) unused(found []rules.Finding) []rules.Finding {
	if len(a.got.Tables) > 0 {
		return found
	}
	for i := range found {
		found[i].Severity = min(found[i].Severity, rules.Warning)
		found[i].Message += fmt.Sprintf("; none of the tables of %s is there: if %s does not use them, drop the version table too", a.tree, a.usage.Name())
	}
	return found
}

// views are what stands where a table should.
func (a *assessment) views(p *rules.Pass) []rules.Finding {
	var found []rules.Finding
	for _, t := range a.want.SortedTables() {
		v, ok := a.got.View(t.Name)
		if !ok || a.got.Table(t.Name) != nil {
			continue
		}
		f := rules.Finding{Rule: "not-compared", Severity: rules.Warning, Table: t.Name, Want: "table", Got: v.Kind}
		f.Message = fmt.Sprintf("%s is a %s and was not compared: %s can read it", t.Name, v.Kind, a.usage.Name())
		next := p.Origins.PendingTouch(schema.Object{Kind: schema.TableObject, Table: t.Name})
		switch {
		case next.Revision == "":
		case v.Unalterable():
			f.Severity = rules.Error
			f.Message += fmt.Sprintf(", but the next upgrade stops at %s, which changes the table", next)
		default:
			f.Message += fmt.Sprintf(", and whether the next upgrade gets past %s, which changes the table, is not known", next)
		}
		f.Severity = min(f.Severity, a.usage.Ceiling(a.tree))
		found = append(found, f)
	}
	return found
}

// strangers are the tables and types that no tree knows: the administrator's own.
func (s *survey) strangers() []rules.Finding {
	pass := &rules.Pass{Want: schema.New(s.db.Schema.Semantics), Got: s.db.Schema, Origins: rules.NoOrigins{}, Usage: s.usage}
	found := rules.Check(pass, s.foreign)
	for i := range found {
		found[i].Severity, found[i].Fix = rules.Info, nil
	}
	return found
}

// remarks are what a user should know though nothing is wrong.
func (s *survey) remarks(a *assessment) []string {
	var notes []string
	if len(a.stamp.Revisions) == 1 && a.reading.Verdict == drift.Agrees {
		if others := a.otherMeanings(); others != "" {
			notes = append(notes, fmt.Sprintf("the same stamp %s means another schema in Asterisk %s", a.stamp.Revisions[0], others))
		}
	}
	notes = append(notes, a.untold()...)
	if a.target.Chain != nil && !a.proposes() && a.verdict() != drift.Newer {
		notes = append(notes, "no stamp is proposed, since the schema does not say for sure which revision it is: name it with --at")
	}
	var kinds []string
	for _, o := range s.db.Schema.Opaque {
		if o.Table != "" && a.got.Table(o.Table) != nil {
			kinds = append(kinds, fmt.Sprintf("%s on %s%s", o, o.Table, a.heldBy(o)))
		}
	}
	if len(kinds) > 0 {
		notes = append(notes, "not compared: "+strings.Join(kinds, ", "))
	}
	return notes
}

// ofTables are the kinds of objects whose names mean nothing without their table's.
var ofTables = []schema.ObjectKind{schema.ColumnObject, schema.IndexObject, schema.ForeignKeyObject, schema.CheckObject}

// untold says what of a project's history could not be taken as it stands, and what therefore is not compared.
func (a *assessment) untold() []string {
	const few = 5
	notes := slices.Clone(a.history.Remarks)
	if more := len(notes) - few; more > 1 {
		notes = append(notes[:few], english.Plural(more, "more remark", "")+" of that kind on the history")
	}
	var names []string
	for _, o := range a.history.Opaque {
		name := o.String()
		if slices.Contains(ofTables, schema.ObjectKind(o.Kind)) {
			name = o.Kind + " " + strings.TrimPrefix(o.Table+"."+o.Name, ".")
		}
		names = append(names, name)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if more := len(names) - few; more > 1 {
		names = append(names[:few], fmt.Sprintf("%d more", more))
	}
	if len(names) > 0 {
		notes = append(notes, "not compared, since the history does not tell what they should be: "+strings.Join(names, ", "))
	}
	return notes
}

// heldBy says at which revision the next upgrade stops because of an object that holds the types of columns (PostgreSQL); empty: at none.
func (a *assessment) heldBy(o schema.Opaque) string {
	if a.target.Chain == nil || len(o.Columns) == 0 {
		return ""
	}
	stop := a.pass().Origins.Pending(func(c schema.Change) bool {
		alter, ok := c.(schema.AlterColumn)
		return ok && alter.Set&schema.PropType != 0 && alter.Table == o.Table && slices.Contains(o.Columns, alter.Name)
	})
	if stop.Revision == "" {
		return ""
	}
	return fmt.Sprintf(", for which the next upgrade stops at %s", stop)
}

// otherMeanings are the releases that end at the stamped id with another schema than the one found here.
func (a *assessment) otherMeanings() string {
	here := a.reading.Where()
	if len(here.Places) == 0 {
		return ""
	}
	var releases []expected.Release
	for _, m := range a.reading.Matches {
		for _, p := range m.Places {
			if p.Statement == 0 && p.Revision.ID == a.stamp.Revisions[0] && !has(here, p) {
				releases = append(releases, a.heads(p)...)
			}
		}
	}
	return expected.Brief(releases)
}

func has(m *match, p place) bool {
	return slices.ContainsFunc(m.Places, func(q place) bool {
		return q.At == p.At && slices.Equal(q.Lines, p.Lines) && q.Statement == p.Statement
	})
}

// heads are the releases that end at a place.
func (a *assessment) heads(p place) []expected.Release {
	var releases []expected.Release
	for _, l := range p.Lines {
		if c := a.history.Chains[l]; p.Statement == 0 && p.At == len(c.Revisions)-1 {
			releases = append(releases, c.Releases...)
		}
	}
	return releases
}

// series names the releases that end at the likeliest revision of a match, for people.
func (a *assessment) series(m match) string { return expected.Brief(a.releases(m)) }

// releases are those that end at the likeliest revision of a match with its very schema.
func (a *assessment) releases(m match) []expected.Release {
	return a.releasesOf(m, m.Places[0].Revision.ID)
}

func (a *assessment) releasesOf(m match, id string) []expected.Release {
	var releases []expected.Release
	for _, p := range m.Places {
		if p.Revision.ID == id {
			releases = append(releases, a.heads(p)...)
		}
	}
	return releases
}
