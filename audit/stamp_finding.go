package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/drift"
	"assay/expected"
	"assay/rules"
	"assay/schema"
)

// A stampJudge says what is wrong with a tree's stamp.
type stampJudge struct{ Stamper }

// findings say what is wrong with the stamp and its table.
func (a stampJudge) findings() ([]rules.Finding, error) {
	if a.Orphan || a.AtBase {
		return orphans(a.Inferred), nil
	}
	var found []rules.Finding
	if f, ok := a.finding(); ok {
		if err := a.fix(&f); err != nil {
			return nil, err
		}
		found = append(found, f)
	}
	if f, ok := a.tableFinding(); ok {
		f.Statements = a.TableSQL()
		found = append(found, f)
	}
	for i := range found {
		found[i].Severity = min(found[i].Severity, a.Usage.Ceiling(a.Name))
	}
	return found, nil
}

// unreadStamp returns what stands for the tree's version table and was not read, and whether there is such a thing.
func unreadStamp(a *Judged) (schema.Unread, bool) {
	if a.Verdict() != drift.Unseen {
		return schema.Unread{}, false
	}
	i := slices.IndexFunc(a.Database.DB.Unread, func(u schema.Unread) bool {
		return slices.Contains([]string{a.Database.Source.Target.VersionTable, a.History.VersionTable, a.History.SharedTable}, u.Table)
	})
	if i < 0 {
		return schema.Unread{}, false
	}
	return a.Database.DB.Unread[i], true
}

// finding says what is wrong with the stamp; false if nothing is.
func (a stampJudge) finding() (rules.Finding, bool) {
	f := rules.Finding{Severity: rules.Error, Table: a.VersionTable(), Got: strings.Join(a.Stamp.Revisions, ", ")}
	v := a.Verdict()
	f.Rule = stampRules[v]
	var at match
	if len(a.Reading.Matches) > 0 { // else it is not Alembic's
		at = a.Reading.Matches[0]
	}
	switch v {
	case drift.Agrees, drift.Shadowed, drift.PlainTable, drift.Unseen, drift.AtBase:
		return f, false
	case drift.OtherLineage:
		return a.otherLineage(f)
	case drift.NotAlembic:
		f.Table, f.Got = "", ""
		f.Message = fmt.Sprintf("the tables of %s are none that its revisions ever made: they are not compared", a.Name)
		return f, true
	case drift.Newer:
		return a.newerStamp(f), true
	case drift.Missing, drift.Empty:
		f.Message = a.lost()
	case drift.Ahead:
		f.Message = fmt.Sprintf("the schema is %s; the stamp claims %s (%s): Alembic counts these revisions as applied, so it will never apply them, and exits 0", whatItIs(a.Judged, at), f.Got, a.apart(at))
	case drift.Behind:
		f.Severity = a.repeats(a.undone(at))
		f.Message = fmt.Sprintf("the schema is %s; the stamp claims %s (%s): %s", whatItIs(a.Judged, at), f.Got, a.apart(at), a.repeat(a.undone(at)))
	case drift.OneBehind:
		f.Severity = a.repeats(a.undone(at))
		f.Message = fmt.Sprintf("the stamp %s is one behind; the schema is %s: %s; %s", f.Got, whatItIs(a.Judged, at), a.repeat(a.undone(at)), a.lostUpdate(at))
	case drift.UnknownRevision:
		f.Message = a.unknown()
	case drift.OtherTree:
		f.Message = fmt.Sprintf("%s is a revision of the tree %s, not of %s: %s; the schema is %s", f.Got, otherTree(a.Inferred), a.Name, cannotLocate(f.Got), whatItIs(a.Judged, at))
	case drift.Abbreviated:
		f.Message = fmt.Sprintf("the stamp %s is only the beginning of %s%s: Alembic accepts it, but the next real upgrade adds a second row, and after that every command stops with %s; the schema is %s",
			f.Got, a.meant(), a.cut(), a.twoRows(f.Table), whatItIs(a.Judged, at))
	case drift.Misspelled:
		f.Message = fmt.Sprintf("the stamp '%s' is %s except for upper/lower case or spaces: %s; the schema is %s", f.Got, a.meant(), cannotLocate(f.Got), whatItIs(a.Judged, at))
		f.Got = "'" + f.Got + "'"
	case drift.Several:
		f.Message = a.several(f.Table)
		if a.History.Rows != nil {
			f.Message, f.Got = a.unsound(), strings.Join(a.History.Rows, ", ")
		}
	case drift.Partial:
		f.Message = fmt.Sprintf("an upgrade stopped half-way: the schema is %s; %s", whatItIs(a.Judged, at), a.repeat([]*expected.Revision{at.Places[0].Revision}))
	}
	return f, true
}

