package fixup

import (
	"cmp"
	"fmt"
	"strings"

	"assay/schema"
)

// loses says what data a change can destroy or change for ever in a schema; empty: none.
// What a server refuses rather than cuts (a NULL under NOT NULL, a double under UNIQUE) loses nothing.
func loses(s *schema.Schema, c schema.Change) string {
	switch c := c.(type) {
	case schema.DropTable:
		return "the table's rows"
	case schema.DropColumn:
		return "the column's values"
	case schema.DropIndex:
		switch {
		case c.Kind == schema.Primary && s.Semantics.SafeEngine != "":
			return "the primary key, which Galera and managed servers may require"
		case c.Kind == schema.Primary:
			return "the primary key, which replication may require"
		}
	case schema.AlterColumn:
		if fills(c) != 0 && losesType(s, c) == "" {
			return "what fills the column: every INSERT that omits it would fail"
		}
		return losesType(s, c)
	case schema.AlterTable:
		return losesOptions(s.Semantics, c)
	case schema.SetTrait:
		if c.Trait == schema.History && c.To == "" {
			return "what the table's rows were before"
		}
	}
	return ""
}

// fills are the properties that give a column a value where an INSERT omits it, of those that a change takes away from a column that must have one.
func fills(c schema.AlterColumn) schema.Property {
	const all = schema.PropDefault | schema.PropAutoIncrement | schema.PropIdentity
	to := c.From.With(c.To, c.Set)
	if c.Set&all == 0 || !to.Demands() || c.From.Default == "" && !c.From.AutoIncrement && c.From.Identity == "" {
		return 0
	}
	return c.Set & all
}

func losesType(s *schema.Schema, c schema.AlterColumn) string {
	if c.Set&schema.PropGenerated != 0 && (c.To.Generated != "" || !c.From.Stored) {
		return "the column's values"
	}
	if retypesLossily(s, c) {
		return fmt.Sprintf("values that are no %s", c.To.Type)
	}
	return losesCharset(s, c)
}

func retypesLossily(s *schema.Schema, c schema.AlterColumn) bool {
	return c.Set&schema.PropType != 0 && !keepsValues(s, c.From.Type, c.To.Type)
}

func losesCharset(s *schema.Schema, c schema.AlterColumn) string {
	t := s.Table(c.Table)
	if c.Set&schema.PropCollation == 0 || t == nil {
		return ""
	}
	return losesCharacters(cmp.Or(c.From.Charset, t.Options.Charset), cmp.Or(c.To.Charset, t.Options.Charset))
}

// lossy are the properties of a change for which values can be lost.
func lossy(s *schema.Schema, c schema.AlterColumn) (set schema.Property) {
	if retypesLossily(s, c) {
		set |= schema.PropType
	}
	if losesCharset(s, c) != "" {
		set |= schema.PropCollation
	}
	return set
}

// stops reports whether the server refuses every value of one type that is none of the other, in the mode in which scripts run: texts that are too long, and on
// PostgreSQL those that are no label or whole number. Others may be rounded, padded or read as a position.
func stops(m schema.Semantics, from, to schema.Type) bool {
	text := func(t schema.Type) bool {
		return !t.Named && (t.Name == "varchar" || strings.HasSuffix(t.Name, "text"))
	}
	whole := to.Named || to.Name == "smallint" || to.Name == "integer" || to.Name == "bigint" || to.Name == "boolean"
	return text(from) && (text(to) || m.TypedExpressions && whole)
}

// keepsValues reports whether every value of one type is the same in the other.
func keepsValues(s *schema.Schema, from, to schema.Type) bool {
	if s.Semantics.Keeps(from, to) {
		return true
	}
	l, m := labelsOf(s, from), labelsOf(s, to)
	switch {
	case l != nil && m != nil:
		return subset(l, m)
	case l != nil && from.Named:
		return s.Semantics.Keeps(schema.Type{Name: "enum", Args: schema.QuoteLabels(l)}, to)
	}
	return false
}

