package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/lab"
)

// rowsLast is a history whose last revision changes no schema.
const rowsLast = "-- Running upgrade  -> aaa111\nCREATE TABLE one (id INTEGER NOT NULL, PRIMARY KEY (id));\nINSERT INTO alembic_version (version_num) VALUES ('aaa111');\n" +
	"-- Running upgrade aaa111 -> bbb222\nUPDATE one SET id = id + 1;\nUPDATE alembic_version SET version_num='bbb222' WHERE alembic_version.version_num = 'aaa111';\n"

// writtenHistory is a file of it.
func writtenHistory(t *testing.T, sql string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "h.sql")
	if err := os.WriteFile(file, []byte(sql), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestUnknownFiles: what is neither a file nor a name is said to be none, wherever it stands.
func TestUnknownFiles(t *testing.T) {
	t.Parallel()
	const url = ", and it is no database URL, which would be like mysql://user@host/asterisk or postgresql://user@host/asterisk"
	dir, history := t.TempDir(), writtenHistory(t, rowsLast)
	settings := filepath.Join(dir, "assay.yaml")
	if err := os.WriteFile(settings, []byte("databases:\n  pbx:\n    url: mysql://u@127.0.0.1:1/d\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	project := []string{"history", "record", "--scratch", lab.MySQL(t)[0].Database(t).URL, "-o", filepath.Join(dir, "o"), "-c", "../../testdata/project/alembic.ini"}
	for want, args := range map[string][]string{
		`there is no file "no.sql"` + url:                                                        {"lint", "no.sql", "--on", driftedDump},
		`--on: there is no file "no.sql"` + url:                                                  {"lint", history, "--on", "no.sql"},
		`--models: there is no file "no.sql"` + url:                                              {"check", "--models", "no.sql", "--history", history},
		`--base: there is no file "no.sql"` + url:                                                append(project, "--base", "no.sql"),
		`--before-url: there is no file "no.sql"` + url:                                          append(project, "--before-url", "no.sql"),
		`--before: there is no file "no.sql": check its path`:                                    append(project, "--before", "no.sql"),
		`there is no file "dumps/no"` + url:                                                      {"check", "dumps/no"},
		`there is no file "no", and no database of that name in ` + settings + ": there are pbx": {"check", "--config", settings, "no"},
		`--run: there is no file "no.ini": name Alembic's configuration file with -c`:            {"lint", "--run", "-c", "no.ini"},
	} {
		o := assay(t, args...)
		if got := strings.ReplaceAll(o.stderr, `"`+must(os.Getwd())+"/", `"`); o.code != exitUnknown || got != "assay: "+want+"\n" {
			t.Errorf("%q: want %s, got %d, %s", args, want, o.code, got)
		}
	}
}

func must(dir string, err error) string {
	if err != nil {
		panic(err)
	}
	return dir
}

// TestUnknownPlacesOfNothing: a revision that is none is refused by its name where nothing is in the database, too.
func TestUnknownPlacesOfNothing(t *testing.T) {
	t.Parallel()
	history := writtenHistory(t, rowsLast)
	for _, s := range lab.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			empty, other := s.Database(t).URL, s.Database(t)
			other.Exec(t, "CREATE TABLE other (id integer PRIMARY KEY)")
			for _, db := range []string{empty, other.URL} {
				for line, want := range map[string]string{
					"preflight --to heads --from bsae --history H":   `--from: no revision is called "bsae"; did you mean base?`,
					"preflight --to heads --from aaa112 --history H": `--from: no revision of history h is called "aaa112"; did you mean aaa111?`,
					"preflight --to haeds --history H":               `--to: no revision of history h is called "haeds"; did you mean heads?`,
					"preflight --to aaa111+bbb223 --history H":       `--to: no revision of history h is called "bbb223"; did you mean bbb222?`,
					"preflight --to 22 --from bsae":                  `--from: no revision is called "bsae"; did you mean base?`,
					"check --at 22.10.9":                             `--at: no revision or release of the config tree is called "22.10.9"; did you mean 22.10.0 or 22.10.1?`,
					"check --at bbb223 --history H":                  `--at: no revision of history h is called "bbb223"; did you mean bbb222?`,
					"fix --at bbb223 --history H":                    `--at: no revision of history h is called "bbb223"; did you mean bbb222?`,
					"baseline -o - --at bbb223 --history H":          `--at: no revision of history h is called "bbb223"; did you mean bbb222?`,
				} {
					o := assay(t, append(strings.Fields(strings.ReplaceAll(line, " H", " "+history)), db)...)
					if o.code != exitUnknown || !strings.HasSuffix(o.stderr, "assay: "+want+"\n") {
						t.Errorf("%s, %s: want %s, got %d, %s", line, db, want, o.code, o.stderr)
					}
				}
			}
			if o := assay(t, "check", "--at", "bbb223", "--history", history, empty, other.URL); !strings.Contains(o.stdout, `called "bbb223"; did you mean bbb222?`) {
				t.Errorf("of several: %s%s", o.stdout, o.stderr)
			}
			// A place that is known is not in the way of what else is to be said.
			for _, at := range []string{"aaa111", "heads", "aaa111+bbb222"} {
				if o := assay(t, "check", "--at", at, "--history", history, empty); !strings.Contains(o.stderr, "there is no table") {
					t.Errorf("%s: %s", at, o.stderr)
				}
			}
		})
	}
	for flag, args := range map[string][]string{"--at": {"check", "--models", writtenHistory(t, rowsLast), "--at", "bbb223", "--engine", "mysql"}, "--since": {"lint", "--since", "bbb223", "--server", "mariadb"}} {
		o := assay(t, append(args, "--history", history)...)
		if o.code != exitUnknown || !strings.HasPrefix(o.stderr, "assay: "+flag+": ") || !strings.Contains(o.stderr, "; did you mean bbb222?") {
			t.Errorf("%s: %d, %s", flag, o.code, o.stderr)
		}
	}
}

