package mysql

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pingcap/tidb/pkg/parser/ast"
	"github.com/pingcap/tidb/pkg/parser/format"

	"assay/schema"
)

// Demands are what a change needs of the server itself: the functions that its expressions name, collations and storage engines. The server is asked to
// prepare a query over columns of the same names, which has it find the functions and runs none. observed is the schema as it is there, s as it is before
// the change.
func (r *Room) Demands(observed, s *schema.Schema, c schema.Change, pending schema.Pending) []schema.Demand {
	d := demander{observed: observed, schema: s, pending: pending}
	t := s.Table(c.Object().Table)
	options := schema.Options{}
	if create, ok := c.(schema.CreateTable); ok {
		t, options = create.Table, create.Table.Options
	}
	if alter, ok := c.(schema.AlterTable); ok {
		options = alter.To
	}
	d.collation(options.Charset, options.Collation)
	if options.Engine != "" && !strings.EqualFold(options.Engine, "innobase") { // which is InnoDB's old name
		d.engine(options.Engine)
	}
	d.remarks(r, c)
	beginsToCount(&d, r, c)
	partsMind(&d, c)
	takesUp(&d, c)
	for _, col := range schema.Stated(c, schema.PropType|schema.PropDefault|schema.PropGenerated|schema.PropCollation) {
		d.collation(col.Charset, col.Collation)
		d.labels(r, t, col)
		d.zero(r, col)
		timestamped(&d, col)
		d.computed(col.Generated, col.Check)
		if strings.Contains(col.Default, "(") && col.Default[0] != '\'' {
			d.computed(col.Default)
		}
	}
	checks, indexes := schema.Makes(c)
	for _, k := range checks {
		d.computed(k.Expr)
	}
	for _, x := range indexes {
		for _, part := range x.Parts {
			d.computed(part.Expr)
		}
	}
	if len(d.items) > 0 {
		sql := "SELECT (" + strings.Join(d.items, "), (") + ")"
		if t != nil {
			sql += " FROM " + standIn(statedIn(t, schema.Stated(c, schema.PropAll)), t.Name)
		}
		d.all = append(d.all, schema.Demand{Question: schema.Question{SQL: sql, Prepared: &schema.Prepared{StandIns: true, Later: true}}, Of: d.items})
	}
	return d.all
}

// aName is all that a character set or a collation is called.
var aName = schema.Pattern(`^\w+$`)

// A demander finds what a change or a statement needs.
type demander struct {
	observed, schema *schema.Schema
	pending          schema.Pending
	runs             bool // the server may run what it prepares
	items            []string
	all              []schema.Demand
	unfolded         int    // how many views stand as their queries
	unknown          string // why nobody can be asked about a query; empty: somebody can, or need not be
	stood            bool   // there are stand-ins for tables in a query
}

func (d *demander) computed(expressions ...string) {
	for _, e := range expressions {
		if strings.Contains(e, "(") { // there is nothing to be found without a function
			d.items = append(d.items, e)
		}
	}
}

// collation asks for one. A character set that has been called otherwise is left alone: utf8.
func (d *demander) collation(charset, collation string) {
	binary, named := charset == "binary" || collation == "binary", charset+collation
	renamed := named == "utf8" || strings.HasPrefix(named, "utf8utf8_") || strings.HasPrefix(named, "utf8_") || strings.HasPrefix(named, "utf8mb3")
	if binary || named == "" || renamed {
		return
	}
	if charset == "" {
		charset, _, _ = strings.Cut(collation, "_")
	}
	sql := "SELECT CONVERT('' USING " + charset + ")"
	if collation != "" {
		sql += " COLLATE " + collation
	}
	if aName().MatchString(charset + collation) {
		d.all = append(d.all, schema.Demand{Question: schema.Question{SQL: sql, Prepared: &schema.Prepared{}}})
	}
}

