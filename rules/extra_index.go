package rules

import "assay/schema"

var extraIndex = &Rule{
	Name: "extra-index", Severity: Error,
	Since: "0.1", Kind: schema.IndexObject,
	Title: "a table has an index that the revision does not give it",
	Why:   "The administrator's own business. On MySQL a long one can stop a later revision that widens its columns.",
	Bad:   "CREATE INDEX by_context ON ps_endpoints (context, id);",
	Good:  "ALTER TABLE ps_contacts ADD COLUMN note VARCHAR(80);",
	Check: extraKey(schema.Plain),
}
