package rules

var stampSeveral = &Rule{
	Name:     "stamp-several",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the version table has more than one row",
	Why:   "Alembic refuses to start: the version table has more than one head present.",
}
