package rules

import (
	"errors"
	"maps"
	"slices"

	"assay/schema"
)

// A Script are statements that run one after the other: those of a revision, or a file's.
type Script struct {
	// Revision is what they make; empty: the file is of no revision.
	Revision   string
	Statements []*Statement
	// Parents are how many revisions it comes after, as far as that is known; several: it is a merge.
	Parents int
	// Net reports that they are what the revision amounted to, and not what it ran: how it went about it is not known.
	Net bool
	// Opaque are what it touches in ways that are not modelled: behind it nothing is known of them.
	Opaque []schema.Opaque
	// Passed reports that it is not to be judged: the others run on what it has made.
	Passed bool
}

// A Statement is one of a script.
type Statement struct {
	schema.Statement
	schema.Execution
	File string
	// Changes are what it does to the schema; none: it changes data, or is not understood.
	Changes []schema.Change
	// Unread says what of it is not understood; empty: it is.
	Unread string
	// Ignored are the rules that it is not to be held to.
	Ignored []Suppression
}

// A Walk goes through scripts with the schema that each statement meets. Rules see what was there before the statement.
type Walk struct {
	// Name is the engine: "mysql", "postgresql".
	Name   string
	Engine Engine
	// Before is the schema that the statement meets, and Start the one that its script met.
	Before, Start *schema.Schema
	Script        *Script
	At            int // of Script.Statements
	// Partial reports that there can be more in the database than Before has, since nobody knows what was there at first.
	Partial bool
	// Spaces are the schemas that Before has what stands in, their names and a point before those of tables, beside the one that names without a point are in.
	Spaces []string

	origin      *schema.Schema  // as the script met it; Start has the names that the script has given since
	made        map[string]bool // tables that the script has made, by key
	settings    map[string]string
	met         map[string]string // the settings that the script met
	transaction bool
	points      []point // that a ROLLBACK goes back to
	doubts      doubts
	history     history
	reckoned    *schema.Cost // the worst of the statement; nil: not reckoned yet
	found       []Finding
}

// NewWalk begins a walk at a schema, which the walk changes.
func NewWalk(engine string, e Engine, from *schema.Schema) *Walk {
	return &Walk{Name: engine, Engine: e, Before: from}
}

// Statement is the one that the walk is at.
func (w *Walk) Statement() *Statement { return w.Script.Statements[w.At] }

// New reports whether a table is made by the script itself, so that nobody uses it yet and nothing is in it.
func (w *Walk) New(table string) bool { return w.made[w.Before.Semantics.TableKey(table)] }

// Table is a table that was there when the script began, as the statement meets it; nil: there is none, or the script made it, so that nobody uses it yet.
// Where it may be there and nothing is known of it, as of another schema's, it is a table without columns.
func (w *Walk) Table(name string) *schema.Table {
	switch t := w.Before.Table(name); {
	case w.New(name):
		return nil
	case t == nil && (w.Partial || unseen(w, name)):
		return &schema.Table{Name: name}
	default:
		return t
	}
}

// InTransaction reports whether the statement runs between BEGIN and COMMIT, as the statements themselves say.
func (w *Walk) InTransaction() bool { return w.transaction }

// Pass goes through a script without judging it.
func (w *Walk) Pass(s *Script) { w.through(s, func() {}) }

// Judge goes through a script, and returns what is found in it, in the order of its statements.
func (w *Walk) Judge(s *Script) []Finding {
	w.found = nil
	w.through(s, w.statement)
	for _, r := range All {
		if r.Script != nil && r.On(w.Name) {
			w.take(r, r.Script(w))
		}
	}
	w.found = append(w.found, designed(w)...)
	w.found = append(w.found, unusedSuppressions(w)...)
	slices.SortStableFunc(w.found, func(a, b Finding) int { return a.Line - b.Line })
	return w.found
}

func (w *Walk) through(s *Script, visit func()) {
	w.Script, w.Start, w.At, w.made, w.met = s, w.Before.Clone(), 0, map[string]bool{}, maps.Clone(w.settings)
	w.origin = w.Start.Clone()
	w.history.script()
	for i, st := range s.Statements {
		w.At, w.reckoned = i, nil
		visit()
		w.apply(st)
		w.follow(st)
		w.set(st)
		followOpaque(w, st)
		undo(w, st)
		switch st.Verb {
		case "BEGIN":
			w.transaction = true
		case "COMMIT", "ROLLBACK":
			w.transaction = false
		}
	}
	doubtOf(w, s.Opaque)
}

// set keeps what a SET sets, for the statements behind it.
func (w *Walk) set(st *Statement) {
	if st.Verb != "SET" {
		return
	}
	if w.settings == nil {
		w.settings = map[string]string{}
	}
	w.settings[st.Setting] = st.Value
}

// again goes once more through the script that the walk has come to the end of, for what can be judged only when all of it is known.
func (w *Walk) again(visit func(v *Walk)) {
	v := NewWalk(w.Name, w.Engine, w.origin.Clone())
	v.Partial, v.Spaces, v.settings = w.Partial, w.Spaces, maps.Clone(w.met)
	v.through(w.Script, func() { visit(v) })
}

