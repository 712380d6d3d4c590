package rules

import "assay/schema"

var autoIncrement = &Rule{
	Name:     "auto-increment",
	Severity: Error,
	Since:    "0.1",
	Title:    "a column counts up by itself though it should not, or the other way round",
	Why:      "Nobody gives these columns a value: without the counter every INSERT fails or repeats one.",
	Bad:      "-- on MySQL\nALTER TABLE queue_members MODIFY uniqueid INT NOT NULL;",
	Good:     "-- on MySQL\nALTER TABLE queue_members MODIFY uniqueid INT NOT NULL AUTO_INCREMENT;",
	Check: ofProperty(schema.PropAutoIncrement|schema.PropIdentity, "is", counter, func(_ *Pass, a schema.AlterColumn, f *Finding) {
		f.Severity = Warning
		if a.To.AutoIncrement || a.To.Identity != "" {
			f.Severity = Error
		}
	}),
}
