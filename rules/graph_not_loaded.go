package rules

var notLoaded = &Rule{
	Name: "not-loaded", Severity: Warning,
	Of: OfGraph, Since: "0.1",
	Title: "Alembic does not load a file that contains a revision",
	Why:   "The revision never runs.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/__init__b.py --
revision = "bb20"
down_revision = "aa10"`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"`,
}
