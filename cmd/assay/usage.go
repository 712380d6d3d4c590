package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

const unexpected = "unexpected argument "

var noValue = regexp.MustCompile(`^(-[^:]*): .*EOL`)

// usageError says what is wrong with a command line. What kong says quotes arguments, and those may hold a password.
func usageError(err error, args []string) error {
	var parsing *kong.ParseError
	if !errors.As(err, &parsing) {
		return err
	}
	text, help := err.Error(), "assay --help"
	command := parsing.Context.Selected()
	if command != nil {
		help = "assay " + command.Name + " --help"
	}
	switch argument, extra := strings.CutPrefix(text, unexpected); {
	case extra && command != nil:
		text = "one database at a time: a second one is named"
	case extra && strings.ContainsAny(argument, "@=/"):
		text = "a command is missing before the database: assay infer, assay check, assay fix or assay preflight"
	case extra:
		text = "there is no command " + argument
		if !strings.Contains(argument, ", did you mean") {
			text += "; there are infer, check, fix, preflight and history"
		}
	case noValue.MatchString(text):
		text = noValue.FindStringSubmatch(text)[1] + ": its value is missing"
	}
	return fmt.Errorf("%s (%s says how)", withoutArguments(text, args), help)
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
