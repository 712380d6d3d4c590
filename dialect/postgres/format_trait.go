package postgres

import (
	"errors"
	"fmt"
	"strings"

	"assay/schema"
)

// trait writes a trait's change.
func (w formatter) trait(c schema.SetTrait) ([]string, error) {
	switch c.Of.Kind {
	case schema.TableObject:
		return w.tableTrait(c)
	case schema.IndexObject:
		return indexTrait(c)
	case schema.ForeignKeyObject, schema.CheckObject:
		return constraintTrait(c)
	case schema.ColumnObject, schema.EnumObject:
	}
	return nil, fmt.Errorf("a %s has no trait", c.Of.Kind)
}

func (w formatter) tableTrait(c schema.SetTrait) ([]string, error) {
	table := c.Of.Table
	if name, ok := c.Trait.Option(); ok {
		return alter(table, setOption(name, c.To))
	}
	switch c.Trait { //nolint:exhaustive // the rest are of other objects
	case schema.Comment:
		return one("COMMENT ON TABLE " + quote(table) + " IS " + commentText(c.To))
	case schema.Logging:
		if c.To == "" {
			return alter(table, "SET LOGGED")
		}
		return alter(table, "SET "+unlogged)
	case schema.Tablespace:
		return alter(table, "SET TABLESPACE "+spaceName(c.To))
	case schema.AccessMethod:
		if !w.since(15) {
			return nil, errors.New("SET ACCESS METHOD needs PostgreSQL 15")
		}
		return alter(table, "SET ACCESS METHOD "+methodName(c.To))
	case schema.RowSecurity:
		return alter(table, map[bool]string{true: "ENABLE", false: "DISABLE"}[c.To != ""]+" ROW LEVEL SECURITY")
	case schema.ForcedSecurity:
		return alter(table, map[bool]string{true: "FORCE", false: "NO FORCE"}[c.To != ""]+" ROW LEVEL SECURITY")
	case schema.ReplicaIdentity:
		return alter(table, "REPLICA IDENTITY "+identityOf(c.To))
	}
	return nil, fmt.Errorf("a table has no %s", c.Trait)
}

func identityOf(value string) string {
	if index, ok := strings.CutPrefix(value, identityIndex); ok {
		return "USING INDEX " + quote(index)
	}
	if value == "" {
		return "DEFAULT"
	}
	return value
}

func setOption(name, value string) string {
	if value == "" {
		return "RESET (" + optionName(name) + ")"
	}
	return "SET (" + optionName(name) + " = " + literal(value) + ")"
}

// optionName: the name of a namespace, toast, is before a dot.
func optionName(name string) string {
	path := strings.Split(name, ".")
	for i := range path {
		path[i] = identifier(path[i])
	}
	return strings.Join(path, ".")
}

func spaceName(name string) string {
	if name == "" {
		name = "pg_default"
	}
	return quote(name)
}

func methodName(name string) string {
	if name == "" {
		name = "heap"
	}
	return quote(name)
}

func commentText(text string) string {
	if text == "" {
		return "NULL"
	}
	return literal(text)
}

func indexTrait(c schema.SetTrait) ([]string, error) {
	index := "ALTER INDEX " + quote(c.Of.Name) + " "
	if name, ok := c.Trait.Option(); ok {
		return one(index + setOption(name, c.To))
	}
	switch c.Trait { //nolint:exhaustive // the rest are of other objects
	case schema.Comment:
		return one("COMMENT ON INDEX " + quote(c.Of.Name) + " IS " + commentText(c.To))
	case schema.Tablespace:
		return one(index + "SET TABLESPACE " + spaceName(c.To))
	}
	return nil, fmt.Errorf("an index's %s can only be changed by making it anew", c.Trait)
}

func constraintTrait(c schema.SetTrait) ([]string, error) {
	name := quote(c.Of.Name)
	switch {
	case c.Of.Name == "":
		return nil, errors.New("it has no name to change it by")
	case c.Trait == schema.Comment:
		return one("COMMENT ON CONSTRAINT " + name + " ON " + quote(c.Of.Table) + " IS " + commentText(c.To))
	case c.Trait == schema.Validity && c.To == "":
		return alter(c.Of.Table, "VALIDATE CONSTRAINT "+name)
	case c.Trait == schema.Timing && c.To == "":
		return alter(c.Of.Table, "ALTER CONSTRAINT "+name+" NOT DEFERRABLE")
	case c.Trait == schema.Timing:
		return alter(c.Of.Table, "ALTER CONSTRAINT "+name+" "+c.To)
	}
	return nil, fmt.Errorf("a constraint's %s can only be changed by making it anew", c.Trait)
}

// tableWith writes what stands behind the columns of CREATE TABLE, and tableBehind the statements that say the rest.
func tableWith(t *schema.Table) string {
	s := ""
	if by := t.Traits[schema.Parts]; by != "" {
		s += " PARTITION BY " + by
	}
	if method := t.Traits[schema.AccessMethod]; method != "" {
		s += " USING " + quote(method)
	}
	s += with(t.Traits)
	if space := t.Traits[schema.Tablespace]; space != "" {
		s += " TABLESPACE " + quote(space)
	}
	return s
}

func (w formatter) tableBehind(t *schema.Table) ([]string, error) {
	var all []string
	behind := func(of schema.Object, traits schema.Traits, names ...schema.Trait) error {
		for _, name := range names {
			if traits[name] == "" {
				continue
			}
			s, err := w.trait(schema.SetTrait{Of: of, Trait: name, To: traits[name]})
			if err != nil {
				return err
			}
			all = append(all, s...)
		}
		return nil
	}
	err := behind(schema.Object{Kind: schema.TableObject, Table: t.Name}, t.Traits,
		schema.Comment, schema.ReplicaIdentity, schema.RowSecurity, schema.ForcedSecurity)
	for _, x := range t.Indexes {
		if x.Kind == schema.Primary || x.Kind == schema.Constraint {
			err = errors.Join(err, behind(schema.Object{Kind: schema.CheckObject, Table: t.Name, Name: x.Name}, x.Traits, schema.Comment))
		}
	}
	for _, f := range t.ForeignKeys {
		err = errors.Join(err, behind(schema.Object{Kind: schema.ForeignKeyObject, Table: t.Name, Name: f.Name}, f.Traits, schema.Comment))
	}
	for _, k := range t.Checks {
		err = errors.Join(err, behind(schema.Object{Kind: schema.CheckObject, Table: t.Name, Name: k.Name}, k.Traits, schema.Comment))
	}
	return all, err
}

// with writes WITH (…).
func with(t schema.Traits) string {
	var said []string
	for _, name := range t.Names() {
		if option, ok := name.Option(); ok {
			said = append(said, optionName(option)+" = "+literal(t[name]))
		}
	}
	if said == nil {
		return ""
	}
	return " WITH (" + strings.Join(said, ", ") + ")"
}
