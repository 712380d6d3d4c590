package expected

import (
	"slices"
	"strings"

	"assay/schema"
)

// halved reports whether the SQL of a history is what a driver takes that fills in values at a percent sign: each of its own is doubled there, and the driver
// makes one of two. One that stands alone tells that the SQL is as the server takes it. Rows do not count: of an INSERT in bulk, some versions of SQLAlchemy
// leave the values as they are.
func halved(all []schema.Statement) bool {
	doubled := false
	for _, s := range all {
		if len(s.Text) >= 6 && strings.EqualFold(s.Text[:6], "INSERT") {
			continue
		}
		doubled = doubled || strings.Contains(s.Text, "%%")
		if strings.Contains(strings.ReplaceAll(s.Text, "%%", ""), "%") {
			return false
		}
	}
	return doubled
}

// halve takes statements as the driver hands them to the server.
func halve(all []schema.Statement) []schema.Statement {
	halves := slices.Clone(all)
	for i := range halves {
		halves[i].Text = half(halves[i].Text)
	}
	return halves
}

func half(text string) string { return strings.ReplaceAll(text, "%%", "%") }

// A respeller gives another spelling to each text of a schema that can hold a percent sign.
type respeller func(text string) string

// learnHalves notes the texts with a percent sign that the revisions of a history give to what they make.
func learnHalves(chains []*Chain) map[string]bool {
	known := map[string]bool{}
	note := respeller(func(text string) string {
		if strings.Contains(text, "%") {
			known[text] = true
		}
		return text
	})
	for _, c := range chains {
		for _, r := range c.Revisions {
			for _, change := range r.Changes {
				note.change(change)
			}
		}
	}
	return known
}

// Spelled returns a schema with a percent sign where it has two and the history, of SQL that doubles them, one: a client that ran the SQL has taken it as it
// stands, and Alembic's driver has not. Both have done what the history says.
func (h *History) Spelled(s *schema.Schema) *schema.Schema {
	if len(h.percent) == 0 {
		return s
	}
	as := respeller(func(text string) string {
		if strings.Contains(text, "%%") && !h.percent[text] && h.percent[half(text)] {
			return half(text)
		}
		return text
	})
	c := s.Clone()
	for _, t := range c.SortedTables() {
		t = t.Clone()
		as.table(t)
		c.Add(t)
	}
	for name, e := range c.Enums {
		e.Labels = as.labels(e.Labels)
		c.Enums[name] = e
	}
	return c
}

func (as respeller) change(c schema.Change) {
	switch c := c.(type) {
	case schema.CreateTable:
		as.table(c.Table.Clone())
	case schema.AddColumn:
		as.column(&c.Column)
	case schema.AlterColumn:
		as.column(&c.To)
	case schema.AddIndex:
		as.index(&c.Index)
	case schema.AddCheck:
		as(c.Check.Expr)
	case schema.CreateEnum:
		as.labels(c.Enum.Labels)
	case schema.AlterEnum:
		as.labels(c.To.Labels)
		if c.Edit != nil {
			as(c.Edit.Label)
		}
	}
}

func (as respeller) table(t *schema.Table) {
	for i := range t.Columns {
		as.column(&t.Columns[i])
	}
	for i := range t.Indexes {
		as.index(&t.Indexes[i])
	}
	for i := range t.Checks {
		t.Checks[i].Expr = as(t.Checks[i].Expr)
	}
}

func (as respeller) column(c *schema.Column) {
	for _, text := range []*string{&c.Default, &c.Generated, &c.Comment, &c.Check} {
		*text = as(*text)
	}
	c.Type.Args = as.labels(c.Type.Args)
}

func (as respeller) index(x *schema.Index) {
	x.Where, x.Parts = as(x.Where), slices.Clone(x.Parts)
	for i := range x.Parts {
		x.Parts[i].Expr = as(x.Parts[i].Expr)
	}
}

// labels takes each label by itself: a type can get them one after the other.
func (as respeller) labels(quoted string) string {
	if !strings.Contains(quoted, "%") {
		return quoted
	}
	labels := schema.SplitLabels(quoted)
	for i := range labels {
		labels[i] = as(labels[i])
	}
	return schema.QuoteLabels(labels)
}
