package fixup

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/schema"
)

// Rows are what the data says to a change that rows can be in the way of.
type Rows struct {
	Change schema.Change
	// N counts the rows that are; some may go on where it is Limit, and below 0 nobody answered. Examples are a few of them.
	N, Limit int
	Examples []string
	// Problem is what becomes of them. Stops reports that the server refuses the statement for them, rather than make other values of them.
	// Mild reports that they get other values, and nothing worse.
	Problem     string
	Stops, Mild bool
}

// knownRows are what is known of the rows in a change's way; nil: nothing is.
func knownRows(p *planner, c schema.Change) *Rows {
	i := slices.IndexFunc(p.known, func(r Rows) bool { return schema.HasChange([]schema.Change{r.Change}, c) })
	if i < 0 || p.known[i].N < 0 { // nobody answered
		return nil
	}
	return &p.known[i]
}

// fits reports whether it is known that no row is in the way of a change, as of when the data was asked.
func fits(p *planner, c schema.Change) bool {
	r := knownRows(p, c)
	return r != nil && r.N == 0
}

// allFit reports whether that is known of all changes of columns.
func allFit(p *planner, changes []schema.Change) bool {
	return !slices.ContainsFunc(changes, func(c schema.Change) bool {
		_, alters := c.(schema.AlterColumn)
		return alters && !fits(p, c)
	})
}

// losesNow is [loses], but for what the rows that are there do not lose.
func losesNow(p *planner, c schema.Change) string {
	if a, ok := c.(schema.AlterColumn); ok && losesType(p.Result, a) != "" && fills(a) == 0 && fits(p, c) {
		return ""
	}
	return cmp.Or(loses(p.Result, c), losesNumbers(p, c))
}

// losesNumbers says that rows whose number is 0 get another one where their column begins to count, and of a key over it that it needs that.
func losesNumbers(p *planner, c schema.Change) string {
	if add, ok := c.(schema.AddIndex); ok && add.Index.Kind.Unique() {
		i := slices.IndexFunc(p.changes, func(c schema.Change) bool {
			a, ok := c.(schema.AlterColumn)
			return ok && a.Table == add.Table && p.Result.Semantics.SameName(a.Name, add.Index.Parts[0].Column) && losesNumbers(p, a) != ""
		})
		if i >= 0 {
			return losesNumbers(p, p.changes[i])
		}
	}
	a, ok := c.(schema.AlterColumn)
	if r := knownRows(p, c); !ok || r == nil || r.N == 0 || !r.Mild || a.Set&schema.PropAutoIncrement == 0 || !a.To.AutoIncrement {
		return ""
	}
	return "the 0 of rows, to which the server gives other numbers"
}

// blockedByRows says that the server refuses a change for its rows; empty: it does not, as far as is known.
func blockedByRows(p *planner, c schema.Change) string {
	r := knownRows(p, c)
	if r == nil || r.N == 0 {
		return ""
	}
	if a, ok := c.(schema.AlterColumn); ok && losesType(p.Result, a) != "" && (!r.Stops || mapsAll(p, a)) || losesNumbers(p, c) != "" {
		return "" // which is said as what is lost
	}
	return r.said() + "; repair them, then ask again"
}

// blockedByRowsOf is [blockedByRows] of changes that follow each other, and says which it is.
func blockedByRowsOf(p *planner, changes []schema.Change) string {
	if len(p.known) == 0 {
		return ""
	}
	then := &planner{trial: trial{Plan: Plan{Result: p.Result.Clone()}, origin: p.origin}, known: p.known}
	for _, c := range changes {
		switch why := blockedByRows(then, c); {
		case why != "" && len(changes) > 1:
			return fmt.Sprintf("%s: %s", c.Object(), why)
		case why != "":
			return why
		}
		_ = then.Result.Apply(c) // what cannot be done is said elsewhere
	}
	return ""
}

// said says how many rows are in the way, and which.
func (r *Rows) said() string {
	n := english.Plural(r.N, "row", "")
	if r.N >= r.Limit {
		n = fmt.Sprintf("%d rows or more", r.N)
	}
	verb := "are"
	if r.N == 1 {
		verb = "is"
	}
	said := fmt.Sprintf("%s %s in the way (%s)", n, verb, r.Problem)
	if len(r.Examples) > 0 {
		said += ", such as " + strings.Join(r.Examples, ", ")
	}
	return said
}

// threeSteps takes a column that rows have no value for apart: it is added, filled by somebody who knows with what, and then takes no NULL any more.
func threeSteps(p *planner, c schema.AddColumn) ([]schema.Change, bool) {
	r := knownRows(p, c)
	if r == nil || r.N == 0 || c.Column.Nullable || c.Column.Default != "" || p.Result.Semantics.FillsColumns {
		return nil, false
	}
	open := c
	open.Column.Nullable = true
	return []schema.Change{open, schema.AlterColumn{Table: c.Table, Name: c.Column.Name, From: open.Column, To: c.Column, Set: schema.PropNullable}}, true
}

// apartFromNull takes NOT NULL from a change that rows are in the way of: the rest may be none of their business.
func apartFromNull(p *planner, c schema.AlterColumn) (rest, last schema.AlterColumn, ok bool) {
	r := knownRows(p, c)
	if r == nil || r.N == 0 || c.To.Nullable || c.Set&schema.PropNullable == 0 || c.Set == schema.PropNullable {
		return rest, last, false
	}
	rest, last = setLast(c, schema.PropNullable)
	return rest, last, true
}

// fillOf is the statement, to be completed, that gives the rows a value for a column that was added for that.
func fillOf(p *planner, c schema.Change) (string, bool) {
	add, ok := p.origin.(schema.AddColumn)
	a, alters := c.(schema.AlterColumn)
	if !ok || !alters || a.Table != add.Table || a.Name != add.Column.Name || knownRows(p, add) == nil {
		return "", false
	}
	q := p.format.Quote
	return fmt.Sprintf("UPDATE %s SET %s = /* the value */ WHERE %[2]s IS NULL", q(a.Table), q(a.Name)), true
}
