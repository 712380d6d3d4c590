package audit

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

// Measure compares every tree with where it should be, and judges what differs. at is a revision or release; empty: each tree is to be where its stamp or its
// schema says.
func (i *Inference) Measure(at string) (*Answer, error) {
	aimed, err := i.aim(at)
	if err != nil {
		return nil, err
	}
	aimed, foreign, err := i.Adopt(aimed)
	if err != nil {
		return nil, err
	}
	s := i.Answer()
	for n, a := range aimed {
		m, err := a.Measure(Siblings(aimed))
		if err != nil {
			return nil, err
		}
		t, err := m.Judge(aimed)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			t.Findings = append(t.Findings, i.strangers(foreign)...)
		}
		s.Add(t, false)
	}
	s.idle()
	return s, s.Hidden(aimed)
}

// Answer is an answer that knows of no tree yet.
func (d *Database) Answer() *Answer {
	return &Answer{Database: d, settled: Settled{}}
}

// Add takes a tree into the answer, as the configuration file has it. gate: see [answer.settle].
func (s *Answer) Add(t *Tree, gate bool) {
	s.Settle(t, gate)
	t.Notes = append(t.Notes, t.remarks()...)
	s.Trees = append(s.Trees, t)
}

// Hidden refuses an answer that may be wrong, since a part of the schema is not shown to the user, or changes right now.
func (s *Answer) Hidden(judged []*Judged) error {
	misses := slices.ContainsFunc(s.Trees, func(t *Tree) bool { return misses(t.Findings) })
	notes, err := s.hidden(judged, misses)
	if len(notes) > 0 {
		s.Trees[0].Notes = append(s.Trees[0].Notes, notes...)
	}
	return err
}

// aim aims every tree; it fails if none has what the user asked for.
func (i *Inference) aim(at string) ([]*Judged, error) {
	var found bool
	var why error
	aimed := make([]*Judged, len(i.Trees))
	for n, a := range i.Trees {
		var err error
		if aimed[n], err = aimAt(a, at); err == nil {
			found = true
			continue
		}
		why = cmp.Or(why, err)
		aimed[n] = a.settle()
		aimed[n].Notes = append(slices.Clone(a.Notes), fmt.Sprintf("not measured at %s: %s has no such revision or release", at, a.Name))
	}
	if !found && why != nil {
		return nil, fmt.Errorf("--at: %w", why)
	}
	return aimed, nil
}

// Judge finds what is wrong with a tree. all are those of the database: which Asterisk uses it, they say together.
func (a *Measured) Judge(all []*Judged) (*Tree, error) {
	t := &Tree{Measured: a, Notes: slices.Clone(a.Notes), Open: slices.Concat(a.Changes, dropOrphans(a))}
	var err error
	if t.owed, err = owed(a.Judged); err != nil {
		return t, err
	}
	var skips []rules.Finding
	var unrun []schema.Change
	if a.Target.Chain != nil {
		pass := a.Pass()
		pass.Runs = a.Runs(all)
		rest := a.Changes
		if len(rest) > 0 {
			t.Gaps = a.Skipped(a.Target.Chain, a.Believed(), a.Got)
			skips, rest = a.Skips(pass, t.Gaps, rest)
		}
		unrun, rest = notRun(a.Judged, rest)
		needs, notes := a.Needs(pass)
		t.Findings = slices.Concat(skips, Unused(a.Inferred, rules.Check(pass, rest)), a.views(pass), lost(a), a.rowsHidden(), needs)
		t.Notes = append(t.Notes, notes...)
	}
	if u, ok := unreadStamp(a.Judged); ok {
		f := rules.Finding{
			Rule: "not-compared", Severity: rules.Warning, Table: u.Table, Want: "table", Got: strings.TrimPrefix(u.Why, "it is a "),
			Message: fmt.Sprintf("the stamp is not known: the version table %s was not read, since %s", u.Table, u.Reason()),
		}
		if u.Hint != "" { // which a flag mends: until then, nothing is known of what Alembic would do
			f.Severity, f.Want, f.Got, f.Message = rules.Error, "", "", f.Message+": "+u.Hint
		}
		f.Severity = min(f.Severity, a.Usage.Ceiling(a.Name))
		t.Findings = append(t.Findings, f)
	}
	if err := t.judgeStamp(len(skips) > 0); err != nil || len(unrun) == 0 {
		return t, err
	}
	i := slices.IndexFunc(t.Findings, func(f rules.Finding) bool { return f.Rule == "stamp-partial" })
	f := &t.Findings[i]
	f.Fix = unrun
	f.Message += fmt.Sprintf("; what the rest of it would change is as it was (%s)", Parts(unrun))
	return t, nil
}

