package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// StatementDemands are what a statement that changes no table needs of the server itself: one that reads or writes rows is prepared as it is where its tables
// are as it will find them, and else a query that has its expressions computed over stand-ins for them, and for the views that are pending. Nil: it is another
// kind.
func (r *Room) StatementDemands(observed, s *schema.Schema, sql string, pending schema.Pending) []schema.Demand {
	used := demander{observed: observed, schema: s, pending: pending}
	labelInStatement(&used, sql)
	return append(statementDemands(observed, s, sql, pending), used.counted...)
}

func statementDemands(observed, s *schema.Schema, sql string, pending schema.Pending) []schema.Demand {
	if schema.Bounded(sql, false) != nil {
		return nil
	}
	tree, err := pg.Parse(sql)
	if err != nil || len(tree.GetStmts()) != 1 {
		return nil
	}
	d := demander{observed: observed, schema: s, pending: pending}
	node := tree.GetStmts()[0].GetStmt()
	unsure := occupied(d, node)
	if (&lookup{&d}).subjects(node) || d.definition(node) {
		if unsure = append(unsure, d.demands(nil, false)...); node.GetSelectStmt() == nil || numbersAnew(&lookup{&d}, node.ProtoReflect()) {
			return unsure
		}
		d = demander{observed: observed, schema: s, pending: pending}
	}
	if v := node.GetViewStmt(); v.GetReplace() && pending.Touches(v.GetView().GetRelname()) {
		unsure = append(unsure, schema.Demand{Unknown: "whether it keeps the columns that a statement before it gives the view is not looked at"})
	}
	if i := node.GetInsertStmt(); i != nil {
		parted(&d, i.GetRelation())
		leftOut(&d, i)
		unsure, d.counted = append(unsure, d.counted...), nil
	}
	if called := texts(node.GetCreateTrigStmt().GetFuncname()); len(called) == 1 {
		if f := madeBy(&d, called[0]); f != nil && kindOfValue(f.GetReturnType()) != "trigger" {
			unsure = append(unsure, schema.Demand{Unknown: "function " + called[0] + " must return type trigger"})
		}
	}
	if p := node.GetCreatePolicyStmt(); p != nil {
		return d.policy(p.GetTable(), nil, p.GetQual(), p.GetWithCheck())
	}
	if p := node.GetAlterPolicyStmt(); p != nil {
		return d.policy(p.GetTable(), p.GetRoles(), p.GetQual(), p.GetWithCheck())
	}
	if writes := node.GetUpdateStmt() != nil || node.GetDeleteStmt() != nil || node.GetInsertStmt() != nil; writes && givesMany(s, node.ProtoReflect()) {
		unsure = append(unsure, schema.Demand{Unknown: "a query in it is to give one value, and may give more"})
	}
	query, prepared := d.queryOf(node)
	if query == nil {
		return unsure
	}
	reads := tree.ProtoReflect()
	if isView(node) { // which does not read what it replaces
		reads = query.ProtoReflect()
	}
	stands, why := newStands(&d, reads)
	switch asks := isView(node) || node.GetSelectStmt() != nil; {
	case d.namesMade(sql) && !asks: // what is written is looked at elsewhere
		return unsure
	case d.namesMade(sql):
		why = "it names a type that the upgrade makes"
	}
	if why != "" {
		return append(unsure, schema.Demand{Unknown: why})
	}
	if len(stands.all()) == 0 && !isView(node) && isRows(node) {
		query, prepared = node, schema.Prepared{}
	}
	text, err := pg.Deparse(&pg.ParseResult{Stmts: []*pg.RawStmt{{Stmt: query}}})
	if err != nil {
		return unsure
	}
	if all := stands.all(); len(all) > 0 {
		text, prepared.StandIns = "WITH "+strings.Join(all, ", ")+" SELECT * FROM ("+text+") AS assay_1", len(stands.tables) > 0
	}
	return append(slices.Concat(unsure, d.counted), schema.Demand{Question: schema.Question{SQL: text, Prepared: &prepared}, Of: []string{text}})
}

