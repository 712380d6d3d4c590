package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/drift"
	"assay/expected"
	"assay/fixup"
	"assay/rules"
	"assay/schema"
)

// A road leads through an upgrade step by step. Between its steps of SQL, Alembic is run.
type road struct {
	steps []step
	state *schema.Schema // where the road has come to
	at    int            // the place in the target's chain that is stamped there
	back  []schema.Blocker
	// end says why the road ends before the target, where what is left is for people to do; empty: it does not.
	end string
	// why says of what was set aside what it was in the way of.
	why map[schema.Object]string
}

// A step is SQL to run, then the revision to upgrade to; either may be missing.
type step struct {
	title string
	part  fixup.Part
	// drops and backs are statements besides the part's changes, for what no change says: before them, and behind them.
	drops, backs []string
	upgrade      string
}

// road finds a safe way to the target: it cures the stamp, makes up for what is missing, takes out of the way what stops the upgrade and puts it back,
// and goes around revisions whose changes are there already.
func (s *survey) road(a *assessment) (*road, error) {
	f := a.forecast
	if why := a.unreachable(); why != "" {
		return nil, fmt.Errorf("%s: %s", a.tree, why)
	}
	r := &road{state: s.db.Schema.Clone(), at: f.start.At, why: map[schema.Object]string{}}
	if err := s.prepare(a, r); err != nil {
		return nil, err
	}
	for r.at < f.target.At && r.end == "" {
		if err := s.leg(a, r); err != nil {
			return nil, err
		}
	}
	if r.end != "" {
		return r, nil
	}
	return r, s.arrive(a, r)
}

// unreachable says why no road can lead to the target; empty: one can.
func (a *assessment) unreachable() string {
	f := a.forecast
	switch {
	case f.from > f.target.At:
		return f.refuses
	case a.orphan:
		return "nothing but types is left of it: drop them, and let Alembic begin with the first revision"
	case f.start.At < 0:
		return "nothing says where in the target's history the database is"
	case a.verdict() == drift.Newer && a.newest() == "":
		return "its stamp is newer than this history: take that of a newer checkout"
	case a.verdict() == drift.Newer:
		return "its stamp is of a newer release than assay knows: take that release's scripts, or those of a later one"
	}
	if view := a.viewInTheWay(); view != "" {
		return view + ", and what it is made of is not for a script to change: make a table of it, or change by hand what the revisions change"
	}
	if !a.elsewhere() {
		return ""
	}
	lost, by := a.beyond(f.target.Chain)
	if len(lost) == 0 {
		return ""
	}
	return fmt.Sprintf("the schema is newer than the target by %s (%s): nothing leads back without losing %s; take a release that has them",
		english.Plural(len(by), "revision", ""), some(by), parts(lost))
}

// elsewhere reports whether the one stamp is of a revision that the target does not have, and the schema of another lineage.
func (a *assessment) elsewhere() bool {
	f := a.forecast
	if len(a.stamp.Revisions) != 1 || f.from >= 0 || f.refuses == "" || a.stamp.shadow.Table != "" || a.stamp.shared {
		return false
	}
	line := slices.Index(a.history.Chains, f.target.Chain)
	return !slices.ContainsFunc(a.matches[0].Places, func(p place) bool { return slices.Contains(p.Lines, line) })
}

// viewInTheWay says what it is that stands where a table should which a revision on the way changes; empty: there is none.
func (a *assessment) viewInTheWay() string {
	f := a.forecast
	for _, r := range f.target.Chain.Revisions[min(f.start.At, f.target.At)+1 : f.target.At+1] {
		for _, c := range r.Changes {
			table := c.Object().Table
			if _, creates := c.(schema.CreateTable); creates || table == "" || a.got.Table(table) != nil {
				continue
			}
			if v, ok := a.got.View(table); ok && v.Unalterable() {
				return v.Name + " is a " + v.Kind
			}
		}
	}
	return ""
}

