package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"assay/drift"
	"assay/expected"
	"assay/probe"
	"assay/schema"
)

// versionColumn is the column in which Alembic keeps a revision's id. It makes it for 32 characters, and looks neither at what it finds nor at what it writes.
const versionColumn = "version_num"

// stampColumn is that column of a version table as it is, or as Alembic will make it where there is no table. There is none where the table is not modelled.
func (s *survey) stampColumn(table string) (col schema.Column, there, known bool) {
	m := s.db.Schema.Semantics
	if t := s.db.Schema.Table(table); t != nil {
		if i := t.Column(m, versionColumn); i >= 0 {
			return t.Columns[i], true, true
		}
		return schema.Column{}, true, false
	}
	if s.db.IsVersionTable(table) {
		return schema.Column{}, true, false
	}
	create, err := expected.VersionTable(table, 0, s.room)
	c, ok := create.(schema.CreateTable)
	if err != nil || !ok {
		return schema.Column{}, false, false
	}
	return c.Table.Columns[0], false, true
}

// misfit finds the first pending revision whose id the version table does not take, and the type that it has by then; -1: it takes all.
func (s *survey) misfit(a *assessment, pending []*expected.Revision) (int, schema.Type) {
	col, _, known := s.stampColumn(s.versionTable(a))
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
func (s *survey) playStamps(a *assessment, pending []*expected.Revision, made *schema.Schema) error {
	f := a.forecast
	at, is := s.misfit(a, pending)
	played := pending
	if at >= 0 && !a.history.Recorded {
		played = pending[:at+1]
	}
	var err error
	if f.upgrade, err = drift.Predict(played, s.db.Schema, made, s.room.Refusal, a.doubter()); err != nil {
		return err
	}
	u := f.upgrade
	u.Pending = pending
	f.undecide(u.Doubts)
	switch {
	case at < 0 || u.Stop != nil:
	case a.history.Recorded: // what a revision does to the version table, no recording tells
		why := fmt.Sprintf("whether the upgrade stops is not known: %s of %s does not take the id %s, unless a revision makes room for it, which a recording does not tell",
			is, versionColumn, pending[at].Own())
		f.data = append(f.data, &inquiry{revision: pending[at].Own(), Probe: probe.Probe{
			Table: s.versionTable(a), Column: versionColumn, Fatal: true, Unsure: why, Problem: why,
		}})
	default:
		u.Stop = &drift.Stop[*expected.Revision]{Revision: pending[at], Statement: len(pending[at].Changes) + 1, Refusal: s.room.TooLong(versionColumn, is)}
		u.Stamped = at
		if s.db.Schema.Semantics.TransactionalDDL {
			u.Result, u.Stamped, u.Undone, u.Dropped = s.db.Schema, 0, nil, nil
		}
	}
	return nil
}

// storing is the statement at which an upgrade stops whose id does not fit, and what becomes of it where the server does not refuse.
func (s *survey) storing(a *assessment, id string) (sql, lax string) {
	table := s.room.Quote(s.versionTable(a))
	sql = fmt.Sprintf("UPDATE %s SET %s = %s", table, s.room.Quote(versionColumn), s.room.Literal(id))
	if s.db.Schema.Semantics.TransactionalDDL { // PostgreSQL has but one mode
		return sql, ""
	}
	return sql, "; a session that is not strict (sql_mode) cuts the id without a word, and the revision after it stops then"
}

// widen makes room in a version table for the ids that a script stores, and for those that Alembic stores on the way to where the user goes. Where it has to,
// it does for all that the history has: to alter a table of one row costs nothing, and to be called again at night does.
func (s *survey) widen(a *assessment, ids ...string) (sql []string, why string, err error) {
	col, there, known := s.stampColumn(s.versionTable(a))
	if !known || !there || !slices.ContainsFunc(ids, func(id string) bool { return !col.Type.Takes(id) }) {
		return nil, "", nil
	}
	to := col
	to.Type.Args = fmt.Sprint(s.longest(a, ids...))
	sql, err = s.room.Format(schema.AlterColumn{Table: s.versionTable(a), Name: col.Name, From: col, To: to, Set: schema.PropType})
	return sql, fmt.Sprintf("%s, %s, does not take an id as long as %s: it is made wider first", versionColumn, col.Type, s.tooLong(col.Type, ids)), err
}

func (s *survey) tooLong(t schema.Type, ids []string) string {
	return ids[slices.IndexFunc(ids, func(id string) bool { return !t.Takes(id) })]
}

// longest is how many characters the ids and those of the history take.
func (s *survey) longest(a *assessment, ids ...string) int {
	n := 0
	for _, c := range a.history.Chains {
		for _, r := range c.Revisions {
			n = max(n, len(r.Own()))
		}
	}
	for _, id := range ids {
		n = max(n, len(id)) // in bytes, so that it will do for both
	}
	return n
}

// stored are the ids that the version table is to take: those of a place in the history, and of the revisions that lead from there to where the user goes.
func (a *assessment) stored() []string {
	if a.target.Chain == nil {
		return nil
	}
	ids := strings.Split(a.target.Revision().ID, "+")
	if f := a.forecast; f != nil && f.start.Chain == f.target.Chain {
		for _, r := range f.target.Chain.Revisions[min(f.start.At, f.target.At)+1 : f.target.At+1] {
			ids = append(ids, r.Own())
		}
	}
	return ids
}

// cut says of a stamp that is only the beginning of an id why it is, where it fills its column.
func (s *survey) cut(a *assessment) string {
	col, _, known := s.stampColumn(s.versionTable(a))
	if id := a.stamp.Revisions[0]; !known || col.Type.Takes(id+"x") {
		return ""
	}
	return fmt.Sprintf(", cut to fit, since %s is a %s and the id has %d characters", versionColumn, col.Type, utf8.RuneCountInString(a.meant()))
}
