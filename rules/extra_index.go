package rules

import "assay/schema"

var extraIndex = &Rule{
	Name: "extra-index", Severity: Error,
	Since: "0.1", Kind: schema.IndexObject,
	Title: "a table has an index that is not part of the revision",
	Why: "An additional index is harmless, though every write maintains it. On MySQL a long one can make a later revision fail that widens " +
		"its columns.",
	Bad:   "CREATE INDEX by_context ON ps_endpoints (context, id);",
	Good:  "ALTER TABLE ps_contacts ADD COLUMN note VARCHAR(80);",
	Check: extraKey(schema.Plain),
}
