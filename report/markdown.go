package report

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"assay/result"
)

// Markdown prints the result as GitHub and GitLab show it: a table of findings per tree.
func Markdown(w io.Writer, r Result) error {
	return either(r, func(r *result.Report) error { return markdownReport(r, w) }, func(l *result.Listing) error { return markdownListing(l, w) })
}

// commentLimit is how many bytes of a comment GitHub takes.
const commentLimit = 65_536

// GitHubComment prints the result as a comment of a pull request, no longer than GitHub takes one. Its first line is a mark that nobody sees, by which the
// comment is found again, to be updated.
func GitHubComment(w io.Writer, r Result) error {
	var text bytes.Buffer
	_, _ = fmt.Fprintf(&text, "<!-- assay %s -->\n", List(r).Command)
	if err := Markdown(&text, r); err != nil {
		return err
	}
	_, err := w.Write(cutLines(text.Bytes(), commentLimit, "The rest is too long for a comment: the annotations and the other formats have it."))
	return err
}

// cutLines leaves out the last lines of a text that is longer than a limit, and says so.
func cutLines(text []byte, limit int, why string) []byte {
	most := limit - 1024
	if len(text) <= most {
		return text
	}
	return append(text[:bytes.LastIndexByte(text[:most], '\n')+1], "\n"+why+"\n"...)
}

// literal keeps Markdown from taking names for markup, HTML or somebody to be told.
var literal = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`, `|`, `\|`, `~`, `\~`, `#`, `\#`, "&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "&#64;",
)

// plain is a text as it stands, on one line.
func plain(s string) string { return literal.Replace(clean(s)) }

type markdown struct{ *bufio.Writer }

func (m markdown) printf(format string, args ...any) { _, _ = fmt.Fprintf(m, format, args...) }

func markdownReport(r *result.Report, w io.Writer) error {
	m := markdown{bufio.NewWriter(w)}
	m.printf("## assay %s: database %s\n\n%s\n", r.Command, plain(r.Database.Name), plain(r.Database.Server))
	if r.Forecast {
		d := decide(r)
		m.printf("\n**%s** %s\n", d.Word, plain(strings.Join(d.Why, d.between)))
	}
	l := List(r)
	for _, t := range r.Trees {
		name := ""
		if t.Tree != "" {
			name = "**" + plain(t.Tree) + "** "
		}
		m.printf("\n%s%s", name, plain(sentence(t)))
		if t.Match != nil {
			m.printf("; the schema is %s", plain(describe(*t.Match)))
		}
		m.printf("\n")
		for _, n := range t.Notes {
			m.printf("\n- %s\n", plain(n))
		}
		m.table(keep(l.Findings, func(f result.Finding) bool { return f.Tree == t.Tree }))
	}
	if r.Checked {
		m.end(l)
	}
	return m.Flush()
}

func markdownListing(l *result.Listing, w io.Writer) error {
	m := markdown{bufio.NewWriter(w)}
	m.printf("## assay %s\n", l.Command)
	for _, line := range about(l) {
		m.printf("\n%s\n", literal.Replace(line))
	}
	for _, n := range l.Notes {
		m.printf("\nnote: %s\n", plain(n))
	}
	m.table(shown(l))
	m.end(l)
	return m.Flush()
}

// table prints findings; nothing where there are none.
func (m markdown) table(found []result.Finding) {
	if len(found) == 0 {
		return
	}
	m.printf("\n| | where | finding | rule |\n| --- | --- | --- | --- |\n")
	for _, f := range found {
		text := plain(said(f))
		if sql := statementOf(f); sql != "" {
			text += "<br>" + literal.Replace(sql)
		}
		if more := comparedIn(f); more != "" {
			text += "<br>" + literal.Replace(more)
		}
		m.printf("| %s | %s | %s | %s |\n", f.Severity, plain(nameOf(f)), text, f.Rule)
	}
}

// end sums up.
func (m markdown) end(l *result.Listing) {
	m.printf("\n%s\n", summary(l.Summary))
	for _, line := range append([]string{inherited(l), ignored(l.Ignored, l.Settings)}, baselineLines(l.Baseline)...) {
		if line != "" {
			m.printf("\n%s\n", literal.Replace(line))
		}
	}
	if l.Next != "" {
		m.printf("\nnext: %s\n", plain(l.Next))
	}
}
