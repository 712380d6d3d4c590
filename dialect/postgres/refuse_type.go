package postgres

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"assay/schema"
)

// retyping says why the server would not give a column another type. It looks for a cast first, then at the default, then at what is made of
// the column (tablecmds.c, ATPrepAlterColumnType and ATExecAlterColumnType).
func (r refuser) retyping(s *schema.Schema, c schema.AlterColumn) *schema.Refusal {
	t := s.Table(c.Table)
	if t == nil || c.Set&schema.PropType == 0 {
		return nil
	}
	i := t.Column(s.Semantics, c.Name)
	if i < 0 || c.To.Type.Named && !known(s, c.To.Type) {
		return nil // which is refused for that
	}
	col := t.Columns[i]
	if f := r.castRefusal(s, t, col, c); f != nil {
		return f
	}
	for _, look := range []func(*schema.Schema, *schema.Table, schema.Column, schema.AlterColumn) *schema.Refusal{
		r.defaultInTheWay, r.usersInTheWay, expressionsInTheWay, orderInTheWay, keysInTheWay, rowsInTheWay,
	} {
		if f := look(s, t, col, c); f != nil {
			return f
		}
	}
	return nil
}

// castRefusal says why the server has no cast of the column, or of what USING says, to the new type.
func (r refuser) castRefusal(s *schema.Schema, t *schema.Table, col schema.Column, c schema.AlterColumn) *schema.Refusal {
	how := c.Using
	if how == "" {
		how = using(c.Name, c.From.Type, c.To.Type)
	}
	if how == "" {
		if r.castable(s, col.Type, c.To.Type, assigned) {
			return nil
		}
		return refuse("42804", `column "%s" cannot be cast automatically to type %s`, col.Name, spoken(c.To.Type))
	}
	n, err := parseExpression(how)
	if err != nil {
		return nil //nolint:nilerr // what is not understood is not foreseen
	}
	result, f := r.result(s, t, n)
	if f == nil && !r.castable(s, result, c.To.Type, assigned) {
		f = refuse("42804", `result of USING clause for column "%s" cannot be cast automatically to type %s`, col.Name, spoken(c.To.Type))
	}
	return f
}

// spoken is a type as the server names it in its messages (format_type).
func spoken(t schema.Type) string {
	if !t.Named {
		t.Name = cmp.Or(longNames[t.Name], t.Name)
	}
	return t.String()
}

var longNames = map[string]string{
	"varchar": "character varying", "char": "character", "timestamp": "timestamp without time zone", "time": "time without time zone",
}

func known(s *schema.Schema, t schema.Type) bool {
	_, ok := s.Enums[strings.TrimSuffix(t.Name, "[]")]
	_, other := s.View(t.Name)
	return ok || other || strings.Contains(t.Name, ".")
}

// defaultInTheWay: a default is cast by itself alone, whatever USING says. One that is NULL is none.
func (r refuser) defaultInTheWay(s *schema.Schema, t *schema.Table, col schema.Column, c schema.AlterColumn) *schema.Refusal {
	if col.Default == "" && !col.AutoIncrement || c.Set&schema.PropDefault != 0 || r.castable(s, defaultType(col), c.To.Type, assigned) {
		return nil
	}
	f := refuse("42804", `default for column "%s" cannot be cast automatically to type %s`, col.Name, spoken(c.To.Type))
	bare, full := col, col
	bare.Default, full.Type = "", c.To.Type
	if c.To.Type.Named { // the literal takes the new type by itself
		full.Default = literalOf(col.Default)
	}
	plain := full
	plain.Default = ""
	f.Blockers = []schema.Blocker{{
		What: "default of column " + t.Name + "." + col.Name,
		Drop: schema.AlterColumn{Table: t.Name, Name: col.Name, From: col, To: bare, Set: schema.PropDefault},
		Back: schema.AlterColumn{Table: t.Name, Name: col.Name, From: plain, To: full, Set: schema.PropDefault},
	}}
	return f
}

// defaultType is the type of a default itself, without the cast that the server adds to it: that of nextval, and of a whole number.
func defaultType(col schema.Column) schema.Type {
	switch {
	case col.AutoIncrement:
		return schema.Type{Name: "bigint"}
	case wholeNumber().MatchString(col.Default) && isNumber(col.Type):
		return schema.Type{Name: "integer"}
	}
	return col.Type
}

var wholeNumber = schema.Pattern(`^-?[0-9]{1,9}$`)

// literalOf leaves the cast of a literal out: 'no'::yesno_values is 'no'.
func literalOf(s string) string {
	if m := typedLiteral().FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return s
}

var typedLiteral = schema.Pattern(`^('(?:[^']|'')*')::[\w". ]+$`)

