package main

import (
	"slices"
	"strings"
	"testing"

	"assay/expected"
	"assay/internal/lab"
	"assay/result"
	"assay/rules"
)

// told is what a check is to say of a column, in one finding of the tree.
type told struct {
	rule, table, object string
	severity            rules.Severity
	says                string
}

const lostContacts = "Asterisk cannot store contacts: phones are told 200 OK, believe that they are registered, and cannot be called"

// seenLive are edits with which an Asterisk 22.10.1 was seen to run, and what became of a phone's REGISTER: where its contact was stored there
// is no error but for a reason of its own.
var seenLive = []struct {
	name, engine string // engine: empty for both
	sql          []string
	stored       bool
	want         told
}{
	{"an option dropped", "", []string{"ALTER TABLE ps_endpoints DROP COLUMN webrtc"}, true, told{"missing-column", "ps_endpoints", "webrtc", rules.Warning, "keeps its default"}},
	{"an option renamed", "", []string{"ALTER TABLE ps_endpoints RENAME COLUMN callerid TO caller_id"}, true, told{"missing-column", "ps_endpoints", "callerid", rules.Warning, "caller_id"}},
	{"an AOR's option dropped", "", []string{"ALTER TABLE ps_aors DROP COLUMN qualify_2xx_only"}, true, told{"missing-column", "ps_aors", "qualify_2xx_only", rules.Warning, "keeps its default"}},
	{"a column with a default", "", []string{"ALTER TABLE ps_contacts ADD COLUMN site VARCHAR(10) DEFAULT 'x' NOT NULL"}, true, told{"extra-column", "ps_contacts", "site", rules.Info, ""}},
	{"a column that may be NULL", "", []string{"ALTER TABLE ps_contacts ADD COLUMN site VARCHAR(10)"}, true, told{"extra-column", "ps_contacts", "site", rules.Info, ""}},
	{"a wider text", "mysql", []string{"ALTER TABLE ps_contacts MODIFY via_addr VARCHAR(80)"}, true, told{"type-wider", "ps_contacts", "via_addr", rules.Info, ""}},
	{"a wider text", "postgresql", []string{"ALTER TABLE ps_contacts ALTER via_addr TYPE VARCHAR(80)"}, true, told{"type-wider", "ps_contacts", "via_addr", rules.Info, ""}},
	{"a boolean as text", "mysql", []string{"ALTER TABLE ps_endpoints MODIFY direct_media VARCHAR(40)", "UPDATE ps_endpoints SET direct_media = 'banana'"}, true, told{"type-wider", "ps_endpoints", "direct_media", rules.Info, "more than the expected"}},
	{"a boolean as text", "postgresql", []string{"ALTER TABLE ps_endpoints ALTER direct_media TYPE VARCHAR(40)", "UPDATE ps_endpoints SET direct_media = 'banana'"}, true, told{"type-wider", "ps_endpoints", "direct_media", rules.Info, "more than the expected"}},
	{"a short server's name", "mysql", []string{"ALTER TABLE ps_contacts MODIFY reg_server VARCHAR(3)"}, true, told{"type-narrower", "ps_contacts", "reg_server", rules.Warning, "where the systemname in asterisk.conf is longer"}},
	{"a short server's name", "postgresql", []string{"ALTER TABLE ps_contacts ALTER reg_server TYPE VARCHAR(3)"}, true, told{"type-narrower", "ps_contacts", "reg_server", rules.Warning, "where the systemname in asterisk.conf is longer"}},
	{"a time until 2038", "mysql", []string{"ALTER TABLE ps_contacts MODIFY expiration_time INTEGER"}, true, told{"type-narrower", "ps_contacts", "expiration_time", rules.Warning, ""}},
	{"a time until 2038", "postgresql", []string{"ALTER TABLE ps_contacts ALTER expiration_time TYPE INTEGER"}, true, told{"type-narrower", "ps_contacts", "expiration_time", rules.Warning, ""}},
	{"an own foreign key", "", []string{"ALTER TABLE ps_contacts ADD CONSTRAINT own FOREIGN KEY (endpoint) REFERENCES ps_endpoints (id)"}, true, told{"extra-foreign-key", "ps_contacts", "own", rules.Warning, "pjsip.conf"}},
	{
		"a boolean proper", "postgresql",
		[]string{"ALTER TABLE ps_contacts ALTER qualify_2xx_only TYPE BOOLEAN USING NULL"},
		true,
		told{"type-changed", "ps_contacts", "qualify_2xx_only", rules.Warning, "it accepts what Asterisk writes"},
	},
	{"a timeout of whole seconds", "mysql", []string{"ALTER TABLE ps_contacts MODIFY qualify_timeout INTEGER"}, true, told{"type-changed", "ps_contacts", "qualify_timeout", rules.Warning, "it rounds"}},
	// Doubles do not keep a phone from registering; but then Asterisk takes any of the rows.
	{"ids twice", "mysql", []string{"ALTER TABLE ps_contacts DROP INDEX id"}, true, told{"missing-unique", "ps_contacts", "(id)", rules.Error, "nothing forbids two rows"}},
	{"ids twice", "postgresql", []string{"ALTER TABLE ps_contacts DROP CONSTRAINT ps_contacts_id_key"}, true, told{"missing-unique", "ps_contacts", "(id)", rules.Error, "nothing forbids two rows"}},
	// The endpoint is not loaded, if a word is in the column that Asterisk does not know: assay looks at no rows.
	{"a closed set of words as text", "mysql", []string{"ALTER TABLE ps_endpoints MODIFY dtmf_mode VARCHAR(40)", "UPDATE ps_endpoints SET dtmf_mode = 'foo'"}, true, told{"type-wider", "ps_endpoints", "dtmf_mode", rules.Info, "does not load an object with one"}},
	{"a closed set of words as text", "postgresql", []string{"ALTER TABLE ps_endpoints ALTER dtmf_mode TYPE VARCHAR(40)", "UPDATE ps_endpoints SET dtmf_mode = 'foo'"}, true, told{"type-wider", "ps_endpoints", "dtmf_mode", rules.Info, "does not load an object with one"}},

	{"a contact's column dropped", "", []string{"ALTER TABLE ps_contacts DROP COLUMN qualify_2xx_only"}, false, told{"missing-column", "ps_contacts", "qualify_2xx_only", rules.Error, lostContacts}},
	{"a contact's older column dropped", "", []string{"ALTER TABLE ps_contacts DROP COLUMN user_agent"}, false, told{"missing-column", "ps_contacts", "user_agent", rules.Error, lostContacts}},
	{"a column that must have a value", "", []string{"ALTER TABLE ps_contacts ADD COLUMN owner INT NOT NULL"}, false, told{"extra-column", "ps_contacts", "owner", rules.Error, lostContacts}},
	{"short ids", "mysql", []string{"ALTER TABLE ps_contacts MODIFY id VARCHAR(20)"}, false, told{"type-narrower", "ps_contacts", "id", rules.Error, lostContacts}},
	{"short ids", "postgresql", []string{"ALTER TABLE ps_contacts ALTER id TYPE VARCHAR(20)"}, false, told{"type-narrower", "ps_contacts", "id", rules.Error, lostContacts}},
	{"short URIs", "mysql", []string{"ALTER TABLE ps_contacts MODIFY uri VARCHAR(20)"}, false, told{"type-narrower", "ps_contacts", "uri", rules.Error, lostContacts}},
	{"short URIs", "postgresql", []string{"ALTER TABLE ps_contacts ALTER uri TYPE VARCHAR(20)"}, false, told{"type-narrower", "ps_contacts", "uri", rules.Error, lostContacts}},
	{"yes and no for true and false", "mysql", []string{"ALTER TABLE ps_contacts MODIFY qualify_2xx_only ENUM('yes','no')"}, false, told{"enum-label-missing", "ps_contacts", "qualify_2xx_only", rules.Error, lostContacts}},
	{"yes and no for true and false", "postgresql", []string{"ALTER TABLE ps_contacts ALTER qualify_2xx_only TYPE yesno_values USING NULL"}, false, told{"type-changed", "ps_contacts", "qualify_2xx_only", rules.Error, lostContacts}},
	{"no word for no", "postgresql", []string{"UPDATE ps_endpoints SET webrtc = NULL, direct_media = NULL", "ALTER TYPE ast_bool_values RENAME VALUE 'no' TO 'nee'"}, false, told{"enum-label-missing", "", "ast_bool_values", rules.Error, lostContacts}},
	{"a boolean as a small number", "mysql", []string{"ALTER TABLE ps_contacts MODIFY prune_on_boot TINYINT"}, false, told{"type-changed", "ps_contacts", "prune_on_boot", rules.Error, "it does not take yes and no, which Asterisk writes: " + lostContacts}},
	{"a boolean as a small number", "postgresql", []string{"ALTER TABLE ps_contacts ALTER prune_on_boot TYPE SMALLINT USING NULL"}, false, told{"type-changed", "ps_contacts", "prune_on_boot", rules.Error, "it does not take yes and no, which Asterisk writes: " + lostContacts}},
	{"a timeout of whole seconds", "postgresql", []string{"ALTER TABLE ps_contacts ALTER qualify_timeout TYPE INTEGER"}, false, told{"type-changed", "ps_contacts", "qualify_timeout", rules.Error, lostContacts}},
	{"MySQL's boolean", "mysql", []string{"ALTER TABLE ps_contacts MODIFY qualify_2xx_only TINYINT(1)"}, false, told{"type-changed", "ps_contacts", "qualify_2xx_only", rules.Error, lostContacts}},
}

