package rules

var branchLabelTaken = &Rule{
	Name: "branch-label-taken", Severity: Error,
	Of: OfGraph, Since: "0.1",
	Title: "a branch label is that of another revision, or its id",
	Why:   "Every command of Alembic stops at it.",
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
