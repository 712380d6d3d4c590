package rules

var noRevisionID = &Rule{
	Name: "no-revision-id", Severity: Error,
	Of: OfGraph, Since: "0.1",
	Title: "a file sets no revision",
	Why:   "Every Alembic command fails at this file.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/helper.py --
def helper():
    pass`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"`,
}
