package rules

var notStatic = &Rule{
	Name: "not-static", Severity: Info,
	Of: OfGraph, Since: "0.1",
	Title: "a file's place in the history is known only by running it",
	Why:   "assay does not know that part of the history, and can say less about the rest.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb" + str(20)
down_revision = "aa10"`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "bb20"
down_revision = "aa10"`,
}
