package drifts

// Booleans is the revision that made all of PJSIP's booleans ast_bool_values.
const Booleans = "74dc751dfe8e"

const (
	astBool      = "enum('0','1','off','on','false','true','no','yes')"
	booleansIn   = "18.23.0"
	endpointIDs  = "6c475a93f48a" // made PJSIP's ids NOT NULL
	astBoolWords = "'0','1','off','on','false','true','no','yes'"
)

// Of are those whose SQL or description is an engine's own.
var Of = map[string][]Drift{"mysql": ofMySQL, "postgresql": ofPostgres}

var ofMySQL = []Drift{
	{
		Name: "type wider",
		SQL:  []string{"ALTER TABLE ps_endpoints MODIFY context VARCHAR(80)"},
		Want: []Found{{"type-wider", "info", "ps_endpoints", "context", "varchar(40)", "varchar(80)", tables, tablesIn}}, Destroys: true,
	},
	{
		Name: "type narrower",
		SQL:  []string{"ALTER TABLE ps_contacts MODIFY uri VARCHAR(255)"},
		Want: []Found{{"type-narrower", "error", "ps_contacts", "uri", "varchar(511)", "varchar(255)", "1d3ed26d9978", "13.23.0"}},
	},
	{
		Name: "number narrower",
		SQL:  []string{"ALTER TABLE ps_contacts MODIFY expiration_time INT"},
		Want: []Found{{"type-narrower", "warning", "ps_contacts", "expiration_time", "bigint", "int", "ef7efc2d3964", "13.11.0"}},
	},
	{
		Name: "blob narrower",
		SQL:  []string{"ALTER TABLE voicemail_messages MODIFY recording BLOB"},
		Want: []Found{{"type-narrower", "error", "voicemail_messages", "recording", "longblob", "blob", "39428242f7f5", "12.5.0"}},
	},
	{
		Name: "number for a boolean",
		SQL: []string{
			"ALTER TABLE ps_endpoints MODIFY webrtc VARCHAR(5)", "UPDATE ps_endpoints SET webrtc = IF(webrtc = 'yes', 1, 0)",
			"ALTER TABLE ps_endpoints MODIFY webrtc TINYINT(1) COMMENT 'ours'",
		},
		Want:     []Found{{"type-changed", "warning", "ps_endpoints", "webrtc", astBool, "tinyint(1)", Booleans, booleansIn}},
		Destroys: true, Keeps: `webrtc.* enum\('0',.*COMMENT 'ours'`,
	},
	{
		Name: "number for a boolean that Asterisk writes",
		SQL: []string{
			"ALTER TABLE ps_contacts MODIFY prune_on_boot VARCHAR(5)", "UPDATE ps_contacts SET prune_on_boot = IF(prune_on_boot = 'yes', 1, 0)",
			"ALTER TABLE ps_contacts MODIFY prune_on_boot SMALLINT",
		},
		Want:     []Found{{"type-changed", "error", "ps_contacts", "prune_on_boot", astBool, "smallint", Booleans, booleansIn}},
		Destroys: true,
	},
	{
		Name: "text for a boolean",
		SQL:  []string{"ALTER TABLE ps_endpoints MODIFY webrtc VARCHAR(5)"},
		Want: []Found{{"type-wider", "info", "ps_endpoints", "webrtc", astBool, "varchar(5)", Booleans, booleansIn}}, Destroys: true,
	},
	{
		Name: "number for a text",
		SQL:  []string{"UPDATE ps_contacts SET via_addr = 17", "ALTER TABLE ps_contacts MODIFY via_addr INT"},
		Want: []Found{{"type-changed", "error", "ps_contacts", "via_addr", "varchar(40)", "int", "a845e4d8ade8", "13.10.0"}},
	},
	{
		Name: "integer for a float",
		SQL:  []string{"ALTER TABLE ps_contacts MODIFY qualify_timeout INT"},
		Want: []Found{{"type-changed", "warning", "ps_contacts", "qualify_timeout", "float", "int", "423f34ad36e2", "13.8.0"}}, Destroys: true,
	},
	{
		Name: "NULL let in",
		SQL:  []string{"ALTER TABLE ps_endpoints MODIFY id VARCHAR(255) NULL"},
		Want: []Found{{"nullability", "warning", "ps_endpoints", "id", "NOT NULL", "NULL", endpointIDs, booleansIn}},
	},
	{
		Name: "NULL shut out",
		SQL:  []string{"ALTER TABLE ps_contacts MODIFY uri VARCHAR(511) NOT NULL"},
		Want: []Found{{"nullability", "warning", "ps_contacts", "uri", "NULL", "NOT NULL", "1d3ed26d9978", "13.23.0"}},
	},
	{
		Name: "NULL shut out where a default fills in",
		SQL:  []string{"ALTER TABLE ps_endpoints MODIFY context VARCHAR(40) NOT NULL DEFAULT ''"},
		Want: []Found{
			{"default", "info", "ps_endpoints", "context", "no default", "DEFAULT ''", tables, tablesIn},
			{"nullability", "info", "ps_endpoints", "context", "NULL", "NOT NULL", tables, tablesIn},
		},
	},
	{
		Name:  "default of the administrator's own",
		SQL:   []string{"ALTER TABLE ps_endpoints MODIFY context VARCHAR(40) DEFAULT 'internal' COMMENT 'it''s \\\\ ours'"},
		Want:  []Found{{"default", "info", "ps_endpoints", "context", "no default", "DEFAULT 'internal'", tables, tablesIn}},
		Keeps: `context.*COMMENT 'it''s \\\\ ours'`,
	},
	{
		Name: "edited by hand",
		SQL: []string{
			"ALTER TABLE ps_endpoints MODIFY context VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'intern' COMMENT 'wo; -- es'",
		},
		Want: []Found{
			{"type-narrower", "warning", "ps_endpoints", "context", "varchar(40)", "varchar(20)", tables, tablesIn},
			{"column-collation", "info", "ps_endpoints", "context", "the default collation", "collation latin1_bin", tables, tablesIn},
			{"default", "info", "ps_endpoints", "context", "no default", "DEFAULT 'intern'", tables, tablesIn},
			{"nullability", "info", "ps_endpoints", "context", "NULL", "NOT NULL", tables, tablesIn},
		},
		Keeps: `context. varchar\(40\) DEFAULT NULL COMMENT 'wo; -- es'`,
	},
	{
		Name: "enum value missing",
		SQL:  []string{"UPDATE ps_endpoints SET dtmf_mode = 'auto'", "ALTER TABLE ps_endpoints MODIFY dtmf_mode ENUM('rfc4733','inband','info','auto')"},
		Want: []Found{{
			"enum-label-missing", "warning", "ps_endpoints", "dtmf_mode", "'rfc4733','inband','info','auto','auto_info'", "'rfc4733','inband','info','auto'",
			"164abbd708c", "13.17.0",
		}},
	},
	{
		Name: "enum value missing that Asterisk does not write",
		SQL:  []string{"ALTER TABLE ps_contacts MODIFY prune_on_boot ENUM('yes','no') COMMENT 'old'"},
		Want: []Found{
			{"enum-label-missing", "warning", "ps_contacts", "prune_on_boot", astBoolWords, "'yes','no'", Booleans, booleansIn},
			{"enum-label-order", "info", "ps_contacts", "prune_on_boot", astBoolWords, "'yes','no'", Booleans, booleansIn},
		},
		Keeps: `prune_on_boot.*COMMENT 'old'`,
	},
	{
		Name:     "enum value of the administrator's own",
		SQL:      []string{"ALTER TABLE ps_endpoints MODIFY timers ENUM('forced','no','required','yes','maybe')"},
		Want:     []Found{{"enum-label-extra", "info", "ps_endpoints", "timers", "'forced','no','required','yes'", "'forced','no','required','yes','maybe'", tables, tablesIn}},
		Destroys: true,
	},
	{
		Name: "enum values in another order",
		SQL:  []string{"ALTER TABLE ps_endpoints MODIFY timers ENUM('yes','required','no','forced')"},
		Want: []Found{{"enum-label-order", "info", "ps_endpoints", "timers", "'forced','no','required','yes'", "'yes','required','no','forced'", tables, tablesIn}},
	},
	{
		Name: "enum with one value replaced by another",
		SQL:  []string{"ALTER TABLE ps_endpoints MODIFY timers ENUM('forced','no','needed','yes')"},
		Want: []Found{
			{"enum-label-missing", "warning", "ps_endpoints", "timers", "'forced','no','required','yes'", "'forced','no','needed','yes'", tables, tablesIn},
			{"enum-label-extra", "info", "ps_endpoints", "timers", "'forced','no','required','yes'", "'forced','no','needed','yes'", tables, tablesIn},
		},
		Destroys: true,
	},
	{
		Name: "counter lost",
		SQL:  []string{"ALTER TABLE queue_members MODIFY uniqueid INT NOT NULL"},
		Want: []Found{{"auto-increment", "error", "queue_members", "uniqueid", "auto-increment", "not auto-increment", "5139253c0423", "12.5.0"}},
	},
	{
		Name: "counter and its keys lost",
		SQL:  []string{"ALTER TABLE queue_log MODIFY id BIGINT NOT NULL, DROP PRIMARY KEY, DROP INDEX id"},
		Want: []Found{
			{"missing-unique", "error", "queue_log", "(id)", "UNIQUE (id)", "", "4105ee839f58", "13.31.0"},
			{"missing-primary-key", "error", "queue_log", "PRIMARY", "primary key (id)", "", "4105ee839f58", "13.31.0"},
			{"auto-increment", "error", "queue_log", "id", "auto-increment", "not auto-increment", "4105ee839f58", "13.31.0"},
		},
	},
	{
		Name: "counter never begun, as an upgrade leaves it that stops at its key",
		SQL:  []string{"ALTER TABLE queue_members DROP COLUMN uniqueid", "ALTER TABLE queue_members ADD COLUMN uniqueid INT NOT NULL"},
		Want: []Found{
			{"missing-unique", "error", "queue_members", "(uniqueid)", "UNIQUE (uniqueid)", "", "5139253c0423", "12.5.0"},
			{"auto-increment", "error", "queue_members", "uniqueid", "auto-increment", "not auto-increment", "5139253c0423", "12.5.0"},
		},
		Lost: []string{"queue_members.uniqueid"},
	},
	{
		Name: "counter of the administrator's own",
		SQL:  []string{"UPDATE ps_contacts SET via_port = 5061 WHERE id = 'bob'", "ALTER TABLE ps_contacts MODIFY via_port INT NOT NULL AUTO_INCREMENT, ADD UNIQUE own (via_port, id)"},
		Want: []Found{
			{"auto-increment", "warning", "ps_contacts", "via_port", "not auto-increment", "auto-increment", "a845e4d8ade8", "13.10.0"},
			{"extra-unique", "info", "ps_contacts", "own", "", "UNIQUE own (via_port, id)", "", ""},
			{"nullability", "info", "ps_contacts", "via_port", "NULL", "NOT NULL", "a845e4d8ade8", "13.10.0"},
		},
	},
	{
		Name: "primary key missing",
		SQL:  []string{"ALTER TABLE voicemail_messages DROP PRIMARY KEY"},
		Want: []Found{{"missing-primary-key", "error", "voicemail_messages", "PRIMARY", "primary key (dir, msgnum)", "", "a2e9769475e", "12.0.0"}},
	},
	{
		Name: "primary key with other columns",
		SQL:  []string{"ALTER TABLE queue_members DROP PRIMARY KEY, ADD PRIMARY KEY (uniqueid)"},
		Want: []Found{
			{"missing-primary-key", "error", "queue_members", "PRIMARY", "primary key (queue_name, interface)", "", "28887f25a46f", "12.2.0"},
			{"extra-primary-key", "info", "queue_members", "PRIMARY", "", "primary key (uniqueid)", "", ""},
		},
		Destroys: true,
	},
	{
		Name: "primary key of the administrator's own",
		SQL:  []string{"ALTER TABLE ps_endpoints ADD PRIMARY KEY (id)"},
		Want: own("extra-primary-key", "info", "ps_endpoints", "PRIMARY", "primary key (id)"), Destroys: true,
	},
	{
		Name: "primary key on what may be NULL",
		SQL:  []string{"ALTER TABLE ps_contacts ADD PRIMARY KEY (id)"},
		Want: []Found{
			{"extra-primary-key", "info", "ps_contacts", "PRIMARY", "", "primary key (id)", "", ""},
		},
		Destroys: true, NotOn: []string{"mysql-5"}, // which give the column a default with it
	},
	{
		Name: "unique constraint missing",
		SQL:  []string{"ALTER TABLE ps_endpoints DROP INDEX id"},
		Want: []Found{{"missing-unique", "error", "ps_endpoints", "(id)", "UNIQUE (id)", "", tables, tablesIn}},
	},
	{
		Name: "unique constraint with a name missing",
		SQL:  []string{"ALTER TABLE ps_contacts DROP INDEX ps_contacts_uq"},
		Want: []Found{{"missing-unique", "error", "ps_contacts", "ps_contacts_uq", "UNIQUE ps_contacts_uq (id, reg_server)", "", "81b01a191a46", "13.10.0"}},
	},
	{
		Name: "index missing",
		SQL:  []string{"DROP INDEX ps_endpoints_id ON ps_endpoints"},
		Want: []Found{{"missing-index", "info", "ps_endpoints", "ps_endpoints_id", "index ps_endpoints_id (id)", "", tables, tablesIn}},
	},
	{
		Name: "index under another name",
		SQL:  []string{"ALTER TABLE ps_endpoints DROP INDEX ps_endpoints_id, ADD INDEX own (id)"},
		Want: []Found{{"index-name", "info", "ps_endpoints", "ps_endpoints_id", "ps_endpoints_id", "own", tables, tablesIn}},
	},
	{
		Name: "index over a part of what it should be",
		SQL:  []string{"ALTER TABLE ps_aors DROP INDEX ps_aors_qualifyfreq_contact, ADD INDEX ps_aors_qualifyfreq_contact (qualify_frequency, contact(20))"},
		Want: []Found{
			{"missing-index", "warning", "ps_aors", "ps_aors_qualifyfreq_contact", "index ps_aors_qualifyfreq_contact (qualify_frequency, contact)", "", "ef7efc2d3964", "13.11.0"},
			{"extra-index", "info", "ps_aors", "ps_aors_qualifyfreq_contact", "", "index ps_aors_qualifyfreq_contact (qualify_frequency, contact(20))", "", ""},
		},
	},
	{
		Name:  "check of the administrator's own",
		SQL:   []string{"ALTER TABLE ps_contacts ADD CONSTRAINT own CHECK (via_port > 0)"},
		Want:  own("extra-check", "warning", "ps_contacts", "own", "`via_port` > 0"),
		NotOn: []string{"mysql-5"},
	},
	{
		Name:  "check of a column",
		SQL:   []string{"ALTER TABLE ps_endpoints MODIFY cos_audio INT COMMENT 'ours' CHECK (cos_audio < 8)"},
		Want:  []Found{{"extra-check", "info", "ps_endpoints", "cos_audio", "", "`cos_audio` < 8", "", ""}},
		Keeps: "cos_audio` int.* COMMENT 'ours'",
		NotOn: []string{"mysql-"},
	},
	{
		Name:  "column computed",
		SQL:   []string{"ALTER TABLE ps_contacts DROP COLUMN via_port", "ALTER TABLE ps_contacts ADD COLUMN via_port INT GENERATED ALWAYS AS (5060 + 1) STORED"},
		Want:  []Found{{"generated", "error", "ps_contacts", "via_port", "an ordinary column", "generated as (5060 + 1)", "a845e4d8ade8", "13.10.0"}},
		NotOn: []string{"mysql-5.6"},
	},
	{
		Name:     "column computed when read",
		SQL:      []string{"ALTER TABLE ps_contacts DROP COLUMN via_port", "ALTER TABLE ps_contacts ADD COLUMN via_port INT GENERATED ALWAYS AS (5060 + 1) VIRTUAL"},
		Want:     []Found{{"generated", "error", "ps_contacts", "via_port", "an ordinary column", "generated as (5060 + 1)", "a845e4d8ade8", "13.10.0"}},
		Destroys: true, Lost: []string{"ps_contacts.via_port"}, NotOn: []string{"mysql-5.6"},
	},
	{
		Name: "columns of a foreign key narrower",
		SQL: []string{
			"ALTER TABLE musiconhold_entry DROP FOREIGN KEY fk_musiconhold_entry_name_musiconhold",
			"ALTER TABLE musiconhold MODIFY name VARCHAR(40) NOT NULL", "ALTER TABLE musiconhold_entry MODIFY name VARCHAR(40) NOT NULL",
			"ALTER TABLE musiconhold_entry ADD CONSTRAINT fk_musiconhold_entry_name_musiconhold FOREIGN KEY (name) REFERENCES musiconhold (name)",
		},
		Want: []Found{
			{"type-narrower", "warning", "musiconhold", "name", "varchar(80)", "varchar(40)", "4da0c5f79a9c", "12.0.0"},
			{"type-narrower", "warning", "musiconhold_entry", "name", "varchar(80)", "varchar(40)", "fbb7766f17bc", "16.7.0"},
		},
	},
	{
		Name: "column lost with its keys and counter",
		SQL:  []string{"ALTER TABLE queue_log DROP COLUMN id"},
		Want: []Found{
			{"missing-unique", "error", "queue_log", "(id)", "UNIQUE (id)", "", "4105ee839f58", "13.31.0"},
			{"missing-primary-key", "error", "queue_log", "PRIMARY", "primary key (id)", "", "4105ee839f58", "13.31.0"},
			{"missing-column", "error", "queue_log", "id", "bigint NOT NULL auto-increment", "", "4105ee839f58", "13.31.0"},
		},
	},
	{
		Name: "primary key of a counter with another column",
		SQL:  []string{"ALTER TABLE voicemail DROP PRIMARY KEY, ADD PRIMARY KEY (uniqueid, context)"},
		Want: []Found{
			{"missing-primary-key", "error", "voicemail", "PRIMARY", "primary key (uniqueid)", "", "4da0c5f79a9c", "12.0.0"},
			{"extra-primary-key", "info", "voicemail", "PRIMARY", "", "primary key (uniqueid, context)", "", ""},
		},
		Destroys: true,
	},
	{
		Name: "character set of a table",
		SQL:  []string{"ALTER TABLE ps_endpoints CONVERT TO CHARACTER SET latin1"},
		Want: []Found{{"table-charset", "warning", "ps_endpoints", "", "CHARSET", "latin1 (latin1_swedish_ci)", "", ""}},
	},
	{
		Name: "character set of tables with a foreign key",
		SQL: []string{
			"ALTER TABLE musiconhold_entry DROP FOREIGN KEY fk_musiconhold_entry_name_musiconhold",
			"ALTER TABLE musiconhold CONVERT TO CHARACTER SET latin1", "ALTER TABLE musiconhold_entry CONVERT TO CHARACTER SET latin1",
			"ALTER TABLE musiconhold_entry ADD CONSTRAINT fk_musiconhold_entry_name_musiconhold FOREIGN KEY (name) REFERENCES musiconhold (name)",
		},
		Want: []Found{
			{"table-charset", "warning", "musiconhold", "", "CHARSET", "latin1 (latin1_swedish_ci)", "", ""},
			{"table-charset", "warning", "musiconhold_entry", "", "CHARSET", "latin1 (latin1_swedish_ci)", "", ""},
		},
	},
	{
		Name:  "collation of a table",
		SQL:   []string{"ALTER TABLE ps_aors CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"},
		Want:  []Found{{"table-charset", "warning", "ps_aors", "", "CHARSET", "utf8mb4 (utf8mb4_bin)", "", ""}},
		NotOn: []string{"mysql-5.6"},
	},
	{
		Name:  "collation of a column",
		SQL:   []string{"ALTER TABLE ps_endpoints MODIFY context VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'ours'"},
		Want:  []Found{{"column-collation", "info", "ps_endpoints", "context", "the default collation", "collation utf8mb4_bin", tables, tablesIn}},
		Keeps: `context.*COMMENT 'ours'`,
	},
	{
		Name: "storage engine of a table",
		SQL:  []string{"ALTER TABLE queue_rules ENGINE = MyISAM"},
		Want: []Found{{"storage-engine", "warning", "queue_rules", "", "InnoDB", "MyISAM", "", ""}},
	},
	{
		Name: "column that is only an example narrower",
		SQL:  []string{"ALTER TABLE cdr MODIFY dst VARCHAR(40)"},
		Want: []Found{{"type-narrower", "info", "cdr", "dst", "varchar(80)", "varchar(40)", "210693f3123d", "12.2.0"}},
	},
}
