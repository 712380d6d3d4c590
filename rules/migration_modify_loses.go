package rules

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var modifyLoses = &Rule{
	Name: "modify-loses", Severity: Error, Milder: true, Of: OfMigration, Since: "0.1", Engines: []string{"mysql"},
	Title: "a column loses what MODIFY or CHANGE does not state again",
	Why: "MODIFY and CHANGE state the whole column: what they omit is removed. op.alter_column states only what it is given, so without " +
		"existing_nullable, existing_server_default, existing_comment and existing_autoincrement a new type also removes the column's NOT " +
		"NULL, default, comment or AUTO_INCREMENT.",
	Asterisk: "Asterisk's ps_contacts.id became nullable this way.",
	Bad:      "CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR(40) NOT NULL DEFAULT 'x');\n-- then\nALTER TABLE t MODIFY s VARCHAR(80) NULL;",
	Good:     "CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR(40) NOT NULL DEFAULT 'x');\n-- then\nALTER TABLE t MODIFY s VARCHAR(80) NOT NULL DEFAULT 'x';",
	Statement: func(w *Walk) []Finding {
		if w.Script.Net {
			return nil
		}
		return w.eachChange(func(c schema.Change) (Finding, bool) {
			alter, ok := c.(schema.AlterColumn)
			if !ok || alter.Set&schema.PropAll != schema.PropAll {
				return Finding{}, false
			}
			t := w.Table(alter.Table)
			if t == nil {
				return Finding{}, false
			}
			i := t.Column(w.Before.Semantics, alter.Name)
			if i < 0 {
				return Finding{}, false
			}
			return judgeRestated(w, t, t.Columns[i], alter)
		})
	},
}

// A loss is what a column had, and how Alembic is told to keep it.
type loss struct {
	what, keep string
	severity   Severity
	works      bool // the server does something by it to rows that are written
}

func judgeRestated(w *Walk, t *schema.Table, from schema.Column, alter schema.AlterColumn) (Finding, bool) {
	to := from.With(alter.To, alter.Set)
	if pk, ok := t.PrimaryKey(); ok && wholeKeyHas(w, pk, from.Name) {
		to.Nullable = false // whatever the statement says
	}
	settled := losses(from, settledColumn(w, t.Name, to))
	all := slices.DeleteFunc(losses(from, to), func(l loss) bool { return !slices.Contains(settled, l) })
	alone := false
	if !means(from, to) && !onlyNullable(&all) {
		alone = true
		all = slices.DeleteFunc(all, func(l loss) bool { return !l.works })
	}
	if len(all) == 0 {
		return Finding{}, false
	}
	f := Finding{Table: t.Name, Object: from.Name}
	var what, keep []string
	for _, l := range all {
		f.Severity = max(f.Severity, l.severity)
		what = append(what, l.what)
		if n := len(keep); n > 0 && strings.HasPrefix(l.keep, keep[n-1]) { // a default, and its ON UPDATE: one argument states both
			keep = keep[:n-1]
		}
		keep = append(keep, l.keep)
	}
	if alone {
		f.Severity = Warning
		f.Message = fmt.Sprintf("the only effect of this statement is that column %s.%s loses its %s: if that is not intended, state it (%s in op.alter_column)",
			t.Name, from.Name, listed(what), listed(keep))
		return f, true
	}
	f.Message = fmt.Sprintf("column %s.%s loses its %s, which the statement does not state again: state it (%s in op.alter_column), or drop it in a statement "+
		"of its own if that is intended",
		t.Name, from.Name, listed(what), listed(keep))
	return f, true
}

// settledColumn is what the statements behind this one in the script make of a column.
func settledColumn(w *Walk, table string, c schema.Column) schema.Column {
	m := w.Before.Semantics
	for _, st := range w.Script.Statements[w.At+1:] {
		for _, change := range st.Changes {
			if a, ok := change.(schema.AlterColumn); ok && m.TableKey(a.Table) == m.TableKey(table) && m.SameName(a.Name, c.Name) {
				c = c.With(a.To, a.Set)
			}
		}
	}
	return c
}

func wholeKeyHas(w *Walk, x schema.Index, column string) bool {
	for _, p := range x.Parts {
		if w.Before.Semantics.SameName(p.Column, column) {
			return true
		}
	}
	return false
}

// losses are what the column has before and not after, and could have kept.
func losses(from, to schema.Column) []loss {
	if from.Generated != "" || to.Generated != "" {
		return nil
	}
	var all []loss
	lose := func(lost bool, l loss) {
		if lost {
			all = append(all, l)
		}
	}
	kind := keepsDefault(from, to.Type)
	lose(!from.Nullable && to.Nullable, loss{"NOT NULL", "existing_nullable=False", Warning, false})
	lose(from.Default != "" && to.Default == "" && kind, loss{"default " + from.Default, "existing_server_default", Warning, true})
	lose(from.OnUpdate != "" && to.OnUpdate == "" && kind, loss{"ON UPDATE " + from.OnUpdate, "existing_server_default with all of it", Warning, true})
	lose(from.AutoIncrement && !to.AutoIncrement && isInteger(to.Type), loss{"AUTO_INCREMENT", "existing_autoincrement=True", Error, true})
	lose(from.Comment != "" && to.Comment == "", loss{"comment", "existing_comment", Info, false})
	lose(from.Charset+from.Collation != "" && to.Charset+to.Collation == "" && isText(from.Type) && isText(to.Type),
		loss{"collation " + from.Collation, "a type with its collation", Warning, false})
	return all
}

// keepsDefault reports whether the default of a column could be one of another type.
func keepsDefault(from schema.Column, to schema.Type) bool {
	if labels := to.Labels(); labels != nil {
		return from.Type.Name == to.Name && slices.Contains(labels, strings.Trim(from.Default, "'"))
	}
	return from.Type.Name == to.Name || isText(from.Type) && isText(to) || isNumber(from.Type) && isNumber(to)
}

// means reports whether a statement has something else to do to the column than to take something away.
func means(from, to schema.Column) bool {
	return from.Type != to.Type || from.Name != to.Name || from.Nullable && !to.Nullable || to.Default != "" && to.Default != from.Default ||
		to.Comment != "" && to.Comment != from.Comment || to.AutoIncrement && !from.AutoIncrement || to.OnUpdate != "" && to.OnUpdate != from.OnUpdate
}

// onlyNullable: a statement that takes away NOT NULL and has nothing else to do means that, and perhaps the default with it, but not the rest.
func onlyNullable(all *[]loss) bool {
	var rest []loss
	nullable := false
	for _, l := range *all {
		switch {
		case l.what == "NOT NULL":
			nullable = true
		case !strings.HasPrefix(l.what, "default "):
			rest = append(rest, l)
		}
	}
	if nullable {
		*all = rest
	}
	return nullable
}

// listed joins words for people: "a, b and c".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
