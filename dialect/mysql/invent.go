package mysql

import (
	"fmt"
	"strconv"

	"assay/schema"
)

// largest are the types of whole numbers with the largest one that even those with a sign take.
var largest = map[string]int{"tinyint": 127, "smallint": 32767, "mediumint": 8388607, "int": schema.ManyInvented, "bigint": schema.ManyInvented}

// Invent returns the n-th made-up value of a column, counted from 0, as SQL, and how many there are that differ; 0: none is known. All are
// plain: a small number, a short text, a day of this century.
func (v inventing) Invent(d schema.Domain, n int) (sql string, most int) {
	t := d.Type
	if most, ok := largest[t.Name]; ok {
		if t.Name == "tinyint" && t.Args == "1" { // a boolean, as people take it
			return strconv.Itoa(n % 2), 2
		}
		return strconv.Itoa(1 + n%most), most
	}
	if most := lengths[t.Name]; most > 0 || t.Name == "char" || t.Name == "varchar" {
		return v.text(n, t.Length(max(most, 1)))
	}
	switch t.Name {
	case "decimal":
		digits, behind, _ := t.Decimals()
		return schema.InventDecimal(n, digits, behind)
	case "float", "double":
		return strconv.Itoa(1 + n%10_000), 10_000
	case "binary", "varbinary":
		return v.text(n, t.Length(1))
	case "enum", "set":
		labels := t.Labels()
		if len(labels) == 0 {
			return "", 0
		}
		return textLiteral(labels[n%len(labels)]), len(labels)
	case "bit":
		bits := min(t.Length(1), 30)
		return fmt.Sprintf("b'%b'", n%(1<<bits)), 1 << bits
	case "json":
		return fmt.Sprintf(`'{"n": %d}'`, n), schema.ManyInvented
	case "uuid":
		return fmt.Sprintf("'00000000-0000-4000-8000-%012x'", n), schema.ManyInvented
	case "inet4":
		return fmt.Sprintf("'10.%d.%d.%d'", n>>16&255, n>>8&255, n&255), 1 << 24
	case "inet6":
		return fmt.Sprintf("'2001:db8::%x:%x'", n>>16, n&0xffff), schema.ManyInvented
	case "geometry", "point":
		return fmt.Sprintf("ST_GeomFromText('POINT(%d %d)')", n%90, n/90%90), 8100
	}
	return v.moment(t.Name, n)
}

// inventing makes values up.
type inventing struct{}

// lengths are how many characters the types of texts without a length of their own take, as far as that matters.
var lengths = map[string]int{"tinytext": 255, "text": 255, "mediumtext": 255, "longtext": 255, "tinyblob": 255, "blob": 255, "mediumblob": 255, "longblob": 255}

// text is the n-th text of that length, as SQL.
func (inventing) text(n, length int) (sql string, most int) {
	text, most := schema.InventText(n, length)
	return textLiteral(text), most
}

// moment is a day or a time, or both.
func (inventing) moment(name string, n int) (sql string, most int) {
	switch name {
	case "date":
		return schema.InventMoment(n).Format("'2006-01-02'"), schema.InventedDays
	case "datetime", "timestamp":
		return schema.InventMoment(n).Format("'2006-01-02 15:04:05'"), schema.InventedMoments
	case "time":
		clock, most := schema.InventTime(n)
		return textLiteral(clock), most
	case "year":
		return strconv.Itoa(1950 + n%100), 100
	}
	return "", 0
}
