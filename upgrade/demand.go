package upgrade

import (
	"cmp"
	"slices"
	"strings"

	"assay/expected"
	"assay/probe"
	"assay/result"
	"assay/schema"
)

// A demander knows what statements need of the server itself: what their expressions name is looked up where it is. Not every room has it.
type demander interface {
	Demands(observed, s *schema.Schema, c schema.Change, pending schema.Pending) []schema.Demand
	StatementDemands(observed, s *schema.Schema, sql string, pending schema.Pending) []schema.Demand
	Spelled(sql string) []schema.Demand
}

// demands finds what the statements of an upgrade need of the server.
type demands struct {
	room     demander // nil: nothing is known of that
	observed *schema.Schema
	live     bool              // there is a server that can be asked
	maker    string            // a statement that may have made what those behind it name; empty: none
	beside   map[string]string // all that is beside tables and has been made, altered or dropped, and the statements that make views, functions and extensions
	dropped  []string          // functions, as SQL calls them
	mode     string            // a statement that has words read otherwise from then on (MySQL); empty: none
	before   []schema.Past     // all that has been done by then
	at       place             // the last statement that is no change, and until how much has been done before it
	until    int
	rows     func(table string) schema.Question
	home     string // the schema that is read
	own      string // the text of the statement whose changes are looked at; empty: it is not known
	unseen   string // why what is not there may be there by then; empty: it may not
}

// A place is that of a statement in a revision.
type place struct {
	revision  string
	statement int
}

func newDemands(f *Forecast) *demands {
	room, _ := f.of.Room.(demander)
	d := &demands{room: room, beside: map[string]string{}, observed: f.of.DB.Schema, home: f.of.DB.Namespace, live: !f.of.asked.None && f.of.Source.Path == ""}
	if f.History.Recorded && !f.History.Objects {
		d.unseen = unseen
	}
	return d
}

// unseen is what a recording leaves open.
const unseen = "unless a revision makes it: a recording that an older assay made tells of tables, columns and what belongs to them alone"

// change puts the questions about a change to those of the forecast. s is the schema before it.
func (d *demands) change(f *Forecast, revision string, s *schema.Schema, c schema.Change, statement int) {
	if c = schema.Mended(c); d.room == nil || s.Idle(c) {
		return
	}
	defer func() { d.before = append(d.before, schema.Past{Change: c, Statement: statement}) }()
	if s.Table(c.Object().Table) == nil && !tableless(c) {
		return
	}
	if f.of.Room.Refusal(s, c) != nil { // which says it better
		return
	}
	d.put(f, revision, c.Object().String(), d.room.Demands(d.observed, s, c, d.pending()))
	if takesAlong(c) {
		d.maker = c.Object().String()
	}
}

// takesAlong reports whether a change drops what depends on its object too, which may be in another schema.
func takesAlong(c schema.Change) bool {
	switch c := c.(type) {
	case schema.DropTable:
		return c.Cascade
	case schema.DropColumn:
		return c.Cascade
	case schema.DropIndex:
		return c.Cascade
	case schema.DropEnum:
		return c.Cascade
	}
	return false
}

// tableless reports whether a change is of no table that is there.
func tableless(c schema.Change) bool {
	switch c := c.(type) {
	case schema.CreateTable, schema.DropEnum, schema.RenameEnum:
		return true
	case schema.DropIndex:
		return c.Table == ""
	}
	return false
}

// statement puts the questions about a statement that is no change, and minds what it makes.
func (d *demands) statement(f *Forecast, revision string, s *schema.Schema, b expected.Beside) {
	if d.room == nil {
		return
	}
	if b.SQL != "" {
		d.put(f, revision, said(b), d.room.Spelled(b.SQL))
	}
	if b.Words {
		return
	}
	if at := (place{revision, b.Statement}); d.at == at { // the same one, of which there is more to say
		d.before = d.before[:d.until]
	} else {
		d.at, d.until = at, len(d.before)
	}
	defer func() { d.before = append(d.before, schema.Past{SQL: cmp.Or(b.SQL, b.Text)}) }()
	if b.SQL != "" {
		d.put(f, revision, said(b), d.room.StatementDemands(d.observed, s, b.SQL, d.pending()))
	}
	if mode().MatchString(b.SQL) {
		d.mode = said(b)
	}
	if b.Object.Kind == "function" {
		name, _, _ := strings.Cut(b.Object.Name, "(")
		d.dropped = slices.DeleteFunc(d.dropped, func(n string) bool { return n == name })
		if b.Verb == "DROP" {
			d.dropped = append(d.dropped, name)
		}
	}
	for _, name := range b.Needs.NewRoles {
		account, _, _ := strings.Cut(name, "@")
		d.note(strings.Trim(account, "'`\""), "")
	}
	if b.Verb != "" {
		called, _, _ := strings.Cut(b.Object.Name, "(") // a recording names a function with its arguments
		_, again := d.noted(called)
		d.note(called, "")
		if b.Verb == "CREATE" && (strings.HasSuffix(b.Object.Kind, "view") || !again && slices.Contains([]string{"function", "extension"}, b.Object.Kind)) {
			d.note(called, b.SQL)
		}
		if m := renamed().FindStringSubmatch(b.SQL); m != nil {
			path := schema.NamePath(m[1])
			d.note(path[len(path)-1], "")
		}
	}
	switch kind := b.Object.Kind; {
	case b.Verb != "" && b.Object.Space == "" && !cascades().MatchString(b.SQL) && (strings.HasSuffix(kind, "view") || b.Verb == "CREATE" && kind == "sequence"):
	case b.Verb == "CREATE" && kind == "trigger":
	case b.Unread, b.Verb != "", makes().MatchString(b.SQL), makes().MatchString(b.Text):
		d.maker = said(b)
	}
}

