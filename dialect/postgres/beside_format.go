package postgres

import (
	"errors"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// BesideSQL are the statements that make an object beside tables, in the place of one of its name where it replaces that; an error says why there are none.
func (o besides) BesideSQL(b schema.Beside, replaces bool) ([]string, error) {
	all, err := statementsOf(inOldSyntax(o.server, b.SQL))
	if err != nil || len(all) == 0 || len(all) > 2 {
		return nil, errors.New("assay cannot read its definition")
	}
	again := besideNode(all[0].node, "")
	if again.Kind != b.Kind || len(all) == 1 && again.SQL != b.SQL {
		return nil, errors.New("assay cannot write its definition so that it reads the same")
	}
	statements := []string{again.SQL}
	if replaces {
		statements[0] = strings.Replace(again.SQL, "CREATE ", "CREATE OR REPLACE ", 1)
	}
	if len(all) == 2 {
		if withState(again, stateSet(all[1].node)) != b.SQL {
			return nil, errors.New("assay cannot write its state so that it reads the same")
		}
		statements = append(statements, strings.TrimPrefix(b.SQL, again.SQL+"; "))
	}
	return statements, enclosed(statements)
}

// stateSet is the state that a statement gives a trigger or a rule.
func stateSet(n *pg.Node) string {
	if cmds := n.GetAlterTableStmt().GetCmds(); len(cmds) == 1 {
		return states[cmds[0].GetAlterTableCmd().GetSubtype()][1]
	}
	return ""
}

// AlterBeside are the statements that change an object in place; nil: none can.
func (besides) AlterBeside(b schema.Beside) []string {
	if b.Kind != "sequence" {
		return nil
	}
	all, err := statementsOf(b.SQL)
	if err != nil || len(all) != 1 || all[0].node.GetCreateSeqStmt() == nil {
		return nil
	}
	q := sequenceOptions(schema.Sequence{}, all[0].node.GetCreateSeqStmt().GetOptions())
	return []string{"ALTER SEQUENCE " + quote(b.Name) + " " + counter{of: schema.Type{Name: "bigint"}}.options(q.String())}
}

// Disown are the statements that make of a sequence that a column counts by the one that stands by itself; nil: no column counts by it.
func (o besides) Disown(s *schema.Schema, b schema.Beside) []string {
	sql := o.AlterBeside(b)
	if sql == nil || !counted(s, b.Name) {
		return nil
	}
	return append(sql, "ALTER SEQUENCE "+quote(b.Name)+" OWNED BY NONE")
}

// Within reports whether a statement names something that is in a schema.
func (besides) Within(sql, space string) bool {
	return homes{{name: space}}.unqualified(sql) != sql || strings.Contains(sql, "nextval('"+space+".") || strings.Contains(sql, "nextval('"+quote(space)+".")
}

// Replaceable reports whether an object can be made in the place of another one, with all that is granted on it.
func (besides) Replaceable(a, b schema.Beside) bool {
	before, err := statementsOf(a.SQL)
	after, err2 := statementsOf(b.SQL)
	if err != nil || err2 != nil || len(before) != 1 || len(after) != 1 {
		return false
	}
	switch a.Kind {
	case "view":
		return extends(before[0].node.GetViewStmt().GetQuery().GetSelectStmt(), after[0].node.GetViewStmt().GetQuery().GetSelectStmt())
	case "function":
		made := madeRoutine(b.SQL)
		if made == nil {
			return false
		}
		refusal, known := replaced(a, *made)
		return known && refusal == nil
	}
	return false
}

// extends reports whether a query has the columns of another, and perhaps more behind them. Their types are taken for the same where they are written alike.
func extends(before, after *pg.SelectStmt) bool {
	had, has := before.GetTargetList(), after.GetTargetList()
	if before.GetOp() != pg.SetOperation_SETOP_NONE || after.GetOp() != pg.SetOperation_SETOP_NONE || len(had) > len(has) || len(had) == 0 {
		return false
	}
	if x, y := before.GetFromClause(), after.GetFromClause(); len(x) == 1 && len(y) == 1 && x[0].GetRangeVar().GetRelname() != y[0].GetRangeVar().GetRelname() {
		return false
	}
	return slices.EqualFunc(had, has[:len(had)], func(p, q *pg.Node) bool { return unplaced(p) == unplaced(q) })
}

// unplaced is a node as a text, wherever it stands.
func unplaced(n *pg.Node) string {
	text, err := pg.Deparse(&pg.ParseResult{Stmts: []*pg.RawStmt{{Stmt: &pg.Node{Node: &pg.Node_SelectStmt{SelectStmt: &pg.SelectStmt{
		TargetList: []*pg.Node{n}, LimitOption: pg.LimitOption_LIMIT_OPTION_DEFAULT, Op: pg.SetOperation_SETOP_NONE,
	}}}}}})
	if err != nil {
		return n.String()
	}
	return text
}

// BesideLoses says what is lost with an object beside tables; empty: nothing that its definition does not bring back.
func (besides) BesideLoses(b schema.Beside) string {
	switch b.Kind {
	case "sequence":
		return "the number that it has come to"
	case ofExtension:
		return "what the extension keeps in tables of its own"
	case "materialized view":
		return "the rows that it holds, and what is granted on it"
	}
	return ""
}

// BesideForgets says what an object loses when it is created again; one that is replaced keeps all.
func (besides) BesideForgets(b schema.Beside, replaced bool) string {
	switch {
	case replaced, b.Kind == "materialized view": // for which [Room.BesideLoses] says more
		return ""
	case b.Kind == "view", b.Kind == "function":
		return "what is granted on it, and a comment on it, are not made again"
	}
	return "a comment on it is not made again"
}

// DropBeside is the statement that drops an object beside tables, without CASCADE: what else is made of it keeps it.
func (besides) DropBeside(b schema.Beside) ([]string, error) {
	name := quote(b.Name)
	kind := strings.ToUpper(b.Kind)
	switch b.Kind {
	case "trigger", "rule", "policy":
		name += " ON " + quote(b.Table)
	case ofDomain:
		return []string{"ALTER DOMAIN " + quote(b.Table) + " DROP CONSTRAINT " + name}, nil
	case "composite type", "range type":
		kind = "TYPE"
	case "function":
		all, err := statementsOf(b.SQL)
		if err != nil || len(all) != 1 {
			return nil, errors.New("assay cannot read its arguments")
		}
		x := all[0].node.GetCreateFunctionStmt()
		if x.GetIsProcedure() {
			kind = "PROCEDURE"
		}
		drop, err := functionDrop(x)
		return []string{"DROP " + kind + " " + drop}, err
	}
	statements := []string{"DROP " + kind + " " + name}
	return statements, enclosed(statements)
}

// functionDrop names a function with the types of its arguments.
func functionDrop(x *pg.CreateFunctionStmt) (string, error) {
	path := texts(x.GetFuncname())
	var types []string
	for _, p := range x.GetParameters() {
		arg := p.GetFunctionParameter()
		if arg.GetMode() == pg.FunctionParameterMode_FUNC_PARAM_TABLE || arg.GetMode() == pg.FunctionParameterMode_FUNC_PARAM_OUT {
			continue
		}
		t, err := typeOf(arg.GetArgType(), "")
		if err != nil {
			return "", errors.New("assay cannot read its arguments")
		}
		types = append(types, typeSQL(t))
	}
	return quote(path[len(path)-1]) + "(" + strings.Join(types, ", ") + ")", nil
}

// Early reports whether an object is made before the tables, which may use it, and dropped behind them.
func (besides) Early(b schema.Beside) bool {
	switch b.Kind {
	case ofExtension, ofSchema, "domain", ofDomain, "composite type", "range type", "sequence", "function":
		return true
	}
	return false
}

// NeverRead are the kinds of what assay does not look at.
func (besides) NeverRead() []string {
	return []string{
		"grants", "default privileges", "tables of other schemas", "comments on other objects than tables, columns, indexes and constraints",
		"defaults of views' columns",
		"statistics, storage and compression of columns", "the index that a table is clustered on", "targets of extended statistics",
		"versions and schemas of extensions",
		"aggregates", "operators", "casts", "collations", "conversions", "text search", "foreign servers", "publications", "event triggers",
		"settings of the database",
	}
}

// Spelling names the servers that spell the texts of objects alike: those of a major version.
func (besides) Spelling(s schema.Server) string {
	major, _, _ := strings.Cut(s.Version, ".")
	return s.Product + " " + major
}
