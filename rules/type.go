package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var typeNarrower = &Rule{
	Name:     "type-narrower",
	Severity: Error,
	Title:    "a column's type holds less than the revision's",
	Why: "A value that does not fit is refused or cut. In ps_contacts the contact is then not stored, though the phone is told 200 OK " +
		"and cannot be called; elsewhere provisioning fails.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		a, ok := retyped(c, schema.Narrower)
		if !ok {
			return Finding{}, false
		}
		f := typeFinding(a)
		f.Severity = Warning
		f.Message += ", which holds less than the expected " + f.Want
		if p.Usage.writes(a.Table) && strings.Contains(a.To.Type.Name, "char") {
			f.Severity = Error
			f.Message += ": where a value does not fit, " + p.Usage.breaksWrites(a.Table)
		}
		return f, true
	},
}

var typeWider = &Rule{
	Name:     "type-wider",
	Severity: Info,
	Title:    "a column's type holds more than the revision's",
	Why:      "Nothing is lost. A later revision that sets the type makes it as narrow as it says, and fails if a longer value is there by then.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		a, ok := retyped(c, schema.Wider)
		if !ok {
			return Finding{}, false
		}
		f := typeFinding(a)
		f.Message += ", which holds more than the expected " + f.Want
		if next := p.Lore.PendingTouch(c.Object()); next.Revision != "" {
			f.Message += fmt.Sprintf("; %s (%s) will set its type anew", next.Revision, next.Release)
		}
		return f, true
	},
}

var typeChanged = &Rule{
	Name:     "type-changed",
	Severity: Error,
	Title:    "a column is of another type than the revision's",
	Why: "Asterisk writes booleans as words and times as decimals: a column that takes only numbers refuses them. On MySQL a TINYINT that a later revision " +
		"turns into an ENUM silently turns 1 into '0', on into off.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		a, ok := retyped(c, schema.Other)
		if !ok {
			return Finding{}, false
		}
		f := typeFinding(a)
		f.Severity = Warning
		f.Message += ", expected " + f.Want
		if p.Usage.writes(a.Table) {
			f.Severity = Error
			f.Message += ": where it refuses a value, " + p.Usage.breaksWrites(a.Table)
		}
		if next := p.Lore.PendingTouch(c.Object()); next.Revision != "" {
			f.Severity = Error
			f.Message += fmt.Sprintf("; %s (%s) will convert it, which may fail or change values", next.Revision, next.Release)
		}
		return f, true
	},
}

func typeFinding(a schema.AlterColumn) Finding {
	f := Finding{Want: a.To.Type.String(), Got: a.From.Type.String(), Severity: Info}
	f.Message = fmt.Sprintf("column %s.%s is %s", a.Table, a.Name, f.Got)
	if f.Got == f.Want {
		f.Got += " of its own" // one is a type of the schema, the other the engine's
	}
	return f
}

// retyped returns the change if it sets a type that compares so with what was found. Enums that differ in labels only are not meant.
func retyped(c schema.Change, w schema.Width) (schema.AlterColumn, bool) {
	a, ok := altered(c, schema.PropType)
	if !ok || sameKindOfLabels(a) {
		return a, false
	}
	return a, a.To.Type.Compare(a.From.Type) == w
}

func sameKindOfLabels(a schema.AlterColumn) bool {
	return a.To.Type.Labels() != nil && a.From.Type.Labels() != nil && a.To.Type.Name == a.From.Type.Name
}