var (
	// spelledOut are the statements that are none of rows: of those the server reads the words, and looks up nothing, where it is to prepare them.
	spelledOut = schema.Pattern(`(?is)^(?:ALTER|DROP|COMMENT|GRANT|REVOKE|REASSIGN|CREATE)\b`)
	// makesOfQuery are those whose query it would look through as well.
	makesOfQuery = schema.Pattern(`(?is)^CREATE\b[^(']*?\b(?:TABLE|MATERIALIZED)\b.*\bAS[\s(]*(?:SELECT|WITH|VALUES|TABLE|EXECUTE)\b`)
)

// Spelled asks the server whether it reads the words of a statement, which depends on its version.
func (scripting) Spelled(sql string) []schema.Demand {
	if sql = strings.TrimSpace(sql); schema.Bounded(sql, false) != nil || !spelledOut().MatchString(sql) || makesOfQuery().MatchString(sql) {
		return nil
	}
	return []schema.Demand{{Question: schema.Question{SQL: sql, Prepared: &schema.Prepared{Spelled: true}}, Usual: true}}
}

// occupied is what is to be known of the place of what a statement makes, and of the views that it reads.
func occupied(d demander, n *pg.Node) []schema.Demand {
	place := placeOf(&lookup{&d})
	place.made(n)
	place.filled(n)
	return d.counted
}

// policy are the conditions of a policy, over the rows of its table, and the roles that it is for as far as nobody else looks for them.
func (d *demander) policy(on *pg.RangeVar, roles []*pg.Node, conditions ...*pg.Node) []schema.Demand {
	roleLookup{&lookup{d}}.nodes(roles)
	t := d.schema.Table(on.GetRelname())
	d.table = t
	for _, n := range conditions {
		if expr, err := deparse(n); n != nil && err == nil && t != nil {
			d.condition(expr)
		}
	}
	return d.demands(t, false)
}

// isRows reports whether a statement reads or writes rows itself.
func isRows(n *pg.Node) bool {
	return n.GetSelectStmt() != nil || n.GetInsertStmt() != nil || n.GetUpdateStmt() != nil || n.GetDeleteStmt() != nil || n.GetMergeStmt() != nil
}

func isView(n *pg.Node) bool { return n.GetViewStmt() != nil || n.GetCreateTableAsStmt() != nil }

// changed are the tables that are not there as a statement will find them; nil: all are.
func (d *demander) changed(relations []string) []*schema.Table {
	var all []*schema.Table
	retyped := func(c schema.Column) bool { return !d.there(c.Type) }
	for _, name := range relations {
		t := d.schema.Table(name)
		if t != nil && !slices.Contains(all, t) && (t != d.observed.Table(name) || slices.ContainsFunc(t.Columns, retyped)) {
			all = append(all, t)
		}
	}
	return all
}

// queryOf is a query that computes all that a statement does; nil: it is none of rows, or more than that.
func (d *demander) queryOf(n *pg.Node) (*pg.Node, schema.Prepared) {
	if v := n.GetViewStmt(); v != nil {
		p := schema.Prepared{Named: len(v.GetAliases()) == 0}
		if v.GetReplace() && p.Named && !d.pending.Touches(v.GetView().GetRelname()) {
			p.Replaces = quotedPath(pathOfRelation(v.GetView()))
		}
		return v.GetQuery(), p
	}
	if c := n.GetCreateTableAsStmt(); c != nil {
		return c.GetQuery(), schema.Prepared{Named: len(c.GetInto().GetColNames()) == 0}
	}
	if u := n.GetUpdateStmt(); u != nil && u.GetWithClause() == nil {
		return d.updated(u)
	}
	if s := n.GetSelectStmt(); s != nil && s.GetIntoClause() == nil {
		return n, schema.Prepared{}
	}
	for _, inner := range []*pg.Node{n.GetExplainStmt().GetQuery(), n.GetPrepareStmt().GetQuery(), n.GetDeclareCursorStmt().GetQuery()} {
		if inner.GetSelectStmt() != nil {
			return inner, schema.Prepared{}
		}
	}
	if x := n.GetDeleteStmt(); x != nil && x.GetWithClause() == nil {
		from := append([]*pg.Node{rangeNode(x.GetRelation())}, x.GetUsingClause()...)
		return selectNode(append([]*pg.Node{integerConst(1)}, results(x.GetReturningList())...), from, x.GetWhereClause()), schema.Prepared{}
	}
	if i := n.GetInsertStmt(); i != nil && i.GetWithClause() == nil && i.GetSelectStmt().GetSelectStmt() != nil {
		return d.inserted(i)
	}
	return nil, schema.Prepared{}
}

