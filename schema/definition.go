package schema

// Stated are the columns that a change defines anew, or some properties of them, as it says them.
func Stated(c Change, p Property) []Column {
	if create, ok := c.(CreateTable); ok {
		return create.Table.Columns
	}
	if add, ok := c.(AddColumn); ok {
		return []Column{add.Column}
	}
	if a, ok := c.(AlterColumn); ok && a.Set&p != 0 {
		return []Column{a.To}
	}
	return nil
}

// NewNames are the names that a change gives: a table's, columns', and those of indexes and constraints. The names that the server chooses are empty.
func NewNames(c Change) (table string, columns, others []string) {
	switch c := c.(type) {
	case CreateTable:
		for _, col := range c.Table.Columns {
			columns = append(columns, col.Name)
		}
		for _, x := range c.Table.Indexes {
			others = append(others, x.Name)
		}
		for _, f := range c.Table.ForeignKeys {
			others = append(others, f.Name)
		}
		for _, k := range c.Table.Checks {
			others = append(others, k.Name)
		}
		return c.Table.Name, columns, others
	case RenameTable:
		return c.To, nil, nil
	case AddColumn:
		return "", []string{c.Column.Name}, nil
	case RenameColumn:
		return "", []string{c.To}, nil
	case AlterColumn:
		if c.Set&PropName != 0 {
			return "", []string{c.To.Name}, nil
		}
	case RenameIndex:
		return "", nil, []string{c.To}
	case AddIndex, AddForeignKey, AddCheck:
		return "", nil, []string{c.Object().Name}
	case AlterTable, DropTable, DropColumn, DropIndex, DropForeignKey, DropCheck, CreateEnum, DropEnum, RenameEnum, AlterEnum, SetTrait:
	}
	return "", nil, nil
}

// Defined are the columns that a change defines anew, or some properties of them, as they are after it: s is the schema then.
func Defined(s *Schema, c Change, p Property) []Column {
	a, ok := c.(AlterColumn)
	if !ok {
		return Stated(c, p)
	}
	t := s.Table(a.Table)
	if t == nil || a.Set&p == 0 {
		return nil
	}
	name := a.Name
	if a.Set&PropName != 0 {
		name = a.To.Name
	}
	if i := t.Column(s.Semantics, name); i >= 0 {
		return t.Columns[i : i+1]
	}
	return nil
}

// Misfit reports whether a default is a text that is no value of a column's type, whatever the server: a word for a number, or no label. Where a number or a
// text is too large or too long, some servers say so only once a row is made.
func (c Column) Misfit(labels []string) bool {
	d := Domain{Type: c.Type, Labels: labels}
	why, sure := d.Refuses(c.Default)
	return c.Default != "" && c.Default[0] == '\'' && why != "" && sure && kindOf(c.Type) != textKind
}

// Makes are the checks and indexes that a change makes.
func Makes(c Change) ([]Check, []Index) {
	if create, ok := c.(CreateTable); ok {
		return create.Table.Checks, create.Table.Indexes
	}
	if add, ok := c.(AddCheck); ok {
		return []Check{add.Check}, nil
	}
	if add, ok := c.(AddIndex); ok {
		return nil, []Index{add.Index}
	}
	return nil, nil
}
