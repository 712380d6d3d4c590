package introspect

import (
	"errors"
	"strings"

	"assay/schema"
)

// apply makes a change. A type that the text does not make is one of an extension, where it has any: which types those have it does not say.
func (d *dump) apply(c schema.Change) error {
	for {
		err := d.db.Schema.Apply(c)
		conflict, ok := errors.AsType[*schema.Conflict](err)
		if !ok || !d.extended || conflict.Reason != schema.Missing || conflict.Object.Kind != schema.EnumObject || isOfEnum(c) {
			return err
		}
		d.unmodelled(schema.Opaque{Kind: "type", Name: strings.TrimSuffix(conflict.Object.Name, "[]")})
	}
}

// isOfEnum reports whether a change is one of the type itself.
func isOfEnum(c schema.Change) bool { return c.Object().Kind == schema.EnumObject }