// engine asks whether a storage engine is missing where the server takes no other in its place.
func (d *demander) engine(name string) {
	sql := "SELECT COUNT(*) FROM (SELECT 1 AS assay_1) AS one WHERE FIND_IN_SET('NO_ENGINE_SUBSTITUTION', @@GLOBAL.sql_mode) > 0 AND NOT EXISTS " +
		"(SELECT 1 FROM information_schema.ENGINES WHERE LOWER(ENGINE) = LOWER(" + textLiteral(name) + ") AND SUPPORT IN ('YES', 'DEFAULT'))"
	d.all = append(d.all, schema.Demand{Question: schema.Question{SQL: sql, Catalogue: true}, Lacks: "unknown storage engine '" + name + "'"})
}

// labels: a strict server takes no label twice.
func (d *demander) labels(r *Room, t *schema.Table, col schema.Column) {
	collation := col.Collation
	if collation == "" && t != nil {
		collation = t.Options.Collation
	}
	exact := collation == "" || col.Type.Attrs != "" || strings.HasSuffix(collation, "_bin") || strings.Contains(collation, "_cs") || collation == "binary"
	label := twice(col.Type.Labels(), exact)
	if label == "" {
		return
	}
	d.unlessStrict(r, "Column '%s' has duplicated value '%s' in %s (1291)", col.Name, label, strings.ToUpper(col.Type.Name))
}

// zeroDate is a literal of no day at all.
var zeroDate = schema.Pattern(`^'0000-00-00(?: 00:00:00(?:\.0+)?)?'$`)

// zero: a strict server that takes no zero dates takes none as a default.
func (d *demander) zero(r *Room, col schema.Column) {
	if zeroDate().MatchString(col.Default) && (col.Type.Name == "date" || col.Type.Name == "datetime" || col.Type.Name == "timestamp") {
		d.one(schema.Demand{Lacks: "Invalid default value for '" + col.Name + "' (1067)"}, "FIND_IN_SET('NO_ZERO_DATE', @@GLOBAL.sql_mode) > 0 AND "+r.StrictMode())
	}
}

// timestamped: a timestamp's default is a time that the session's time zone has in its years.
func timestamped(d *demander, col schema.Column) {
	if col.Type.Name == "timestamp" && aMoment().MatchString(col.Default) && !zeroDate().MatchString(col.Default) {
		d.one(schema.Demand{Lacks: "Invalid default value for '" + col.Name + "' (1067)"}, "COALESCE(UNIX_TIMESTAMP("+col.Default+"), 0) = 0")
	}
}

// unlessStrict is what a strict server refuses.
func (d *demander) unlessStrict(r *Room, format string, args ...any) {
	sql := "SELECT COUNT(*) FROM (SELECT 1 AS assay_1) AS one WHERE " + r.StrictMode()
	d.all = append(d.all, schema.Demand{Question: schema.Question{SQL: sql, Catalogue: true}, Lacks: fmt.Sprintf(format, args...)})
}

// How long comments are at most, in characters: a strict server refuses longer ones, another cuts them.
const (
	longestComment      = 1024
	longestTableComment = 2048
)

// remarks are the comments that a change makes.
func (d *demander) remarks(r *Room, c schema.Change) {
	table, remark := c.Object().Table, ""
	switch c := c.(type) {
	case schema.CreateTable:
		remark = c.Table.Traits[schema.Comment]
	case schema.SetTrait:
		if c.Trait == schema.Comment && c.Of.Kind == schema.TableObject {
			remark = c.To
		}
	}
	if utf8.RuneCountInString(remark) > longestTableComment {
		d.unlessStrict(r, "Comment for table '%s' is too long (max = %d) (1628)", table, longestTableComment)
	}
	for _, col := range schema.Stated(c, schema.PropComment) {
		if utf8.RuneCountInString(col.Comment) > longestComment {
			d.unlessStrict(r, "Comment for field '%s' is too long (max = %d) (1629)", col.Name, longestComment)
		}
	}
	_, indexes := schema.Makes(c)
	for _, x := range indexes {
		if utf8.RuneCountInString(x.Traits[schema.Comment]) > longestComment {
			d.unlessStrict(r, "Comment for index '%s' is too long (max = %d) (1688)", x.Name, longestComment)
		}
	}
}

// twice is the first label that is there before, as collations that pass over cases and blanks at the end have it; empty: none is.
func twice(labels []string, bytes bool) string {
	seen := map[string]bool{}
	for _, l := range labels {
		key := strings.TrimRight(l, " ")
		if !bytes {
			key = strings.ToLower(key)
		}
		if seen[key] {
			return l
		}
		seen[key] = true
	}
	return ""
}

