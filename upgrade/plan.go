package upgrade

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/audit"
	"assay/drift"
	"assay/expected"
	"assay/fixup"
	"assay/rules"
	"assay/schema"
)

// A plan leads through an upgrade stage by stage. Between its stages of SQL, Alembic is run.
type plan struct {
	stages []stage
	// end says why the plan ends before the target, where what is left is for people to do; empty: it does not.
	end string
	// state is the schema to which the plan leads, at the place in the target's chain that is stamped there, and rest what a fresh install has otherwise;
	// mild: none of that matters.
	state *schema.Schema
	at    int
	rest  []schema.Change
	mild  bool
}

// A stage is SQL to run, then the revision to upgrade to; either may be missing.
type stage struct {
	title string
	part  fixup.Part
	// drops and backs are statements beside the part's changes, for what no change says: before them, and after them.
	drops, backs []string
	upgrade      string
	loses        string // what that run drops; empty: nothing
	// state and at are as in [plan], once the stage is done.
	state *schema.Schema
	at    int
}

// A planner plans one tree's upgrade.
type planner struct {
	*Forecast
	made  plan
	state *schema.Schema // where the plan has come to
	at    int            // the place in the target's chain that is stamped there
	back  []schema.Blocker
	// why says of what was set aside what it blocked.
	why map[schema.Object]string
}

// plan finds a safe way to the target: it cures the stamp, repairs what is missing, takes out of the way what stops the upgrade and puts it back,
// and goes around revisions whose changes are there already.
func (f *Forecast) plan() (*plan, error) {
	if why := f.unreachable(); why != "" {
		return nil, fmt.Errorf("%s: %s", f.Name, why)
	}
	r := &planner{Forecast: f, state: f.of.DB.Schema.Clone(), at: f.Start.At, why: map[schema.Object]string{}}
	if err := r.prepare(); err != nil {
		return nil, err
	}
	for r.at < f.To.At && r.made.end == "" {
		if err := r.stage(); err != nil {
			return nil, err
		}
	}
	if r.made.end == "" {
		if err := r.arrive(); err != nil {
			return nil, err
		}
	}
	r.made.sayOnce()
	r.made.state, r.made.at = r.state, r.at
	return &r.made, remains(r)
}

// unreachable says why no plan can lead to the target; empty: one can.
func (f *Forecast) unreachable() string {
	switch {
	case f.From > f.To.At:
		return f.Refuses
	case f.Orphan:
		return "nothing but types is left of it: drop them, and let Alembic begin with the first revision"
	case f.Start.At < 0 && !f.AtBase:
		return "nothing says where in the target's history the database is"
	case f.Verdict() == drift.Newer && f.Newest() == "":
		return "its stamp is newer than this history: take that of a newer checkout"
	case f.Verdict() == drift.Newer:
		return "its stamp is of a newer release than assay knows: take that release's scripts, or those of a later one"
	}
	if view := f.viewInTheWay(); view != "" {
		return view + ", and what it is made of is not for a script to change: make a table of it, or change by hand what the revisions change"
	}
	if !f.elsewhere() {
		return ""
	}
	lost, by := f.beyond(f.To.Chain)
	if len(lost) == 0 {
		return ""
	}
	return fmt.Sprintf("the schema is newer than the target by %s (%s): nothing leads back without losing %s; take a release that has them",
		english.Plural(len(by), "revision", ""), some(by), audit.Parts(lost))
}

// elsewhere reports whether the one stamp is of a revision that the target does not have, and the schema of another lineage.
func (f *Forecast) elsewhere() bool {
	if len(f.Stamp.Revisions) != 1 || f.From >= 0 || f.Refuses == "" || f.Stamp.Shadow.Table != "" || f.Stamp.Shared {
		return false
	}
	line := slices.Index(f.History.Chains, f.To.Chain)
	return !slices.ContainsFunc(f.Matches[0].Places, func(p audit.Place) bool { return slices.Contains(p.Lines, line) })
}

