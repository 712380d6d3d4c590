package rules

var stampAhead = &Rule{
	Name:     "stamp-ahead",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp is ahead: revisions are recorded as applied, but their changes are missing",
	Why:   "Alembic takes them for applied and will never apply them.",
	Bad:   "-- Asterisk 20.4.0\nUPDATE alembic_version_config SET version_num = 'e89e30cee53f';",
	Good:  "-- Asterisk 20.4.0",
}
