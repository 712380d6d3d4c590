// Package replay gives the SQL that builds an Asterisk database as a release's own scripts would: statement by statement, stamps included.
// It is for tests and demonstrations.
package replay

import (
	"fmt"

	"assay/dialect"
	"assay/expected"
	"assay/schema"
)

// Release returns the statements that a clean install of a release runs on a server, in all trees that it has or in those named.
func Release(s schema.Server, release string, trees ...string) ([]string, error) {
	room, err := dialect.For(s)
	if err != nil {
		return nil, err
	}
	all := len(trees) == 0
	if all {
		trees = expected.Trees()
	}
	var sql []string
	for _, tree := range trees {
		h, err := expected.Asterisk(tree, s.Engine, room)
		if err != nil {
			return nil, err
		}
		at, err := h.Resolve(release)
		if err != nil && all { // old releases have fewer trees
			continue
		}
		if err != nil {
			return nil, err
		}
		built, err := To(room, at[len(at)-1])
		if err != nil {
			return nil, err
		}
		stamp, err := Stamp(room, "alembic_version_"+tree, at[0].Revision().ID)
		if err != nil {
			return nil, err
		}
		sql = append(append(sql, built...), stamp...)
	}
	return sql, nil
}

// To returns the statements of all revisions up to a position. Those that were released with a flaw are mended.
func To(room dialect.Dialect, p expected.Position) ([]string, error) {
	var sql []string
	for _, r := range p.Chain.Revisions[:p.At+1] {
		s, err := Revision(room, r)
		if err != nil {
			return nil, err
		}
		sql = append(sql, s...)
	}
	return sql, nil
}

// Revision returns the statements of one revision.
func Revision(room dialect.Dialect, r *expected.Revision) ([]string, error) {
	var sql []string
	for i, c := range r.Changes {
		s, err := room.Format(mended(room, c))
		if err != nil {
			return nil, fmt.Errorf("statement %d of %s: %w", i+1, r.ID, err)
		}
		sql = append(sql, s...)
	}
	return sql, nil
}

// mended is [schema.Mended], with the cast that a PostgreSQL statement was released without.
func mended(room dialect.Dialect, c schema.Change) schema.Change {
	if a, ok := c.(schema.AlterColumn); ok && a.Fails != "" && a.Using == "" {
		a.Using = room.Quote(a.Name) + "::text::" + room.Quote(a.To.Type.Name)
		c = a
	}
	return schema.Mended(c)
}

// Stamp returns the statements that make a version table as Alembic does, with one revision in it.
func Stamp(room dialect.Dialect, table, revision string) ([]string, error) {
	create, err := expected.VersionTable(table, 0, room)
	if err != nil {
		return nil, err
	}
	sql, err := room.Format(create)
	return append(sql, fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", room.Quote(table), room.Quote("version_num"), room.Literal(revision))), err
}
