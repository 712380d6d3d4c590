package mysql

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"
	"github.com/pingcap/tidb/pkg/parser/mysql"

	"assay/schema"
)

var (
	ofPartition = schema.Pattern("(?is)^ALTER\\s+TABLE\\s+(`[^`]+`|\\w+)\\s+(DROP|TRUNCATE|REMOVE)\\s+PARTITION(?:ING$|\\s+(\\w+)$)")
	ofDatabase  = schema.Pattern(`(?is)^CREATE\s+(?:DATABASE|SCHEMA)\s+(` + schema.NameSQL + `)`)
)

// placed asks for the partition, or the partitions, that a statement is about, and for whether there is a database of a name already.
func (d *demander) placed(sql string) {
	if m := ofPartition().FindStringSubmatch(sql); m != nil {
		parts := "information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = " + textLiteral(strings.Trim(m[1], "`"))
		condition, lacks := "NOT EXISTS (SELECT 1 FROM "+parts+" AND PARTITION_NAME = "+textLiteral(m[3])+")", "there is no partition "+m[3]
		switch strings.ToUpper(m[2]) {
		case "REMOVE":
			condition = "NOT EXISTS (SELECT 1 FROM " + parts + " AND PARTITION_NAME IS NOT NULL)"
			lacks = "Partition management on a not partitioned table is not possible (1505)"
		case "DROP":
			condition += " OR (SELECT COUNT(DISTINCT PARTITION_NAME) FROM " + parts + ") < 2 OR EXISTS (SELECT 1 FROM " + parts +
				" AND PARTITION_METHOD NOT LIKE 'RANGE%' AND PARTITION_METHOD NOT LIKE 'LIST%')"
			lacks += ", or it is the only one, or cannot be dropped"
		}
		d.one(schema.Demand{Lacks: lacks}, condition)
	}
	if m := ofDatabase().FindStringSubmatch(sql); m != nil && !strings.EqualFold(m[1], "IF") {
		name := strings.Trim(m[1], "`")
		d.one(schema.Demand{Lacks: "Can't create database '" + name + "'; database exists (1007)"},
			"EXISTS (SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = "+textLiteral(name)+")")
		d.one(schema.Demand{Unknown: "this user may not have the right to make databases"}, "NOT EXISTS (SELECT 1 FROM "+ownRights+" AND PRIVILEGE_TYPE = 'CREATE')")
	}
}

// partitionsFit reports whether a new table can be partitioned as it is to be: by one whole number of its columns, which all its keys have among theirs.
func partitionsFit(sql string) bool {
	if schema.Bounded(sql, true) != nil {
		return false
	}
	n, err := parse[*ast.CreateTableStmt](sql)
	if err != nil || n.Partition == nil || n.Partition.Sub != nil || n.Select != nil {
		return false
	}
	by, plain := n.Partition.Expr.(*ast.ColumnNameExpr)
	column := ""
	switch {
	case plain && slices.Contains([]ast.PartitionType{ast.PartitionTypeHash, ast.PartitionTypeRange}, n.Partition.Tp):
		column = by.Name.Name.L
	case n.Partition.Tp == ast.PartitionTypeKey && len(n.Partition.ColumnNames) == 1:
		column = n.Partition.ColumnNames[0].Name.L
	}
	return column != "" && keysHave(n, column, n.Partition.Tp != ast.PartitionTypeKey) && ascending(n.Partition)
}

// keysHave reports whether a table has a column, and it is in all that tells its rows apart.
func keysHave(n *ast.CreateTableStmt, column string, whole bool) bool {
	found := false
	for _, c := range n.Cols {
		is := c.Name.Name.L == column
		number := slices.Contains([]byte{mysql.TypeTiny, mysql.TypeShort, mysql.TypeInt24, mysql.TypeLong, mysql.TypeLonglong}, c.Tp.GetType())
		found = found || is && (number || !whole && c.Tp.GetType() == mysql.TypeVarchar)
		for _, o := range c.Options {
			if o.Tp == ast.ColumnOptionReference || !is && (o.Tp == ast.ColumnOptionPrimaryKey || o.Tp == ast.ColumnOptionUniqKey) {
				return false
			}
		}
	}
	for _, k := range n.Constraints {
		has := slices.ContainsFunc(k.Keys, func(p *ast.IndexPartSpecification) bool { return p.Column != nil && p.Column.Name.L == column })
		if !has && k.Tp != ast.ConstraintIndex && k.Tp != ast.ConstraintKey && k.Tp != ast.ConstraintCheck {
			return false
		}
	}
	return found
}

// ascending reports whether the bounds of partitions are numbers that grow, and no two have one name.
func ascending(p *ast.PartitionOptions) bool {
	var names []string
	last := -1 << 62
	for i, d := range p.Definitions {
		less, bounded := d.Clause.(*ast.PartitionDefinitionClauseLessThan)
		if slices.Contains(names, d.Name.L) || len(d.Options) > 0 || p.Tp != ast.PartitionTypeRange || !bounded || len(less.Exprs) != 1 {
			return false
		}
		names = append(names, d.Name.L)
		if _, is := less.Exprs[0].(*ast.MaxValueExpr); is {
			return i == len(p.Definitions)-1
		}
		bound, err := strconv.Atoi(restored(less.Exprs[0]))
		if err != nil || bound <= last {
			return false
		}
		last = bound
	}
	return p.Tp != ast.PartitionTypeRange || len(names) > 0
}
