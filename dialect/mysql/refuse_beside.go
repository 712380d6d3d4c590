package mysql

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

var (
	makes   = schema.Pattern(`(?is)^(CREATE|DROP)\b`)
	lenient = schema.Pattern(`(?is)^(?:CREATE\s+OR\s+REPLACE|CREATE\b[^(]{0,80}?\bIF\s+NOT\s+EXISTS|DROP\b.{0,80}?\bIF\s+EXISTS)\b`)
	someOf  = schema.Pattern(`(?is)^DROP\s+VIEW\s+(.*?)(?:\s+(?:CASCADE|RESTRICT))?$`)
	newOf   = schema.Pattern(`(?is)\bNEW\s*\.\s*(` + "`(?:[^`]|``)*`" + `|\w+)\s*=[^=]`)
)

// beside refuses to make what is there, and to drop what is not, of views, routines, triggers and events.
func (l *looker) beside(sql string) *schema.Refusal {
	sql = strings.TrimRight(strings.TrimSpace(sql), "; \t\n")
	touched := schema.Touched(sql)
	if f := l.event(sql); f != nil {
		return f
	}
	if len(touched) > 0 && touched[0].Space == "" && utf8.RuneCountInString(touched[0].Name) > longestName && makes().MatchString(sql) {
		return answer("1059", "42000", "Identifier name '"+touched[0].Name+"' is too long")
	}
	if !makes().MatchString(sql) || lenient().MatchString(sql) || len(touched) == 0 || touched[0].Space != "" {
		return nil
	}
	o := touched[0]
	drops := strings.EqualFold(sql[:len("DROP")], "DROP")
	switch o.Kind {
	case "view":
		if !drops {
			return nil // see statement
		}
		return l.dropViews(sql)
	case "trigger":
		if !drops {
			return l.trigger(sql, o)
		}
		if l.sees(o.Kind) && !l.has(o.Kind, o.Name) {
			return answer("1360", "HY000", "Trigger does not exist")
		}
	case "procedure", "function":
		switch kind := strings.ToUpper(o.Kind); {
		case !l.sees(o.Kind) || loadable().MatchString(sql):
		case drops && !l.has(o.Kind, o.Name):
			return answer("1305", "42000", kind+" "+o.Name+" does not exist")
		case !drops && l.has(o.Kind, o.Name):
			return answer("1304", "42000", kind+" "+o.Name+" already exists")
		}
	case "event":
		switch {
		case !l.sees(o.Kind):
		case drops && !l.has(o.Kind, o.Name):
			return answer("1539", "HY000", "Unknown event '"+o.Name+"'")
		case !drops && l.has(o.Kind, o.Name):
			return answer("1537", "HY000", "Event '"+o.Name+"' already exists")
		}
	}
	return nil
}

// loadable is a function of a library's (a UDF), which is in no database.
var loadable = schema.Pattern(`(?is)^(?:CREATE\s+(?:AGGREGATE\s+)?FUNCTION\b.*\bSONAME\b|DROP\s+FUNCTION\b)`)

func (l *looker) sees(kind string) bool {
	return l.schema.Detail > schema.Outline && !slices.Contains(l.schema.Unasked, kind)
}

func (l *looker) has(kind, name string) bool {
	l.names = append(l.names, name)
	return slices.ContainsFunc(l.schema.Beside, func(b schema.Beside) bool { return b.Kind == kind && strings.EqualFold(b.Name, name) }) ||
		slices.ContainsFunc(l.schema.Opaque, func(o schema.Opaque) bool { return o.Kind == kind && strings.EqualFold(o.Name, name) })
}

func (l *looker) dropViews(sql string) *schema.Refusal {
	m := someOf().FindStringSubmatch(sql)
	if m == nil {
		return nil
	}
	for name := range strings.SplitSeq(m[1], ",") {
		path := schema.NamePath(strings.TrimSpace(name))
		if len(path) != 1 {
			return nil
		}
		_, view := l.schema.View(path[0])
		l.names = append(l.names, path[0])
		switch {
		case view:
		case l.isMariaDB():
			return answer("4092", "42S02", "Unknown VIEW: '"+path[0]+"'")
		case l.schema.Table(path[0]) != nil:
			return answer("1347", "HY000", "'"+path[0]+"' is not VIEW")
		default:
			return answer("1051", "42S02", "Unknown table '"+path[0]+"'")
		}
	}
	return nil
}

