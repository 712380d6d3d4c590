// Package drifts holds what people do to a database of Asterisk's by hand, with what assay is to say and do about it.
package drifts

import (
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
)

// A Drift is an edit, or some that belong together.
type Drift struct {
	Name    string
	Release string // that built the database; empty: the newest that the tests know
	SQL     []string
	Want    []Found
	// Says is a part of the first finding's message.
	Says string
	// Destroys reports that the fix has statements that it does not run unless allowed to; Lost are the tables and columns that it then
	// drops, or gives values that they did not have.
	Destroys bool
	Lost     []string
	Renamed  map[string]string // columns, by the names that they have after the fix
	Left     bool              // the findings stay: it is the administrator's own business
	Keeps    string            // a regular expression that the first finding's table answers to after the fix (SHOW CREATE TABLE)
	NotOn    []string          // servers that cannot have it, by the beginnings of their names
}

// Found is a finding, but for its prose and SQL.
type Found struct{ Rule, Severity, Table, Object, Want, Got, Revision, Release string }

// On returns all that a server's engine can have. Not every version of it can have each: see [Drift.Can].
func On(s lab.Server) []Drift { return slices.Concat(Anywhere, Of[s.Server.Engine]) }

// Can reports whether a server can have it.
func (d *Drift) Can(s lab.Server) bool {
	return !slices.ContainsFunc(d.NotOn, func(name string) bool { return strings.HasPrefix(s.Name, name) })
}

// Inject makes the edits. Few servers drop a foreign key alike.
func (d *Drift) Inject(t *testing.T, db *lab.Database) {
	t.Helper()
	for _, sql := range d.SQL {
		if !strings.HasPrefix(db.URL, "mysql") {
			sql = strings.ReplaceAll(sql, "DROP FOREIGN KEY", "DROP CONSTRAINT")
		}
		db.Exec(t, sql)
	}
}

// own is a finding about something that no revision has.
func own(rule, severity, table, object, got string) []Found {
	return []Found{{Rule: rule, Severity: severity, Table: table, Object: object, Got: got}}
}

// The revisions that set most of what the cases are about, with the releases that shipped them first.
const (
	tables, tablesIn = "43956d550a44", "12.0.0" // ps_endpoints, ps_contacts, …
)

