package schema

import (
	"fmt"
	"slices"
	"strings"
)

func applyEnum(s *Schema, c Change) error {
	_, there := s.Enums[c.Object().Name]
	if create, ok := c.(CreateEnum); ok {
		if there {
			return &Conflict{Reason: Exists, Change: c, Object: c.Object()}
		}
		s.Enums[create.Enum.Name] = create.Enum
		return nil
	}
	if !there {
		return applyOther(s, c)
	}
	switch c := c.(type) {
	case DropEnum:
		if users := s.UsersOf(c.Name); len(users) > 0 {
			return &Conflict{Reason: InUse, Change: c, Object: c.Object(), User: users[0]}
		}
		delete(s.Enums, c.Name)
		return nil
	case RenameEnum:
		return renameEnum(s, c)
	case AlterEnum:
		if c.Edit != nil {
			return editLabels(s, c)
		}
		s.Enums[c.From.Name] = Enum{Name: c.From.Name, Labels: c.To.Labels}
		return nil
	default:
		return fmt.Errorf("unsupported change %T", c)
	}
}

// applyOther makes a change of a type that is no enum.
func applyOther(s *Schema, c Change) error {
	if _, drops := c.(DropEnum); drops && hasOtherType(s, c.Object().Name) {
		if users := s.UsersOf(c.Object().Name); len(users) > 0 {
			return &Conflict{Reason: InUse, Change: c, Object: c.Object(), User: users[0]}
		}
	}
	if applyOtherType(s, c) {
		return nil
	}
	return &Conflict{Reason: Missing, Change: c, Object: c.Object()}
}

// editLabels puts one label into an enum type, whatever its others are.
func editLabels(s *Schema, c AlterEnum) error {
	labels := SplitLabels(s.Enums[c.From.Name].Labels)
	if slices.Contains(labels, c.Edit.Label) {
		return &Conflict{Reason: Exists, Change: c, Object: Object{Kind: EnumObject, Table: c.From.Name, Name: c.Edit.Label}}
	}
	at := slices.Index(labels, c.Edit.Other)
	switch {
	case c.Edit.Place == LastLabel:
		labels = append(labels, c.Edit.Label)
	case at < 0:
		return &Conflict{Reason: Missing, Change: c, Object: Object{Kind: EnumObject, Table: c.From.Name, Name: c.Edit.Other}}
	case c.Edit.Place == BeforeLabel:
		labels = slices.Insert(labels, at, c.Edit.Label)
	case c.Edit.Place == AfterLabel:
		labels = slices.Insert(labels, at+1, c.Edit.Label)
	default:
		labels[at] = c.Edit.Label
	}
	s.Enums[c.From.Name] = Enum{Name: c.From.Name, Labels: QuoteLabels(labels)}
	return nil
}

func renameEnum(s *Schema, c RenameEnum) error {
	if _, taken := s.Enums[c.To]; taken {
		return &Conflict{Reason: Exists, Change: c, Object: Object{Kind: EnumObject, Name: c.To}}
	}
	renameUsers(s, c)
	if !strings.Contains(c.To, ".") { // it goes to another schema, of which this one does not tell
		s.Enums[c.To] = Enum{Name: c.To, Labels: s.Enums[c.From].Labels}
	}
	delete(s.Enums, c.From)
	return nil
}

// renameUsers has the columns of a type be of its new name.
func renameUsers(s *Schema, c RenameEnum) {
	for _, user := range s.UsersOf(c.From) {
		t := s.own(user.Table)
		name := &t.Columns[t.Column(s.Semantics, user.Name)].Type.Name
		*name = c.To + strings.TrimPrefix(*name, c.From)
	}
}

// UsersOf returns the columns whose type is the enum type of that name, by table and place.
func (s *Schema) UsersOf(enum string) []Object {
	var users []Object
	for _, t := range s.SortedTables() {
		for _, c := range t.Columns {
			if c.Type.base() == enum {
				users = append(users, Object{ColumnObject, t.Name, c.Name})
			}
		}
	}
	return users
}
