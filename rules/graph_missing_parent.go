package rules

var missingParent = &Rule{
	Name: "missing-parent", Severity: Error,
	Of: OfGraph, Since: "0.1",
	Title: "a revision's down_revision does not exist",
	Why:   "Every Alembic command fails with KeyError.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa01"`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"`,
}
