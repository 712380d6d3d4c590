package rules

import "assay/schema"

var generated = &Rule{
	Name:     "generated",
	Severity: Error,
	Since:    "0.1",
	Title:    "a column is generated and should not be, or the reverse, or by another expression",
	Why: "A generated column refuses every value that a statement writes to it. A column that should be generated, and is not, is not filled " +
		"by itself.",
	Bad:  "ALTER TABLE ps_contacts DROP COLUMN via_port;\nALTER TABLE ps_contacts ADD COLUMN via_port INT GENERATED ALWAYS AS (5060 + 1) STORED;",
	Good: "ALTER TABLE ps_contacts ADD COLUMN next_port INT GENERATED ALWAYS AS (via_port + 1) STORED;",
	Check: ofProperty(schema.PropGenerated, "is", generation, func(_ *Pass, _ schema.AlterColumn, f *Finding) {
		f.Severity = Error
	}),
}

func generation(c schema.Column) string {
	if c.Generated == "" {
		return "an ordinary column"
	}
	return "generated as (" + c.Generated + ")"
}
