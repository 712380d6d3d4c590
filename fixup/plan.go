// Package fixup turns changes into a script that can be run: in an order that works, with what would destroy data blocked,
// and played through in memory first.
package fixup

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"assay/schema"
)

// A Formatter writes one engine's SQL, and knows what the server would not run of it, see dialect.Planning.
type Formatter interface {
	Format(schema.Change) ([]string, error)
	Quote(name string) string
	Literal(text string) string
	Refusal(s *schema.Schema, c schema.Change) *schema.Refusal
	// Becomes is the expression of what becomes of a value in another domain; ok is false where there is none.
	Becomes(value string, from, to schema.Domain) (sql string, ok bool)
}

// A Step is one change of a plan.
type Step struct {
	Change schema.Change
	// For is the planned change that this is a part of.
	For schema.Change
	SQL []string
	// Loses says what the step can destroy; empty: nothing.
	Loses string
	// Stops reports that the server refuses the step rather than lose anything by it.
	Stops bool
	// Refused says why the server would refuse the step as things are; empty: it would not.
	Refused string
	// Blocked reports that the step must not be run: it can destroy something and nobody allowed that, it would be refused, or it needs a step
	// that is blocked.
	Blocked bool
	// Undo is the SQL that brings back what the step drops, where that is no data; nil: nothing does, or a later step.
	Undo []string
	// Note says when the step will be refused, and how to see that before; empty: it will not.
	Note string

	needs schema.Object // what is missing or in the way, for which it cannot be done
	cut   bool          // by the writer: not printed
	alone bool          // it goes with no other, so that it can be done whenever that can be
	index schema.Index  // that it makes or drops
	open  []string      // statements that somebody has to complete and run before, where rows have values that are lost
	asked bool          // the rows were asked, and none is in its way
	more  bool          // its clause goes on in the statement of the next step
	work  string        // what its statement does to those who use the table; empty: nothing to speak of
}

// IsFor reports whether the step is there for one of those changes.
func (s Step) IsFor(changes []schema.Change) bool {
	return s.For != nil && schema.HasChange(changes, s.For)
}

// A Plan is the steps in their order, and the schema after those that are not blocked.
type Plan struct {
	Steps  []Step
	Result *schema.Schema
}

// Refused reports whether the server would refuse a step, so that even who allows everything goes without it.
func (p *Plan) Refused() bool {
	return slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Refused != "" })
}

// Needs are what is missing or in the way of steps that cannot be done.
func (p *Plan) Needs() []schema.Object {
	var needs []schema.Object
	for _, s := range p.Steps {
		if s.needs != (schema.Object{}) {
			needs = append(needs, s.needs)
		}
	}
	return needs
}

// Make plans the changes, which are best in an order in which they can be applied to got. It plays them through in memory, and blocks what a server would
// refuse. Unless destroy is true, steps that can destroy data are blocked too, and so are those that cannot be done without them.
func Make(got *schema.Schema, changes []schema.Change, f Formatter, destroy bool) *Plan {
	return MakeKnowing(nil, got, changes, f, destroy)
}

// MakeKnowing plans as [Make] does, with what the data says: a step that no row is in the way of is run, and one that the server refuses for its rows is not.
func MakeKnowing(known []Rows, got *schema.Schema, changes []schema.Change, f Formatter, destroy bool) *Plan {
	stays := map[schema.Object]hold{}
	for {
		p := planner{
			trial: trial{Plan: Plan{Result: got.Clone()}, changes: changes}, known: known, format: f, destroy: destroy,
			done: make([]bool, len(changes)), frees: freeing(changes), stays: stays,
		}
		p.all(got, changes)
		if !p.replaced() {
			return &p.Plan
		}
	}
}

func (p *planner) all(got *schema.Schema, changes []schema.Change) {
	for i := range changes {
		if start, ok := p.counted(got, changes, i); ok {
			p.done[start], p.origin = true, changes[start]
			p.count(changes[start].(schema.AlterColumn))
		}
		p.plan(changes, i)
	}
	p.again()
	for _, l := range p.last {
		p.origin = l.origin
		p.step(l.change)
	}
	p.judge()
}