func (d *demander) updated(u *pg.UpdateStmt) (*pg.Node, schema.Prepared) {
	var values []*pg.Node
	var p schema.Prepared
	t := d.schema.Table(u.GetRelation().GetRelname())
	for _, n := range u.GetTargetList() {
		target := n.GetResTarget()
		if target.GetVal().GetMultiAssignRef() != nil || len(target.GetIndirection()) > 0 {
			return nil, p
		}
		if target.GetVal().GetSetToDefault() == nil {
			values, p.Stored = append(values, target.GetVal()), append(p.Stored, d.storedIn(t, target.GetName(), target.GetVal()))
		}
	}
	if len(values) == 0 {
		values = []*pg.Node{integerConst(1)}
	}
	values = append(values, results(u.GetReturningList())...)
	return selectNode(values, append([]*pg.Node{rangeNode(u.GetRelation())}, u.GetFromClause()...), u.GetWhereClause()), p
}

// inserted: rows that stand in the statement have their values looked at elsewhere, so that only what is computed matters.
func (d *demander) inserted(i *pg.InsertStmt) (*pg.Node, schema.Prepared) {
	var p schema.Prepared
	s := i.GetSelectStmt().GetSelectStmt()
	if len(s.GetValuesLists()) == 0 {
		return i.GetSelectStmt(), p
	}
	var computed []*pg.Node
	for _, row := range s.GetValuesLists() {
		for _, v := range row.GetList().GetItems() {
			if v.GetAConst() == nil && v.GetSetToDefault() == nil {
				computed = append(computed, v)
			}
		}
	}
	if all := results(i.GetReturningList()); len(all) > 0 {
		return selectNode(append(computed, all...), []*pg.Node{rangeNode(i.GetRelation())}, nil), p
	}
	if len(computed) == 0 {
		return nil, p
	}
	return selectNode(computed, nil, nil), p
}

// results are what a statement returns of the rows that it writes.
func results(returning []*pg.Node) []*pg.Node {
	all := make([]*pg.Node, len(returning))
	for i, n := range returning {
		all[i] = n.GetResTarget().GetVal()
	}
	return all
}

// storedIn is the type of the column that an expression is stored in; empty: a text without a type, or of no type that is there.
func (d *demander) storedIn(t *schema.Table, column string, value *pg.Node) string {
	if t == nil || value.GetAConst().GetSval() != nil || value.GetAConst().GetIsnull() || value.GetParamRef() != nil {
		return ""
	}
	i := t.Column(d.schema.Semantics, column)
	if i < 0 || !d.there(t.Columns[i].Type) {
		return ""
	}
	return typeSQL(t.Columns[i].Type)
}

func rangeNode(v *pg.RangeVar) *pg.Node { return &pg.Node{Node: &pg.Node_RangeVar{RangeVar: v}} }

func selectNode(values, from []*pg.Node, where *pg.Node) *pg.Node {
	s := &pg.SelectStmt{
		FromClause: from, WhereClause: where, LimitOption: pg.LimitOption_LIMIT_OPTION_DEFAULT, Op: pg.SetOperation_SETOP_NONE,
	}
	for _, v := range values {
		s.TargetList = append(s.TargetList, &pg.Node{Node: &pg.Node_ResTarget{ResTarget: &pg.ResTarget{Val: v}}})
	}
	return &pg.Node{Node: &pg.Node_SelectStmt{SelectStmt: s}}
}
