package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"assay/expected"
	"assay/fixup"
	"assay/result"
	"assay/rules"
	"assay/schema"
)

type preflightCommand struct {
	databaseFlags
	asteriskFlag
	dataFlags
	To  string `required:"" placeholder:"RELEASE|REVISION" predictor:"release" help:"What the database is to be upgraded to: the release whose scripts will run (a series for its last one), or a revision; with --history, a revision, several joined by +, or heads."`
	SQL bool   `name:"sql" help:"Print the script that makes the upgrade safe: what to run before, between and after."`

	Accept bool `name:"accept-unasked" help:"Exit with 0 on GO IF too: you answer the open questions to the data yourself."`

	Allow bool `name:"allow-destructive" help:"With --sql: print statements that can destroy data as statements, not as comments."`
}

// Help implements kong's HelpProvider.
func (*preflightCommand) Help() string {
	return `The gate before an upgrade. The revisions that Alembic would run, from the stamp on, are run in memory on the schema that is really there, one statement at a
time. The first line says GO, NO-GO or GO IF; then comes where it would stop and with which error, which revisions it would leave out for good, what it would undo or drop,
and how the result would differ from a fresh install.

Of a live database, the rows are asked as well whether a statement would fail on them, read-only and each question bounded. Where they decide and cannot be asked
(of a dump, of a snapshot, without the right to read them, with --no-data), or where a statement before changes them, the first line says GO IF, and how many
questions decide.

  assay preflight --to 22.10.1 mysql://asterisk@localhost/asterisk
  assay preflight --to 22 --sql postgresql:///asterisk > upgrade.sql
  assay preflight --to 22 asterisk:16.17.0
  assay preflight --to 22 --format html mysql://asterisk@localhost/asterisk > upgrade.html

Exit status: 0 GO, 1 NO-GO or GO IF (0 with --accept-unasked), 2 could not tell.`
}

// Run predicts the upgrade.
func (c *preflightCommand) Run(p *process) error {
	if i := slices.IndexFunc(c.Format, func(o output) bool { return o.String() != "text" }); c.SQL && i >= 0 {
		return fmt.Errorf("--sql and --format %s exclude each other: --sql prints a script for the engine's own client instead of a report; leave one of them out", c.Format[i])
	}
	if err := c.check(); err != nil {
		return err
	}
	c.to = c.To
	s, err := look(p, &c.databaseFlags, c.asteriskFlag)
	if err != nil {
		return err
	}
	s.destroy, s.accepted, s.dataRows = c.Allow, c.Accept, c.DataRows
	if err := s.forecast(c.To); err != nil {
		return err
	}
	if err := p.waiting("asking the data", func() error { return s.inquire(p, c.dataFlags) }); err != nil {
		return err
	}
	if c.SQL {
		return c.emit(p, func(_ string, w io.Writer) error { return s.writeRoads(w, c.To) })
	}
	r := s.report("preflight", true)
	r.Forecast = true
	if !s.goes() && s.mayGo() {
		r.Next = "assay preflight --sql " + c.dataFlags.again() + "--to " + shellQuote(c.To) + " " + c.asteriskFlag.again() + c.databaseFlags.again(s.source)
	}
	r.FailOn = rules.Error
	if err := c.print(p, r); err != nil {
		return err
	}
	if !s.goes() || s.undecided() > 0 && !c.Accept {
		return errFindings
	}
	return nil
}

// undecided counts the questions to the data that decide, and that nobody has answered.
func (s *survey) undecided() int {
	n := 0
	for _, a := range s.trees {
		if a.forecast != nil {
			n += a.forecast.undecided()
		}
	}
	return n
}

// goes reports whether every tree's upgrade may be run.
func (s *survey) goes() bool {
	return !slices.ContainsFunc(s.trees, func(a *assessment) bool { return a.forecast != nil && !a.goes() })
}

