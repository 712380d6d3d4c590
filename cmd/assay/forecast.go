package main

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

type upgrade = drift.Upgrade[*expected.Revision]

// A forecast is what Alembic, with the scripts of one release, will do to one tree of a database.
type forecast struct {
	target expected.Position
	// from is the place in the target's chain that Alembic takes the database to be at; -1: before the first revision.
	from int
	// refuses says why Alembic does nothing at all, in its words if it has any, whether it says so by its exit status or not; empty: it starts.
	refuses string
	// start is the place in the target's chain where the database can be believed to be, once its stamp is cured; At is -1 where there is none.
	start expected.Position
	// unmade counts the revisions that a stamp ahead of the schema claims: Alembic never makes them, and what the upgrade ends at says nothing but that.
	unmade int
	// upgrade is nil where Alembic does not start.
	upgrade *upgrade
	// gaps are the revisions that the stamp says are applied, whose changes are not there.
	gaps []gap
	// data are the questions to the data on which the upgrade depends.
	data []*inquiry
	// lost are the questions how many values, or rows of a table, are dropped.
	lost []*inquiry
	// after are the findings against a fresh install of the target, when the upgrade has run to its end; none where it leaves revisions unmade.
	after []rules.Finding
}

// forecast predicts the upgrade of every tree that the target has; it fails if none has it.
func (s *survey) forecast(to string) error {
	switch {
	case s.db.NoRows && len(s.db.Stamps) == 0:
		return fmt.Errorf("%s: there is no version table in it, so nothing tells where Alembic would begin: take a dump with the version table and its rows",
			s.source)
	case s.db.NoRows:
		return fmt.Errorf("%s: the dump has no rows, so nothing tells where Alembic would begin: dump the version tables with their rows, or take a snapshot (assay snapshot)", s.source)
	case s.db.Partial != "":
		return fmt.Errorf("%s: %s: take a snapshot (assay snapshot), or name the database itself", s.source, s.db.Partial)
	}
	var why error
	for _, a := range s.trees {
		if a.verdict() == drift.NotAlembic && !a.orphan {
			a.notes = append(a.notes, fmt.Sprintf("not upgraded: the tables of %s are none that its revisions ever made", a.tree))
			continue
		}
		target, err := a.destination(to)
		if err != nil {
			if why == nil {
				why = err
			}
			a.notes = append(a.notes, fmt.Sprintf("not upgraded: %s has no revision or release %s", a.tree, to))
			continue
		}
		if err := s.predict(a, target); err != nil {
			return err
		}
	}
	if !slices.ContainsFunc(s.trees, func(a *assessment) bool { return a.forecast != nil }) {
		if why == nil {
			return fmt.Errorf("%s holds no table of a known history: there is nothing to upgrade", s.source)
		}
		return fmt.Errorf("--to: %w", why)
	}
	return s.hidden()
}

// destination is the place that the user wants to upgrade to. A revision is in several chains: the newest is taken of those in which the schema is
// at the stamp, else of those that know the stamp; of a project's own history the one in which the least has to run.
func (a *assessment) destination(to string) (expected.Position, error) {
	best, err := a.resolve(to)
	if err != nil {
		return expected.Position{}, err
	}
	for _, better := range []func(expected.Position) bool{
		a.stampKnown,
		a.soonest(best),
		func(p expected.Position) bool { return a.native(slices.Index(a.history.Chains, p.Chain)) },
	} {
		if kept := keep(best, better); len(kept) > 0 {
			best = kept
		}
	}
	return best[len(best)-1], nil
}

// soonest reports of positions whether none is nearer behind the stamp, in a project's own history.
func (a *assessment) soonest(all []expected.Position) func(expected.Position) bool {
	least := len(a.history.Newest().Revisions)
	pending := func(p expected.Position) int { return p.At - indexOf(p.Chain, a.stamp.Revisions[0]) }
	for _, p := range keep(all, a.stampKnown) {
		if n := pending(p); n >= 0 {
			least = min(least, n)
		}
	}
	return func(p expected.Position) bool { return a.newest() == "" && a.stampKnown(p) && pending(p) == least }
}

