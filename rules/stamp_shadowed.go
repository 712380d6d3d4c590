package rules

var stampShadowed = &Rule{
	Name:     "stamp-shadowed",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title:    "a plain alembic_version exists in addition to the tree's own version table",
	Why:      "Scripts that rename alembic_version to the tree's own version table fail, because that exists already.",
	Asterisk: "Asterisk's scripts try to rename it, log an error, upgrade nothing and exit 0: a CI job stays green.",
	Bad:      "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);\nINSERT INTO alembic_version SELECT version_num FROM alembic_version_config;",
	Good:     "-- as it was installed",
}
