package drift

import (
	"cmp"
	"slices"

	"assay/schema"
)

// renamedEnums goes on with the types that have another name than is wanted as if they had the wanted one.
func (c *comparison) renamedEnums() {
	for _, r := range RenamedEnums(c.want, c.got) {
		renamed := c.got.Clone()
		if err := renamed.Apply(r); err != nil {
			continue // the name is taken, so it is not this type's
		}
		c.got = renamed
		c.add(makeEnums, r)
	}
}

// RenamedEnums returns the changes that give enum types of got the names that want has for them. A type is meant by another name if its
// labels are the same and it is the type of the very columns that want has of the missing one, as far as they are there.
func RenamedEnums(want, got *schema.Schema) []schema.RenameEnum {
	var renames []schema.RenameEnum
	for _, w := range want.SortedEnums() {
		if _, there := got.Enums[w.Name]; there {
			continue
		}
		users := present(got, want.UsersOf(w.Name))
		for _, g := range got.SortedEnums() {
			_, wanted := want.Enums[g.Name]
			if !wanted && len(users) > 0 && g.Labels == w.Labels && slices.Equal(users, present(want, got.UsersOf(g.Name))) {
				renames = append(renames, schema.RenameEnum{From: g.Name, To: w.Name})
				break
			}
		}
	}
	return renames
}

// present returns those of the columns that the schema has, in an order that does not depend on their places.
func present(s *schema.Schema, columns []schema.Object) []schema.Object {
	columns = slices.DeleteFunc(columns, func(o schema.Object) bool {
		t := s.Table(o.Table)
		return t == nil || t.Column(s.Semantics, o.Name) < 0
	})
	slices.SortFunc(columns, func(a, b schema.Object) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Name, b.Name))
	})
	return columns
}