// stampKnown reports whether the stamp is a revision of the position's chain.
func (a *assessment) stampKnown(p expected.Position) bool {
	return len(a.stamp.Revisions) == 1 && indexOf(p.Chain, a.stamp.Revisions[0]) >= 0
}

func keep[T any](all []T, which func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), func(x T) bool { return !which(x) })
}

// native reports whether the schema is that of a line where the stamp says.
func (a *assessment) native(line int) bool {
	return slices.ContainsFunc(a.reading.Where().Places, func(p place) bool { return slices.Contains(p.Lines, line) })
}

// predict makes the forecast of one tree: what Alembic does by itself, and how the schema stands to what Alembic believes of it.
func (s *survey) predict(a *assessment, target expected.Position) error {
	f := &forecast{target: target}
	a.forecast, a.asked = f, true
	line := slices.Index(a.history.Chains, target.Chain)
	f.from, f.refuses = a.believes(target.Chain)
	if n := f.from - target.At; n > 0 {
		f.refuses = fmt.Sprintf("the stamp is %s beyond %s, and an upgrade does not go back", english.Plural(n, "revision", ""), target.Revision().ID)
	}
	a.judge([]int{line})
	f.start = a.startIn(target.Chain, line, f)
	if a.target = f.start; f.start.At < 0 {
		a.target.Chain = nil // where it stands in that chain, nobody can say
	}
	if err := s.measureAt(a); err != nil {
		return err
	}
	f.gaps = slices.DeleteFunc(slices.Clone(a.gaps), func(k gap) bool { return !lost(k) })
	if f.refuses != "" {
		return nil
	}
	if a.verdict() == drift.Ahead {
		f.unmade = f.from - f.start.At
	}
	if err := s.play(a); err != nil || f.upgrade.Stop != nil || f.unmade > 0 {
		return err
	}
	return s.aftermath(a)
}

// believes returns the place in a chain that Alembic takes a database to be at, by its version table alone; or its words for not starting.
func (a *assessment) believes(c *expected.Chain) (from int, refuses string) {
	rows := a.stamp.Revisions
	switch {
	case a.stamp.crowded:
		return -1, fmt.Sprintf("Version table '%s' has more than one head present; please use get_current_heads()", a.stamp.shadow.Table)
	case a.stamp.shadow.Table != "":
		return -1, fmt.Sprintf("Unable to rename %s to %s.", a.stamp.shadow.Table, a.stamp.Table)
	case a.history.Stops != "":
		return -1, a.history.Stops
	case len(rows) == 1 && rows[0] == "":
		return -1, "AssertionError"
	case a.orphan, a.verdict() == drift.Missing, a.verdict() == drift.Empty && len(rows) == 0:
		return -1, ""
	case len(rows) > 1 || a.stamp.shared:
		return -1, fmt.Sprintf("Version table '%s' has more than one head present; please use get_current_heads()", a.stamp.Table)
	}
	if i := indexOf(c, rows[0]); i >= 0 {
		return i, ""
	}
	switch rows[0] {
	case "head", "heads":
		return -1, "the stamp is the word " + rows[0] + ", which it takes for the newest revision, whatever that is"
	case "base":
		return -1, ""
	}
	const shortest = 4 // of an id whose beginning Alembic takes for it (alembic/script/revision.py)
	var found []int
	for i, r := range c.Revisions {
		if len(r.ID) >= shortest && strings.HasPrefix(r.ID, rows[0]) {
			found = append(found, i)
		}
	}
	if len(found) == 1 {
		return found[0], ""
	}
	if a.newest() == "" && len(a.history.Find(rows[0])) > 0 {
		return -1, fmt.Sprintf("no upgrade leads from %s to %s", rows[0], a.forecast.target.Revision().ID)
	}
	return -1, fmt.Sprintf("Can't locate revision identified by '%s'%s", rows[0], a.whose(rows[0]))
}

// whose says of which releases a revision is that the target does not have.
func (a *assessment) whose(id string) string {
	var releases []expected.Release
	for _, p := range a.history.Find(id) {
		releases = append(releases, p.Chain.Releases...)
	}
	if len(releases) == 0 {
		return ""
	}
	return ", which is a revision of Asterisk " + expected.Brief(releases)
}

