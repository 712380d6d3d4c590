package main

import (
	"errors"
	"fmt"
	"slices"

	"assay/compare"
	"assay/expected"
	"assay/introspect"
)

// sides finds out what the two words mean, and reads what is a database.
func (c *diffCommand) sides(p *process) (a, b *compare.Side, err error) {
	if err := expected.KnowTrees(c.Tree); err != nil {
		return nil, nil, err
	}
	if c.A == "-" && c.B == "-" {
		return nil, nil, errors.New("standard input can stand for one of the two only: write one of them into a file")
	}
	if a, err = c.side(p, c.A); err != nil {
		return nil, nil, err
	}
	if b, err = c.side(p, c.B); err != nil {
		return nil, nil, err
	}
	return a, b, c.read(p, slices.DeleteFunc([]*compare.Side{a, b}, (*compare.Side).InHistory))
}

// side finds out what a word means, and asks for what is needed to read it.
func (c *diffCommand) side(p *process, word string) (*compare.Side, error) {
	s, err := compare.Parse(word)
	if err != nil || s.InHistory() {
		return s, err
	}
	flags := c.accessFlags
	flags.Engine = ""
	if s.Source.Path == "" { // the other one is the dump
		flags.Database = ""
	}
	return s, flags.complete(p, &s.Source)
}

// read reads the sides that are databases, two at the same time.
func (c *diffCommand) read(p *process, all []*compare.Side) (err error) {
	if len(all) == 2 && !c.Verbose {
		dbs, err := p.reader().ReadBoth(p.ctx, [2]introspect.Source{all[0].Source, all[1].Source})
		if err != nil {
			return err
		}
		all[0].DB, all[1].DB = dbs[0], dbs[1]
	}
	for _, s := range all {
		if s.DB == nil {
			if s.DB, err = p.reader().ReadWhole(p.ctx, s.Source); err != nil {
				return err
			}
		}
		if c.Engine != "" && s.DB.Server.Engine != c.Engine {
			return fmt.Errorf("%s is of %s: leave --engine out, or name another database", s.Source, s.DB.Server)
		}
	}
	return nil
}
