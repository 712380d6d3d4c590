package commandline

import (
	"regexp"
	"strings"

	"github.com/alecthomas/kong"

	"assay/schema"
)

// A translation says in place of a message of kong's what to type: kong has nothing but text for what is wrong.
type translation struct {
	said  func() *regexp.Regexp
	means func(command *kong.Node, part []string) string
}

var translations = []translation{
	{schema.Pattern(`^missing flags: (.*)$`), func(n *kong.Node, part []string) string {
		return typed(n) + " needs " + list(strings.Split(strings.ReplaceAll(part[1], "=", " "), ", "), " and ")
	}},
	{schema.Pattern(`^expected one of "`), func(n *kong.Node, _ []string) string {
		return "a command is missing behind " + typed(n) + ": there are " + list(commands(n), " and ")
	}},
	{schema.Pattern(`^expected "(.*)"$`), func(n *kong.Node, part []string) string {
		all := []string{n.FullPath()}
		for _, a := range n.Positional {
			all = append(all, a.Summary())
		}
		return part[1] + " is missing, as in: " + strings.Join(all, " ")
	}},
	{schema.Pattern(`^(.*) must be one of (.*) but got "(.*)"$`), func(n *kong.Node, part []string) string {
		known := strings.Split(strings.Trim(strings.TrimPrefix(part[2], `"",`), `"`), `","`)
		return taker(n, part[1]) + " takes " + list(known, " or ") + ", and not " + quoted(part[3]) + DidYouMean(part[3], known)
	}},
	{schema.Pattern(`^(-[^:]*): (?:.*EOL|missing value|.*\((?:long|short) flag\))`), func(_ *kong.Node, part []string) string {
		return part[1] + ": its value is missing"
	}},
	{schema.Pattern(`^(-[^:]*): expected duration but got "(.*?)":`), func(_ *kong.Node, part []string) string {
		return part[1] + " takes a duration such as 500ms, 30s or 2m, and not " + quoted(part[2])
	}},
	{schema.Pattern(`^(-[^:]*): expected a valid \d+ bit int but got "(.*)"$`), func(_ *kong.Node, part []string) string {
		return part[1] + " takes a whole number, and not " + quoted(part[2])
	}},
	{schema.Pattern(`^(-[^:]*): bool value must be`), func(_ *kong.Node, part []string) string { // which may be a password: -W takes none
		return part[1] + " takes no value: leave out what is behind the equals sign"
	}},
}

// translated is what a message of kong's means.
func translated(n *kong.Node, text string) string {
	for _, t := range translations {
		if part := t.said().FindStringSubmatch(text); part != nil {
			return t.means(n, part)
		}
	}
	return text
}

// typed is a command as it is typed, without the program's name.
func typed(n *kong.Node) string { return strings.TrimPrefix(n.FullPath(), "assay ") }

// taker is what takes a word: a flag, or the command where it is an argument.
func taker(n *kong.Node, what string) string {
	if strings.HasPrefix(what, "<") {
		return typed(n)
	}
	return what
}

// quoted is a word, unless it may be a database with its password.
func quoted(word string) string {
	if strings.ContainsAny(word, "@=") {
		word = "…"
	}
	return `"` + word + `"`
}

// list names some words: "a, b or c".
func list(words []string, last string) string {
	n := len(words) - 1
	if n < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n], ", ") + last + words[n]
}
