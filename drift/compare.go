// Package drift compares schemas. [Compare] says how one differs from another; [Infer] finds the place in a history that a schema is at.
//
// Comparing is blind to engines: what it is given is spelled canonically, so equality is ==.
// What a history leaves open (the name of an unnamed UNIQUE, a table's charset) matches anything.
package drift

import (
	"cmp"
	"slices"
	"strings"

	"assay/schema"
)

// compared are the properties of a column that make a drift, by how much both schemas tell. No query and no upgrade depends on a comment.
var compared = [...]schema.Property{
	schema.Outline:    schema.PropAll &^ (schema.PropComment | schema.PropSequence),
	schema.Behaviour:  schema.PropAll &^ schema.PropComment,
	schema.Everything: schema.PropAll,
	schema.Whole:      schema.PropAll,
}

// Compare returns the changes that make got what want says, in an order in which [schema.Schema.Apply] takes them.
// It is empty when got is as wanted. Renames of columns are never guessed: a renamed column is one missing and one too many.
// An enum type counts as renamed only where nothing else can be meant.
func Compare(want, got *schema.Schema) []schema.Change {
	c := comparison{want: want, got: got, equality: equality{got.Semantics, min(want.Detail, got.Detail), schema.Bare(want) || schema.Bare(got)}}
	c.renamedEnums()
	c.enums()
	c.tables()
	return slices.Concat(c.phases[:]...)
}

// A phase is a step of the order in which changes do not get in each other's way.
type phase int

const (
	dropKeys   phase = iota // foreign keys and checks, which hold columns and tables
	makeEnums               // before the columns that use them
	stopCount               // counters whose key is about to be replaced
	dropIndex               // before columns change and names are used again
	makeTables              // without foreign keys
	alterTable              // before columns, which may differ from the table's charset
	columns
	addIndex
	startCount // counters need their key first
	addKeys
	dropColumns
	dropTables
	dropEnums
	phases
)

type comparison struct {
	want, got *schema.Schema
	equality  equality
	phases    [phases][]schema.Change
}

func (c *comparison) add(p phase, change schema.Change) { c.phases[p] = append(c.phases[p], change) }

func (c *comparison) enums() {
	for _, w := range c.want.SortedEnums() {
		g, ok := c.got.Enums[w.Name]
		switch {
		case !ok:
			c.add(makeEnums, schema.CreateEnum{Enum: w})
		case g != w:
			c.add(makeEnums, schema.AlterEnum{From: g, To: w})
		}
	}
	for _, g := range c.got.SortedEnums() {
		if _, ok := c.want.Enums[g.Name]; !ok {
			c.add(dropEnums, schema.DropEnum{Name: g.Name})
		}
	}
}

func (c *comparison) tables() {
	for _, w := range c.want.SortedTables() {
		if g := c.got.Table(w.Name); g != nil {
			c.table(w, g)
		} else if _, ok := c.got.View(w.Name); !ok {
			c.newTable(w)
		}
	}
	for _, g := range c.got.SortedTables() {
		if c.want.Table(g.Name) == nil {
			c.dropForeignKeys(g.Name, g.ForeignKeys)
			c.add(dropTables, schema.DropTable{Table: g.Name})
		}
	}
}

// newTable creates a table, its foreign keys when all tables are there.
func (c *comparison) newTable(w *schema.Table) {
	t := w.Clone()
	t.ForeignKeys = nil
	for i, x := range t.Indexes { // the server gives the index that it makes for a key the key's name, if that has one
		named := slices.ContainsFunc(w.ForeignKeys, func(f schema.ForeignKey) bool { return f.Name == "" || c.want.Semantics.SameName(f.Name, x.Name) })
		t.Indexes[i].Implicit = x.Implicit && (x.Name == "" || named)
	}
	c.add(makeTables, schema.CreateTable{Table: t})
	for _, f := range w.ForeignKeys {
		c.add(addKeys, schema.AddForeignKey{Table: w.Name, ForeignKey: f})
	}
}

func (c *comparison) dropForeignKeys(table string, keys []schema.ForeignKey) {
	for _, f := range keys {
		c.add(dropKeys, schema.DropForeignKey{Table: table, Name: f.Name})
	}
}

func (c *comparison) table(w, g *schema.Table) {
	c.options(w, g)
	c.traits(alterTable, schema.Object{Kind: schema.TableObject, Table: g.Name}, w.Traits, g.Traits)
	c.columns(w, g)
	c.foreignKeys(w, g)
	c.indexes(w, g)
	c.checks(w, g)
}

