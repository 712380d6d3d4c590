package mysql

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// A declaredType is a type as SQL spells it, with what else stands there and says something about the column.
type declaredType struct {
	schema.Type
	charset, collation string
	// serial: BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE.
	serial bool
}

// typeNames are types' other names. Those that are not here are their own.
var typeNames = map[string]string{
	"integer": "int", "int1": "tinyint", "int2": "smallint", "int3": "mediumint", "middleint": "mediumint", "int4": "int", "int8": "bigint",
	"bool": "tinyint", "boolean": "tinyint", "numeric": "decimal", "dec": "decimal", "fixed": "decimal",
	"real": "double", "double precision": "double", "float8": "double", "float4": "float",
	"character": "char", "nchar": "char", "national char": "char", "national character": "char",
	"character varying": "varchar", "char varying": "varchar", "varcharacter": "varchar", "nvarchar": "varchar",
	"national varchar": "varchar", "national varcharacter": "varchar", "nchar varchar": "varchar", "nchar varying": "varchar",
	"national char varying": "varchar", "national character varying": "varchar", "nchar varcharacter": "varchar",
	"char byte": "binary", "long": "mediumtext", "long varchar": "mediumtext", "long char varying": "mediumtext", "long varbinary": "mediumblob",
	"clob": "longtext", "geomcollection": "geometrycollection", "serial": "bigint",
}

// typeWords are the words that go on with a type's name.
var typeWords = []string{"precision", "varying", "varchar", "varcharacter", "varbinary", "byte", "char", "character"}

// widths are the display widths that zerofill columns have when none is given (they are unsigned).
var widths = map[string]string{"tinyint": "3", "smallint": "5", "mediumint": "8", "int": "10", "bigint": "20"}

// parseType reads a whole type.
func parseType(f flavor, s string) (declaredType, error) {
	tokens, err := scan(s)
	if err != nil {
		return declaredType{}, fmt.Errorf("reading type %q: %w", s, err)
	}
	d, end := typeAt(f, tokens)
	if end == 0 || end < len(tokens) {
		return declaredType{}, fmt.Errorf("%q is not a type", s)
	}
	return d, nil
}

// typeAt reads the type that tokens begin with and returns the place behind it, 0 if there is none.
func typeAt(f flavor, tokens []token) (declaredType, int) {
	if len(tokens) == 0 || tokens[0].kind != word {
		return declaredType{}, 0
	}
	var d declaredType
	d.Name = strings.ToLower(tokens[0].text)
	i := 1
	for ; i < len(tokens) && continuesType(d.Name, tokens[i]); i++ {
		d.Name += " " + strings.ToLower(tokens[i].text)
	}
	var args []token
	if i < len(tokens) && tokens[i].is("(") {
		end := closing(tokens, i)
		if !tokens[end-1].is(")") {
			return declaredType{}, 0
		}
		args = tokens[i+1 : end-1]
		i = end
	}
	i += d.attributes(tokens[i:])
	canonicalType(f, &d, args)
	return d, i
}

func continuesType(sofar string, t token) bool {
	if t.kind != word || !slices.Contains(typeWords, strings.ToLower(t.text)) {
		return false
	}
	switch strings.Fields(sofar)[0] {
	case "double", "character", "char", "nchar", "national", "long":
		return true
	}
	return false
}

// attributes reads what can follow a type's arguments and returns the number of tokens.
func (d *declaredType) attributes(tokens []token) int {
	i := 0
	for i < len(tokens) {
		next := func() string {
			if i++; i < len(tokens) {
				return strings.Trim(tokens[i].text, "`'\"")
			}
			return ""
		}
		switch t := tokens[i]; {
		case t.is("unsigned"):
			d.Attrs = strings.TrimSpace("unsigned " + strings.TrimPrefix(d.Attrs, "unsigned"))
		case t.is("srid"): // MariaDB says REF_SYSTEM_ID
			d.Attrs = "srid " + next()
		case t.is("zerofill"):
			d.Attrs = "unsigned zerofill"
		case t.is("compressed"):
			d.Attrs = "compressed"
		case t.is("signed"):
		case t.is("charset"):
			d.charset = charsetName(next())
		case t.is("character"), t.is("char"):
			next()
			d.charset = charsetName(next())
		case t.is("collate"):
			d.collation = collationName(next())
		case t.is("ascii"):
			d.charset = "latin1"
		case t.is("unicode"):
			d.charset = "ucs2"
		case t.is("byte"):
			d.charset = "binary"
		case t.is("binary"):
			d.collation = anyBin
		default:
			return i
		}
		i++
	}
	return min(i, len(tokens))
}

