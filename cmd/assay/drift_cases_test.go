package main

// own is a finding about something that no revision has.
func own(rule, severity, table, object, got string) []found {
	return []found{{Rule: rule, Severity: severity, Table: table, Object: object, Got: got}}
}

// The revisions that set most of what the cases are about, with the releases that shipped them first.
const (
	tables, tablesIn = "43956d550a44", "12.0.0" // ps_endpoints, ps_contacts, …
)

// driftsAnywhere are those that are made by the same SQL on every engine, and described alike.
var driftsAnywhere = []drifted{
	{
		name: "table missing",
		sql:  []string{"DROP TABLE stir_tn"},
		want: []found{{"missing-table", "error", "stir_tn", "", "table of 5 columns", "", "bd335bae5d33", "18.22.0"}},
	},
	{
		name: "table missing that few need",
		sql:  []string{"DROP TABLE queue_rules"},
		want: []found{{"missing-table", "info", "queue_rules", "", "table of 4 columns", "", "d39508cb8d8", "13.0.0"}},
	},
	{
		name: "table missing that refers to another",
		sql:  []string{"DROP TABLE musiconhold_entry"},
		want: []found{{"missing-table", "info", "musiconhold_entry", "", "table of 3 columns", "", "fbb7766f17bc", "16.7.0"}},
	},
	{
		name: "table missing that a later revision changes", release: "18.0.0",
		sql:  []string{"DROP TABLE ps_resource_list"},
		want: []found{{"missing-table", "error", "ps_resource_list", "", "table of 5 columns", "", "1d0e332c32af", "13.16.0"}},
		says: "the next upgrade stops at 8f72185e437f (16.25.0)",
	},
	{
		name: "table of a later revision", release: "18.0.0",
		sql:  []string{"CREATE TABLE stir_tn (id VARCHAR(80) NOT NULL PRIMARY KEY, peer VARCHAR(80) REFERENCES musiconhold (name))"},
		want: own("extra-table", "error", "stir_tn", "", "table"), says: "the next upgrade stops at bd335bae5d33 (18.22.0), which creates it",
		destroys: true, lost: []string{"stir_tn"},
	},
	{
		name: "table of the administrator's own",
		sql: []string{
			"CREATE TABLE phones (mac VARCHAR(17) NOT NULL PRIMARY KEY, endpoint VARCHAR(255) REFERENCES ps_endpoints (id))",
			"INSERT INTO phones VALUES ('00:11', 'alice')",
		},
		want: own("extra-table", "info", "phones", "", "table"), left: true,
	},
	{
		name: "column missing in a table that Asterisk writes",
		sql:  []string{"ALTER TABLE ps_contacts DROP COLUMN via_addr"},
		want: []found{{"missing-column", "error", "ps_contacts", "via_addr", "varchar(40) NULL", "", "a845e4d8ade8", "13.10.0"}},
	},
	{
		name: "column missing in a table that Asterisk reads",
		sql:  []string{"ALTER TABLE ps_endpoints DROP COLUMN callerid"},
		want: []found{{"missing-column", "warning", "ps_endpoints", "callerid", "varchar(40) NULL", "", tables, tablesIn}},
	},
	{
		name: "column missing that a later revision changes", release: "18.0.0",
		sql:  []string{"ALTER TABLE ps_endpoints DROP COLUMN outbound_auth"},
		want: []found{{"missing-column", "error", "ps_endpoints", "outbound_auth", "varchar(40) NULL", "", tables, tablesIn}},
		says: "the next upgrade stops at dac2b4c328b8 (18.21.0)",
	},
	{
		name: "column of the administrator's own",
		sql:  []string{"ALTER TABLE ps_endpoints ADD COLUMN note VARCHAR(80)", "UPDATE ps_endpoints SET note = 'upstairs'"},
		want: own("extra-column", "info", "ps_endpoints", "note", "varchar(80) NULL"), destroys: true, lost: []string{"ps_endpoints.note"},
	},
	{
		name: "column of the administrator's own that must have a value",
		sql: []string{
			"ALTER TABLE ps_contacts ADD COLUMN site VARCHAR(10) DEFAULT 'here' NOT NULL",
			"ALTER TABLE ps_contacts ALTER COLUMN site DROP DEFAULT",
		},
		want: own("extra-column", "error", "ps_contacts", "site", "varchar(10) NOT NULL"), says: "Asterisk cannot store contacts",
		destroys: true, lost: []string{"ps_contacts.site"},
	},
	{
		name: "column of a later revision", release: "20.6.0",
		sql:  []string{"ALTER TABLE ps_endpoints ADD COLUMN tenantid VARCHAR(40)"},
		want: own("extra-column", "error", "ps_endpoints", "tenantid", "varchar(40) NULL"), says: "the next upgrade stops at 655054a68ad5 (certified-18.9-cert12), which adds it as varchar(80) NULL",
		destroys: true, lost: []string{"ps_endpoints.tenantid"},
	},
	{
		name:    "column under its old name",
		sql:     []string{"ALTER TABLE ps_endpoints RENAME COLUMN mwi_from_user TO mwi_fromuser"},
		want:    []found{{"renamed-column", "warning", "ps_endpoints", "mwi_from_user", "mwi_from_user", "mwi_fromuser", "2fc7930b41b3", "12.1.0"}},
		renamed: map[string]string{"ps_endpoints.mwi_fromuser": "ps_endpoints.mwi_from_user"},
		notOn:   []string{"mysql-5"},
	},
	{
		name: "index of the administrator's own",
		sql:  []string{"CREATE INDEX own ON ps_endpoints (context, id)"},
		want: own("extra-index", "info", "ps_endpoints", "own", "index own (context, id)"),
	},
	{
		name: "unique constraint of the administrator's own",
		sql:  []string{"ALTER TABLE ps_endpoints ADD CONSTRAINT own UNIQUE (callerid)"},
		want: own("extra-unique", "info", "ps_endpoints", "own", "UNIQUE own (callerid)"),
	},
	{
		name: "unique constraint on what Asterisk writes",
		sql:  []string{"ALTER TABLE ps_contacts ADD CONSTRAINT own UNIQUE (call_id)"},
		want: own("extra-unique", "warning", "ps_contacts", "own", "UNIQUE own (call_id)"),
	},
	{
		name: "foreign key missing",
		sql:  []string{"ALTER TABLE musiconhold_entry DROP FOREIGN KEY fk_musiconhold_entry_name_musiconhold"},
		want: []found{{"missing-foreign-key", "warning", "musiconhold_entry", "fk_musiconhold_entry_name_musiconhold", "(name) to musiconhold (name)", "", "fbb7766f17bc", "16.7.0"}},
	},
	{
		name: "foreign key of the administrator's own",
		sql:  []string{"ALTER TABLE ps_contacts ADD CONSTRAINT own FOREIGN KEY (endpoint) REFERENCES ps_endpoints (id) ON DELETE CASCADE"},
		want: own("extra-foreign-key", "warning", "ps_contacts", "own", "(endpoint) to ps_endpoints (id) ON DELETE CASCADE"),
	},
	{
		name: "foreign key with another action",
		sql: []string{
			"ALTER TABLE musiconhold_entry DROP FOREIGN KEY fk_musiconhold_entry_name_musiconhold",
			"ALTER TABLE musiconhold_entry ADD CONSTRAINT fk_musiconhold_entry_name_musiconhold FOREIGN KEY (name) REFERENCES musiconhold (name) ON UPDATE CASCADE",
		},
		want: []found{
			{"extra-foreign-key", "warning", "musiconhold_entry", "fk_musiconhold_entry_name_musiconhold", "", "(name) to musiconhold (name) ON UPDATE CASCADE", "", ""},
			{"missing-foreign-key", "warning", "musiconhold_entry", "fk_musiconhold_entry_name_musiconhold", "(name) to musiconhold (name)", "", "fbb7766f17bc", "16.7.0"},
		},
	},
}
