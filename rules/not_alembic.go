package rules

var notAlembic = &Rule{
	Name:     "not-alembic",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "none of the tables belongs to a schema that assay knows",
	Why:   "There is nothing to compare the database with. Is it the right database? For your own project use --history.",
	Bad:   "-- a database of another program\nCREATE TABLE wp_posts (id INTEGER PRIMARY KEY, title VARCHAR(255));",
	Good:  "-- as it was installed",
}