// plan plans a change, unless that has been done.
func (p *planner) plan(changes []schema.Change, at int) {
	if p.done[at] || inherits(p.Result, changes, changes[at]) {
		return
	}
	p.done[at], p.origin = true, changes[at]
	for _, part := range p.split(p.asMoved(changes[at])) {
		p.free(part)
		p.change(part)
	}
}

type planner struct {
	trial
	known   []Rows
	format  Formatter
	destroy bool
	done    []bool                // which of the changes were planned, some before their turn
	frees   map[schema.Object]int // the places of changes that drop or rename something
	last    []later
	moved   []moved
	stays   map[schema.Object]hold // what is not dropped, since what is to take its place is not made
}

// later is what was taken away for a while, and for which change.
type later struct{ change, origin schema.Change }

// split takes a change apart where only a part of it could destroy data, so that the rest need not be blocked with it.
func (p *planner) split(c schema.Change) []schema.Change {
	if add, ok := c.(schema.AddColumn); ok {
		if parts, ok := threeSteps(p, add); ok {
			return parts
		}
	}
	if a, ok := c.(schema.AlterColumn); ok {
		if rest, last, ok := apartFromNull(p, a); ok {
			return append(p.split(rest), last)
		}
	}
	if p.destroy {
		return []schema.Change{c}
	}
	switch c := c.(type) {
	case schema.AlterEnum:
		between := schema.Enum{Name: c.To.Name, Labels: union(c.From.Labels, c.To.Labels)}
		if !onlyAdds(c) && between != c.From {
			return []schema.Change{schema.AlterEnum{From: c.From, To: between}, schema.AlterEnum{From: between, To: c.To}}
		}
	case schema.AlterColumn:
		if c.Set&schema.PropGenerated != 0 || loses(p.Result, c) == "" {
			break
		}
		rest, last := unfilled(c)
		if rest.Set != 0 && loses(p.Result, rest) != "" {
			return append(splitColumn(rest, lossy(p.Result, rest)), last...)
		}
		return append(only(rest), last...)
	case schema.DropColumn:
		if free, ok := undemanding(p.Result, c); ok {
			return []schema.Change{free, c}
		}
	}
	return []schema.Change{c}
}

// undemanding lets a column take NULL whose drop is blocked, since every INSERT that does not know of it would fail; ok is false where
// it demands no value, or is part of the primary key.
func undemanding(s *schema.Schema, c schema.DropColumn) (free schema.AlterColumn, ok bool) {
	t := s.Table(c.Table)
	if t == nil {
		return free, false
	}
	i := t.Column(s.Semantics, c.Column)
	if i < 0 || !t.Columns[i].Demands() {
		return free, false
	}
	pk, _ := t.PrimaryKey()
	if slices.ContainsFunc(pk.Parts, func(x schema.Part) bool { return s.Semantics.SameName(x.Column, c.Column) }) {
		return free, false
	}
	from := t.Columns[i]
	to := from
	to.Nullable = true
	return schema.AlterColumn{Table: t.Name, Name: from.Name, From: from, To: to, Set: schema.PropNullable}, true
}

// unfilled takes from a column what fills it in a change of its own, the last.
func unfilled(c schema.AlterColumn) (rest schema.AlterColumn, last []schema.Change) {
	set := fills(c)
	if set == 0 {
		return c, nil
	}
	rest, end := setLast(c, set)
	return rest, []schema.Change{end}
}

// setLast takes properties from a change into one of their own, behind it.
func setLast(c schema.AlterColumn, set schema.Property) (rest, last schema.AlterColumn) {
	rest, last = c, c
	rest.Set &^= set
	rest.To = c.From.With(c.To, rest.Set)
	last.From, last.Set = rest.To, set
	return rest, last
}

// only is a change as the only one, none if it sets nothing.
func only(c schema.AlterColumn) []schema.Change {
	if c.Set == 0 {
		return nil
	}
	return []schema.Change{c}
}

