package rules

import "assay/schema"

var extraUnique = &Rule{
	Name: "extra-unique", Severity: Error,
	Since: "0.1", Kind: schema.IndexObject,
	Title: "a table has a unique constraint that the revision does not give it",
	Why:   "It refuses rows that Asterisk or provisioning may want to write.",
	Bad:   "ALTER TABLE ps_contacts ADD CONSTRAINT one_call UNIQUE (call_id);",
	Good:  "CREATE INDEX by_call ON ps_contacts (call_id);",
	Check: extraKey(schema.Unique),
}
