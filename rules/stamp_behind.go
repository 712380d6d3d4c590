package rules

var stampBehind = &Rule{
	Name:     "stamp-behind",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp is behind: the schema has changes of revisions that are not recorded as applied",
	Why:   "The next upgrade applies them again and fails at the first object that exists already.",
	Bad:   "UPDATE alembic_version_config SET version_num = '4f91fc18c979';",
	Good:  "UPDATE alembic_version_config SET version_num = 'e89e30cee53f';",
}
