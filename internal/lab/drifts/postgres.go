package drifts

var ofPostgres = []Drift{
	{
		Name: "type wider",
		SQL:  []string{"ALTER TABLE ps_endpoints ALTER context TYPE varchar(80)"},
		Want: []Found{{"type-wider", "info", "ps_endpoints", "context", "varchar(40)", "varchar(80)", tables, tablesIn}}, Destroys: true,
	},
	{
		Name: "type without a limit",
		SQL:  []string{"ALTER TABLE ps_endpoints ALTER context TYPE text"},
		Want: []Found{{"type-wider", "info", "ps_endpoints", "context", "varchar(40)", "text", tables, tablesIn}}, Destroys: true,
	},
	{
		Name: "type narrower",
		SQL:  []string{"ALTER TABLE ps_contacts ALTER uri TYPE varchar(255)"},
		Want: []Found{{"type-narrower", "error", "ps_contacts", "uri", "varchar(511)", "varchar(255)", "1d3ed26d9978", "13.23.0"}},
	},
	{
		Name: "number narrower",
		SQL:  []string{"ALTER TABLE ps_contacts ALTER expiration_time TYPE integer"},
		Want: []Found{{"type-narrower", "warning", "ps_contacts", "expiration_time", "bigint", "integer", "ef7efc2d3964", "13.11.0"}},
	},
	{
		Name:     "number for a boolean",
		SQL:      []string{"ALTER TABLE ps_endpoints ALTER webrtc TYPE smallint USING CASE webrtc WHEN 'yes' THEN 1 ELSE 0 END"},
		Want:     []Found{{"type-changed", "warning", "ps_endpoints", "webrtc", "ast_bool_values", "smallint", Booleans, booleansIn}},
		Destroys: true,
	},
	{
		Name:     "boolean that Asterisk writes as a word",
		SQL:      []string{"ALTER TABLE ps_contacts ALTER prune_on_boot TYPE boolean USING prune_on_boot::text::boolean"},
		Want:     []Found{{"type-changed", "warning", "ps_contacts", "prune_on_boot", "ast_bool_values", "boolean", Booleans, booleansIn}},
		Destroys: true,
	},
	{
		Name:     "text for a boolean",
		SQL:      []string{"ALTER TABLE ps_endpoints ALTER webrtc TYPE varchar(40)"},
		Want:     []Found{{"type-wider", "info", "ps_endpoints", "webrtc", "ast_bool_values", "varchar(40)", Booleans, booleansIn}},
		Destroys: true,
	},
	{
		Name: "another enum for a boolean",
		SQL:  []string{"ALTER TABLE ps_contacts ALTER prune_on_boot TYPE yesno_values USING prune_on_boot::text::yesno_values"},
		Want: []Found{{"type-changed", "warning", "ps_contacts", "prune_on_boot", "ast_bool_values", "yesno_values", Booleans, booleansIn}},
	},
	{
		Name: "enum of the administrator's own for a boolean",
		SQL:  []string{"CREATE TYPE own AS ENUM ('yes', 'no', 'maybe')", "ALTER TABLE ps_endpoints ALTER webrtc TYPE own USING webrtc::text::own"},
		Want: []Found{
			{"type-changed", "warning", "ps_endpoints", "webrtc", "ast_bool_values", "own", Booleans, booleansIn},
			{"extra-type", "info", "", "own", "", "'yes','no','maybe'", "", ""},
		},
		Destroys: true, Left: true,
	},
	{
		Name: "number for a text",
		SQL:  []string{"UPDATE ps_contacts SET via_addr = NULL", "ALTER TABLE ps_contacts ALTER via_addr TYPE integer USING via_addr::integer"},
		Want: []Found{{"type-changed", "error", "ps_contacts", "via_addr", "varchar(40)", "integer", "a845e4d8ade8", "13.10.0"}},
	},
	{
		Name: "integer for a float",
		SQL:  []string{"ALTER TABLE ps_contacts ALTER qualify_timeout TYPE integer"},
		Want: []Found{{"type-changed", "error", "ps_contacts", "qualify_timeout", "double precision", "integer", "423f34ad36e2", "13.8.0"}},
	},
	{
		Name: "NULL let in",
		SQL:  []string{"ALTER TABLE ps_endpoints ALTER id DROP NOT NULL"},
		Want: []Found{{"nullability", "warning", "ps_endpoints", "id", "NOT NULL", "NULL", endpointIDs, booleansIn}},
	},
	{
		Name: "NULL shut out",
		SQL:  []string{"ALTER TABLE ps_contacts ALTER uri SET NOT NULL"},
		Want: []Found{{"nullability", "warning", "ps_contacts", "uri", "NULL", "NOT NULL", "1d3ed26d9978", "13.23.0"}},
	},
	{
		Name: "NULL shut out where a default fills in",
		SQL:  []string{"ALTER TABLE ps_endpoints ALTER context SET DEFAULT '', ALTER context SET NOT NULL"},
		Want: []Found{
			{"default", "info", "ps_endpoints", "context", "no default", "DEFAULT ''", tables, tablesIn},
			{"nullability", "info", "ps_endpoints", "context", "NULL", "NOT NULL", tables, tablesIn},
		},
	},
	{
		Name: "default of the administrator's own",
		SQL:  []string{"ALTER TABLE ps_endpoints ALTER context SET DEFAULT 'it''s', ALTER webrtc SET DEFAULT 'no'"},
		Want: []Found{
			{"default", "info", "ps_endpoints", "context", "no default", "DEFAULT 'it''s'", tables, tablesIn},
			{"default", "info", "ps_endpoints", "webrtc", "no default", "DEFAULT 'no'", Booleans, booleansIn},
		},
	},
	{
		Name: "enum value under another name",
		SQL:  []string{"ALTER TYPE pjsip_dtmf_mode_values_v3 RENAME VALUE 'info' TO 'sip'"},
		Want: []Found{
			{"enum-label-missing", "warning", "", "pjsip_dtmf_mode_values_v3", "'rfc4733','inband','info','auto','auto_info'", "'rfc4733','inband','sip','auto','auto_info'", "164abbd708c", "13.17.0"},
			{"enum-label-extra", "info", "", "pjsip_dtmf_mode_values_v3", "'rfc4733','inband','info','auto','auto_info'", "'rfc4733','inband','sip','auto','auto_info'", "164abbd708c", "13.17.0"},
		},
		Destroys: true,
	},
	{
		Name: "enum value missing",
		SQL: []string{
			"ALTER TYPE pjsip_timer_values RENAME TO before", "CREATE TYPE pjsip_timer_values AS ENUM ('forced', 'required', 'yes')",
			"ALTER TABLE ps_endpoints ALTER timers TYPE pjsip_timer_values USING timers::text::pjsip_timer_values", "DROP TYPE before",
		},
		Want: []Found{{"enum-label-missing", "warning", "", "pjsip_timer_values", "'forced','no','required','yes'", "'forced','required','yes'", tables, tablesIn}},
	},
	{
		Name:     "enum value of the administrator's own",
		SQL:      []string{"ALTER TYPE pjsip_timer_values ADD VALUE 'maybe' BEFORE 'no'"},
		Want:     []Found{{"enum-label-extra", "info", "", "pjsip_timer_values", "'forced','no','required','yes'", "'forced','maybe','no','required','yes'", tables, tablesIn}},
		Destroys: true,
	},
	{
		Name: "enum values in another order, in many columns",
		SQL: []string{
			"ALTER TYPE yesno_values RENAME VALUE 'yes' TO 'x'", "ALTER TYPE yesno_values RENAME VALUE 'no' TO 'yes'", "ALTER TYPE yesno_values RENAME VALUE 'x' TO 'no'",
			"ALTER TABLE queues ALTER autofill SET DEFAULT 'no'", "CREATE INDEX own ON queues (autofill)",
		},
		Want: []Found{
			{"enum-label-order", "info", "", "yesno_values", "'yes','no'", "'no','yes'", tables, tablesIn},
			{"default", "info", "queues", "autofill", "no default", "DEFAULT 'no'", "28887f25a46f", "12.2.0"},
			{"extra-index", "info", "queues", "own", "", "index own (autofill)", "", ""},
		},
	},
	{
		Name: "enum value missing that Asterisk does not write, in many columns",
		SQL:  []string{"ALTER TYPE ast_bool_values RENAME VALUE 'on' TO 'aan'"},
		Want: []Found{
			{"enum-label-missing", "warning", "", "ast_bool_values", astBoolWords, "'0','1','off','aan','false','true','no','yes'", "fe6592859b85", "13.26.0"},
			{"enum-label-extra", "info", "", "ast_bool_values", astBoolWords, "'0','1','off','aan','false','true','no','yes'", "fe6592859b85", "13.26.0"},
		},
		Destroys: true,
	},
	{
		Name: "enum type missing",
		SQL:  []string{"ALTER TABLE ps_endpoints ALTER t38_udptl_ec TYPE varchar(80)", "DROP TYPE pjsip_t38udptl_ec_values"},
		Want: []Found{
			{"missing-type", "warning", "", "pjsip_t38udptl_ec_values", "'none','fec','redundancy'", "", tables, tablesIn},
			{"type-wider", "info", "ps_endpoints", "t38_udptl_ec", "pjsip_t38udptl_ec_values", "varchar(80)", tables, tablesIn},
		},
		Destroys: true,
	},
	{
		Name: "enum type left over",
		SQL:  []string{"CREATE TYPE pjsip_dtmf_mode_values_v2 AS ENUM ('rfc4733', 'inband', 'info', 'auto')"},
		Want: own("extra-type", "info", "", "pjsip_dtmf_mode_values_v2", "'rfc4733','inband','info','auto'"),
	},
	{
		Name: "enum type of a later revision", Release: "18.0.0",
		SQL:  []string{"CREATE TYPE pjsip_100rel_values_v2 AS ENUM ('no', 'required', 'peer_supported', 'yes')"},
		Want: own("extra-type", "error", "", "pjsip_100rel_values_v2", "'no','required','peer_supported','yes'"),
		Says: "the next upgrade stops at 539f68bede2c",
	},
	{
		Name: "counter lost",
		SQL:  []string{"ALTER TABLE queue_log ALTER id DROP DEFAULT"},
		Want: []Found{{"auto-increment", "error", "queue_log", "id", "auto-increment", "not auto-increment", "4105ee839f58", "13.31.0"}},
	},
	{
		Name: "counter and its sequence lost",
		SQL:  []string{"ALTER TABLE queue_log ALTER id DROP DEFAULT", "DROP SEQUENCE queue_log_id_seq"},
		Want: []Found{{"auto-increment", "error", "queue_log", "id", "auto-increment", "not auto-increment", "4105ee839f58", "13.31.0"}},
	},
	{
		Name: "counter of the administrator's own",
		SQL: []string{
			"CREATE SEQUENCE own START 9 OWNED BY queue_members.uniqueid", "ALTER TABLE queue_members ALTER uniqueid SET DEFAULT nextval('own')",
		},
		Want:     []Found{{"auto-increment", "info", "queue_members", "uniqueid", "not auto-increment", "auto-increment", "5139253c0423", "12.5.0"}},
		Destroys: true,
	},
	{
		Name: "identity of the administrator's own",
		SQL:  []string{"ALTER TABLE queue_members ALTER uniqueid ADD GENERATED BY DEFAULT AS IDENTITY"},
		Want: []Found{{
			"auto-increment", "info", "queue_members", "uniqueid", "not auto-increment", "GENERATED BY DEFAULT AS IDENTITY", "5139253c0423",
			"12.5.0",
		}},
		Says:     "it fills the column where an INSERT omits it",
		Destroys: true,
	},
	{
		Name: "identity for a serial",
		SQL: []string{
			"ALTER TABLE extensions ALTER id DROP DEFAULT", "DROP SEQUENCE extensions_id_seq",
			"ALTER TABLE extensions ALTER id ADD GENERATED BY DEFAULT AS IDENTITY (START 2)",
		},
	},
	{
		Name: "primary key missing",
		SQL:  []string{"ALTER TABLE queue_members DROP CONSTRAINT queue_members_pkey"},
		Want: []Found{{
			"missing-primary-key", "error", "queue_members", "(queue_name, interface)", "primary key (queue_name, interface)", "",
			"28887f25a46f", "12.2.0",
		}},
	},
	{
		Name: "primary key with a name missing",
		SQL:  []string{"ALTER TABLE voicemail_messages DROP CONSTRAINT voicemail_messages_dir_msgnum"},
		Want: []Found{{
			"missing-primary-key", "error", "voicemail_messages", "voicemail_messages_dir_msgnum", "primary key (dir, msgnum)", "",
			"a2e9769475e", "12.0.0",
		}},
	},
	{
		Name: "primary key of the administrator's own",
		SQL:  []string{"ALTER TABLE ps_endpoints ADD PRIMARY KEY (id)"},
		Want: own("extra-primary-key", "info", "ps_endpoints", "ps_endpoints_pkey", "primary key (id)"), Destroys: true,
	},
	{
		Name: "primary key on what may be NULL",
		SQL:  []string{"ALTER TABLE ps_endpoints ADD PRIMARY KEY (transport, id)"},
		Want: []Found{
			{"extra-primary-key", "info", "ps_endpoints", "ps_endpoints_pkey", "", "primary key (transport, id)", "", ""},
		},
		Destroys: true,
	},
	{
		Name: "unique constraint missing",
		SQL:  []string{"ALTER TABLE ps_endpoints DROP CONSTRAINT ps_endpoints_id_key"},
		Want: []Found{{"missing-unique", "error", "ps_endpoints", "(id)", "UNIQUE (id)", "", tables, tablesIn}},
	},
	{
		Name: "unique constraint with a name missing",
		SQL:  []string{"ALTER TABLE ps_contacts DROP CONSTRAINT ps_contacts_uq"},
		Want: []Found{{"missing-unique", "error", "ps_contacts", "ps_contacts_uq", "UNIQUE ps_contacts_uq (id, reg_server)", "", "81b01a191a46", "13.10.0"}},
	},
	{
		Name: "index missing",
		SQL:  []string{"DROP INDEX ps_endpoints_id"},
		Want: []Found{{"missing-index", "info", "ps_endpoints", "ps_endpoints_id", "index ps_endpoints_id (id)", "", tables, tablesIn}},
	},
	{
		Name: "index under another name",
		SQL:  []string{"ALTER INDEX ps_endpoints_id RENAME TO own"},
		Want: []Found{{"index-name", "info", "ps_endpoints", "ps_endpoints_id", "ps_endpoints_id", "own", tables, tablesIn}},
	},
	{
		Name: "index of a condition",
		SQL:  []string{"DROP INDEX ps_endpoints_id", "CREATE INDEX ps_endpoints_id ON ps_endpoints (id) WHERE context IS NOT NULL"},
		Want: []Found{
			{"extra-index", "info", "ps_endpoints", "ps_endpoints_id", "", "index ps_endpoints_id (id) where context IS NOT NULL", "", ""},
			{"missing-index", "info", "ps_endpoints", "ps_endpoints_id", "index ps_endpoints_id (id)", "", tables, tablesIn},
		},
	},
	{
		Name: "check of the administrator's own",
		SQL:  []string{"ALTER TABLE ps_contacts ADD CONSTRAINT own CHECK (via_port > 0)"},
		Want: own("extra-check", "warning", "ps_contacts", "own", "via_port > 0"),
	},
	{
		Name: "column computed",
		SQL: []string{
			"ALTER TABLE ps_contacts DROP COLUMN via_port", "ALTER TABLE ps_contacts ADD COLUMN via_port integer GENERATED ALWAYS AS (5060 + 1) STORED",
		},
		Want:  []Found{{"generated", "error", "ps_contacts", "via_port", "an ordinary column", "generated as (5060 + 1)", "a845e4d8ade8", "13.10.0"}},
		NotOn: []string{"postgresql-12"},
	},
	{
		Name: "collation of a column",
		SQL:  []string{`ALTER TABLE ps_endpoints ALTER context TYPE varchar(40) COLLATE "POSIX"`},
		Want: []Found{{"column-collation", "info", "ps_endpoints", "context", "the default collation", "collation POSIX", tables, tablesIn}},
	},
	{
		Name: "column that is only an example narrower",
		SQL:  []string{"ALTER TABLE cdr ALTER dst TYPE varchar(40)"},
		Want: []Found{{"type-narrower", "info", "cdr", "dst", "varchar(80)", "varchar(40)", "210693f3123d", "12.2.0"}},
	},
}
