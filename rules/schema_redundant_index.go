package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var redundantIndex = &Rule{
	Name: "redundant-index", Severity: Info, Of: OfDesign, Since: "0.1", Kind: schema.IndexObject,
	Title: "an index is the beginning of another one",
	Why: "The longer index finds everything that the shorter one finds, and every write maintains both. Keep the short one only if it is much " +
		"smaller and used all the time.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER);\nCREATE INDEX t_a ON t (a);\nCREATE INDEX t_a_b ON t (a, b);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER);\nCREATE INDEX t_b ON t (b);\nCREATE INDEX t_a_b ON t (a, b);",
	Design: func(d *Design) []Finding {
		return d.each(func(t *schema.Table) []Finding {
			twice := d.needless(t, (*Design).duplicates, func(_, _ schema.Index) Finding { return Finding{} }) // of which more is to be said
			found := d.needless(t, (*Design).begins, func(x, kept schema.Index) Finding {
				return Finding{Severity: Info, Message: fmt.Sprintf("%s of table %s is the beginning of %s, which finds the same rows, and every write maintains both: "+
					"drop it, unless it is kept because it is smaller", describeIndex(x), t.Name, describeIndex(kept))}
			})
			return slices.DeleteFunc(found, func(f Finding) bool {
				return slices.ContainsFunc(twice, func(o Finding) bool { return o.Object == f.Object })
			})
		})
	},
}

// begins reports whether an index that need not be unique is the beginning of another one.
func (d *Design) begins(kept, x schema.Index) bool {
	n := len(x.Parts)
	if x.Kind.Unique() || x.Method != "" || kept.Method != "" || kept.Where != x.Where || n >= len(kept.Parts) || len(d.carried(x, kept)) > 0 {
		return false
	}
	kept.Parts = kept.Parts[:n]
	return kept.SameParts(d.Schema.Semantics, &x)
}
