package mysql

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

// repartitions is the one thing that a statement does to how a table is partitioned; nil: it does another, or more.
func repartitions(sql string) (table string, spec *ast.AlterTableSpec) {
	if schema.Bounded(sql, true) != nil {
		return "", nil
	}
	n, err := parse[*ast.AlterTableStmt](sql)
	if err != nil || len(n.Specs) != 1 || n.Table.Schema.O != "" {
		return "", nil
	}
	return n.Table.Name.O, n.Specs[0]
}

// decidesParts reports whether the catalogue, or the rows, tell whether the server partitions a table so.
func decidesParts(sql string) bool {
	table, spec := repartitions(sql)
	if table == "" {
		return false
	}
	switch spec.Tp {
	case ast.AlterTableAddPartitions, ast.AlterTableReorganizePartition:
		return len(spec.PartDefinitions) > 0 && !spec.OnAllPartitions && ascending(&ast.PartitionOptions{PartitionMethod: ranged, Definitions: spec.PartDefinitions})
	case ast.AlterTablePartition:
		some := spec.Partition == nil || spec.Partition.Num > 0 && spec.Partition.Num <= mostParts || !partsCounted().MatchString(sql)
		return some && columnOfParts(spec.Partition) != "" && (spec.Partition.Tp != ast.PartitionTypeRange || ascending(spec.Partition))
	}
	return false
}

// mostParts is how many parts each server gives a table.
const mostParts = 1024

// partsCounted is how many parts a table is to have.
var partsCounted = schema.Pattern(`(?i)\bPARTITIONS\b`)

var ranged = ast.PartitionMethod{Tp: ast.PartitionTypeRange}

// columnOfParts is the one column that a table is to be partitioned by, by its number or its bytes; empty: it is more, or another method.
func columnOfParts(p *ast.PartitionOptions) string {
	if p == nil || p.Sub != nil {
		return ""
	}
	by, plain := p.Expr.(*ast.ColumnNameExpr)
	switch {
	case plain && (p.Tp == ast.PartitionTypeHash || p.Tp == ast.PartitionTypeRange):
		return by.Name.Name.O
	case p.Tp == ast.PartitionTypeKey && len(p.ColumnNames) == 1:
		return p.ColumnNames[0].Name.O
	}
	return ""
}

// repartitioned asks the catalogue and the rows whether the server partitions a table as a statement says.
func repartitioned(d *demander, r *Room, sql string) {
	if !decidesParts(sql) {
		return
	}
	table, spec := repartitions(sql)
	if spec.Tp == ast.AlterTablePartition {
		parted(d, r, table, spec.Partition)
		return
	}
	parts := "information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = " + textLiteral(table)
	first, last := boundsOf(spec.PartDefinitions)
	names := make([]string, len(spec.PartDefinitions))
	for i, p := range spec.PartDefinitions {
		names[i] = textLiteral(p.Name.L)
	}
	const number = "CAST(PARTITION_DESCRIPTION AS SIGNED)"
	d.one(schema.Demand{Unknown: table + " is partitioned in a way that is not looked at"}, "EXISTS (SELECT 1 FROM "+parts+" AND PARTITION_METHOD <> 'RANGE')")
	isRange := "EXISTS (SELECT 1 FROM " + parts + " AND PARTITION_METHOD = 'RANGE')"
	if spec.Tp == ast.AlterTableAddPartitions {
		d.one(schema.Demand{Lacks: "VALUES LESS THAN value must be strictly increasing for each partition, or there is one of that name (1493, 1517)"}, isRange+
			" AND EXISTS (SELECT 1 FROM "+parts+" AND (LOWER(PARTITION_NAME) IN ("+strings.Join(names, ", ")+") OR PARTITION_DESCRIPTION = 'MAXVALUE' OR "+
			number+" >= "+first+"))")
		d.one(schema.Demand{Lacks: "Partition management on a not partitioned table is not possible (1505)"}, "NOT EXISTS (SELECT 1 FROM "+parts+
			" AND PARTITION_NAME IS NOT NULL)")
		return
	}
	var old []string
	for _, p := range spec.PartitionNames {
		old = append(old, textLiteral(p.L))
	}
	these := parts + " AND LOWER(PARTITION_NAME) IN (" + strings.Join(old, ", ") + ")"
	others := parts + " AND LOWER(PARTITION_NAME) NOT IN (" + strings.Join(old, ", ") + ")"
	start := "(SELECT MIN(PARTITION_ORDINAL_POSITION) FROM " + these + ")"
	condition := fmt.Sprintf("NOT %s OR (SELECT COUNT(DISTINCT PARTITION_NAME) FROM %s) <> %d OR (SELECT MAX(PARTITION_ORDINAL_POSITION) FROM %[2]s) - %[4]s + 1 <> %[3]d",
		isRange, these, len(old), start)
	condition += " OR NOT EXISTS (SELECT 1 FROM " + these + " AND PARTITION_DESCRIPTION = " + textLiteral(last) +
		" AND PARTITION_ORDINAL_POSITION = " + start + " + " +
		strconv.Itoa(len(old)-1) + ") OR EXISTS (SELECT 1 FROM " + others + " AND LOWER(PARTITION_NAME) IN (" + strings.Join(names, ", ") + "))"
	condition += " OR EXISTS (SELECT 1 FROM " + others + " AND PARTITION_ORDINAL_POSITION < " + start + " AND " + number + " >= " + first + ")"
	d.one(schema.Demand{Unknown: "the partitions may not be those that it takes the place of"}, condition)
}

