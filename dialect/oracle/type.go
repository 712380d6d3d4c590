package oracle

import (
	"fmt"
	"strconv"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// A form is how a type's arguments look.
type form int

const (
	noArgs  form = iota
	letters      // 40, 40 char, 40 byte
	sized        // 40
	exact        // 5,2
	binary       // how many bits
	timed        // how many digits of a second
)

var forms = map[string]form{
	"varchar2": letters, "char": letters, "nvarchar2": sized, "nchar": sized, "raw": sized, "urowid": sized,
	"number": exact, "float": binary, "binary_float": noArgs, "binary_double": noArgs, "date": noArgs, "timestamp": timed,
	"clob": noArgs, "nclob": noArgs, "blob": noArgs, "bfile": noArgs, "long": noArgs, "long raw": noArgs, "rowid": noArgs, "xmltype": noArgs,
	"json": noArgs, "boolean": noArgs,
}

// synonyms are other names of types, with the arguments that they stand for where they say none.
var synonyms = map[string][2]string{
	"integer": {"number", "*,0"}, "int": {"number", "*,0"}, "smallint": {"number", "*,0"}, "numeric": {"number", "*,0"}, "decimal": {"number", "*,0"},
	"dec": {"number", "*,0"}, "double precision": {"float", "126"}, "real": {"float", "63"}, "varchar": {"varchar2", ""},
	"character": {"char", ""}, "character varying": {"varchar2", ""}, "char varying": {"varchar2", ""}, "national character": {"nchar", ""},
	"national character varying": {"nvarchar2", ""}, "national char": {"nchar", ""},
	"national char varying": {"nvarchar2", ""}, "nchar varying": {"nvarchar2", ""},
	"bool": {"boolean", ""},
}

var partOfType = map[string]bool{"precision": true, "varying": true, "character": true, "char": true, "raw": true}

// typed reads a type.
func typed(r *narrow.Reader) (schema.Type, error) {
	t := r.Peek()
	if t.Kind != narrow.Word {
		return schema.Type{}, fmt.Errorf("a type is expected before %q", r.Rest())
	}
	r.At++
	words := []string{strings.ToLower(t.Said)}
	for ; r.Peek().Kind == narrow.Word && partOfType[strings.ToLower(r.Peek().Said)]; r.At++ {
		words = append(words, strings.ToLower(r.Peek().Said))
	}
	name := strings.Join(words, " ")
	if name == "interval" {
		return interval(r)
	}
	args := ""
	if r.Peek().Is("(") {
		var err error
		if args, err = r.Parenthesised(); err != nil {
			return schema.Type{}, err
		}
	}
	typ, err := canonicalType(name, args)
	if typ.Name == "timestamp" {
		switch {
		case r.Take("WITH", "TIME", "ZONE"):
			typ.Attrs = "with time zone"
		case r.Take("WITH", "LOCAL", "TIME", "ZONE"):
			typ.Attrs = "with local time zone"
		}
	}
	return typ, err
}

// interval reads an INTERVAL YEAR TO MONTH or DAY TO SECOND, whose usual digits are 2 and 6.
func interval(r *narrow.Reader) (schema.Type, error) {
	words := []string{"interval"}
	for _, w := range []string{"YEAR", "DAY", "TO", "MONTH", "SECOND"} {
		if !r.Take(w) {
			continue
		}
		words = append(words, strings.ToLower(w))
		if !r.Peek().Is("(") {
			continue
		}
		digits, err := r.Parenthesised()
		if err != nil {
			return schema.Type{}, err
		}
		if usual := map[string]string{"YEAR": "2", "DAY": "2", "SECOND": "6"}[w]; strings.TrimSpace(digits) != usual {
			words[len(words)-1] += "(" + strings.TrimSpace(digits) + ")"
		}
	}
	name := strings.Join(words, " ")
	if !strings.Contains(name, " to ") {
		return schema.Type{}, fmt.Errorf("an interval goes from one unit to another, before %q", r.Rest())
	}
	return schema.Type{Name: name}, nil
}

// canonicalType is a type as it is declared, or as the data dictionary has it once its length is put into words. A length without a unit counts bytes, as
// NLS_LENGTH_SEMANTICS has it by default; Alembic always says which.
func canonicalType(name, args string) (schema.Type, error) {
	args = strings.ToLower(strings.Join(strings.Fields(args), " "))
	if s, ok := synonyms[name]; ok {
		if name = s[0]; args == "" {
			args = s[1]
		}
	}
	f, ok := forms[name]
	if !ok {
		return schema.Type{}, fmt.Errorf("type %s is not known", schema.Excerpt(name))
	}
	t := schema.Type{Name: name, Args: args}
	fits := false
	switch f {
	case noArgs:
		fits = args == ""
	case letters:
		t.Args, fits = lengthOf(args, name == "char")
	case sized:
		if n, err := strconv.Atoi(args); name == "nchar" && args == "" {
			t.Args, fits = "1", true
		} else {
			fits = err == nil && n > 0 && n <= 32767 || name == "urowid" && args == ""
		}
	case exact:
		t.Args, fits = precisionOf(args)
	case binary:
		n, err := strconv.Atoi(args)
		if fits = args == "" || err == nil && n > 0 && n <= 126; n == 126 {
			t.Args = ""
		}
	case timed:
		n, err := strconv.Atoi(args)
		if fits = args == "" || err == nil && n >= 0 && n <= 9; n == 6 {
			t.Args = ""
		}
	}
	if !fits {
		return schema.Type{}, fmt.Errorf("type %s is not known", schema.Excerpt(t.String()))
	}
	return t, nil
}

// lengthOf is a length with its unit.
func lengthOf(args string, may bool) (string, bool) {
	if args == "" {
		return "1 byte", may
	}
	number, unit, _ := strings.Cut(args, " ")
	n, err := strconv.Atoi(number)
	if unit == "" {
		unit = "byte"
	}
	return number + " " + unit, err == nil && n > 0 && n <= 32767 && (unit == "char" || unit == "byte")
}

// precisionOf are a number's digits, and those behind the point where there are any.
func precisionOf(args string) (string, bool) {
	if args == "" {
		return "", true
	}
	p, s, _ := strings.Cut(strings.ReplaceAll(args, " ", ""), ",")
	scale := 0
	var err error
	if s != "" {
		scale, err = strconv.Atoi(s)
	}
	if p == "*" && err == nil {
		return "*," + strconv.Itoa(scale), true
	}
	n, errWhole := strconv.Atoi(p)
	if scale == 0 {
		return p, err == nil && errWhole == nil && n > 0 && n <= 38
	}
	return p + "," + strconv.Itoa(scale), err == nil && errWhole == nil && n > 0 && n <= 38 && scale >= -84 && scale <= 127
}

// isText and isLarge are families of types: a column that has values does not go from one to another.
func isText(t schema.Type) bool {
	return t.Name == "varchar2" || t.Name == "char" || t.Name == "nvarchar2" || t.Name == "nchar"
}

func isLarge(t schema.Type) bool {
	return strings.HasSuffix(t.Name, "lob") || strings.HasPrefix(t.Name, "long") || t.Name == "bfile"
}
