package rules

var missingDependency = &Rule{
	Name: "missing-dependency", Severity: Error,
	Of: OfGraph, Since: "0.1",
	Title: "a revision depends on one that does not exist",
	Why:   "Every Alembic command fails with KeyError.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"
depends_on = "cc30"`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"`,
}
