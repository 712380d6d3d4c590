package rules

var stampOneBehind = &Rule{
	Name:     "stamp-one-behind",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "the stamp is one revision behind the schema",
	Why: "The next upgrade applies that revision again and fails at the first object that exists already. SQLAlchemy 2 with an old env.py " +
		"leaves a database in this state.",
	Bad:  "-- Asterisk 20.4.0\nUPDATE alembic_version_config SET version_num = '4042a0ff4d9f';",
	Good: "-- Asterisk 20.4.0\nUPDATE alembic_version_config SET version_num = 'f5b0e7427449';",
}
