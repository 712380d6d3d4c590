package expected

import (
	"slices"
	"strings"

	"assay/schema"
)

// A mask is the objects of which a history cannot tell what they should be: it leaves them out, and so must whoever compares with it.
type mask struct {
	names schema.Semantics
	off   map[schema.Object]bool
	// alias are the tables, by key, that are the same one under its earlier and later names.
	alias map[string][]string
}

func newMask(names schema.Semantics) *mask { return &mask{names: names, off: map[schema.Object]bool{}} }

// renames notes that a table has two names, one after the other: what is not known of it is not under both.
func (k *mask) renames(c schema.RenameTable) {
	from, to := k.names.TableKey(c.From), k.names.TableKey(c.To)
	if slices.Contains(k.alias[from], to) {
		return
	}
	if k.alias == nil {
		k.alias = map[string][]string{}
	}
	all := slices.Concat(k.alias[from], k.alias[to], []string{from, to})
	slices.Sort(all)
	all = slices.Compact(all)
	for _, name := range all {
		k.alias[name] = all
	}
}

// add leaves an object out from now on, and reports whether that is new.
func (k *mask) add(o schema.Object) bool {
	o = k.key(o)
	was := k.off[o]
	k.off[o] = true
	for _, name := range k.alias[o.Table] {
		o.Table = name
		k.off[o] = true
	}
	return !was
}

// key is the same for names that the engine takes for the same. Where an index can be named without its table, its name is enough.
func (k *mask) key(o schema.Object) schema.Object {
	o.Table = k.names.TableKey(o.Table)
	if k.names.FoldColumns {
		o.Name = strings.ToLower(o.Name)
	}
	if o.Kind == schema.IndexObject && k.names.GlobalIndexNames && !strings.HasPrefix(o.Name, "(") {
		o.Table = ""
	}
	return o
}

func (k *mask) hides(o schema.Object) bool { return k.off[k.key(o)] }

func (k *mask) table(name string) bool {
	return k.hides(schema.Object{Kind: schema.TableObject, Table: name})
}

func (k *mask) column(table, name string) bool {
	return k.hides(schema.Object{Kind: schema.ColumnObject, Table: table, Name: name})
}

func (k *mask) enum(name string) bool {
	return k.hides(schema.Object{Kind: schema.EnumObject, Name: name})
}

func (k *mask) index(table string, x *schema.Index) bool {
	return x.Name != "" && k.hides(schema.Object{Kind: schema.IndexObject, Table: table, Name: x.Name}) ||
		k.hides(schema.Object{Kind: schema.IndexObject, Table: table, Name: x.On()}) ||
		slices.ContainsFunc(x.Parts, func(p schema.Part) bool { return p.Column != "" && k.column(table, p.Column) })
}

func (k *mask) foreignKey(table string, f schema.ForeignKey) bool {
	return k.table(f.RefTable) || k.hides(schema.Object{Kind: schema.ForeignKeyObject, Table: table, Name: f.Name}) ||
		k.hides(schema.Object{Kind: schema.ForeignKeyObject, Table: table, Name: onColumns(f)}) ||
		slices.ContainsFunc(f.Columns, func(c string) bool { return k.column(table, c) }) ||
		slices.ContainsFunc(f.RefColumns, func(c string) bool { return k.column(f.RefTable, c) })
}

// onColumns is what a foreign key without a name is called.
func onColumns(f schema.ForeignKey) string { return "(" + strings.Join(f.Columns, ", ") + ")" }

func (k *mask) check(table string, c schema.Check) bool {
	name := c.Name
	if name == "" {
		name = "(" + c.Expr + ")"
	}
	return k.hides(schema.Object{Kind: schema.CheckObject, Table: table, Name: name}) ||
		k.hides(schema.Object{Kind: schema.CheckObject, Table: table, Name: "(" + c.Expr + ")"})
}

