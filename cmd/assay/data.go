package main

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/introspect"
	"assay/probe"
	"assay/result"
	"assay/schema"
)

// dataFlags say whether the data is asked, and how much that may cost.
type dataFlags struct {
	Data        bool          `hidden:"" help:"Ask the data, as is done anyway."`
	NoData      bool          `name:"no-data" help:"Do not ask the data which rows would fail or be cut (the questions are read-only and bounded). Where the rows decide, the verdict is then GO IF."`
	DataTimeout time.Duration `name:"data-timeout" default:"5s" placeholder:"DURATION" help:"How long a question to the data may take (default: ${default})."`
	DataRows    int           `name:"data-rows" default:"1000" placeholder:"N" help:"Up to how many rows a question counts (default: ${default})."`
}

// questionTime and questionRows bound a question where nobody says it, as the flags' defaults have it.
const (
	questionTime = 5 * time.Second
	questionRows = 1000
)

// again are the flags for the next command: what is not to be asked is not there either.
func (f dataFlags) again() string {
	again := ""
	if f.NoData {
		again += "--no-data "
	}
	if f.DataTimeout != questionTime {
		again += "--data-timeout " + f.DataTimeout.String() + " "
	}
	if f.DataRows != questionRows {
		again += "--data-rows " + strconv.Itoa(f.DataRows) + " "
	}
	return again
}

// check refuses limits under which a question finds nothing, or never ends.
func (f dataFlags) check() error {
	switch {
	case f.Data && f.NoData:
		return errors.New("--data and --no-data exclude each other: leave one out")
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
	asked bool
	// rows are those that the question counts, or, where nothing but that could be asked, whether there is any.
	rows     int
	examples []string
	// why it was not answered; empty: it was, or was not asked.
	why string
	// silent reports that the server would make other values of the rows without a word (MySQL takes a number for the place of a value).
	silent bool
}

// bad reports whether the data is in the way.
func (q *inquiry) bad() bool { return q.Fatal && q.rows > 0 && q.Unsure == "" }

// open reports whether the data decides, and it is not known how.
func (q *inquiry) open() bool {
	return q.Fatal && (!q.asked || q.why != "" || q.rows > 0 && q.Unsure != "")
}

// question is what is put to the data, if anything.
func (q *inquiry) question() schema.Question {
	if q.Asks() {
		return q.Count
	}
	return q.Any
}

// undecided counts the questions to the data that decide, and that nobody has answered.
func (f *forecast) undecided() int {
	n := 0
	for _, q := range f.data {
		if q.open() {
			n++
		}
	}
	return n
}

// inquire finds the questions on which the upgrades depend and asks them, if there is somebody to ask and nobody minds.
func (s *survey) inquire(p *process, f dataFlags) error {
	if s.source.Release != "" { // there is no data in it
		return nil
	}
	var all []*inquiry
	for _, a := range s.trees {
		if a.forecast != nil && a.forecast.upgrade != nil {
			s.inquiries(a.forecast, f.DataRows)
			all = slices.Concat(all, a.forecast.data, a.forecast.lost)
		}
	}
	all = slices.DeleteFunc(all, func(q *inquiry) bool { return q.question().SQL == "" })
	if f.NoData || s.source.Path != "" || len(all) == 0 {
		return nil
	}
	return s.ask(p, all, f.DataTimeout)
}

// inquiries finds the questions on which pending revisions depend.
func (s *survey) inquiries(f *forecast, limit int) {
	prober := probe.New(s.db.Schema, s.room, limit)
	for _, r := range f.upgrade.Pending {
		beside := r.Beside
		until := func(statement int) {
			for len(beside) > 0 && beside[0].Statement < statement {
				if q, ok := consider(prober, beside[0]); ok {
					f.data = append(f.data, &inquiry{revision: r.Own(), Probe: q})
				}
				beside = beside[1:]
			}
		}
		prober.Begin(r.Changes)
		for i, c := range r.Changes {
			n, _ := r.Statement(i)
			until(max(n, 1))
			for _, q := range prober.Next(c) {
				if q.Loss {
					f.lost = append(f.lost, &inquiry{revision: r.Own(), Probe: q})
					continue
				}
				_, numbers := throughText(s.db.Schema, c)
				f.data = append(f.data, &inquiry{revision: r.Own(), Probe: q, silent: numbers && q.Asks()})
			}
		}
		until(math.MaxInt)
	}
}

// values is how many values of a dropped column, or rows of a dropped table, there are; nil: that is not known.
func (f *forecast) values(d drift.Dropped[*expected.Revision]) *int {
	for _, q := range f.lost {
		if q.revision == d.Revision.Own() && q.Table == d.Table && q.Column == d.Column && q.asked && q.why == "" {
			return &q.rows
		}
	}
	return nil
}

// consider tells a prober what a statement does that is no change; what is not understood is a question that nobody can answer.
func consider(prober *probe.Prober, b expected.Beside) (probe.Probe, bool) {
	said := b.Text
	if b.Line > 0 {
		said = fmt.Sprintf("line %d: %s", b.Line, b.Text)
	}
	prober.Write(said, b.Writes)
	if b.Text == "" {
		prober.Hide("unless the revision fills it, which a recording does not tell")
	}
	why := "whether it runs is not known, since it is not understood: " + said
	q := probe.Probe{Fatal: true, Unsure: why, Problem: why}
	if b.OnRows != "" {
		q.Table, q.Any = b.OnRows, prober.AnyRow(b.OnRows)
		q.Unsure = "not asked, since no simple query tells whether rows exclude each other: " + said
		q.Problem = q.Unsure
	}
	return q, b.Unread
}

// ask counts the rows, and then has examples of those that there are.
func (s *survey) ask(p *process, open []*inquiry, limit time.Duration) error {
	counts := make([]schema.Question, len(open))
	for i, q := range open {
		counts[i] = q.question()
	}
	answers, err := introspect.Ask(p.ctx, s.source, dialect.Ask, counts, limit)
	if err != nil {
		return err
	}
	var found []*inquiry
	var examples []schema.Question
	for i, q := range open {
		q.asked, q.why = true, answers[i].Unanswered
		if q.why == "" {
			q.rows, q.why = counted(answers[i].Rows)
		}
		if q.rows > 0 && q.Examples.SQL != "" {
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

// counted reads the answer to a count, which is one number; why says that it is none.
func counted(rows [][]string) (n int, why string) {
	if len(rows) == 1 && len(rows[0]) == 1 {
		if n, err := strconv.Atoi(rows[0][0]); err == nil {
			return n, ""
		}
	}
	return 0, "the server's answer came damaged"
}

// presentData makes the questions printable.
func presentData(all []*inquiry) []result.Probe {
	var probes []result.Probe
	for _, q := range all {
		r := result.Probe{
			Revision: q.revision, Table: q.Table, Column: q.Column, Problem: q.Problem, Fatal: q.Fatal, Silent: q.silent,
			SQL: q.Count.SQL, Examples: q.examples, Error: q.why, Undecided: q.open(),
		}
		answered := q.asked && q.why == ""
		if q.Asks() && q.Unsure != "" && (!answered || q.rows != 0) {
			r.Problem += ", " + q.Unsure
		}
		switch {
		case answered && (q.Asks() || q.rows == 0):
			r.Rows = &q.rows
		case !q.Asks():
			r.Problem, r.Error = "", q.Unsure
			if q.Problem != q.Unsure {
				r.Error = q.Unsure + ": " + q.Problem
			}
		}
		probes = append(probes, r)
	}
	return probes
}
