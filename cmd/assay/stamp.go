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

// assignStamps says which version table is whose, by history. Asterisk keeps one per tree, alembic_version_TREE, since 13.12 and 14.1. Before that, and
// when Alembic writes SQL instead of running it, all share alembic_version: then the revision's id tells the tree.
func assignStamps(db *schema.Database, histories []*expected.History, source introspect.Source) []schema.Stamp {
	stamps := make([]schema.Stamp, len(histories))
	taken := map[string]bool{}
	give := func(i int, s schema.Stamp) {
		stamps[i], taken[s.Table] = s, true
	}
	named := source.Target.VersionTable
	for i, h := range histories {
		if s, ok := stampIn(db, "alembic_version_"+h.Tree); ok {
			give(i, s)
		}
		if s, ok := stampIn(db, named); ok && (len(histories) == 1 || h.Tree == source.Tree || knowsAny(h, s)) && !taken[named] {
			give(i, s)
		}
	}
	for _, table := range []string{named, "alembic_version"} {
		s, ok := stampIn(db, table)
		if !ok || taken[table] {
			continue
		}
		for i, h := range histories {
			if stamps[i].Table == "" && knowsAny(h, s) {
				give(i, s)
			}
		}
		if !taken[table] {
			giveUnknown(db, histories, stamps, s)
		}
	}
	return stamps
}

// giveUnknown gives a stamp that no tree knows to the first tree that has tables and no stamp.
func giveUnknown(db *schema.Database, histories []*expected.History, stamps []schema.Stamp, s schema.Stamp) {
	for i, h := range histories {
		owns := slices.ContainsFunc(db.Schema.SortedTables(), func(t *schema.Table) bool { return h.Owns(t.Name) })
		if stamps[i].Table == "" && owns {
			stamps[i] = s
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

func knowsAny(h *expected.History, s schema.Stamp) bool {
	return slices.ContainsFunc(s.Revisions, func(id string) bool { return len(h.Find(id)) > 0 })
}

// stampFinding says what is wrong with the stamp; false if nothing is.
func (s *survey) stampFinding(a *assessment) (rules.Finding, bool) {
	f := rules.Finding{Severity: rules.Error, Table: s.versionTable(a), Got: strings.Join(a.stamp.Revisions, ", ")}
	at := a.reading.Matches[0]
	is := a.say(at)
	switch a.reading.Verdict {
	case drift.Agrees:
		return f, false
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
	f.Message = fmt.Sprintf("the stamp %s stands for another schema here: this one is %s%s, so Alembic believes in changes that are not there and will never make them",
		f.Got, a.nearness(at), a.say(at))
	f.Got = ""
	return f, true
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
	if a.target.Chain == nil || slices.Equal(a.stamp.Revisions, []string{a.target.Revision().ID}) {
		return nil, nil
	}
	table, column, id := s.room.Quote(s.versionTable(a)), s.room.Quote("version_num"), s.room.Literal(a.target.Revision().ID)
	switch len(a.stamp.Revisions) {
	case 0:
		return s.newStamp(a, fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, column, id))
	case 1:
		return []string{fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = %s", table, column, id, column, s.room.Literal(a.stamp.Revisions[0]))}, nil
	}
	var sql []string
	others := slices.DeleteFunc(slices.Clone(a.stamp.Revisions), func(r string) bool { return r == a.target.Revision().ID })
	if len(others) == len(a.stamp.Revisions) {
		sql = append(sql, fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = %s", table, column, id, column, s.room.Literal(others[0])))
		others = others[1:]
	}
	for _, o := range others {
		sql = append(sql, fmt.Sprintf("DELETE FROM %s WHERE %s = %s", table, column, s.room.Literal(o)))
	}
	return sql, nil
}

// newStamp inserts the stamp, into a new table as Alembic makes it if there is none.
func (s *survey) newStamp(a *assessment, insert string) ([]string, error) {
	if a.stamp.Table != "" {
		return []string{insert}, nil
	}
	create, err := expected.VersionTable(s.versionTable(a), s.room)
	if err != nil {
		return nil, err
	}
	sql, err := s.room.Format(create)
	return append(sql, insert), err
}
