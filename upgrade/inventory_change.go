package upgrade

import (
	"slices"
	"strings"

	"assay/expected"
	"assay/schema"
)

// put notes that an object is there.
func (i inventory) put(o schema.Opaque) {
	key := i.key(o)
	i.there[key] = true
	delete(i.doubtful, key)
	if o.Table != "" {
		i.parts[key] = o
	}
}

func (i inventory) remove(o schema.Opaque) {
	key := i.key(o)
	i.there[key] = false
	delete(i.parts, key)
}

// table notes a table, whose name no view can have, and the sequences that its columns count by.
func (i inventory) table(t *schema.Table) {
	i.there[i.key(schema.Opaque{Kind: "view", Name: t.Name})] = true
	for _, c := range t.Columns {
		i.counter(t.Name, c)
	}
}

func (i inventory) counter(table string, c schema.Column) {
	if counts := c.AutoIncrement || c.Identity != ""; counts && i.schema.Semantics.GlobalIndexNames {
		i.put(schema.Opaque{Kind: "sequence", Name: table + "_" + c.Name + "_seq", Table: table, Columns: []string{c.Name}})
	}
}

// part is an object with what it goes with: statistics of several columns go with any of them.
func part(s *schema.Schema, b schema.Beside) schema.Opaque {
	o := schema.Opaque{Kind: b.Kind, Name: b.Name, Table: b.Table}
	switch b.Kind {
	case "sequence":
		return owned(o, b.SQL)
	case "statistics":
	default:
		return o
	}
	if m := ofStatistics().FindStringSubmatch(b.SQL); m != nil {
		path := schema.NamePath(m[2])
		o.Table = path[len(path)-1]
		if t := s.Table(o.Table); t != nil {
			for _, c := range t.Columns {
				if schema.Mentions(m[1], c.Name) {
					o.Columns = append(o.Columns, c.Name)
				}
			}
		}
	}
	return o
}

var ofStatistics = schema.Pattern(`(?is)\bON\s+(.*)\s+FROM\s+(` + schema.NameSQL + `)$`)

var ownedBy = schema.Pattern(`(?is)\bOWNED\s+BY\s+(` + schema.NameSQL + `)`)

// owned is a sequence with the column that a statement gives it to, with which it goes; without one that it is taken from.
func owned(o schema.Opaque, sql string) schema.Opaque {
	m := ownedBy().FindStringSubmatch(sql)
	if m == nil {
		return o
	}
	o.Table, o.Columns = "", nil
	if path := schema.NamePath(m[1]); len(path) > 1 { // else it says NONE
		o.Table, o.Columns = path[len(path)-2], path[len(path)-1:]
	}
	return o
}

// change takes along what goes with a table or a column, or moves with it.
func (i inventory) change(c schema.Change) {
	same := i.schema.Semantics.TableKey
	switch c := schema.Mended(c).(type) {
	case schema.CreateTable:
		i.table(c.Table)
	case schema.AddColumn:
		i.counter(c.Table, c.Column)
	case schema.DropTable:
		i.there[i.key(schema.Opaque{Kind: "view", Name: c.Table})] = false
		for _, o := range i.parts {
			if same(o.Table) == same(c.Table) {
				i.touched[i.key(o)] = true
				i.remove(o)
			}
		}
	case schema.DropColumn:
		for _, o := range i.parts {
			goes := o.Kind == "statistics" || o.Kind == "sequence"
			if goes && same(o.Table) == same(c.Table) && slices.Contains(o.Columns, c.Column) {
				i.touched[i.key(o)] = true
				i.remove(o)
			}
		}
	case schema.RenameTable:
		i.there[i.key(schema.Opaque{Kind: "view", Name: c.From})] = false
		i.there[i.key(schema.Opaque{Kind: "view", Name: c.To})] = true
		for _, o := range i.parts {
			if same(o.Table) == same(c.From) {
				i.touched[i.key(o)] = true
				i.remove(o)
				o.Table = c.To
				i.put(o)
			}
		}
	case schema.RenameColumn:
		for key, o := range i.parts {
			if at := slices.Index(o.Columns, c.From); at >= 0 && same(o.Table) == same(c.Table) {
				o.Columns = slices.Clone(o.Columns)
				o.Columns[at] = c.To
				i.parts[key] = o
			}
		}
	}
}

var (
	renamed = schema.Pattern(`(?is)\bRENAME\s+TO\s+(` + schema.NameSQL + `)$`)
	moved   = schema.Pattern(`(?is)\bSET\s+SCHEMA\s+(` + schema.NameSQL + `)$`)
)

// rename gives an object the name that a statement gives it, or has it in another schema, and says why it cannot have that name; empty: it can.
func (i inventory) rename(b expected.Beside, o schema.Opaque) (why string) {
	m := renamed().FindStringSubmatch(b.SQL)
	if m == nil && !moved().MatchString(b.SQL) {
		if was, ok := i.parts[i.key(o)]; o.Kind == "sequence" && i.there[i.key(o)] {
			if !ok {
				was = o
			}
			i.remove(was)
			i.put(owned(was, b.SQL))
		}
		return ""
	}
	was := i.parts[i.key(o)]
	i.remove(o)
	others := len(i.made) > 0 || slices.ContainsFunc(i.schema.Beside, func(b schema.Beside) bool { return b.Name != o.Name && b.Table != o.Name })
	i.there[renames] = i.there[renames] || others && (strings.HasSuffix(o.Kind, "view") || isRoutine(o.Kind))
	if m == nil {
		return ""
	}
	path := schema.NamePath(m[1])
	to := o
	to.Columns = was.Columns
	_, arguments, ok := strings.Cut(o.Name, "(")
	if to.Name = path[len(path)-1]; ok {
		to.Name += "(" + arguments
	}
	i.touched[i.key(o)], i.touched[i.key(to)] = true, true
	if i.there[i.key(to)] && namespaces[to.Kind] != "" && !b.Either {
		why = "something is called " + to.Name + " already"
	}
	i.put(to)
	return why
}

// arrive has what stood in another schema in the one that is read, and says why it cannot be there; empty: it can, or does not come.
func arrive(i inventory, b expected.Beside, o schema.Opaque) (why string) {
	m := moved().FindStringSubmatch(b.SQL)
	if m == nil || i.namespace == "" || !slices.Equal(schema.NamePath(m[1]), []string{i.namespace}) {
		return ""
	}
	b.Verb = "CREATE"
	why = i.against(b, o)
	i.touched[i.key(o)] = true
	i.put(o)
	return why
}

// cascade notes what may go with an object that is dropped with CASCADE: what calls it, reads it or is of it, and what that is, nobody reads from here.
func (i inventory) cascade(b expected.Beside, o schema.Opaque) {
	if b.Verb != "DROP" || !cascades().MatchString(b.SQL) {
		return
	}
	name, _, _ := strings.Cut(o.Name, "(")
	for _, other := range i.schema.Beside {
		key := i.key(schema.Opaque{Kind: other.Kind, Name: other.Name, Table: other.Table})
		if i.there[key] && key != i.key(o) && schema.Mentions(other.SQL, name) {
			i.doubtful[key] = "whether " + said(b) + " takes it along is not known"
		}
	}
}
