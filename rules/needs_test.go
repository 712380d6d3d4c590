package rules_test

import (
	"slices"
	"strings"
	"testing"

	"assay/rules"
	"assay/schema"
	"assay/schema/schematest"
)

// running is a release that came after all others but for those named.
type running struct{ before []string }

func (r running) Since(releases ...string) bool {
	return !slices.ContainsFunc(releases, func(s string) bool { return slices.Contains(r.before, s) })
}

var (
	modern = rules.Runs{Name: "Asterisk 22", Releases: []rules.Running{running{}}, Ceiling: rules.Error}
	older  = rules.Runs{Name: "Asterisk 20.11", Releases: []rules.Running{running{before: []string{"20.12", "21"}}}, Ceiling: rules.Error}
	either = rules.Runs{Name: "Asterisk 20", Releases: slices.Concat(older.Releases, modern.Releases), Ceiling: rules.Error}
	guess  = rules.Runs{Name: "Asterisk 22", Releases: modern.Releases, Ceiling: rules.Warning}
)

// only makes a schema of one table.
func only(m schema.Semantics, table string, columns ...schema.Column) *schema.Schema {
	s := schema.New(m)
	s.Enums["truth"] = schema.Enum{Name: "truth", Labels: "'false','true','no','yes'"}
	s.Enums["consent"] = schema.Enum{Name: "consent", Labels: "'no','yes'"}
	s.Add(&schema.Table{Name: table, Columns: columns})
	return s
}

func named(name, typ, args string) schema.Column {
	return schema.Column{Name: name, Type: schema.Type{Name: typ, Args: args, Named: typ == "truth" || typ == "consent"}, Nullable: true}
}

