package rules

var noDownRevision = &Rule{
	Name: "no-down-revision", Severity: Error,
	Of: OfGraph, Since: "0.1",
	Title: "a file sets no down_revision",
	Why:   "Every Alembic command fails at this file.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"`,
}
