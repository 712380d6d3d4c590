package audit

import (
	"slices"

	"assay/drift"
	"assay/internal/shell"
	"assay/result"
)

// Next is the command that goes on from a check, with the place that the user named: what an upgrade will bring is not to be made by hand.
func (a *Answer) Next(r *result.Report, at string) string {
	upgrade := func(t *Tree) bool {
		return t.Ahead() > 0 || t.Asked && t.Verdict() == drift.Ahead && t.Believed() < t.Target.At
	}
	switch {
	case slices.ContainsFunc(a.Trees, upgrade):
		return "assay preflight " + shell.Flag("--to", at)
	case r.MendsStampOnly():
		return "assay fix --only stamp " + shell.Flag("--at", at)
	}
	return "assay fix " + shell.Flag("--at", at)
}
