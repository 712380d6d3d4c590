package commandline

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// Manual writes the manual page of a program: what the helps of all its commands say, in the language of man(7). title is what it is called and does, version
// what and of which day it is, also are other pages. Libraries that make a page of Markdown cost every start a millisecond, and those that make one of kong's
// model lose the lines of examples.
func Manual(w io.Writer, app *kong.Application, title, version, day, also string) error {
	var text bytes.Buffer
	page := manPage{&text}
	page.macro(".TH", strings.ToUpper(app.Name), "1", day, version, "User commands")
	page.macro(".SH", "NAME")
	page.text(app.Name + " - " + title)
	page.macro(".SH", "SYNOPSIS")
	page.macro(".B", app.Name)
	page.text("command [flags] [DB]")
	page.macro(".SH", "DESCRIPTION")
	page.prose(app.Help)
	page.macro(".SH", "COMMANDS")
	for _, command := range app.Leaves(true) {
		page.command(command)
	}
	page.macro(".SH", "SEE ALSO")
	page.text(also)
	_, err := text.WriteTo(w)
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
