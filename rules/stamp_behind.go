package rules

var stampBehind = &Rule{
	Name:     "stamp-behind",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the schema has changes of revisions that the stamp does not claim",
	Why:   "The next upgrade applies them again and stops at the first column that is there already.",
	Bad:   "UPDATE alembic_version_config SET version_num = '4f91fc18c979';",
	Good:  "UPDATE alembic_version_config SET version_num = 'e89e30cee53f';",
}
