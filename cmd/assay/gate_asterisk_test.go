package main

import (
	"fmt"
	"strings"
	"testing"

	"assay/dialect"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/replay"
)

// An ofAsterisk is a revision of Asterisk's that rows decide, or lose something by, and rows that it takes and that it does not, unless the server does.
type ofAsterisk struct{ tree, release, revision, pass, fail string }

var asteriskGate = []ofAsterisk{
	{"config", "22.10.1", "4c573e7135bd", "INSERT INTO ps_endpoints (id, tos_audio) VALUES ('a', 1)", "INSERT INTO ps_endpoints (id, tos_audio, cos_audio) VALUES ('a', 7, 5)"},
	{"config", "22.10.1", "e96a0b8071c", "INSERT INTO ps_contacts (id, uri) VALUES ('a', 'sip:a')", "INSERT INTO ps_contacts (id, uri) VALUES ('a', NULL)"},
	{
		"config", "22.10.1", "5139253c0423", "INSERT INTO queue_members (queue_name, interface, uniqueid) VALUES ('q', 'a', '7')",
		"INSERT INTO queue_members (queue_name, interface, uniqueid) VALUES ('q', 'a', '7'), ('q', 'b', '7')",
	},
	{"config", "22.10.1", "5950038a6ead", "INSERT INTO ps_transports (id, verifiy_server) VALUES ('a', 'yes')", "INSERT INTO ps_transports (id, verifiy_server) VALUES ('a', NULL)"},
	{"config", "22.10.1", "31cd4f4891ec", "INSERT INTO ps_endpoints (id, dtmf_mode) VALUES ('a', 'info')", "INSERT INTO ps_endpoints (id, dtmf_mode) VALUES ('a', NULL)"},
	{"config", "22.10.1", "423f34ad36e2", "INSERT INTO ps_aors (id, qualify_timeout) VALUES ('a', 3)", "INSERT INTO ps_aors (id, qualify_timeout) VALUES ('a', 2000000000)"},
	{"config", "22.10.1", "81b01a191a46", "INSERT INTO ps_contacts (id) VALUES ('a')", "INSERT INTO ps_contacts (id) VALUES ('a'), ('b')"},
	{"config", "22.10.1", "ef7efc2d3964", "INSERT INTO ps_contacts (id, expiration_time) VALUES ('a', '1470000000')", "INSERT INTO ps_contacts (id, expiration_time) VALUES ('a', 'tomorrow')"},
	{"config", "22.10.1", "3772f8f828da", "INSERT INTO ps_endpoints (id, identify_by) VALUES ('a', 'username')", "INSERT INTO ps_endpoints (id, identify_by) VALUES ('a', NULL)"},
	{"config", "22.10.1", "52798ad97bdf", "INSERT INTO ps_endpoints (id, identify_by) VALUES ('a', 'ip')", "INSERT INTO ps_endpoints (id, identify_by) VALUES ('a', NULL)"},
	{"config", "22.10.1", "fe6592859b85", "INSERT INTO ps_endpoints (id, mwi_subscribe_replaces_unsolicited) VALUES ('a', 1)", "INSERT INTO ps_endpoints (id, mwi_subscribe_replaces_unsolicited) VALUES ('a', 2)"},
	{"config", "22.10.1", "7f85dd44c775", "INSERT INTO ps_endpoints (id, suppress_q850_reason_header) VALUES ('a', 'yes')", "INSERT INTO ps_endpoints (id, suppress_q850_reason_header) VALUES ('a', NULL)"},
	{"config", "22.10.1", "fbb7766f17bc", "INSERT INTO musiconhold (name, mode) VALUES ('a', 'files')", "INSERT INTO musiconhold (name, mode) VALUES ('a', NULL)"},
	{"config", "22.10.1", "539f68bede2c", "INSERT INTO ps_endpoints (id, 100rel) VALUES ('a', 'required')", "INSERT INTO ps_endpoints (id, 100rel) VALUES ('a', NULL)"},
	{"config", "22.10.1", "74dc751dfe8e", "INSERT INTO ps_endpoints (id, force_rport) VALUES ('a', 'yes')", "INSERT INTO ps_endpoints (id, force_rport) VALUES ('a', NULL)"},
	{"config", "16.30.1", "539f68bede2c", "INSERT INTO ps_endpoints (id, 100rel) VALUES ('a', 'required')", "INSERT INTO ps_endpoints (id, 100rel) VALUES ('a', NULL)"},
	{"voicemail", "22.10.1", "1c55c341360f", "INSERT INTO voicemail_messages (dir, msgnum) VALUES ('a', 1)", "INSERT INTO voicemail_messages (dir, msgnum, macrocontext) VALUES ('a', 1, 'x')"},
	{"voicemail", "22.10.1", "64fae6bbe7fb", "INSERT INTO voicemail_messages (dir, msgnum) VALUES ('a', 1)", "INSERT INTO voicemail_messages (dir, msgnum) VALUES ('a', 1), ('a', 2)"},
	{"cdr", "22.10.1", "54cde9847798", "INSERT INTO cdr (accountcode) VALUES ('a')", "INSERT INTO cdr (accountcode) VALUES (NULL)"},
}

