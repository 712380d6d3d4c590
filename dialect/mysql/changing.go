package mysql

import (
	"slices"
	"strings"

	"assay/schema"
)

// changing notes the sessions that change this database's schema, or a stamp, right now: no server of this family shows an upgrade as a whole. A user without
// PROCESS sees his own sessions alone, which are Alembic's where he runs that too. The list differs each time it is asked for, so that it is asked for once.
func (rd *reader) changing() error {
	const id, user, database, info = 0, 1, 3, 7
	_, _, err := rd.session.rows(rd.ctx, "SHOW PROCESSLIST", func(r row) error {
		if len(r) <= info || string(r[database]) != rd.database.Name {
			return nil
		}
		for _, c := range rd.changes(begun(string(r[info]))) {
			c.Session, c.User = string(r[id]), string(r[user])
			if !slices.Contains(rd.database.Changing, c) {
				rd.database.Changing = append(rd.database.Changing, c)
			}
		}
		return nil
	})
	if isRefused(err) {
		return nil
	}
	return rd.failed("what other sessions do", err)
}

// begun are a statement's words as far as they are whole: the server shows the first 100 characters.
func begun(sql string) (all statement) {
	s := scanner{sql: sql}
	for s.at < len(sql) {
		t, err := s.next()
		if err != nil {
			break
		}
		if t.kind != blank {
			all = append(all, t)
		}
	}
	return all
}

// changes are the tables of this database that a statement changes, and version tables into which it writes.
func (rd *reader) changes(s statement) (all []schema.Running) {
	if len(s) < 2 {
		return nil
	}
	verb, tables := strings.ToUpper(s[0].text), s.tables()
	says := func(word string) bool { return slices.ContainsFunc(s[:min(len(s), 4)], func(t token) bool { return t.is(word) }) }
	defines := s[0].isAny("create", "alter", "drop", "rename")
	switch {
	case says("temporary"):
		return nil
	case s.starts("insert", "into"), s.starts("delete", "from"):
		tables = pathOf(s[2:])
	case s.starts("update"):
		tables = pathOf(s[1:])
	case defines && says("index"):
		verb += " INDEX ON"
	case defines:
		verb += " TABLE"
	}
	for _, path := range tables {
		isStamp := rd.target.IsVersionTable(rd.database.Schema.Semantics, path[1])
		if (path[0] == "" || path[0] == rd.database.Name) && (isStamp || defines) {
			all = append(all, schema.Running{Does: verb, Table: path[1], Stamps: isStamp})
		}
	}
	return all
}
