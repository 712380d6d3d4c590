package rules

import "assay/schema"

var autoIncrement = &Rule{
	Name:     "auto-increment",
	Severity: Error,
	Since:    "0.1",
	Title:    "a column's counter (AUTO_INCREMENT, IDENTITY) is missing, or is not part of the revision",
	Why: "If the counter is missing, every INSERT without a value fails. A counter that the revision does not have is harmless, unless it " +
		"refuses values (GENERATED ALWAYS): it may be what fills a column that must be given a value.",
	Bad:  "-- on MySQL\nALTER TABLE queue_members MODIFY uniqueid INT NOT NULL;",
	Good: "-- on MySQL\nALTER TABLE queue_members MODIFY uniqueid INT NOT NULL AUTO_INCREMENT;",
	Check: ofProperty(schema.PropAutoIncrement|schema.PropIdentity, "is", counter, func(_ *Pass, a schema.AlterColumn, f *Finding) {
		f.Severity = Warning
		if a.To.Demands() && !a.From.Demands() { // whoever made it so wanted INSERTs to work
			f.Severity = Info
			f.Message += ": it fills the column where an INSERT omits it"
			if a.From.Identity == "ALWAYS" {
				f.Message += ", and refuses an INSERT that gives it a value"
			}
		}
		if a.To.AutoIncrement || a.To.Identity != "" {
			f.Severity = Error
			if a.From.Demands() {
				f.Message += ": every INSERT without a value fails"
			}
		}
	}),
}
