package rules

var stampOtherTree = &Rule{
	Name:     "stamp-other-tree",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp is a revision of another tree",
	Why:   "Alembic refuses to start: it cannot locate the revision in this tree.",
	Bad:   "UPDATE alembic_version_config SET version_num = '64fae6bbe7fb';",
	Good:  "-- as it was installed",
}
