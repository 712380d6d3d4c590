package rules

var stampNewer = &Rule{
	Name:     "stamp-newer",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp is newer than what assay knows",
	Why:   "What a newer release, or a revision of your own, has changed is compared with what it never was meant to be: look for a newer assay.",
	Bad:   "UPDATE alembic_version_config SET version_num = '0123456789ab';",
	Good:  "-- as it was installed",
}
