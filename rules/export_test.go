package rules

import (
	"maps"

	"assay/schema"
)

// Again is a walk that begins at a schema, and knows what this one does of objects beside tables.
func (w *Walk) Again(from *schema.Schema) *Walk {
	again := NewWalk(w.Name, w.Engine, from)
	again.doubts.others, again.doubts.blind = maps.Clone(w.doubts.others), w.doubts.blind
	return again
}
