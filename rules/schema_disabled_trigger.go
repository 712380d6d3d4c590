package rules

import "fmt"

var disabledTrigger = &Rule{
	Name: "disabled-trigger", Severity: Warning, Of: OfDesign, Engines: []string{"postgresql"}, Live: true, Since: "0.1",
	Title: "a trigger is disabled",
	Why:   "Usually it was disabled for a moment, to load rows, and forgotten: what it maintains, a history or a sum, has been wrong since.",
	Bad: "CREATE TABLE t (id INTEGER PRIMARY KEY);\nCREATE TRIGGER t_same BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();\n" +
		"ALTER TABLE t DISABLE TRIGGER t_same;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\nCREATE TRIGGER t_same BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();",
	Design: func(d *Design) []Finding {
		var found []Finding
		for _, o := range d.Measured.Disabled {
			found = append(found, Finding{
				Severity: Warning, Table: o.Table, Object: o.Name,
				Message: fmt.Sprintf("trigger %s of table %s is disabled, so its work is not done: ALTER TABLE … ENABLE TRIGGER, or drop it", o.Name, o.Table),
			})
		}
		return found
	},
}
