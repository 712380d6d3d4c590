package report

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"assay/result"
	"assay/rules"
)

// notices are GitHub's words for severities.
var notices = map[rules.Severity]string{rules.Error: "error", rules.Warning: "warning", rules.Info: "notice"}

var (
	escapeData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	escapeProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// GitHub prints the findings as workflow commands, of which GitHub makes annotations. It shows ten of each severity in a step, so that the worst come
// first; the last lines, which are none, say what was not judged and sum up.
func GitHub(w io.Writer, r Result) error {
	l := List(r)
	b := bufio.NewWriter(w)
	for _, f := range ranked(shown(l)) {
		at := ""
		if f.File != "" {
			at = "file=" + escapeProperty.Replace(clean(f.File)) + ","
		}
		if f.Line > 0 {
			at += fmt.Sprintf("line=%d,", f.Line)
		}
		_, _ = fmt.Fprintf(b, "::%s %stitle=%s::%s\n", notices[f.Severity], at, escapeProperty.Replace(headline(f)), escapeData.Replace(sentences(f)))
	}
	for _, n := range l.Notes {
		_, _ = fmt.Fprintf(b, "note: %s\n", clean(n))
	}
	verdict := ""
	if of, ok := r.(*result.Report); ok && of.Forecast {
		verdict = decide(of).Word + ", "
	}
	_, _ = fmt.Fprintf(b, "assay %s: %s%s\n", l.Command, verdict, summary(l.Summary))
	return b.Flush() // which knows the first error
}

// headline names a finding: what it is about, where that is no file, and the rule.
func headline(f result.Finding) string {
	if name := qualifiedName(f); name != "" && f.File == "" {
		return clean(name) + " [" + f.Rule + "]"
	}
	return f.Rule
}

// ranked are findings with the worst first, otherwise in order.
func ranked(found []result.Finding) []result.Finding {
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b result.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	return found
}

// summaryLimit is how many bytes GitHub takes of a step's summary: of more it takes none.
const summaryLimit = 1 << 20

// JobSummary prints a result as the summary of a step of GitHub's, and no more than that takes.
func JobSummary(w io.Writer, r Result) error {
	var text bytes.Buffer
	if err := Markdown(&text, r); err != nil {
		return err
	}
	b := cutLines(text.Bytes(), summaryLimit, "The rest is too long for a summary: the annotations and the other formats have it.")
	_, err := w.Write(append(b, '\n'))
	return err
}
