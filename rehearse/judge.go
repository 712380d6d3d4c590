package rehearse

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/drift"
	"assay/record"
	"assay/result"
	"assay/schema"
)

// A failure is where and how a run of Alembic failed.
type failure struct {
	revision string // empty: that does not show
	words    string // the server's, or Python's
	sql      string // the statement that was refused; empty: it does not show
	said     string // all that was printed
}

var refusedSQL = schema.Pattern(`(?s)\[SQL: (.*?)\]\n(?:\[parameters|\(Background)`)

// failureOf finds out where a run failed.
func (r *rehearsal) failureOf(ctx context.Context, e *record.ToolError) *failure {
	f := &failure{revision: r.Tool.Blamed(ctx, e), words: e.Words(), said: e.Said}
	if m := refusedSQL().FindStringSubmatch(e.Said); m != nil {
		f.sql = strings.Join(strings.Fields(m[1]), " ")
	}
	return f
}

// at is the revision at which it failed, for people.
func (f *failure) at() string {
	if f.revision == "" {
		return "stopped: " + f.words
	}
	return "stopped at " + f.revision + ": " + f.words
}

// judge compares what happened with what was predicted.
func (r *rehearsal) judge(ctx context.Context, e *record.ToolError) {
	var failed *failure
	if e != nil {
		failed, r.stopped = r.failureOf(ctx, e), true
	}
	switch {
	case r.said.Refuses != "":
		r.told.Outcome = "Alembic does nothing"
		r.judgeRefusal(failed)
		r.judgeSchema(r.before.Schema, "nothing changes")
		r.judgeStamp(stampOf(r.before, r.plan.VersionTable()))
	case failed == nil:
		r.told.Outcome = "the upgrade runs to its end"
		r.judgeEnd()
	default:
		r.judgeStop(failed)
		if r.told.Outcome = "the upgrade stops"; failed.revision != "" {
			r.told.Outcome += " at " + failed.revision
		}
	}
	r.told.Left = r.left(failed)
}

func (r *rehearsal) note(about, said, came string, right bool) {
	r.told.Predictions = append(r.told.Predictions, result.Prediction{About: about, Said: said, Came: came, True: right})
}

// judgeRefusal: Alembic was to do nothing, in its own words where it has any.
func (r *rehearsal) judgeRefusal(failed *failure) {
	came, right := "it said nothing", true // schema and stamp show it
	if failed != nil {
		words, _, _ := strings.Cut(r.said.Refuses, ", which is a revision of ")
		came, right = failed.words, strings.Contains(plain(failed.said), plain(words)) || itsOwn().MatchString(failed.said)
	}
	r.note("start", "Alembic does nothing: "+r.said.Refuses, came, right)
}

// itsOwn are Alembic's errors, which it prints by themselves or as Python does.
var itsOwn = schema.Pattern(`(?m)^\s*(?:FAILED: |alembic\.\S+: |(?:\w+\.)*(?:CommandError|RangeNotAncestorError|MultipleHeads|ResolutionError|RevisionError)\b)`)

// judgeEnd: the upgrade ran to its end.
func (r *rehearsal) judgeEnd() {
	stop := r.foreseen()
	r.open("it did not stop there")
	if len(stop) > 0 {
		r.note("run", stop[0].said, "it ran to its end", false)
		return
	}
	r.note("run", r.runs(), "it ran to its end", true)
	r.judgeSchema(r.plan.Upgrade.Result, "it is as the statements leave it")
	r.judgeStamp(headsOf(r.plan.To.Chain, r.plan.From+r.plan.Upgrade.Stamped))
}

// runs says what is predicted of an upgrade that runs to its end.
func (r *rehearsal) runs() string {
	const few = 5
	switch all := r.said.Pending; {
	case len(all) == 0:
		return "there is nothing to run"
	case len(all) > few:
		return fmt.Sprintf("it runs %d revisions, %s … %s, to its end", len(all), all[0], all[len(all)-1])
	default:
		return fmt.Sprintf("it runs %s to its end", strings.Join(all, ", "))
	}
}

// A foreseen stop is one that was predicted for certain.
type foreseen struct {
	revision, said string
	stop           *result.Stop // nil: by the rows
}

