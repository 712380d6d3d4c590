package schema

import (
	"fmt"
	"slices"
	"strings"
)

// Apply makes the change to the schema. It is strict: where a real server would refuse, it returns a [*Conflict]
// and leaves the schema as it was. A change whose [If] does not hold does nothing.
func (s *Schema) Apply(c Change) error {
	if s.hasAlike(c) {
		return nil
	}
	err := s.apply(c)
	if spares(s.Semantics, c, err) {
		return nil
	}
	return err
}

func (s *Schema) apply(c Change) error {
	if s.owned == nil {
		s.owned = map[string]bool{}
	}
	switch c := c.(type) {
	case CreateTable:
		return createTable(s, c)
	case DropTable:
		return dropTable(s, c)
	case AlterTable:
		return alterTable(s, c)
	case RenameTable:
		return moveTable(s, c)
	case AddColumn, DropColumn, AlterColumn, RenameColumn:
		if err := applyColumn(s, c); err != nil {
			return err
		}
		inherit(s, c)
		return nil
	case AddIndex, DropIndex, RenameIndex:
		return applyIndex(s, c)
	case AddForeignKey, DropForeignKey, AddCheck, DropCheck:
		return applyConstraint(s, c)
	case CreateEnum, DropEnum, RenameEnum, AlterEnum:
		return applyEnum(s, c)
	case SetTrait:
		return setTrait(s, c)
	default:
		return fmt.Errorf("unsupported change %T", c)
	}
}

// Inheritance is the kind of an [Opaque] that says from which table another inherits columns: its Name is the parent's (PostgreSQL).
const Inheritance = "inheritance"

// inherit makes the change of a table's column in the tables that inherit from it too. One whose column differs keeps it.
func inherit(s *Schema, c Change) {
	parent := c.Object().Table
	for _, o := range s.Opaque {
		if o.Kind == Inheritance && o.Name == parent && o.Table != parent && s.Table(o.Table) != nil {
			_ = s.Apply(Inherited(c, o.Table))
		}
	}
}

// Inherited is what a change of a table's column or check does to a table that inherits from it; nil: nothing. It does nothing where that is done already.
func Inherited(c Change, heir string) Change {
	switch c := c.(type) {
	case AddColumn:
		c.Table, c.If = heir, c.If|IfObject
		return c
	case DropColumn:
		c.Table, c.If = heir, c.If|IfObject
		return c
	case AlterColumn:
		c.Table, c.If = heir, c.If|IfObject
		return c
	case RenameColumn:
		c.Table, c.If = heir, c.If|IfObject
		return c
	case AddCheck:
		c.Table, c.If = heir, c.If|IfObject
		return c
	case DropCheck:
		c.Table, c.If = heir, c.If|IfObject
		return c
	case CreateTable, DropTable, AlterTable, RenameTable, AddIndex, DropIndex, RenameIndex, AddForeignKey, DropForeignKey,
		CreateEnum, DropEnum, RenameEnum, AlterEnum, SetTrait:
	}
	return nil
}

func createTable(s *Schema, c CreateTable) error {
	if tableNameTaken(s, c.Table.Name) {
		return &Conflict{Reason: Exists, Change: c, Object: c.Object()}
	}
	if c.Fails != "" {
		return &Conflict{Reason: Impossible, Change: c, Object: c.Object()}
	}
	t := c.Table.Clone()
	t.Options = s.Defaults.With(t.Options)
	for i, x := range t.Indexes {
		if x.Name != "" && indexNameTaken(s, t, x.Name, i) {
			return &Conflict{Reason: Exists, Change: c, Object: Object{IndexObject, t.Name, x.Name}}
		}
		if err := checkParts(s.Semantics, c, t, x); err != nil {
			return err
		}
	}
	for i, col := range t.Columns {
		if t.Column(s.Semantics, col.Name) != i {
			return &Conflict{Reason: Exists, Change: c, Object: Object{ColumnObject, t.Name, col.Name}}
		}
		if err := checkColumn(s, c, t, &col); err != nil {
			return err
		}
	}
	if o, taken := constraintTaken(s, t); taken {
		return &Conflict{Reason: Exists, Change: c, Object: o}
	}
	s.Add(t)
	readBy(s, t.Name, "")
	for i, f := range t.ForeignKeys {
		if err := checkReference(s, c, f); err != nil {
			delete(s.ownTables(), s.Semantics.TableKey(t.Name))
			return err
		}
		t.ForeignKeys[i] = withReference(s, f)
	}
	keyNotNull(s.Semantics, t)
	return nil
}

func alterTable(s *Schema, c AlterTable) error {
	t := s.own(c.Table)
	if t == nil {
		return missingTable(c, c.Table)
	}
	if user, ok := keyOfText(s, t); ok && c.Converts() && s.Semantics.FixedKeyColumns {
		return &Conflict{Reason: InUse, Change: c, Object: c.Object(), User: user}
	}
	if c.To.Engine != "" {
		t.Options.Engine = c.To.Engine
	}
	if c.Default {
		setDefaultCharset(t, c)
	}
	if !c.Converts() {
		return nil
	}
	t.Options.Charset, t.Options.Collation = c.To.Charset, c.To.Collation
	for i := range t.Columns {
		t.Columns[i].Charset, t.Columns[i].Collation = "", ""
	}
	for _, kept := range c.Keep {
		if i := t.Column(s.Semantics, kept.Name); i >= 0 {
			t.Columns[i].Charset, t.Columns[i].Collation = kept.Charset, kept.Collation
		}
	}
	return nil
}

