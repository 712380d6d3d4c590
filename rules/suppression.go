package rules

import (
	"strings"

	"assay/schema"
)

// A Suppression is a comment before a statement, or beside it, that says which rule does not matter there, and why:
//
//	-- assay: ignore drop-column: nobody reads it since 4.2
type Suppression struct {
	Rule, Reason string
	// File and Line are where the comment stands.
	File string
	Line int
	used bool
}

var suppression = schema.Pattern(`(?:--|#)\s*assay:\s*ignore\s+([\w-]+)\s*(?::\s*(.*?))?\s*$`)

// ReadSuppressions reads the comments of a text, SQL or Python.
func ReadSuppressions(file, text string) []Suppression {
	if !strings.Contains(text, "assay:") {
		return nil
	}
	var found []Suppression
	for i, line := range strings.Split(text, "\n") {
		if m := suppression().FindStringSubmatch(line); m != nil {
			found = append(found, Suppression{Rule: m[1], Reason: m[2], File: file, Line: i + 1})
		}
	}
	return found
}

// Suppress gives each suppression of a file to the statement of it in or beside which the comment stands, else to the next one; those that stand behind
// the last are left to it.
func Suppress(statements []*Statement, all []Suppression) {
	for _, s := range all {
		var last *Statement
		for _, st := range statements {
			if st.File != s.File {
				continue
			}
			last = st
			if s.Line <= st.Line+strings.Count(st.Text, "\n") {
				break
			}
		}
		if last != nil {
			last.Ignored = append(last.Ignored, s)
		}
	}
}
