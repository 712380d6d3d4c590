package postgres

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"assay/schema"
)

// inventing makes values up.
type inventing struct{}

// Invent returns the n-th made-up value of a column, counted from 0, as SQL, and how many there are that differ; 0: none is known. All are
// plain: a small number, a short text, a day of this century.
func (v inventing) Invent(d schema.Domain, n int) (sql string, most int) {
	t := d.Type
	if element, ok := strings.CutSuffix(t.Name, "[]"); ok {
		d.Type.Name = element
		sql, most = v.Invent(d, n)
		name := d.Type.String()
		if t.Named {
			name = quote(element)
		}
		return "ARRAY[" + sql + "]::" + name + "[]", most
	}
	if len(d.Labels) > 0 {
		return literal(d.Labels[n%len(d.Labels)]), len(d.Labels)
	}
	switch t.Name {
	case "smallint":
		return strconv.Itoa(1 + n%math.MaxInt16), math.MaxInt16
	case "integer", "bigint", "oid":
		return strconv.Itoa(1 + n), schema.ManyInvented
	case "real", "double precision", "money":
		return strconv.Itoa(1 + n%10_000), 10_000
	case "numeric":
		return v.number(t, n)
	case "boolean":
		return strconv.FormatBool(n%2 == 0), 2
	case "text", "varchar", "name", "citext", "bytea", "bpchar":
		return v.text(n, t.Length(63))
	case "char":
		return v.text(n, t.Length(1))
	case `"char"`:
		return v.text(n, 1)
	case "bit", "bit varying":
		bits := min(t.Length(1), 30)
		return fmt.Sprintf("B'%0*b'", t.Length(1), n%(1<<bits)), 1 << bits
	}
	if sql, ok := inventSpecial(t.Name, n); ok {
		return sql, schema.ManyInvented
	}
	return v.moment(t.Name, n)
}

// inventSpecial is a value of a type that has its own spelling.
func inventSpecial(name string, n int) (sql string, ok bool) {
	switch name {
	case "json", "jsonb":
		return fmt.Sprintf(`'{"n": %d}'`, n), true
	case "uuid":
		return fmt.Sprintf("'00000000-0000-4000-8000-%012x'", n), true
	case "inet":
		return fmt.Sprintf("'10.%d.%d.%d'", n>>16&255, n>>8&255, n&255), true
	case "cidr":
		return fmt.Sprintf("'10.%d.%d.%d/32'", n>>16&255, n>>8&255, n&255), true
	case "macaddr":
		return fmt.Sprintf("'02:00:%02x:%02x:%02x:%02x'", n>>24&255, n>>16&255, n>>8&255, n&255), true
	case "macaddr8":
		return fmt.Sprintf("'02:00:00:00:%02x:%02x:%02x:%02x'", n>>24&255, n>>16&255, n>>8&255, n&255), true
	case "int4range", "int8range", "numrange":
		return fmt.Sprintf("'[%d,%d)'", n, n+1), true
	case "daterange", "tsrange", "tstzrange":
		at := schema.InventMoment(n)
		return at.Format("'[2006-01-02,") + at.AddDate(0, 0, 1).Format("2006-01-02)'"), true
	case "xml":
		return fmt.Sprintf("'<n>%d</n>'", n), true
	case "tsvector", "tsquery":
		return fmt.Sprintf("'n%d'", n), true
	case "hstore":
		return fmt.Sprintf("'n=>%d'", n), true
	case "point":
		return fmt.Sprintf("'(%d,%d)'", n, n), true
	case "interval":
		return fmt.Sprintf("'%d seconds'", n), true
	}
	return "", false
}

// text is the n-th text of that length, as SQL.
func (inventing) text(n, length int) (sql string, most int) {
	text, most := schema.InventText(n, length)
	return literal(text), most
}

// number is the n-th number with as many digits as there is room for.
func (inventing) number(t schema.Type, n int) (sql string, most int) {
	if digits, behind, ok := t.Decimals(); ok {
		return schema.InventDecimal(n, digits, behind)
	}
	return strconv.Itoa(1 + n), schema.ManyInvented
}

// moment is a day or a time, or both.
func (inventing) moment(name string, n int) (sql string, most int) {
	switch name {
	case "date":
		return schema.InventMoment(n).Format("'2006-01-02'"), schema.InventedDays
	case "timestamp", "timestamptz":
		return schema.InventMoment(n).Format("'2006-01-02 15:04:05'"), schema.InventedMoments
	case "time", "timetz":
		clock, most := schema.InventTime(n)
		return literal(clock), most
	}
	return "", 0
}
