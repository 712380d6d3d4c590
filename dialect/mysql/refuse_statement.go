package mysql

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"
	"github.com/pingcap/tidb/pkg/parser/mysql"

	"assay/schema"
)

// StatementRefusal returns what the server answers a statement because of what stands in it beside changes of tables: rows of tables that are not there, views,
// routines, partitions; nil: nothing is known against it. names are the tables that this is known of.
func (r *Room) StatementRefusal(s *schema.Schema, sql string) (refusal *schema.Refusal, names []string) {
	l := &looker{refuser: refuser{r.flavor}, schema: s}
	if refusal := l.beside(sql); refusal != nil {
		return refusal, l.names
	}
	if m := setsLiteral().FindStringSubmatch(sql); m != nil && r.flavor.vendor == mySQL {
		column := schema.NamePath(m[2])[0]
		if t := l.schema.Table(schema.NamePath(m[1])[0]); t != nil && slices.ContainsFunc(t.Columns, func(c schema.Column) bool {
			return strings.EqualFold(c.Name, column) && isLong(c.Type)
		}) {
			l.names = append(l.names, t.Name)
			return answer("1101", "42000", "BLOB, TEXT, GEOMETRY or JSON column '"+column+"' can't have a default value"), l.names
		}
	}
	if schema.Bounded(sql, true) == nil {
		if node, err := parse[ast.StmtNode](madeView(sql)); err == nil {
			return l.statement(node), l.names
		}
	}
	return nil, nil // nothing is known of what cannot be read
}

// setsLiteral is how a column that is there is given a literal as its default, and no expression.
var setsLiteral = schema.Pattern(`(?is)^ALTER\s+TABLE\s+(` + schema.NameSQL + `)\s+ALTER\s+(?:COLUMN\s+)?(` + schema.NameSQL + `)\s+SET\s+DEFAULT\s+['"\d]`)

// A looker looks up what a statement names.
type looker struct {
	refuser

	schema *schema.Schema
	names  []string // those that it looked up
}

func (l *looker) statement(n ast.StmtNode) *schema.Refusal {
	switch n := n.(type) {
	case *ast.InsertStmt:
		return l.insert(n)
	case *ast.UpdateStmt:
		return cmp.Or(l.reads(n), l.ownRows(n, n.TableRefs), l.searched(n))
	case *ast.DeleteStmt:
		return cmp.Or(l.reads(n), l.ownRows(n, n.TableRefs), l.searched(n))
	case *ast.SelectStmt:
		return l.searched(n)
	case *ast.CreateIndexStmt:
		return emptyPart(n.IndexPartSpecifications)
	case *ast.CreateViewStmt:
		name := n.ViewName.Name.O
		if l.schema.Table(name) != nil && n.OrReplace && n.ViewName.Schema.O == "" {
			l.names = append(l.names, name)
			return answer("1347", "HY000", "'"+name+"' is not of type 'VIEW'")
		}
		if miscounted(n) {
			return answer("1353", "HY000", "View's SELECT and view's field list have different column counts")
		}
		if l.exists(name) && !n.OrReplace && n.ViewName.Schema.O == "" {
			return answer("1050", "42S01", "Table '"+name+"' already exists")
		}
		return cmp.Or(longColumn(n), l.reads(n.Select), l.searched(n.Select))
	case *ast.TruncateTableStmt:
		return l.truncate(n.Table)
	case *ast.LockTablesStmt:
		for _, t := range n.TableLocks {
			if f := l.missing(t.Table); f != nil {
				return f
			}
		}
	case *ast.AlterTableStmt:
		return l.alter(n)
	case *ast.CreateTableStmt:
		return cmp.Or(l.copy(n), l.created(n))
	case *ast.ExplainStmt:
		return l.statement(n.Stmt)
	case *ast.ShowStmt:
		if n.Table != nil {
			return l.missing(n.Table)
		}
	case *ast.GrantStmt:
		return l.grant(n)
	case *ast.DropTableStmt:
		return l.dropTables(n)
	}
	return nil
}

