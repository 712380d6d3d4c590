package mysql

import (
	"slices"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"
	"github.com/pingcap/tidb/pkg/parser/opcode"

	"assay/schema"
)

// writtenBy asks about the tables that a statement writes: whether their triggers find what they name, and their partitions take the rows.
func writtenBy(d *demander, sql string) {
	n, err := parse[ast.StmtNode](sql)
	if err != nil {
		return
	}
	conditioned(d, n)
	var refs *ast.TableRefsClause
	verbs, adds := []string{}, true
	switch n := n.(type) {
	case *ast.InsertStmt:
		refs, verbs = n.Table, []string{"INSERT"}
		if n.IsReplace {
			verbs = append(verbs, "DELETE")
		}
		if len(n.OnDuplicate) > 0 {
			verbs = append(verbs, "UPDATE")
		}
	case *ast.UpdateStmt:
		refs, verbs = n.TableRefs, []string{"UPDATE"}
	case *ast.DeleteStmt:
		refs, verbs, adds = n.TableRefs, []string{"DELETE"}, false
	}
	if refs == nil {
		return
	}
	var q queried
	refs.Accept(&q)
	for _, table := range q.relations {
		if trigger := broken(d, table, verbs); trigger != "" {
			d.all = append(d.all, schema.Demand{Unknown: "the trigger " + trigger + " on " + table + " names what the upgrade has changed by then"})
		}
		if key := dangling(d, func(f schema.DropForeignKey, _ string) bool {
			return adds && d.schema.Semantics.TableKey(f.Table) == d.schema.Semantics.TableKey(table)
		}); key != "" {
			d.all = append(d.all, schema.Demand{Unknown: "foreign key " + key + " refers to a table that was dropped without foreign_key_checks"})
		}
		if adds && isPartitioned(d.observed, table) {
			parts := "EXISTS (SELECT 1 FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = " + textLiteral(table)
			d.one(schema.Demand{Unknown: table + " may have no partition for a row (1526)"}, parts+
				" AND (PARTITION_METHOD LIKE 'RANGE%' OR PARTITION_METHOD LIKE 'LIST%')) AND NOT "+parts+
				" AND (PARTITION_DESCRIPTION LIKE '%MAXVALUE%' OR PARTITION_DESCRIPTION LIKE '%DEFAULT%'))")
		}
	}
}

// broken is a trigger on a table that names a table or a column which is not there any more; empty: there is none.
func broken(d *demander, table string, verbs []string) string {
	m := d.schema.Semantics
	for _, b := range d.observed.Beside {
		when := timing().FindStringSubmatch(b.SQL)
		if b.Kind != "trigger" || m.TableKey(b.Table) != m.TableKey(table) || when == nil || !slices.Contains(verbs, strings.ToUpper(when[2])) {
			continue
		}
		if _, touched := d.pending.Of(b.Name); touched {
			continue
		}
		for _, was := range d.observed.SortedTables() {
			is := d.schema.Table(was.Name)
			if is == was || !schema.Mentions(b.SQL, was.Name) {
				continue
			}
			gone := func(c schema.Column) bool {
				return schema.Mentions(b.SQL, c.Name) && is.Column(m, c.Name) < 0
			}
			if is == nil || slices.ContainsFunc(was.Columns, gone) {
				return b.Name
			}
		}
	}
	return ""
}

// conditioned: a condition that a strict server may refuse to compute in a statement that writes rows.
func conditioned(d *demander, n ast.Node) {
	var refs *ast.TableRefsClause
	var where ast.ExprNode
	switch n := n.(type) {
	case *ast.UpdateStmt:
		refs, where = n.TableRefs, n.Where
	case *ast.DeleteStmt:
		refs, where = n.TableRefs, n.Where
	}
	if refs == nil || where == nil {
		return
	}
	var q queried
	refs.Accept(&q)
	demand, t := schema.Demand{Unknown: "what its condition comes to in a row is not looked at"}, (*schema.Table)(nil)
	if len(q.relations) == 1 {
		t = d.schema.Table(q.relations[0])
	}
	stops := conversions{}.Stops(restored(where))
	if t != nil {
		of := columnsOf(d, t)
		found, ok := conversions{}.Computed(restored(where), of)
		mixed := mixing{computing: computing{of: of}}
		where.Accept(&mixed)
		if ok && !found.Fails || !stops && !mixed.found {
			return
		}
		stops, demand.Rows = true, t.Name
	}
	if !stops {
		return
	}
	d.all = append(d.all, demand)
}

// mayStop is what a strict server may refuse to compute, or to read as what it is to be.
var mayStop = schema.Pattern(`(?i)\bjson_\w+\s*\(|->|\bregexp\w*\b|\brlike\b|\bst_\w+\s*\(|[/%]|\bdiv\b|\bmod\b|\bcast\s*\(|\bstr_to_date\s*\(`)

// dangling is a foreign key of those that refer to a table which was dropped without foreign_key_checks: the server keeps it, and comes back to it as soon as
// there is a table of that name; empty: none is like that.
func dangling(d *demander, of func(f schema.DropForeignKey, dropped string) bool) string {
	for i, past := range d.pending.Before {
		drop, is := past.Change.(schema.DropTable)
		for j := i - 1; is && past.Statement > 0 && j >= 0 && d.pending.Before[j].Statement == past.Statement; j-- {
			f, is := d.pending.Before[j].Change.(schema.DropForeignKey)
			if is && d.schema.Table(f.Table) != nil && of(f, drop.Table) {
				return f.Table + "." + f.Name
			}
		}
	}
	return ""
}

// takesUp: a table of the name of one that foreign keys still refer to has to be what they refer to.
func takesUp(d *demander, c schema.Change) {
	create, is := c.(schema.CreateTable)
	if !is {
		return
	}
	m := d.schema.Semantics
	if key := dangling(d, func(_ schema.DropForeignKey, dropped string) bool {
		return m.TableKey(dropped) == m.TableKey(create.Table.Name)
	}); key != "" {
		d.all = append(d.all, schema.Demand{Unknown: "foreign key " + key + " refers to the table of that name that was dropped without foreign_key_checks"})
	}
}

// columnsOf says what the columns of a table are.
func columnsOf(d *demander, t *schema.Table) func(name string) (string, schema.Domain, bool) {
	return func(name string) (string, schema.Domain, bool) {
		i := t.Column(d.schema.Semantics, name)
		if i < 0 {
			return "", schema.Domain{}, false
		}
		c := t.Columns[i]
		return quote(c.Name), schema.Domain{Type: c.Type, Charset: c.Charset, Collation: c.Collation}, true
	}
}

// mixing is the walk that looks for texts that are compared with numbers: one that is none stops a statement that writes rows (1292).
type mixing struct {
	computing
	found bool
}

// Enter implements [ast.Visitor].
func (m *mixing) Enter(n ast.Node) (ast.Node, bool) {
	if e, is := n.(*ast.BinaryOperationExpr); is {
		left, right := m.kind(e.L), m.kind(e.R)
		compared := e.Op != opcode.LogicAnd && e.Op != opcode.LogicOr && e.Op != opcode.LogicXor
		number := func(k kind) bool { return k.number() && k != nullKind }
		m.found = m.found || compared && (left == textKind && number(right) || number(left) && right == textKind)
	}
	return n, m.found
}

// Leave implements [ast.Visitor].
func (*mixing) Leave(n ast.Node) (ast.Node, bool) { return n, true }
