package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fatih/color"

	"assay/drift"
	"assay/result"
	"assay/rules"
)

// Text prints the result for people. It is coloured where [color.NoColor] allows.
func Text(w io.Writer, r Result) error {
	return either(r, func(r *result.Report) error { return textReport(r, w) }, func(l *result.Listing) error { return textListing(l, w) })
}

func textReport(r *result.Report, w io.Writer) error {
	t := text{Writer: bufio.NewWriter(w)}
	if r.Forecast {
		t.printf("%s\n", bold(verdict(r)))
	}
	t.printf("%s, database %s\n", clean(r.Database.Server), clean(r.Database.Name))
	for _, tree := range r.Trees {
		t.tree(tree, r)
	}
	summed := r.Checked && !r.Forecast
	if summed {
		t.printf("\n%s\n", summary(r.Summary))
	}
	if c := r.Coverage; c != nil && len(c.NotCompared) > 0 {
		t.printf("%s\n", clean(c.String()))
	}
	for _, line := range append([]string{ignored(r.Ignored, r.Settings)}, baselineLines(r.Baseline)...) {
		if line != "" {
			t.printf("%s%s\n", map[bool]string{true: "", false: "\n"}[summed], line)
			summed = true
		}
	}
	if r.Next != "" {
		t.printf("%snext: %s\n", map[bool]string{true: "", false: "\n"}[summed], r.Next)
	}
	return t.Flush()
}

// text keeps the first error until Flush, as bufio does.
type text struct{ *bufio.Writer }

func (t text) printf(format string, args ...any) { _, _ = fmt.Fprintf(t, format, args...) }

var (
	bold     = paint(color.Bold)
	faint    = paint(color.Faint)
	coloured = map[rules.Severity]func(...any) string{
		rules.Error:   paint(color.FgRed, color.Bold),
		rules.Warning: paint(color.FgYellow),
		rules.Info:    paint(color.FgCyan),
	}
)

// paint colours where [color.NoColor] allows, whatever NO_COLOR says: the library takes that for the last word, and a flag may have had it.
func paint(how ...color.Attribute) func(...any) string {
	return func(a ...any) string {
		c := color.New(how...)
		if !color.NoColor {
			c.EnableColor()
		}
		return c.Sprint(a...)
	}
}

func (t text) tree(tree result.Tree, r *result.Report) {
	name := ""
	if tree.Tree != "" { // of no tree: the database is a stranger's
		name = bold(clean(tree.Tree)) + "  "
	}
	t.printf("\n%s%s\n", name, sentence(tree))
	if tree.Match != nil {
		t.printf("  schema     %s\n", clean(describe(*tree.Match)))
	}
	for i, m := range tree.RunnersUp {
		if tree.Match.Exact && r.Checked {
			break // a check has its answer
		}
		label := "runner-up"
		if i > 0 {
			label = ""
		}
		t.printf("  %-9s  %s\n", label, faint(clean(describe(m))))
	}
	if r.Canvas != nil && len(tree.Curve) > 0 {
		t.printf("\n%s\n", plot(r.Canvas, tree))
	}
	if tree.Against != "" {
		t.printf("  against    %s\n", clean(tree.Against))
	}
	if tree.Upgrade != nil {
		t.upgrade(tree.Upgrade)
	}
	for _, n := range tree.Notes {
		t.printf("  note       %s\n", clean(n))
	}
	if tree.Upgrade == nil {
		t.findings(tree.Findings)
		return
	}
	if u := tree.Upgrade; ends(u) { // what is so now is not said where it is said what will be
		t.part("stamp", keep(tree.Findings, func(f result.Finding) bool { return ofStamp(tree, f) }))
		t.part("after the upgrade, against a fresh install", unsaid(u, u.After))
		return
	}
	t.part("now", unsaid(tree.Upgrade, tree.Findings))
}

