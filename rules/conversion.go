package rules

import (
	"slices"
	"strings"

	"assay/schema"
)

// lossy are the values of a column that do not survive its change: whose Problem begins with stops if the server refuses them. A change that is more than
// casts is taken to know its values.
func lossy(w *Walk, s *schema.Schema, a schema.AlterColumn) []schema.Lossy {
	casts, known := w.Engine.Casts(a)
	t := s.Table(a.Table)
	if !known || t == nil || schema.Flaw(a) != "" {
		return nil
	}
	var found []schema.Lossy
	from, to := domainOf(s, t, a.From), domainOf(s, t, a.To)
	become := func(next schema.Domain, explicit bool) {
		next.Charset, next.Collation = from.Charset, from.Collation
		lost := w.Engine.Lossy(a.Name, from, next, explicit)
		if len(lost) == 0 && next.Labels == nil {
			next.Labels = from.Labels // what was a label still is one
		}
		found, from = append(found, lost...), next
	}
	for _, c := range casts {
		become(typeDomain(s, c), true)
	}
	become(to, false)
	return slices.DeleteFunc(found, func(m schema.Lossy) bool { return m.Where == "" }) // nobody knows
}

// domainOf returns which values a table's column takes.
func domainOf(s *schema.Schema, t *schema.Table, c schema.Column) schema.Domain {
	d := typeDomain(s, c.Type)
	d.Charset, d.Collation = c.Charset, c.Collation
	if d.Charset == "" && d.Collation == "" {
		d.Charset, d.Collation = t.Options.Charset, t.Options.Collation
	}
	return d
}

func typeDomain(s *schema.Schema, t schema.Type) schema.Domain {
	d := schema.Domain{Type: t, Labels: t.Labels()}
	if e, ok := s.Enums[t.Name]; ok && t.Named {
		d.Labels = schema.SplitLabels(e.Labels)
	}
	return d
}

// stopsAt is what is the matter with values that the server refuses; ok is false where it makes others of them.
func stopsAt(m schema.Lossy) (what string, ok bool) {
	rest, ok := strings.CutPrefix(m.Problem, "the upgrade stops")
	if !ok {
		return m.Problem, false
	}
	_, what, _ = strings.Cut(rest, ": ")
	return what, true
}

// converted returns the change if it gives a column that was there another type, and nothing before it in the script sees to its values. Enumerations that
// differ in labels only are not meant.
func converted(w *Walk, s *schema.Schema, c schema.Change) (schema.AlterColumn, bool) {
	a, ok := w.altered(s, c, schema.PropType)
	if !ok || a.From.Type == a.To.Type || prepared(w, a.Table, a.Name) {
		return a, false
	}
	from, to := typeDomain(s, a.From.Type), typeDomain(s, a.To.Type)
	return a, from.Labels == nil || to.Labels == nil
}

// retype writes, for examples, the change of a column's type in both languages.
func retype(column, to string) string {
	return "ALTER TABLE t ALTER COLUMN " + column + " TYPE " + to + "; -- PostgreSQL\nALTER TABLE t MODIFY " + column + " " + to + "; -- MySQL"
}
