package rules

import (
	"cmp"
	"slices"

	"assay/schema"
)

// lastingly are the rules about schemas by which a script's own tables and indexes are judged as well: what they find goes with what the script makes.
var lastingly = []*Rule{duplicateIndex, noPrimaryKey, foreignKeyWithoutIndex, unsafeEngine}

// designed is what the rules about schemas find in the tables that the script has made or given an index, as they are behind it, and did not find before.
func designed(w *Walk) []Finding {
	if w.Script.Net {
		return nil
	}
	touched := touchedTables(w)
	if len(touched) == 0 {
		return nil
	}
	only := func(s *schema.Schema) *Design {
		part := schema.New(s.Semantics)
		part.Enums = s.Enums
		for key := range touched {
			if t := s.Tables[key]; t != nil {
				part.Tables[key] = t
			}
		}
		return &Design{Name: w.Name, Engine: w.Engine, Schema: part, Partial: true}
	}
	before, after := only(w.origin), only(w.Before)
	var found []Finding
	for _, r := range lastingly {
		if !r.On(w.Name) {
			continue
		}
		was := r.Design(before)
		for _, f := range r.Design(after) {
			known := slices.ContainsFunc(was, func(old Finding) bool { return old.Table == f.Table && old.Object == f.Object })
			key := w.Before.Semantics.TableKey(f.Table)
			st := cmp.Or(touched[key+"\x00"+f.Object], touched[key])
			if known || st == nil || w.doubts.of(f.Table) {
				continue
			}
			f.Rule, f.Severity, f.Fix = r.Name, min(f.Severity, r.Severity, Warning), nil
			f.File, f.Line, f.Statement, f.Revision = st.File, st.Line, st.Text, w.Script.Revision
			if !suppressed(w, r.Name, f.Line) {
				found = append(found, f)
			}
		}
	}
	return found
}

// touchedTables are the tables that the script makes, or gives an index, a foreign key or another storage engine, with the last statement that does. What it
// adds stands behind its table's key, with its own.
func touchedTables(w *Walk) map[string]*Statement {
	all := map[string]*Statement{}
	for _, st := range w.Script.Statements {
		for _, c := range st.Changes {
			switch c := c.(type) {
			case schema.CreateTable:
				all[w.Before.Semantics.TableKey(c.Table.Name)] = st
			case schema.AddIndex, schema.AddForeignKey, schema.AlterTable:
				key := w.Before.Semantics.TableKey(c.Object().Table)
				all[key], all[key+"\x00"+c.Object().Name] = st, st
			}
		}
	}
	return all
}
