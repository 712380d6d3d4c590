package postgres

import (
	"cmp"
	"slices"
	"strings"

	"assay/schema"
)

// The locks of tables, as PostgreSQL calls them.
const (
	shareUpdateExclusive = "SHARE UPDATE EXCLUSIVE"
	share                = "SHARE"
	shareRowExclusive    = "SHARE ROW EXCLUSIVE"
	exclusive            = "EXCLUSIVE"
	accessExclusive      = "ACCESS EXCLUSIVE"
)

// locks say whom a lock keeps out. Those that are not listed keep out nobody who reads or writes.
var locks = map[string]schema.Lock{
	share: schema.LocksWrites, shareRowExclusive: schema.LocksWrites, exclusive: schema.LocksWrites, accessExclusive: schema.LocksAll,
}

func costOf(table, words string, work schema.Work, why string) schema.Cost {
	return schema.Cost{Table: table, Lock: locks[words], Work: work, Words: words, Why: why}
}

// Cost is what a change does to those who use its tables, one of each table; of no change: what the acts do that the statement's execution names. The locks and
// the work are those that the tests of the rules see on a server.
func (r *Room) Cost(before *schema.Schema, c schema.Change, m schema.Execution) []schema.Cost {
	costs := &costs{version: r.version, before: before, execution: m}
	if c == nil {
		for _, act := range m.Acts {
			costs.act(act)
		}
		return costs.all
	}
	if m.Verb != "SEQUENCE" { // that a column asks it needs no lock of the table to speak of
		costs.change(c)
	}
	return costs.all
}

// costs gathers what a statement costs, a table once.
type costs struct {
	version   version
	before    *schema.Schema
	execution schema.Execution
	all       []schema.Cost
}

// put notes what is done to a table. The lock and the work are the worst of all that is done to it.
func (x *costs) put(table, words string, work schema.Work, why string) {
	next := costOf(table, words, work, why)
	for i, c := range x.all {
		if c.Table != table {
			continue
		}
		worst := c
		if strength[words] > strength[c.Words] {
			worst.Words, worst.Lock = next.Words, next.Lock
		}
		if work > c.Work {
			worst.Work, worst.Why = work, cmp.Or(why, c.Why)
		}
		x.all[i] = worst
		return
	}
	x.all = append(x.all, next)
}

// strength orders locks: each keeps out all that the one before does.
var strength = map[string]int{shareUpdateExclusive: 1, share: 2, shareRowExclusive: 3, exclusive: 4, accessExclusive: 5}

func (x *costs) change(c schema.Change) {
	table := c.Object().Table
	switch c := c.(type) {
	case schema.CreateTable:
		for _, f := range c.Table.ForeignKeys {
			if f.RefTable != table {
				x.put(f.RefTable, shareRowExclusive, schema.Instant, "a foreign key puts triggers on it")
			}
		}
	case schema.DropTable:
		x.put(table, accessExclusive, schema.Instant, "")
		x.partners(table, func([]string) bool { return true })
	case schema.AddColumn:
		work, why := fill(x.version, c.Column)
		if x.foreign(c.Column.Type) && c.Column.Default == "" { // a domain may have a default of its own
			work, why = schema.Instant, ""
		}
		if reason := x.ownRewrite(c.Column); reason != "" && work != schema.Rewrites {
			work, why = schema.Rewrites, reason
		}
		if x.before.Idle(c) {
			work, why = schema.Instant, ""
		}
		x.put(table, accessExclusive, work, why)
	case schema.DropColumn:
		x.put(table, accessExclusive, schema.Instant, "")
		x.partners(table, func(columns []string) bool { return slices.Contains(columns, c.Column) })
	case schema.AlterColumn:
		x.alterColumn(c)
	case schema.AddIndex:
		x.addIndex(c)
	case schema.DropIndex:
		x.dropIndex(c)
	case schema.AddForeignKey:
		work := schema.Scans
		if c.ForeignKey.NotValid || x.fresh(table, c.ForeignKey.Columns) {
			work = schema.Instant
		}
		x.put(table, shareRowExclusive, work, "every row is looked up")
		x.put(c.ForeignKey.RefTable, shareRowExclusive, work, "every row of "+table+" is looked up in it")
	case schema.DropForeignKey:
		x.dropConstraint(table, c.Name)
	case schema.AddCheck:
		work := schema.Scans
		if c.Check.NotEnforced {
			work = schema.Instant
		}
		x.put(table, accessExclusive, work, "every row is checked against it")
	case schema.RenameIndex:
		if c.Kind == schema.Constraint { // ALTER INDEX locks the index alone
			x.put(table, accessExclusive, schema.Instant, "")
		}
	case schema.RenameTable, schema.RenameColumn, schema.AlterTable, schema.DropCheck:
		x.put(table, accessExclusive, schema.Instant, "")
	case schema.DropEnum:
		for _, user := range x.before.UsersOf(c.Name) {
			if x.execution.Cascade {
				x.put(user.Table, accessExclusive, schema.Instant, "its column goes")
			}
		}
	case schema.CreateEnum, schema.RenameEnum, schema.AlterEnum, schema.SetTrait: // what a trait's change costs, its [schema.Act] says
	}
}

