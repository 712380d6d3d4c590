package rules

import "assay/schema"

var missingIndex = &Rule{
	Name: "missing-index", Severity: Error,
	Since: "0.1", Kind: schema.IndexObject,
	Title: "an index of the revision is missing",
	Why:   "Queries that need the index read the whole table, and a later revision that drops the index fails.",
	Bad:   "-- on MySQL\nDROP INDEX ps_endpoints_id ON ps_endpoints;",
	Good:  "-- on MySQL\nCREATE INDEX by_context ON ps_endpoints (context);",
	Check: missingKey(schema.Plain, Warning, "look-ups by it read the whole table"),
}