// TestSeenLive: the severities are those of what a running Asterisk did.
func TestSeenLive(t *testing.T) {
	t.Parallel()
	for i, tt := range seenLive {
		for _, s := range inTurn(t, i, tt.engine) {
			if strings.HasPrefix(s.Name, "mysql-5") && strings.Contains(tt.sql[0], "RENAME COLUMN") {
				continue
			}
			t.Run(s.Name+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				db := builtWithRows(t, s, newest)
				db.Exec(t, "DELETE FROM ps_contacts")
				db.Exec(t, tt.sql...)
				r, _ := reported(t, "check", db.URL)
				found := tree(t, r, "config").Findings
				tt.want.in(t, found)
				for _, f := range found {
					if tt.stored && f.Severity == rules.Error && f.Rule != "missing-unique" {
						t.Errorf("%s: %s, though the contact is stored", f.Severity, f.Message)
					}
				}
			})
		}
	}
}

// in looks for the only finding about the object by that rule.
func (w told) in(t *testing.T, found []result.Finding) {
	t.Helper()
	n := 0
	for _, f := range found {
		if f.Table != w.table || f.Object != w.object || f.Rule != w.rule {
			continue
		}
		if n++; f.Severity != w.severity || !strings.Contains(f.Message, w.says) {
			t.Errorf("%s: %q, want %s and %q", f.Severity, f.Message, w.severity, w.says)
		}
	}
	if n != 1 {
		t.Errorf("%d findings by %s of %s.%s, want one: %+v", n, w.rule, w.table, w.object, found)
	}
}

