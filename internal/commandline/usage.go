package commandline

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/alecthomas/kong"

	"assay/schema"
)

const (
	unexpected  = "unexpected argument "
	unknownFlag = "unknown flag "
	suggestion  = ", did you mean "
)

var noValue = schema.Pattern(`^(-[^:]*): .*EOL`)

// Refused says what is wrong with a command line. What kong says quotes arguments, and those may hold a password.
func Refused(err error, args []string) error {
	var parsing *kong.ParseError
	if !errors.As(err, &parsing) {
		return err
	}
	text := err.Error()
	command := parsing.Context.Selected()
	if command == nil {
		command = parsing.Context.Model.Node
	}
	argument, extra := strings.CutPrefix(text, unexpected)
	flag, unknown := strings.CutPrefix(text, unknownFlag)
	switch {
	case extra && command.Leaf() && takesDatabase(command):
		text = "one database at a time: a second one is named"
	case extra && command.Leaf():
		text = "that is one argument too many"
	case extra && strings.ContainsAny(argument, "@=/"):
		text = "a command is missing before the database: assay infer, assay check, assay fix or assay preflight"
	case extra:
		text = noCommand(command, argument)
	case unknown && takenBelow(command, flag):
		text = "flags stand behind the command, as in: assay check -c config.ini"
	case unknown && !strings.Contains(flag, suggestion):
		text += DidYouMean(flag, flags(command))
	case noValue().MatchString(text):
		text = noValue().FindStringSubmatch(text)[1] + ": its value is missing"
	}
	return fmt.Errorf("%s (%s --help says how)", withoutArguments(text, args), command.FullPath())
}

// noCommand says that a word is no command below another, in place of what kong says.
func noCommand(parent *kong.Node, said string) string {
	word, _, _ := strings.Cut(said, suggestion)
	var known []string
	for _, c := range parent.Children {
		if !c.Hidden {
			known = append(known, c.Name)
		}
	}
	where := strings.TrimPrefix(parent.FullPath()+" ", "assay ")
	if near := DidYouMean(word, known); near != "" {
		return "there is no command " + where + word + near
	}
	last := len(known) - 1
	return "there is no command " + where + word + "; there are " + strings.Join(known[:last], ", ") + " and " + known[last]
}

func takesDatabase(command *kong.Node) bool {
	return slices.ContainsFunc(command.Positional, func(a *kong.Positional) bool { return a.Name == "db" })
}

// flags are those that a command takes, as they are typed.
func flags(command *kong.Node) []string {
	var names []string
	for _, group := range command.AllFlags(true) {
		for _, f := range group {
			names = append(names, "--"+f.Name)
		}
	}
	return names
}

// takenBelow reports whether a flag that a node does not take is one of the commands below it. What kong thinks that it is near to may stand behind it.
func takenBelow(n *kong.Node, said string) bool {
	word, _, _ := strings.Cut(said, suggestion)
	return slices.ContainsFunc(n.Leaves(true), func(command *kong.Node) bool {
		return slices.ContainsFunc(command.Flags, func(f *kong.Flag) bool { return word == "--"+f.Name || f.Short != 0 && word == "-"+string(f.Short) })
	})
}

// DidYouMean names the known word that one begins, or that is nearest to it; empty: none is near.
func DidYouMean(word string, known []string) string {
	best, least := "", min(max(2, len(word)/3)+1, len(word))
	for _, k := range known {
		d := levenshtein.ComputeDistance(word, k)
		if strings.HasPrefix(k, word) {
			d = 0
		}
		if d < least {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("%s%q?", suggestion, best)
}

// withoutArguments takes out arguments, and values of flags, that may be a database with its password.
func withoutArguments(text string, args []string) string {
	for _, a := range args {
		_, value, _ := strings.Cut(a, "=")
		for _, s := range []string{a, value} {
			if strings.ContainsAny(s, "@=") {
				text = strings.ReplaceAll(text, s, "…")
			}
		}
	}
	return text
}
