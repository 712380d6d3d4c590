package postgres

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// A coercion is when the server casts a type to another: anywhere, only on assignment, or only where a cast is written.
type coercion int

const (
	implicitly coercion = iota
	assigned
	explicitly
)

// casts are those of pg_cast up to PostgreSQL 18, by the type that is cast and by what it takes (castcontext).
var casts = func() map[string]map[string]coercion {
	all := map[string]map[string]coercion{}
	for c, rows := range map[coercion]string{
		implicitly: `bit: bit varbit; bpchar: bpchar name text varchar; char: text; cidr: inet; date: timestamp timestamptz; float4: float8;
			int2: float4 float8 int4 int8 numeric oid REG; int4: float4 float8 int8 numeric oid REG; int8: float4 float8 numeric oid REG; interval: interval;
			macaddr8: macaddr; macaddr: macaddr8; name: text; numeric: float4 float8 numeric; oid: REG; regclass: oid; regcollation: oid; regconfig: oid;
			regdictionary: oid; regnamespace: oid; regoper: oid regoperator; regoperator: oid regoper; regproc: oid regprocedure; regprocedure: oid regproc;
			regrole: oid; regtype: oid; text: bpchar name regclass varchar; time: interval time timetz; timestamp: timestamp timestamptz;
			timestamptz: timestamptz; timetz: timetz; varbit: bit varbit; varchar: bpchar name regclass text varchar`,
		assigned: `box: polygon; bpchar: char; char: bpchar varchar; cidr: inet; float4: int2 int4 int8 numeric; float8: float4 int2 int4 int8 numeric;
			inet: cidr; int4: int2 money; int8: int2 int4 money; interval: time; json: jsonb; jsonb: json; money: numeric; numeric: int2 int4 int8 money;
			oid: int4 int8; path: polygon; point: box; polygon: path; regclass: int4 int8; regcollation: int4 int8; regconfig: int4 int8;
			regdictionary: int4 int8; regnamespace: int4 int8; regoper: int4 int8; regoperator: int4 int8; regproc: int4 int8; regprocedure: int4 int8;
			regrole: int4 int8; regtype: int4 int8; text: char; timestamp: date time; timestamptz: date time timestamp timetz; timetz: time; varchar: char`,
		explicitly: `bit: int4 int8; bool: int4; box: circle lseg point; bpchar: xml; bytea: INT; char: int4; circle: box point polygon;
			daterange: datemultirange; int2: bytea; int4: bit bool bytea char; int4range: int4multirange; int8: bit bytea; int8range: int8multirange;
			jsonb: bool float4 float8 int2 int4 int8 numeric; lseg: point; numrange: nummultirange; polygon: box circle point; text: xml;
			tsrange: tsmultirange; tstzrange: tstzmultirange; varchar: xml; xid8: xid`,
	} {
		rows = strings.NewReplacer("INT", "int2 int4 int8", "REG", `regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc
			regprocedure regrole regtype`).Replace(rows)
		for row := range strings.SplitSeq(rows, ";") {
			from, targets, _ := strings.Cut(strings.TrimSpace(row), ":")
			from = canonicalName(from)
			if all[from] == nil {
				all[from] = map[string]coercion{}
			}
			for to := range strings.FieldsSeq(targets) {
				all[from][canonicalName(to)] = c
			}
		}
	}
	return all
}()

// canonicalName is what a type of pg_type's is called here.
func canonicalName(name string) string {
	switch {
	case name == "char":
		return `"char"`
	case name == "bpchar": // as it is called with a length
		return "char"
	case names[name] != "":
		return names[name]
	}
	return name
}

// castable reports whether the server casts one type to another in that coercion. A type that is neither built in nor an enum is not known, so it counts as
// castable. Any type becomes a text on assignment, and a text becomes any type by a written cast, through the input and output of values
// (find_coercion_pathway).
func (r refuser) castable(s *schema.Schema, from, to schema.Type, said coercion) bool {
	f, t := baseName(from), baseName(to)
	fa, ta := strings.HasSuffix(from.Name, "[]"), strings.HasSuffix(to.Name, "[]")
	if f == t && fa == ta || foreign(s, from) || foreign(s, to) {
		return true
	}
	if c, ok := casts[f][t]; ok && fa == ta && !from.Named && !to.Named && c <= said && (r.since(18) || f != "bytea" && t != "bytea") {
		return true
	}
	if fa && ta && textual[t] && !to.Named { // each element
		return said >= assigned
	}
	if fa && ta && textual[f] && !from.Named {
		return said == explicitly
	}
	asText := func(name string, array, named bool) bool {
		return !array && !named && (textual[name] || name == `"char"` && !r.since(15))
	}
	return said >= assigned && asText(t, ta, to.Named) || said == explicitly && asText(f, fa, from.Named)
}

// baseName is a type's name without what makes an array of it; the two names of a text that pads are one.
func baseName(t schema.Type) string {
	name := strings.TrimSuffix(t.Name, "[]")
	if name == "bpchar" && !t.Named {
		return "char"
	}
	return name
}

// foreign reports whether assay knows nothing of a type: an extension's, a domain.
func foreign(s *schema.Schema, t schema.Type) bool {
	_, enum := s.Enums[strings.TrimSuffix(t.Name, "[]")]
	return t.Name == "" || t.Named && !enum
}

// result is the type of an expression as far as casts, constants and columns tell it, and why the server would not compute it; a type without a name is not
// known.
func (r refuser) result(s *schema.Schema, t *schema.Table, n *pg.Node) (schema.Type, *schema.Refusal) {
	switch x := n.GetNode().(type) {
	case *pg.Node_ColumnRef:
		if i := t.Column(s.Semantics, columnName(x.ColumnRef)); i >= 0 {
			return t.Columns[i].Type, nil
		}
	case *pg.Node_CollateClause:
		return r.result(s, t, x.CollateClause.GetArg())
	case *pg.Node_TypeCast:
		to, err := typeOf(x.TypeCast.GetTypeName(), "")
		if err != nil {
			return schema.Type{}, nil //nolint:nilerr // it is the server's to say what is wrong with it
		}
		from, why := r.result(s, t, x.TypeCast.GetArg())
		if why == nil && !r.castable(s, from, to, explicitly) {
			why = refuse("42846", `cannot cast type %s to %s`, plainly(from), plainly(to))
		}
		return to, why
	}
	return schema.Type{}, nil
}
