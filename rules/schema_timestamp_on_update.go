package rules

import (
	"fmt"
	"regexp"
	"sync"

	"assay/schema"
)

var timestampOnUpdate = &Rule{
	Name: "timestamp-on-update", Severity: Warning, Of: OfDesign, Engines: []string{"mysql"}, Since: "0.1",
	Title: "a time that should not change is overwritten by every UPDATE of its row",
	Why: "If explicit_defaults_for_timestamp is off (the default before MySQL 8.0 and MariaDB 10.10), the first TIMESTAMP of a table gets ON " +
		"UPDATE CURRENT_TIMESTAMP although nobody wrote it. The first UPDATE of a row, whatever it changes, overwrites when the row was " +
		"created or when it expires.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);",
	Design: func(d *Design) []Finding {
		return d.eachColumn(func(t *schema.Table, c schema.Column) (Finding, bool) {
			return Finding{
				Severity: Warning, Got: "ON UPDATE " + c.OnUpdate,
				Message: fmt.Sprintf("column %s.%s is ON UPDATE %s: every UPDATE of a row overwrites the time; "+
					"state its default without ON UPDATE", t.Name, c.Name, c.OnUpdate),
			}, c.OnUpdate != "" && lastingTime().MatchString(c.Name)
		})
	},
}

// lastingTime are names of times that no later change of the row moves.
var lastingTime = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(date_?|time_?)?(create[ds]?|creation|crtime|insert(ed)?|added|start(ed)?|begin|began|born|birth|issued|registered|registration|joined|signup|` +
		`expires?|expired?|expiry|expiration|calldate|due)(_?(at|on|date|time|ts|timestamp|dt))?$`)
})
