package rules

var skippedRevision = &Rule{
	Name:     "skipped-revision",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp says that a revision is applied, and its changes are not there",
	Why: "Release series have revisions of one id in another order, with other contents or not at all. Alembic takes all revisions before the stamp for applied: " +
		"an upgrade from one series to another leaves those out that the old series did not have, exits 0, and no later upgrade makes up for them.",
	Bad:  "-- Asterisk 20.20.1, assay check --at 22.10.1",
	Good: "-- Asterisk 22.10.1, assay check --at 22.10.1",
}
