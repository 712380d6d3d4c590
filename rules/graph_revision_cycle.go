package rules

var revisionCycle = &Rule{
	Name: "revision-cycle", Severity: Error,
	Of: OfGraph, Since: "0.1",
	Title: "revisions form a cycle",
	Why:   "Every Alembic command fails: the revisions have no order.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = "bb20"
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"`,
}
