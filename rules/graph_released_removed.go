package rules

var releasedRemoved = &Rule{
	Name: "released-removed", Severity: Error,
	Of: OfGraph, Since: "0.1",
	Title: "a released revision was removed",
	Why:   "Databases with that stamp can no longer be upgraded.",
	Bad: `-- released/a.py --
revision = "aa10"
down_revision = None
-- released/b.py --
revision = "bb20"
down_revision = "aa10"
-- versions/a.py --
revision = "aa10"
down_revision = None`,
	Good: `-- released/a.py --
revision = "aa10"
down_revision = None
-- released/b.py --
revision = "bb20"
down_revision = "aa10"
-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"`,
}
