package rules

var stampShadowed = &Rule{
	Name:     "stamp-shadowed",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "a plain alembic_version stands beside the tree's own version table",
	Why:   "Asterisk's scripts try to rename it, log an error, upgrade nothing and exit 0: a CI job stays green.",
	Bad:   "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);\nINSERT INTO alembic_version SELECT version_num FROM alembic_version_config;",
	Good:  "-- as it was installed",
}
