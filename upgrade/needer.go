package upgrade

import (
	"regexp"
	"slices"
	"strings"

	"assay/expected"
	"assay/probe"
	"assay/schema"
)

// Needers are what pending statements have made beside tables and not dropped again, which may keep the server from dropping or changing what they are made of.
// What was there before them is told by the schema. What may have gone along with something else counts as there: nobody knows here what goes along.
type needers struct {
	made  []expected.Beside
	names map[string][]string // what an object or column was called before, by its name
}

// families are the kinds of objects that others may need, and as what these name them.
var families = map[string]string{
	"view": "relation", "materialized view": "relation", "sequence": "relation", "foreign table": "relation",
	"domain": "type", "composite type": "type", "range type": "type", "type": "type",
	"function": "function", "procedure": "function", "aggregate": "function", "collation": "name",
}

// statement goes on past a statement, and says what of what was made before may need what it drops.
func (n *needers) statement(s *schema.Schema, b expected.Beside) (found []probe.Probe) {
	if b.Words || !s.Semantics.TypedExpressions {
		return nil
	}
	if m := publication().FindStringSubmatch(b.SQL); m != nil {
		b.Verb, b.Object = strings.ToUpper(m[1]), schema.Opaque{Kind: "publication", Name: m[2]}
	}
	name, _, _ := strings.Cut(b.Object.Name, "(")
	b.Object.Name = name
	switch b.Verb {
	case "DROP":
		if family := families[b.Object.Kind]; family != "" && !cascades().MatchString(b.SQL) {
			found = n.kept(s, b, family)
		}
		n.drop(b)
	case "ALTER":
		n.alter(b)
	case "CREATE":
		n.drop(b)
		n.made = append(n.made, b)
	}
	return found
}

// publication is how a statement begins that has a publication be of columns.
var publication = schema.Pattern(`(?is)^(CREATE|ALTER|DROP)\s+PUBLICATION\s+(?:IF\s+EXISTS\s+)?(` + schema.NameSQL + `)`)

// kept says what may need what a statement drops. What it drops too is in nobody's way.
func (n *needers) kept(s *schema.Schema, b expected.Beside, family string) []probe.Probe {
	found := n.needs(schema.Object{}, said(b), func(m expected.Beside) bool {
		same := families[m.Object.Kind] == family && m.Object.Name == b.Object.Name
		part := family == "relation" && m.Object.Table == b.Object.Name
		return !same && !part && !schema.Mentions(b.SQL, m.Object.Name) && n.mentions(m, family, b.Object.Name)
	})
	if family == "type" {
		found = append(found, n.typed(s, b.Object.Name, said(b))...)
	}
	return found
}

// drop forgets what a statement drops or makes anew, and what is part of that.
func (n *needers) drop(b expected.Beside) {
	o, space := b.Object, b.Verb == "DROP" && b.Object.Kind == "schema"
	n.made = slices.DeleteFunc(n.made, func(m expected.Beside) bool {
		of := families[o.Kind] == "relation" && m.Object.Table == o.Name
		return alike(m.Object, o) && sameArguments(m.SQL, b.SQL) || space && m.Object.Space == o.Name || of && b.Verb == "DROP"
	})
}

// alike reports whether two objects are of one kind and name.
func alike(a, b schema.Opaque) bool {
	return a.Kind == b.Kind && a.Name == b.Name && a.Space == b.Space && a.Table == b.Table
}

// sameArguments reports whether a statement that drops or makes a function may be about the one that another makes.
func sameArguments(made, sql string) bool {
	const named = 2
	of, at := argued().FindStringSubmatch(made), argued().FindStringSubmatch(sql)
	if of == nil || at == nil {
		return true
	}
	words := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" ,\t\n\r", r) })
	}
	has := words(of[named])
	return (len(has) == 0) == (len(words(at[named])) == 0) && !slices.ContainsFunc(words(at[named]), func(w string) bool { return !slices.Contains(has, w) })
}

// argued is a statement that names a function with its arguments.
var argued = schema.Pattern(`(?is)^(?:CREATE|DROP)\s+(?:OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE|AGGREGATE)\s+(?:IF\s+EXISTS\s+)?` + schema.NameSQL + `\s*\(([^)]*)\)`)

// alter follows an object to another name, or schema.
func (n *needers) alter(b expected.Beside) {
	to, at := renamed().FindStringSubmatch(b.SQL), moved().FindStringSubmatch(b.SQL)
	if to == nil && at == nil {
		if b.Object.Kind == "publication" {
			n.made = append(n.made, b)
		}
		return
	}
	for i := range n.made {
		o := &n.made[i].Object
		switch {
		case !alike(*o, b.Object):
		case to != nil:
			o.Name = last(to[1])
		default:
			o.Space = last(at[1])
		}
	}
	if to != nil {
		n.rename(b.Object.Name, last(to[1]))
	}
}