// splitColumn sets everything first but what loses values, and gives an enumeration the values that it lacks.
func splitColumn(c schema.AlterColumn, lossy schema.Property) []schema.Change {
	between := c.From.With(c.To, c.Set&^lossy)
	set := c.Set &^ lossy
	if lossy&schema.PropType != 0 && c.From.Type.Labels() != nil && c.To.Type.Name == c.From.Type.Name && !alikeLabels(c.From.Type, c.To.Type) {
		between.Type.Args = union(c.From.Type.Args, c.To.Type.Args)
		if between.Type != c.From.Type {
			set |= schema.PropType
		}
	}
	if set == 0 {
		return []schema.Change{c}
	}
	first, rest := c, c
	first.To, first.Set = between, set
	rest.From, rest.Set = between, lossy
	return []schema.Change{first, rest}
}

// union returns the first labels with those of the second that it lacks behind them.
func union(from, to string) string {
	labels := schema.SplitLabels(from)
	for _, l := range schema.SplitLabels(to) {
		if !slices.Contains(labels, l) {
			labels = append(labels, l)
		}
	}
	return schema.QuoteLabels(labels)
}

// change plans a change, in several steps where no single statement does it.
func (p *planner) change(c schema.Change) {
	if why, ok := p.stays[c.Object()]; ok && drops(c) {
		p.add(c, why)
		return
	}
	switch c := c.(type) {
	case schema.AlterEnum:
		if !onlyAdds(c) {
			p.remake(c)
			return
		}
	case schema.AlterColumn:
		if between, ok := throughText(c); ok {
			p.both(losesNow(p, c), between...)
			return
		}
		if retypesAnew(p, c) {
			throughAnother(p, c)
			return
		}
		if p.anew(c) {
			a := madeOf(p.Result, c.Object())
			again := []schema.Change{schema.DropColumn{Table: c.Table, Column: c.Name}, schema.AddColumn{Table: c.Table, Column: c.To, Place: placeOf(p.Result, c)}}
			p.both("the column's values", slices.Concat(a.drop, again, a.restore)...)
			return
		}
	case schema.DropIndex:
		if keepsIndex(p, c) {
			return
		}
	case schema.RenameColumn, schema.RenameIndex:
		if _, err := p.format.Format(c); err != nil { // older servers have no such statement
			p.rename(c)
			return
		}
	}
	if key, ok := p.keyInTheWay(c); ok {
		if !p.returns(key) {
			p.add(c, hold{refused: fmt.Sprintf("the server refuses it while there is %s, and would not make that again unless its other side changes too: drop it first", key)})
			return
		}
		p.setAside(key)
		p.change(c)
		return
	}
	if a, ok := c.(schema.AlterColumn); ok && p.around(a) {
		return
	}
	p.step(c)
}

// keyInTheWay returns a foreign key for which the server would refuse to change a table or column that is to be changed.
func (p *planner) keyInTheWay(c schema.Change) (schema.Object, bool) {
	switch c.(type) {
	case schema.AlterColumn, schema.AlterTable:
	default:
		return schema.Object{}, false
	}
	if loses(p.Result, c) != "" && !p.destroy || p.refusal(c) != "" { // it is not run anyway
		return schema.Object{}, false
	}
	var conflict *schema.Conflict
	err := p.Result.Clone().Apply(c)
	ok := errors.As(err, &conflict) && conflict.Reason == schema.InUse && conflict.User.Kind == schema.ForeignKeyObject
	if !ok {
		return schema.Object{}, false
	}
	return conflict.User, true
}

// onlyAdds reports whether the labels that are there stay as they are.
func onlyAdds(e schema.AlterEnum) bool {
	from, to := schema.SplitLabels(e.From.Labels), schema.SplitLabels(e.To.Labels)
	for _, label := range to {
		if len(from) > 0 && from[0] == label {
			from = from[1:]
		}
	}
	return len(from) == 0
}

