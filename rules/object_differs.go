package rules

import "assay/schema"

var objectDiffers = &Rule{
	Name:     "object-differs",
	Severity: Warning,
	Since:    "0.9",
	Title:    "a view, trigger, routine or another object beside the tables is not as the revisions left it",
	Why: "Somebody has changed it by hand, and a revision that replaces it undoes that. It is compared with a recording alone, and on a server of the series that " +
		"the recording was made on: each spells such texts its own way.",
	Bad:  ofAView + "DROP VIEW v;\nCREATE VIEW v AS SELECT id + 1 AS id FROM t;\n",
	Good: ofAView + "CREATE OR REPLACE VIEW v AS SELECT id FROM t;\n",
	Kind: schema.ObjectKind("object"),
}
