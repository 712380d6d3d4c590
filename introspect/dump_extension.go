package introspect

import (
	"strings"

	"assay/schema"
)

// types notes which types there are. Those that the text does not make are an extension's where it has any, and which that brings it does not say; in a dump of
// some tables alone, they are those of the schema, which were not compared.
func (d *dump) types() {
	s := d.db.Schema
	s.Told = schema.AllTypes
	if d.extended {
		s.Told = schema.OwnTypes
		return
	}
	for _, t := range s.SortedTables() {
		for _, c := range t.Columns {
			if c.Type.Named && !s.HasType(c.Type) {
				d.unmodelled(schema.Opaque{Kind: "type", Name: strings.TrimSuffix(c.Type.Name, "[]")})
			}
		}
	}
}
