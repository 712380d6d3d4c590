package rules

import (
	"cmp"
	"fmt"
	"slices"

	"assay/schema"
)

var duplicateIndex = &Rule{
	Name: "duplicate-index", Severity: Warning, Of: OfDesign, Since: "0.1", Kind: schema.IndexObject,
	Title: "two indexes of a table cover the same columns",
	Why: "Every INSERT, and every UPDATE of these columns, writes both. They use disk and memory twice, and no query gains anything from the " +
		"second one. A UNIQUE constraint or the primary key is already an index.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40));\nCREATE INDEX t_name ON t (name);\nCREATE INDEX ix_t_name ON t (name);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40));\nCREATE INDEX t_name ON t (name);",
	Design: func(d *Design) []Finding {
		return d.each(func(t *schema.Table) []Finding {
			return d.needless(t, (*Design).duplicates, func(x, kept schema.Index) Finding {
				return Finding{
					Severity: Warning,
					Message:  fmt.Sprintf("%s of table %s duplicates %s, and every write maintains both: drop it", describeIndex(x), t.Name, describeIndex(kept)),
					Fix:      []schema.Change{schema.DropIndex{Table: t.Name, Name: x.Name, Kind: x.Kind}},
				}
			})
		})
	},
}

// needless collects what is to be said of indexes for which another one of the table does. Of two that do for each other the lesser kind is needless, else
// the one whose name comes later. An index that the server made by itself is nobody's, and one that it does not use does for none.
func (d *Design) needless(t *schema.Table, does func(d *Design, kept, x schema.Index) bool, say func(x, kept schema.Index) Finding) []Finding {
	used := slices.DeleteFunc(slices.Clone(t.Indexes), func(x schema.Index) bool { return x.Implicit || x.Invalid || x.Invisible })
	slices.SortStableFunc(used, func(a, b schema.Index) int {
		return cmp.Or(cmp.Compare(b.Kind, a.Kind), cmp.Compare(a.Name, b.Name))
	})
	var found []Finding
	for i, x := range used {
		for j, kept := range used {
			if i == j || !does(d, kept, x) || i < j && does(d, x, kept) {
				continue
			}
			f := say(x, kept)
			f.Object = nameOf(x)
			found = append(found, f)
			break
		}
	}
	return found
}

// duplicates reports whether an index does all that another over the same columns does.
func (d *Design) duplicates(kept, x schema.Index) bool {
	if !kept.SameParts(d.Schema.Semantics, &x) || kept.Method != x.Method || kept.Where != x.Where || len(d.carried(x, kept)) > 0 {
		return false
	}
	same := kept.NullsNotDistinct == x.NullsNotDistinct && kept.Deferrable == x.Deferrable
	return !x.Kind.Unique() || kept.Kind.Unique() && same
}

// carried are the columns that an index carries along and another one has not.
func (d *Design) carried(x, other schema.Index) []string {
	return slices.DeleteFunc(slices.Clone(x.Include), func(c string) bool {
		same := func(o string) bool { return d.Schema.Semantics.SameName(o, c) }
		return slices.ContainsFunc(other.Include, same) || slices.ContainsFunc(other.Parts, func(p schema.Part) bool { return same(p.Column) })
	})
}
