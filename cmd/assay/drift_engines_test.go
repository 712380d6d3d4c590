package main

const (
	astBool      = "enum('0','1','off','on','false','true','no','yes')"
	booleans     = "74dc751dfe8e" // made all of PJSIP's booleans ast_bool_values
	booleansIn   = "18.23.0"
	endpointIDs  = "6c475a93f48a" // made PJSIP's ids NOT NULL
	astBoolWords = "'0','1','off','on','false','true','no','yes'"
)

// driftsOf are those whose SQL or description is an engine's own.
var driftsOf = map[string][]drifted{"mysql": driftsOfMySQL, "postgresql": driftsOfPostgres}

var driftsOfMySQL = []drifted{
	{
		name: "type wider",
		sql:  []string{"ALTER TABLE ps_endpoints MODIFY context VARCHAR(80)"},
		want: []found{{"type-wider", "info", "ps_endpoints", "context", "varchar(40)", "varchar(80)", tables, tablesIn}}, destroys: true,
	},
	{
		name: "type narrower",
		sql:  []string{"ALTER TABLE ps_contacts MODIFY uri VARCHAR(255)"},
		want: []found{{"type-narrower", "error", "ps_contacts", "uri", "varchar(511)", "varchar(255)", "1d3ed26d9978", "13.23.0"}},
	},
	{
		name: "number narrower",
		sql:  []string{"ALTER TABLE ps_contacts MODIFY expiration_time INT"},
		want: []found{{"type-narrower", "warning", "ps_contacts", "expiration_time", "bigint", "int", "ef7efc2d3964", "13.11.0"}},
	},
	{
		name: "blob narrower",
		sql:  []string{"ALTER TABLE voicemail_messages MODIFY recording BLOB"},
		want: []found{{"type-narrower", "error", "voicemail_messages", "recording", "longblob", "blob", "39428242f7f5", "12.5.0"}},
	},
	{
		name: "number for a boolean",
		sql: []string{
			"ALTER TABLE ps_endpoints MODIFY webrtc VARCHAR(5)", "UPDATE ps_endpoints SET webrtc = IF(webrtc = 'yes', 1, 0)",
			"ALTER TABLE ps_endpoints MODIFY webrtc TINYINT(1) COMMENT 'ours'",
		},
		want:     []found{{"type-changed", "warning", "ps_endpoints", "webrtc", astBool, "tinyint(1)", booleans, booleansIn}},
		destroys: true, keeps: `webrtc.* enum\('0',.*COMMENT 'ours'`,
	},
	{
		name: "number for a boolean that Asterisk writes",
		sql: []string{
			"ALTER TABLE ps_contacts MODIFY prune_on_boot VARCHAR(5)", "UPDATE ps_contacts SET prune_on_boot = IF(prune_on_boot = 'yes', 1, 0)",
			"ALTER TABLE ps_contacts MODIFY prune_on_boot SMALLINT",
		},
		want:     []found{{"type-changed", "error", "ps_contacts", "prune_on_boot", astBool, "smallint", booleans, booleansIn}},
		destroys: true,
	},
	{
		name: "text for a boolean",
		sql:  []string{"ALTER TABLE ps_endpoints MODIFY webrtc VARCHAR(5)"},
		want: []found{{"type-wider", "info", "ps_endpoints", "webrtc", astBool, "varchar(5)", booleans, booleansIn}}, destroys: true,
	},
	{
		name: "number for a text",
		sql:  []string{"UPDATE ps_contacts SET via_addr = 17", "ALTER TABLE ps_contacts MODIFY via_addr INT"},
		want: []found{{"type-changed", "error", "ps_contacts", "via_addr", "varchar(40)", "int", "a845e4d8ade8", "13.10.0"}},
	},
	{
		name: "integer for a float",
		sql:  []string{"ALTER TABLE ps_contacts MODIFY qualify_timeout INT"},
		want: []found{{"type-changed", "warning", "ps_contacts", "qualify_timeout", "float", "int", "423f34ad36e2", "13.8.0"}}, destroys: true,
	},
	{
		name: "NULL let in",
		sql:  []string{"ALTER TABLE ps_endpoints MODIFY id VARCHAR(255) NULL"},
		want: []found{{"nullability", "warning", "ps_endpoints", "id", "NOT NULL", "NULL", endpointIDs, booleansIn}},
	},
	{
		name: "NULL shut out",
		sql:  []string{"ALTER TABLE ps_contacts MODIFY uri VARCHAR(511) NOT NULL"},
		want: []found{{"nullability", "warning", "ps_contacts", "uri", "NULL", "NOT NULL", "1d3ed26d9978", "13.23.0"}},
	},
	{
		name: "NULL shut out where a default fills in",
		sql:  []string{"ALTER TABLE ps_endpoints MODIFY context VARCHAR(40) NOT NULL DEFAULT ''"},
		want: []found{
			{"default", "info", "ps_endpoints", "context", "no default", "DEFAULT ''", tables, tablesIn},
			{"nullability", "info", "ps_endpoints", "context", "NULL", "NOT NULL", tables, tablesIn},
		},
	},
	{
		name:  "default of the administrator's own",
		sql:   []string{"ALTER TABLE ps_endpoints MODIFY context VARCHAR(40) DEFAULT 'internal' COMMENT 'it''s \\\\ ours'"},
		want:  []found{{"default", "info", "ps_endpoints", "context", "no default", "DEFAULT 'internal'", tables, tablesIn}},
		keeps: `context.*COMMENT 'it''s \\\\ ours'`,
	},
	{
		name: "edited by hand",
		sql: []string{
			"ALTER TABLE ps_endpoints MODIFY context VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'intern' COMMENT 'wo; -- es'",
		},
		want: []found{
			{"type-narrower", "warning", "ps_endpoints", "context", "varchar(40)", "varchar(20)", tables, tablesIn},
			{"column-collation", "info", "ps_endpoints", "context", "the default collation", "collation latin1_bin", tables, tablesIn},
			{"default", "info", "ps_endpoints", "context", "no default", "DEFAULT 'intern'", tables, tablesIn},
			{"nullability", "info", "ps_endpoints", "context", "NULL", "NOT NULL", tables, tablesIn},
		},
		keeps: `context. varchar\(40\) DEFAULT NULL COMMENT 'wo; -- es'`,
	},
	{
		name: "enum value missing",
		sql:  []string{"UPDATE ps_endpoints SET dtmf_mode = 'auto'", "ALTER TABLE ps_endpoints MODIFY dtmf_mode ENUM('rfc4733','inband','info','auto')"},
		want: []found{{
			"enum-label-missing", "warning", "ps_endpoints", "dtmf_mode", "'rfc4733','inband','info','auto','auto_info'", "'rfc4733','inband','info','auto'",
			"164abbd708c", "13.17.0",
		}},
	},
	{
		name: "enum value missing that Asterisk does not write",
		sql:  []string{"ALTER TABLE ps_contacts MODIFY prune_on_boot ENUM('yes','no') COMMENT 'old'"},
		want: []found{
			{"enum-label-missing", "warning", "ps_contacts", "prune_on_boot", astBoolWords, "'yes','no'", booleans, booleansIn},
			{"enum-label-order", "info", "ps_contacts", "prune_on_boot", astBoolWords, "'yes','no'", booleans, booleansIn},
		},
		keeps: `prune_on_boot.*COMMENT 'old'`,
	},
	{
		name:     "enum value of the administrator's own",
		sql:      []string{"ALTER TABLE ps_endpoints MODIFY timers ENUM('forced','no','required','yes','maybe')"},
		want:     []found{{"enum-label-extra", "info", "ps_endpoints", "timers", "'forced','no','required','yes'", "'forced','no','required','yes','maybe'", tables, tablesIn}},
		destroys: true,
	},
	{
		name: "enum values in another order",
		sql:  []string{"ALTER TABLE ps_endpoints MODIFY timers ENUM('yes','required','no','forced')"},
		want: []found{{"enum-label-order", "info", "ps_endpoints", "timers", "'forced','no','required','yes'", "'yes','required','no','forced'", tables, tablesIn}},
	},
	{
		name: "enum with one value replaced by another",
		sql:  []string{"ALTER TABLE ps_endpoints MODIFY timers ENUM('forced','no','needed','yes')"},
		want: []found{
			{"enum-label-missing", "warning", "ps_endpoints", "timers", "'forced','no','required','yes'", "'forced','no','needed','yes'", tables, tablesIn},
			{"enum-label-extra", "info", "ps_endpoints", "timers", "'forced','no','required','yes'", "'forced','no','needed','yes'", tables, tablesIn},
		},
		destroys: true,
	},
	{
		name: "counter lost",
		sql:  []string{"ALTER TABLE queue_members MODIFY uniqueid INT NOT NULL"},
		want: []found{{"auto-increment", "error", "queue_members", "uniqueid", "auto-increment", "not auto-increment", "5139253c0423", "12.5.0"}},
	},
	{
		name: "counter and its keys lost",
		sql:  []string{"ALTER TABLE queue_log MODIFY id BIGINT NOT NULL, DROP PRIMARY KEY, DROP INDEX id"},
		want: []found{
			{"missing-unique", "error", "queue_log", "(id)", "UNIQUE (id)", "", "4105ee839f58", "13.31.0"},
			{"missing-primary-key", "error", "queue_log", "PRIMARY", "primary key (id)", "", "4105ee839f58", "13.31.0"},
			{"auto-increment", "error", "queue_log", "id", "auto-increment", "not auto-increment", "4105ee839f58", "13.31.0"},
		},
	},
	{
		name: "counter never begun, as an upgrade leaves it that stops at its key",
		sql:  []string{"ALTER TABLE queue_members DROP COLUMN uniqueid", "ALTER TABLE queue_members ADD COLUMN uniqueid INT NOT NULL"},
		want: []found{
			{"missing-unique", "error", "queue_members", "(uniqueid)", "UNIQUE (uniqueid)", "", "5139253c0423", "12.5.0"},
			{"auto-increment", "error", "queue_members", "uniqueid", "auto-increment", "not auto-increment", "5139253c0423", "12.5.0"},
		},
		lost: []string{"queue_members.uniqueid"},
	},
	{
		name: "counter of the administrator's own",
		sql:  []string{"UPDATE ps_contacts SET via_port = 5061 WHERE id = 'bob'", "ALTER TABLE ps_contacts MODIFY via_port INT NOT NULL AUTO_INCREMENT, ADD UNIQUE own (via_port, id)"},
		want: []found{
			{"auto-increment", "warning", "ps_contacts", "via_port", "not auto-increment", "auto-increment", "a845e4d8ade8", "13.10.0"},
			{"extra-unique", "info", "ps_contacts", "own", "", "UNIQUE own (via_port, id)", "", ""},
			{"nullability", "info", "ps_contacts", "via_port", "NULL", "NOT NULL", "a845e4d8ade8", "13.10.0"},
		},
	},
	{
		name: "primary key missing",
		sql:  []string{"ALTER TABLE voicemail_messages DROP PRIMARY KEY"},
		want: []found{{"missing-primary-key", "error", "voicemail_messages", "PRIMARY", "primary key (dir, msgnum)", "", "a2e9769475e", "12.0.0"}},
	},
	{
		name: "primary key with other columns",
		sql:  []string{"ALTER TABLE queue_members DROP PRIMARY KEY, ADD PRIMARY KEY (uniqueid)"},
		want: []found{
			{"missing-primary-key", "error", "queue_members", "PRIMARY", "primary key (queue_name, interface)", "", "28887f25a46f", "12.2.0"},
			{"extra-primary-key", "info", "queue_members", "PRIMARY", "", "primary key (uniqueid)", "", ""},
		},
		destroys: true,
	},
	{
		name: "primary key of the administrator's own",
		sql:  []string{"ALTER TABLE ps_endpoints ADD PRIMARY KEY (id)"},
		want: own("extra-primary-key", "info", "ps_endpoints", "PRIMARY", "primary key (id)"), destroys: true,
	},
	{
		name: "primary key on what may be NULL",
		sql:  []string{"ALTER TABLE ps_contacts ADD PRIMARY KEY (id)"},
		want: []found{
			{"extra-primary-key", "info", "ps_contacts", "PRIMARY", "", "primary key (id)", "", ""},
		},
		destroys: true, notOn: []string{"mysql-5"}, // which give the column a default with it
	},
	{
		name: "unique constraint missing",
		sql:  []string{"ALTER TABLE ps_endpoints DROP INDEX id"},
		want: []found{{"missing-unique", "error", "ps_endpoints", "(id)", "UNIQUE (id)", "", tables, tablesIn}},
	},
	{
		name: "unique constraint with a name missing",
		sql:  []string{"ALTER TABLE ps_contacts DROP INDEX ps_contacts_uq"},
		want: []found{{"missing-unique", "error", "ps_contacts", "ps_contacts_uq", "UNIQUE ps_contacts_uq (id, reg_server)", "", "81b01a191a46", "13.10.0"}},
	},
	{
		name: "index missing",
		sql:  []string{"DROP INDEX ps_endpoints_id ON ps_endpoints"},
		want: []found{{"missing-index", "info", "ps_endpoints", "ps_endpoints_id", "index ps_endpoints_id (id)", "", tables, tablesIn}},
	},
	{
		name: "index under another name",
		sql:  []string{"ALTER TABLE ps_endpoints DROP INDEX ps_endpoints_id, ADD INDEX own (id)"},
		want: []found{{"index-name", "info", "ps_endpoints", "ps_endpoints_id", "ps_endpoints_id", "own", tables, tablesIn}},
	},
	{
		name: "index over a part of what it should be",
		sql:  []string{"ALTER TABLE ps_aors DROP INDEX ps_aors_qualifyfreq_contact, ADD INDEX ps_aors_qualifyfreq_contact (qualify_frequency, contact(20))"},
		want: []found{
			{"missing-index", "warning", "ps_aors", "ps_aors_qualifyfreq_contact", "index ps_aors_qualifyfreq_contact (qualify_frequency, contact)", "", "ef7efc2d3964", "13.11.0"},
			{"extra-index", "info", "ps_aors", "ps_aors_qualifyfreq_contact", "", "index ps_aors_qualifyfreq_contact (qualify_frequency, contact(20))", "", ""},
		},
	},
	{
		name:  "check of the administrator's own",
		sql:   []string{"ALTER TABLE ps_contacts ADD CONSTRAINT own CHECK (via_port > 0)"},
		want:  own("extra-check", "warning", "ps_contacts", "own", "`via_port` > 0"),
		notOn: []string{"mysql-5"},
	},
	{
		name:  "check of a column",
		sql:   []string{"ALTER TABLE ps_endpoints MODIFY cos_audio INT COMMENT 'ours' CHECK (cos_audio < 8)"},
		want:  []found{{"extra-check", "info", "ps_endpoints", "cos_audio", "", "`cos_audio` < 8", "", ""}},
		keeps: "cos_audio` int.* COMMENT 'ours'",
		notOn: []string{"mysql-"},
	},
	{
		name:  "column computed",
		sql:   []string{"ALTER TABLE ps_contacts DROP COLUMN via_port", "ALTER TABLE ps_contacts ADD COLUMN via_port INT GENERATED ALWAYS AS (5060 + 1) STORED"},
		want:  []found{{"generated", "error", "ps_contacts", "via_port", "an ordinary column", "generated as (5060 + 1)", "a845e4d8ade8", "13.10.0"}},
		notOn: []string{"mysql-5.6"},
	},
	{
		name:     "column computed when read",
		sql:      []string{"ALTER TABLE ps_contacts DROP COLUMN via_port", "ALTER TABLE ps_contacts ADD COLUMN via_port INT GENERATED ALWAYS AS (5060 + 1) VIRTUAL"},
		want:     []found{{"generated", "error", "ps_contacts", "via_port", "an ordinary column", "generated as (5060 + 1)", "a845e4d8ade8", "13.10.0"}},
		destroys: true, lost: []string{"ps_contacts.via_port"}, notOn: []string{"mysql-5.6"},
	},
	{
		name: "columns of a foreign key narrower",
		sql: []string{
			"ALTER TABLE musiconhold_entry DROP FOREIGN KEY fk_musiconhold_entry_name_musiconhold",
			"ALTER TABLE musiconhold MODIFY name VARCHAR(40) NOT NULL", "ALTER TABLE musiconhold_entry MODIFY name VARCHAR(40) NOT NULL",
			"ALTER TABLE musiconhold_entry ADD CONSTRAINT fk_musiconhold_entry_name_musiconhold FOREIGN KEY (name) REFERENCES musiconhold (name)",
		},
		want: []found{
			{"type-narrower", "warning", "musiconhold", "name", "varchar(80)", "varchar(40)", "4da0c5f79a9c", "12.0.0"},
			{"type-narrower", "warning", "musiconhold_entry", "name", "varchar(80)", "varchar(40)", "fbb7766f17bc", "16.7.0"},
		},
	},
	{
		name: "column lost with its keys and counter",
		sql:  []string{"ALTER TABLE queue_log DROP COLUMN id"},
		want: []found{
			{"missing-unique", "error", "queue_log", "(id)", "UNIQUE (id)", "", "4105ee839f58", "13.31.0"},
			{"missing-primary-key", "error", "queue_log", "PRIMARY", "primary key (id)", "", "4105ee839f58", "13.31.0"},
			{"missing-column", "error", "queue_log", "id", "bigint NOT NULL auto-increment", "", "4105ee839f58", "13.31.0"},
		},
	},
	{
		name: "primary key of a counter with another column",
		sql:  []string{"ALTER TABLE voicemail DROP PRIMARY KEY, ADD PRIMARY KEY (uniqueid, context)"},
		want: []found{
			{"missing-primary-key", "error", "voicemail", "PRIMARY", "primary key (uniqueid)", "", "4da0c5f79a9c", "12.0.0"},
			{"extra-primary-key", "info", "voicemail", "PRIMARY", "", "primary key (uniqueid, context)", "", ""},
		},
		destroys: true,
	},
	{
		name: "character set of a table",
		sql:  []string{"ALTER TABLE ps_endpoints CONVERT TO CHARACTER SET latin1"},
		want: []found{{"table-charset", "warning", "ps_endpoints", "", "CHARSET", "latin1 (latin1_swedish_ci)", "", ""}},
	},
	{
		name: "character set of tables with a foreign key",
		sql: []string{
			"ALTER TABLE musiconhold_entry DROP FOREIGN KEY fk_musiconhold_entry_name_musiconhold",
			"ALTER TABLE musiconhold CONVERT TO CHARACTER SET latin1", "ALTER TABLE musiconhold_entry CONVERT TO CHARACTER SET latin1",
			"ALTER TABLE musiconhold_entry ADD CONSTRAINT fk_musiconhold_entry_name_musiconhold FOREIGN KEY (name) REFERENCES musiconhold (name)",
		},
		want: []found{
			{"table-charset", "warning", "musiconhold", "", "CHARSET", "latin1 (latin1_swedish_ci)", "", ""},
			{"table-charset", "warning", "musiconhold_entry", "", "CHARSET", "latin1 (latin1_swedish_ci)", "", ""},
		},
	},
	{
		name:  "collation of a table",
		sql:   []string{"ALTER TABLE ps_aors CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"},
		want:  []found{{"table-charset", "warning", "ps_aors", "", "CHARSET", "utf8mb4 (utf8mb4_bin)", "", ""}},
		notOn: []string{"mysql-5.6"},
	},
	{
		name:  "collation of a column",
		sql:   []string{"ALTER TABLE ps_endpoints MODIFY context VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'ours'"},
		want:  []found{{"column-collation", "info", "ps_endpoints", "context", "the default collation", "collation utf8mb4_bin", tables, tablesIn}},
		keeps: `context.*COMMENT 'ours'`,
	},
	{
		name: "storage engine of a table",
		sql:  []string{"ALTER TABLE queue_rules ENGINE = MyISAM"},
		want: []found{{"storage-engine", "warning", "queue_rules", "", "InnoDB", "MyISAM", "", ""}},
	},
	{
		name: "column that is only an example narrower",
		sql:  []string{"ALTER TABLE cdr MODIFY dst VARCHAR(40)"},
		want: []found{{"type-narrower", "info", "cdr", "dst", "varchar(80)", "varchar(40)", "210693f3123d", "12.2.0"}},
	},
}
