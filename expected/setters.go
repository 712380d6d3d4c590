package expected

import (
	"cmp"
	"fmt"
	"strings"

	"assay/schema"
)

// A Part is a column or an index of a table, and the revision that last set it.
type Part struct {
	Name string
	What string // its type, or "index" and what it is on
	By   schema.Origin
}

// Parts returns the parts of a table of the schema at a position, or its one column of that name.
func Parts(h *History, at Position, table, column string) ([]Part, error) {
	s, err := at.Schema(schema.Semantics{FoldTables: true, FoldColumns: true})
	if err != nil {
		return nil, err
	}
	t := s.Table(table)
	if t == nil {
		return nil, fmt.Errorf("at %s there is no table %s; %s", at.Revision().ID, table, madeBy(h, schema.Object{Kind: schema.TableObject, Table: table}))
	}
	var parts []Part
	origins := NewOrigins(h, at, nil)
	add := func(o schema.Object, what string) { parts = append(parts, Part{o.Name, what, origins.SetBy(o)}) }
	for _, col := range t.Columns {
		if column == "" || strings.EqualFold(col.Name, column) {
			add(schema.Object{Kind: schema.ColumnObject, Table: t.Name, Name: col.Name}, col.Type.String())
		}
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("at %s table %s has no column %s; %s", at.Revision().ID, table, column,
			madeBy(h, schema.Object{Kind: schema.ColumnObject, Table: table, Name: column}))
	}
	for _, x := range t.Indexes {
		if column == "" {
			add(schema.Object{Kind: schema.IndexObject, Table: t.Name, Name: cmp.Or(x.Name, x.On())}, "index "+x.On())
		}
	}
	return parts, nil
}

// madeBy says which revision makes an object.
func madeBy(h *History, o schema.Object) string {
	made := h.Known(o)
	if len(made) == 0 {
		return "no revision makes it"
	}
	if first := h.FirstRelease(made[0]).Name; first != "" {
		return fmt.Sprintf("%s makes it (Asterisk %s)", made[0].ID, first)
	}
	return made[0].ID + " makes it"
}
