package main

import (
	"fmt"
	"slices"
	"strings"

	"assay/drift"
	"assay/expected"
	"assay/introspect"
	"assay/rules"
	"assay/schema"
)

// A tag is what the version tables say of one tree.
type tag struct {
	schema.Stamp
	// shared reports that the table has rows of other trees too.
	shared bool
	// shadow is a plain alembic_version with a revision of this tree beside the tree's own table; empty: there is none.
	shadow string
}

// assignStamps says which rows of which version table are whose, by history. Asterisk keeps a table per tree, alembic_version_TREE, since
// 13.12 and 14.1. Before that, and when Alembic writes SQL instead of running it, all share alembic_version: then a row's id tells the tree.
func assignStamps(db *schema.Database, histories []*expected.History, source introspect.Source) []tag {
	tags := make([]tag, len(histories))
	named := source.Target.VersionTable
	for i, h := range histories {
		if named != "" && (len(histories) == 1 || h.Tree == source.Tree) { // whether it is there or not
			tags[i].Stamp, _ = stampIn(db, named)
		} else if s, ok := stampIn(db, "alembic_version_"+h.Tree); ok {
			tags[i].Stamp = s
		}
	}
	if named != "" && len(histories) == 1 {
		return tags
	}
	for _, table := range []string{named, "alembic_version"} {
		s, ok := stampIn(db, table)
		if taken := slices.ContainsFunc(tags, func(t tag) bool { return t.Table == table }); ok && !taken {
			divide(db, histories, tags, s)
		}
	}
	return tags
}

// divide gives each row of a table to the tree that knows it, and those that none knows to the first tree that has tables and no stamp.
func divide(db *schema.Database, histories []*expected.History, tags []tag, s schema.Stamp) {
	unknown := slices.DeleteFunc(slices.Clone(s.Revisions), func(id string) bool {
		return slices.ContainsFunc(histories, func(h *expected.History) bool { return len(h.Find(id)) > 0 })
	})
	for i, h := range histories {
		own := slices.DeleteFunc(slices.Clone(s.Revisions), func(id string) bool { return len(h.Find(id)) == 0 })
		switch {
		case len(own) > 0 && tags[i].Table != "":
			tags[i].shadow = s.Table
		case len(own) > 0:
			tags[i] = tag{Stamp: schema.Stamp{Table: s.Table, Revisions: own}, shared: len(own)+len(unknown) < len(s.Revisions)}
		}
	}
	for i, h := range histories {
		owns := slices.ContainsFunc(db.Schema.SortedTables(), func(t *schema.Table) bool { return h.Owns(t.Name) })
		mine := tags[i].Table == s.Table
		if owns && (mine || tags[i].Table == "") && (len(unknown) > 0 || len(s.Revisions) == 0) {
			tags[i].Table, tags[i].Revisions = s.Table, append(tags[i].Revisions, unknown...)
			return
		}
	}
}

func stampIn(db *schema.Database, table string) (schema.Stamp, bool) {
	i := slices.IndexFunc(db.Stamps, func(s schema.Stamp) bool { return table != "" && s.Table == table })
	if i < 0 {
		return schema.Stamp{}, false
	}
	return db.Stamps[i], true
}

// stampFinding says what is wrong with the stamp; false if nothing is.
func (s *survey) stampFinding(a *assessment) (rules.Finding, bool) {
	f := rules.Finding{Severity: rules.Error, Table: s.versionTable(a), Got: strings.Join(a.stamp.Revisions, ", ")}
	at := a.reading.Matches[0]
	is := a.say(at)
	switch a.reading.Verdict {
	case drift.Agrees:
		if a.stamp.shadow == "" {
			return f, false
		}
		f.Rule, f.Table, f.Got = "stamp-shadowed", a.stamp.shadow, a.stamp.shadow
		f.Message = fmt.Sprintf("%s stands beside %s: Asterisk's scripts then log an error, upgrade nothing and exit 0", a.stamp.shadow, a.stamp.Table)
	case drift.Missing:
		f.Rule = "stamp-missing"
		f.Message = "there is no version stamp: the next upgrade begins at the base and stops at the first table; the schema is " + a.nearness(at) + is
	case drift.Ahead, drift.Behind:
		f.Rule = "stamp-" + string(a.reading.Verdict)
		f.Message = fmt.Sprintf("the schema is %s%s; the stamp claims %s, which is %s", a.nearness(at), is, f.Got, a.apart(at))
	case drift.UnknownRevision:
		f.Rule = "stamp-unknown"
		f.Message = fmt.Sprintf("no release up to %s has a revision %s, and Alembic of these releases will not start with it (is it of a newer one?); the schema is %s%s", a.newest(), f.Got, a.nearness(at), is)
	case drift.Several:
		f.Rule = "stamp-several"
		if a.stamp.shared {
			f.Message = fmt.Sprintf("%s has rows of several trees, and Alembic will not start with them; %s's is %s", a.stamp.Table, a.tree, f.Got)
			return f, true
		}
		f.Message = fmt.Sprintf("the version table has %d rows, and Alembic will not start with them; the schema is %s%s", len(a.stamp.Revisions), a.nearness(at), is)
	case drift.Partial:
		f.Rule = "stamp-partial"
		f.Message = "an upgrade stopped half-way: the schema is " + a.nearness(at) + is
	case drift.OtherLineage:
		return a.otherLineage(f)
	case drift.NotAlembic:
		f.Rule, f.Table, f.Got = "not-alembic", "", ""
		f.Message = fmt.Sprintf("the tables of %s are none that its revisions ever made: they are not compared", a.tree)
	}
	return f, true
}

