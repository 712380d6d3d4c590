package postgres

import (
	"cmp"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// written are the expressions of a statement as they stand there, by how a change has them: that is how they are compared, and leaves out casts that decide
// what an expression is made of. Of what no change has, nothing is lost that is not among them.
func written(sp *speller, pending schema.Pending, t *schema.Table, stated []schema.Column) map[string]string {
	node := statementIn(sp, pending.Statement)
	if node == nil {
		return nil
	}
	all := map[string]string{}
	for _, part := range nodesIn(node) {
		for _, n := range expressionsOf(part) {
			homely(n, cmp.Or(pending.Home, "public"))
			barely(n)
			text, err := deparse(n)
			if err != nil {
				continue
			}
			for _, spelled := range spellings(sp, text, t, stated) {
				all[spelled] = text
			}
		}
	}
	return all
}

// statementIn reads the one statement of a text; nil: it is none, or not understood.
func statementIn(sp *speller, sql string) *pg.Node {
	if sql == "" {
		return nil
	}
	all, err := statementsOf(inOldSyntax(sp.version, sql))
	if err != nil || len(all) != 1 {
		return nil
	}
	return all[0].node
}

// expressionsOf are those that a part of a statement is of itself.
func expressionsOf(n *pg.Node) (all []*pg.Node) {
	switch x := n.GetNode().(type) {
	case *pg.Node_Constraint:
		all = []*pg.Node{x.Constraint.GetRawExpr()}
	case *pg.Node_IndexElem:
		all = []*pg.Node{x.IndexElem.GetExpr()}
	case *pg.Node_IndexStmt:
		all = []*pg.Node{x.IndexStmt.GetWhereClause()}
	case *pg.Node_ColumnDef:
		all = []*pg.Node{x.ColumnDef.GetRawDefault()}
	case *pg.Node_AlterTableCmd:
		if x.AlterTableCmd.GetSubtype() == pg.AlterTableType_AT_ColumnDefault {
			all = []*pg.Node{x.AlterTableCmd.GetDef()}
		}
	}
	if len(all) == 0 || all[0] == nil {
		return nil
	}
	return all
}

// barely leaves the table out of what an expression calls its columns.
func barely(n *pg.Node) {
	for _, at := range nodesIn(n) {
		if x := at.GetColumnRef(); x != nil && len(x.GetFields()) > 1 && x.GetFields()[len(x.GetFields())-1].GetString_() != nil {
			x.Fields = x.GetFields()[len(x.GetFields())-1:]
		}
	}
}

// spellings are the ways in which changes may have an expression: by what is known of the columns where it is read, and as the default of any of them.
func spellings(sp *speller, text string, t *schema.Table, stated []schema.Column) (all []string) {
	add := func(spelled string, err error) {
		if err == nil && spelled != "" {
			all = append(all, spelled)
		}
	}
	add(sp.declared(text, nil))
	add(sp.declaredDefault(text, schema.Type{}))
	if t != nil {
		add(sp.declared(text, typesOf(t)))
		stated = slices.Concat(stated, t.Columns)
	}
	seen := map[schema.Type]bool{}
	for _, c := range stated {
		if !seen[c.Type] {
			seen[c.Type] = true
			add(sp.declaredDefault(text, c.Type))
		}
	}
	return all
}

// withClasses gives the parts of an index the operator classes that its statement names: a change leaves out those that a type has by itself, of whatever type.
func withClasses(x schema.Index, n *pg.Node, v version) schema.Index {
	params := n.GetIndexStmt().GetIndexParams()
	if len(params) != len(x.Parts) {
		return x
	}
	x.Parts = slices.Clone(x.Parts)
	for i, p := range params {
		path := texts(p.GetIndexElem().GetOpclass())
		if len(path) == 0 || operatorClassName().FindString(x.Parts[i].Options) != "" {
			continue
		}
		if class := path[len(path)-1]; class != "timestamp_ops" || v.since(13) { // which servers before that take for none, as 7.1 had it
			x.Parts[i].Options += " " + class
		}
	}
	return x
}