// foreign reports whether a type is none of the engine's, and no enum type that is known.
func (x *costs) foreign(t schema.Type) bool {
	_, known := x.before.Enums[t.Name]
	return t.Named && !known
}

// fresh reports whether columns are new with the statement that refers to them, and without a default, so that they are NULL in every row: PostgreSQL then
// looks nothing up.
func (x *costs) fresh(table string, columns []string) bool {
	return !x.execution.Keys && !slices.ContainsFunc(columns, func(column string) bool {
		return !slices.ContainsFunc(x.execution.Beside, func(c schema.Change) bool {
			add, ok := c.(schema.AddColumn)
			return ok && add.Table == table && add.Column.Name == column && add.Column.Default == ""
		})
	})
}

// partners locks the tables on the other side of foreign keys that go with what is dropped, since their triggers go as well: those whose columns in the table
// are such that goes says so.
func (x *costs) partners(table string, goes func(columns []string) bool) {
	tables := []*schema.Table{x.before.Table(table)}
	if x.execution.Cascade {
		tables = x.before.SortedTables()
	}
	for _, t := range tables {
		if t == nil {
			continue
		}
		for _, f := range t.ForeignKeys {
			switch {
			case t.Name == table && f.RefTable != table && goes(f.Columns):
				x.put(f.RefTable, accessExclusive, schema.Instant, "its foreign key is dropped")
			case t.Name != table && f.RefTable == table && goes(f.RefColumns):
				x.put(t.Name, accessExclusive, schema.Instant, "its foreign key is dropped")
			}
		}
	}
}

func (x *costs) addIndex(c schema.AddIndex) {
	switch {
	case c.Using != "":
		x.adopt(c)
	case x.execution.Lenient && x.indexed(c.Index.Name) != "", x.execution.Only:
		x.put(c.Table, share, schema.Instant, "")
	case x.execution.Concurrently:
		x.put(c.Table, shareUpdateExclusive, schema.Builds, "")
	case c.Index.Kind == schema.Plain || c.Index.Kind == schema.Unique:
		x.put(c.Table, share, schema.Builds, "")
	default:
		x.put(c.Table, accessExclusive, schema.Builds, "a constraint builds its index under the table's lock")
	}
}

// adopt: the index is there; a primary key has its columns looked through for NULL.
func (x *costs) adopt(c schema.AddIndex) {
	work := schema.Instant
	if t := x.before.Table(c.Table); t != nil && c.Index.Kind == schema.Primary {
		if i := slices.IndexFunc(t.Indexes, func(y schema.Index) bool { return y.Name == c.Using }); i >= 0 && slices.ContainsFunc(t.Indexes[i].Parts,
			func(p schema.Part) bool {
				at := t.Column(semantics(), p.Column)
				return at >= 0 && t.Columns[at].Nullable
			}) {
			work = schema.Scans
		}
	}
	x.put(c.Table, accessExclusive, work, "")
}

// indexed is the table that has an index of that name; empty: none has.
func (x *costs) indexed(name string) string {
	for _, t := range x.before.SortedTables() {
		if name != "" && slices.ContainsFunc(t.Indexes, func(key schema.Index) bool { return cmp.Or(key.Name, keyName(t.Name, key)) == name }) {
			return t.Name
		}
	}
	return ""
}

