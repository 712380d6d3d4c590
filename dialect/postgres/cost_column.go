package postgres

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// conjunct reports whether a condition cannot hold where the column is NULL, because one of its parts says just that. The server's proof of SET NOT NULL takes
// no other: column > 0 holds for NULL too, as checks go.
func conjunct(n *pg.Node, column string) bool {
	if b := n.GetBoolExpr(); b.GetBoolop() == pg.BoolExprType_AND_EXPR {
		return slices.ContainsFunc(b.GetArgs(), func(arg *pg.Node) bool { return conjunct(arg, column) })
	}
	test := n.GetNullTest()
	fields := test.GetArg().GetColumnRef().GetFields()
	return test.GetNulltesttype() == pg.NullTestType_IS_NOT_NULL && len(fields) == 1 && fields[0].GetString_().GetSval() == column
}

// fill is how a new column is filled. From 11 on a default that is the same for every row is kept once.
func fill(v version, c schema.Column) (schema.Work, string) {
	switch {
	case c.Generated != "" && c.Stored:
		return schema.Rewrites, "every row is given the value that is computed from it"
	case c.Generated != "":
		return schema.Instant, ""
	case c.AutoIncrement || c.Identity != "":
		return schema.Rewrites, "every row is given a number"
	case c.Default == "" && !c.Nullable: // which only a table without rows survives
		return schema.Scans, "a row would have no value"
	case c.Default == "":
		return schema.Instant, ""
	case !v.since(11):
		return schema.Rewrites, "every row is given the default"
	}
	if f := volatile(c.Default); f != "" {
		return schema.Rewrites, f + "() gives every row a value of its own"
	}
	return schema.Instant, ""
}

// volatiles are functions of PostgreSQL and its extensions that give another value with each call. Those of others are not known: CREATE FUNCTION makes them
// volatile unless it says otherwise, but a default that asks one may well be the only of its kind.
var volatiles = set(`random random_normal gen_random_uuid gen_random_bytes gen_salt uuidv4 uuidv7 uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4
	clock_timestamp timeofday nextval currval lastval setval pg_sleep`)

// ownRewrite says why a new column of a domain, or with a default that asks a function of the database's own, rewrites its table; empty: it does not, or the
// two are not known.
func (x *costs) ownRewrite(c schema.Column) string {
	for _, b := range x.before.Beside {
		switch {
		case b.Kind == "domain" && b.Name == c.Type.Name && constrains().MatchString(b.SQL):
			return "every row is checked against domain " + b.Name
		case b.Kind == "function" && c.Default != "" && actsEachTime().MatchString(b.SQL) && !steady().MatchString(b.SQL):
			if name, _, _ := strings.Cut(b.Name, "("); schema.Mentions(c.Default, name) {
				return name + "() may give every row a value of its own"
			}
		}
	}
	return ""
}

var (
	constrains   = schema.Pattern(`(?i)\bCHECK \(|\bNOT NULL\b`)
	actsEachTime = schema.Pattern(`(?i)\bLANGUAGE (?:plpgsql|plpython3u|plperlu?|pltclu?|c)\b`) // one of SQL is put in its place, and may be a constant
	steady       = schema.Pattern(`(?i)\b(?:IMMUTABLE|STABLE)\b`)
)

// volatile names a function in an expression that gives another value with each call; empty: none is known to.
func volatile(expr string) string {
	n, err := parseExpression(expr)
	if err != nil {
		return ""
	}
	return volatileIn(n)
}

func volatileIn(n *pg.Node) string {
	if path := texts(n.GetFuncCall().GetFuncname()); len(path) > 0 && volatiles[path[len(path)-1]] {
		return path[len(path)-1]
	}
	for _, child := range children(n) {
		if child == nil {
			continue
		}
		if f := volatileIn(child); f != "" {
			return f
		}
	}
	return ""
}

// retype is what another type does to a table. For a type that is not known, such as a domain's, it says nothing.
func (x *costs) retype(c schema.AlterColumn) {
	t := x.before.Table(c.Table)
	if t == nil {
		return
	}
	i := t.Column(x.before.Semantics, c.Name)
	if i < 0 {
		return
	}
	from, to := t.Columns[i], t.Columns[i].With(c.To, c.Set)
	x.rejoin(c, order(from.Type) != order(to.Type))
	rewrites, why, known := x.recast(from.Type, to.Type, c)
	switch {
	case !known:
	case rewrites:
		x.put(c.Table, accessExclusive, schema.Rewrites, why)
	default:
		x.rebuild(t, from, to)
	}
}

// rejoin: the foreign keys of a column that gets another type are created again, with a lock on both of their tables. Where they compare differently,
// every row is looked up again.
func (x *costs) rejoin(c schema.AlterColumn, again bool) {
	work := schema.Instant
	if again {
		work = schema.Scans
	}
	for _, t := range x.before.SortedTables() {
		for _, f := range t.ForeignKeys {
			switch {
			case t.Name == c.Table && slices.Contains(f.Columns, c.Name) && f.RefTable != c.Table:
				x.put(f.RefTable, accessExclusive, work, "its foreign key from "+c.Table+" is created again")
			case f.RefTable == c.Table && slices.Contains(f.RefColumns, c.Name) && t.Name != c.Table:
				x.put(t.Name, accessExclusive, work, "its foreign key to "+c.Table+" is created again")
			}
		}
	}
}

