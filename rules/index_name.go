package rules

import (
	"fmt"

	"assay/schema"
)

var indexName = &Rule{
	Name:     "index-name",
	Severity: Warning,
	Since:    "0.1", Kind: schema.IndexObject,
	Title: "an index has a different name than in the revision",
	Why:   "The index works. A later revision that drops it by its name fails.",
	Bad:   "-- on MySQL\nALTER TABLE ps_endpoints DROP INDEX ps_endpoints_id, ADD INDEX by_id (id);",
	Good:  "-- on MySQL\nALTER TABLE ps_endpoints DROP INDEX ps_endpoints_id, ADD INDEX ps_endpoints_id (id);",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		r, ok := c.(schema.RenameIndex)
		if !ok || p.constraint(r) {
			return Finding{}, false
		}
		f := Finding{Object: r.To, Want: r.To, Got: r.From, Severity: Info}
		f.Message = fmt.Sprintf("index %s.%s is named %s", r.Table, r.To, r.From)
		o := schema.Object{Kind: schema.IndexObject, Table: r.Table, Name: r.To}
		by, next := p.Origins.SetBy(o), p.Origins.PendingTouch(o)
		f.Revision, f.Release = by.Revision, by.Release
		if next.Revision != "" {
			f.Severity = Warning
			f.Message += ": " + stops(next, "needs it by its name")
		}
		return f, true
	},
}
