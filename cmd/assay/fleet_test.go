package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/lab/replay"
	"assay/result"
)

// fleetOf runs a command on many databases and returns what it says.
func fleetOf(t *testing.T, args ...string) (result.Fleet, int) {
	t.Helper()
	o := assay(t, append(args, "--format", "json")...)
	if o.stderr != "" {
		t.Fatalf("assay %s: %s", strings.Join(args, " "), o.stderr)
	}
	validJSON(t, o.stdout)
	var f result.Fleet
	if err := json.Unmarshal([]byte(o.stdout), &f); err != nil {
		t.Fatalf("assay %s: %v in:\n%s", strings.Join(args, " "), err, o.stdout)
	}
	return f, o.code
}

// TestFleet: databases are grouped by what they are, whatever server they are on, and one that is not read is a line.
func TestFleet(t *testing.T) {
	t.Parallel()
	var urls []string
	odd := ""
	for _, s := range servers(t) {
		for range 2 {
			urls = append(urls, install(t, s, "22.10.1", "config").URL)
		}
		db := install(t, s, "22.10.1", "config")
		db.Exec(t, "ALTER TABLE ps_endpoints DROP COLUMN context")
		urls = append(urls, db.URL, as(t, db.URL, "nobody", "s3cret"))
		odd = db.Name
	}
	file := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(file, []byte("# ours\n"+strings.Join(urls[1:], "\n")+"\n"+urls[0]+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, code := fleetOf(t, "check", urls[0], "--databases", file)
	if code != exitUnknown || len(f.Unknown) == 0 || f.Databases != len(urls)*3/4 {
		t.Errorf("exit status %d: %+v", code, f)
	}
	clean, edited := f.Groups[0], f.Groups[1]
	if len(f.Groups) != 2 || len(clean.Databases) != len(urls)/2 || len(edited.Databases) != len(urls)/4 || edited.Nearest != clean.Name {
		t.Fatalf("%+v", f.Groups)
	}
	if d := edited.Differences; len(d) != 1 || !strings.Contains(d[0].Here, "ps_endpoints.context is missing") || clean.Report.Summary.Error > 0 {
		t.Errorf("%+v", d)
	}
	text := assay(t, "check", "--databases", file).stdout
	if strings.Contains(text, "s3cret") || !strings.Contains(text, odd) || !strings.Contains(text, "not known") {
		t.Error(text)
	}
}

// TestFleetPattern: a star stands for the databases of a server, and of what holds nothing of a history is said that it was left out.
func TestFleetPattern(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db, stranger := install(t, s, "22.10.1", "config"), s.Database(t)
			stranger.Exec(t, "CREATE TABLE mine (id int PRIMARY KEY)")
			both := "*" + db.Name[len(db.Name)-4:]
			f, code := fleetOf(t, "check", strings.Replace(db.URL, db.Name, both, 1), strings.Replace(stranger.URL, stranger.Name, stranger.Name+"*", 1))
			if code != exitClean || f.Databases < 1 || len(f.Others) < 1 || len(f.Unknown) > 0 {
				t.Errorf("exit status %d: %+v", code, f)
			}
			db.Exec(t, "CREATE DATABASE "+db.Name+"e")
			defer stranger.Exec(t, "DROP DATABASE "+db.Name+"e")
			f, code = fleetOf(t, "check", strings.Replace(db.URL, db.Name, db.Name+"*", 1))
			if code != exitClean || f.Databases != 1 || len(f.Others) != 1 || !strings.HasSuffix(f.Others[0], db.Name+"e") || len(f.Unknown) > 0 {
				t.Errorf("an empty one: exit status %d: %+v", code, f)
			}
			dir := t.TempDir()
			text := "databases:\n  ours: {url: \"" + strings.Replace(db.URL, db.Name, both, 1) + "\"}\n"
			if err := os.WriteFile(filepath.Join(dir, "assay.yaml"), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{"check"}, {"check", "ours"}, {"check", "--all"}} {
				o := assayIn(t, dir, noEnvironment, args...)
				if o.code != exitClean || !strings.Contains(o.stdout, db.Name) || !strings.Contains(o.stdout, "1 database\n") {
					t.Errorf("%v: %+v", args, o)
				}
			}
			assay(t, "check", strings.Replace(stranger.URL, stranger.Name, stranger.Name+"*", 1)).refuses(t,
				"1 database was looked into, and none holds anything of a known history: is it the right server, or is there a --history to be named")
			f, code = fleetOf(t, "check", strings.Replace(db.URL, db.Name, "nothing_of_the_kind*", 1))
			if code != exitUnknown || len(f.Unknown) != 1 || f.Unknown[0].Error != "there is no database called nothing_of_the_kind* that this user may see" {
				t.Errorf("exit status %d: %+v", code, f)
			}
		})
	}
}

