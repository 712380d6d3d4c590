package postgres

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// ordered asks whether an access method sorts the values of an expression over a table, by an operator class or that of their type.
func ordered(d *demander, t *schema.Table, expr, method, class string) {
	standIn := func(c schema.Column) bool { return !d.there(c.Type) && schema.Mentions(expr, c.Name) }
	if t == nil || len(t.Columns) == 0 || d.namesMade(expr) || slices.ContainsFunc(t.Columns, standIn) {
		return
	}
	if n, err := parseExpression(expr); err == nil && untyped(n) && d.pending.Statement != "" { // a change leaves the cast of a text out
		certain(&lookup{d}, fmt.Sprintf(`data type unknown has no default operator class for access method "%s"`, method))
	}
	stands, _ := standsFor(d, expr)
	sql := "SELECT (" + stands + ") FROM (" + d.columns(t) + ") AS " + quote(t.Name)
	d.counted = append(d.counted, schema.Demand{
		Question: schema.Question{SQL: sql, Prepared: &schema.Prepared{StandIns: true, Method: method, Class: class}}, Of: []string{expr},
	})
}

// sorts says why an access method does not sort values of a type; empty: it does. A text of no type yet becomes one.
func (a asker) sorts(ctx context.Context, of uint32, method, class string) (why string, err error) {
	sql := "SELECT pg_catalog.format_type(" + strconv.FormatUint(uint64(of), 10) + ", NULL) WHERE NOT EXISTS (SELECT FROM " +
		classOf(strconv.FormatUint(uint64(of), 10)+"::pg_catalog.oid", method, class) + ")"
	err = a.run(ctx, query{sql, func(r row) {
		why = fmt.Sprintf(`data type %s has no default operator class for access method "%s"`, r.text(0), method)
		if class != "" {
			why = fmt.Sprintf(`operator class "%s" does not accept data type %s`, class, r.text(0))
		}
	}})
	return why, err
}

// classOf finds the operator class that an access method has for a type, by its name or by itself: GetDefaultOpClass in the server's indexcmds.c.
func classOf(of, method, class string) string {
	which := "o.opcdefault"
	if class != "" {
		which = "o.opcname = " + literal(class)
	}
	return `pg_catalog.pg_opclass AS o JOIN pg_catalog.pg_am AS m ON m.oid = o.opcmethod AND m.amname = ` + literal(method) + `
		JOIN pg_catalog.pg_type AS d ON d.oid = ` + of + `
		JOIN pg_catalog.pg_type AS t ON t.oid = CASE WHEN d.typtype = 'd' THEN d.typbasetype ELSE d.oid END
		WHERE ` + which + ` AND (o.opcintype = t.oid OR o.opcintype = CASE WHEN t.typcategory = 'A' THEN 'anyarray'::pg_catalog.regtype
			WHEN t.typtype = 'e' THEN 'anyenum'::pg_catalog.regtype WHEN t.typtype = 'r' THEN 'anyrange'::pg_catalog.regtype END
			OR o.opcintype = pg_catalog.to_regtype('anymultirange') AND t.typtype = 'm' OR t.typtype = 'c' AND o.opcintype = 'record'::pg_catalog.regtype
			OR EXISTS (SELECT FROM pg_catalog.pg_cast AS c WHERE c.castsource = t.oid AND c.casttarget = o.opcintype AND c.castmethod = 'b' AND c.castcontext = 'i'))`
}

// elementOf has a text that is put to an array be of the type of its elements, which is left out where expressions are compared.
func elementOf(x *pg.A_Expr, t *schema.Table) (found bool) {
	if name := texts(x.GetName()); t == nil || len(name) != 1 || name[0] != "||" {
		return false
	}
	for i, n := range []*pg.Node{x.GetLexpr(), x.GetRexpr()} {
		with := []*pg.Node{x.GetRexpr(), x.GetLexpr()}[i]
		path, text := texts(with.GetColumnRef().GetFields()), n.GetAConst().GetSval()
		if text == nil || len(path) == 0 || strings.HasPrefix(strings.TrimSpace(text.GetSval()), "{") {
			continue
		}
		at := slices.IndexFunc(t.Columns, func(c schema.Column) bool { return c.Name == path[len(path)-1] })
		if at < 0 || !strings.HasSuffix(t.Columns[at].Type.Name, "[]") {
			continue
		}
		if cast, err := parseExpression("NULL::" + strings.TrimSuffix(typeSQL(t.Columns[at].Type), "[]")); err == nil && cast.GetTypeCast() != nil {
			constant := &pg.Node{Node: &pg.Node_AConst{AConst: n.GetAConst()}}
			n.Node = &pg.Node_TypeCast{TypeCast: &pg.TypeCast{Arg: constant, TypeName: cast.GetTypeCast().GetTypeName()}}
			found = true
		}
	}
	return found
}
