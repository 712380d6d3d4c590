package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"assay/dialect"
	"assay/introspect"
	"assay/probe"
	"assay/report"
	"assay/schema"
)

// dataFlags say whether the data is asked, and how much that may cost.
type dataFlags struct {
	Data        bool          `help:"Look at the data too: how many rows would fail or be cut. Read-only, each question bounded."`
	DataTimeout time.Duration `name:"data-timeout" default:"5s" placeholder:"DURATION" help:"How long a question to the data may take (default: ${default})."`
	DataRows    int           `name:"data-rows" default:"1000" placeholder:"N" help:"Up to how many rows a question counts (default: ${default})."`
}

// again is the flag for the next command: what the data answered counts there as well.
func (f dataFlags) again() string {
	if f.Data {
		return "--data "
	}
	return ""
}

// check refuses limits under which a question finds nothing, or never ends.
func (f dataFlags) check() error {
	switch {
	case f.DataRows < 1:
		return fmt.Errorf("--data-rows %d: a question must be let count at least one row", f.DataRows)
	case f.DataTimeout < time.Millisecond: // what servers count in; to MySQL and MariaDB, none of them is no limit
		return fmt.Errorf("--data-timeout %s: a question needs at least a millisecond", f.DataTimeout)
	}
	return nil
}

// An inquiry is a question to the data that an upgrade depends on, and its answer.
type inquiry struct {
	revision string
	probe.Probe
	asked    bool
	rows     int
	examples []string
	// why it was not answered; empty: it was, or was not asked.
	why string
	// silent reports that the server would make other values of the rows without a word (MySQL takes a number for the place of a value).
	silent bool
}

// bad reports whether the data is in the way, or may be where nothing would tell: what was asked and not answered is not known to be good, and what
// corrupts silently must be asked.
func (q *inquiry) bad() bool {
	return q.Fatal && (q.rows > 0 || q.why != "" || q.silent && !q.asked)
}

// inquire finds the questions on which the upgrades depend and, if that is wanted, asks them.
func (s *survey) inquire(p *process, f dataFlags) error {
	if f.Data && s.source.Path != "" {
		return fmt.Errorf("--data: a file has no data to be asked, and %s is one: name the database itself, or leave --data out", s.source)
	}
	if s.source.Release != "" { // there is no data in it
		if f.Data {
			return errors.New("--data: a release has no data: name a database")
		}
		return nil
	}
	var open []*inquiry
	for _, a := range s.trees {
		if a.forecast == nil || a.forecast.upgrade == nil {
			continue
		}
		prober := probe.New(s.db.Schema, s.room, f.DataRows)
		for _, r := range a.forecast.upgrade.Pending {
			for _, c := range r.Changes {
				for _, q := range prober.Next(c) {
					_, numbers := throughText(s.db.Schema, c)
					a.forecast.data = append(a.forecast.data, &inquiry{revision: r.Own(), Probe: q, silent: numbers && q.Asks()})
				}
			}
		}
		for _, q := range a.forecast.data {
			if q.Asks() {
				open = append(open, q)
			}
		}
	}
	if !f.Data || len(open) == 0 {
		return nil
	}
	return s.ask(p, open, f.DataTimeout)
}

// ask counts the rows, and then has examples of those that there are.
func (s *survey) ask(p *process, open []*inquiry, limit time.Duration) error {
	counts := make([]schema.Question, len(open))
	for i, q := range open {
		counts[i] = q.Count
	}
	answers, err := introspect.Ask(p.ctx, s.source, dialect.Ask, counts, limit)
	if err != nil {
		return err
	}
	var found []*inquiry
	var examples []schema.Question
	for i, q := range open {
		q.asked, q.why = true, answers[i].Unanswered
		if q.why == "" && len(answers[i].Rows) == 1 {
			q.rows, _ = strconv.Atoi(answers[i].Rows[0][0])
		}
		if q.rows > 0 {
			found, examples = append(found, q), append(examples, q.Examples)
		}
	}
	if len(found) == 0 {
		return nil
	}
	if answers, err = introspect.Ask(p.ctx, s.source, dialect.Ask, examples, limit); err != nil {
		return err
	}
	for i, q := range found {
		for _, row := range answers[i].Rows {
			q.examples = append(q.examples, strings.Join(slices.DeleteFunc(row, func(v string) bool { return v == "" }), " "))
		}
	}
	return nil
}

// presentData makes the questions printable.
func presentData(all []*inquiry) []report.Probe {
	var probes []report.Probe
	for _, q := range all {
		r := report.Probe{
			Revision: q.revision, Table: q.Table, Column: q.Column, Problem: q.Problem, Fatal: q.Fatal, Silent: q.silent,
			SQL: q.Count.SQL, Examples: q.examples, Error: q.why,
		}
		switch {
		case !q.Asks():
			r.Problem, r.Error = "", q.Problem
		case q.asked && q.why == "":
			r.Rows = &q.rows
		}
		probes = append(probes, r)
	}
	return probes
}
