package audit

import (
	"strings"

	"assay/expected"
	"assay/internal/shell"
)

// AlembicStamp is the command that sets the stamp to a revision, with all its heads.
func AlembicStamp(revision string) string {
	return "alembic stamp " + shell.Operands(strings.Split(revision, "+")...) // no id has one (alembic/script/revision.py)
}

// AlembicUpgrade is the command that gets to a revision: where there are several heads then, a run for each.
func AlembicUpgrade(h *expected.History, r *expected.Revision) string {
	if newest := h.Newest().Revisions; r.Migration != "" && r == newest[len(newest)-1] {
		return "alembic upgrade heads"
	}
	runs := strings.Split(r.ID, "+")
	for i, id := range runs {
		runs[i] = "alembic upgrade " + shell.Operands(id)
	}
	return strings.Join(runs, " && ")
}
