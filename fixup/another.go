package fixup

import (
	"fmt"
	"slices"

	"assay/schema"
)

// retypesAnew reports whether a column may have values and the server changes its type only while it has none.
func retypesAnew(p *planner, c schema.AlterColumn) bool {
	t := p.Result.Table(c.Table)
	if !p.Result.Semantics.FixedTypes || c.Set&schema.PropType == 0 || c.Set&(schema.PropGenerated|schema.PropIdentity|schema.PropSequence) != 0 || fits(p, c) {
		return false
	}
	if t == nil || t.Column(p.Result.Semantics, c.Name) < 0 || c.From.Generated != "" || c.From.Identity != "" {
		return false
	}
	_, ok := p.format.Becomes(p.format.Quote(c.Name), schema.Domain{Type: c.From.Type}, schema.Domain{Type: c.To.Type})
	return !ok
}

// throughAnother gives a column another type by way of a new one, which takes its values, its name and all that is made of it. A value that is none of the
// new type stops the script before anything goes.
func throughAnother(p *planner, c schema.AlterColumn) {
	between := c.To
	between.Name, between.Nullable = freeColumn(p.Result, c.Table, c.Name+"_new"), true
	changes := []schema.Change{schema.AddColumn{Table: c.Table, Column: between}}
	if filled := between; !c.To.Nullable {
		filled.Nullable = false
		changes = append(changes, schema.AlterColumn{Table: c.Table, Name: between.Name, From: between, To: filled, Set: schema.PropNullable})
	}
	a := madeOf(p.Result, c.Object())
	changes = slices.Concat(changes, a.drop, []schema.Change{
		schema.DropColumn{Table: c.Table, Column: c.Name}, schema.RenameColumn{Table: c.Table, From: between.Name, To: c.To.Name},
	}, a.restore)
	q := p.format.Quote
	why := together(p, losesNow(p, c), changes)
	why.note = "a column that has values keeps its datatype: a new one takes them, and its name. Let nobody write to the table meanwhile"
	for i, change := range changes {
		if why.first = ""; i == 1 {
			why.first = fmt.Sprintf("UPDATE %s SET %s = %s", q(c.Table), q(between.Name), q(c.Name))
		}
		p.add(change, why)
	}
}

// freeColumn is a name that no column of the table has.
func freeColumn(s *schema.Schema, table, name string) string {
	t := s.Table(table)
	for free, i := name, 2; ; i++ {
		if t.Column(s.Semantics, free) < 0 {
			return free
		}
		free = fmt.Sprintf("%s%d", name, i)
	}
}
