package upgrade

import (
	"cmp"
	"slices"
	"strings"

	"assay/expected"
	"assay/probe"
	"assay/schema"
)

// held says what keeps the server from dropping an object without CASCADE (PostgreSQL): something else needs it; or from replacing it: it is called.
func (i inventory) held(p *probe.Prober, b expected.Beside) []probe.Probe {
	s := p.Schema()
	if why := i.kept(b); why != "" {
		why = b.Object.Kind + " " + b.Object.Name + ": " + why + ": " + said(b)
		return []probe.Probe{{Table: b.Object.Table, Fatal: true, Unsure: why, Problem: why}}
	}
	if b.Verb != "DROP" || b.Object.Space != "" || !s.Semantics.TypedExpressions || cascades().MatchString(cmp.Or(b.SQL, b.Text)) {
		return nil
	}
	for _, o := range i.objects(b) {
		if why := i.user(s, o); why != "" && i.there[i.key(o)] {
			why = o.Kind + " " + o.Name + ": " + why + ": " + said(b)
			return []probe.Probe{{Table: o.Table, Fatal: true, Unsure: why, Problem: why}}
		}
	}
	return nil
}

// kept says why an object that is as it was read cannot be replaced by another of its name; empty: nothing is known against it.
func (i inventory) kept(b expected.Beside) string {
	if b.Verb != "CREATE" || !b.Either || b.SQL == "" || i.replaces == nil {
		return ""
	}
	for _, o := range i.schema.Beside {
		if key := i.key(schema.Opaque{Kind: o.Kind, Name: o.Name, Table: o.Table}); !i.there[key] || i.touched[key] {
			continue
		}
		switch refusal, known := i.replaces(o, b.SQL); {
		case refusal != nil:
			return refusal.Text
		case !known:
			return "whether it can be put in the place of " + o.String() + " is not known"
		}
	}
	return ""
}

// cascades: what of a statement was cut off may say it too.
var cascades = schema.Pattern(`(?is)\bCASCADE$`)

// user says what needs an object, as far as that is known; empty: nothing.
func (i inventory) user(s *schema.Schema, o schema.Opaque) string {
	name, _, _ := strings.Cut(o.Name, "(")
	switch o.Kind {
	case "extension", "schema":
		return "whether anything needs it is not known"
	case "view", "materialized view":
		if i.read(s, o) {
			return "whether something else reads it is not known"
		}
	case "domain", "composite type", "range type", "type":
		if users := s.UsersOf(name); len(users) > 0 {
			return users[0].String() + " is of it"
		}
	case "sequence":
		return counted(s, name)
	case "function":
		calls := name + "("
		for _, t := range s.SortedTables() {
			for _, c := range t.Columns {
				if strings.Contains(c.Default+c.Generated, calls) {
					return "column " + t.Name + "." + c.Name + " calls it"
				}
			}
			if of := called(t, calls); of != "" {
				return of + " calls it"
			}
		}
		for _, other := range s.Beside {
			is := schema.Opaque{Kind: other.Kind, Name: other.Name, Table: other.Table}
			if other.Kind != "function" && i.there[i.key(is)] && strings.Contains(other.SQL, calls) {
				return other.String() + " calls it"
			}
		}
	}
	return ""
}

// read reports whether something else may need a view: by the server's own texts of what is there, or by what pending statements have made or renamed.
func (i inventory) read(s *schema.Schema, o schema.Opaque) bool {
	if i.there[renames] {
		return true
	}
	for key, text := range i.made {
		if key != i.key(o) && schema.Mentions(text, o.Name) {
			return true
		}
	}
	key := func(b schema.Beside) string { return i.key(schema.Opaque{Kind: b.Kind, Name: b.Name, Table: b.Table}) }
	for _, b := range s.Beside {
		if k := key(b); k != i.key(o) && i.there[k] && !i.touched[k] && !i.of(o, b) && (schema.Mentions(b.SQL, o.Name) || b.SQL == "") {
			return true
		}
	}
	for _, t := range s.SortedTables() {
		if slices.ContainsFunc(t.Columns, func(c schema.Column) bool { return strings.Trim(strings.TrimSuffix(c.Type.Name, "[]"), `"`) == o.Name }) {
			return true
		}
	}
	return slices.ContainsFunc(s.Opaque, func(v schema.Opaque) bool { // what is in another schema, or has no text
		known := v.Space == "" && slices.ContainsFunc(s.Beside, func(b schema.Beside) bool { return key(b) == i.key(v) })
		return v.Depth > 0 && !known && (v.Space != "" || i.there[i.key(v)])
	})
}

// of reports whether an object belongs to the view and goes with it.
func (i inventory) of(o schema.Opaque, b schema.Beside) bool {
	return b.Table != "" && b.Table == o.Name
}

// renames is noted where a pending statement has given something another name: what reads it is then no longer told by its text.
const renames = "renamed something"

// called says which check or index of a table calls a function.
func called(t *schema.Table, calls string) string {
	for _, k := range t.Checks {
		if strings.Contains(k.Expr, calls) {
			return schema.Object{Kind: schema.CheckObject, Table: t.Name, Name: k.Name}.String()
		}
	}
	for _, x := range t.Indexes {
		if strings.Contains(x.Where, calls) || slices.ContainsFunc(x.Parts, func(p schema.Part) bool { return strings.Contains(p.Expr, calls) }) {
			return schema.Object{Kind: schema.IndexObject, Table: t.Name, Name: x.Name}.String()
		}
	}
	return ""
}

// counted says which column counts by a sequence.
func counted(s *schema.Schema, sequence string) string {
	for _, t := range s.SortedTables() {
		for _, c := range t.Columns {
			m := nextval().FindStringSubmatch(c.Default)
			if m != nil && m[1] == sequence || (c.AutoIncrement || c.Identity != "") && t.Name+"_"+c.Name+"_seq" == sequence {
				return "column " + t.Name + "." + c.Name + " counts by it"
			}
		}
	}
	return ""
}
