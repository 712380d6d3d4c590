package rules

import "assay/schema"

var autoIncrement = &Rule{
	Name:     "auto-increment",
	Severity: Error,
	Since:    "0.1",
	Title:    "a column's counter (AUTO_INCREMENT, IDENTITY) is missing, or is not part of the revision",
	Why: "If the counter is missing, every INSERT without a value fails. A counter that the revision does not have is harmless, unless it " +
		"refuses values (GENERATED ALWAYS).",
	Bad:  "-- on MySQL\nALTER TABLE queue_members MODIFY uniqueid INT NOT NULL;",
	Good: "-- on MySQL\nALTER TABLE queue_members MODIFY uniqueid INT NOT NULL AUTO_INCREMENT;",
	Check: ofProperty(schema.PropAutoIncrement|schema.PropIdentity, "is", counter, func(_ *Pass, a schema.AlterColumn, f *Finding) {
		f.Severity = Warning
		if a.To.AutoIncrement || a.To.Identity != "" {
			f.Severity = Error
			if a.From.Demands() {
				f.Message += ": every INSERT without a value fails"
			}
		}
	}),
}
