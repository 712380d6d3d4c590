package upgrade

import (
	"slices"
	"strings"

	"assay/expected"
	"assay/probe"
	"assay/schema"
)

// Needers are what pending statements have made beside tables and not dropped again, which may keep the server from dropping or changing what they are made of.
// What was there before them is told by the schema.
type needers struct {
	made  []expected.Beside
	names map[string][]string // what a table or column was called before, by its name
}

// statement goes on past a statement.
func (n *needers) statement(b expected.Beside) {
	if b.Verb != "CREATE" && b.Verb != "DROP" || b.Words {
		return
	}
	name, _, _ := strings.Cut(b.Object.Name, "(")
	space := b.Verb == "DROP" && b.Object.Kind == "schema"
	n.made = slices.DeleteFunc(n.made, func(m expected.Beside) bool {
		is, _, _ := strings.Cut(m.Object.Name, "(")
		same := m.Object.Kind == b.Object.Kind && is == name && m.Object.Space == b.Object.Space && m.Object.Table == b.Object.Table
		return same || space && m.Object.Space == name ||
			b.Verb == "DROP" && cascades().MatchString(b.SQL) && schema.Mentions(m.SQL, name)
	})
	if b.Verb == "CREATE" && (keeps[b.Object.Kind] || b.Object.Kind == "function" && bodied().MatchString(b.SQL)) {
		n.made = append(n.made, b)
	}
}

var (
	// keeps are the kinds of objects whose columns the server keeps as they are.
	keeps = map[string]bool{"view": true, "materialized view": true, "rule": true, "policy": true, "trigger": true}
	// bodied is a function of which the server knows what it needs.
	bodied = schema.Pattern(`(?is)\bBEGIN\s+ATOMIC\b|\bRETURN\b`)
)

// change says what of it may need what a change drops or changes, and goes on past that.
func (n *needers) change(s *schema.Schema, c schema.Change) []probe.Probe {
	if !s.Semantics.TypedExpressions {
		return nil
	}
	o := c.Object()
	var found []probe.Probe
	switch c := schema.Mended(c).(type) {
	case schema.RenameTable:
		n.rename(c.From, c.To)
	case schema.RenameColumn:
		n.rename(c.From, c.To)
	case schema.DropTable:
		found = n.needs(o, c.Cascade, func(b expected.Beside) bool { return b.Object.Table != c.Table && n.mentions(b, c.Table) })
	case schema.DropColumn:
		found = n.needs(o, c.Cascade, func(b expected.Beside) bool { return n.mentions(b, c.Table) && n.reads(b, c.Column) })
	case schema.AlterColumn:
		if c.Set&schema.PropType != 0 {
			found = n.needs(o, false, func(b expected.Beside) bool {
				return b.Object.Kind != "function" && n.mentions(b, c.Table) && n.reads(b, c.Name)
			})
		}
	}
	return found
}

func (n *needers) rename(from, to string) {
	if n.names == nil {
		n.names = map[string][]string{}
	}
	n.names[to] = append(slices.Clone(n.names[from]), from)
}

// needs says what of it needs an object; where that is dropped with all that needs it, it is there no more.
func (n *needers) needs(o schema.Object, cascade bool, is func(expected.Beside) bool) (found []probe.Probe) {
	if cascade {
		n.made = slices.DeleteFunc(n.made, is)
		return nil
	}
	for _, b := range n.made {
		if is(b) {
			why := b.Object.Kind + " " + b.Object.Name + ", which a statement before it makes, may need it: " + o.String()
			found = append(found, probe.Probe{Table: o.Table, Fatal: true, Unsure: why, Problem: why})
		}
	}
	return found
}

func (n *needers) mentions(b expected.Beside, name string) bool {
	return b.SQL == "" || slices.ContainsFunc(append(slices.Clone(n.names[name]), name), func(name string) bool { return schema.Mentions(b.SQL, name) })
}

// reads reports whether the statement that makes an object names a column, or all of a table's.
func (n *needers) reads(b expected.Beside, column string) bool {
	return n.mentions(b, column) || strings.HasSuffix(b.Object.Kind, "view") && everyColumn().MatchString(b.SQL)
}

// everyColumn is how a query asks for all columns of what it reads.
var everyColumn = schema.Pattern(`(?i)(?:\bSELECT\s+(?:DISTINCT\s+)?|[.,]\s*)\*`)
