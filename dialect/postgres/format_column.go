package postgres

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"assay/schema"
)

func (w formatter) addColumn(c schema.AddColumn) ([]string, error) {
	definition, after, err := w.column(c.Table, c.Column)
	if err != nil {
		return nil, err
	}
	return append([]string{alterTable(c.Table, "ADD COLUMN "+definition)}, after...), nil
}

// column writes a column's definition and the statements that say the rest of it.
func (w formatter) column(table string, c schema.Column) (definition string, after []string, err error) {
	if err := canHave(w.version, c); err != nil {
		return "", nil, fmt.Errorf("column %s: %w", c.Name, err)
	}
	typ := typeSQL(c.Type)
	serial := serialOf(c)
	if serial != "" {
		typ = serial
	}
	s := quote(c.Name) + " " + typ
	if c.Collation != "" {
		s += " COLLATE " + quote(c.Collation)
	}
	switch {
	case c.Generated != "" && c.Stored:
		s += " GENERATED ALWAYS AS (" + c.Generated + ") STORED"
	case c.Generated != "":
		s += " GENERATED ALWAYS AS (" + c.Generated + ") VIRTUAL"
	case c.Identity != "":
		s += " GENERATED " + c.Identity + " AS IDENTITY" + identityOptions(c.Sequence)
	case c.Default != "" && !c.AutoIncrement:
		s += " DEFAULT " + operand(c.Default)
	}
	if !c.Nullable {
		s += " NOT NULL"
	}
	if c.AutoIncrement && serial == "" {
		n := counter{table, c.Name, c.Type}
		after = append(after, n.create(c.Sequence)...)
		after = append(after, alterTable(table, "ALTER COLUMN "+quote(c.Name)+" SET DEFAULT "+n.next()))
	}
	if serial != "" && c.Sequence != "" {
		after = append(after, counter{table, c.Name, c.Type}.set(c.Sequence))
	}
	if c.Comment != "" {
		after = append(after, commentOn(table, c.Name, c.Comment))
	}
	return s, after, nil
}

// serialOf returns the serial type of a column that counts up; empty if no such type makes it.
func serialOf(c schema.Column) string {
	if !c.AutoIncrement || c.Nullable || c.Type.Named || c.Identity != "" || c.Generated != "" {
		return ""
	}
	return map[string]string{"smallint": "smallserial", "integer": "serial", "bigint": "bigserial"}[c.Type.Name]
}

// canHave refuses what no column of this server can have.
func canHave(v version, c schema.Column) error {
	switch {
	case c.OnUpdate != "":
		return errors.New("PostgreSQL has no ON UPDATE of columns")
	case c.Invisible:
		return errors.New("PostgreSQL has no invisible columns")
	case c.Generated != "" && !c.Stored && !v.since(18):
		return errors.New("a virtual generated column needs PostgreSQL 18")
	case c.Identity != "" && c.Identity != "ALWAYS" && c.Identity != "BY DEFAULT":
		return fmt.Errorf("identity is ALWAYS or BY DEFAULT, not %q", c.Identity)
	}
	return nil
}

var simple = schema.Pattern(`^(-?[0-9.]+|true|false|E?'([^']|'')*'|[a-z_0-9]+\(\))$`)

// operand: the grammar takes a default without parentheses only if it is a simple one.
func operand(expr string) string {
	if simple().MatchString(expr) {
		return expr
	}
	return "(" + expr + ")"
}

func commentOn(table, column, comment string) string {
	s := "COMMENT ON COLUMN " + quote(table) + "." + quote(column) + " IS "
	if comment == "" {
		return s + "NULL"
	}
	return s + literal(comment)
}

// A counter is the sequence behind a column that counts up.
type counter struct {
	table, column string
	of            schema.Type
}

func (n counter) name() string { return objectName(n.table, n.column, "seq") }

// create makes the sequence. One of that name may be there already: a column that lost its default still owns it.
func (n counter) create(options string) []string {
	s := "CREATE SEQUENCE IF NOT EXISTS " + quote(n.name())
	if q := schema.ParseSequence(options); q.Type == "" && (n.of.Name == "integer" || n.of.Name == "smallint") {
		s += " AS " + n.of.Name
	}
	if options != "" {
		s += " " + strings.ReplaceAll(options, ", ", " ")
	}
	return []string{s, "ALTER SEQUENCE " + quote(n.name()) + " OWNED BY " + quote(n.table) + "." + quote(n.column)}
}

// identityOptions are those of an identity.
func identityOptions(options string) string {
	if options == "" {
		return ""
	}
	return " (" + strings.ReplaceAll(options, ", ", " ") + ")"
}

