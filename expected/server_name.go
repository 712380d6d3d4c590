package expected

import (
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// A givenName is a constraint or an index that was made without a name, and what PostgreSQL called it then: by its table and columns, with a number where
// that was taken (ChooseIndexName, ChooseConstraintName).
type givenName struct {
	table string    // as it is called now
	now   anonymous // as its columns are called now
	made  anonymous // as they were called in the change that made it
	at    [2]int    // where that change is: the revision's place, and its own in there
}

// naming follows a history's names as PostgreSQL gives them: those of relations are one namespace, those of constraints another.
type naming struct {
	relations, constraints map[string]string    // the table that each belongs to, by name
	given                  map[string]givenName // by name
	now                    *schema.Schema       // which columns a check is about
}

// givenNames are the names that the server has given in changes that led to a schema.
func givenNames(done [][]numbered, s *schema.Schema) map[string]givenName {
	n := naming{relations: map[string]string{}, constraints: map[string]string{}, given: map[string]givenName{}, now: s}
	for i, changes := range done {
		for j, c := range changes {
			n.follow(c.Change, [2]int{i, j})
		}
	}
	return n.given
}

func (n *naming) follow(c schema.Change, at [2]int) {
	switch c := c.(type) {
	case schema.CreateTable:
		n.create(c.Table, at)
	case schema.AddIndex:
		n.index(c.Table, c.Index, at)
	case schema.AddCheck:
		a := anonymous{kind: schema.CheckObject, expr: c.Check.Expr}
		if t := n.now.Table(c.Table); t != nil {
			a = ofCheck(t, c.Check)
		}
		n.constraint(c.Table, c.Check.Name, a, "check", at)
	case schema.AddForeignKey:
		n.constraint(c.Table, c.ForeignKey.Name, anonymous{kind: schema.ForeignKeyObject, columns: c.ForeignKey.Columns}, "fkey", at)
	case schema.RenameTable:
		n.rename(c.From, c.To)
	case schema.RenameColumn:
		for name, g := range n.given {
			if g.table == c.Table {
				g.now = g.now.renamed(c.From, c.To)
				n.given[name] = g
			}
		}
	case schema.RenameIndex:
		n.drop(c.From)
		n.relations[c.To], n.constraints[c.To] = c.Table, c.Table
	case schema.DropTable:
		n.dropTable(c.Table)
	case schema.DropColumn:
		for name, g := range n.given {
			if g.table == c.Table && slices.Contains(g.now.columns, c.Column) {
				n.drop(name)
			}
		}
	case schema.DropIndex:
		n.drop(c.Name)
	case schema.DropForeignKey:
		n.drop(c.Name)
	case schema.DropCheck:
		n.drop(c.Name)
	}
}

// create names the parts of a table in the order in which the server makes them.
func (n *naming) create(t *schema.Table, at [2]int) {
	n.relations[t.Name] = t.Name
	for _, k := range t.Checks {
		n.constraint(t.Name, k.Name, ofCheck(t, k), "check", at)
	}
	for _, primary := range []bool{true, false} {
		for _, x := range t.Indexes {
			if (x.Kind == schema.Primary) == primary {
				n.index(t.Name, x, at)
			}
		}
	}
	for _, f := range t.ForeignKeys {
		n.constraint(t.Name, f.Name, anonymous{kind: schema.ForeignKeyObject, columns: f.Columns}, "fkey", at)
	}
}

func (n *naming) index(table string, x schema.Index, at [2]int) {
	a := ofIndex(x)
	name := x.Name
	if name == "" {
		columns, label := columnsIn(a.columns), "idx"
		switch x.Kind {
		case schema.Primary:
			columns, label = "", "pkey"
		case schema.Constraint:
			label = "key"
		case schema.Plain, schema.Unique:
		}
		name = n.choose(table, columns, label, n.relations)
		n.given[name] = givenName{table, a, a, at}
	}
	n.relations[name] = table
	if x.Kind == schema.Primary || x.Kind == schema.Constraint {
		n.constraints[name] = table
	}
}

func (n *naming) constraint(table, name string, a anonymous, label string, at [2]int) {
	if name == "" {
		columns := columnsIn(a.columns)
		if a.kind == schema.CheckObject && len(a.columns) != 1 {
			columns = ""
		}
		name = n.choose(table, columns, label, n.constraints)
		n.given[name] = givenName{table, a, a, at}
	}
	n.constraints[name] = table
}

// choose is the first name that is free.
func (n *naming) choose(table, columns, label string, taken map[string]string) string {
	for i := 0; ; i++ {
		suffix := label
		if i > 0 {
			suffix += strconv.Itoa(i)
		}
		name := objectName(table, columns, suffix)
		_, relation := taken[name]
		_, constraint := n.constraints[name]
		if !relation && (!constraint || label == "idx") {
			return name
		}
	}
}

// nameBytes is how long a name is at most (NAMEDATALEN - 1).
const nameBytes = 63

// objectName is makeObjectName of PostgreSQL: the longer one of the table and the columns is cut until all fits.
func objectName(table, columns, label string) string {
	over := len("_") + len(label)
	if columns != "" {
		over += len("_")
	}
	for len(table)+len(columns)+over > nameBytes {
		if len(table) > len(columns) {
			table = table[:len(table)-1]
		} else {
			columns = columns[:len(columns)-1]
		}
	}
	table, columns = strings.ToValidUTF8(table, ""), strings.ToValidUTF8(columns, "")
	if columns != "" {
		table += "_" + columns
	}
	return table + "_" + label
}

// columnsIn are the columns in a name. One that comes again has a number.
func columnsIn(columns []string) string {
	var all []string
	for _, c := range columns {
		name := c
		for i := 1; slices.Contains(all, name); i++ {
			name = c + strconv.Itoa(i)
		}
		all = append(all, name)
	}
	return strings.Join(all, "_")
}

// drop forgets a name that is no table's.
func (n *naming) drop(name string) {
	if n.relations[name] != name {
		delete(n.relations, name)
	}
	delete(n.constraints, name)
	delete(n.given, name)
}

// dropTable forgets a table and all that is its own.
func (n *naming) dropTable(table string) {
	for _, names := range []map[string]string{n.relations, n.constraints} {
		for name, of := range names {
			if of == table {
				delete(names, name)
				delete(n.given, name)
			}
		}
	}
}

func (n *naming) rename(from, to string) {
	for _, names := range []map[string]string{n.relations, n.constraints} {
		for name, table := range names {
			if table == from {
				names[name] = to
			}
		}
	}
	delete(n.relations, from)
	n.relations[to] = to
	for name, g := range n.given {
		if g.table == from {
			g.table = to
			n.given[name] = g
		}
	}
}

// renamed is the thing after a column got another name.
func (a anonymous) renamed(from, to string) anonymous {
	a.columns = slices.Clone(a.columns)
	for i, c := range a.columns {
		if c == from {
			a.columns[i] = to
		}
	}
	return a
}

// nameGiven gives what the server called so that name, in the schema and in the change that made it, and reports whether there is one.
func (b *builder) nameGiven(s *schema.Schema, table, name string, kinds []schema.ObjectKind) bool {
	g, ok := givenNames(b.changes[:b.at+1], s)[name]
	t := s.Table(g.table)
	if !ok || t == nil || table != "" && g.table != table || !slices.Contains(kinds, g.now.kind) {
		return false
	}
	made := &b.changes[g.at[0]][g.at[1]]
	c := withName(made.Change, b.names, made.Object().Table, name, g.made)
	if t = t.Clone(); c == nil || !setName(t, name, g.now) {
		return false
	}
	made.Change = c
	s.Add(t)
	return true
}
