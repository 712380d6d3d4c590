package rules

var stampPlainTable = &Rule{
	Name:     "stamp-plain-table",
	Severity: Info,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp is in the version table that all trees share",
	Why:   "SQL that Alembic writes puts it there. Its next run on the database itself renames the table, and a second tree cannot have the same.",
	Bad:   "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);\nINSERT INTO alembic_version SELECT version_num FROM alembic_version_config;\nDROP TABLE alembic_version_config;",
	Good:  "-- as it was installed",
}