// foreseen are the stops that are predicted for the revision that stops first.
func (r *rehearsal) foreseen() []foreseen {
	var all []foreseen
	if s := r.said.Stops; s != nil {
		all = append(all, foreseen{s.Revision, fmt.Sprintf("it stops at %s, statement %d of %d: %s", s.Revision, s.Statement, s.Of, s.Error), s})
	}
	for _, q := range r.said.Data {
		if q.Fatal && !q.Undecided && !q.Silent && (q.Rows != nil && *q.Rows > 0 || q.Rows == nil && q.Error != "") {
			what := cmp.Or(q.Problem, q.Error)
			all = append(all, foreseen{q.Revision, fmt.Sprintf("it stops at %s: %s: %s", q.Revision, strings.TrimSuffix(q.Table+"."+q.Column, "."), what), nil})
		}
	}
	place := func(f foreseen) int { return slices.Index(r.said.Pending, f.revision) }
	slices.SortStableFunc(all, func(a, b foreseen) int { return cmp.Compare(place(a), place(b)) })
	n := 0
	for n < len(all) && all[n].revision == all[0].revision {
		n++
	}
	return all[:n]
}

// open notes what came of the questions that nothing but the run could answer.
func (r *rehearsal) open(came string) {
	for _, q := range r.said.Data {
		if q.Undecided {
			r.told.Open = append(r.told.Open, result.Prediction{About: q.Revision, Said: cmp.Or(q.Error, q.Problem), Came: came, True: true})
		}
	}
}

// judgeStop: the upgrade stopped.
func (r *rehearsal) judgeStop(failed *failure) {
	if failed.revision == "" {
		failed.revision = r.unstamped()
	}
	stops := r.foreseen()
	if i := slices.IndexFunc(stops, func(f foreseen) bool { return f.happened(failed, r.Scratch.Target.Database) }); i >= 0 {
		r.judgeForeseen(stops[i], failed)
		return
	}
	there := failed.revision
	undecided := failed.sql != "" && slices.ContainsFunc(r.said.Data, func(q result.Probe) bool { return q.Undecided && q.Revision == there })
	if undecided {
		r.open(failed.at())
		r.judgeHalf(there)
		return
	}
	said := r.runs()
	if len(stops) > 0 {
		said = stops[0].said
	}
	r.note("run", said, failed.at(), false)
}

// unstamped is the pending revision that the stamp does not count as applied, where each is stamped by itself; empty: it does not show.
func (r *rehearsal) unstamped() string {
	heads := strings.Join(stampOf(r.after, r.plan.VersionTable()), "+")
	at := r.plan.To.Chain.Index(heads)
	if r.before.Schema.Semantics.TransactionalDDL || at < 0 || at+1 >= len(r.plan.To.Chain.Revisions) {
		return ""
	}
	return r.plan.To.Chain.Revisions[at+1].Own()
}

// judgeForeseen: it stopped where it was to.
func (r *rehearsal) judgeForeseen(s foreseen, failed *failure) {
	came := failed.at()
	if failed.sql != "" {
		came += " (" + failed.sql + ")"
	}
	r.note("run", s.said, came, true)
	if s.stop == nil {
		r.judgeHalf(s.revision)
		return
	}
	said := "nothing that the upgrade did stays"
	if !r.before.Schema.Semantics.TransactionalDDL {
		said = "what ran before stays"
	}
	r.judgeSchema(r.plan.Upgrade.Result, said)
	r.judgeStamp(headsOf(r.plan.To.Chain, r.plan.From+r.plan.Upgrade.Stamped))
}

// judgeHalf: it stopped at a statement of a revision of which the rows decide, so that the schema tells how far it came.
func (r *rehearsal) judgeHalf(revision string) {
	table := r.plan.VersionTable()
	if r.before.Schema.Semantics.TransactionalDDL {
		r.judgeSchema(r.before.Schema, "nothing that the upgrade did stays")
		r.judgeStamp(stampOf(r.before, table))
		return
	}
	s := r.before.Schema.Clone()
	at := r.plan.From
	for _, p := range r.plan.Upgrade.Pending {
		if p.Own() == revision {
			r.judgeWithin(s, p.Changes)
			break
		}
		play(s, p.Changes)
		at++
	}
	r.judgeStamp(headsOf(r.plan.To.Chain, at))
}