// TestNeeds: what the Asterisk in use needs, which is not always what the revision has.
func TestNeeds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, built, asterisk, engine string // engine: empty for both
		tree                          string
		sql                           []string
		want                          []told // all there is
		note                          string
	}{
		{"the schema is too old", "20.11.1", "20.20.1", "", "config", nil, []told{
			{"needs-column", "ps_contacts", "qualify_2xx_only", rules.Error, "and Asterisk 20.20.1 needs it: " + lostContacts + "; 44bd6dd914fa (20.12.0) adds it"},
		}, "judged for Asterisk 20.20.1"},
		{"a certified release stops before", "20.11.1", "certified-20.7", "", "config", nil, nil, "judged for Asterisk certified-20.7-cert11"},
		{"a certified release is new enough", "20.11.1", "certified-22.8", "", "config", nil, []told{
			{"needs-column", "ps_contacts", "qualify_2xx_only", rules.Error, lostContacts},
		}, ""},
		{"S25, the release has it", newest, "22", "", "config", []string{"ALTER TABLE ps_contacts DROP COLUMN qualify_2xx_only"}, []told{
			{"missing-column", "ps_contacts", "qualify_2xx_only", rules.Error, lostContacts},
		}, ""},
		{"S25, the release does not", newest, "20.11", "", "config", []string{"ALTER TABLE ps_contacts DROP COLUMN qualify_2xx_only"}, []told{
			{"missing-column", "ps_contacts", "qualify_2xx_only", rules.Warning, "Asterisk 20.11.1 does without it, but releases from 20.12, 21.7, 22.2 on do not: " + lostContacts},
		}, ""},
		{"S26", newest, "", "postgresql", "config", []string{"ALTER TABLE ps_contacts ADD COLUMN owner INT", "UPDATE ps_contacts SET owner = 1", "ALTER TABLE ps_contacts ALTER owner SET NOT NULL"}, []told{
			{"extra-column", "ps_contacts", "owner", rules.Error, lostContacts},
		}, ""},
		{"a release that cannot write its schema", "18.24.0", "18.24", "", "config", nil, []told{
			{"needs-column", "ps_subscription_persistence", "generator_data", rules.Error, "Asterisk cannot store subscriptions: they are lost when it restarts; 801b9fced8b7 (18.26.0) adds it"},
		}, "judged for Asterisk 18.24.3"},
		{"the same unasked", "18.24.0", "", "", "config", nil, nil, "generator_data in this revision, and Asterisk 18.24.0–18.24.3, 20.9.0–20.9.3 needs it"},
		{"mended by hand", "18.24.0", "18.24", "", "config", []string{"ALTER TABLE ps_subscription_persistence ADD COLUMN generator_data TEXT"}, []told{
			{"extra-column", "ps_subscription_persistence", "generator_data", rules.Error, "the next upgrade stops at 801b9fced8b7"},
		}, ""},
		{"mended badly", "18.24.0", "18.24", "", "config", []string{"ALTER TABLE ps_subscription_persistence ADD COLUMN generator_data INTEGER"}, []told{
			{"extra-column", "ps_subscription_persistence", "generator_data", rules.Error, "the next upgrade stops at 801b9fced8b7"},
			{"needs-type", "ps_subscription_persistence", "generator_data", rules.Error, "is int"},
		}, ""},
		{"a reason that is not kept", "20.3.1", "20.11", "", "config", nil, []told{
			{"needs-column", "queue_members", "reason_paused", rules.Warning, "the reason of a pause is not kept; 4042a0ff4d9f"},
			{"needs-column", "ps_subscription_persistence", "generator_data", rules.Error, "subscriptions"},
		}, ""},
		{"a schema of old times", "13.4.0", "20.12", "postgresql", "voicemail", nil, nil, ""},
		{"short for what is written now", "13.22.0", "13.22", "", "config", nil, []told{
			{"needs-type", "ps_contacts", "uri", rules.Warning, "writes 511 characters at most: where a value is longer, " + lostContacts},
			{"needs-type", "ps_contacts", "reg_server", rules.Warning, "where the systemname in asterisk.conf is longer"},
		}, ""},
		{"whole seconds", "13.7.2", "13.7", "postgresql", "config", nil, []told{
			{"needs-type", "ps_contacts", "qualify_timeout", rules.Error, "Asterisk 13.7.2 writes numbers with a fraction, as 3.000000: " + lostContacts},
			{"needs-type", "ps_contacts", "uri", rules.Warning, ""},
		}, ""},
		{"voicemail of a later release", "21.12.3", "20.20", "", "voicemail", nil, []told{
			{
				"needs-column", "voicemail_messages", "macrocontext", rules.Error,
				"Asterisk cannot store voicemail: messages are lost; no revision to come adds it: ALTER TABLE voicemail_messages ADD COLUMN macrocontext VARCHAR(80)",
			},
		}, ""},
		{"voicemail of an earlier release", "20.20.1", "21", "", "voicemail", nil, nil, "judged for Asterisk 21.12.3"},
		{"a column left over", newest, "22", "", "voicemail", []string{"ALTER TABLE voicemail_messages ADD COLUMN macrocontext VARCHAR(80)"}, nil, ""},
		{"numbers of messages", newest, "22", "postgresql", "voicemail", []string{"ALTER TABLE voicemail_messages DROP CONSTRAINT voicemail_messages_dir_msgnum"}, []told{
			{"missing-primary-key", "voicemail_messages", "voicemail_messages_dir_msgnum", rules.Error, "nothing forbids two rows with the same key"},
		}, ""},
		{"members without a number", newest, "22", "postgresql", "config", []string{"ALTER TABLE queue_members DROP COLUMN uniqueid"}, []told{
			{"missing-column", "queue_members", "uniqueid", rules.Error, "their phones do not ring"},
			{"missing-unique", "queue_members", "(uniqueid)", rules.Error, ""},
		}, ""},
	}
	for i, tt := range tests {
		for _, s := range inTurn(t, i, tt.engine) {
			t.Run(s.Name+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				db := builtWithRows(t, s, tt.built)
				db.Exec(t, tt.sql...)
				args := []string{"check", db.URL, "--tree", tt.tree}
				if tt.asterisk != "" {
					args = append(args, "--asterisk", tt.asterisk)
				}
				r, _ := reported(t, args...)
				got := tree(t, r, tt.tree)
				for _, w := range tt.want {
					w.in(t, got.Findings)
				}
				if len(got.Findings) != len(tt.want) {
					t.Errorf("%d findings, want %d: %+v", len(got.Findings), len(tt.want), got.Findings)
				}
				if tt.note != "" && !slices.ContainsFunc(got.Notes, func(n string) bool { return strings.Contains(n, tt.note) }) {
					t.Errorf("the notes are %q, want %q", got.Notes, tt.note)
				}
			})
		}
	}
}

