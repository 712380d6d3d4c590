package expected

import (
	"slices"
	"strings"

	"assay/schema"
)

// An Object is what a history has made beside tables: a view, a trigger, a function.
type Object struct {
	// Beside says what it is. Its SQL is empty where the history does not tell it in the server's own spelling: only a recording does.
	schema.Beside
	// Revision made it, or changed it last.
	Revision *Revision

	text string // of the statement that made it: what it mentions
}

// Objects are what the revisions up to a position have made beside tables and left there, in the order in which they were made. What a statement that is not
// understood may have dropped or changed is left out, and so is what they make in another schema.
func (p Position) Objects() []Object {
	s := &shelf{names: p.Chain.names}
	for _, r := range p.Chain.Revisions[:p.At+1] {
		next := 0
		for i, c := range r.Changes {
			at, _ := r.Statement(i)
			for ; next < len(r.Beside) && r.Beside[next].Statement < at; next++ {
				s.statement(r, r.Beside[next])
			}
			s.change(c)
		}
		for _, b := range r.Beside[next:] {
			s.statement(r, b)
		}
	}
	return s.all
}

// Tells reports whether a recorded revision says what becomes of an object beside the tables.
func (c *Chain) Tells(o schema.Opaque) bool {
	return slices.ContainsFunc(c.Revisions, func(r *Revision) bool {
		return slices.ContainsFunc(r.Beside, func(b Beside) bool {
			return b.Exact && b.Object.Kind == o.Kind && bare(b.Object.Name) == bare(o.Name)
		})
	})
}

// A shelf is what has been made by a place of a history.
type shelf struct {
	names schema.Semantics
	all   []Object
}

var (
	// anything are the statements that may do anything, whatever they say.
	anything = schema.Pattern(`(?is)^(?:DO|CALL|EXECUTE)\b`)
	selects  = schema.Pattern(`(?is)^SELECT\b`)
	moves    = schema.Pattern(`(?is)\b(?:RENAME\s+TO|SET\s+SCHEMA)\b`)
	cascade  = schema.Pattern(`(?is)\bCASCADE\s*;?\s*$`)
)

// usual is the schema that a database's objects are in where nobody has said another (PostgreSQL).
const usual = "public"

// statement does what one does that is no change.
func (s *shelf) statement(r *Revision, b Beside) {
	text := b.SQL
	if text == "" {
		text = b.Text
	}
	o := b.Object
	switch {
	case b.Verb == "" && (anything().MatchString(text) || s.calls(text)):
		s.all = nil
	case b.Verb == "" && b.Unread:
		s.forget(text)
	case b.Verb == "CREATE" && o.Space == "" && !b.Elsewhere && !slices.ContainsFunc(schema.Spaces(text), func(space string) bool { return space != usual }):
		s.drop(o)
		x := Object{Beside: schema.Beside{Kind: o.Kind, Name: o.Name, Table: o.Table}, Revision: r, text: text}
		if b.Exact {
			x.SQL, x.text = b.SQL, ""
		}
		s.all = append(s.all, x)
	case b.Verb == "DROP":
		s.drop(o)
		if cascade().MatchString(text) {
			s.mentioning(bare(o.Name))
		}
	case b.Verb == "ALTER":
		s.alter(o, text)
	}
}

// calls reports whether a query calls a routine that the history made: what that does nobody knows.
func (s *shelf) calls(text string) bool {
	return selects().MatchString(text) && slices.ContainsFunc(s.all, func(x Object) bool { return isRoutine(x.Kind) && schema.Mentions(text, bare(x.Name)) })
}

func isRoutine(kind string) bool { return kind == "function" || kind == "procedure" }

// bare is the name of a function without its arguments.
func bare(name string) string {
	name, _, _ = strings.Cut(name, "(")
	return name
}

// forget leaves out what a text names.
func (s *shelf) forget(text string) {
	s.all = slices.DeleteFunc(s.all, func(x Object) bool { return schema.Mentions(text, bare(x.Name)) })
}

// mentioning leaves out what was made by a statement that mentions a name; a recording tells what became of it.
func (s *shelf) mentioning(name string) {
	s.all = slices.DeleteFunc(s.all, func(x Object) bool { return schema.Mentions(x.text, name) })
}

// drop takes an object away; of functions that are named without arguments, all of the name.
func (s *shelf) drop(o schema.Opaque) {
	s.all = slices.DeleteFunc(s.all, func(x Object) bool { return s.is(x, o) })
}

func (s *shelf) is(x Object, o schema.Opaque) bool {
	if isRoutine(x.Kind) && isRoutine(o.Kind) {
		exact := strings.Contains(x.Name, "(") && strings.Contains(o.Name, "(")
		return x.Name == o.Name || !exact && s.names.SameName(bare(x.Name), bare(o.Name))
	}
	return x.Kind == o.Kind && s.names.SameName(x.Name, o.Name) && (x.Table == o.Table || x.Table == "" || o.Table == "")
}

// alter has an object altered: it is there, and what it is like is not known; or it has another name, or is elsewhere.
func (s *shelf) alter(o schema.Opaque, text string) {
	if moves().MatchString(text) {
		s.drop(o)
		return
	}
	for i := range s.all {
		if s.is(s.all[i], o) {
			s.all[i].SQL = ""
		}
	}
}

// change does what a change does to what is beside its table. A view may go with what it reads (CASCADE).
func (s *shelf) change(c schema.Change) {
	switch c := c.(type) {
	case schema.DropTable:
		s.all = slices.DeleteFunc(s.all, func(x Object) bool { return s.names.SameName(x.Table, c.Table) })
		s.mentioning(c.Table)
	case schema.DropColumn:
		s.mentioning(c.Column)
	case schema.RenameTable:
		for i := range s.all {
			if s.names.SameName(s.all[i].Table, c.From) {
				s.all[i].Table = c.To
			}
		}
	}
}
