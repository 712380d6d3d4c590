package mysql

import (
	"slices"

	"assay/schema"
)

// addIndex: an index is built while others write, unless it is FULLTEXT or SPATIAL.
func (a *alteration) addIndex(x schema.Index) way {
	m := a.schema.Semantics
	switch {
	case x.Kind == schema.Primary:
		return a.addPrimaryKey(x)
	case x.Method == "fulltext":
		w := way{effort: built, locked: true, why: "a FULLTEXT index is built"}
		if addsFulltext(a.execution) > 1 {
			return way{effort: copied, why: "InnoDB builds one FULLTEXT index at a time"}
		}
		if !a.hasFulltext() && a.table.Column(m, "FTS_DOC_ID") < 0 {
			w.effort, w.why = rebuilt, "the first FULLTEXT index of a table adds a hidden column"
		}
		return w
	case x.Method == "spatial":
		return way{effort: built, locked: true, why: "a SPATIAL index is built"}
	case x.Kind.Unique() && a.hashes(x):
		return way{effort: copied, why: "a unique index that long is kept as a hash in a hidden column"}
	case x.Kind.Unique() && a.clusters(x):
		return way{effort: rebuilt, why: "InnoDB orders the rows by the first unique index without NULL where there is no primary key"}
	}
	w := way{effort: built, why: "an index is built"}
	for _, p := range x.Parts {
		if c := a.added(p.Column); p.Expr != "" || c != nil && c.Generated != "" {
			w.locked, w.why = true, "the index is over an expression that is new"
		}
	}
	return w
}

// addPrimaryKey: MySQL 5.6 as it is installed may have to cut a NULL to a zero, which it does in a copy.
func (a *alteration) addPrimaryKey(x schema.Index) way {
	w := way{effort: rebuilt, why: "InnoDB orders the rows by the primary key"}
	for _, p := range x.Parts {
		if i := a.table.Column(a.schema.Semantics, p.Column); i >= 0 && a.table.Columns[i].Nullable && a.flavor.isLax {
			w.effort = copied
		}
	}
	return w
}

// clusters reports whether InnoDB orders the rows by a unique index: one without NULL, where there is no primary key and no earlier such index.
func (a *alteration) clusters(x schema.Index) bool {
	if _, ok := a.table.PrimaryKey(); ok || !a.takesNoNull(x) {
		return false
	}
	for _, y := range a.table.Indexes {
		if y.Name == x.Name {
			return true
		}
		if y.Kind.Unique() && a.takesNoNull(y) {
			return false
		}
	}
	return true
}

// hashes reports whether a unique index is too long for a tree, as far as its columns' charsets are known (MariaDB 10.4, MDEV-371).
func (a *alteration) hashes(x schema.Index) bool {
	if !a.flavor.hashesKeys {
		return false
	}
	total := 0
	for _, p := range x.Parts {
		i := a.table.Column(a.schema.Semantics, p.Column)
		if i < 0 {
			continue
		}
		c := a.table.Columns[i]
		if isText(c.Type) && a.perKnown(c) == 0 && !isLob(c.Type) {
			return false
		}
		total += partBytes(a.table, p)
	}
	whole, _ := keyLimits(a.flavor, a.table)
	return total > whole
}

func addsFulltext(m schema.Execution) int {
	n := 0
	for _, c := range m.Beside {
		if add, ok := c.(schema.AddIndex); ok && add.Index.Method == "fulltext" {
			n++
		}
	}
	return n
}

func (a *alteration) takesNoNull(x schema.Index) bool {
	return !slices.ContainsFunc(x.Parts, func(p schema.Part) bool {
		c := a.added(p.Column)
		if i := a.table.Column(a.schema.Semantics, p.Column); i >= 0 {
			c = &a.table.Columns[i]
		}
		return c == nil || c.Nullable || p.Prefix > 0
	})
}

// dropIndex: the rows are in the order of the primary key, or of what stands for one.
func (a *alteration) dropIndex(c schema.DropIndex) way {
	i := a.table.Index(a.schema.Semantics, c.Name)
	if i < 0 { // one that is not known, or a constraint of another kind
		return way{}
	}
	x := a.table.Indexes[i]
	orders := x.Kind == schema.Primary || x.Kind.Unique() && a.clusters(x)
	if !orders {
		return way{}
	}
	why := "the rows get another order, without the primary key"
	if addsIndex(a.execution, func(y schema.Index) bool { return y.Kind == schema.Primary }) {
		return way{effort: rebuilt, why: why}
	}
	stands := func(y schema.Index) bool { return y.Name != x.Name && y.Kind.Unique() && a.takesNoNull(y) }
	if a.flavor.isMariaDB() && slices.ContainsFunc(a.table.Indexes, stands) { // seen on 10.11
		return way{effort: rebuilt, why: why}
	}
	return way{effort: copied, why: "it loses its primary key and gets no other in the same statement"}
}

func addsIndex(m schema.Execution, is func(schema.Index) bool) bool {
	return slices.ContainsFunc(m.Beside, func(c schema.Change) bool {
		add, ok := c.(schema.AddIndex)
		return ok && is(add.Index)
	})
}

// added is the column of that name that the same statement adds; nil: it adds none.
func (a *alteration) added(name string) *schema.Column {
	for _, c := range a.execution.Beside {
		if add, ok := c.(schema.AddColumn); ok && a.schema.Semantics.SameName(add.Column.Name, name) {
			return &add.Column
		}
	}
	return nil
}

// addForeignKey: the rows are checked against it in a copy, or not at all.
func (a *alteration) addForeignKey(f schema.ForeignKey) way {
	if !isOff(a.execution, "foreign_key_checks") {
		return way{effort: copied, why: "a foreign key is checked row by row, unless foreign_key_checks is off"}
	}
	supports := func(x schema.Index) bool { return x.Supports(a.schema.Semantics, f) }
	if !slices.ContainsFunc(a.table.Indexes, supports) && !addsIndex(a.execution, supports) {
		return way{effort: built, why: "an index is built for the foreign key"}
	}
	return way{instant: a.flavor.isMariaDB()}
}

func (a *alteration) addCheck(k schema.Check) way {
	switch {
	case k.NotEnforced && !a.flavor.isMariaDB():
		return way{instant: true}
	case !a.flavor.keepsChecks:
		return way{}
	}
	return way{effort: copied, why: "every row is checked"}
}

// isOff reports whether the session has switched a setting off.
func isOff(m schema.Execution, setting string) bool {
	switch m.Session[setting] {
	case "0", "OFF", "off", "FALSE", "false":
		return true
	}
	return false
}