// sentence says what stamp and schema say together.
func sentence(t result.Tree) string {
	stamp := clean(strings.Join(namedIn(t.Stamp), ", "))
	in := ""
	if t.Stamp.Table != "" {
		in = " (" + clean(t.Stamp.Table) + ")"
	}
	if t.Stamp.Given != "" {
		in = " (not stored, but given by " + t.Stamp.Given + ")"
	}
	if t.Nearer {
		return "stamp " + stamp + in + ", and a schema that is nearer to another place"
	}
	switch t.Verdict {
	case drift.Agrees:
		return "stamp " + stamp + in + " agrees with the schema"
	case drift.Missing:
		return "no version stamp" + in
	case drift.Unseen:
		switch {
		case t.Stamp.Unread != "":
			return "the stamp is not known: " + clean(t.Stamp.Table) + " was not read, since " + t.Stamp.Unread
		case t.Stamp.Table == "":
			return "the stamp is not known: there is no version table in the file"
		}
		return "the stamp is not known: the dump has no rows"
	case drift.Empty:
		return "no version stamp: " + clean(t.Stamp.Table) + " is empty"
	case drift.Ahead:
		return "stamp " + stamp + in + " is ahead of the schema"
	case drift.Behind:
		return "stamp " + stamp + in + " is behind the schema"
	case drift.OneBehind:
		return "stamp " + stamp + in + " is one revision behind the schema"
	case drift.OtherLineage:
		return "stamp " + stamp + in + " is of another lineage than the schema"
	case drift.UnknownRevision:
		return "stamp " + stamp + in + " is no revision that Alembic would find"
	case drift.OtherTree:
		return "stamp " + stamp + in + " is a revision of another tree"
	case drift.Newer:
		return "stamp " + stamp + in + " is newer than what assay knows"
	case drift.Abbreviated:
		return "stamp " + stamp + in + " is only the beginning of a revision's id"
	case drift.Misspelled:
		return "stamp '" + stamp + "'" + in + " is a misspelled revision"
	case drift.Several:
		return "several stamps: " + stamp + in
	case drift.Shadowed:
		return "stamp " + stamp + in + " agrees with the schema, but another version table is in its way"
	case drift.PlainTable:
		return "stamp " + stamp + in + " agrees with the schema, in the table that trees share"
	case drift.Partial:
		return "stamp " + stamp + in + ", and a revision that was applied only in part"
	case drift.AtBase:
		return "nothing of it is there: Alembic begins with the first revision"
	case drift.NotAlembic:
		return "not an Alembic schema that assay knows"
	}
	return string(t.Verdict)
}

// describe says where a match is and how near.
func describe(m result.Match) string {
	s := m.Revision
	if m.Statement != nil {
		s = fmt.Sprintf("inside %s, after statement %d of %d", cmp.Or(m.Migration, m.Revision), *m.Statement, m.Of)
	}
	if len(m.Equivalent) > 0 {
		s += " or " + strings.Join(m.Equivalent, ", ") + ", which no schema tells apart"
	}
	if m.Exact {
		s += ", exactly"
	} else {
		s += fmt.Sprintf(", at distance %d", m.Distance)
	}
	if m.Series != "" {
		s += " (Asterisk " + m.Series + ")"
	}
	return s
}

func (t text) findings(found []result.Finding) {
	for _, s := range sections(found) {
		t.printf("\n")
		if s.heading != "" {
			t.printf("  %s\n", bold(noCommand(clean(s.heading))))
		}
		sql := ""
		for _, f := range s.folds {
			if now := statementOf(f.Finding); now != "" && now != sql && len(f.of) == 0 {
				sql = now
				t.printf("    %s\n", faint(noCommand(sql)))
			}
			t.printf("    %s  %s%s  %s\n", coloured[f.Severity](fmt.Sprintf("%-7s", f.Severity)), f.folded(), said(f.Finding), faint("["+f.Rule+"]"))
			if more := comparedIn(f.Finding); more != "" {
				t.printf("             %s\n", more)
			}
			if others := f.others(); others != "" {
				t.printf("             the same of %s\n", others)
			}
		}
	}
}

// noCommand keeps a name at the beginning of a line from being a command to GitHub's runner, which cares for no blanks before it.
func noCommand(name string) string {
	if rest, ok := strings.CutPrefix(name, "::"); ok {
		return `\x3a\x3a` + rest
	}
	return name
}

// said is the message, for people.
func said(f result.Finding) string {
	if f.Inherited {
		return clean(f.Message) + " (inherited)"
	}
	return clean(f.Message)
}

func keep(found []result.Finding, which func(result.Finding) bool) []result.Finding {
	return slices.DeleteFunc(slices.Clone(found), func(f result.Finding) bool { return !which(f) })
}

// unsaid are the findings that the list of skipped revisions does not say already.
func unsaid(u *result.Upgrade, found []result.Finding) []result.Finding {
	return keep(found, func(f result.Finding) bool {
		return f.Rule != skippedRevision || !slices.ContainsFunc(u.Skipped, func(s result.Skipped) bool { return s.Revision == f.Revision })
	})
}

// part prints findings under a title; nothing where there are none.
func (t text) part(title string, found []result.Finding) {
	if len(found) > 0 {
		t.printf("\n  %s\n", title)
		t.findings(found)
	}
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return clean(s)
}

func origin(f result.Finding) string {
	if f.Revision == "" || f.Revision == f.Want {
		return ""
	}
	if f.Release == "" {
		return fmt.Sprintf(" (set by %s)", f.Revision)
	}
	return fmt.Sprintf(" (set by %s, first in %s)", f.Revision, f.Release)
}

func summary(s result.Summary) string {
	if s.Error+s.Warning+s.Info == 0 {
		return "no findings"
	}
	return fmt.Sprintf("%s, %s, %s", count(s.Error, "error"), count(s.Warning, "warning"), count(s.Info, "info"))
}

func count(n int, what string) string {
	if n != 1 && what != "info" {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// Clean is a text of others as one line of people's can hold it: no line break in a name begins another line.
func Clean(s string) string { return clean(s) }

// clean keeps names that hold control characters from playing with the terminal, and such as turn the direction of writing from reading as others. What is
// no text is spelled out too.
func clean(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) }) {
		return s
	}
	q := fmt.Sprintf("%q", s)
	return q[1 : len(q)-1]
}