// apply makes the changes of a statement. Where one cannot be made, the schema is not known so far, or the server skips it.
func (w *Walk) apply(st *Statement) {
	changed := len(st.Changes) > 0
	for _, c := range st.Changes {
		if rename, ok := c.(schema.RenameTable); ok {
			renameKnown(w, rename)
			continue
		}
		if create, ok := c.(schema.CreateTable); ok && w.Start.Table(create.Table.Name) == nil {
			w.made[w.Before.Semantics.TableKey(create.Table.Name)] = true
		}
		err := w.Before.Apply(c)
		for n := 0; st.Cascade && err != nil && n < mostDependants; n++ {
			if !cascade(w, err) {
				break
			}
			err = w.Before.Apply(c)
		}
		if err != nil && guess(w, c) {
			err = nil
		}
		if from, to, ok := columnRename(c); ok && err == nil && !w.New(c.Object().Table) {
			_ = w.Start.Apply(schema.RenameColumn{Table: c.Object().Table, From: from, To: to}) // where it was not there, the script made it
		}
		w.doubts.change(c, err)
		changed = changed && err == nil
	}
	noteBeside(w, st, changed)
	if len(st.Changes) == 0 || st.Unread != "" {
		w.doubts.statement(st)
	}
}

// renameKnown gives a table its new name, in what the script began with as well: it is the same table.
func renameKnown(w *Walk, c schema.RenameTable) {
	m := w.Before.Semantics
	_ = w.Before.Apply(c) // what is not known, there or here, has no name to change
	_ = w.Start.Apply(c)
	w.made[m.TableKey(c.To)] = w.made[m.TableKey(c.From)]
	delete(w.made, m.TableKey(c.From))
}

// columnRename reads a change that gives a column another name.
func columnRename(c schema.Change) (from, to string, ok bool) {
	switch c := c.(type) {
	case schema.RenameColumn:
		return c.From, c.To, true
	case schema.AlterColumn:
		return c.Name, c.To.Name, c.Set&schema.PropName != 0
	}
	return "", "", false
}

// mostDependants bounds what goes with an object by CASCADE.
const mostDependants = 1000

// cascade drops what blocks a change.
func cascade(w *Walk, err error) bool {
	var k *schema.Conflict
	if !errors.As(err, &k) || k.Reason != schema.InUse {
		return false
	}
	switch k.User.Kind {
	case schema.ForeignKeyObject:
		return w.Before.Apply(schema.DropForeignKey{Table: k.User.Table, Name: k.User.Name}) == nil
	case schema.ColumnObject:
		return w.Before.Apply(schema.DropColumn{Table: k.User.Table, Column: k.User.Name}) == nil
	case schema.TableObject, schema.IndexObject, schema.CheckObject, schema.EnumObject:
	}
	return false
}

func (w *Walk) statement() {
	for _, r := range All {
		if r.Statement != nil && r.On(w.Name) {
			w.take(r, r.Statement(w))
		}
	}
}

// take completes what a rule found, unless a comment says that it does not matter.
func (w *Walk) take(r *Rule, found []Finding) {
	for _, f := range found {
		f.Rule, f.Severity, f.Revision = r.Name, min(f.Severity, r.Severity), w.Script.Revision
		if f.File == "" && len(w.Script.Statements) > 0 {
			f.File, f.Line, f.Statement = w.Statement().File, w.Statement().Line, w.Statement().Text
		}
		if !suppressed(w, r.Name, f.Line) {
			w.found = append(w.found, f)
		}
	}
}

func suppressed(w *Walk, rule string, line int) bool {
	hit := false
	for _, st := range w.Script.Statements {
		for i := range st.Ignored {
			if s := &st.Ignored[i]; st.Line == line && s.Rule == rule && s.Reason != "" {
				s.used, hit = true, true
			}
		}
	}
	return hit
}

// unusedSuppressions are the suppressions that suppress nothing, or say no reason.
func unusedSuppressions(w *Walk) []Finding {
	var found []Finding
	for _, st := range w.Script.Statements {
		for _, s := range st.Ignored {
			if f, ok := judgeSuppression(s); ok {
				f.File, f.Line, f.Revision = s.File, s.Line, w.Script.Revision
				found = append(found, f)
			}
		}
	}
	return found
}

// eachChange collects what a function finds in the changes of the statement.
func (w *Walk) eachChange(judge func(schema.Change) (Finding, bool)) []Finding {
	var found []Finding
	for _, c := range w.Statement().Changes {
		if passedOver(w.Before, c) {
			continue
		}
		if f, ok := judge(c); ok {
			found = append(found, f)
		}
	}
	return found
}

// execution is how the statement goes about what it does, with all that its text does not say.
func (w *Walk) execution() schema.Execution {
	m := w.Statement().Execution
	m.Beside, m.Session = w.Statement().Changes, w.settings
	return m
}

// costs are what a change does to those who use tables that were there before the script; none: nobody notices. A nil change: what the statement does beside
// its changes.
func (w *Walk) costs(c schema.Change) []schema.Cost {
	var all []schema.Cost
	for _, cost := range w.Engine.Cost(w.Before, c, w.execution()) {
		if w.Table(cost.Table) != nil {
			all = append(all, cost)
		}
	}
	return all
}

// worst is the worst that any part of the statement does to those who use a table that was there before the script; the zero Cost: nobody notices.
func (w *Walk) worst() schema.Cost {
	if w.reckoned == nil {
		worst := worstCost(w)
		w.reckoned = &worst
	}
	return *w.reckoned
}

func worstCost(w *Walk) schema.Cost {
	var worst schema.Cost
	for _, c := range append(slices.Clone(w.Statement().Changes), nil) {
		for _, cost := range w.costs(c) {
			if worst.Table == "" || cost.Work > worst.Work {
				worst = cost
			}
		}
	}
	return worst
}
