package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// A need is a column that a program writes, or cannot do without, in some of its releases.
type need struct {
	tree, table, column string
	value               value
	// from are the first releases that need it, the lowest number of each series that has got it in the midst; empty: all do. until are those
	// that need it no more, named alike.
	from, until []string
	// breaks says what does not work without it; empty: what every write to the table does.
	breaks string
	// mild reports that only a feature is lost, not calls or rows.
	mild bool
	// local reports that what is written is the systemname in asterisk.conf, which may well be empty.
	local bool
}

// A Running is a release of the program that uses the database.
type Running interface {
	// Since reports whether the release is one of those named or came after it in its series, or is of a later series than all of them.
	Since(releases ...string) bool
}

// Runs is what uses the database. The zero Runs says that nobody knows: then what the revision has is needed, and nothing else.
type Runs struct {
	// Name is what people call it: "Asterisk 20.20.1". If there are several releases, nobody knows which of them it is.
	Name     string
	Releases []Running
	// Ceiling is the worst that a need can be which the revision does not fulfil.
	Ceiling Severity
}

// some and all report whether any of the releases, or each, has the need.
func (r Runs) some(n *need) bool { return slices.ContainsFunc(r.Releases, n.of) }

func (r Runs) all(n *need) bool {
	return len(r.Releases) > 0 && !slices.ContainsFunc(r.Releases, func(x Running) bool { return !n.of(x) })
}

func (n *need) of(r Running) bool {
	return (n.from == nil || r.Since(n.from...)) && (n.until == nil || !r.Since(n.until...))
}

// need returns what the program needs of a column; nil where nothing is known.
func (p *Pass) need(table, column string) *need {
	for i := range p.Usage.needs {
		if n := &p.Usage.needs[i]; strings.EqualFold(n.table, table) && strings.EqualFold(n.column, column) {
			return n
		}
	}
	return nil
}

// unneeded reports that the program is known to use the column in other releases only.
func (p *Pass) unneeded(table, column string) bool {
	n := p.need(table, column)
	return n != nil && len(p.Runs.Releases) > 0 && !p.Runs.some(n)
}

// takes says how a column takes what is written there, when it is of a type.
func (p *Pass) takes(table, column string, t schema.Type) fit {
	if n := p.need(table, column); n != nil {
		return n.value.fit(t, p.Got)
	}
	return unknownFit
}

// effectOf says what does not work where the need is not fulfilled.
func effectOf(p *Pass, n *need) string {
	if n.breaks != "" {
		return n.breaks
	}
	return p.Usage.breaksWrites(n.table, "")
}

func (n *need) severity() Severity {
	if n.mild {
		return Warning
	}
	return Error
}

// long names what may be too long for the column.
func (n *need) long() string {
	if n.local {
		return "the systemname in asterisk.conf"
	}
	return "a value"
}

// others says which releases have the need, where the one in use does not.
func (n *need) others() string {
	if n.until != nil {
		return "releases before " + strings.Join(n.until, ", ") + " do not"
	}
	return "releases from " + strings.Join(n.from, ", ") + " on do not"
}

// Needs judges what the releases in use need and the revision does not give them: columns that it does not have, or has of a type that does
// not take what is written. What differs from the revision is left to [Check]: a fact is told once.
func Needs(p *Pass) []Finding {
	var found []Finding
	for i := range p.Usage.needs {
		n := &p.Usage.needs[i]
		if n.tree != p.Tree || !p.Runs.all(n) || !p.Usage.uses(n.table) {
			continue
		}
		for _, r := range All {
			if r.lacks == nil {
				continue
			}
			if f, ok := r.lacks(p, n); ok {
				f.Rule, f.Table = r.Name, n.table
				f.Severity = min(f.Severity, p.Runs.Ceiling, p.Usage.Ceiling(p.Tree))
				found = append(found, f)
			}
		}
	}
	Sort(found)
	return found
}

// unlikeNeed reports that a column is otherwise than its revision has it, and returns the column where it is there.
func unlikeNeed(p *Pass, n *need) (got *schema.Column, differs bool) {
	got, want := columnIn(p.Got, n), columnIn(p.Want, n)
	switch {
	case got == nil:
		return nil, want != nil
	case want == nil:
		return got, false
	}
	return got, got.Type != want.Type || got.Type.Named && p.Got.Enums[got.Type.Name] != p.Want.Enums[want.Type.Name]
}

func columnIn(s *schema.Schema, n *need) *schema.Column {
	t := s.Table(n.table)
	if t == nil {
		return nil
	}
	i := t.Column(s.Semantics, n.column)
	if i < 0 {
		return nil
	}
	return &t.Columns[i]
}

// comesFrom says which revision brings a column, and what to do.
func comesFrom(p *Pass, n *need) string {
	o := columnOf(n.table, n.column)
	adds := func(c schema.Change) bool { _, ok := c.(schema.AddColumn); return ok && p.same(c.Object(), o) }
	if next := cmp.Or(p.Origins.PendingMake(o), p.Origins.Pending(adds)); next.Revision != "" {
		return "; " + next.String() + " adds it: upgrade the schema that far"
	}
	if n.value.kind == textValue && n.value.most > 0 {
		return fmt.Sprintf("; no revision to come adds it: ALTER TABLE %s ADD COLUMN %s VARCHAR(%d)", n.table, n.column, n.value.most)
	}
	return "; no revision to come adds it"
}
