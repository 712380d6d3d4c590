package commandline

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/alecthomas/kong"
)

const (
	unexpected  = "unexpected argument "
	unknownFlag = "unknown flag "
	suggestion  = ", did you mean "
)

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
	case unknown:
		text = noFlag(command, flag)
	default:
		text = translated(command, text)
	}
	return fmt.Errorf("%s (%s --help says how)", withoutArguments(text, args), command.FullPath())
}

// noCommand says that a word is no command below another, in place of what kong says.
func noCommand(parent *kong.Node, said string) string {
	word, _, _ := strings.Cut(said, suggestion)
	known := commands(parent)
	where := strings.TrimPrefix(parent.FullPath()+" ", "assay ")
	if near := DidYouMean(word, known); near != "" {
		return "there is no command " + where + word + near
	}
	return "there is no command " + where + word + "; there are " + list(known, " and ")
}

// commands are those below another that are shown.
func commands(parent *kong.Node) (names []string) {
	for _, c := range parent.Children {
		if !c.Hidden {
			names = append(names, c.Name)
		}
	}
	return names
}

func takesDatabase(command *kong.Node) bool {
	return slices.ContainsFunc(command.Positional, func(a *kong.Positional) bool { return a.Name == "db" })
}

// The flags that are typed in place of others, by what they mean and not by their letters.
var (
	// instead: a place is where a database is to be (--at), or what it is upgraded to (--to).
	instead = map[string]string{"--at": "--to", "--to": "--at"}
	// named are how other programs have a database named.
	named = []string{"--db", "--url", "--uri", "--dsn", "--database-url"}
)

// noFlag says that a command has no such flag, in place of what kong says: that takes -c to be near to --at, and the other way round.
func noFlag(command *kong.Node, said string) string {
	word, _, _ := strings.Cut(said, suggestion)
	known := flags(command)
	text := "there is no flag " + word
	switch {
	case takenBelow(command, word):
		return "flags stand behind the command, as in: assay check -c config.ini"
	case slices.Contains(named, word) && takesDatabase(command):
		return text + ": the database stands by itself, as in: " + command.FullPath() + " mysql://user@host/asterisk"
	case slices.Contains(known, instead[word]):
		return text + fmt.Sprintf("%s%q?", suggestion, instead[word])
	case !strings.HasPrefix(word, "--"):
		return text
	}
	var names []string
	for _, k := range known {
		names = append(names, strings.TrimPrefix(k, "--"))
	}
	return text + strings.Replace(DidYouMean(strings.TrimPrefix(word, "--"), names), `"`, `"--`, 1)
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

// takenBelow reports whether a flag that a node does not take is one of the commands below it.
func takenBelow(n *kong.Node, word string) bool {
	return !n.Leaf() && slices.ContainsFunc(n.Leaves(true), func(command *kong.Node) bool {
		return slices.ContainsFunc(command.Flags, func(f *kong.Flag) bool { return word == "--"+f.Name || f.Short != 0 && word == "-"+string(f.Short) })
	})
}

// DidYouMean names the known word that one begins, or that is nearest to it; empty: none is near.
func DidYouMean(word string, known []string) string {
	best, least := "", min(max(2, len(word)/3), len(word)/2)+1
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