// some names the first of many revisions.
func some(ids []string) string {
	const few = 4
	if len(ids) <= few {
		return strings.Join(ids, ", ")
	}
	return strings.Join(ids[:few-1], ", ") + " …"
}

// beyond returns the columns that are there of revisions that a chain does not have, as what would have to be dropped, and those revisions.
func (a *assessment) beyond(c *expected.Chain) (columns []schema.Change, by []string) {
	for _, t := range a.got.SortedTables() {
		for _, col := range t.Columns {
			made := a.history.Known(schema.Object{Kind: schema.ColumnObject, Table: t.Name, Name: col.Name})
			if len(made) == 0 || slices.ContainsFunc(made, func(r *expected.Revision) bool { return indexOf(c, r.ID) >= 0 }) {
				continue
			}
			columns = append(columns, schema.DropColumn{Table: t.Name, Column: col.Name})
			if id := made[0].ID; !slices.Contains(by, id) {
				by = append(by, id)
			}
		}
	}
	return columns, by
}

// prepare is the first step: what is wrong now, and the stamp.
func (s *survey) prepare(a *assessment, r *road) error {
	first := step{title: "repair what is missing", part: fixup.Part{Plan: &fixup.Plan{}, Why: a.why}}
	if err := s.into(r, &first, slices.DeleteFunc(a.serious(), a.seenTo), s.destroy); err != nil {
		return err
	}
	if a.reading.Verdict != drift.Agrees || a.stamp.shadow.Table != "" {
		sql, err := s.stampSQL(a)
		if err != nil {
			return err
		}
		first.part.Stamp, first.part.StampWhy = append(sql, s.tableSQL(a)...), "the stamp, which is then true (the same as: "+alembicStamp(a.target.Revision().ID)+")"
	}
	wider, why, err := s.widen(a, a.stored()...)
	if err != nil {
		return err
	}
	if len(wider) > 0 && !a.stamp.shared && len(first.part.Stamp) == 0 {
		first.part.Stamp, first.part.StampWhy = wider, why
	} else if len(wider) > 0 && !a.stamp.shared {
		first.part.StampWhy += "; " + why
	}
	if len(first.part.Plan.Steps) == 0 {
		first.title = "set the stamp right"
		if len(first.part.Stamp) == len(wider) {
			first.title = "make room for the ids of the revisions to come"
		}
	}
	r.put(first)
	return nil
}

// seenTo reports whether a later leg sees to what a change would mend now: a default of one's own is set aside and comes back, and numbers become
// text when a revision is to make an enumeration of them.
func (a *assessment) seenTo(c schema.Change) bool {
	alter, ok := c.(schema.AlterColumn)
	if !ok {
		return false
	}
	if alter.From.Default != "" && alter.To.Default == "" {
		return !slices.ContainsFunc(a.findings, func(f rules.Finding) bool {
			return f.Severity > rules.Info && f.Rule != "default" && schema.HasChange(f.Fix, c)
		})
	}
	return fixup.IsNumber(alter.From.Type) && slices.ContainsFunc(a.forecast.pending(), func(r *expected.Revision) bool { return altersItself(r, c) })
}

// into plans changes as the next part of a step, and goes to where they lead. What the server refuses as things are, be it for a key's length or a row's,
// is held.
func (s *survey) into(r *road, to *step, changes []schema.Change, destroy bool) error {
	var held error
	changes = slices.DeleteFunc(slices.Clone(changes), func(c schema.Change) bool {
		refusal := s.room.Refusal(r.state, c)
		gone := func(b schema.Blocker) bool { return b.Gone != "" }
		if refusal == nil || refusal.Conflict != nil || len(refusal.Blockers) > 0 && !slices.ContainsFunc(refusal.Blockers, gone) {
			return false // nothing, or what the plan goes around
		}
		held = errors.Join(held, s.hold(to, c, refusal))
		return true
	})
	if held != nil {
		return held
	}
	plan, err := fixup.Make(r.state, changes, s.room, destroy)
	if err != nil {
		return err
	}
	to.part.Plan.Steps = append(to.part.Plan.Steps, plan.Steps...)
	r.state = plan.Result
	return nil
}

