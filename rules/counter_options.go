package rules

import (
	"cmp"
	"fmt"

	"assay/schema"
)

var counterOptions = &Rule{
	Name:     "counter-options",
	Severity: Warning,
	Since:    "0.9", Engines: []string{"postgresql"},
	Title: "a column's sequence has other options: its type, start, increment, limits, cache or cycle",
	Why: "A sequence of a smaller type, or with a lower MAXVALUE, ends before the column is full, and every INSERT fails from then on; another increment " +
		"gives other numbers than programs expect; one that cycles gives numbers again that are taken.",
	Bad:  "-- Asterisk 22.10.1\nALTER SEQUENCE extensions_id_seq MAXVALUE 32767;",
	Good: "-- Asterisk 22.10.1\nALTER SEQUENCE extensions_id_seq RESTART;",
	Check: func(_ *Pass, c schema.Change) (Finding, bool) {
		a, ok := altered(c, schema.PropSequence)
		if !ok || a.From.Sequence == a.To.Sequence {
			return Finding{}, false
		}
		f := Finding{Severity: Warning, Want: counterWords(a.To), Got: counterWords(a.From)}
		f.Message = fmt.Sprintf("the sequence of column %s.%s has %s, expected %s", a.Table, a.Name, f.Got, f.Want)
		return f, true
	},
}

// counterWords are the options of what counts a column up, for people.
func counterWords(c schema.Column) string { return cmp.Or(c.Sequence, "the usual options") }
