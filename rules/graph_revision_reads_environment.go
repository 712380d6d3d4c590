package rules

var revisionReadsEnvironment = &Rule{
	Name: "revision-reads-environment", Severity: Info,
	Of: OfGraph, Since: "0.1",
	Title: "environment variables decide what a revision does",
	Why: "The same stamp can stand for several schemas, depending on where the upgrade ran, and SQL printed on one machine can differ from " +
		"what another machine would run.",
	Bad: `-- versions/a.py --
import os
revision = "aa10"
down_revision = None


def upgrade():
    if os.environ.get("REGION") == "eu":
        pass`,
	Good: `-- versions/a.py --
revision = "aa10"
down_revision = None


def upgrade():
    pass`,
}
