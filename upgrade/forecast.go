// Package upgrade tells what an upgrade does to a database before it runs: where it starts, which statement the server refuses, what is lost, what only the
// rows decide, and the plan by which a fresh install's schema is reached, as scripts.
package upgrade

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/audit"
	"assay/drift"
	"assay/expected"
	"assay/rules"
	"assay/schema"
)

// An Upgrade is how pending revisions go through on a schema.
type Upgrade = drift.Upgrade[*expected.Revision]

// A Prediction is what an upgrade will do to a database.
type Prediction struct {
	*audit.Answer
	judged []*audit.Judged // each tree of the answer, where Alembic takes it to be
	// Forecasts are those of the trees; nil where a tree is not upgraded.
	Forecasts []*Forecast
	asked     Questions
}

// A departure is where Alembic begins with a tree, and where it is to go.
type departure struct {
	*audit.Judged
	target expected.Position
	// from is the place in the target's chain that Alembic takes the database to be at; -1: before the first revision.
	from int
	// refuses says why Alembic does nothing at all, in its words if it has any, whether it says so by its exit status or not; empty: it starts.
	refuses string
}

// A Forecast is what Alembic, with the scripts of one release, will do to one tree of a database.
type Forecast struct {
	*audit.Tree
	of *Prediction
	// To, From and Refuses are as in [departure].
	To      expected.Position
	From    int
	Refuses string
	// Start is the place in the target's chain where the database can be believed to be, once its stamp is cured; At is -1 where there is none.
	Start expected.Position
	// Unmade counts the revisions that a stamp ahead of the schema claims: Alembic never makes them, and what the upgrade ends at says nothing but that.
	Unmade int
	// Upgrade is nil where Alembic does not start.
	Upgrade *Upgrade
	// SkippedForGood are the revisions that the stamp says are applied, whose changes are not there.
	SkippedForGood []audit.Gap
	// data are the questions to the data on which the upgrade depends.
	data []*inquiry
	// endless reports that the upgrade is to go to the end of a history whose end is not known.
	endless bool
	// dropped are the questions how many values, or rows of a table, are dropped.
	dropped []*inquiry
	// ahead has the questions on which the way depends where that begins elsewhere than Alembic would; nil: it does not.
	ahead *Forecast
	// After are the findings against a fresh install of the target, when the upgrade has run to its end; none where it leaves revisions unmade.
	After []rules.Finding
}

// Predict predicts the upgrade of every tree that the target has; it fails if none has it. from is the revision or release at which trees are of which
// nothing tells the stamp; empty: what the schema of a dump without rows says.
func Predict(i *audit.Inference, from, to string) (*Prediction, error) {
	if err := unpredictable(i.Database); err != nil {
		return nil, err
	}
	i, err := i.Presume(from)
	if err != nil {
		return nil, err
	}
	departures, judged, err := depart(i, to)
	if err != nil {
		return nil, err
	}
	if judged, _, err = i.Adopt(judged); err != nil {
		return nil, err
	}
	p := &Prediction{Answer: i.Answer(), judged: judged}
	for n, d := range departures {
		if d == nil {
			p.Trees, p.Forecasts = append(p.Trees, &audit.Tree{Measured: &audit.Measured{Judged: judged[n]}, Notes: judged[n].Notes}), append(p.Forecasts, nil)
			continue
		}
		d.Judged = judged[n]
		f, err := p.predict(d)
		if err != nil {
			return nil, err
		}
		f.endless = f.History.Cut != "" && expected.IsEnd(to)
		p.Forecasts = append(p.Forecasts, f)
	}
	return p, p.Hidden(judged)
}

// unpredictable says what keeps an upgrade of the database from being predicted.
func unpredictable(d *audit.Database) error {
	if d.DB.Partial != "" {
		return fmt.Errorf("%s: %s: take a snapshot (assay snapshot), or name the database itself", d.Source, d.DB.Partial)
	}
	return nil
}