// inWords are the server's words about what is made of a column.
var inWords = map[string]string{
	"view": "by a view or rule", "materialized view": "by a view or rule", "rule": "by a view or rule",
	"trigger": "in a trigger definition", "policy": "in a policy definition", "function": "by a function or procedure",
	"publication": "by a publication WHERE clause", // whose list of columns it means as well
}

// usersInTheWay: views, rules, triggers and policies hold the type of each column that they name.
func (r refuser) usersInTheWay(s *schema.Schema, t *schema.Table, col schema.Column, _ schema.AlterColumn) *schema.Refusal {
	var f *schema.Refusal
	for _, o := range s.Opaque {
		if o.Table != t.Name || !slices.Contains(o.Columns, col.Name) || o.Kind == rowColumn {
			continue
		}
		if f == nil {
			f = refuse("0A000", `cannot alter type of a column used %s`, cmp.Or(inWords[o.Kind], "by "+o.Kind))
		}
		f.Blockers = append(f.Blockers, opaqueBlocker(o))
	}
	if f != nil {
		outermost(f.Blockers)
		return f
	}
	if computesWith(t, col.Name) {
		code := "0A000"
		if !r.since(13) {
			code = "42601"
		}
		return refuse(code, `cannot alter type of a column used by a generated column`)
	}
	return nil
}

// rowsInTheWay: rows that a column keeps are not rewritten. The server looks for such columns last, before it rewrites the table.
func rowsInTheWay(s *schema.Schema, t *schema.Table, _ schema.Column, _ schema.AlterColumn) *schema.Refusal {
	i := slices.IndexFunc(s.Opaque, func(o schema.Opaque) bool { return o.Kind == rowColumn && o.Table == t.Name })
	if i < 0 {
		return nil
	}
	f := refuse("0A000", `cannot alter table "%s" because column "%s" uses its row type`, t.Name, s.Opaque[i].Name)
	f.Blockers = []schema.Blocker{opaqueBlocker(s.Opaque[i])}
	return f
}

// fillingRefusal: nor are they given a value for a new column.
func fillingRefusal(s *schema.Schema, c schema.Change) *schema.Refusal {
	add, ok := c.(schema.AddColumn)
	t := s.Table(add.Table)
	col := add.Column
	if filled := col.AutoIncrement || col.Identity != "" || col.Generated != "" && col.Stored || isValue(col.Default); !ok || t == nil || !filled {
		return nil
	}
	return rowsInTheWay(s, t, schema.Column{}, schema.AlterColumn{})
}

func isValue(preset string) bool { return preset != "" && !strings.EqualFold(preset, "NULL") }

// opaqueBlocker says how an object is dropped and made again.
func opaqueBlocker(o schema.Opaque) schema.Blocker {
	b := schema.Blocker{What: o.String(), Opaque: o, BackSQL: o.Definition}
	name := quote(o.Name)
	switch o.Kind {
	case "function", rowColumn: // a function's arguments are not known, and a column has values
		return b
	case "publication":
		b.DropSQL = []string{"ALTER PUBLICATION " + name + " DROP TABLE " + quote(o.Table)}
		return b
	case "view", "materialized view":
		if o.Space != "" {
			name = quote(o.Space) + "." + name
		}
	default:
		b.What += " on " + o.Table
		name += " ON " + quote(o.Table)
	}
	b.DropSQL = []string{"DROP " + strings.ToUpper(o.Kind) + " " + name}
	return b
}

// expressionsInTheWay: a check, and an index's condition or expression, keep the operators that they were made with.
func expressionsInTheWay(s *schema.Schema, t *schema.Table, col schema.Column, c schema.AlterColumn) *schema.Refusal {
	var blockers []schema.Blocker
	for _, k := range t.Checks {
		if k.Binds(col, c.To.Type) {
			back := schema.Check{Name: k.Name, Expr: retyped(k.Expr, col.Type, c.To.Type)}
			blockers = append(blockers, schema.Blocker{
				What: "check " + t.Name + "." + k.Name, Drop: schema.DropCheck{Table: t.Name, Name: k.Name}, Back: schema.AddCheck{Table: t.Name, Check: back},
			})
		}
	}
	for _, x := range t.Indexes {
		if x.Binds(col, c.To.Type) {
			back := x
			back.Where = retyped(x.Where, col.Type, c.To.Type)
			blockers = append(blockers, schema.Blocker{
				What: "index " + x.Name, Drop: schema.DropIndex{Table: t.Name, Name: x.Name, Kind: x.Kind}, Back: schema.AddIndex{Table: t.Name, Index: back},
			})
		}
	}
	if len(blockers) == 0 {
		return nil
	}
	for i, b := range blockers {
		if !returns(s, b.Back, col.Type, c.To.Type) {
			blockers[i].Back, blockers[i].Gone = nil, "write its condition again, for the column's new type"
		}
	}
	f := expressionRefusal(t, col, c.To.Type)
	f.Blockers = blockers
	return f
}

