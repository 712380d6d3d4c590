package rules

var stampOtherLineage = &Rule{
	Name:     "stamp-other-lineage",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp has a different meaning in the release that is to use this database",
	Why: "There the same revision id stands for another schema: release series contain revisions of one id with different contents or " +
		"different predecessors. Alembic sees a known stamp and does nothing.",
	Bad:  "-- Asterisk 22.10.1, assay check --at 20.20.1",
	Good: "-- Asterisk 20.20.1, assay check --at 20.20.1",
}
