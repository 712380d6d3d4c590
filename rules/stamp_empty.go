package rules

var stampEmpty = &Rule{
	Name:     "stamp-empty",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the version table has no row",
	Why: "Alembic takes the database for empty: the next upgrade starts at the first revision and fails at the first object that exists " +
		"already.",
	Bad:  "DELETE FROM alembic_version_config;",
	Good: "-- as it was installed",
}