// setDefaultCharset gives a table another charset for columns to come: those that are there keep theirs.
func setDefaultCharset(t *Table, c AlterTable) {
	for i := range t.Columns {
		t.Columns[i] = c.Becomes(t.Columns[i], t.Options)
	}
	t.Options.Charset, t.Options.Collation = c.To.Charset, c.To.Collation
}

// Becomes is a column that the change does not convert, behind it: of a table that had those options.
func (c AlterTable) Becomes(col Column, had Options) Column {
	switch {
	case c.Default && col.Charset+col.Collation == "" && col.Type.HasCharset():
		col.Charset, col.Collation = had.Charset, had.Collation
	case col.Charset == c.To.Charset && col.Collation == c.To.Collation: // it inherits what it had
		col.Charset, col.Collation = "", ""
	}
	return col
}

func applyColumn(s *Schema, c Change) error {
	o := c.Object()
	t := s.own(o.Table)
	if t == nil {
		return missingTable(c, o.Table)
	}
	at := t.Column(s.Semantics, o.Name)
	if add, ok := c.(AddColumn); ok {
		return addColumn(s, t, at, c, add)
	}
	if at < 0 {
		return &Conflict{Reason: Missing, Change: c, Object: o}
	}
	switch all := c; c := c.(type) {
	case DropColumn:
		return dropColumn(s, t, at, c)
	case RenameColumn:
		return renameColumn(s, t, at, c.To, c)
	case AlterColumn:
		return alterColumn(s, t, at, all, c)
	default:
		return fmt.Errorf("unsupported change %T", c)
	}
}

// addColumn is told the change as such, too: it is large, and each time that it is made one anew costs a copy.
func addColumn(s *Schema, t *Table, at int, change Change, c AddColumn) error {
	if at >= 0 {
		return &Conflict{Reason: Exists, Change: change, Object: change.Object()}
	}
	if err := checkColumn(s, change, t, &c.Column); err != nil {
		return err
	}
	readBy(s, t.Name, c.Column.Name)
	t.Columns = append(t.Columns, c.Column)
	return place(s.Semantics, t, c.Column.Name, c.Place, change)
}

// keyOf returns a foreign key that has the column on either side.
func keyOf(s *Schema, t *Table, column string) (Object, bool) {
	uses := func(names []string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return s.Semantics.SameName(n, column) })
	}
	for _, f := range t.ForeignKeys {
		if uses(f.Columns) || s.Semantics.TableKey(f.RefTable) == s.Semantics.TableKey(t.Name) && uses(f.RefColumns) {
			return Object{ForeignKeyObject, t.Name, f.Name}, true
		}
	}
	if other, f, ok := referenceTo(s, t, uses); ok {
		return Object{ForeignKeyObject, other, f.Name}, true
	}
	return Object{}, false
}

// keyOfText returns a foreign key that has any of the table's texts on either side.
func keyOfText(s *Schema, t *Table) (Object, bool) {
	for _, c := range t.Columns {
		if user, ok := keyOf(s, t, c.Name); ok && strings.Contains(c.Type.Name, "char") {
			return user, true
		}
	}
	return Object{}, false
}

// referenceTo returns a foreign key of another table that refers to columns of t for which uses returns true.
func referenceTo(s *Schema, t *Table, uses func([]string) bool) (string, ForeignKey, bool) {
	key := s.Semantics.TableKey(t.Name)
	for _, other := range s.Referrers(t.Name) { // by name, so that plans come out alike every time
		for _, f := range other.ForeignKeys {
			if other != t && s.Semantics.TableKey(f.RefTable) == key && uses(f.RefColumns) {
				return other.Name, f, true
			}
		}
	}
	return "", ForeignKey{}, false
}

