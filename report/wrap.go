package report

import (
	"io"
	"regexp"
	"strings"

	"github.com/muesli/reflow/ansi"
	"github.com/muesli/reflow/wordwrap"
)

// Wrapped prints as [Text] does, for a terminal of that many columns: lines go on below where their text began.
func Wrapped(w io.Writer, r Result, columns int) error {
	var b strings.Builder
	if err := r.text(&b); err != nil {
		return err
	}
	var wrapped strings.Builder
	for line := range strings.Lines(b.String()) {
		wrapped.WriteString(wrap(strings.TrimSuffix(line, "\n"), columns))
		wrapped.WriteByte('\n')
	}
	_, err := io.WriteString(w, wrapped.String())
	return err
}

const (
	// margin is where text begins beside its label.
	margin = 13
	// narrowestText is how wide a column of text is at least: what is narrower nobody reads.
	narrowestText = 24
)

var (
	labelled = regexp.MustCompile(`^ {2}.{9} {2}`)
	// copied is what people copy from a terminal: a command, or a query with a remark behind it.
	copied = regexp.MustCompile(`^(next: | *SELECT )`)
)

// wrap breaks a line between words.
func wrap(line string, columns int) string {
	plain := escapes.ReplaceAllString(line, "")
	if ansi.PrintableRuneWidth(line) <= columns || copied.MatchString(plain) {
		return line
	}
	indent := len(plain) - len(strings.TrimLeft(plain, " "))
	label, text := line[:indent], line[indent:]
	if labelled.MatchString(plain) {
		indent = margin
		label, text = cut(line, margin)
	} else {
		indent += 2 // what goes on is not to look like another
	}
	w := wordwrap.NewWriter(max(columns-indent, narrowestText))
	w.Breakpoints = nil // names with hyphens stay whole
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return label + strings.ReplaceAll(w.String(), "\n", "\n"+strings.Repeat(" ", indent))
}

var escapes = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// cut cuts a line after so many columns of ASCII, colours aside.
func cut(line string, columns int) (before, after string) {
	at := 0
	for columns > 0 {
		if skip := escapes.FindStringIndex(line[at:]); skip != nil && skip[0] == 0 {
			at += skip[1]
			continue
		}
		at++
		columns--
	}
	return line[:at], line[at:]
}
