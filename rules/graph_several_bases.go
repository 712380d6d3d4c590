package rules

var severalBases = &Rule{
	Name: "several-bases", Severity: Info,
	Of: OfGraph, Since: "0.1",
	Title: "the history has several first revisions",
	Why:   "A revision that has lost its down_revision runs before the revisions that create what it needs.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = None
-- versions/m.py --
revision = "cc30"
down_revision = ("aa10", "bb20")`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"`,
}
