package audit

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"assay/expected"
	"assay/schema"
)

// VersionColumn is the column in which Alembic keeps a revision's id. It makes it for 32 characters, and looks neither at what it finds nor at what it writes.
const VersionColumn = "version_num"

// StampColumn is that column of a version table as it is, or as Alembic will make it where there is no table. There is none where the table is not modelled.
func (a Stamper) StampColumn(table string) (col schema.Column, there, known bool) {
	m := a.Database.DB.Schema.Semantics
	if t := a.Database.DB.Schema.Table(table); t != nil && a.elsewhere() == "" {
		if i := t.Column(m, VersionColumn); i >= 0 {
			return t.Columns[i], true, true
		}
		return schema.Column{}, true, false
	}
	if a.Database.DB.IsVersionTable(table) {
		return schema.Column{}, true, false
	}
	create, err := expected.VersionTable(table, 0, a.Database.Room)
	c, ok := create.(schema.CreateTable)
	if err != nil || !ok {
		return schema.Column{}, false, false
	}
	return c.Table.Columns[0], false, true
}

// Widen makes room in a version table for the ids that a script stores, and for those that Alembic stores on the way to where the user goes. Where it has to,
// it does for all that the history has: to alter a table of one row costs nothing, and to be called again at night does.
func (a Stamper) Widen(ids ...string) (sql []string, why string, err error) {
	col, there, known := a.StampColumn(a.VersionTable())
	if !known || !there || !slices.ContainsFunc(ids, func(id string) bool { return !col.Type.Takes(id) }) {
		return nil, "", nil
	}
	to := col
	to.Type.Args = fmt.Sprint(a.longest(ids...))
	sql, err = a.Database.Room.Format(schema.AlterColumn{Table: a.VersionTable(), Name: col.Name, From: col, To: to, Set: schema.PropType})
	return sql, fmt.Sprintf("%s, %s, does not take an id as long as %s: it is made wider first", VersionColumn, col.Type, a.tooLong(col.Type, ids)), err
}

func (a Stamper) tooLong(t schema.Type, ids []string) string {
	return ids[slices.IndexFunc(ids, func(id string) bool { return !t.Takes(id) })]
}

// longest is how many characters the ids and those of the history take.
func (a Stamper) longest(ids ...string) int {
	n := 0
	for _, c := range a.History.Chains {
		for _, r := range c.Revisions {
			n = max(n, len(r.Own()))
		}
	}
	for _, id := range ids {
		n = max(n, len(id)) // in bytes, so that it will do for both
	}
	return n
}

// Stored are the ids that the version table is to take: those of a place in the history, and of the revisions that lead from there to where the user goes.
func (a *Judged) Stored() []string {
	if a.Target.Chain == nil {
		return nil
	}
	ids := strings.Split(a.Target.Revision().ID, "+")
	if r := a.Route; r != nil && r.Start.Chain == r.Target.Chain {
		for _, revision := range r.revisions(r.Start.At) {
			ids = append(ids, revision.Own())
		}
	}
	return ids
}

// cut says of a stamp that is only the beginning of an id why it is, where it fills its column.
func (a stampJudge) cut() string {
	col, _, known := a.StampColumn(a.VersionTable())
	if id := a.Stamp.Revisions[0]; !known || col.Type.Takes(id+"x") {
		return ""
	}
	return fmt.Sprintf(", cut to fit, since %s is a %s and the id has %d characters", VersionColumn, col.Type, utf8.RuneCountInString(a.meant()))
}
