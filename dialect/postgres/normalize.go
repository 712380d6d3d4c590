package postgres

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"assay/schema"
)

// Normalize brings a change as a migration declares it to what this server makes of it. Options of tables, which only MySQL has,
// mean nothing here: a change of them is nil.
func (r *Room) Normalize(c schema.Change) (schema.Change, error) {
	n, err := normalizer{r.speller}.change(c)
	if err != nil {
		return nil, fmt.Errorf("normalizing %s: %w", c.Object(), err)
	}
	return n, nil
}

// A normalizer spells what a migration declares as its server would print it.
type normalizer struct{ *speller }

func (n normalizer) change(c schema.Change) (schema.Change, error) {
	var err error
	switch c := c.(type) {
	case schema.CreateTable:
		c.Table, err = n.table(c.Table)
		return c, err
	case schema.DropTable:
		c.Table = clip(c.Table)
		return c, nil
	case schema.AlterTable:
		return nil, nil
	case schema.RenameTable:
		c.From, c.To = clip(c.From), clip(c.To)
		return c, nil
	case schema.AddColumn, schema.DropColumn, schema.AlterColumn, schema.RenameColumn:
		return n.column(c)
	case schema.AddIndex, schema.DropIndex, schema.RenameIndex:
		return n.changeIndex(c)
	case schema.AddForeignKey, schema.DropForeignKey, schema.AddCheck, schema.DropCheck:
		return n.constraint(c)
	case schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum:
		return normalizeEnum(c)
	case schema.SetTrait:
		c.Of.Table, c.Of.Name = clip(c.Of.Table), clip(c.Of.Name)
		return c, nil
	}
	return nil, fmt.Errorf("unsupported change %T", c)
}

func (n normalizer) column(c schema.Change) (schema.Change, error) {
	var err error
	switch c := c.(type) {
	case schema.AddColumn:
		c.Table = clip(c.Table)
		c.Column, err = n.declaredColumn(c.Column, nil)
		return c, err
	case schema.DropColumn:
		c.Table, c.Column = clip(c.Table), clip(c.Column)
		return c, nil
	case schema.RenameColumn:
		c.Table, c.From, c.To = clip(c.Table), clip(c.From), clip(c.To)
		return c, nil
	case schema.AlterColumn:
		return n.alterColumn(c)
	}
	return nil, fmt.Errorf("unsupported change %T", c)
}

// alterColumn: what a history says is partial, so a type or a name may be missing.
func (n normalizer) alterColumn(c schema.AlterColumn) (schema.Change, error) {
	c.Table, c.Name = clip(c.Table), clip(c.Name)
	var err error
	for _, col := range []*schema.Column{&c.From, &c.To} {
		counts := col.AutoIncrement
		if *col, err = n.declaredColumn(*col, nil); err != nil {
			return nil, err
		}
		if col.AutoIncrement != counts {
			return nil, errors.New("a column that is there cannot become serial by its type")
		}
	}
	return c, nil
}

func (n normalizer) changeIndex(c schema.Change) (schema.Change, error) {
	var err error
	switch c := c.(type) {
	case schema.AddIndex:
		c.Table = clip(c.Table)
		c.Index, err = n.index(c.Index, nil)
		return c, err
	case schema.DropIndex:
		c.Table, c.Name = clip(c.Table), clip(c.Name)
		return c, nil
	case schema.RenameIndex:
		c.Table, c.From, c.To = clip(c.Table), clip(c.From), clip(c.To)
		return c, nil
	}
	return nil, fmt.Errorf("unsupported change %T", c)
}

func (n normalizer) constraint(c schema.Change) (schema.Change, error) {
	var err error
	switch c := c.(type) {
	case schema.AddForeignKey:
		c.Table, c.ForeignKey = clip(c.Table), normalForeignKey(c.ForeignKey)
		return c, nil
	case schema.DropForeignKey:
		c.Table, c.Name = clip(c.Table), clip(c.Name)
		return c, nil
	case schema.AddCheck:
		c.Table, c.Check.Name = clip(c.Table), clip(c.Check.Name)
		c.Check.Expr, err = n.declared(c.Check.Expr, nil)
		return c, err
	case schema.DropCheck:
		c.Table, c.Name = clip(c.Table), clip(c.Name)
		return c, nil
	}
	return nil, fmt.Errorf("unsupported change %T", c)
}

func normalizeEnum(c schema.Change) (schema.Change, error) {
	switch c := c.(type) {
	case schema.CreateEnum:
		c.Enum.Name = clip(c.Enum.Name)
		return c, nil
	case schema.DropEnum:
		c.Name = clip(c.Name)
		return c, nil
	case schema.RenameEnum:
		c.From, c.To = clip(c.From), clip(c.To)
		return c, nil
	case schema.AlterEnum:
		c.From.Name, c.To.Name = clip(c.From.Name), clip(c.To.Name)
		return c, nil
	}
	return nil, fmt.Errorf("unsupported change %T", c)
}

