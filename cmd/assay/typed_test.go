package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestInferRevision: the ids alone, for a script, and nothing where the answer is not sure.
func TestInferRevision(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ args, stdout, stderr string }{
		{"--tree config asterisk:22.10.1", "e89e30cee53f\n", ""},
		{"asterisk:22.10.1", "", "asterisk:22.10.1: there are several trees, each with revisions of its own: " +
			"name one of config, voicemail, cdr, queue_log with --tree"},
	} {
		o := assay(t, append([]string{"infer", "--format", "revision"}, strings.Fields(test.args)...)...)
		if o.stdout != test.stdout || o.stderr != "" && o.stderr != "assay: "+test.stderr+"\n" || (o.code == exitClean) != (test.stderr == "") {
			t.Errorf("%s: %+v", test.args, o)
		}
	}
	for _, s := range servers(t) {
		db := install(t, s, "20.5.0", "voicemail")                                         // no schema tells its last two revisions apart
		for _, edits := range [][]string{nil, {"DELETE FROM alembic_version_voicemail"}} { // the stamp is not asked
			db.Exec(t, edits...)
			o := assay(t, "infer", "--format", "revision", db.URL)
			if o.code != exitUnknown || o.stdout != "" || !strings.Contains(o.stderr, "39428242f7f5 or ") || !strings.Contains(o.stderr, "which no schema tells apart") {
				t.Errorf("%s: %q: %+v", s.Name, edits, o)
			}
		}
		other := s.Database(t)
		other.Exec(t, "CREATE TABLE mine (id int PRIMARY KEY)")
		if o := assay(t, "infer", "--format", "revision", other.URL); o.code != exitFindings || o.stdout != "" || !strings.Contains(o.stderr, "no Alembic schema") {
			t.Errorf("%s: nobody's: %+v", s.Name, o)
		}
	}
}

// TestLatest: the last release has a name that does not age.
func TestLatest(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"latest", "head"} {
		if r, code := reported(t, "check", "--at", name, "asterisk:"+name); code != exitClean || r.Summary.Warning > 0 {
			t.Errorf("%s: %+v", name, r.Summary)
		}
	}
	if r, code := reported(t, "preflight", "--to", "latest", "asterisk:20.5.0"); code == exitUnknown || r.Trees[0].Upgrade == nil {
		t.Errorf("exit status %d: %+v", code, r)
	}
}

// TestVerbose: what a server was asked, and for how long, is said beside the answer.
func TestVerbose(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		db := install(t, s, "22.10.1", "cdr")
		o := assay(t, "check", "-v", db.URL)
		if quiet := assay(t, "check", db.URL); o.code != quiet.code || o.stdout != quiet.stdout {
			t.Errorf("%s: the answer is another one:\n%s", s.Name, o.stdout)
		}
		if !strings.Contains(o.stderr, " rows  SELECT ") || !strings.Contains(o.stderr, " ms ") || strings.Count(o.stderr, "\n") < 10 {
			t.Errorf("%s: %s", s.Name, o.stderr)
		}
	}
}

// TestWatching: Nagios gets one line and a state of its own, whatever happens, and metrics say that a database is down.
func TestWatching(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "assay.prom")
	for want, args := range map[string][]string{
		"ASSAY OK - clean; config e89e30cee53f | errors=0 ":                {"--tree", "config", "asterisk:22.10.1"},
		"ASSAY CRITICAL - 4 errors, 3 info; config ":                       {"--tree", "config", "../../testdata/asterisk.sql"},
		"ASSAY CRITICAL - 4 errors, 3 info; 2 databases in 2 groups | err": {"--tree", "config", "asterisk:22.10.1", "../../testdata/asterisk.sql"},
		"ASSAY UNKNOWN - --asterisk: no release or series of Asterisk":     {"--asterisk", "99", "asterisk:22.10.1"},
		"ASSAY UNKNOWN - there is no flag --frobnicate":                    {"--frobnicate"},
	} {
		o := assay(t, append([]string{"check", "--format", "nagios"}, args...)...)
		state := map[string]int{"OK": 0, "WARNING": 1, "CRITICAL": 2, "UNKNOWN": 3}[strings.Fields(want)[1]]
		if o.code != state || o.stderr != "" || !strings.HasPrefix(o.stdout, want) || strings.Count(o.stdout, "\n") != 1 {
			t.Errorf("%v: %+v", args, o)
		}
	}
	for _, s := range servers(t) {
		db := s.Database(t)
		o := assay(t, "check", "--format", "openmetrics="+file, as(t, db.URL, "nobody", "s3cret"))
		text, err := os.ReadFile(file)
		if o.code != exitUnknown || err != nil || !strings.Contains(string(text), db.Name+`"} 0`) || strings.Contains(string(text), "s3cret") {
			t.Errorf("%s: %+v, %v: %s", s.Name, o, err, text)
		}
	}
}

// TestPackagedCommands: what timers run are commands that there are.
func TestPackagedCommands(t *testing.T) {
	t.Parallel()
	for file, begins := range map[string]string{"packaging/systemd/assay.service": "ExecStart=/usr/bin/", "packaging/kubernetes/cronjob.yaml": "args: ["} {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		_, command, found := strings.Cut(string(text), begins)
		command, _, _ = strings.Cut(command, "\n")
		command = strings.NewReplacer(",", "", "]", "").Replace(command)
		if err := parses("assay " + strings.TrimPrefix(command, "assay ")); err != nil || !found {
			t.Errorf("%s: %s: %v", file, command, err)
		}
	}
}
