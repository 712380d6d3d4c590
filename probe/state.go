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
	set     bool   // a statement of the upgrade has set it
	now     string // if one has, what it holds before that; empty: nothing
}

// present is the expression of what a column holds now; empty: nothing, since the upgrade makes it, or there is no telling.
func (v *value) present() string {
	switch {
	case v.set:
		return v.now
	case v.fixed || v.unknown != "":
		return ""
	}
	return v.sql
}

func (s *state) place(table, column string) place {
	if s.observed.Semantics.FoldColumns {
		column = strings.ToLower(column)
	}
	return place{s.observed.Semantics.TableKey(table), column}
}

// reshape takes a change of a table to the rows that statements have put there.
func (s *state) reshape(r *relation, c schema.Change) {
	r.keys = nil // which are in terms of the types that there were
	if drop, ok := c.(schema.DropColumn); ok {
		for _, row := range r.rows {
			delete(row, s.place("", drop.Column).column)
		}
	}
}

func (s *state) rename(table, from, to string) {
	was, is := s.place(table, from), s.place(table, to)
	v := s.values[was]
	delete(s.values, was)
	s.values[is] = v
	r := s.relation(table)
	if r == nil || was == is {
		return
	}
	if r.columns[was.column] != "" {
		r.columns[is.column] = r.columns[was.column]
	}
	for _, row := range r.rows {
		row[is.column] = row[was.column]
		delete(row, was.column)
	}
}
