package upgrade

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/introspect"
	"assay/probe"
	"assay/result"
	"assay/schema"
)

// Questions say how much questions to the data may cost.
type Questions struct {
	None    bool          // nothing is asked
	Rows    int           // up to how many rows a question counts
	Timeout time.Duration // how long one may take
	// Accepted reports that questions may stay unanswered.
	Accepted bool
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
	// unseen is why what is not there may be there by then; empty: it may not.
	unseen string
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
func (f *Forecast) undecided() int {
	n := 0
	for _, q := range f.data {
		if q.open() {
			n++
		}
	}
	return n
}

// Inquire finds the questions on which the upgrades depend and asks them, if there is somebody to ask and nobody minds.
func (p *Prediction) Inquire(ctx context.Context, o Questions) error {
	p.asked = o
	if p.Source.Release != "" { // there is no data in it
		return nil
	}
	var all []*inquiry
	for _, forecast := range p.Forecasts {
		if forecast == nil {
			continue
		}
		if forecast.Upgrade != nil {
			forecast.inquiries(o.Rows)
			all = slices.Concat(all, forecast.data, forecast.dropped)
		}
		if forecast.ahead = aheadOf(forecast); forecast.ahead != nil {
			forecast.ahead.inquiries(o.Rows)
			all = slices.Concat(all, forecast.ahead.data, forecast.ahead.dropped)
		}
	}
	all = slices.DeleteFunc(all, func(q *inquiry) bool { return q.question().SQL == "" })
	if o.None || p.Source.Path != "" {
		return nil
	}
	if err := p.Answer.Inquire(ctx, o.Rows, o.Timeout); err != nil || len(all) == 0 { // what is to be repaired before depends on rows too
		return err
	}
	return ask(ctx, p.Source, all, o.Timeout)
}

// inquiries finds the questions on which pending revisions depend.
func (f *Forecast) inquiries(limit int) {
	db := f.of.DB
	prober := probe.New(withTypes(db.Schema, f.History, f.Upgrade.Pending), f.of.Room, limit)
	objects := newInventory(db, f.of.Room)
	demands := newDemands(f)
	demands.rows = prober.AnyRow
	var made needers
	objects.asked = demands.room != nil && demands.live
	for _, r := range f.Upgrade.Pending {
		beside := r.Beside
		objects.begin(beside)
		until := func(statement int) {
			for len(beside) > 0 && beside[0].Statement < statement {
				demands.statement(f, r.Own(), prober.Schema(), beside[0])
				if beside[0].Words {
					beside = beside[1:]
					continue
				}
				doubt(f, r.Own(), consider(prober, beside[0]))
				doubt(f, r.Own(), slices.Concat(objects.needs(prober, beside[0]), objects.held(prober, beside[0]), objects.refused(prober, beside[0])))
				if o := beside[0].Object; o.Kind == "trigger" && beside[0].Verb == "CREATE" {
					prober.Trigger(o.Table)
				}
				doubt(f, r.Own(), append(objects.take(beside[0]), made.statement(prober.Schema(), beside[0])...))
				beside = beside[1:]
			}
		}
		prober.Begin(r.Changes, f.statements(r))
		for i, c := range r.Changes {
			n, _ := r.Statement(i)
			until(max(n, 1))
			demands.own = textOf(beside, n)
			demands.change(f, r.Own(), prober.Schema(), c, n)
			for _, b := range beside { // of one that is a change as well, what is there before it counts
				if b.Statement == n {
					doubt(f, r.Own(), objects.refused(prober, b))
				}
			}
			doubt(f, r.Own(), append(objects.counters(c), made.change(prober.Schema(), c)...))
			for _, q := range prober.Next(c) {
				if q.Loss {
					f.dropped = append(f.dropped, &inquiry{revision: r.Own(), Probe: q})
					continue
				}
				_, numbers := throughText(db.Schema, c)
				f.data = append(f.data, &inquiry{revision: r.Own(), Probe: q, silent: numbers && q.Asks()})
			}
			objects.change(c)
		}
		until(math.MaxInt)
	}
	if f.endless {
		why := "what comes behind " + f.To.Revision().ID + " is not known: " + f.History.Cut
		f.data = append(f.data, &inquiry{revision: f.To.Revision().Own(), Probe: probe.Probe{Fatal: true, Unsure: why, Problem: why}})
	}
}

// textOf is the text of a statement; empty: it is not known.
func textOf(beside []expected.Beside, statement int) string {
	for _, b := range beside {
		if b.Statement == statement && b.SQL != "" {
			return b.SQL
		}
	}
	return ""
}

// doubt puts what may stop a revision to the questions.
func doubt(f *Forecast, revision string, all []probe.Probe) {
	for _, q := range all {
		sure := !q.Asks() && q.Unsure == "" && q.Server // which nobody has to be asked
		one := &inquiry{revision: revision, Probe: q, asked: sure}
		if sure {
			one.rows = 1
		}
		f.data = append(f.data, one)
	}
}

// statements are the numbers of the statements that make a revision's changes; nil: a recording does not tell.
func (f *Forecast) statements(r *expected.Revision) []int {
	if f.History.Recorded {
		return nil
	}
	all := make([]int, len(r.Changes))
	for i := range all {
		all[i], _ = r.Statement(i)
	}
	return all
}

// values is how many values of a dropped column, or rows of a dropped table, there are; nil: that is not known.
func (f *Forecast) values(d drift.Dropped[*expected.Revision]) *int {
	for _, q := range f.dropped {
		if q.revision == d.Revision.Own() && q.Table == d.Table && q.Column == d.Column && q.asked && q.why == "" {
			return &q.rows
		}
	}
	return nil
}

// consider tells a prober what a statement does that is no change, and returns what can stop it; what is not understood is a question that nobody can answer.
func consider(prober *probe.Prober, b expected.Beside) []probe.Probe {
	said := said(b)
	found := prober.Write(said, b.Writes)
	if b.Text == "" {
		prober.Hide("unless the revision fills it, which a recording does not tell")
	}
	if !b.Unread {
		return found
	}
	q := probe.Probe{Fatal: true, Unsure: "whether it runs is not known, since it is not understood: " + said}
	if b.Why != "" {
		q.Unsure = b.Why + ": " + said
	}
	if b.OnRows != "" {
		q.Table, q.Any = b.OnRows, prober.AnyRow(b.OnRows)
		q.Unsure = "not asked, since no simple query tells whether rows exclude each other: " + said
	}
	q.Problem = q.Unsure
	return append(found, q)
}

// said is a statement as a reason names it.
func said(b expected.Beside) string {
	if b.Line > 0 {
		return fmt.Sprintf("line %d: %s", b.Line, b.Text)
	}
	return b.Text
}

// ask counts the rows, and then has examples of those that there are.
func ask(ctx context.Context, source introspect.Source, open []*inquiry, limit time.Duration) error {
	counts := make([]schema.Question, len(open))
	for i, q := range open {
		counts[i] = q.question()
	}
	answers, err := introspect.Ask(ctx, source, dialect.Ask, counts, limit)
	if err != nil {
		return err
	}
	var found []*inquiry
	var examples []schema.Question
	for i, q := range open {
		q.asked = true
		q.take(answers[i])
		if q.rows > 0 && q.Examples.SQL != "" {
			found, examples = append(found, q), append(examples, q.Examples)
		}
	}
	if len(found) == 0 {
		return nil
	}
	if answers, err = introspect.Ask(ctx, source, dialect.Ask, examples, limit); err != nil {
		return err
	}
	for i, q := range found {
		q.examples = probe.Shown(answers[i])
	}
	return nil
}

// presentData makes the questions printable.
func presentData(all []*inquiry) []result.Probe {
	var probes []result.Probe
	for _, q := range all {
		if q.Server {
			if r, told := presentDemand(q); told {
				probes = append(probes, r)
			}
			continue
		}
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