// TestNeedsOfOneDatabase: a database has one Asterisk, so that its trees speak of each other (voicemail was upgraded, and config was not).
func TestNeedsOfOneDatabase(t *testing.T) {
	t.Parallel()
	s := lab.Postgres(t)[0]
	db := builtWithRows(t, s, "20.20.1")
	db.Exec(t, "ALTER TABLE voicemail_messages DROP COLUMN macrocontext")
	r, code := reported(t, "check", db.URL)
	told{"needs-column", "voicemail_messages", "macrocontext", rules.Warning, "Asterisk 20.20.0–20.20.1 needs it: Asterisk cannot store voicemail"}.in(t, tree(t, r, "voicemail").Findings)
	if code != exitClean {
		t.Errorf("the exit status is %d, want %d: which of the trees is right is a guess", code, exitClean)
	}
}

// TestNeedsOfCleanDatabases: no release finds fault with what a clean install of it gives, unless it is asked for by name.
func TestNeedsOfCleanDatabases(t *testing.T) {
	t.Parallel()
	cannot := map[string]string{ // what the last release of each series cannot write
		"13": "generator_data", "16": "generator_data", "17": "generator_data", "19": "generator_data",
		"certified-16.3": "", "certified-16.8": "",
	}
	for _, series := range []string{
		"12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23",
		"certified-13.1", "certified-13.8", "certified-13.13", "certified-13.18", "certified-13.21", "certified-16.3", "certified-16.8",
		"certified-18.9", "certified-20.7", "certified-22.8",
	} {
		for _, engine := range []string{"mysql", "postgresql"} {
			t.Run(series+"/"+engine, func(t *testing.T) {
				t.Parallel()
				r, code := reported(t, "check", "asterisk:"+series, "--engine", engine, "--fail-on", "info")
				if code != exitClean {
					t.Errorf("a clean database has findings: %+v", r.Trees)
				}
				r, _ = reported(t, "check", "asterisk:"+series, "--engine", engine, "--asterisk", series)
				var lacks []string
				for _, tree := range r.Trees {
					for _, f := range tree.Findings {
						if f.Severity == rules.Error {
							lacks = append(lacks, f.Object)
						}
					}
				}
				if got := strings.Join(lacks, " "); got != cannot[series] {
					t.Errorf("it cannot write %q, want %q", got, cannot[series])
				}
			})
		}
	}
}

func TestAsteriskFlag(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"20.99", "24", "44bd6dd914fa", "certified", "newest"} {
		o := assay(t, "check", "asterisk:22", "--asterisk", name)
		if o.code != exitUnknown || strings.Count(o.stderr, "\n") != 1 || !strings.Contains(o.stderr, `--asterisk: no release or series of Asterisk is called "`+name+`"`) {
			t.Errorf("--asterisk %s: status %d, %q", name, o.code, o.stderr)
		}
	}
	for name, release := range map[string]string{"20": "20.20.1", "20.12": "20.12.0", "20.20.1": "20.20.1", "certified-20.7-cert2": "certified-20.7-cert2"} {
		if r, err := expected.FindRelease(name); err != nil || r.Name != release {
			t.Errorf("%s is %s, %v, want %s", name, r.Name, err, release)
		}
	}
	if o := assay(t, "fix", "asterisk:20.11.1", "--asterisk", "20.20.1"); o.code != exitClean {
		t.Errorf("fix: status %d, %s", o.code, o.stderr)
	}
}
