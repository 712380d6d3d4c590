package rules

var skippedRevision = &Rule{
	Name:     "skipped-revision",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp counts a revision as applied, but its changes are missing",
	Why: "No later upgrade will add them. Alembic takes every revision before the stamp for applied. Release series contain revisions of one " +
		"id in another order, with other contents or not at all, so an upgrade from one series to another skips what the old series did not " +
		"have, and exits 0.",
	Bad:  "-- Asterisk 20.20.1, assay check --at 22.10.1",
	Good: "-- Asterisk 22.10.1, assay check --at 22.10.1",
}