// statedIn is a table with the columns that a change states as well: what they are checked by names them.
func statedIn(t *schema.Table, stated []schema.Column) *schema.Table {
	all := slices.Clone(t.Columns)
	for _, c := range stated {
		if !slices.ContainsFunc(all, func(there schema.Column) bool { return strings.EqualFold(there.Name, c.Name) }) {
			all = append(all, c)
		}
	}
	return &schema.Table{Name: t.Name, Columns: all}
}

// standIn is a query for a row of the columns of a table, under a name.
func standIn(t *schema.Table, name string) string {
	list := make([]string, len(t.Columns))
	for i, col := range t.Columns {
		list[i] = "NULL AS " + quote(col.Name)
	}
	return "(SELECT " + strings.Join(list, ", ") + ") AS " + quote(name)
}

// StatementDemands are what a statement that changes no table needs of the server itself: a view's query is prepared as it is where its tables are as it will
// find them, and the expressions of one that writes a table's rows over a stand-in for that. Nil: it is another kind, or that cannot be asked.
func (r *Room) StatementDemands(observed, s *schema.Schema, sql string, pending schema.Pending) []schema.Demand {
	if schema.Bounded(sql, true) != nil {
		return nil
	}
	verb, _, _ := strings.Cut(strings.TrimSpace(sql), " ")
	d := demander{observed: observed, schema: s, pending: pending, runs: r.flavor.isMariaDB()}
	d.account(strings.TrimSpace(sql))
	d.logged(strings.TrimSpace(sql))
	d.placed(strings.TrimSpace(sql))
	repartitioned(&d, r, strings.TrimSpace(sql))
	writtenBy(&d, sql)
	sql = d.returned(sql)
	text := ""
	prepared := schema.Prepared{StandIns: true}
	switch strings.ToUpper(verb) {
	case "DO":
		if do, err := parse[*ast.DoStmt](sql); err == nil && !d.moved(do) {
			text, prepared.StandIns = "SELECT "+strings.TrimSpace(strings.TrimSpace(sql)[len("DO"):]), false
		}
	case "SET":
		text, prepared.StandIns = d.assigned(sql), false
	case "EXPLAIN":
		text, prepared.StandIns = d.selected(strings.TrimSpace(sql)[len("EXPLAIN"):]), false
	case "SELECT", "WITH":
		text, prepared.StandIns = d.selected(sql), false
	case "UPDATE":
		text = d.updated(sql)
	case "DELETE":
		text = d.deleted(sql)
	case "INSERT", "REPLACE":
		text, prepared.StandIns = d.inserted(sql), false
	case "CREATE", "ALTER":
		text, prepared.StandIns = d.viewed(sql)+d.copied(sql), false
	}
	if rowed().MatchString(sql) {
		d.oneValue(sql)
	}
	if d.unknown != "" {
		d.all = append(d.all, schema.Demand{Unknown: d.unknown})
	}
	if prepared.StandIns = prepared.StandIns || d.stood; text != "" {
		d.all = append(d.all, schema.Demand{Question: schema.Question{SQL: text, Prepared: &prepared}, Of: []string{text}})
	}
	return d.all
}

// rowed are the statements that run a query as they run themselves.
var rowed = schema.Pattern(`(?is)^\s*\(*\s*(?:SELECT|WITH|INSERT|REPLACE|UPDATE|DELETE|CREATE\b.*\bTABLE)\b.*\(\s*SELECT\b`)

// spelledOut are the statements whose words the server is asked to read, since no parser here reads all that can stand in them.
var spelledOut = schema.Pattern(`(?is)^(?:(?:CREATE|ALTER|DROP|RENAME|SELECT|VALUES|TABLE|WITH)\b|SET\s[^(]*$)`)

// Spelled asks the server whether it reads the words of a statement, which depends on its version, and on what it has reserved for itself.
func (r *Room) Spelled(sql string) []schema.Demand {
	if sql = strings.TrimSpace(sql); schema.Bounded(sql, true) != nil || !spelledOut().MatchString(sql) && !unparsable(sql) {
		return nil
	}
	return []schema.Demand{{Question: schema.Question{SQL: sql, Prepared: &schema.Prepared{Spelled: true}}, Usual: true}}
}

