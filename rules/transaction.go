package rules

import (
	"slices"

	"assay/schema"
)

// An addition is a label that the transaction has added to a type.
type addition struct {
	schema.AlterEnum
	withheld bool // the transaction cannot use it
}

// Foresee tells the walk what is to come, for rules that ask what a history does anywhere.
func (w *Walk) Foresee(all []*Script) {
	for _, s := range all {
		w.timeouts = w.timeouts || slices.ContainsFunc(s.Statements, setsTimeout)
	}
}

// setsTimeout reports whether a statement bounds how long those behind it wait for a lock.
func setsTimeout(st *Statement) bool {
	return st.Verb == "SET" && (st.Setting == "lock_timeout" || st.Setting == "statement_timeout") && st.Value != "" && st.Value != "0"
}

// spend are the costs of a statement on tables that were there before its script; none: nobody notices, or it is not known how it went about it.
func (w *Walk) spend(st *Statement) []schema.Cost {
	if w.Script.Net {
		return nil
	}
	var all []schema.Cost
	if len(st.Acts) > 0 {
		all = w.Engine.Cost(w.Before, nil, w.manner())
	}
	for _, c := range st.Changes {
		all = append(all, w.Engine.Cost(w.Before, c, w.manner())...)
	}
	return slices.DeleteFunc(all, func(c schema.Cost) bool { return w.Table(c.Table) == nil })
}

// follow keeps what a statement means for those behind it.
func (w *Walk) follow(st *Statement) {
	for _, a := range st.Acts {
		if a.Verb == "VALIDATE CONSTRAINT" {
			w.Before.Validate(a.Table, a.Name)
		}
	}
	w.timeouts = w.timeouts || setsTimeout(st)
	switch st.Verb {
	case "BEGIN":
		w.transaction, w.began = true, w.At
		w.added, w.types = nil, map[string]bool{}
	case "COMMIT", "ROLLBACK":
		w.transaction = false
	}
	if !w.transaction {
		return
	}
	for _, c := range st.Changes {
		switch c := c.(type) {
		case schema.CreateEnum:
			w.types[c.Enum.Name] = true
		case schema.AlterEnum:
			if c.Edit != nil && c.Edit.Place != schema.InsteadOfLabel {
				w.added = append(w.added, addition{c, st.Withholds || !w.types[c.From.Name]})
			}
		}
	}
}

// earlier are the statements of the script before this one in the same transaction, by their places.
func (w *Walk) earlier() []int {
	var all []int
	for i := w.began; w.transaction && i < w.At; i++ {
		all = append(all, i)
	}
	return all
}

// cost is the worst that a change does to its own table, if that was there before the script and it is known how it was gone about; ok is false else.
func (w *Walk) cost(c schema.Change) (cost schema.Cost, ok bool) {
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
	before := w.said[what]
	w.said[what] = true
	return !before
}
