package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"assay/drift"
	"assay/expected"
	"assay/schema"
)

// versionTable is the table that has or should have the tree's stamp.
func (s *survey) versionTable(a *assessment) string {
	switch {
	case a.stamp.Table != "":
		return a.stamp.Table
	case s.source.Target.VersionTable != "" && (len(s.trees) == 1 || a.tree == s.source.Tree):
		return s.source.Target.VersionTable
	}
	return a.history.VersionTable
}

// stampSQL are the statements that make the stamp say where the schema will be; none if it does. Its table is made to take the id before.
func (s *survey) stampSQL(a *assessment) ([]string, error) {
	sql, err := s.rowSQL(a)
	if err != nil || len(sql) == 0 || a.stamp.shared {
		return sql, err
	}
	wider, _, err := s.widen(a, a.stored()...)
	return append(wider, sql...), err
}

// rowSQL are the statements that set the stamp.
func (s *survey) rowSQL(a *assessment) ([]string, error) {
	if a.target.Chain == nil || a.verdict() == drift.Newer || a.verdict() == drift.Unseen { // a newer release's stamp is not to be set back
		return nil, nil
	}
	id := a.target.Revision().ID
	if rows := a.history.Rows; rows != nil { // some are the same, or no condition tells them apart on every server
		sql := []string{"DELETE FROM " + s.room.Quote(a.stamp.Table)}
		for head := range strings.SplitSeq(id, "+") {
			sql = append(sql, s.insertRow(s.room.Quote(a.stamp.Table), head))
		}
		return sql, nil
	}
	if slices.Equal(a.stamp.Revisions, []string{id}) && !a.stamp.shared {
		return nil, nil
	}
	table := s.room.Quote(s.versionTable(a))
	insert := s.insertRow(table, id)
	switch {
	case strings.Contains(id+strings.Join(a.stamp.Revisions, ""), "+"):
		return s.setRows(a, strings.Split(id, "+"))
	case a.stamp.shared: // the others' rows stay
		return s.moveOut(a)
	case a.stamp.Table == "":
		create, err := s.newTable(a, s.versionTable(a))
		return append(create, insert), err
	case len(a.stamp.Revisions) == 0 && a.stamp.Nulls:
		return []string{"DELETE FROM " + table, insert}, nil
	case len(a.stamp.Revisions) == 0:
		return []string{insert}, nil
	}
	return s.oneRow(a.stamp.Revisions, id, table, insert), nil
}

func (s *survey) insertRow(table, id string) string {
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, s.room.Quote("version_num"), s.room.Literal(id))
}

// setRows makes the version table hold several heads, or one in place of several.
func (s *survey) setRows(a *assessment, heads []string) ([]string, error) {
	var sql []string
	if a.stamp.Table == "" {
		create, err := s.newTable(a, s.versionTable(a))
		if err != nil {
			return nil, err
		}
		sql = create
	}
	var rows []string
	for _, stamp := range a.stamp.Revisions {
		rows = append(rows, strings.Split(stamp, "+")...) // no id has one (alembic/script/revision.py)
	}
	return append(sql, s.rows(s.versionTable(a), rows, heads)...), nil
}

// rows makes others of the rows of a version table.
func (s *survey) rows(table string, was, is []string) []string {
	gone := slices.DeleteFunc(slices.Clone(was), func(id string) bool { return slices.Contains(is, id) })
	sql := s.without(schema.Stamp{Table: table, Revisions: gone})
	for _, id := range is {
		if !slices.Contains(was, id) {
			sql = append(sql, s.insertRow(s.room.Quote(table), id))
		}
	}
	return sql
}

// tableSQL are the statements that put the stamp where Alembic looks for it, and nothing in its way.
func (s *survey) tableSQL(a *assessment) []string {
	shadow := a.stamp.shadow
	switch {
	case a.stamp.evict:
		return s.without(shadow)
	case a.stamp.moved:
		return []string{s.rename(shadow.Table, s.freeTable(a.stamp.Table+"_old"))}
	case a.inPlainTable():
		return []string{s.rename(a.stamp.Table, a.history.VersionTable)}
	}
	return nil
}

func (s *survey) rename(from, to string) string {
	return fmt.Sprintf("ALTER TABLE %s RENAME TO %s", s.room.Quote(from), s.room.Quote(to))
}

// without takes rows out of a table.
func (s *survey) without(rows schema.Stamp) []string {
	var sql []string
	for _, id := range rows.Revisions {
		sql = append(sql, fmt.Sprintf("DELETE FROM %s WHERE %s = %s", s.room.Quote(rows.Table), s.room.Quote("version_num"), s.room.Literal(id)))
	}
	return sql
}

// oneRow leaves one row, the right one. Where no condition tells the rows apart on every server, since they are the same but for their case or blanks
// behind them, or NULL, or where one holds what would play with a terminal that shows the script, all of them make room for it.
func (s *survey) oneRow(rows []string, id, table, insert string) []string {
	column := s.room.Quote("version_num")
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
		sql = append(sql, fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = %s", table, column, s.room.Literal(id), column, s.room.Literal(others[0])))
		others = others[1:]
	}
	for _, o := range others {
		sql = append(sql, fmt.Sprintf("DELETE FROM %s WHERE %s = %s", table, column, s.room.Literal(o)))
	}
	return sql
}

// moveOut moves the tree's stamp out of a table that it shares with others.
func (s *survey) moveOut(a *assessment) ([]string, error) {
	name := a.history.VersionTable
	sql, err := s.newTable(a, name)
	sql = append(sql, s.insertRow(s.room.Quote(name), a.target.Revision().ID))
	return append(sql, s.without(a.stamp.Stamp)...), err
}

// newTable creates a version table as Alembic does, with room for the ids. Its key has another name where that one is taken: a table that was renamed
// keeps its key's.
func (s *survey) newTable(a *assessment, name string) ([]string, error) {
	create, err := expected.VersionTable(name, s.longest(a, a.stored()...), s.room)
	if err != nil {
		return nil, err
	}
	if err := s.db.Schema.Clone().Apply(create); err != nil {
		if c, ok := create.(schema.CreateTable); ok {
			c.Table.Indexes[0].Name = ""
		}
	}
	return s.room.Format(create)
}

// freeTable returns the name, with a number behind it if a table has it already.
func (s *survey) freeTable(name string) string {
	free := name
	for i := 2; s.db.Schema.Table(free) != nil; i++ {
		free = fmt.Sprint(name, i)
	}
	return free
}
