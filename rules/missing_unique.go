package rules

import "assay/schema"

var missingUnique = &Rule{
	Name: "missing-unique", Severity: Error,
	Since: "0.1", Kind: schema.IndexObject,
	Title:    "a unique constraint of the revision is missing",
	Why:      "Two rows can have the same key: a statement that looks for one of them finds both. A later revision that drops the constraint fails.",
	Asterisk: "Asterisk uses any of the rows, and which one changes from call to call.",
	Bad:      "-- on MySQL\nALTER TABLE ps_endpoints DROP INDEX id;",
	Good:     "-- on MySQL\nALTER TABLE ps_endpoints DROP INDEX id, ADD UNIQUE (id);",
	Check:    missingKey(schema.Unique, Error, "nothing forbids two rows with the same key"),
}
