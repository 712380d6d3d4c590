package rules

var stampSeveral = &Rule{
	Name:     "stamp-several",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the version table has more than one row",
	Why:   "Alembic refuses to start, because more than one head is present.",
	Bad:   "INSERT INTO alembic_version_config VALUES ('bb6d54e22913');",
	Good:  "-- as it was installed",
}
