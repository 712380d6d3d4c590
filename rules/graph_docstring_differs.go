package rules

var docstringDiffers = &Rule{
	Name: "docstring-differs", Severity: Info,
	Of: OfGraph, Since: "0.1",
	Title: "a docstring and the code disagree on where the revision stands",
	Why:   "People read the docstring, Alembic reads the code.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
"""more

Revision ID: bb20
Revises: aa01
"""
revision = "bb20"
down_revision = "aa10"`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
"""more

Revision ID: bb20
Revises: aa10
"""
revision = "bb20"
down_revision = "aa10"`,
}