// depart finds out where Alembic begins with each tree, nil where it does not, and measures the tree there.
func depart(i *audit.Inference, to string) (departures []*departure, trees []*audit.Judged, err error) {
	var why error
	for _, a := range i.Trees {
		var note string
		if a.Verdict() == drift.NotAlembic && !a.Orphan {
			note = fmt.Sprintf("not upgraded: the tables of %s are none that its revisions ever made", a.Name)
		} else if target, err := destination(a, to); err != nil {
			why = cmp.Or(why, err)
			note = fmt.Sprintf("not upgraded: %s has no revision or release %s", a.Name, to)
		} else {
			d := bound(a, target)
			departures, trees = append(departures, d), append(trees, d.Judged)
			continue
		}
		left := *a
		left.Notes = append(slices.Clone(a.Notes), note)
		departures, trees = append(departures, nil), append(trees, &left)
	}
	if !slices.ContainsFunc(departures, func(d *departure) bool { return d != nil }) {
		if why == nil {
			return nil, nil, fmt.Errorf("%s holds no table of a known history: there is nothing to upgrade", i.Source)
		}
		return nil, nil, fmt.Errorf("--to: %w", why)
	}
	return departures, trees, nil
}

// destination is the place that the user wants to upgrade to. A revision is in several chains: the newest is taken of those in which the schema is
// at the stamp, else of those that know the stamp; of a project's own history the one in which the least has to run.
func destination(a *audit.Judged, to string) (expected.Position, error) {
	best, err := a.Resolve(to)
	if err != nil {
		return expected.Position{}, err
	}
	for _, better := range []func(expected.Position) bool{
		a.StampKnown,
		soonest(a, best),
		func(p expected.Position) bool { return native(a, slices.Index(a.History.Chains, p.Chain)) },
	} {
		if kept := keep(best, better); len(kept) > 0 {
			best = kept
		}
	}
	return best[len(best)-1], nil
}

// soonest reports of positions whether none is nearer behind the stamp, in a project's own history.
func soonest(a *audit.Judged, all []expected.Position) func(expected.Position) bool {
	least := len(a.History.Newest().Revisions)
	pending := func(p expected.Position) int { return p.At - p.Chain.Index(a.Stamp.Revisions[0]) }
	for _, p := range keep(all, a.StampKnown) {
		if n := pending(p); n >= 0 {
			least = min(least, n)
		}
	}
	return func(p expected.Position) bool { return a.Newest() == "" && a.StampKnown(p) && pending(p) == least }
}

// native reports whether the schema is that of a line where the stamp says.
func native(a *audit.Judged, line int) bool {
	return slices.ContainsFunc(a.Reading.Where().Places, func(p audit.Place) bool { return slices.Contains(p.Lines, line) })
}

// bound sends a tree to a target: what Alembic believes of it, and where it can be believed to be, which is where its schema is to be measured.
func bound(a *audit.Judged, target expected.Position) *departure {
	going := *a
	going.Asked, going.Route = true, &audit.Route{Target: target}
	d := &departure{Judged: &going, target: target}
	d.from, d.refuses = d.believes(target.Chain)
	if n := d.from - target.At; n > 0 {
		d.refuses = fmt.Sprintf("the stamp is %s beyond %s, and an upgrade does not go back", english.Plural(n, "revision", ""), target.Revision().ID)
	}
	line := slices.Index(a.History.Chains, target.Chain)
	at := going
	at.Reading = a.Read([]int{line})
	d.Judged = &at
	at.Route = &audit.Route{Start: d.startIn(target.Chain, line), Target: target}
	if at.Target = at.Route.Start; at.Target.At < 0 {
		at.Target.Chain = nil // where it stands in that chain, nobody can say
	}
	return d
}

