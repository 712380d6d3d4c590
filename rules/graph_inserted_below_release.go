package rules

var insertedBelowRelease = &Rule{
	Name: "inserted-below-release", Severity: Error,
	Of: OfGraph, Since: "0.1",
	Title: "a new revision comes before released ones",
	Why:   "Databases that are past it never run it.",
	Bad: `-- released/a.py --
revision = "aa10"
down_revision = None
-- released/c.py --
revision = "cc30"
down_revision = "aa10"
-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"
-- versions/c.py --
revision = "cc30"
down_revision = "bb20"`,
	Good: `-- released/a.py --
revision = "aa10"
down_revision = None
-- released/c.py --
revision = "cc30"
down_revision = "aa10"
-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/c.py --
revision = "cc30"
down_revision = "aa10"
-- versions/b.py --
revision = "bb20"
down_revision = "cc30"`,
}
