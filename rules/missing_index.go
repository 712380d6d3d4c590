package rules

import "assay/schema"

var missingIndex = missingKey("missing-index", schema.Plain, Warning, "an index of the revision is missing",
	"Look-ups read the whole table, and a later revision that drops the index stops there.", "look-ups by it read the whole table")
