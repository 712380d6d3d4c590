package mysql

import (
	"slices"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"
	"github.com/pingcap/tidb/pkg/parser/opcode"

	"assay/schema"
)

// A definition is what a statement says of a table, as far as no change has it: what its expressions name, and how long its keys' parts are.
type definition struct {
	*looker
	table    string
	columns  []string // those that there are once the statement has run
	counters []string // and those of them that count up
}

// created looks at the parts of a new table.
func (l *looker) created(n *ast.CreateTableStmt) *schema.Refusal {
	d := definition{looker: l, table: n.Table.Name.O}
	for _, c := range n.Cols {
		d.takes(c)
	}
	if n.Select != nil { // which gives it more columns
		d.columns = nil
	}
	if n.Partition != nil && n.Partition.Num > mostPartitions {
		return answer("1499", "HY000", "Too many partitions (including subpartitions) were defined")
	}
	return d.parts(n.Cols, n.Constraints)
}

// mostPartitions is how many partitions a table has at most.
const mostPartitions = 8192

// altered looks at the parts of a table that are new.
func (l *looker) altered(n *ast.AlterTableStmt, t *schema.Table) *schema.Refusal {
	d := definition{looker: l, table: t.Name}
	for _, c := range t.Columns {
		d.columns = append(d.columns, strings.ToLower(c.Name))
		if c.AutoIncrement {
			d.counters = append(d.counters, strings.ToLower(c.Name))
		}
	}
	var columns []*ast.ColumnDef
	var constraints []*ast.Constraint
	dropped := map[string]bool{}
	for _, spec := range n.Specs {
		if spec.Constraint != nil {
			constraints = append(constraints, spec.Constraint)
		}
		if spec.Tp == ast.AlterTableDropForeignKey {
			dropped[strings.ToLower(spec.Name)] = true
		}
		if spec.NewColumnName != nil {
			d.columns = append(d.columns, spec.NewColumnName.Name.L)
		}
		columns = append(columns, spec.NewColumns...)
	}
	for _, c := range columns {
		d.takes(c)
	}
	for _, k := range constraints {
		if k.Tp == ast.ConstraintForeignKey && dropped[strings.ToLower(k.Name)] { // the old one goes last
			if d.isMariaDB() {
				return answer("1005", "HY000", "Can't create table `"+t.Name+"` (errno: 121 \"Duplicate key on write or update\")")
			}
			return answer("1826", "HY000", "Duplicate foreign key constraint name '"+k.Name+"'")
		}
	}
	return d.parts(columns, constraints)
}

func (d *definition) takes(c *ast.ColumnDef) {
	d.columns = append(d.columns, c.Name.Name.L)
	if slices.ContainsFunc(c.Options, func(o *ast.ColumnOption) bool { return o.Tp == ast.ColumnOptionAutoIncrement }) {
		d.counters = append(d.counters, c.Name.Name.L)
	}
}

func (d *definition) parts(columns []*ast.ColumnDef, constraints []*ast.Constraint) *schema.Refusal {
	for _, c := range columns {
		for _, o := range c.Options {
			var f *schema.Refusal
			switch o.Tp {
			case ast.ColumnOptionGenerated:
				f = d.expression(o.Expr, c.Name.Name.O, "3763")
			case ast.ColumnOptionCheck:
				f = d.check(o.Expr, c.Name.Name.L)
			}
			if f != nil {
				return f
			}
		}
	}
	for _, k := range constraints {
		switch k.Tp {
		case ast.ConstraintCheck:
			if f := d.check(k.Expr, ""); f != nil {
				return f
			}
		case ast.ConstraintForeignKey:
			if name := k.Refer.Table.Name.O; k.Refer.Table.Schema.O == "" && d.schema.Table(name) == nil && d.isView(name) {
				return d.malformed(&schema.Table{Name: d.table}, "1824", "Failed to open the referenced table '%s'", name)
			}
		default:
			if f := emptyPart(k.Keys); f != nil {
				return f
			}
		}
	}
	return nil
}

// isView reports whether there is a view of a name, be it one that the history makes.
func (l *looker) isView(name string) bool {
	_, view := l.schema.View(name)
	return view || l.has("view", name)
}

// emptyPart refuses a key over none of a text's characters.
func emptyPart(parts []*ast.IndexPartSpecification) *schema.Refusal {
	for _, p := range parts {
		if p.Column != nil && p.Length == 0 {
			return answer("1391", "HY000", "Key part '"+p.Column.Name.O+"' length cannot be 0")
		}
	}
	return nil
}

// mentioned are the columns and functions that an expression names.
type mentioned struct{ columns, functions []string }

// Enter implements [ast.Visitor].
func (m *mentioned) Enter(n ast.Node) (ast.Node, bool) {
	switch n := n.(type) {
	case *ast.ColumnName:
		m.columns = append(m.columns, n.Name.L)
	case *ast.FuncCallExpr:
		m.functions = append(m.functions, n.FnName.L)
	}
	return n, false
}

// Leave implements [ast.Visitor].
func (*mentioned) Leave(n ast.Node) (ast.Node, bool) { return n, true }

// expression refuses what names a column that is not there, or calls a function of the database's.
func (d *definition) expression(e ast.ExprNode, of, code string) *schema.Refusal {
	var m mentioned
	e.Accept(&m)
	for _, name := range m.columns {
		if len(d.columns) > 0 && !slices.Contains(d.columns, name) {
			return answer("1054", "42S22", "Unknown column '"+name+"' in an expression of "+d.table)
		}
	}
	for _, name := range m.functions {
		if d.sees("function") && d.has("function", name) {
			if d.isMariaDB() {
				return d.unusable("`"+name+"`()", "expression", of)
			}
			return say(code, "An expression of '%s' contains a disallowed function: `%s`.", of, name)
		}
	}
	return nil
}

// check refuses a condition of that kind, of one that counts up, of a column that is about others (MySQL), or that is neither true nor false (MySQL).
func (d *definition) check(e ast.ExprNode, column string) *schema.Refusal {
	if f := d.expression(e, d.table, "3814"); f != nil || !d.keepsChecks {
		return f
	}
	var m mentioned
	e.Accept(&m)
	for _, name := range m.columns {
		switch {
		case slices.Contains(d.counters, name) && d.isMariaDB():
			return d.unusable("AUTO_INCREMENT", "CHECK", name)
		case slices.Contains(d.counters, name):
			return say("3818", "Check constraint cannot refer to an auto-increment column: '%s'.", name)
		case column != "" && name != column && d.vendor == mySQL:
			return say("3813", "Column check constraint references other column: '%s'.", name)
		}
	}
	if d.vendor == mySQL && counts(e) {
		return say("3812", "An expression of non-boolean type specified to a check constraint of '%s'.", d.table)
	}
	return nil
}

// counts reports whether an expression is a column or a sum, which are neither true nor false.
func counts(e ast.ExprNode) bool {
	switch x := bare(e).(type) {
	case *ast.ColumnNameExpr:
		return true
	case *ast.BinaryOperationExpr:
		return slices.Contains([]opcode.Op{opcode.Plus, opcode.Minus, opcode.Mul, opcode.Div, opcode.Mod, opcode.IntDiv, opcode.And, opcode.Or}, x.Op)
	}
	return false
}
