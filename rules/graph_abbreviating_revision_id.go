package rules

var abbreviatingRevisionID = &Rule{
	Name: "abbreviating-revision-id", Severity: Info,
	Of: OfGraph, Since: "0.1",
	Title: "a revision id is the beginning of another",
	Why:   "If you abbreviate the longer id on the command line, you get the shorter one.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "aa1020"
down_revision = "aa10"`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"`,
}