func (x *costs) dropIndex(c schema.DropIndex) {
	table := cmp.Or(c.Table, x.indexed(c.Name))
	switch {
	case table == "":
	case c.Kind != schema.Plain && c.Kind != schema.Unique:
		x.dropConstraint(table, c.Name)
	case x.execution.Concurrently:
		x.put(table, shareUpdateExclusive, schema.Instant, "")
	default:
		x.put(table, accessExclusive, schema.Instant, "")
	}
}

// dropConstraint: a foreign key has triggers on both of its tables.
func (x *costs) dropConstraint(table, name string) {
	x.put(table, accessExclusive, schema.Instant, "")
	t := x.before.Table(table)
	if t == nil {
		return
	}
	for _, f := range t.ForeignKeys {
		if cmp.Or(f.Name, madeName(table, f.Columns, "fkey")) == name && f.RefTable != table {
			x.put(f.RefTable, accessExclusive, schema.Instant, "its foreign key is dropped")
		}
	}
	for _, key := range t.Indexes {
		if cmp.Or(key.Name, keyName(table, key)) == name {
			x.partners(table, func(columns []string) bool {
				return x.execution.Cascade && slices.Equal(schema.Columns(columns...), key.Parts)
			})
		}
	}
}

// madeName is what the server calls a constraint that is made without a name (ChooseConstraintName).
func madeName(table string, columns []string, label string) string {
	return strings.Join(slices.Concat([]string{table}, columns, []string{label}), "_")
}

func keyName(table string, key schema.Index) string {
	if key.Kind == schema.Primary {
		return madeName(table, nil, "pkey")
	}
	columns := make([]string, len(key.Parts))
	for i, p := range key.Parts {
		columns[i] = p.Column
	}
	return madeName(table, columns, "key")
}

func (x *costs) alterColumn(c schema.AlterColumn) {
	if c.Set == schema.PropComment {
		x.put(c.Table, shareUpdateExclusive, schema.Instant, "")
		return
	}
	x.put(c.Table, accessExclusive, schema.Instant, "")
	if c.Set&schema.PropType != 0 || c.Set&schema.PropCollation != 0 {
		x.retype(c)
	}
	if c.Set&schema.PropNullable != 0 && !c.To.Nullable && !x.proven(c.Table, c.Name) {
		x.put(c.Table, accessExclusive, schema.Scans, "every row is checked for NULL")
	}
	if c.Set&schema.PropGenerated != 0 && c.To.Generated != "" && c.To.Stored { // SET EXPRESSION, from 17 on
		x.put(c.Table, accessExclusive, schema.Rewrites, "every row is recomputed")
	}
}

// proven reports whether the server knows that a column has no NULL: from 12 on also by a valid check, be it one of several conditions joined by AND.
func (x *costs) proven(table, column string) bool {
	t := x.before.Table(table)
	if t == nil {
		return false
	}
	if i := t.Column(x.before.Semantics, column); i >= 0 && !t.Columns[i].Nullable {
		return true
	}
	return x.version.since(12) && slices.ContainsFunc(t.Checks, func(k schema.Check) bool { return !k.NotEnforced && demands(k.Expr, column) })
}

// act is what the statement does beside its changes.
func (x *costs) act(a schema.Act) {
	if strings.HasPrefix(a.Verb, "DOMAIN ") {
		x.domain(a)
		return
	}
	table := cmp.Or(a.Table, x.indexed(a.Name))
	known, ok := acts[a.Verb]
	if !ok || table == "" {
		return
	}
	x.put(table, known.words, known.work, known.why)
	switch a.Verb {
	case "TRUNCATE CASCADE":
		x.cascade(table, map[string]bool{table: true})
	case "PRIMARY KEY USING INDEX":
		if !x.keyProven(table, a.Name) {
			x.put(table, accessExclusive, schema.Scans, "every row is checked for NULL")
		}
	}
}

// domain is what the statement does to the tables that have a column of a domain.
func (x *costs) domain(a schema.Act) {
	does := acts[a.Verb]
	for _, t := range x.before.SortedTables() {
		if slices.ContainsFunc(t.Columns, func(c schema.Column) bool { return strings.TrimSuffix(c.Type.Name, "[]") == a.Name }) {
			x.put(t.Name, does.words, does.work, does.why)
		}
	}
}

