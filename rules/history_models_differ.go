package rules

import (
	"strings"

	"assay/schema"
)

var modelsDiffer = &Rule{
	Name: "models-differ", Severity: Error, Milder: true, Of: OfHistory, Since: "0.1",
	Title: "the models have something otherwise than the revisions make it",
	Why: "The program writes values that the database refuses or cuts (a longer text, NULL, a label of an enumeration that no revision adds), or reads others than it expects. " +
		"A default or a comment alone is seldom meant to be the same: models often give defaults in Python.",
	Bad: "-- Running upgrade  -> a1\n\nCREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n\n" + stampA1 +
		"-- then\n\nCREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(80));\n",
	Good: "-- Running upgrade  -> a1\n\nCREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n\n" + stampA1 +
		"-- then\n\nCREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n",
}

// unlike says how bad a difference is of what both sides have, and what each has.
func unlike(c schema.Change) (severity Severity, want, got string) {
	const matters = schema.PropType | schema.PropNullable | schema.PropGenerated | schema.PropAutoIncrement | schema.PropIdentity
	switch c := c.(type) {
	case schema.AlterColumn:
		severity = Info
		if c.Set&matters != 0 {
			severity = Warning
		}
		if missing := without(c.From.Type.Labels(), c.To.Type.Labels()); len(missing) > 0 {
			severity = Error
		}
		return severity, Describe(c.To, c.Set), Describe(c.From, c.Set)
	case schema.AlterEnum:
		severity = Warning
		from, to := schema.SplitLabels(c.From.Labels), schema.SplitLabels(c.To.Labels)
		if len(without(from, to)) > 0 {
			severity = Error
		}
		return severity, strings.Join(to, ", "), strings.Join(from, ", ")
	}
	return Info, "", ""
}
