package rules

var stampUnknown = &Rule{
	Name:     "stamp-unknown",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "no release, or not the one that is to run on this database, has a revision of the stamped id",
	Why:   "Alembic refuses to start: it can't locate the revision.",
	Bad:   "-- Asterisk 20.6.0\nUPDATE alembic_version_config SET version_num = '0123456789ab';",
	Good:  "-- Asterisk 20.6.0\nUPDATE alembic_version_config SET version_num = '37a5332640e2';",
}
