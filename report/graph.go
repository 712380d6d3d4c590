package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"assay/rules"
)

// A Graph is what was found of the revisions in a project's files. Its JSON is a contract: fields are added, never changed, while Version is 1.
type Graph struct {
	Version   int            `json:"version"`
	Folders   []string       `json:"folders"`
	Base      string         `json:"base"` // what it was compared with; empty: nothing
	Revisions int            `json:"revisions"`
	Heads     []string       `json:"heads"`
	Findings  []GraphFinding `json:"findings"`
	Summary   Summary        `json:"summary"`
}

// A GraphFinding is one thing that is not as it should be, and where.
type GraphFinding struct {
	Rule     string         `json:"rule"`
	Severity rules.Severity `json:"severity"`
	File     string         `json:"file"`
	Line     int            `json:"line"` // 0: the file as a whole
	Revision string         `json:"revision"`
	Message  string         `json:"message"`
}

// Count sums the findings up.
func (g *Graph) Count() {
	var found []Finding
	for _, f := range g.Findings {
		found = append(found, Finding{Severity: f.Severity})
	}
	g.Summary = tally(found)
}

// GraphJSON prints it as one JSON object. Empty lists are [], never null.
func GraphJSON(w io.Writer, g *Graph) error {
	c := *g
	c.Folders, c.Heads, c.Findings = list(g.Folders), list(g.Heads), list(g.Findings)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(c)
}

// GraphText prints it for people, by file.
func GraphText(w io.Writer, g *Graph) error {
	t := text{Writer: bufio.NewWriter(w)}
	t.printf("%s: %s, %s (%s)\n", clean(strings.Join(g.Folders, ", ")), count(g.Revisions, "revision"), count(len(g.Heads), "head"), clean(shorten(g.Heads)))
	if g.Base != "" {
		t.printf("compared with %s\n", clean(g.Base))
	}
	place := ""
	for _, f := range g.Findings {
		at := f.File
		if f.Line > 0 {
			at += fmt.Sprintf(":%d", f.Line)
		}
		if at != place {
			t.printf("\n  %s\n", bold(clean(at)))
			place = at
		}
		t.printf("    %s  %s  %s\n", coloured[f.Severity](fmt.Sprintf("%-7s", f.Severity)), clean(f.Message), faint("["+f.Rule+"]"))
	}
	t.printf("\n%s\n", summary(g.Summary))
	return t.Flush()
}

// shorten names a few of many.
func shorten(names []string) string {
	const few = 6
	if len(names) > few {
		names = append(names[:few-1:few-1], fmt.Sprintf("and %d more", len(names)-few+1))
	}
	return strings.Join(names, ", ")
}
