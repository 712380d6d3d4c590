package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

type manCommand struct{}

// Help implements kong's HelpProvider.
func (*manCommand) Help() string {
	return `It says what the helps of all commands say.

  assay man | man -l -

Exit status: 0 it is printed.`
}

// Run prints the manual page: what the helps of all commands say, in the language of man(7). Libraries that make a page of Markdown cost every start of
// assay a millisecond, and those that make one of kong's model lose the lines of examples.
func (*manCommand) Run(p *process, parser *kong.Kong) error {
	b, err := thisBuild()
	if err != nil {
		return err
	}
	day, _, _ := strings.Cut(b.Date, "T")
	var text bytes.Buffer
	page := manPage{&text}
	page.macro(".TH", "ASSAY", "1", day, strings.TrimSpace("assay "+b.Version), "User commands")
	page.macro(".SH", "NAME")
	page.text("assay - tell which Alembic revision a database's schema really is, and where it drifted")
	page.macro(".SH", "SYNOPSIS")
	page.macro(".B", "assay")
	page.text("command [flags] [DB]")
	page.macro(".SH", "DESCRIPTION")
	page.prose(parser.Model.Help)
	page.macro(".SH", "COMMANDS")
	for _, command := range parser.Model.Leaves(true) {
		page.command(command)
	}
	page.macro(".SH", "SEE ALSO")
	page.text("alembic(1), mysqldump(1), pg_dump(1)")
	_, err = text.WriteTo(p.stdout)
	return err
}

// manPage is a page that is being written.
type manPage struct{ *bytes.Buffer }

func (p manPage) command(n *kong.Node) {
	p.macro(".SS", n.FullPath())
	p.text(n.Help)
	p.prose(n.Detail)
	for _, a := range n.Positional {
		p.entry(a.Summary(), a.Help)
	}
	for _, f := range n.Flags {
		name := f.Summary()
		if f.Short != 0 {
			name = fmt.Sprintf("-%c, %s", f.Short, name)
		}
		if !f.Hidden {
			p.entry(name, f.Help)
		}
	}
}

// entry is a name in the margin, and what it is beside it.
func (p manPage) entry(name, help string) {
	p.macro(".TP")
	p.macro(".B", name)
	p.text(help)
}

// prose writes paragraphs; those that begin with blanks are examples, whose lines stay as they are.
func (p manPage) prose(text string) {
	for part := range strings.SplitSeq(text, "\n\n") {
		if !strings.HasPrefix(part, "  ") {
			p.macro(".PP")
			p.text(part)
			continue
		}
		p.macro(".PP")
		p.macro(".nf")
		p.text(part)
		p.macro(".fi")
	}
}

// text writes lines; in front of a dot or a quote that begins one, \& keeps it from being a macro.
func (p manPage) text(text string) {
	for line := range strings.Lines(text) {
		line = literal.Replace(strings.TrimSuffix(line, "\n"))
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			line = `\&` + line
		}
		_, _ = fmt.Fprintln(p, line)
	}
}

func (p manPage) macro(name string, arguments ...string) {
	for i, a := range arguments {
		arguments[i] = ` "` + strings.ReplaceAll(literal.Replace(a), `"`, `\(dq`) + `"`
	}
	_, _ = fmt.Fprintln(p, name+strings.Join(arguments, ""))
}

// literal keeps characters from being an escape, a hyphen, or typographic quotes and accents, which no shell takes.
var literal = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", "\\`", "^", `\(ha`, "~", `\(ti`)
