package main

import (
	"fmt"

	"assay/rules"
	"assay/schema"
)

// rowsHidden are the tables whose rows policies hide from roles that may read them.
func rowsHidden(a *assessment, secured []schema.Secured) []rules.Finding {
	var found []rules.Finding
	for _, s := range secured {
		if a.want.Table(s.Table) == nil || a.usage.Uses != nil && !a.usage.Uses(s.Table) {
			continue
		}
		f := rules.Finding{Rule: "row-security", Severity: rules.Error, Table: s.Table, Got: "row security"}
		remedy := fmt.Sprintf("ALTER TABLE %s DISABLE ROW LEVEL SECURITY, or CREATE POLICY … USING (true)", s.Table)
		switch {
		case s.Role == "":
			f.Severity = rules.Warning
			f.Message = fmt.Sprintf("row security of %s shows rows to nobody but its owner and superusers, and no other role may read it: if %s is another, %s",
				s.Table, a.usage.Name(), remedy)
		case s.Some:
			f.Severity = rules.Warning
			f.Message = fmt.Sprintf("row security shows role %s only those rows of %s that its policies let through: if that is not meant, %s", s.Role, s.Table, remedy)
		default:
			f.Message = fmt.Sprintf("row security hides every row of %s from role %s, which may read it: the table looks empty, without an error; %s", s.Table, s.Role,
				remedy)
		}
		f.Severity = min(f.Severity, a.usage.Ceiling(a.tree))
		found = append(found, f)
	}
	return found
}