// predict makes the forecast of one tree: what Alembic does by itself, and how the schema stands to what Alembic believes of it.
func (p *Prediction) predict(d *departure) (*Forecast, error) {
	now, err := p.now(d.Judged)
	if err != nil {
		return nil, err
	}
	f := &Forecast{Tree: now, of: p, To: d.target, From: d.from, Refuses: d.refuses, Start: d.Route.Start}
	f.SkippedForGood = slices.DeleteFunc(slices.Clone(now.Gaps), func(k audit.Gap) bool { return !audit.Lost(k) })
	if f.Refuses != "" {
		return f, nil
	}
	if now.Verdict() == drift.Ahead {
		f.Unmade = f.From - f.Start.At
	}
	if err := f.play(); err != nil || f.Upgrade.Stop != nil || f.Unmade > 0 {
		return f, err
	}
	return f, f.aftermath()
}

// believes returns the place in a chain that Alembic takes a database to be at, by its version table alone; or its words for not starting.
func (a *departure) believes(c *expected.Chain) (from int, refuses string) {
	rows := a.Stamp.Revisions
	switch {
	case a.Stamp.Crowded:
		return -1, fmt.Sprintf("Version table '%s' has more than one head present; please use get_current_heads()", a.Stamp.Shadow.Table)
	case a.Stamp.Shadow.Table != "":
		return -1, fmt.Sprintf("Unable to rename %s to %s.", a.Stamp.Shadow.Table, a.Stamp.Table)
	case a.History.Stops != "":
		return -1, a.History.Stops
	case len(rows) == 1 && rows[0] == "":
		return -1, "AssertionError"
	case a.AtBase:
		return -1, a.versionTaken()
	case a.Orphan, a.Verdict() == drift.Missing, a.Verdict() == drift.Empty && len(rows) == 0:
		return -1, ""
	case len(rows) > 1 || a.Stamp.Shared:
		return -1, fmt.Sprintf("Version table '%s' has more than one head present; please use get_current_heads()", a.Stamp.Table)
	}
	if i := c.Index(rows[0]); i >= 0 {
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
	if a.Newest() == "" && len(a.History.Find(rows[0])) > 0 {
		return -1, fmt.Sprintf("no upgrade leads from %s to %s", rows[0], a.target.Revision().ID)
	}
	return -1, fmt.Sprintf("Can't locate revision identified by '%s'%s", rows[0], whose(a.History, rows[0]))
}

// versionTaken says what stands where Alembic is to make its version table; empty: nothing, or such a table.
func (a *departure) versionTaken() string {
	s, table := a.Database.DB.Schema, a.VersionTable()
	for _, name := range []string{table, table + "_pkc"} { // that of its key, which is one namespace with it on some engines
		if name != table && !s.Semantics.GlobalIndexNames {
			break
		}
		what := ""
		if v, ok := s.View(name); ok {
			what = v.Kind
		}
		if _, ok := s.Enums[name]; ok {
			what = "type"
		}
		for _, b := range s.Beside {
			if b.Name == name && b.Table == "" && b.Kind != "function" && b.Kind != "procedure" {
				what = b.Kind
			}
		}
		if t := s.Table(name); t != nil && (name != table || t.Column(s.Semantics, audit.VersionColumn) < 0) {
			what = "table"
		}
		if what != "" {
			return fmt.Sprintf("there is a %s %s, and Alembic is to make its version table %s", what, name, table)
		}
	}
	return ""
}

// whose says of which releases a revision is that the target does not have.
func whose(h *expected.History, id string) string {
	var releases []expected.Release
	for _, p := range h.Find(id) {
		releases = append(releases, p.Chain.Releases...)
	}
	if len(releases) == 0 {
		return ""
	}
	return ", which is a revision of Asterisk " + expected.Brief(releases)
}

// startIn is where the database is in a chain: where the stamp says, if it can be believed, and otherwise at the nearest of its revisions.
func (a *departure) startIn(c *expected.Chain, line int) expected.Position {
	if a.Orphan || a.AtBase {
		return expected.Position{Chain: c, At: -1}
	}
	if a.refuses == "" && a.from >= 0 && (a.Reading.Believed || a.Reading.Verdict == drift.Partial) {
		return expected.Position{Chain: c, At: a.from}
	}
	return expected.Position{Chain: c, At: a.Standing(line)}
}

// now judges the schema where Alembic, rightly, takes it to be: as assay check does.
func (p *Prediction) now(a *audit.Judged) (*audit.Tree, error) {
	m, err := a.Measure(audit.Siblings(p.judged))
	if err != nil {
		return nil, err
	}
	t, err := m.Judge(p.judged)
	if err != nil {
		return nil, err
	}
	p.Add(t, true)
	return t, nil
}

// play plays the pending revisions through on the whole schema, since the administrator's own tables can be in their way.
func (f *Forecast) play() error {
	db := f.of.DB
	made := schema.New(db.Schema.Semantics)
	if f.From >= 0 {
		var err error
		if made, err = (expected.Position{Chain: f.To.Chain, At: f.From}).Schema(db.Schema.Semantics); err != nil {
			return err
		}
	}
	return f.playStamps(f.pending(), made)
}

// pending are the revisions that Alembic runs: those behind the one that it takes the database to be at, up to the target. None where the
// target comes before.
func (f *Forecast) pending() []*expected.Revision {
	return f.To.Chain.Revisions[min(f.From, f.To.At)+1 : f.To.At+1]
}

// aftermath compares the schema at the upgrade's end with a fresh install of the target.
func (f *Forecast) aftermath() error {
	end, err := f.end(f.Upgrade.Result)
	if err != nil {
		return err
	}
	f.After = end.Findings
	f.Notes = append(f.Notes, end.Notes...)
	return nil
}

// end judges a schema that is to be the target's.
func (f *Forecast) end(whole *schema.Schema) (*audit.Tree, error) {
	fresh, err := f.To.Schema(f.Got.Semantics)
	if err != nil {
		return nil, err
	}
	own := &audit.Inferred{Database: f.Database, Name: f.Name, History: f.History, Usage: f.Usage, Lines: f.Lines, Stamp: f.Stamp, Got: f.OfTree(whole)}
	at := &audit.Judged{Inferred: own, Target: f.To, Asked: true, Route: &audit.Route{Target: f.To}}
	m := at.Against(audit.WithOptions(fresh, audit.Siblings(f.of.judged)))
	end := &audit.Tree{Measured: m, Open: m.Changes}
	pass := m.Pass()
	pass.Runs = at.Runs(f.of.judged)
	rest := m.Changes
	if len(rest) > 0 {
		end.Findings, rest = own.Skips(pass, own.Skipped(f.To.Chain, f.To.At, own.Got), rest)
	}
	end.Findings = append(end.Findings, audit.Unused(own, rules.Check(pass, rest))...)
	needs, notes := at.Needs(pass)
	end.Findings, end.Notes = append(end.Findings, needs...), notes
	f.of.Settle(end, true)
	return end, nil
}

// serious are the changes that end findings worse than info, but for those that drop something.
func serious(a *audit.Tree) []schema.Change {
	return slices.DeleteFunc(slices.Clone(a.Open), func(c schema.Change) bool {
		return audit.OnlyDrops([]schema.Change{c}) ||
			!slices.ContainsFunc(a.Findings, func(f rules.Finding) bool { return f.Severity > rules.Info && schema.HasChange(f.Fix, c) })
	})
}

// runs reports whether the upgrade may be run, as far as is known: it starts, it runs to its end, it leaves nothing out, and what is there then works.
func (f *Forecast) runs() bool {
	failing := func(r rules.Finding) bool { return r.Severity == rules.Error }
	return f.Refuses == "" && f.Upgrade.Stop == nil && f.Unmade == 0 && !slices.ContainsFunc(f.After, failing) && !slices.ContainsFunc(f.data, (*inquiry).bad)
}

// keep are those of which that is so.
func keep[T any](all []T, which func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), func(x T) bool { return !which(x) })
}