// only is the stand-in for the one table that a statement is about, if it reads nothing else.
func (d *demander) only(n ast.Node, refs *ast.TableRefsClause) string {
	var q queried
	n.Accept(&q)
	if refs == nil || refs.TableRefs.Right != nil || len(q.relations) != 1 {
		return ""
	}
	source, ok := refs.TableRefs.Left.(*ast.TableSource)
	t := d.schema.Table(q.relations[0])
	if !ok || t == nil {
		return ""
	}
	if source.AsName.O != "" {
		return standIn(t, source.AsName.O)
	}
	return standIn(t, t.Name)
}

func (d *demander) updated(sql string) string {
	u, err := parse[*ast.UpdateStmt](sql)
	if err != nil {
		return ""
	}
	from := d.only(u, u.TableRefs)
	if from == "" {
		return ""
	}
	items := []string{"1"}
	for _, a := range u.List {
		if _, isDefault := a.Expr.(*ast.DefaultExpr); !isDefault {
			items = append(items, "("+restored(a.Expr)+")")
		}
	}
	return "SELECT " + strings.Join(items, ", ") + " FROM " + from + where(u.Where)
}

func (d *demander) deleted(sql string) string {
	x, err := parse[*ast.DeleteStmt](sql)
	if err != nil || x.IsMultiTable {
		return ""
	}
	from := d.only(x, x.TableRefs)
	if from == "" {
		return ""
	}
	return "SELECT 1 FROM " + from + where(x.Where)
}

func where(e ast.ExprNode) string {
	if e == nil {
		return ""
	}
	return " WHERE " + restored(e)
}

// inserted is the query of an INSERT, or the values in it that are computed.
func (d *demander) inserted(sql string) string {
	i, err := parse[*ast.InsertStmt](sql)
	if err != nil {
		return ""
	}
	if i.Select != nil {
		if !d.stand(i.Select) || d.moved(i.Select) {
			return ""
		}
		return restored(i.Select)
	}
	var items []string
	for _, row := range i.Lists {
		for _, v := range row {
			if _, calls := v.(*ast.FuncCallExpr); calls {
				items = append(items, restored(v))
			}
		}
	}
	t := d.schema.Table(written(i))
	if len(items) == 0 || t == nil {
		return ""
	}
	return "SELECT " + strings.Join(items, ", ") + " FROM " + standIn(t, t.Name) // a value can be computed of those before it
}

// written is the table that an INSERT fills; empty: it is none that is named alone.
func written(i *ast.InsertStmt) string {
	var q queried
	i.Table.Accept(&q)
	if len(q.relations) != 1 {
		return ""
	}
	return q.relations[0]
}

// viewed is the query of a view.
func (d *demander) viewed(sql string) string {
	view, err := parse[*ast.CreateViewStmt](madeView(sql))
	if err == nil && loops(d, view.ViewName.Name.O, view.Select, 0) {
		d.unknown = "it may read itself"
		return ""
	}
	if err != nil || !d.stand(view.Select) || d.moved(view.Select) {
		return ""
	}
	if len(view.Cols) > 0 {
		return restored(view.Select)
	}
	return fmt.Sprintf("SELECT * FROM (%s) AS assay_1", restored(view.Select)) // in which no two columns may have one name either
}

// moved reports whether a query reads a table that is not there as it will find it.
func (d *demander) moved(n ast.Node) bool {
	var q queried
	n.Accept(&q)
	for _, name := range q.relations {
		_, view := d.observed.View(name) // which may call a stored function
		if view && d.stale(name, 0) {
			d.unknown = "it reads " + name + ", which reads what the upgrade has changed by then"
		}
		if view && d.runs || d.schema.Table(name) != d.observed.Table(name) {
			return true
		}
	}
	return false
}

// restored writes a part of a statement; empty: it cannot.
func restored(n ast.Node) string {
	var b strings.Builder
	if n.Restore(format.NewRestoreCtx(expressionStyle, &b)) != nil {
		return ""
	}
	return b.String()
}
