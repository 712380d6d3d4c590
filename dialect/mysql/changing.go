package mysql

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"assay/schema"
)

// meanwhile is what other sessions did while a database was read.
type meanwhile struct {
	waits       bool // one was at a statement for so long that nobody waits for its end
	definitions bool // some were run that define tables or the like, of whatever database of the server
}

// definitionsBegun counts the statements that all sessions have begun since the server's start and that define tables or the like, which every user may ask:
// what begins and ends between two looks at the sessions is not among them.
func definitionsBegun(rd *reader) (n uint64, err error) {
	_, _, err = rd.session.rows(rd.ctx, "SHOW GLOBAL STATUS WHERE Variable_name RLIKE '^Com_(alter|create|drop|rename)_'", func(r row) error {
		if len(r) < 2 {
			return errDamaged
		}
		if !countsDefinitions(string(r[0])) {
			return nil
		}
		count, err := strconv.ParseUint(string(r[1]), 10, 64)
		n += count
		return err
	})
	if isRefused(err) {
		return 0, nil
	}
	return n, rd.failed("the server's counters", err)
}

// countsDefinitions reports whether a counter is of statements that change what is in a database: not of those about temporary tables, which MariaDB counts
// apart, users and what belongs to the server. A counter that is not known is taken for one of a database.
func countsDefinitions(name string) bool {
	_, of, _ := strings.Cut(strings.ToLower(strings.TrimPrefix(name, "Com_")), "_")
	return !slices.Contains(ofServer, of)
}

// ofServer is what no database has.
var ofServer = []string{
	"temporary_table", "user", "user_default_role", "role", "server", "instance", "resource_group", "tablespace", "undo_tablespace", "logfile_group",
	"spatial_reference_system", "masking_policy", "udf",
}

// differing are the tables that two readings of a database do not have alike.
func differing(before, now *schema.Database) []schema.Running {
	tables := map[string]bool{}
	for _, pair := range [][2]*schema.Database{{before, now}, {now, before}} {
		for key, t := range pair[0].Schema.Tables {
			if !reflect.DeepEqual(t, pair[1].Schema.Tables[key]) {
				tables[t.Name] = true
			}
		}
		for _, s := range pair[0].Stamps {
			if !slices.ContainsFunc(pair[1].Stamps, func(o schema.Stamp) bool { return reflect.DeepEqual(o, s) }) {
				tables[s.Table] = true
			}
		}
	}
	var all []schema.Running
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		stamps := func(s schema.Stamp) bool { return s.Table == name }
		all = append(all, schema.Running{Table: name, Stamps: slices.ContainsFunc(now.Stamps, stamps)})
	}
	return all
}

// settle waits for a moment until no other session changes this database's schema: most statements end soon, and MariaDB lists one for some milliseconds after
// its client has the answer. waits reports that one goes on.
func (rd *reader) settle() (waits bool, err error) {
	for range 10 {
		if err := rd.changing(); err != nil || len(rd.database.Changing) == 0 {
			return false, err
		}
		select {
		case <-rd.ctx.Done():
			return false, rd.ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
		rd.database.Changing = nil
	}
	return true, rd.changing()
}

// changing notes the sessions that change this database's schema, or a stamp, right now: no server of this family shows an upgrade as a whole. A user without
// PROCESS sees his own sessions alone, which are Alembic's where he runs that too. The list differs each time it is asked for, so that it is asked for once.
func (rd *reader) changing() error {
	const id, user, database, info = 0, 1, 3, 7
	_, _, err := rd.session.rows(rd.ctx, "SHOW PROCESSLIST", func(r row) error {
		if len(r) <= info {
			return nil
		}
		for _, c := range rd.changes(begun(string(r[info])), string(r[database])) {
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

// changes are the tables of this database that a statement changes, and version tables into which it writes; in is the session's database, or empty.
func (rd *reader) changes(s statement, in string) (all []schema.Running) {
	if len(s) < 2 {
		return nil
	}
	verb, tables := strings.ToUpper(s[0].text), s.tables()
	says := func(word string) bool {
		return slices.ContainsFunc(s[:min(len(s), 4)], func(t token) bool { return t.is(word) })
	}
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
		if cmp.Or(path[0], in) == rd.database.Name && (isStamp || defines) {
			all = append(all, schema.Running{Does: verb, Table: path[1], Stamps: isStamp})
		}
	}
	return all
}