// stampRules are the rules that tell of the verdicts.
var stampRules = map[drift.Verdict]string{
	drift.Missing: "stamp-missing", drift.Empty: "stamp-empty", drift.Ahead: "stamp-ahead", drift.Behind: "stamp-behind", drift.OneBehind: "stamp-one-behind",
	drift.UnknownRevision: "stamp-unknown", drift.OtherTree: "stamp-other-tree", drift.Newer: "stamp-newer", drift.Abbreviated: "stamp-abbreviated",
	drift.Misspelled: "stamp-misspelled", drift.Several: "stamp-several", drift.Partial: "stamp-partial", drift.OtherLineage: "stamp-other-lineage",
	drift.NotAlembic: "not-alembic",
}

// tableFinding says what is wrong with where the stamp is; false if nothing is.
func (a stampJudge) tableFinding() (rules.Finding, bool) {
	shadow := a.Stamp.Shadow.Table
	f := rules.Finding{Severity: rules.Error, Rule: "stamp-shadowed", Table: shadow, Got: shadow}
	switch {
	case shadow != "" && len(a.Stamp.Shadow.Revisions) == 1 && !a.Stamp.Crowded:
		f.Message = fmt.Sprintf("%s exists in addition to %s: Asterisk's scripts then log \"Unable to rename %s to %s.\", upgrade nothing and exit 0", shadow, a.Stamp.Table, shadow, a.Stamp.Table)
	case shadow != "":
		f.Message = fmt.Sprintf("%s has several rows: Asterisk's scripts look there first and stop with %s, whatever %s says", shadow, manyHeads(shadow), a.Stamp.Table)
	case a.inPlainTable():
		own := a.History.VersionTable
		f.Rule, f.Severity, f.Table, f.Want, f.Got = "stamp-plain-table", rules.Info, expected.PlainTable, own, expected.PlainTable
		f.Message = fmt.Sprintf("the stamp is in %s, as in SQL that Alembic writes (--sql): its next run on the database itself renames the table to %s, and then such SQL will not find it", expected.PlainTable, own)
	default:
		return f, false
	}
	return f, true
}

// cannotLocate says what Alembic makes of an id that it does not know.
func cannotLocate(id string) string {
	return fmt.Sprintf(`Alembic stops with "Can't locate revision identified by '%s'"`, id)
}

// manyHeads is what Alembic says of a version table with several rows.
func manyHeads(table string) string {
	return fmt.Sprintf(`"Version table '%s' has more than one head present"`, table)
}

// twoRows is what stops where a version table has a revision and one before it: Asterisk's scripts ask for the one head, others let Alembic find that out.
func (a stampJudge) twoRows(table string) string {
	if a.Newest() != "" {
		return manyHeads(table)
	}
	return `"Requested revision … overlaps with other requested revisions"`
}

// lost is said where there is no stamp.
func (a stampJudge) lost() string {
	at := a.Reading.Matches[0]
	what := "there is no version stamp"
	switch {
	case len(a.Stamp.Revisions) > 0 && a.Stamp.Revisions[0] == "":
		return fmt.Sprintf("%s has an empty revision, and every command of Alembic stops with an AssertionError: delete that row, or set the stamp; the schema is %s", a.Stamp.Table, whatItIs(a.Judged, at))
	case len(a.Stamp.Revisions) > 0:
		return fmt.Sprintf("%s has only blanks for a revision: %s; the schema is %s", a.Stamp.Table, cannotLocate(a.Stamp.Revisions[0]), whatItIs(a.Judged, at))
	case a.Stamp.Nulls:
		what = a.Stamp.Table + " has nothing but a NULL"
	case a.Stamp.Table != "":
		what = a.Stamp.Table + " has no row"
	}
	return fmt.Sprintf("%s, and Alembic takes the database for empty: %s; the schema is %s", what, a.repeat(a.position(at.Places[0]).Chain.Revisions), whatItIs(a.Judged, at))
}

// undone are the revisions behind the stamped one up to a match, which Alembic takes for not yet applied.
func (a stampJudge) undone(m match) []*expected.Revision {
	line, stamped, at := a.path(m)
	return line[stamped+1 : at+1]
}

