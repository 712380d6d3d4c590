package postgres

import (
	"slices"
	"strings"

	"assay/schema"
)

// tooNew is what a server says of syntax that it does not know yet: NULLS NOT DISTINCT and SET NULL of some columns before 15, virtual columns and
// constraints that are not enforced before 18.
func (r refuser) tooNew(c schema.Change) *schema.Refusal {
	near := func(word string) *schema.Refusal {
		f := refuse("42601", `syntax error at or near "%s"`, word)
		f.Syntax = true
		return f
	}
	checks, indexes := schema.Makes(c)
	loose := slices.ContainsFunc(checks, func(k schema.Check) bool { return k.Traits[schema.Validity] == schema.NotEnforced })
	virtual := slices.ContainsFunc(schema.Stated(c, schema.PropGenerated), func(col schema.Column) bool { return col.Generated != "" && !col.Stored })
	var keys []schema.ForeignKey
	if create, ok := c.(schema.CreateTable); ok {
		keys = create.Table.ForeignKeys
	}
	if add, ok := c.(schema.AddForeignKey); ok {
		keys = []schema.ForeignKey{add.ForeignKey}
	}
	some := false
	for _, f := range keys {
		loose = loose || f.Traits[schema.Validity] == schema.NotEnforced
		some = some || strings.Contains(f.OnDelete, "(")
	}
	switch {
	case slices.ContainsFunc(indexes, func(x schema.Index) bool { return x.Method == "hash" && len(x.Parts) > 1 }):
		return refuse("0A000", `access method "hash" does not support multicolumn indexes`)
	case !r.since(15) && slices.ContainsFunc(indexes, func(x schema.Index) bool { return x.NullsNotDistinct }):
		return near("NULLS")
	case !r.since(15) && some:
		return near("(")
	case !r.since(18) && virtual:
		return near("VIRTUAL")
	case !r.since(18) && loose:
		return near("ENFORCED")
	}
	return nil
}
