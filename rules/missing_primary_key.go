package rules

import "assay/schema"

var missingPrimaryKey = &Rule{
	Name: "missing-primary-key", Severity: Error,
	Since: "0.1", Kind: schema.IndexObject,
	Title:    "the primary key of the revision is missing",
	Why:      "Two rows can have the same key: a statement that looks for one of them finds both.",
	Asterisk: "Asterisk uses any of the rows.",
	Bad:      "-- on MySQL\nALTER TABLE voicemail_messages DROP PRIMARY KEY;",
	Good:     "-- on MySQL\nALTER TABLE voicemail_messages DROP PRIMARY KEY, ADD PRIMARY KEY (dir, msgnum);",
	Check:    missingKey(schema.Primary, Error, "nothing forbids two rows with the same key"),
}
