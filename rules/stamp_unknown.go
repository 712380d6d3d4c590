package rules

var stampUnknown = &Rule{
	Name:     "stamp-unknown",
	Severity: Error,
	Title:    "no release has a revision of the stamped id",
	Why:      "Alembic refuses to start: it can't locate the revision.",
}