// labelsOf returns the values of an enumeration of either kind; nil for any other type.
func labelsOf(s *schema.Schema, t schema.Type) []string {
	if e, ok := s.Enums[t.Name]; ok && t.Named {
		return schema.SplitLabels(e.Labels)
	}
	if t.Name == "enum" {
		return t.Labels()
	}
	return nil
}

func subset(some, all []string) bool {
	has := map[string]bool{}
	for _, l := range all {
		has[l] = true
	}
	for _, l := range some {
		if !has[l] {
			return false
		}
	}
	return true
}

// losesOptions: text that the new character set does not have is refused or becomes question marks.
func losesOptions(m schema.Semantics, c schema.AlterTable) string {
	if c.To.Engine != "" && c.From.Engine == m.SafeEngine && c.To.Engine != m.SafeEngine {
		return "the table's foreign keys and its safety in a crash"
	}
	if !c.Converts() {
		return ""
	}
	return losesCharacters(c.From.Charset, c.To.Charset)
}

// losesCharacters says what texts of one character set lose in another; empty: nothing, or it is not known which it is.
func losesCharacters(from, to string) string {
	if to == "" || to == from || from == "ascii" || to == "utf8mb4" || to == "utf8mb3" && from != "utf8mb4" {
		return ""
	}
	return "characters that " + to + " does not have"
}

// notes say what the data can do to a step.
type notes struct {
	schema *schema.Schema
	format Formatter
}

// of says when a step will be refused, and the query that tells.
func (n notes) of(c schema.Change) string {
	q := n.format.Quote
	switch c := c.(type) {
	case schema.AddIndex:
		if c.Index.Kind.Unique() {
			return "refused if there are duplicates: look with " + n.doubles(c)
		}
	case schema.AlterColumn:
		if c.Set&schema.PropAutoIncrement != 0 && c.To.AutoIncrement && n.schema.Semantics.AutoIncrementNeedsKey {
			return fmt.Sprintf("rows that have 0 get other numbers: look with SELECT COUNT(*) FROM %s WHERE %s = 0", q(c.Table), q(c.Name))
		}
		if c.Set&schema.PropNullable != 0 && !c.To.Nullable {
			return fmt.Sprintf("refused if a value is NULL: look with SELECT COUNT(*) FROM %s WHERE %s IS NULL", q(c.Table), q(c.Name))
		}
		if c.Set&schema.PropType != 0 && c.To.Type.Name == "varchar" && c.To.Type.Args != "" && n.schema.Semantics.Compare(c.To.Type, c.From.Type) == schema.Wider {
			return fmt.Sprintf("look for values that are too long with SELECT COUNT(*) FROM %s WHERE %s(%s) > %s", q(c.Table),
				cmp.Or(n.schema.Semantics.TextLength, "CHAR_LENGTH"), q(c.Name), c.To.Type.Args)
		}
		if c.Set&schema.PropType != 0 && (c.To.Type.Named || c.To.Type.Labels() != nil) && !keepsValues(n.schema, c.From.Type, c.To.Type) {
			return fmt.Sprintf("look for values that it does not have with SELECT DISTINCT %s FROM %s", q(c.Name), q(c.Table))
		}
		if c.Set&schema.PropCollation != 0 {
			return n.equal(c.Table, c.To.Charset, c.To.Collation, c.Name)
		}
	case schema.AlterTable:
		if !c.Converts() {
			break
		}
		return n.equal(c.Table, c.To.Charset, c.To.Collation, "")
	case schema.AddForeignKey:
		return "refused if rows refer to rows that do not exist" + n.orphans(c)
	case schema.AddCheck:
		if !c.Check.NotEnforced {
			return fmt.Sprintf("refused if rows break it: look with SELECT COUNT(*) FROM %s WHERE NOT (%s)", q(c.Table), c.Check.Expr)
		}
	case schema.AddColumn:
		if !c.Column.Nullable && c.Column.Default == "" && !c.Column.AutoIncrement {
			return filling(n.schema.Semantics, c.Column.Type)
		}
	}
	return ""
}

