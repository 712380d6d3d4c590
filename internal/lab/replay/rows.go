package replay

import (
	"strings"
	"testing"

	"assay/internal/lab"
)

// Newest is the release that tests take for the newest.
const Newest = "22.10.1"

// WithRows makes all trees of a release, empty: the newest, with some rows in them.
func WithRows(t *testing.T, s lab.Server, release string) *lab.Database {
	t.Helper()
	if release == "" {
		release = Newest
	}
	sql, err := Release(s.Server, release)
	if err != nil {
		t.Fatal(err)
	}
	if s.Server.Engine == "postgresql" { // one journey for all
		sql = []string{strings.Join(sql, ";\n")}
	}
	if release < "18" {
		return s.Built(t, sql)
	}
	return s.Built(t, sql, people)
}

// people are rows that every release since 18 takes, on every engine.
var people = []string{
	`INSERT INTO ps_endpoints (id, transport, aors, context, allow, direct_media, dtmf_mode, mwi_from_user, callerid, accountcode, webrtc, timers, cos_audio)
		VALUES ('alice', 'udp', 'alice', 'internal', 'ulaw', 'yes', 'auto_info', 'Ada', 'Ålice <1>', 'acc', 'yes', 'forced', 5),
		       ('bob', 'udp', 'bob', 'internal', 'ulaw', 'no', 'rfc4733', NULL, 'Böb <2>', '', 'no', NULL, NULL)`,
	`INSERT INTO ps_aors (id, contact, max_contacts, qualify_timeout, remove_existing) VALUES ('alice', 'sip:alice@örtlich', 1, 3.5, 'yes'), ('bob', NULL, 2, NULL, NULL)`,
	`INSERT INTO ps_contacts (id, uri, expiration_time, qualify_timeout, path, reg_server, via_addr, via_port, endpoint, prune_on_boot)
		VALUES ('alice', 'sip:alice@10.0.0.7', 1893456000, 3, '<sip:a>', 'one', '10.0.0.7', 5060, 'alice', 'no'),
		       ('bob', 'sip:bob@10.0.0.8', 1893456001, NULL, NULL, 'one', NULL, NULL, 'bob', 'yes')`,
	`INSERT INTO queue_members (queue_name, interface, uniqueid, penalty) VALUES ('help', 'PJSIP/alice', 7, 1), ('help', 'PJSIP/bob', 8, NULL)`,
	`INSERT INTO queues (name, strategy, autofill, timeout) VALUES ('help', 'ringall', 'yes', 20), ('sales', 'linear', 'no', NULL)`,
	`INSERT INTO queue_rules VALUES ('rule', '10', '1', '5')`,
	`INSERT INTO musiconhold (name, mode, directory) VALUES ('default', 'files', '/moh')`,
	`INSERT INTO musiconhold_entry VALUES ('default', 1, 'https://a'), ('default', 2, 'https://b')`,
	`INSERT INTO extensions (context, exten, priority, app, appdata) VALUES ('internal', '100', 1, 'Dial', 'PJSIP/alice')`,
	`INSERT INTO voicemail_messages (dir, msgnum, callerid, recording) VALUES ('/vm/alice', 0, 'Böb <2>', 'RIFF')`,
	`INSERT INTO queue_log (callid, event) VALUES ('1', 'JOIN'), ('2', 'LEAVE')`,
	`INSERT INTO cdr (src, dst, accountcode, billsec) VALUES ('100', '200', 'acc', 9)`,
}
