package postgres

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// newLabels are the labels that have been added to enumerations, by the names that these have by then. Before 17
// none of them can be used in the same transaction, be the enumeration made in it or not.
func newLabels(d *demander) map[string][]string {
	added := map[string][]string{}
	for _, past := range d.pending.Before {
		switch c := past.Change.(type) {
		case schema.RenameEnum:
			added[c.To] = added[c.From]
			delete(added, c.From)
		case schema.DropEnum:
			delete(added, c.Name)
		case schema.AlterEnum:
			if c.Edit != nil && !c.Edit.Alone && c.Edit.Place != schema.InsteadOfLabel {
				added[c.From.Name] = append(added[c.From.Name], c.Edit.Label)
			}
		}
	}
	return added
}

// newLabel: a label that the upgrade adds to an enumeration that is there cannot be used in the same transaction, and whether this is the same is env.py's. of
// tells whether an expression or statement may take it as one of that enumeration.
func newLabel(d *demander, sql string, of func(enum, label string) bool) {
	if !strings.Contains(sql, "'") {
		return
	}
	for enum, labels := range newLabels(d) {
		for _, label := range labels {
			if strings.Contains(sql, literal(label)) && of(enum, label) {
				d.counted = append(d.counted, schema.Demand{Unknown: "it uses the label " + literal(label) +
					", which the transaction cannot that has added it (see autocommit_block)"})
				return
			}
		}
	}
}

// ofEnum reports whether a type is an enumeration, or an array of it.
func ofEnum(t schema.Type, enum string) bool { return strings.TrimSuffix(t.Name, "[]") == enum }

// labelIn looks for such labels in an expression over a table.
func labelIn(d *demander, t *schema.Table, expr string) {
	newLabel(d, expr, func(enum, _ string) bool {
		return schema.Mentions(expr, enum) || t != nil && slices.ContainsFunc(t.Columns, func(c schema.Column) bool {
			return ofEnum(c.Type, enum) && schema.Mentions(expr, c.Name)
		})
	})
}

// labelInStatement looks for such labels in a statement that is no change.
func labelInStatement(d *demander, sql string) {
	newLabel(d, sql, func(enum, label string) bool {
		all, err := statementsOf(sql)
		if err != nil || len(all) != 1 {
			return true
		}
		n := all[0].node
		if n.GetCommentStmt() != nil || n.GetAlterEnumStmt() != nil || n.GetVariableSetStmt() != nil || n.GetDoStmt() != nil && !schema.Mentions(sql, enum) {
			return false
		}
		return !isRows(n) || countLabel(n, label) > elsewhereWritten(d, n, enum, label)
	})
}

func countLabel(n *pg.Node, label string) (count int) {
	for _, at := range nodesIn(n) {
		if text := at.GetAConst().GetSval(); text != nil && text.GetSval() == label {
			count++
		}
	}
	return count
}

// elsewhereWritten counts where a statement writes a text as it is into columns that are not of the enumeration.
func elsewhereWritten(d *demander, n *pg.Node, enum, label string) (count int) {
	is := func(rel *pg.RangeVar, at int, name string, value *pg.Node) {
		t := d.schema.Table(rel.GetRelname())
		if text := value.GetAConst().GetSval(); t == nil || text == nil || text.GetSval() != label || rel.GetSchemaname() != "" {
			return
		}
		if name != "" {
			at = t.Column(d.schema.Semantics, name)
		}
		if at >= 0 && at < len(t.Columns) && isBuiltin(t.Columns[at].Type.Name) && !ofEnum(t.Columns[at].Type, enum) {
			count++
		}
	}
	for _, target := range n.GetUpdateStmt().GetTargetList() {
		is(n.GetUpdateStmt().GetRelation(), -1, target.GetResTarget().GetName(), target.GetResTarget().GetVal())
	}
	i := n.GetInsertStmt()
	for _, row := range i.GetSelectStmt().GetSelectStmt().GetValuesLists() {
		for at, value := range row.GetList().GetItems() {
			name := ""
			if cols := i.GetCols(); at < len(cols) {
				name = cols[at].GetResTarget().GetName()
			}
			is(i.GetRelation(), at, name, value)
		}
	}
	return count
}

// strangeLabel looks for texts in an expression over a table that are to be labels of an enumeration which the upgrade makes or changes, and are none: the
// server cannot be asked yet.
func strangeLabel(d *demander, t *schema.Table, expr string) {
	n, err := parseExpression(expr)
	if err != nil {
		return
	}
	refused := func(enum string, values ...*pg.Node) {
		for _, v := range values {
			text := v.GetAConst().GetSval()
			if text != nil && !slices.Contains(schema.SplitLabels(d.schema.Enums[enum].Labels), text.GetSval()) {
				lacks := fmt.Sprintf(`invalid input value for enum %s: "%s"`, enum, text.GetSval())
				d.counted = append(d.counted, schema.Demand{Question: counting("(SELECT 1 AS assay_1) AS one"), Lacks: lacks, Minds: true})
			}
		}
	}
	for _, at := range nodesIn(n) {
		if to, err := typeOf(at.GetTypeCast().GetTypeName(), ""); at.GetTypeCast() != nil && err == nil && isMade(d, to) {
			refused(to.Name, at.GetTypeCast().GetArg())
		}
		x := at.GetAExpr()
		if x == nil || t == nil || !compares(x) {
			continue
		}
		for i, side := range []*pg.Node{x.GetLexpr(), x.GetRexpr()} {
			path, other := texts(side.GetColumnRef().GetFields()), []*pg.Node{x.GetRexpr(), x.GetLexpr()}[i]
			named := func(c schema.Column) bool { return len(path) > 0 && c.Name == path[len(path)-1] }
			if at := slices.IndexFunc(t.Columns, named); at >= 0 && isMade(d, t.Columns[at].Type) {
				refused(t.Columns[at].Type.Name, append([]*pg.Node{other}, other.GetList().GetItems()...)...)
			}
		}
	}
}

// isMade reports whether a type is an enumeration that the server does not have as it is by then.
func isMade(d *demander, t schema.Type) bool {
	_, enum := d.schema.Enums[t.Name]
	return enum && !d.there(t)
}
