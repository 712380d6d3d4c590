package rules

import "assay/schema"

var missingUnique = missingKey("missing-unique", schema.Unique, Error, "a unique constraint of the revision is missing",
	"Ids can be there twice: Asterisk then takes any of the rows, and which one changes from call to call.", "nothing forbids two rows with the same key")
