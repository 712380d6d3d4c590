package report

import (
	"cmp"
	"fmt"
	"time"

	"assay/result"
	"assay/rules"
)

// since prints what has changed.
func (t text) since(f *result.Fleet) {
	n := len(f.Since.Changed)
	t.printf("%s\n", bold(fmt.Sprintf("%d of %s changed since %s", n, count(f.Databases, "database"), f.Since.At.Format(time.DateTime))))
	for _, c := range f.Since.Changed {
		said := clean(c.Database)
		switch {
		case c.Added:
			said += ", which was not looked at then"
		case c.Left:
			said += ", which is not looked at any more"
		}
		t.printf("\n%s\n", bold(said))
		if c.Left {
			continue
		}
		for _, x := range c.New {
			t.fact("new", x)
		}
		for _, x := range c.Gone {
			t.fact("gone", x)
		}
	}
	for _, u := range f.Unknown {
		t.printf("\n%s  %s\n    %s\n", coloured[rules.Error]("not known"), clean(u.Error), few(u.Databases))
	}
	t.fleetEnd(f)
}

func (t text) fact(when string, x result.Fact) {
	word := cmp.Or(x.Severity, "is")
	if severity, ok := rules.ParseSeverity(x.Severity); ok && when == "new" {
		word = coloured[severity](fmt.Sprintf("%-7s", word))
	}
	t.printf("    %-4s  %-7s  %s\n", when, word, clean(x.Said))
}
