package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var enumLabelMissing = &Rule{
	Name:     "enum-label-missing",
	Severity: Error,
	Since:    "0.1",
	Title:    "an enumeration lacks a value of the revision",
	Why:      "The value cannot be stored: the INSERT or UPDATE fails, or stores an empty text on MySQL without strict mode.",
	Bad:      "-- on MySQL\nALTER TABLE ps_endpoints MODIFY timers ENUM('forced','required','yes');",
	Good:     "-- as it was installed",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		want, got, ok := labels(c)
		missing := without(want, got)
		if !ok || len(missing) == 0 {
			return Finding{}, false
		}
		f := labelFinding(c, want, got)
		f.Severity = Warning
		f.Message += " lacks " + quoted(missing)
		if o := c.Object(); o.Kind == schema.ColumnObject && p.Usage.writes(o.Table) {
			p.unwritable(o, c, &f)
		}
		if o, ok := lostUser(p, c.Object()); ok {
			f.Severity = Error
			f.Message += fmt.Sprintf(", and %s.%s, which %s writes, uses this type: %s", o.Table, o.Name, p.Usage.Name(),
				p.Usage.breaksWrites(o.Table, "a statement that writes such a value fails"))
		}
		return f, true
	},
}

// unwritable judges an enumeration of a column's own. Asterisk never writes some of the words that the revision has: as yes and no into
// qualify_2xx_only, or true and false into prune_on_boot.
func (p *Pass) unwritable(o schema.Object, c schema.Change, f *Finding) {
	switch {
	case p.unneeded(o.Table, o.Name):
		f.Message += ": " + p.Runs.Name + " does not use it"
	case p.takes(o.Table, o.Name, c.(schema.AlterColumn).From.Type) == fits:
		f.Message += ": it accepts what " + p.Usage.Name() + " writes"
	default:
		f.Severity = Error
		f.Message += ": where it is written, " + p.Usage.breaksWrites(o.Table, "the statement fails")
	}
}

// lostUser returns a column of the type into which Asterisk cannot write any more what it writes.
func lostUser(p *Pass, enum schema.Object) (schema.Object, bool) {
	if enum.Kind != schema.EnumObject {
		return schema.Object{}, false
	}
	users := p.Got.UsersOf(enum.Name)
	i := slices.IndexFunc(users, func(o schema.Object) bool {
		return p.Usage.writes(o.Table) && !p.unneeded(o.Table, o.Name) && p.takes(o.Table, o.Name, schema.Type{Name: enum.Name, Named: true}) != fits
	})
	if i < 0 {
		return schema.Object{}, false
	}
	return users[i], true
}