// set gives the sequence all of its options: those that are not named go back to what they are by themselves. One that is called as servers call it is named,
// so that who reads the statement knows the column; else it is asked for by its column.
func (n counter) set(options string) string { return n.alter(n.options(options)) }

// options writes all options of the sequence.
func (n counter) options(options string) string {
	edit, part := strings.CutPrefix(options, schema.SequenceEdit)
	q := schema.ParseSequence(edit)
	var said []string
	put := func(word, value, usual string) {
		switch {
		case value == "NO" || value == "" && !part:
			said = append(said, usual)
		case value != "":
			said = append(said, word+" "+value)
		}
	}
	if !part && q.Type == "" {
		q.Type = n.of.Name
		if _, ok := limits[q.Type]; !ok {
			q.Type = "bigint"
		}
	}
	if q.Type != "" {
		said = append(said, "AS "+q.Type)
	}
	put("INCREMENT BY", q.Increment, "INCREMENT BY 1")
	put("MINVALUE", q.Min, "NO MINVALUE")
	put("MAXVALUE", q.Max, "NO MAXVALUE")
	usual := "START WITH 1"
	if first := q.Min; first != "" && first != "NO" && !strings.HasPrefix(q.Increment, "-") {
		usual = "START WITH " + first
	} else if strings.HasPrefix(q.Increment, "-") {
		usual = "START WITH " + cmp.Or(strings.TrimPrefix(q.Max, "NO"), "-1")
	}
	put("START WITH", q.Start, usual)
	put("CACHE", q.Cache, "CACHE 1")
	switch {
	case q.Cycle == "CYCLE":
		said = append(said, "CYCLE")
	case !part, q.Cycle == "NO":
		said = append(said, "NO CYCLE")
	}
	return strings.Join(said, " ")
}

func (n counter) alter(options string) string {
	return "DO " + literal(fmt.Sprintf("BEGIN EXECUTE 'ALTER SEQUENCE ' || pg_catalog.pg_get_serial_sequence(%s, %s) || ' %s'; END",
		literal(quote(n.table)), literal(n.column), options))
}

// recount lets the sequence of a column that counts up go as far as the column's new type does: what serial made of a smallint ends at 32767 for ever. It is
// asked for by its column, since it may have another name.
func (n counter) recount(to schema.Type) string {
	return n.alter("AS " + to.Name)
}

// next is the expression that asks for the next value.
func (n counter) next() string { return "nextval(" + literal(quote(n.name())) + ")" }

// catchUp moves a sequence past the values that are there, never backwards.
func (n counter) catchUp(sequence string) string {
	return fmt.Sprintf("SELECT setval(%s, GREATEST((SELECT max(%s) FROM %s)::bigint + 1, nextval(%s)), false)",
		sequence, quote(n.column), quote(n.table), sequence)
}

// cutAt cuts a text to at most n bytes, between two characters.
func cutAt(s string, n int) string {
	for n > 0 && n < len(s) && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:min(n, len(s))]
}

// using writes what makes the new type's value of the old one's; empty where the server knows by itself.
// A type that is not known is taken to be one that it knows, as a migration without USING does.
func using(column string, from, to schema.Type) string {
	c := quote(column)
	switch {
	case from.Name == "" || from == to || textual[to.Name] || convertible(from, to):
		return ""
	case from.Named || to.Named:
		return c + "::text::" + typeSQL(to)
	case textual[from.Name] || from.Name == "integer" && to.Name == "boolean" || from.Name == "boolean" && to.Name == "integer":
		return c + "::" + typeSQL(to)
	case isNumber(from) && to.Name == "boolean" || from.Name == "boolean" && isNumber(to):
		return c + "::integer::" + typeSQL(to)
	}
	return c + "::text::" + typeSQL(to)
}

// convertible reports whether the server casts the one type to the other by itself when it assigns.
func convertible(from, to schema.Type) bool {
	base := func(t schema.Type) string { return strings.TrimSuffix(t.Name, "[]") }
	for _, family := range families {
		if family[base(from)] && family[base(to)] && strings.HasSuffix(from.Name, "[]") == strings.HasSuffix(to.Name, "[]") {
			return true
		}
	}
	return from.Name == to.Name
}

var families = []map[string]bool{
	textual,
	{"smallint": true, "integer": true, "bigint": true, "numeric": true, "real": true, "double precision": true},
	{"timestamp": true, "timestamp with time zone": true, "date": true},
	{"json": true, "jsonb": true},
	{"cidr": true, "inet": true},
	{"bit": true, "bit varying": true},
	{"time": true, "time with time zone": true},
	{"interval": true},
}
