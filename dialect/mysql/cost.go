package mysql

import (
	"cmp"
	"slices"
	"strings"

	"assay/schema"
)

// A way is how the engine goes about a part of a statement.
type way struct {
	// instant reports that ALGORITHM=INSTANT does it, if it does the whole statement.
	instant bool
	// effort is what it takes otherwise.
	effort effort
	// locked reports that nobody can write even where the table is not copied.
	locked bool
	// why says what makes it so, as the end of a sentence.
	why string
}

// An effort is what a part of a statement does to the table's rows.
type effort int

const (
	noted   effort = iota // nothing
	built                 // they are read, and an index is written
	rebuilt               // InnoDB writes them anew, and takes in what is written meanwhile
	copied                // the server writes them anew, one by one
)

// algorithms are the names of the ways to alter a table, the quickest first. NOCOPY is MariaDB's.
var algorithms = []string{"INSTANT", "NOCOPY", "INPLACE", "COPY"}

// locks are the names of the locks, the mildest first.
var locks = []string{"NONE", "SHARED", "EXCLUSIVE"}

// Cost is what a change does to those who use its table, as part of the statement that makes it; a nil change: what the statement does beside its changes.
// What depends on a charset that is not known is reckoned by the mildest.
func (r *Room) Cost(before *schema.Schema, c schema.Change, m schema.Execution) []schema.Cost {
	table := m.Table
	if c != nil {
		table = c.Object().Table
	}
	t := before.Table(table)
	switch c.(type) {
	case schema.CreateTable:
		return nil
	case schema.DropTable:
		return []schema.Cost{{Table: table, Lock: schema.LocksAll, Work: schema.Instant, Words: "an exclusive metadata lock"}}
	case nil:
		if len(m.Rest) == 0 && m.Verb != "OPTIMIZE TABLE" {
			return nil
		}
	}
	if t == nil {
		return nil
	}
	if r.flavor.vendor == tiDB {
		return []schema.Cost{tiDBCost(t, c)}
	}
	m.Beside = counted(m.Beside)
	for _, d := range m.Beside {
		if add, ok := d.(schema.AddColumn); ok && add.Column.AutoIncrement && c != nil && c.Object() == add.Object() {
			c = add
		}
	}
	a := alteration{room: r, schema: before, table: t, execution: m}
	own := a.part(c)
	all := a.all(c, own)
	return []schema.Cost{a.cost(own, all)}
}

// counted are the changes of a statement with every column that it adds and has count up made in one, as the statement says it: see startingCount.
func counted(changes []schema.Change) []schema.Change {
	var all []schema.Change
	for _, c := range changes {
		starts, ok := c.(schema.AlterColumn)
		i := slices.IndexFunc(all, func(d schema.Change) bool {
			add, is := d.(schema.AddColumn)
			return ok && starts.Set == schema.PropAutoIncrement && is && add.Column.Name == starts.Name
		})
		if i < 0 {
			all = append(all, c)
			continue
		}
		add := all[i].(schema.AddColumn)
		add.Column.AutoIncrement = true
		all[i] = add
	}
	return all
}

// tiDBCost: TiDB lets everybody through whatever it does, and names no algorithms.
func tiDBCost(t *schema.Table, c schema.Change) schema.Cost {
	cost := schema.Cost{Table: t.Name, Words: "online"}
	if add, ok := c.(schema.AddIndex); ok {
		cost.Work, cost.Why = schema.Builds, "index "+add.Index.Name+" is built"
	}
	return cost
}

// An alteration is a statement that alters a table.
type alteration struct {
	room      *Room
	schema    *schema.Schema
	table     *schema.Table
	execution schema.Execution
}

// all are the ways of all parts of the statement.
func (a *alteration) all(c schema.Change, own way) []way {
	all := []way{own}
	for _, other := range a.execution.Beside {
		if other != nil && other.Object().Table == a.table.Name {
			all = append(all, a.part(other))
		}
	}
	if c != nil && len(a.execution.Rest) > 0 {
		all = append(all, a.part(nil))
	}
	return all
}

