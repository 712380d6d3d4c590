package rules

var severalHeads = &Rule{
	Name: "several-heads", Severity: Warning,
	Of: OfGraph, Since: "0.1",
	Title: "the history has several heads that no labels distinguish",
	Why:   "alembic upgrade head fails, usually in the deployment after two branches were merged in Git.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"
-- versions/c.py --
revision = "cc30"
down_revision = "aa10"`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"
-- versions/c.py --
revision = "cc30"
down_revision = "bb20"`,
}