// returns reports whether an expression can be made again as it is: all its texts are values of the new type too.
func returns(s *schema.Schema, back schema.Change, from, to schema.Type) bool {
	var expr string
	switch back := back.(type) {
	case schema.AddCheck:
		expr = back.Check.Expr
	case schema.AddIndex:
		expr = back.Index.Where
		if slices.ContainsFunc(back.Index.Parts, func(p schema.Part) bool { return p.Expr != "" }) {
			return false
		}
	}
	if !from.Named && !textual[from.Name] { // a boolean or number is compared with what the new type knows no words for
		return false
	}
	labels, ok := s.Enums[to.Name]
	known := schema.SplitLabels(labels.Labels)
	return !to.Named || ok && !slices.ContainsFunc(quotedText().FindAllString(expr, -1), func(l string) bool {
		return !slices.Contains(known, strings.ReplaceAll(l[1:len(l)-1], "''", "'"))
	})
}

var quotedText = schema.Pattern(`'(?:[^']|'')*'`)

// expressionRefusal is what the server says of the first thing that it cannot make again: checks come before indexes, and of an index its condition does.
func expressionRefusal(t *schema.Table, col schema.Column, to schema.Type) *schema.Refusal {
	var exprs []string
	for _, k := range t.Checks {
		if k.Binds(col, to) {
			exprs = append(exprs, k.Expr)
		}
	}
	for _, x := range t.Indexes {
		if !x.Binds(col, to) {
			continue
		}
		if col.Type.Name == "varchar" {
			which := "expression"
			if schema.Reads(x.Where, col.Name) {
				which = "predicate"
			}
			return refuse("42P17", `functions in index %s must be marked IMMUTABLE`, which)
		}
		exprs = append(exprs, x.Where)
	}
	return refuse("42883", `operator does not exist: %s %s %s`, plainly(to), operatorAt(exprs[0], col.Name), plainly(col.Type))
}

// plainly is a type as the server names it where its length does not matter.
func plainly(t schema.Type) string {
	t.Args = ""
	return spoken(t)
}

// operatorAt is the operator that stands behind a column in an expression that is in the way.
func operatorAt(expr, column string) string {
	m := regexp.MustCompile(`(?:^|\W)"?` + regexp.QuoteMeta(column) + `"?\s*([=<>!~]+)`).FindStringSubmatch(expr)
	if m == nil {
		return "="
	}
	return m[1]
}

// retyped is an expression with the casts to a named type made casts to another.
func retyped(expr string, from, to schema.Type) string {
	if !from.Named {
		return expr
	}
	return regexp.MustCompile(`::"?`+regexp.QuoteMeta(from.Name)+`"?(\W|$)`).ReplaceAllString(expr, "::"+strings.ReplaceAll(typeSQL(to), "$", "$$")+"$1")
}

// keysInTheWay: the sides of a foreign key must be comparable.
func keysInTheWay(s *schema.Schema, t *schema.Table, col schema.Column, c schema.AlterColumn) *schema.Refusal {
	if col.Type == c.To.Type {
		return nil
	}
	for _, other := range s.SortedTables() {
		for _, f := range other.ForeignKeys {
			if refers(s, other, f, t, col, c.To.Type) {
				continue
			}
			refusal := refuse("42804", `foreign key constraint "%s" cannot be implemented`, f.Name)
			refusal.Blockers = []schema.Blocker{{
				What: fmt.Sprintf("foreign key %s.%s", other.Name, f.Name),
				Drop: schema.DropForeignKey{Table: other.Name, Name: f.Name}, Gone: "its two sides are of different types now",
			}}
			return refusal
		}
	}
	return nil
}

// refers reports whether a key works, or has nothing to do with the column, once that is of another type.
func refers(s *schema.Schema, own *schema.Table, f schema.ForeignKey, t *schema.Table, col schema.Column, to schema.Type) bool {
	typeIn := func(table *schema.Table, name string) schema.Type {
		if table == t && name == col.Name {
			return to
		}
		if table != nil {
			if i := table.Column(s.Semantics, name); i >= 0 {
				return table.Columns[i].Type
			}
		}
		return schema.Type{}
	}
	ref := s.Table(f.RefTable)
	for i := range min(len(f.Columns), len(f.RefColumns)) {
		involved := own == t && f.Columns[i] == col.Name || ref == t && f.RefColumns[i] == col.Name
		if involved && !referable(s, typeIn(own, f.Columns[i]), typeIn(ref, f.RefColumns[i])) {
			return false
		}
	}
	return true
}

