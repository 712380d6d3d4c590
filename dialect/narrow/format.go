package narrow

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// One is a statement.
func One(sql string) []string { return []string{sql} }

// Alter begins a statement about a table.
func (l *Language) Alter(table string) string { return "ALTER TABLE " + l.Quote(table) + " " }

// Create writes the statements that make a table. An index, and a constraint that no row is held against, is a statement of its own.
func (l *Language) Create(c schema.CreateTable) ([]string, error) {
	if c.If != 0 {
		return nil, errors.New("CREATE TABLE has no condition here")
	}
	var parts []string
	for _, col := range c.Table.Columns {
		s, err := l.Column(col)
		if err != nil {
			return nil, err
		}
		parts = append(parts, s)
	}
	var behind []string
	for _, x := range c.Table.Indexes {
		switch {
		case x.Kind != schema.Primary && x.Kind != schema.Constraint:
			behind = append(behind, l.Index(c.Table.Name, x))
		case x.Deferrable:
			behind = append(behind, l.AddKey(c.Table.Name, x))
		default:
			parts = append(parts, l.key(x))
		}
	}
	for _, f := range c.Table.ForeignKeys {
		if s := (State{Timing: f.Traits[schema.Timing], NotValid: f.NotValid}); s != (State{}) {
			behind = append(behind, l.Add(c.Table.Name, l.foreignKey(f), s))
			continue
		}
		parts = append(parts, l.foreignKey(f))
	}
	for _, k := range c.Table.Checks {
		if s := (State{Timing: k.Traits[schema.Timing], NotValid: k.NotEnforced}); s != (State{}) {
			behind = append(behind, l.Add(c.Table.Name, l.check(k), s))
			continue
		}
		parts = append(parts, l.check(k))
	}
	return append(One("CREATE TABLE "+l.Quote(c.Table.Name)+" (\n    "+strings.Join(parts, ",\n    ")+"\n)"), behind...), nil
}

// AddKey writes the statement that adds a primary key or a UNIQUE constraint.
func (l *Language) AddKey(table string, x schema.Index) string {
	s := State{}
	if x.Deferrable {
		s.Timing = "DEFERRABLE"
	}
	return l.Add(table, l.key(x), s)
}

// AddForeignKey writes the statement that adds a foreign key.
func (l *Language) AddForeignKey(c schema.AddForeignKey) string {
	return l.Add(c.Table, l.foreignKey(c.ForeignKey), State{Timing: c.ForeignKey.Traits[schema.Timing], NotValid: c.ForeignKey.NotValid})
}

// AddCheck writes the statement that adds a check.
func (l *Language) AddCheck(c schema.AddCheck) string {
	return l.Add(c.Table, l.check(c.Check), State{Timing: c.Check.Traits[schema.Timing], NotValid: c.Check.NotEnforced})
}

// key writes a primary key or a UNIQUE constraint.
func (l *Language) key(x schema.Index) string {
	s := l.constraintName(x.Name)
	if x.Kind == schema.Primary {
		s += "PRIMARY KEY"
	} else {
		s += "UNIQUE"
	}
	if k := l.Kept(x.Method); k != "" {
		s += " " + k
	}
	return s + " " + l.Parts(x.Parts)
}

// constraintName writes how a constraint is called, if anyhow.
func (l *Language) constraintName(n string) string {
	if n == "" {
		return ""
	}
	return "CONSTRAINT " + l.Quote(n) + " "
}

// Parts writes what an index is over.
func (l *Language) Parts(all []schema.Part) string {
	s := make([]string, len(all))
	for i, p := range all {
		if p.Expr != "" {
			s[i] = l.Requote(p.Expr)
		} else {
			s[i] = l.Quote(p.Column)
		}
		if p.Desc {
			s[i] += " DESC"
		}
	}
	return "(" + strings.Join(s, ", ") + ")"
}

func (l *Language) foreignKey(f schema.ForeignKey) string {
	s := l.constraintName(f.Name) + "FOREIGN KEY " + l.Parts(schema.Columns(f.Columns...)) + " REFERENCES " + l.referred(f.RefTable)
	if len(f.RefColumns) > 0 {
		s += " " + l.Parts(schema.Columns(f.RefColumns...))
	}
	if f.OnDelete != "" {
		s += " ON DELETE " + f.OnDelete
	}
	if f.OnUpdate != "" {
		s += " ON UPDATE " + f.OnUpdate
	}
	return s
}

// referred is the name of a table that a foreign key refers to, which may be another schema's.
func (l *Language) referred(table string) string {
	if space, name, ok := strings.Cut(table, "."); ok {
		return l.Quote(space) + "." + l.Quote(name)
	}
	return l.Quote(table)
}

func (l *Language) check(k schema.Check) string {
	return l.constraintName(k.Name) + "CHECK (" + l.Requote(k.Expr) + ")"
}

// Index writes the statement that makes an index, up to what it is over.
func (l *Language) Index(table string, x schema.Index) string {
	s := "CREATE "
	if x.Kind == schema.Unique {
		s += "UNIQUE "
	}
	if k := l.Kept(x.Method); k != "" {
		s += k + " "
	}
	s += "INDEX " + l.Quote(x.Name) + " ON " + l.Quote(table) + " " + l.Parts(x.Parts)
	if len(x.Include) > 0 {
		s += " INCLUDE " + l.Parts(schema.Columns(x.Include...))
	}
	if x.Where != "" {
		s += " WHERE " + l.Requote(x.Where)
	}
	return s
}

// DropConstraint writes the statement that drops a constraint; exists is its condition, if the engine has one.
func (l *Language) DropConstraint(table, exists, named string) ([]string, error) {
	if named == "" {
		return nil, errors.New("the name of the constraint is not known")
	}
	return One(l.Alter(table) + "DROP CONSTRAINT " + exists + l.Quote(named)), nil
}

// Writable refuses an index that no statement makes; methods are those that there are.
func Writable(c schema.AddIndex, methods ...string) error {
	switch {
	case c.If != 0 || c.Using != "":
		return errors.New("CREATE INDEX has no condition here")
	case c.Index.Method != "" && !slices.Contains(methods, c.Index.Method):
		return fmt.Errorf("an index of kind %s is not written", c.Index.Method)
	case c.Index.Name == "" && (c.Index.Kind == schema.Plain || c.Index.Kind == schema.Unique):
		return errors.New("an index needs a name")
	}
	return nil
}

// Unwritten says that an engine has no statement for a change.
func Unwritten(c schema.Change) error { return fmt.Errorf("no statement of this engine makes a %T", c) }

// Collation writes the name of a collation.
func Collation(name string) (string, error) {
	if !IsPlain(name) {
		return "", fmt.Errorf("%q is no collation", name)
	}
	return " COLLATE " + name, nil
}
