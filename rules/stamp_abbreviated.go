package rules

var stampAbbreviated = &Rule{
	Name:     "stamp-abbreviated",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp is only the beginning of a revision's id",
	Why:   "Alembic goes on from there, but cannot take the row away: there are two then, and it refuses to start.",
	Bad:   "UPDATE alembic_version_config SET version_num = 'e89e30ce';",
	Good:  "-- as it was installed",
}
