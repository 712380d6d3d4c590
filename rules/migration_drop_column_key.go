package rules

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var dropColumnKey = &Rule{
	Name: "drop-column-takes-key", Severity: Warning, Milder: true, Of: OfMigration, Since: "0.1", Kind: schema.IndexObject,
	Title: "dropping a column silently drops or changes a key that has other columns too",
	Why: "PostgreSQL drops every index, unique constraint and foreign key that contains the column: afterwards the other columns may have " +
		"duplicates, and queries by them read the whole table. MySQL removes the column from the key instead: a unique key becomes stricter " +
		"and may refuse the existing rows (error 1062). MariaDB refuses the statement if that key is unique (1072). Drop the key by its name " +
		"first, and add the one that should apply afterwards.",
	Bad: "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, CONSTRAINT t_a_b UNIQUE (a, b));\n-- then\nALTER TABLE t DROP COLUMN b;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, CONSTRAINT t_b UNIQUE (b));\n-- then\n" +
		"ALTER TABLE t DROP COLUMN b;",
	Statement: func(w *Walk) []Finding {
		var found []Finding
		w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			drop, ok := c.(schema.DropColumn)
			if !ok {
				return Finding{}, false
			}
			if t, col, ok := w.column(s, drop.Table, drop.Column); ok {
				found = append(found, takenKeys(s, t, col.Name)...)
			}
			return Finding{}, false
		})
		return found
	},
}

// takenKeys are the indexes and foreign keys over several columns that a dropped column is a part of, and the primary key in any case.
func takenKeys(s *schema.Schema, t *schema.Table, column string) []Finding {
	m := s.Semantics
	is := func(name string) bool { return m.SameName(name, column) }
	var found []Finding
	add := func(severity Severity, object, format string, args ...any) {
		found = append(found, Finding{
			Table: t.Name, Object: object, Severity: severity, Message: fmt.Sprintf("dropping column %s.%s ", t.Name, column) + fmt.Sprintf(format, args...),
		})
	}
	for _, x := range t.Indexes {
		if !slices.ContainsFunc(x.Parts, func(p schema.Part) bool { return is(p.Column) }) || x.Kind != schema.Primary && len(x.Parts) == 1 {
			continue
		}
		name := strings.TrimSpace(x.Name + " " + x.On())
		switch {
		case x.Kind == schema.Primary && (len(x.Parts) == 1 || !m.ShrinkIndexes):
			add(Warning, x.Name, "also drops the primary key %s: afterwards the same row can exist twice; drop the key first, and add the new one", x.On())
		case x.Kind == schema.Plain && !m.ShrinkIndexes:
			add(Info, x.Name, "also drops index %s: afterwards queries by its other columns read the whole table; add the index that they need", name)
		case x.Kind == schema.Plain:
		case m.ShrinkIndexes:
			add(Warning, x.Name, "reduces the %s %s to its other columns: MySQL fails if rows are equal in them (1062), MariaDB always (1072); drop the key first",
				keyWord(x.Kind), name)
		default:
			add(Warning, x.Name, "silently drops the %s %s as well: afterwards its other columns can have duplicates; drop the key first, and add the one that "+
				"should apply", keyWord(x.Kind), name)
		}
	}
	for _, f := range t.ForeignKeys {
		if slices.ContainsFunc(f.Columns, is) && len(f.Columns) > 1 && !m.ShrinkIndexes {
			add(Warning, f.Name, "silently drops the foreign key %s as well: afterwards its other columns can have values without a match in %s", describeKey(f),
				f.RefTable)
		}
	}
	return found
}