// otherLineage: the stamped id is known where the user looks, and means another schema there, or another past.
func (a *assessment) otherLineage(f rules.Finding) (rules.Finding, bool) {
	at := a.reading.Matches[0]
	f.Rule = "stamp-other-lineage"
	effect := "so Alembic believes in changes that are not there and will never make them"
	if s := a.reading.Stamped; s != nil && s.Distance.Hard == s.Distance.Early { // nothing is missing
		f.Severity = rules.Warning
		effect = "which has more than that one"
	}
	f.Want, f.Got = f.Got+in(a.seriesAsked()), at.Places[0].Revision.ID+in(a.series(at))
	f.Message = fmt.Sprintf("the stamp %s stands for another schema there: this one is %s%s, %s", a.stamp.Revisions[0], a.nearness(at), a.say(at), effect)
	return f, true
}

// seriesAsked names the releases in which the user wants the stamp to be read; empty if he named none.
func (a *assessment) seriesAsked() string {
	if !a.asked {
		return ""
	}
	return brief(a.target.Chain.Releases)
}

// nearness begins a sentence about a match.
func (a *assessment) nearness(m match) string {
	if m.Distance == (drift.Distance{}) {
		return "exactly "
	}
	return fmt.Sprintf("nearest (at distance %d) to ", m.Distance.Sum())
}

// say names the likeliest place of a match and the releases that end there.
func (a *assessment) say(m match) string {
	p := m.Places[0]
	s := p.Revision.ID
	if p.Statement > 0 {
		s += fmt.Sprintf(" after statement %d of its %d", p.Statement, len(p.Revision.Changes))
	}
	return s + in(a.series(m))
}

func in(series string) string {
	if series == "" {
		return ""
	}
	return " (Asterisk " + series + ")"
}

// apart says how far the stamped revision is from a match in the line that has both: "3 revisions ahead".
func (a *assessment) apart(m match) string {
	id := a.stamp.Revisions[0]
	for _, p := range m.Places {
		for _, l := range slices.Backward(p.Lines) {
			at := slices.IndexFunc(a.lines[l], func(r *expected.Revision) bool { return r.ID == id })
			switch n := at - p.At; {
			case at < 0:
			case n > 0:
				return plural(n, "revision") + " ahead"
			case n < 0:
				return plural(-n, "revision") + " behind"
			}
		}
	}
	return "elsewhere"
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// newest is the newest release that the history knows.
func (a *assessment) newest() string {
	chain := a.history.Chains[len(a.history.Chains)-1]
	return chain.Releases[len(chain.Releases)-1].Name
}

// versionTable is the table that has or should have the tree's stamp.
func (s *survey) versionTable(a *assessment) string {
	switch {
	case a.stamp.Table != "":
		return a.stamp.Table
	case s.source.Target.VersionTable != "" && (len(s.trees) == 1 || a.tree == s.source.Tree):
		return s.source.Target.VersionTable
	}
	return "alembic_version_" + a.tree
}

// stampSQL are the statements that make the stamp say where the schema will be; none if it does.
func (s *survey) stampSQL(a *assessment) ([]string, error) {
	if a.target.Chain == nil {
		return nil, nil
	}
	var sql []string
	if a.stamp.shadow != "" {
		sql = append(sql, fmt.Sprintf("ALTER TABLE %s RENAME TO %s", s.room.Quote(a.stamp.shadow), s.room.Quote(s.freeTable(a.stamp.Table+"_old"))))
	}
	id := a.target.Revision().ID
	if slices.Equal(a.stamp.Revisions, []string{id}) && !a.stamp.shared {
		return sql, nil
	}
	table, column := s.room.Quote(s.versionTable(a)), s.room.Quote("version_num")
	insert := fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, column, s.room.Literal(id))
	switch {
	case a.stamp.shared: // the others' rows stay
		return s.ownTable(a, sql)
	case a.stamp.Table == "":
		create, err := s.newTable(s.versionTable(a))
		return append(append(sql, create...), insert), err
	case len(a.stamp.Revisions) == 0:
		return append(sql, insert), nil
	case len(a.stamp.Revisions) == 1:
		return append(sql, fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = %s", table, column, s.room.Literal(id), column, s.room.Literal(a.stamp.Revisions[0]))), nil
	}
	return append(sql, s.oneRow(a.stamp.Revisions, id, table, insert)...), nil
}

// oneRow leaves one row of several.
func (s *survey) oneRow(rows []string, id, table, insert string) []string {
	column := s.room.Quote("version_num")
	seen := map[string]bool{"": true}
	for _, r := range rows {
		if seen[strings.ToLower(r)] { // rows that are the same but for their case, or NULL: no condition tells them apart on every server
			return []string{"DELETE FROM " + table, insert}
		}
		seen[strings.ToLower(r)] = true
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

// ownTable moves the tree's stamp out of a table that it shares with others.
func (s *survey) ownTable(a *assessment, sql []string) ([]string, error) {
	name := "alembic_version_" + a.tree
	create, err := s.newTable(name)
	sql = append(append(sql, create...),
		fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", s.room.Quote(name), s.room.Quote("version_num"), s.room.Literal(a.target.Revision().ID)))
	for _, id := range a.stamp.Revisions {
		sql = append(sql, fmt.Sprintf("DELETE FROM %s WHERE %s = %s", s.room.Quote(a.stamp.Table), s.room.Quote("version_num"), s.room.Literal(id)))
	}
	return sql, err
}

// newTable creates a version table as Alembic does.
func (s *survey) newTable(name string) ([]string, error) {
	create, err := expected.VersionTable(name, s.room)
	if err != nil {
		return nil, err
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
