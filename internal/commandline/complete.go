package commandline

import (
	"embed"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
)

// scripts have a shell ask the program itself what can stand at the cursor.
//
//go:embed completion
var scripts embed.FS

// Script is the one for a shell: bash, zsh or fish.
func Script(shell string) ([]byte, error) { return scripts.ReadFile("completion/assay." + shell) }

// Typed is what is typed already where a shell asks what can stand next: it says so in COMP_LINE, up to COMP_POINT. asked is false where none does.
func Typed(env func(string) (string, bool)) (line string, asked bool) {
	line, asked = env("COMP_LINE")
	if at, ok := env("COMP_POINT"); ok {
		if n, err := strconv.Atoi(at); err == nil && n >= 0 && n < len(line) {
			line = line[:n]
		}
	}
	return line, asked
}

// Complete writes what can be typed next, a word a line, where a command line has come to line. known are the words for a value by the name of its predictor;
// nil: those of its enum. Where there are none, the shell offers files.
func Complete(w io.Writer, app *kong.Application, line string, known func(predictor string) []string) {
	words := strings.Fields(line)
	if len(words) == 0 || strings.HasSuffix(line, " ") {
		words = append(words, "")
	}
	last := words[len(words)-1]
	c := completer{node: app.Node, known: known}
	for _, word := range words[min(1, len(words)-1) : len(words)-1] { // the first is the program
		c.read(word)
	}
	for _, s := range c.offers(last) {
		if strings.HasPrefix(s, last) {
			_, _ = fmt.Fprintln(w, s)
		}
	}
}

// A completer is where a command line has come to.
type completer struct {
	node  *kong.Node
	known func(predictor string) []string
	value *kong.Value // of the flag that the last word was; nil: it was none, or one that takes no value
	given int         // how many words stand for themselves since the command
	plain bool        // after "--": there are no flags any more
}

// read goes on by one word.
func (c *completer) read(word string) {
	switch {
	case c.value != nil:
		c.value = nil
	case word == "--":
		c.plain = true
	case !c.plain && len(word) > 1 && word[0] == '-':
		name, _, valued := strings.Cut(word, "=")
		if f := c.flag(name); f != nil && !valued && !f.IsBool() && !f.IsCounter() {
			c.value = f.Value
		}
	default:
		i := slices.IndexFunc(c.node.Children, func(n *kong.Node) bool { return n.Name == word || slices.Contains(n.Aliases, word) })
		if i >= 0 {
			c.node, c.given = c.node.Children[i], 0
			return
		}
		c.given++
	}
}

// flags are those that may stand here.
func (c *completer) flags() []*kong.Flag { return slices.Concat(c.node.AllFlags(true)...) }

// flag is the flag of that name, "--format" or "-f"; nil: there is none.
func (c *completer) flag(name string) *kong.Flag {
	all := c.flags()
	i := slices.IndexFunc(all, func(f *kong.Flag) bool { return slices.Contains(spellings(f), name) })
	if i < 0 {
		return nil
	}
	return all[i]
}

// spellings are how a flag can be written.
func spellings(f *kong.Flag) []string {
	all := []string{"--" + f.Name}
	if f.Short != 0 {
		all = append(all, "-"+string(f.Short))
	}
	return all
}

// offers are the words that may stand where word begins.
func (c *completer) offers(word string) []string {
	switch {
	case c.value != nil:
		return c.values(c.value)
	case !c.plain && strings.HasPrefix(word, "-"):
		var all []string
		for _, f := range c.flags() {
			all = append(all, spellings(f)...)
		}
		return all
	}
	var all []string
	for _, n := range c.node.Children {
		if !n.Hidden {
			all = append(all, n.Name)
		}
	}
	for i, v := range c.node.Positional {
		if i == c.given || i < c.given && v.IsCumulative() {
			all = append(all, c.values(v)...)
		}
	}
	return all
}

// values are what can be said for a flag or an argument, as far as anything knows.
func (c *completer) values(v *kong.Value) []string {
	if predictor := v.Tag.Get("predictor"); predictor != "" {
		return c.known(predictor)
	}
	return slices.DeleteFunc(v.EnumSlice(), func(s string) bool { return s == "" })
}