// mixesVirtual reports whether another column is added or altered, or on MySQL dropped, beside a virtual one that comes or goes (seen on MariaDB 10.11
// and MySQL 9.7, which knows it as INSTANT alone, and not with a lock).
func (a *alteration) mixesVirtual() bool {
	return slices.ContainsFunc(a.execution.Beside, func(c schema.Change) bool {
		switch c.(type) {
		case schema.AddColumn:
			return !a.makesVirtual(c)
		case schema.AlterColumn, schema.RenameColumn:
			return true
		case schema.DropColumn:
			return !a.room.flavor.isMariaDB() && !a.makesVirtual(c)
		}
		return false
	})
}

// makesVirtual reports whether a change adds or drops a virtual column.
func (a *alteration) makesVirtual(c schema.Change) bool {
	switch c := c.(type) {
	case schema.AddColumn:
		return isVirtual(c.Column)
	case schema.DropColumn:
		i := a.table.Column(a.schema.Semantics, c.Column)
		return i >= 0 && isVirtual(a.table.Columns[i])
	}
	return false
}

func isVirtual(c schema.Column) bool { return c.Generated != "" && !c.Stored }

// part is the way of one part of the statement; nil: of all that are no changes.
func (a *alteration) part(c schema.Change) way {
	if !isInnoDB(a.table) {
		return a.elsewhere(c)
	}
	w := a.inInnoDB(c)
	if a.makesVirtual(c) && a.mixesVirtual() {
		return way{instant: !a.room.flavor.isMariaDB() && a.execution.Lock == "", effort: copied, why: "a virtual column comes or goes beside other columns that change"}
	}
	if w.effort == rebuilt && a.hasFulltext() { // MySQL: "InnoDB presently supports one FULLTEXT index creation at a time"
		w.locked = true
		if !a.room.flavor.isMariaDB() {
			w.effort = copied
		}
	}
	if w.effort == rebuilt && a.room.flavor.isMariaDB() && a.hasIndexedVirtual() { // seen on 10.11 and 11.8
		w.instant, w.locked = false, true
		if !a.onlyAdds(c) {
			w.effort = copied
		}
	}
	return w
}

// onlyAdds reports whether a change leaves the columns where they are; nil does.
func (a *alteration) onlyAdds(c schema.Change) bool {
	switch c := c.(type) {
	case schema.AddColumn:
		return !slices.Contains(a.execution.Placed, c.Column.Name)
	case schema.AddIndex, nil:
		return true
	}
	return false
}

func (a *alteration) inInnoDB(c schema.Change) way {
	f := a.room.flavor
	switch c := a.kindOf(c).(type) {
	case schema.AddColumn:
		return a.addColumn(c.Column)
	case schema.DropColumn:
		return a.dropColumn(c.Column)
	case schema.RenameColumn:
		return a.renameColumn(c.From)
	case schema.AlterColumn:
		return a.alterColumn(c)
	case schema.AddIndex:
		return a.addIndex(c.Index)
	case schema.DropIndex:
		return a.dropIndex(c)
	case schema.RenameIndex, schema.DropForeignKey:
		return way{instant: f.isMariaDB()}
	case schema.AddForeignKey:
		return a.addForeignKey(c.ForeignKey)
	case schema.AddCheck:
		return a.addCheck(c.Check)
	case schema.DropCheck:
		return way{instant: true}
	case schema.AlterTable:
		return a.options(c)
	case schema.SetTrait: // what an option's change costs, the words of its statement say
		if _, isOption := c.Trait.Option(); !isOption {
			return way{instant: true}
		}
		return a.rest()
	case nil:
		return a.rest()
	case schema.CreateTable, schema.DropTable, schema.RenameTable, schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum:
	}
	return way{instant: true}
}

// kindOf is what DROP CONSTRAINT comes to on the table as it is.
func (a *alteration) kindOf(c schema.Change) schema.Change {
	d, ok := c.(schema.DropIndex)
	if !ok || d.Kind != schema.Constraint {
		return c
	}
	m := a.schema.Semantics
	if slices.ContainsFunc(a.table.Checks, func(k schema.Check) bool { return m.SameName(k.Name, d.Name) }) {
		return schema.DropCheck{Table: d.Table, Name: d.Name}
	}
	if slices.ContainsFunc(a.table.ForeignKeys, func(f schema.ForeignKey) bool { return m.SameName(f.Name, d.Name) }) {
		return schema.DropForeignKey{Table: d.Table, Name: d.Name}
	}
	return c
}

