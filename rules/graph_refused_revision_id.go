package rules

var refusedRevisionID = &Rule{
	Name: "refused-revision-id", Severity: Error,
	Of: OfGraph, Since: "0.1",
	Title: "a revision id contains @, + or -",
	Why:   "Every Alembic command fails, because these characters are reserved for relative names.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb-20"
down_revision = "aa10"`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"`,
}
