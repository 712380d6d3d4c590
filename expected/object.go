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

// Objects are what the revisions up to a position have made beside tables and left there, in the order in which they were made. What another statement may
// have dropped, renamed, moved or changed is left out, and so is what they make in another schema, or for a time.
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
	moved bool     // the statements may be about another schema, or database
	temps []string // the temporary tables, whose views are temporary too
}

var (
	// anything are the statements that may do anything, whatever they say, and defines what a routine says that makes or drops something.
	anything = schema.Pattern(`(?is)^(?:DO|CALL|EXECUTE|ROLLBACK)\b|^DROP\s+(?:SCHEMA|EXTENSION|OWNED)\b.*\bCASCADE\b`)
	defines  = schema.Pattern(`(?is)\b(?:CREATE|DROP|ALTER|RENAME|EXECUTE)\b`)
	moves    = schema.Pattern(`(?is)^USE\b|\bsearch_path\b`)
	// undoes are statements that take away, rename or move what they name; of what is modelled, changes say that.
	undoes   = schema.Pattern(`(?is)^(?:DROP|RENAME)\b|^ALTER\b.*\b(?:RENAME|SCHEMA)\b|^ALTER\s+EXTENSION\b`)
	followed = schema.Pattern(`(?is)^(?:DROP\s+(?:TABLE|INDEX)\b|ALTER\s+(?:TABLE|INDEX)\b)`)
	leaves   = schema.Pattern(`(?is)\bSET\s+SCHEMA\b`)
	cascade  = schema.Pattern(`(?is)\bCASCADE\s*;?\s*$`)
	milder   = schema.Pattern(`(?is)\b(?:RENAME|SCHEMA)\b`)
	// fleeting is an event that ends by itself.
	fleeting = schema.Pattern(`(?is)\bON\s+SCHEDULE\s+AT\b|\bENDS\b`)
	inASCII  = schema.Pattern(`(?is)^CREATE\b[\x00-\x7f]*$`)
	prefixed = schema.Pattern(`(?i)\bU&["']`)
)

// cut is the longest name that no server cuts.
const cut = 62

// statement does what one does that is no change.
func (s *shelf) statement(r *Revision, b Beside) {
	if b.Exact {
		s.recorded(r, b)
		return
	}
	text := b.SQL
	if text == "" {
		text = b.Text
	}
	s.moved = s.moved || moves().MatchString(text)
	if temporary().MatchString(text) {
		for _, o := range schema.Touched(text) {
			s.temps = append(s.temps, o.Name)
		}
	}
	switch {
	case anything().MatchString(text), b.Verb == "" && s.calls(text):
		s.all = nil
	case b.Verb == "CREATE":
		s.make(r, b, text)
	case b.Verb == "ALTER" && !milder().MatchString(text) && b.Object.Kind != "extension":
	case b.Verb == "DROP" && cascade().MatchString(text):
		s.gone(func(x Object) bool {
			return mentions(text, bare(x.Name)) || mentions(x.text, bare(b.Object.Name))
		})
	case b.Verb != "", b.Unread, undoes().MatchString(text) && !followed().MatchString(text), leaves().MatchString(text):
		s.gone(func(x Object) bool { return mentions(text, bare(x.Name)) || mentions(text, x.Table) })
	}
}

func (s *shelf) make(r *Revision, b Beside, text string) {
	o := b.Object
	s.gone(func(x Object) bool { return s.is(x, o) })
	temporary := slices.ContainsFunc(s.temps, func(name string) bool { return mentions(text, name) })
	if !s.moved && !temporary && lasts(b, text) {
		s.all = append(s.all, Object{Beside: schema.Beside{Kind: o.Kind, Name: o.Name, Table: o.Table}, Revision: r, text: text})
	}
}

// lasts reports whether a statement makes what the server then has by the very name that is read here, in the schema that is looked at.
func lasts(b Beside, text string) bool {
	head, _, _ := strings.Cut(text, "(")
	head = head[:min(len(head), 300)]
	return b.Object.Space == "" && !b.Elsewhere && len(schema.Spaces(text)) == 0 && len(b.Object.Name) <= cut && inASCII().MatchString(head) &&
		!prefixed().MatchString(head) && (b.Object.Kind != "event" || !fleeting().MatchString(text))
}

// recorded takes over what a recording says.
func (s *shelf) recorded(r *Revision, b Beside) {
	s.all = slices.DeleteFunc(s.all, func(x Object) bool { return s.is(x, b.Object) })
	if o := b.Object; b.Verb == "CREATE" && (o.Kind != "event" || !fleeting().MatchString(b.SQL)) {
		s.all = append(s.all, Object{Beside: schema.Beside{Kind: o.Kind, Name: o.Name, Table: o.Table, SQL: b.SQL}, Revision: r})
	}
}

// calls reports whether a statement calls a routine that the history made, and that makes or drops something itself.
func (s *shelf) calls(text string) bool {
	return slices.ContainsFunc(s.all, func(x Object) bool {
		_, body, _ := strings.Cut(x.text, x.Name)
		return isRoutine(x.Kind) && defines().MatchString(body) && mentions(text, bare(x.Name))
	})
}

func isRoutine(kind string) bool { return kind == "function" || kind == "procedure" }

// bare is the name of a function without its arguments.
func bare(name string) string {
	name, _, _ = strings.Cut(name, "(")
	return name
}

// mentions reports whether a text names something, in whatever case.
func mentions(text, name string) bool {
	return schema.Mentions(strings.ToLower(text), strings.ToLower(name))
}

// gone leaves objects out, and with them what was made by statements that mention them: it may have gone too (CASCADE).
func (s *shelf) gone(is func(Object) bool) {
	for {
		at := slices.IndexFunc(s.all, func(x Object) bool { return is(x) && x.SQL == "" })
		if at < 0 {
			return
		}
		name := bare(s.all[at].Name)
		s.all = slices.Delete(s.all, at, at+1)
		was := is
		is = func(x Object) bool { return was(x) || mentions(x.text, name) || s.names.SameName(x.Table, name) }
	}
}

func (s *shelf) is(x Object, o schema.Opaque) bool {
	if isRoutine(x.Kind) && isRoutine(o.Kind) {
		exact := strings.Contains(x.Name, "(") && strings.Contains(o.Name, "(")
		return x.Name == o.Name || !exact && s.names.SameName(bare(x.Name), bare(o.Name))
	}
	return x.Kind == o.Kind && s.names.SameName(x.Name, o.Name) && (x.Table == o.Table || x.Table == "" || o.Table == "")
}

// change does what a change does to what is beside its table: what reads it may go with what is dropped.
func (s *shelf) change(c schema.Change) {
	reads := func(name string) {
		s.gone(func(x Object) bool {
			return mentions(x.text, name) || s.names.SameName(x.Table, name) || s.names.SameName(bare(x.Name), name)
		})
	}
	switch c := c.(type) {
	case schema.DropTable:
		s.all = slices.DeleteFunc(s.all, func(x Object) bool { return s.names.SameName(x.Table, c.Table) })
		reads(c.Table)
	case schema.DropEnum:
		reads(c.Name)
	case schema.DropColumn:
		s.gone(func(x Object) bool {
			return mentions(x.text, c.Table) && (mentions(x.text, c.Column) || strings.Contains(x.text, "*"))
		})
	case schema.RenameTable:
		for i := range s.all {
			if s.names.SameName(s.all[i].Table, c.From) {
				s.all[i].Table = c.To
			}
		}
		s.gone(func(x Object) bool { return s.names.SameName(x.Name, c.From) })
	}
}
