package expected

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// An anonymous is a constraint or an index that was made without a name.
type anonymous struct {
	kind    schema.ObjectKind
	primary bool
	columns []string
	expr    string // of a check
	on      string // of an index: its parts, as [schema.Index.On] writes them
}

// nameImplicitly gives a constraint or an index that was made without a name the one by which a revision drops or renames it: it must be what the server
// called it. It reports whether there was one; where it could be several, none of them is compared any more.
func (b *builder) nameImplicitly(s *schema.Schema, c schema.Change, err error) bool {
	var conflict *schema.Conflict
	if !errors.As(err, &conflict) || conflict.Reason != schema.Missing || conflict.Object != c.Object() {
		return false
	}
	table, name, kinds := dropped(c)
	if b.names.GlobalIndexNames {
		return name != "" && (b.nameGiven(s, table, name, kinds) || b.maskInAnyTable(s, table, name, kinds))
	}
	t := s.Table(table)
	if t == nil || name == "" {
		return false
	}
	all := anonymousIn(t, kinds)
	if len(all) == 0 {
		return false
	}
	return b.nameOrMask(s, t, name, b.calledSo(t, name, all), all)
}

// maskInAnyTable leaves out what may be called so, where the history does not tell which it is: it cannot be read whole, or an older server gave the name.
func (b *builder) maskInAnyTable(s *schema.Schema, table, name string, kinds []schema.ObjectKind) bool {
	for _, t := range s.SortedTables() {
		if table == "" || t.Name == table {
			b.nameOrMask(s, t, name, nil, b.calledSo(t, name, anonymousIn(t, kinds)))
		}
	}
	return false
}

// nameSpared gives what was made without a name the one that the server gave it, where a change that says IF EXISTS or IF NOT EXISTS calls it so: it is
// there then. Where it could be several, none of them is compared any more; where it is none, the name is another's, or nobody's.
func (b *builder) nameSpared(s *schema.Schema, c schema.Change) {
	table, name, kinds := dropped(c)
	switch c := c.(type) {
	case schema.AddIndex:
		table, name, kinds = c.Table, c.Index.Name, []schema.ObjectKind{schema.IndexObject}
	case schema.AddForeignKey:
		table, name, kinds = c.Table, c.ForeignKey.Name, []schema.ObjectKind{schema.ForeignKeyObject}
	case schema.AddCheck:
		table, name, kinds = c.Table, c.Check.Name, []schema.ObjectKind{schema.CheckObject}
	}
	if schema.IfOf(c)&schema.IfObject == 0 || name == "" {
		return
	}
	if b.names.GlobalIndexNames {
		if _, makes := c.(schema.AddIndex); makes {
			table = "" // the name may be any table's
		}
		b.nameGiven(s, table, name, kinds)
		return
	}
	if t := s.Table(table); t != nil && !has(b.names, t, name) {
		if which := b.calledSo(t, name, anonymousIn(t, kinds)); len(which) > 0 {
			b.nameOrMask(s, t, name, which, which)
		}
	}
}

// has reports whether a table has an index or a constraint of that name.
func has(m schema.Semantics, t *schema.Table, name string) bool {
	return t.Index(m, name) >= 0 || slices.ContainsFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return m.SameName(f.Name, name) }) ||
		slices.ContainsFunc(t.Checks, func(k schema.Check) bool { return m.SameName(k.Name, name) })
}

// calledSo returns those that servers may have given that name.
func (b *builder) calledSo(t *schema.Table, name string, all []anonymous) []anonymous {
	names := []string{t.Name}
	if !b.names.KeyNamesFollow { // PostgreSQL names by what the table was called then
		names = append(names, b.mask.alias[b.names.TableKey(t.Name)]...)
	}
	return slices.DeleteFunc(slices.Clone(all), func(a anonymous) bool {
		if at := t.Index(b.names, name); a.kind == schema.ForeignKeyObject && at >= 0 && b.names.KeyNamesFollow {
			return !slices.Equal(ofIndex(t.Indexes[at]).columns, a.columns) // MariaDB gives the key the index's name
		}
		return !slices.ContainsFunc(names, func(table string) bool { return b.called(table, name, a) })
	})
}

