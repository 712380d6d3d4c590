package rules

var stampMisspelled = &Rule{
	Name:     "stamp-misspelled",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp equals a revision id except for upper/lower case or spaces",
	Why:   "Alembic compares ids character by character: it cannot locate the revision and refuses to start.",
	Bad:   "UPDATE alembic_version_config SET version_num = 'E89E30CEE53F';",
	Good:  "-- as it was installed",
}