// viewInTheWay says what it is that stands where a table should which a revision on the way changes; empty: there is none.
func (f *Forecast) viewInTheWay() string {
	for _, r := range f.To.Chain.Revisions[min(f.Start.At, f.To.At)+1 : f.To.At+1] {
		for _, c := range r.Changes {
			table := c.Object().Table
			if _, creates := c.(schema.CreateTable); creates || table == "" || f.Got.Table(table) != nil {
				continue
			}
			if v, ok := f.Got.View(table); ok && v.Unalterable() {
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
func (f *Forecast) beyond(c *expected.Chain) (columns []schema.Change, by []string) {
	for _, t := range f.Got.SortedTables() {
		for _, col := range t.Columns {
			made := f.History.Known(schema.Object{Kind: schema.ColumnObject, Table: t.Name, Name: col.Name})
			if len(made) == 0 || slices.ContainsFunc(made, func(r *expected.Revision) bool { return c.Index(r.ID) >= 0 }) {
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

// prepare is the first stage: what is wrong now, and the stamp.
func (r *planner) prepare() error {
	first := stage{title: "repair what is missing", part: fixup.Part{Plan: &fixup.Plan{}, Why: r.Why}}
	r.into(&first, r.Together(r.state, slices.DeleteFunc(serious(r.Tree), r.seenTo)), r.of.Destroy)
	if !r.AtBase && (r.Reading.Verdict != drift.Agrees || r.Stamp.Shadow.Table != "") {
		sql, err := r.Stamper().SQL()
		if err != nil {
			return err
		}
		first.part.Stamp, first.part.StampWhy = append(sql, r.Stamper().TableSQL()...), "the stamp, which is then true (the same as: "+audit.AlembicStamp(r.Judged.Target.Revision().ID)+")"
	}
	wider, why, err := r.Stamper().Widen(r.Stored()...)
	if err != nil {
		return err
	}
	if len(wider) > 0 && !r.Stamp.Shared && len(first.part.Stamp) == 0 {
		first.part.Stamp, first.part.StampWhy = wider, why
	} else if len(wider) > 0 && !r.Stamp.Shared {
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

// seenTo reports whether a later stage sees to what a change would mend now: a default of one's own is set aside and comes back, and numbers become
// text when a revision is to make an enumeration of them.
func (r *planner) seenTo(c schema.Change) bool {
	alter, ok := c.(schema.AlterColumn)
	if !ok {
		return false
	}
	if alter.From.Default != "" && alter.To.Default == "" {
		return !slices.ContainsFunc(r.Findings, func(f rules.Finding) bool {
			return f.Severity > rules.Info && f.Rule != "default" && schema.HasChange(f.Fix, c)
		})
	}
	return fixup.IsNumber(alter.From.Type) && slices.ContainsFunc(r.pending(), func(r *expected.Revision) bool { return audit.AltersItself(r, c) })
}

// into plans changes as the next part of a step, and goes to where they lead.
func (r *planner) into(to *stage, changes []schema.Change, destroy bool) {
	plan := fixup.MakeKnowing(r.of.Rows, r.state, changes, r.of.Room, destroy)
	to.part.Plan.Steps = append(to.part.Plan.Steps, plan.Steps...)
	r.state = plan.Result
}

func (r *planner) put(s stage) {
	if !s.empty() {
		s.state, s.at = r.state, r.at
		r.made.stages = append(r.made.stages, s)
	}
}

// stage goes on as far as Alembic comes by itself once what blocks it is out of the way, and past the revision at which it would stop then.
func (r *planner) stage() error {
	chain := r.To.Chain
	start := r.state
	aside := stage{title: "take out of the way what stops the upgrade", part: fixup.Part{Plan: &fixup.Plan{}}}
	aside.part.Why = func(st fixup.Step) string { return cmp.Or(r.why[st.For.Object()], r.Why(st)) }
	for {
		state := start.Clone()
		next, refusal, change := follow(state, chain.Revisions[r.at+1:r.To.At+1], r.of.Room.Refusal)
		if r.clear(start, change, refusal, &aside) {
			continue
		}
		r.put(aside)
		run := chain.Revisions[r.at+1 : r.at+1+next]
		loses, err := r.losses(start, run)
		if err != nil {
			return err
		}
		r.state, r.at = state, r.at+next
		if next > 0 {
			r.put(stage{part: fixup.Part{Plan: &fixup.Plan{}}, upgrade: audit.AlembicUpgrade(r.History, chain.Revisions[r.at]), loses: loses})
		}
		switch {
		case refusal != nil:
			return r.past(refusal)
		case change != nil: // the room would run it, and it cannot be played through
			return fmt.Errorf("%s: no way leads past %s, which changes %s: please report this", r.Name, chain.Revisions[r.at+1].ID, change.Object())
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

// clear sets aside what blocks a statement in the schema that a stage starts from, and remembers to put it back. It reports whether that
// was any use.
func (r *planner) clear(start *schema.Schema, c schema.Change, refusal *schema.Refusal, to *stage) bool {
	stuck := func(b schema.Blocker) bool { return b.Drop == nil && len(b.DropSQL) == 0 || r.ours(b.Drop) }
	if refusal == nil || len(refusal.Blockers) == 0 || slices.ContainsFunc(refusal.Blockers, stuck) {
		return false
	}
	for _, b := range refusal.Blockers {
		if b.Drop == nil {
			start.Opaque = slices.DeleteFunc(slices.Clone(start.Opaque), func(o schema.Opaque) bool {
				view := strings.HasSuffix(o.Kind, "view") // which stands here once for each table that it is made of
				return o.Kind == b.Opaque.Kind && o.Name == b.Opaque.Name && o.Space == b.Opaque.Space && (view || o.Table == b.Opaque.Table)
			})
			to.drops = append(to.drops, fixup.Comment(b.What+" blocks the change of "+c.Object().String()))
			for _, sql := range b.DropSQL {
				to.drops = append(to.drops, sql+";")
			}
		} else {
			plan := fixup.Make(start, []schema.Change{b.Drop}, r.of.Room, true)
			if plan.Refused() {
				return false // what is not there in the stage's beginning cannot be set aside: the revision is gone around
			}
			*start = *plan.Result
			if b.Gone != "" {
				for i := range plan.Steps {
					plan.Steps[i].Undo = nil // which the server would refuse
				}
			}
			r.why[b.Drop.Object()] = fmt.Sprintf("%s blocks the change of %s: %s", b.What, c.Object(), refusal.Text)
			to.part.Plan.Steps = append(to.part.Plan.Steps, plan.Steps...)
		}
		r.back = append(r.back, b)
	}
	return true
}

// ours reports whether what would be dropped is no administrator's own, but an index that a revision makes.
func (r *planner) ours(drop schema.Change) bool {
	x, ok := drop.(schema.DropIndex)
	return ok && len(r.History.Known(x.Object())) > 0
}

// arrive is the last step: what was set aside comes back, and what still differs from a fresh install is made up for.
func (r *planner) arrive() error {
	end, err := r.end(r.state)
	if err != nil {
		return err
	}
	changes := append(serious(end), olden(r, end)...)
	last := stage{title: "put back what was set aside, and repair what still differs from a fresh install", part: fixup.Part{Plan: &fixup.Plan{}, Why: end.Why}}
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
	r.into(&last, changes, r.of.Destroy)
	r.put(last)
	return nil
}
