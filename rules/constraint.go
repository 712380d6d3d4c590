package rules

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var missingForeignKey = &Rule{
	Name:     "missing-foreign-key",
	Severity: Error,
	Title:    "a foreign key of the revision is missing",
	Why:      "Rows may refer to what is not there, and a later revision that drops the key stops there.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		add, ok := c.(schema.AddForeignKey)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Want: describeKey(add.ForeignKey), Severity: Warning}
		f.Message = fmt.Sprintf("table %s lacks the foreign key %s", add.Table, f.Want)
		p.stopAtDrop(c.Object(), &f)
		return f, true
	},
}

var extraForeignKey = &Rule{
	Name:     "extra-foreign-key",
	Severity: Error,
	Title:    "a table has a foreign key that the revision does not give it",
	Why: "Asterisk writes contacts of endpoints that stand in files, and columns that list several names: the key refuses both. " +
		"On MySQL it also stops a later revision that changes one of its columns.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		drop, ok := c.(schema.DropForeignKey)
		if !ok {
			return Finding{}, false
		}
		t := p.Got.Table(drop.Table)
		i := slices.IndexFunc(t.ForeignKeys, func(k schema.ForeignKey) bool { return k.Name == drop.Name })
		f := Finding{Got: describeKey(t.ForeignKeys[i]), Severity: Warning}
		f.Message = fmt.Sprintf("table %s has the foreign key %s %s, which is not of this revision", drop.Table, drop.Name, f.Got)
		next := p.fixedColumns(drop.Table, t.ForeignKeys[i])
		switch {
		case next.Revision != "":
			f.Severity = Error
			f.Message += ": " + stops(next, "changes a column that it uses")
		case p.Usage.writes(drop.Table):
			f.Severity = Error
			f.Message += ": where it refuses a row, " + p.Usage.breaksWrites(drop.Table)
		default:
			f.Message += ": it refuses rows, such as those with several names in one column"
		}
		return f, true
	},
}

// fixedColumns returns the next revision that changes the type of a column that the key uses on either side, which MySQL refuses.
func (p *Pass) fixedColumns(table string, k schema.ForeignKey) Origin {
	m := p.Got.Semantics
	if !m.FixedKeyColumns {
		return Origin{}
	}
	uses := func(t, column string) bool {
		is := func(c string) bool { return m.SameName(c, column) }
		return m.TableKey(t) == m.TableKey(table) && slices.ContainsFunc(k.Columns, is) ||
			m.TableKey(t) == m.TableKey(k.RefTable) && slices.ContainsFunc(k.RefColumns, is)
	}
	return p.pendingType(uses, func(schema.Type, schema.AlterColumn) bool { return true })
}

// stopAtDrop says where the next upgrade stops for want of what it drops.
func (p *Pass) stopAtDrop(o schema.Object, f *Finding) {
	if next := p.pendingDrop(o); next.Revision != "" {
		f.Severity = Error
		f.Message += "; " + stops(next, "drops it")
	}
}

func describeKey(k schema.ForeignKey) string {
	s := fmt.Sprintf("(%s) to %s (%s)", strings.Join(k.Columns, ", "), k.RefTable, strings.Join(k.RefColumns, ", "))
	if k.OnDelete != "" {
		s += " ON DELETE " + k.OnDelete
	}
	if k.OnUpdate != "" {
		s += " ON UPDATE " + k.OnUpdate
	}
	if k.NotValid {
		s += " NOT VALID"
	}
	return s
}

var missingCheck = &Rule{
	Name:     "missing-check",
	Severity: Error,
	Title:    "a check constraint of the revision is missing",
	Why:      "Values get in that the revision forbids, and a later revision that drops the constraint stops there.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		f := Finding{Severity: Warning}
		if a, ok := altered(c, schema.PropCheck); ok && a.To.Check != "" {
			f.Want, f.Got = a.To.Check, a.From.Check
		} else if add, ok := c.(schema.AddCheck); ok {
			f.Want = add.Check.Expr
		} else {
			return f, false
		}
		f.Message = fmt.Sprintf("table %s lacks the check (%s)", c.Object().Table, f.Want)
		if c.Object().Kind == schema.CheckObject {
			p.stopAtDrop(c.Object(), &f)
		}
		return f, true
	},
}

var extraCheck = &Rule{
	Name:     "extra-check",
	Severity: Error,
	Title:    "a table has a check constraint that the revision does not give it",
	Why:      "It may refuse what Asterisk writes; on PostgreSQL it also stops a later revision that changes the type of a column in it.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		f := Finding{Severity: Info}
		o := c.Object()
		if a, ok := altered(c, schema.PropCheck); ok && a.To.Check == "" {
			f.Got = a.From.Check
		} else if drop, ok := c.(schema.DropCheck); ok {
			t := p.Got.Table(drop.Table)
			f.Got = t.Checks[slices.IndexFunc(t.Checks, func(k schema.Check) bool { return k.Name == drop.Name })].Expr
		} else {
			return f, false
		}
		f.Message = fmt.Sprintf("table %s has the check %s (%s), which is not of this revision", o.Table, o.Name, f.Got)
		if next := p.inTheWay(o.Table, f.Got, false); next.Revision != "" {
			f.Severity = Error
			f.Message += ": " + stops(next, "changes the type of a column in it")
		} else if p.Usage.writes(o.Table) {
			f.Severity = Warning
			f.Message += ": it may refuse what Asterisk writes"
		}
		return f, true
	},
}