func TestNeeds(t *testing.T) {
	t.Parallel()
	mysql, postgres := schematest.MySQL, schematest.PostgreSQL
	contact := func(column, typ, args string) []schema.Column { return []schema.Column{named(column, typ, args)} }
	tests := []struct {
		name    string
		engine  schema.Semantics
		runs    rules.Runs
		tree    string
		table   string
		columns []schema.Column
		about   string // the column that findings are looked for
		want    string // rule and severity; empty: nothing is found
	}{
		{"a table is not there", mysql, modern, "config", "ps_contacts", nil, "ps_subscription_persistence.", "needs-table error"},
		{"a table is there", mysql, modern, "config", "ps_contacts", nil, "ps_contacts.", ""},
		{"a table is not of this tree", mysql, modern, "voicemail", "ps_contacts", nil, "queue_log.", ""},
		{"a column is not there", mysql, modern, "config", "ps_contacts", nil, "ps_contacts.qualify_2xx_only", "needs-column error"},
		{"a column is not needed yet", mysql, older, "config", "ps_contacts", nil, "ps_contacts.qualify_2xx_only", ""},
		{"a column is needed by one of two", mysql, either, "config", "ps_contacts", nil, "ps_contacts.qualify_2xx_only", ""},
		{"a column is not needed any more", mysql, modern, "voicemail", "voicemail_messages", nil, "voicemail_messages.macrocontext", ""},
		{"a column is needed still", mysql, older, "voicemail", "voicemail_messages", nil, "voicemail_messages.macrocontext", "needs-column error"},
		{"a column is not there for a guess", mysql, guess, "config", "ps_contacts", nil, "ps_contacts.qualify_2xx_only", "needs-column warning"},
		{"nobody knows what runs", mysql, rules.Runs{}, "config", "ps_contacts", nil, "ps_contacts.qualify_2xx_only", ""},
		{"a feature is lost", mysql, modern, "config", "queue_members", nil, "queue_members.reason_paused", "needs-column warning"},
		{"words are taken", postgres, modern, "config", "ps_contacts", contact("qualify_2xx_only", "truth", ""), "ps_contacts.qualify_2xx_only", ""},
		{"other words are taken", postgres, modern, "config", "ps_contacts", contact("qualify_2xx_only", "consent", ""), "ps_contacts.qualify_2xx_only", "needs-type error"},
		{"these are the words", postgres, modern, "config", "ps_contacts", contact("prune_on_boot", "consent", ""), "ps_contacts.prune_on_boot", ""},
		{"words in an enumeration", mysql, modern, "config", "ps_contacts", contact("authenticate_qualify", "enum", "'yes','no'"), "ps_contacts.authenticate_qualify", ""},
		{"other words in an enumeration", mysql, modern, "config", "ps_contacts", contact("authenticate_qualify", "enum", "'true','false'"), "ps_contacts.authenticate_qualify", "needs-type error"},
		{"words as a number", mysql, modern, "config", "ps_contacts", contact("prune_on_boot", "tinyint", "1"), "ps_contacts.prune_on_boot", "needs-type error"},
		{"words as a small number", postgres, modern, "config", "ps_contacts", contact("prune_on_boot", "smallint", ""), "ps_contacts.prune_on_boot", "needs-type error"},
		{"words as a boolean", postgres, modern, "config", "ps_contacts", contact("prune_on_boot", "boolean", ""), "ps_contacts.prune_on_boot", ""},
		{"words as a text", postgres, modern, "config", "ps_contacts", contact("qualify_2xx_only", "varchar", "5"), "ps_contacts.qualify_2xx_only", ""},
		{"words as a short text", postgres, modern, "config", "ps_contacts", contact("qualify_2xx_only", "varchar", "4"), "ps_contacts.qualify_2xx_only", "needs-type error"},
		{"a fraction is refused", postgres, modern, "config", "ps_contacts", contact("qualify_timeout", "integer", ""), "ps_contacts.qualify_timeout", "needs-type error"},
		{"a fraction is rounded", mysql, modern, "config", "ps_contacts", contact("qualify_timeout", "int", ""), "ps_contacts.qualify_timeout", ""},
		{"a fraction is taken", postgres, modern, "config", "ps_contacts", contact("qualify_timeout", "double precision", ""), "ps_contacts.qualify_timeout", ""},
		{"a text is long enough", mysql, modern, "config", "ps_contacts", contact("id", "varchar", "255"), "ps_contacts.id", ""},
		{"a text is short for some", mysql, modern, "config", "ps_contacts", contact("id", "varchar", "40"), "ps_contacts.id", "needs-type warning"},
		{"a text is short for all", mysql, modern, "config", "ps_contacts", contact("id", "varchar", "20"), "ps_contacts.id", "needs-type error"},
		{"a text without a limit", postgres, modern, "config", "ps_contacts", contact("uri", "text", ""), "ps_contacts.uri", ""},
		{"a text as a number", mysql, modern, "config", "ps_contacts", contact("via_addr", "int", ""), "ps_contacts.via_addr", "needs-type error"},
		{"a server's name is short for some", mysql, modern, "config", "ps_contacts", contact("reg_server", "varchar", "3"), "ps_contacts.reg_server", "needs-type warning"},
		{"a port is larger", mysql, modern, "config", "ps_contacts", contact("via_port", "smallint", ""), "ps_contacts.via_port", "needs-type error"},
		{"a port is not", mysql, modern, "config", "ps_contacts", []schema.Column{{Name: "via_port", Type: schema.Type{Name: "smallint", Attrs: "unsigned"}}}, "ps_contacts.via_port", ""},
		{"a time is not", mysql, modern, "config", "ps_contacts", contact("expiration_time", "int", ""), "ps_contacts.expiration_time", ""},
		{"a type that nobody knows", postgres, modern, "config", "ps_contacts", contact("uri", "citext", ""), "ps_contacts.uri", ""},
		{"a moment", mysql, modern, "queue_log", "queue_log", contact("time", "datetime", ""), "queue_log.time", ""},
		{"a moment as a number", mysql, modern, "queue_log", "queue_log", contact("time", "int", ""), "queue_log.time", "needs-type error"},
		{"a moment as a text", mysql, modern, "queue_log", "queue_log", contact("time", "varchar", "26"), "queue_log.time", ""},
		{"a sound", mysql, modern, "voicemail", "voicemail_messages", contact("recording", "longblob", ""), "voicemail_messages.recording", ""},
		{"a long sound", mysql, modern, "voicemail", "voicemail_messages", contact("recording", "blob", ""), "voicemail_messages.recording", "needs-type error"},
	}
	found := map[string]bool{}
	for _, tt := range tests {
		found[strings.Fields(tt.want + " nothing")[0]] = true
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := only(tt.engine, tt.table, tt.columns...)
			pass := &rules.Pass{Tree: tt.tree, Want: s, Got: s, Origins: story{made: later}, Usage: rules.Asterisk, Runs: tt.runs}
			var got string
			for _, f := range rules.Needs(pass) {
				if f.Table+"."+f.Object == tt.about {
					got += f.Rule + " " + f.Severity.String()
					if !strings.Contains(f.Message, tt.runs.Name) || f.Want == "" {
						t.Errorf("Needs = %+v, want it to name the release and what it needs", f)
					}
				}
			}
			if got != tt.want {
				t.Errorf("of %s is found %q, want %q", tt.about, got, tt.want)
			}
		})
	}
	for _, rule := range []string{"needs-table", "needs-column", "needs-type"} {
		if !found[rule] {
			t.Errorf("no case finds %s", rule)
		}
	}
}

