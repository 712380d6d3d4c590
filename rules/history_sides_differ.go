package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var sidesDiffer = &Rule{
	Name: "sides-differ", Severity: Warning, Of: OfHistory, Since: "0.1",
	Title: "a history creates something on one engine only",
	Why: "A revision that checks the dialect does something that the other engine does not get: the same program finds two schemas, and what " +
		"works on one fails on the other. Names of indexes and constraints, and types, are specific to each engine and are not compared; nor " +
		"are indexes over expressions, partial ones, and those that only one engine has (FULLTEXT, GIN).",
	Bad: "-- Running upgrade  -> a1\n\nCREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n\nCREATE INDEX ix_note ON t (note);\n\n" + stampA1 +
		"-- then\n\n-- Running upgrade  -> a1\n\nCREATE TABLE t (id SERIAL NOT NULL, note VARCHAR(40), PRIMARY KEY (id));\n\n" + stampA1,
	Good: "-- Running upgrade  -> a1\n\nCREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n\nCREATE INDEX ix_note ON t (note);\n\n" + stampA1 +
		"-- then\n\n-- Running upgrade  -> a1\n\nCREATE TABLE t (id SERIAL NOT NULL, note VARCHAR(40), PRIMARY KEY (id));\n\nCREATE INDEX t_note ON t (note);\n\n" + stampA1,
}

// stampA1 ends a revision in examples.
const stampA1 = "INSERT INTO alembic_version (version_num) VALUES ('a1');\n\n"

// A Side is what a history makes on one engine.
type Side struct {
	Name   string // "mysql"
	Schema *schema.Schema
	// Vague reports whether the history does not tell what a table is; nil: it tells of all.
	Vague func(table string) bool
}

func (x Side) vague(table string) bool { return x.Vague != nil && x.Vague(table) }

// Asymmetry finds what one side has alone: tables, columns, indexes, foreign keys and NOT NULL.
func Asymmetry(a, b Side) []Finding {
	found := append(a.alone(b), b.alone(a)...)
	for _, t := range a.Schema.SortedTables() {
		if u := b.table(t.Name); u != nil && !a.vague(t.Name) && !b.vague(u.Name) {
			found = append(found, a.nullability(b, t, u)...)
		}
	}
	slices.SortStableFunc(found, func(x, y Finding) int { return cmp.Or(cmp.Compare(x.Table, y.Table), cmp.Compare(x.Object, y.Object)) })
	return found
}

// table returns the table of that name in whatever case, since one engine folds it; nil: there is none.
func (x Side) table(name string) *schema.Table {
	if t := x.Schema.Table(name); t != nil {
		return t
	}
	for _, t := range x.Schema.SortedTables() {
		if strings.EqualFold(t.Name, name) {
			return t
		}
	}
	return nil
}

func onOneSide(table, object, format string, args ...any) Finding {
	return Finding{Rule: sidesDiffer.Name, Severity: sidesDiffer.Severity, Table: table, Object: object, Message: fmt.Sprintf(format, args...)}
}

// anyCase are the semantics by which names of two engines are the same.
var anyCase = schema.Semantics{FoldTables: true, FoldColumns: true}

// alone finds what a side has and the other does not.
func (x Side) alone(other Side) []Finding {
	var found []Finding
	for _, t := range x.Schema.SortedTables() {
		u := other.table(t.Name)
		switch {
		case x.vague(t.Name) || other.vague(t.Name):
		case u == nil:
			found = append(found, onOneSide(t.Name, "", "table %s is created only on %s: programs that use it fail on %s", t.Name, x.Name, other.Name))
		default:
			found = append(found, x.columnsAlone(other, t, u)...)
			found = append(found, x.indexesAlone(other, t, u)...)
			found = append(found, x.keysAlone(other, t, u)...)
		}
	}
	return found
}

func (x Side) columnsAlone(other Side, t, u *schema.Table) []Finding {
	var found []Finding
	for _, c := range t.Columns {
		if u.Column(anyCase, c.Name) < 0 {
			found = append(found, onOneSide(t.Name, c.Name, "column %s.%s is created only on %s: programs that use it fail on %s", t.Name, c.Name, x.Name, other.Name))
		}
	}
	return found
}

// nullability finds columns that take NULL on one side alone. A TIMESTAMP of MySQL takes none as long as nobody says so, by the server's settings.
func (x Side) nullability(other Side, t, u *schema.Table) []Finding {
	var found []Finding
	for _, c := range t.Columns {
		i := u.Column(anyCase, c.Name)
		if i < 0 || c.Nullable == u.Columns[i].Nullable || strings.HasPrefix(c.Type.Name, "timestamp") {
			continue
		}
		strict, lax := x.Name, other.Name
		if c.Nullable {
			strict, lax = lax, strict
		}
		found = append(found, onOneSide(t.Name, c.Name, "column %s.%s is NOT NULL only on %s: rows that %s accepts fail there", t.Name, c.Name, strict, lax))
	}
	return found
}

// indexesAlone finds indexes over whole columns that the other side has none for. Those that a foreign key has come with it on MySQL.
func (x Side) indexesAlone(other Side, t, u *schema.Table) []Finding {
	var found []Finding
	for _, i := range t.Indexes {
		if !ordinary(u, i) {
			continue
		}
		supported := func(f schema.ForeignKey) bool { return i.Supports(anyCase, f) }
		keyed := i.Kind == schema.Plain && slices.ContainsFunc(append(slices.Clone(t.ForeignKeys), u.ForeignKeys...), supported)
		same := slices.ContainsFunc(u.Indexes, func(j schema.Index) bool {
			return (j.Kind.Unique() || !i.Kind.Unique()) && (j.Kind == schema.Primary || i.Kind != schema.Primary) && sameColumns(i, j) && j.Where == ""
		})
		if same || keyed {
			continue
		}
		effect := "queries read the whole table on " + other.Name
		if i.Kind.Unique() {
			effect = other.Name + " accepts duplicates"
		}
		found = append(found, onOneSide(t.Name, i.Name, "%s %s of table %s is created only on %s: %s", keyWord(i.Kind), i.On(), t.Name, x.Name, effect))
	}
	return found
}

// ordinary reports whether an index is one that both engines can have, over columns that both have.
func ordinary(u *schema.Table, i schema.Index) bool {
	return i.Method == "" && i.Where == "" && len(i.Parts) > 0 && !slices.ContainsFunc(i.Parts, func(p schema.Part) bool {
		return p.Expr != "" || u.Column(anyCase, p.Column) < 0
	})
}

func sameColumns(i, j schema.Index) bool {
	return slices.EqualFunc(i.Parts, j.Parts, func(p, q schema.Part) bool { return p.Expr == "" && anyCase.SameName(p.Column, q.Column) })
}

func (x Side) keysAlone(other Side, t, u *schema.Table) []Finding {
	var found []Finding
	for _, f := range t.ForeignKeys {
		same := slices.ContainsFunc(u.ForeignKeys, func(g schema.ForeignKey) bool {
			return strings.EqualFold(f.RefTable, g.RefTable) && slices.EqualFunc(f.Columns, g.Columns, anyCase.SameName)
		})
		if !same && other.table(f.RefTable) != nil {
			found = append(found, onOneSide(t.Name, f.Name, "foreign key %s of table %s is created only on %s: %s accepts rows without a match", describeKey(f),
				t.Name, x.Name, other.Name))
		}
	}
	return found
}