// notRun takes what the statements behind the one at which an upgrade stopped would change out of what is left to be judged by itself, where that is
// much: it is one thing that happened, not a hundred.
func notRun(a *Judged, changes []schema.Change) (unrun, rest []schema.Change) {
	if a.Verdict() != drift.Partial {
		return nil, changes
	}
	const few = 4
	open := &expected.Revision{Changes: notReached(a)}
	for _, c := range changes {
		if AltersItself(open, c) {
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

// notReached are the changes of the revision inside of which an upgrade was interrupted that it did not come to; nil: none was. Before the first revision ends,
// Alembic has made the version table, and put no row into it.
func notReached(a *Judged) []schema.Change {
	if v := a.Verdict(); v != drift.Partial && v != drift.Empty {
		return nil
	}
	stop := a.Reading.Matches[0].Places[0]
	if stop.Statement == 0 {
		return nil
	}
	return stop.Revision.Changes[stop.Statement:]
}

// owed are those of them to objects that are as the revision found them: what somebody has edited is left or repaired for its own sake.
func owed(a *Judged) ([]schema.Change, error) {
	open := notReached(a)
	if len(open) == 0 {
		return nil, nil
	}
	stop, was := a.Reading.Matches[0].Places[0], schema.New(a.Got.Semantics)
	for _, r := range a.Lines[stop.Lines[0]][:stop.At] {
		if err := apply(was, r.Changes); err != nil {
			return nil, err
		}
	}
	if err := apply(was, stop.Revision.Changes[:stop.Statement]); err != nil {
		return nil, err
	}
	edited := drift.Compare(was, a.Got)
	return keep(open, func(c schema.Change) bool {
		return !slices.ContainsFunc(edited, func(x schema.Change) bool { return x.Object() == c.Object() })
	}), nil
}

// judgeStamp finds what is wrong with a stamp. That it means another schema elsewhere needs no word where the revisions that make the
// difference are named.
func (t *Tree) judgeStamp(skips bool) error {
	found, err := stampJudge{Stamper{t.Judged}}.findings()
	if err != nil {
		return err
	}
	for _, f := range found {
		if !skips || f.Rule != "stamp-other-lineage" {
			t.Findings = append(t.Findings, f)
		}
	}
	return nil
}

// stampFix completes a finding about a stamp with where the stamp should be and the SQL that puts it there.
func (a stampJudge) fix(f *rules.Finding) error {
	switch f.Rule {
	case "stamp-other-lineage", "not-alembic", "stamp-newer":
		return nil
	}
	if a.Target.Chain == nil {
		return nil
	}
	at := a.Target.Revision()
	if at.ID == f.Got { // the stamp is where it is wanted, and the schema further on
		at = a.Reading.Matches[0].Places[0].Revision
	}
	f.Revision, f.Want = at.ID, at.ID
	f.Release = a.History.FirstRelease(at).Name
	if !a.proposes() {
		return nil
	}
	var err error
	f.Statements, err = a.SQL()
	return err
}

// Unused makes what is missing of a tree that was dropped as a whole milder: Asterisk hardly uses it.
func Unused(a *Inferred, found []rules.Finding) []rules.Finding {
	if len(a.Got.Tables) > 0 {
		return found
	}
	for i := range found {
		found[i].Severity = min(found[i].Severity, rules.Warning)
		found[i].Message += fmt.Sprintf("; none of the tables of %s is there: if %s does not use them, drop the version table too", a.Name, a.Usage.Name())
	}
	return found
}

// views are what stands where a table should.
func (a *Measured) views(p *rules.Pass) []rules.Finding {
	var found []rules.Finding
	for _, t := range a.Want.SortedTables() {
		v, ok := a.Got.View(t.Name)
		if !ok || a.Got.Table(t.Name) != nil {
			continue
		}
		f := rules.Finding{Rule: "not-compared", Severity: rules.Warning, Table: t.Name, Want: "table", Got: v.Kind}
		f.Message = fmt.Sprintf("%s is a %s and was not compared: %s can read it", t.Name, v.Kind, a.Usage.Name())
		next := p.Origins.PendingTouch(schema.Object{Kind: schema.TableObject, Table: t.Name})
		switch {
		case next.Revision == "":
		case v.Unalterable():
			f.Severity = rules.Error
			f.Message += fmt.Sprintf(", but the next upgrade stops at %s, which changes the table", next)
		default:
			f.Message += fmt.Sprintf(", and whether the next upgrade gets past %s, which changes the table, is not known", next)
		}
		f.Severity = min(f.Severity, a.Usage.Ceiling(a.Name))
		found = append(found, f)
	}
	return found
}

// strangers are the tables and types that no tree knows: the administrator's own.
func (d *Database) strangers(foreign []schema.Change) []rules.Finding {
	pass := &rules.Pass{Want: schema.New(d.DB.Schema.Semantics), Got: d.DB.Schema, Origins: rules.NoOrigins{}, Usage: d.Usage}
	found := rules.Check(pass, foreign)
	for i := range found {
		found[i].Severity, found[i].Fix = rules.Info, nil
	}
	if p := productOf(d.DB.Schema); p != nil {
		return p.merged(found)
	}
	return found
}

// remarks are what a user should know though nothing is wrong.
func (a *Measured) remarks() []string {
	var notes []string
	if len(a.Stamp.Revisions) == 1 && a.Reading.Verdict == drift.Agrees {
		if others := otherMeanings(a.Judged); others != "" {
			notes = append(notes, fmt.Sprintf("the same stamp %s means another schema in Asterisk %s", a.Stamp.Revisions[0], others))
		}
	}
	notes = append(notes, untoldNotes(a.Inferred, a.compares)...)
	if a.Target.Chain != nil && !a.proposes() && a.Verdict() != drift.Newer {
		notes = append(notes, "no stamp is proposed, since the schema does not say for sure which revision it is: name it with --at")
	}
	if names := textless(a); len(names) > 0 {
		notes = append(notes, "there as the history has it, their texts not compared: "+schema.Few(names))
	}
	var kinds []string
	for _, o := range a.Database.DB.Schema.Opaque {
		if o.Table != "" && a.Got.Table(o.Table) != nil && !a.compares(o) {
			kinds = append(kinds, fmt.Sprintf("%s on %s%s", o, o.Table, a.stoppedBy(o)))
		}
	}
	if len(kinds) > 0 {
		notes = append(notes, "not compared: "+strings.Join(kinds, ", "))
	}
	return notes
}

// ofTables are the kinds of objects whose names mean nothing without their table's.
var ofTables = []schema.ObjectKind{schema.ColumnObject, schema.IndexObject, schema.ForeignKeyObject, schema.CheckObject}

// untoldNotes says what of a project's history could not be taken as it stands, and what therefore is not compared. compared are
// objects that are all the same.
func untoldNotes(a *Inferred, compared func(schema.Opaque) bool) []string {
	const few = 5
	notes := slices.Clone(a.History.Remarks)
	if more := len(notes) - few; more > 1 {
		notes = append(notes[:few], english.Plural(more, "more remark", "")+" of that kind on the history")
	}
	var names []string
	for _, o := range a.History.Opaque {
		if compared(o) {
			continue
		}
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

// stoppedBy says at which revision the next upgrade stops because of an object that holds the types of columns (PostgreSQL); empty: at none.
func (a *Measured) stoppedBy(o schema.Opaque) string {
	if a.Target.Chain == nil || len(o.Columns) == 0 {
		return ""
	}
	stop := a.Pass().Origins.Pending(func(c schema.Change) bool {
		alter, ok := c.(schema.AlterColumn)
		return ok && alter.Set&schema.PropType != 0 && alter.Table == o.Table && slices.Contains(o.Columns, alter.Name)
	})
	if stop.Revision == "" {
		return ""
	}
	return fmt.Sprintf(", for which the next upgrade stops at %s", stop)
}

// otherMeanings are the releases that end at the stamped id with another schema than the one found here.
func otherMeanings(a *Judged) string {
	here := a.Reading.Where()
	if len(here.Places) == 0 {
		return ""
	}
	var releases []expected.Release
	for _, m := range a.Reading.Matches {
		for _, p := range m.Places {
			if p.Statement == 0 && p.Revision.ID == a.Stamp.Revisions[0] && !has(here, p) {
				releases = append(releases, a.heads(p)...)
			}
		}
	}
	return expected.Brief(releases)
}

func has(m *match, p Place) bool {
	return slices.ContainsFunc(m.Places, func(q Place) bool {
		return q.At == p.At && slices.Equal(q.Lines, p.Lines) && q.Statement == p.Statement
	})
}

// heads are the releases that end at a place.
func (a *Inferred) heads(p Place) []expected.Release {
	var releases []expected.Release
	for _, l := range p.Lines {
		if c := a.History.Chains[l]; p.Statement == 0 && p.At == len(c.Revisions)-1 {
			releases = append(releases, c.Releases...)
		}
	}
	return releases
}

// series names the releases that end at the likeliest revision of a match, for people.
func (a *Inferred) series(m match) string { return expected.Brief(a.releases(m)) }

// releases are those that end at the likeliest revision of a match with its very schema.
func (a *Inferred) releases(m match) []expected.Release {
	return a.releasesOf(m, m.Places[0].Revision.ID)
}

func (a *Inferred) releasesOf(m match, id string) []expected.Release {
	var releases []expected.Release
	for _, p := range m.Places {
		if p.Revision.ID == id {
			releases = append(releases, a.heads(p)...)
		}
	}
	return releases
}

// AltersItself reports whether a revision alters the very column or type.
func AltersItself(r *expected.Revision, c schema.Change) bool {
	return slices.ContainsFunc(r.Changes, func(own schema.Change) bool {
		switch own.(type) {
		case schema.AlterColumn, schema.AlterEnum:
			return own.Object() == c.Object()
		}
		return false
	})
}
