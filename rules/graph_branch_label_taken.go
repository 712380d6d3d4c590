package rules

var branchLabelTaken = &Rule{
	Name: "branch-label-taken", Severity: Error,
	Of: OfGraph, Since: "0.1",
	Title: "a branch label belongs to another revision, or is a revision id",
	Why:   "Every Alembic command fails at it.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
branch_labels = "shop"
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"
branch_labels = ("shop",)`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
branch_labels = "shop"
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"`,
}
