package rules

import "assay/schema"

var extraPrimaryKey = &Rule{
	Name: "extra-primary-key", Severity: Error,
	Since: "0.1", Kind: schema.IndexObject,
	Title: "a table has a primary key that the revision does not give it",
	Why:   "Adding one is the usual way to please Galera and managed servers, and harmless.",
	Bad:   "ALTER TABLE ps_endpoints ADD PRIMARY KEY (id);",
	Good:  "CREATE INDEX by_context ON ps_endpoints (context);",
	Check: extraKey(schema.Primary),
}