// nameOrMask gives the only one that may be called so its name and reports that it did; else all that it may be are not compared any more.
func (b *builder) nameOrMask(s *schema.Schema, t *schema.Table, name string, which, all []anonymous) bool {
	if len(which) == 1 && b.nameMaker(t.Name, name, which[0]) {
		t = t.Clone()
		setName(t, name, which[0])
		s.Add(t)
		return true
	}
	for _, a := range all {
		if a.primary {
			continue
		}
		o := schema.Object{Kind: a.kind, Table: t.Name, Name: cmp.Or(a.on, "("+cmp.Or(a.expr, strings.Join(a.columns, ", "))+")")}
		if b.mask.add(o) {
			b.opaque = append(b.opaque, opaqueOf(o))
			b.remarks = append(b.remarks, o.String()+" is not compared: a revision drops "+name+", and it has no name of its own to tell whether that is the one")
		}
	}
	s.Add(b.mask.bare(t))
	return false
}

// dropped returns what a change drops or renames by its name: the table, the name, and the kinds of what can have it.
func dropped(c schema.Change) (table, name string, kinds []schema.ObjectKind) {
	switch c := c.(type) {
	case schema.DropForeignKey:
		return c.Table, c.Name, []schema.ObjectKind{schema.ForeignKeyObject}
	case schema.DropIndex:
		if c.Kind == schema.Constraint {
			return c.Table, c.Name, []schema.ObjectKind{schema.IndexObject, schema.ForeignKeyObject, schema.CheckObject}
		}
		return c.Table, c.Name, []schema.ObjectKind{schema.IndexObject}
	case schema.DropCheck:
		return c.Table, c.Name, []schema.ObjectKind{schema.CheckObject}
	case schema.RenameIndex:
		if c.Kind == schema.Constraint {
			return c.Table, c.From, []schema.ObjectKind{schema.IndexObject, schema.ForeignKeyObject, schema.CheckObject}
		}
		return c.Table, c.From, []schema.ObjectKind{schema.IndexObject}
	}
	return "", "", nil
}

// anonymousIn returns what a table has of some kinds without a name.
func anonymousIn(t *schema.Table, kinds []schema.ObjectKind) []anonymous {
	var all []anonymous
	if slices.Contains(kinds, schema.IndexObject) {
		for _, x := range t.Indexes {
			if x.Name == "" {
				all = append(all, ofIndex(x))
			}
		}
	}
	if slices.Contains(kinds, schema.ForeignKeyObject) {
		for _, f := range t.ForeignKeys {
			if f.Name == "" {
				all = append(all, anonymous{kind: schema.ForeignKeyObject, columns: f.Columns})
			}
		}
	}
	if slices.Contains(kinds, schema.CheckObject) {
		for _, k := range t.Checks {
			if k.Name == "" {
				all = append(all, ofCheck(t, k))
			}
		}
	}
	return all
}

// ofCheck: a check is named by the column that it is about, if it is only one.
func ofCheck(t *schema.Table, k schema.Check) anonymous {
	a := anonymous{kind: schema.CheckObject, expr: k.Expr}
	for _, c := range t.Columns {
		if schema.Mentions(k.Expr, c.Name) {
			a.columns = append(a.columns, c.Name)
		}
	}
	return a
}

func ofIndex(x schema.Index) anonymous {
	a := anonymous{kind: schema.IndexObject, primary: x.Kind == schema.Primary, on: x.On()}
	for _, p := range x.Parts {
		a.columns = append(a.columns, cmp.Or(p.Column, ofExpression(p.Expr)))
	}
	a.columns = append(a.columns, x.Include...)
	return a
}

var (
	calls = schema.Pattern(`^\(*"?(\w+)"?\(`)
	casts = schema.Pattern(`^\(*"?(\w+)"?\)*::`)
)