// rebuild is what remains to be done where the rows stay as they are: indexes that order differently, or that compute or choose by the column, are rebuilt,
// and every row is checked again against the checks of the column.
func (x *costs) rebuild(t *schema.Table, from, to schema.Column) {
	for _, k := range t.Checks {
		if schema.Mentions(k.Expr, from.Name) {
			x.put(t.Name, accessExclusive, schema.Scans, "every row is checked against check "+k.Name+" again")
		}
	}
	for _, index := range t.Indexes {
		if reorders(index, from, to) {
			x.put(t.Name, accessExclusive, schema.Builds, "index "+index.Name+" is rebuilt")
		}
	}
}

// reorders reports whether the server rebuilds an index for the column's type (CheckIndexCompatible).
func reorders(index schema.Index, from, to schema.Column) bool {
	computes := schema.Mentions(index.Where, from.Name)
	orders := false
	for _, p := range index.Parts {
		computes = computes || schema.Mentions(p.Expr, from.Name)
		orders = orders || p.Column == from.Name
	}
	computed := index.Where != "" || slices.ContainsFunc(index.Parts, func(p schema.Part) bool { return p.Expr != "" })
	return computes || orders && (computed || order(from.Type) != order(to.Type) || from.Collation != to.Collation)
}

// order is the type by whose operators an index orders a type.
func order(t schema.Type) string {
	return cmp.Or(map[string]string{"varchar": "text", "cidr": "inet", "char": "bpchar"}[t.Name], t.Name)
}

// recast reports whether values have to be rewritten to get another type, why, and whether that is known.
func (x *costs) recast(from, to schema.Type, c schema.AlterColumn) (rewrites bool, why string, known bool) {
	casts, plain := conversions{}.Casts(c)
	if !plain {
		return true, "every value is computed by USING", true
	}
	for _, next := range append(casts, to) {
		if next == from {
			continue
		}
		if why := x.ownRewrite(schema.Column{Type: next}); why != "" {
			return true, why, true
		}
		if x.unknown(from) || x.unknown(next) {
			return false, "", false
		}
		if !keeps(from, next) {
			return true, from.String() + " is not kept as " + next.String() + " is", true
		}
		from = next
	}
	return false, "", true
}

// unknown reports that a type is none of PostgreSQL's own, nor an enum: a domain is kept as the type that it is made of, and others may be.
func (x *costs) unknown(t schema.Type) bool {
	_, enum := x.before.Enums[strings.TrimSuffix(t.Name, "[]")]
	return t.Named && !enum
}

// kept are the types as which the values of another are kept alike, whatever their lengths: those of pg_cast without a function.
var kept = map[string]map[string]bool{
	"varchar": set("text bpchar"), "text": set("varchar bpchar"), "cidr": set("inet"), "bit": {"bit varying": true}, "bit varying": set("bit"),
	"xml": set("text varchar bpchar"), "char": set("bpchar"),
}

// numbersOf are the types that are kept as the number of an object is, beside those named reg….
var numbersOf = set("integer oid")

func isNumberOf(t schema.Type) bool { return t.Name == "oid" || strings.HasPrefix(t.Name, "reg") }

// keeps reports whether the server takes a value for one of another type as it stands in the row, which it does where no function has to be called, or one
// that it knows to change nothing (varchar_support and its like).
func keeps(from, to schema.Type) bool {
	switch {
	case numbersOf[from.Name] && isNumberOf(to), isNumberOf(from) && numbersOf[to.Name]:
		return true
	case from.Name != to.Name:
		return kept[from.Name][to.Name] && to.Args == "" && to.Attrs == ""
	case from.Attrs != to.Attrs: // the fields of an interval, and how many digits its seconds have
		before, short, _ := strings.Cut(from.Attrs, "(")
		after, long, _ := strings.Cut(to.Attrs, "(")
		return to.Attrs == "" && to.Args == "" || before == after && (long == "" || short != "" && long >= short)
	case strings.HasSuffix(from.Name, "[]"):
		return to.Args == ""
	case to.Args == "" || from.Args == "":
		return to.Args == ""
	}
	return roomier(from, to)
}

// roomier reports whether a type takes what the same type with fewer digits or characters holds, without a look at the values. Those of char and bit are
// filled up.
func roomier(from, to schema.Type) bool {
	switch from.Name {
	case "varchar", "bit varying", "interval":
		return digits(to.Args) >= digits(from.Args)
	case "numeric":
		precision, scale, _ := strings.Cut(from.Args, ",")
		more, same, _ := strings.Cut(to.Args, ",")
		return scale == same && digits(more) >= digits(precision)
	}
	return strings.HasPrefix(from.Name, "time") && digits(to.Args) >= digits(from.Args)
}

// digits is a number of digits or characters.
func digits(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
