package mysql

import (
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// changing are functions that give every row a value of its own.
var changing = schema.Pattern(`(?i)\b(?:uuid\w*|sys_guid|rand|random_bytes|nextval|lastval|next\s+value|sleep|connection_id)\b`)

func (a *alteration) addColumn(c schema.Column) way {
	f := a.flavor
	why := "column " + c.Name + " is added"
	switch {
	case c.Generated != "" && c.Stored:
		return way{effort: copied, why: "the stored values of " + c.Name + " are computed for every row"}
	case c.Generated != "":
		return way{instant: true}
	case c.AutoIncrement:
		return way{effort: rebuilt, locked: true, why: c.Name + " gets a number in every row"}
	case strings.HasPrefix(c.Default, "(") && !f.isMariaDB(), changing().MatchString(c.Default):
		return way{effort: copied, why: "the default of " + c.Name + " is computed for every row"}
	}
	instant := f.addsAnywhere || f.addsLast && !slices.Contains(a.execution.Placed, c.Name)
	return way{instant: instant && !a.isCompressed() && !a.hasFulltext(), effort: rebuilt, why: why}
}

func (a *alteration) dropColumn(name string) way {
	f, m := a.flavor, a.schema.Semantics
	i := a.table.Column(m, name)
	if i < 0 {
		return way{instant: true}
	}
	indexed, shrunk := false, false
	for _, x := range a.table.Indexes {
		if !a.isOver(x, name) {
			continue
		}
		if x.Kind == schema.Primary {
			return way{effort: copied, why: "column " + name + " is part of the primary key"}
		}
		indexed, shrunk = true, shrunk || len(x.Parts) > 1
	}
	if isVirtual(a.table.Columns[i]) {
		return way{instant: !indexed}
	}
	w := way{effort: rebuilt, why: "column " + name + " is dropped"}
	if !f.addsAnywhere || a.isCompressed() || a.hasFulltext() {
		return w
	}
	switch {
	case !indexed:
		w.instant = true
	case f.isMariaDB() && !shrunk:
		w.effort = noted
	}
	return w
}

// renameColumn: MySQL knows it as INSTANT since 8.0.28, but for columns that a foreign key refers to.
func (t *alteredTable) renameColumn(name string) way {
	return way{instant: t.flavor.isMariaDB() || t.flavor.atLeastMySQL(8, 0, 28) && !t.isReferred(name)}
}

// alterColumn: what does not show in the rows is only noted, the rest rewrites them.
func (a *alteration) alterColumn(c schema.AlterColumn) way {
	m := a.schema.Semantics
	i := a.table.Column(m, c.Name)
	if i < 0 {
		return way{instant: true}
	}
	from := a.table.Columns[i]
	to := from.With(c.To, c.Set)
	if pk, ok := a.table.PrimaryKey(); ok && a.isOver(pk, c.Name) {
		to.Nullable = false // whatever it says
	}
	w := way{instant: true}
	if !m.SameName(to.Name, from.Name) {
		w = a.renameColumn(from.Name)
	}
	w = worse(w, a.computed(from, to))
	w = worse(w, a.counted(from, to))
	if from.Nullable != to.Nullable && from.Generated == "" && to.Generated == "" {
		w = worse(w, a.nullable(to))
	}
	w = worse(w, a.recode(from, to))
	if slices.Contains(a.execution.Placed, to.Name) {
		instant := a.flavor.movesColumns && !a.isCompressed() && !a.hasFulltext()
		w = worse(w, way{instant: instant, effort: rebuilt, why: c.Name + " gets another position"})
	}
	return w
}

// computed is the way of another expression: MariaDB keeps no values of a virtual column, MySQL looks at them all the same (seen on 10.11 and 9.7).
func (t *alteredTable) computed(from, to schema.Column) way {
	switch {
	case from.Generated == to.Generated && from.Stored == to.Stored, t.flavor.isMariaDB() && isVirtual(from) && isVirtual(to):
		return way{instant: true}
	}
	return way{effort: copied, why: "the values of " + from.Name + " are recomputed"}
}

// counted is the way of a column that begins to count up, or ends; MariaDB only notes the end.
func (t *alteredTable) counted(from, to schema.Column) way {
	switch {
	case to.AutoIncrement && !from.AutoIncrement:
		return way{effort: copied, why: from.Name + " becomes AUTO_INCREMENT"}
	case from.AutoIncrement && !to.AutoIncrement && !t.flavor.isMariaDB():
		return way{effort: copied, why: from.Name + " is no longer AUTO_INCREMENT"}
	}
	return way{instant: true}
}

// nullable: whether a value is NULL is kept in a bit of the row, if it can be NULL; ROW_FORMAT=REDUNDANT keeps one for every column.
func (t *alteredTable) nullable(to schema.Column) way {
	w := way{effort: rebuilt, why: to.Name + " becomes NOT NULL"}
	if to.Nullable {
		w.why = to.Name + " can be NULL now"
		w.instant = t.flavor.isMariaDB() && t.flavor.hasInstant && strings.EqualFold(t.table.RowFormat, "redundant")
	} else if t.flavor.isLax || t.flavor.isMariaDB() && t.hasStored() { // a NULL would become a zero; a stored column is computed again (seen on 10.11 and 11.8)
		w.effort = copied
	}
	return w
}

// recode is the way of a column from one type and charset to others.
func (t *alteredTable) recode(from, to schema.Column) way {
	kept := way{instant: true}
	sameText := t.sameText(from, to)
	if sameType(from.Type, to.Type) && sameText {
		return kept
	}
	copies := way{effort: copied, why: "the type of " + from.Name + " changes"}
	if sameType(from.Type, to.Type) {
		copies.why = "the charset or collation of " + from.Name + " changes"
	}
	if from.Type.Labels() != nil {
		if !appends(from.Type, to.Type) || !sameText && !t.flavor.atLeastMySQL(8) {
			return copies
		}
		return kept
	}
	if !sameText {
		if kept = t.charset(from, to); kept.effort == copied {
			return copies
		}
	}
	switch {
	case from.Type.Name != to.Type.Name || from.Type.Attrs != to.Type.Attrs:
		return copies
	case from.Type.Name == "varchar" || from.Type.Name == "varbinary":
		return t.lengthen(from, to, kept)
	case from.Type == to.Type: // a text, of another charset
		return kept
	}
	return copies
}

// sameType: the width of an integer shows in nothing but what clients print.
func sameType(from, to schema.Type) bool {
	if strings.HasSuffix(from.Name, "int") && from.Name == to.Name {
		return strings.HasPrefix(from.Attrs, "unsigned") == strings.HasPrefix(to.Attrs, "unsigned")
	}
	return from == to
}

// appends reports whether labels come behind those that are there, and a value takes as many bytes as before.
func appends(from, to schema.Type) bool {
	one, _ := dataBytes(schema.Column{Type: from}, "")
	other, _ := dataBytes(schema.Column{Type: to}, "")
	old, labels := from.Labels(), to.Labels()
	return from.Name == to.Name && one == other && len(labels) >= len(old) && slices.Equal(labels[:len(old)], old)
}

// lengthen: how long a value is takes one byte of the row up to 255 bytes, and two beyond; InnoDB can tell one from two of a value by the first bit where
// none was longer than 127 (MariaDB 10.4.3, MDEV-15563).
func (t *alteredTable) lengthen(from, to schema.Column, kept way) way {
	f := t.flavor
	copies := way{effort: copied, why: from.Name + " gets shorter"}
	if one, other := sizeOf(from.Type), sizeOf(to.Type); other < one {
		return copies
	}
	mildest := way{effort: copied, why: from.Name + " gets longer"}
	if f.lengthens {
		mildest.why = from.Name + " can be longer than 255 bytes now, and its length takes two bytes of a row"
	}
	for _, per := range t.perCharacter(from) {
		one, other := sizeOf(from.Type)*per, sizeOf(to.Type)*max(per, t.perKnown(to))
		wide := one > 255 || other <= 255 || f.atLeastMariaDB(10, 4, 3) && (one <= 127 || strings.EqualFold(t.table.RowFormat, "redundant"))
		if f.lengthens && wide {
			kept.instant = kept.instant && f.isMariaDB()
			return kept
		}
	}
	return mildest
}

func sizeOf(t schema.Type) int {
	n, _ := strconv.Atoi(t.Args)
	return n
}

// charset: another collation is another order in indexes alone, and utf8mb4 has the characters of utf8mb3 as they are (MySQL 8.0, MariaDB 10.4.3).
func (t *alteredTable) charset(from, to schema.Column) way {
	f := t.flavor
	one, _ := t.text(from)
	other, _ := t.text(to)
	copies := way{effort: copied}
	known := f.atLeastMySQL(8) || f.atLeastMariaDB(10, 4, 3)
	if !known || one != other && (one != "utf8mb3" || other != "utf8mb4") {
		return copies
	}
	has := func(x schema.Index) bool { return t.isOver(x, from.Name) }
	indexed := slices.ContainsFunc(t.table.Indexes, has)
	switch {
	case !indexed:
		return way{instant: f.isMariaDB()}
	case !f.isMariaDB():
		return copies
	case one != other:
		return way{instant: true}
	}
	if pk, ok := t.table.PrimaryKey(); ok && has(pk) {
		return copies
	}
	return way{effort: built, why: "the indexes over " + from.Name + " get another order"}
}