// Anywhere are those that are made by the same SQL on every engine, and described alike.
var Anywhere = []Drift{
	{
		Name: "table missing",
		SQL:  []string{"DROP TABLE stir_tn"},
		Want: []Found{{"missing-table", "error", "stir_tn", "", "table of 5 columns", "", "bd335bae5d33", "18.22.0"}},
	},
	{
		Name: "table missing that few need",
		SQL:  []string{"DROP TABLE queue_rules"},
		Want: []Found{{"missing-table", "info", "queue_rules", "", "table of 4 columns", "", "d39508cb8d8", "13.0.0"}},
	},
	{
		Name: "table missing that refers to another",
		SQL:  []string{"DROP TABLE musiconhold_entry"},
		Want: []Found{{"missing-table", "info", "musiconhold_entry", "", "table of 3 columns", "", "fbb7766f17bc", "16.7.0"}},
	},
	{
		Name: "table missing that a later revision changes", Release: "18.0.0",
		SQL:  []string{"DROP TABLE ps_resource_list"},
		Want: []Found{{"missing-table", "error", "ps_resource_list", "", "table of 5 columns", "", "1d0e332c32af", "13.16.0"}},
		Says: "the next upgrade stops at 8f72185e437f (16.25.0)",
	},
	{
		Name: "table of a later revision", Release: "18.0.0",
		SQL:  []string{"CREATE TABLE stir_tn (id VARCHAR(80) NOT NULL PRIMARY KEY, peer VARCHAR(80) REFERENCES musiconhold (name))"},
		Want: own("extra-table", "error", "stir_tn", "", "table"), Says: "the next upgrade stops at bd335bae5d33 (18.22.0), which creates it",
		Destroys: true, Lost: []string{"stir_tn"},
	},
	{
		Name: "table of the administrator's own",
		SQL: []string{
			"CREATE TABLE phones (mac VARCHAR(17) NOT NULL PRIMARY KEY, endpoint VARCHAR(255) REFERENCES ps_endpoints (id))",
			"INSERT INTO phones VALUES ('00:11', 'alice')",
		},
		Want: own("extra-table", "info", "phones", "", "table"), Left: true,
	},
	{
		Name: "column missing in a table that Asterisk writes",
		SQL:  []string{"ALTER TABLE ps_contacts DROP COLUMN via_addr"},
		Want: []Found{{"missing-column", "error", "ps_contacts", "via_addr", "varchar(40) NULL", "", "a845e4d8ade8", "13.10.0"}},
	},
	{
		Name: "column missing in a table that Asterisk reads",
		SQL:  []string{"ALTER TABLE ps_endpoints DROP COLUMN callerid"},
		Want: []Found{{"missing-column", "warning", "ps_endpoints", "callerid", "varchar(40) NULL", "", tables, tablesIn}},
	},
	{
		Name: "column missing that a later revision changes", Release: "18.0.0",
		SQL:  []string{"ALTER TABLE ps_endpoints DROP COLUMN outbound_auth"},
		Want: []Found{{"missing-column", "error", "ps_endpoints", "outbound_auth", "varchar(40) NULL", "", tables, tablesIn}},
		Says: "the next upgrade stops at dac2b4c328b8 (18.21.0)",
	},
	{
		Name: "column of the administrator's own",
		SQL:  []string{"ALTER TABLE ps_endpoints ADD COLUMN note VARCHAR(80)", "UPDATE ps_endpoints SET note = 'upstairs'"},
		Want: own("extra-column", "info", "ps_endpoints", "note", "varchar(80) NULL"), Destroys: true, Lost: []string{"ps_endpoints.note"},
	},
	{
		Name: "column of the administrator's own that must have a value",
		SQL: []string{
			"ALTER TABLE ps_contacts ADD COLUMN site VARCHAR(10) DEFAULT 'here' NOT NULL",
			"ALTER TABLE ps_contacts ALTER COLUMN site DROP DEFAULT",
		},
		Want: own("extra-column", "error", "ps_contacts", "site", "varchar(10) NOT NULL"), Says: "Asterisk cannot store contacts",
		Destroys: true, Lost: []string{"ps_contacts.site"},
	},
	{
		Name: "column of a later revision", Release: "20.6.0",
		SQL:  []string{"ALTER TABLE ps_endpoints ADD COLUMN tenantid VARCHAR(40)"},
		Want: own("extra-column", "error", "ps_endpoints", "tenantid", "varchar(40) NULL"), Says: "the next upgrade stops at 655054a68ad5 (certified-18.9-cert12), which adds it as varchar(80) NULL",
		Destroys: true, Lost: []string{"ps_endpoints.tenantid"},
	},
	{
		Name:    "column under its old name",
		SQL:     []string{"ALTER TABLE ps_endpoints RENAME COLUMN mwi_from_user TO mwi_fromuser"},
		Want:    []Found{{"renamed-column", "warning", "ps_endpoints", "mwi_from_user", "mwi_from_user", "mwi_fromuser", "2fc7930b41b3", "12.1.0"}},
		Renamed: map[string]string{"ps_endpoints.mwi_fromuser": "ps_endpoints.mwi_from_user"},
		NotOn:   []string{"mysql-5"},
	},
	{
		Name: "index of the administrator's own",
		SQL:  []string{"CREATE INDEX own ON ps_endpoints (context, id)"},
		Want: own("extra-index", "info", "ps_endpoints", "own", "index own (context, id)"),
	},
	{
		Name: "unique constraint of the administrator's own",
		SQL:  []string{"ALTER TABLE ps_endpoints ADD CONSTRAINT own UNIQUE (callerid)"},
		Want: own("extra-unique", "info", "ps_endpoints", "own", "UNIQUE own (callerid)"),
	},
	{
		Name: "unique constraint on what Asterisk writes",
		SQL:  []string{"ALTER TABLE ps_contacts ADD CONSTRAINT own UNIQUE (call_id)"},
		Want: own("extra-unique", "warning", "ps_contacts", "own", "UNIQUE own (call_id)"),
	},
	{
		Name: "foreign key missing",
		SQL:  []string{"ALTER TABLE musiconhold_entry DROP FOREIGN KEY fk_musiconhold_entry_name_musiconhold"},
		Want: []Found{{
			"missing-foreign-key", "warning", "musiconhold_entry", "fk_musiconhold_entry_name_musiconhold", "(name) to musiconhold (name)", "",
			"fbb7766f17bc", "16.7.0",
		}},
	},
	{
		Name: "foreign key of the administrator's own",
		SQL:  []string{"ALTER TABLE ps_contacts ADD CONSTRAINT own FOREIGN KEY (endpoint) REFERENCES ps_endpoints (id) ON DELETE CASCADE"},
		Want: own("extra-foreign-key", "warning", "ps_contacts", "own", "(endpoint) to ps_endpoints (id) ON DELETE CASCADE"),
	},
	{
		Name: "foreign key with another action",
		SQL: []string{
			"ALTER TABLE musiconhold_entry DROP FOREIGN KEY fk_musiconhold_entry_name_musiconhold",
			"ALTER TABLE musiconhold_entry ADD CONSTRAINT fk_musiconhold_entry_name_musiconhold FOREIGN KEY (name) REFERENCES musiconhold (name) ON UPDATE CASCADE",
		},
		Want: []Found{
			{"extra-foreign-key", "warning", "musiconhold_entry", "fk_musiconhold_entry_name_musiconhold", "", "(name) to musiconhold (name) ON UPDATE CASCADE", "", ""},
			{
				"missing-foreign-key", "warning", "musiconhold_entry", "fk_musiconhold_entry_name_musiconhold", "(name) to musiconhold (name)", "",
				"fbb7766f17bc", "16.7.0",
			},
		},
	},
}