// canonicalType gives the type its one spelling.
func canonicalType(f flavor, d *declaredType, args []token) {
	declared := d.Name
	if n, ok := typeNames[d.Name]; ok {
		d.Name = n
	}
	if strings.HasPrefix(declared, "n") && (d.Name == "char" || d.Name == "varchar") && declared != d.Name && d.charset == "" {
		d.charset = "utf8mb3" // NATIONAL
	}
	if d.collation == anyBin && d.charset != "" {
		d.collation = d.charset + anyBin
	}
	if d.charset == "" {
		d.charset = charsetOf(d.collation)
	}
	switch d.Name {
	case "enum", "set":
		d.Args = labels(args)
		return
	}
	for _, a := range args {
		d.Args += strings.ToLower(a.text)
	}
	d.serial = declared == "serial"
	if d.serial {
		d.Attrs = "unsigned"
	}
	if declared == "bool" || declared == "boolean" {
		d.Args = "1"
	}
	canonicalArgs(f, d)
}

func canonicalArgs(f flavor, d *declaredType) {
	switch d.Name {
	case "tinyint", "smallint", "mediumint", "int", "bigint":
		d.width()
	case "decimal":
		if d.Args == "" {
			d.Args = "10"
		}
		if !strings.Contains(d.Args, ",") {
			d.Args += ",0"
		}
	case "float":
		if n, err := strconv.Atoi(d.Args); err == nil && n > 24 {
			d.Name = "double"
		}
		if !strings.Contains(d.Args, ",") {
			d.Args = ""
		}
	case "year":
		d.Args = "" // YEAR(2) is gone since MySQL 5.6.6
	case "datetime", "timestamp", "time":
		if d.Args == "0" {
			d.Args = ""
		}
	case "bit", "char", "binary":
		if d.Args == "" {
			d.Args = "1"
		}
	case "json":
		d.charset, d.collation = "", ""
		if f.jsonIsText {
			d.Name = "longtext"
		}
	}
	d.binary()
	d.sized()
}

// width drops the width of an integer, but where every server shows it.
func (d *declaredType) width() {
	switch {
	case strings.Contains(d.Attrs, "zerofill"):
		if d.Args == "" {
			d.Args = widths[d.Name]
		}
	case d.Name != "tinyint" || d.Args != "1" || d.Attrs != "":
		d.Args = ""
	}
}

// binary: a text of charset binary has another name.
func (d *declaredType) binary() {
	if d.charset != "binary" {
		return
	}
	d.charset, d.collation = "", ""
	d.Name = strings.Replace(d.Name, "text", "blob", 1)
	switch d.Name {
	case "char":
		d.Name = "binary"
	case "varchar":
		d.Name = "varbinary"
	}
}

var blobSizes = []struct {
	prefix string
	bytes  int
}{{"tiny", 1<<8 - 1}, {"", 1<<16 - 1}, {"medium", 1<<24 - 1}, {"long", 1<<32 - 1}}

// sized turns BLOB(n) and TEXT(n) into the smallest type that holds n.
func (d *declaredType) sized() {
	if d.Name != "blob" && d.Name != "text" || d.Args == "" {
		return
	}
	n, err := strconv.Atoi(d.Args)
	if err != nil {
		return
	}
	if d.Name == "text" {
		n *= bytesPerCharacter(d.charset)
	}
	d.Args = ""
	for _, s := range blobSizes {
		if n <= s.bytes || s.prefix == "long" {
			d.Name = s.prefix + d.Name
			return
		}
	}
}

// labels reads the values of an enum or set. Servers drop blanks at their ends.
func labels(args []token) string {
	var all []string
	for i, a := range args {
		if a.kind != text && a.kind != number {
			continue
		}
		l := literalValue(args[max(i-1, 0):i], a)
		all = append(all, strings.TrimRight(l, " "))
	}
	return schema.QuoteLabels(all)
}

// isText reports whether columns of the type have a charset.
func isText(t schema.Type) bool {
	switch t.Name {
	case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set":
		return true
	}
	return false
}

// isLob reports whether the type is one that MySQL gives no literal default and no index without a prefix.
func isLob(t schema.Type) bool {
	return strings.HasSuffix(t.Name, "text") || strings.HasSuffix(t.Name, "blob") || t.Name == "json" || t.Name == "geometry"
}
