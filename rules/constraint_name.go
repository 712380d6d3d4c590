package rules

import (
	"fmt"

	"assay/schema"
)

var constraintName = &Rule{
	Name:     "constraint-name",
	Severity: Warning,
	Since:    "0.9", Kind: schema.ForeignKeyObject,
	Title: "a foreign key or check has a different name than in the revision",
	Why: "The constraint works. A later revision that drops it by its name fails. It is compared where two databases are, and by check with --all-options; on MySQL " +
		"the names that servers number by themselves are not.",
	Bad:  "-- on PostgreSQL, assay check --all-options\nALTER TABLE orders RENAME CONSTRAINT orders_customer_fkey TO own;",
	Good: "-- on PostgreSQL, assay check --all-options\nALTER TABLE orders RENAME CONSTRAINT own TO orders_customer_fkey;",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		r, ok := c.(schema.RenameIndex)
		if !ok || !p.constraint(r) {
			return Finding{}, false
		}
		f := Finding{Object: r.To, Want: r.To, Got: r.From, Severity: Info}
		f.Message = fmt.Sprintf("constraint %s.%s is named %s", r.Table, r.To, r.From)
		for _, kind := range []schema.ObjectKind{schema.ForeignKeyObject, schema.CheckObject} {
			if next := p.Origins.PendingTouch(schema.Object{Kind: kind, Table: r.Table, Name: r.To}); next.Revision != "" {
				f.Severity = Warning
				f.Message += ": " + stops(next, "needs it by its name")
				break
			}
		}
		return f, true
	},
}

// constraint reports whether what is renamed is a constraint without an index.
func (p *Pass) constraint(r schema.RenameIndex) bool {
	t := p.Got.Table(r.Table)
	return r.Kind == schema.Constraint && t != nil && t.Index(p.Got.Semantics, r.From) < 0
}