// trigger refuses one that is there, on what is none or not there, or that sets a column that is not there.
func (l *looker) trigger(sql string, o schema.Opaque) *schema.Refusal {
	_, view := l.schema.View(o.Table)
	l.names = append(l.names, o.Table)
	t := l.schema.Table(o.Table)
	switch {
	case o.Table == "":
		return nil
	case view:
		return l.notTable(o.Table)
	case t == nil:
		return answer("1146", "42S02", "Table '"+o.Table+"' doesn't exist")
	case l.sees(o.Kind) && l.has(o.Kind, o.Name):
		return answer("1359", "HY000", "Trigger already exists")
	case l.second(sql, o.Table):
		return answer("1235", "42000", "This version of MySQL doesn't yet support 'multiple triggers with the same action time and event for one table'")
	}
	for _, m := range newOf().FindAllStringSubmatch(sql, -1) {
		if name := schema.NamePath(m[1])[0]; t.Column(l.schema.Semantics, name) < 0 {
			return answer("1054", "42S22", "Unknown column '"+name+"' in 'NEW'")
		}
	}
	return nil
}

// timing is when a trigger acts, and on what.
var timing = schema.Pattern(`(?is)\b(BEFORE|AFTER)\s+(INSERT|UPDATE|DELETE)\s+ON\b`)

// second reports whether a table has a trigger for that already, where the server takes no other.
func (l *looker) second(sql, table string) bool {
	m := timing().FindStringSubmatch(sql)
	if m == nil || l.atLeastMySQL(5, 7, 2) || l.atLeastMariaDB(10, 2, 3) || l.vendor == tiDB {
		return false
	}
	return slices.ContainsFunc(l.schema.Beside, func(b schema.Beside) bool {
		is := timing().FindStringSubmatch(b.SQL)
		same := b.Kind == "trigger" && is != nil && l.schema.Semantics.TableKey(b.Table) == l.schema.Semantics.TableKey(table) &&
			strings.EqualFold(is[1], m[1]) && strings.EqualFold(is[2], m[2])
		if same {
			l.names = append(l.names, b.Name)
		}
		return same
	})
}

// partitioned reports whether a table is.
func (l *looker) partitioned(table string) bool {
	l.names = append(l.names, table)
	m := l.schema.Semantics
	return slices.ContainsFunc(l.schema.Opaque, func(o schema.Opaque) bool {
		return o.Kind == schema.Partitioning && (m.TableKey(o.Table) == m.TableKey(table) || m.TableKey(o.Name) == m.TableKey(table))
	})
}

// alter refuses what is done to a view, to partitions of a table that has none, and what a partitioned table cannot have.
func (l *looker) alter(n *ast.AlterTableStmt) *schema.Refusal {
	name := n.Table.Name.O
	if n.Table.Schema.O != "" {
		return nil
	}
	if _, view := l.schema.View(name); view && l.schema.Table(name) == nil {
		l.names = append(l.names, name)
		return l.notTable(name)
	}
	if l.schema.Table(name) == nil {
		for _, spec := range n.Specs { // which no change says
			switch spec.Tp {
			case ast.AlterTableEnableKeys, ast.AlterTableDisableKeys, ast.AlterTableForce, ast.AlterTableOrderByColumns:
				return l.missing(n.Table)
			}
		}
		return nil
	}
	partitioned := l.partitioned(name)
	for _, spec := range n.Specs {
		switch spec.Tp {
		case ast.AlterTableDropColumn: // be it one that the statement adds
			if !spec.IfExists && spec.OldColumnName != nil && !l.isColumn(name, spec.OldColumnName.Name.O) {
				return answer("1091", "42000", "Can't DROP '"+spec.OldColumnName.Name.O+"'; check that column/key exists")
			}
		case ast.AlterTableDropPartition, ast.AlterTableTruncatePartition, ast.AlterTableAddPartitions, ast.AlterTableReorganizePartition:
			if !partitioned && len(n.Specs) == 1 {
				return answer("1505", "HY000", "Partition management on a not partitioned table is not possible")
			}
		case ast.AlterTableAddConstraint:
			if partitioned && spec.Constraint != nil && spec.Constraint.Tp == ast.ConstraintForeignKey {
				return answer("1506", "HY000", "Partitioned tables do not support FOREIGN KEY")
			}
		}
	}
	return l.altered(n, l.schema.Table(name))
}

// notTable is what the server says of a view that is altered like a table.
func (l *looker) notTable(name string) *schema.Refusal {
	if l.isMariaDB() {
		return answer("1347", "HY000", "'"+name+"' is not of type 'BASE TABLE'")
	}
	return answer("1347", "HY000", "'"+name+"' is not BASE TABLE")
}

// dropTables refuses to drop a view as a table.
func (l *looker) dropTables(n *ast.DropTableStmt) *schema.Refusal {
	for _, t := range n.Tables {
		if _, view := l.schema.View(t.Name.O); view && !n.IsView && !n.IfExists && t.Schema.O == "" && l.schema.Table(t.Name.O) == nil {
			l.names = append(l.names, t.Name.O)
			if l.isMariaDB() {
				return answer("1965", "42S02", "'"+t.Name.O+"' is a view")
			}
			return answer("1051", "42S02", "Unknown table '"+t.Name.O+"'")
		}
	}
	return nil
}