// makes is how a statement begins that may make, rename or move what those behind it name, or have it looked for elsewhere.
var makes = schema.Pattern(`(?is)^(?:(?:CREATE|ALTER|DROP|DO|CALL|IMPORT)\b|SET\b.*\bSEARCH_PATH\b)`)

// mode is how a statement begins that has others read in another way.
var mode = schema.Pattern(`(?is)^SET\b.*\bSQL_MODE\b`)

func (d *demands) note(name, view string) { d.beside[d.observed.Semantics.TableKey(name)] = view }

// noted is what the upgrade has made, altered or dropped beside tables by then.
func (d *demands) noted(name string) (view string, touched bool) {
	view, touched = d.beside[d.observed.Semantics.TableKey(name)]
	return view, touched
}

// pending is all that it has done by then.
func (d *demands) pending() schema.Pending {
	return schema.Pending{Beside: d.noted, Before: d.before, Home: d.home, Statement: d.own}
}

// put adds demands to the questions of a forecast. what is what they are for.
func (d *demands) put(f *Forecast, revision, what string, all []schema.Demand) {
	for _, demand := range all {
		if !d.live && demand.Familiar() {
			continue
		}
		q := probe.Probe{Fatal: true, Server: true, Count: demand.Question, Problem: what}
		if demand.Question.Tells && !d.live {
			q.Problem = "something in another schema may need it: " + what
		}
		if demand.Lacks != "" {
			q.Problem, q.Unsure = demand.Lacks+": "+what, d.unseen
		}
		if demand.Unknown != "" {
			q.Unsure = "whether it runs is not known, since " + demand.Unknown + ": " + what
			q.Problem = q.Unsure
		}
		switch p := demand.Question.Prepared; {
		case p != nil && d.mode != "" && demand.Unknown == "":
			q.Unsure = "a statement before it may have it read otherwise: " + d.mode
		case p != nil && p.Spelled, demand.Unknown != "":
		case d.maker != "" && !demand.Minds:
			q.Unsure = "a statement before it may change that: " + d.maker
		}
		if demand.Rows != "" {
			q.Server, q.Table = false, demand.Rows
			if demand.Unknown != "" {
				q.Problem, q.Unsure = demand.Unknown+": "+what, "which no query tells"
			}
			if q.Count = d.rows(demand.Rows); !q.Asks() && f.of.DB.Schema.Table(demand.Rows) == nil && !d.filled(demand.Rows) { // it has none
				continue
			}
			if !q.Asks() {
				q.Unsure = cmp.Or(q.Unsure, q.Problem)
			}
		}
		if name := d.gone(demand); name != "" {
			why := "it names function " + name + ", which a statement before it drops: " + what
			q = probe.Probe{Fatal: true, Server: true, Problem: why, Unsure: why}
		}
		same := func(other *inquiry) bool {
			return other.Server && other.Count.SQL == q.Count.SQL && other.Count.Aim() == q.Count.Aim() && other.Problem == q.Problem
		}
		if !slices.ContainsFunc(f.data, same) {
			f.data = append(f.data, &inquiry{revision: revision, Probe: q, unseen: d.unseen})
		}
	}
}

// filled reports whether a statement before may have written rows of a table that the upgrade has made, under any name.
func (d *demands) filled(table string) bool {
	names := []string{table}
	for _, p := range slices.Backward(d.before) {
		if rename, ok := p.Change.(schema.RenameTable); ok && slices.Contains(names, rename.To) {
			names = append(names, rename.From)
		}
		written := func(name string) bool {
			return schema.Mentions(p.SQL, name) || schema.Mentions(strings.ToLower(p.SQL), name)
		}
		if fills().MatchString(p.SQL) && slices.ContainsFunc(names, written) {
			return true
		}
	}
	return false
}

// fills is a statement that may write rows.
var fills = schema.Pattern(`(?i)\b(?:INSERT|COPY|MERGE|DO|SELECT|CALL)\b`)

// gone is a function that a demand is for, though the upgrade has dropped it by then; empty: there is none.
func (d *demands) gone(demand schema.Demand) string {
	at := slices.IndexFunc(d.dropped, func(name string) bool {
		return slices.ContainsFunc(demand.Of, func(sql string) bool { return schema.Mentions(sql, name) })
	})
	if at < 0 {
		return ""
	}
	return d.dropped[at]
}

// take is what came of a question.
func (q *inquiry) take(a schema.Answer) {
	switch {
	case a.Refused != "":
		q.rows, q.Problem = 1, a.Refused+": "+q.Problem
		if a.Absent {
			q.Unsure = cmp.Or(q.Unsure, q.unseen)
		}
	case q.Count.Prepared == nil && !q.Count.Tells || !q.Asks():
		q.rows, q.why = probe.Counted(a)
	default:
		q.why = a.Unanswered
	}
}

// presentDemand makes a question about the server itself printable; told is false where the answer is that all is well.
func presentDemand(q *inquiry) (r result.Probe, told bool) {
	r = result.Probe{Revision: q.revision, Table: q.Table, Column: q.Column, Fatal: q.Fatal, Undecided: q.open()}
	switch {
	case q.asked && q.why == "" && q.rows == 0:
		return r, false
	case q.asked && q.why == "":
		r.Error = strings.TrimPrefix(q.Problem, "the upgrade stops: ")
		switch q.Unsure {
		case "":
			r.Error = "the upgrade stops: " + r.Error
		case q.Problem:
		default:
			r.Error += "; " + q.Unsure
		}
	case q.why != "":
		r.Error = "whether the server can do it is not known: " + q.why + ": " + q.Problem
	case q.Count.SQL == "":
		r.Error = q.Problem
	default:
		r.Error = "whether the server can do it was not asked: " + q.Problem
	}
	return r, true
}
