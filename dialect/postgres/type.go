package postgres

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// names are the types that have another name in pg_type than people use.
var names = map[string]string{
	"bool": "boolean", "bpchar": "char", "float4": "real", "float8": "double precision",
	"int2": "smallint", "int4": "integer", "int8": "bigint",
	"timestamptz": "timestamp with time zone", "timetz": "time with time zone", "varbit": "bit varying",
}

// builtin are the types of pg_catalog, up to PostgreSQL 18. Any other is one of the schema's.
var builtin = set(`aclitem bit bool box bpchar bytea char cid cidr circle date datemultirange daterange float4 float8 gtsvector
	inet int2 int2vector int4 int4multirange int4range int8 int8multirange int8range interval json jsonb jsonpath line lseg macaddr macaddr8
	money name numeric nummultirange numrange oid oidvector path pg_lsn pg_node_tree pg_snapshot point polygon refcursor regclass
	regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype text tid time timestamp
	timestamptz timetz tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot uuid varbit varchar xid xid8 xml`)

// serials are the types that are no types: a column that counts up.
var serials = map[string]string{
	"serial": "integer", "serial4": "integer", "bigserial": "bigint", "serial8": "bigint", "smallserial": "smallint", "serial2": "smallint",
}

// Kinds of types, by canonical name.
var (
	textual  = set("varchar text char bpchar name")
	integral = set("smallint integer bigint")
	floating = map[string]bool{"numeric": true, "real": true, "double precision": true}
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

func isNumber(t schema.Type) bool { return integral[t.Name] || floating[t.Name] }

// typeText brings a type as SQL, format_type or a migration spells it to its canonical form.
func (sp *speller) typeOf(text string) (schema.Type, error) {
	if t, ok := sp.types.Load(text); ok {
		return t.(schema.Type), nil
	}
	n, err := parseExpression("NULL::" + text)
	if err != nil {
		return schema.Type{}, fmt.Errorf("reading type %q: %w", text, err)
	}
	cast := n.GetTypeCast()
	if cast == nil || !cast.GetArg().GetAConst().GetIsnull() {
		return schema.Type{}, fmt.Errorf("%q is no type", text)
	}
	t, err := typeOf(cast.GetTypeName(), "")
	if err != nil {
		return schema.Type{}, fmt.Errorf("reading type %q: %w", text, err)
	}
	sp.types.Store(text, t)
	return t, nil
}

// typeOf returns the canonical form of a type as the parser gives it. home is the schema whose types go without its name.
func typeOf(n *pg.TypeName, home string) (schema.Type, error) {
	if n.GetSetof() || n.GetPctType() || len(n.GetNames()) == 0 || len(n.GetNames()) > 2 {
		return schema.Type{}, errors.New("it cannot be the type of a column")
	}
	path := texts(n.GetNames())
	name := path[len(path)-1]
	t := schema.Type{Name: name}
	switch {
	case path[0] == "pg_catalog" || len(path) == 1 && builtin[name]:
		if err := builtinType(&t, n, len(path) == 1); err != nil {
			return schema.Type{}, err
		}
	case len(path) == 2 && path[0] != home:
		t = schema.Type{Name: path[0] + "." + name, Named: true}
		t.Args = modifiers(n)
	default:
		t.Named = true
		t.Args = modifiers(n)
	}
	if len(n.GetArrayBounds()) > 0 { // PostgreSQL keeps neither their number nor their lengths
		t.Name += "[]"
	}
	return t, nil
}

// builtinType names a type of PostgreSQL's own. plain: it was written as a plain name, where the grammar made nothing of it.
func builtinType(t *schema.Type, n *pg.TypeName, plain bool) error {
	t.Args = modifiers(n)
	switch {
	case t.Name == "char": // not character: the one-byte type of the catalogues
		t.Name = `"char"`
		return nil
	case t.Name == "bpchar" && t.Args == "": // any length, blanks at the end do not count
		return nil
	case t.Name == "interval":
		return intervalType(t, n)
	case plain && len(n.GetTypmods()) > 0 && names[t.Name] == "":
		return fmt.Errorf("type %s takes no modifiers", t.Name)
	}
	if name := names[t.Name]; name != "" {
		t.Name = name
	}
	if t.Name == "numeric" && t.Args != "" && !strings.Contains(t.Args, ",") {
		t.Args += ",0"
	}
	if t.Args == "6" && strings.HasPrefix(t.Name, "time") { // what they have anyway
		t.Args = ""
	}
	return nil
}

// intervalType: its modifiers are a mask of fields and a precision, which only the parser's own printer knows to write.
func intervalType(t *schema.Type, n *pg.TypeName) error {
	t.Args = ""
	if len(n.GetTypmods()) == 0 {
		return nil
	}
	only := &pg.TypeName{Names: n.GetNames(), Typmods: n.GetTypmods(), Typemod: -1}
	text, err := deparse(&pg.Node{Node: &pg.Node_TypeCast{TypeCast: &pg.TypeCast{Arg: null(), TypeName: only}}})
	if err != nil {
		return err
	}
	_, text, _ = strings.Cut(text, "interval")
	text = strings.TrimSpace(text)
	if p, ok := strings.CutPrefix(text, "("); ok {
		t.Args = strings.TrimSuffix(p, ")")
	} else {
		t.Attrs = text
	}
	if t.Args == "6" {
		t.Args = ""
	}
	return nil
}

// modifiers writes a type's modifiers: numbers, and for types of extensions also words.
func modifiers(n *pg.TypeName) string {
	mods := make([]string, len(n.GetTypmods()))
	for i, m := range n.GetTypmods() {
		if c := m.GetAConst(); c.GetIval() != nil {
			mods[i] = strconv.Itoa(int(c.GetIval().GetIval()))
		} else if text, err := deparse(m); err == nil {
			mods[i] = text
		}
	}
	return strings.Join(mods, ",")
}

// typeSQL writes a canonical type as SQL, the names of the schema's own types quoted.
func typeSQL(t schema.Type) string {
	name, array := strings.CutSuffix(t.Name, "[]")
	zone := ""
	if before, ok := strings.CutSuffix(name, " with time zone"); ok {
		name, zone = before, " with time zone"
	}
	if t.Named || !isBuiltin(name) {
		name = typeName(name)
	}
	if t.Args != "" {
		name += "(" + t.Args + ")"
	}
	if t.Attrs != "" {
		name += " " + t.Attrs
	}
	name += zone
	if array {
		name += "[]"
	}
	return name
}

func isBuiltin(name string) bool {
	if builtin[name] && names[name] == "" || name == `"char"` || name == "char" || name == "bpchar" {
		return true
	}
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// typeName quotes the name of a type, with that of another schema before it if it has one.
func typeName(name string) string {
	if space, own, ok := strings.Cut(name, "."); ok {
		return quote(space) + "." + quote(own)
	}
	return quote(name)
}
