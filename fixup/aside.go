package fixup

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// setAside drops a foreign key until the rest is done: MySQL does not change the type of a column that one uses (errors 1832, 1833).
func (p *planner) setAside(key schema.Object) {
	f := foreignKeyOf(p.Result, key)
	p.last = append(p.last, later{schema.AddForeignKey{Table: key.Table, ForeignKey: f}, p.origin})
	p.step(schema.DropForeignKey{Table: key.Table, Name: key.Name})
}

func foreignKeyOf(s *schema.Schema, key schema.Object) schema.ForeignKey {
	t := s.Table(key.Table)
	return t.ForeignKeys[slices.IndexFunc(t.ForeignKeys, func(k schema.ForeignKey) bool { return k.Name == key.Name })]
}

// textOf is how a column keeps its text, by itself or as its table does.
func textOf(t *schema.Table, column int) schema.Options {
	c := t.Columns[column]
	switch {
	case !strings.Contains(c.Type.Name, "char"):
		return schema.Options{Engine: c.Type.Name}
	case c.Charset != "" || c.Collation != "":
		return schema.Options{Charset: c.Charset, Collation: c.Collation}
	}
	return schema.Options{Charset: t.Options.Charset, Collation: t.Options.Collation}
}

func alike(a, b schema.Options) bool {
	open := func(s, t string) bool { return s == t || s == "" || t == "" }
	return a.Engine == b.Engine && open(a.Charset, b.Charset) && open(a.Collation, b.Collation)
}

// An aside is what stands in the way of a new type for a while.
type aside struct{ drop, restore []schema.Change }

// asideFor gathers what was made with the types that columns had: indexes and checks whose expressions name them, and, where the columns of
// one key change together, foreign keys.
func asideFor(s *schema.Schema, columns []schema.Object, keys bool) aside {
	var a aside
	seen := map[schema.Object]bool{}
	put := func(drop, restore schema.Change) {
		if o := drop.Object(); o.Name != "" && !seen[o] {
			seen[o] = true
			a.drop, a.restore = append(a.drop, drop), append(a.restore, restore)
		}
	}
	if keys {
		keysOf(s, columns, put)
	}
	for _, o := range columns {
		t := s.Table(o.Table)
		for _, k := range t.Checks {
			if schema.Reads(k.Expr, o.Name) {
				put(schema.DropCheck{Table: t.Name, Name: k.Name}, schema.AddCheck{Table: t.Name, Check: k})
			}
		}
		for _, x := range t.Indexes {
			if schema.Reads(x.Where, o.Name) || slices.ContainsFunc(x.Parts, func(q schema.Part) bool { return schema.Reads(q.Expr, o.Name) }) {
				put(schema.DropIndex{Table: t.Name, Name: x.Name, Kind: x.Kind}, schema.AddIndex{Table: t.Name, Index: x})
			}
		}
	}
	slices.Reverse(a.restore)
	return a
}

// madeOf gathers what goes with a column that is dropped, and is to be there again with the new one: its indexes, columns that are computed
// from it when they are read, and all that is set aside for another type.
func madeOf(s *schema.Schema, column schema.Object) aside {
	a := asideFor(s, []schema.Object{column}, true)
	t := s.Table(column.Table)
	for _, x := range t.Indexes {
		drop := schema.DropIndex{Table: t.Name, Name: x.Name, Kind: x.Kind}
		over := slices.ContainsFunc(x.Parts, func(q schema.Part) bool { return s.Semantics.SameName(q.Column, column.Name) })
		if over && x.Name != "" && !slices.ContainsFunc(a.drop, func(d schema.Change) bool { return d.Object() == drop.Object() }) {
			a.drop, a.restore = append(a.drop, drop), append([]schema.Change{schema.AddIndex{Table: t.Name, Index: x}}, a.restore...)
		}
	}
	for _, c := range t.Columns {
		if c.Name == column.Name || c.Stored || !schema.Mentions(c.Generated, column.Name) {
			continue
		}
		own := madeOf(s, schema.Object{Kind: schema.ColumnObject, Table: t.Name, Name: c.Name})
		a.drop = slices.Concat(a.drop, own.drop, []schema.Change{schema.DropColumn{Table: t.Name, Column: c.Name}})
		a.restore = slices.Concat([]schema.Change{schema.AddColumn{Table: t.Name, Column: c}}, own.restore, a.restore)
	}
	return a
}

