package rules

import "assay/schema"

var extraUnique = &Rule{
	Name: "extra-unique", Severity: Error,
	Since: "0.1", Kind: schema.IndexObject,
	Title:    "a table has a unique constraint that is not part of the revision",
	Why:      "The constraint refuses rows that the application may want to write.",
	Asterisk: "Asterisk or provisioning may want to write such rows.",
	Bad:      "ALTER TABLE ps_contacts ADD CONSTRAINT one_call UNIQUE (call_id);",
	Good:     "CREATE INDEX by_call ON ps_contacts (call_id);",
	Check:    extraKey(schema.Unique),
}
