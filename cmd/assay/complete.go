package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"assay/expected"
	"assay/rules"
)

// complete answers a shell that asks what can be typed next, and reports whether one does: it says in COMP_LINE what is typed already, up to COMP_POINT. Where
// assay knows of nothing, the shell offers files.
func (p *process) complete(app *kong.Application) bool {
	line, asked := p.env("COMP_LINE")
	if !asked {
		return false
	}
	if at, ok := p.env("COMP_POINT"); ok {
		if n, err := strconv.Atoi(at); err == nil && n >= 0 && n < len(line) {
			line = line[:n]
		}
	}
	words := strings.Fields(line)
	if len(words) == 0 || strings.HasSuffix(line, " ") {
		words = append(words, "")
	}
	last := words[len(words)-1]
	c := completer{node: app.Node}
	for _, word := range words[min(1, len(words)-1) : len(words)-1] { // the first is the program
		c.read(word)
	}
	for _, s := range c.offers(p, last) {
		if strings.HasPrefix(s, last) {
			_, _ = fmt.Fprintln(p.stdout, s)
		}
	}
	return true
}

// A completer is where a command line has come to.
type completer struct {
	node  *kong.Node
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
func (c *completer) offers(p *process, word string) []string {
	switch {
	case c.value != nil:
		return p.values(c.value)
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
			all = append(all, p.values(v)...)
		}
	}
	return all
}

// values are what can be said for a flag or an argument, as far as assay knows.
func (p *process) values(v *kong.Value) []string {
	switch v.Tag.Get("predictor") {
	case "database":
		return p.databases()
	case "tree":
		return expected.Trees()
	case "rule":
		return ruleNames()
	case "release":
		return lastReleases()
	}
	return slices.DeleteFunc(v.EnumSlice(), func(s string) bool { return s == "" })
}

// databases are the names that the configuration file has.
func (p *process) databases() []string {
	file, err := configFlags{}.file(p)
	if err != nil {
		return nil
	}
	return slices.Clone(file.Names())
}

func ruleNames() []string {
	names := make([]string, len(rules.All))
	for i, r := range rules.All {
		names[i] = r.Name
	}
	return names
}

// lastReleases are those that somebody who upgrades goes to.
func lastReleases() []string {
	last, _, _ := expected.LastReleases() // a test reads them
	names := make([]string, len(last))
	for i, r := range last {
		names[i] = r.Name
	}
	return names
}
