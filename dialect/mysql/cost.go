package mysql

import (
	"slices"
	"strings"

	"assay/schema"
)

// A way is how the engine executes a part of a statement.
type way struct {
	// instant reports that ALGORITHM=INSTANT does it, if it does the whole statement.
	instant bool
	// effort is what it takes otherwise.
	effort effort
	// locked reports that writes are blocked even where the table is not copied.
	locked bool
	// why says what makes it so, as the end of a sentence.
	why string
}

// An effort is what a part of a statement does to the table's rows.
type effort int

const (
	noted   effort = iota // nothing
	built                 // they are read, and an index is written
	rebuilt               // InnoDB rewrites them, and takes in what is written meanwhile
	copied                // the server rewrites them, one by one
)

// algorithms are the names of the ways to alter a table, the quickest first. NOCOPY is MariaDB's.
var algorithms = []string{"INSTANT", "NOCOPY", "INPLACE", "COPY"}

// locks are the names of the locks, the mildest first.
var locks = []string{"NONE", "SHARED", "EXCLUSIVE"}

// Cost is what a change does to those who use its table, as part of the statement that makes it; a nil change: what the statement does beside its changes.
// Where a charset is not known, the mildest case counts.
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
	if t == nil || c != nil && before.Idle(c) {
		return nil
	}
	if r.flavor.vendor == tiDB {
		return []schema.Cost{tiDBCost(t, c)}
	}
	m.Beside = slices.DeleteFunc(slices.Clone(counted(m.Beside)), func(d schema.Change) bool { return d != nil && before.Idle(d) })
	for _, d := range m.Beside {
		if add, ok := d.(schema.AddColumn); ok && add.Column.AutoIncrement && c != nil && c.Object() == add.Object() {
			c = add
		}
	}
	a := alteration{alteredTable{r.flavor, before, t}, m}
	own := a.part(c)
	return []schema.Cost{(&process{a, a.all(c, own)}).cost(own)}
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

// tiDBCost: TiDB blocks nobody, whatever it does, and names no algorithms.
func tiDBCost(t *schema.Table, c schema.Change) schema.Cost {
	cost := schema.Cost{Table: t.Name, Words: "online"}
	if add, ok := c.(schema.AddIndex); ok {
		cost.Work, cost.Why = schema.Builds, "index "+add.Index.Name+" is built"
	}
	return cost
}

// An alteration is a statement that alters a table.
type alteration struct {
	alteredTable
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
			return !a.flavor.isMariaDB() && !a.makesVirtual(c)
		}
		return false
	})
}

// part is the way of one part of the statement; nil: of all that are no changes.
func (a *alteration) part(c schema.Change) way {
	if !isInnoDB(a.table) {
		return a.elsewhere(c)
	}
	w := a.inInnoDB(c)
	if a.makesVirtual(c) && a.mixesVirtual() {
		return way{instant: !a.flavor.isMariaDB() && a.execution.Lock == "", effort: copied, why: "a virtual column comes or goes beside other columns that change"}
	}
	if a.flavor.isMariaDB() && a.shiftsVirtual(c) { // seen on 10.11 and 11.8
		return way{effort: copied, why: "a virtual column gets another position"}
	}
	if w.effort == rebuilt && a.hasFulltext() { // MySQL: "InnoDB presently supports one FULLTEXT index creation at a time"
		w.locked = true
		if !a.flavor.isMariaDB() {
			w.effort = copied
		}
	}
	if w.effort == rebuilt && a.flavor.isMariaDB() && a.hasIndexedVirtual() { // seen on 10.11 and 11.8
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
	f := a.flavor
	switch c := a.reallyDropped(c).(type) {
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
		if c.Trait == schema.History {
			return way{effort: copied, why: "the columns for the history come or go"}
		}
		if _, isOption := c.Trait.Option(); !isOption && c.Trait != schema.Partitions {
			return way{instant: f.isMariaDB() || c.Of.Kind != schema.TableObject} // MySQL 9.7 notes a table's comment INPLACE
		}
		return wayOfRest(a.execution)
	case nil:
		return wayOfRest(a.execution)
	case schema.CreateTable, schema.DropTable, schema.RenameTable, schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum:
	}
	return way{instant: true}
}

// elsewhere: engines other than InnoDB copy the table, except for what does not show in their files.
func (a *alteration) elsewhere(c schema.Change) way {
	why := "the engine " + a.table.Options.Engine + " knows no other way"
	copies := way{effort: copied, why: why}
	switch c := a.reallyDropped(c).(type) {
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

// wayOfRest is the way of what a statement does beside its changes.
func wayOfRest(m schema.Execution) way {
	w := way{}
	if m.Verb == "OPTIMIZE TABLE" {
		w = way{effort: rebuilt, why: "InnoDB optimizes a table by rebuilding it"}
	}
	for _, words := range m.Rest {
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

// worse is the way of two parts that is the harder.
func worse(v, w way) way {
	if w.effort > v.effort || w.effort == v.effort && v.instant && !w.instant {
		v, w = w, v
	}
	v.instant, v.locked = v.instant && w.instant, v.locked || w.locked
	return v
}

// options is the way of a change of the table's options.
func (a *alteration) options(c schema.AlterTable) way {
	w := way{instant: a.flavor.isMariaDB()}
	if c.To.Engine != "" {
		if !strings.EqualFold(c.To.Engine, "InnoDB") {
			return way{effort: copied, why: "its engine changes"}
		}
		w = way{effort: rebuilt, why: "ENGINE=InnoDB rebuilds all rows"}
	}
	if !c.Converts() {
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