func (c *comparison) options(w, g *schema.Table) {
	var to schema.Options
	if conflict(w.Options.Engine, g.Options.Engine) {
		to.Engine = w.Options.Engine
	}
	charset := conflict(w.Options.Charset, g.Options.Charset)
	if charset || conflict(w.Options.Collation, g.Options.Collation) {
		to.Charset, to.Collation = w.Options.Charset, w.Options.Collation
	}
	if to == (schema.Options{}) {
		return
	}
	change := schema.AlterTable{Table: g.Name, From: g.Options, To: to}
	own := ownTexts(g, to)
	switch {
	case to.Charset == "":
	case len(own) > 0 && !inherits(g), keepsCharsets(w, g): // nothing would be converted that does not have to be converted back
		change.Default = true
	case charset:
		change.Keep = append(textColumns(g), own...)
	default:
		change.Keep = own
	}
	c.add(alterTable, change)
}

// conflict: what is unspecified matches anything, in a table too that an upgrade has made in memory only.
func conflict(want, got string) bool { return want != "" && got != "" && want != got }

// ownTexts are the columns whose charset or collation differs from their table's, before and after. A conversion would change them silently.
func ownTexts(t *schema.Table, to schema.Options) []schema.Column {
	var keep []schema.Column
	for _, col := range t.Columns {
		if col = converted(col, to); col.Charset != "" || col.Collation != "" {
			keep = append(keep, col)
		}
	}
	return keep
}

// inherits reports whether a column has its table's charset.
func inherits(t *schema.Table) bool {
	return slices.ContainsFunc(t.Columns, func(c schema.Column) bool { return c.Charset+c.Collation == "" && c.Type.HasCharset() })
}

// keepsCharsets reports whether the texts in a table are to be in the charsets that they are in, and some in another one than the table's.
func keepsCharsets(w, g *schema.Table) bool {
	keeps := false
	for _, wc := range w.Columns {
		i := slices.IndexFunc(g.Columns, func(gc schema.Column) bool { return gc.Name == wc.Name })
		if i < 0 || !wc.Type.HasCharset() {
			continue
		}
		gc := g.Columns[i]
		if cmp.Or(gc.Collation, g.Options.Collation) != cmp.Or(wc.Collation, w.Options.Collation) ||
			cmp.Or(gc.Charset, g.Options.Charset) != cmp.Or(wc.Charset, w.Options.Charset) {
			return false
		}
		keeps = keeps || wc.Charset+wc.Collation != ""
	}
	return keeps
}

// converted is a column after its table's conversion: one that already had the table's new charset inherits it from now on.
func converted(col schema.Column, to schema.Options) schema.Column {
	if col.Charset == to.Charset && col.Collation == to.Collation {
		col.Charset, col.Collation = "", ""
	}
	return col
}

// textColumns are those that a conversion gives other types: MySQL makes them longer where their characters get longer, and MariaDB
// makes a json a plain longtext.
func textColumns(t *schema.Table) []schema.Column {
	var keep []schema.Column
	for _, col := range t.Columns {
		if inherits := col.Charset == "" && col.Collation == ""; inherits && (strings.HasSuffix(col.Type.Name, "text") || col.Type.Name == "json") {
			keep = append(keep, col)
		}
	}
	return keep
}

func (c *comparison) columns(w, g *schema.Table) {
	m := c.got.Semantics
	conversion := slices.IndexFunc(c.phases[alterTable], func(x schema.Change) bool {
		a, ok := x.(schema.AlterTable)
		return ok && a.Table == g.Name && a.To.Charset != ""
	})
	places := c.places(w, g)
	for i, wc := range w.Columns {
		place := places[i]
		i := g.Column(m, wc.Name)
		if i < 0 {
			c.addColumn(g.Name, wc, place)
			continue
		}
		gc := g.Columns[i]
		wc, gc = inherited(wc, w.Options, g.Options), inherited(gc, g.Options, w.Options)
		if conversion >= 0 {
			gc = c.phases[alterTable][conversion].(schema.AlterTable).Becomes(gc, g.Options)
		}
		c.column(g.Name, wc, gc, place)
	}
	for _, gc := range madeLast(g.Columns) {
		if w.Column(m, gc.Name) < 0 {
			c.add(dropColumns, schema.DropColumn{Table: g.Name, Column: gc.Name})
		}
	}
}

