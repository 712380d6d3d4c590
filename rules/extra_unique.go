package rules

import "assay/schema"

var extraUnique = extraKey("extra-unique", schema.Unique, "a table has a unique constraint that the revision does not give it",
	"It refuses rows that Asterisk or provisioning may want to write.")
