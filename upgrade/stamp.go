package upgrade

import (
	"fmt"

	"assay/audit"
	"assay/drift"
	"assay/expected"
	"assay/probe"
	"assay/schema"
)

// misfit finds the first pending revision whose id the version table does not take, and the type that it has by then; -1: it takes all.
func (f *Forecast) misfit(pending []*expected.Revision) (int, schema.Type) {
	col, _, known := f.Stamper().StampColumn(f.VersionTable())
	if !known {
		return -1, schema.Type{}
	}
	for i, r := range pending {
		if r.Stamps != (schema.Type{}) { // the revision itself makes room, as projects with long ids have one do
			col.Type = r.Stamps
		}
		if !col.Type.Takes(r.Own()) {
			return i, col.Type
		}
	}
	return -1, schema.Type{}
}

// playStamps has the upgrade stop at the revision whose id does not fit: by then all its own statements have run.
func (f *Forecast) playStamps(pending []*expected.Revision, made *schema.Schema) error {
	db, room := f.of.DB, f.of.Room
	at, is := f.misfit(pending)
	played := pending
	if at >= 0 && !f.History.Recorded {
		played = pending[:at+1]
	}
	var err error
	left, now := newLeaving(played, db), withTypes(db.Schema, f.History, played)
	if f.Upgrade, err = drift.Predict(played, f.History.Recorded, now, made, room.Refusal, doubter(f.History, left), left.before); err != nil {
		return err
	}
	u := f.Upgrade
	u.Pending = pending
	f.undecide(u.Doubts)
	switch {
	case at < 0 || u.Stop != nil:
	case f.History.Recorded: // what a revision does to the version table, no recording tells
		why := fmt.Sprintf("whether the upgrade stops is not known: %s of %s does not take the id %s, unless a revision makes room for it, which a recording does not tell",
			is, audit.VersionColumn, pending[at].Own())
		f.data = append(f.data, &inquiry{revision: pending[at].Own(), Probe: probe.Probe{
			Table: f.VersionTable(), Column: audit.VersionColumn, Fatal: true, Unsure: why, Problem: why,
		}})
	default:
		u.Stop = &drift.Stop[*expected.Revision]{Revision: pending[at], Statement: len(pending[at].Changes) + 1, Refusal: room.TooLong(audit.VersionColumn, is)}
		u.Stamped = at
		if db.Schema.Semantics.TransactionalDDL {
			u.Result, u.Stamped, u.Undone, u.Dropped = db.Schema, 0, nil, nil
		}
	}
	return nil
}

// storing is the statement at which an upgrade stops whose id does not fit, and what becomes of it where the server does not refuse.
func (f *Forecast) storing(id string) (sql, lax string) {
	table := f.Stamper().In(f.VersionTable())
	sql = fmt.Sprintf("UPDATE %s SET %s = %s", table, f.of.Room.Quote(audit.VersionColumn), f.of.Room.Literal(id))
	if f.of.DB.Schema.Semantics.TransactionalDDL { // PostgreSQL has but one mode
		return sql, ""
	}
	return sql, "; a session that is not strict (sql_mode) cuts the id without a word, and the revision after it stops then"
}