// mayGo reports whether a script leads any tree to its target.
func (s *survey) mayGo() bool {
	return slices.ContainsFunc(s.trees, func(a *assessment) bool { return a.forecast != nil && a.unreachable() == "" })
}

// goes reports whether the tree's upgrade may be run: nothing is wrong with the stamp, nothing was skipped, and nothing will go wrong.
func (a *assessment) goes() bool {
	stamp := func(f rules.Finding) bool { return f.Severity == rules.Error && f.Statements != nil }
	return a.forecast.goes() && (len(a.forecast.gaps) == 0 || a.usage.Ceiling(a.tree) < rules.Error) && !slices.ContainsFunc(a.findings, stamp)
}

// presentForecast makes a forecast printable.
func (s *survey) presentForecast(a *assessment) *result.Upgrade {
	f := a.forecast
	if f == nil {
		return nil
	}
	r := &result.Upgrade{
		Blocked: !a.goes(), Accepted: s.accepted, Limit: s.dataRows,
		Target: f.target.Revision().ID, Go: a.goes() && f.undecided() == 0, Undecided: f.undecided(), Refuses: f.refuses, Unmade: f.unmade,
		Releases: expected.Brief(f.target.Chain.Releases), Impasse: a.unreachable(),
	}
	for _, k := range f.gaps {
		r.Skipped = append(r.Skipped, result.Skipped{Revision: k.Revision.ID, Cause: a.cause(k), Missing: parts(k.Changes)})
	}
	if f.upgrade == nil {
		return r
	}
	for _, p := range f.upgrade.Pending {
		r.Pending = append(r.Pending, p.Own())
		r.Statements += len(p.Changes)
	}
	for _, n := range f.upgrade.Undone {
		r.Undone = append(r.Undone, result.Undone{Revision: n.Revision.Own(), Table: n.Table, Column: n.Was.Name, Was: rules.Describe(n.Was, n.Set), Is: rules.Describe(n.Is, n.Set)})
	}
	for _, d := range f.upgrade.Dropped {
		r.Dropped = append(r.Dropped, result.Dropped{Revision: d.Revision.Own(), Table: d.Table, Column: d.Column, As: d.As, Values: f.values(d)})
	}
	s.presentStop(a, r)
	r.Data = presentData(f.data)
	for _, x := range f.after {
		r.After = append(r.After, s.finding(&fixup.Plan{}, x))
	}
	return r
}

// presentStop says where an upgrade stops and what is then.
func (s *survey) presentStop(a *assessment, r *result.Upgrade) {
	u := a.forecast.upgrade
	stop := u.Stop
	if stop == nil {
		return
	}
	n, of := stop.Revision.Statement(stop.Statement - 1)
	r.Stops = &result.Stop{
		Revision: stop.Revision.Own(), Statement: n, Of: of,
		Error: stop.Refusal.Error(),
	}
	lax := ""
	if stop.Change == nil {
		r.Stops.SQL, lax = s.storing(a, stop.Revision.Own())
	} else {
		r.Stops.SQL = s.spelled(stop.Change)
	}
	for _, b := range stop.Refusal.Blockers {
		r.Stops.InTheWay = append(r.Stops.InTheWay, b.What)
	}
	at := "none"
	if i := a.forecast.from + u.Stamped; i >= 0 {
		at = a.forecast.target.Chain.Revisions[i].ID
	}
	r.Stays = fmt.Sprintf("the stamp stays %s, and nothing that the upgrade did stays", at)
	if !s.db.Schema.Semantics.TransactionalDDL {
		r.Stays = fmt.Sprintf("the stamp is then %s, and what ran before stays: this server cannot roll it back", at) + lax
	}
}

// spelled is a change as SQL; what was released with a flaw, as it was meant.
func (s *survey) spelled(c schema.Change) string {
	sql, err := s.room.Format(schema.Mended(c))
	if err != nil || len(sql) == 0 {
		return cmp.Or(c.Object().String(), "?")
	}
	return sql[0]
}
