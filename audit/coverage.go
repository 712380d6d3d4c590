package audit

import (
	"slices"

	"assay/dialect"
	"assay/schema"
)

// coverage says how much of the database was compared with the histories: what is not theirs is the administrator's own.
func (s *Answer) coverage() *schema.Coverage {
	c := &schema.Coverage{Compared: map[string]int{}, NotCompared: []string{}, NeverRead: dialect.NeverRead(s.Room)}
	owned := map[string]bool{}
	for _, a := range s.Trees {
		if a.Want == nil {
			continue
		}
		for _, t := range a.Want.SortedTables() {
			owned[s.DB.Schema.Semantics.TableKey(t.Name)] = true
		}
		for _, o := range a.beside {
			c.Compared[o.want.Kind]++
			if o.there && !o.text {
				c.NotCompared = append(c.NotCompared, "the text of "+o.want.String())
			}
		}
		for _, o := range a.History.Opaque {
			if !a.compares(o) {
				c.NotCompared = append(c.NotCompared, o.String()+", of which the history does not tell")
			}
		}
	}
	for key := range owned {
		if s.DB.Schema.Tables[key] != nil {
			c.Compared["table"]++
		}
	}
	if len(owned) > 0 && slices.Contains(s.DB.Schema.Unasked, "trigger") {
		c.NotCompared = append(c.NotCompared, schema.Untold([]string{"trigger"}, "the database")...)
	}
	if len(owned) > 0 && schema.Bare(s.DB.Schema) {
		c.NotCompared = append(c.NotCompared, schema.Untold(schema.BareKinds, "the dump")...)
	}
	for _, o := range s.DB.Schema.Opaque {
		switch {
		case slices.ContainsFunc(s.Trees, func(a *Tree) bool { return a.compares(o) }):
		case o.Table != "" && owned[s.DB.Schema.Semantics.TableKey(o.Table)]:
			c.NotCompared = append(c.NotCompared, o.String()+" on "+o.Table)
		case o.Table == "" && owned[s.DB.Schema.Semantics.TableKey(o.Name)]:
			c.NotCompared = append(c.NotCompared, o.String())
		}
	}
	slices.Sort(c.NotCompared)
	c.NotCompared = slices.Compact(c.NotCompared)
	return c
}
