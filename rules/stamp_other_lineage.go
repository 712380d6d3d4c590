package rules

var stampOtherLineage = &Rule{
	Name:     "stamp-other-lineage",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp means another schema in the release that is to run on this database",
	Why:   "Release series ship revisions of one id with different contents or a different past: Alembic sees a known stamp and does nothing.",
	Bad:   "-- Asterisk 22.10.1, assay check --at 20.20.1",
	Good:  "-- Asterisk 20.20.1, assay check --at 20.20.1",
}
