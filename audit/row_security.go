package audit

import (
	"fmt"

	"assay/rules"
)

// rowsHidden are the tables whose rows policies hide from roles that may read them.
func (a *Measured) rowsHidden() []rules.Finding {
	var found []rules.Finding
	for _, s := range a.Database.DB.Secured {
		if a.Want.Table(s.Table) == nil || a.Usage.Uses != nil && !a.Usage.Uses(s.Table) {
			continue
		}
		f := rules.Finding{Rule: "row-security", Severity: rules.Error, Table: s.Table, Got: "row security"}
		remedy := fmt.Sprintf("ALTER TABLE %s DISABLE ROW LEVEL SECURITY, or CREATE POLICY … USING (true)", s.Table)
		switch {
		case s.Role == "":
			f.Severity = rules.Warning
			f.Message = fmt.Sprintf("row security of %s shows rows to nobody but its owner and superusers, and no other role may read it: if %s is another, %s",
				s.Table, a.Usage.Name(), remedy)
		case s.Some:
			f.Severity = rules.Warning
			f.Message = fmt.Sprintf("row security shows role %s only those rows of %s that its policies let through: if that is not meant, %s", s.Role, s.Table, remedy)
		default:
			f.Message = fmt.Sprintf("row security hides every row of %s from role %s, which may read it: the table looks empty, without an error; %s", s.Table, s.Role,
				remedy)
		}
		f.Severity = min(f.Severity, a.Usage.Ceiling(a.Name))
		found = append(found, f)
	}
	return found
}
