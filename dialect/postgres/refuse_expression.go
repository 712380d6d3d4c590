package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/schema"
)

var (
	// unstable are functions without arguments whose value is another each time, or for each session.
	unstable = set("now random clock_timestamp statement_timestamp transaction_timestamp timeofday gen_random_uuid")
	// unstableOf are such functions of something, which a user's own seldom has the name of.
	unstableOf = set("nextval current_setting concat concat_ws to_char to_date format array_to_string")
)

// expressionRefused: what no expression may hold, and defaults that are no values of their column.
func expressionRefused(after *schema.Schema, c schema.Change) *schema.Refusal {
	for _, col := range schema.Stated(c, schema.PropCollation) {
		if kind := strings.TrimSuffix(col.Type.Name, "[]"); col.Collation != "" && !col.Type.Named && isBuiltin(kind) && !textual[kind] {
			return refuse("42804", "collations are not supported by type %s", kind)
		}
	}
	for _, col := range schema.Defined(after, c, schema.PropDefault|schema.PropGenerated) {
		_, added := c.(schema.AddColumn)
		if f := defaultRefused(after, col, added); f != nil {
			return f
		}
		if from := computedFrom(after.Table(c.Object().Table), col); from != "" {
			return refuse("42P17", `cannot use generated column "%s" in column generation expression`, from)
		}
		switch e := contentsOf(col.Generated); {
		case isVirtual(col) && ownCall(after, col.Generated) != "":
			return refuse("0A000", "generation expression uses user-defined function")
		case e.query:
			return refuse("0A000", "cannot use subquery in column generation expression")
		case e.unstable:
			return refuse("42P17", "generation expression is not immutable")
		case contentsOf(col.Default).query:
			return refuse("0A000", "cannot use subquery in DEFAULT expression")
		}
	}
	checks, indexes := schema.Makes(c)
	for _, k := range checks {
		if contentsOf(k.Expr).query {
			return refuse("0A000", "cannot use subquery in check constraint")
		}
	}
	t := after.Table(c.Object().Table)
	for _, x := range indexes {
		if t != nil && slices.ContainsFunc(x.Parts, func(p schema.Part) bool {
			i := t.Column(after.Semantics, p.Column)
			return i >= 0 && isVirtual(t.Columns[i])
		}) {
			return refuse("0A000", "indexes on virtual generated columns are not supported")
		}
		if slices.ContainsFunc(x.Parts, func(p schema.Part) bool { return contentsOf(p.Expr).unstable }) {
			return refuse("42P17", "functions in index expression must be marked IMMUTABLE")
		}
		if contentsOf(x.Where).unstable {
			return refuse("42P17", "functions in index predicate must be marked IMMUTABLE")
		}
	}
	return nil
}

func isVirtual(c schema.Column) bool { return c.Generated != "" && !c.Stored }

// ownCall is the first of the database's own functions that an expression calls; empty: none that is known.
func ownCall(s *schema.Schema, expr string) string {
	for _, b := range s.Beside {
		name, _, _ := strings.Cut(b.Name, "(")
		if b.Kind == "function" && strings.Contains(expr, name+"(") && schema.Mentions(expr, name) {
			return name
		}
	}
	return ""
}

// computedFrom is the generated column of a table that another would be computed from; empty: there is none.
func computedFrom(t *schema.Table, col schema.Column) string {
	if t == nil || col.Generated == "" {
		return ""
	}
	for _, other := range t.Columns {
		if other.Generated != "" && schema.Mentions(col.Generated, other.Name) {
			return other.Name
		}
	}
	return ""
}

// contents is what an expression holds: a query, and what has another value each time.
type contents struct{ query, unstable bool }

// contentsOf finds nothing in an expression that cannot be read.
func contentsOf(expr string) (in contents) {
	if expr == "" {
		return in
	}
	if n, err := parseExpression(expr); err == nil {
		in.gather(n.ProtoReflect())
	}
	return in
}

func (in *contents) gather(m protoreflect.Message) {
	switch x := m.Interface().(type) {
	case *pg.SubLink:
		in.query = true
	case *pg.SQLValueFunction:
		in.unstable = true
	case *pg.FuncCall:
		path := texts(x.GetFuncname())
		name, known := path[len(path)-1], unstable
		if len(x.GetArgs()) > 0 {
			known = unstableOf
		}
		in.unstable = in.unstable || known[name] && (len(path) == 1 || path[0] == "pg_catalog")
	}
	below(m, in.gather)
}

// defaultRefused: a text is read as the column's type when the default is set; that of a new column is cut to its length as well, and SET DEFAULT leaves that
// to the first row.
func defaultRefused(s *schema.Schema, c schema.Column, added bool) *schema.Refusal {
	c.Default = literalOf(c.Default)
	if c.Default == "" || c.Default[0] != '\'' {
		return nil
	}
	text := strings.ReplaceAll(c.Default[1:len(c.Default)-1], "''", "'")
	if added && !c.Type.Takes(strings.TrimRight(text, " ")) {
		return refuse("22001", "value too long for type %s", spoken(c.Type))
	}
	var labels []string
	if e, ok := s.Enums[c.Type.Name]; ok && c.Type.Named {
		labels = schema.SplitLabels(e.Labels)
	}
	if !c.Misfit(labels) {
		return nil
	}
	if labels != nil {
		return refuse("22P02", `invalid input value for enum %s: "%s"`, c.Type.Name, text)
	}
	return refuse("22P02", `invalid input syntax for type %s: "%s"`, c.Type.Name, text)
}
