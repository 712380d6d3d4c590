package rules

import (
	"slices"

	"assay/schema"
)

// followOpaque follows what a statement does to the objects that are not modelled, views above all: the server refuses much for their sake, and what is dropped
// or made anew is in nobody's way.
func followOpaque(w *Walk, st *Statement) {
	if len(w.Before.Opaque) == 0 {
		return
	}
	switch m := opaqueVerb().FindStringSubmatch(st.Text); {
	case m == nil:
	case dropVerb().MatchString(m[1]):
		leave(w.Before, st.Cascade || cascades().MatchString(st.Text), func(o schema.Opaque) bool { return schema.Mentions(st.Text, o.Name) })
	default: // what it is made of from now on is not known
		freed(w.Before, func(o schema.Opaque) bool { return schema.Mentions(st.Text, o.Name) })
	}
	for _, c := range st.Changes {
		object := c.Object()
		switch c.(type) {
		case schema.DropTable:
			leave(w.Before, st.Cascade, func(o schema.Opaque) bool { return o.Table == object.Table })
		case schema.DropColumn:
			if st.Cascade {
				leave(w.Before, true, func(o schema.Opaque) bool { return o.Table == object.Table && slices.Contains(o.Columns, object.Name) })
			}
		}
	}
}

var (
	opaqueVerb = schema.Pattern(`(?is)^(DROP|ALTER|CREATE)\s+(?:OR\s+REPLACE\s+)?(?:[\w=@.'` + "`" + `"%]+\s+){0,6}?` +
		`(?:VIEW|TRIGGER|RULE|POLICY|FUNCTION|PROCEDURE|ROUTINE|PUBLICATION)\b`)
	dropVerb = schema.Pattern(`(?i)^DROP`)
	cascades = schema.Pattern(`(?i)\bCASCADE\s*$`)
)

// leave takes objects away, wherever they are named; above: those that may be made of them as well.
func leave(s *schema.Schema, above bool, goes func(schema.Opaque) bool) {
	gone, lowest := map[string]bool{}, map[string]int{}
	for _, o := range s.Opaque {
		if !goes(o) || schema.IsPart(o) {
			continue
		}
		gone[o.String()] = true
		if depth, ok := lowest[o.Table]; !ok || o.Depth < depth {
			lowest[o.Table] = o.Depth
		}
	}
	if len(gone) == 0 {
		return
	}
	s.Opaque = slices.DeleteFunc(slices.Clone(s.Opaque), func(o schema.Opaque) bool {
		depth, ok := lowest[o.Table]
		return gone[o.String()] || above && ok && o.Depth > depth
	})
}

// freed leaves objects where they are, and forgets of which columns they are made.
func freed(s *schema.Schema, is func(schema.Opaque) bool) {
	s.Opaque = slices.Clone(s.Opaque)
	for i, o := range s.Opaque {
		if is(o) && !schema.IsPart(o) {
			s.Opaque[i].Columns = nil
		}
	}
}
