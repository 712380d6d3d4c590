package main

import (
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
)

// ownThings are an administrator's own index, default, wider type and dropped table, and two faults, of which one needs a type that is missing (PostgreSQL).
var ownThings = map[string][]string{
	"mysql": {
		"ALTER TABLE cdr ADD INDEX cdr_start (start)", "ALTER TABLE ps_endpoints ALTER context SET DEFAULT 'from-internal'",
		"ALTER TABLE ps_endpoints MODIFY accountcode varchar(200)", "DROP TABLE queue_rules",
		"ALTER TABLE ps_aors DROP COLUMN mailboxes", "ALTER TABLE ps_transports DROP COLUMN protocol",
	},
	"postgresql": {
		"CREATE INDEX cdr_start ON cdr (start)", "ALTER TABLE ps_endpoints ALTER context SET DEFAULT 'from-internal'",
		"ALTER TABLE ps_endpoints ALTER accountcode TYPE varchar(200)", "DROP TABLE queue_rules",
		"ALTER TABLE ps_aors DROP COLUMN mailboxes", "ALTER TABLE ps_transports DROP COLUMN protocol", "DROP TYPE pjsip_transport_protocol_values_v2",
	},
}

// TestFixScope: what is repaired is what the flags say, errors and warnings by default, with what that needs; all else stays, and a line counts it.
func TestFixScope(t *testing.T) {
	t.Parallel()
	own := []string{"default", "extra-index", "missing-table", "type-wider"}
	tests := []struct {
		name string
		args []string
		left []string // rules of what assay check then finds, each once
		says string
	}{
		{"by default", nil, own, "-- 4 findings left as they are: 1 missing-table, 1 type-wider, 1 default, 1 extra-index (--all repairs them too)"},
		{"all", []string{"--all", "--allow-destructive"}, nil, ""},
		{"a rule", []string{"--rule", "extra-index"}, []string{"default", "missing-column", "missing-table", "type-wider"}, " left as they are: "},
		{"a table", []string{"--table", "ps_transports"}, append([]string{"missing-column"}, own...), " left as they are: "},
		{"a table's infos", []string{"--table", "cdr", "--severity", "info"}, []string{"default", "missing-column", "missing-table", "type-wider"}, ""},
		{"the stamp", []string{"--only", "stamp"}, append([]string{"missing-column"}, own...), "the same as: alembic stamp e89e30cee53f"},
	}
	for i, tt := range tests {
		for _, s := range inTurn(t, i, "") {
			t.Run(s.Name+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				db := builtWithRows(t, s, newest)
				db.Exec(t, ownThings[s.Server.Engine]...)
				if tt.name == "the stamp" {
					db.Exec(t, "DELETE FROM alembic_version_config")
				}
				script := assay(t, append([]string{"fix", db.URL}, tt.args...)...)
				if script.code != exitClean || !strings.Contains(script.stdout, tt.says) {
					t.Errorf("status %d, %s; the script does not say %q:\n%s", script.code, script.stderr, tt.says, script.stdout)
				}
				client(t, db, script.stdout)
				checkRules(t, db, tt.left)
			})
		}
	}
}

// checkRules: these are the rules of what is found, whatever else a type that is missing brings with it.
func checkRules(t *testing.T, db *lab.Database, want []string) {
	t.Helper()
	r, _ := reported(t, "check", db.URL)
	var got []string
	for _, tree := range r.Trees {
		for _, f := range tree.Findings {
			if f.Rule != "missing-type" {
				got = append(got, f.Rule)
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if got = slices.Compact(got); !slices.Equal(got, want) {
		t.Errorf("assay check finds %q, want %q", got, want)
	}
}

// TestFixScopeOfNothing: flags that leave nothing to choose from are refused.
func TestFixScopeOfNothing(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		`there is no rule "extra-indexes", did you mean "extra-index"?`:                              {"--rule", "extra-indexes"},
		`neither the database nor the history has a table "ps_endpoint"; did you mean ps_endpoints?`: {"--table", "ps_endpoint"},
		`neither the database nor the history has a table "nothing"` + "\n":                          {"--table", "cdr", "--table", "nothing"},
		"exclude each other":           {"--all", "--severity", "error"},
		"--only stamp repairs nothing": {"--only", "stamp", "--table", "cdr"},
	} {
		if o := assay(t, append([]string{"fix", "asterisk:22.10.1"}, args...)...); o.code != exitUnknown || o.stdout != "" || !strings.Contains(o.stderr, want) {
			t.Errorf("%q: status %d, %s%s", args, o.code, o.stdout, o.stderr)
		}
	}
}

// TestFixScopeSaid: the script says what is left, why a stamp is not set with it, and the flags that repair the rest.
func TestFixScopeSaid(t *testing.T) {
	t.Parallel()
	const all = " (--all instead repairs all that there are)\n"
	tests := []struct {
		args string
		says []string
	}{
		{"--at 22.10.1 --only stamp", []string{"left as they are: 16 missing-column, 1 skipped-revision\n", "--   not run: the schema is not at e89e30cee53f, and what would bring it there is left as it is\n"}},
		{"--table extensions", []string{"-- Nothing is to be done.\n"}},
		{"--at 22.10.1 --rule missing-index", []string{all}},
		{"--at 22.10.1 --severity error", []string{all, "--   not run: the schema is not at e89e30cee53f, and what"}},
		{"--at 22.10.1 --all", []string{"\nUPDATE `alembic_version_config` SET"}},
		{"", []string{"-- Nothing is to be done.\n"}},
	}
	for _, tt := range tests {
		o := assay(t, append([]string{"fix", "asterisk:18.26.0", "--tree", "config"}, strings.Fields(tt.args)...)...)
		for _, part := range tt.says {
			if !strings.Contains(o.stdout, part) {
				t.Errorf("%s: the script does not say %q:\n%s%s", tt.args, part, o.stdout, o.stderr)
			}
		}
	}
}

// TestCheckNamesTheStampsFix: where nothing but the stamp is wrong, the command that check names touches nothing else.
func TestCheckNamesTheStampsFix(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := builtWithRows(t, s, newest)
			db.Exec(t, "DELETE FROM alembic_version_config", ownThings[s.Server.Engine][0])
			o := assay(t, "check", db.URL)
			_, next, ok := strings.Cut(o.stdout, "\nnext: assay fix --only stamp ")
			if !ok {
				t.Fatalf("check says:\n%s", o.stdout)
			}
			client(t, db, assay(t, "fix", "--only", "stamp", strings.TrimSpace(next)).stdout)
			checkRules(t, db, []string{"extra-index"})
		})
	}
}
