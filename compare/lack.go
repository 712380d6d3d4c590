package compare

import (
	"slices"

	"assay/dialect"
	"assay/schema"
)

// A spacer is a room of an engine whose databases have schemas, and whose columns own sequences.
type spacer interface {
	// Within reports whether a statement names something that is in a schema.
	Within(sql, space string) bool
	// Disown are the statements that make of a sequence that a column counts by the one that stands by itself; nil: no column counts by it.
	Disown(s *schema.Schema, b schema.Beside) []string
}

// disown asks whether an object is one that a column of a side counts by, and how it comes to stand by itself.
func disown(k *Comparison, side *Side, b schema.Beside) []string {
	if room, ok := k.Room.(spacer); ok {
		return room.Disown(side.DB.Schema, b)
	}
	return nil
}

// A lack is a room that knows the schemas which the script makes, and makes nothing in: what a statement needs of one is not there.
type lack struct {
	dialect.Dialect
	spaces []string
}

// lackOf is the room for the script.
func lackOf(k *Comparison) lack {
	l := lack{Dialect: k.Room}
	for _, x := range k.other {
		if x.a.Kind == "" && x.b.Kind == "schema" {
			l.spaces = append(l.spaces, x.b.Name)
		}
	}
	return l
}

// filled reports whether an object is a schema that A lacks, and B needs something of. It is not made without that: who asks again is told the same then.
func filled(k *Comparison, b schema.Beside) bool {
	l := lack{k.Room, []string{b.Name}}
	return b.Kind == "schema" && (slices.ContainsFunc(k.other, func(x beside) bool { return l.needs([]string{x.b.SQL}) != "" }) ||
		slices.ContainsFunc(k.changes, func(c schema.Change) bool {
			sql, _ := l.Format(c)
			return l.needs(sql) != ""
		}))
}

// Refusal is the room's, and that of what needs something of those schemas.
func (l lack) Refusal(s *schema.Schema, c schema.Change) *schema.Refusal {
	sql, _ := l.Format(c) // what cannot be written is said elsewhere
	if space := l.needs(sql); space != "" {
		return &schema.Refusal{Code: "42704", Text: inSpace(space)}
	}
	return l.Dialect.Refusal(s, c)
}

// needs is the schema of which statements need something; empty: they need nothing of them.
func (l lack) needs(sql []string) string {
	room, ok := l.Dialect.(spacer)
	for _, space := range l.spaces {
		if ok && slices.ContainsFunc(sql, func(s string) bool { return room.Within(s, space) }) {
			return space
		}
	}
	return ""
}

// inSpace says what is to be done about it.
func inSpace(space string) string {
	return "schema " + space + " is not there: make it with what this needs of it, then ask again"
}