// TestSchemaOfNone: a schema is named where databases have some, and a pattern where a command takes several.
func TestSchemaOfNone(t *testing.T) {
	t.Parallel()
	const none = "--schema is for PostgreSQL, SQL Server and Oracle: on this server a schema is a database, and the URL names it (of a dump of several, --database)"
	dir, history := t.TempDir(), writtenHistory(t, rowsLast)
	snapshot, settings := filepath.Join(dir, "s.json"), filepath.Join(dir, "assay.yaml")
	for _, s := range lab.MySQL(t) {
		db := s.Database(t)
		db.Exec(t, "CREATE TABLE one (id integer PRIMARY KEY)")
		assay(t, "check", "--schema", "pbx", "--history", history, db.URL).refuses(t, none)
		assay(t, "diff", "--schema", "pbx", "asterisk:22", db.URL).refuses(t, none)
		assay(t, "snapshot", "-o", snapshot, db.URL)
		assay(t, "check", "--schema", "pbx", "--history", history, snapshot).refuses(t, snapshot+": "+none)
		if err := os.WriteFile(settings, []byte("databases:\n  pbx:\n    url: "+db.URL+"\n    schema: pbx\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		assay(t, "check", "--config", settings, "pbx").refuses(t, settings+":2: "+none)
		assay(t, "history", "record", "--scratch", db.URL, "--schema", "pbx", "-c", "../../testdata/project/alembic.ini", "-o", filepath.Join(dir, "o")).refuses(t, none)
		for _, command := range []string{"fix", "doctor", "history plot", "baseline", "diff " + db.URL, "lint " + history + " --on"} {
			o := assay(t, append(strings.Fields(command), strings.TrimSuffix(db.URL, db.Name)+"no_*")...)
			if o.code != exitUnknown || !strings.Contains(o.stderr, `the pattern "no_*" stands for several, and this command is for one: write its name`) {
				t.Errorf("%s: %d, %s%s", command, o.code, o.stdout, o.stderr)
			}
		}
	}
	assay(t, "check", "--schema", "pbx", "--tree", "config", driftedDump).refuses(t, driftedDump+": "+none)
	assay(t, "check", "--schema", "pbx", "asterisk:22").refuses(t,
		"--schema, --version-table, --version-table-schema and --database are for databases and their dumps: asterisk:RELEASE is a clean install")
	for _, s := range lab.Postgres(t) {
		db := s.Database(t)
		o := assay(t, "diff", "--schema", "public", "asterisk:22", db.URL)
		if o.code != exitFindings {
			t.Errorf("the schema of one side: %d, %s", o.code, o.stderr)
		}
		if o := assay(t, "fix", "--schema", "p*", db.URL); o.code != exitUnknown || !strings.Contains(o.stderr, `the pattern "p*" stands for several`) {
			t.Errorf("a pattern of schemas: %d, %s", o.code, o.stderr)
		}
	}
}
