package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"assay/drift"
	"assay/expected"
	"assay/schema"
)

// VersionTable is the table that has or should have the tree's stamp.
func (a *Judged) VersionTable() string {
	switch {
	case a.Stamp.Table != "":
		return a.Stamp.Table
	case a.Database.Source.Target.VersionTable != "" && (a.alone || a.Name == a.Database.Source.Tree):
		return a.Database.Source.Target.VersionTable
	}
	return a.History.VersionTable
}

// elsewhere is the schema that the version tables are in; empty: that of the others.
func (a *Judged) elsewhere() string {
	db := a.Database.DB
	told := cmp.Or(a.Database.Source.Target.VersionSchema, db.StampsIn)
	switch {
	case a.Stamp.Table != "":
		return a.Stamp.Schema
	case told == db.Namespace || db.Namespace == "" && told == db.Name:
		return ""
	}
	return told
}

// In writes the name of a version table.
func (a Stamper) In(table string) string {
	if home := a.elsewhere(); home != "" {
		return a.Database.Room.Quote(home) + "." + a.Database.Room.Quote(table)
	}
	return a.Database.Room.Quote(table)
}

// A Stamper writes the SQL that sets a tree's stamp right.
type Stamper struct{ *Judged }

// Stamper writes the SQL that sets the tree's stamp right.
func (a *Judged) Stamper() Stamper { return Stamper{a} }

// SQL are the statements that make the stamp say where the schema will be; none if it does. Its table is made to take the id before.
func (a Stamper) SQL() ([]string, error) {
	sql, err := a.rowSQL()
	if err != nil || len(sql) == 0 || a.Stamp.Shared {
		return sql, err
	}
	wider, _, err := a.Widen(a.Stored()...)
	return append(wider, sql...), err
}

// rowSQL are the statements that set the stamp.
func (a Stamper) rowSQL() ([]string, error) {
	if a.Target.Chain == nil || a.Verdict() == drift.Newer || a.Verdict() == drift.Unseen { // a newer release's stamp is not to be set back
		return nil, nil
	}
	id := a.Target.Revision().ID
	if rows := a.History.Rows; rows != nil { // some are the same, or no condition tells them apart on every server
		sql := []string{"DELETE FROM " + a.In(a.Stamp.Table)}
		for head := range strings.SplitSeq(id, "+") {
			sql = append(sql, a.insertRow(a.In(a.Stamp.Table), head))
		}
		return sql, nil
	}
	if slices.Equal(a.Stamp.Revisions, []string{id}) && !a.Stamp.Shared {
		return nil, nil
	}
	table := a.In(a.VersionTable())
	insert := a.insertRow(table, id)
	switch {
	case strings.Contains(id+strings.Join(a.Stamp.Revisions, ""), "+"):
		return a.setRows(strings.Split(id, "+"))
	case a.Stamp.Shared: // the others' rows stay
		return a.moveOut()
	case a.Stamp.Table == "":
		create, err := a.newTable(a.VersionTable())
		return append(create, insert), err
	case len(a.Stamp.Revisions) == 0 && a.Stamp.Nulls:
		return []string{"DELETE FROM " + table, insert}, nil
	case len(a.Stamp.Revisions) == 0:
		return []string{insert}, nil
	}
	return a.oneRow(a.Stamp.Revisions, id, table, insert), nil
}

func (a Stamper) insertRow(table, id string) string {
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, a.Database.Room.Quote("version_num"), a.Database.Room.Literal(id))
}

// setRows makes the version table hold several heads, or one in place of several.
func (a Stamper) setRows(heads []string) ([]string, error) {
	var sql []string
	if a.Stamp.Table == "" {
		create, err := a.newTable(a.VersionTable())
		if err != nil {
			return nil, err
		}
		sql = create
	}
	var rows []string
	for _, stamp := range a.Stamp.Revisions {
		rows = append(rows, strings.Split(stamp, "+")...) // no id has one (alembic/script/revision.py)
	}
	return append(sql, a.Rows(a.VersionTable(), rows, heads)...), nil
}