// referable reports whether a column can refer to one of another type: both are of one family of operators, or the one becomes the other by itself. Of types
// that assay does not know, nobody can tell, so it can.
func referable(s *schema.Schema, fk, pk schema.Type) bool {
	if foreign(s, fk) || foreign(s, pk) || fk.Name == pk.Name && fk.Named == pk.Named {
		return true
	}
	if fk.Named || pk.Named || strings.Contains(fk.Name+pk.Name, "[]") {
		return false
	}
	from, to := baseName(fk), baseName(pk)
	to = cmp.Or(map[string]string{"varchar": "text", "cidr": "inet", "regclass": "oid"}[to], to) // what the default operator class of its index takes
	family := slices.ContainsFunc(comparableTypes, func(all []string) bool { return slices.Contains(all, from) && slices.Contains(all, to) })
	c, ok := casts[from][to]
	return from == to || family || ok && c == implicitly
}

// comparableTypes are those that an index's operators compare each with each (pg_amop of btree, equality).
var comparableTypes = [][]string{
	{"smallint", "integer", "bigint"}, {"real", "double precision"}, {"date", "timestamp", "timestamp with time zone"}, {"text", "name"}, {"inet", "cidr"},
}

// orderInTheWay: an index wants types that are in an order.
func orderInTheWay(_ *schema.Schema, t *schema.Table, col schema.Column, c schema.AlterColumn) *schema.Refusal {
	if !unordered[c.To.Type.Name] {
		return nil
	}
	for _, x := range t.Indexes {
		if x.Method == "" && slices.ContainsFunc(x.Parts, func(p schema.Part) bool { return p.Column == col.Name }) {
			f := refuse("42704", `data type %s has no default operator class for access method "btree"`, plainly(c.To.Type))
			f.Blockers = []schema.Blocker{{
				What: "index " + x.Name, Drop: schema.DropIndex{Table: t.Name, Name: x.Name, Kind: x.Kind}, Gone: "no such index can be made of the new type",
			}}
			return f
		}
	}
	return nil
}

var unordered = set("json xml point box polygon path lseg line circle xid txid_snapshot pg_snapshot jsonpath aclitem cid")

// computesWith reports whether a generated column of the table is made of another.
func computesWith(t *schema.Table, column string) bool {
	return t != nil && slices.ContainsFunc(t.Columns, func(c schema.Column) bool { return c.Name != column && schema.Mentions(c.Generated, column) })
}

// dependents says why the server would not drop a column or table that something is made of; generates: a column that is generated from one goes with it.
func dependents(s *schema.Schema, c schema.Change, generates bool) *schema.Refusal {
	o := c.Object()
	var f *schema.Refusal
	switch c := c.(type) {
	case schema.DropColumn:
		if c.Cascade {
			return nil
		}
		f = refuse("2BP01", `cannot drop column %s of table %s because other objects depend on it`, o.Name, o.Table)
		if computesWith(s.Table(o.Table), o.Name) && !generates { // 12 drops what is generated from it as well
			return f
		}
	case schema.DropTable:
		if c.Cascade {
			return nil
		}
		f = refuse("2BP01", `cannot drop table %s because other objects depend on it`, o.Table)
	default:
		return nil
	}
	for _, x := range s.Opaque {
		if x.Kind == rowColumn && (o.Kind == schema.ColumnObject || dropsRow(s, c, x)) {
			continue
		}
		held := x.Kind != "trigger" && x.Kind != "policy" && x.Kind != "rule" || o.Kind == schema.ColumnObject
		if x.Table == o.Table && held && len(x.Columns) > 0 && (o.Kind == schema.TableObject || slices.Contains(x.Columns, o.Name)) {
			b := opaqueBlocker(x)
			b.BackSQL = nil // it has no place any more
			f.Blockers = append(f.Blockers, b)
		}
	}
	if len(f.Blockers) == 0 {
		return nil
	}
	outermost(f.Blockers)
	return f
}

// dropsRow reports whether the statement that makes a change drops the table too whose column keeps rows.
func dropsRow(s *schema.Schema, c schema.Change, x schema.Opaque) bool {
	drop, ok := c.(schema.DropTable)
	table, _, _ := strings.Cut(x.Name, ".")
	return ok && drop.Drops(s.Semantics, table)
}

// outermost brings what is made of a view before that view.
func outermost(blockers []schema.Blocker) {
	slices.SortStableFunc(blockers, func(a, b schema.Blocker) int { return cmp.Compare(b.Opaque.Depth, a.Opaque.Depth) })
}
