package rules

var redundantDependency = &Rule{
	Name: "redundant-dependency", Severity: Info,
	Of: OfGraph, Since: "0.1",
	Title: "a revision depends on one that comes before it anyway",
	Why:   "The dependency has no effect and confuses readers.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"
-- versions/c.py --
revision = "cc30"
down_revision = "bb20"
depends_on = "aa10"`,
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