// repeat says what becomes of an upgrade that runs revisions whose changes are there already.
func (a stampJudge) repeat(revisions []*expected.Revision) string {
	if a.repeats(revisions) == rules.Info {
		return "the next upgrade finds all of it done, and changes the stamp alone"
	}
	got := a.Got.Clone()
	for _, r := range revisions {
		for _, c := range r.Changes {
			c = schema.Mended(c)
			if got.Apply(c) == nil {
				continue
			}
			if refusal := a.Database.Room.Refusal(got, c); refusal != nil {
				return fmt.Sprintf("the next upgrade stops at %s (%s)", r.Own(), refusal.Text)
			}
			return "the next upgrade stops at " + r.Own()
		}
	}
	return "the next upgrade makes the same changes again"
}

// repeats tells how bad it is that an upgrade runs revisions whose changes are there already: not at all where each says IF EXISTS or IF NOT EXISTS.
func (a stampJudge) repeats(revisions []*expected.Revision) rules.Severity {
	for _, r := range revisions {
		if slices.ContainsFunc(r.Changes, func(c schema.Change) bool { return !a.Got.Idle(c) }) {
			return rules.Error
		}
	}
	return rules.Info
}

// envMended is the day of 18.23.0, 20.8.0 and 21.3.0: their env.py commits the last UPDATE of the stamp with SQLAlchemy 2 too.
const envMended = "2024-05-16"

// lostUpdate says how a stamp comes to be one behind.
func (a stampJudge) lostUpdate(at match) string {
	switch {
	case a.Got.Semantics.TransactionalDDL: // the stamp moves with the schema, or neither does
		return "somebody made its change by hand, or set the stamp back"
	case a.Newest() == "":
	case a.History.FirstRelease(at.Places[0].Revision).Date < envMended:
		return "typical of SQLAlchemy 2 with ast-db-manage before 18.23.0, 20.8.0 and 21.3.0, which loses the last UPDATE of the stamp and exits 0"
	}
	return "an upgrade was cut off before it moved the stamp, or somebody made its change by hand"
}

// meant is the whole id of a stamp, however it is written; of one that stands for no revision, what is stamped.
func (a stampJudge) meant() string {
	if m := a.Reading.Stamped; m != nil {
		return m.Places[0].Revision.ID
	}
	return a.Stamp.Revisions[0]
}

// unknown is said of an id that no release has, or not the one that is asked for.
func (a stampJudge) unknown() string {
	id, at := a.Stamp.Revisions[0], a.Reading.Matches[0]
	if a.apartFrom() {
		return fmt.Sprintf("no upgrade leads from %s to %s: the revisions of the one are not all among those of the other; the schema is %s", a.meant(), a.Target.Revision().ID, whatItIs(a.Judged, at))
	}
	if a.Reading.Stamped != nil {
		s := fmt.Sprintf("%s is a revision of Asterisk %s, and not of %s: %s; the schema is %s",
			a.meant(), expected.Brief(shipping(a.Inferred, a.meant())), expected.Brief(a.wanted().Releases), cannotLocate(id), whatItIs(a.Judged, at))
		if there := a.nearestIn(a.wanted()); there != nil && there.Distance != at.Distance {
			s += fmt.Sprintf(", and of that release's it is %s%s", nearness(*there), there.Places[0].Revision.ID)
		}
		return s
	}
	switch id {
	case "head", "heads":
		return fmt.Sprintf("the stamp is the word %s, which Alembic takes for whatever the newest revision is, so that it never upgrades; the schema is %s", id, whatItIs(a.Judged, at))
	case "base":
		return fmt.Sprintf("the stamp is the word base, by which Alembic takes the database for empty; the schema is %s", whatItIs(a.Judged, at))
	}
	newer := ""
	if alembicID().MatchString(id) {
		newer = " (is it of a newer one, or your own?)"
	}
	return fmt.Sprintf("%s has a revision %s%s: %s; the schema is %s", a.nothing(), id, newer, cannotLocate(id), whatItIs(a.Judged, at))
}

// apartFrom reports whether a project's own history has the stamped revision, but in no order with the place that the user names.
func (a stampJudge) apartFrom() bool {
	return a.Newest() == "" && a.Asked && a.Target.Chain != nil && len(a.History.Find(a.meant())) > 0
}

// shipping are the releases that have a revision of that id.
func shipping(a *Inferred, id string) []expected.Release {
	var releases []expected.Release
	for _, p := range a.History.Find(id) {
		releases = append(releases, p.Chain.Releases...)
	}
	return releases
}

// nearestIn returns the nearest whole revision of a chain, with its place there first; nil if the schema is like none.
func (a stampJudge) nearestIn(c *expected.Chain) *match {
	for _, m := range a.Reading.Matches {
		i := slices.IndexFunc(m.Places, func(p Place) bool {
			return p.Statement == 0 && slices.ContainsFunc(p.Lines, func(l int) bool { return a.History.Chains[l] == c })
		})
		if i >= 0 {
			m.Places = slices.Concat(m.Places[i:i+1], m.Places[:i], m.Places[i+1:])
			return &m
		}
	}
	return nil
}