// ofExpression is what PostgreSQL calls an expression in the name of an index: by the function that it calls, or the column that it casts.
func ofExpression(expr string) string {
	for _, of := range []*regexp.Regexp{calls(), casts()} {
		if m := of.FindStringSubmatch(expr); m != nil {
			if m[1] == strings.ToUpper(m[1]) { // COALESCE, GREATEST
				return strings.ToLower(m[1])
			}
			return m[1]
		}
	}
	return "expr"
}

var (
	counted = schema.Pattern(`^(.*)_\d+$`)
	suffix  = schema.Pattern(`^_(key|fkey|idx|excl|check)\d*$`)
	ofMySQL = schema.Pattern(`(?i)^(?:.*_chk|constraint)_\d+$`) // MariaDB's are CONSTRAINT_1
)

// called reports whether servers call it so by themselves: t_a_b_key, t_pkey, or, on MySQL, a, a_2 and, in the order in which they were made, t_ibfk_1.
func (b *builder) called(table, name string, a anonymous) bool {
	name, table = strings.ToLower(name), strings.ToLower(table)
	columns := strings.ToLower(columnsIn(a.columns))
	if b.names.GlobalIndexNames && a.kind == schema.ForeignKeyObject && len(a.columns) > 1 && name == table+"_"+strings.ToLower(a.columns[0])+"_fkey" {
		return true // PostgreSQL before 12 takes the first column alone
	}
	switch {
	case a.primary:
		return name == table+"_pkey"
	case a.kind == schema.CheckObject && b.names.KeyNamesFollow:
		return ofMySQL().MatchString(name)
	case a.kind == schema.CheckObject && len(a.columns) != 1:
		m := suffix().FindStringSubmatch(strings.TrimPrefix(name, table))
		return m != nil && m[1] == "check"
	case strings.HasPrefix(name, table+"_ibfk_"):
		n := keyNumber(table, name)
		return a.kind == schema.ForeignKeyObject && slices.ContainsFunc(foreignKeysOf(table, b.changes[:b.at+1], b.names), func(k numberedKey) bool {
			return k.name == "" && k.number == n && slices.Equal(k.columns, a.columns)
		})
	case strings.HasPrefix(name, table+"_"+columns):
		m := suffix().FindStringSubmatch(strings.TrimPrefix(name, table+"_"+columns))
		return m != nil && (a.kind == schema.ForeignKeyObject) == (m[1] == "fkey") && (a.kind == schema.CheckObject) == (m[1] == "check")
	case a.kind == schema.IndexObject && len(a.columns) > 0 && !b.names.GlobalIndexNames:
		first := strings.ToLower(a.columns[0])
		m := counted().FindStringSubmatch(name)
		return name == first || m != nil && m[1] == first
	}
	return false
}

// A numbering is the foreign keys of a table, in the order in which they were made, with the numbers that InnoDB gave to those without a name: the
// highest that is there and one more.
type numbering []numberedKey

type numberedKey struct {
	name    string // empty: it was made without one
	number  int    // 0: it is called otherwise
	columns []string
}

// note takes a foreign key that is made.
func (n *numbering) note(table string, f schema.ForeignKey) {
	k := numberedKey{name: f.Name, columns: f.Columns, number: keyNumber(table, f.Name)}
	if f.Name == "" {
		for _, other := range *n {
			k.number = max(k.number, other.number)
		}
		k.number++
	}
	*n = append(*n, k)
}

// drop takes a foreign key off that is dropped.
func (n *numbering) drop(table, name string) {
	number := keyNumber(table, name)
	*n = slices.DeleteFunc(*n, func(k numberedKey) bool {
		return k.name != "" && strings.EqualFold(k.name, name) || number > 0 && k.number == number
	})
}

// keyNumber is the number in a name that InnoDB gives to a foreign key by itself; 0: it is none.
func keyNumber(table, name string) int {
	if prefix := table + "_ibfk_"; len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) {
		number, _ := strconv.Atoi(name[len(prefix):])
		return number
	}
	return 0
}

