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
		was, is := r.Design(before), r.Design(after)
		if r == unsafeEngine && w.Partial {
			is = append(is, r.Design(&Design{Name: w.Name, Engine: w.Engine, Schema: moved(w), Partial: true})...)
		}
		for _, f := range is {
			known := slices.ContainsFunc(was, func(old Finding) bool { return old.Table == f.Table && old.Object == f.Object })
			key := w.Before.Semantics.TableKey(f.Table)
			st := cmp.Or(touched[key+"\x00"+f.Object], touched[key])
			if doubted := w.Before.Table(f.Table) != nil && w.doubts.of(f.Table); known || st == nil || doubted {
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

// moved has the tables of which nothing is known but the storage engine that the script moves them to.
func moved(w *Walk) *schema.Schema {
	all := schema.New(w.Before.Semantics)
	for _, st := range w.Script.Statements {
		for _, c := range st.Changes {
			if to, ok := c.(schema.AlterTable); ok && w.Before.Table(to.Table) == nil {
				all.Add(&schema.Table{Name: to.Table, Options: to.To})
			}
		}
	}
	return all
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