// inherited is a column without a collation of its own, where its table says none and the other side's has the same: it can only be what both inherit.
func inherited(c schema.Column, own, other schema.Options) schema.Column {
	if own.Collation == "" && own.Charset == "" && c.Collation != "" && c.Collation == other.Collation {
		c.Charset, c.Collation = "", ""
	}
	return c
}

// madeLast puts the columns that are made of others before those, the last one first: each can be dropped when its turn comes.
func madeLast(all []schema.Column) []schema.Column {
	var made, plain []schema.Column
	for _, c := range all {
		if c.Generated != "" {
			made = slices.Insert(made, 0, c)
		} else {
			plain = append(plain, c)
		}
	}
	return append(made, plain...)
}

// addColumn adds a column that counts up in two steps where it needs a key first.
func (c *comparison) addColumn(table string, col schema.Column, to schema.Place) {
	if !col.AutoIncrement || !c.got.Semantics.AutoIncrementNeedsKey {
		c.add(columns, schema.AddColumn{Table: table, Column: col, Place: to})
		return
	}
	plain := col
	plain.AutoIncrement = false
	c.add(columns, schema.AddColumn{Table: table, Column: plain, Place: to})
	c.add(startCount, schema.AlterColumn{Table: table, Name: col.Name, From: plain, To: col, Set: schema.PropAutoIncrement})
}

func (c *comparison) column(table string, w, g schema.Column, to schema.Place) {
	set := differ(w, g, c.equality.detail)
	if set == 0 && to == (schema.Place{}) {
		return
	}
	if set&schema.PropAutoIncrement != 0 && to != (schema.Place{}) { // which has its own time
		c.add(columns, schema.AlterColumn{Table: table, Name: g.Name, From: g, To: g, Place: to})
		to = schema.Place{}
	}
	p := columns
	switch {
	case set&schema.PropAutoIncrement == 0:
	case w.AutoIncrement:
		p = startCount
	case c.got.Semantics.AutoIncrementNeedsKey: // elsewhere the key has nothing to do with it
		p = stopCount
		if rest := set &^ schema.PropAutoIncrement; rest&schema.PropNullable != 0 && w.Nullable && c.inPrimaryKey(table, g.Name) { // NULL only once that is dropped
			plain := g.With(w, schema.PropAutoIncrement)
			c.add(stopCount, schema.AlterColumn{Table: table, Name: g.Name, From: g, To: plain, Set: schema.PropAutoIncrement})
			g, set, p = plain, rest, columns
		}
	}
	c.add(p, schema.AlterColumn{Table: table, Name: g.Name, From: g, To: g.With(w, set), Set: set, Place: to})
}

// inPrimaryKey reports whether a column is in the primary key that its table has.
func (c *comparison) inPrimaryKey(table, column string) bool {
	t := c.got.Table(table)
	if t == nil {
		return false
	}
	key, ok := t.PrimaryKey()
	return ok && slices.ContainsFunc(key.Parts, func(p schema.Part) bool { return c.got.Semantics.SameName(p.Column, column) })
}

// Differ returns the properties in which a column is not as wanted, of those that are compared where no more is told than an outline.
func Differ(w, g schema.Column) schema.Property { return differ(w, g, schema.Outline) }

// differ: a serial and an identity column both count up, which is what matters.
func differ(w, g schema.Column, d schema.Detail) schema.Property {
	set := w.Differ(&g) & compared[d]
	if set&schema.PropType != 0 && d >= schema.Behaviour && w.AutoIncrement && g.AutoIncrement {
		set |= schema.PropSequence // which does not follow the type by itself
	}
	if d == schema.Behaviour && (!counts(w) || !counts(g) || (w.Identity == "") != (g.Identity == "")) {
		set &^= schema.PropSequence // of counters of two kinds, or of one that is too many
	}
	if counts(w) && counts(g) && (d == schema.Outline || d == schema.Behaviour && (w.Identity == "" || g.Identity == "")) {
		set &^= schema.PropAutoIncrement | schema.PropIdentity
	}
	return set
}

func counts(c schema.Column) bool { return c.AutoIncrement || c.Identity != "" }

// unmatched pairs each wanted one with one that is the same and returns those left over on either side.
func unmatched[T any](want, got []T, same func(w, g T) bool) (missing, extra []T) {
	extra = slices.Clone(got)
	for _, w := range want {
		if i := slices.IndexFunc(extra, func(g T) bool { return same(w, g) }); i >= 0 {
			extra = slices.Delete(extra, i, i+1)
		} else {
			missing = append(missing, w)
		}
	}
	return missing, extra
}