// keysOf puts aside the foreign keys that have one of the columns on either side.
func keysOf(s *schema.Schema, columns []schema.Object, put func(drop, restore schema.Change)) {
	among := map[schema.Object]bool{}
	for _, o := range columns {
		among[o] = true
	}
	has := func(table string, names []string) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			return among[schema.Object{Kind: schema.ColumnObject, Table: table, Name: name}]
		})
	}
	for _, t := range s.SortedTables() {
		for _, f := range t.ForeignKeys {
			if has(t.Name, f.Columns) || has(f.RefTable, f.RefColumns) {
				put(schema.DropForeignKey{Table: t.Name, Name: f.Name}, schema.AddForeignKey{Table: t.Name, ForeignKey: f})
			}
		}
	}
}

// retypes reports whether a column gets a type with other operators, where expressions were made with those of the old one.
func retypes(s *schema.Schema, c schema.AlterColumn) bool {
	if !s.Semantics.TypedExpressions || c.Set&schema.PropType == 0 || c.From.Type == c.To.Type {
		return false
	}
	return !c.From.Type.Akin(c.To.Type)
}

// around changes a column with what is in the way of that set aside, and reports whether something is. What is made with a boolean cannot be put back on
// another type.
func (p *planner) around(c schema.AlterColumn) bool {
	retyped := retypes(p.Result, c)
	var a aside
	if retyped {
		a = asideFor(p.Result, []schema.Object{c.Object()}, false)
	}
	if len(a.drop) > 0 && c.From.Type.Name == "boolean" { // the expressions would not be ones with another type
		p.add(c, hold{refused: fmt.Sprintf("the server refuses it while there is %s, whose expression takes no other type: drop that first", a.drop[0].Object())})
		return true
	}
	if refused := indexesAside(p, c, &a); refused != "" {
		p.add(c, hold{refused: refused})
		return true
	}
	if retyped || len(a.drop) > 0 {
		p.both(losesNow(p, c), slices.Concat(a.drop, []schema.Change{c}, a.restore)...)
	}
	return retyped || len(a.drop) > 0
}

// indexesAside adds the indexes that hold a column (SQL Server), and returns why the server refuses the change even without them; empty: it does not, or no
// index holds it.
func indexesAside(p *planner, c schema.AlterColumn, a *aside) string {
	now := p.Result.Clone()
	for _, d := range a.drop {
		_ = now.Apply(d) // what cannot be done is said elsewhere
	}
	found := false
	for {
		r := p.format.Refusal(now, c)
		if r == nil {
			return ""
		}
		held := slices.IndexFunc(r.Blockers, func(b schema.Blocker) bool {
			_, index := b.Drop.(schema.DropIndex)
			return index && b.Back != nil
		})
		switch {
		case held < 0 && !found:
			return ""
		case held < 0 || now.Apply(r.Blockers[held].Drop) != nil:
			return "the server refuses it: " + r.Error()
		}
		found = true
		a.drop, a.restore = append(a.drop, r.Blockers[held].Drop), append([]schema.Change{r.Blockers[held].Back}, a.restore...)
	}
}

// refusal says why the server would refuse a change as things are, where no other step can help; empty: it would not.
func (p *planner) refusal(c schema.Change) string {
	if why := refusalOf(p.Result, c); why != "" {
		return why
	}
	r := p.format.Refusal(p.Result, c)
	stays := func(b schema.Blocker) bool { return b.Gone != "" && !ownDefault(c, b) }
	if r == nil || r.Conflict != nil || len(r.Blockers) > 0 && !slices.ContainsFunc(r.Blockers, stays) { // nothing, or what other steps help with
		return ""
	}
	return "the server refuses it: " + r.Error()
}

// ownDefault reports whether what is in the way of a column's going is its default, with which the statements begin that drop it (SQL Server).
func ownDefault(c schema.Change, b schema.Blocker) bool {
	_, drops := c.(schema.DropColumn)
	gone, ok := b.Drop.(schema.AlterColumn)
	return drops && ok && gone.Set == schema.PropDefault && gone.Object() == c.Object()
}

