package rules

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var enumLabelMissing = &Rule{
	Name:     "enum-label-missing",
	Severity: Error,
	Title:    "an enumeration lacks a value of the revision",
	Why:      "Asterisk and provisioning cannot store that value: the INSERT or UPDATE fails, or on a lax MySQL stores nothing.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		want, got, ok := labels(c)
		missing := without(want, got)
		if !ok || len(missing) == 0 {
			return Finding{}, false
		}
		f := labelFinding(c, want, got)
		f.Severity = Warning
		f.Message += " lacks " + quoted(missing)
		if table := c.Object().Table; table != "" && p.Usage.writes(table) {
			f.Severity = Error
			f.Message += ": where it is written, " + p.Usage.breaksWrites(table)
		}
		if c.Object().Kind == schema.EnumObject && writtenUser(p, c.Object().Name) {
			f.Severity = Error
			f.Message += ", and columns that Asterisk writes are of this type"
		}
		return f, true
	},
}

func writtenUser(p *Pass, enum string) bool {
	return slices.ContainsFunc(p.Got.UsersOf(enum), func(o schema.Object) bool { return p.Usage.writes(o.Table) })
}

var enumLabelExtra = &Rule{
	Name:     "enum-label-extra",
	Severity: Info,
	Title:    "an enumeration has a value that the revision does not have",
	Why:      "It hurts nobody until a later revision sets the type anew: then it fails, or loses the value, if a row uses it.",
	Check: func(_ *Pass, c schema.Change) (Finding, bool) {
		want, got, ok := labels(c)
		extra := without(got, want)
		if !ok || len(extra) == 0 {
			return Finding{}, false
		}
		f := labelFinding(c, want, got)
		f.Message += " has " + quoted(extra) + " besides"
		return f, true
	},
}

var enumLabelOrder = &Rule{
	Name:     "enum-label-order",
	Severity: Info,
	Title:    "an enumeration has its values in another order",
	Why:      "Only sorting depends on it, and numbers written in place of the values.",
	Check: func(_ *Pass, c schema.Change) (Finding, bool) {
		want, got, ok := labels(c)
		common := without(want, without(want, got))
		if !ok || slices.Equal(common, without(got, without(got, want))) {
			return Finding{}, false
		}
		f := labelFinding(c, want, got)
		f.Message += " has its values in another order"
		return f, true
	},
}

// labels returns the values of the enumeration that a change alters: of a named type, or of a column (MySQL).
func labels(c schema.Change) (want, got []string, ok bool) {
	switch c := c.(type) {
	case schema.AlterEnum:
		return schema.SplitLabels(c.To.Labels), schema.SplitLabels(c.From.Labels), true
	case schema.AlterColumn:
		if c.Set&schema.PropType != 0 && sameKindOfLabels(c) {
			return c.To.Type.Labels(), c.From.Type.Labels(), true
		}
	}
	return nil, nil, false
}

func labelFinding(c schema.Change, want, got []string) Finding {
	f := Finding{Want: schema.QuoteLabels(want), Got: schema.QuoteLabels(got), Severity: Info}
	f.Message = c.Object().String()
	return f
}

func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

func quoted(labels []string) string { return strings.ReplaceAll(schema.QuoteLabels(labels), ",", ", ") }

var missingType = &Rule{
	Name:     "missing-type",
	Severity: Error,
	Title:    "an enum type of the revision is missing",
	Why:      "Later revisions name the types: an upgrade that uses, renames or drops this one stops there, even if no column needs it now.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		create, ok := c.(schema.CreateEnum)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Want: create.Enum.Labels, Severity: Warning}
		f.Message = fmt.Sprintf("type %s is missing", create.Enum.Name)
		if next := p.Lore.PendingTouch(c.Object()); next.Revision != "" {
			f.Severity = Error
			f.Message += fmt.Sprintf(": the next upgrade stops at %s (%s), which needs it", next.Revision, next.Release)
		}
		return f, true
	},
}

var extraType = &Rule{
	Name:     "extra-type",
	Severity: Error,
	Title:    "an enum type is not of the revision",
	Why:      "An unused type hurts nobody until a revision creates one of the same name: then the upgrade stops there.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		drop, ok := c.(schema.DropEnum)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Got: p.Got.Enums[drop.Name].Labels, Severity: Info}
		f.Message = fmt.Sprintf("type %s is not of this revision", drop.Name)
		if next := p.Lore.PendingMake(c.Object()); next.Revision != "" {
			f.Severity = Error
			f.Message += fmt.Sprintf(": the next upgrade stops at %s (%s), which creates it", next.Revision, next.Release)
		} else if users := p.Got.UsersOf(drop.Name); len(users) > 0 {
			f.Message += fmt.Sprintf("; %s is of it", users[0])
		}
		return f, true
	},
}

var renamedType = &Rule{
	Name:     "renamed-type",
	Severity: Error,
	Title:    "an enum type has another name than the revision's",
	Why:      "Queries go on as before, but later revisions name the type: an upgrade that alters or uses it stops there.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		rename, ok := c.(schema.RenameEnum)
		if !ok {
			return Finding{}, false
		}
		o := schema.Object{Kind: schema.EnumObject, Name: rename.To}
		by := p.Lore.SetBy(o)
		f := Finding{Want: rename.To, Got: rename.From, Severity: Warning, Object: rename.From, Revision: by.Revision, Release: by.Release}
		f.Message = fmt.Sprintf("type %s is the expected %s under another name", rename.From, rename.To)
		if next := p.Lore.PendingTouch(o); next.Revision != "" {
			f.Severity = Error
			f.Message += fmt.Sprintf(": the next upgrade stops at %s (%s), which needs it", next.Revision, next.Release)
		}
		return f, true
	},
}
