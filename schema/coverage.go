package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Coverage says how much an answer is about: what was compared, what is there and was not, and what is never looked at.
type Coverage struct {
	// Compared counts the objects that were compared, by their kind.
	Compared map[string]int `json:"compared"`
	// NotCompared names what is there and was not compared, and NeverRead the kinds of which nothing is known.
	NotCompared []string `json:"not_compared"`
	NeverRead   []string `json:"never_read"`
}

// String is the coverage for people, in a line.
func (c Coverage) String() string {
	var compared []string
	for _, kind := range slices.Sorted(maps.Keys(c.Compared)) {
		compared = append(compared, counted(c.Compared[kind], kind))
	}
	parts := []string{"compared: " + strings.Join(compared, ", ")}
	if len(compared) == 0 {
		parts[0] = "compared: nothing"
	}
	if len(c.NotCompared) > 0 {
		parts = append(parts, "not compared: "+Few(c.NotCompared))
	}
	return strings.Join(append(parts, "never looked at: "+strings.Join(c.NeverRead, ", ")), "; ")
}

// BareKinds are what a source leaves out that writes the columns of tables and indexes, and not how they are kept.
var BareKinds = []string{"storage engine", "table character set", "table comment", "storage option", "index method", "index option"}

// Bare reports whether the source of a schema left that out.
func Bare(s *Schema) bool { return slices.Contains(s.Unasked, BareKinds[0]) }

// Untold names the kinds of objects of which a source does not tell whether there are any; in is the source, for people.
func Untold(kinds []string, in string) []string {
	all := make([]string, len(kinds))
	for i, kind := range kinds {
		_, plural, _ := strings.Cut(counted(2, kind), " ")
		if kind == "index" { // those of tables are read with them
			plural = "indexes of materialized views"
		}
		all[i] = plural + ", of which " + in + " does not tell"
	}
	return all
}

func counted(n int, kind string) string {
	switch {
	case n == 1, strings.HasSuffix(kind, "s"):
	case strings.HasSuffix(kind, "y"):
		kind = strings.TrimSuffix(kind, "y") + "ies"
	case strings.HasSuffix(kind, "x"):
		kind += "es"
	default:
		kind += "s"
	}
	return fmt.Sprintf("%d %s", n, kind)
}

// Few names some things, and how many more there are.
func Few(names []string) string {
	const most = 8
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
