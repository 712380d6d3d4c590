package rules

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var domainMade = schema.Pattern(`(?is)^CREATE\s+DOMAIN\s+(` + schema.NameSQL + `)`)

// domainScans: ALTER DOMAIN locks each table that has a column of the domain with SHARE, and reads it (validateDomainCheckConstraint and
// validateDomainNotNullConstraint in PostgreSQL's typecmds.c).
var domainScans = &Rule{
	Name: "domain-scans", Severity: Warning, Of: OfMigration, Since: "0.3", Engines: []string{"postgresql"},
	Title: "a domain's new condition is checked against every row of the tables that use it",
	Why: "ALTER DOMAIN … ADD CHECK and SET NOT NULL read every table that has a column of the domain while writes to it are blocked, and fail if a value " +
		"violates the condition. Added NOT VALID, the check applies to new values at once, and ALTER DOMAIN … VALIDATE CONSTRAINT reads the tables " +
		"later. Nothing is reported if the script makes the domain, or if no table uses it.",
	Bad: "CREATE DOMAIN d AS INTEGER;\nCREATE TABLE t (id INTEGER PRIMARY KEY, n d);\n-- then\nALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0);",
	Good: "CREATE DOMAIN d AS INTEGER;\nCREATE TABLE t (id INTEGER PRIMARY KEY, n d);\n-- then\n" +
		"ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID;",
	Statement: func(w *Walk) []Finding {
		if w.Script.Net {
			return nil
		}
		var found []Finding
		for _, a := range w.Statement().Acts {
			cure := "add it NOT VALID, and validate it when writes can wait"
			switch {
			case a.Verb == "DOMAIN SET NOT NULL":
				cure = "run it when writes can wait"
			case a.Verb != "DOMAIN ADD":
				continue
			}
			if madeEarlier(w, a.Name) || !w.Partial && !slices.ContainsFunc(w.Before.SortedTables(), func(t *schema.Table) bool { return hasType(t, a.Name) }) {
				continue
			}
			found = append(found, Finding{
				Object: a.Name, Severity: Warning,
				Message: fmt.Sprintf("every value of domain %s is checked while writes to the tables that use it are blocked: %s", a.Name, cure),
			})
		}
		return found
	},
}

// madeEarlier reports whether the script itself makes the domain, so that there are no rows of it.
func madeEarlier(w *Walk, domain string) bool {
	return slices.ContainsFunc(w.Script.Statements[:w.At], func(st *Statement) bool {
		m := domainMade().FindStringSubmatch(st.Text)
		if m == nil {
			return false
		}
		path := schema.NamePath(m[1])
		return path[len(path)-1] == domain
	})
}

// hasType reports whether a table has a column of a type; one of another schema is called without that by the tables there.
func hasType(t *schema.Table, name string) bool {
	if space, local, other := strings.Cut(name, "."); other && strings.HasPrefix(t.Name, space+".") {
		name = local
	}
	return slices.ContainsFunc(t.Columns, func(c schema.Column) bool { return strings.TrimSuffix(c.Type.Name, "[]") == name })
}