// hold writes down a change that the server refuses as things are, for the administrator to make it when they are not.
func (s *survey) hold(to *step, c schema.Change, refusal *schema.Refusal) error {
	sql, err := s.room.Format(c)
	if err != nil {
		return err
	}
	to.part.Plan.Steps = append(to.part.Plan.Steps, fixup.Step{Change: c, For: c, SQL: sql, Refused: "the server refuses it: " + refusal.Error(), Held: true})
	return nil
}

func (r *road) put(s step) {
	if len(s.part.Plan.Steps)+len(s.part.Stamp)+len(s.drops)+len(s.backs) > 0 || s.upgrade != "" {
		r.steps = append(r.steps, s)
	}
}

// leg goes on as far as Alembic comes by itself once what blocks it is out of the way, and past the revision at which it would stop then.
func (s *survey) leg(a *assessment, r *road) error {
	chain := a.forecast.target.Chain
	start := r.state
	aside := step{title: "take out of the way what stops the upgrade", part: fixup.Part{Plan: &fixup.Plan{}}}
	aside.part.Why = func(st fixup.Step) string { return cmp.Or(r.why[st.For.Object()], a.why(st)) }
	for {
		state := start.Clone()
		next, refusal, change := follow(state, chain.Revisions[r.at+1:a.forecast.target.At+1], s.room.Refusal)
		if s.clear(a, start, change, refusal, &aside, r) {
			continue
		}
		r.put(aside)
		r.state, r.at = state, r.at+next
		if next > 0 {
			r.put(step{part: fixup.Part{Plan: &fixup.Plan{}}, upgrade: a.alembicUpgrade(chain.Revisions[r.at])})
		}
		switch {
		case refusal != nil:
			return s.past(a, r, refusal)
		case change != nil: // the room would run it, and it cannot be played through
			return fmt.Errorf("%s: no way leads past %s, which changes %s: please report this", a.tree, chain.Revisions[r.at+1].ID, change.Object())
		}
		return nil
	}
}

// follow runs revisions until the server refuses a statement; it returns how many are done. A statement that makes an enumeration of a number is
// taken for refused: the server runs it, and takes 1 for the first label.
func follow(s *schema.Schema, revisions []*expected.Revision, refuse drift.Refuser) (int, *schema.Refusal, schema.Change) {
	for i, r := range revisions {
		before := s.Clone()
		for _, c := range r.Changes {
			refusal := refuse(s, c)
			if numbers, ok := throughText(s, c); refusal == nil && ok {
				refusal = &schema.Refusal{Text: "the server takes a number as a position, so that 1 becomes the first value; a text keeps its meaning"}
				refusal.Blockers = []schema.Blocker{{What: "a number", Drop: numbers}}
			}
			if refusal == nil && s.Apply(c) == nil {
				continue
			}
			*s = *before
			return i, refusal, c
		}
	}
	return len(revisions), nil, nil
}

// throughText returns the change that makes text of a column of numbers that a statement makes an enumeration of.
func throughText(s *schema.Schema, c schema.Change) (schema.Change, bool) {
	a, ok := c.(schema.AlterColumn)
	t := s.Table(a.Table)
	if !ok || t == nil || a.Set&schema.PropType == 0 || a.To.Type.Labels() == nil {
		return nil, false
	}
	i := t.Column(s.Semantics, a.Name)
	if i < 0 || !fixup.IsNumber(t.Columns[i].Type) || !s.Semantics.Miscounts(a.To.Type.Labels()) {
		return nil, false
	}
	to := t.Columns[i]
	to.Type = schema.Type{Name: "varchar", Args: "255"}
	return schema.AlterColumn{Table: a.Table, Name: t.Columns[i].Name, From: t.Columns[i], To: to, Set: schema.PropType}, true
}