// newerStamp: nothing is wrong with it that assay could know.
func (a stampJudge) newerStamp(f rules.Finding) rules.Finding {
	id := f.Got
	f.Severity, f.Got = rules.Warning, ""
	if a.Newest() == "" {
		f.Severity = rules.Error
		f.Message = fmt.Sprintf("the stamp %s is newer than this history: the schema has all of %s and more, so take the history of a newer checkout; with this "+
			"one, %s",
			id, a.History.Newest().Revisions[len(a.History.Newest().Revisions)-1].ID, cannotLocate(id))
		return f
	}
	f.Message = fmt.Sprintf("the stamp %s is of %s, and the schema has all that it should have there: it is of a newer release, or your own; the nearest is %s", id, a.nothing(), a.say(a.Reading.Matches[0]))
	if c := a.wanted(); c != nil {
		f.Severity = rules.Error
		f.Message += fmt.Sprintf("; under Asterisk %s, %s", expected.Brief(c.Releases), cannotLocate(id))
	}
	return f
}

// whatItIs says where a match is, and how near.
func whatItIs(a *Judged, m match) string { return nearness(m) + a.say(m) }

// otherLineage: the stamped id is known where the user looks, and means another schema there, or another past.
func (a stampJudge) otherLineage(f rules.Finding) (rules.Finding, bool) {
	at := a.Reading.Matches[0]
	f.Rule = "stamp-other-lineage"
	effect := "so Alembic counts changes as applied that are missing, and will never make them"
	if s := a.Reading.Stamped; s != nil && s.Distance.Hard == s.Distance.Early { // nothing is missing
		f.Severity = rules.Warning
		effect = "which has more than that one"
	}
	f.Want, f.Got = f.Got+in(seriesAsked(a.Judged)), at.Places[0].Revision.ID+in(a.series(at))
	f.Message = fmt.Sprintf("the stamp %s stands for another schema there: this one is %s%s, %s", a.Stamp.Revisions[0], nearness(at), a.say(at), effect)
	return f, true
}

// seriesAsked names the releases in which the user wants the stamp to be read; empty if he named none.
func seriesAsked(a *Judged) string {
	c := a.wanted()
	if c == nil {
		return ""
	}
	return expected.Brief(c.Releases)
}

// nearness begins a sentence about a match.
func nearness(m match) string {
	if m.Distance == (drift.Distance{}) {
		return "exactly "
	}
	return fmt.Sprintf("nearest (at distance %d) to ", m.Distance.Sum())
}

// say names the likeliest place of a match and the releases that end there.
func (a *Inferred) say(m match) string {
	p := m.Places[0]
	s := p.Revision.ID
	if p.Statement > 0 {
		n, of := p.Revision.Statement(p.Statement - 1)
		s = p.Revision.Own()
		s += fmt.Sprintf(" after statement %d of its %d", n, of)
	}
	return s + in(a.series(m))
}

func in(series string) string {
	if series == "" {
		return ""
	}
	return " (Asterisk " + series + ")"
}

// apart says how far the stamped revision is from a match in the line that has both: "3 revisions ahead".
func (a stampJudge) apart(m match) string {
	switch _, stamped, at := a.path(m); {
	case stamped > at:
		return english.Plural(stamped-at, "revision", "") + " ahead"
	case stamped < at:
		return english.Plural(at-stamped, "revision", "") + " behind"
	}
	return "elsewhere"
}

// path returns the newest line that has both the stamped revision and a match, and where in it they are; nil if none has.
func (a stampJudge) path(m match) (line []*expected.Revision, stamped, at int) {
	for _, p := range m.Places {
		for _, l := range slices.Backward(p.Lines) {
			if i := lineIndex(a.Inferred, l, a.Stamp.Revisions[0]); i >= 0 {
				return a.Lines[l], i, p.At
			}
		}
	}
	return nil, 0, 0
}

func lineIndex(a *Inferred, line int, id string) int {
	return slices.IndexFunc(a.Lines[line], func(r *expected.Revision) bool { return r.ID == id })
}

// Newest is the newest release that the history knows; empty where it has no releases.
func (a *Inferred) Newest() string {
	releases := a.History.Newest().Releases
	if len(releases) == 0 {
		return ""
	}
	return releases[len(releases)-1].Name
}

// nothing begins a sentence about what the history does not have.
func (a stampJudge) nothing() string {
	if newest := a.Newest(); newest != "" {
		return "no release up to " + newest
	}
	return "nothing in the history"
}
