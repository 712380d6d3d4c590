package rules

var stampNewer = &Rule{
	Name:     "stamp-newer",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp belongs to no release that assay knows, and the schema has everything that the newest known one has",
	Why: "The database is newer than what assay knows, or has revisions of your own, so it was compared with the newest revision that assay " +
		"knows. Use a newer assay, or --history for your own revisions.",
	Bad:  "UPDATE alembic_version_config SET version_num = '0123456789ab';",
	Good: "-- as it was installed",
}