// clear sets aside what is in the way of a statement in the schema that a leg starts from, and remembers to put it back. It reports whether that
// was any use.
func (s *survey) clear(a *assessment, start *schema.Schema, c schema.Change, refusal *schema.Refusal, to *step, r *road) bool {
	stuck := func(b schema.Blocker) bool { return b.Drop == nil && len(b.DropSQL) == 0 || a.ours(b.Drop) }
	if refusal == nil || len(refusal.Blockers) == 0 || slices.ContainsFunc(refusal.Blockers, stuck) {
		return false
	}
	for _, b := range refusal.Blockers {
		if b.Drop == nil {
			start.Opaque = slices.DeleteFunc(slices.Clone(start.Opaque), func(o schema.Opaque) bool {
				view := strings.HasSuffix(o.Kind, "view") // which stands here once for each table that it is made of
				return o.Kind == b.Opaque.Kind && o.Name == b.Opaque.Name && o.Space == b.Opaque.Space && (view || o.Table == b.Opaque.Table)
			})
			to.drops = append(to.drops, fixup.Comment(b.What+" is in the way of "+c.Object().String()))
			for _, sql := range b.DropSQL {
				to.drops = append(to.drops, sql+";")
			}
		} else {
			plan, err := fixup.Make(start, []schema.Change{b.Drop}, s.room, true)
			if err != nil {
				return false // what is not there in the leg's beginning cannot be set aside: the revision is gone around
			}
			*start = *plan.Result
			if b.Gone != "" {
				for i := range plan.Steps {
					plan.Steps[i].Undo = nil // which the server would refuse
				}
			}
			r.why[b.Drop.Object()] = fmt.Sprintf("%s is in the way of %s: %s", b.What, c.Object(), refusal.Text)
			to.part.Plan.Steps = append(to.part.Plan.Steps, plan.Steps...)
		}
		r.back = append(r.back, b)
	}
	return true
}

// ours reports whether what would be dropped is no administrator's own, but an index that a revision makes.
func (a *assessment) ours(drop schema.Change) bool {
	x, ok := drop.(schema.DropIndex)
	return ok && len(a.history.Known(x.Object())) > 0
}

// past goes around the revision at which Alembic stops: what is not there of it yet is made by hand, and the revision stamped.
func (s *survey) past(a *assessment, r *road, refusal *schema.Refusal) error {
	p := expected.Position{Chain: a.forecast.target.Chain, At: r.at + 1}
	want, err := p.Schema(a.got.Semantics)
	if err != nil {
		return err
	}
	id := p.Revision().Own()
	around := step{title: fmt.Sprintf("go around %s, at which Alembic would stop (%s)", id, refusal.Error())}
	around.part.Plan = &fixup.Plan{}
	around.part.Why = func(fixup.Step) string { return "what " + id + " makes" }
	for _, c := range s.lacks(a, r, p.Revision(), want) {
		// What the revision alters, it alters whatever that costs; what it adds, and somebody has added otherwise, is somebody's own.
		if err := s.into(r, &around, []schema.Change{c}, s.destroy || altersItself(p.Revision(), c)); err != nil {
			return err
		}
	}
	from := p.Chain.Revisions[r.at].ID
	around.part.Stamp = s.moveStamp(a, r, from, p.Revision().ID)
	around.part.StampWhy = "the same as: " + alembicStamp(p.Revision().ID)
	if left := s.matters(a, p, s.lacks(a, r, p.Revision(), want), want, r); len(left) > 0 {
		around.part.StampHeld = "what " + id + " makes is not there (" + parts(left) + "), and Alembic would never make it"
		r.end = "deal with what is reported above, and run assay preflight --sql again"
	}
	r.put(around)
	r.at++
	return nil
}

