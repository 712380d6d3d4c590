package expected

import (
	"errors"
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
}

// christen gives a constraint or an index that was made without a name the one by which a revision drops or renames it: it must be what the server
// called it. It reports whether there was one; where it could be several, none of them is compared any more.
func (b *builder) christen(s *schema.Schema, c schema.Change, err error) bool {
	var conflict *schema.Conflict
	if !errors.As(err, &conflict) || conflict.Reason != schema.Missing || conflict.Object != c.Object() {
		return false
	}
	table, name, kinds := dropped(c)
	t := s.Table(table)
	if t == nil || name == "" {
		return false
	}
	all := anonymousIn(t, kinds)
	if len(all) == 0 {
		return false
	}
	which := slices.DeleteFunc(slices.Clone(all), func(a anonymous) bool { return !b.called(t.Name, name, a) })
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
		o := schema.Object{Kind: a.kind, Table: t.Name, Name: "(" + strings.Join(a.columns, ", ") + ")"}
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
			return c.Table, c.Name, []schema.ObjectKind{schema.IndexObject, schema.ForeignKeyObject}
		}
		return c.Table, c.Name, []schema.ObjectKind{schema.IndexObject}
	case schema.RenameIndex:
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
	return all
}

func ofIndex(x schema.Index) anonymous {
	a := anonymous{kind: schema.IndexObject, primary: x.Kind == schema.Primary}
	for _, p := range x.Parts {
		a.columns = append(a.columns, p.Column)
	}
	return a
}

var (
	counted = schema.Pattern(`^(.*)_\d+$`)
	suffix  = schema.Pattern(`^_(key|fkey|idx|excl)\d*$`)
)

// called reports whether servers call it so by themselves: t_a_b_key, t_pkey, or, on MySQL, a, a_2 and, in the order in which they were made, t_ibfk_1.
func (b *builder) called(table, name string, a anonymous) bool {
	name, table = strings.ToLower(name), strings.ToLower(table)
	columns := strings.ToLower(strings.Join(a.columns, "_"))
	switch {
	case a.primary:
		return name == table+"_pkey"
	case strings.HasPrefix(name, table+"_ibfk_"):
		n, _ := strconv.Atoi(strings.TrimPrefix(name, table+"_ibfk_"))
		made := b.foreignKeysOf(table)
		return a.kind == schema.ForeignKeyObject && n > 0 && n <= len(made) && slices.Equal(made[n-1], a.columns)
	case strings.HasPrefix(name, table+"_"+columns):
		m := suffix().FindStringSubmatch(strings.TrimPrefix(name, table+"_"+columns))
		return m != nil && (a.kind == schema.ForeignKeyObject) == (m[1] == "fkey")
	case a.kind == schema.IndexObject && len(a.columns) > 0:
		first := strings.ToLower(a.columns[0])
		m := counted().FindStringSubmatch(name)
		return name == first || m != nil && m[1] == first
	}
	return false
}

// foreignKeysOf returns the columns of the foreign keys that MySQL has numbered, in the order in which they were made.
func (b *builder) foreignKeysOf(table string) [][]string {
	var made [][]string
	note := func(f schema.ForeignKey) {
		if f.Name == "" || strings.HasPrefix(strings.ToLower(f.Name), table+"_ibfk_") {
			made = append(made, f.Columns)
		}
	}
	for _, changes := range b.changes {
		for _, c := range changes {
			switch c := c.Change.(type) {
			case schema.CreateTable:
				if strings.EqualFold(c.Table.Name, table) {
					made = nil
					for _, f := range c.Table.ForeignKeys {
						note(f)
					}
				}
			case schema.AddForeignKey:
				if strings.EqualFold(c.Table, table) {
					note(c.ForeignKey)
				}
			}
		}
	}
	return made
}

// nameMaker gives the name to the last change that makes the thing, and reports whether there is one.
func (b *builder) nameMaker(table, name string, a anonymous) bool {
	for _, changes := range slices.Backward(b.changes) {
		for i, c := range slices.Backward(changes) {
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
			return schema.CreateTable{Table: t}
		}
	case schema.AddIndex:
		if x := ofIndex(c.Index); a.kind == schema.IndexObject && c.Index.Name == "" && slices.Equal(x.columns, a.columns) {
			c.Index.Name = name
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
	return false
}