// startIn is where the database is in a chain: where the stamp says, if it can be believed, and otherwise at the nearest of its revisions.
func (a *assessment) startIn(c *expected.Chain, line int, f *forecast) expected.Position {
	if a.orphan {
		return expected.Position{Chain: c, At: -1}
	}
	if f.refuses == "" && f.from >= 0 && (a.reading.Believed || a.reading.Verdict == drift.Partial) {
		return expected.Position{Chain: c, At: f.from}
	}
	return expected.Position{Chain: c, At: a.standing(line)}
}

// standing is the place in a chain to which the schema is nearest; -1 where it is near none of its revisions.
func (a *assessment) standing(line int) int {
	for _, m := range a.matches {
		for _, p := range m.Places {
			if p.Statement == 0 && slices.Contains(p.Lines, line) {
				return p.At
			}
		}
	}
	return -1
}

// measureAt judges the schema where Alembic, rightly, takes it to be: as assay check does.
func (s *survey) measureAt(a *assessment) error {
	if err := s.adopt(a); err != nil {
		return err
	}
	if err := a.compare(s.siblings()); err != nil {
		return err
	}
	if err := s.judge(a); err != nil {
		return err
	}
	s.settle(a, true)
	a.notes = append(a.notes, s.remarks(a)...)
	return nil
}

// play plays the pending revisions through on the whole schema, since the administrator's own tables can be in their way.
func (s *survey) play(a *assessment) error {
	f := a.forecast
	made := schema.New(s.db.Schema.Semantics)
	if f.from >= 0 {
		var err error
		if made, err = (expected.Position{Chain: f.target.Chain, At: f.from}).Schema(s.db.Schema.Semantics); err != nil {
			return err
		}
	}
	return s.playStamps(a, f.pending(), made)
}

// pending are the revisions that Alembic runs: those behind the one that it takes the database to be at, up to the target. None where the
// target comes before.
func (f *forecast) pending() []*expected.Revision {
	return f.target.Chain.Revisions[min(f.from, f.target.At)+1 : f.target.At+1]
}

// aftermath holds the schema at the upgrade's end against a fresh install of the target.
func (s *survey) aftermath(a *assessment) error {
	end, err := s.end(a, a.forecast.upgrade.Result)
	if err != nil {
		return err
	}
	a.forecast.after = end.findings
	a.notes = append(a.notes, end.notes...)
	return nil
}

// end judges a schema that is to be the target's.
func (s *survey) end(a *assessment, whole *schema.Schema) (*assessment, error) {
	target := a.forecast.target
	fresh, err := target.Schema(a.got.Semantics)
	if err != nil {
		return nil, err
	}
	end := &assessment{tree: a.tree, history: a.history, usage: a.usage, lines: a.lines, stamp: a.stamp, target: target, got: s.ofTree(a, whole), asked: true}
	end.want, end.forecast = withOptions(fresh, s.siblings()), &forecast{target: target}
	end.changes = end.foldRenames(drift.Compare(end.want, end.got))
	pass := end.pass()
	pass.Runs = s.runs(end)
	rest := end.changes
	if len(rest) > 0 {
		end.findings, rest = end.skips(pass, end.skipped(target.Chain, target.At, end.got), rest)
	}
	end.findings = append(end.findings, end.unused(rules.Check(pass, rest))...)
	end.findings = append(end.findings, s.needs(end, pass)...)
	s.settle(end, true)
	return end, nil
}

// serious are the changes that end findings worse than info, but for those that drop something.
func (a *assessment) serious() []schema.Change {
	return slices.DeleteFunc(slices.Clone(a.changes), func(c schema.Change) bool {
		return onlyDrops([]schema.Change{c}) ||
			!slices.ContainsFunc(a.findings, func(f rules.Finding) bool { return f.Severity > rules.Info && schema.HasChange(f.Fix, c) })
	})
}

// goes reports whether the upgrade may be run, as far as is known: it starts, it runs to its end, it leaves nothing out, and what is there then works.
func (f *forecast) goes() bool {
	failing := func(r rules.Finding) bool { return r.Severity == rules.Error }
	return f.refuses == "" && f.upgrade.Stop == nil && f.unmade == 0 && !slices.ContainsFunc(f.after, failing) && !slices.ContainsFunc(f.data, (*inquiry).bad)
}
