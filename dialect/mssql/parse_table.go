package mssql

import (
	"fmt"
	"strconv"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

func (p parser) createTable() ([]schema.Change, error) {
	if strings.HasPrefix(p.Peek().Said, "#") {
		return nil, schema.UnmodelledError("temporary tables are not modelled")
	}
	t, err := p.CreateTable()
	return []schema.Change{schema.CreateTable{Table: t}}, err
}

// property reads what only columns of this engine have; false: it is nothing of the kind.
func property(p *narrow.Parser, c *schema.Column) (bool, error) {
	switch {
	case p.Take("AS"):
		text, err := p.Parenthesised()
		if err != nil {
			return true, err
		}
		c.Generated, err = p.Canonical(text)
		c.Stored = p.Take("PERSISTED")
		return true, err
	case p.Take("IDENTITY"):
		return true, identity(p.Reader, c)
	}
	return p.Take("ROWGUIDCOL"), nil
}

func identity(r *narrow.Reader, c *schema.Column) error {
	c.AutoIncrement = true
	if !r.Peek().Is("(") {
		return nil
	}
	args, err := r.Parenthesised()
	if err != nil {
		return err
	}
	c.Sequence, err = identityOf(args)
	return err
}

// identityOf is what counts an identity up, "10,5" or "(10,5)"; empty: by one from one on.
func identityOf(args string) (string, error) {
	seed, by, ok := strings.Cut(strings.Join(strings.Fields(args), ""), ",")
	_, errSeed := strconv.ParseInt(seed, 10, 64)
	_, errBy := strconv.ParseInt(by, 10, 64)
	if !ok || errSeed != nil || errBy != nil {
		return "", fmt.Errorf("IDENTITY(%s) is not understood", schema.Excerpt(args))
	}
	q := schema.Sequence{}
	if seed != "1" {
		q.Start = seed
	}
	if by != "1" {
		q.Increment = by
	}
	return q.String(), nil
}
