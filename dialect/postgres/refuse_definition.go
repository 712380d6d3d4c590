package postgres

import (
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// What the server has room for (PostgreSQL 12 to 18, compiled with their own settings).
const (
	mostColumns    = 1600
	mostKeyColumns = 32
	mostTextLength = 10485760
	mostDigits     = 1000
)

// wordsRefusal is what the server makes of a statement's words alone, whatever is there.
func (r refuser) wordsRefusal(_ *schema.Schema, c schema.Change) *schema.Refusal {
	f := r.badWords(c)
	if f != nil {
		f.Syntax = true
	}
	return f
}

func (r refuser) badWords(c schema.Change) *schema.Refusal {
	_, columns, _ := schema.NewNames(c)
	for _, name := range columns {
		switch {
		case name == "":
			return refuse("42601", `zero-length delimited identifier at or near """"`)
		case slices.Contains(systemColumns, name):
			return refuse("42701", `column name "%s" conflicts with a system column name`, name)
		}
	}
	for _, col := range schema.Stated(c, schema.PropType) {
		if f := r.typeRefused(col.Type); f != nil {
			return f
		}
	}
	if create, ok := c.(schema.CreateEnum); ok {
		return labelRefused(create.Enum)
	}
	_, indexes := schema.Makes(c)
	for _, x := range indexes {
		if f := keyRefused(x); f != nil {
			return f
		}
	}
	if create, ok := c.(schema.CreateTable); ok && len(create.Table.Columns) > mostColumns {
		return refuse("54011", "tables can have at most %d columns", mostColumns)
	}
	return nil
}

// typeRefused says what type the server does not have: one of no length, or of too many digits.
func (r refuser) typeRefused(t schema.Type) *schema.Refusal {
	if t.Named || t.Args == "" {
		return nil
	}
	name := strings.TrimSuffix(t.Name, "[]")
	first, second, scaled := strings.Cut(t.Args, ",")
	n, whole := argument(first)
	scale, fine := argument(second)
	short := map[string]string{"varchar": "varchar", "character varying": "varchar", "char": "char", "character": "char", "bpchar": "char"}[name]
	switch {
	case !whole || scaled && !fine:
		return nil
	case short != "" && n > mostTextLength:
		return refuse("22023", "length for type %s cannot exceed %d", short, mostTextLength)
	case short != "" && n < 1:
		return refuse("22023", "length for type %s must be at least 1", short)
	case (name == "bit" || name == "varbit" || name == "bit varying") && n < 1:
		return refuse("22023", "length for type %s must be at least 1", strings.Replace(name, "bit varying", "varbit", 1))
	case name != "numeric" && name != "decimal":
		return nil
	case n < 1 || n > mostDigits:
		return refuse("22023", "NUMERIC precision %d must be between 1 and %d", n, mostDigits)
	case scaled && !r.since(15) && (scale < 0 || scale > n): // 15 takes a scale that is negative, or larger than the precision
		return refuse("22023", "NUMERIC scale %d must be between 0 and precision %d", scale, n)
	case scaled && (scale < -mostDigits || scale > mostDigits):
		return refuse("22023", "NUMERIC scale %d must be between %d and %d", scale, -mostDigits, mostDigits)
	}
	return nil
}

func argument(s string) (n int, ok bool) {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	return n, err == nil
}

// labelRefused: a label is a name, which is refused where it is too long, and not cut.
func labelRefused(e schema.Enum) *schema.Refusal {
	seen := map[string]bool{}
	for _, l := range schema.SplitLabels(e.Labels) {
		switch {
		case len(l) > longest:
			return refuse("42602", `invalid enum label "%s"`, l)
		case seen[l]:
			return refuse("23505", `duplicate key value violates unique constraint "pg_enum_typid_label_index"`)
		}
		seen[l] = true
	}
	return nil
}

// keyRefused: an index may have a column twice, a constraint may not.
func keyRefused(x schema.Index) *schema.Refusal {
	if len(x.Parts) > mostKeyColumns {
		return refuse("54011", "cannot use more than %d columns in an index", mostKeyColumns)
	}
	what := map[schema.IndexKind]string{schema.Primary: "primary key", schema.Constraint: "unique"}[x.Kind]
	seen := map[string]bool{}
	for _, p := range x.Parts {
		if p.Column != "" && seen[p.Column] && what != "" {
			return refuse("42701", `column "%s" appears twice in %s constraint`, p.Column, what)
		}
		seen[p.Column] = true
	}
	return nil
}
