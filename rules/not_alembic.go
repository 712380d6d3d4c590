package rules

var notAlembic = &Rule{
	Name:     "not-alembic",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the schema is none that an Alembic history knows",
	Why:   "There is nothing to compare it with.",
	Bad:   "-- a database of another program\nCREATE TABLE wp_posts (id INTEGER PRIMARY KEY, title VARCHAR(255));",
	Good:  "-- as it was installed",
}
