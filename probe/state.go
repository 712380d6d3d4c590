package probe

import (
	"strings"

	"assay/schema"
)

// A state is what the tables and their columns will be after the changes so far.
type state struct {
	observed *schema.Schema
	now      *schema.Schema       // as the changes so far leave it
	tables   map[string]*relation // by key
	values   map[place]*value     // of the columns of those that were observed and are still there
}

// A place is a column, its names folded as the engine compares them.
type place struct{ table, column string }

// A value is what a column will hold, in terms of what its table holds now.
type value struct {
	sql     string
	domain  schema.Domain
	unknown string // why sql is not known; empty: it is
	fixed   bool   // it is the same in every row
	null    bool   // it is NULL in every row
	counted bool   // the server gives each row another
}

func (s *state) place(table, column string) place {
	if s.observed.Semantics.FoldColumns {
		column = strings.ToLower(column)
	}
	return place{s.observed.Semantics.TableKey(table), column}
}

func (s *state) rename(table, from, to string) {
	was, is := s.place(table, from), s.place(table, to)
	v := s.values[was]
	delete(s.values, was)
	s.values[is] = v
	if r := s.relation(table); r != nil && r.columns[was.column] != "" {
		r.columns[is.column] = r.columns[was.column]
	}
}
