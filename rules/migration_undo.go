package rules

import (
	"maps"
	"slices"

	"assay/schema"
)

// A point is where a transaction can go back to.
type point struct {
	name          string // of the savepoint; empty: where the transaction began
	before, start *schema.Schema
	made          map[string]bool
}

// undo follows BEGIN, SAVEPOINT and ROLLBACK, where the engine undoes changes of the schema.
func undo(w *Walk, st *Statement) {
	if !w.Before.Semantics.TransactionalDDL {
		return
	}
	switch st.Verb {
	case "BEGIN":
		w.points = []point{here(w, "")}
	case "SAVEPOINT":
		w.points = append(w.points, here(w, st.Value))
	case "COMMIT":
		w.points = nil
	case "ROLLBACK":
		if len(w.points) > 0 {
			back(w, w.points[0])
		}
		w.points = nil
	case "ROLLBACK TO":
		for i, p := range slices.Backward(w.points) {
			if p.name == st.Value {
				w.points = w.points[:i+1]
				back(w, p)
				break
			}
		}
	}
}

func here(w *Walk, name string) point {
	return point{name, w.Before.Clone(), w.Start.Clone(), maps.Clone(w.made)}
}

func back(w *Walk, to point) {
	w.Before, w.Start, w.made = to.before.Clone(), to.start.Clone(), maps.Clone(to.made)
}