// filling says what the existing rows get in a new column that must have a value; seen on MySQL 5.6 and 9.7 and MariaDB 10.11, in the mode in which
// scripts run.
func filling(m schema.Semantics, t schema.Type) string {
	labels := t.Labels()
	switch {
	case !m.FillsColumns:
		return "refused if the table has rows"
	case !m.NumbersArePlaces && geometries[t.Name]:
		return "refused if the table has rows, from MySQL 5.7 on (error 1138)"
	case t.Name == "enum" && len(labels) > 0:
		return "existing rows get the enum's first value, '" + labels[0] + "'"
	case t.Name == "date":
		return "existing rows get the date 0000-00-00"
	case t.Name == "datetime":
		return "existing rows get the date 0000-00-00 00:00:00"
	case t.Name == "timestamp":
		return "existing rows get the date 0000-00-00 00:00:00, or before MySQL 8.0 the time at which this runs"
	case t.Name == "json" && !m.NumbersArePlaces:
		return "existing rows get the JSON value null"
	}
	return "existing rows get the type's empty value"
}

var geometries = map[string]bool{
	"geometry": true, "point": true, "linestring": true, "polygon": true, "multipoint": true, "multilinestring": true, "multipolygon": true,
	"geometrycollection": true,
}

// orphans is the query for rows that refer to nothing; empty where the other table is in another schema.
func (n notes) orphans(c schema.AddForeignKey) string {
	f, q := c.ForeignKey, n.format.Quote
	if strings.Contains(f.RefTable, ".") || len(f.RefColumns) != len(f.Columns) {
		return ""
	}
	var on, given []string
	for i, column := range f.Columns {
		on = append(on, fmt.Sprintf("b.%s = a.%s", q(f.RefColumns[i]), q(column)))
		given = append(given, "a."+q(column)+" IS NOT NULL")
	}
	return fmt.Sprintf(": look with SELECT COUNT(*) FROM %s a WHERE %s AND NOT EXISTS (SELECT * FROM %s b WHERE %s)",
		q(c.Table), strings.Join(given, " AND "), q(f.RefTable), strings.Join(on, " AND "))
}

func (n notes) doubles(c schema.AddIndex) string {
	var names []string
	for _, part := range c.Index.Parts {
		if part.Column == "" {
			return "a query for doubles"
		}
		names = append(names, n.format.Quote(part.Column))
	}
	list := strings.Join(names, ", ")
	return fmt.Sprintf("SELECT %s FROM %s GROUP BY %s HAVING COUNT(*) > 1", list, n.format.Quote(c.Table), list)
}

// equal says that a unique key is refused where its values are equal in another collation, and the query that finds them, for keys over one
// column or, where none is named, over any text of the table.
func (n notes) equal(table, charset, collation, column string) string {
	t := n.schema.Table(table)
	if t == nil {
		return ""
	}
	if charset == "" && collation == "" && column != "" {
		charset, collation = t.Options.Charset, t.Options.Collation
	}
	if charset == "" || collation == "" {
		return ""
	}
	var queries []string
	for _, x := range t.Indexes {
		if list, ok := n.collated(t, x, charset, collation, column); ok {
			queries = append(queries, fmt.Sprintf("SELECT %s, COUNT(*) FROM %s GROUP BY %s HAVING COUNT(*) > 1", list, n.format.Quote(table), list))
		}
	}
	if len(queries) == 0 {
		return ""
	}
	return "refused if a key's values are equal in " + collation + ": look with " + strings.Join(queries, "; ")
}

// collated lists the columns of a unique key, texts as they compare in another collation; ok reports whether there is one of those.
func (n notes) collated(t *schema.Table, x schema.Index, charset, collation, column string) (list string, ok bool) {
	if !x.Kind.Unique() {
		return "", false
	}
	m, q := n.schema.Semantics, n.format.Quote
	var names []string
	for _, part := range x.Parts {
		i := t.Column(m, part.Column)
		if i < 0 {
			return "", false
		}
		name, typ := q(part.Column), t.Columns[i].Type.Name
		if m.SameName(part.Column, column) || column == "" && (strings.HasSuffix(typ, "char") || strings.HasSuffix(typ, "text")) {
			name, ok = fmt.Sprintf("CONVERT(%s USING %s) COLLATE %s", name, charset, collation), true
		}
		names = append(names, name)
	}
	return strings.Join(names, ", "), ok
}
