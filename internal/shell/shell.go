// Package shell spells words for the shell of whoever is told to run a command.
package shell

import (
	"slices"
	"strings"

	"assay/schema"
)

// plainWord is what every shell takes as it stands. A word that begins with = or ~ is something else to some.
var plainWord = schema.Pattern(`^[\w%+,./:@-][\w%+,./:=@-]*$`)

// Quote makes one word of a text, whatever a shell takes its characters for.
func Quote(s string) string {
	if plainWord().MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// Operands writes words that are no flags, even where they begin as flags do: ids of revisions come from files of others.
func Operands(words ...string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = Quote(w)
	}
	list := strings.Join(quoted, " ")
	if slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, "-") }) {
		return "-- " + list
	}
	return list
}

// Flag writes a flag with its value, and the space before what comes next; nothing where the value is empty.
func Flag(name, value string) string {
	if value == "" {
		return ""
	}
	return name + " " + Quote(value) + " "
}

// Flags is [Flag] of each value.
func Flags(name string, values []string) string {
	all := make([]string, len(values))
	for i, value := range values {
		all[i] = Flag(name, value)
	}
	return strings.Join(all, "")
}
