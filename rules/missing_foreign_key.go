package rules

import (
	"fmt"

	"assay/schema"
)

var missingForeignKey = &Rule{
	Name:     "missing-foreign-key",
	Severity: Error,
	Since:    "0.1", Kind: schema.ForeignKeyObject,
	Title: "a foreign key of the revision is missing",
	Why:   "Rows can refer to rows that do not exist, and a later revision that drops the key fails.",
	Bad:   "-- on MySQL\nALTER TABLE musiconhold_entry DROP FOREIGN KEY fk_musiconhold_entry_name_musiconhold;",
	Good:  "-- as it was installed",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		add, ok := c.(schema.AddForeignKey)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Want: describeKey(add.ForeignKey), Severity: Warning}
		f.Message = fmt.Sprintf("table %s lacks the foreign key %s", add.Table, f.Want)
		p.stopAtDrop(c.Object(), &f)
		return f, true
	},
}
