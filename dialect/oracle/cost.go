package oracle

import (
	"slices"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// What a statement holds while it works, in the words of the engine's documentation. Who reads never waits.
const (
	nothing   = "ROW EXCLUSIVE"
	share     = "SHARE"
	exclusive = "EXCLUSIVE"
)

// Execution says how the server goes about a statement, as its first words tell.
func (r *Room) Execution(sql string) schema.Execution {
	m := language.Execution(sql)
	if m.Verb == "ALTER TABLE" {
		m.Rest = unused().FindStringSubmatch(strings.ToUpper(sql))
	}
	return m
}

var unused = schema.Pattern(`\b(?:SET\s+UNUSED|DROP\s+UNUSED\s+COLUMNS)\b`)

// Cost is what a change does to those who use its tables, after the documentation of Oracle Database 19c: "Automatic and Manual Locking Mechanisms During SQL
// Operations" (which DDL does not block), ALTER TABLE and CREATE INDEX. No server was asked.
func (r *Room) Cost(before *schema.Schema, c schema.Change, m schema.Execution) []schema.Cost {
	x := &costs{narrow.Costs{Before: before, Execution: m}}
	switch c := c.(type) {
	case nil:
		if len(m.Rest) > 0 && strings.HasPrefix(m.Rest[0], "DROP") {
			x.put(m.Table, schema.Rewrites, exclusive, "what the unused columns hold is taken out of every row", "")
		}
	case schema.AddColumn:
		x.addColumn(c)
	case schema.DropColumn:
		x.dropColumn(c)
	case schema.AlterColumn:
		x.alterColumn(c)
	case schema.AddIndex:
		x.addIndex(c)
	case schema.AddForeignKey:
		if !c.ForeignKey.NotValid {
			x.put(c.Table, schema.Scans, share, "every row is looked up in "+c.ForeignKey.RefTable, novalidate)
		}
	case schema.AddCheck:
		if !c.Check.NotEnforced {
			x.put(c.Table, schema.Scans, share, "every row is checked against it", novalidate)
		}
	default:
		x.put(c.Object().Table, schema.Instant, exclusive, "", "")
	}
	return x.All
}

// novalidate is the way that blocks nobody, of a constraint.
const novalidate = "add it ENABLE NOVALIDATE, and ALTER TABLE … MODIFY CONSTRAINT … VALIDATE afterwards: neither blocks writes"

type costs struct{ narrow.Costs }

func (x *costs) put(table string, work schema.Work, words, why, instead string) {
	lock := schema.LocksWrites
	if words == nothing {
		lock = schema.LocksNothing
	}
	x.Put(schema.Cost{Table: table, Lock: lock, Work: work, Words: words, Why: why, Instead: instead})
}

// addColumn: a default stands once in the data dictionary (from 11.2 on for a column that is NOT NULL, from 12.1 on for any), but not in a table with large
// objects, nor where each row gets a number of its own.
func (x *costs) addColumn(c schema.AddColumn) {
	t := x.Before.Table(c.Table)
	large := isLarge(c.Column.Type) || t != nil && slices.ContainsFunc(t.Columns, func(own schema.Column) bool { return isLarge(own.Type) })
	const alone = "add the column alone, then MODIFY its default, and fill the rows in batches"
	switch {
	case c.Column.Identity != "" || numbered().MatchString(c.Column.Default):
		x.put(c.Table, schema.Rewrites, exclusive, "every row gets a number of its own", alone)
	case c.Column.Generated == "" && c.Column.Default != "" && large:
		x.put(c.Table, schema.Rewrites, exclusive, "the default is written into every row of a table with large objects", alone)
	default:
		x.put(c.Table, schema.Instant, nothing, "", "")
	}
}

var numbered = schema.Pattern(`(?i)\.\s*(?:NEXTVAL|CURRVAL)\b`)

// dropColumn: a column that is computed takes no room.
func (x *costs) dropColumn(c schema.DropColumn) {
	own := x.Column(c.Table, c.Column)
	if len(x.Execution.Rest) > 0 || own != nil && own.Generated != "" {
		x.put(c.Table, schema.Instant, exclusive, "", "")
		return
	}
	x.put(c.Table, schema.Rewrites, exclusive, "its values are taken out of every row",
		"ALTER TABLE … SET UNUSED takes a moment, and DROP UNUSED COLUMNS can follow when writes can wait")
}

func (x *costs) alterColumn(c schema.AlterColumn) {
	own := x.Column(c.Table, c.Name)
	switch {
	case c.Set&schema.PropNullable != 0 && !c.To.Nullable && (own == nil || own.Nullable):
		x.put(c.Table, schema.Scans, exclusive, "it looks for NULL in every row",
			"ADD CONSTRAINT … CHECK (… IS NOT NULL) ENABLE NOVALIDATE, and MODIFY CONSTRAINT … VALIDATE afterwards: neither blocks writes")
	case c.Set&schema.PropType != 0 && (own == nil || !semantics.Keeps(own.Type, c.To.Type)):
		x.put(c.Table, schema.Scans, exclusive, "it looks for values that do not fit in every row", "")
	default:
		x.put(c.Table, schema.Instant, exclusive, "", "")
	}
}

// addIndex: a constraint takes an index that is there.
func (x *costs) addIndex(c schema.AddIndex) {
	const edition = "CREATE INDEX … ONLINE blocks nobody, in the Enterprise Edition"
	key := c.Index.Kind == schema.Constraint || c.Index.Kind == schema.Primary
	switch {
	case !key && x.Execution.Concurrently:
		x.put(c.Table, schema.Builds, nothing, "an index is built", "")
	case !key:
		x.put(c.Table, schema.Builds, share, "an index is built", edition)
	case !x.Indexed(c.Table, c.Index.Parts):
		x.put(c.Table, schema.Builds, exclusive, "the index of the constraint is built",
			"CREATE UNIQUE INDEX … ONLINE first, in the Enterprise Edition: the constraint takes it")
	case c.Index.Kind == schema.Primary && x.Nullable(c.Table, c.Index.Parts):
		x.put(c.Table, schema.Scans, exclusive, "it looks for NULL in every row", "")
	default:
		x.put(c.Table, schema.Instant, exclusive, "", "")
	}
}