// TestFleetSchemas: a pattern of schemas stands for those of one PostgreSQL database, each with its own version table.
func TestFleetSchemas(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 3, "postgresql") {
		db := s.Database(t)
		db.Exec(t, "CREATE SCHEMA tenant_a", "CREATE SCHEMA tenant_b", "CREATE SCHEMA other", "CREATE SCHEMA tenant_empty")
		sql, err := replay.Release(s.Server, "22.10.1", "cdr")
		if err != nil {
			t.Fatal(err)
		}
		for _, tenant := range []string{"tenant_a", "tenant_b"} {
			db.Exec(t, append([]string{"SET search_path TO " + tenant}, sql...)...)
		}
		db.Exec(t, "DROP TABLE tenant_b.cdr")
		f, code := fleetOf(t, "check", "--fail-on", "info", "--schema", "tenant_*", db.URL)
		if code != exitFindings || f.Databases != 2 || len(f.Groups) != 2 || len(f.Others) != 1 || !strings.HasSuffix(f.Groups[0].Databases[0], " tenant_b") {
			t.Errorf("exit status %d: %+v", code, f)
		}
	}
	for _, s := range inTurn(t, 3, "mysql") {
		f, code := fleetOf(t, "check", "--schema", "tenant_*", s.Database(t).URL)
		if code != exitUnknown || len(f.Unknown) != 1 || !strings.Contains(f.Unknown[0].Error, "on this server a schema is a database") {
			t.Errorf("exit status %d: %+v", code, f)
		}
	}
}

// TestFleetInterrupted: what is known then is printed, and said to be incomplete.
func TestFleetInterrupted(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var stdout, stderr strings.Builder
	p := process{ctx: ctx, stdout: &stdout, stderr: &stderr, env: noEnvironment}
	if code := p.run([]string{"check", "asterisk:22.10.1", "asterisk:20.5.0"}); code != exitUnknown || stderr.String() != "" {
		t.Errorf("exit status %d: %s", code, stderr.String())
	}
	for _, part := range []string{"not looked at, since it was interrupted", "asterisk:22.10.1, asterisk:20.5.0", "incomplete"} {
		if !strings.Contains(stdout.String(), part) {
			t.Errorf("%q is missing in:\n%s", part, stdout.String())
		}
	}
}

// TestFleetRefused: what cannot be meant is one sentence.
func TestFleetRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--all"}, "--all is every database of assay.yaml, and there is none in it: name them with --databases FILE"},
		{[]string{"a", "b", "--parallel", "0"}, "--parallel and --per-host are 1 at least: no database would be looked at otherwise"},
		{[]string{"a", "b", "--format", "gitlab"}, "--format gitlab is for one database: several are printed as html, json, junit, nagios, openmetrics, sarif, text"},
		{[]string{"-c", "/x.ini", "--databases", "x"}, "-c /x.ini names one database, and more are named: leave it out, or name that one by its URL"},
		{[]string{"--databases", "/nowhere"}, "the list of databases /nowhere cannot be read: no such file or directory"},
	} {
		assay(t, append([]string{"check"}, test.args...)...).refuses(t, test.want)
	}
	f, code := fleetOf(t, "check", "asterisk:22.10.1", "asterisk:99", "mysql://u:s3cret@h:x/d")
	if code != exitUnknown || f.Databases != 1 || len(f.Unknown) != 2 {
		t.Errorf("exit status %d: %+v", code, f)
	}
}

