package rules

var releasedEdited = &Rule{
	Name: "released-edited", Severity: Warning,
	Of: OfGraph, Since: "0.1",
	Title: "a released revision was changed",
	Why:   "The same stamp stands for two schemas, and no upgrade makes them equal again.",
	Bad: `-- released/a.py --
revision = "aa10"
down_revision = None

def upgrade():
    op.drop_table("t")
-- versions/a.py --
revision = "aa10"
down_revision = None

def upgrade():
    op.drop_table("u")`,
	Good: `-- released/a.py --
revision = "aa10"
down_revision = None

def upgrade():
    op.drop_table("t")
-- versions/a.py --
revision = "aa10"
down_revision = None

def upgrade():
    op.drop_table("t")
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"`,
}
