package rules

import "assay/schema"

var extraIndex = extraKey("extra-index", schema.Plain, "a table has an index that the revision does not give it",
	"The administrator's own business. On MySQL a long one can stop a later revision that widens its columns.")
