package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"assay/audit"
	"assay/compare"
	"assay/expected"
	"assay/internal/terminal"
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

// read reads all sides at the same time, but what is read of two servers is told of one after the other. Of several errors the first side's is the one.
func (c *diffCommand) read(p *process, all []*compare.Side) error {
	if len(all) < 2 || c.Verbose {
		for _, s := range all {
			if err := c.readSide(p, p.reader(), s); err != nil {
				return err
			}
		}
		return nil
	}
	warned, errs := make([][]string, len(all)), make([]chan error, len(all))
	for i, s := range all {
		r := &audit.Reader{Stdin: p.stdin, Warn: func(told string) { warned[i] = append(warned[i], told) }}
		errs[i] = make(chan error, 1)
		go func() { errs[i] <- c.readSide(p, r, s) }()
	}
	both := fmt.Sprintf("reading %s and %s", all[0].Source, all[1].Source)
	return terminal.Wait(p.stderr, both, func() error {
		for i, s := range all {
			err := <-errs[i]
			if crowded(err) { // perhaps by the other one
				for _, later := range errs[i+1:] {
					later <- <-later
				}
				err = c.again(p, s)
			}
			for _, told := range warned[i] {
				p.warn(told)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// crowded reports whether a reading failed since there was no connection left for it.
func crowded(err error) bool {
	e, ok := errors.AsType[*introspect.Error](err)
	return ok && e.Crowded()
}

// again reads a side alone, once the server has noticed that the other one's connection is closed.
func (c *diffCommand) again(p *process, s *compare.Side) (err error) {
	for wait := 50 * time.Millisecond; wait < time.Second; wait *= 2 {
		select {
		case <-p.ctx.Done():
		case <-time.After(wait):
		}
		if err = c.readSide(p, &audit.Reader{Stdin: p.stdin, Warn: p.warn}, s); !crowded(err) {
			break
		}
	}
	return err
}

func (c *diffCommand) readSide(p *process, r *audit.Reader, s *compare.Side) (err error) {
	if s.DB, err = r.Read(p.ctx, s.Source); err != nil {
		empty, ok := errors.AsType[*introspect.EmptyError](err)
		if !ok || empty.Nothing() == nil {
			return err
		}
		s.DB = empty.Nothing()
	}
	if err := audit.Unread(s.Source, s.DB); err != nil {
		return err
	}
	if c.Engine != "" && s.DB.Server.Engine != c.Engine {
		return fmt.Errorf("%s is of %s: leave --engine out, or name another database", s.Source, s.DB.Server)
	}
	return nil
}
