package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var uniqueOverRows = &Rule{
	Name: "unique-over-rows", Severity: Error, Milder: true, Of: OfMigration, Since: "0.1", Kind: schema.IndexObject,
	Title: "a unique key is added to a table that may contain duplicates",
	Why: "The server refuses the statement if two rows have the same values (MySQL 1062, PostgreSQL 23505), and the upgrade fails; CREATE " +
		"UNIQUE INDEX CONCURRENTLY also leaves an invalid index behind. Find and remove duplicates in an earlier statement; then nothing is " +
		"reported. A collation that treats A and a as equal finds more duplicates than programs do. MariaDB's ALTER IGNORE TABLE deletes " +
		"them instead, all but one.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40));\n-- then\nALTER TABLE t ADD CONSTRAINT t_name UNIQUE (name);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40));\n-- then\nDELETE FROM t WHERE name = '';\nALTER TABLE t ADD CONSTRAINT t_name UNIQUE (name);",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			add, t, ok := keyOverRows(w, s, c)
			if !ok || add.Index.Kind == schema.Primary {
				return Finding{}, false
			}
			f := Finding{Table: t.Name, Object: add.Index.Name, Severity: Warning}
			f.Message = fmt.Sprintf("unique key %s is added to table %s: the upgrade fails if two rows have the same values; look for duplicates first",
				named(add.Index), t.Name)
			if w.Statement().Ignores {
				f.Severity = Error
				f.Message = fmt.Sprintf("unique key %s is added to table %s with IGNORE: of rows with the same values all but one are deleted; look for duplicates first, "+
					"and leave IGNORE out", named(add.Index), t.Name)
				return f, true
			}
			if likeAnother(w, t, add.Index) {
				f.Severity = Error
				f.Message = fmt.Sprintf("unique key %s is added to table %s over columns that the script itself creates with one default, so all rows have the same "+
					"values: the upgrade fails if there are two rows; fill them first",
					named(add.Index), t.Name)
			}
			return f, true
		})
	},
}

// named says which index is meant, for people.
func named(x schema.Index) string {
	if x.Name == "" {
		return x.On()
	}
	return x.Name + " " + x.On()
}

// keyOverRows returns a change if it adds a unique or primary key over columns in which rows that are there may be the same.
func keyOverRows(w *Walk, s *schema.Schema, c schema.Change) (add schema.AddIndex, t *schema.Table, ok bool) {
	add, ok = c.(schema.AddIndex)
	if ok {
		t = w.table(s, add.Table)
	}
	if t == nil || !add.Index.Kind.Unique() || w.Statement().UsingIndex != "" || emptied(w, add.Table) {
		return add, t, false
	}
	columns := columnsOf(t, add.Index)
	if len(columns) == 0 || counted(w, t.Name, columns...) || prepared(w, t.Name, columns...) || distinct(w, t, columns, add.Index) ||
		distinct(w, asStarted(w, t), columns, add.Index) {
		return add, t, false
	}
	return add, t, true
}

// distinct reports whether no two rows of a table can be the same in those columns: they hold the columns of a key that forbids it, one that counts up, or,
// where two NULLs are not the same, one that is new and NULL.
func distinct(w *Walk, t *schema.Table, columns []string, x schema.Index) bool {
	m := w.Start.Semantics
	has := func(name string) bool {
		return slices.ContainsFunc(columns, func(c string) bool { return m.SameName(c, name) })
	}
	for _, k := range t.Indexes {
		whole := !slices.ContainsFunc(k.Parts, func(p schema.Part) bool { return !has(p.Column) || p.Prefix != 0 })
		if k.Kind.Unique() && !k.Invalid && len(k.Parts) > 0 && whole && (k.Where == "" || k.Where == x.Where) {
			return !slices.ContainsFunc(x.Parts, func(p schema.Part) bool { return p.Prefix != 0 || p.Expr != "" })
		}
	}
	return slices.ContainsFunc(columnsKnown(w, t, columns), func(c schema.Column) bool {
		if !has(c.Name) {
			return false
		}
		same := x.NullsNotDistinct || m.NullsEqual || m.PartNullsEqual && len(columns) > 1 // two NULLs
		empty := newColumn(w, t.Name, c.Name) && c.Nullable && c.Default == "" && c.Generated == "" && !same
		return c.AutoIncrement || c.Identity != "" || empty && x.Kind != schema.Primary
	})
}

// likeAnother reports whether all rows of a table are the same in an index, since the script has just made its columns with one default.
func likeAnother(w *Walk, t *schema.Table, x schema.Index) bool {
	for _, p := range x.Parts {
		i := t.Column(w.Start.Semantics, p.Column)
		if i < 0 || !newColumn(w, t.Name, p.Column) || x.Where != "" {
			return false
		}
		c := t.Columns[i]
		if c.Generated != "" || !constant(c) {
			return false
		}
	}
	return len(x.Parts) > 0
}