func renameColumn(s *Schema, t *Table, at int, to string, c Change) error {
	from := t.Columns[at].Name
	if i := t.Column(s.Semantics, to); i >= 0 && i != at {
		return &Conflict{Reason: Exists, Change: c, Object: Object{ColumnObject, t.Name, to}}
	}
	if k, ok := t.checkOf(from); ok && !s.Semantics.RenamesInChecks && to != from {
		return &Conflict{Reason: InUse, Change: c, Object: c.Object(), User: Object{CheckObject, t.Name, k.Name}}
	}
	t.Columns[at].Name = to
	rename := func(names []string) []string {
		names = slices.Clone(names)
		for i := range names {
			if s.Semantics.SameName(names[i], from) {
				names[i] = to
			}
		}
		return names
	}
	for i := range t.Indexes {
		parts := slices.Clone(t.Indexes[i].Parts)
		for j := range parts {
			if s.Semantics.SameName(parts[j].Column, from) {
				parts[j].Column = to
			}
			parts[j].Expr = s.Semantics.follow(parts[j].Expr, from, to)
		}
		t.Indexes[i].Parts, t.Indexes[i].Include, t.Indexes[i].Where = parts, rename(t.Indexes[i].Include), s.Semantics.follow(t.Indexes[i].Where, from, to)
	}
	for i := range t.Checks {
		t.Checks[i].Expr = s.Semantics.follow(t.Checks[i].Expr, from, to)
	}
	s.Opaque = slices.Clone(s.Opaque)
	for i, o := range s.Opaque {
		if s.Semantics.TableKey(o.Table) == s.Semantics.TableKey(t.Name) {
			s.Opaque[i].Columns = rename(o.Columns)
		}
	}
	for i := range t.Columns {
		t.Columns[i].Check = s.Semantics.follow(t.Columns[i].Check, from, to)
		if s.Semantics.TypedExpressions { // elsewhere they forbid it
			t.Columns[i].Generated = s.Semantics.follow(t.Columns[i].Generated, from, to)
		}
	}
	for i := range t.ForeignKeys {
		t.ForeignKeys[i].Columns = rename(t.ForeignKeys[i].Columns)
	}
	for _, other := range s.Referrers(t.Name) {
		for i, f := range other.ForeignKeys {
			if s.Semantics.TableKey(f.RefTable) == s.Semantics.TableKey(t.Name) {
				own := s.own(other.Name)
				own.ForeignKeys[i].RefColumns = rename(own.ForeignKeys[i].RefColumns)
			}
		}
	}
	return nil
}

func alterColumn(s *Schema, t *Table, at int, change Change, c AlterColumn) error {
	if c.Fails != "" {
		return &Conflict{Reason: Impossible, Change: change, Object: change.Object()}
	}
	to := t.Columns[at].With(c.To, c.Set&^PropName)
	if err := checkColumn(s, change, t, &to); err != nil {
		return err
	}
	if pk, ok := t.PrimaryKey(); ok && !s.Semantics.KeepsKeyNotNull && c.Set&PropNullable != 0 && to.Nullable && pk.has(s.Semantics, c.Name) {
		return &Conflict{Reason: InUse, Change: change, Object: change.Object(), User: Object{IndexObject, t.Name, pk.Name}}
	}
	if s.Semantics.FixedKeyColumns && (to.Type != t.Columns[at].Type || collationIn(t, to) != collationIn(t, t.Columns[at])) {
		if user, ok := keyOf(s, t, c.Name); ok {
			return &Conflict{Reason: InUse, Change: change, Object: change.Object(), User: user}
		}
	}
	if c.Set&PropName != 0 {
		if err := renameColumn(s, t, at, c.To.Name, change); err != nil {
			return err
		}
		to.Name = c.To.Name
	}
	t.Columns[at] = afterRetype(s.Semantics, t.Columns[at], to, c.Set)
	keyNotNull(s.Semantics, t)
	return place(s.Semantics, t, to.Name, c.Place, change)
}

// collationIn is how a column keeps its text, by itself or as its table does.
func collationIn(t *Table, c Column) [2]string {
	if c.Charset+c.Collation == "" {
		return [2]string{t.Options.Charset, t.Options.Collation}
	}
	return [2]string{c.Charset, c.Collation}
}

// checkColumn refuses a column whose type or counting the server would refuse.
func checkColumn(s *Schema, c Change, t *Table, col *Column) error {
	if col.Type.Named && !s.HasType(col.Type) {
		return &Conflict{Reason: Missing, Change: c, Object: Object{Kind: EnumObject, Name: col.Type.Name}}
	}
	return checkCounter(s.Semantics, c, t, col)
}

// checkCounter refuses a column that counts up without being the first of a key, where the engine does.
func checkCounter(m Semantics, c Change, t *Table, col *Column) error {
	if !col.AutoIncrement || !m.AutoIncrementNeedsKey {
		return nil
	}
	first := func(x Index) bool { return len(x.Parts) > 0 && m.SameName(x.Parts[0].Column, col.Name) }
	if slices.ContainsFunc(t.Indexes, first) {
		return nil
	}
	return &Conflict{Reason: NeedsKey, Change: c, Object: Object{ColumnObject, t.Name, col.Name}}
}

// keyNotNull makes the columns of the primary key NOT NULL, as every engine does by itself.
func keyNotNull(m Semantics, t *Table) {
	pk, _ := t.PrimaryKey()
	for _, p := range pk.Parts {
		if i := t.Column(m, p.Column); i >= 0 {
			t.Columns[i].Nullable = false
		}
	}
}

func missingTable(c Change, table string) error {
	return &Conflict{Reason: Missing, Change: c, Object: Object{Kind: TableObject, Table: table}}
}

// tableNameTaken reports whether a table can not have that name.
func tableNameTaken(s *Schema, name string) bool {
	if _, ok := s.View(name); ok || s.Table(name) != nil {
		return true
	}
	return s.Semantics.GlobalIndexNames && s.tableOfIndex(name) != nil
}
