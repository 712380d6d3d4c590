package rules

var stampOneBehind = &Rule{
	Name:     "stamp-one-behind",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the schema is that of the revision after the stamped one",
	Why:   "The next upgrade applies that revision again and stops at the first column that is there already. SQLAlchemy 2 with an old env.py leaves this behind.",
	Bad:   "-- Asterisk 20.4.0\nUPDATE alembic_version_config SET version_num = '4042a0ff4d9f';",
	Good:  "-- Asterisk 20.4.0\nUPDATE alembic_version_config SET version_num = 'f5b0e7427449';",
}
