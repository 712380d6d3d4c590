package report

import (
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"assay/schema"
)

// Wrapped prints as [Text] does, for a terminal of that many columns: lines go on below where their text began.
func Wrapped(w io.Writer, r Result, columns int) error {
	var b strings.Builder
	if err := Text(&b, r); err != nil {
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
	labelled = schema.Pattern(`^ {2}.{9} {2}`)
	// copied is what people copy from a terminal: a command, or a query with a remark behind it.
	copied = schema.Pattern(`^(next: | *SELECT )`)
)

// wrap breaks a line between words.
func wrap(line string, columns int) string {
	plain := escapes().ReplaceAllString(line, "")
	if columnsOf(line) <= columns || copied().MatchString(plain) {
		return line
	}
	indent := len(plain) - len(strings.TrimLeft(plain, " "))
	label, text := line[:indent], line[indent:]
	if labelled().MatchString(plain) {
		indent = margin
		label, text = cut(line, margin)
	} else {
		indent += 2 // what goes on is not to look like another
	}
	text = broken(text, max(columns-indent, narrowestText))
	return label + strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", indent))
}

var escapes = schema.Pattern(`\x1b\[[0-9;]*m`)

// broken breaks a text between words so that no line is wider than that, but for words that are: names with hyphens stay whole.
func broken(text string, columns int) string {
	var b strings.Builder
	at := 0
	for text != "" {
		gap := len(text) - len(strings.TrimLeft(text, " "))
		end := strings.IndexByte(text[gap:], ' ')
		if end < 0 {
			end = len(text) - gap
		}
		word := text[gap : gap+end]
		if at > 0 && at+gap+columnsOf(word) > columns {
			b.WriteByte('\n')
			at = 0
		} else {
			b.WriteString(text[:gap])
			at += gap
		}
		b.WriteString(word)
		at += columnsOf(word)
		text = text[gap+end:]
	}
	return b.String()
}

// columnsOf is how many columns of a terminal a text takes, colours aside.
func columnsOf(text string) int {
	n := 0
	for _, r := range escapes().ReplaceAllString(text, "") {
		switch k := width.LookupRune(r).Kind(); {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case k == width.EastAsianWide, k == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// cut cuts a line after so many columns of ASCII, colours aside.
func cut(line string, columns int) (before, after string) {
	at := 0
	for columns > 0 {
		if skip := escapes().FindStringIndex(line[at:]); skip != nil && skip[0] == 0 {
			at += skip[1]
			continue
		}
		at++
		columns--
	}
	return line[:at], line[at:]
}
