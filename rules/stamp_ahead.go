package rules

var stampAhead = &Rule{
	Name:     "stamp-ahead",
	Severity: Error,
	Title:    "the stamp claims revisions whose changes are not there",
	Why:      "Alembic believes that they were applied and will never apply them.",
}