// copy refuses a table that is made like another, or of a query, where there is one of its name or none of the other's.
func (l *looker) copy(n *ast.CreateTableStmt) *schema.Refusal {
	if n.ReferTable == nil && n.Select == nil || n.Table.Schema.O != "" {
		return nil
	}
	if !n.IfNotExists && n.TemporaryKeyword == ast.TemporaryNone && l.exists(n.Table.Name.O) {
		return answer("1050", "42S01", "Table '"+n.Table.Name.O+"' already exists")
	}
	if n.ReferTable == nil || n.ReferTable.Schema.O != "" {
		return nil
	}
	if _, view := l.schema.View(n.ReferTable.Name.O); view {
		return l.notTable(n.ReferTable.Name.O)
	}
	return l.missing(n.ReferTable)
}

// grant refuses rights to what is not there, and those that there are not to single tables.
func (l *looker) grant(n *ast.GrantStmt) *schema.Refusal {
	name := n.Level.TableName
	switch {
	case n.Level.Level != ast.GrantLevelTable || n.Level.DBName != "":
		return nil
	case n.ObjectType == ast.ObjectTypeProcedure || n.ObjectType == ast.ObjectTypeFunction:
		kind := map[ast.ObjectTypeType]string{ast.ObjectTypeProcedure: "procedure", ast.ObjectTypeFunction: "function"}[n.ObjectType]
		if l.sees(kind) && !l.has(kind, name) {
			return answer("1305", "42000", strings.ToUpper(kind)+" "+name+" does not exist")
		}
		return nil
	}
	makes := slices.ContainsFunc(n.Privs, func(p *ast.PrivElem) bool { return p.Priv == mysql.CreatePriv || p.Priv == mysql.AllPriv })
	if !makes && !l.exists(name) {
		return answer("1146", "42S02", "Table '"+name+"' doesn't exist")
	}
	for _, p := range n.Privs {
		if p.Priv != mysql.AllPriv && !slices.Contains(mysql.AllTablePrivs, p.Priv) && p.Priv != mysql.UsagePriv {
			return answer("1144", "42000", "Illegal GRANT/REVOKE command")
		}
		for _, c := range p.Cols {
			if _, view := l.schema.View(name); !view && !l.isColumn(name, c.Name.O) {
				return answer("1054", "42S22", "Unknown column '"+c.Name.O+"' in '"+name+"'")
			}
		}
	}
	return nil
}

// miscounted reports whether a view has more or fewer names than its query has columns, as far as those are told.
func miscounted(n *ast.CreateViewStmt) bool {
	s, ok := n.Select.(*ast.SelectStmt)
	if !ok || len(n.Cols) == 0 || s.Fields == nil {
		return false
	}
	all := slices.ContainsFunc(s.Fields.Fields, func(f *ast.SelectField) bool { return f.WildCard != nil })
	return !all && len(s.Fields.Fields) != len(n.Cols)
}

func answer(code, state, text string) *schema.Refusal {
	return &schema.Refusal{Code: code, State: state, Text: text}
}

// exists reports whether there is a table or view of a name.
func (l *looker) exists(name string) bool {
	l.names = append(l.names, name)
	_, view := l.schema.View(name)
	return view || l.schema.Table(name) != nil
}

// missing refuses a table or view that is not there.
func (l *looker) missing(n *ast.TableName) *schema.Refusal {
	if n.Schema.O != "" || strings.EqualFold(n.Name.O, "dual") || l.exists(n.Name.O) {
		return nil
	}
	return answer("1146", "42S02", "Table '"+n.Name.O+"' doesn't exist")
}

// isColumn reports whether a table has a column, as far as its columns are known.
func (l *looker) isColumn(table, column string) bool {
	l.names = append(l.names, table)
	t := l.schema.Table(table)
	return t == nil || t.Column(l.schema.Semantics, column) >= 0
}

// sources are the tables that a statement reads or writes, with the columns that it names.
type sources struct {
	tables  []*ast.TableName
	aliases map[string]string // what a table is called, as far as it is one
	columns []*ast.ColumnName
	others  []string // names of what other queries make
	nested  bool     // there are such, or columns of inner queries
}

