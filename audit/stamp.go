package audit

import (
	"slices"
	"strings"

	"assay/drift"
	"assay/expected"
	"assay/introspect"
	"assay/schema"
)

// A tag is what the version tables say of one tree.
type tag struct {
	schema.Stamp
	// Shared reports that the table has rows of other trees too.
	Shared bool
	// Shadow is the plain table, with this tree's rows, where it keeps Asterisk's scripts from the tree's own table; an empty Table: nothing does.
	// crowded reports that it has other rows too.
	Shadow  schema.Stamp
	Crowded bool
	// named reports that the user has named the table.
	named bool
	// evict reports that the rows of the shadow are to leave it, since it has other trees' only stamps; moved, that it is to be renamed.
	evict, moved bool
}

// assignStamps says which rows of which version table are whose, by history. Asterisk keeps a table per tree, alembic_version_TREE, since
// 13.12 and 14.1. Before that, and when Alembic writes SQL instead of running it, all share alembic_version: then a row's id tells the tree.
func assignStamps(db *schema.Database, histories []*expected.History, source introspect.Source) []tag {
	tags := make([]tag, len(histories))
	named := source.Target.VersionTable
	for i, h := range histories {
		if named != "" && (len(histories) == 1 || h.Tree == source.Tree) { // whether it is there or not
			tags[i].Stamp, _ = db.Stamp(named)
		} else if s, ok := db.Stamp(h.VersionTable); ok {
			tags[i].Stamp = s
		}
	}
	if named != "" && len(histories) == 1 {
		return tags
	}
	for _, table := range []string{named, histories[0].SharedTable} {
		s, ok := db.Stamp(table)
		if taken := slices.ContainsFunc(tags, func(t tag) bool { return t.Table == table }); ok && !taken {
			divide(db, histories, tags, s)
		}
	}
	for i := range tags {
		tags[i].named = named != "" && tags[i].Table == named
	}
	return tags
}

// divide gives each row of a table to the tree that knows it, and those that none knows to the first tree that has tables and no stamp.
func divide(db *schema.Database, histories []*expected.History, tags []tag, s schema.Stamp) {
	var unknown []string
	homeless := false // whether the table has the only stamp of a tree
	for _, id := range s.Revisions {
		tree := treeOf(histories, id)
		if tree == "" {
			unknown = append(unknown, id)
		} else if _, ok := db.Stamp(expected.VersionTableOf(tree)); !ok {
			homeless = true
		}
	}
	moved := false
	for i, h := range histories {
		own := slices.DeleteFunc(slices.Clone(s.Revisions), func(id string) bool { return len(h.Find(id)) == 0 })
		switch {
		case tags[i].Table == "" && len(own) > 0:
			tags[i] = tag{Stamp: schema.Stamp{Table: s.Table, Revisions: own}, Shared: len(own)+len(unknown) < len(s.Revisions)}
		case tags[i].Table != "" && (len(own) > 0 || len(s.Revisions) > 1): // of several rows, Alembic does not even ask whose they are
			tags[i].Shadow, tags[i].Crowded = schema.Stamp{Table: s.Table, Revisions: own}, len(s.Revisions) > 1
			tags[i].evict, tags[i].moved = homeless, !homeless && !moved
			moved = true
		}
	}
	if moved {
		return
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

// treeOf returns the tree that has a revision of that id, be it looked for or not; empty: none has.
func treeOf(histories []*expected.History, id string) string {
	for _, h := range histories {
		if len(h.Find(id)) > 0 {
			return h.Tree
		}
	}
	return expected.TreeOf(id)
}

// Verdict is the reading's, made more precise by what the version tables and other trees say.
func (a *Judged) Verdict() drift.Verdict {
	switch v := a.Reading.Verdict; {
	case a.History.Rows != nil && v != drift.NotAlembic:
		return drift.Several
	case v == drift.Missing && a.noRows:
		return drift.Unseen
	case v == drift.Missing && a.Stamp.Table != "", v == drift.UnknownRevision && strings.TrimSpace(a.Stamp.Revisions[0]) == "":
		return drift.Empty
	case v == drift.UnknownRevision && otherTree(a.Inferred) != "":
		return drift.OtherTree
	case v == drift.UnknownRevision && isNewer(a):
		return drift.Newer
	case v == drift.Agrees && a.Stamp.Shadow.Table != "":
		return drift.Shadowed
	case v == drift.Agrees && a.inPlainTable():
		return drift.PlainTable
	default:
		return v
	}
}

// otherTree returns the tree that has the stamped revision where this one has not; empty: none has.
func otherTree(a *Inferred) string {
	if tree := expected.TreeOf(a.Stamp.Revisions[0]); tree != a.Name {
		return tree
	}
	return ""
}

// alembicID is what ids look like that Alembic makes up.
var alembicID = schema.Pattern(`^[0-9a-f]{12}$`)

// isNewer reports whether a stamp that nothing in the history knows may well be of a newer one: what the history ends at is all there, with nothing beside it
// that only other places of it have. Of a release, it looks like an id. In a project's own history, where an id may look like anything, there is more besides:
// the very schema of the head says that the stamp is wrong.
func isNewer(a *Judged) bool {
	own := a.Newest() == ""
	if a.Reading.Stamped != nil || !own && !alembicID().MatchString(a.Stamp.Revisions[0]) || own && !a.more() {
		return false
	}
	best := a.Reading.Matches[0]
	for _, m := range a.Reading.Matches {
		if m.Distance.Early > 0 || best.Distance == (drift.Distance{}) && m.Distance != best.Distance {
			continue
		}
		if slices.ContainsFunc(m.Places, func(p Place) bool { return a.latest(p) && a.holds(p) }) {
			return true
		}
	}
	return false
}

// more reports whether the database has something beside what the history makes.
func (a *Judged) more() bool {
	return a.strange || a.Reading.Matches[0].Distance != (drift.Distance{})
}

// latest reports whether the last release of some series ends at a place, or a project's own history.
func (a *Inferred) latest(p Place) bool {
	return p.Statement == 0 && slices.ContainsFunc(p.Lines, func(l int) bool {
		c := a.History.Chains[l]
		return p.At == len(c.Revisions)-1 && a.History.Latest(c)
	})
}

// holds reports whether no column of a place's schema is missing. Whole tables may be: they are dropped on purpose.
func (a *Inferred) holds(p Place) bool {
	want, err := a.position(p).Schema(a.Got.Semantics)
	return err == nil && !slices.ContainsFunc(drift.Compare(want, a.Got), func(c schema.Change) bool {
		_, missing := c.(schema.AddColumn)
		return missing
	})
}

// inPlainTable reports whether the stamp is in the plain table though the scripts of no release that may have put it there would: those have
// it in the tree's own.
func (a *Judged) inPlainTable() bool {
	if a.Stamp.Table != a.History.SharedTable || a.Stamp.Shared || a.Stamp.named || len(a.Stamp.Revisions) != 1 {
		return false
	}
	if c := a.wanted(); c != nil {
		return !slices.ContainsFunc(c.Releases, expected.Release.SharesVersionTable)
	}
	return !slices.ContainsFunc(a.Reading.Where().Places, func(p Place) bool {
		return slices.ContainsFunc(p.Lines, func(l int) bool {
			return slices.ContainsFunc(a.History.Chains[l].Releases, expected.Release.SharesVersionTable)
		})
	})
}

// wanted is the chain of the release that is to run on the database; nil if the user has named none.
func (a *Judged) wanted() *expected.Chain {
	switch {
	case a.Route != nil:
		return a.Route.Target.Chain
	case a.Asked:
		return a.Target.Chain
	}
	return nil
}