// lacks are the changes that make what a revision touches as it is wanted.
func (s *survey) lacks(a *assessment, r *road, revision *expected.Revision, want *schema.Schema) []schema.Change {
	return slices.DeleteFunc(drift.Compare(withOptions(want.Clone(), s.siblings()), s.ofTree(a, r.state)), func(c schema.Change) bool {
		return !touchedBy(a.history.Names, revision, c.Object()) || onlyDrops([]schema.Change{c})
	})
}

// matters are those changes of which not to make them is no choice of the administrator's.
func (s *survey) matters(a *assessment, p expected.Position, changes []schema.Change, want *schema.Schema, r *road) []schema.Change {
	here := &assessment{tree: a.tree, history: a.history, usage: a.usage, target: p, want: want, got: s.ofTree(a, r.state)}
	found := rules.Check(here.pass(), changes)
	return slices.DeleteFunc(changes, func(c schema.Change) bool {
		return !slices.ContainsFunc(found, func(f rules.Finding) bool { return f.Severity > rules.Info && schema.HasChange(f.Fix, c) })
	})
}

// touchedBy reports whether a revision makes or changes the object.
func touchedBy(names schema.Semantics, r *expected.Revision, o schema.Object) bool {
	return slices.ContainsFunc(r.Changes, func(c schema.Change) bool {
		on := c.Object()
		if create, ok := c.(schema.CreateTable); ok {
			return names.TableKey(create.Table.Name) == names.TableKey(o.Table)
		}
		return on.Kind == o.Kind && names.TableKey(on.Table) == names.TableKey(o.Table) && (names.SameName(on.Name, o.Name) || o.Kind == schema.IndexObject)
	})
}

// altersItself reports whether a revision alters the very column or type.
func altersItself(r *expected.Revision, c schema.Change) bool {
	return slices.ContainsFunc(r.Changes, func(own schema.Change) bool {
		switch own.(type) {
		case schema.AlterColumn, schema.AlterEnum:
			return own.Object() == c.Object()
		}
		return false
	})
}

// moveStamp sets the stamp from one revision to the next. Once Alembic has run, its table has the tree's name.
func (s *survey) moveStamp(a *assessment, r *road, from, to string) []string {
	table := s.versionTable(a)
	if table == a.history.SharedTable && slices.ContainsFunc(r.steps, func(s step) bool { return s.upgrade != "" }) {
		table = a.history.VersionTable
	}
	if was, is := strings.Split(from, "+"), strings.Split(to, "+"); len(was)+len(is) > 2 {
		return s.rows(table, was, is)
	}
	return []string{fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = %s", s.room.Quote(table), s.room.Quote("version_num"), s.room.Literal(to), s.room.Quote("version_num"), s.room.Literal(from))}
}

// arrive is the last step: what was set aside comes back, and what still differs from a fresh install is made up for.
func (s *survey) arrive(a *assessment, r *road) error {
	end, err := s.end(a, r.state)
	if err != nil {
		return err
	}
	changes := end.serious()
	last := step{title: "put back what was set aside, and repair what still differs from a fresh install", part: fixup.Part{Plan: &fixup.Plan{}, Why: end.why}}
	for _, b := range slices.Backward(r.back) {
		switch {
		case b.Back != nil:
			changes = append(changes, b.Back)
		case b.Gone != "":
			last.backs = append(last.backs, fixup.Comment(b.What+" is not put back: "+b.Gone))
		case b.Drop != nil:
		case len(b.BackSQL) == 0:
			last.backs = append(last.backs, fixup.Comment("create "+b.What+" again: its definition could not be read"))
		default:
			last.backs = append(last.backs, fixup.Comment(b.What+" again"))
		}
		for _, sql := range b.BackSQL {
			last.backs = append(last.backs, sql+";")
		}
	}
	if err := s.into(r, &last, changes, s.destroy); err != nil {
		return err
	}
	r.put(last)
	return nil
}
