package rules

var releasedReparented = &Rule{
	Name: "released-reparented", Severity: Error,
	Of: OfGraph, Since: "0.1",
	Title: "a released revision now follows other revisions",
	Why:   "Databases that have run it lack the revisions that now come before it, although their stamp includes them.",
	Bad: `-- released/a.py --
revision = "aa10"
down_revision = None
-- released/b.py --
revision = "bb20"
down_revision = "aa10"
-- released/c.py --
revision = "cc30"
down_revision = "bb20"
-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "cc30"
-- versions/c.py --
revision = "cc30"
down_revision = "aa10"`,
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
down_revision = "aa10"
-- versions/c.py --
revision = "cc30"
down_revision = "bb20"`,
}
