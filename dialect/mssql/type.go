package mssql

import (
	"fmt"
	"strconv"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// synonyms are other names of types, and those that are read as what replaces them.
var synonyms = map[string]string{
	"integer": "int", "dec": "numeric", "decimal": "numeric", "double precision": "float", "character varying": "varchar", "char varying": "varchar",
	"character": "char", "national character varying": "nvarchar", "national char varying": "nvarchar", "national character": "nchar", "national char": "nchar",
	"binary varying": "varbinary", "timestamp": "rowversion",
}

// larges are the types that nobody should use any more, with those that take their place. SQLAlchemy writes them where it does not know the server's version,
// as in SQL for offline use, and the others where it does.
var larges = map[string]string{"text": "varchar", "ntext": "nvarchar", "image": "varbinary"}

// A form is how a type's arguments look.
type form int

const (
	bare form = iota
	sized
	exact
	timed
	real53
)

var forms = map[string]form{
	"int": bare, "bigint": bare, "smallint": bare, "tinyint": bare, "bit": bare, "money": bare, "smallmoney": bare, "real": bare, "date": bare, "datetime": bare,
	"smalldatetime": bare, "uniqueidentifier": bare, "xml": bare, "sql_variant": bare, "rowversion": bare, "hierarchyid": bare, "geography": bare,
	"geometry": bare,
	"varchar":  sized, "nvarchar": sized, "char": sized, "nchar": sized, "binary": sized, "varbinary": sized,
	"numeric": exact, "time": timed, "datetime2": timed, "datetimeoffset": timed, "float": real53,
}

// typed reads a type.
func typed(r *narrow.Reader) (schema.Type, error) {
	said, err := r.Named()
	if err != nil {
		return schema.Type{}, err
	}
	for ; r.Peek().Kind == narrow.Word && partOfType[strings.ToLower(r.Peek().Said)]; r.At++ {
		said += " " + r.Peek().Said
	}
	args := ""
	if r.Peek().Is("(") {
		if args, err = r.Parenthesised(); err != nil {
			return schema.Type{}, err
		}
	}
	return canonicalType(said, args)
}

var partOfType = map[string]bool{"precision": true, "varying": true, "character": true, "char": true}

// canonicalType is a type as it is declared, or as the catalogue has it once its length is put into words.
func canonicalType(said, args string) (schema.Type, error) {
	said, args = strings.ToLower(said), strings.ToLower(strings.Join(strings.Fields(args), ""))
	if s, ok := synonyms[said]; ok {
		said = s
	}
	if s, ok := larges[said]; ok && args == "" {
		return schema.Type{Name: s, Args: "max"}, nil
	}
	if said == "sysname" && args == "" {
		return schema.Type{Name: "nvarchar", Args: "128"}, nil
	}
	f, ok := forms[said]
	if !ok {
		return schema.Type{}, fmt.Errorf("type %s is not known", schema.Excerpt(said))
	}
	t := schema.Type{Name: said, Args: args}
	n, err := strconv.Atoi(args)
	switch {
	case args == "":
		t.Args = map[form]string{sized: "1", exact: "18,0"}[f]
		return t, nil
	case f == sized && args == "max" && strings.Contains(said, "var"), f == sized && err == nil && n > 0 && n <= 8000:
		return t, nil
	case f == exact && err == nil && n > 0 && n <= 38:
		t.Args += ",0"
		return t, nil
	case f == exact:
		p, s, _ := strings.Cut(args, ",")
		whole, errWhole := strconv.Atoi(p)
		scale, errScale := strconv.Atoi(s)
		if errWhole == nil && errScale == nil && whole > 0 && whole <= 38 && scale >= 0 && scale <= whole {
			return t, nil
		}
	case f == timed && err == nil && n >= 0 && n <= 7:
		if n == 7 {
			t.Args = ""
		}
		return t, nil
	case f == real53 && err == nil && n > 0 && n <= 53:
		t.Args = ""
		if n < 25 {
			t.Name = "real"
		}
		return t, nil
	}
	return schema.Type{}, fmt.Errorf("type %s(%s) is not known", said, schema.Excerpt(args))
}

// unheard reports whether a server has made up a type since.
func unheard(said string) bool {
	_, known := forms[said]
	return said != "" && !known && synonyms[said] == "" && larges[said] == ""
}

// isLarge reports whether a type is one that no column can be altered to.
func isLarge(said string) bool { return larges[strings.ToLower(strings.TrimSpace(said))] != "" }

// numeric reports whether values of a type are numbers, so that a default in quotes is one.
func numeric(t schema.Type) bool {
	switch t.Name {
	case "int", "bigint", "smallint", "tinyint", "bit", "numeric", "float", "real", "money", "smallmoney":
		return true
	}
	return false
}

// plain is a default as a column of that type has it: a number in quotes is one without.
func plain(expr string, t schema.Type) string {
	if inside := strings.TrimSuffix(strings.TrimPrefix(expr, "'"), "'"); numeric(t) && len(inside) == len(expr)-2 && isNumber(inside) {
		return inside
	}
	return expr
}

var aNumber = schema.Pattern(`^-?\d+(?:\.\d+)?$`)

func isNumber(s string) bool { return aNumber().MatchString(s) }
