package main

import (
	"errors"

	"assay/schema"
)

// refusal plays a change through and says in words of our own why a server would refuse it; nil: it would not.
func refusal(s *schema.Schema, c schema.Change) *schema.Refusal {
	err := s.Clone().Apply(c)
	var conflict *schema.Conflict
	if errors.As(err, &conflict) {
		return &schema.Refusal{Code: "0", Text: conflict.Error(), Conflict: conflict}
	}
	return nil
}