// last is a name without the schema that it is in.
func last(sql string) string {
	path := schema.NamePath(sql)
	return path[len(path)-1]
}

// change says what of it may need what a change drops or changes, and goes on past that.
func (n *needers) change(s *schema.Schema, c schema.Change) (found []probe.Probe) {
	if !s.Semantics.TypedExpressions {
		return nil
	}
	o := c.Object()
	switch c := schema.Mended(c).(type) {
	case schema.RenameTable:
		n.rename(c.From, c.To)
		for i := range n.made {
			if n.made[i].Object.Table == c.From {
				n.made[i].Object.Table = c.To
			}
		}
	case schema.RenameColumn:
		n.rename(c.From, c.To)
	case schema.RenameEnum:
		n.rename(c.From, c.To)
	case schema.DropTable:
		n.made = slices.DeleteFunc(n.made, func(b expected.Beside) bool { return b.Object.Table == c.Table })
		if !c.Cascade {
			found = n.needs(o, o.String(), func(b expected.Beside) bool {
				return b.Object.Kind != "publication" && n.mentions(b, "relation", c.Table)
			})
		}
	case schema.DropColumn:
		if !c.Cascade {
			found = n.needs(o, o.String(), func(b expected.Beside) bool { return n.reads(b, c.Table, c.Column) })
		}
	case schema.AlterColumn:
		if c.Set&schema.PropType != 0 {
			found = n.needs(o, o.String(), func(b expected.Beside) bool { return b.Object.Kind != "function" && n.reads(b, c.Table, c.Name) })
		}
	case schema.DropIndex:
		if !c.Cascade {
			found = n.needs(o, o.String(), func(b expected.Beside) bool { return n.keyed(s, b, c) })
		}
	case schema.DropEnum:
		if !c.Cascade {
			found = append(n.needs(o, o.String(), func(b expected.Beside) bool { return n.mentions(b, "type", c.Name) }), n.typed(s, c.Name, o.String())...)
		}
		n.made = slices.DeleteFunc(n.made, func(b expected.Beside) bool { return families[b.Object.Kind] == "type" && b.Object.Name == c.Name })
	}
	return found
}

func (n *needers) rename(from, to string) {
	if n.names == nil {
		n.names = map[string][]string{}
	}
	n.names[to] = append(slices.Clone(n.names[from]), from)
}

// needs says what of it needs an object. what is what drops or changes that.
func (n *needers) needs(o schema.Object, what string, is func(expected.Beside) bool) (found []probe.Probe) {
	for _, b := range n.made {
		if is(b) {
			why := b.Object.Kind + " " + b.Object.Name + ", which a statement before it makes, may need it: " + what
			found = append(found, probe.Probe{Table: o.Table, Fatal: true, Unsure: why, Problem: why})
		}
	}
	return found
}

// typed says which tables have an expression that names a type: of that, no column has to be.
func (n *needers) typed(s *schema.Schema, name, what string) (found []probe.Probe) {
	for _, t := range s.SortedTables() {
		var all []string
		for _, c := range t.Columns {
			all = append(all, c.Default, c.Generated)
		}
		for _, k := range t.Checks {
			all = append(all, k.Expr)
		}
		for _, x := range t.Indexes {
			all = append(all, x.Where)
			for _, p := range x.Parts {
				all = append(all, p.Expr)
			}
		}
		if slices.ContainsFunc(all, func(expr string) bool { return n.says(expr, "type", name) }) {
			why := "an expression of " + t.Name + " may need it: " + what
			found = append(found, probe.Probe{Table: t.Name, Fatal: true, Unsure: why, Problem: why})
		}
	}
	return found
}

// called are the names that what is called so by then has had.
func (n *needers) called(name string) []string { return append(slices.Clone(n.names[name]), name) }

// says reports whether an expression or query names an object, under any name that it has had, as what it is.
func (n *needers) says(sql, family, name string) bool {
	return slices.ContainsFunc(n.called(name), func(name string) bool {
		if !schema.Mentions(sql, name) && !schema.Mentions(strings.ToLower(sql), name) {
			return false
		}
		as := `"?` + regexp.QuoteMeta(name) + `"?`
		switch family {
		case "type": // a column often has the name of its type
			return regexp.MustCompile(`(?i)::\s*(?:[\w"]+\.)?` + as + `(?:\W|$)|\bAS\s+(?:[\w"]+\.)?` + as + `\s*[)\[]|\b` + as + `\s*'`).MatchString(sql)
		case "function":
			return regexp.MustCompile(`(?i)` + as + `\s*\(`).MatchString(sql)
		}
		return true
	})
}
