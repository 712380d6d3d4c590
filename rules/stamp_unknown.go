package rules

var stampUnknown = &Rule{
	Name:     "stamp-unknown",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp is not a revision of any known release (or of the release given with --at)",
	Why:   "Alembic refuses to start: it cannot locate the revision.",
	Bad:   "-- Asterisk 20.6.0\nUPDATE alembic_version_config SET version_num = '0123456789ab';",
	Good:  "-- Asterisk 20.6.0\nUPDATE alembic_version_config SET version_num = '37a5332640e2';",
}
