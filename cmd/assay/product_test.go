package main

import (
	"fmt"
	"strings"
	"testing"

	"assay/drift"
	"assay/rules"
)

// TestProducts: what other products keep in a database is said in one line.
func TestProducts(t *testing.T) {
	t.Parallel()
	columns := map[string]string{"version": "table_version", "location": "ruid"}
	for name, tables := range map[string][]string{
		"Wazo": {"userfeatures", "linefeatures", "dialaction", "infos"}, "IvozProvider": {"Companies", "Brands", "ast_ps_endpoints"},
		"FreePBX": {"freepbx_settings", "modules", "ampusers"}, "ViciDial": {"vicidial_campaigns", "vicidial_users", "vicidial_list"},
		"Kamailio": {"version", "location", "subscriber"},
	} {
		var sql []string
		for _, table := range tables {
			column := columns[table]
			if column == "" {
				column = "x"
			}
			sql = append(sql, fmt.Sprintf("CREATE TABLE %s (id int PRIMARY KEY, %s int)", table, column))
		}
		for _, s := range inTurn(t, len(name), "") {
			db := s.Database(t)
			db.Exec(t, sql...)
			r, code := reported(t, "check", db.URL)
			said := r.Trees[0].Findings[0].Message
			if code != exitFindings || r.Trees[0].Verdict != drift.NotAlembic || !strings.Contains(said, "it is a database of "+name+"; ") {
				t.Errorf("%s on %s: %+v", name, s.Name, r)
			}
			both := install(t, s, "22.10.1", "config")
			both.Exec(t, sql...)
			r, code = reported(t, "check", both.URL)
			found := tree(t, r, "config").Findings
			want := fmt.Sprintf("the database is %s's too: %d tables that no revision creates are left alone", name, len(tables))
			if code != exitClean || len(found) != 1 || found[0].Severity != rules.Info || found[0].Message != want {
				t.Errorf("%s on %s: %+v", name, s.Name, found)
			}
		}
	}
}
