package fixup

import (
	"slices"

	"assay/schema"
)

// counted returns the place of the change by which the column that a unique index is to begin with counts up, where it has not done so before.
// It has to come first: the rows that are there have no numbers, or all the same one, and the server gives them some when it begins to count.
func (p *planner) counted(got *schema.Schema, changes []schema.Change, at int) (start int, ok bool) {
	m := got.Semantics
	add, is := changes[at].(schema.AddIndex)
	if !is || !m.AutoIncrementNeedsKey || !add.Index.Kind.Unique() || blockedByRows(p, add) != "" {
		return 0, false
	}
	if t := got.Table(add.Table); t != nil {
		if i := t.Column(m, add.Index.Parts[0].Column); i >= 0 && t.Columns[i].AutoIncrement {
			return 0, false
		}
	}
	start = slices.IndexFunc(changes, func(c schema.Change) bool {
		a, is := c.(schema.AlterColumn)
		return is && a.Set&schema.PropAutoIncrement != 0 && a.To.AutoIncrement && a.Table == add.Table && m.SameName(a.Name, add.Index.Parts[0].Column)
	})
	return start, start > at && !p.done[start] && (p.destroy || losesNumbers(p, changes[start]) == "")
}

// count lets a column count up before its key is there, under an index that is dropped in the end.
func (p *planner) count(c schema.AlterColumn) {
	t := p.Result.Table(c.Table)
	leads := func(x schema.Index) bool { return p.Result.Semantics.SameName(x.Parts[0].Column, c.Name) }
	if !slices.ContainsFunc(t.Indexes, leads) {
		name := "assay_counter"
		for t.Index(p.Result.Semantics, name) >= 0 {
			name += "_"
		}
		p.step(schema.AddIndex{Table: c.Table, Index: schema.Index{Name: name, Parts: schema.Columns(c.Name)}})
		p.last = append(p.last, later{schema.DropIndex{Table: c.Table, Name: name}, p.origin})
	}
	p.change(c)
}
