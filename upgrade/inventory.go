package upgrade

import (
	"slices"

	"assay/expected"
	"assay/probe"
	"assay/schema"
)

// An inventory is what a database has of views, sequences and triggers, as the pending statements change it: one made twice stops an upgrade, and so does one
// that is dropped though it is gone.
type inventory struct {
	schema *schema.Schema
	there  map[string]bool // by [inventory.key]
}

func newInventory(s *schema.Schema) inventory {
	all := inventory{s, map[string]bool{}}
	for _, o := range s.Opaque {
		all.there[all.key(o)] = true
	}
	return all
}

// key tells objects apart. Those that share the names of tables are one kind; a trigger's name is its table's own on PostgreSQL, and the database's on MySQL.
func (i inventory) key(o schema.Opaque) string {
	if o.Kind != "trigger" {
		return "relation " + i.schema.Semantics.TableKey(o.Name)
	}
	if i.schema.Semantics.GlobalIndexNames {
		return "trigger " + i.schema.Semantics.TableKey(o.Table) + " " + o.Name
	}
	return "trigger " + o.Name
}

// take makes what a statement makes, and says what stops it; ok is false where nothing does. What stands in another schema was not read.
func (i inventory) take(b expected.Beside) (probe.Probe, bool) {
	if b.Verb == "" || b.Object.Space != "" {
		return probe.Probe{}, false
	}
	key := i.key(b.Object)
	there, creates := i.there[key], b.Verb == "CREATE"
	i.there[key] = creates
	if there != creates || b.Either {
		return probe.Probe{}, false
	}
	why := b.Object.Kind + " " + b.Object.Name + " is not there: "
	if creates {
		why = b.Object.Kind + " " + b.Object.Name + " is there already: "
	}
	why += said(b)
	return probe.Probe{Table: b.Object.Table, Fatal: true, Unsure: why, Problem: why}, true
}

// released are the objects that the statements of a revision before its change drop and do not make again: no change says that, and they no longer
// stop it.
func released(r *expected.Revision, change int) []schema.Opaque {
	statement, _ := r.Statement(change)
	var all []schema.Opaque
	for _, b := range r.Beside {
		if b.Statement >= statement || b.Verb == "" {
			continue
		}
		all = slices.DeleteFunc(all, func(o schema.Opaque) bool { return o.Kind == b.Object.Kind && o.Name == b.Object.Name })
		if b.Verb == "DROP" {
			all = append(all, b.Object)
		}
	}
	return all
}
