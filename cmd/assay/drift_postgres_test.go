package main

var driftsOfPostgres = []drifted{
	{
		name: "type wider",
		sql:  []string{"ALTER TABLE ps_endpoints ALTER context TYPE varchar(80)"},
		want: []found{{"type-wider", "info", "ps_endpoints", "context", "varchar(40)", "varchar(80)", tables, tablesIn}}, destroys: true,
	},
	{
		name: "type without a limit",
		sql:  []string{"ALTER TABLE ps_endpoints ALTER context TYPE text"},
		want: []found{{"type-wider", "info", "ps_endpoints", "context", "varchar(40)", "text", tables, tablesIn}}, destroys: true,
	},
	{
		name: "type narrower",
		sql:  []string{"ALTER TABLE ps_contacts ALTER uri TYPE varchar(255)"},
		want: []found{{"type-narrower", "error", "ps_contacts", "uri", "varchar(511)", "varchar(255)", "1d3ed26d9978", "13.23.0"}},
	},
	{
		name: "number narrower",
		sql:  []string{"ALTER TABLE ps_contacts ALTER expiration_time TYPE integer"},
		want: []found{{"type-narrower", "warning", "ps_contacts", "expiration_time", "bigint", "integer", "ef7efc2d3964", "13.11.0"}},
	},
	{
		name:     "number for a boolean",
		sql:      []string{"ALTER TABLE ps_endpoints ALTER webrtc TYPE smallint USING CASE webrtc WHEN 'yes' THEN 1 ELSE 0 END"},
		want:     []found{{"type-changed", "warning", "ps_endpoints", "webrtc", "ast_bool_values", "smallint", booleans, booleansIn}},
		destroys: true,
	},
	{
		name:     "boolean that Asterisk writes as a word",
		sql:      []string{"ALTER TABLE ps_contacts ALTER prune_on_boot TYPE boolean USING prune_on_boot::text::boolean"},
		want:     []found{{"type-changed", "warning", "ps_contacts", "prune_on_boot", "ast_bool_values", "boolean", booleans, booleansIn}},
		destroys: true,
	},
	{
		name:     "text for a boolean",
		sql:      []string{"ALTER TABLE ps_endpoints ALTER webrtc TYPE varchar(40)"},
		want:     []found{{"type-wider", "info", "ps_endpoints", "webrtc", "ast_bool_values", "varchar(40)", booleans, booleansIn}},
		destroys: true,
	},
	{
		name: "another enum for a boolean",
		sql:  []string{"ALTER TABLE ps_contacts ALTER prune_on_boot TYPE yesno_values USING prune_on_boot::text::yesno_values"},
		want: []found{{"type-changed", "warning", "ps_contacts", "prune_on_boot", "ast_bool_values", "yesno_values", booleans, booleansIn}},
	},
	{
		name: "enum of the administrator's own for a boolean",
		sql:  []string{"CREATE TYPE own AS ENUM ('yes', 'no', 'maybe')", "ALTER TABLE ps_endpoints ALTER webrtc TYPE own USING webrtc::text::own"},
		want: []found{
			{"type-changed", "warning", "ps_endpoints", "webrtc", "ast_bool_values", "own", booleans, booleansIn},
			{"extra-type", "info", "", "own", "", "'yes','no','maybe'", "", ""},
		},
		destroys: true, left: true,
	},
	{
		name: "number for a text",
		sql:  []string{"UPDATE ps_contacts SET via_addr = NULL", "ALTER TABLE ps_contacts ALTER via_addr TYPE integer USING via_addr::integer"},
		want: []found{{"type-changed", "error", "ps_contacts", "via_addr", "varchar(40)", "integer", "a845e4d8ade8", "13.10.0"}},
	},
	{
		name: "integer for a float",
		sql:  []string{"ALTER TABLE ps_contacts ALTER qualify_timeout TYPE integer"},
		want: []found{{"type-changed", "error", "ps_contacts", "qualify_timeout", "double precision", "integer", "423f34ad36e2", "13.8.0"}},
	},
	{
		name: "NULL let in",
		sql:  []string{"ALTER TABLE ps_endpoints ALTER id DROP NOT NULL"},
		want: []found{{"nullability", "warning", "ps_endpoints", "id", "NOT NULL", "NULL", endpointIDs, booleansIn}},
	},
	{
		name: "NULL shut out",
		sql:  []string{"ALTER TABLE ps_contacts ALTER uri SET NOT NULL"},
		want: []found{{"nullability", "warning", "ps_contacts", "uri", "NULL", "NOT NULL", "1d3ed26d9978", "13.23.0"}},
	},
	{
		name: "NULL shut out where a default fills in",
		sql:  []string{"ALTER TABLE ps_endpoints ALTER context SET DEFAULT '', ALTER context SET NOT NULL"},
		want: []found{
			{"default", "info", "ps_endpoints", "context", "no default", "DEFAULT ''", tables, tablesIn},
			{"nullability", "info", "ps_endpoints", "context", "NULL", "NOT NULL", tables, tablesIn},
		},
	},
	{
		name: "default of the administrator's own",
		sql:  []string{"ALTER TABLE ps_endpoints ALTER context SET DEFAULT 'it''s', ALTER webrtc SET DEFAULT 'no'"},
		want: []found{
			{"default", "info", "ps_endpoints", "context", "no default", "DEFAULT 'it''s'", tables, tablesIn},
			{"default", "info", "ps_endpoints", "webrtc", "no default", "DEFAULT 'no'", booleans, booleansIn},
		},
	},
	{
		name: "enum value under another name",
		sql:  []string{"ALTER TYPE pjsip_dtmf_mode_values_v3 RENAME VALUE 'info' TO 'sip'"},
		want: []found{
			{"enum-label-missing", "warning", "", "pjsip_dtmf_mode_values_v3", "'rfc4733','inband','info','auto','auto_info'", "'rfc4733','inband','sip','auto','auto_info'", "164abbd708c", "13.17.0"},
			{"enum-label-extra", "info", "", "pjsip_dtmf_mode_values_v3", "'rfc4733','inband','info','auto','auto_info'", "'rfc4733','inband','sip','auto','auto_info'", "164abbd708c", "13.17.0"},
		},
		destroys: true,
	},
	{
		name: "enum value missing",
		sql: []string{
			"ALTER TYPE pjsip_timer_values RENAME TO before", "CREATE TYPE pjsip_timer_values AS ENUM ('forced', 'required', 'yes')",
			"ALTER TABLE ps_endpoints ALTER timers TYPE pjsip_timer_values USING timers::text::pjsip_timer_values", "DROP TYPE before",
		},
		want: []found{{"enum-label-missing", "warning", "", "pjsip_timer_values", "'forced','no','required','yes'", "'forced','required','yes'", tables, tablesIn}},
	},
	{
		name:     "enum value of the administrator's own",
		sql:      []string{"ALTER TYPE pjsip_timer_values ADD VALUE 'maybe' BEFORE 'no'"},
		want:     []found{{"enum-label-extra", "info", "", "pjsip_timer_values", "'forced','no','required','yes'", "'forced','maybe','no','required','yes'", tables, tablesIn}},
		destroys: true,
	},
	{
		name: "enum values in another order, in many columns",
		sql: []string{
			"ALTER TYPE yesno_values RENAME VALUE 'yes' TO 'x'", "ALTER TYPE yesno_values RENAME VALUE 'no' TO 'yes'", "ALTER TYPE yesno_values RENAME VALUE 'x' TO 'no'",
			"ALTER TABLE queues ALTER autofill SET DEFAULT 'no'", "CREATE INDEX own ON queues (autofill)",
		},
		want: []found{
			{"enum-label-order", "info", "", "yesno_values", "'yes','no'", "'no','yes'", tables, tablesIn},
			{"default", "info", "queues", "autofill", "no default", "DEFAULT 'no'", "28887f25a46f", "12.2.0"},
			{"extra-index", "info", "queues", "own", "", "index own (autofill)", "", ""},
		},
	},
	{
		name: "enum value missing that Asterisk does not write, in many columns",
		sql:  []string{"ALTER TYPE ast_bool_values RENAME VALUE 'on' TO 'aan'"},
		want: []found{
			{"enum-label-missing", "warning", "", "ast_bool_values", astBoolWords, "'0','1','off','aan','false','true','no','yes'", "fe6592859b85", "13.26.0"},
			{"enum-label-extra", "info", "", "ast_bool_values", astBoolWords, "'0','1','off','aan','false','true','no','yes'", "fe6592859b85", "13.26.0"},
		},
		destroys: true,
	},
	{
		name: "enum type missing",
		sql:  []string{"ALTER TABLE ps_endpoints ALTER t38_udptl_ec TYPE varchar(80)", "DROP TYPE pjsip_t38udptl_ec_values"},
		want: []found{
			{"missing-type", "warning", "", "pjsip_t38udptl_ec_values", "'none','fec','redundancy'", "", tables, tablesIn},
			{"type-wider", "info", "ps_endpoints", "t38_udptl_ec", "pjsip_t38udptl_ec_values", "varchar(80)", tables, tablesIn},
		},
		destroys: true,
	},
	{
		name: "enum type left over",
		sql:  []string{"CREATE TYPE pjsip_dtmf_mode_values_v2 AS ENUM ('rfc4733', 'inband', 'info', 'auto')"},
		want: own("extra-type", "info", "", "pjsip_dtmf_mode_values_v2", "'rfc4733','inband','info','auto'"),
	},
	{
		name: "enum type of a later revision", release: "18.0.0",
		sql:  []string{"CREATE TYPE pjsip_100rel_values_v2 AS ENUM ('no', 'required', 'peer_supported', 'yes')"},
		want: own("extra-type", "error", "", "pjsip_100rel_values_v2", "'no','required','peer_supported','yes'"),
		says: "the next upgrade stops at 539f68bede2c",
	},
	{
		name: "counter lost",
		sql:  []string{"ALTER TABLE queue_log ALTER id DROP DEFAULT"},
		want: []found{{"auto-increment", "error", "queue_log", "id", "auto-increment", "not auto-increment", "4105ee839f58", "13.31.0"}},
	},
	{
		name: "counter and its sequence lost",
		sql:  []string{"ALTER TABLE queue_log ALTER id DROP DEFAULT", "DROP SEQUENCE queue_log_id_seq"},
		want: []found{{"auto-increment", "error", "queue_log", "id", "auto-increment", "not auto-increment", "4105ee839f58", "13.31.0"}},
	},
	{
		name: "counter of the administrator's own",
		sql: []string{
			"CREATE SEQUENCE own START 9 OWNED BY queue_members.uniqueid", "ALTER TABLE queue_members ALTER uniqueid SET DEFAULT nextval('own')",
		},
		want:     []found{{"auto-increment", "info", "queue_members", "uniqueid", "not auto-increment", "auto-increment", "5139253c0423", "12.5.0"}},
		destroys: true,
	},
	{
		name: "identity of the administrator's own",
		sql:  []string{"ALTER TABLE queue_members ALTER uniqueid ADD GENERATED BY DEFAULT AS IDENTITY"},
		want: []found{{
			"auto-increment", "info", "queue_members", "uniqueid", "not auto-increment", "GENERATED BY DEFAULT AS IDENTITY", "5139253c0423",
			"12.5.0",
		}},
		says:     "it fills the column where an INSERT omits it",
		destroys: true,
	},
	{
		name: "identity for a serial",
		sql: []string{
			"ALTER TABLE extensions ALTER id DROP DEFAULT", "DROP SEQUENCE extensions_id_seq",
			"ALTER TABLE extensions ALTER id ADD GENERATED BY DEFAULT AS IDENTITY (START 2)",
		},
	},
	{
		name: "primary key missing",
		sql:  []string{"ALTER TABLE queue_members DROP CONSTRAINT queue_members_pkey"},
		want: []found{{"missing-primary-key", "error", "queue_members", "(queue_name, interface)", "primary key (queue_name, interface)", "", "28887f25a46f", "12.2.0"}},
	},
	{
		name: "primary key with a name missing",
		sql:  []string{"ALTER TABLE voicemail_messages DROP CONSTRAINT voicemail_messages_dir_msgnum"},
		want: []found{{"missing-primary-key", "error", "voicemail_messages", "voicemail_messages_dir_msgnum", "primary key (dir, msgnum)", "", "a2e9769475e", "12.0.0"}},
	},
	{
		name: "primary key of the administrator's own",
		sql:  []string{"ALTER TABLE ps_endpoints ADD PRIMARY KEY (id)"},
		want: own("extra-primary-key", "info", "ps_endpoints", "ps_endpoints_pkey", "primary key (id)"), destroys: true,
	},
	{
		name: "primary key on what may be NULL",
		sql:  []string{"ALTER TABLE ps_endpoints ADD PRIMARY KEY (transport, id)"},
		want: []found{
			{"extra-primary-key", "info", "ps_endpoints", "ps_endpoints_pkey", "", "primary key (transport, id)", "", ""},
		},
		destroys: true,
	},
	{
		name: "unique constraint missing",
		sql:  []string{"ALTER TABLE ps_endpoints DROP CONSTRAINT ps_endpoints_id_key"},
		want: []found{{"missing-unique", "error", "ps_endpoints", "(id)", "UNIQUE (id)", "", tables, tablesIn}},
	},
	{
		name: "unique constraint with a name missing",
		sql:  []string{"ALTER TABLE ps_contacts DROP CONSTRAINT ps_contacts_uq"},
		want: []found{{"missing-unique", "error", "ps_contacts", "ps_contacts_uq", "UNIQUE ps_contacts_uq (id, reg_server)", "", "81b01a191a46", "13.10.0"}},
	},
	{
		name: "index missing",
		sql:  []string{"DROP INDEX ps_endpoints_id"},
		want: []found{{"missing-index", "info", "ps_endpoints", "ps_endpoints_id", "index ps_endpoints_id (id)", "", tables, tablesIn}},
	},
	{
		name: "index under another name",
		sql:  []string{"ALTER INDEX ps_endpoints_id RENAME TO own"},
		want: []found{{"index-name", "info", "ps_endpoints", "ps_endpoints_id", "ps_endpoints_id", "own", tables, tablesIn}},
	},
	{
		name: "index of a condition",
		sql:  []string{"DROP INDEX ps_endpoints_id", "CREATE INDEX ps_endpoints_id ON ps_endpoints (id) WHERE context IS NOT NULL"},
		want: []found{
			{"extra-index", "info", "ps_endpoints", "ps_endpoints_id", "", "index ps_endpoints_id (id) where context IS NOT NULL", "", ""},
			{"missing-index", "info", "ps_endpoints", "ps_endpoints_id", "index ps_endpoints_id (id)", "", tables, tablesIn},
		},
	},
	{
		name: "check of the administrator's own",
		sql:  []string{"ALTER TABLE ps_contacts ADD CONSTRAINT own CHECK (via_port > 0)"},
		want: own("extra-check", "warning", "ps_contacts", "own", "via_port > 0"),
	},
	{
		name: "column computed",
		sql: []string{
			"ALTER TABLE ps_contacts DROP COLUMN via_port", "ALTER TABLE ps_contacts ADD COLUMN via_port integer GENERATED ALWAYS AS (5060 + 1) STORED",
		},
		want:  []found{{"generated", "error", "ps_contacts", "via_port", "an ordinary column", "generated as (5060 + 1)", "a845e4d8ade8", "13.10.0"}},
		notOn: []string{"postgresql-12"},
	},
	{
		name: "collation of a column",
		sql:  []string{`ALTER TABLE ps_endpoints ALTER context TYPE varchar(40) COLLATE "POSIX"`},
		want: []found{{"column-collation", "info", "ps_endpoints", "context", "the default collation", "collation POSIX", tables, tablesIn}},
	},
	{
		name: "column that is only an example narrower",
		sql:  []string{"ALTER TABLE cdr ALTER dst TYPE varchar(40)"},
		want: []found{{"type-narrower", "info", "cdr", "dst", "varchar(80)", "varchar(40)", "210693f3123d", "12.2.0"}},
	},
}
