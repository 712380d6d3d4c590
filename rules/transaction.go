package rules

import (
	"slices"

	"assay/schema"
)

// A history is what earlier statements mean for later ones, beside the schema that they made.
type history struct {
	spent    map[int][]schema.Cost // by the statement of the script, on tables that were there before it
	said     map[string]bool       // what is said once of a script
	opened   int                   // the statement of the script with which the transaction began; 0: before the script
	added    []addition            // by the transaction
	types    map[string]bool       // that the transaction has made
	timeouts bool                  // the scripts say how long a statement waits for a lock
	drops    map[string]int        // how often a statement to come drops a type
}

// An addition is a label that the transaction has added to a type.
type addition struct {
	schema.AlterEnum
	withheld bool // the transaction cannot use it
}

// script begins a script.
func (h *history) script() { h.spent, h.said, h.opened = map[int][]schema.Cost{}, map[string]bool{}, 0 }

// Foresee tells the walk what is to come, for rules that ask what a history does anywhere.
func (w *Walk) Foresee(all []*Script) {
	w.history.drops = map[string]int{}
	for _, s := range all {
		w.history.timeouts = w.history.timeouts || setsTimeoutFirst(s)
		for _, st := range s.Statements {
			w.history.dropped(st, 1)
		}
	}
}

// dropped counts the types that a statement drops.
func (h *history) dropped(st *Statement, by int) {
	for _, c := range st.Changes {
		if drop, ok := c.(schema.DropEnum); ok && h.drops != nil {
			h.drops[drop.Name] += by
		}
	}
}

// setsTimeoutFirst reports whether a script bounds how long it waits for a lock before it needs any.
func setsTimeoutFirst(s *Script) bool {
	set := slices.IndexFunc(s.Statements, setsTimeout)
	needs := slices.IndexFunc(s.Statements, func(st *Statement) bool { return len(st.Changes)+len(st.Acts) > 0 })
	return set >= 0 && (needs < 0 || set < needs)
}

// setsTimeout reports whether a statement bounds how long those behind it wait for a lock.
func setsTimeout(st *Statement) bool {
	return st.Verb == "SET" && (st.Setting == "lock_timeout" || st.Setting == "statement_timeout") && st.Value != "" && st.Value != "0"
}

// spent are the costs of the statement on tables that were there before its script; none: nobody notices, or it is not known how it went about it.
func spent(w *Walk) []schema.Cost {
	if all, ok := w.history.spent[w.At]; ok || w.Script.Net {
		return all
	}
	st := w.Statement()
	var all []schema.Cost
	if len(st.Acts) > 0 {
		all = w.Engine.Cost(w.Before, nil, w.execution())
	}
	for _, c := range st.Changes {
		all = append(all, w.Engine.Cost(w.Before, c, w.execution())...)
	}
	all = slices.DeleteFunc(all, func(c schema.Cost) bool { return w.Table(c.Table) == nil })
	w.history.spent[w.At] = all
	return all
}

// follow keeps what a statement means for those behind it.
func (w *Walk) follow(st *Statement) {
	for _, a := range st.Acts {
		if a.Verb == "VALIDATE CONSTRAINT" {
			w.Before.Validate(a.Table, a.Name)
		}
	}
	h := &w.history
	h.dropped(st, -1)
	h.timeouts = h.timeouts || setsTimeout(st)
	if st.Verb == "BEGIN" {
		h.opened, h.added, h.types = w.At, nil, map[string]bool{}
	}
	if !w.transaction {
		return
	}
	for _, c := range st.Changes {
		switch c := c.(type) {
		case schema.CreateEnum:
			h.types[c.Enum.Name] = true
		case schema.AlterEnum:
			if c.Edit != nil && c.Edit.Place != schema.InsteadOfLabel {
				h.added = append(h.added, addition{c, st.Withholds || !h.types[c.From.Name]})
			}
		}
	}
}

// earlier are the statements of the script before this one in the same transaction, by their places.
func earlier(w *Walk) []int {
	var all []int
	for i := w.history.opened; w.transaction && i < w.At; i++ {
		all = append(all, i)
	}
	return all
}

// ownCost is the worst that a change does to its own table, if that was there before the script and it is known how it was gone about; ok is false else.
func ownCost(w *Walk, c schema.Change) (cost schema.Cost, ok bool) {
	if w.Script.Net {
		return cost, false
	}
	for _, next := range w.costs(c) {
		if table := c.Object().Table; table == "" || w.Before.Semantics.TableKey(table) == w.Before.Semantics.TableKey(next.Table) {
			return next, true
		}
	}
	return cost, false
}

// acts are what the statement does beside its changes in one of those ways, to tables that were there before the script.
func (w *Walk) acts(verbs ...string) []schema.Act {
	var some []schema.Act
	for _, a := range w.Statement().Acts {
		if slices.Contains(verbs, a.Verb) && (a.Table == "" || w.Table(a.Table) != nil) {
			some = append(some, a)
		}
	}
	return some
}

// eachAct collects what a function finds in what the statement does in one of those ways.
func (w *Walk) eachAct(judge func(schema.Act) (Finding, bool), verbs ...string) []Finding {
	var found []Finding
	for _, a := range w.acts(verbs...) {
		if f, ok := judge(a); ok {
			found = append(found, f)
		}
	}
	return found
}

// first reports whether something is said for the first time of the script.
func (w *Walk) first(what string) bool {
	before := w.history.said[what]
	w.history.said[what] = true
	return !before
}
