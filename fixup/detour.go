package fixup

import (
	"cmp"
	"fmt"
	"slices"

	"assay/schema"
)

// both plans changes that are one to the user: where one of them is refused or loses something, none is run.
func (p *planner) both(loses string, changes ...schema.Change) {
	why := together(p, loses, changes)
	for _, c := range changes {
		p.add(c, why)
	}
}

// together is why changes that are one to the user may have to be blocked.
func together(p *planner, loses string, changes []schema.Change) hold {
	why := hold{loses: loses, refused: blockedByRowsOf(p, changes)}
	now := p.Result
	p.Result = now.Clone()
	for _, c := range changes {
		why.refused = cmp.Or(why.refused, p.refusal(c))
		if _, err := p.format.Format(c); err != nil { // else what comes before it would be done, and it would not
			why.refused = cmp.Or(why.refused, unwritable(c, err))
		}
		_ = p.Result.Apply(c) // what cannot be done is said elsewhere
	}
	p.Result = now
	return why
}

// throughText makes an enumeration of a number by way of a text: MySQL takes a number for the place of a label, so that 1 becomes '0'
// where that is the first one.
func throughText(c schema.AlterColumn) ([]schema.Change, bool) {
	if c.Set&schema.PropType == 0 || c.To.Type.Labels() == nil || !IsNumber(c.From.Type) {
		return nil, false
	}
	first, rest := c, c
	first.To.Type = schema.Type{Name: "varchar", Args: "255"}
	rest.From, rest.Set = first.To, schema.PropType
	return []schema.Change{first, rest}, true
}

// IsNumber reports whether columns of the type hold numbers, which MySQL converts to an enumeration by position.
func IsNumber(t schema.Type) bool {
	switch t.Name {
	case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "bit":
		return true
	}
	return false
}

// anew reports whether a column has to be dropped and added again to get another expression: servers only let a stored one become an
// ordinary one, PostgreSQL only since 13.
func (p *planner) anew(c schema.AlterColumn) bool {
	if c.Set&schema.PropGenerated == 0 {
		return false
	}
	_, err := p.format.Format(c)
	return err != nil || c.To.Generated != "" || !c.From.Stored
}

// placeOf is where a column stands that is dropped and added again, or is to go; where it comes by itself, nothing is said.
func placeOf(s *schema.Schema, c schema.AlterColumn) schema.Place {
	t := s.Table(c.Table)
	if t == nil || !s.Semantics.PlacesColumns || c.Place != (schema.Place{}) {
		return c.Place
	}
	switch i := t.Column(s.Semantics, c.Name); {
	case i < 0 || i == len(t.Columns)-1:
		return schema.Place{}
	case i == 0:
		return schema.Place{First: true}
	default:
		return schema.Place{After: t.Columns[i-1].Name}
	}
}

// cutFor says of what the server has cut an index to a prefix (MySQL), where the index is to be whole and that is not changed; empty: of nothing.
func (p *planner) cutFor(c schema.DropIndex) string {
	m := p.Result.Semantics
	whole := slices.ContainsFunc(p.changes, func(other schema.Change) bool {
		add, ok := other.(schema.AddIndex)
		return ok && add.Table == c.Table && m.SameName(add.Index.Name, c.Name)
	})
	if !whole {
		return ""
	}
	for _, part := range indexOf(p.Result, c).Parts {
		for _, other := range p.changes {
			why := lengthens(m, other, c.Table, part)
			if why != "" && (losesNow(p, other) != "" && !p.destroy || blockedByRows(p, other) != "") {
				return why
			}
		}
	}
	return ""
}

// keepsIndex plans the drop of an index that has to stay, or waits for something; false: nothing is in its way.
func keepsIndex(p *planner, c schema.DropIndex) bool {
	if p.replacedInVain(c) {
		p.add(c, hold{refused: "the index that is to take its place cannot be made, see below"})
		return true
	}
	if key, what := keptFor(p, c); what != "" && p.comesBack(key) {
		p.setAside(key)
		p.change(c)
		return true
	} else if what != "" {
		p.add(c, hold{refused: "the server refuses it while there is " + what + ": drop that first, and add it again afterwards"})
		return true
	}
	if why := p.cutFor(c); why != "" {
		p.add(c, hold{refused: fmt.Sprintf("the server would cut it to the same length again, since %s, see below", why)})
		return true
	}
	return false
}

// keptFor is a foreign key for which the server keeps an index, by its words as well: one that is to go has gone before. No words: there is none.
func keptFor(p *planner, c schema.DropIndex) (key schema.Object, what string) {
	r := p.format.Refusal(p.Result, c)
	if r == nil {
		return key, ""
	}
	for _, b := range r.Blockers {
		if drop, ok := b.Drop.(schema.DropForeignKey); ok {
			return drop.Object(), b.What
		}
	}
	return key, ""
}

// lengthens says what stays as it is if a change is not made that makes room for more of an indexed column: a shorter one, or characters of fewer bytes, or
// another storage engine; empty: the change is none of these.
func lengthens(m schema.Semantics, c schema.Change, table string, part schema.Part) string {
	if part.Prefix == 0 || c.Object().Table != table {
		return ""
	}
	switch c := c.(type) {
	case schema.AlterColumn:
		if m.SameName(c.Name, part.Column) && c.Set&schema.PropType != 0 {
			return "column " + c.Name + " stays as long as it is"
		}
	case schema.AlterTable:
		return "the table stays as it is"
	}
	return ""
}

// rename renames a column or an index with the statements that every server has.
func (p *planner) rename(c schema.Change) {
	o := c.Object()
	t := p.Result.Table(o.Table)
	if t == nil { // the step that makes it is blocked
		p.step(c)
		return
	}
	switch c := c.(type) {
	case schema.RenameColumn:
		if i := t.Column(p.Result.Semantics, c.From); i >= 0 {
			to := t.Columns[i]
			to.Name = c.To
			p.step(schema.AlterColumn{Table: c.Table, Name: c.From, From: t.Columns[i], To: to, Set: schema.PropName})
			return
		}
	case schema.RenameIndex:
		if i := t.Index(p.Result.Semantics, c.From); i >= 0 {
			x := t.Indexes[i]
			x.Name = c.To
			p.both("", schema.DropIndex{Table: c.Table, Name: c.From, Kind: c.Kind}, schema.AddIndex{Table: c.Table, Index: x})
			return
		}
	}
	p.step(c)
}

// inherits reports whether a column is changed by the change of the one from which its table inherits it (PostgreSQL): the server makes no other there.
func inherits(s *schema.Schema, changes []schema.Change, c schema.Change) bool {
	of := c.Object()
	if of.Kind != schema.ColumnObject {
		return false
	}
	return slices.ContainsFunc(s.Opaque, func(o schema.Opaque) bool {
		return o.Kind == schema.Inheritance && o.Table == of.Table && slices.ContainsFunc(changes, func(other schema.Change) bool {
			return other.Object() == schema.Object{Kind: of.Kind, Table: o.Name, Name: of.Name} && sameOf(other, c)
		})
	})
}

// sameOf reports whether two changes make the same of two columns of one name.
func sameOf(a, b schema.Change) bool {
	switch a := a.(type) {
	case schema.AddColumn:
		b, ok := b.(schema.AddColumn)
		return ok && a.Column == b.Column
	case schema.DropColumn:
		_, ok := b.(schema.DropColumn)
		return ok
	case schema.AlterColumn:
		b, ok := b.(schema.AlterColumn)
		return ok && a.Set == b.Set && a.To == b.To
	}
	return false
}
