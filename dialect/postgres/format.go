package postgres

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// Format writes a change as statements that do the same in psql and through a driver. Names go without a schema: the script that they
// stand in sets the search path.
func (r *Room) Format(c schema.Change) ([]string, error) {
	s, err := formatter{r.version}.change(c)
	if err == nil {
		s = conditional(c, s)
		err = enclosed(s)
	}
	if err != nil {
		return nil, fmt.Errorf("writing the change of %s: %w", c.Object(), err)
	}
	return s, nil
}

// A formatter writes changes as statements of its server.
type formatter struct{ version }

func (w formatter) change(c schema.Change) ([]string, error) {
	switch c := c.(type) {
	case schema.CreateTable:
		return w.table(c.Table)
	case schema.DropTable:
		if c.Follows() {
			return nil, nil
		}
		all := c.All()
		if len(all) == 0 {
			all = []string{quote(c.Table)}
		}
		return one("DROP TABLE " + strings.Join(all, ", ") + cascade(c.Cascade))
	case schema.RenameTable:
		return alter(c.From, "RENAME TO "+quote(c.To))
	case schema.AddColumn:
		return w.addColumn(c)
	case schema.DropColumn:
		return alter(c.Table, "DROP COLUMN "+quote(c.Column)+cascade(c.Cascade))
	case schema.AlterColumn:
		return w.alterColumn(c)
	case schema.RenameColumn:
		return alter(c.Table, "RENAME COLUMN "+quote(c.From)+" TO "+quote(c.To))
	case schema.AddIndex, schema.DropIndex, schema.RenameIndex:
		return w.changeIndex(c)
	case schema.AddForeignKey, schema.DropForeignKey, schema.AddCheck, schema.DropCheck:
		return formatConstraint(c)
	case schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum:
		return formatEnum(c)
	case schema.SetTrait:
		return w.trait(c)
	case schema.AlterTable:
		return nil, errors.New("PostgreSQL's tables have neither storage engine nor character set")
	}
	return nil, fmt.Errorf("unsupported change %T", c)
}

func cascade(all bool) string {
	if all {
		return " CASCADE"
	}
	return ""
}

func one(statement string) ([]string, error) { return []string{statement}, nil }

func alter(table, clause string) ([]string, error) { return one(alterTable(table, clause)) }

func alterTable(table string, clauses ...string) string {
	return "ALTER TABLE " + quote(table) + " " + strings.Join(clauses, ", ")
}

// table writes a table, then what CREATE TABLE cannot say.
func (w formatter) table(t *schema.Table) ([]string, error) {
	var text tableWriter
	for _, c := range t.Columns {
		line, more, err := w.column(t.Name, c)
		if err != nil {
			return nil, err
		}
		text.lines, text.after = append(text.lines, line), append(text.after, more...)
	}
	for i, x := range t.Indexes {
		if err := text.index(w, t, x, t.Indexes[:i]); err != nil {
			return nil, err
		}
	}
	for _, f := range t.ForeignKeys { // CREATE TABLE takes all as valid, since there are no rows
		text.constraint(t.Name, foreignKey(t.Name, f), f.NotValid || f.Traits[schema.Validity] != "")
	}
	for _, k := range t.Checks {
		text.constraint(t.Name, check(k), k.NotEnforced)
	}
	body := " ()"
	if len(text.lines) > 0 {
		body = " (\n  " + strings.Join(text.lines, ",\n  ") + "\n)"
	}
	create := "CREATE TABLE "
	if t.Traits[schema.Logging] != "" {
		create = "CREATE UNLOGGED TABLE "
	}
	behind, err := w.tableBehind(t)
	return slices.Concat([]string{create + quote(t.Name) + body + tableWith(t)}, text.after, behind), err
}

// A tableWriter gathers the lines of CREATE TABLE and the statements behind it.
type tableWriter struct{ lines, after []string }

func (w *tableWriter) constraint(table, definition string, behind bool) {
	if behind {
		w.after = append(w.after, alterTable(table, "ADD "+definition))
	} else {
		w.lines = append(w.lines, definition)
	}
}

// index: a second constraint over the same columns would be folded into the first if it stood in CREATE TABLE (P24).
func (w *tableWriter) index(f formatter, t *schema.Table, x schema.Index, before []schema.Index) error {
	if x.Kind != schema.Primary && x.Kind != schema.Constraint {
		s, err := f.addIndex(schema.AddIndex{Table: t.Name, Index: x})
		w.after = append(w.after, s...)
		return err
	}
	s, err := f.constraint(x)
	key, _ := t.PrimaryKey()
	again := folds(key, x) || slices.ContainsFunc(before, func(y schema.Index) bool { return folds(y, x) })
	w.constraint(t.Name, s, again)
	return err
}

func formatConstraint(c schema.Change) ([]string, error) {
	switch c := c.(type) {
	case schema.AddForeignKey:
		return commented(c.Table, c.ForeignKey.Name, c.ForeignKey.Traits, "ADD "+foreignKey(c.Table, c.ForeignKey))
	case schema.DropForeignKey:
		return alter(c.Table, "DROP CONSTRAINT "+quote(c.Name))
	case schema.AddCheck:
		return commented(c.Table, c.Check.Name, c.Check.Traits, "ADD "+check(c.Check))
	case schema.DropCheck:
		return alter(c.Table, "DROP CONSTRAINT "+quote(c.Name))
	}
	return nil, fmt.Errorf("unsupported change %T", c)
}

// commented adds a constraint with its comment.
func commented(table, name string, t schema.Traits, clause string) ([]string, error) {
	s := []string{alterTable(table, clause)}
	if text := t[schema.Comment]; text != "" && name != "" {
		s = append(s, "COMMENT ON CONSTRAINT "+quote(name)+" ON "+quote(table)+" IS "+literal(text))
	}
	return s, nil
}

func named(name, definition string) string {
	if name == "" {
		return definition
	}
	return "CONSTRAINT " + quote(name) + " " + definition
}

// foreignKey: a dot in the other table's name stands behind the name of its schema, unless it is the table itself.
func foreignKey(table string, f schema.ForeignKey) string {
	ref := typeName(f.RefTable)
	if f.RefTable == table {
		ref = quote(table)
	}
	s := "FOREIGN KEY " + quoteAll(f.Columns) + " REFERENCES " + ref
	if len(f.RefColumns) > 0 {
		s += " " + quoteAll(f.RefColumns)
	}
	if match := f.Traits[schema.Matching]; match != "" {
		s += " " + match
	}
	if f.OnDelete != "" {
		s += " ON DELETE " + f.OnDelete
	}
	if f.OnUpdate != "" {
		s += " ON UPDATE " + f.OnUpdate
	}
	if timing := f.Traits[schema.Timing]; timing != "" {
		s += " " + timing
	}
	switch {
	case f.NotValid:
		s += " NOT VALID"
	case f.Traits[schema.Validity] != "":
		s += " NOT ENFORCED"
	}
	return named(f.Name, s)
}

func check(k schema.Check) string {
	s := "CHECK (" + k.Expr + ")"
	if heirs := k.Traits[schema.Heirs]; heirs != "" {
		s += " " + heirs
	}
	switch {
	case k.NotEnforced:
		s += " NOT VALID"
	case k.Traits[schema.Validity] != "":
		s += " NOT ENFORCED"
	}
	return named(k.Name, s)
}