// Rows makes others of the rows of a version table.
func (a Stamper) Rows(table string, was, is []string) []string {
	gone := slices.DeleteFunc(slices.Clone(was), func(id string) bool { return slices.Contains(is, id) })
	sql := a.without(schema.Stamp{Table: table, Revisions: gone})
	for _, id := range is {
		if !slices.Contains(was, id) {
			sql = append(sql, a.insertRow(a.In(table), id))
		}
	}
	return sql
}

// TableSQL are the statements that put the stamp where Alembic looks for it, and nothing in its way.
func (a Stamper) TableSQL() []string {
	shadow := a.Stamp.Shadow
	switch {
	case a.elsewhere() != "": // Asterisk's scripts know no other schema
	case a.Stamp.evict:
		return a.without(shadow)
	case a.Stamp.moved:
		return []string{a.rename(shadow.Table, a.freeTable(a.Stamp.Table+"_old"))}
	case a.inPlainTable():
		return []string{a.rename(a.Stamp.Table, a.History.VersionTable)}
	}
	return nil
}

func (a Stamper) rename(from, to string) string {
	return fmt.Sprintf("ALTER TABLE %s RENAME TO %s", a.Database.Room.Quote(from), a.Database.Room.Quote(to))
}

// without takes rows out of a table.
func (a Stamper) without(rows schema.Stamp) []string {
	var sql []string
	for _, id := range rows.Revisions {
		room := a.Database.Room
		sql = append(sql, fmt.Sprintf("DELETE FROM %s WHERE %s = %s", a.In(rows.Table), room.Quote("version_num"), room.Literal(id)))
	}
	return sql
}

// oneRow leaves one row, the right one. Where no condition tells the rows apart on every server, since they are the same but for their case or blanks
// behind them, or NULL, or where one holds what would play with a terminal that shows the script, all of them make room for it.
func (a Stamper) oneRow(rows []string, id, table, insert string) []string {
	column := a.Database.Room.Quote("version_num")
	seen := map[string]bool{"": true}
	if len(rows) > 1 && !slices.Contains(rows, id) { // which an UPDATE of one would collide with
		seen[id] = true
	}
	for _, r := range rows {
		like := strings.ToLower(strings.TrimRight(r, " "))
		if seen[like] || strings.ContainsFunc(r, unicode.IsControl) {
			return []string{"DELETE FROM " + table, insert}
		}
		seen[like] = true
	}
	var sql []string
	others := slices.DeleteFunc(slices.Clone(rows), func(r string) bool { return r == id })
	if len(others) == len(rows) {
		sql = append(sql, fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = %s", table, column, a.Database.Room.Literal(id), column, a.Database.Room.Literal(others[0])))
		others = others[1:]
	}
	for _, o := range others {
		sql = append(sql, fmt.Sprintf("DELETE FROM %s WHERE %s = %s", table, column, a.Database.Room.Literal(o)))
	}
	return sql
}

// moveOut moves the tree's stamp out of a table that it shares with others.
func (a Stamper) moveOut() ([]string, error) {
	name := a.History.VersionTable
	sql, err := a.newTable(name)
	sql = append(sql, a.insertRow(a.In(name), a.Target.Revision().ID))
	return append(sql, a.without(a.Stamp.Stamp)...), err
}

// newTable creates a version table as Alembic does, with room for the ids. Its key has another name where that one is taken: a table that was renamed
// keeps its key's.
func (a Stamper) newTable(name string) ([]string, error) {
	create, err := expected.VersionTable(name, a.longest(a.Stored()...), a.Database.Room)
	if err != nil {
		return nil, err
	}
	if err := a.Database.DB.Schema.Clone().Apply(create); err != nil {
		if c, ok := create.(schema.CreateTable); ok {
			c.Table.Indexes[0].Name = ""
		}
	}
	sql, err := a.Database.Room.Format(create)
	if err == nil && a.elsewhere() != "" {
		sql[0] = strings.Replace(sql[0], a.Database.Room.Quote(name), a.In(name), 1)
	}
	return sql, err
}

// freeTable returns the name, with a number behind it if a table has it already.
func (a Stamper) freeTable(name string) string {
	free := name
	for i := 2; a.Database.DB.Schema.Table(free) != nil; i++ {
		free = fmt.Sprint(name, i)
	}
	return free
}