// TestFleetConfiguration: the databases of assay.yaml are known by their names, and each is judged by what stands there of it.
func TestFleetConfiguration(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := "databases:\n  production: {url: \"asterisk:22.10.1\"}\n  staging: {url: \"asterisk:22.10.1\", tree: [config]}\n"
	if err := os.WriteFile(filepath.Join(dir, "assay.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o := assayIn(t, dir, noEnvironment, "check", "--all")
	if o.code != exitClean || !strings.Contains(o.stdout, "production, clean") || !strings.Contains(o.stdout, "staging, clean") {
		t.Errorf("%+v", o)
	}
}

// TestFleetCommands: an upgrade is predicted for each, schemas are judged, and snapshots taken that stand for the databases.
func TestFleetCommands(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			old, newest, odd := install(t, s, "22.1.1", "config"), install(t, s, "22.10.1", "config"), install(t, s, "22.1.1", "config")
			odd.Exec(t, "ALTER TABLE ps_contacts ADD COLUMN qualify_2xx_only int", "DELETE FROM alembic_version_config",
				"CREATE TABLE keyless (id int)")
			list := filepath.Join(t.TempDir(), "list")
			if err := os.WriteFile(list, []byte(old.URL+"\n"+newest.URL+"\n"+odd.URL+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			f, code := fleetOf(t, "preflight", "--to", "22.10.1", "--databases", list)
			if code != exitFindings || len(f.Groups) != 3 || f.Databases != 3 {
				t.Errorf("exit status %d: %+v", code, f)
			}
			for _, g := range f.Groups {
				if goes := g.Report.Trees[0].Upgrade != nil && g.Report.Trees[0].Upgrade.Go; goes != (g.Databases[0] != odd.URL) {
					t.Errorf("%s: %+v", g.Databases, g.Report.Trees[0].Upgrade)
				}
			}
			if text := assay(t, "preflight", "--to", "22.10.1", "--databases", list).stdout; !strings.Contains(text, "1 NO-GO, 2 GO") {
				t.Error(text)
			}
			if f, code = fleetOf(t, "lint", "--fail-on", "warning", "--databases", list); code != exitFindings || f.Databases != 3 || len(f.Groups) < 2 {
				t.Errorf("exit status %d: %+v", code, f)
			}
			dir := filepath.Join(t.TempDir(), "snapshots")
			if o := assay(t, "snapshot", "-o", dir, "--databases", list); o.code != exitClean || !strings.HasSuffix(o.stdout, ": 3 snapshots\n") {
				t.Errorf("%+v", o)
			}
			files, err := filepath.Glob(filepath.Join(dir, "*.json"))
			if err != nil || len(files) != 3 {
				t.Fatalf("%v: %v", err, files)
			}
			live, _ := fleetOf(t, "check", "--databases", list)
			kept, _ := fleetOf(t, append([]string{"check"}, files...)...)
			if live.Summary != kept.Summary || len(live.Groups) != len(kept.Groups) {
				t.Errorf("of snapshots: %+v, and live: %+v", kept.Summary, live.Summary)
			}
		})
	}
	assay(t, "snapshot", "a", "b").refuses(t, "the snapshots of several databases are files in a folder: name it with -o")
	assay(t, "preflight", "--to", "22", "--sql", "a", "b").refuses(t, "--sql prints the script of one database: name one")
}

// TestSinceLast: of a run that remembers the one before, only what changed is told, and counts.
func TestSinceLast(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "memory.json")
	for _, s := range inTurn(t, 5, "") {
		db := install(t, s, "22.10.1", "config")
		db.Exec(t, "ALTER TABLE ps_endpoints DROP COLUMN context")
		args := []string{"check", "--fail-on", "warning", "--since-last", file, db.URL}
		if o := assay(t, args...); o.code != exitFindings || !strings.Contains(o.stdout, "1 database\n") {
			t.Errorf("first: %+v", o)
		}
		if o := assay(t, args...); o.code != exitClean || !strings.Contains(o.stdout, "0 of 1 database changed since ") {
			t.Errorf("second: %+v", o)
		}
		db.Exec(t, "ALTER TABLE ps_endpoints DROP COLUMN allow")
		f, code := fleetOf(t, args...)
		if code != exitFindings || len(f.Since.Changed) != 1 || len(f.Since.Changed[0].New) != 1 ||
			!strings.Contains(f.Since.Changed[0].New[0].Said, "ps_endpoints.allow is missing") {
			t.Errorf("third: exit status %d: %+v", code, f.Since)
		}
	}
}
