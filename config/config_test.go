package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/config"
	"assay/rules"
)

const example = `# What everybody who runs assay here agrees on.
history: migrations/history.jsonl
baseline: accepted.json
databases:
  production: postgresql://asterisk:${PASSWORD}@db/asterisk
  staging:
    url: mysql://db/asterisk
    tree: [config, voicemail]
    asterisk: 20.10
    version_table: stamps
    schema: pbx
    baseline: staging.json
ignore:
  - {object: "table:my_own_*", reason: billing's}
  - rule: extra-index
    object: "index:ps_endpoints.*"
    reason: added for reports
  - {rule: stamp-plain-table, reason: offline SQL}
severities:
  extra-index: info
  missing-column: {severity: error, tables: [ps_contacts, "ps_a*"]}
  type-wider:
    - {severity: off, tables: cdr}
    - warning
  nullability: off
tables_in_use: [ps_*, extensions]
`

func TestParse(t *testing.T) {
	t.Parallel()
	got, err := config.Parse("assay.yaml", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	want := &config.File{
		Path:    "assay.yaml",
		History: "migrations/history.jsonl", Baseline: "accepted.json",
		Databases: []config.Database{
			{Name: "production", URL: "postgresql://asterisk:${PASSWORD}@db/asterisk", Where: "assay.yaml:5"},
			{
				Name: "staging", URL: "mysql://db/asterisk", Tree: []string{"config", "voicemail"}, Asterisk: "20.10", VersionTable: "stamps", Schema: "pbx", Baseline: "staging.json",
				Where: "assay.yaml:6",
			},
		},
		Ignore: []config.Ignore{
			{Object: "table:my_own_*", Reason: "billing's", Where: "assay.yaml:14"},
			{Rule: "extra-index", Object: "index:ps_endpoints.*", Reason: "added for reports", Where: "assay.yaml:15"},
			{Rule: "stamp-plain-table", Reason: "offline SQL", Where: "assay.yaml:18"},
		},
		Severities: []config.Severity{
			{Rule: "extra-index", Severity: rules.Info},
			{Rule: "missing-column", Severity: rules.Error, Tables: []string{"ps_contacts", "ps_a*"}},
			{Rule: "type-wider", Off: true, Tables: []string{"cdr"}},
			{Rule: "type-wider", Severity: rules.Warning},
			{Rule: "nullability", Off: true},
		},
		InUse: []string{"ps_*", "extensions"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseNothing(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"", "# nothing yet\n", "---\n", "ignore:\nseverities:\ndatabases:\ntables_in_use:\n", "{}"} {
		got, err := config.Parse("assay.yaml", []byte(content))
		if err != nil {
			t.Errorf("%q: %v", content, err)
			continue
		}
		if diff := cmp.Diff(&config.File{Path: "assay.yaml"}, got); diff != "" {
			t.Errorf("%q: %s", content, diff)
		}
		if !got.Used("any") {
			t.Errorf("%q: a table is not in use", content)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ content, want string }{
		{"# x\nignores: []", `a.yaml:2: there is no key "ignores" in the file, did you mean "ignore"?`},
		{"zzzzzzzzzz: 1", `a.yaml:1: there is no key "zzzzzzzzzz" in the file: there are baseline, databases, history, ignore, severities, tables_in_use`},
		{"- a", `a.yaml:1: the file is to be a mapping (key: value), not a list`},
		{"history: a\nhistory: b", `a.yaml:2: the key "history" is there twice in the file`},
		{"history: [a]", `a.yaml:1: here is to be a text, not a list`},
		{"history: a\n---\nhistory: b", `a.yaml:2: the file has a second YAML document: one is read`},
		{"history: a\n b: c: d", `a.yaml:2: this is no YAML: mapping values are not allowed in this context`},
		{"[a]: b", `a.yaml:1: a key of the file is to be a word, not a list`},
		{"databases: [x]", `a.yaml:1: databases is to be a mapping (key: value), not a list`},
		{"databases:\n  a.b: mysql://h/d", `a.yaml:2: a database's name is made of letters, digits, _ and -, so that it is never taken for a URL or a file`},
		{"databases:\n  a: {ur: x}", `a.yaml:2: there is no key "ur" in a database, did you mean "url"?`},
		{"databases:\n  a: {tree: config}", `a.yaml:2: the database a has no url`},
		{"databases:\n  a:\n    url: x\n    tree: {}", `a.yaml:4: this is to be a list (lines that begin with -), not a mapping`},
		{"databases:\n  a:\n    url: x\n    tree: ['']", `a.yaml:4: an entry of the list is empty`},
		{"ignore: {}", `a.yaml:1: ignore is to be a list (lines that begin with -), not a mapping`},
		{"ignore:\n  - table:x", `a.yaml:2: an entry of ignore is to be a mapping (key: value), not a single value`},
		{"ignore:\n  - reason: x", `a.yaml:2: an entry of ignore names an object (table:my_*), a rule, or both`},
		{"ignore:\n  -\n    object: table:x", `a.yaml:3: table:x is to be ignored without a reason: write one, for those who come after you`},
		{"ignore:\n  - {object: 'table:x', reason: ' '}", `a.yaml:2: table:x is to be ignored without a reason: write one, for those who come after you`},
		{"ignore:\n  - {object: x, reason: y}", `a.yaml:2: "x" names no object: write KIND:NAME, as column:ps_endpoints.my_column; the kinds are table, column, index, foreign-key, check, type, object`},
		{"ignore:\n  - {object: 'table:', reason: y}", `a.yaml:2: "table:" has no name behind the colon: * stands for all`},
		{"ignore:\n  - {object: 'column:x', reason: y}", `a.yaml:2: "column:x" names no table: write column:TABLE.NAME, where * stands for all`},
		{"ignore:\n  - reason: y\n    object: 'table:[a'", `a.yaml:3: the pattern "[a" is not complete: a [ is closed by ], and a \ stands before a character`},
		{"ignore:\n  - {rule: extra-colum, reason: y}", `a.yaml:2: there is no rule "extra-colum", did you mean "extra-column"?`},
		{"ignore:\n  - {rule: stamp-ahead, object: 'table:x', reason: y}", `a.yaml:2: stamp-ahead is about a stamp, not about an object: leave the object out to ignore it`},
		{"ignore:\n  - {rule: not-alembic, reason: y}", `a.yaml:2: not-alembic is no matter of configuration: there is nothing else to say of such a database`},
		{"severities:\n  qqqqqqqqqqqqq: info", `a.yaml:2: there is no rule "qqqqqqqqqqqqq"`},
		{"severities:\n  extra-index: fatal", `a.yaml:2: there is no severity "fatal": write error, warning, info or off`},
		{"severities:\n  extra-index:\n    - info\n    - {severity: of}", `a.yaml:4: there is no severity "of": write error, warning, info or off`},
		{"severities:\n  extra-index: {tables: [a]}", `a.yaml:2: extra-index has no severity: write error, warning, info or off`},
		{"severities:\n  extra-index: {severity: info, tables: ['[']}", `a.yaml:2: the pattern "[" is not complete: a [ is closed by ], and a \ stands before a character`},
		{"severities:\n  stamp-ahead: {severity: info, tables: [a]}", `a.yaml:2: stamp-ahead is about a stamp, not about a table: leave the tables out`},
		{"tables_in_use: {a: b}", `a.yaml:1: this is to be a list (lines that begin with -), not a mapping`},
		{"tables_in_use: ['a\\']", `a.yaml:1: the pattern "a\\" is not complete: a [ is closed by ], and a \ stands before a character`},
	} {
		_, err := config.Parse("a.yaml", []byte(test.content))
		if err == nil {
			t.Errorf("%q: no error, want %s", test.content, test.want)
		} else if err.Error() != test.want {
			t.Errorf("%q:\n got %s\nwant %s", test.content, err, test.want)
		}
	}
}

func TestIgnored(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		entry string
		found rules.Finding
		want  bool
	}{
		{`object: "table:my_*"`, rules.Finding{Rule: "extra-table", Table: "my_own"}, true},
		{`object: "table:my_*"`, rules.Finding{Rule: "extra-table", Table: "My_Own"}, true},
		{`object: "table:my_*"`, rules.Finding{Rule: "extra-table", Table: "ps_endpoints"}, false},
		{`object: "table:my_*"`, rules.Finding{Rule: "extra-column", Table: "my_own", Object: "x"}, true},
		{`object: "table:*"`, rules.Finding{Rule: "extra-type", Object: "x"}, false},
		{`object: "table:*"`, rules.Finding{Rule: "stamp-ahead", Table: "alembic_version_config"}, false},
		{`object: "table:*"`, rules.Finding{Rule: "skipped-revision", Table: "ps_endpoints"}, false},
		{`rule: stamp-ahead`, rules.Finding{Rule: "stamp-ahead", Table: "alembic_version_config"}, true},
		{`object: "column:ps_*.my_*"`, rules.Finding{Rule: "extra-column", Table: "ps_endpoints", Object: "my_x"}, true},
		{`object: "column:ps_*.my_*"`, rules.Finding{Rule: "extra-column", Table: "ps_endpoints", Object: "other"}, false},
		{`object: "column:ps_*.my_*"`, rules.Finding{Rule: "extra-index", Table: "ps_endpoints", Object: "my_x"}, false},
		{`object: "index:*.*"`, rules.Finding{Rule: "extra-unique", Table: "t", Object: "my_x"}, true},
		{`object: "index:*.*"`, rules.Finding{Rule: "extra-foreign-key", Table: "t", Object: "my_x"}, false},
		{`object: "foreign-key:*.*"`, rules.Finding{Rule: "extra-foreign-key", Table: "t", Object: "my_x"}, true},
		{`object: "index:*.*"`, rules.Finding{Rule: "duplicate-index", Table: "t", Object: "my_x"}, true},
		{`object: "column:*.*"`, rules.Finding{Rule: "duplicate-index", Table: "t", Object: "my_x"}, false},
		{`object: "type:*"`, rules.Finding{Rule: "several-heads", File: "a.py"}, false},
		{`object: "check:*.*"`, rules.Finding{Rule: "extra-check", Table: "t", Object: "my_x"}, true},
		{`object: "type:my_*"`, rules.Finding{Rule: "extra-type", Object: "my_type"}, true},
		{"object: \"table:*\"\n    rule: extra-index", rules.Finding{Rule: "extra-index", Table: "t", Object: "x"}, true},
		{"object: \"table:*\"\n    rule: extra-index", rules.Finding{Rule: "extra-column", Table: "t", Object: "x"}, false},
	} {
		f, err := config.Parse("a.yaml", []byte("ignore:\n  - reason: x\n    "+test.entry))
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Ignored(test.found) == 0; got != test.want {
			t.Errorf("%s, %+v: %t, want %t", test.entry, test.found, got, test.want)
		}
	}
}

func TestSeverity(t *testing.T) {
	t.Parallel()
	f, err := config.Parse("a.yaml", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		rule, table, want string
	}{
		{"extra-index", "any", "info"},
		{"missing-column", "ps_aors", "error"},
		{"missing-column", "ps_endpoints", ""},
		{"type-wider", "CDR", "off"},
		{"type-wider", "other", "warning"},
		{"nullability", "", "off"},
		{"extra-table", "any", ""},
	} {
		s, ok := f.Severity(rules.Finding{Rule: test.rule, Table: test.table})
		got := ""
		switch {
		case ok && s.Off:
			got = "off"
		case ok:
			got = s.Severity.String()
		}
		if got != test.want {
			t.Errorf("%s in %s: %q, want %q", test.rule, test.table, got, test.want)
		}
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	env := func(name string) (string, bool) { return "s3c@ret%41", name == "PASSWORD" || name == "SALT" }
	for _, test := range []struct{ url, password, want, fails string }{
		{url: "mysql://a:${PASSWORD}@h/d", password: "assayvariable0z", want: "s3c@ret%41"},
		{url: "mysql://a:x${PASSWORD}-${SALT}@h/d", password: "xassayvariable0z-assayvariable1z", want: "xs3c@ret%41-s3c@ret%41"},
		{url: "mysql://a:$PASSWORD@h/d", password: "$PASSWORD", want: "$PASSWORD"},
		{url: "mysql://a:${OTHER}@h/d", fails: "a.yaml:3: the URL of x needs the environment variable OTHER, which is not set"},
	} {
		d := config.Database{Name: "x", URL: test.url, Where: "a.yaml:3"}
		url, variables := d.Marked()
		got, err := d.Fill(test.password, variables, env)
		if test.fails != "" {
			if err == nil || err.Error() != test.fails {
				t.Errorf("%s: %v, want %s", test.url, err, test.fails)
			}
			continue
		}
		if err != nil || got != test.want || !strings.Contains(url, test.password) {
			t.Errorf("%s: %s, %s, %v", test.url, url, got, err)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	deep := filepath.Join(top, "project", "a", "b")
	beside := filepath.Join(top, "other", "a")
	for _, dir := range []string{deep, beside, filepath.Join(top, "other", ".git")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write := func(dir string) {
		if err := os.WriteFile(filepath.Join(dir, config.Name), []byte("history: h.jsonl\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(top)
	found := func(dir, want string) {
		t.Helper()
		if got, err := config.Find(dir); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", dir, got, err, want)
		}
	}
	found(top, "assay.yaml")
	found(deep, "../../../assay.yaml")
	found(beside, "")
	write(filepath.Join(top, "project"))
	found(deep, "../../assay.yaml")
	write(filepath.Join(top, "other")) // the folder of .git is looked into
	found(beside, "../assay.yaml")

	f, err := config.Read(deep, "../../assay.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join("..", "..", "h.jsonl"); f.History != want {
		t.Errorf("the history is %s, want %s", f.History, want)
	}
	if err := os.WriteFile(filepath.Join(deep, "dump.sql"), make([]byte, 1<<20+1), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := config.Read(deep, "dump.sql"); err == nil || err.Error() != "the configuration file dump.sql cannot be read: it is longer than 1 MB: is it the file that you mean?" {
		t.Errorf("a file that is too long: %v", err)
	}
	if _, err := config.Read(deep, "."); err == nil || err.Error() != "the configuration file . cannot be read: is a directory" {
		t.Errorf("a folder: %v", err)
	}
	if _, err := config.Read(deep, "none.yaml"); err == nil || err.Error() != "the configuration file none.yaml cannot be read: no such file or directory" {
		t.Errorf("a file that is not there: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(example)
	f.Add("a: &a [*a]\nignore: *a")
	f.Add("ignore: &x\n  - &y {object: 'table:x', reason: r}\n  - *y\n")
	f.Add("severities: {<<: {extra-index: info}}")
	f.Add("databases:\n\ta: b")
	f.Fuzz(func(t *testing.T, content string) {
		file, err := config.Parse("a.yaml", []byte(content))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "a.yaml:") {
				t.Errorf("no place: %v", err)
			}
			return
		}
		file.Ignored(rules.Finding{Rule: "extra-table", Table: "x"})
		file.Severity(rules.Finding{Rule: "extra-table", Table: "x"})
		file.Used("x")
	})
}
