package rules

var stampMissing = &Rule{
	Name:     "stamp-missing",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the database has no version table",
	Why: "Alembic takes the database for empty: the next upgrade starts at the first revision and fails at the first table that exists " +
		"already.",
	Bad:  "DROP TABLE alembic_version_config;",
	Good: "-- as it was installed",
}