// bare returns a table without what is left out.
func (k *mask) bare(t *schema.Table) *schema.Table {
	c := t.Clone()
	c.Columns = slices.DeleteFunc(c.Columns, func(col schema.Column) bool { return k.column(t.Name, col.Name) })
	c.Indexes = slices.DeleteFunc(c.Indexes, func(x schema.Index) bool { return k.index(t.Name, &x) })
	c.ForeignKeys = slices.DeleteFunc(c.ForeignKeys, func(f schema.ForeignKey) bool { return k.foreignKey(t.Name, f) })
	c.Checks = slices.DeleteFunc(c.Checks, func(x schema.Check) bool { return k.check(t.Name, x) })
	return c
}

// change returns a change without what is left out; nil: nothing of it is left.
func (k *mask) change(c schema.Change) schema.Change {
	o := c.Object()
	if o.Table != "" && k.table(o.Table) || o.Kind == schema.ColumnObject && k.column(o.Table, o.Name) {
		return nil
	}
	switch c := c.(type) {
	case schema.CreateTable:
		c.Table = k.bare(c.Table)
		return c
	case schema.AlterColumn:
		if c.Set&schema.PropName != 0 && k.column(c.Table, c.To.Name) {
			return nil
		}
	case schema.RenameTable:
		if k.table(c.To) {
			return nil
		}
	case schema.RenameColumn:
		if k.column(c.Table, c.To) {
			return nil
		}
	case schema.AddIndex:
		if k.index(c.Table, &c.Index) {
			return nil
		}
	case schema.AddForeignKey:
		if k.foreignKey(c.Table, c.ForeignKey) {
			return nil
		}
	case schema.DropIndex:
		if k.hides(o) || c.Kind == schema.Constraint && (k.hides(schema.Object{Kind: schema.ForeignKeyObject, Table: c.Table, Name: c.Name}) ||
			k.hides(schema.Object{Kind: schema.CheckObject, Table: c.Table, Name: c.Name})) {
			return nil
		}
	case schema.RenameIndex, schema.DropForeignKey, schema.AddCheck, schema.DropCheck,
		schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum, schema.SetTrait:
		if k.hides(o) {
			return nil
		}
	case schema.DropTable, schema.AlterTable, schema.AddColumn, schema.DropColumn:
	}
	return c
}

// Untold reports whether the history cannot tell the definition of an object, or of the table that it belongs to ([History.Opaque]).
func (h *History) Untold(o schema.Object) bool {
	return h.mask != nil && (h.mask.hides(o) || o.Table != "" && h.mask.table(o.Table))
}

// Compared returns a schema without what the history cannot tell the definition of ([History.Opaque]): what is left can be compared with its positions.
// So can a text in which the SQL's doubled percent signs are double still.
func (h *History) Compared(s *schema.Schema) *schema.Schema {
	s = h.Spelled(s)
	if h.mask == nil || len(h.mask.off) == 0 {
		return s
	}
	k := *h.mask
	k.names = s.Semantics
	k.off = make(map[schema.Object]bool, len(h.mask.off))
	for o := range h.mask.off {
		k.add(o)
	}
	c := s.Only(func(table string) bool { return !k.table(table) }, func(name string) bool { return !k.enum(name) })
	for _, t := range c.SortedTables() {
		b := k.bare(t)
		if len(b.Columns) < len(t.Columns) || len(b.Indexes) < len(t.Indexes) || len(b.ForeignKeys) < len(t.ForeignKeys) || len(b.Checks) < len(t.Checks) {
			c.Add(b)
		}
	}
	return c
}

// noted puts what is known of a statement, of which the number is known, to what else is beside the changes of a revision.
func noted(all []Beside, of Beside) []Beside {
	same := func(x Beside) bool {
		return x.Statement == of.Statement && x.Text == of.Text && slices.Equal(x.Needs.Relations, of.Needs.Relations)
	}
	if of.Statement <= 0 || !of.Unread && slices.ContainsFunc(all, same) {
		return all
	}
	at := slices.IndexFunc(all, func(x Beside) bool { return x.Statement > of.Statement })
	if at < 0 {
		at = len(all)
	}
	return slices.Insert(all, at, of)
}