// Enter implements [ast.Visitor].
func (q *sources) Enter(n ast.Node) (ast.Node, bool) {
	switch n := n.(type) {
	case *ast.TableSource:
		t, ok := n.Source.(*ast.TableName)
		if !ok {
			q.nested = true
			break
		}
		q.tables = append(q.tables, t)
		name := t.Name.L
		if n.AsName.L != "" {
			name = n.AsName.L
		}
		q.aliases[name] = t.Name.O
		q.nested = q.nested || t.Schema.O != ""
	case *ast.CommonTableExpression:
		q.others, q.nested = append(q.others, n.Name.L), true
	case *ast.SubqueryExpr, *ast.SetOprStmt:
		q.nested = true
	case *ast.SelectField:
		q.others = append(q.others, n.AsName.L)
	case *ast.DeleteTableList:
		return n, true
	case *ast.ColumnName:
		q.columns = append(q.columns, n)
	}
	return n, false
}

// Leave implements [ast.Visitor].
func (*sources) Leave(n ast.Node) (ast.Node, bool) { return n, true }

// reads refuses a statement about tables or columns that are not there.
func (l *looker) reads(n ast.Node) *schema.Refusal {
	q := sources{aliases: map[string]string{}}
	n.Accept(&q)
	for _, t := range q.tables {
		if slices.Contains(q.others, t.Name.L) {
			q.nested = true
			continue
		}
		if f := l.missing(t); f != nil {
			return f
		}
		q.nested = q.nested || l.schema.Table(t.Name.O) == nil // a view's columns are not known
	}
	for _, c := range q.columns {
		if q.nested || len(q.tables) == 0 || slices.Contains(q.others, c.Name.L) || c.Schema.O != "" {
			continue
		}
		table, named := q.aliases[c.Table.L]
		has := func(t *ast.TableName) bool { return l.isColumn(t.Name.O, c.Name.O) }
		if c.Table.O != "" && named && !l.isColumn(table, c.Name.O) || c.Table.O == "" && !slices.ContainsFunc(q.tables, has) {
			return answer("1054", "42S22", "Unknown column '"+c.String()+"' in 'field list'")
		}
	}
	return nil
}

// insert refuses rows for what is not there, or of another number of values.
func (l *looker) insert(n *ast.InsertStmt) *schema.Refusal {
	source, ok := n.Table.TableRefs.Left.(*ast.TableSource)
	if !ok {
		return nil
	}
	table, ok := source.Source.(*ast.TableName)
	if !ok || table.Schema.O != "" {
		return nil
	}
	if f := l.missing(table); f != nil {
		return f
	}
	t := l.schema.Table(table.Name.O)
	var names []string
	for _, c := range n.Columns {
		switch {
		case !l.isColumn(table.Name.O, c.Name.O):
			return answer("1054", "42S22", "Unknown column '"+c.Name.O+"' in 'field list'")
		case slices.Contains(names, c.Name.L):
			return answer("1110", "42000", "Column '"+c.Name.O+"' specified twice")
		}
		names = append(names, c.Name.L)
	}
	room := len(names)
	if room == 0 && t != nil {
		room = len(t.Columns)
	}
	for i, row := range n.Lists {
		if room > 0 && len(row) != room && (len(row) > 0 || len(names) > 0) && t != nil {
			return answer("1136", "21S01", "Column count doesn't match value count at row "+strconv.Itoa(i+1))
		}
	}
	if n.Select != nil {
		return cmp.Or(l.reads(n.Select), l.searched(n.Select))
	}
	return l.ownRows(n, n.Table)
}

// truncate refuses to empty a table that others refer to, even where nothing is in them.
func (l *looker) truncate(n *ast.TableName) *schema.Refusal {
	if f := l.missing(n); f != nil || n.Schema.O != "" {
		return f
	}
	if l.schema.Table(n.Name.O) == nil {
		return answer("1146", "42S02", "Table '"+n.Name.O+"' doesn't exist")
	}
	m := l.schema.Semantics
	for _, t := range l.schema.SortedTables() {
		for _, f := range t.ForeignKeys {
			if m.TableKey(f.RefTable) == m.TableKey(n.Name.O) && m.TableKey(t.Name) != m.TableKey(n.Name.O) {
				l.names = append(l.names, t.Name)
				refusal := answer("1701", "42000", "Cannot truncate a table referenced in a foreign key constraint")
				refusal.Conflict = &schema.Conflict{Reason: schema.InUse, User: schema.Object{Kind: schema.ForeignKeyObject, Table: t.Name, Name: f.Name}}
				return refusal
			}
		}
	}
	return nil
}