// remake creates an enum type again under its name, since labels cannot be removed or moved.
func (p *planner) remake(e schema.AlterEnum) {
	old := freeName(p.Result, e.From.Name+"_old")
	loses := ""
	if missing := lostLabels(e); len(missing) > 0 {
		loses = "values " + schema.QuoteLabels(missing) + " where rows have them: the statement then fails"
	}
	users := p.Result.UsersOf(e.From.Name)
	a := asideFor(p.Result, users, true)
	steps := append(a.drop, schema.RenameEnum{From: e.From.Name, To: old}, schema.CreateEnum{Enum: e.To})
	for _, u := range users {
		t := p.Result.Table(u.Table)
		to := t.Columns[t.Column(p.Result.Semantics, u.Name)]
		from := to
		from.Type.Name = old + strings.TrimPrefix(from.Type.Name, e.From.Name) // of an array
		steps = append(steps, schema.AlterColumn{Table: u.Table, Name: u.Name, From: from, To: to, Set: schema.PropType})
	}
	if loses != "" && allFit(p, steps) {
		loses = ""
	}
	p.both(loses, append(append(steps, a.restore...), schema.DropEnum{Name: old})...)
}

func lostLabels(e schema.AlterEnum) []string {
	to := schema.SplitLabels(e.To.Labels)
	return slices.DeleteFunc(schema.SplitLabels(e.From.Labels), func(l string) bool { return slices.Contains(to, l) })
}

func (p *planner) step(c schema.Change) { p.add(c, hold{loses: losesNow(p, c), alone: true}) }

// A hold is why a step may have to be blocked.
type hold struct {
	loses, refused string
	alone          bool   // it goes with no other
	first, note    string // SQL that runs before its own, and what is to be said of both
}

func (p *planner) add(c schema.Change, why hold) {
	sql, err := p.format.Format(c)
	if err != nil { // one name that the client program would change is no reason to leave all the rest
		sql, why.refused = nil, cmp.Or(why.refused, unwritable(c, err))
	}
	if fill, ok := fillOf(p, c); ok {
		sql, why.refused = append([]string{fill}, sql...), "the rows that are there have no value for it: complete the first of these lines, and run both"
	}
	if why.first != "" {
		sql = append([]string{why.first}, sql...)
	}
	why.refused = cmp.Or(why.refused, blockedByRows(p, c))
	why.refused = cmp.Or(why.refused, p.refusal(c))
	s := Step{
		Change: c, For: p.origin, SQL: sql, Loses: why.loses, Refused: why.refused, Note: cmp.Or(why.note, notes{p.Result, p.format}.of(c)),
		alone: why.alone, index: indexOf(p.Result, c),
	}
	if a, ok := c.(schema.AlterColumn); ok && a.Set&schema.PropType != 0 && why.loses == losesType(p.Result, a) {
		s.Stops = stops(p.Result.Semantics, a.From.Type, a.To.Type)
	}
	if a, ok := c.(schema.AlterColumn); ok && s.Loses != "" {
		s.SQL = append(mapsOf(p, a), s.SQL...)
		if !fits(p, c) {
			s.open = opensOf(p, a)
		}
		if r := knownRows(p, c); r != nil && s.Refused == "" {
			s.Note, s.Stops = r.said(), s.Stops && (r.N == 0 || r.Stops)
		}
	}
	if s.asked = fits(p, c); s.asked {
		s.Note = ""
	}
	if back := undoOf(p.Result, c); back != nil && reflect.DeepEqual(c, p.origin) {
		s.Undo, _ = p.format.Format(back) // what no statement makes is not promised
	}
	s.Blocked = s.Refused != "" || s.Loses != "" && !p.destroy
	if !s.Blocked {
		p.apply(&s)
	}
	p.Steps = append(p.Steps, s)
	p.wished(s)
}

// unwritable says why there is no SQL for a change.
func unwritable(c schema.Change, err error) string {
	if inner := errors.Unwrap(err); inner != nil { // the room says of what as well
		err = inner
	}
	return fmt.Sprintf("there is no SQL that repairs %s: %s", c.Object(), err)
}
