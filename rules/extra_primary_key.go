package rules

import "assay/schema"

var extraPrimaryKey = extraKey("extra-primary-key", schema.Primary, "a table has a primary key that the revision does not give it",
	"Adding one is the usual way to please Galera and managed servers, and harmless.")
