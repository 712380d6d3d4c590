package rules

var revisionReadsEnvironment = &Rule{
	Name: "revision-reads-environment", Severity: Info,
	Of: OfGraph, Since: "0.1",
	Title: "the environment decides what a revision does",
	Why:   "One stamp means several schemas, by where the upgrade ran; SQL that is printed on one machine and run on another does something else than was looked at.",
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