// foreignKeysOf returns the foreign keys that a table has by now.
func foreignKeysOf(table string, done [][]numbered, m schema.Semantics) numbering {
	all := map[string]*numbering{}
	of := func(table string) *numbering {
		key := m.TableKey(table)
		if all[key] == nil {
			all[key] = &numbering{}
		}
		return all[key]
	}
	for _, changes := range done {
		for _, c := range changes {
			switch c := c.Change.(type) {
			case schema.CreateTable:
				n := of(c.Table.Name)
				*n = nil
				for _, f := range c.Table.ForeignKeys {
					n.note(c.Table.Name, f)
				}
			case schema.RenameTable:
				n, key := of(c.From), m.TableKey(c.To)
				delete(all, m.TableKey(c.From))
				all[key] = n
				for i, k := range *n {
					if k.name != "" && k.number > 0 {
						(*n)[i].name = c.To + "_ibfk_" + strconv.Itoa(k.number)
					}
				}
			case schema.AddForeignKey:
				of(c.Table).note(c.Table, c.ForeignKey)
			case schema.DropForeignKey:
				of(c.Table).drop(c.Table, c.Name)
			case schema.DropIndex:
				of(c.Table).drop(c.Table, c.Name)
			}
		}
	}
	return *of(table)
}

// nameMaker gives the name to the last change that makes the thing, and reports whether there is one.
func (b *builder) nameMaker(table, name string, a anonymous) bool {
	for _, changes := range slices.Backward(b.changes[:b.at+1]) {
		for i, c := range slices.Backward(changes) {
			if rename, ok := c.Change.(schema.RenameTable); ok && b.names.TableKey(rename.To) == b.names.TableKey(table) {
				if n := keyNumber(table, name); n > 0 && b.names.KeyNamesFollow {
					name = rename.From + "_ibfk_" + strconv.Itoa(n)
				}
				table = rename.From
			}
			if n := withName(c.Change, b.names, table, name, a); n != nil {
				changes[i].Change = n
				return true
			}
		}
	}
	return false
}

// withName returns a change that makes the thing with its name; nil: it does not make it.
func withName(c schema.Change, m schema.Semantics, table, name string, a anonymous) schema.Change {
	if m.TableKey(c.Object().Table) != m.TableKey(table) {
		return nil
	}
	switch c := c.(type) {
	case schema.CreateTable:
		t := c.Table.Clone()
		if setName(t, name, a) {
			c.Table = t
			return c
		}
	case schema.AddIndex:
		if x := ofIndex(c.Index); a.kind == schema.IndexObject && c.Index.Name == "" && slices.Equal(x.columns, a.columns) {
			c.Index.Name = name
			return c
		}
	case schema.AddCheck:
		if a.kind == schema.CheckObject && c.Check.Name == "" && c.Check.Expr == a.expr {
			c.Check.Name = name
			return c
		}
	case schema.AddForeignKey:
		if a.kind == schema.ForeignKeyObject && c.ForeignKey.Name == "" && slices.Equal(c.ForeignKey.Columns, a.columns) {
			c.ForeignKey.Name = name
			return c
		}
	}
	return nil
}

// setName gives the thing in a table its name, and reports whether it is there.
func setName(t *schema.Table, name string, a anonymous) bool {
	for i, x := range t.Indexes {
		if a.kind == schema.IndexObject && x.Name == "" && slices.Equal(ofIndex(x).columns, a.columns) {
			t.Indexes[i].Name = name
			return true
		}
	}
	for i, f := range t.ForeignKeys {
		if a.kind == schema.ForeignKeyObject && f.Name == "" && slices.Equal(f.Columns, a.columns) {
			t.ForeignKeys[i].Name = name
			return true
		}
	}
	for i, k := range t.Checks {
		if a.kind == schema.CheckObject && k.Name == "" && k.Expr == a.expr {
			t.Checks[i].Name = name
			return true
		}
	}
	return false
}