// elsewhere: engines other than InnoDB copy the table for all but what their files do not show.
func (a *alteration) elsewhere(c schema.Change) way {
	why := "the engine " + a.table.Options.Engine + " knows no other way"
	copies := way{effort: copied, why: why}
	switch c := a.kindOf(c).(type) {
	case schema.RenameColumn, schema.RenameTable:
		return way{instant: true}
	case schema.AlterColumn:
		if w := a.alterColumn(c); w.effort == noted && !a.lengthens(c) {
			return way{instant: true}
		}
	case schema.DropForeignKey, schema.DropCheck:
		return way{instant: true}
	case schema.AlterTable:
		if c.To.Engine != "" && c.To.Engine != a.table.Options.Engine {
			copies.why = "its engine changes"
		}
	}
	return copies
}

// rest is the way of what a statement does beside its changes.
func (a *alteration) rest() way {
	w := way{}
	if a.execution.Verb == "OPTIMIZE TABLE" {
		w = way{effort: rebuilt, why: "InnoDB optimizes a table by rebuilding it"}
	}
	for _, words := range a.execution.Rest {
		one := way{effort: rebuilt, why: words + " rebuilds all rows"}
		switch words {
		case "ORDER BY", "PARTITION BY", "REMOVE PARTITIONING":
			one.effort = copied
		case "DROP PARTITION", "TRUNCATE PARTITION", "DISCARD TABLESPACE": // which takes away whole files
			one = way{}
		}
		if one.effort > w.effort {
			w = one
		}
	}
	return w
}

// cost is what one part does as the statement, of which all are the parts, is done.
func (a *alteration) cost(own way, all []way) schema.Cost {
	best, asked := a.algorithm(all), slices.Index(algorithms, a.execution.Algorithm)
	taken := max(best, asked)
	if a.unknown() {
		taken = best
	}
	mildest := a.lock(all, algorithms[taken])
	demand := slices.Index(locks, a.execution.Lock)
	if demand == 0 && mildest > 0 && asked < 0 && a.copiesOnline() { // which it does where it is asked to
		taken, mildest = slices.Index(algorithms, "COPY"), 0
	}
	c := schema.Cost{Table: a.table.Name, Why: own.why, Refused: a.refused(best, asked, demand, mildest)}
	e := own.in(all, a.room.flavor.isMariaDB())
	switch {
	case algorithms[taken] == "COPY" && best < taken:
		e, c.Why = copied, "the statement asks for it"
	case algorithms[taken] == "COPY" && own.effort < copied: // it goes with those for whom the table is copied
		e, c.Why = noted, ""
	case algorithms[taken] == "INPLACE" && best == 0:
		e = own.effort
	}
	lock := max(mildest, demand)
	c.Lock, c.Work = schema.Lock(lock), [...]schema.Work{noted: schema.Instant, built: schema.Builds, rebuilt: schema.Rewrites, copied: schema.Rewrites}[e]
	c.Words = "ALGORITHM=" + algorithms[taken] + ", LOCK=" + locks[lock]
	return c
}

// refused is what the statement asks for in vain (errors 1845 and 1846; 1800: no such algorithm; 1221: INSTANT with a lock, which MySQL minds).
func (a *alteration) refused(best, asked, demand, mildest int) string {
	switch {
	case asked >= 0 && asked < best && !a.passesOver(), a.unknown():
		return "ALGORITHM=" + a.execution.Algorithm
	case demand >= 0 && (demand < mildest || a.execution.Algorithm == "INSTANT" && !a.room.flavor.isMariaDB()):
		return "LOCK=" + a.execution.Lock
	}
	return ""
}

// unknown reports whether the server knows no such algorithm.
func (a *alteration) unknown() bool {
	f := a.room.flavor
	return a.execution.Algorithm == "NOCOPY" && !f.hasInstant(mariaDB) || a.execution.Algorithm == "INSTANT" && !f.hasInstant(f.vendor)
}

// in is what a part takes as one of several: a part that could be instant is not where another is not. But MariaDB makes it so beside what only drops an
// index (seen on 10.11).
func (w way) in(all []way, isMariaDB bool) effort {
	light := !slices.ContainsFunc(all, func(o way) bool { return !o.instant && o.effort > noted })
	if w.instant && light && (isMariaDB || !slices.ContainsFunc(all, func(o way) bool { return !o.instant })) {
		return noted
	}
	return w.effort
}

