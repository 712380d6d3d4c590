package upgrade

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"assay/expected"
	"assay/probe"
	"assay/schema"
)

// A judge knows what a server answers statements that are no changes, because of what they name, and of which nobody here knows. Not every room has it.
type judge interface {
	StatementRefusal(s *schema.Schema, sql string) (refusal *schema.Refusal, names []string)
	Overlooks(sql string) string
}

// begin goes on with another revision. Of what is not understood that is said already.
func (i *inventory) begin(beside []expected.Beside) {
	i.judged = map[int]bool{}
	for _, b := range beside {
		i.judged[b.Statement] = i.judged[b.Statement] || b.Unread
	}
}

// refused says what the server answers a statement for the sake of what is there, or that nobody looks at what it needs.
func (i inventory) refused(p *probe.Prober, b expected.Beside) []probe.Probe {
	if i.judge == nil || b.SQL == "" || i.judged[b.Statement] && !b.Exact { // of a recording, the places are not those of statements
		return nil
	}
	i.judged[b.Statement] = true
	why, sure := "", false
	if what := i.judge.Overlooks(b.SQL); what != "" {
		why = "whether it runs is not known, since " + what
	}
	if refusal, names := i.judge.StatementRefusal(p.Schema(), b.SQL); refusal != nil && !slices.ContainsFunc(names, i.changed) && !i.there[unread] {
		why, sure = refusal.Text, refusal.Sure
	}
	if why == "" {
		return nil
	}
	why += ": " + said(b)
	if sure {
		return []probe.Probe{{Table: b.Object.Table, Fatal: true, Server: true, Problem: why}}
	}
	return []probe.Probe{{Table: b.Object.Table, Fatal: true, Unsure: why, Problem: why}}
}

// changed reports whether a pending statement has made, changed or dropped something of a name beside tables, or may have.
func (i inventory) changed(name string) bool {
	for _, all := range []iter.Seq[string]{maps.Keys(i.touched), maps.Keys(i.doubtful)} {
		for key := range all {
			_, is, _ := strings.Cut(key, " ")
			is, _, _ = strings.Cut(is, "(")
			if strings.EqualFold(is[strings.LastIndexByte(is, ' ')+1:], name) {
				return true
			}
		}
	}
	return false
}
