package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var dropPrimaryKey = &Rule{
	Name: "drop-primary-key", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.IndexObject,
	Title: "a primary key is dropped and not replaced",
	Why: "Afterwards the same row can exist twice, and no statement can address one of them alone. Logical replication of PostgreSQL refuses " +
		"UPDATE and DELETE on such a table; group replication and Galera refuse the table. Nothing is reported if the script adds another " +
		"one.",
	Bad:  "CREATE TABLE t (id INTEGER NOT NULL, CONSTRAINT t_pkey PRIMARY KEY (id));\n-- then\nALTER TABLE t DROP CONSTRAINT t_pkey; -- PostgreSQL\nALTER TABLE t DROP PRIMARY KEY; -- MySQL",
	Good: "CREATE TABLE t (id INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (id));\n-- then\nALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (id, n); -- PostgreSQL\nALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, n); -- MySQL",
	Statement: func(w *Walk) []Finding {
		return droppedKeys(w, func(t *schema.Table, x schema.Index) (string, bool) {
			return fmt.Sprintf("the primary key %s of table %s is dropped: afterwards the same row can exist twice, and replication may refuse the table", x.On(),
				t.Name), x.Kind == schema.Primary
		})
	},
}

// droppedKeys judges the unique and primary keys that the statement drops from tables that were there, and in whose place the script puts none that forbids
// as much.
func droppedKeys(w *Walk, judge func(*schema.Table, schema.Index) (message string, ok bool)) []Finding {
	return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
		drop, ok := c.(schema.DropIndex)
		if !ok {
			return Finding{}, false
		}
		t, x, ok := droppedIndex(s, drop)
		if !ok || !x.Kind.Unique() || w.Table(t.Name) == nil || stillForbidden(w, t, x) {
			return Finding{}, false
		}
		message, ok := judge(t, x)
		return Finding{Table: t.Name, Object: x.Name, Severity: Warning, Message: message}, ok
	})
}

// droppedIndex returns the index that a change drops, with its table.
func droppedIndex(s *schema.Schema, drop schema.DropIndex) (*schema.Table, schema.Index, bool) {
	tables := []*schema.Table{s.Table(drop.Table)}
	if drop.Table == "" {
		tables = s.SortedTables()
	}
	for _, t := range tables {
		if t == nil {
			continue
		}
		if i := t.Index(s.Semantics, drop.Name); i >= 0 {
			return t, t.Indexes[i], true
		}
		if pk, ok := t.PrimaryKey(); ok && pk.Name == "" && drop.Table != "" && (drop.Kind == schema.Primary || drop.Name == t.Name+"_pkey") {
			return t, pk, true
		}
	}
	return nil, schema.Index{}, false
}

// stillForbidden reports whether another key that is there, or one that the script adds, forbids what a dropped one did.
func stillForbidden(w *Walk, t *schema.Table, x schema.Index) bool {
	m := w.Start.Semantics
	as := func(k schema.Index) bool { // over those columns or fewer
		if !k.Kind.Unique() || k.Where != x.Where || k.Invalid || x.Kind == schema.Primary && k.Kind != schema.Primary {
			return false
		}
		return x.Kind == schema.Primary || !slices.ContainsFunc(k.Parts, func(p schema.Part) bool {
			return !slices.ContainsFunc(x.Parts, func(q schema.Part) bool {
				later := q
				later.Column = nameAtEnd(w, t.Name, q.Column)
				return p == q || p == later
			})
		})
	}
	other := func(k schema.Index) bool { return k.Name != x.Name && as(k) }
	if slices.ContainsFunc(t.Indexes, other) {
		return true
	}
	for _, st := range w.Script.Statements {
		for _, c := range st.Changes {
			if add, ok := c.(schema.AddIndex); ok && m.TableKey(add.Table) == m.TableKey(t.Name) && as(add.Index) {
				return true
			}
		}
	}
	return false
}

// nameAtEnd is the name that a table's column has at the end of the script.
func nameAtEnd(w *Walk, table, column string) string {
	m := w.Start.Semantics
	for _, st := range w.Script.Statements[w.At:] {
		for _, c := range st.Changes {
			if from, to, ok := columnRename(c); ok && m.TableKey(c.Object().Table) == m.TableKey(table) && m.SameName(from, column) {
				column = to
			}
		}
	}
	return column
}
