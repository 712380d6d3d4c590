package audit

import (
	"fmt"
	"slices"
	"strings"

	"assay/expected"
)

// several is said where the version table has more than one row.
func (a stampJudge) several(table string) string {
	if a.Stamp.Shared {
		return fmt.Sprintf("%s has rows of several trees, and Alembic stops with %s; %s's is %s", table, manyHeads(table), a.Name, strings.Join(a.Stamp.Revisions, ", "))
	}
	s := fmt.Sprintf("the version table has %d rows, and Alembic stops with %s; the schema is %s", len(a.Stamp.Revisions), manyHeads(table), whatItIs(a.Judged, a.Reading.Matches[0]))
	if a.Target.Chain == nil || !a.proposes() {
		return s
	}
	keep := a.Target.Revision().ID
	var others []string
	for _, id := range a.Stamp.Revisions {
		if id != keep {
			others = append(others, a.relation(id, keep))
		}
	}
	if len(others) == 0 {
		return fmt.Sprintf("%s: all of them are %s, and one is to stay", s, keep)
	}
	if len(others) == len(a.Stamp.Revisions) {
		return s + ", which none of them says: " + strings.Join(others, ", ")
	}
	return fmt.Sprintf("%s: keep the row %s, delete %s", s, keep, strings.Join(others, ", "))
}

// unsound is said where the rows of a project's version table are none that Alembic writes, or leaves.
func (a stampJudge) unsound() string {
	rows := a.History.Rows
	what := fmt.Sprintf("the version table has %d rows, %s", len(rows), strings.Join(inQuotes(rows), ", "))
	var stops string
	switch {
	case a.History.Stops != "":
		stops = fmt.Sprintf("and Alembic stops with %q", a.History.Stops)
	case len(slices.Compact(slices.Sorted(slices.Values(rows)))) < len(rows):
		stops = fmt.Sprintf(`the same twice, and an upgrade from there stops with "Online migration expected to match one row when updating '%s'"`, rows[0])
	default:
		stops = "one of them only the beginning of an id: the next upgrade leaves it, and the one after that stops"
	}
	return fmt.Sprintf("%s, %s; the schema is %s", what, stops, whatItIs(a.Judged, a.Reading.Matches[0]))
}

func inQuotes(texts []string) []string {
	all := make([]string, len(texts))
	for i, t := range texts {
		all[i] = "'" + t + "'"
	}
	return all
}

// relation names a row of several and says what it is to the one that is kept.
func (a stampJudge) relation(id, keep string) string {
	switch tree := expected.TreeOf(id); {
	case strings.TrimSpace(id) == "":
		return "an empty one"
	case tree != "" && tree != a.Name:
		return fmt.Sprintf("%s (of the tree %s)", id, tree)
	case strings.HasPrefix(keep, id):
		return fmt.Sprintf("%s (the beginning of %s)", id, keep)
	}
	for l := range slices.Backward(a.Lines) {
		switch i, j := lineIndex(a.Inferred, l, id), lineIndex(a.Inferred, l, keep); {
		case i < 0 || j < 0 || i == j:
		case i < j:
			return id + " (before it)"
		default:
			return id + " (after it)"
		}
	}
	return id
}