// refusalOf says for what is made of a column or table the server would refuse a change; empty: for nothing.
func refusalOf(s *schema.Schema, c schema.Change) string {
	o := c.Object()
	if keepsHistory(s, c) {
		return "the server refuses it of a system-versioned table: run it yourself behind SET system_versioning_alter_history = KEEP, which alters the rows' history too"
	}
	switch c := c.(type) {
	case schema.DropTable:
		return refusedFor("the table", usersOf(s, o.Table, ""))
	case schema.DropColumn:
		return refusedFor("the column", usersOf(s, o.Table, o.Name))
	case schema.AlterColumn:
		if c.Set&(schema.PropType|schema.PropCollation) == 0 {
			return ""
		}
		users := usersOf(s, o.Table, o.Name)
		if s.Semantics.TypedExpressions {
			users = append(users, generatedFrom(s, o)...)
		}
		return refusedFor("the column", users)
	}
	return ""
}

// keepsHistory reports whether a change makes other columns of a table that keeps what its rows were (MariaDB).
func keepsHistory(s *schema.Schema, c schema.Change) bool {
	switch c := c.(type) {
	case schema.AddColumn, schema.DropColumn:
	case schema.AlterColumn:
		if c.Set&^(schema.PropDefault|schema.PropName) == 0 {
			return false
		}
	case schema.AlterTable: // a conversion alone is made, and one that restates columns is not
		if len(c.Keep) == 0 && c.To.Engine == "" {
			return false
		}
	case schema.AddIndex: // which tells no row of the history from another
		if !c.Index.Kind.Unique() {
			return false
		}
	default:
		return false
	}
	return !s.Semantics.TransactionalDDL && slices.ContainsFunc(s.Opaque, func(o schema.Opaque) bool {
		return o.Kind == schema.Versioning && s.Semantics.TableKey(o.Table) == s.Semantics.TableKey(c.Object().Table)
	})
}

// usersOf are what is made of a column; of any, where none is named.
func usersOf(s *schema.Schema, table, column string) []string {
	var users []string
	for _, o := range s.Opaque {
		if o.Table == table && (slices.Contains(o.Columns, column) || column == "" && len(o.Columns) > 0) {
			users = append(users, o.String())
		}
	}
	return users
}

// generatedFrom are the columns that are generated from another.
func generatedFrom(s *schema.Schema, o schema.Object) []string {
	var users []string
	for _, c := range s.Table(o.Table).Columns {
		if c.Name != o.Name && schema.Mentions(c.Generated, o.Name) {
			users = append(users, "generated column "+c.Name)
		}
	}
	return users
}

func refusedFor(what string, users []string) string {
	switch len(users) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("the server refuses it while %s uses %s: drop that first, and create it again afterwards", users[0], what)
	}
	return fmt.Sprintf("the server refuses it while %s use %s: drop them first, and create them again afterwards", strings.Join(users, " and "), what)
}

// undoOf returns what brings back an index, constraint or default that is dropped for good.
func undoOf(s *schema.Schema, c schema.Change) schema.Change {
	t := s.Table(c.Object().Table)
	if t == nil {
		return nil
	}
	switch c := c.(type) {
	case schema.DropIndex:
		if i := t.Index(s.Semantics, c.Name); i >= 0 {
			return schema.AddIndex{Table: c.Table, Index: t.Indexes[i]}
		}
	case schema.DropForeignKey:
		if slices.ContainsFunc(t.ForeignKeys, func(k schema.ForeignKey) bool { return k.Name == c.Name }) {
			return schema.AddForeignKey{Table: c.Table, ForeignKey: foreignKeyOf(s, c.Object())}
		}
	case schema.DropCheck:
		if i := slices.IndexFunc(t.Checks, func(k schema.Check) bool { return k.Name == c.Name }); i >= 0 {
			return schema.AddCheck{Table: c.Table, Check: t.Checks[i]}
		}
	case schema.AlterColumn:
		if c.Set&schema.PropDefault != 0 && c.From.Default != "" && c.To.Default == "" {
			back := c.To.With(c.From, schema.PropDefault)
			return schema.AlterColumn{Table: c.Table, Name: c.Name, From: c.To, To: back, Set: schema.PropDefault}
		}
	}
	return nil
}
