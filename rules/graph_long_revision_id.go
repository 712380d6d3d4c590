package rules

var longRevisionID = &Rule{
	Name: "long-revision-id", Severity: Error,
	Of: OfGraph, Since: "0.1",
	Title: "a revision id is longer than the version_num column",
	Why:   "The upgrade fails when it records the revision. On MySQL its changes stay, and the next upgrade makes them again.",
	Bad: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "add_the_table_of_parcels_and_index_it"
down_revision = "aa10"`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None
-- versions/b.py --
revision = "add_parcels"
down_revision = "aa10"`,
}
