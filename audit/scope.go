package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/expected"
	"assay/fixup"
	"assay/rules"
	"assay/schema"
)

// A Scope says which findings are to be repaired. Whatever is left out is the administrator's own: an index, a default, a wider type, a table that is not used.
type Scope struct {
	Severity rules.Severity // the mildest
	// Rules and Tables are those of which a finding must be; none: any.
	Rules, Tables []string
	// Stamp reports that nothing but the stamp is to be set right.
	Stamp bool
	// More is how to have the rest repaired too, for people; empty: nobody is told.
	More string
}

// takes reports whether a finding is to be repaired.
func (c Scope) takes(m schema.Semantics, f rules.Finding) bool {
	named := func(table string) bool { return m.TableKey(table) == m.TableKey(f.Table) }
	switch {
	case f.Statements != nil && len(c.Rules)+len(c.Tables) == 0: // a stamp is nobody's choice
		return true
	case c.Stamp:
		return false
	case len(c.Rules) > 0 && !slices.Contains(c.Rules, f.Rule), len(c.Tables) > 0 && !slices.ContainsFunc(c.Tables, named):
		return false
	}
	return f.Severity >= c.Severity
}

// unnamed reports whether nothing but a severity narrows the scope.
func (c Scope) unnamed() bool { return !c.Stamp && len(c.Rules)+len(c.Tables) == 0 }

// resumes reports whether a finding is of what an interrupted revision has not come to: it is made whole, since its stamp says that all of it has run, and
// nobody has left anything out by choice.
func resumes(t *Tree, f rules.Finding) bool {
	return slices.ContainsFunc(t.owed, func(c schema.Change) bool {
		return slices.ContainsFunc(f.Fix, func(x schema.Change) bool { return x.Object() == c.Object() })
	})
}

// Narrow leaves what is beyond the scope as it is, but for what the rest cannot be done without.
func (c Scope) Narrow(s *Answer) {
	counts := map[string]int{}
	for _, t := range s.Trees {
		takes := func(f rules.Finding) bool { return c.takes(t.Got.Semantics, f) || c.unnamed() && resumes(t, f) }
		beyond := keep(t.Findings, func(f rules.Finding) bool { return !takes(f) })
		if len(beyond) == 0 {
			continue
		}
		kept := keep(t.Findings, takes)
		left := t.left
		for _, f := range beyond {
			left = append(left, f.Fix...)
			t.stampLeft = t.stampLeft || f.Statements != nil
			leaveObject(t, f)
		}
		all := t.Open
		t.leave(left, kept)
		t.Open = completed(s, t.Open, all)
		t.left = keep(t.left, func(x schema.Change) bool { return !schema.HasChange(t.Open, x) })
		for _, f := range beyond {
			if !t.proposes() {
				break // nothing is repaired anyway, and the script says why
			}
			if f.Statements != nil || aboutObjects(f) || slices.ContainsFunc(f.Fix, func(x schema.Change) bool { return schema.HasChange(t.left, x) }) {
				counts[f.Rule]++
			}
		}
	}
	s.beyond = said(counts, c.More)
}

// Tables are the names of the tables that are there, and of those that should be.
func (s *Answer) Tables() []string {
	all := s.DB.Schema.SortedTables()
	for _, t := range s.Trees {
		if t.Want != nil {
			all = slices.Concat(all, t.Want.SortedTables())
		}
	}
	names := make([]string, len(all))
	for i, t := range all {
		names[i] = t.Name
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// KnowTables refuses a table that neither the database nor what it is measured by has: nothing would be said of it.
func (s *Answer) KnowTables(names []string) error {
	key, all := s.DB.Schema.Semantics.TableKey, s.Tables()
	for _, name := range names {
		if !slices.ContainsFunc(all, func(t string) bool { return key(t) == key(name) }) {
			return fmt.Errorf("--table: neither the database nor the history has a table %q%s", name, expected.DidYouMean(name, all))
		}
	}
	return nil
}

// completed adds to the changes that are to be made those without which the server would refuse one, of all that there are.
func completed(s *Answer, open, all []schema.Change) []schema.Change {
	for {
		needs := fixup.Make(s.DB.Schema, open, s.Room, true).Needs()
		more := keep(all, func(c schema.Change) bool { return !schema.HasChange(open, c) && slices.Contains(needs, c.Object()) })
		if len(more) == 0 {
			return open
		}
		open = keep(all, func(c schema.Change) bool { return schema.HasChange(open, c) || schema.HasChange(more, c) })
	}
}

// said says what is left as it is, in a line; empty: nothing.
func said(counts map[string]int, more string) string {
	n := 0
	var each []string
	for _, r := range rules.All {
		if counts[r.Name] > 0 {
			n += counts[r.Name]
			each = append(each, fmt.Sprintf("%d %s", counts[r.Name], r.Name))
		}
	}
	if n == 0 {
		return ""
	}
	line := fmt.Sprintf("%s left as they are: %s", english.Plural(n, "finding", ""), strings.Join(each, ", "))
	if n == 1 {
		line = "1 finding left as it is: " + each[0]
	}
	if more != "" {
		line += " (" + more + ")"
	}
	return line
}