func (n normalizer) table(declared *schema.Table) (*schema.Table, error) {
	t := declared.Clone()
	t.Name, t.Options = clip(t.Name), schema.Options{}
	var err error
	types := typesOf(t)
	for i := range t.Columns {
		if err = n.typeOf(&t.Columns[i]); err != nil {
			return nil, fmt.Errorf("column %s: %w", t.Columns[i].Name, err)
		}
	}
	for i := range t.Columns {
		if t.Columns[i], err = n.declaredColumn(t.Columns[i], types); err != nil {
			return nil, fmt.Errorf("column %s: %w", t.Columns[i].Name, err)
		}
	}
	for i := range t.Indexes {
		if t.Indexes[i], err = n.index(t.Indexes[i], types); err != nil {
			return nil, err
		}
	}
	for i := range t.ForeignKeys {
		t.ForeignKeys[i] = normalForeignKey(t.ForeignKeys[i])
	}
	for i := range t.Checks {
		t.Checks[i].Name = clip(t.Checks[i].Name)
		if t.Checks[i].Expr, err = n.declared(t.Checks[i].Expr, types); err != nil {
			return nil, err
		}
	}
	finishTable(t)
	return t, nil
}

// finishTable does what the server does at the end of CREATE TABLE.
func finishTable(t *schema.Table) {
	t.Indexes = foldConstraints(t.Indexes)
	key, _ := t.PrimaryKey()
	for _, p := range key.Parts {
		if i := t.Column(schema.Semantics{}, p.Column); i >= 0 {
			t.Columns[i].Nullable = false
		}
	}
}

// foldConstraints: of unique constraints over the same columns in one CREATE TABLE the server makes one, the primary key before all (P24).
// It takes the name of a later one if it has none.
func foldConstraints(all []schema.Index) []schema.Index {
	slices.SortStableFunc(all, func(x, y schema.Index) int { return primaryFirst(x) - primaryFirst(y) })
	var kept []schema.Index
	for _, x := range all {
		i := slices.IndexFunc(kept, func(k schema.Index) bool { return folds(k, x) })
		if i < 0 {
			kept = append(kept, x)
		} else if kept[i].Name == "" {
			kept[i].Name = x.Name
		}
	}
	return kept
}

func primaryFirst(x schema.Index) int {
	if x.Kind == schema.Primary {
		return 0
	}
	return 1
}

func folds(kept, x schema.Index) bool {
	return x.Kind == schema.Constraint && (kept.Kind == schema.Primary || kept.Kind == schema.Constraint) &&
		kept.SameParts(schema.Semantics{}, &x) && slices.Equal(kept.Include, x.Include) &&
		kept.NullsNotDistinct == x.NullsNotDistinct && kept.Deferrable == x.Deferrable
}

// typesOf looks up the types of a table's columns.
func typesOf(t *schema.Table) columnTypes {
	return func(name string) schema.Type {
		if i := t.Column(schema.Semantics{}, name); i >= 0 {
			return t.Columns[i].Type
		}
		return schema.Type{}
	}
}

// declaredColumn: the type may be the whole text as it was declared.
func (n normalizer) declaredColumn(c schema.Column, types columnTypes) (schema.Column, error) {
	c.Name, c.Charset = clip(c.Name), ""
	if err := n.typeOf(&c); err != nil {
		return c, err
	}
	var err error
	if c.Default != "" {
		if c.Default, err = n.declaredDefault(c.Default, c.Type); err != nil {
			return c, err
		}
	}
	if c.Generated != "" {
		if c.Generated, err = n.declared(c.Generated, types); err != nil {
			return c, err
		}
	}
	if c.Identity = strings.ToUpper(c.Identity); c.Identity != "" {
		c.Nullable = false
	}
	return c, nil
}

func (n normalizer) typeOf(c *schema.Column) error {
	if c.Type.Name == "" {
		return nil
	}
	text := c.Type.Name
	if c.Type.Named || c.Type.Args != "" || c.Type.Attrs != "" {
		text = typeSQL(c.Type)
	}
	if of, ok := serials[strings.ToLower(strings.TrimSpace(text))]; ok && !c.Type.Named {
		c.Type, c.AutoIncrement, c.Nullable = schema.Type{Name: of}, true, false
		return nil
	}
	t, err := n.speller.typeOf(text)
	c.Type = t
	return err
}

func (n normalizer) index(x schema.Index, types columnTypes) (schema.Index, error) {
	x.Name, x.Method = clip(x.Name), strings.ToLower(x.Method)
	if x.Method == "btree" {
		x.Method = ""
	}
	x.Parts, x.Include = slices.Clone(x.Parts), clipAll(x.Include)
	var err error
	for i := range x.Parts {
		p := &x.Parts[i]
		p.Column, p.Prefix = clip(p.Column), 0
		if p.Expr == "" {
			continue
		}
		if p.Expr, err = n.declared(p.Expr, types); err != nil {
			return x, err
		}
	}
	if x.Where != "" {
		x.Where, err = n.declared(x.Where, types)
	}
	return x, err
}

func normalForeignKey(f schema.ForeignKey) schema.ForeignKey {
	f.Name, f.RefTable = clip(f.Name), clip(f.RefTable)
	f.Columns, f.RefColumns = clipAll(f.Columns), clipAll(f.RefColumns)
	f.OnDelete, f.OnUpdate = normalAction(f.OnDelete), normalAction(f.OnUpdate)
	return f
}

func normalAction(action string) string {
	action = strings.ToUpper(strings.TrimSpace(action))
	if action == "NO ACTION" || action == "RESTRICT" {
		return ""
	}
	return action
}

// longest is how many bytes of a name PostgreSQL keeps.
const longest = 63

// clip cuts a name as the server does, between two characters.
func clip(name string) string {
	if len(name) <= longest {
		return name
	}
	end := longest
	for end > 0 && !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end]
}

func clipAll(names []string) []string {
	names = slices.Clone(names)
	for i := range names {
		names[i] = clip(names[i])
	}
	return names
}
