package lint

import (
	"errors"
	"slices"
	"strings"

	"assay/expected"
	"assay/schema"
)

// modelled are the kinds of objects that a schema has a definition of: who changes one in a way that is not understood changes what the statements behind meet.
var modelled = []string{"table", "index", "type", "column"}

var cascade = schema.Pattern(`(?i)\bCASCADE\s*$`)

// unread says what of a statement was not read; empty: all of it was, or it is about what has no rows, such as a view.
func unread(ran expected.Ran, m schema.Execution) string {
	touched := schema.Touched(ran.Text)
	switch {
	// MySQL's DO computes an expression, and is no block of others.
	case expected.RunsOthers(ran.Text) && m.Verb != "DO" && (ran.Err != nil || len(ran.Changes) == 0):
		return "it runs statements that cannot be read from it"
	case ran.Err == nil && (m.Verb == "UPDATE" || m.Verb == "DELETE") && len(m.Tables) == 0:
		return "it does not show which rows"
	case ran.Err == nil, m.Verb == "DROP DATABASE", m.Verb == "DROP SCHEMA":
		return ""
	case len(touched) > 0 && !slices.Contains(modelled, touched[0].Kind) && !cascade().MatchString(ran.Text):
		return ""
	case allRead(ran.Err):
		return ""
	}
	why := strings.TrimSpace(ran.Err.Error())
	return why[strings.LastIndexByte(why, '\n')+1:]
}

// allRead reports whether all that is wrong with a statement is that no change says what it does.
func allRead(err error) bool {
	if several, ok := err.(interface{ Unwrap() []error }); ok { // each of them is looked at
		return !slices.ContainsFunc(several.Unwrap(), func(err error) bool { return !allRead(err) })
	}
	if inner := errors.Unwrap(err); inner != nil {
		return allRead(inner)
	}
	_, ok := errors.AsType[schema.UnmodelledError](err)
	return ok
}
