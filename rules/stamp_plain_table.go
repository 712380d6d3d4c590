package rules

var stampPlainTable = &Rule{
	Name:     "stamp-plain-table",
	Severity: Info,
	Of:       OfStamps, Since: "0.1",
	Title:    "the stamp is in alembic_version, the version table that all trees share",
	Why:      "Two trees in one database cannot use the same version table. SQL that Alembic prints (--sql) writes the stamp there.",
	Asterisk: "The next run of Asterisk's scripts on the database renames the table.",
	Bad: "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);\nINSERT INTO alembic_version SELECT version_num FROM " +
		"alembic_version_config;\nDROP TABLE alembic_version_config;",
	Good: "-- as it was installed",
}
