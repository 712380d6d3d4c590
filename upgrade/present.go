package upgrade

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/audit"
	"assay/expected"
	"assay/fixup"
	"assay/result"
	"assay/rules"
	"assay/schema"
)

// Report makes the prediction printable.
func (p *Prediction) Report() *result.Report {
	r := p.Answer.Report("preflight")
	r.Forecast = true
	for n, f := range p.Forecasts {
		if f == nil {
			continue
		}
		t := &r.Trees[n]
		t.Upgrade = f.present()
		if t.Upgrade.Stops != nil && f.History.Recorded && !slices.Contains(t.Notes, audit.Approximate) {
			t.Notes = append(t.Notes, audit.Approximate)
		}
	}
	return r
}

// Undecided counts the questions to the data that decide, and that nobody has answered.
func (p *Prediction) Undecided() int {
	n := 0
	for _, f := range p.Forecasts {
		if f != nil {
			n += f.undecided()
		}
	}
	return n
}

// Goes reports whether every tree's upgrade may be run.
func (p *Prediction) Goes() bool {
	return !slices.ContainsFunc(p.Forecasts, func(f *Forecast) bool { return f != nil && !f.Goes() })
}

// MayGo reports whether a script leads any tree to its target.
func (p *Prediction) MayGo() bool {
	return slices.ContainsFunc(p.Forecasts, func(f *Forecast) bool { return f != nil && f.unreachable() == "" })
}

// Goes reports whether the tree's upgrade may be run: nothing is wrong with the stamp, nothing was skipped, and nothing will go wrong.
func (f *Forecast) Goes() bool {
	stamp := func(f rules.Finding) bool { return f.Severity == rules.Error && f.Statements != nil }
	return f.runs() && (len(f.SkippedForGood) == 0 || f.Usage.Ceiling(f.Name) < rules.Error) && !slices.ContainsFunc(f.Findings, stamp)
}

// present makes a forecast printable.
func (f *Forecast) present() *result.Upgrade {
	r := &result.Upgrade{
		Blocked: !f.Goes(), Accepted: f.of.asked.Accepted, Limit: f.of.asked.Rows,
		Target: f.To.Revision().ID, Go: f.Goes() && f.undecided() == 0, Undecided: f.undecided(), Refuses: f.Refuses, Unmade: f.Unmade,
		Releases: expected.Brief(f.To.Chain.Releases), Impasse: f.unreachable(),
	}
	for _, k := range f.SkippedForGood {
		r.Skipped = append(r.Skipped, result.Skipped{Revision: k.Revision.ID, Cause: f.Cause(k), Missing: audit.Parts(k.Changes)})
	}
	if f.Upgrade == nil {
		return r
	}
	for _, p := range f.Upgrade.Pending {
		r.Pending = append(r.Pending, p.Own())
		r.Statements += len(p.Changes)
	}
	for _, n := range f.Upgrade.Undone {
		r.Undone = append(r.Undone, result.Undone{
			Revision: n.Revision.Own(), Table: n.Table, Column: n.Was.Name, Was: rules.Describe(n.Was, n.Set), Is: rules.Describe(n.Is, n.Set),
		})
	}
	for _, d := range f.Upgrade.Dropped {
		r.Dropped = append(r.Dropped, result.Dropped{Revision: d.Revision.Own(), Table: d.Table, Column: d.Column, As: d.As, Values: f.values(d)})
	}
	f.presentStop(r)
	r.Data = presentData(f.data)
	for _, x := range f.After {
		r.After = append(r.After, audit.PresentFinding(&fixup.Plan{}, x))
	}
	return r
}

// presentStop says where an upgrade stops and what is then.
func (f *Forecast) presentStop(r *result.Upgrade) {
	u := f.Upgrade
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
		r.Stops.SQL, lax = f.storing(stop.Revision.Own())
	} else {
		r.Stops.SQL = f.spelled(stop.Change)
	}
	for _, b := range stop.Refusal.Blockers {
		r.Stops.InTheWay = append(r.Stops.InTheWay, b.What)
	}
	at := "none"
	if i := f.From + u.Stamped; i >= 0 {
		at = f.To.Chain.Revisions[i].ID
	}
	r.Stays = fmt.Sprintf("the stamp stays %s, and nothing that the upgrade did stays", at)
	if len(f.History.Newest().Releases) == 0 && len(u.Pending) > 0 && u.Pending[0] != stop.Revision { // a project's own env.py, which nobody has read
		r.Stays += "; where env.py sets transaction_per_migration, the revisions before " + stop.Revision.Own() + " stay"
	}
	if !f.of.DB.Schema.Semantics.TransactionalDDL {
		r.Stays = fmt.Sprintf("the stamp is then %s, and what ran before stays: this server cannot roll it back", at) + lax
	}
}

// spelled is a change as SQL, with the flaw that it was released with.
func (f *Forecast) spelled(c schema.Change) string {
	if drop, ok := c.(schema.DropTable); ok && drop.Follows() { // the whole is written at the first
		drop.Table = strings.Join(schema.NamePath(drop.All()[0]), ".")
		c = drop
	}
	sql, err := f.of.Room.Format(c)
	if err != nil || len(sql) == 0 {
		return cmp.Or(c.Object().String(), "?")
	}
	return sql[0]
}