// judgeWithin: the schema is as after some of the changes of a revision.
func (r *rehearsal) judgeWithin(s *schema.Schema, changes []schema.Change) {
	least := r.differences(s)
	for _, c := range changes {
		if len(least) == 0 {
			break
		}
		play(s, []schema.Change{c})
		if left := r.differences(s); len(left) < len(least) {
			least = left
		}
	}
	r.noteSchema(least, "what ran before stays")
}

// play makes changes that a server has made.
func play(s *schema.Schema, changes []schema.Change) {
	for _, c := range changes {
		if !s.Idle(c) {
			_ = s.Apply(c) // what cannot be made shows as a difference
		}
	}
}

// differences are what is other in the end than it was to be, but for what nobody could predict.
func (r *rehearsal) differences(want *schema.Schema) []schema.Change {
	found := drift.Compare(tables(r.after, want), tables(r.after, r.after.Schema))
	if r.plan.Upgrade == nil {
		return found
	}
	return slices.DeleteFunc(found, func(c schema.Change) bool {
		for _, d := range r.plan.Upgrade.Doubts {
			if schema.HasChange([]schema.Change{d.Change}, c) || d.Change.Object() == c.Object() {
				return true
			}
		}
		return false
	})
}

// judgeSchema: the schema was to be so.
func (r *rehearsal) judgeSchema(want *schema.Schema, said string) {
	r.noteSchema(r.differences(want), said)
}

func (r *rehearsal) noteSchema(left []schema.Change, said string) {
	is := tables(r.after, r.after.Schema).Tables
	came := "so it is: " + english.PluralWord(len(is), "1 table was", fmt.Sprintf("%d tables were", len(is))) + " compared"
	if len(left) > 0 {
		var all []string
		for _, c := range left {
			all = append(all, c.Object().String())
		}
		came = "other: " + strings.Join(slices.Compact(all), ", ")
	}
	r.note("schema", said, came, len(left) == 0)
}

// judgeStamp: the version table was to say so.
func (r *rehearsal) judgeStamp(want []string) {
	is := stampOf(r.after, r.plan.VersionTable())
	came := "it is " + stampSaid(is)
	if r.before.Schema.Semantics.TransactionalDDL && r.stopped && !slices.Equal(is, want) {
		came += ", as the project commits each revision by itself (transaction_per_migration): what ran before the stop stays"
	}
	r.note("stamp", "it is "+stampSaid(want), came, slices.Equal(want, is))
}

func stampSaid(rows []string) string { return cmp.Or(strings.Join(rows, " and "), "none") }

// left says in what state the scratch database is.
func (r *rehearsal) left(failed *failure) string {
	stamp := stampSaid(stampOf(r.after, r.plan.VersionTable()))
	switch {
	case failed == nil || r.said.Refuses != "":
		return "at " + stamp
	case r.before.Schema.Semantics.TransactionalDDL:
		return "at " + stamp + ": the server rolls back what it had not committed"
	}
	return "in the middle of " + cmp.Or(failed.revision, "a revision") + ", stamped " + stamp + ": the server commits each statement by itself, so what ran before the stop stays"
}

// happened reports whether a failure is what was foreseen: in the words that were predicted, if any were. Of a stop behind the statements of a revision, where
// the stamp is written, Python names no revision.
func (s foreseen) happened(f *failure, database string) bool {
	if s.stop == nil {
		return f.revision == s.revision && f.sql != "" // what else a script fails at, no row decides
	}
	_, text, _ := strings.Cut(s.stop.Error, ": ")
	said := strings.NewReplacer(database+".", "", database+"/", "").Replace(f.said)
	return (f.revision == s.revision || f.revision == "") && strings.Contains(plain(said), plain(text))
}

// plain is a text without what Python puts into it where it quotes one, and in one line.
func plain(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer(`\n`, " ", `\`, "", `'`, "", `"`, "", "`", "").Replace(s)), " ")
}
