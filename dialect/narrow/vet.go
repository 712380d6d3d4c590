package narrow

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// A Vetter says what no server of an engine has: what stands in a file can reach a script.
type Vetter struct {
	*Language
	Product string
	Actions []string // of foreign keys
	// Column refuses what no column has; expressions are looked at already.
	Column func(schema.Column) error
	// Ends reports whether a token ends a statement, or begins what no expression has.
	Ends func(Token) bool
}

// Vet refuses a table of a file that no such server has.
func (v Vetter) Vet(t *schema.Table) error {
	if t.Options != (schema.Options{}) || t.RowFormat != "" {
		return errors.New("this engine has no such options of tables")
	}
	for _, c := range t.Columns {
		if err := v.column(c); err != nil {
			return fmt.Errorf("column %q: %w", c.Name, err)
		}
	}
	for _, x := range t.Indexes {
		if err := v.index(x); err != nil {
			return fmt.Errorf("index %q: %w", x.Name, err)
		}
	}
	for _, k := range t.Checks {
		if err := v.expression(k.Expr); err != nil {
			return fmt.Errorf("check %q: %w", k.Name, err)
		}
	}
	for _, f := range t.ForeignKeys {
		for _, action := range []string{f.OnDelete, f.OnUpdate} {
			if action != "" && !slices.Contains(v.Actions, action) {
				return fmt.Errorf("foreign key %q: %q is no action", f.Name, schema.Excerpt(action))
			}
		}
	}
	return nil
}

func (v Vetter) index(x schema.Index) error {
	for _, p := range x.Parts {
		if p.Expr != "" && !v.Computes || p.Options != "" || p.Prefix != 0 {
			return errors.New("this engine has indexes over columns only")
		}
		if err := v.expression(p.Expr); err != nil {
			return err
		}
	}
	return v.expression(x.Where)
}

func (v Vetter) column(c schema.Column) error {
	if c.Collation != "" && !IsPlain(c.Collation) {
		return fmt.Errorf("%q is no collation", schema.Excerpt(c.Collation))
	}
	if c.OnUpdate != "" || c.Charset != "" || c.Check != "" {
		return errors.New("this engine has no such properties of columns")
	}
	return errors.Join(v.Column(c), v.expression(c.Default), v.expression(c.Generated))
}

// expression lets nothing pass but tokens between parentheses that close, with nothing that ends a statement.
func (v Vetter) expression(sql string) error {
	tokens, err := v.Scan(sql)
	if err != nil {
		return err
	}
	depth := 0
	for _, t := range tokens {
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case t.Is(";"), v.Ends(t):
			depth = -1
		}
		if depth < 0 {
			break
		}
	}
	if depth != 0 || strings.Contains(sql, "--") || strings.Contains(sql, "/*") {
		return fmt.Errorf("%q is no expression", schema.Excerpt(sql))
	}
	return nil
}

// VetDefinition refuses every statement: none is read of these engines' objects.
func (Vetter) VetDefinition(string) error {
	return errors.New("no statement that makes an object again is read of this engine")
}

// VetServer refuses another product. A snapshot of a release has none.
func (v Vetter) VetServer(s schema.Server) error {
	if s.Product != "" && s.Product != v.Product {
		return fmt.Errorf("none of these servers is called %q", schema.Excerpt(s.Product))
	}
	return nil
}
