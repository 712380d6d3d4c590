package rules

// subscriptions are written since 12.4, and generatorData since res_pjsip_pubsub registered it, at the latest in these releases (asterisk/asterisk#895):
// no revision created the column before 801b9fced8b7 (18.26, 20.11, 21.6, 22.1), so a good many releases cannot write their own schema.
var (
	subscriptions = []string{"12.4"}
	generatorData = []string{"13.33", "16.10", "17.4"}
)

// contactsStatus is what registrations became from 44bd6dd914fa on (asterisk/asterisk#1097). Of the certified releases only those of 22.8 ship it:
// certified-18.9 and certified-20.7 stop before it, as the numbers that they are made from say.
var contactsStatus = []string{"20.12", "21.7", "22.2"}

// epoch is a time in seconds, and port one of a network.
const (
	epoch = 1<<31 - 1
	port  = 1<<16 - 1
)

// asteriskNeeds is what Asterisk writes, and what it cannot do without where it only reads. A column that came late is needed from the
// releases on that ship its revision first, unless a source is named that says otherwise.
var asteriskNeeds = []need{
	// res_pjsip, contacts: location.c registers the fields, sorcery's INSERT names them all. OPT_YESNO_T writes yes and no, OPT_BOOL_T true and
	// false (main/sorcery.c; b6bd97eea2, d60411a2b4).
	{tree: "config", table: "ps_contacts", column: "id", value: text(35, 255)},  // an AOR's name, ";@" and 32 digits
	{tree: "config", table: "ps_contacts", column: "uri", value: text(40, 511)}, // ASTERISK-28022: 255 were too few
	{tree: "config", table: "ps_contacts", column: "expiration_time", value: number(epoch)},
	{tree: "config", table: "ps_contacts", column: "qualify_frequency", value: number(3600)},
	{tree: "config", table: "ps_contacts", column: "outbound_proxy", value: text(0, 0), from: []string{"12.1"}},
	{tree: "config", table: "ps_contacts", column: "path", value: text(0, 0), from: []string{"12.1"}},
	{tree: "config", table: "ps_contacts", column: "user_agent", value: text(20, 255), from: []string{"12.2"}},
	{tree: "config", table: "ps_contacts", column: "qualify_timeout", value: value{kind: fractionValue}, from: []string{"13.4"}}, // 3.000000: c60d6c0162
	{tree: "config", table: "ps_contacts", column: "reg_server", value: text(0, 255), from: []string{"13.10"}, local: true},      // ASTERISK-29056: not 20
	{tree: "config", table: "ps_contacts", column: "authenticate_qualify", value: words("yes", "no"), from: []string{"13.10"}},
	{tree: "config", table: "ps_contacts", column: "via_addr", value: text(15, 39), from: []string{"13.10"}},
	{tree: "config", table: "ps_contacts", column: "via_port", value: number(port), from: []string{"13.10"}},
	{tree: "config", table: "ps_contacts", column: "call_id", value: text(20, 255), from: []string{"13.10"}},
	{tree: "config", table: "ps_contacts", column: "endpoint", value: text(0, 0), from: []string{"13.11"}},
	{tree: "config", table: "ps_contacts", column: "prune_on_boot", value: words("yes", "no"), from: []string{"13.18", "14.7"}},
	{tree: "config", table: "ps_contacts", column: "qualify_2xx_only", value: words("true", "false"), from: contactsStatus},

	// res_pjsip_pubsub.c, subscriptions that outlive a restart.
	{tree: "config", table: "ps_subscription_persistence", column: "id", value: text(36, 36), from: subscriptions}, // a UUID
	{tree: "config", table: "ps_subscription_persistence", column: "packet", value: text(0, 0), from: subscriptions},
	{tree: "config", table: "ps_subscription_persistence", column: "src_name", value: text(0, 0), from: subscriptions},
	{tree: "config", table: "ps_subscription_persistence", column: "src_port", value: number(port), from: subscriptions},
	{tree: "config", table: "ps_subscription_persistence", column: "transport_key", value: text(0, 0), from: subscriptions},
	{tree: "config", table: "ps_subscription_persistence", column: "local_name", value: text(0, 0), from: subscriptions},
	{tree: "config", table: "ps_subscription_persistence", column: "local_port", value: number(port), from: subscriptions},
	{tree: "config", table: "ps_subscription_persistence", column: "cseq", value: number(epoch), from: subscriptions},
	{tree: "config", table: "ps_subscription_persistence", column: "tag", value: text(0, 0), from: subscriptions},
	{tree: "config", table: "ps_subscription_persistence", column: "endpoint", value: text(0, 0), from: subscriptions},
	{tree: "config", table: "ps_subscription_persistence", column: "expires", value: number(epoch), from: subscriptions},
	{tree: "config", table: "ps_subscription_persistence", column: "contact_uri", value: text(0, 0), from: []string{"13.15", "14.4"}},
	{tree: "config", table: "ps_subscription_persistence", column: "prune_on_boot", value: words("yes", "no"), from: []string{"13.20", "15.3"}},
	{tree: "config", table: "ps_subscription_persistence", column: "generator_data", value: text(0, 0), from: generatorData},

	// What Asterisk asks for in a WHERE: without the column the whole query fails.
	{tree: "config", table: "ps_aors", column: "contact", mild: true, breaks: "Asterisk does not find the contacts that stand in ps_aors and cannot qualify them"},
	{tree: "config", table: "ps_endpoints", column: "mailboxes", mild: true, breaks: "Asterisk does not find whom to tell of waiting messages"},
	{tree: "config", table: "extensions", column: "exten", breaks: "Asterisk finds no extension in the table"},
	{tree: "config", table: "extensions", column: "context", breaks: "Asterisk finds no extension in the table"},
	{tree: "config", table: "extensions", column: "priority", breaks: "Asterisk finds no extension in the table"},
	{tree: "config", table: "musiconhold_entry", column: "position", mild: true, breaks: "Asterisk finds no entry of a playlist"},

	// app_queue.c:12100, and its UPDATEs of members, which it finds by their uniqueid.
	{tree: "config", table: "queue_members", column: "uniqueid", value: number(port), breaks: "Asterisk ignores members whose uniqueid it does not find: their phones do not ring"},
	{tree: "config", table: "queue_members", column: "paused", value: number(1), mild: true, breaks: "that a member is paused is not kept, and nothing in Asterisk's log says so"},
	{tree: "config", table: "queue_members", column: "penalty", value: number(1), mild: true, breaks: "a new penalty is not kept, and nothing in Asterisk's log says so"},
	{ // asterisk/asterisk#66
		tree: "config", table: "queue_members", column: "reason_paused", value: text(0, 80), mild: true, from: []string{"18.19", "20.4"},
		breaks: "the reason of a pause is not kept",
	},
	{tree: "config", table: "queue_members", column: "ringinuse", mild: true, from: []string{"16.18", "18.4"}, breaks: "a new ringinuse is not kept, and nothing in Asterisk's log says so"},

	// app_voicemail.c:16356.
	{tree: "config", table: "voicemail", column: "uniqueid", value: number(port), mild: true, breaks: "Asterisk does not keep the password that a mailbox's owner sets"},
	{tree: "config", table: "voicemail", column: "password", value: text(10, 10), mild: true, breaks: "Asterisk does not keep the password that a mailbox's owner sets"},

	// chan_iax2.c:15123.
	{tree: "config", table: "iaxfriends", column: "name", value: text(10, 10), mild: true, breaks: "Asterisk does not keep where an IAX2 peer is"},
	{tree: "config", table: "iaxfriends", column: "ipaddr", value: text(15, 15), mild: true, breaks: "Asterisk does not keep where an IAX2 peer is"},
	{tree: "config", table: "iaxfriends", column: "port", value: number(port), mild: true, breaks: "Asterisk does not keep where an IAX2 peer is"},
	{tree: "config", table: "iaxfriends", column: "regseconds", value: number(epoch), mild: true, breaks: "Asterisk does not keep until when an IAX2 peer is registered"},

	// chan_sip.c:35714, which 21 has no more.
	{tree: "config", table: "sippeers", column: "name", value: text(10, 10), mild: true, until: []string{"21"}, breaks: "chan_sip does not keep where a peer is"},
	{tree: "config", table: "sippeers", column: "ipaddr", value: text(45, 45), mild: true, until: []string{"21"}, breaks: "chan_sip does not keep where a peer is"},
	{tree: "config", table: "sippeers", column: "port", value: number(port), mild: true, until: []string{"21"}, breaks: "chan_sip does not keep where a peer is"},
	{tree: "config", table: "sippeers", column: "regseconds", value: number(epoch), mild: true, until: []string{"21"}, breaks: "chan_sip does not keep until when a peer is registered"},
	{tree: "config", table: "sippeers", column: "defaultuser", value: text(10, 10), mild: true, until: []string{"21"}, breaks: "chan_sip does not keep where a peer is"},
	{tree: "config", table: "sippeers", column: "fullcontact", value: text(35, 35), mild: true, until: []string{"21"}, breaks: "chan_sip does not keep where a peer is"},
	{tree: "config", table: "sippeers", column: "regserver", value: text(20, 20), mild: true, until: []string{"21"}, breaks: "chan_sip does not keep where a peer is"},
	{tree: "config", table: "sippeers", column: "useragent", value: text(20, 20), mild: true, until: []string{"21"}, breaks: "chan_sip does not keep a peer's user agent"},
	{tree: "config", table: "sippeers", column: "lastms", value: number(port), mild: true, until: []string{"21"}, breaks: "chan_sip does not keep how fast a peer answers"},

	// app_meetme.c:5602.
	{tree: "config", table: "meetme", column: "confno", mild: true, breaks: "Asterisk finds no conference in the table"},
	{tree: "config", table: "meetme", column: "members", value: number(127), mild: true, breaks: "Asterisk does not keep how many are in a conference"},

	// app_voicemail.c with ODBC_STORAGE, whose INSERT is fixed. 21 dropped macrocontext with the Macro application (asterisk/asterisk#527, #831).
	{tree: "voicemail", table: "voicemail_messages", column: "dir", value: text(0, 0)},
	{tree: "voicemail", table: "voicemail_messages", column: "msgnum", value: number(9999)},
	{tree: "voicemail", table: "voicemail_messages", column: "recording", value: value{kind: bytesValue}},
	{tree: "voicemail", table: "voicemail_messages", column: "context", value: text(0, 0)},
	{tree: "voicemail", table: "voicemail_messages", column: "macrocontext", value: text(0, 80), until: []string{"21"}},
	{tree: "voicemail", table: "voicemail_messages", column: "callerid", value: text(0, 0)},
	{tree: "voicemail", table: "voicemail_messages", column: "origtime", value: number(epoch)},
	{tree: "voicemail", table: "voicemail_messages", column: "duration", value: number(3600)},
	{tree: "voicemail", table: "voicemail_messages", column: "mailboxuser", value: text(0, 0)},
	{tree: "voicemail", table: "voicemail_messages", column: "mailboxcontext", value: text(0, 0)},
	{tree: "voicemail", table: "voicemail_messages", column: "flag", value: text(0, 0)},
	{tree: "voicemail", table: "voicemail_messages", column: "msg_id", value: text(0, 0)},
	{tree: "voicemail", table: "voicemail_messages", column: "category", value: text(0, 0)},

	// logger.c:1160 and 1004. res_config_pgsql stops all logging of queues for one column that is too short.
	{tree: "queue_log", table: "queue_log", column: "time", value: value{kind: momentValue}},
	{tree: "queue_log", table: "queue_log", column: "callid", value: text(0, 0)},
	{tree: "queue_log", table: "queue_log", column: "queuename", value: text(0, 0)},
	{tree: "queue_log", table: "queue_log", column: "agent", value: text(0, 0)},
	{tree: "queue_log", table: "queue_log", column: "event", value: text(0, 0)},
	{tree: "queue_log", table: "queue_log", column: "data1", value: text(20, 20)},
	{tree: "queue_log", table: "queue_log", column: "data2", value: text(20, 20)},
	{tree: "queue_log", table: "queue_log", column: "data3", value: text(20, 20)},
	{tree: "queue_log", table: "queue_log", column: "data4", value: text(20, 20)},
	{tree: "queue_log", table: "queue_log", column: "data5", value: text(20, 20)},
}
