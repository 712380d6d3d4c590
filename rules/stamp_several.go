package rules

var stampSeveral = &Rule{
	Name:     "stamp-several",
	Severity: Error,
	Title:    "the version table has more than one row",
	Why:      "Alembic refuses to start: the version table has more than one head present.",
}
