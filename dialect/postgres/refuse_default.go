package postgres

import (
	"math"
	"slices"
	"strconv"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

var (
	numeric = map[string]bool{
		"smallint": true, "integer": true, "bigint": true, "numeric": true, "real": true, "double precision": true, "oid": true, "money": true,
	}
	// otherwise are types that no number and no truth is made a value of without a cast.
	otherwise = map[string]bool{
		"date": true, "timestamp": true, "timestamp with time zone": true, "time": true, "time with time zone": true, "interval": true, "uuid": true,
		"json": true, "jsonb": true, "inet": true, "cidr": true, "macaddr": true,
	}
)

// refuseConstant refuses a number or a truth as the default of a column of another kind. Quoted, either is read as the column's type. filled: the column is
// new, so that its default is computed at once.
func refuseConstant(column string, t schema.Type, n *pg.Node, filled bool) *schema.Refusal {
	c := n.GetAConst()
	if c == nil || c.GetIsnull() || t.Named {
		return nil
	}
	var is string
	switch {
	case c.GetBoolval() != nil:
		is = "boolean"
	case c.GetIval() != nil:
		is = "integer"
	case c.GetFval() != nil:
		is = numberKind(c.GetFval().GetFval())
	default:
		return nil
	}
	kind := t.Name
	switch truth := is == "boolean"; {
	case otherwise[kind], truth && numeric[kind], !truth && kind == "boolean":
		return refuse("42804", `column "%s" is of type %s but default expression is of type %s`, column, spoken(t), is)
	case filled && is != "numeric" && !truth && !holds(kind, c):
		return refuse("22003", "%s out of range", kind)
	}
	return nil
}

// numberKind is the type of a number that is more than an integer: a bigint where it is whole and fits.
func numberKind(text string) string {
	if _, err := strconv.ParseInt(text, 10, 64); err == nil {
		return "bigint"
	}
	return "numeric"
}

// holds reports whether a type of whole numbers has a number; another type may well have it.
func holds(kind string, c *pg.A_Const) bool {
	n := int64(c.GetIval().GetIval())
	if c.GetFval() != nil {
		n, _ = strconv.ParseInt(c.GetFval().GetFval(), 10, 64)
	}
	switch kind {
	case "smallint":
		return n >= math.MinInt16 && n <= math.MaxInt16
	case "integer":
		return n >= math.MinInt32 && n <= math.MaxInt32
	}
	return true
}

// refuseDefaults refuses such defaults of the columns of a new table.
func refuseDefaults(x *pg.CreateStmt) *schema.Refusal {
	for _, e := range x.GetTableElts() {
		for _, f := range []*schema.Refusal{refuseIdentity(e.GetColumnDef()), refuseDefault(e.GetColumnDef(), false)} {
			if f != nil {
				return f
			}
		}
	}
	return nil
}

func refuseDefault(def *pg.ColumnDef, filled bool) *schema.Refusal {
	at := slices.IndexFunc(def.GetConstraints(), func(n *pg.Node) bool { return n.GetConstraint().GetContype() == pg.ConstrType_CONSTR_DEFAULT })
	if at < 0 {
		return nil
	}
	if t, err := typeOf(def.GetTypeName(), ""); err == nil && serials[t.Name] == "" {
		return refuseConstant(def.GetColname(), t, def.GetConstraints()[at].GetConstraint().GetRawExpr(), filled)
	}
	return nil
}

// always is an identity that nobody gives a number.
const always = "ALWAYS"

// refuseGiven refuses a value for a column that is computed, or that always counts by itself.
func refuseGiven(l *looker, x *pg.InsertStmt, names []string) *schema.Refusal {
	t := l.schema.Table(x.GetRelation().GetRelname())
	if t == nil {
		return nil
	}
	overrides := x.GetOverride() == pg.OverridingKind_OVERRIDING_SYSTEM_VALUE || x.GetOverride() == pg.OverridingKind_OVERRIDING_USER_VALUE
	for i, name := range names {
		at := t.Column(l.schema.Semantics, name)
		if at < 0 || t.Columns[at].Generated == "" && (t.Columns[at].Identity != always || overrides) {
			continue
		}
		for _, row := range x.GetSelectStmt().GetSelectStmt().GetValuesLists() {
			if items := row.GetList().GetItems(); i < len(items) && items[i].GetSetToDefault() == nil {
				return refuse("428C9", `cannot insert a non-DEFAULT value into column "%s"`, name)
			}
		}
	}
	return nil
}
