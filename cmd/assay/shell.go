package main

import (
	"slices"
	"strings"

	"assay/expected"
	"assay/schema"
)

// plainWord is what every shell takes as it stands. A word that begins with = or ~ is something else to some.
var plainWord = schema.Pattern(`^[\w%+,./:@-][\w%+,./:=@-]*$`)

// shellQuote makes one word of a text, whatever a shell takes its characters for.
func shellQuote(s string) string {
	if plainWord().MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// operands writes words that are no flags, even where they begin as flags do: ids of revisions come from files of others.
func operands(words ...string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = shellQuote(w)
	}
	list := strings.Join(quoted, " ")
	if slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, "-") }) {
		return "-- " + list
	}
	return list
}

// alembicStamp is the command that sets the stamp to a revision, with all its heads.
func alembicStamp(revision string) string {
	return "alembic stamp " + operands(strings.Split(revision, "+")...) // no id has one (alembic/script/revision.py)
}

// alembicUpgrade is the command that gets to a revision: where there are several heads then, a run for each.
func (a *assessment) alembicUpgrade(r *expected.Revision) string {
	if newest := a.history.Newest().Revisions; r.Migration != "" && r == newest[len(newest)-1] {
		return "alembic upgrade heads"
	}
	runs := strings.Split(r.ID, "+")
	for i, id := range runs {
		runs[i] = "alembic upgrade " + operands(id)
	}
	return strings.Join(runs, " && ")
}