// TestNeedsAreNoDrift: what differs from the revision is told by the comparison, and only there.
func TestNeedsAreNoDrift(t *testing.T) {
	t.Parallel()
	m := schematest.MySQL
	column := named("qualify_2xx_only", "enum", "'false','true'")
	want := only(m, "ps_contacts", column)
	for name, got := range map[string]*schema.Schema{
		"missing":         only(m, "ps_contacts"),
		"of another type": only(m, "ps_contacts", named("qualify_2xx_only", "tinyint", "1")),
	} {
		pass := &rules.Pass{Tree: "config", Want: want, Got: got, Origins: story{}, Usage: rules.Asterisk, Runs: modern}
		for _, f := range rules.Needs(pass) {
			if f.Object == column.Name {
				t.Errorf("%s: it is told twice: %+v", name, f)
			}
		}
	}
}

// TestCheckKnowsWhatRuns: the comparison judges by the release in use.
func TestCheckKnowsWhatRuns(t *testing.T) {
	t.Parallel()
	m := schematest.MySQL
	column := named("qualify_2xx_only", "enum", "'false','true'")
	tests := []struct {
		name     string
		runs     rules.Runs
		change   schema.Change
		origins  story
		severity rules.Severity
	}{
		{"it is needed", modern, schema.AddColumn{Table: "ps_contacts", Column: column}, story{}, rules.Error},
		{"nobody knows", rules.Runs{}, schema.AddColumn{Table: "ps_contacts", Column: column}, story{}, rules.Error},
		{"one of two needs it", either, schema.AddColumn{Table: "ps_contacts", Column: column}, story{}, rules.Error},
		{"it is not needed", older, schema.AddColumn{Table: "ps_contacts", Column: column}, story{}, rules.Warning},
		{"it is not needed, but an upgrade stops", older, schema.AddColumn{Table: "ps_contacts", Column: column}, story{pendingTouch: later}, rules.Error},
		{"a number for a word", modern, retype(column, named(column.Name, "tinyint", "1")), story{}, rules.Error},
		{"a number for a word that nobody writes", older, retype(column, named(column.Name, "tinyint", "1")), story{}, rules.Warning},
		{"a word is missing", modern, retype(column, named(column.Name, "enum", "'true'")), story{}, rules.Error},
		{"a word is missing that nobody writes", older, retype(column, named(column.Name, "enum", "'true'")), story{}, rules.Warning},
		{"a text that holds the words", modern, retype(column, named(column.Name, "char", "5")), story{}, rules.Warning},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := only(m, "ps_contacts")
			if a, ok := tt.change.(schema.AlterColumn); ok {
				got = only(m, "ps_contacts", a.From)
			}
			pass := &rules.Pass{Tree: "config", Want: only(m, "ps_contacts", column), Got: got, Origins: tt.origins, Usage: rules.Asterisk, Runs: tt.runs}
			found := rules.Check(pass, []schema.Change{tt.change})
			if len(found) != 1 || found[0].Severity != tt.severity {
				t.Fatalf("Check = %+v, want one finding, %s", found, tt.severity)
			}
			t.Log(found[0].Message)
		})
	}
}

func retype(want, got schema.Column) schema.Change {
	return schema.AlterColumn{Table: "ps_contacts", Name: want.Name, From: got, To: want, Set: schema.PropType}
}
