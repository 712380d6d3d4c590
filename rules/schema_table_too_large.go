package rules

import (
	"fmt"

	"assay/schema"
)

var tableTooLarge = &Rule{
	Name: "table-too-large", Severity: Warning, Of: OfDesign, Engines: []string{"mysql"}, Since: "0.1",
	Title: "the server would not create the table as it is: a row or a key is too long",
	Why: "Older servers allowed it, or innodb_strict_mode was off. The next ALTER that copies the table fails (ER 1118, 1071), and so does " +
		"restoring a dump, or an INSERT of a row that is really that long.",
	Bad:  "CREATE TABLE t (path VARCHAR(900) PRIMARY KEY) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;",
	Good: "CREATE TABLE t (path VARCHAR(700) PRIMARY KEY) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;",
	Design: func(d *Design) []Finding {
		return d.each(func(t *schema.Table) []Finding {
			r := d.tooLarge(t, nil)
			if r == nil {
				return nil
			}
			return []Finding{{
				Severity: Warning,
				Message: fmt.Sprintf("table %s could not be created as it is (%s): the next ALTER that copies it fails, and so does restoring a dump; shorten its "+
					"columns", t.Name, firstSentence(r)),
			}}
		})
	},
}
