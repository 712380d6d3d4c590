package mssql

import (
	"cmp"
	"slices"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// tableRefusal: a table is refused for each of its parts, as one that is added later is.
func (r *Room) tableRefusal(s *schema.Schema, c schema.CreateTable) *schema.Refusal {
	if f := nameRefusal(s, c.Table.Name); f != nil {
		return f
	}
	var names []string
	counting := 0
	for _, col := range c.Table.Columns {
		names = append(names, col.Name)
		if col.AutoIncrement {
			counting++
		}
	}
	if n := narrow.Repeated(s.Semantics, names); n != "" {
		return narrow.Refuse("2705", "Column names in each table must be unique. Column name '%s' in table '%s' is specified more than once.", n, c.Table.Name)
	}
	if counting > 1 {
		return counts(c.Table.Name)
	}
	now := s.Fork()
	bare, rest := narrow.Pieces(c)
	for _, part := range append([]schema.Change{bare}, rest...) {
		if _, whole := part.(schema.CreateTable); !whole {
			if f := r.Refusal(now, part); f != nil {
				return f
			}
		}
		if f := applied(now, part); f != nil {
			return f
		}
		_ = now.Apply(part) // as has just been seen
	}
	return nil
}

// nameRefusal: tables, keys, checks, views and procedures of a schema have their names from one stock.
func nameRefusal(s *schema.Schema, name string) *schema.Refusal {
	if name == "" || !taken(s, name) {
		return nil
	}
	return narrow.Refuse("2714", "There is already an object named '%s' in the database.", name)
}

func taken(s *schema.Schema, name string) bool {
	same := func(other string) bool { return s.Semantics.TableKey(other) == s.Semantics.TableKey(name) }
	for _, t := range s.SortedTables() {
		if same(t.Name) || slices.ContainsFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return same(f.Name) }) ||
			slices.ContainsFunc(t.Checks, func(k schema.Check) bool { return same(k.Name) }) ||
			slices.ContainsFunc(t.Indexes, func(x schema.Index) bool { return constrains(x) && same(x.Name) }) {
			return true
		}
	}
	return slices.ContainsFunc(s.Opaque, func(o schema.Opaque) bool { return slices.Contains(named, o.Kind) && same(o.Name) })
}

// named are the kinds of objects that share their names with tables.
var named = []string{"view", "trigger", "sequence", "synonym", "procedure", "function"}

// constrains reports whether an index is there for a constraint.
func constrains(x schema.Index) bool { return x.Kind == schema.Primary || x.Kind == schema.Constraint }

// countsRefusal: one column of a table counts up.
func countsRefusal(s *schema.Schema, c schema.AddColumn) *schema.Refusal {
	t := s.Table(c.Table)
	if t == nil || !c.Column.AutoIncrement || !slices.ContainsFunc(t.Columns, func(o schema.Column) bool { return o.AutoIncrement }) {
		return nil
	}
	return counts(t.Name)
}

func counts(table string) *schema.Refusal {
	return narrow.Refuse("2744", "Multiple identity columns specified for table '%s'. Only one identity column per table is allowed.", table)
}

// renameRefusal: a computed column holds the names of those that it is computed from.
func renameRefusal(s *schema.Schema, c schema.RenameColumn) *schema.Refusal {
	t := s.Table(c.Table)
	if t == nil || t.Column(s.Semantics, c.From) < 0 {
		return nil
	}
	for _, o := range t.Columns {
		if !s.Semantics.SameName(o.Name, c.From) && schema.Mentions(o.Generated, c.From) {
			return narrow.Refuse("15336", "Object '%s.%s' cannot be renamed because the object participates in enforced dependencies.", c.Table, c.From)
		}
	}
	return nil
}

// indexRefusal: a primary key is over columns that take no NULL, names of constraints are among those of tables, and the rows have one order.
func indexRefusal(s *schema.Schema, c schema.AddIndex) *schema.Refusal {
	t := s.Table(c.Table)
	if t == nil {
		return nil
	}
	if n := narrow.Repeated(s.Semantics, narrow.ColumnsOf(c.Index)); n != "" {
		return narrow.Refuse("1909", "Cannot use duplicate column names in index. Column name '%s' listed more than once.", n)
	}
	for _, x := range t.Indexes {
		switch {
		case x.Kind == schema.Primary && c.Index.Kind == schema.Primary:
			return narrow.Refuse("1779", "Table '%s' already has a primary key defined on it.", t.Name)
		case c.Index.Method == "clustered" && clusters(x):
			return narrow.Refuse("1902", "Cannot create more than one clustered index on table '%s'. Drop the existing clustered index '%s' before creating another.",
				t.Name, cmp.Or(x.Name, x.On()))
		}
	}
	for _, p := range c.Index.Parts {
		i := t.Column(s.Semantics, p.Column)
		switch {
		case i < 0:
		case c.Index.Kind == schema.Primary && t.Columns[i].Nullable:
			return narrow.Refuse("8111", "Cannot define PRIMARY KEY constraint on nullable column in table '%s'.", t.Name)
		case t.Columns[i].Type.Args == "max" || slices.Contains(larger, t.Columns[i].Type.Name) && t.Columns[i].Type.Name != "hierarchyid":
			return narrow.Refuse("1919", "Column '%s' in table '%s' is of a type that is invalid for use as a key column in an index.", p.Column, t.Name)
		}
	}
	if !constrains(c.Index) {
		return nil
	}
	return nameRefusal(s, c.Index.Name)
}

