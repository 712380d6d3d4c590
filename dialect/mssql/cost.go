package mssql

import (
	"slices"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// The locks of tables, as SQL Server calls them: Sch-M keeps out everybody, those who read as well.
const (
	intent    = "IX"
	share     = "S"
	schemaMod = "Sch-M"
)

var locks = map[string]schema.Lock{share: schema.LocksWrites, schemaMod: schema.LocksAll}

// Execution says how the server goes about a statement, as its first words tell.
func (r *Room) Execution(sql string) schema.Execution {
	m := language.Execution(sql)
	if m.Verb == "SET" && m.Value != "" && m.Setting == "lock_timeout" && strings.HasPrefix(m.Value, "-") { // without end
		m.Value = "0"
	}
	return m
}

// Cost is what a change does to those who use its tables, after Microsoft's documentation of ALTER TABLE ("Adding NOT NULL columns as an online operation",
// "Altering columns") and CREATE INDEX. What depends on the edition, which no catalogue file says, is said of the smaller ones. No server was asked.
func (r *Room) Cost(before *schema.Schema, c schema.Change, m schema.Execution) []schema.Cost {
	x := &costs{narrow.Costs{Before: before, Execution: m}}
	switch c := c.(type) {
	case nil:
	case schema.AddColumn:
		x.addColumn(c)
	case schema.AlterColumn:
		x.alterColumn(c)
	case schema.AddIndex:
		x.addIndex(c)
	case schema.DropIndex:
		x.dropIndex(c)
	case schema.AddForeignKey:
		x.addKey(c)
	case schema.AddCheck:
		if !c.Check.NotEnforced {
			x.put(c.Table, schema.Scans, schemaMod, "every row is checked against it", nocheck)
		}
	default:
		x.put(c.Object().Table, schema.Instant, schemaMod, "", "")
	}
	return x.All
}

const (
	// nocheck is the shorter way, of a constraint.
	nocheck = "added WITH NOCHECK it takes a moment, but the server does not trust it until WITH CHECK CHECK CONSTRAINT has read all rows under the same lock"
	online  = "with ONLINE = ON, which Enterprise, Developer and Azure SQL know, it blocks nobody for long"
)

type costs struct{ narrow.Costs }

func (x *costs) put(table string, work schema.Work, words, why, instead string) {
	x.Put(schema.Cost{Table: table, Lock: locks[words], Work: work, Words: words, Why: why, Instead: instead})
}

// addColumn: without NOT NULL the rows that are there have none of the default.
func (x *costs) addColumn(c schema.AddColumn) {
	const alone = "add the column so that it takes NULL, with the default, and fill the rows in batches"
	d := c.Column
	switch {
	case d.Identity != "" || d.AutoIncrement || d.Type.Name == "rowversion":
		x.put(c.Table, schema.Rewrites, schemaMod, "every row gets a value of its own", "")
	case d.Generated != "" && d.Stored:
		x.put(c.Table, schema.Rewrites, schemaMod, "the computed value is written into every row", "without PERSISTED it takes a moment")
	case d.Generated != "" || d.Nullable || d.Default == "":
		x.put(c.Table, schema.Instant, schemaMod, "", "")
	case each().MatchString(d.Default) || d.Type.Args == "max" || slices.Contains(larger, d.Type.Name):
		x.put(c.Table, schema.Rewrites, schemaMod, "the default is written into every row", alone)
	default:
		x.put(c.Table, schema.Rewrites, schemaMod, "the default is written into every row", "in Enterprise, Developer and Azure SQL it takes a moment; else "+alone)
	}
}

// each are defaults that are not the same for every row; larger the types whose defaults are written into the rows in every edition.
var (
	each   = schema.Pattern(`(?i)\b(?:newid|newsequentialid|rand|crypt_gen_random)\s*\(|\bNEXT\s+VALUE\b`)
	larger = []string{"xml", "hierarchyid", "geometry", "geography"}
)

func (x *costs) alterColumn(c schema.AlterColumn) {
	own := x.Column(c.Table, c.Name)
	typed := c.Set&(schema.PropType|schema.PropCollation) != 0 && (own == nil || !grows(own, c.To))
	words, instead := schemaMod, online
	if x.Execution.Concurrently {
		words, instead = intent, ""
	}
	switch {
	case typed && own != nil && isText(own.Type) && own.Type.Name == c.To.Type.Name && own.Collation == c.To.Collation:
		x.put(c.Table, schema.Scans, words, "it looks for values that do not fit in every row", instead)
	case typed:
		x.put(c.Table, schema.Rewrites, words, "the column's values are written anew into every row", instead)
	case c.Set&schema.PropNullable != 0 && !c.To.Nullable && (own == nil || own.Nullable):
		x.put(c.Table, schema.Scans, words, "it looks for NULL in every row", instead)
	default:
		x.put(c.Table, schema.Instant, schemaMod, "", "")
	}
}

// grows reports whether a column's new type keeps what is stored: a text or bytes of the same kind, with room for more, but not for what stands beside the row.
func grows(own *schema.Column, to schema.Column) bool {
	sameText := own.Collation == to.Collation && (strings.HasPrefix(own.Type.Name, "var") || strings.HasPrefix(own.Type.Name, "nvar"))
	return own.Type == to.Type && own.Collation == to.Collation ||
		sameText && own.Type.Name == to.Type.Name && to.Type.Args != "max" && semantics().Keeps(own.Type, to.Type)
}

// addIndex: an index of a table's rows themselves keeps out who reads.
func (x *costs) addIndex(c schema.AddIndex) {
	words, work, why := share, schema.Builds, "an index is built"
	key := c.Index.Kind == schema.Constraint || c.Index.Kind == schema.Primary
	if key {
		words, why = schemaMod, "the index of the constraint is built"
	}
	if clusters(c.Index) {
		words, work, why = schemaMod, schema.Rewrites, "all rows are written anew in the order of the clustered index"
	}
	instead := online
	if x.Execution.Concurrently {
		words, instead = intent, ""
	}
	x.put(c.Table, work, words, why, instead)
}

// clusters reports whether an index has the rows of its table.
func clusters(x schema.Index) bool {
	return x.Method == "clustered" || x.Kind == schema.Primary && x.Method == ""
}

// dropIndex: without the clustered index the rows are a heap again, and every other index is built anew.
func (x *costs) dropIndex(c schema.DropIndex) {
	if t := x.Before.Table(c.Table); t != nil {
		if i := t.Index(x.Before.Semantics, c.Name); i >= 0 && clusters(t.Indexes[i]) {
			words, instead := schemaMod, online
			if x.Execution.Concurrently {
				words, instead = intent, ""
			}
			x.put(c.Table, schema.Rewrites, words, "the rows lose the order of the clustered index, and every other index is built anew", instead)
			return
		}
	}
	x.put(c.Table, schema.Instant, schemaMod, "", "")
}

func (x *costs) addKey(c schema.AddForeignKey) {
	work, why, instead := schema.Scans, "every row is looked up in "+c.ForeignKey.RefTable, nocheck
	if c.ForeignKey.NotValid {
		work, why, instead = schema.Instant, "", ""
	}
	x.put(c.Table, work, schemaMod, why, instead)
	if c.ForeignKey.RefTable != c.Table {
		x.put(c.ForeignKey.RefTable, work, schemaMod, why, instead)
	}
}
