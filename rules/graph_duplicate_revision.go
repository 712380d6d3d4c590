package rules

var duplicateRevision = &Rule{
	Name: "duplicate-revision", Severity: Error,
	Of: OfGraph, Since: "0.1",
	Title: "two files have the same revision id",
	Why:   "Alembic uses one of them, not the same one on every machine, and the other never runs.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"
-- versions/c.py --
revision = "bb20"
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
