package rules

var stampMissing = &Rule{
	Name:     "stamp-missing",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the database has no version table",
	Why:   "Alembic takes it for empty: the next upgrade begins at the base and fails at the first CREATE TABLE.",
	Bad:   "DROP TABLE alembic_version_config;",
	Good:  "-- as it was installed",
}
