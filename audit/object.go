package audit

import (
	"fmt"
	"slices"
	"strings"

	"assay/expected"
	"assay/rules"
	"assay/schema"
)

// toldByText are the kinds of objects that a history of SQL tells whether they are there. Others may have been made and changed in more ways than are read.
var toldByText = []string{"view", "materialized view", "trigger", "function", "procedure", "event"}

// A comparedObject is an object beside the tables that the history made, and what the database has of it.
type comparedObject struct {
	want  expected.Object
	got   schema.Beside
	there bool
	text  bool // its text was compared, and not only whether it is there
}

// objectsOf compares what the history made beside tables with what is there, where both sides tell.
func objectsOf(a *Measured) []comparedObject {
	s := a.Database.DB.Schema
	if a.Target.Chain == nil || len(a.Got.Tables) == 0 || s.Detail <= schema.Outline {
		return nil
	}
	alike := spelledAlike(a)
	var all []comparedObject
	for _, want := range a.Target.Objects() {
		if !tells(a, want) {
			continue
		}
		o := comparedObject{want: want}
		i := slices.IndexFunc(s.Beside, func(b schema.Beside) bool { return isObject(s.Semantics, want.Beside, b) })
		if o.there = i >= 0; o.there {
			o.got = s.Beside[i]
			o.text = alike && want.SQL != "" && o.got.SQL != ""
		} else if o.there = named(s, want.Beside); o.there && want.SQL == "" {
			continue
		}
		all = append(all, o)
	}
	return all
}

// tells reports whether history and database tell whether there is such an object. A dump without any of a kind may have been made without them.
func tells(a *Measured, o expected.Object) bool {
	s := a.Database.DB.Schema
	if slices.Contains(s.Unasked, o.Kind) || !a.History.Objects && !slices.Contains(toldByText, o.Kind) {
		return false
	}
	if a.Database.Source.Path == "" {
		return true
	}
	return slices.ContainsFunc(s.Beside, func(b schema.Beside) bool { return b.Kind == o.Kind })
}

// isObject reports whether the database's object is the history's. Functions are told apart by their arguments, where the history tells them.
func isObject(names schema.Semantics, want, got schema.Beside) bool {
	routine := want.Kind == "function" || want.Kind == "procedure"
	if want.Kind != got.Kind && (!routine || got.Kind != "function") || want.Table != "" && !names.SameName(want.Table, got.Table) {
		return false
	}
	name := got.Name
	if routine && !strings.Contains(want.Name, "(") {
		name, _, _ = strings.Cut(name, "(")
	}
	return names.SameName(want.Name, name) || want.SQL == "" && strings.EqualFold(want.Name, name) // no statement tells how the server folds it
}

// named reports whether something of that kind and name is there of which the text was not had.
func named(s *schema.Schema, b schema.Beside) bool {
	return slices.ContainsFunc(s.Opaque, func(o schema.Opaque) bool { return o.Kind == b.Kind && s.Semantics.SameName(o.Name, b.Name) })
}

// spelledAlike reports whether the server spells texts as the one does that the history was recorded on.
func spelledAlike(a *Measured) bool {
	room, ok := a.Database.Room.(interface {
		Spelling(server schema.Server) string
	})
	return ok && a.History.Objects && room.Spelling(a.History.Server) == room.Spelling(a.Database.DB.Server)
}

// compares reports whether an object was compared, if only by whether it is there.
func (a *Measured) compares(o schema.Opaque) bool {
	if a.History.Objects && a.History.Newest().Tells(o) {
		return true
	}
	return slices.ContainsFunc(a.beside, func(c comparedObject) bool {
		return isObject(a.Got.Semantics, schema.Beside{Kind: o.Kind, Name: o.Name, Table: c.want.Table}, c.want.Beside)
	})
}

// textless are the objects that are there, and whose texts were not compared.
func textless(a *Measured) (names []string) {
	for _, o := range a.beside {
		if o.there && !o.text {
			names = append(names, o.want.String())
		}
	}
	return names
}

var (
	// moment is when an event begins, which the server writes in where nobody says it, and charset what it gives an argument of a routine (MySQL).
	moment  = schema.Pattern(`(?i)\s+STARTS\s+'[^']*'`)
	charset = schema.Pattern(`(?i)\s+(?:CHARSET|CHARACTER\s+SET)\s+\w+(?:\s+COLLATE\s+\w+)?`)
)

// unset is the text of an object without what the server makes it of the moment and the database.
func unset(b schema.Beside) string {
	switch b.Kind {
	case "event":
		return moment().ReplaceAllString(b.SQL, "")
	case "function", "procedure":
		return charset().ReplaceAllString(b.SQL, "")
	}
	return b.SQL
}

// lost are the objects that are missing, and those that are not as the revisions left them.
func lost(a *Measured) []rules.Finding {
	var found []rules.Finding
	for _, o := range a.beside {
		f := rules.Finding{Table: o.want.Table, Object: o.want.Name, Revision: o.want.Revision.Own()}
		switch {
		case !o.there:
			f.Rule, f.Severity, f.Want = "missing-object", rules.Error, o.want.Kind
			f.Message = fmt.Sprintf("%s is missing", o.want)
		case o.text && unset(o.got) != unset(o.want.Beside):
			f.Rule, f.Severity = "object-differs", rules.Warning
			f.Want, f.Got = schema.Apart(o.want.SQL, o.got.SQL), schema.Apart(o.got.SQL, o.want.SQL)
			f.Message = fmt.Sprintf("%s is not as revision %s left it", o.want, f.Revision)
		default:
			continue
		}
		f.Severity = min(f.Severity, a.Usage.Ceiling(a.Name))
		found = append(found, f)
	}
	return found
}
