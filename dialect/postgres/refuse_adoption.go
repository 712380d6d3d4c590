package postgres

import (
	"fmt"

	"assay/schema"
)

// adoptionRefusal: the server makes a constraint only of an index that the constraint could have made.
func adoptionRefusal(s *schema.Schema, c schema.Change) *schema.Refusal {
	add, ok := c.(schema.AddIndex)
	if !ok || add.Using == "" {
		return nil
	}
	t := s.Table(add.Table)
	if t == nil {
		return nil
	}
	at := t.Index(s.Semantics, add.Using)
	if at < 0 {
		return adoptionElsewhere(s, add)
	}
	x := t.Indexes[at]
	switch {
	case x.Kind == schema.Constraint || x.Kind == schema.Primary:
		return &schema.Refusal{Code: "55000", Text: fmt.Sprintf("index %q is already associated with a constraint", add.Using)}
	case x.Invalid:
		return &schema.Refusal{Code: "55000", Text: fmt.Sprintf("index %q is not valid", add.Using)}
	case !x.Kind.Unique():
		return &schema.Refusal{Code: "42809", Text: fmt.Sprintf("%q is not a unique index", add.Using)}
	case x.Where != "":
		return &schema.Refusal{Code: "42809", Text: fmt.Sprintf("%q is a partial index", add.Using)}
	}
	for i, part := range x.Parts {
		switch {
		case part.Expr != "":
			return &schema.Refusal{Code: "42809", Text: fmt.Sprintf("index %q contains expressions", add.Using)}
		case part.Desc || part.Options != "":
			return &schema.Refusal{Code: "42809", Text: fmt.Sprintf("index %q column number %d does not have default sorting behavior", add.Using, i+1)}
		}
	}
	return nil
}

func adoptionElsewhere(s *schema.Schema, add schema.AddIndex) *schema.Refusal {
	for _, t := range s.SortedTables() {
		if t.Index(s.Semantics, add.Using) >= 0 {
			return &schema.Refusal{Code: "55000", Text: fmt.Sprintf("index %q does not belong to table %q", add.Using, add.Table)}
		}
	}
	return &schema.Refusal{Code: "42704", Text: fmt.Sprintf("index %q does not exist", add.Using)}
}
