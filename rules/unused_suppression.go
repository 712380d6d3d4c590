package rules

import "fmt"

var unusedSuppression = &Rule{
	Name: "unused-suppression", Severity: Warning, Of: OfMigration, Since: "0.1",
	Title: "a comment suppresses a rule that finds nothing there, or gives no reason",
	Why: "An exception that is no longer needed hides the next finding of its kind. Without a reason nobody can tell whether it is still " +
		"right.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\n-- assay: ignore drop-table: nobody uses it\nALTER TABLE t ADD COLUMN note VARCHAR(40);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\n-- assay: ignore drop-table: nobody uses it\nDROP TABLE t;",
}

// judgeSuppression says what is wrong with a suppression, and whether anything is.
func judgeSuppression(s Suppression) (Finding, bool) {
	f := Finding{Rule: unusedSuppression.Name, Severity: unusedSuppression.Severity}
	switch {
	case Named(s.Rule) == nil:
		f.Message = fmt.Sprintf("there is no rule %q to ignore: assay rules lists them", s.Rule)
	case s.Reason == "":
		f.Message = fmt.Sprintf("%s is not ignored, because the comment gives no reason: write -- assay: ignore %s: why", s.Rule, s.Rule)
	case !s.used:
		f.Message = fmt.Sprintf("%s finds nothing in this statement, so there is nothing to ignore: remove the comment", s.Rule)
	default:
		return Finding{}, false
	}
	return f, true
}
