package mssql

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// alterRefusal: what is made of a column holds its type, but for a longer one of the same name, and holds it from becoming NOT NULL.
func alterRefusal(s *schema.Schema, c schema.AlterColumn) *schema.Refusal {
	t := s.Table(c.Table)
	if t == nil {
		return nil
	}
	i := t.Column(s.Semantics, c.Name)
	if i < 0 {
		return nil
	}
	is := t.Columns[i]
	bare := c.From == (schema.Column{}) // a statement of somebody's, and none of assay's, which drops the default first
	if bare && c.Set == schema.PropDefault && c.To.Default != "" && is.Default != "" {
		return narrow.Refuse("1781", "Column already has a DEFAULT bound to it.")
	}
	if c.Set&(schema.PropType|schema.PropNullable|schema.PropCollation) == 0 {
		return nil
	}
	if is.Generated != "" {
		return narrow.Refuse("4928", "Cannot alter column '%s' because it is 'COMPUTED'.", is.Name)
	}
	to := is.With(c.To, c.Set&^schema.PropName)
	if c.Fails != "" && to.Type.Args == "max" { // it says text, ntext or image
		return narrow.Refuse("4927", "%s", c.Fails)
	}
	retyped := is.Type.Name != to.Type.Name || is.Collation != to.Collation
	shorter := retyped || is.Type != to.Type && (!strings.Contains(is.Type.Name, "var") || length(to.Type) < length(is.Type))
	if bare && is.Type.Name != to.Type.Name && is.Default != "" {
		return heldByDefault(t, is, c)
	}
	for at, x := range t.Indexes {
		if !narrow.Uses(s.Semantics, x, is.Name) {
			continue
		}
		if x.Kind == schema.Primary && is.Type != to.Type || shorter || is.Nullable && !to.Nullable {
			f := dependent(whatIndex(x), cmp.Or(x.Name, x.On()), c)
			if x.Name != "" && x.Kind != schema.Primary && len(schema.Referring(s, t, at)) == 0 {
				f.Blockers = []schema.Blocker{{
					What: "index " + t.Name + "." + x.Name, Drop: schema.DropIndex{Table: t.Name, Name: x.Name, Kind: x.Kind}, Back: schema.AddIndex{Table: t.Name, Index: x},
				}}
			}
			return f
		}
	}
	for _, k := range t.Checks {
		if retyped && schema.Mentions(k.Expr, is.Name) {
			return dependent("object", k.Name, c)
		}
	}
	for _, o := range t.Columns {
		if o.Generated != "" && (retyped || is.Type != to.Type) && schema.Mentions(o.Generated, is.Name) {
			return dependent("column", o.Name, c)
		}
	}
	return nil
}

// heldByDefault: a default keeps a column from another type, though not from another length.
func heldByDefault(t *schema.Table, is schema.Column, c schema.AlterColumn) *schema.Refusal {
	f := dependent("object", "DF__"+t.Name+"__"+is.Name, c)
	none := is
	none.Default = ""
	back := schema.AlterColumn{Table: t.Name, Name: is.Name, From: none, To: is, Set: schema.PropDefault}
	back.From.Type, back.To.Type = c.To.Type, c.To.Type
	drop := schema.AlterColumn{Table: t.Name, Name: is.Name, From: is, To: none, Set: schema.PropDefault}
	f.Blockers = []schema.Blocker{{What: "default of " + t.Name + "." + is.Name, Drop: drop, Back: back}}
	return f
}

func whatIndex(x schema.Index) string {
	if x.Kind == schema.Primary || x.Kind == schema.Constraint {
		return "object"
	}
	return "index"
}

// length is how much a type holds; the widest is larger than any.
func length(t schema.Type) int {
	n, err := strconv.Atoi(t.Args)
	if err != nil {
		return 1 << 30
	}
	return n
}

// dropRefusal: a column goes when nothing is made of it any more, its default included.
func dropRefusal(s *schema.Schema, c schema.DropColumn) *schema.Refusal {
	t := s.Table(c.Table)
	if t == nil {
		return nil
	}
	i := t.Column(s.Semantics, c.Column)
	if i < 0 {
		return nil
	}
	is := t.Columns[i]
	if is.Default != "" { // Alembic drops it only where mssql_drop_default says so
		f := dependent("object", "DF__"+t.Name+"__"+is.Name, c)
		to := is
		to.Default = ""
		drop := schema.AlterColumn{Table: t.Name, Name: is.Name, From: is, To: to, Set: schema.PropDefault}
		f.Blockers = []schema.Blocker{{What: "default of " + t.Name + "." + is.Name, Drop: drop, Gone: "its column goes"}}
		return f
	}
	for _, x := range t.Indexes {
		if narrow.Uses(s.Semantics, x, is.Name) {
			f := dependent(whatIndex(x), cmp.Or(x.Name, x.On()), c)
			if x.Name != "" {
				drop := schema.DropIndex{Table: t.Name, Name: x.Name, Kind: x.Kind}
				f.Blockers = []schema.Blocker{{What: "index " + t.Name + "." + x.Name, Drop: drop, Gone: "its column goes"}}
			}
			return f
		}
	}
	for _, k := range t.Checks {
		if schema.Mentions(k.Expr, is.Name) {
			return dependent("object", k.Name, c)
		}
	}
	for _, f := range t.ForeignKeys {
		if slices.ContainsFunc(f.Columns, func(n string) bool { return s.Semantics.SameName(n, is.Name) }) {
			return dependent("object", f.Name, c)
		}
	}
	for _, o := range t.Columns {
		if schema.Mentions(o.Generated, is.Name) {
			return dependent("column", o.Name, c)
		}
	}
	return nil
}
