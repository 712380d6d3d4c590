// Package terminal knows what people sit at: how wide it is, what it can show, what keeps it from being played with, and how to tell there that something
// takes its time.
package terminal

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"
)

// An Env looks a variable of the environment up, as [os.LookupEnv] does.
type Env func(name string) (string, bool)

// Is reports whether what is written to is a terminal.
func Is(w any) bool {
	f, ok := w.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(f.Fd()))
}

// Colours reports whether it shows them: only people on a terminal get them (see no-color.org).
func Colours(terminal bool, env Env) bool {
	no, _ := env("NO_COLOR")
	dumb, _ := env("TERM")
	return terminal && no == "" && dumb != "dumb"
}

// A terminal of old is as wide as this, and so is one of which nobody knows better.
const defaultWidth = 80

// Width is how many characters a line of it holds. Where it is no terminal, the environment says it.
func Width(w any, env Env) int {
	if f, ok := w.(interface{ Fd() uintptr }); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return width
		}
	}
	columns, _ := env("COLUMNS")
	if width, err := strconv.Atoi(columns); err == nil && width > 0 {
		return width
	}
	return defaultWidth
}

// UTF8 reports whether it shows more than ASCII, by the variables that say so to C programs, the strongest first.
func UTF8(env Env) bool {
	if dumb, _ := env("TERM"); dumb == "dumb" {
		return false
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale, _ := env(name); locale != "" {
			locale = strings.ToLower(locale)
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return false
}

// Password asks for one, wherever standard input and output lead.
func Password(question string) (string, error) {
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return "", errors.New("there is no terminal to ask on: set ASSAY_PASSWORD")
	}
	defer tty.Close()
	_, _ = fmt.Fprint(tty, question)
	password, err := term.ReadPassword(int(tty.Fd()))
	_, _ = fmt.Fprintln(tty)
	return string(password), err
}

// Tame takes out of a line what would play with the terminal.
func Tame(line string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && control(r) {
			return unicode.ReplacementChar
		}
		return r
	}, line)
}

// Plays reports whether a text would play with the terminal.
func Plays(text string) bool {
	return !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && r != '\t' && control(r) })
}

func control(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) }