// cascade empties the tables that refer to one as well.
func (x *costs) cascade(table string, seen map[string]bool) {
	for _, t := range x.before.SortedTables() {
		for _, f := range t.ForeignKeys {
			if f.RefTable == table && !seen[t.Name] {
				seen[t.Name] = true
				x.put(t.Name, accessExclusive, schema.Instant, "it refers to "+table)
				x.cascade(t.Name, seen)
			}
		}
	}
}

// keyProven reports whether all columns of an index are known to hold no NULL.
func (x *costs) keyProven(table, index string) bool {
	t := x.before.Table(table)
	if t == nil {
		return false
	}
	i := t.Index(x.before.Semantics, index)
	return i >= 0 && !slices.ContainsFunc(t.Indexes[i].Parts, func(p schema.Part) bool { return !x.proven(table, p.Column) })
}

// An acting is what an act does to its table.
type acting struct {
	words string
	work  schema.Work
	why   string
}

// planned is why reads are blocked while an index is rebuilt: the table's own lock would let them pass.
const planned = "the index itself is locked exclusively, and planning any query of the table reads it"

var acts = map[string]acting{
	"VALIDATE CONSTRAINT":         {shareUpdateExclusive, schema.Scans, "every row is read"},
	"EXCLUDE":                     {accessExclusive, schema.Builds, "a constraint builds its index under the table's lock"},
	"UNIQUE USING INDEX":          {accessExclusive, schema.Instant, ""},
	"PRIMARY KEY USING INDEX":     {accessExclusive, schema.Instant, ""},
	"TRUNCATE":                    {accessExclusive, schema.Instant, ""},
	"TRUNCATE CASCADE":            {accessExclusive, schema.Instant, ""},
	"VACUUM":                      {shareUpdateExclusive, schema.Scans, ""},
	"VACUUM FULL":                 {accessExclusive, schema.Rewrites, ""},
	"ANALYZE":                     {shareUpdateExclusive, schema.Instant, ""},
	"CLUSTER":                     {accessExclusive, schema.Rewrites, ""},
	"REINDEX":                     {share, schema.Builds, planned},
	"REINDEX CONCURRENTLY":        {shareUpdateExclusive, schema.Builds, ""},
	"REFRESH":                     {accessExclusive, schema.Rewrites, ""},
	"REFRESH CONCURRENTLY":        {exclusive, schema.Scans, ""},
	"SET LOGGED":                  {accessExclusive, schema.Rewrites, ""},
	"SET TABLESPACE":              {accessExclusive, schema.Rewrites, ""},
	"SET":                         {shareUpdateExclusive, schema.Instant, ""}, // its storage parameters, statistics and the index that it is clustered by
	"TRIGGER":                     {shareRowExclusive, schema.Instant, ""},
	"ALTER":                       {accessExclusive, schema.Instant, ""},
	"PARTITION":                   {shareUpdateExclusive, schema.Instant, ""},
	"ATTACH":                      {accessExclusive, schema.Scans, "every row is checked against the partition's bounds"},
	"DOMAIN ADD":                  {share, schema.Scans, "every value is checked"},
	"DOMAIN SET NOT NULL":         {share, schema.Scans, "every value is checked"},
	"DOMAIN VALIDATE":             {share, schema.Scans, "every value is checked"},
	"LOCK SHARE UPDATE EXCLUSIVE": {shareUpdateExclusive, schema.Instant, ""},
	"LOCK SHARE":                  {share, schema.Instant, ""},
	"LOCK SHARE ROW EXCLUSIVE":    {shareRowExclusive, schema.Instant, ""},
	"LOCK EXCLUSIVE":              {exclusive, schema.Instant, ""},
	"LOCK ACCESS EXCLUSIVE":       {accessExclusive, schema.Instant, ""},
}

// demands reports whether a condition is, or has joined by AND, that the column is not NULL.
func demands(expr, column string) bool {
	if !strings.Contains(expr, "NOT NULL") {
		return false
	}
	n, err := parseExpression(expr)
	return err == nil && conjunct(n, column)
}