// spoils is a revision that MySQL and MariaDB run on values that are no label, and take these for places: 2 becomes '1', silently.
const spoils = "fe6592859b85"

// quoteDigits quotes the one name that begins with a digit.
var quoteDigits = strings.NewReplacer("100rel", `"100rel"`)

// TestGateOfAsterisk runs revisions of Asterisk's own histories on rows, and holds what preflight says against what they do, as TestGate does.
func TestGateOfAsterisk(t *testing.T) {
	t.Parallel()
	var figures tally
	t.Cleanup(func() {
		for _, what := range sortedKeys(figures.by) {
			t.Logf("%-28s %v", what, figures.by[what])
		}
	})
	for _, s := range servers(t) {
		for i, k := range asteriskGate {
			if !lab.Campaign() && i%6 != 4 && k.revision != "fe6592859b85" {
				continue
			}
			for _, rows := range []struct{ name, rows string }{{"pass", k.pass}, {"fail", k.fail}, {"none", ""}} {
				t.Run(fmt.Sprintf("%s/%s of %s/%s", s.Name, k.revision, k.release, rows.name), func(t *testing.T) {
					t.Parallel()
					figures.count("asterisk, rows that "+rows.name, k.gate(t, s, rows.rows))
				})
			}
		}
	}
}

// gate holds the verdict on a revision against what it does, and returns it.
func (k ofAsterisk) gate(t *testing.T, s lab.Server, rows string) string {
	t.Helper()
	room, err := dialect.For(s.Server)
	if err != nil {
		t.Fatal(err)
	}
	h, err := expected.Asterisk(k.tree, s.Server.Engine, room)
	if err != nil {
		t.Fatal(err)
	}
	end, err := h.ResolveRelease(k.release)
	if err != nil {
		t.Fatal(err)
	}
	at := end.Chain.Index(k.revision)
	db := replay.Built(t, s, room, expected.Position{Chain: end.Chain, At: at - 1})
	replay.SetStamp(t, db, room, k.tree, end.Chain.Revisions[at-1].ID, true)
	if rows != "" {
		if s.Server.Engine == "postgresql" {
			rows = quoteDigits.Replace(rows)
		}
		db.Exec(t, rows)
	}
	o := assay(t, "preflight", "--tree", k.tree, "--to", k.revision, db.URL)
	verdict := word(o.stdout)
	tx, err := db.DB.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var refused error
	for _, c := range end.Chain.Revisions[at].Changes {
		for _, sql := range released(t, room, c) {
			if _, err := tx.ExecContext(t.Context(), sql); err != nil && refused == nil {
				refused = fmt.Errorf("%s: %w", sql, err)
			}
		}
	}
	_ = tx.Rollback() // which is of no matter to a throw-away database
	if refused == nil && k.revision == spoils && rows == k.fail {
		var now string
		if err := db.DB.QueryRow("SELECT mwi_subscribe_replaces_unsolicited FROM ps_endpoints").Scan(&now); err != nil {
			t.Fatal(err)
		}
		if now != "2" {
			refused = fmt.Errorf("the value is %q now", now)
		}
	}
	if (refused == nil && verdict == "NO-GO") || (refused != nil && verdict == "GO") || verdict == "" {
		t.Errorf("%q: %s, and the server says %v\n%s%s", rows, verdict, refused, o.stdout, o.stderr)
	}
	return verdict
}
