package postgres

import (
	"errors"
	"fmt"
	"strings"

	"assay/schema"
)

func (w formatter) changeIndex(c schema.Change) ([]string, error) {
	switch c := c.(type) {
	case schema.AddIndex:
		return w.addIndex(c)
	case schema.DropIndex:
		return formatDropIndex(c)
	case schema.RenameIndex:
		if c.Table != "" && c.Kind == schema.Constraint { // it may be a foreign key or a check, which are no indexes
			return alter(c.Table, "RENAME CONSTRAINT "+quote(c.From)+" TO "+quote(c.To))
		}
		return one("ALTER INDEX " + quote(c.From) + " RENAME TO " + quote(c.To))
	}
	return nil, fmt.Errorf("unsupported change %T", c)
}

func (w formatter) addIndex(c schema.AddIndex) ([]string, error) {
	if c.Using != "" {
		return alter(c.Table, "ADD "+adopting(c))
	}
	if c.Index.Kind != schema.Primary && c.Index.Kind != schema.Constraint {
		s, err := w.createIndex(c.Table, c.Index)
		all := []string{s}
		if text := c.Index.Traits[schema.Comment]; text != "" && c.Index.Name != "" {
			all = append(all, "COMMENT ON INDEX "+quote(c.Index.Name)+" IS "+literal(text))
		}
		return all, err
	}
	s, err := w.constraint(c.Index)
	if err != nil {
		return nil, err
	}
	return commented(c.Table, c.Index.Name, c.Index.Traits, "ADD "+s)
}

// adopting writes a constraint that takes an index over.
func adopting(c schema.AddIndex) string {
	s := "UNIQUE"
	if c.Index.Kind == schema.Primary {
		s = "PRIMARY KEY"
	}
	return named(c.Index.Name, s+" USING INDEX "+quote(c.Using)+when(c.Index))
}

// when says when the constraint that an index holds is checked.
func when(x schema.Index) string {
	switch {
	case x.Traits[schema.Timing] != "":
		return " " + x.Traits[schema.Timing]
	case x.Deferrable:
		return " " + deferrable
	}
	return ""
}

// formatDropIndex: an unnamed primary key has the name that the server gave it.
func formatDropIndex(c schema.DropIndex) ([]string, error) {
	name := c.Name
	if name == "" && c.Kind == schema.Primary && c.Table != "" {
		name = objectName(c.Table, "", "pkey")
	}
	switch {
	case name == "":
		return nil, errors.New("it has no name to drop it by")
	case c.Kind != schema.Primary && c.Kind != schema.Constraint:
		return one("DROP INDEX " + quote(name))
	case c.Table == "":
		return nil, fmt.Errorf("the table that constraint %s belongs to is not known", name)
	}
	if c.Cascade {
		return alter(c.Table, "DROP CONSTRAINT "+quote(name)+" CASCADE")
	}
	return alter(c.Table, "DROP CONSTRAINT "+quote(name))
}

// constraint writes a primary key or unique constraint.
func (w formatter) constraint(x schema.Index) (string, error) {
	if err := w.canMake(x); err != nil {
		return "", err
	}
	columns := make([]string, len(x.Parts))
	for i, p := range x.Parts {
		if p.Column == "" || p.Desc || p.Options != "" {
			return "", fmt.Errorf("a constraint can only be over whole columns, not over %s", x.On())
		}
		columns[i] = p.Column
	}
	s := "UNIQUE "
	if x.Kind == schema.Primary {
		s = "PRIMARY KEY "
	}
	if x.NullsNotDistinct {
		s += "NULLS NOT DISTINCT "
	}
	s += quoteAll(columns)
	if len(x.Include) > 0 {
		s += " INCLUDE " + quoteAll(x.Include)
	}
	s += with(x.Traits)
	if space := x.Traits[schema.Tablespace]; space != "" {
		s += " USING INDEX TABLESPACE " + quote(space)
	}
	return named(x.Name, s+when(x)), nil
}

func (w formatter) createIndex(table string, x schema.Index) (string, error) {
	if err := w.canMake(x); err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("CREATE ")
	if x.Kind == schema.Unique {
		b.WriteString("UNIQUE ")
	}
	b.WriteString("INDEX ")
	if x.Name != "" {
		b.WriteString(quote(x.Name) + " ")
	}
	b.WriteString("ON " + quote(table) + " ")
	if x.Method != "" {
		b.WriteString("USING " + quote(x.Method) + " ")
	}
	parts := make([]string, len(x.Parts))
	for i, p := range x.Parts {
		parts[i] = part(p)
	}
	b.WriteString("(" + strings.Join(parts, ", ") + ")")
	if len(x.Include) > 0 {
		b.WriteString(" INCLUDE " + quoteAll(x.Include))
	}
	if x.NullsNotDistinct {
		b.WriteString(" NULLS NOT DISTINCT")
	}
	b.WriteString(with(x.Traits))
	if space := x.Traits[schema.Tablespace]; space != "" {
		b.WriteString(" TABLESPACE " + quote(space))
	}
	if x.Where != "" {
		b.WriteString(" WHERE " + x.Where)
	}
	return b.String(), nil
}

// part writes a part of an index. The place of the NULLs follows the direction; what else its options say comes before.
func part(p schema.Part) string {
	s := "(" + p.Expr + ")"
	if p.Column != "" {
		s = quote(p.Column)
	}
	options, nulls := p.Options, ""
	for _, n := range []string{"NULLS FIRST", "NULLS LAST"} {
		if before, ok := strings.CutSuffix(options, n); ok {
			options, nulls = strings.TrimSpace(before), " "+n
		}
	}
	if options != "" {
		s += " " + options
	}
	if p.Desc {
		s += " DESC"
	}
	return s + nulls
}

// canMake refuses what this server cannot have, and what no statement makes.
func (w formatter) canMake(x schema.Index) error {
	switch {
	case x.Invalid:
		return errors.New("no statement makes an invalid index")
	case x.NullsNotDistinct && !w.since(15):
		return errors.New("NULLS NOT DISTINCT needs PostgreSQL 15")
	case x.Invisible:
		return errors.New("PostgreSQL has no invisible indexes")
	}
	return nil
}

// objectName makes a name as the server does for what it names by itself: the longer of the two parts is cut first (P7).
func objectName(table, column, label string) string {
	room := longest - len(label) - 1
	if column != "" {
		room--
	}
	t, c := len(table), len(column)
	for t+c > room {
		if t > c {
			t--
		} else {
			c--
		}
	}
	name := cutAt(table, t)
	if column != "" {
		name += "_" + cutAt(column, c)
	}
	return name + "_" + label
}
