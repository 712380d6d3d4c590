package rules

var stampMisspelled = &Rule{
	Name:     "stamp-misspelled",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp is a revision's id but for its case or blanks",
	Why:   "Alembic compares ids letter by letter: it can't locate the revision and refuses to start.",
	Bad:   "UPDATE alembic_version_config SET version_num = 'E89E30CEE53F';",
	Good:  "-- as it was installed",
}