// boundsOf are the first and the last bound of partitions by ranges, as the catalogue spells them. A first one without a bound is greater than any.
func boundsOf(all []*ast.PartitionDefinition) (first, last string) {
	spelled := func(p *ast.PartitionDefinition) string {
		less, is := p.Clause.(*ast.PartitionDefinitionClauseLessThan)
		if !is {
			return ""
		}
		if _, most := less.Exprs[0].(*ast.MaxValueExpr); most {
			return "MAXVALUE"
		}
		return restored(less.Exprs[0])
	}
	first, last = spelled(all[0]), spelled(all[len(all)-1])
	if first == "MAXVALUE" {
		first = strconv.FormatUint(1<<63-1, 10)
	}
	return first, last
}

// parted asks whether a table that is there can be partitioned: its keys have the column, no foreign key is in the way, and each row has its part.
func parted(d *demander, r *Room, table string, p *ast.PartitionOptions) {
	m, t, column := d.schema.Semantics, d.schema.Table(table), columnOfParts(p)
	unknown := func(why string) { d.all = append(d.all, schema.Demand{Unknown: why}) }
	at := -1
	if t != nil {
		at = t.Column(m, column)
	}
	lacksColumn := func(x schema.Index) bool {
		return x.Kind.Unique() && !slices.ContainsFunc(x.Parts, func(part schema.Part) bool { return m.SameName(part.Column, column) && part.Prefix == 0 })
	}
	special := func(x schema.Index) bool { return x.Method == "fulltext" || x.Method == "spatial" }
	switch {
	case t == nil || at < 0 || isPartitioned(d.schema, table) || !r.flavor.isMariaDB() && !isInnoDB(t) || slices.ContainsFunc(t.Indexes, special):
		unknown("whether the table can be partitioned is not looked at")
	case len(t.ForeignKeys) > 0 || len(d.schema.Referrers(table)) > 0:
		d.one(schema.Demand{Lacks: "Foreign keys are not yet supported in conjunction with partitioning (1506)"}, "TRUE")
	case slices.ContainsFunc(t.Indexes, lacksColumn):
		d.one(schema.Demand{Lacks: "A unique key must include all columns in the table's partitioning function (1503)"}, "TRUE")
	case !isInteger(t.Columns[at].Type) && (p.Tp != ast.PartitionTypeKey || t.Columns[at].Type.Name != "varchar"):
		unknown("whether the table can be partitioned by " + column + " is not looked at")
	case p.Tp == ast.PartitionTypeRange:
		_, last := boundsOf(p.Definitions)
		outside(d, t, column, last)
	}
}

// outside asks for rows beyond the last of the parts that a table is to have.
func outside(d *demander, t *schema.Table, column, last string) {
	if last == "MAXVALUE" {
		return
	}
	changed := func(past schema.Past) bool { return past.SQL != "" && schema.Mentions(past.SQL, t.Name) }
	if d.observed.Table(t.Name) != t || slices.ContainsFunc(d.pending.Before, changed) {
		d.all = append(d.all, schema.Demand{Unknown: t.Name + " may have a row for which there is no partition (1526)", Rows: t.Name})
		return
	}
	sql := fmt.Sprintf("SELECT COUNT(*) FROM (SELECT 1 FROM %s WHERE %s >= %s LIMIT 1) found", quote(t.Name), quote(column), last)
	d.all = append(d.all, schema.Demand{Question: schema.Question{SQL: sql, Tables: []string{t.Name}}, Lacks: "Table has no partition for a value of " + column + " (1526)"})
}

// partsMind: a table that the upgrade has partitioned by then has keys and columns that go with it.
func partsMind(d *demander, c schema.Change) {
	switch x := c.(type) {
	case schema.AddIndex:
		if !x.Index.Kind.Unique() && x.Index.Method == "" {
			return
		}
	case schema.AlterColumn, schema.DropColumn, schema.RenameColumn, schema.AddForeignKey:
	default:
		return
	}
	table := c.Object().Table
	by := func(past schema.Past) bool {
		on, spec := repartitions(past.SQL)
		return spec != nil && spec.Tp == ast.AlterTablePartition && d.schema.Semantics.TableKey(on) == d.schema.Semantics.TableKey(table)
	}
	if slices.ContainsFunc(d.pending.Before, func(past schema.Past) bool { return past.SQL != "" && by(past) }) {
		d.all = append(d.all, schema.Demand{Unknown: table + " is partitioned by then"})
	}
}
