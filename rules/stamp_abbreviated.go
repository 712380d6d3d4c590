package rules

var stampAbbreviated = &Rule{
	Name:     "stamp-abbreviated",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp is only the beginning of a revision id",
	Why:   "Alembic accepts the shortened id, but the next real upgrade adds a second row; after that every command fails.",
	Bad:   "UPDATE alembic_version_config SET version_num = 'e89e30ce';",
	Good:  "-- as it was installed",
}