// algorithm is the quickest that does the whole statement.
func (a *alteration) algorithm(all []way) int {
	f := a.room.flavor
	if f.hasInstant(f.vendor) && !slices.ContainsFunc(all, func(w way) bool { return !w.instant }) {
		return 0
	}
	most := noted
	for _, w := range all {
		most = max(most, w.in(all, f.isMariaDB()))
	}
	switch {
	case most == copied:
		return 3
	case most < rebuilt && f.hasInstant(mariaDB):
		return 1
	}
	return 2
}

// lock is the mildest that goes with an algorithm, as a place in locks.
func (a *alteration) lock(all []way, algorithm string) int {
	switch {
	case a.room.flavor.vendor == mySQL && !a.room.flavor.atLeastMySQL(8) && !isInnoDB(a.table):
		return 1
	case algorithm == "INSTANT":
		return 0
	case algorithm == "COPY" && !a.copiesOnline():
		return 1
	case algorithm != "COPY" && slices.ContainsFunc(all, func(w way) bool { return w.locked }):
		return 1
	}
	return 0
}

// passesOver reports whether the server copies whatever it is asked for, as MariaDB does where the engine changes or the rows are put in order (10.11).
func (a *alteration) passesOver() bool {
	if !a.room.flavor.isMariaDB() || a.room.flavor.copiesOnline() {
		return false
	}
	return slices.Contains(a.execution.Rest, "ORDER BY") || slices.ContainsFunc(a.execution.Beside, func(c schema.Change) bool {
		alter, ok := c.(schema.AlterTable)
		return ok && alter.To.Engine != "" && !strings.EqualFold(cmp.Or(a.table.Options.Engine, "InnoDB"), alter.To.Engine)
	})
}

func (a *alteration) hasFulltext() bool {
	return slices.ContainsFunc(a.table.Indexes, func(x schema.Index) bool { return x.Method == "fulltext" })
}

func (a *alteration) isCompressed() bool { return strings.EqualFold(a.table.RowFormat, "compressed") }

// options is the way of a change of the table's options.
func (a *alteration) options(c schema.AlterTable) way {
	w := way{instant: a.room.flavor.isMariaDB()}
	if c.To.Engine != "" {
		if !strings.EqualFold(c.To.Engine, "InnoDB") {
			return way{effort: copied, why: "its engine changes"}
		}
		w = way{effort: rebuilt, why: "ENGINE=InnoDB rebuilds all rows"}
	}
	if c.To.Charset == "" && c.To.Collation == "" {
		return w
	}
	kept := map[string]bool{}
	for _, k := range c.Keep {
		kept[k.Name] = true
	}
	for _, from := range a.table.Columns {
		if !isText(from.Type) || kept[from.Name] {
			continue
		}
		to := from
		to.Charset, to.Collation = c.To.Charset, c.To.Collation
		if one, two := a.perKnown(from), a.perKnown(to); strings.HasSuffix(from.Type.Name, "text") && one > 0 && two > one {
			w = worse(w, way{effort: copied, why: "the characters of " + from.Name + " get longer, and so does its type"})
			continue
		}
		w = worse(w, a.recode(from, to))
	}
	return w
}

// worse is the way of two parts that is the harder.
func worse(v, w way) way {
	if w.effort > v.effort || w.effort == v.effort && v.instant && !w.instant {
		v, w = w, v
	}
	v.instant, v.locked = v.instant && w.instant, v.locked || w.locked
	return v
}

// copiesOnline reports whether writers go on while the table is copied: not where a foreign key of its own changes its rows, or they get numbers.
func (a *alteration) copiesOnline() bool {
	acts := func(f schema.ForeignKey) bool { return f.OnDelete != "" || f.OnUpdate != "" }
	counts := func(c schema.Change) bool {
		add, ok := c.(schema.AddColumn)
		return ok && add.Column.AutoIncrement
	}
	return a.room.flavor.copiesOnline() && !slices.ContainsFunc(a.table.ForeignKeys, acts) && !slices.ContainsFunc(a.execution.Beside, counts)
}
