package schema

import (
	"cmp"
	"slices"
	"strings"
)

// A Beside is an object beside the tables that is compared by its text: a view, a trigger, a function. Its SQL is the statement that makes it, in the engine's
// canonical spelling; empty: it is there, and its text was not to be had.
type Beside struct {
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	Table string `json:"table,omitzero"` // the table that it belongs to; empty for one that stands by itself
	SQL   string `json:"sql,omitzero"`
}

// String names the object for people: "trigger tr on t".
func (b Beside) String() string {
	if b.Table != "" {
		return b.Kind + " " + b.Name + " on " + b.Table
	}
	return b.Kind + " " + b.Name
}

// Same reports whether two are one object, whatever their texts.
func (b Beside) Same(c Beside) bool {
	return b.Kind == c.Kind && b.Name == c.Name && b.Table == c.Table
}

// SortBeside puts such objects into an order that does not depend on where they were read.
func SortBeside(all []Beside) {
	slices.SortFunc(all, func(a, b Beside) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Table, b.Table), cmp.Compare(a.Name, b.Name))
	})
}

// Apart shows a text to people from where it differs from another one.
func Apart(of, from string) string {
	text, with := []rune(of), []rune(from)
	at := 0
	for at < len(text) && at < len(with) && text[at] == with[at] {
		at++
	}
	const before, enough = 20, 60
	begin, end := max(0, at-before), min(len(text), at+enough)
	cut := strings.Join(strings.Fields(string(text[begin:end])), " ")
	if begin > 0 {
		cut = "…" + cut
	}
	if end < len(text) {
		cut += "…"
	}
	return cut
}
