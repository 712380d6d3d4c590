package postgres

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// refuseConstraints refuses what the constraints of a new table, or of a new column, name that is of another kind.
func refuseConstraints(l *looker, elements []*pg.Node) *schema.Refusal {
	var columns []string
	whole := !slices.ContainsFunc(elements, func(n *pg.Node) bool { return n.GetTableLikeClause() != nil })
	for _, n := range elements {
		columns = append(columns, n.GetColumnDef().GetColname())
	}
	for _, n := range elements {
		for _, c := range append([]*pg.Node{n}, n.GetColumnDef().GetConstraints()...) {
			if f := refuseReferred(l, c.GetConstraint()); f != nil {
				return f
			}
		}
		for _, name := range texts(n.GetConstraint().GetIncluding()) {
			if whole && !slices.Contains(columns, name) {
				return refuse("42703", `column "%s" named in key does not exist`, name)
			}
		}
	}
	return nil
}

// refuseReferred refuses a foreign key to what is no table.
func refuseReferred(l *looker, k *pg.Constraint) *schema.Refusal {
	to := k.GetPktable()
	if k.GetContype() != pg.ConstrType_CONSTR_FOREIGN || to.GetSchemaname() != "" || l.kindOf(to.GetRelname()) == "" {
		return nil
	}
	return l.kind(to, `referenced relation "%s" is not a table`, "table")
}

// refuseValidation refuses to hold rows to a constraint that holds them always.
func refuseValidation(t *schema.Table, name string) *schema.Refusal {
	if slices.ContainsFunc(t.Indexes, func(x schema.Index) bool {
		return x.Name == name && (x.Kind == schema.Constraint || x.Kind == schema.Primary)
	}) {
		return refuse("42809", `constraint "%s" of relation "%s" is not a foreign key or check constraint`, name, t.Name)
	}
	return nil
}

// refuseOptions refuses options of a sequence that say something twice, or have it go nowhere.
func refuseOptions(options []*pg.Node) *schema.Refusal {
	seen := map[string]bool{}
	for _, o := range options {
		name := o.GetDefElem().GetDefname()
		if seen[name] {
			return refuse("42601", "conflicting or redundant options")
		}
		seen[name] = true
	}
	switch q := sequenceOptions(schema.Sequence{}, options); {
	case q.Increment == "0":
		return refuse("22023", "INCREMENT must not be zero")
	case q.Cache == "0":
		return refuse("22023", "CACHE (%s) must be greater than zero", q.Cache)
	}
	return nil
}
