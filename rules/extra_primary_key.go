package rules

import "assay/schema"

var extraPrimaryKey = &Rule{
	Name: "extra-primary-key", Severity: Error,
	Since: "0.1", Kind: schema.IndexObject,
	Title: "a table has a primary key that is not part of the revision",
	Why:   "An additional primary key is harmless: Galera and managed servers often require one. A later revision that adds a primary key fails.",
	Bad:   "ALTER TABLE ps_endpoints ADD PRIMARY KEY (id);",
	Good:  "CREATE INDEX by_context ON ps_endpoints (context);",
	Check: extraKey(schema.Primary),
}