// keyRefusal: what a foreign key refers to is unique, of the same types, and reached on one way.
func keyRefusal(s *schema.Schema, c schema.AddForeignKey) *schema.Refusal {
	if f := nameRefusal(s, c.ForeignKey.Name); f != nil {
		return f
	}
	f, known := narrow.Unlike(s, c, func(t *schema.Table, from schema.Column, ref *schema.Table, to schema.Column) *schema.Refusal {
		return apart(ref, to, t, from, c.ForeignKey.Name)
	})
	if f != nil || !known {
		return f
	}
	ref := s.Table(c.ForeignKey.RefTable)
	if len(c.ForeignKey.RefColumns) > 0 &&
		!narrow.KeyFor(s.Semantics, ref, c.ForeignKey.RefColumns, func(x schema.Index) bool { return x.Kind.Unique() && x.Where == "" }) {
		return narrow.Refuse("1776", "There are no primary or candidate keys in the referenced table '%s' that match the referencing column list in the foreign key '%s'.",
			ref.Name, c.ForeignKey.Name)
	}
	return cascadeRefusal(s, c)
}

// apart refuses two columns of a foreign key that differ; which texts do, in their length too, projects have reported (apache/superset #337).
func apart(ref *schema.Table, to schema.Column, t *schema.Table, from schema.Column, named string) *schema.Refusal {
	switch {
	case to.Type.Name == "" || from.Type.Name == "": // computed ones, of which nobody says a type
		return nil
	case to.Type.Name != from.Type.Name || to.Type.Named != from.Type.Named:
		return narrow.Refuse("1778", "Column '%s.%s' is not the same data type as referencing column '%s.%s' in foreign key '%s'.",
			ref.Name, to.Name, t.Name, from.Name, named)
	case to.Type != from.Type:
		return narrow.Refuse("1753", "Column '%s.%s' is not the same length or scale as referencing column '%s.%s' in foreign key '%s'. Columns participating in a "+
			"foreign key relationship must be defined with the same length and scale.", ref.Name, to.Name, t.Name, from.Name, named)
	case to.Collation != from.Collation:
		return narrow.Refuse("1757", "Column '%s.%s' is not of same collation as referencing column '%s.%s' in foreign key '%s'.",
			ref.Name, to.Name, t.Name, from.Name, named)
	}
	return nil
}

// cascadeRefusal: a row that goes, or a key that changes, comes to each table once. What an action of SET NULL starts further is left out of account.
func cascadeRefusal(s *schema.Schema, c schema.AddForeignKey) *schema.Refusal {
	after := s.Fork()
	_ = after.Apply(c) // where it cannot, that is said elsewhere
	for _, action := range []func(schema.ForeignKey) string{
		func(f schema.ForeignKey) string { return f.OnDelete },
		func(f schema.ForeignKey) string { return f.OnUpdate },
	} {
		if action(c.ForeignKey) != "" && crosses(after, action) {
			return narrow.Refuse("1785", "Introducing FOREIGN KEY constraint '%s' on table '%s' may cause cycles or multiple cascade paths. Specify ON DELETE NO ACTION or "+
				"ON UPDATE NO ACTION, or modify other FOREIGN KEY constraints.", c.ForeignKey.Name, c.Table)
		}
	}
	return nil
}

// crosses reports whether some table's rows come to one table on two ways, or to their own.
func crosses(s *schema.Schema, action func(schema.ForeignKey) string) bool {
	all := s.SortedTables()
	for _, from := range all {
		seen := map[string]bool{s.Semantics.TableKey(from.Name): true}
		for next := []string{s.Semantics.TableKey(from.Name)}; len(next) > 0; next = next[1:] {
			for _, t := range all {
				for _, f := range t.ForeignKeys {
					does, key := action(f), s.Semantics.TableKey(t.Name)
					if does == "" || s.Semantics.TableKey(f.RefTable) != next[0] {
						continue
					}
					if seen[key] {
						return true
					}
					seen[key] = true
					if strings.EqualFold(does, "CASCADE") {
						next = append(next, key)
					}
				}
			}
		}
	}
	return false
}

// missingKey is the answer to a foreign key of or to what is not there.
func missingKey(o schema.Object, c schema.AddForeignKey) *schema.Refusal {
	f := c.ForeignKey
	switch {
	case o.Kind == schema.TableObject && o.Table == f.RefTable:
		return narrow.Refuse("1767", "Foreign key '%s' references invalid table '%s'.", f.Name, o.Table)
	case o.Kind == schema.ColumnObject && slices.Contains(f.Columns, o.Name):
		return narrow.Refuse("1769", "Foreign key '%s' references invalid column '%s' in referencing table '%s'.", f.Name, o.Name, c.Table)
	case o.Kind == schema.ColumnObject:
		return narrow.Refuse("1770", "Foreign key '%s' references invalid column '%s' in referenced table '%s'.", f.Name, o.Name, f.RefTable)
	}
	return narrow.Refuse("4902", `Cannot find the object "%s" because it does not exist or you do not have permissions.`, o.Table)
}
