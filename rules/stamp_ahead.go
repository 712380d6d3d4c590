package rules

var stampAhead = &Rule{
	Name:     "stamp-ahead",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp claims revisions whose changes are not there",
	Why:   "Alembic believes that they were applied and will never apply them.",
	Bad:   "-- Asterisk 20.4.0\nUPDATE alembic_version_config SET version_num = 'e89e30cee53f';",
	Good:  "-- Asterisk 20.4.0",
}
