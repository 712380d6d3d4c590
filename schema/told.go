package schema

import (
	"slices"
	"strings"
)

// Told says which types the source of a schema tells of, beside the enumerations.
type Told int

// What sources tell.
const (
	NoTypes  Told = iota // a history does not tell what a database has beside it: any may be there
	OwnTypes             // a dump tells of all but those that its extensions bring
	AllTypes             // a database tells of all
)

// typed are the kinds of objects that are types, or bring the one of their name.
var typed = map[string]bool{"domain": true, "composite type": true, "range type": true, "extension": true}

// HasType reports whether the schema has a named type, be it an enum or one that assay does not model.
// It cannot know the types of another schema, whose names have that schema's before them.
func (s *Schema) HasType(t Type) bool {
	name := t.base()
	_, enum := s.Enums[name]
	return enum || s.Told != AllTypes || hasOtherType(s, name) || strings.Contains(name, ".")
}

// hasOtherType reports whether the schema has a type of that name that is no enum.
func hasOtherType(s *Schema, name string) bool {
	_, opaque := s.View(name)
	return opaque || slices.Contains(s.Types, name) || slices.ContainsFunc(s.Beside, func(b Beside) bool { return b.Name == name && typed[b.Kind] })
}

// applyOtherType drops or renames a type that is no enum, and reports whether that is one and can be.
func applyOtherType(s *Schema, c Change) bool {
	name := c.Object().Name
	if !hasOtherType(s, name) && (s.Told != NoTypes || len(s.UsersOf(name)) == 0) {
		return false
	}
	types := slices.DeleteFunc(slices.Clone(s.Types), func(other string) bool { return other == name })
	switch c := c.(type) {
	case DropEnum:
		if len(s.UsersOf(name)) > 0 {
			return false
		}
	case RenameEnum:
		if _, taken := s.Enums[c.To]; taken || s.Told != NoTypes && hasOtherType(s, c.To) {
			return false
		}
		renameUsers(s, c)
		types = append(types, c.To)
	default:
		return false
	}
	s.Types = types
	s.Beside = slices.DeleteFunc(slices.Clone(s.Beside), func(b Beside) bool { return b.Name == name && typed[b.Kind] && b.Kind != "extension" })
	return true
}
