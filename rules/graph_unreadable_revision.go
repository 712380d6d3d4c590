package rules

var unreadableRevision = &Rule{
	Name: "unreadable-revision", Severity: Error,
	Of: OfGraph, Since: "0.1",
	Title: "a file is not valid Python",
	Why:   "Every Alembic command fails at this file.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"

def upgrade(:
    pass`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"

def upgrade():
    pass`,
}
