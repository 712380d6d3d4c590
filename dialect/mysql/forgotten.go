package mysql

import (
	"github.com/pingcap/tidb/pkg/parser/ast"
)

// Forgotten are the constraints of a statement that the server parses and then forgets: MySQL before 9.0 and MariaDB before 10.5 a REFERENCES behind a column,
// MySQL before 8.0.16 and MariaDB before 10.2.1 every CHECK (seen on 5.6; SHOW CREATE TABLE lacks them, and there is no warning).
func (r *Room) Forgotten(sql string) []string {
	if r.flavor.keepsChecks && r.flavor.refersInline {
		return nil
	}
	n, err := parse[ast.StmtNode](sql)
	if err != nil {
		return nil
	}
	f := forgetting{flavor: r.flavor}
	switch n := n.(type) {
	case *ast.CreateTableStmt:
		f.columns(n.Cols)
		f.constraints(n.Constraints)
	case *ast.AlterTableStmt:
		for _, s := range n.Specs {
			f.columns(s.NewColumns)
			f.constraints(s.NewConstraints)
			if s.Constraint != nil {
				f.constraints([]*ast.Constraint{s.Constraint})
			}
		}
	}
	return f.found
}

type forgetting struct {
	flavor flavor
	found  []string
}

func (f *forgetting) columns(all []*ast.ColumnDef) {
	for _, c := range all {
		for _, o := range c.Options {
			switch {
			case o.Tp == ast.ColumnOptionReference && !f.flavor.refersInline:
				f.found = append(f.found, "REFERENCES "+o.Refer.Table.Name.O+" of column "+c.Name.Name.O)
			case o.Tp == ast.ColumnOptionCheck && !f.flavor.keepsChecks:
				f.found = append(f.found, "CHECK of column "+c.Name.Name.O)
			}
		}
	}
}

func (f *forgetting) constraints(all []*ast.Constraint) {
	for _, k := range all {
		if k.Tp != ast.ConstraintCheck || f.flavor.keepsChecks {
			continue
		}
		if k.Name == "" {
			f.found = append(f.found, "CHECK")
		} else {
			f.found = append(f.found, "CHECK "+k.Name)
		}
	}
}
