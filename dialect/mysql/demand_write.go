package mysql

import (
	"slices"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

// writtenBy asks about the tables that a statement writes: whether their triggers find what they name, and their partitions take the rows.
func writtenBy(d *demander, sql string) {
	n, err := parse[ast.StmtNode](sql)
	if err != nil {
		return
	}
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
