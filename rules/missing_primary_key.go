package rules

import "assay/schema"

var missingPrimaryKey = missingKey("missing-primary-key", schema.Primary, Error, "the primary key of the revision is missing",
	"Rows can be there twice, and Asterisk finds any of them.", "nothing forbids two rows with the same key")
