package rules

import (
	"fmt"

	"assay/schema"
)

var generated = &Rule{
	Name:     "generated",
	Severity: Error,
	Since:    "0.1",
	Title:    "a column is generated and should not be, or the reverse, or by another expression",
	Why: "A generated column refuses every value that a statement writes to it. A column that should be generated, and is not, is not filled " +
		"by itself.",
	Bad:  "ALTER TABLE ps_contacts DROP COLUMN via_port;\nALTER TABLE ps_contacts ADD COLUMN via_port INT GENERATED ALWAYS AS (5060 + 1) STORED;",
	Good: "ALTER TABLE ps_contacts ADD COLUMN next_port INT GENERATED ALWAYS AS (via_port + 1) STORED;",
	Check: ofProperty(schema.PropGenerated, "is", generation, func(_ *Pass, a schema.AlterColumn, f *Finding) {
		f.Severity, f.Want, f.Got = Error, generationFrom(a, a.To), generationFrom(a, a.From)
		f.Message = fmt.Sprintf("column %s.%s is %s, expected %s", a.Table, a.Name, f.Got, f.Want)
	}),
}

func generation(c schema.Column) string {
	if c.Generated == "" {
		return "an ordinary column"
	}
	return "generated as (" + c.Generated + ")"
}

// generationFrom is that of the one side of a change, with how its values are kept where that is all that the other does otherwise.
func generationFrom(a schema.AlterColumn, c schema.Column) string {
	if a.From.Generated != a.To.Generated || a.From.Stored == a.To.Stored {
		return generation(c)
	}
	if c.Stored {
		return generation(c) + " stored"
	}
	return generation(c) + " virtual"
}
